//! What must be corrected in a banner's files before the program can work with them?

use std::io::Write;
use std::path::PathBuf;

use jiff::civil::Date;
use prompts::Wording;

use super::Exit;
use crate::banner::{self, Banner, Problem, Severity, Source};

/// Check a banner directory and name every file and line to correct
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// Language of the report
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    pub lang: String,
}

/// Prints one line for every problem and a line of summary. Ends with [`Exit::Refused`] when there are errors;
/// warnings alone do no harm.
pub fn run(args: &CheckArgs, today: Date, wording: &Wording, out: &mut dyn Write) -> Exit {
    let read = banner::read(&source(args.banner.as_ref()), today);
    let (problems, summary, exit) = match &read {
        Ok((banner, warnings)) => (warnings, good(banner, warnings, wording, &args.lang), Exit::Done),
        Err(refused) => (&refused.problems, bad(&refused.problems, wording, &args.lang), Exit::Refused),
    };
    let mut report: String =
        problems.iter().map(|problem| problem.describe(wording, &args.lang) + "\n").collect();
    report.push_str(&summary);
    report.push('\n');
    let written = out.write_all(report.as_bytes()).and_then(|()| out.flush());
    Exit::of_writing(&written, exit)
}

/// The banner a command works with.
pub(super) fn source(folder: Option<&PathBuf>) -> Source {
    folder.map_or(Source::Embedded, |folder| Source::Folder(folder.clone()))
}

fn good(banner: &Banner, warnings: &[Problem], wording: &Wording, lang: &str) -> String {
    if warnings.is_empty() {
        let counts = [
            ("units", banner.units.len().into()),
            ("areas", banner.areas.len().into()),
            ("categories", banner.categories.len().into()),
        ];
        return wording.line(lang, "check-clean", &counts);
    }
    wording.line(lang, "check-warned", &[("warnings", warnings.len().into())])
}

fn bad(problems: &[Problem], wording: &Wording, lang: &str) -> String {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let warnings = problems.len() - errors;
    wording.line(lang, "check-refused", &[("errors", errors.into()), ("warnings", warnings.into())])
}
