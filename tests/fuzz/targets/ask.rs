//! Is every question answered, or honestly not?
#![no_main]

use fuzz::{book, text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let text = text(data);
    let found = book().knowledge(&text, 5);
    assert!(found.len() <= 5);
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)), "{found:?}");
    assert!(found.windows(2).all(|two| two[0].score >= two[1].score));
    if let Some(sure) = book().sure_answer(&text) {
        assert_eq!(sure.id, found[0].id);
    }
    let (question, body) = text.split_once('\n').unwrap_or((&text, &text));
    book().excerpt(question, body);
});
