//! Which turns does the output of a speech recogniser hold?

use serde_json::{Map, Value};

use super::captions::speaker;
use super::{BadTranscript, Format, Speaker, Turn};

type Object = Map<String, Value>;

/// Whether a text that begins with a bracket is a list and not a label or a time: `[{`, `[]`, but not `[00:12]`.
pub(super) fn begins_list(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']', '[', '"']))
}

/// Reads one of the JSON forms. Nesting deeper than 128 is refused by the reader.
pub(super) fn read(text: &str, asked: Option<Format>) -> Result<(Vec<Turn>, Format), BadTranscript> {
    let value: Value = serde_json::from_str(text.trim_end()).map_err(|wrong| BadTranscript::NotJson {
        line: wrong.line(),
        column: wrong.column(),
        reason: reason(&wrong),
    })?;
    let form = asked.or_else(|| form(&value)).ok_or_else(|| unknown(&value))?;
    let turns = match form {
        Format::Whisper => whisper(&value),
        Format::FunAsr => fun_asr(&value),
        Format::Turns => list(&value),
        Format::Labelled | Format::Plain | Format::WebVtt | Format::Srt => Err(unknown(&value)),
    }?;
    Ok((turns, form))
}

/// Which of the forms it is, by its keys.
fn form(value: &Value) -> Option<Format> {
    match value {
        Value::Object(object) if object.contains_key("segments") => Some(Format::Whisper),
        Value::Object(object) if object.get("turns").is_some_and(Value::is_array) => Some(Format::Turns),
        Value::Object(object) if is_result(object) => Some(Format::FunAsr),
        Value::Object(object) => ["result", "results", "data"].iter().find_map(|key| form(object.get(*key)?)),
        Value::Array(list) => match list.first()? {
            Value::Object(first) if SPEAKER.iter().any(|key| first.contains_key(*key)) => Some(Format::Turns),
            Value::Object(first) if is_result(first) => Some(Format::FunAsr),
            Value::Object(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_) => None,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

const SENTENCES: [&str; 3] = ["sentence_info", "sentences", "stamp_sents"];
const SPEAKER: [&str; 4] = ["speaker", "role", "spk", "channel"];
const WORDS: [&str; 5] = ["text", "sentence", "text_seg", "content", "words"];

fn is_result(object: &Object) -> bool {
    SENTENCES.iter().chain(["text", "sentence"].iter()).any(|key| object.contains_key(*key))
}

/// `{"segments": [{"start": 1.5, "end": 3.0, "text": "…", "speaker": "SPEAKER_00"}]}`, times in seconds.
fn whisper(value: &Value) -> Result<Vec<Turn>, BadTranscript> {
    let inner = unwrap(value, &["segments"]).ok_or_else(|| unknown(value))?;
    elements(inner, "segments")?
        .iter()
        .enumerate()
        .map(|(index, segment)| turn(segment, index, 1000.0))
        .collect()
}

/// `{"text": "…", "sentence_info": [{"text": "…", "start": 1500, "end": 3000, "spk": 0}]}`, times in milliseconds,
/// alone or in a list of results.
fn fun_asr(value: &Value) -> Result<Vec<Turn>, BadTranscript> {
    let results: Vec<&Value> = match value {
        Value::Array(list) => list.iter().collect(),
        Value::Object(object) if !is_result(object) => {
            match ["result", "results", "data"].iter().find_map(|key| object.get(*key)) {
                Some(Value::Array(list)) => list.iter().collect(),
                Some(inner) => vec![inner],
                None => return Err(unknown(value)),
            }
        }
        Value::Object(_) => vec![value],
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(unknown(value)),
    };
    let mut turns = Vec::new();
    for (index, result) in results.into_iter().enumerate() {
        let Value::Object(object) = result else {
            return Err(wrong(index, "text", result, "an object"));
        };
        let sentences = SENTENCES.iter().find_map(|key| object.get(*key).filter(|list| !list.is_null()));
        match sentences {
            Some(Value::Array(list)) if !list.is_empty() => {
                for sentence in list {
                    turns.push(turn(sentence, turns.len(), 1.0)?);
                }
            }
            Some(Value::Array(_)) | None => turns.push(turn(result, turns.len(), 1.0)?),
            Some(other) => return Err(wrong(index, "sentence_info", other, "a list")),
        }
    }
    Ok(turns)
}

/// `[{"speaker": "agent", "text": "…"}]`, or the same under `turns`; times, if any, in milliseconds.
fn list(value: &Value) -> Result<Vec<Turn>, BadTranscript> {
    let inner = match value {
        Value::Array(_) => value,
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            unwrap(value, &["turns"]).ok_or_else(|| unknown(value))?
        }
    };
    elements(inner, "turns")?.iter().enumerate().map(|(index, element)| turn(element, index, 1.0)).collect()
}

/// One sentence with its words, its speaker and its times.
fn turn(value: &Value, index: usize, unit: f64) -> Result<Turn, BadTranscript> {
    let Value::Object(object) = value else {
        return Err(wrong(index, "text", value, "an object with the words"));
    };
    let text = match WORDS.iter().find_map(|key| object.get(*key)) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => return Err(wrong(index, "text", other, "the words")),
        None => {
            return Err(BadTranscript::BadField {
                element: index + 1,
                field: "text",
                found: format!("missing; found {}", keys(object)),
            });
        }
    };
    let voice = match SPEAKER.iter().find_map(|key| object.get(*key).filter(|value| !value.is_null())) {
        Some(Value::String(name)) => Some(name.trim().to_owned()).filter(|name| !name.is_empty()),
        Some(Value::Number(number)) => Some(format!("spk {number}")),
        Some(other) => return Err(wrong(index, "speaker", other, "a name or a number")),
        None => None,
    };
    let start_ms = millis(object, &["start", "start_ms", "begin", "start_time"], "start", index, unit)?;
    let end_ms = millis(object, &["end", "end_ms", "end_time"], "end", index, unit)?;
    if let (Some(start), Some(end)) = (start_ms, end_ms)
        && end < start
    {
        return Err(BadTranscript::BadField {
            element: index + 1,
            field: "end",
            found: format!("{end} ms is before the start at {start} ms"),
        });
    }
    Ok(Turn {
        speaker: voice.as_deref().map_or(Speaker::Unknown, speaker),
        voice,
        text,
        start_ms,
        end_ms,
        line: index + 1,
    })
}

fn millis(
    object: &Object,
    names: &[&str],
    field: &'static str,
    index: usize,
    unit: f64,
) -> Result<Option<u64>, BadTranscript> {
    let Some(value) = names.iter().find_map(|name| object.get(*name)).filter(|value| !value.is_null()) else {
        return Ok(None);
    };
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    };
    const LONGEST: f64 = 1e12;
    match number.map(|number| (number * unit).round()) {
        Some(millis) if (0.0..LONGEST).contains(&millis) => Ok(Some(millis as u64)),
        // Recognisers write −1 for a time they do not know.
        Some(millis) if millis < 0.0 => Ok(None),
        Some(_) | None => {
            Err(wrong(index, field, value, if unit > 1.0 { "seconds" } else { "milliseconds" }))
        }
    }
}

/// The list under one of the names, perhaps one level down.
fn unwrap<'v>(value: &'v Value, names: &[&str]) -> Option<&'v Value> {
    let object = value.as_object()?;
    names.iter().find_map(|name| object.get(*name)).or_else(|| {
        ["result", "results", "data"]
            .iter()
            .filter_map(|key| object.get(*key)?.as_object())
            .find_map(|inner| names.iter().find_map(|name| inner.get(*name)))
    })
}

fn elements<'v>(value: &'v Value, field: &'static str) -> Result<&'v [Value], BadTranscript> {
    match value {
        Value::Array(list) if list.is_empty() => Err(BadTranscript::NoWords),
        Value::Array(list) => Ok(list),
        Value::Object(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(wrong(0, field, value, "a list"))
        }
    }
}

fn wrong(index: usize, field: &'static str, found: &Value, expected: &str) -> BadTranscript {
    let found = match found {
        Value::Null => "null",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    };
    BadTranscript::BadField {
        element: index + 1,
        field,
        found: format!("found {found}, expected {expected}"),
    }
}

fn unknown(value: &Value) -> BadTranscript {
    let keys = match value {
        Value::Object(object) => keys(object),
        Value::Array(list) => match list.first() {
            Some(Value::Object(first)) => format!("a list of objects with {}", keys(first)),
            Some(_) => "a list of something else than objects".to_owned(),
            None => return BadTranscript::NoWords,
        },
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => "a single value".to_owned(),
    };
    BadTranscript::UnknownJson { keys }
}

/// The first keys, so that one sees which file it is.
fn keys(object: &Object) -> String {
    const SHOWN: usize = 8;
    let mut keys: Vec<&str> = object.keys().take(SHOWN).map(String::as_str).collect();
    if keys.is_empty() {
        keys.push("no key at all");
    }
    keys.join(", ").chars().take(200).collect()
}

/// The reader's message without the place, which stands apart.
fn reason(wrong: &serde_json::Error) -> String {
    let message = wrong.to_string();
    message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::Transcript;
    use super::{Format, Speaker};

    type Seen = (Speaker, Option<String>, String, Option<u64>);

    fn read(text: &str) -> (Format, Vec<Seen>) {
        let read = Transcript::read(text, None).unwrap_or_else(|bad| panic!("{text}: {bad}"));
        let turns = read.turns.into_iter().map(|turn| (turn.speaker, turn.voice, turn.text, turn.start_ms));
        (read.format, turns.collect())
    }

    #[test]
    fn fun_asr_counts_milliseconds_and_numbers_voices() {
        let said = (Speaker::Unknown, Some("spk 1".to_owned()), "停水了".to_owned(), Some(1500));
        let sentence = r#"{"text": "停水了", "start": 1500, "end": 3000, "spk": 1}"#;
        for text in [
            format!(r#"{{"text": "停水了", "sentence_info": [{sentence}]}}"#),
            format!(r#"[{{"key": "a", "text": "停水了", "sentence_info": [{sentence}]}}]"#),
            format!(r#"{{"result": [{{"sentences": [{sentence}]}}]}}"#),
        ] {
            assert_eq!(read(&text), (Format::FunAsr, vec![said.clone()]), "{text}");
        }
        let (_, turns) = read(r#"[{"key": "a", "text": "停水了", "timestamp": [[0, 200]]}]"#);
        assert_eq!(turns, [(Speaker::Unknown, None, "停水了".to_owned(), None)]);
    }

    #[test]
    fn whisper_counts_seconds() {
        let text = r#"{"text": "x", "language": "zh", "segments": [
            {"id": 0, "start": 0.0, "end": 1.5, "text": " 您好"},
            {"id": 1, "start": 1.5, "end": 3.02, "text": " 停水了", "speaker": "SPEAKER_01"}]}"#;
        let (format, turns) = read(text);
        assert_eq!(format, Format::Whisper);
        assert_eq!(turns[0], (Speaker::Unknown, None, "您好".to_owned(), Some(0)));
        assert_eq!(
            turns[1],
            (Speaker::Unknown, Some("SPEAKER_01".to_owned()), "停水了".to_owned(), Some(1500))
        );
    }

    #[test]
    fn a_list_of_turns_names_its_speakers() {
        let text = r#"[{"speaker": "坐席", "text": "您好"}, {"role": "customer", "content": "停水了"}]"#;
        let (format, turns) = read(text);
        assert_eq!(format, Format::Turns);
        assert_eq!(turns.iter().map(|turn| turn.0).collect::<Vec<_>>(), [Speaker::Agent, Speaker::Citizen]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_element() {
        let refused = |text: &str| Transcript::read(text, None).expect_err(text).to_string();
        assert_eq!(
            refused(r#"[{"speaker": "a", "text": "您好"}, {"speaker": "b"}]"#),
            "element 2, field text: missing; found speaker"
        );
        assert_eq!(
            refused(r#"{"segments": [{"start": "soon", "text": "您好"}]}"#),
            "element 1, field start: found a text, expected seconds"
        );
        assert_eq!(
            refused(r#"{"segments": [{"start": 5, "end": 2, "text": "您好"}]}"#),
            "element 1, field end: 2000 ms is before the start at 5000 ms"
        );
        assert_eq!(
            refused(r#"{"segments": 7}"#),
            "element 1, field segments: found a number, expected a list"
        );
        assert_eq!(refused("[]"), "nobody says a word in this transcript");
        assert!(refused(&"[".repeat(5000)).contains("no JSON"));
    }
}
