//! How is something said to the program until it is known what became of it?

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Message, Request, Wire};

use crate::chance::Chance;
use crate::clock::{Watch, pause};
use crate::keys::Keys;
use crate::ledger::Ledger;
use crate::outcome::Tally;

/// After so long nobody asks again.
pub(crate) const PATIENCE: Duration = Duration::from_secs(90);
/// Between two tries.
const REST: Duration = Duration::from_millis(50);

/// One who speaks to the program.
pub(crate) struct Speaker {
    /// Several where there are replicas: the next one is asked when one does not answer.
    pub(crate) urls: Vec<String>,
    pub(crate) ledger: Arc<Ledger>,
    /// Of units' systems.
    pub(crate) keys: Arc<Keys>,
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) tally: Arc<Mutex<Tally>>,
    /// How many wait for an answer now.
    pub(crate) waiting: Arc<AtomicUsize>,
    pub(crate) chance: Chance,
    /// Of a hundred messages of which nobody knows whether they arrived, so many are not said again.
    pub(crate) gives_up: f64,
    /// How long they ask again; zero: they ask once.
    pub(crate) patience: Duration,
    /// The status of the last answer; none: there was no answer.
    pub(crate) last: Option<u16>,
}

impl Speaker {
    /// Says it, and again with the same key where it is not known whether it arrived. `None`: nobody knows.
    pub(crate) fn says(&mut self, what: &Value, request: &Request) -> Option<Message> {
        let number = self.ledger.number();
        let mut sent = what.clone();
        sent["e"] = "sent".into();
        sent["n"] = number.into();
        self.ledger.note(sent);
        let whole = Watch::started();
        let bytes = request.bytes();
        let mut may_have_arrived = false;
        for attempt in 1.. {
            let watch = Watch::started();
            match self.tries(&bytes) {
                Ok(answer) => {
                    let (status, ms) = (answer.status(), watch.ms());
                    self.last = Some(status);
                    self.note_answer(number, attempt, &answer, ms);
                    if status < 500 && status != 429 {
                        return Some(answer);
                    }
                    // It was refused: whoever means it says it again.
                    pause(REST);
                }
                Err(sent) => {
                    self.last = None;
                    if sent {
                        may_have_arrived = true;
                        self.tally.lock().expect("nobody panics here").one("cut off");
                        self.ledger
                            .note(json!({ "e": "broke", "n": number, "try": attempt, "ms": watch.ms() }));
                        if self.chance.happens(self.gives_up) {
                            return None;
                        }
                    }
                    self.urls.rotate_left(1);
                    pause(REST);
                }
            }
            let is_over = self.stop.load(Ordering::Relaxed) && !may_have_arrived;
            if is_over || whole.elapsed() > self.patience {
                break;
            }
        }
        self.ledger.note(json!({ "e": "given up", "n": number }));
        None
    }

    /// Looks something up; nothing is noted.
    pub(crate) fn looks(&self, request: &Request) -> Option<Message> {
        let mut wire = Wire::to(&self.urls[0]).ok()?;
        wire.send(&request.bytes()).ok()?;
        wire.hear().ok().filter(|answer| answer.status() == 200)
    }

    /// `Err(true)`: it may have arrived.
    fn tries(&self, bytes: &[u8]) -> Result<Message, bool> {
        let mut wire = Wire::to(&self.urls[0]).map_err(|_| false)?;
        self.waiting.fetch_add(1, Ordering::Relaxed);
        let answer = wire.send(bytes).and_then(|()| wire.hear());
        self.waiting.fetch_sub(1, Ordering::Relaxed);
        answer.map_err(|_| true)
    }

    fn note_answer(&self, number: u64, attempt: u32, answer: &Message, ms: f64) {
        let status = answer.status();
        let mut body = if status == 200 || status == 201 { answer.json() } else { Value::Null };
        if let Some(fields) = body.as_object_mut() {
            fields.remove("lines");
        }
        self.ledger.note(
            json!({ "e": "heard", "n": number, "try": attempt, "status": status, "ms": ms, "body": body }),
        );
        let mut tally = self.tally.lock().expect("nobody panics here");
        match status {
            200 | 201 => {
                tally.one("acknowledged");
                tally.sample("answer ms", ms);
            }
            503 => {
                tally.one("answered 503");
                tally.sample("refusal ms", ms);
            }
            429 | 500.. => tally.one(&format!("answered {status}")),
            _ => tally.one(&format!("refused with {status}")),
        }
    }
}
