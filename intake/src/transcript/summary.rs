//! What was the call about, in one sentence, and who, when, where?
//!
//! Nothing is put into other words: the sentence is made of the citizen's own clauses, those in which the words stand
//! by which the call was understood, and of what he wants.

use serde::Serialize;

use super::words::words;
use super::{said, when};
use crate::text::fold_word;
use crate::{Because, Field, Understanding};

/// 四要素 of a call: what is not said is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FourElements {
    /// Who called: name and telephone as far as they were said.
    pub who: Option<String>,
    /// When it was or since when it is, in the citizen's words.
    pub when: Option<String>,
    /// Where it is.
    #[serde(rename = "where")]
    pub location: Option<String>,
    /// What is the matter, in the citizen's words.
    pub what: Option<String>,
}

/// The longest matter and the longest wish, in characters.
const MATTER: usize = 40;
const WISH: usize = 20;

/// A clause of the story, and how much of what was understood stands in it.
struct Clause {
    text: String,
    weight: f64,
    /// Whether the sentence ends behind it.
    is_last: bool,
}

/// 四要素, with the matter in one sentence.
pub(super) fn elements(
    story: &str,
    understood: &Understanding,
    name: Option<&str>,
    phone: Option<&str>,
    place: Option<&str>,
) -> FourElements {
    let who = [name, phone].into_iter().flatten().collect::<Vec<_>>().join("，");
    FourElements {
        who: Some(who).filter(|who| !who.is_empty()),
        when: when::when(story),
        location: place
            .map(str::to_owned)
            .or_else(|| understood.place.as_ref().map(|place| place.text.clone())),
        what: matter(story, understood),
    }
}

/// The call in one sentence: where, then what; empty when nothing was said.
pub(super) fn summary(elements: &FourElements) -> String {
    let Some(what) = &elements.what else {
        return String::new();
    };
    // A place that the matter names itself is not said twice.
    let named = |place: &&String| !what.contains(&place.chars().take(4).collect::<String>());
    match elements.location.as_ref().filter(named) {
        Some(place) => format!("{place}：{what}"),
        None => what.clone(),
    }
}

/// The clauses that tell most, and the wish.
fn matter(story: &str, understood: &Understanding) -> Option<String> {
    let clauses = clauses(story, &understood.because);
    let mut best: Option<usize> = None;
    for (index, clause) in clauses.iter().enumerate() {
        if best.is_none_or(|best| clause.weight > clauses[best].weight) {
            best = Some(index);
        }
    }
    let best = best?;
    let length = |range: &std::ops::RangeInclusive<usize>| -> usize {
        clauses[range.clone()].iter().map(|clause| clause.text.chars().count() + 1).sum()
    };
    let mut taken = best..=best;
    // What belongs to the same sentence is told with it, as long as it says something, too.
    loop {
        let (first, last) = (*taken.start(), *taken.end());
        let next = (!clauses[last].is_last && last + 1 < clauses.len()).then(|| first..=last + 1);
        let before = (first > 0 && !clauses[first - 1].is_last).then(|| first - 1..=last);
        let tells = |range: &std::ops::RangeInclusive<usize>| {
            let weight = |index: usize| clauses[index].weight;
            let own = if range.end() > taken.end() { weight(*range.end()) } else { weight(*range.start()) };
            (own > 0.0 || length(&taken) < MATTER / 2) && length(range) <= MATTER
        };
        match next.filter(tells).or_else(|| before.filter(tells)) {
            Some(wider) => taken = wider,
            None => break,
        }
    }
    let mut matter =
        clauses[taken.clone()].iter().map(|clause| clause.text.as_str()).collect::<Vec<_>>().join("，");
    if matter.chars().count() > MATTER {
        matter = matter.chars().take(MATTER).chain(['…']).collect();
    }
    let wish = clauses.iter().enumerate().find(|(index, clause)| {
        let is_short = (4..=WISH).contains(&clause.text.chars().count());
        !taken.contains(index) && is_short && words().holds(&fold_word(&clause.text), "wish")
    });
    if let Some((_, wish)) = wish {
        matter.push('，');
        matter.push_str(&wish.text);
    }
    matter.push('。');
    Some(matter)
}

fn clauses(story: &str, because: &[Because]) -> Vec<Clause> {
    let counts = |field: Field| match field {
        Field::Category | Field::Kind | Field::Urgency | Field::Emergency => true,
        Field::Place | Field::Unit => false,
    };
    let mut reasons: Vec<&Because> =
        because.iter().filter(|because| counts(because.field) && because.end > 0).collect();
    reasons.sort_by_key(|because| because.start);
    let mut reasons = reasons.into_iter().peekable();
    // Bytes and characters so far: clauses come in the order of the story, so the next stands behind the last.
    let (mut byte, mut character) = (0, 0);
    let mut found = Vec::new();
    for (clause, mark) in said::clauses(story) {
        let Some(gap) = story[byte..].find(&clause) else {
            continue;
        };
        character += story[byte..byte + gap].chars().count();
        byte += gap + clause.len();
        let span = character..character + clause.chars().count();
        character = span.end;
        let mut weight = 0.0;
        while let Some(because) = reasons.next_if(|because| because.start < span.end) {
            let is_inside = because.start >= span.start && because.end <= span.end;
            weight += if is_inside { because.weight.max(0.0) } else { 0.0 };
        }
        let text = without_frame(&clause).to_owned();
        if !text.is_empty() {
            found.push(Clause { text, weight, is_last: mark != '，' });
        }
    }
    found
}

/// 「我想反映一下我们小区停水」 without the announcement.
fn without_frame(clause: &str) -> &str {
    words().begins(clause, "announce").map_or(clause, |word| clause[word.len()..].trim_start())
}
