//! Does masking leave no telephone, stay as it is when done again, and say where it masked?
#![no_main]

use fuzz::{book, text};
use intake::{Hidden, Audience};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let text = text(data);
    let length = text.chars().count();
    for reader in [Audience::Handler, Audience::Anyone] {
        let masked = book().mask_for(&text, reader);
        let mut done = 0;
        for Hidden { start, end, .. } in &masked.found {
            assert!(done <= *start && start < end && *end <= length, "{start}..{end} of {text:?}");
            done = *end;
        }
        let again = book().mask_for(&masked.text, reader);
        assert_eq!(again.text, masked.text, "{text:?}");
        assert!(book().contact(&masked.text).phones.is_empty(), "{:?}", masked.text);
    }
});
