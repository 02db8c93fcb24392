//! Which parts is an address made of?
//!
//! [`parse`] tells by rules, without any training: endings of names, units of numbers, the regions of China, and the
//! order of an address. A [`Tagger`] learned from labelled addresses tells better.

mod distance;
mod feature;
mod joint;
mod lists;
mod mix;
mod model;
mod number;
mod part;
mod path;
mod pieces;
mod rule;
mod score;
mod seen;
mod spoken;
mod tagger;
mod train;
mod view;

pub(crate) use distance::{distance, is_across};
pub use model::{BadTagger, Fault, Lesson, Settings};
pub use part::Part;
pub use rule::parse;
pub use score::{KindScore, Score};
pub use spoken::{in_digits, is_bare};
pub use tagger::Tagger;
pub use train::{BadLabels, Labelled, LabelledPart, train};

/// No address is longer; a longer text is taken apart stretch by stretch, so that the time grows with its length only.
const LONGEST: usize = 256;

/// A part of an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entity<'m> {
    /// First character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// Its kind: for rules the [`Part::name`], for a [`Tagger`] what the labelled addresses call it.
    pub kind: &'m str,
}

/// The stretches of a text that are taken apart on their own: all of it, if it is no longer than an address can be.
fn stretches(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    let mut done = 0;
    std::iter::from_fn(move || {
        let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
        let (stretch, others) = rest.split_at(end);
        let start = done;
        rest = others;
        done += LONGEST;
        (!stretch.is_empty()).then_some((start, stretch))
    })
}
