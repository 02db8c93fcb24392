//! What is wrong in the banner's files, where, and what was probably meant?

use std::cell::RefCell;

use prompts::{Arg, Wording};

use super::fault::Fault;

/// One thing to be corrected, or at least looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Path inside the banner's directory, with `/`.
    pub file: String,
    /// Line of the file, from 1; 0 when it is about the whole file.
    pub line: usize,
    /// Column or key; empty when it is about the whole line.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
    /// The nearest thing that would have been right.
    pub suggestion: Option<String>,
    /// Whether the program refuses to work with it.
    pub severity: Severity,
}

/// Whether the program refuses to work with a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It refuses.
    Error,
    /// It works, but probably not as it was meant.
    Warning,
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problem {
    /// One line for a clerk: `file:line field what is wrong — suggestion`, in the language given.
    pub fn describe(&self, wording: &Wording, lang: &str) -> String {
        let place = match self.line {
            0 => self.file.clone(),
            line => format!("{}:{line}", self.file),
        };
        let args = self.fault.args();
        let args: Vec<(&str, Arg<'_>)> = args.iter().map(|(name, value)| (*name, Arg::from(value))).collect();
        let fault = wording.line(lang, self.fault.key(), &args);
        let mut parts = vec![place];
        if !self.field.is_empty() {
            parts.push(self.field.clone());
        }
        parts.push(match self.severity {
            Severity::Error => fault,
            Severity::Warning => wording.line(lang, "check-warning", &[("fault", fault.into())]),
        });
        if let Some(suggestion) = &self.suggestion {
            parts.push(wording.line(lang, "check-suggestion", &[("suggestion", suggestion.into())]));
        }
        parts.join(" ")
    }
}

impl Problems {
    pub(super) fn error(
        &self,
        file: &str,
        line: usize,
        field: &str,
        fault: Fault,
        suggestion: Option<String>,
    ) {
        self.add(file, line, field, fault, suggestion, Severity::Error);
    }

    pub(super) fn warn(
        &self,
        file: &str,
        line: usize,
        field: &str,
        fault: Fault,
        suggestion: Option<String>,
    ) {
        self.add(file, line, field, fault, suggestion, Severity::Warning);
    }

    fn add(
        &self,
        file: &str,
        line: usize,
        field: &str,
        fault: Fault,
        suggestion: Option<String>,
        severity: Severity,
    ) {
        self.0.borrow_mut().push(Problem {
            file: file.to_owned(),
            line,
            field: field.to_owned(),
            fault,
            suggestion,
            severity,
        });
    }

    /// Whether anything was said of a file.
    pub(super) fn mentions(&self, file: &str) -> bool {
        self.0.borrow().iter().any(|problem| problem.file == file)
    }

    /// Whether an error was found in one of these files.
    pub(super) fn spoil(&self, files: &[&str]) -> bool {
        self.0
            .borrow()
            .iter()
            .any(|problem| problem.severity == Severity::Error && files.contains(&problem.file.as_str()))
    }

    /// Whether any error was found.
    pub(super) fn refuse(&self) -> bool {
        self.0.borrow().iter().any(|problem| problem.severity == Severity::Error)
    }

    /// All of them, in the order of the files.
    pub(super) fn sorted(self) -> Vec<Problem> {
        let mut all = self.0.into_inner();
        all.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
        all
    }
}

/// The candidate most like what was written, if any is like it at all: about one sign in three may differ.
pub(super) fn nearest<S: AsRef<str>>(
    written: &str,
    candidates: impl IntoIterator<Item = S>,
) -> Option<String> {
    let length = written.chars().count();
    let written = alike(written);
    candidates
        .into_iter()
        .map(|candidate| {
            let other = alike(candidate.as_ref());
            (strsim::damerau_levenshtein(&written, &other), strsim::jaro_winkler(&written, &other), candidate)
        })
        .filter(|(distance, _, _)| *distance < length && *distance <= (length / 3).max(1))
        .min_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)))
        .map(|(_, _, candidate)| candidate.as_ref().to_owned())
}

/// Signs that look alike on paper are one sign.
fn alike(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|sign| match sign {
            'o' => '0',
            'l' | 'i' => '1',
            other => other,
        })
        .collect()
}
