//! What is said of the rows that were brought in?

use std::io::{self, Write};

use jiff::SignedDuration;
use prompts::{Arg, Names};
use serde::Serialize;
use serde_json::json;

use super::super::Exit;
use super::ImportArgs;
use crate::app::App;
use crate::desk::{DeskError, Outcome};
use crate::import::{Fate, Line, Tally};

/// Rows that were not taken and are named one by one; the JSON document names all.
const NAMED: u64 = 200;

/// What is said, row by row and in sum.
pub(super) struct Report<'a> {
    app: &'a App,
    lang: &'a str,
    as_json: bool,
    dry_run: bool,
    explain: u64,
    passed_over: u64,
    out: &'a mut dyn Write,
    written: io::Result<()>,
    tally: Tally,
    /// Rows that were not taken, or are in conflict, and are named at the end.
    named: Vec<String>,
    explained: u64,
}

/// One row, for programs.
#[derive(Serialize)]
struct Written<'a> {
    file: &'a str,
    line: Option<u64>,
    id: Option<&'a str>,
    outcome: &'static str,
    no: Option<&'a str>,
    /// Why 预审, or why not taken.
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    understood: Option<&'a intake::Understanding>,
}

impl<'a> Report<'a> {
    pub(super) fn begin(
        app: &'a App,
        args: &'a ImportArgs,
        passed_over: u64,
        out: &'a mut dyn Write,
    ) -> Self {
        let mut report = Self {
            app,
            lang: &args.lang,
            as_json: args.json,
            dry_run: args.dry_run,
            explain: args.explain,
            passed_over,
            out,
            written: Ok(()),
            tally: Tally::default(),
            named: Vec::new(),
            explained: 0,
        };
        if report.as_json {
            report.write("{\"rows\":[");
        }
        report
    }

    /// Hears what became of a row.
    pub(super) fn hear(&mut self, line: &Line) {
        self.tally.add(&line.fate);
        if self.as_json {
            let row = serde_json::to_string(&self.written_row(line)).expect("a row has only string keys");
            let before = if self.tally.rows == 1 { "\n" } else { ",\n" };
            return self.write(&format!("{before}{row}"));
        }
        if let Some(understood) = &line.explained
            && self.explained < self.explain
        {
            self.explained += 1;
            let explained = self.explanation(line, understood);
            self.write(&explained);
        }
        let (key, why) = match &line.fate {
            Fate::Refused(fault) => ("import-row-refused", fault.describe(&self.app.wording, self.lang)),
            Fate::Conflict { no } => {
                ("import-row-conflict", no.as_ref().map(ToString::to_string).unwrap_or_default())
            }
            Fate::Opened { .. } | Fate::Known { .. } => return,
        };
        if (self.named.len() as u64) < NAMED {
            let said = self.say(key, &[("where", place(line).into()), ("why", why.into())]);
            self.named.push(said);
        }
    }

    /// Says the sums; how the command ends.
    pub(super) fn end(
        mut self,
        took: SignedDuration,
        interrupted: bool,
        broken: Option<DeskError>,
    ) -> io::Result<Exit> {
        let all_taken = self.tally.refused == 0 && self.tally.conflicts == 0;
        let exit = if all_taken && !interrupted && broken.is_none() { Exit::Done } else { Exit::Partly };
        let seconds = took.as_secs_f64().max(0.001);
        let rate = self.tally.rows as f64 / seconds;
        let broken = broken.map(|error| error.to_string());
        if self.as_json {
            let end = json!({
                "dry_run": self.dry_run, "interrupted": interrupted, "broken": broken, "passed_over": self.passed_over,
                "seconds": seconds, "rows_per_second": rate, "summary": self.tally,
            });
            let end = end.to_string();
            self.write(&format!("\n],{}\n", end.trim_start_matches('{')));
        } else {
            let said = self.sums(seconds, rate, interrupted, broken);
            self.write(&said);
        }
        self.written = self.written.and_then(|()| self.out.flush());
        Ok(Exit::of_writing(&self.written, exit))
    }

    fn sums(&self, seconds: f64, rate: f64, interrupted: bool, broken: Option<String>) -> String {
        let tally = &self.tally;
        let mut lines = Vec::new();
        if self.dry_run {
            lines.push(self.say("import-dry-run", &[]));
        }
        let sum: &[(&str, Arg<'_>)] = &[
            ("rows", tally.rows.into()),
            ("opened", tally.opened().into()),
            ("seconds", format!("{seconds:.1}").into()),
            ("rate", format!("{rate:.0}").into()),
        ];
        lines.push(self.say("import-sum", sum));
        for (key, count) in [
            ("import-dispatched", tally.dispatched),
            ("import-triaged", tally.triaged),
            ("import-answered", tally.answered_direct),
            ("import-known", tally.known),
            ("import-conflicts", tally.conflicts),
            ("import-refused", tally.refused),
        ] {
            let share = percent(count, tally.opened());
            lines.push(self.say(key, &[("count", count.into()), ("share", share.into())]));
        }
        let mut because: Vec<_> = tally.triaged_because.iter().collect();
        because.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        if !because.is_empty() {
            lines.push(self.say("import-because", &[]));
        }
        for (why, count) in because {
            let why = self.say(&format!("import-why-{}", why.name()), &[]);
            let share = percent(*count, tally.triaged);
            let args: &[(&str, Arg<'_>)] =
                &[("why", why.into()), ("count", (*count).into()), ("share", share.into())];
            lines.push(self.say("import-because-one", args));
        }
        lines.extend(self.named.iter().cloned());
        let unnamed = tally.refused + tally.conflicts - self.named.len() as u64;
        if unnamed > 0 {
            lines.push(self.say("import-more", &[("count", unnamed.into())]));
        }
        if self.passed_over > 0 {
            lines.push(self.say("import-passed-over", &[("count", self.passed_over.into())]));
        }
        if interrupted {
            lines.push(self.say("import-interrupted", &[]));
        }
        if let Some(why) = broken {
            lines.push(self.say("import-broken", &[("why", why.into())]));
        }
        lines.join("\n") + "\n"
    }

    /// The words that decided, without the numbers that identify a person.
    fn explanation(&self, line: &Line, understood: &intake::Understanding) -> String {
        let names = self.app.names(Vec::new());
        let unknown = || self.say("import-explain-unknown", &[]);
        let area = understood.place.as_ref().and_then(|place| place.narrowest());
        let place = match (&understood.place, area) {
            (Some(place), Some(area)) => format!("{} ({})", place.text, names.area(area.as_str())),
            (Some(place), None) => place.text.clone(),
            (None, _) => unknown(),
        };
        let category = &understood.path;
        let category = if category.is_empty() { unknown() } else { category.join("/") };
        let unit = understood.unit.as_ref().map_or_else(unknown, |unit| names.unit(unit.as_str()));
        let outcome = match &line.fate {
            Fate::Opened { no, outcome } => {
                let key = format!("import-outcome-{}", outcome_name(*outcome));
                format!(
                    "{} {}",
                    self.say(&key, &[]),
                    no.as_ref().map(ToString::to_string).unwrap_or_default()
                )
            }
            Fate::Known { .. } => self.say("import-outcome-known", &[]),
            Fate::Conflict { .. } => self.say("import-outcome-conflict", &[]),
            Fate::Refused(_) => self.say("import-outcome-refused", &[]),
        };
        let head: &[(&str, Arg<'_>)] = &[
            ("where", self::place(line).into()),
            ("outcome", outcome.trim().into()),
            ("kind", understood.kind.name().into()),
            ("category", category.into()),
            ("place", self.app.banner.book.mask(&place).into()),
            ("unit", unit.into()),
            ("confidence", format!("{:.2}", understood.confidence).into()),
        ];
        let mut said = self.say("import-explain", head) + "\n";
        for because in &understood.because {
            let word = self.app.banner.book.mask(&because.word);
            said += &format!(
                "    {:<10} {word}  {}  {:+.1}\n",
                field_name(because.field),
                because.rule,
                because.weight
            );
        }
        said
    }

    fn written_row<'l>(&self, line: &'l Line) -> Written<'l> {
        let (outcome, no, why) = match &line.fate {
            Fate::Opened { no, outcome } => {
                let why = match outcome {
                    Outcome::Triaged(why) => Some(why.name().to_owned()),
                    Outcome::Dispatched | Outcome::AnsweredDirect => None,
                };
                (outcome_name(*outcome), no.as_ref(), why)
            }
            Fate::Known { no } => ("known", no.as_ref(), None),
            Fate::Conflict { no } => ("conflict", no.as_ref(), None),
            Fate::Refused(fault) => ("refused", None, Some(fault.describe(&self.app.wording, self.lang))),
        };
        Written {
            file: &line.file,
            line: line.line,
            id: line.id.as_deref(),
            outcome,
            no: no.map(storage::OrderNo::as_str),
            why,
            understood: line.explained.as_deref(),
        }
    }

    fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.app.wording.line(self.lang, key, args)
    }

    fn write(&mut self, text: &str) {
        if self.written.is_ok() {
            self.written = self.out.write_all(text.as_bytes());
        }
    }
}

/// `file:line`
fn place(line: &Line) -> String {
    match line.line {
        Some(number) => format!("{}:{number}", line.file),
        None => line.file.clone(),
    }
}

fn outcome_name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Dispatched => "dispatched",
        Outcome::Triaged(_) => "triaged",
        Outcome::AnsweredDirect => "answered_direct",
    }
}

fn field_name(field: intake::Field) -> &'static str {
    match field {
        intake::Field::Kind => "kind",
        intake::Field::Category => "category",
        intake::Field::Place => "place",
        intake::Field::Urgency => "urgency",
        intake::Field::Emergency => "emergency",
        intake::Field::Unit => "unit",
    }
}

fn percent(part: u64, whole: u64) -> String {
    if whole == 0 { "0".to_owned() } else { format!("{:.1}", 100.0 * part as f64 / whole as f64) }
}
