//! Is every address placed, said in the message or apart from it?
#![no_main]

use fuzz::{book, slice, text};
use intake::Located;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let text = text(data);
    let (message, place) = text.split_once('\n').unwrap_or((&text, &text));
    let understood = book().understand_at(message, place);
    for because in understood.because.iter().filter(|because| !because.rule.starts_with("place:")) {
        assert_eq!(slice(message, because.start, because.end), because.word);
    }
    match book().locate(place) {
        Located::Ambiguous(places) => assert!(places.len() > 1),
        Located::Found(_) | Located::Unknown => {}
    }
});
