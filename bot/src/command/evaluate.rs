//! How good is a model on messages whose labels are known?

mod report;

use std::io::Write;
use std::path::PathBuf;

use intake::{Evaluation, Lesson, Outcome, folds};
use prompts::Wording;

use super::train::{How, say};
use super::{Exit, lessons, model};

/// Measure a model on sorted messages, or how good models made from them are (--folds)
#[derive(Debug, clap::Args)]
pub struct EvaluateArgs {
    /// JSONL files as for train
    #[arg(value_name = "DATA", required = true)]
    pub data: Vec<PathBuf>,
    /// The model to measure
    #[arg(long, value_name = "MODEL", required_unless_present = "folds", conflicts_with = "folds")]
    pub model: Option<PathBuf>,
    /// Make so many models instead, each from all parts of the rows but one, and measure each on the part left out;
    /// groups stay together
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=100))]
    pub folds: Option<u8>,
    /// How to learn, with --folds
    #[command(flatten)]
    pub how: How,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// How many of the worst answers are listed with their reasons, at most 100
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub worst: usize,
    /// Language of the report
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    pub lang: String,
}

/// Measures. Ends with [`Exit::Refused`] when rows or model cannot be read or learned from.
pub fn run(args: &EvaluateArgs, wording: &Wording, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let measured = match measure(args, wording, err) {
        Ok(measured) => measured,
        Err(why) => {
            let _told = writeln!(err, "{why}");
            return Exit::Refused;
        }
    };
    let written = if args.json {
        serde_json::to_writer(&mut *out, &measured).map_err(Into::into).and_then(|()| out.write_all(b"\n"))
    } else {
        out.write_all(report::text(&measured, wording, &args.lang).as_bytes())
    };
    Exit::of_writing(&written, Exit::Done)
}

fn measure(args: &EvaluateArgs, wording: &Wording, err: &mut dyn Write) -> Result<Evaluation, String> {
    let rows = lessons::read(&args.data).map_err(|why| why.to_string())?;
    let mut measured = match (&args.model, args.folds) {
        (Some(path), _) => {
            let model = model::read(path).map_err(|why| why.to_string())?;
            let thresholds: Vec<(f64, f64)> =
                model.thresholds().iter().map(|threshold| (threshold.error, threshold.confidence)).collect();
            Evaluation::of(&intake::outcomes(&model, &rows), &thresholds)
        }
        (None, count) => {
            Evaluation::of(&crosswise(args, &rows, count.unwrap_or(5).into(), wording, err)?, &[])
        }
    };
    measured.worst.truncate(args.worst);
    Ok(measured)
}

/// What models say of rows they were not made from.
fn crosswise(
    args: &EvaluateArgs,
    rows: &[Lesson],
    count: usize,
    wording: &Wording,
    err: &mut dyn Write,
) -> Result<Vec<Outcome>, String> {
    let fold = folds(rows.iter().map(|row| row.group.as_str()), count, args.how.seed);
    let mut outcomes = Vec::with_capacity(rows.len());
    for held in 0..count {
        let of = |is_held: bool| rows.iter().zip(&fold).filter(move |(_, fold)| (**fold == held) == is_held);
        let kept: Vec<Lesson> = of(false).map(|(row, _)| row.clone()).collect();
        let model = intake::train(&kept, args.how.course(), &mut |_| {}).map_err(|why| why.to_string())?;
        outcomes.extend(intake::outcomes(&model, of(true).map(|(row, _)| row)));
        let done = [("part", (held + 1).to_string()), ("of", count.to_string())];
        say(wording, &args.lang, err, "evaluate-fold", &done);
    }
    Ok(outcomes)
}
