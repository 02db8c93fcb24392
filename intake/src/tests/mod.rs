//! Does the whole crate understand, tried on a small invented banner?

mod addresses;
mod any_call;
mod any_text;
mod calls;
mod dangers;
mod elements;
mod emergencies;
mod hot;
mod kinds;
mod learning;
mod messages;
mod outlines;
mod places;
mod private;
mod proposals;
mod recorded;
mod requests;
mod routes;
mod shipped;
mod source;

use std::sync::LazyLock;

use crate::Book;

/// The invented banner, compiled once for all tests.
pub(crate) fn book() -> &'static Book {
    static BOOK: LazyLock<Book> =
        LazyLock::new(|| Book::compile(source::source()).expect("the invented banner"));
    &BOOK
}
