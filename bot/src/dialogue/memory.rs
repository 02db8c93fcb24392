//! What does a conversation remember between two messages?

use intake::{AreaCode, CategoryCode, Kind, Urgency};
use prompts::{Errand, Slot};
use serde::{Deserialize, Serialize};
use storage::{OrderNo, PaperId};

use super::pace::Pace;

/// The version of [`Memory`] this program writes. A document of another version restarts the dialogue politely:
/// what was said stays in the ledger, only the draft's form is lost.
const VERSION: u32 = 1;

/// Everything a conversation remembers. Kept sealed by the store, because a draft holds the citizen's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    version: u32,
    /// The matter being told, if one is.
    pub draft: Option<Draft>,
    /// What the bot waits for.
    pub focus: Focus,
    /// Orders of other conversations whose number and 查询码 were told here: they may be acted on from here.
    pub proven: Vec<OrderNo>,
    /// Version of the privacy notice that was shown.
    pub privacy: Option<String>,
    /// 代办: the next matter is told for somebody else, who agrees to it.
    #[serde(default)]
    pub behalf: bool,
    /// The parts of an album that have come so far.
    #[serde(default)]
    pub album: Option<Album>,
    /// A question about photos that came, put aside while something else is asked.
    #[serde(default)]
    pub aside: Option<Focus>,
    /// Matters that were told with the one of the draft, in the citizen's words; each begins when the one before it is
    /// submitted or given up.
    #[serde(default)]
    pub later: Vec<String>,
    /// How fast the citizen writes.
    #[serde(default)]
    pub pace: Pace,
}

/// Photos that were sent as one, but come one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Album {
    /// The platform's own name for it.
    pub name: String,
    /// The words under it.
    pub words: Option<String>,
    /// The paper that holds them.
    #[serde(default)]
    pub paper: Option<PaperId>,
    /// Its photos.
    pub files: Vec<PaperId>,
}

/// What the bot waits for. The draft stands beside it, so an interruption never loses it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "focus", rename_all = "snake_case")]
pub enum Focus {
    /// Nothing in particular.
    Free,
    /// One missing part of the draft.
    Ask {
        /// Which part.
        slot: Slot,
    },
    /// Which of several places.
    WhichPlace {
        /// Area codes offered.
        areas: Vec<String>,
        /// What the citizen said.
        said: String,
    },
    /// Whether several matters told at once are told apart.
    Apart,
    /// Whether the prepared answer to the draft was enough.
    Answered,
    /// The word that submits the draft.
    Confirm,
    /// The new value of one part of the draft.
    Fix {
        /// Which part.
        slot: Slot,
    },
    /// What photos that came alone are for.
    FilesFor {
        /// The photos.
        files: Vec<PaperId>,
    },
    /// Which order an errand is about.
    Order {
        /// The errand.
        errand: Errand,
        /// What was said with it, to be added to the order.
        #[serde(default)]
        words: Option<String>,
    },
    /// The 查询码 of an order that is not this conversation's.
    Code {
        /// The order.
        no: OrderNo,
        /// The errand.
        errand: Errand,
        /// What was said with it, to be added to the order.
        #[serde(default)]
        words: Option<String>,
    },
    /// What is to be added to an order.
    Supplement {
        /// The order.
        no: OrderNo,
    },
    /// A yes to withdrawing an order.
    Withdraw {
        /// The order.
        no: OrderNo,
    },
    /// Whether the draft is the same matter as one of these orders.
    Same {
        /// The orders.
        orders: Vec<OrderNo>,
    },
    /// The code that binds an order to this conversation.
    Pass,
    /// Whether somebody else agrees that the matter is told for them.
    Consent {
        /// Photos that came before the answer.
        #[serde(default)]
        files: Vec<PaperId>,
    },
    /// A yes to erasing what is held here.
    Erase,
    /// Nothing: a person has the conversation.
    Person,
}

/// A matter being told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// What happened, in the citizen's words.
    pub story: String,
    /// Where, in the citizen's words.
    pub place: Option<String>,
    /// The narrowest town or community found.
    pub area: Option<AreaCode>,
    /// The grid, where it was found.
    pub grid: Option<AreaCode>,
    /// Name, as said.
    pub name: Option<String>,
    /// Phone in normal form.
    pub phone: Option<String>,
    /// Photos, voice notes, shared locations.
    pub files: Vec<PaperId>,
    /// What understanding makes of it so far.
    pub kind: Kind,
    /// The leaf of the catalogue.
    pub category: Option<CategoryCode>,
    /// How soon.
    pub urgency: Urgency,
    /// Somebody is in a danger that others must be called for.
    #[serde(default)]
    pub danger: bool,
    /// Questions asked so far; at most [`Draft::QUESTIONS`].
    pub asked: u8,
    /// Parts that were asked for and need not be asked again.
    pub settled: Vec<Slot>,
    /// A phone was asked for and not understood.
    pub phone_unclear: bool,
    /// A place was asked for, and what was said was plainly none.
    #[serde(default)]
    pub place_unclear: bool,
    /// 代办: told for somebody else, who agrees to it.
    #[serde(default)]
    pub behalf: bool,
    /// The citizen was asked whether it is the same as another.
    #[serde(default)]
    pub compared: bool,
    /// The parts of the story, if it seems to tell of several matters and the citizen has not said yet whether each is
    /// to be an order of its own.
    #[serde(default)]
    pub matters: Vec<String>,
    /// The prepared answer that was given to it, as long as the citizen has not said whether it was enough.
    #[serde(default)]
    pub answered: Option<String>,
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Memory {
    /// A conversation that begins.
    pub fn new() -> Self {
        Self {
            version: VERSION,
            draft: None,
            focus: Focus::Free,
            proven: Vec::new(),
            privacy: None,
            behalf: false,
            album: None,
            aside: None,
            later: Vec::new(),
            pace: Pace::default(),
        }
    }

    /// Reads a stored document; one of an unknown version begins anew.
    pub fn read(document: &str) -> Self {
        match serde_json::from_str::<Self>(document) {
            Ok(memory) if memory.version == VERSION => memory,
            Ok(_) | Err(_) => Self::new(),
        }
    }

    /// Keeps that number and 查询码 of an order were told here; only the last few.
    pub fn prove(&mut self, no: &OrderNo) {
        const MOST: usize = 5;
        self.proven.retain(|proven| proven != no);
        self.proven.push(no.clone());
        if self.proven.len() > MOST {
            self.proven.remove(0);
        }
    }

    /// Drops a draft nobody has touched for too long, and what waits behind it.
    pub fn forget_draft(&mut self) {
        self.draft = None;
        self.later.clear();
        self.behalf = false;
        self.aside = None;
        if self.focus != Focus::Person {
            self.focus = Focus::Free;
        }
    }

    /// A stored document without its draft.
    pub fn without_draft(document: &str) -> String {
        let mut memory = Self::read(document);
        memory.forget_draft();
        memory.write()
    }

    /// A person takes the conversation over; the draft stays.
    pub fn hand_to_person(&mut self) {
        self.turn_to(Focus::Person);
    }

    /// Waits for something else now. Photos whose question is not answered yet are put aside with it.
    pub fn turn_to(&mut self, focus: Focus) {
        match std::mem::replace(&mut self.focus, focus) {
            Focus::FilesFor { files } if !files.is_empty() => {
                self.aside = Some(Focus::FilesFor { files });
            }
            Focus::Consent { files } if !files.is_empty() => self.aside = Some(Focus::Consent { files }),
            Focus::FilesFor { .. }
            | Focus::Consent { .. }
            | Focus::Free
            | Focus::Ask { .. }
            | Focus::WhichPlace { .. }
            | Focus::Apart
            | Focus::Answered
            | Focus::Confirm
            | Focus::Fix { .. }
            | Focus::Order { .. }
            | Focus::Code { .. }
            | Focus::Supplement { .. }
            | Focus::Withdraw { .. }
            | Focus::Same { .. }
            | Focus::Pass
            | Focus::Erase
            | Focus::Person => {}
        }
    }

    /// Photos of which must be asked later what they are for; they join those that wait already.
    pub fn put_aside(&mut self, mut photos: Vec<PaperId>) {
        match &mut self.aside {
            Some(Focus::FilesFor { files } | Focus::Consent { files }) => files.append(&mut photos),
            Some(_) | None => self.aside = Some(Focus::FilesFor { files: photos }),
        }
    }

    /// The words that wait until it is said which order they are for: they wait no longer.
    pub fn waiting_words(&mut self) -> Option<String> {
        match &mut self.focus {
            Focus::Order { words, .. } | Focus::Code { words, .. } => words.take(),
            _ => None,
        }
    }

    /// The photos of which was asked what they are for: they wait no longer.
    pub fn waiting_photos(&mut self) -> Vec<PaperId> {
        let aside = self.aside.take_if(|aside| matches!(aside, Focus::FilesFor { .. }));
        let asked = matches!(self.focus, Focus::FilesFor { .. });
        let asked = asked.then(|| std::mem::replace(&mut self.focus, Focus::Free));
        let photos = |focus| if let Focus::FilesFor { files } = focus { files } else { Vec::new() };
        [aside, asked].into_iter().flatten().flat_map(photos).collect()
    }

    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a memory has only string keys")
    }
}

impl Draft {
    /// A citizen is asked at most so many questions before the summary.
    pub const QUESTIONS: u8 = 3;
    /// Longest story, in characters; what is more is kept in the conversation only.
    const LONGEST_STORY: usize = 8000;
    /// Most files of one order; further ones are kept in the conversation only.
    const MOST_FILES: usize = 30;

    /// A draft that begins with these words (none, when photos came first).
    pub fn begin(story: &str, files: Vec<PaperId>) -> Self {
        Self {
            story: story.trim().to_owned(),
            place: None,
            area: None,
            grid: None,
            name: None,
            phone: None,
            files,
            kind: Kind::Help,
            category: None,
            urgency: Urgency::Normal,
            danger: false,
            asked: 0,
            settled: Vec::new(),
            phone_unclear: false,
            place_unclear: false,
            behalf: false,
            compared: false,
            matters: Vec::new(),
            answered: None,
        }
    }

    /// Adds to the story, as far as there is room. Whoever goes on telling tells one matter.
    pub fn tell(&mut self, words: &str) {
        self.matters.clear();
        let room = Self::LONGEST_STORY.saturating_sub(self.story.chars().count());
        let words: String = words.trim().chars().take(room).collect();
        if words.is_empty() {
            return;
        }
        if !self.story.is_empty() {
            self.story.push('\n');
        }
        self.story.push_str(&words);
    }

    /// Adds files, as far as there is room.
    pub fn keep(&mut self, files: impl IntoIterator<Item = PaperId>) {
        let room = Self::MOST_FILES.saturating_sub(self.files.len());
        self.files.extend(files.into_iter().take(room));
    }

    /// Is this part settled, whether answered or left out?
    pub fn is_settled(&self, slot: Slot) -> bool {
        self.settled.contains(&slot)
    }

    /// Marks a part as settled.
    pub fn settle(&mut self, slot: Slot) {
        if !self.is_settled(slot) {
            self.settled.push(slot);
        }
    }
}
