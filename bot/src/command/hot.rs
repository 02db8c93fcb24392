//! Of what do many people speak?
//!
//! One message a line in, one issue a line out, the hottest first. Messages are heard one by one; what is kept of one
//! is its title and the numbers of its words. A line that cannot be read is named on the other stream, and the rest is
//! heard all the same.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;

use intake::{Gathering, Issue, Span, Told};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use prompts::Wording;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Exit, lines};
use crate::import::time::{counted, written};

/// No message of a citizen is longer.
const LONGEST: usize = 256 << 10;

/// Find what many people speak of: one message a line in, one issue a line out
#[derive(Debug, clap::Args)]
pub struct HotArgs {
    /// How many issues at most
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub top: usize,
    /// Only the last DAYS before the last message [default: all]
    #[arg(long, value_name = "DAYS")]
    pub days: Option<u32>,
    /// The banner directory, whose places are known by name; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// The file to read, - for standard input. Lines are JSON objects with "text", "time" and optionally "id", "user",
    /// "title", "up" and "down"
    #[arg(value_name = "FILE", default_value = "-")]
    pub file: PathBuf,
}

/// Reads all, then prints the issues. Ends with [`Exit::Partly`] when lines were refused, with [`Exit::Refused`] when the
/// banner or the file cannot be read.
pub fn run(
    args: &HotArgs,
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
    let input = match lines::open(&args.file, input, err) {
        Ok(input) => input,
        Err(exit) => return exit,
    };
    let zone = &banner.directory.zone;
    let mut gathering = Gathering::new();
    let heard = hear(BufReader::new(input), err, |line, given| {
        let at = given.at(zone)?;
        let id = given.id.as_ref().map_or_else(|| line.to_string(), Name::to_string);
        let person = given.user.as_ref().map_or_else(String::new, Name::to_string);
        let told = Told {
            id: &id,
            person: &person,
            title: &given.title,
            text: &given.text,
            at: at.as_millisecond(),
            votes: given.up.saturating_add(given.down),
        };
        gathering.hear(&banner.book, &told);
        Ok(())
    });
    let refused = match heard {
        Ok(refused) => refused,
        Err(error) => {
            let _told = writeln!(err, "stopped: {error}");
            return Exit::Partly;
        }
    };
    let ended = if refused == 0 { Exit::Done } else { Exit::Partly };
    let Some(all) = gathering.span() else { return ended };
    let window = args.days.map(|days| SignedDuration::from_hours(24 * i64::from(days)).as_millis());
    let first =
        window.and_then(|window| i64::try_from(window).ok()).map_or(all.first, |window| all.last - window);
    gathering.forget_before(first);
    let span = Span { first: first.max(all.first), last: all.last };
    Exit::of_writing(&print(&gathering.issues(span, args.top), zone, out), ended)
}

/// One issue, as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    rank: usize,
    title: &'a str,
    members: &'a [String],
    people: usize,
    place: Option<&'a str>,
    first: String,
    last: String,
    growth: f64,
}

fn print(issues: &[Issue], zone: &TimeZone, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    let time = |at: i64| match Timestamp::from_millisecond(at) {
        Ok(at) => at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        Err(_) => String::new(),
    };
    for (rank, issue) in (1..).zip(issues) {
        let line = Line {
            rank,
            title: &issue.title,
            members: &issue.members,
            people: issue.people,
            place: issue.place.as_deref(),
            first: time(issue.first),
            last: time(issue.last),
            growth: (issue.growth * 1000.0).round() / 1000.0,
        };
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// One line of the input; further fields are the caller's own.
#[derive(Deserialize)]
struct Given {
    #[serde(default)]
    id: Option<Name>,
    #[serde(default)]
    user: Option<Name>,
    #[serde(default)]
    title: String,
    text: String,
    time: Name,
    #[serde(default)]
    up: u32,
    #[serde(default)]
    down: u32,
}

/// An id, a user, a time: written as text or as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(serde_json::Number),
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Name::Text(text) => f.write_str(text.trim()),
            Name::Number(number) => write!(f, "{number}"),
        }
    }
}

impl Given {
    fn at(&self, zone: &TimeZone) -> Result<Timestamp, BadLine> {
        let at = match &self.time {
            Name::Text(text) => written(text, zone),
            Name::Number(number) => number.as_f64().and_then(|number| counted(number, zone)),
        };
        at.ok_or_else(|| BadLine::Time(self.time.to_string()))
    }
}

/// Why a line is refused.
#[derive(Debug, Error)]
enum BadLine {
    #[error("longer than {LONGEST} bytes")]
    TooLong,
    #[error("not a JSON object with a \"text\" and a \"time\": {0}")]
    NotJson(serde_json::Error),
    #[error("the text is empty")]
    Empty,
    #[error("the time is none: {0:?}; write it like 2026-07-08 09:30:00")]
    Time(String),
}

/// Hears every line; how many were refused. Errors of reading end it.
fn hear(
    mut input: BufReader<Box<dyn Read>>,
    err: &mut dyn Write,
    mut take: impl FnMut(usize, &Given) -> Result<(), BadLine>,
) -> io::Result<usize> {
    let mut refused = 0;
    let mut bytes = Vec::new();
    for line in 1_usize.. {
        bytes.clear();
        if input.by_ref().take(LONGEST as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        let taken = if bytes.len() > LONGEST && bytes.last() != Some(&b'\n') {
            input.skip_until(b'\n')?;
            Err(BadLine::TooLong)
        } else {
            read(&bytes).and_then(|given| given.map_or(Ok(()), |given| take(line, &given)))
        };
        if let Err(bad) = taken {
            refused += 1;
            // Who closed this stream does not want to know.
            let _told = writeln!(err, "line {line}: {bad}");
        }
    }
    Ok(refused)
}

/// A blank line is no message.
fn read(bytes: &[u8]) -> Result<Option<Given>, BadLine> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii();
    if bytes.is_empty() {
        return Ok(None);
    }
    let given: Given = serde_json::from_slice(bytes).map_err(BadLine::NotJson)?;
    if given.text.trim().is_empty() && given.title.trim().is_empty() {
        return Err(BadLine::Empty);
    }
    Ok(Some(given))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;

    fn hot(args: &HotArgs, input: &str) -> (Exit, Vec<Value>, String) {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let input = Box::new(Cursor::new(input.to_owned()));
        let exit = run(args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
        let issues = String::from_utf8(out).unwrap();
        let issues = issues.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        (exit, issues, String::from_utf8(err).unwrap())
    }

    fn args() -> HotArgs {
        HotArgs { top: 20, days: None, banner: None, file: PathBuf::from("-") }
    }

    /// Three neighbours of one estate without heating, one of them twice, and other things.
    fn winter() -> String {
        let told = [
            (1, "a", "光明里小区暖气不热", "光明里小区三号楼暖气片冰凉，屋里只有十三度", "2026/1/3 8:05:00"),
            (
                2,
                "b",
                "光明里小区供暖温度不够",
                "家里暖气不热，只有十四度，老人受不了，光明里小区的",
                "2026-01-05 19:30:00",
            ),
            (
                3,
                "b",
                "光明里小区供暖还是不行",
                "又来说一次，光明里小区的暖气还是不热，只有十四度",
                "2026-01-06 08:00:00",
            ),
            (
                4,
                "c",
                "光明里小区暖气冰凉",
                "整栋楼暖气都不热，打电话给供热公司没人接",
                "2026-01-06T20:15:00+08:00",
            ),
            (5, "d", "医保卡怎么补办", "医保卡丢了，到哪里补办，要带什么", "2026-01-04 10:00:00"),
            (6, "e", "公交车晚点", "二路公交车天天晚点，等了四十分钟", "2026-01-04 11:00:00"),
        ];
        let line = |(id, user, title, text, time): (i32, &str, &str, &str, &str)| {
            json!({"id": id, "user": user, "title": title, "text": text, "time": time}).to_string() + "\n"
        };
        told.into_iter().map(line).collect()
    }

    #[test]
    fn an_issue_is_told_with_its_people_place_and_time() {
        let (exit, issues, err) = hot(&args(), &winter());
        assert_eq!((exit, err.as_str()), (Exit::Done, ""));
        assert_eq!(issues.len(), 1, "{issues:?}");
        insta::assert_snapshot!(issues[0], @r#"{"first":"2026-01-03T08:05:00+08:00","growth":0.421,"last":"2026-01-06T20:15:00+08:00","members":["1","2","3","4"],"people":3,"place":"光明里小区","rank":1,"title":"光明里小区供暖还是不行"}"#);
    }

    #[test]
    fn only_the_last_days_are_told() {
        let (_, issues, _) = hot(&HotArgs { days: Some(1), ..args() }, &winter());
        assert_eq!(issues[0]["members"], json!(["3", "4"]));
        assert!(hot(&HotArgs { top: 0, ..args() }, &winter()).1.is_empty());
    }

    #[test]
    fn lines_that_cannot_be_read_are_named_and_do_not_stop_the_others() {
        let bad = "not json\n{\"text\":\"停水\",\"time\":\"someday\"}\n\n{\"text\":\" \",\"time\":\"2026-01-04\"}\n";
        let (exit, issues, err) = hot(&args(), &(bad.to_owned() + &winter()));
        assert_eq!((exit, issues.len()), (Exit::Partly, 1));
        insta::assert_snapshot!(err, @r#"
        line 1: not a JSON object with a "text" and a "time": expected ident at line 1 column 2
        line 2: the time is none: "someday"; write it like 2026-07-08 09:30:00
        line 4: the text is empty
        "#);
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let (exit, issues, err) = hot(&HotArgs { file: PathBuf::from("/nowhere"), ..args() }, "");
        assert_eq!((exit, issues), (Exit::Refused, Vec::new()));
        assert!(err.starts_with("cannot open /nowhere"));
    }
}
