//! How often is a question answered by the right article, counted over questions as citizens ask them?
//!
//! `cargo test --workspace --test stories knowledge_score -- --nocapture` prints the figures and every miss.

use std::path::PathBuf;

use bot::banner::{self, Source};
use intake::Book;
use jiff::civil::date;
use serde::Deserialize;

/// A question, and the article that answers it; empty: none does.
#[derive(Debug, Deserialize)]
struct Question {
    /// `first` while the rules were made, `second` written before and asked when they stood.
    part: String,
    article: String,
    question: String,
}

/// Hits of so many.
#[derive(Debug, Default, PartialEq, Eq)]
struct Score {
    /// The right article first, among the first three, and first and sure.
    first: usize,
    among_three: usize,
    known: usize,
    asked: usize,
    /// Questions nobody wrote an answer to, and how many were said not to be known.
    unknown: usize,
    said_so: usize,
}

#[expect(clippy::print_stdout, reason = "the record is copied from here")]
fn score(book: &Book, part: &str) -> Score {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("knowledge/questions.csv");
    let mut reader = csv::Reader::from_path(file).expect("the list of questions");
    let mut score = Score::default();
    for question in reader.deserialize().map(|row| row.expect("a question of the list")) {
        let Question { part: of, article, question } = question;
        if of != part {
            continue;
        }
        let found = book.knowledge(&question, 3);
        let best = found.first();
        if article.is_empty() {
            score.unknown += 1;
            score.said_so += usize::from(!best.is_some_and(|best| best.is_known()));
        } else {
            let hit = best.is_some_and(|best| best.id == article);
            score.asked += 1;
            score.first += usize::from(hit);
            score.among_three += usize::from(found.iter().any(|found| found.id == article));
            score.known += usize::from(hit && best.is_some_and(|best| best.is_known()));
            if !hit {
                println!("{question}: {article}, found {found:?}");
            }
        }
    }
    println!("{part}: {score:?}");
    score
}

#[test]
fn questions_find_their_article_and_what_nobody_answers_is_said_to_be_unknown() {
    let (banner, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound");
    for (part, least) in [("first", 90), ("second", 90)] {
        let score = score(&banner.book, part);
        assert!(score.first * 100 >= score.asked * least, "{score:?}");
        assert!(score.among_three * 100 >= score.asked * 95, "{score:?}");
        assert!(score.known * 100 >= score.asked * 82, "{score:?}");
        assert!(score.said_so * 100 >= score.unknown * 75, "{score:?}");
    }
}
