//! Is every cell of a clerk's table read or refused?
#![no_main]

use fuzz::text;
use intake::{AreaPattern, CategoryPattern, Handler, Term};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let text = text(data);
    if let Ok(term) = text.parse::<Term>() {
        assert!(!term.all_of.is_empty() && term.all_of.iter().all(|word| !word.is_empty()));
        assert!(term.weight.is_finite() && term.weight != 0.0);
    }
    let _category = text.parse::<CategoryPattern>();
    let _area = text.parse::<AreaPattern>();
    let _handler = text.parse::<Handler>();
});
