//! Is somebody in danger at this moment?
//!
//! A missed danger costs more than a needless warning. So a word counts wherever it stands, and is cancelled only
//! by a phrase directly around it in the same clause (没有着火, 前年失火, 消防演练), and not even then when the
//! clause says that it is happening now.

use std::ops::Range;

use crate::language::{begins, language};
use crate::lexicon::{Occurrence, Occurrences, Sense};
use crate::text::Folded;
use crate::{Term, classify};

/// How many characters may stand between a cancelling phrase and the word behind it (去年夏天我家着过火).
const BEFORE: usize = 6;

/// How many characters may stand between the word and a cancelling phrase behind it (火灾安全隐患).
const AFTER: usize = 2;

/// The danger with the most behind it, as the owner and reasons of a score; the first listed of equals.
pub(crate) fn emergency(
    folded: &Folded<'_>,
    found: &Occurrences,
    terms: &[Vec<Term>],
) -> Option<classify::Score> {
    let words = found.of(Sense::Emergency);
    if words.is_empty() {
        return None;
    }
    let standing: Vec<Occurrence> =
        words.iter().filter(|word| !is_cancelled(folded, found, word)).cloned().collect();
    classify::Ranking::of(classify::score(&standing, terms, |_| 1.0)).scores.into_iter().next()
}

/// The words of danger that are none here: 没着火, 消防演练.
pub(crate) fn cancelled<'f>(
    folded: &'f Folded<'_>,
    found: &'f Occurrences,
) -> impl Iterator<Item = &'f Range<usize>> {
    found.of(Sense::Emergency).iter().filter(|word| is_cancelled(folded, found, word)).map(|word| &word.bytes)
}

fn is_cancelled(folded: &Folded<'_>, found: &Occurrences, word: &Occurrence) -> bool {
    let cancels =
        |phrase: &Occurrence| phrase.owner == word.owner && cancels(folded, &phrase.bytes, &word.bytes);
    around(found.of(Sense::Unless), &word.bytes).any(cancels) && !happens_now(folded, found, &word.bytes)
}

/// Whether a cancelling phrase reaches the word. 没有 reaches only what directly follows it (「没人管，着火了」,
/// 「没电还冒烟」 are no denials), 万一 and 去年 the clause that follows, 演练 also what stands directly before it.
/// A phrase inside the word is part of it (「喘不过气」).
fn cancels(folded: &Folded<'_>, phrase: &Range<usize>, word: &Range<usize>) -> bool {
    let gap = between(phrase, word);
    let (said, between) = (&folded.text()[phrase.clone()], &folded.text()[gap.clone()]);
    let denies = begins(said, &language().denial).is_some();
    let is_inside = phrase.start >= word.start && phrase.end <= word.end && phrase != word;
    if is_inside || between.contains(ends_clause) {
        false
    } else if phrase.start >= word.end {
        !denies && begins(said, &language().supposing).is_none() && folded.chars(&gap) <= AFTER
    } else if denies {
        is_light(between)
    } else {
        folded.chars(&gap) <= BEFORE
    }
}

/// Whether only words without weight stand there: 没有「发生过」火灾.
fn is_light(mut between: &str) -> bool {
    while let Some(word) = begins(between, &language().light) {
        between = &between[word.len()..];
    }
    between.is_empty()
}

/// Whether the clause of the word says that it is happening now.
fn happens_now(folded: &Folded<'_>, found: &Occurrences, word: &Range<usize>) -> bool {
    around(found.of(Sense::Now), word)
        .any(|now| !folded.text()[between(&now.bytes, word)].contains(ends_clause))
}

/// What ends so near a word that it can matter to it. Occurrences come in the order of their ends, so a message of
/// many thousand dangers costs no more for each than a short one.
fn around<'f>(found: &'f [Occurrence], word: &Range<usize>) -> impl Iterator<Item = &'f Occurrence> {
    const NEAR: usize = 90;
    let first = found.partition_point(|other| other.bytes.end + NEAR < word.start);
    let last = word.end + NEAR;
    found[first..].iter().take_while(move |other| other.bytes.end <= last)
}

/// What stands between two words; empty when they touch or overlap.
fn between(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    if one.end <= other.start {
        one.end..other.start
    } else if other.end <= one.start {
        other.end..one.start
    } else {
        one.start..one.start
    }
}

fn ends_clause(character: char) -> bool {
    matches!(character, '。' | '!' | '?' | ';' | '\n' | ',' | '、' | '…' | ' ')
}
