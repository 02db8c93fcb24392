//! What is said of something that was given up? Nothing that names a person.

use std::io::{self, Write};

use jiff::Timestamp;
use prompts::{Arg, Names};
use serde_json::{Value, json};
use storage::{DeadLetter, Listener};
use uuid::Uuid;

use crate::app::App;
use crate::dead_letters::{GivenUp, Replayed};
use crate::desk::Undecided;

/// Says it in one language.
pub(super) struct Told<'a> {
    pub(super) app: &'a App,
    pub(super) lang: &'a str,
    pub(super) out: &'a mut dyn Write,
}

impl Told<'_> {
    /// One a line.
    pub(super) fn list(&mut self, all: &[GivenUp]) -> io::Result<()> {
        if all.is_empty() {
            return self.line("dead-letter-none", &[]);
        }
        for one in all {
            match one {
                GivenUp::Notice(letter) => self.notice(letter)?,
                GivenUp::Message(kept) => self.message(kept)?,
            }
        }
        Ok(())
    }

    /// One JSON document.
    pub(super) fn document(&mut self, all: &[GivenUp]) -> io::Result<()> {
        let rows: Vec<Value> = all.iter().map(document).collect();
        writeln!(self.out, "{}", json!({ "given_up": rows }))
    }

    /// Everything that is kept, numbers masked.
    pub(super) fn show(&mut self, one: &GivenUp) -> io::Result<()> {
        match one {
            GivenUp::Notice(letter) => {
                self.notice(letter)?;
                let document: Option<Value> = serde_json::from_str(&letter.notice.document).ok();
                let pretty = document.and_then(|document| serde_json::to_string_pretty(&document).ok());
                writeln!(self.out, "{}", pretty.as_ref().unwrap_or(&letter.notice.document))
            }
            GivenUp::Message(kept) => {
                self.message(kept)?;
                match &kept.raw {
                    Some(raw) => writeln!(self.out, "{}", self.app.banner.book.mask(raw)),
                    None => self.line("dead-letter-nothing-kept", &[]),
                }
            }
        }
    }

    pub(super) fn replayed(&mut self, one: &GivenUp, replayed: Replayed) -> io::Result<()> {
        let key = match replayed {
            Replayed::PutBack => "dead-letter-put-back",
            Replayed::Decided => "dead-letter-decided",
            Replayed::StillNot => "dead-letter-still-not",
            Replayed::ForAPerson => "dead-letter-for-a-person",
            Replayed::Gone => "dead-letter-gone",
        };
        self.line(key, &[("id", one.id().to_string())])
    }

    pub(super) fn sum(&mut self, good: usize, all: usize) -> io::Result<()> {
        self.line("dead-letter-sum", &[("good", good.to_string()), ("all", all.to_string())])
    }

    pub(super) fn unknown(&self, id: Uuid) -> String {
        self.app.wording.line(self.lang, "dead-letter-unknown", &[("id", id.to_string().as_str().into())])
    }

    fn notice(&mut self, letter: &DeadLetter) -> io::Result<()> {
        let notice = &letter.notice;
        let whom = self.whom(&notice.listener);
        let facts = [
            ("id", notice.id.to_string()),
            ("at", self.minute(letter.at)),
            ("whom", whom),
            ("channel", notice.channel.clone()),
            ("what", what(&notice.document)),
            ("attempts", letter.attempts.to_string()),
            ("why", letter.why.clone()),
        ];
        self.line("dead-letter-notice", &facts)
    }

    fn message(&mut self, kept: &Undecided) -> io::Result<()> {
        let length = kept.raw.as_ref().map_or(0, |raw| raw.chars().count());
        let facts = [
            ("id", kept.task.id.to_string()),
            ("at", self.minute(kept.task.opened_at)),
            ("whom", kept.task.conversation.map(|id| id.to_string()).unwrap_or_default()),
            ("length", length.to_string()),
        ];
        let key = if kept.task.conversation.is_some() { "dead-letter-message" } else { "dead-letter-raw" };
        self.line(key, &facts)
    }

    fn whom(&self, listener: &Listener) -> String {
        let names = self.app.names(Vec::new());
        let line = |key: &str, name: &str| self.app.wording.line(self.lang, key, &[("name", name.into())]);
        match listener {
            Listener::Unit(unit) => line("dead-letter-to-unit", &names.unit(unit.as_str())),
            Listener::Group(unit) => line("dead-letter-to-group", &names.unit(unit.as_str())),
            Listener::Conversation(id) => line("dead-letter-to-citizen", &id.to_string()),
            Listener::Public => line("dead-letter-to-public", ""),
        }
    }

    fn minute(&self, at: Timestamp) -> String {
        let zone = self.app.banner.directory.zone.clone();
        at.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn line(&mut self, key: &str, facts: &[(&str, String)]) -> io::Result<()> {
        let facts: Vec<(&str, Arg<'_>)> =
            facts.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        writeln!(self.out, "{}", self.app.wording.line(self.lang, key, &facts))
    }
}

/// What a document is about, by the names it is stored under: what happened, to which order.
fn what(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let said = document.get("notice").unwrap_or(&document);
    let word = |key: &str| said.get(key).and_then(Value::as_str);
    let names = ["say", "what", "carry"].into_iter().filter_map(word).chain(word("no"));
    names.collect::<Vec<_>>().join(" ")
}

fn document(one: &GivenUp) -> Value {
    match one {
        GivenUp::Notice(letter) => json!({
            "id": letter.notice.id, "kind": "notice", "at": letter.at, "stream": letter.notice.stream,
            "seq": letter.notice.seq, "channel": letter.notice.channel, "what": what(&letter.notice.document),
            "attempts": letter.attempts, "why": letter.why, "urgent": letter.notice.urgent,
        }),
        GivenUp::Message(kept) => json!({
            "id": kept.task.id, "kind": "message", "at": kept.task.opened_at,
            "conversation": kept.task.conversation, "length": kept.raw.as_ref().map(|raw| raw.chars().count()),
        }),
    }
}
