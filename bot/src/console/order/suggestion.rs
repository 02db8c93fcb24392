//! What does understanding propose, how surely, and by which words?

use intake::{Routed, Understanding};
use prompts::Names;
use serde::Serialize;
use storage::UnitCode;

use crate::app::App;
use crate::console::highlight::{Piece, Span, pieces};
use crate::console::words;
use crate::desk::{ReadReasons, Word};

/// Runner-ups that are shown.
const RUNNER_UPS: usize = 3;
/// Prepared answers that are shown.
const ANSWERS: usize = 3;

/// The proposal for a form, ready for a template.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Suggestion {
    /// 高 / 中 / 低: a key.
    confidence: &'static str,
    /// One line a field.
    fields: Vec<FieldView>,
    /// Leaves that came next: their names, whose job they would be and how sure.
    runner_ups: Vec<RunnerUp>,
    emergency: Option<Danger>,
}

/// One field of the proposal.
#[derive(Clone, Debug, Serialize)]
struct FieldView {
    /// Name of the field: `kind`, `category` …
    field: &'static str,
    /// Key of its label.
    label: &'static str,
    /// The value in words; `None`: nothing is proposed.
    value: Option<String>,
    /// The words that spoke for it.
    words: Vec<String>,
    /// Where the rules stand that say so, e.g. `catalogue:010203`.
    rules: Vec<String>,
}

/// Danger to life.
#[derive(Clone, Debug, Serialize)]
struct Danger {
    name: String,
    /// Whom to call.
    number: String,
    /// The words that spoke for it.
    words: Vec<String>,
}

/// A leaf that might have been meant.
#[derive(Clone, Debug, Serialize)]
struct RunnerUp {
    code: String,
    name: String,
    /// 主办, if it were that; none when nobody can be named there.
    unit: Option<String>,
    confidence: &'static str,
}

/// A prepared answer that may fit.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Answer {
    title: String,
    body: String,
    source: String,
}

impl Suggestion {
    /// Of a story understood just now.
    pub(crate) fn live(app: &App, seen: &Understanding) -> Self {
        let names = app.names(Vec::new());
        let because: Vec<Word> = seen
            .because
            .iter()
            .filter_map(|because| serde_json::from_value(serde_json::to_value(because).ok()?).ok())
            .collect();
        let area =
            seen.place.as_ref().and_then(|place| place.narrowest()).map(|area| names.area(area.as_str()));
        let unit = seen.unit.as_ref().map(|unit| names.unit(unit.as_str()));
        let fields = vec![
            field("kind", Some(seen.kind.name().to_owned()), &because),
            field("category", joined(&seen.path), &because),
            field("place", area, &because),
            field("urgency", Some(seen.urgency.name().to_owned()), &because),
            field("unit", unit, &because),
        ];
        let emergency = seen.emergency.as_ref().and_then(|code| names.emergency(code.as_str()));
        let emergency = emergency.map(|emergency| Danger {
            name: emergency.name,
            number: emergency.number,
            words: spoken("emergency", &because),
        });
        let runner_ups = runner_ups(app, &names, seen);
        Self { confidence: words::confidence(seen.confidence), fields, runner_ups, emergency }
    }

    /// Of an order, as it was understood when it arrived; the runner-ups as they would be understood now.
    pub(crate) fn kept(app: &App, reasons: &ReadReasons, now: &Understanding) -> Self {
        let names = app.names(Vec::new());
        let because = &reasons.because;
        let rest = Self::live(app, now);
        let place =
            rest.fields.iter().find(|field| field.field == "place").and_then(|field| field.value.clone());
        let fields = vec![
            field("kind", Some(reasons.kind.clone()), because),
            field("category", joined(&reasons.category), because),
            field("place", place, because),
            field("urgency", Some(reasons.urgency.clone()), because),
            field("unit", reasons.unit.as_ref().map(|unit| names.unit(unit)), because),
        ];
        Self { confidence: words::confidence(reasons.confidence), fields, ..rest }
    }
}

/// The story with the words that decided something marked, as far as this reader sees them: where masking has moved the
/// text, a word that no longer stands in its place marks nothing.
pub(crate) fn marked(story: &str, because: &[Word]) -> Vec<Piece> {
    let letters: Vec<char> = story.chars().collect();
    let stands = |word: &Word| {
        letters.get(word.start..word.end).is_some_and(|at| word.word.chars().eq(at.iter().copied()))
    };
    let spans: Vec<Span> = because
        .iter()
        .filter(|word| stands(word))
        .filter_map(|word| Some(Span { start: word.start, end: word.end, field: known_field(&word.field)? }))
        .collect();
    pieces(story, &spans)
}

/// Leaves that might have been meant, likeliest first.
pub(crate) fn likely_leaves(seen: &Understanding) -> Vec<String> {
    seen.candidates.iter().map(|(code, _)| code.to_string()).collect()
}

/// 主办 and 协办 as understood.
pub(crate) fn likely_units(seen: &Understanding) -> Vec<UnitCode> {
    seen.unit.iter().chain(&seen.helpers).map(|unit| UnitCode::new(unit.as_str())).collect()
}

/// Prepared answers that may fit and are true today, best first.
pub(crate) fn answers(app: &App, story: &str) -> Vec<Answer> {
    let today = app.banner.day_of(app.clock.now());
    let found = app.banner.book.knowledge(story, usize::MAX);
    let articles = found.iter().filter_map(|found| app.banner.knowledge.get(&found.id));
    let articles = articles.filter(|article| article.holds_on(today)).take(ANSWERS);
    let answers = articles.map(|article| Answer {
        title: article.title.clone(),
        body: article.body.clone(),
        source: article.source.clone(),
    });
    answers.collect()
}

fn runner_ups(app: &App, names: &impl Names, seen: &Understanding) -> Vec<RunnerUp> {
    let area = seen.place.as_ref().and_then(|place| place.narrowest());
    let lead = |code| match app.banner.book.route(code, area, seen.kind) {
        Routed::To { lead, .. } => Some(names.unit(lead.as_str())),
        Routed::NeedsPlace { .. } | Routed::NoRow | Routed::Forbidden { .. } => None,
    };
    let others = seen.candidates.iter().filter(|(code, _)| Some(code) != seen.category.as_ref());
    others
        .take(RUNNER_UPS)
        .filter_map(|(code, share)| {
            let path = &app.banner.categories.get(code.as_str())?.path;
            Some(RunnerUp {
                code: code.to_string(),
                name: joined(path)?,
                unit: lead(code),
                confidence: words::confidence(*share),
            })
        })
        .collect()
}

fn field(name: &'static str, value: Option<String>, because: &[Word]) -> FieldView {
    let mine = because.iter().filter(|word| word.field == name);
    let mut rules: Vec<String> = mine.map(|word| word.rule.clone()).collect();
    rules.sort();
    rules.dedup();
    FieldView { field: name, label: label(name), value, words: spoken(name, because), rules }
}

/// The words that spoke for a field.
fn spoken(field: &str, because: &[Word]) -> Vec<String> {
    let mine = because.iter().filter(|word| word.field == field && word.weight > 0.0);
    let mut words: Vec<String> = mine.map(|word| word.word.clone()).collect();
    words.retain(|word| !word.is_empty());
    words.sort();
    words.dedup();
    words
}

fn label(field: &str) -> &'static str {
    match field {
        "kind" => "desk-field-kind",
        "category" => "desk-field-category",
        "place" => "desk-field-area",
        "urgency" => "desk-field-urgency",
        _ => "desk-field-lead",
    }
}

fn known_field(field: &str) -> Option<&'static str> {
    ["kind", "category", "place", "urgency", "emergency", "unit"].into_iter().find(|known| *known == field)
}

fn joined(path: &[String]) -> Option<String> {
    (!path.is_empty()).then(|| path.join(" / "))
}
