//! What was said in telephone calls, and do the records say so?

use std::io::{Read, Write};
use std::path::PathBuf;

use intake::{
    Book, CallHeard, CategoryCode, Flag, FourElements, Kind, Recorded, Transcript, Understanding, Urgency,
};
use jiff::civil::Date;
use prompts::Wording;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Exit;
use super::lines::{self, Form, Line, Streams};

/// Take the matter out of transcripts of telephone calls, one a line, and print one JSON object a line; with a
/// "record" beside the transcript also what the record says otherwise
#[derive(Debug, clap::Args)]
pub struct HearArgs {
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// The file to read, JSON objects with "text" (a transcript in any known form), optionally "id" and "record" (an
    /// object with kind, code, urgency, place, name, phone, all optional); - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// One answer.
#[derive(Serialize)]
struct Answer {
    id: String,
    summary: String,
    elements: FourElements,
    story: String,
    phone: Option<String>,
    name: Option<String>,
    /// The place put together from the pieces; `place` is what the understanding makes of it.
    address: Option<String>,
    answered: bool,
    confirmed: bool,
    said_nothing: bool,
    #[serde(flatten)]
    understanding: Understanding,
    /// What the record says otherwise, gravest first; none without a record.
    flags: Option<Vec<Flag>>,
}

/// What was written down of a call.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    kind: Option<Kind>,
    code: Option<CategoryCode>,
    urgency: Option<Urgency>,
    place: Option<String>,
    name: Option<String>,
    phone: Option<String>,
}

/// Reads the banner, then answers line by line. Ends with [`Exit::Partly`] when lines were refused, with
/// [`Exit::Refused`] when the banner or the file cannot be read.
pub fn run(
    args: &HearArgs,
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
    lines::answer(&args.file, Form::Either, Streams { input, out, err }, |line| hear(&banner.book, line))
}

fn hear(book: &Book, line: Line) -> Result<Answer, String> {
    let Line { id, text, more } = line;
    let transcript = Transcript::read(&text, None).map_err(|bad| format!("text: {bad}"))?;
    let recorded = recorded(more)?;
    let heard = book.hear_call(&transcript);
    let flags = recorded.map(|recorded| book.compare(&recorded, &heard));
    let CallHeard { summary, elements, story, phone, name, place, answered, confirmed, said_nothing, .. } =
        heard;
    let understanding = heard.understanding;
    let address = place;
    Ok(Answer {
        id,
        summary,
        elements,
        story,
        phone,
        name,
        address,
        answered,
        confirmed,
        said_nothing,
        understanding,
        flags,
    })
}

fn recorded(mut more: Map<String, Value>) -> Result<Option<Recorded>, String> {
    let Some(record) = more.remove("record").filter(|record| !record.is_null()) else {
        return Ok(None);
    };
    let Record { kind, code, urgency, place, name, phone } =
        serde_json::from_value(record).map_err(|bad| format!("record: {bad}"))?;
    Ok(Some(Recorded { kind, category: code, urgency, place, name, phone }))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;

    use super::*;

    fn hear(input: &str) -> (Exit, Vec<Value>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args = HearArgs { banner: None, file: PathBuf::from("-") };
        let input = Box::new(Cursor::new(input.to_owned()));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
        let out = String::from_utf8(out).unwrap();
        let answers = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (exit, answers, String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_complaint_that_was_written_down_as_a_question_is_flagged() {
        let (exit, answers, err) = hear(
            r#"{"id":"c1","text":"坐席：您好，请讲\n市民：我要投诉，朝霞小区垃圾三天了没人清","record":{"kind":"咨询","place":"朝霞小区"}}"#,
        );
        assert_eq!((exit, err.as_str()), (Exit::Done, ""));
        assert_eq!(answers[0]["id"], "c1");
        assert_eq!(answers[0]["elements"]["when"], "三天了");
        assert_eq!(answers[0]["flags"][0]["differs"], "softened");
        insta::assert_snapshot!(answers[0]["summary"].as_str().unwrap(), @"朝霞小区垃圾三天了没人清。");
    }

    #[test]
    fn what_is_no_transcript_and_what_is_no_record_is_named() {
        let (exit, answers, err) = hear(
            "{\"text\":\"坐席：……\"}\n{\"text\":\"坐席：您好\\n市民：停水了\",\"record\":{\"kind\":\"生气\"}}\n{\"text\":\"坐席：您好\\n市民：停水了\"}\n",
        );
        assert_eq!((exit, answers.len()), (Exit::Partly, 1));
        assert_eq!(answers[0]["flags"], Value::Null);
        assert!(
            err.starts_with(
                "line 1: text: nobody says a word in this transcript\nline 2: record: unknown variant"
            ),
            "{err}"
        );
    }
}
