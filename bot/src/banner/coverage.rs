//! Is everything citizens say of the catalogue understood, and is it somebody's job?

use std::sync::Arc;

use intake::{AreaCode, Book, CategoryRow, Field, Routed};

use super::fault::Fault;
use super::parts::Parts;
use super::problem::Problems;
use super::{catalogue, dispatch};

/// Compiles the rule book and tries it out. None when it cannot be compiled, which is reported here unless a file
/// is to blame, which was reported when it was read.
pub(super) fn compile(parts: &Parts, problems: &Problems) -> Option<Arc<Book>> {
    let book = match Book::compile(parts.book_source()?) {
        Ok(book) => book,
        Err(error) => {
            if !problems.refuse() {
                problems.error(super::settings::FILE, 0, "", Fault::Book { why: error.to_string() }, None);
            }
            return None;
        }
    };
    let routes_known = !problems.spoil(&[dispatch::FILE]) && parts.routes.whole;
    let areas: Vec<Option<AreaCode>> = std::iter::once(None)
        .chain(parts.areas.rows.iter().map(|area| Some(AreaCode::new(area.code.as_str()))))
        .collect();
    for leaf in book.leaves() {
        if routes_known && !areas.iter().any(|area| is_routed(&book, leaf, area.as_ref())) {
            problems.error(catalogue::FILE, leaf.row, "code", Fault::NoRoute, None);
        }
        if let Some(fault) = misunderstood(&book, leaf) {
            problems.error(catalogue::FILE, leaf.row, "example", fault, None);
        }
    }
    Some(Arc::new(book))
}

fn is_routed(book: &Book, leaf: &CategoryRow, area: Option<&AreaCode>) -> bool {
    match book.route(&leaf.code, area, leaf.kind) {
        Routed::To { .. } => true,
        Routed::NeedsPlace { .. } | Routed::NoRow | Routed::Forbidden { .. } => false,
    }
}

/// What the leaf's own example is taken for, if not for an example of the leaf.
fn misunderstood(book: &Book, leaf: &CategoryRow) -> Option<Fault> {
    let understood = book.understand(&leaf.example);
    match understood.category {
        Some(code) if code == leaf.code => None,
        Some(code) => {
            let mut words: Vec<&str> = Vec::new();
            for because in understood.because.iter().filter(|because| because.field == Field::Category) {
                if !words.contains(&because.word.as_str()) {
                    words.push(&because.word);
                }
            }
            Some(Fault::ExampleGoesTo {
                category: format!("{code} {}", understood.path.join("/")),
                words: words.join(" "),
            })
        }
        None => Some(Fault::ExampleGoesNowhere),
    }
}
