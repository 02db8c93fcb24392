//! What does the knowledge base answer to questions?
//!
//! Every answer names its article, unit, source and last day. An article that is over, or not true yet, is never among
//! the answers: it stands apart, so that whoever keeps the knowledge base sees what must be renewed. Where nothing fits
//! well enough there is no answer at all, and `known` says so.

use std::io::{Read, Write};
use std::path::PathBuf;

use intake::Suggested;
use jiff::civil::Date;
use prompts::Wording;
use serde::Serialize;

use super::Exit;
use super::lines::{self, Form, Streams};
use crate::banner::Banner;

/// Answer questions from the knowledge base, one a line, and print one JSON object a line
#[derive(Debug, clap::Args)]
pub struct AskArgs {
    /// At most so many answers a question
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub top: usize,
    /// The score, 0 to 1, below which nothing is known
    #[arg(long, value_name = "SCORE", default_value_t = Suggested::KNOWN)]
    pub least: f64,
    /// The day on which an answer must be true; today if not given
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// The file to read, lines of text or JSON objects with "text" and optionally "id"; - for standard input
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// What is answered to one question.
#[derive(Serialize)]
struct Answers<'a> {
    id: String,
    /// Whether there is an answer that is true.
    known: bool,
    /// Best first.
    answers: Vec<Answer<'a>>,
    /// What would answer it, but is over or not true yet.
    not_current: Vec<Answer<'a>>,
}

/// One article.
#[derive(Serialize)]
struct Answer<'a> {
    article: &'a str,
    title: &'a str,
    /// Code and name of the unit that answers for it.
    unit: Option<&'a str>,
    unit_name: Option<&'a str>,
    valid_from: Date,
    valid_until: Option<Date>,
    source: &'a str,
    score: f64,
    /// The line that says most of what is asked.
    excerpt: String,
}

/// Reads the banner, then answers line by line. Ends with [`Exit::Partly`] when lines were refused, with
/// [`Exit::Refused`] when the banner or the file cannot be read.
pub fn run(
    args: &AskArgs,
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
    let day = args.on.unwrap_or(today);
    lines::answer(&args.file, Form::Either, Streams { input, out, err }, |line| {
        let found = banner.book.knowledge(&line.text, usize::MAX);
        let found = found.iter().filter(|found| found.score >= args.least);
        let told = found.filter_map(|found| {
            let article = banner.knowledge.get(&found.id)?;
            Some((article.holds_on(day), told(&banner, found, &line.text)?))
        });
        let (current, others): (Vec<_>, Vec<_>) = told.partition(|(holds, _)| *holds);
        let first =
            |answers: Vec<(bool, _)>| answers.into_iter().map(|(_, told)| told).take(args.top).collect();
        Ok(Answers {
            id: line.id,
            known: !current.is_empty(),
            answers: first(current),
            not_current: first(others),
        })
    })
}

fn told<'a>(banner: &'a Banner, found: &Suggested, question: &str) -> Option<Answer<'a>> {
    let article = banner.knowledge.get(&found.id)?;
    let unit = article.unit.as_ref();
    let known = unit.and_then(|code| banner.book.unit(&intake::UnitCode::new(code.as_str())));
    Some(Answer {
        article: &article.id,
        title: &article.title,
        unit: unit.map(|code| code.as_str()),
        unit_name: known.map(|unit| unit.name.as_str()),
        valid_from: article.valid_from,
        valid_until: article.valid_until,
        source: &article.source,
        score: (found.score * 1000.0).round() / 1000.0,
        excerpt: banner.book.excerpt(question, &article.body),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;
    use serde_json::Value;

    use super::*;

    fn ask(question: &str, on: Date) -> Value {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let args =
            AskArgs { top: 1, least: Suggested::KNOWN, on: Some(on), banner: None, file: PathBuf::from("-") };
        let input = Box::new(Cursor::new(question.to_owned()));
        let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
        assert_eq!((exit, err), (Exit::Done, Vec::new()));
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn an_answer_names_its_article_unit_source_and_last_day() {
        let told = ask("社会保障卡丢了怎么补办", date(2026, 7, 8));
        let answer = told["answers"][0].as_object().unwrap();
        let excerpt = answer["excerpt"].as_str().unwrap();
        assert!(excerpt.contains("补卡") || excerpt.contains("补办"), "{excerpt}");
        let rest: Vec<String> = answer
            .iter()
            .filter(|(field, _)| *field != "excerpt")
            .map(|(field, value)| format!("{field}: {value}"))
            .collect();
        insta::assert_snapshot!(rest.join("\n"), @r#"
        article: "social-security-card"
        score: 1.0
        source: "人力资源社会保障部社会保障卡相关规定"
        title: "社保卡丢了怎么补"
        unit: "RSJ"
        unit_name: "示例旗人力资源和社会保障局"
        valid_from: "2026-01-01"
        valid_until: "2027-12-31"
        "#);
    }

    #[test]
    fn what_is_over_is_no_answer() {
        let told = ask("草原补奖什么时候发", date(2026, 7, 8));
        assert_eq!(
            (&told["known"], &told["answers"][0]["article"]),
            (&true.into(), &"grassland-subsidy".into())
        );
        let told = ask("草原补奖什么时候发", date(2027, 1, 1));
        assert!(
            told["answers"].as_array().unwrap().iter().all(|answer| answer["article"] != "grassland-subsidy")
        );
        assert_eq!(told["not_current"][0]["article"], "grassland-subsidy");
    }

    #[test]
    fn what_nobody_wrote_an_answer_to_is_not_known() {
        for question in ["护照怎么办", "今天天气怎么样", "路灯不亮"] {
            let told = ask(question, date(2026, 7, 8));
            assert_eq!(
                (&told["known"], &told["answers"]),
                (&false.into(), &Value::Array(Vec::new())),
                "{question}"
            );
        }
    }
}
