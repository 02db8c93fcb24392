//! How is each of many messages understood?
//!
//! One message a line in, one JSON object a line out, in the same order, in constant memory. A line that cannot be
//! read is named on the other stream and the rest is answered all the same.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use intake::{Book, Candidate, Judgement, Model, Understanding};
use jiff::civil::Date;
use prompts::Wording;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::check::source;
use super::{Exit, lessons, model};
use crate::banner;

/// Labels told of a model that has many, the likeliest.
const CANDIDATES: usize = 20;

/// No message of a citizen is longer; a line beyond it is refused without being kept in memory.
const LONGEST: usize = 256 << 10;

/// Understand messages, one a line, and print one JSON object a line
#[derive(Debug, clap::Args)]
pub struct ClassifyArgs {
    /// Lines are JSON objects with "text" and optionally "id" and "title", which is read as a first line of the text;
    /// otherwise every line is one message
    #[arg(long)]
    pub jsonl: bool,
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// A model in place of the catalogue, as `jiesu train` makes it: a table with the columns label, word, weight; an
    /// empty word is what the label has without any
    #[arg(long, value_name = "PATH")]
    pub model: Option<PathBuf>,
    /// The file to read, - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// Reads the banner, then answers line by line. Ends with [`Exit::Partly`] when lines were refused, with
/// [`Exit::Refused`] when the banner or the file cannot be read.
pub fn run(
    args: &ClassifyArgs,
    today: Date,
    wording: &Wording,
    input: Box<dyn Read>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let banner = match banner::read(&source(args.banner.as_ref()), today) {
        Ok((banner, _)) => banner,
        Err(refused) => {
            let problems = refused.problems.iter();
            let report: String =
                problems.map(|problem| problem.describe(wording, prompts::FALLBACK) + "\n").collect();
            let _told = err.write_all(report.as_bytes());
            return Exit::Refused;
        }
    };
    let model = match args.model.as_deref().map(model::read).transpose() {
        Ok(model) => model,
        Err(why) => {
            let _told = writeln!(err, "{why}");
            return Exit::Refused;
        }
    };
    let input: Box<dyn Read> = if args.file == Path::new("-") {
        input
    } else {
        match File::open(&args.file) {
            Ok(file) => Box::new(file),
            Err(error) => {
                let _told = writeln!(err, "cannot open {}: {error}", args.file.display());
                return Exit::Refused;
            }
        }
    };
    let reader = Listener { book: &banner.book, model: model.as_ref() };
    match answer(&reader, args.jsonl, BufReader::new(input), out, err) {
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

/// The rule book, and a model in place of its catalogue if one was given.
struct Listener<'a> {
    book: &'a Book,
    model: Option<&'a Model>,
}

impl Listener<'_> {
    fn understand(&self, text: &str) -> (Understanding, Option<Judgement>) {
        let understanding = self.book.understand(text);
        match self.model.map(|model| model.judge(text)) {
            Some(judgement) => (self.book.judged(&judgement, understanding), Some(judgement)),
            None => (understanding, None),
        }
    }
}

/// One answer.
#[derive(Serialize)]
struct Answer<'a> {
    id: &'a str,
    #[serde(flatten)]
    understanding: &'a Understanding,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    judged: Option<Judged<'a>>,
}

/// What a model adds: by how much its label is ahead of the next one. `bias` and the weights of all reasons for the
/// category add up to `score`; the text without the words of one of them has so much less.
#[derive(Serialize)]
struct Judged<'a> {
    label: Option<&'a str>,
    score: f64,
    bias: f64,
    candidates: Vec<Other<'a>>,
}

/// One label: how sure it is, and how far ahead of the second.
#[derive(Serialize)]
struct Other<'a> {
    label: &'a str,
    confidence: f64,
    score: f64,
}

impl<'a> Judged<'a> {
    fn of(judgement: &'a Judgement) -> Self {
        let other = |Candidate { label, confidence, score }: &'a Candidate| Other {
            label,
            confidence: *confidence,
            score: *score,
        };
        let candidates: Vec<Other<'a>> = judgement.candidates.iter().take(CANDIDATES).map(other).collect();
        Judged {
            label: candidates.first().map(|first| first.label),
            score: judgement.score,
            bias: judgement.bias,
            candidates,
        }
    }
}

/// One line of the JSON input; further fields are the caller's own.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    title: Option<String>,
    text: String,
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

/// Answers every line; how many were refused. Errors of reading and of writing answers end it.
fn answer(
    listener: &Listener<'_>,
    jsonl: bool,
    mut input: BufReader<Box<dyn Read>>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<usize> {
    let mut out = BufWriter::new(out);
    let mut refused = 0;
    let mut bytes = Vec::new();
    for line in 1_usize.. {
        // Before waiting for more, everything known is said: somebody may be typing.
        if input.buffer().is_empty() {
            out.flush()?;
        }
        bytes.clear();
        if input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        if bytes.len() > LONGEST && bytes.last() != Some(&b'\n') {
            skip_line(&mut input)?;
        }
        let read = if jsonl { from_json(&bytes, line) } else { from_text(&bytes, line) };
        match read {
            Ok(Some((id, text))) => {
                let (understanding, judgement) = listener.understand(&text);
                let judged = judgement.as_ref().map(Judged::of);
                serde_json::to_writer(&mut out, &Answer { id: &id, understanding: &understanding, judged })?;
                out.write_all(b"\n")?;
            }
            Ok(None) => {}
            Err(bad) => {
                refused += 1;
                // Who closed this stream does not want to know.
                let _told = writeln!(err, "line {line}: {bad}");
            }
        }
    }
    out.flush()?;
    Ok(refused)
}

/// A blank line is no message.
fn from_text(bytes: &[u8], line: usize) -> Result<Option<(String, String)>, BadLine> {
    let text = text(bytes)?;
    Ok((!text.is_empty()).then(|| (line.to_string(), text.to_owned())))
}

fn from_json(bytes: &[u8], line: usize) -> Result<Option<(String, String)>, BadLine> {
    let text = text(bytes)?;
    if text.is_empty() {
        return Ok(None);
    }
    let given: Given = serde_json::from_str(text).map_err(BadLine::NotJson)?;
    if given.text.trim().is_empty() && given.title.as_deref().is_none_or(|title| title.trim().is_empty()) {
        return Err(BadLine::Empty);
    }
    let id = match given.id {
        Some(Id::Text(id)) => id,
        Some(Id::Number(id)) => id.to_string(),
        None => line.to_string(),
    };
    Ok(Some((id, lessons::with_title(given.title.as_deref(), given.text))))
}

fn text(bytes: &[u8]) -> Result<&str, BadLine> {
    if bytes.len() > LONGEST {
        return Err(BadLine::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| BadLine::NotUtf8)?;
    Ok(text.trim_start_matches('\u{feff}').trim())
}

/// Reads to the end of the line without keeping it.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, ended) = match buffer.iter().position(|&byte| byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;
    use serde_json::Value;

    use super::*;

    fn classify(jsonl: bool, input: impl Into<Vec<u8>>) -> (Exit, Vec<Value>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = ClassifyArgs { jsonl, banner: None, model: None, file: PathBuf::from("-") };
        let input = Box::new(Cursor::new(input.into()));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
        let answers = String::from_utf8(out).unwrap();
        let answers = answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (exit, answers, String::from_utf8(err).unwrap())
    }

    fn ids(answers: &[Value]) -> Vec<&str> {
        answers.iter().map(|answer| answer["id"].as_str().unwrap()).collect()
    }

    #[test]
    fn every_line_of_text_is_a_message_known_by_its_line() {
        let (exit, answers, err) = classify(false, "\u{feff}朝霞小区路灯不亮\r\n\r\n谢谢你们\n最后一行");
        assert_eq!((exit, err.as_str()), (Exit::Done, ""));
        assert_eq!(ids(&answers), ["1", "3", "4"]);
    }

    #[test]
    fn an_answer_has_the_fields_of_the_contract() {
        let (_, answers, _) = classify(false, "朝霞小区三号楼的路灯坏了好几天，晚上漆黑一片");
        let answer = &answers[0];
        let fields: Vec<&String> = answer.as_object().unwrap().keys().collect();
        insta::assert_snapshot!(format!("{fields:?}"), @r#"["because", "category", "code", "confidence", "emergency", "helpers", "id", "kind", "place", "unit", "urgency"]"#);
        assert_eq!(answer["code"], "010404");
        assert_eq!(answer["category"].as_array().unwrap().len(), 3);
        assert_eq!(answer["place"]["grid"], "SL010101");
        let because = answer["because"][0].as_object().unwrap();
        insta::assert_snapshot!(format!("{:?}", because.keys().collect::<Vec<_>>()), @r#"["end", "field", "rule", "start", "weight", "word"]"#);
    }

    #[test]
    fn json_lines_keep_their_ids_and_bad_ones_do_not_stop_the_others() {
        let mut input =
            "{\"id\":\"a\",\"text\":\"路灯坏了\",\"more\":1}\n{\"id\":7,\"text\":\"停水了\"}\nnot json\n\
                         {\"id\":\"b\"}\n{\"text\":\" \"}\n"
                .as_bytes()
                .to_vec();
        input.extend([0xb3, 0xaf, b'\n']);
        input.extend("{\"text\":\"".as_bytes());
        input.extend(std::iter::repeat_n(b'x', LONGEST));
        input.extend("\"}\n{\"text\":\"垃圾没人清\"}".as_bytes());
        let (exit, answers, err) = classify(true, input);
        assert_eq!(exit, Exit::Partly);
        assert_eq!(ids(&answers), ["a", "7", "8"]);
        insta::assert_snapshot!(err, @r#"
        line 3: not a JSON object with a "text": expected ident at line 1 column 2
        line 4: not a JSON object with a "text": missing field `text` at line 1 column 10
        line 5: the text is empty
        line 6: not UTF-8
        line 7: longer than 262144 bytes
        "#);
    }

    #[test]
    fn a_reader_who_goes_away_ends_it_quietly() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let args = ClassifyArgs { jsonl: false, banner: None, model: None, file: PathBuf::from("-") };
        let mut err = Vec::new();
        let input = Box::new(Cursor::new("路灯坏了\n".repeat(1000)));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut Closed, &mut err);
        assert_eq!((exit, err), (Exit::Done, Vec::new()));
    }

    #[test]
    fn a_banner_that_cannot_be_used_is_named() {
        let mut err = Vec::new();
        let args = ClassifyArgs {
            jsonl: false,
            banner: Some(PathBuf::from("/nowhere")),
            model: None,
            file: PathBuf::from("-"),
        };
        let input = Box::new(Cursor::new(Vec::new()));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut Vec::new(), &mut err);
        assert_eq!(exit, Exit::Refused);
        assert!(String::from_utf8(err).unwrap().starts_with("/nowhere "));
    }
}
