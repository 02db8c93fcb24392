//! Is every transcript read or refused, and every call heard?
#![no_main]

use fuzz::{book, text};
use intake::{Format, Recorded, Transcript};
use libfuzzer_sys::fuzz_target;

const FORMATS: [Option<Format>; 8] = [
    None,
    Some(Format::Labelled),
    Some(Format::Plain),
    Some(Format::WebVtt),
    Some(Format::Srt),
    Some(Format::FunAsr),
    Some(Format::Whisper),
    Some(Format::Turns),
];

fuzz_target!(init: { book(); }, |data: &[u8]| {
    let Some((&which, data)) = data.split_first() else { return };
    let text = text(data);
    let Ok(transcript) = Transcript::read(&text, FORMATS[usize::from(which) % FORMATS.len()]) else { return };
    let heard = book().hear_call(&transcript);
    assert_eq!(heard.said_nothing, heard.story.is_empty());
    assert!(heard.phone.as_ref().is_none_or(|phone| phone.bytes().all(|byte| byte.is_ascii_digit())));
    let recorded = Recorded { place: Some(text.clone()), name: Some(text.clone()), phone: Some(text), ..Recorded::default() };
    book().compare(&recorded, &heard);
});
