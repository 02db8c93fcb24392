//! Is every message understood, with reasons that point at what was typed?
#![no_main]

use fuzz::{book, slice, text};
use intake::Place;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let text = text(data);
    let understood = book().understand(&text);
    assert!((0.0..=1.0).contains(&understood.confidence));
    assert_eq!(understood.path.is_empty(), understood.category.is_none());
    for because in understood.because.iter().filter(|because| !because.rule.starts_with("place:")) {
        assert_eq!(slice(&text, because.start, because.end), because.word);
    }
    if let Some(Place { text: said, start, end, .. }) = &understood.place {
        assert_eq!(slice(&text, *start, *end), *said);
    }
    assert_eq!(book().danger(&text), understood.emergency.as_ref());
    book().request(&text);
    for phone in book().contact(&text).phones {
        slice(&text, phone.start, phone.end);
    }
});
