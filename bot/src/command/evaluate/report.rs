//! How are the figures of a model told to people?

use std::fmt::Write;

use intake::{Evaluation, Outcome};
use prompts::{Arg, Wording};

use crate::command::train::percent;

/// Reasons named of a wrong answer, the weightiest.
const REASONS: usize = 5;

/// The whole report.
pub(super) fn text(measured: &Evaluation, wording: &Wording, lang: &str) -> String {
    let report = Report { measured, wording, lang };
    [
        report.sum(),
        report.labels(),
        report.confusion(),
        report.calibration(),
        report.coverage(),
        report.worst(),
    ]
    .join("\n")
}

struct Report<'a> {
    measured: &'a Evaluation,
    wording: &'a Wording,
    lang: &'a str,
}

impl Report<'_> {
    fn line(&self, key: &str, said: &[(&str, String)]) -> String {
        let said: Vec<(&str, Arg<'_>)> =
            said.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.wording.line(self.lang, key, &said) + "\n"
    }

    fn sum(&self) -> String {
        let figures = [
            ("rows", self.measured.rows.to_string()),
            ("accuracy", figure(self.measured.accuracy)),
            ("f1", figure(self.measured.macro_f1)),
            ("top", figure(self.measured.top_2)),
            ("off", figure(self.measured.calibration_error)),
        ];
        self.line("evaluate-sum", &figures)
    }

    fn labels(&self) -> String {
        let mut text = self.line("evaluate-labels", &[]);
        for of in &self.measured.labels {
            let figures = [
                ("label", of.label.clone()),
                ("rows", of.rows.to_string()),
                ("precision", figure(of.precision)),
                ("recall", figure(of.recall)),
                ("f1", figure(of.f1)),
            ];
            text.push_str(&self.line("evaluate-label", &figures));
        }
        text
    }

    fn confusion(&self) -> String {
        let mut text = self.line("evaluate-confusion", &[]);
        for (of, row) in self.measured.labels.iter().zip(&self.measured.confusion) {
            let mut others: Vec<(usize, &str)> = row
                .iter()
                .zip(&self.measured.labels)
                .filter(|(count, other)| **count > 0 && other.label != of.label)
                .map(|(count, other)| (*count, other.label.as_str()))
                .collect();
            others.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            let mut said = String::new();
            for (count, other) in others {
                let _into_a_string = write!(said, "　{other} {count}");
            }
            if !said.is_empty() {
                text.push_str(
                    &self.line("evaluate-confused", &[("label", of.label.clone()), ("said", said)]),
                );
            }
        }
        text
    }

    fn calibration(&self) -> String {
        let mut text = self.line("evaluate-calibration", &[]);
        for bin in &self.measured.calibration {
            let figures = [
                ("from", format!("{:.1}", bin.from)),
                ("to", format!("{:.1}", bin.to)),
                ("rows", bin.rows.to_string()),
                ("confidence", figure(bin.confidence)),
                ("right", figure(bin.right)),
            ];
            text.push_str(&self.line("evaluate-bin", &figures));
        }
        text
    }

    fn coverage(&self) -> String {
        let mut text = self.line("evaluate-coverage", &[]);
        for at in &self.measured.coverage {
            let mut figures = vec![
                ("share", percent(at.share)),
                ("rest", percent(1.0 - at.share)),
                ("confidence", format!("{:.3}", at.confidence)),
                ("accuracy", figure(at.accuracy)),
            ];
            let key = match at.wanted {
                None => "evaluate-covered",
                Some(wanted) => {
                    figures.push(("wanted", percent(wanted)));
                    "evaluate-promised"
                }
            };
            text.push_str(&self.line(key, &figures));
        }
        text
    }

    fn worst(&self) -> String {
        if self.measured.worst.is_empty() {
            return String::new();
        }
        let mut text = self.line("evaluate-worst", &[("count", self.measured.worst.len().to_string())]);
        for outcome in &self.measured.worst {
            let figures = [
                ("id", outcome.id.clone()),
                ("label", outcome.label.clone()),
                ("said", outcome.said.clone()),
                ("confidence", format!("{:.3}", outcome.confidence)),
                ("because", because(outcome)),
            ];
            text.push_str(&self.line("evaluate-wrong", &figures));
        }
        text
    }
}

fn figure(share: f64) -> String {
    format!("{share:.4}")
}

/// The words that weighed most, each with all it weighed.
fn because(outcome: &Outcome) -> String {
    let mut words: Vec<(&str, f64)> = Vec::new();
    for because in &outcome.because {
        match words.iter_mut().find(|(word, _)| *word == because.word) {
            Some((_, weight)) => *weight += because.weight,
            None => words.push((&because.word, because.weight)),
        }
    }
    words.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    words.truncate(REASONS);
    words.iter().map(|(word, weight)| format!("{word} {weight:+.2}")).collect::<Vec<_>>().join("，")
}
