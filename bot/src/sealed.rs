//! Which words of an order do its units read, and how?
//!
//! Whoever handles a matter needs the name and the door, but no number. Of a 举报 nobody outside the centre learns who
//! told it: neither the contact, nor what the words themselves give away, nor the voice that told them.

use std::collections::BTreeSet;

use intake::{Audience, Book, Private};
use storage::order::{Kind, Order};
use storage::{AccountRole, Jurisdiction, Paper, PaperId, PaperKind, Store, StoreError};

use crate::desk::ContactPaper;

/// 举报: who told it stays sealed for everybody outside the centre.
pub fn is_sealed(order: &Order) -> bool {
    order.form.kind == Kind::Report
}

/// A recording: a voice tells who speaks.
pub fn is_recording(paper: &Paper) -> bool {
    let PaperKind::File { media_type } = &paper.kind else { return false };
    media_type.starts_with("audio/") || media_type.starts_with("video/")
}

/// What stands between the words of one order and those who read them.
#[derive(Debug)]
pub struct Veil<'a> {
    book: &'a Book,
    is_sealed: bool,
    /// Of a sealed matter, the names that stand in its papers: hidden wherever they stand, also where nothing announces
    /// them.
    names: BTreeSet<String>,
}

impl<'a> Veil<'a> {
    /// Lifts it: of a sealed order all papers are read, for any of them may name who told it.
    pub async fn over(
        book: &'a Book,
        store: &dyn Store,
        j: &Jurisdiction,
        order: &Order,
    ) -> Result<Self, StoreError> {
        if !is_sealed(order) {
            return Ok(Self::of(book, order, []));
        }
        let known = store.order(j, &order.no).await?;
        let mut ids: Vec<PaperId> = [Some(order.papers.story), order.papers.place, order.papers.contact]
            .into_iter()
            .flatten()
            .collect();
        ids.extend(known.iter().flat_map(|(_, events)| events).flat_map(|event| event.fact.papers()));
        ids.sort_unstable();
        ids.dedup();
        Ok(Self::of(book, order, &store.papers_without_files(j, &ids).await?))
    }

    /// With all papers of the order at hand.
    pub fn of<'p>(book: &'a Book, order: &Order, papers: impl IntoIterator<Item = &'p Paper>) -> Self {
        let is_sealed = is_sealed(order);
        let papers = papers.into_iter().filter(|_| is_sealed);
        let names = papers.flat_map(|paper| match paper.kind {
            PaperKind::Contact => told_apart(paper).into_iter().collect(),
            PaperKind::Text => paper.text().map(|text| names_in(book, text)).unwrap_or_default(),
            PaperKind::Place | PaperKind::QueryCode | PaperKind::Document | PaperKind::File { .. } => {
                Vec::new()
            }
        });
        Self { book, is_sealed, names: names.collect() }
    }

    /// Words as a unit reads them, be it a person at a desk, a system or a group.
    pub fn for_unit(&self, words: &str) -> String {
        if !self.is_sealed {
            return self.book.mask_for(words, Audience::Handler).text;
        }
        let hide = |words: String, name: &String| words.replace(name.as_str(), &hidden(name));
        let words = self.names.iter().rev().fold(words.to_owned(), hide);
        self.book.mask_for(&words, Audience::Anyone).text
    }

    /// Words as somebody at a desk reads them who does not work with contacts.
    pub fn for_staff(&self, role: AccountRole, words: &str) -> String {
        match role {
            AccountRole::Operator | AccountRole::Supervisor => self.book.mask(words),
            AccountRole::Unit | AccountRole::Administrator => self.for_unit(words),
        }
    }
}

/// The name that was told as the contact.
fn told_apart(paper: &Paper) -> Option<String> {
    ContactPaper::read(paper)?.name.filter(|name| name.chars().nth(1).is_some())
}

/// The names of people in a text: of three characters and more, for a shorter one may be a part of any word.
fn names_in(book: &Book, text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let found = book.mask_for(text, Audience::Anyone).found.into_iter();
    let names = found.filter(|hidden| hidden.private == Private::Name);
    names
        .filter(|name| name.end - name.start > 2)
        .map(|name| chars[name.start..name.end].iter().collect())
        .collect()
}

/// 王建国: 王**.
fn hidden(name: &str) -> String {
    name.chars().enumerate().map(|(at, c)| if at == 0 { c } else { '*' }).collect()
}
