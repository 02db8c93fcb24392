//! How are many messages answered, one a line?
//!
//! A line is a JSON object with a "text" and perhaps an "id", or a message known by its number: which, the command says,
//! or the brace with which it begins. One JSON object a line goes out, in the same order, in constant memory. A line that
//! cannot be read is named on the other stream and the rest is answered all the same.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use jiff::civil::Date;
use prompts::Wording;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use thiserror::Error;

use super::check::source;
use super::{Exit, lessons};
use crate::banner::{self, Banner};

/// No message of a citizen is longer; a line beyond it is refused without being kept in memory.
const LONGEST: usize = 256 << 10;

/// What stands in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// An object where it begins with a brace, else a message.
    Either,
    /// A message, whatever it begins with.
    Message,
    /// An object; its "title", if it has one, is the first line of its text.
    Object,
}

/// One message.
#[derive(Debug, PartialEq)]
pub(super) struct Line {
    /// As given, else the number of the line.
    pub(super) id: String,
    pub(super) text: String,
    /// The other fields of the object.
    pub(super) more: Map<String, Value>,
}

/// The streams a command reads and writes.
pub(super) struct Streams<'a> {
    pub(super) input: Box<dyn Read>,
    pub(super) out: &'a mut dyn Write,
    pub(super) err: &'a mut dyn Write,
}

/// The banner of a directory, the embedded example without one; what is wrong with it is said on the other stream.
pub(super) fn banner(
    directory: Option<&std::path::PathBuf>,
    today: Date,
    wording: &Wording,
    err: &mut dyn Write,
) -> Result<Banner, Exit> {
    match banner::read(&source(directory), today) {
        Ok((banner, _)) => Ok(banner),
        Err(refused) => {
            let problems = refused.problems.iter();
            let report: String =
                problems.map(|problem| problem.describe(wording, prompts::FALLBACK) + "\n").collect();
            let _told = err.write_all(report.as_bytes());
            Err(Exit::Refused)
        }
    }
}

/// The file, or standard input for `-`; what is wrong with it is said on the other stream.
pub(super) fn open(file: &Path, input: Box<dyn Read>, err: &mut dyn Write) -> Result<Box<dyn Read>, Exit> {
    if file == Path::new("-") {
        return Ok(input);
    }
    match File::open(file) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) => {
            let _told = writeln!(err, "cannot open {}: {error}", file.display());
            Err(Exit::Refused)
        }
    }
}

/// Answers every line of a file, of standard input for `-`; what cannot be answered is an error. Ends with
/// [`Exit::Partly`] when lines were refused, with [`Exit::Refused`] when the file cannot be read.
pub(super) fn answer<Answer: Serialize>(
    file: &Path,
    form: Form,
    streams: Streams<'_>,
    answer: impl FnMut(Line) -> Result<Answer, String>,
) -> Exit {
    let Streams { input, out, err } = streams;
    let input = match open(file, input, err) {
        Ok(input) => input,
        Err(exit) => return exit,
    };
    match each(BufReader::new(input), form, out, err, answer) {
        Ok(0) => Exit::Done,
        Ok(_) => Exit::Partly,
        // Whoever reads has seen enough, as `head` does.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            let _told = writeln!(err, "stopped: {error}");
            Exit::Partly
        }
    }
}

/// How many lines were refused. Errors of reading and of writing answers end it.
fn each<Answer: Serialize>(
    mut input: BufReader<Box<dyn Read>>,
    form: Form,
    out: &mut dyn Write,
    err: &mut dyn Write,
    mut answer: impl FnMut(Line) -> Result<Answer, String>,
) -> io::Result<usize> {
    let mut out = BufWriter::new(out);
    let mut refused = 0;
    let mut bytes = Vec::new();
    for number in 1_usize.. {
        // Before waiting for more, everything known is said: somebody may be typing.
        if input.buffer().is_empty() {
            out.flush()?;
        }
        bytes.clear();
        if input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if bytes.len() > LONGEST && bytes.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
        }
        let line = read(&bytes, form, number).map_err(|bad| bad.to_string());
        match line.and_then(|line| line.map(&mut answer).transpose()) {
            Ok(Some(answer)) => {
                serde_json::to_writer(&mut out, &answer)?;
                out.write_all(b"\n")?;
            }
            Ok(None) => {}
            Err(bad) => {
                refused += 1;
                // Who closed this stream does not want to know.
                let _told = writeln!(err, "line {number}: {bad}");
            }
        }
    }
    out.flush()?;
    Ok(refused)
}

/// One line of the JSON input.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    title: Option<String>,
    text: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

/// Why a line is refused.
#[derive(Debug, Error)]
enum BadLine {
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("not a JSON object with a \"text\": {0}")]
    NotJson(serde_json::Error),
    #[error("the text is empty")]
    Empty,
}

/// A blank line is no message.
fn read(bytes: &[u8], form: Form, number: usize) -> Result<Option<Line>, BadLine> {
    if bytes.len() > LONGEST {
        return Err(BadLine::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadLine::NotUtf8)?;
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Ok(None);
    }
    let is_object = match form {
        Form::Either => text.starts_with('{'),
        Form::Message => false,
        Form::Object => true,
    };
    if !is_object {
        return Ok(Some(Line { id: number.to_string(), text: text.to_owned(), more: Map::new() }));
    }
    let given: Given = serde_json::from_str(text).map_err(BadLine::NotJson)?;
    let text = match form {
        Form::Object => lessons::with_title(given.title.as_deref(), given.text),
        Form::Either | Form::Message => given.text,
    };
    if text.trim().is_empty() {
        return Err(BadLine::Empty);
    }
    let id = match given.id {
        Some(Id::Text(id)) => id,
        Some(Id::Number(id)) => id.to_string(),
        None => number.to_string(),
    };
    Ok(Some(Line { id, text, more: given.more }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn answered(input: impl Into<Vec<u8>>) -> (Exit, String, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let input = Box::new(Cursor::new(input.into()));
        let streams = Streams { input, out: &mut out, err: &mut err };
        let exit = answer(Path::new("-"), Form::Either, streams, |line| Ok((line.id, line.text)));
        (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_line_is_a_message_or_an_object_with_one() {
        let (exit, out, err) = answered(
            "\u{feff}停水了\r\n\r\n{\"id\":\"a\",\"text\":\"停电了\",\"more\":1}\n{\"id\":7,\"text\":\"停气\"}\n{\"text\":\"最后\"}",
        );
        assert_eq!((exit, err.as_str()), (Exit::Done, ""));
        assert_eq!(out, "[\"1\",\"停水了\"]\n[\"a\",\"停电了\"]\n[\"7\",\"停气\"]\n[\"5\",\"最后\"]\n");
    }

    #[test]
    fn bad_lines_are_named_and_do_not_stop_the_others() {
        let mut input = "{\"id\":\"b\"}\n{\"text\":\" \"}\n{oops\n".as_bytes().to_vec();
        input.extend([0xb3, 0xaf, b'\n']);
        input.extend(std::iter::repeat_n(b'x', LONGEST + 9));
        input.extend("\n停水了\n".as_bytes());
        let (exit, out, err) = answered(input);
        assert_eq!(exit, Exit::Partly);
        assert_eq!(out, "[\"6\",\"停水了\"]\n");
        insta::assert_snapshot!(err, @r#"
        line 1: not a JSON object with a "text": missing field `text` at line 1 column 10
        line 2: the text is empty
        line 3: not a JSON object with a "text": key must be a string at line 1 column 2
        line 4: not UTF-8
        line 5: longer than 262144 bytes
        "#);
    }
}
