//! How does a banner take what its people let the program learn?

use std::sync::Arc;

use intake::{Book, BookError, Change, Fit};

use super::Banner;
use super::folder::Folder;
use super::parts::Parts;
use super::problem::Problems;

/// The approved changes as a file of the archive: a dispatch names the version of the rules it followed.
const FILE: &str = "learned.csv";

/// A change that a person approved.
#[derive(Clone, Debug, PartialEq)]
pub struct Approved {
    /// Its id, by which reasons name it.
    pub id: String,
    /// What it changes.
    pub change: Change,
}

impl Banner {
    /// Compiles the rule book anew from the banner's own files with these changes, in their order; says of each
    /// whether it fits. What the clerk wrote goes before them. Hash and archive are those of files and changes
    /// together. Takes a few tenths of a second; without a change that fits nothing is done.
    pub fn learn(&mut self, approved: &[Approved]) -> Result<Vec<Fit>, BookError> {
        self.learned = approved.iter().map(|approved| approved.id.clone()).collect();
        let mut folder = Folder::of_archive(&self.archive);
        let Some(mut source) = Parts::read(&folder, &Problems::default()).book_source() else {
            unreachable!("what was read once as a banner is read again")
        };
        let fits: Vec<Fit> =
            approved.iter().map(|approved| source.apply(&approved.id, &approved.change)).collect();
        let made = approved.iter().zip(&fits).filter(|(_, fit)| **fit == Fit::Made);
        let lines: Vec<String> = made.map(|(approved, _)| line(approved)).collect();
        if lines.is_empty() {
            return Ok(fits);
        }
        self.book = Arc::new(Book::compile(source)?);
        folder.add(FILE, format!("category,word,weight,change\n{}", lines.concat()));
        (self.archive, self.hash) = folder.archive();
        Ok(fits)
    }
}

/// Codes, words and ids hold neither comma nor quotation mark: a word that is learned has only letters.
fn line(Approved { id, change }: &Approved) -> String {
    format!("{},{},{},{id}\n", change.category, change.word, change.after)
}

#[cfg(test)]
mod tests {
    use intake::{CategoryCode, Change, Field, Fit};
    use jiff::civil::date;

    use super::Approved;
    use crate::banner::{Source, read};

    fn approved(id: &str, category: &str, word: &str) -> Approved {
        let change =
            Change { category: CategoryCode::new(category), word: word.to_owned(), before: None, after: 5.0 };
        Approved { id: id.to_owned(), change }
    }

    #[test]
    fn a_change_is_understood_and_named_and_one_that_does_not_fit_is_left_out() {
        let (mut banner, _) = read(&Source::Embedded, date(2026, 7, 8)).unwrap();
        let before = banner.hash.clone();
        assert_eq!(banner.learn(&[approved("9", "999999", "飞线")]), Ok(vec![Fit::NoLeaf]));
        assert_eq!(banner.hash, before, "nothing was done");

        let changes = [approved("9", "999999", "飞线"), approved("7", "010404", "灯泡憋了")];
        assert_eq!(banner.learn(&changes), Ok(vec![Fit::NoLeaf, Fit::Made]));
        assert_ne!(banner.hash, before, "an order says by which rules it was dispatched");
        assert!(String::from_utf8_lossy(&banner.archive).contains("010404,灯泡憋了,5,7"));
        let understood = banner.book.understand("灯泡憋了");
        assert_eq!(understood.category, Some(CategoryCode::new("010404")));
        let named = |field, rule: &str| {
            understood.because.iter().any(|because| because.field == field && because.rule == rule)
        };
        assert!(named(Field::Category, "learned:7"), "{:?}", understood.because);

        let hash = banner.hash.clone();
        assert_eq!(banner.learn(&changes), Ok(vec![Fit::NoLeaf, Fit::Made]), "from the clerk's own files");
        assert_eq!(banner.hash, hash);
    }
}
