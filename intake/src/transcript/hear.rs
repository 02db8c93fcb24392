//! What does the citizen want, out of a whole conversation?

use serde::Serialize;

use super::attribute::{self, Attribution, attribute};
use super::outcome::{self, Reply, reply};
use super::summary::{self, FourElements};
use super::words::words;
use super::{Speaker, Transcript, Turn, address, asking, name, number, said};
use crate::text::fold_word;
use crate::{Because, Book, Field, Kind, Routed, Understanding};

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
    /// The citizen's name: in full, or the surname alone; a title is no part of it.
    pub name: Option<String>,
    /// The citizen's own telephone, digits only.
    pub phone: Option<String>,
    /// The call in one sentence, in the citizen's own words; empty when nothing was said.
    pub summary: String,
    /// 四要素.
    pub elements: FourElements,
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
        let name = name::name(&turns);
        let (main, beside) = story(self, &turns, name.as_deref());
        let mut story = format!("{main}{beside}");
        if place.is_none() && outcome::heard_nothing(&turns) && self.is_no_matter(&story) {
            story.clear();
        }
        let said_nothing = story.is_empty();
        let at = |text: &str| match &place {
            Some(place) if !said_nothing => self.understand_at(text, place),
            Some(_) | None => self.understand(text),
        };
        // The main matter decides; it stands first, so that its reasons point into the whole story. But no danger
        // may be missed, and something must be understood.
        let whole = at(&story);
        let understanding = if said_nothing || beside.is_empty() || whole.emergency.is_some() {
            whole
        } else {
            Some(at(&main)).filter(|main| main.category.is_some()).unwrap_or(whole)
        };
        let understanding = self.in_danger(self.as_told(understanding, &story));
        let phone = number::phone(&turns);
        let elements =
            summary::elements(&story, &understanding, name.as_deref(), phone.as_deref(), place.as_deref());
        CallHeard {
            attribution,
            phone,
            summary: summary::summary(&elements),
            elements,
            answered: outcome::answered(&turns, understanding.kind),
            confirmed: outcome::confirmed(&turns),
            name,
            story,
            place,
            said_nothing,
            understanding,
            turns,
        }
    }
}

impl Book {
    /// Whether what somebody said is about nothing a hotline knows.
    fn is_no_matter(&self, story: &str) -> bool {
        let understood = self.understand(story);
        understood.category.is_none() && understood.emergency.is_none()
    }

    /// Who only tells something asks for no information, whatever single words sound like a question; what people
    /// usually want in such a matter is what he wants.
    fn as_told(&self, mut understanding: Understanding, story: &str) -> Understanding {
        let usual = understanding
            .category
            .as_ref()
            .and_then(|code| self.categories.iter().find(|category| category.code == *code))
            .map_or(Kind::Help, |category| category.kind);
        if understanding.kind != Kind::Consultation
            || usual == Kind::Consultation
            || !asking::only_tells(story)
        {
            return understanding;
        }
        understanding.because.retain(|because| because.field != Field::Kind);
        self.with_kind(understanding, usual)
    }

    /// Another kind, and who is responsible for it.
    fn with_kind(&self, mut understanding: Understanding, kind: Kind) -> Understanding {
        understanding.kind = kind;
        if let Some(category) = &understanding.category {
            let area = understanding.place.as_ref().and_then(crate::Place::narrowest);
            if let Routed::To { lead, helpers, .. } = self.route(category, area, kind) {
                (understanding.unit, understanding.helpers) =
                    self.with_danger((Some(lead), helpers), understanding.emergency.as_ref());
            }
        }
        understanding
    }

    /// Who calls in danger wants help, whatever people usually want in such a matter, unless he says otherwise.
    fn in_danger(&self, understanding: Understanding) -> Understanding {
        let is_said = |because: &Because| {
            because.field == Field::Kind && because.rule.starts_with("kinds:") && because.weight > 0.0
        };
        if understanding.emergency.is_none()
            || understanding.kind == Kind::Help
            || understanding.because.iter().any(is_said)
        {
            return understanding;
        }
        self.with_kind(understanding, Kind::Help)
    }
}

/// The citizen's turns one after another, without what is no part of the matter: first the main matter, then what is
/// only mentioned beside it (顺便, 还有个事).
fn story(book: &Book, turns: &[Turn], name: Option<&str>) -> (String, String) {
    let (mut main, mut beside) = (String::new(), String::new());
    let mut asked = Asked::default();
    let mut interrupted = false;
    let mut opening = String::new();
    let mut promised = false;
    for (index, turn) in turns.iter().enumerate().filter(|(_, turn)| !attribute::is_heading(turn)) {
        if turn.speaker == Speaker::Agent {
            let folded = fold_word(&turn.text);
            promised |= outcome::promises(&folded, turns.get(index + 1).map(|next| next.text.as_str()));
            if said::is_courtesy(&folded) {
                interrupted = true;
            } else {
                asked = Asked::of(&folded);
                interrupted = false;
            }
            continue;
        }
        let mut text = said::clean(&turn.text);
        if main.is_empty()
            && let Some((question, rest)) = asking::about_the_call(&text)
            && book.understand(question).emergency.is_none()
        {
            opening.push_str(question);
            text = rest.to_owned();
        }
        if text.is_empty() || asked.is_answer(book, &text) || is_nothing(&text) {
            continue;
        }
        let mut is_beside = false;
        let mut is_first = true;
        for (clause, mark) in said::clauses(&text) {
            if asked.is_contact(&clause, name) || promised && asking::is_about_the_answer(&clause, mark) {
                continue;
            }
            let folded = fold_word(&clause);
            if words().begins(&folded, "side-matter").is_some() {
                is_beside = true;
            } else if words().begins(&folded, "main-matter").is_some() {
                is_beside = false;
            }
            let story = if is_beside && !main.is_empty() { &mut beside } else { &mut main };
            if is_first && !story.is_empty() {
                end(story, if interrupted { '，' } else { '。' });
            }
            is_first = false;
            story.push_str(&clause);
            story.push(mark);
        }
        interrupted = false;
    }
    if main.is_empty() {
        main = opening;
    }
    if beside.is_empty() {
        (main.trim_end_matches('，').to_owned(), beside)
    } else {
        end(&mut main, '。');
        (main, beside.trim_end_matches('，').to_owned())
    }
}

/// Ends what was said so far with a mark, unless a sentence ends there already.
fn end(story: &mut String, mark: char) {
    if story.ends_with('，') {
        story.pop();
    }
    if !story.ends_with(['。', '！', '？', '；']) {
        story.push(mark);
    }
}

/// What the agent just asked for.
#[derive(Clone, Copy, Default)]
struct Asked {
    place: bool,
    phone: bool,
    agreement: bool,
}

impl Asked {
    fn of(folded: &str) -> Asked {
        Asked {
            place: words().holds(folded, "ask-place"),
            phone: words().holds(folded, "ask-phone"),
            agreement: outcome::reads_back(folded),
        }
    }

    /// Whether a turn only answers that.
    fn is_answer(self, book: &Book, text: &str) -> bool {
        let agrees = reply(text) != Reply::Other && said::is_courtesy(text);
        self.place && address::is_address(book, text)
            || self.phone && words().holds(&fold_word(text), "this-number")
            || self.agreement && (agrees || address::is_address(book, text))
    }

    /// Whether a clause only gives name or number.
    fn is_contact(self, clause: &str, name: Option<&str>) -> bool {
        number::is_dictation(clause)
            || self.phone && words().holds(&fold_word(clause), "this-number")
            || name.is_some_and(|name| name::is_introduction(clause, name))
    }
}

/// Whether somebody only did not mean to call.
fn is_nothing(text: &str) -> bool {
    said::is_made_of(text, &["wrong-number", "courtesy"])
}
