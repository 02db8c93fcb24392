//! Where is it, as far as it comes out piece by piece in a conversation?
//!
//! The town is said first, the 小区 when the agent asks, the building later, and half of it is put right (「不是三号楼，
//! 是五号楼」). What the citizen answers to the agent's question for the place counts before what he mentions in his
//! story; what the agent says counts only when the citizen agrees to it.

use super::outcome::{Reply, reads_back, reply};
use super::pieces::{Detail, Heard, Named, Slot, Weight, hear, ranges};
use super::words::words;
use super::{Speaker, Turn, attribute, said};
use crate::text::fold_word;
use crate::{Book, Level};

/// Shorter turns of the agent (嗯, 好的) leave his question standing.
const BACKCHANNEL: usize = 6;

/// The address of a call: town and community as far as they were said apart, the name, building, unit, room, side.
pub(super) fn place(book: &Book, turns: &[Turn]) -> Option<String> {
    let mut names: Vec<Named> = Vec::new();
    let mut parts: Vec<(Weight, Detail)> = Vec::new();
    let mut named_by_agent: Vec<String> = Vec::new();
    let mut bare = None;
    // What no file knows, said when the agent asked what the place is called.
    let mut called: Option<String> = None;
    let mut asked = false;
    let mut asked_name = false;
    for (index, turn) in turns.iter().enumerate().filter(|(_, turn)| !attribute::is_heading(turn)) {
        let folded = fold_word(&turn.text);
        let next = turns.get(index + 1).filter(|next| next.speaker == Speaker::Citizen);
        let weight = match (turn.speaker, next.map(|next| reply(&next.text))) {
            (Speaker::Agent, Some(Reply::Yes)) if reads_back(&turn.text) || is_guess(&folded) => {
                Weight::Agreed
            }
            (Speaker::Agent, _) => {
                let said = hear(book, &turn.text, Weight::Told, index);
                let proposes = is_question(&folded) || reads_back(&turn.text);
                let has_place = proposes_place(&said);
                if !proposes {
                    named_by_agent.extend(said.names.into_iter().map(|name| name.text));
                }
                asked_name = words().holds(&folded, "ask-place-name");
                asked = words().holds(&folded, "ask-place")
                    || proposes && has_place
                    || asked && folded.chars().count() < BACKCHANNEL;
                continue;
            }
            // 「说错了，是六号楼」 puts right even what was agreed to.
            (_, _) if words().holds(&folded, "put-right") => Weight::Agreed,
            (_, _) if asked => Weight::Answered,
            (_, _) => Weight::Told,
        };
        let mut heard = hear(book, &turn.text, weight, index);
        let has_place = proposes_place(&heard);
        for name in heard
            .names
            .iter_mut()
            .filter(|name| weight == Weight::Told && named_by_agent.contains(&name.text))
        {
            name.is_aside = !names.iter().any(|before| before.text == name.text && !before.is_aside);
        }
        for denied in &heard.denied {
            parts.retain(|(_, part)| part != denied);
            for name in &mut names {
                name.details.retain(|detail| detail != denied);
            }
        }
        if !heard.refused.is_empty() {
            names.retain(|name| !heard.refused.contains(&name.text));
        }
        if std::mem::take(&mut asked_name) && heard.names.is_empty() && heard.parts.is_empty() {
            called = called_so(&turn.text).or(called);
        }
        if weight == Weight::Answered && heard.names.is_empty() && heard.parts.is_empty() && bare.is_none() {
            bare = described(&turn.text);
        }
        // A story that names more places than this is no address any more.
        const MOST_TOLD: usize = 200;
        names.extend(
            heard.names.into_iter().filter(|name| name.weight > Weight::Told || name.order < MOST_TOLD),
        );
        for part in heard.parts {
            put(&mut parts, weight, part);
        }
        if turn.speaker == Speaker::Agent {
            asked = has_place;
        } else if asked {
            asked = said::is_courtesy(&turn.text);
        }
    }
    compose(book, &names, &parts, called.as_deref()).or(bare).or(called)
}

/// Whether a turn says nothing but where it is.
pub(super) fn is_address(book: &Book, text: &str) -> bool {
    let folded = book.variants.fold(text);
    let mut covered = vec![false; folded.text().len()];
    for range in ranges(book, &folded) {
        covered[range].fill(true);
    }
    let rest: String = folded
        .text()
        .char_indices()
        .filter(|(at, c)| !covered[*at] && c.is_alphanumeric())
        .map(|(_, c)| c)
        .collect();
    let mut left = rest.as_str();
    while let Some(word) = words().begins(left, "address-frame") {
        left = &left[word.len()..];
    }
    left.is_empty() && covered.contains(&true)
}

/// The later of equal weight puts the earlier right; what is only told never changes an answer, nor what was told
/// first.
fn put(parts: &mut Vec<(Weight, Detail)>, weight: Weight, part: Detail) {
    match parts.iter_mut().find(|(_, known)| known.slot == part.slot) {
        Some((known, _)) if weight < *known || weight == Weight::Told => {}
        Some(known) => *known = (weight, part),
        None => parts.push((weight, part)),
    }
}

/// `called` is what the place is called on the road that is known.
fn compose(book: &Book, names: &[Named], parts: &[(Weight, Detail)], called: Option<&str>) -> Option<String> {
    let main = names.iter().enumerate().max_by_key(|(index, name)| {
        let is_narrow = name.is_spot
            && (name.level >= Some(Level::Community) || name.level.is_none() && name.weight > Weight::Told);
        let later = if name.weight > Weight::Told { *index as isize } else { -(*index as isize) };
        let known = (name.level.is_some(), !name.is_home, name.level);
        (is_narrow, !name.is_aside, name.weight, known, !name.details.is_empty(), later)
    });
    let mut details: Vec<(Weight, Detail)> = Vec::new();
    let mut address = String::new();
    if let Some((_, main)) = main {
        // 「青河镇柳荫小区」 once, 「柳荫小区」 later: the fuller one.
        let fullest =
            names.iter().filter(|other| other.text.ends_with(&main.text) && other.order <= main.order);
        let text = fullest.map(|other| &other.text).max_by_key(|text| text.len()).unwrap_or(&main.text);
        for name in wider(book, names, main).into_iter().filter(|name| !text.contains(name)) {
            address.push_str(name);
        }
        address.push_str(text);
        if words().ends(text, "road-end").is_some() {
            address.push_str(called.unwrap_or_default());
        }
        let is_same = |other: &&Named| other.text.contains(&main.text) || main.text.contains(&other.text);
        for other in names.iter().filter(is_same) {
            for part in &other.details {
                put(&mut details, other.weight.max(Weight::Answered), part.clone());
            }
        }
    }
    for (weight, part) in parts {
        put(&mut details, *weight, part.clone());
    }
    details.sort_by_key(|(_, part)| part.slot);
    // The side alone says nothing.
    if address.is_empty() && details.iter().all(|(_, part)| part.slot == Slot::Side) {
        return None;
    }
    for (_, part) in details {
        address.push_str(&part.text);
    }
    (!address.is_empty()).then_some(address)
}

/// The towns and communities said apart that hold the place, or that may hold it when no file knows it.
fn wider<'n>(book: &Book, names: &'n [Named], main: &Named) -> Vec<&'n str> {
    let mut wider: Vec<&Named> = Vec::new();
    let own = book.spot_area(&main.text);
    let is_road = |name: &Named| words().ends(&name.text, "road-end").is_some();
    // 「青年街两边，民族学校对面那一段」: a road said before a spot on it.
    let along = |name: &&Named| is_road(name) && !is_road(main) && name.order <= main.order && !name.is_aside;
    for name in names.iter().filter(|name| !name.is_spot || name.level == Some(Level::Town) || along(name)) {
        if main.text.contains(&name.text) || wider.iter().any(|other| other.text == name.text) {
            continue;
        }
        let area = book.spot_area(&name.text);
        let holds = match (&own, &area) {
            (Some(own), Some(area)) => (own != area || along(&name)) && book.areas.lies_in(own, area),
            (None, Some(_)) => name.weight > Weight::Told || name.order == main.order,
            (_, None) => false,
        };
        if holds && wider.iter().all(|other| other.level != name.level) {
            wider.push(name);
        }
    }
    wider.sort_by_key(|name| name.level);
    wider.into_iter().map(|name| name.text.as_str()).collect()
}

/// Whether a turn of the agent is about the place: it holds a name some file knows, or a part of an address.
fn proposes_place(heard: &Heard) -> bool {
    heard.names.iter().any(|name| name.level.is_some()) || !heard.parts.is_empty()
}

fn is_question(folded: &str) -> bool {
    folded.trim_end().ends_with('?') || ends_asking(folded)
}

fn ends_asking(folded: &str) -> bool {
    words().ends(folded.trim_end_matches(|c: char| !c.is_alphanumeric()), "question-end").is_some()
}

/// Whether a short question of the agent proposes a place: 「是朝霞小区吗」.
fn is_guess(folded: &str) -> bool {
    const LONGEST: usize = 24;
    folded.chars().count() <= LONGEST && ends_asking(folded)
}

/// The short name an answer begins with: 「云锦台，云彩的云」.
fn called_so(text: &str) -> Option<String> {
    const LONGEST: usize = 8;
    let (name, _) = said::clauses(&said::clean(text)).into_iter().next()?;
    let is_name = (2..=LONGEST).contains(&name.chars().count())
        && name.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !words().holds(&fold_word(&name), "unknown-place");
    is_name.then_some(name)
}

/// An answer in which no name is known, kept as it was said when it is short and says something.
fn described(text: &str) -> Option<String> {
    const LONGEST: usize = 30;
    let said = said::clean(text);
    let folded = fold_word(&said);
    let length = folded.chars().filter(|c| c.is_alphanumeric()).count();
    let says_nothing = words().holds(&folded, "unknown-place");
    ((3..=LONGEST).contains(&length) && !says_nothing && folded.chars().any(|c| c.is_alphabetic()))
        .then(|| said.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

impl Book {
    /// The narrowest area that surely holds a name.
    fn spot_area(&self, name: &str) -> Option<crate::AreaCode> {
        let folded = self.variants.fold(name);
        let spot = self.spot(&folded, &self.read(&folded))?;
        spot.place.narrowest().cloned()
    }
}
