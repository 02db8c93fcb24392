//! What happens on the line between the program and Telegram?
//!
//! Stands between the two: most calls pass, some meet trouble before or after Telegram has done what was asked. What a
//! letter is about is read from its words: a number such as `20260101-ABCDE2`, which no two letters of a row share.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use storage::OrderNo;
use tests::{Message, Wire};

use crate::chance::Chance;
use crate::clock::now_ms;
use crate::hooks::{Fate, Trouble};
use crate::ledger::Ledger;
use crate::server::{PEER, Reply, Server};

/// The line, at an address of its own.
pub(crate) struct Line {
    server: Server,
    inside: Arc<Inside>,
}

struct Inside {
    telegram: String,
    ledger: Arc<Ledger>,
    trouble: Mutex<(Trouble, Chance)>,
    /// Longer than the program waits.
    patience: Duration,
}

impl Line {
    /// In front of the Telegram at this address.
    pub(crate) fn started(
        telegram: String,
        ledger: &Arc<Ledger>,
        chance: Chance,
        patience: Duration,
    ) -> Self {
        let trouble = Mutex::new((Trouble::default(), chance));
        let inside = Arc::new(Inside { telegram, ledger: Arc::clone(ledger), trouble, patience });
        let shared = Arc::clone(&inside);
        Self { server: Server::started(move |request| shared.passes(request)), inside }
    }

    /// Where the program finds Telegram.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// From now on letters meet this trouble.
    pub(crate) fn meet(&self, trouble: Trouble) {
        self.inside.trouble.lock().expect("nobody panics here").0 = trouble;
    }
}

impl Inside {
    fn passes(&self, request: &Message) -> Reply {
        let arrived = now_ms();
        let method =
            request.start.split(' ').nth(1).and_then(|path| path.rsplit('/').next()).unwrap_or_default();
        let is_letter = ["SendMessage", "EditMessageText"].contains(&method);
        if !is_letter {
            return self.forwards(request).map_or(Reply::Cut, answer);
        }
        let fate = {
            let mut trouble = self.trouble.lock().expect("nobody panics here");
            let (trouble, chance) = &mut *trouble;
            trouble.strikes(chance)
        };
        let done = if fate.takes() { self.forwards(request) } else { None };
        // Telegram itself may refuse, e.g. who has blocked the bot.
        let status = done.as_ref().map(Message::status);
        let letter: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let about = letter["text"].as_str().and_then(OrderNo::find_in);
        let end = match status {
            Some(status) if status != 200 => "refused",
            Some(_) | None => fate.name(),
        };
        let mut entry = json!({
            "e": "letter", "arrived": arrived, "chat": letter["chat_id"], "method": method,
            "about": about.map(|no| no.to_string()), "end": end, "status": status,
            "taken": status == Some(200),
        });
        if let Fate::Busy(seconds) = fate {
            entry["wait"] = seconds.into();
        }
        self.ledger.note(entry);
        match fate {
            _ if end == "refused" => done.map_or(Reply::Cut, answer),
            Fate::Well => done.map_or(Reply::Cut, answer),
            Fate::Busy(seconds) => {
                let words = format!("Too Many Requests: retry after {seconds}");
                document(429, &words, json!({ "retry_after": seconds }))
            }
            Fate::Fails(code) => document(code, "Internal Server Error", Value::Null),
            Fate::HangsBefore | Fate::HangsAfter => Reply::Hang(self.patience),
            Fate::CutAfter => Reply::Cut,
            Fate::GarbageAfter => {
                Reply::Answer(200, Vec::new(), b"<html><body>Please log in</body></html>".to_vec())
            }
            Fate::Forbidden => document(403, "Forbidden: bot was blocked by the user", Value::Null),
        }
    }

    /// As it came, and what Telegram answers.
    fn forwards(&self, request: &Message) -> Option<Message> {
        let mut wire = Wire::to(&self.telegram).ok()?;
        let mut bytes = format!("{}\r\n", request.start);
        for (name, value) in
            request.headers.iter().filter(|(name, _)| ![PEER, "transfer-encoding"].contains(&name.as_str()))
        {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        if request.header("content-length").is_none() {
            bytes.push_str(&format!("content-length: {}\r\n", request.body.len()));
        }
        let mut bytes = (bytes + "\r\n").into_bytes();
        bytes.write_all(&request.body).ok()?;
        wire.send(&bytes).ok()?;
        wire.hear().ok()
    }
}

fn answer(message: Message) -> Reply {
    let kind = message.header("content-type").unwrap_or("application/json").to_owned();
    Reply::Answer(message.status(), vec![("content-type".to_owned(), kind)], message.body)
}

fn document(code: u16, words: &str, parameters: Value) -> Reply {
    let mut body = json!({ "ok": false, "error_code": code, "description": words });
    if !parameters.is_null() {
        body["parameters"] = parameters;
    }
    Reply::Answer(
        code,
        vec![("content-type".to_owned(), "application/json".to_owned())],
        body.to_string().into_bytes(),
    )
}
