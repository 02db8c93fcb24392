//! Was the matter that is told now told before?
//!
//! Place first: other names of places, another building or no number in common is another matter, however alike the
//! words. Then half the pairs of characters and half the words that two stories have in common (Dice), a word the more,
//! the fewer of the stories say it.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::READ;
use super::place::{Found, Names, Nearness, Where};
use crate::Book;
use crate::likeness::Likened;
use crate::text::Folded;

/// Who names one place has so much more in common.
const SAME_PLACE: f64 = 1.25;
/// So many words are given as the reason.
const REASONS: usize = 5;

/// What was told, and where it is.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'a> {
    /// The story.
    pub text: &'a str,
    /// The place as it was said apart from the story; may be empty.
    pub place: &'a str,
}

/// A matter like the one that is told now.
#[derive(Clone, Debug, PartialEq)]
pub struct Same {
    /// Which of the others.
    pub index: usize,
    /// How alike, from 0 to 1.
    pub score: f64,
    /// The name of the place both say.
    pub place: Option<String>,
    /// The words both say, those first that few others say.
    pub words: Vec<String>,
}

/// A matter looked through.
struct Looked {
    place: Where,
    words: BTreeSet<String>,
}

impl Book {
    /// The matters most like `told`, the likeliest first, at most `limit`, none less alike than `enough` (0 to 1).
    pub fn same_matters(
        &self,
        told: Matter<'_>,
        others: &[Matter<'_>],
        enough: f64,
        limit: usize,
    ) -> Vec<Same> {
        let mut names = Names::default();
        let own = self.look(told, &mut names);
        let others_looked: Vec<Looked> = others.iter().map(|other| self.look(*other, &mut names)).collect();
        let mut said: BTreeMap<&str, usize> = BTreeMap::new();
        for word in std::iter::once(&own).chain(&others_looked).flat_map(|looked| &looked.words) {
            *said.entry(word).or_default() += 1;
        }
        let rarity =
            |word: &str| ((2 + others.len()) as f64 / said.get(word).map_or(1.0, |n| *n as f64)).ln();
        let likened = Likened::of(&whole(told));
        let mut same: Vec<Same> = Vec::new();
        for (index, (other, looked)) in others.iter().zip(&others_looked).enumerate() {
            let nearness = names.nearness(&own.place, &looked.place);
            let pairs = likened.to(&whole(*other));
            if nearness == Nearness::Apart || pairs == 0.0 {
                continue;
            }
            let weigh =
                |words: &mut dyn Iterator<Item = &String>| words.map(|word| rarity(word)).sum::<f64>();
            let all = weigh(&mut own.words.iter().chain(&looked.words));
            let shared: Vec<&String> = own.words.intersection(&looked.words).collect();
            let words = if all > 0.0 { 2.0 * weigh(&mut shared.iter().copied()) / all } else { 0.0 };
            let place_weight = if nearness == Nearness::Together { SAME_PLACE } else { 1.0 };
            let score = (0.5 * (pairs + words) * place_weight).min(1.0);
            if score >= enough {
                same.push(Same {
                    index,
                    score,
                    place: shared_name(&names, &own.place, &looked.place),
                    words: rarest(shared, rarity),
                });
            }
        }
        same.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.index.cmp(&other.index)));
        same.truncate(limit);
        same
    }

    fn look(&self, matter: Matter<'_>, names: &mut Names) -> Looked {
        let (place, text) = (Folded::plain(matter.place), Folded::plain(read(matter.text)));
        let (place_tags, tags) = (self.segmenter.tagged(place.text()), self.segmenter.tagged(text.text()));
        let found = Found::of(place.text(), &place_tags, &self.landmarks);
        let found_in_text = Found::of(text.text(), &tags, &self.landmarks);
        let at = names.locate(&self.landmarks, (&place, &found), (&text, &found_in_text));
        let told = |word: &&str| word.chars().all(char::is_alphanumeric) && word.chars().nth(1).is_some();
        let words = tags.iter().map(|tag| tag.word).filter(told).map(str::to_owned).collect();
        Looked { place: at, words }
    }
}

/// What is read of a text.
fn read(text: &str) -> &str {
    text.char_indices().nth(READ).map_or(text, |(end, _)| &text[..end])
}

fn whole(matter: Matter<'_>) -> String {
    format!("{} {}", read(matter.text), matter.place)
}

fn shared_name(names: &Names, one: &Where, other: &Where) -> Option<String> {
    let shared = one.names.iter().find(|name| other.names.iter().any(|known| names.same(**name, *known)))?;
    Some(names.written(*shared).to_owned())
}

fn rarest(mut words: Vec<&String>, rarity: impl Fn(&str) -> f64) -> Vec<String> {
    words.sort_by(|one, other| rarity(other).total_cmp(&rarity(one)).then(one.cmp(other)));
    words.into_iter().take(REASONS).cloned().collect()
}
