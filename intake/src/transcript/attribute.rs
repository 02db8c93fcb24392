//! Who is the agent, who is the citizen?
//!
//! Labels are often missing, numbered (spk 0), exchanged, or wrong for a turn. An agent greets with a fixed formula,
//! asks, reads back and promises; a citizen tells of his home. So every turn is weighed by the cues of `cues.txt`,
//! above zero for the agent, below for the citizen, and then
//!
//! - where the source tells voices apart, one decision is made for each voice, by all that it says together. A
//!   labelled role is believed unless only the other side speaks the agent's formulas ([`EXCHANGED`]);
//! - a single turn that plainly contradicts its voice ([`PLAIN`]) is the other one's: recognisers often give the
//!   greeting to the wrong voice;
//! - where nothing tells voices apart, or all is one voice, turns are cut into sentences and the likeliest course of
//!   the conversation is looked for: people take turns, the agent begins, and the answer to a question is the other's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::words::words;
use super::{Speaker, Transcript, Turn, said};
use crate::text::fold_word;

/// How it is known who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribution {
    /// The source labels every turn, and the labels were believed.
    Labelled,
    /// The source labels or numbers voices, and the words decided about some of it.
    PartlyGuessed,
    /// Only the words tell.
    Guessed,
}

/// From here on all that is labelled the citizen's sounds like an agent, and the labels are exchanged unless the other
/// side does so too.
const EXCHANGED: f64 = 6.0;

/// From here on a single turn contradicts its voice.
const PLAIN: f64 = 6.0;

/// How strongly people take turns from one line to the next.
const NEXT_LINE: f64 = 0.8;

/// How strongly sentences of one line are of one person.
const SAME_LINE: f64 = 0.8;

/// How strongly the agent's question is followed by the citizen's answer; the citizen often goes on after his own.
const ANSWER: f64 = 2.5;

/// Whoever tells something without any formula is more often the citizen.
const TELLS: f64 = -0.3;

/// The agent begins.
const FIRST: f64 = 1.0;

/// The turns with their speakers; none is [`Speaker::Unknown`] any more.
pub(super) fn attribute(transcript: &Transcript) -> (Attribution, Vec<Turn>) {
    let turns = &transcript.turns;
    let labelled = turns.iter().filter(|turn| turn.speaker != Speaker::Unknown).count();
    let voices: std::collections::BTreeSet<&str> =
        turns.iter().filter_map(|turn| turn.voice.as_deref()).collect();
    let has_both = [Speaker::Agent, Speaker::Citizen]
        .iter()
        .all(|speaker| turns.iter().any(|turn| turn.speaker == *speaker && !is_heading(turn)));
    if has_both {
        by_label(turns, labelled == turns.len())
    } else if voices.len() > 1 {
        (Attribution::PartlyGuessed, by_voice(turns))
    } else if labelled == turns.len() && !turns.iter().any(contradicts) {
        // Only one channel was recorded, or only one of them spoke.
        (Attribution::Labelled, turns.clone())
    } else {
        let unknown = |turn: &Turn| {
            let speaker = if is_heading(turn) { turn.speaker } else { Speaker::Unknown };
            Turn { speaker, ..turn.clone() }
        };
        (Attribution::Guessed, by_words(&turns.iter().map(unknown).collect::<Vec<_>>()))
    }
}

/// Both roles are labelled.
fn by_label(turns: &[Turn], all: bool) -> (Attribution, Vec<Turn>) {
    let sound = |speaker: Speaker| -> f64 {
        turns
            .iter()
            .filter(|turn| turn.speaker == speaker && !is_heading(turn))
            .map(|turn| sounds(&turn.text))
            .sum()
    };
    // A citizen may say little that sounds like one, so what counts is that the other side speaks the formulas.
    let is_exchanged =
        sound(Speaker::Citizen) >= EXCHANGED && sound(Speaker::Agent) * 3.0 < sound(Speaker::Citizen);
    let mut turns = turns.to_vec();
    if is_exchanged {
        for turn in turns.iter_mut().filter(|turn| !is_heading(turn)) {
            turn.speaker = other(turn.speaker);
        }
    }
    let corrected = correct(&mut turns);
    if !all {
        turns = by_words(&turns);
    }
    let attribution =
        if all && !is_exchanged && !corrected { Attribution::Labelled } else { Attribution::PartlyGuessed };
    (attribution, turns)
}

/// Voices are told apart, but not named, or not all of them.
fn by_voice(turns: &[Turn]) -> Vec<Turn> {
    let mut sound: BTreeMap<&str, f64> = BTreeMap::new();
    for turn in turns.iter().filter(|turn| !is_heading(turn)) {
        if let Some(voice) = turn.voice.as_deref() {
            *sound.entry(voice).or_default() += sounds(&turn.text);
        }
    }
    // Of the voices nobody named the most agent-like is the agent, of equals the one that speaks first.
    let has_agent = turns.iter().any(|turn| turn.speaker == Speaker::Agent && !is_heading(turn));
    let mut best: Option<(&str, f64)> = None;
    let unnamed = turns.iter().filter(|turn| turn.speaker == Speaker::Unknown && !has_agent);
    for voice in unnamed.filter_map(|turn| turn.voice.as_deref()) {
        let sound = sound.get(voice).copied().unwrap_or(0.0);
        if best.is_none_or(|(_, most)| sound > most + f64::EPSILON) {
            best = Some((voice, sound));
        }
    }
    let agent = best.map(|(voice, _)| voice.to_owned());
    let is_agent = |voice: &str| {
        agent.as_deref() == Some(voice) || sound.get(voice).is_some_and(|sound| *sound >= PLAIN)
    };
    let mut named: Vec<Turn> = turns
        .iter()
        .map(|turn| {
            let speaker = match &turn.voice {
                Some(_) if turn.speaker != Speaker::Unknown => turn.speaker,
                Some(voice) if is_agent(voice) => Speaker::Agent,
                Some(_) => Speaker::Citizen,
                None => turn.speaker,
            };
            Turn { speaker, ..turn.clone() }
        })
        .collect();
    correct(&mut named);
    by_words(&named)
}

/// Gives turns that plainly contradict their voice to the other; tells whether there was one.
fn correct(turns: &mut [Turn]) -> bool {
    let mut corrected = false;
    for turn in turns.iter_mut().filter(|turn| contradicts(turn)) {
        turn.speaker = other(turn.speaker);
        corrected = true;
    }
    corrected
}

/// Whether a turn plainly sounds like the other.
fn contradicts(turn: &Turn) -> bool {
    match turn.speaker {
        Speaker::Citizen => sounds(&turn.text) >= PLAIN,
        Speaker::Agent => sounds(&turn.text) <= -PLAIN && !is_heading(turn),
        Speaker::Unknown => false,
    }
}

/// The likeliest course of a conversation nobody labelled: for every sentence either speaker, the sum of what they
/// sound like and of how the turns follow one another being the greatest. Turns already known stay as they are.
fn by_words(turns: &[Turn]) -> Vec<Turn> {
    let mut units: Vec<(Turn, bool)> = Vec::new();
    for turn in turns {
        if turn.speaker == Speaker::Unknown {
            for (index, sentence) in sentences(&turn.text).into_iter().enumerate() {
                units.push((Turn { text: sentence.to_owned(), ..turn.clone() }, index > 0));
            }
        } else {
            units.push((turn.clone(), false));
        }
    }
    const AGENT: usize = 0;
    const CITIZEN: usize = 1;
    let mut best = [0.0_f64; 2];
    let mut back: Vec<[usize; 2]> = Vec::with_capacity(units.len());
    for (index, (turn, same_line)) in units.iter().enumerate() {
        let sound = match turn.speaker {
            Speaker::Agent => 1e6,
            Speaker::Citizen => -1e6,
            Speaker::Unknown => match sounds(&turn.text) {
                0.0 if !is_question(&turn.text) => TELLS,
                sound => sound,
            },
        };
        let own = [sound, -sound];
        let asked = index > 0 && is_question(&units[index - 1].0.text);
        let mut from = [AGENT, CITIZEN];
        let mut next = [0.0; 2];
        for now in [AGENT, CITIZEN] {
            let step = |before: usize| {
                let stays = before == now;
                let follow = match (index, *same_line, stays) {
                    (0, _, _) if now == AGENT => FIRST,
                    (0, _, _) => 0.0,
                    (_, true, true) => SAME_LINE,
                    (_, false, false) => NEXT_LINE,
                    (_, true, false) | (_, false, true) => 0.0,
                };
                let answers = asked && before == AGENT && now == CITIZEN;
                best[before] + follow + if answers { ANSWER } else { 0.0 }
            };
            from[now] = if step(AGENT) >= step(CITIZEN) { AGENT } else { CITIZEN };
            next[now] = step(from[now]) + own[now];
        }
        back.push(from);
        best = next;
    }
    let mut state = if best[AGENT] >= best[CITIZEN] { AGENT } else { CITIZEN };
    let mut states = vec![AGENT; units.len()];
    for index in (0..units.len()).rev() {
        states[index] = state;
        state = back[index][state];
    }
    let mut spoken: Vec<Turn> = Vec::new();
    for ((turn, same_line), state) in units.into_iter().zip(states) {
        let speaker = if state == AGENT { Speaker::Agent } else { Speaker::Citizen };
        match spoken.last_mut().filter(|last| same_line && last.speaker == speaker && last.line == turn.line)
        {
            Some(last) => last.text.push_str(&turn.text),
            None => spoken.push(Turn { speaker, ..turn }),
        }
    }
    spoken
}

/// A text cut behind its full stops and question marks; where it has none, at its blanks and before the words that
/// tell who speaks.
fn sentences(text: &str) -> Vec<&str> {
    const LONG: usize = 40;
    let is_end = |c: char| matches!(c, '。' | '！' | '？' | '!' | '?' | '；');
    let mut found: Vec<&str> = Vec::new();
    for sentence in cut(text, is_end) {
        let words_only = sentence.chars().count() > LONG && !sentence.contains(['，', ',', '、']);
        if !words_only {
            found.push(sentence);
        } else if sentence.contains(' ') && said::spaced(sentence).contains('，') {
            found.extend(cut(sentence, char::is_whitespace));
        } else {
            let mut from = 0;
            for at in words().cue_starts(sentence).into_iter().chain([sentence.len()]) {
                if at > from {
                    found.push(&sentence[from..at]);
                    from = at;
                }
            }
        }
    }
    found
}

/// A text cut behind every mark that has words before it.
fn cut(text: &str, is_mark: impl Fn(char) -> bool) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| is_mark(*c)) {
        let end = at + mark.len_utf8();
        if text[from..at].chars().any(char::is_alphanumeric) {
            found.push(&text[from..end]);
            from = end;
        }
    }
    if !text[from..].trim().is_empty() {
        found.push(&text[from..]);
    }
    found
}

fn is_question(text: &str) -> bool {
    let folded = fold_word(text);
    let end = folded.trim_end_matches([' ', '.', '。']);
    end.ends_with('?')
        || words().ends(end, "question-end").is_some()
        || ["ask-place", "ask-name", "ask-phone"].iter().any(|list| words().holds(&folded, list))
}

/// What a turn sounds like; marks and blanks between its words do not matter.
fn sounds(text: &str) -> f64 {
    let bare: String = fold_word(text).chars().filter(|c| c.is_alphanumeric()).collect();
    words().sounds(&bare)
}

/// Whether a turn is what the recording system wrote above the conversation.
pub(super) fn is_heading(turn: &Turn) -> bool {
    turn.voice.as_deref() == Some("#")
}

fn other(speaker: Speaker) -> Speaker {
    match speaker {
        Speaker::Agent => Speaker::Citizen,
        Speaker::Citizen => Speaker::Agent,
        Speaker::Unknown => Speaker::Unknown,
    }
}
