//! How is a model made from messages that somebody has sorted?

use std::io::Write;
use std::path::PathBuf;

use intake::{Course, Lesson, Model, Stage};
use jiff::civil::Date;
use prompts::Wording;

use super::check::source;
use super::{Exit, lessons, model};
use crate::banner::{self, DangerLesson, Refused};

/// Learn weighted keywords from sorted messages, and write them down as a model
#[derive(Debug, clap::Args)]
pub struct TrainArgs {
    /// JSONL files; rows with "text", "label", and optionally "title", "id" and "group" (rows of one group are tried
    /// together); words of a text may be parted by blanks
    #[arg(value_name = "DATA", required_unless_present_any = ["catalogue", "dangers", "danger_kinds"])]
    pub data: Vec<PathBuf>,
    /// Where to write the model: a table anybody can read
    #[arg(long, value_name = "MODEL")]
    pub out: PathBuf,
    /// How to learn
    #[command(flatten)]
    pub how: How,
    /// Learn from the banner's catalogue as well; labels are the codes of its leaves
    #[arg(long)]
    pub catalogue: bool,
    /// Learn from the banner's lessons what reads like danger: labels are danger and none
    #[arg(long, conflicts_with_all = ["catalogue", "data"])]
    pub dangers: bool,
    /// Learn from the banner's lessons which danger it is; labels are the codes of emergencies.csv
    #[arg(long, conflicts_with_all = ["catalogue", "dangers", "data"])]
    pub danger_kinds: bool,
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// Language of what is said
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    pub lang: String,
}

/// How a model is made.
#[derive(Clone, Debug, clap::Args)]
pub struct How {
    /// Keep 60 000 keywords: right a little more often, slower, larger
    #[arg(long, conflicts_with = "keywords")]
    pub exact: bool,
    /// Keep so many keywords, the strongest
    #[arg(long, value_name = "N", default_value_t = Course::KEYWORDS, value_parser = at_least_one)]
    pub keywords: usize,
    /// The same seed and the same rows make the same model, byte for byte
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
}

impl How {
    /// The course it asks for.
    pub(super) fn course(&self) -> Course {
        let keywords = if self.exact { Course::EXACT } else { self.keywords };
        Course { keywords, seed: self.seed, ..Course::default() }
    }
}

fn at_least_one(written: &str) -> Result<usize, String> {
    match written.parse() {
        Ok(0) => Err("at least one keyword is needed".to_owned()),
        Ok(count) => Ok(count),
        Err(why) => Err(format!("{why}")),
    }
}

/// Makes a model. Progress goes to `err`. Ends with [`Exit::Refused`], and leaves no model, when the rows cannot be
/// read or learned from.
pub fn run(
    args: &TrainArgs,
    today: Date,
    wording: &Wording,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    match make(args, today, wording, err) {
        Ok(model) => {
            let labels = model.labels().len().to_string();
            let (keywords, file) = (model.keywords().to_string(), args.out.display().to_string());
            let said = [("labels", labels.into()), ("keywords", keywords.into()), ("file", file.into())];
            let mut report = wording.line(&args.lang, "train-done", &said) + "\n";
            for threshold in model.thresholds() {
                report.push_str(&wording.line(
                    &args.lang,
                    "train-threshold",
                    &[
                        ("error", percent(threshold.error).into()),
                        ("confidence", format!("{:.3}", threshold.confidence).into()),
                        ("share", percent(1.0 - threshold.share).into()),
                    ],
                ));
                report.push('\n');
            }
            Exit::of_writing(&out.write_all(report.as_bytes()), Exit::Done)
        }
        Err(why) => {
            let _told = writeln!(err, "{why}");
            Exit::Refused
        }
    }
}

/// A share as people say it.
pub(super) fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

fn make(args: &TrainArgs, today: Date, wording: &Wording, err: &mut dyn Write) -> Result<Model, String> {
    let mut rows = if args.data.is_empty() {
        Vec::new()
    } else {
        lessons::read(&args.data).map_err(|why| why.to_string())?
    };
    let mut course = args.how.course();
    if args.catalogue {
        rows.extend(of_catalogue(args, today, wording)?);
        // The catalogue's words are nobody's secret: once is enough.
        course.groups = 1;
    }
    if args.dangers || args.danger_kinds {
        rows.extend(of_dangers(args, today, wording)?);
        // A word said once in a cry for help may be the one that matters.
        course = Course { groups: 1, ..course };
    }
    say(wording, &args.lang, err, "train-read", &[("rows", rows.len().to_string())]);
    let trained = intake::train(&rows, course, &mut |stage| tell(wording, &args.lang, err, stage));
    let model = trained.map_err(|why| why.to_string())?;
    model::write(&args.out, &model).map_err(|why| format!("cannot write {}: {why}", args.out.display()))?;
    Ok(model)
}

fn of_catalogue(args: &TrainArgs, today: Date, wording: &Wording) -> Result<Vec<Lesson>, String> {
    let (banner, _) = banner::read(&source(args.banner.as_ref()), today)
        .map_err(|refused| told(args, wording, &refused))?;
    Ok(intake::catalogue_lessons(&banner.book))
}

/// The lessons, and for what is no danger the questions people ask and the examples of the catalogue too: most of what
/// is written is neither danger nor like it.
fn of_dangers(args: &TrainArgs, today: Date, wording: &Wording) -> Result<Vec<Lesson>, String> {
    let source = source(args.banner.as_ref());
    let lessons = banner::danger_lessons(&source).map_err(|refused| told(args, wording, &refused))?;
    if args.danger_kinds {
        let lesson = |lesson: DangerLesson| {
            lesson.danger.map(|label| Lesson {
                id: lesson.from.clone(),
                group: lesson.from,
                text: lesson.text,
                label,
            })
        };
        return Ok(lessons.into_iter().filter_map(lesson).collect());
    }
    let (banner, _) = banner::read(&source, today).map_err(|refused| told(args, wording, &refused))?;
    let asked = banner.knowledge.values().flat_map(|article| article.questions.iter().cloned());
    let examples = banner.book.leaves().iter().map(|leaf| leaf.example.clone());
    let usual = asked.chain(examples).filter(|text| banner.book.named_danger(text).is_none());
    let usual =
        usual.enumerate().map(|(at, text)| DangerLesson { from: format!("usual:{at}"), text, danger: None });
    let beside = beside(&lessons);
    let lesson = |DangerLesson { from, text, danger }| {
        let label = if danger.is_some() { "danger" } else { "none" };
        Lesson { id: from.clone(), group: from, text, label: label.to_owned() }
    };
    Ok(lessons.into_iter().chain(usual).chain(beside).map(lesson).collect())
}

/// Every third short cry once more, behind something harmless: that is no reason not to hear it.
fn beside(lessons: &[DangerLesson]) -> Vec<DangerLesson> {
    const SHORT: usize = 30;
    const APART: usize = 7;
    let short = |lesson: &&DangerLesson| lesson.text.chars().count() <= SHORT;
    let (cries, harmless): (Vec<_>, Vec<_>) =
        lessons.iter().filter(short).partition(|lesson| lesson.danger.is_some());
    let some = cries.into_iter().step_by(3).zip(harmless.into_iter().cycle().step_by(APART));
    some.map(|(cry, before)| DangerLesson {
        from: format!("{} {}", before.from, cry.from),
        text: format!("{}，{}", before.text, cry.text),
        danger: cry.danger.clone(),
    })
    .collect()
}

fn told(args: &TrainArgs, wording: &Wording, refused: &Refused) -> String {
    let problems = refused.problems.iter().map(|problem| problem.describe(wording, &args.lang));
    problems.collect::<Vec<_>>().join("\n")
}

/// Says how far it is.
pub(super) fn tell(wording: &Wording, lang: &str, err: &mut dyn Write, stage: Stage) {
    match stage {
        Stage::Found(count) => say(wording, lang, err, "train-found", &[("count", count.to_string())]),
        Stage::Weighed(count) => say(wording, lang, err, "train-weighed", &[("count", count.to_string())]),
        Stage::Tried(part, of) => {
            say(wording, lang, err, "train-tried", &[("part", part.to_string()), ("of", of.to_string())]);
        }
    }
}

/// One line on the other stream; who closed it does not want to know.
pub(super) fn say(wording: &Wording, lang: &str, err: &mut dyn Write, key: &str, said: &[(&str, String)]) {
    let said: Vec<_> = said.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    let _told = writeln!(err, "{}", wording.line(lang, key, &said));
}
