//! How is each of many messages understood?
//!
//! One message a line in, one JSON object a line out, in the same order, in constant memory. A line that cannot be
//! read is named on the other stream and the rest is answered all the same.

use std::io::{Read, Write};
use std::path::PathBuf;

use intake::{Book, Candidate, Judgement, Model, Understanding};
use jiff::civil::Date;
use prompts::Wording;
use serde::Serialize;

use super::lines::{self, Form, Line, Streams};
use super::{Exit, model};

/// Labels told of a model that has many, the likeliest.
const CANDIDATES: usize = 20;

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
    let banner = match lines::banner(args.banner.as_ref(), today, wording, err) {
        Ok(banner) => banner,
        Err(exit) => return exit,
    };
    let model = match args.model.as_deref().map(model::read).transpose() {
        Ok(model) => model,
        Err(why) => {
            let _told = writeln!(err, "{why}");
            return Exit::Refused;
        }
    };
    let listener = Listener { book: &banner.book, model: model.as_ref() };
    let form = if args.jsonl { Form::Object } else { Form::Message };
    lines::answer(&args.file, form, Streams { input, out, err }, |line| Ok(listener.answer(line)))
}

/// The rule book, and a model in place of its catalogue if one was given.
struct Listener<'a> {
    book: &'a Book,
    model: Option<&'a Model>,
}

impl Listener<'_> {
    fn answer(&self, line: Line) -> Answer {
        let understanding = self.book.understand(&line.text);
        let judgement = self.model.map(|model| model.judge(&line.text));
        let understanding = match &judgement {
            Some(judgement) => self.book.judged(judgement, understanding),
            None => understanding,
        };
        Answer { id: line.id, understanding, judged: judgement.map(Judged::of) }
    }
}

/// One answer.
#[derive(Serialize)]
struct Answer {
    id: String,
    #[serde(flatten)]
    understanding: Understanding,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    judged: Option<Judged>,
}

/// What a model adds: by how much its label is ahead of the next one. `bias` and the weights of all reasons for the
/// category add up to `score`; the text without the words of one of them has so much less.
#[derive(Serialize)]
struct Judged {
    label: Option<String>,
    score: f64,
    bias: f64,
    candidates: Vec<Other>,
}

/// One label: how sure it is, and how far ahead of the second.
#[derive(Serialize)]
struct Other {
    label: String,
    confidence: f64,
    score: f64,
}

impl Judged {
    fn of(judgement: Judgement) -> Self {
        let other = |Candidate { label, confidence, score }: Candidate| Other { label, confidence, score };
        let candidates: Vec<Other> = judgement.candidates.into_iter().take(CANDIDATES).map(other).collect();
        Judged {
            label: candidates.first().map(|first| first.label.clone()),
            score: judgement.score,
            bias: judgement.bias,
            candidates,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, Cursor};

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
        input.extend(std::iter::repeat_n(b'x', 256 << 10));
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
