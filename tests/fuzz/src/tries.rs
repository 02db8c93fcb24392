//! What is tried with every input, and what must hold of each?

use intake::{
    AreaPattern, Audience, CategoryPattern, Format, Handler, Hidden, Located, Model, Place, Recorded, Term,
    Transcript, Understanding,
};

use super::{book, slice};

/// Is every message understood, with reasons that point at what was typed?
pub fn understand(text: &str) {
    let understood = book().understand(text);
    assert!((0.0..=1.0).contains(&understood.confidence));
    assert_eq!(understood.path.is_empty(), understood.category.is_none());
    reasons_point_at(text, &understood);
    if let Some(Place { text: said, start, end, .. }) = &understood.place {
        assert_eq!(slice(text, *start, *end), *said);
    }
    assert_eq!(book().danger(text), understood.emergency.as_ref());
    book().request(text);
    for phone in book().contact(text).phones {
        slice(text, phone.start, phone.end);
    }
}

/// Is every address placed, said in the message or, in the second line, apart from it?
pub fn place(text: &str) {
    let (message, place) = text.split_once('\n').unwrap_or((text, text));
    reasons_point_at(message, &book().understand_at(message, place));
    match book().locate(place) {
        Located::Ambiguous(places) => assert!(places.len() > 1),
        Located::Found(_) | Located::Unknown => {}
    }
}

/// Is every transcript read or refused, in each format that it may be said to have, and every call heard?
pub fn call(format: u8, text: &str) {
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
    let format = FORMATS[usize::from(format) % FORMATS.len()];
    let Ok(transcript) = Transcript::read(text, format) else { return };
    let heard = book().hear_call(&transcript);
    assert_eq!(heard.said_nothing, heard.story.is_empty());
    assert!(heard.phone.as_ref().is_none_or(|phone| phone.bytes().all(|byte| byte.is_ascii_digit())));
    let said = || Some(text.to_owned());
    let recorded = Recorded { place: said(), name: said(), phone: said(), ..Recorded::default() };
    book().compare(&recorded, &heard);
}

/// Does masking leave no telephone, stay as it is when done again, and say where it masked?
pub fn mask(text: &str) {
    let length = text.chars().count();
    for reader in [Audience::Handler, Audience::Anyone] {
        let masked = book().mask_for(text, reader);
        let mut done = 0;
        for Hidden { start, end, .. } in &masked.found {
            assert!(done <= *start && start < end && *end <= length, "{start}..{end} of {text:?}");
            done = *end;
        }
        let again = book().mask_for(&masked.text, reader);
        assert_eq!(again.text, masked.text, "{text:?}");
        assert!(book().contact(&masked.text).phones.is_empty(), "{:?}", masked.text);
    }
}

/// Is every question answered, or honestly not?
pub fn ask(text: &str) {
    let found = book().knowledge(text, 5);
    assert!(found.len() <= 5);
    assert!(found.iter().all(|found| (0.0..=1.0).contains(&found.score)), "{found:?}");
    assert!(found.windows(2).all(|two| two[0].score >= two[1].score));
    if let Some(sure) = book().sure_answer(text) {
        assert_eq!(sure.id, found[0].id);
    }
    let (question, body) = text.split_once('\n').unwrap_or((text, text));
    book().excerpt(question, body);
}

/// Does every table of labels, words and weights become a model or a refusal, and every model label every message, the
/// one behind an empty line, with reasons that add up?
pub fn model(text: &str) {
    let (table, message) = text.split_once("\n\n").unwrap_or((text, text));
    let Ok(model) = Model::read(table) else { return };
    let judgement = model.judge(message);
    let weights: f64 = judgement.because.iter().map(|because| because.weight).sum();
    let missing = judgement.score - judgement.bias - weights;
    assert!(missing.abs() < 1e-6 * (1.0 + judgement.score.abs()), "{missing}");
    let labelled = book().judged(&judgement, book().understand(message));
    assert!((0.0..=1.0).contains(&labelled.confidence), "{}", labelled.confidence);
    reasons_point_at(message, &labelled);
}

/// Is every cell of a clerk's table read or refused?
pub fn cell(text: &str) {
    if let Ok(term) = text.parse::<Term>() {
        assert!(!term.all_of.is_empty() && term.all_of.iter().all(|word| !word.is_empty()));
        assert!(term.weight.is_finite() && term.weight != 0.0);
    }
    let _category = text.parse::<CategoryPattern>();
    let _area = text.parse::<AreaPattern>();
    let _handler = text.parse::<Handler>();
}

fn reasons_point_at(text: &str, understood: &Understanding) {
    for because in understood.because.iter().filter(|because| !because.rule.starts_with("place:")) {
        assert_eq!(slice(text, because.start, because.end), because.word);
    }
}
