//! Does a message tell of one matter or of several?
//!
//! Whoever writes once about the lamp and the bin needs two orders, with a unit each. A message is cut only where the
//! citizen himself turns to another matter (另外, 还有, 一是…二是…), and only if both sides are about different things
//! or places; in doubt it stays one.

use std::ops::Range;

use crate::language::{begins, language};
use crate::text::fold_each;
use crate::{Book, Understanding};

/// One matter of a message.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// First character of its part of the message.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// What was understood of it. Offsets count from the beginning of the whole message.
    pub understanding: Understanding,
}

/// Nobody turns to another matter more often in one message.
const MOST: usize = 12;

/// How sure we must be of a part before it may be a matter of its own: one usual word is not enough.
const SURE: f64 = 0.45;

impl Book {
    /// The matters of a message, in its order; one if it tells of one, or nothing shows where another begins.
    ///
    /// Together the parts are the whole message. A matter told without a place has the place of the one before it.
    pub fn proposals(&self, text: &str) -> Vec<Proposal> {
        self.several(text).unwrap_or_else(|| {
            let end = text.chars().count();
            vec![Proposal { start: 0, end, understanding: self.understand(text) }]
        })
    }

    /// The same, where a message tells of more than one matter. One that tells of one is not understood for it.
    pub fn several(&self, text: &str) -> Option<Vec<Proposal>> {
        let mut cuts = cuts(&fold_each(text).into_iter().collect::<String>());
        cuts.truncate(MOST);
        if cuts.is_empty() {
            return None;
        }
        let typed: Vec<char> = text.chars().collect();
        let mut parts: Vec<(Range<usize>, Understanding)> = Vec::new();
        let bounds: Vec<usize> = std::iter::once(0).chain(cuts).chain(std::iter::once(typed.len())).collect();
        for part in bounds.windows(2).map(|pair| pair[0]..pair[1]) {
            let words: String = typed[part.clone()].iter().collect();
            let understood = self.make_out(&words);
            match parts.last_mut() {
                Some((before, known)) if !is_another(known, &understood) => {
                    before.end = part.end;
                    let words: String = typed[before.clone()].iter().collect();
                    *known = self.make_out(&words);
                }
                Some(_) | None => parts.push((part, understood)),
            }
        }
        if parts.len() < 2 {
            return None;
        }
        let mut place: Option<String> = None;
        let proposals = parts.into_iter().map(|(part, _)| {
            let words: String = typed[part.clone()].iter().collect();
            let mut understanding = match &place {
                Some(before) if self.make_out(&words).place.is_none() => self.understand_at(&words, before),
                Some(_) | None => self.understand(&words),
            };
            if let Some(known) = &understanding.place {
                place = Some(known.text.clone());
            }
            shift(&mut understanding, part.start);
            Proposal { start: part.start, end: part.end, understanding }
        });
        Some(proposals.collect())
    }
}

/// Whether the second tells of something else: of another branch of the catalogue, or of another place, and both are
/// sure of it.
fn is_another(first: &Understanding, second: &Understanding) -> bool {
    let (Some(one), Some(other)) = (&first.category, &second.category) else {
        return false;
    };
    if first.confidence < SURE || second.confidence < SURE {
        return false;
    }
    let branch =
        |understanding: &Understanding| understanding.path.iter().take(2).cloned().collect::<Vec<_>>();
    let area = |understanding: &Understanding| understanding.place.as_ref()?.area.clone();
    let elsewhere = matches!((area(first), area(second)), (Some(here), Some(there)) if here != there);
    one != other && branch(first) != branch(second) || elsewhere
}

/// Where another matter may begin, in characters: at a clause that begins with a word of turning, and at the second and
/// further counted ones.
fn cuts(folded: &str) -> Vec<usize> {
    let openings = openings(folded);
    let turning = openings[1..].iter().filter(|(_, said)| begins(said, &language().another).is_some());
    let mut cuts: Vec<usize> = turning.map(|(at, _)| *at).collect();
    for counted in &language().ordinal {
        let mut rest = openings.iter();
        let found: Vec<usize> = counted
            .split('|')
            .map_while(|word| rest.find(|(_, said)| said.starts_with(word)))
            .map(|(at, _)| *at)
            .collect();
        // One alone counts nothing.
        cuts.extend(found.iter().skip(1));
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The clauses: the number of the first character of each, and what is said from there; the first is the whole.
fn openings(folded: &str) -> Vec<(usize, &str)> {
    let mut openings = vec![(0, folded)];
    let mut ended = false;
    for (at, (byte, character)) in folded.char_indices().enumerate() {
        if character == ' ' {
            continue;
        }
        if ended {
            openings.push((at, &folded[byte..]));
        }
        ended = ends_clause(character);
    }
    openings
}

fn ends_clause(character: char) -> bool {
    matches!(character, '。' | '!' | '?' | ';' | '\n' | ',' | '…' | ':' | '、')
}

/// Counts the offsets from the beginning of the whole message; what was said apart has none.
fn shift(understanding: &mut Understanding, by: usize) {
    for because in understanding.because.iter_mut().filter(|because| because.end > because.start) {
        because.start += by;
        because.end += by;
    }
    if let Some(place) = understanding.place.as_mut().filter(|place| place.end > place.start) {
        place.start += by;
        place.end += by;
    }
}
