//! What do people of a unit do where they are: in their group chat, or alone with the bot?
//!
//! The same as at their desk, by buttons or in words. Nothing is remembered between two messages: a question of the
//! bot ends with a line that knows what it asks for (see [`wish`]). Whoever acts is somebody with an account of the
//! unit, tied to their address on the platform; what they may do is decided as at the desk.

mod asking;
mod button;
mod card;
mod digest;
mod doing;
mod form;
mod member;
mod slots;
mod telling;
mod tie;
mod trouble;
mod wish;
mod words;

#[cfg(test)]
mod sentences;

use prompts::{Arg, FALLBACK, Spoken};

use super::{Desk, DeskError};
use member::Member;
use wish::Wish;

/// Something that was said or pressed in a group, or alone with the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSaid {
    /// The platform.
    pub channel: &'static str,
    /// The group's address there; `None` when the person is alone with the bot.
    pub group: Option<String>,
    /// The person's own address there.
    pub person: String,
    /// The platform's key of the update: what comes again under it is done once.
    pub key: String,
    /// What.
    pub what: GroupWhat,
}

/// What was said or pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupWhat {
    /// A button: what it carries.
    Pressed(String),
    /// Words; a command without its slash.
    Said(String),
    /// Words in answer to something that the bot itself has said.
    Answered {
        /// The text of the bot's.
        to: String,
        /// The words.
        words: String,
    },
}

/// What is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupAnswer {
    /// Shown for a moment to whoever pressed a button; at most 200 characters.
    pub toast: Option<String>,
    /// Posted in the chat.
    pub say: Option<Spoken>,
    /// What is posted asks to be answered by a reply to itself.
    pub asks_reply: bool,
    /// The buttons of the pressed message are spent; a new face brings its own.
    pub drop_buttons: bool,
    /// The pressed message's new face.
    pub redraw: Option<Spoken>,
}

impl Desk {
    /// Does what somebody of a unit asks for. `None`: it is not for us.
    pub async fn hear_group(&self, said: GroupSaid) -> Result<Option<GroupAnswer>, DeskError> {
        match Wish::of(&said.what) {
            None => Ok(None),
            Some(Wish::Bind(code)) => self.tie(&said, &code).await,
            Some(Wish::Unbind) => self.untie(&said).await,
            Some(wish) => match self.member(&said).await? {
                Member::Of(staff) => self.grant(&said, &staff, wish).await.map(Some),
                stranger => Ok(self.turn_away(&said, &wish, &stranger)),
            },
        }
    }

    /// Says why not; `None`: people talk among themselves, or a citizen talks to the bot.
    fn turn_away(&self, said: &GroupSaid, wish: &Wish, stranger: &Member) -> Option<GroupAnswer> {
        // Alone with the bot, a citizen may well begin with one of the words; only a unit signs.
        let known = matches!(stranger, Member::Left | Member::NotOfUnit);
        let ours = match wish {
            _ if matches!(said.what, GroupWhat::Pressed(_)) => true,
            Wish::Sign(_) => true,
            Wish::Show(_) | Wish::Return { .. } | Wish::Progress { .. } | Wish::Reply { .. } => {
                known || said.group.is_some()
            }
            Wish::List => said.group.is_some(),
            Wish::Unclear(_) | Wish::OldButton | Wish::Bind(_) | Wish::Unbind => false,
        };
        let key = stranger.turned_away().filter(|_| ours)?;
        Some(GroupAnswer::telling(&said.what, self.group_line(key, &[])))
    }

    /// A sentence for staff.
    fn group_line(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.wording.line(FALLBACK, key, args)
    }
}

impl GroupAnswer {
    /// A sentence: shown to whoever pressed, posted to whoever wrote.
    fn telling(what: &GroupWhat, words: String) -> Self {
        match what {
            GroupWhat::Pressed(_) => Self { toast: Some(words), ..Self::default() },
            GroupWhat::Said(_) | GroupWhat::Answered { .. } => Self::saying(plain(words)),
        }
    }

    fn saying(say: Spoken) -> Self {
        Self { say: Some(say), ..Self::default() }
    }
}

/// Words without buttons.
fn plain(text: String) -> Spoken {
    Spoken { text, choices: Vec::new() }
}
