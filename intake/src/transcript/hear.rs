//! What does the citizen want, out of a whole conversation?

use serde::Serialize;

use super::attribute::{self, Attribution, attribute};
use super::outcome::{self, Reply, reply};
use super::words::words;
use super::{Speaker, Transcript, Turn, address, name, number, said};
use crate::text::fold_word;
use crate::{Book, Understanding};

/// A call, understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CallHeard {
    /// How it is known who speaks.
    pub attribution: Attribution,
    /// The turns, every one with its speaker. A turn nobody labelled may have become several.
    pub turns: Vec<Turn>,
    /// The citizen's matter in his own words, without the sounds and repetitions of speech, greetings, and what only
    /// answered the questions for name, telephone and place. Nothing the agent said is in it.
    pub story: String,
    /// Where it is, put together from the pieces; what the agent said only as far as the citizen agreed to it.
    pub place: Option<String>,
    /// The citizen's name: in full, or the surname with the title the agent gave him (王女士).
    pub name: Option<String>,
    /// The citizen's own telephone, digits only.
    pub phone: Option<String>,
    /// Whether the agent answered an enquiry on the telephone and the citizen was content.
    pub answered: bool,
    /// Whether the citizen agreed to what the agent read back last.
    pub confirmed: bool,
    /// Whether no citizen said anything of content: silence, noise, a wrong number.
    pub said_nothing: bool,
    /// The story understood, at the place.
    pub understanding: Understanding,
}

impl Book {
    /// Takes the citizen's matter out of a conversation.
    pub fn hear_call(&self, transcript: &Transcript) -> CallHeard {
        let (attribution, turns) = attribute(transcript);
        let place = address::place(self, &turns);
        let story = story(self, &turns);
        let said_nothing = story.is_empty();
        let understanding = match &place {
            Some(place) if !said_nothing => self.understand_at(&story, place),
            Some(_) | None => self.understand(&story),
        };
        CallHeard {
            attribution,
            name: name::name(&turns),
            phone: number::phone(&turns),
            answered: outcome::answered(&turns, understanding.kind),
            confirmed: outcome::confirmed(&turns),
            story,
            place,
            said_nothing,
            understanding,
            turns,
        }
    }
}

/// The citizen's turns one after another, without what is no part of the matter.
fn story(book: &Book, turns: &[Turn]) -> String {
    let mut story = String::new();
    let mut asked = Asked::default();
    let mut interrupted = false;
    for turn in turns.iter().filter(|turn| !attribute::is_heading(turn)) {
        if turn.speaker == Speaker::Agent {
            let folded = fold_word(&turn.text);
            if said::is_courtesy(&folded) {
                interrupted = true;
            } else {
                asked = Asked::of(&folded);
                interrupted = false;
            }
            continue;
        }
        let text = said::clean(&turn.text);
        if text.is_empty() || asked.is_answer(book, &text) || number::is_dictation(&text) || is_nothing(&text)
        {
            continue;
        }
        if !story.is_empty() && !story.ends_with(['。', '！', '？', '；']) {
            story.push(if interrupted { '，' } else { '。' });
        }
        story.push_str(&text);
        interrupted = false;
    }
    story
}

/// What the agent just asked for.
#[derive(Clone, Copy, Default)]
struct Asked {
    place: bool,
    name: bool,
    phone: bool,
    agreement: bool,
}

impl Asked {
    fn of(folded: &str) -> Asked {
        Asked {
            place: words().holds(folded, "ask-place"),
            name: words().holds(folded, "ask-name"),
            phone: words().holds(folded, "ask-phone"),
            agreement: outcome::reads_back(folded),
        }
    }

    /// Whether a turn only answers that.
    fn is_answer(self, book: &Book, text: &str) -> bool {
        self.place && address::is_address(book, text)
            || self.name && name::is_introduction(text)
            || self.phone && words().holds(&fold_word(text), "this-number")
            || self.agreement
                && reply(text) != Reply::Other
                && (said::is_courtesy(text) || address::is_address(book, text))
    }
}

/// Whether somebody only did not mean to call.
fn is_nothing(text: &str) -> bool {
    said::clauses(text).iter().all(|(clause, _)| {
        let mut rest: String = fold_word(clause).chars().filter(|c| c.is_alphanumeric()).collect();
        while !rest.is_empty() {
            let Some(word) =
                words().begins(&rest, "wrong-number").or_else(|| words().begins(&rest, "courtesy"))
            else {
                return false;
            };
            rest = rest[word.len()..].to_owned();
        }
        true
    })
}
