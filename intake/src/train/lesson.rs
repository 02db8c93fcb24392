//! What is a message that somebody has sorted?

use crate::{Book, CategoryRow, Term};

/// A message with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lesson {
    /// What it is known by.
    pub id: String,
    /// What was said; a title in the first line of several. Words may be parted by blanks.
    pub text: String,
    /// What it is about.
    pub label: String,
    /// Messages that say nearly the same belong together: they are learned from, or tried on, all at once.
    pub group: String,
}

/// What a banner's own catalogue teaches before anybody has written: of every leaf its names, its example, and each of
/// its words as often as it weighs. Labels are the codes of the leaves.
pub fn catalogue_lessons(book: &Book) -> Vec<Lesson> {
    book.leaves().iter().flat_map(of_leaf).collect()
}

fn of_leaf(leaf: &CategoryRow) -> Vec<Lesson> {
    let names = leaf.path().split_off(1).join("，");
    // What counts against a leaf is no example of it; the words of the others say so.
    let speaking: Vec<&Term> = leaf.words.iter().filter(|term| term.weight > 0.0).collect();
    let weighed = |term: &Term| {
        let times = (term.weight.round() as usize).max(1);
        std::iter::repeat_n(term.all_of.join(" "), times).collect::<Vec<_>>().join(" ")
    };
    let all = speaking.iter().map(|term| weighed(term)).collect::<Vec<_>>().join(" ");
    let texts = speaking.iter().map(|term| term.all_of.join(" ")).chain([names, leaf.example.clone(), all]);
    let lesson = |(number, text): (usize, String)| {
        let id = format!("{}-{number}", leaf.code);
        Lesson { group: id.clone(), id, text, label: leaf.code.as_str().to_owned() }
    };
    texts.filter(|text| !text.is_empty()).enumerate().map(lesson).collect()
}
