//! In which mood is Telegram, and how much does it put up with?

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::Inside;
use super::TelegramFake;
use super::refusal::Refusal;

/// Two arrivals may be this much closer than what was sent: the line is not even.
const JITTER: SignedDuration = SignedDuration::from_millis(50);

/// How Telegram answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// As it should.
    Well,
    /// 429: so many seconds of quiet, in the chat or everywhere; whoever speaks earlier is noted and refused again.
    Busy(u32),
    /// This status: 500 with its own words, any other with a page of the servers before it.
    Fails(u16),
    /// It listens and never answers.
    Silent,
    /// It does what is asked, then the line breaks before it can say so.
    BreaksAfterTaking,
    /// 200 with a page that is no answer.
    Garbage,
    /// As it should, after this long.
    Slow(Duration),
}

/// A mood, and when it shows.
#[derive(Clone, Debug)]
pub struct Spell {
    mood: Mood,
    chat: Option<i64>,
    method: Option<String>,
    times: Option<u32>,
}

/// Somebody asked for more than Telegram allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Violation {
    /// Before `retry_after` was over.
    TooEarly {
        /// The method called, in lower case.
        method: String,
        /// The chat.
        chat: i64,
        /// When it was called.
        at: Timestamp,
        /// When it could have been.
        until: Timestamp,
    },
    /// More than one message a second to this chat.
    ChatTooFast {
        /// The chat.
        chat: i64,
        /// When.
        at: Timestamp,
    },
    /// More than 20 messages a minute to this group.
    GroupTooFast {
        /// The group.
        chat: i64,
        /// When.
        at: Timestamp,
    },
    /// More than 30 messages a second to all.
    AllTooFast {
        /// When.
        at: Timestamp,
    },
}

/// The spells that are cast.
#[derive(Debug, Default)]
pub(super) struct Spells(Vec<Spell>);

/// Who must be left in peace until when, and who was written to.
#[derive(Debug, Default)]
pub(super) struct Limits {
    quiet: BTreeMap<Option<i64>, Timestamp>,
    enforced: bool,
    sent: VecDeque<(Timestamp, i64)>,
    pub(super) violations: Vec<Violation>,
}

impl Spell {
    /// Everywhere and until Telegram calms down.
    pub fn of(mood: Mood) -> Self {
        Self { mood, chat: None, method: None, times: None }
    }

    /// Only in this chat.
    #[must_use]
    pub fn in_chat(self, chat: i64) -> Self {
        Self { chat: Some(chat), ..self }
    }

    /// Only for this method; `file` is the download of a file.
    #[must_use]
    pub fn on(self, method: &str) -> Self {
        Self { method: Some(method.to_ascii_lowercase()), ..self }
    }

    /// Only so many times.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }
}

impl From<Mood> for Spell {
    fn from(mood: Mood) -> Self {
        Self::of(mood)
    }
}

impl TelegramFake {
    /// From now on it is in this mood; of several the one cast last shows.
    pub fn feels(&self, spell: impl Into<Spell>) {
        let spell = spell.into();
        self.inside.change(|world| world.spells.0.push(spell));
    }

    /// It is well again. A quiet that was asked for stays.
    pub fn calms(&self) {
        self.inside.change(|world| world.spells.0.clear());
    }

    /// From now on it refuses more than 1 message a second to a chat, 20 a minute to a group and 30 a second to all
    /// (core.telegram.org/bots/faq).
    pub fn enforces_limits(&self) {
        self.inside.change(|world| world.limits.enforced = true);
    }

    /// Who asked for too much so far.
    pub fn violations(&self) -> Vec<Violation> {
        Inside::world(&self.inside).limits.violations.clone()
    }
}

impl Spells {
    /// The mood this call meets, and the chat it is meant for, if for one.
    pub(super) fn strike(&mut self, method: &str, chat: Option<i64>) -> (Mood, Option<i64>) {
        let meets = |spell: &Spell| {
            (spell.chat.is_none() || spell.chat == chat)
                && spell.method.as_deref().is_none_or(|wanted| wanted == method)
        };
        let Some(at) = self.0.iter().rposition(meets) else {
            return (Mood::Well, None);
        };
        let met = (self.0[at].mood, self.0[at].chat);
        if let Some(times) = &mut self.0[at].times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.0.remove(at);
            }
        }
        met
    }
}

impl Limits {
    /// From now on for so many seconds nobody speaks in this chat, or anywhere.
    pub(super) fn quiet(&mut self, chat: Option<i64>, now: Timestamp, seconds: u32) {
        self.quiet.insert(chat, now + SignedDuration::from_secs(i64::from(seconds)));
    }

    /// Whether this chat may be spoken to at all now.
    pub(super) fn leaves_in_peace(&mut self, method: &str, chat: i64, now: Timestamp) -> Result<(), Refusal> {
        self.quiet.retain(|_, until| *until > now);
        let until = self.quiet.get(&Some(chat)).max(self.quiet.get(&None)).copied();
        until.map_or(Ok(()), |until| {
            self.violations.push(Violation::TooEarly { method: method.to_owned(), chat, at: now, until });
            Err(Refusal::too_many(seconds_until(until, now)))
        })
    }

    /// Whether one more message to this chat is within the budget; if so, it is counted.
    pub(super) fn count(&mut self, chat: i64, now: Timestamp) -> Result<(), Refusal> {
        let (second, minute) =
            (SignedDuration::from_secs(1) - JITTER, SignedDuration::from_secs(60) - JITTER);
        self.sent.retain(|(at, _)| now.duration_since(*at) < minute);
        let within = |span, to: Option<i64>| {
            let counts = |(at, whom): &&(Timestamp, i64)| {
                now.duration_since(*at) < span && to.is_none_or(|to| to == *whom)
            };
            self.sent.iter().filter(counts).count()
        };
        let broken = if within(second, Some(chat)) >= 1 {
            Some((Violation::ChatTooFast { chat, at: now }, 1))
        } else if chat < 0 && within(minute, Some(chat)) >= 20 {
            Some((Violation::GroupTooFast { chat, at: now }, 60))
        } else if within(second, None) >= 30 {
            Some((Violation::AllTooFast { at: now }, 1))
        } else {
            None
        };
        match broken {
            Some((violation, seconds)) if self.enforced => {
                self.violations.push(violation);
                Err(Refusal::too_many(seconds))
            }
            Some(_) | None => {
                self.sent.push_back((now, chat));
                Ok(())
            }
        }
    }
}

/// Whole seconds, rounded up, at least one.
fn seconds_until(until: Timestamp, now: Timestamp) -> u64 {
    let left = until.duration_since(now).as_millis();
    u64::try_from(left).unwrap_or_default().div_ceil(1000).max(1)
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooEarly { method, chat, at, until } => {
                write!(f, "{method} to {chat} at {at}, although quiet until {until}")
            }
            Self::ChatTooFast { chat, at } => write!(f, "a second message within a second to {chat} at {at}"),
            Self::GroupTooFast { chat, at } => write!(f, "a 21st message within a minute to {chat} at {at}"),
            Self::AllTooFast { at } => write!(f, "a 31st message within a second at {at}"),
        }
    }
}
