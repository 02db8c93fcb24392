//! What did two people say to one another on the telephone?
//!
//! A transcript comes as text in one of the usual forms ([`Format`]); [`Transcript::read`] makes turns of it without
//! losing a word. Who speaks is known as far as the source says so; [`Book::hear_call`](crate::Book::hear_call)
//! decides the rest and takes the citizen's matter out of the conversation.

mod captions;
mod clock;
mod json;
mod label;
mod labelled;
mod words;

mod about;
mod address;
mod asking;
mod attribute;
mod hear;
mod name;
mod number;
mod outcome;
mod pieces;
mod record;
mod said;
mod summary;
mod surname;
mod when;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use attribute::Attribution;
pub use hear::CallHeard;
pub use name::is_name;
pub use record::{Differs, Flag, Recorded};
pub use summary::FourElements;
pub(crate) use words::words as spoken;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// 坐席: the hotline's own people, and its announcements.
    Agent,
    /// 市民: whoever called.
    Citizen,
    /// The source does not say.
    Unknown,
}

/// What one of them said before the other spoke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who.
    pub speaker: Speaker,
    /// The source's own mark of the voice (`spk 0`, `SPEAKER_01`, `工号1024`); none when it has none. Turns of one
    /// mark are of one person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voice: Option<String>,
    /// The words, trimmed, never empty.
    pub text: String,
    /// When it begins, in milliseconds from the beginning of the recording.
    pub start_ms: Option<u64>,
    /// When it ends.
    pub end_ms: Option<u64>,
    /// Line of the source, from 1; in JSON the number of the element.
    pub line: usize,
}

/// A conversation as it was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transcript {
    /// In the order of the source, at least one.
    pub turns: Vec<Turn>,
    /// The form it came in.
    pub format: Format,
}

/// The forms a transcript comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Text with a label before what each says: `坐席：您好`.
    Labelled,
    /// Text without labels.
    Plain,
    /// Captions of the web, with or without voice tags: `<v 坐席>您好`.
    WebVtt,
    /// SubRip captions.
    Srt,
    /// What FunASR writes: `text` or `sentence`, with a list of sentences whose times are milliseconds.
    FunAsr,
    /// What Whisper writes: `segments` whose times are seconds.
    Whisper,
    /// A JSON list of `{"speaker": …, "text": …}`.
    Turns,
}

/// Why a text is no transcript. `line` is the line of the source, `element` the number of the element of its list,
/// both from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTranscript {
    /// Nothing but blanks.
    #[error("the transcript is empty")]
    Empty,
    /// It begins like JSON but is none.
    #[error("line {line}, column {column}: this is no JSON: {reason}")]
    NotJson {
        /// Where the reader stopped.
        line: usize,
        /// Column of that line, in bytes.
        column: usize,
        /// What the reader expected.
        reason: String,
    },
    /// JSON, but none of the known forms.
    #[error(
        "this JSON is no transcript: found {keys}; expected a list of {{\"speaker\", \"text\"}}, \"segments\" of Whisper, or \"text\" or \"sentence_info\" of FunASR"
    )]
    UnknownJson {
        /// What stands at the top: its keys, or what it is instead.
        keys: String,
    },
    /// A field of an element is missing or of another type.
    #[error("element {element}, field {field}: {found}")]
    BadField {
        /// The element.
        element: usize,
        /// The field.
        field: &'static str,
        /// What stands there and what should.
        found: String,
    },
    /// A time that is none, or an end before its beginning.
    #[error("line {line}: {found} is no time of a caption; write 00:00:12.000 --> 00:00:15.000")]
    BadTime {
        /// The line, or the element of a list.
        line: usize,
        /// What stands there.
        found: String,
    },
    /// The text does not look like the format that was asked for.
    #[error("line {line}: this is no {format:?}: {reason}")]
    OtherFormat {
        /// The line.
        line: usize,
        /// What was asked for.
        format: Format,
        /// What is missing.
        reason: &'static str,
    },
    /// More text than is read.
    #[error("the transcript has {bytes} bytes, more than {limit}; divide the recording")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The most that is read.
        limit: usize,
    },
    /// More turns than are read.
    #[error("line {line}: the transcript has more than {limit} turns; divide the recording")]
    TooManyTurns {
        /// Where the first turn too many stands.
        line: usize,
        /// The most that are read.
        limit: usize,
    },
    /// Labels, times and marks, but not one word.
    #[error("nobody says a word in this transcript")]
    NoWords,
}

impl Transcript {
    /// The longest transcript that is read, in bytes of UTF-8: about twelve hours of talk.
    pub const LONGEST: usize = 2 * 1024 * 1024;

    /// The most turns a transcript may have.
    pub const MOST_TURNS: usize = 20_000;

    /// Reads a transcript; without a format the content decides which it is.
    pub fn read(text: &str, format: Option<Format>) -> Result<Transcript, BadTranscript> {
        if text.len() > Transcript::LONGEST {
            return Err(BadTranscript::TooLong { bytes: text.len(), limit: Transcript::LONGEST });
        }
        let text = text.trim_start_matches('\u{feff}');
        if text.chars().all(|c| c.is_whitespace() || c == '\u{feff}') {
            return Err(BadTranscript::Empty);
        }
        let (mut turns, format) = match format {
            Some(Format::Labelled) => (labelled::read(text), Format::Labelled),
            Some(Format::Plain) => (labelled::plain(text), Format::Plain),
            Some(Format::WebVtt) => (captions::web_vtt(text)?, Format::WebVtt),
            Some(Format::Srt) => (captions::srt(text)?, Format::Srt),
            Some(asked @ (Format::FunAsr | Format::Whisper | Format::Turns)) => {
                json::read(text, Some(asked))?
            }
            None => detect(text)?,
        };
        for turn in &mut turns {
            turn.text = turn.text.trim().to_owned();
        }
        turns.retain(|turn| !turn.text.is_empty());
        if let Some(first) = turns.get(Transcript::MOST_TURNS) {
            return Err(BadTranscript::TooManyTurns { line: first.line, limit: Transcript::MOST_TURNS });
        }
        if !turns.iter().any(|turn| turn.text.contains(char::is_alphanumeric)) {
            return Err(BadTranscript::NoWords);
        }
        Ok(Transcript { turns, format })
    }
}

/// JSON and captions show themselves by their first lines; a text has labels or has none.
fn detect(text: &str) -> Result<(Vec<Turn>, Format), BadTranscript> {
    let begin = text.trim_start();
    if captions::is_web_vtt(begin) {
        Ok((captions::web_vtt(text)?, Format::WebVtt))
    } else if begin.starts_with('{') || json::begins_list(begin) {
        json::read(text, None)
    } else if captions::is_srt(begin) {
        Ok((captions::srt(text)?, Format::Srt))
    } else if labelled::has_labels(text) {
        Ok((labelled::read(text), Format::Labelled))
    } else {
        Ok((labelled::plain(text), Format::Plain))
    }
}

#[cfg(test)]
mod tests {
    use super::{BadTranscript, Format, Transcript};

    fn format(text: &str) -> Format {
        Transcript::read(text, None).unwrap_or_else(|bad| panic!("{text}: {bad}")).format
    }

    #[test]
    fn the_content_says_which_form_it_has() {
        assert_eq!(format("坐席：您好\n市民：我家停水了"), Format::Labelled);
        assert_eq!(format("您好请讲\n我家停水了"), Format::Plain);
        assert_eq!(format("\u{feff}WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\n您好"), Format::WebVtt);
        assert_eq!(format("1\n00:00:01,000 --> 00:00:02,000\n您好\n"), Format::Srt);
        assert_eq!(format(r#"{"text": "您好"}"#), Format::FunAsr);
        assert_eq!(format(r#"{"segments": [{"start": 0.5, "end": 1, "text": "您好"}]}"#), Format::Whisper);
        assert_eq!(format(r#"[{"speaker": "agent", "text": "您好"}]"#), Format::Turns);
        // Begins with a bracket, but is no list.
        assert_eq!(format("[00:12] 坐席：您好"), Format::Labelled);
        assert_eq!(format("[坐席] 您好"), Format::Labelled);
    }

    #[test]
    fn what_is_no_transcript_is_refused_with_the_place() {
        let read = |text: &str| Transcript::read(text, None).expect_err("refused").to_string();
        assert_eq!(read(" \u{feff} \n"), "the transcript is empty");
        assert_eq!(read("坐席：……\n市民：。"), "nobody says a word in this transcript");
        assert!(
            read("{\"text\": \n oops}").starts_with("line 2, column "),
            "{}",
            read("{\"text\": \n oops}")
        );
        assert!(read(r#"{"rows": []}"#).contains("found rows;"));
        assert_eq!(
            read("WEBVTT\n\n00:01.000 --> soon\n您好"),
            "line 3: 00:01.000 --> soon is no time of a caption; write 00:00:12.000 --> 00:00:15.000"
        );
        assert!(matches!(
            Transcript::read(&"停水".repeat(Transcript::LONGEST / 2), None),
            Err(BadTranscript::TooLong { .. })
        ));
        let many = "嗯\n".repeat(Transcript::MOST_TURNS + 1);
        assert!(matches!(
            Transcript::read(&many, None),
            Err(BadTranscript::TooManyTurns { line, .. }) if line == Transcript::MOST_TURNS + 1
        ));
    }
}
