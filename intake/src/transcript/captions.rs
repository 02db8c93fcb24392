//! Which turns do captions hold?

use super::clock::time;
use super::label::label;
use super::{BadTranscript, Format, Speaker, Turn};

/// Whether a text begins with the mark of WebVTT.
pub(super) fn is_web_vtt(text: &str) -> bool {
    text.strip_prefix("WEBVTT")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

/// Whether a text begins like SubRip: a number, then a line with an arrow.
pub(super) fn is_srt(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let numbered = !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit());
    let times = if numbered { lines.next().unwrap_or_default() } else { first };
    times.contains("-->") && time(times).is_some()
}

/// Web captions: blocks of an optional name, times with settings, and lines; NOTE, STYLE and REGION are no talk.
pub(super) fn web_vtt(text: &str) -> Result<Vec<Turn>, BadTranscript> {
    if !is_web_vtt(text.trim_start()) {
        let line = first_line(text);
        return Err(BadTranscript::OtherFormat {
            line,
            format: Format::WebVtt,
            reason: "the first line must begin with WEBVTT",
        });
    }
    cues(text, Format::WebVtt)
}

/// SubRip captions: blocks of a number, times, and lines.
pub(super) fn srt(text: &str) -> Result<Vec<Turn>, BadTranscript> {
    cues(text, Format::Srt)
}

fn cues(text: &str, format: Format) -> Result<Vec<Turn>, BadTranscript> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let mut turns = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let end = lines[at..].iter().position(|line| line.is_empty()).map_or(lines.len(), |blank| at + blank);
        let block = &lines[at..end];
        if is_talk(block, format) {
            match block.iter().position(|line| line.contains("-->")) {
                Some(times) if times <= 1 => turns.extend(cue(block, times, at)?),
                Some(times) => return Err(bad_time(at + times, block[times])),
                None => {
                    return Err(BadTranscript::OtherFormat {
                        line: at + 1,
                        format,
                        reason: "a caption needs a line of times: 00:00:12.000 --> 00:00:15.000",
                    });
                }
            }
        }
        at = end + 1;
    }
    Ok(turns)
}

/// The turns of one block: one, or one for each line that has its own voice.
fn cue(block: &[&str], times: usize, at: usize) -> Result<Vec<Turn>, BadTranscript> {
    let line = at + times;
    let (start, rest) = time(block[times]).ok_or_else(|| bad_time(line, block[times]))?;
    let behind = block[times][rest..].trim_start();
    let behind = behind.strip_prefix("-->").ok_or_else(|| bad_time(line, block[times]))?.trim_start();
    let (end, rest) = time(behind).ok_or_else(|| bad_time(line, block[times]))?;
    // What follows are settings: position:10% align:start.
    if end < start || behind[rest..].starts_with(|c: char| !c.is_whitespace()) {
        return Err(bad_time(line, block[times]));
    }
    let mut turns: Vec<Turn> = Vec::new();
    for (index, typed) in block.iter().enumerate().skip(times + 1) {
        for (voice, words) in voices(typed) {
            let named = match &voice {
                Some(voice) => Some((speaker(voice), voice.clone(), words.as_str())),
                None => label(&words)
                    .filter(|label| label.is_marked)
                    .map(|label| (label.speaker, label.voice, &words[label.length..])),
            };
            match (named, turns.last_mut()) {
                (None, Some(last)) => {
                    last.text.push(' ');
                    last.text.push_str(&words);
                }
                (named, _) => {
                    let (speaker, voice, words) = named
                        .map_or((Speaker::Unknown, None, words.as_str()), |(speaker, voice, words)| {
                            (speaker, Some(voice), words)
                        });
                    let text = words.trim().to_owned();
                    turns.push(Turn {
                        speaker,
                        voice,
                        text,
                        start_ms: Some(start),
                        end_ms: Some(end),
                        line: at + index + 1,
                    });
                }
            }
        }
    }
    Ok(turns)
}

/// The words of a line without its tags, with the voice `<v 坐席>` before each.
fn voices(line: &str) -> Vec<(Option<String>, String)> {
    let mut said: Vec<(Option<String>, String)> = Vec::new();
    let mut words = String::new();
    let mut voice = None;
    let mut rest = line;
    while let Some(open) = rest.find('<') {
        let Some(close) = rest[open..].find('>').map(|close| open + close) else { break };
        let tag = &rest[open + 1..close];
        words.push_str(&rest[..open]);
        if let Some(name) = tag.strip_prefix('v').and_then(|tag| {
            // <v.loud 坐席>: classes stand before the name.
            let (classes, name) = tag.split_once([' ', '\t'])?;
            (classes.is_empty() || classes.starts_with('.')).then_some(name)
        }) {
            if !words.trim().is_empty() {
                said.push((voice.take(), std::mem::take(&mut words)));
            }
            words.clear();
            voice = Some(name.trim().to_owned());
        } else if !is_tag(tag) {
            words.push_str(&rest[open..=close]);
        }
        rest = &rest[close + 1..];
    }
    words.push_str(rest);
    if !words.trim().is_empty() || said.is_empty() {
        said.push((voice, words));
    }
    for (_, words) in &mut said {
        *words = unescape(words);
    }
    said
}

/// Tags of WebVTT and SubRip: `</v>`, `<i>`, `<c.yellow>`, `<font color=…>`, `<00:00:12.500>`.
fn is_tag(tag: &str) -> bool {
    let tag = tag.trim_start_matches('/');
    time(tag).is_some()
        || ["v", "i", "b", "u", "c", "ruby", "rt", "lang", "font"].iter().any(|name| {
            tag.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ' ']))
        })
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&")
}

/// Whom a voice tag or a speaker field names.
pub(super) fn speaker(voice: &str) -> Speaker {
    label(voice).map_or(Speaker::Unknown, |label| label.speaker)
}

fn is_talk(block: &[&str], format: Format) -> bool {
    let Some(first) = block.first() else { return false };
    let is = |word: &str| {
        first.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', ':']))
    };
    !(format == Format::WebVtt
        && (is("WEBVTT")
            || is("NOTE")
            || is("STYLE")
            || is("REGION")
            || first.starts_with("X-TIMESTAMP-MAP")))
}

fn bad_time(index: usize, found: &str) -> BadTranscript {
    BadTranscript::BadTime { line: index + 1, found: found.chars().take(60).collect() }
}

fn first_line(text: &str) -> usize {
    text.lines().position(|line| !line.trim().is_empty()).map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::{BadTranscript, Speaker, srt, web_vtt};

    #[test]
    fn voice_tags_name_the_speaker() {
        let turns = web_vtt(
            "WEBVTT - a call\nKind: captions\n\nNOTE 无关\n没有关系\n\n1\n00:01.000 --> 00:02.500 align:start\n<v 坐席>您好</v>\n\n00:00:03.000 --> 00:00:05.000\n<v.loud 市民>我家<i>停水</i>了\n三天了\n<v 坐席>哪里",
        )
        .expect("captions");
        let seen: Vec<_> =
            turns.iter().map(|turn| (turn.speaker, turn.text.as_str(), turn.start_ms, turn.line)).collect();
        assert_eq!(
            seen,
            [
                (Speaker::Agent, "您好", Some(1000), 9),
                (Speaker::Citizen, "我家停水了 三天了", Some(3000), 12),
                (Speaker::Agent, "哪里", Some(3000), 14)
            ]
        );
    }

    #[test]
    fn subrip_numbers_are_no_words_and_labels_count() {
        let turns = srt("1\r\n00:00:01,000 --> 00:00:02,000\r\n客服：您好\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\n停水了\r\n").expect("captions");
        let seen: Vec<_> = turns.iter().map(|turn| (turn.speaker, turn.text.as_str(), turn.end_ms)).collect();
        assert_eq!(seen, [(Speaker::Agent, "您好", Some(2000)), (Speaker::Unknown, "停水了", Some(4000))]);
    }

    #[test]
    fn bad_times_are_refused_where_they_stand() {
        for times in
            ["00:01 -> 00:02", "00:05.000 --> 00:01.000", "00:61.000 --> 00:62.000", "00:01.000 --> "]
        {
            let text = format!("WEBVTT\n\n{times}\n您好");
            let refused = web_vtt(&text).expect_err(times);
            assert!(
                matches!(
                    refused,
                    BadTranscript::BadTime { line: 3, .. } | BadTranscript::OtherFormat { line: 3, .. }
                ),
                "{times}: {refused}"
            );
        }
    }
}
