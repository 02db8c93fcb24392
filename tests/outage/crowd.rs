//! Who speaks to the program all the while, and how fast?

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Mutex};
use std::thread::Scope;
use std::time::Duration;

use serde_json::json;
use tests::Request;

use crate::chance::Chance;
use crate::clock::Pace;
use crate::outcome::Tally;
use crate::said;
use crate::speech::Citizen;
use crate::spoken::{PATIENCE, Speaker};
use crate::town::{HOTLINE, Town};
use crate::units;

/// How the crowd behaves.
#[derive(Clone, Debug)]
pub(crate) struct Manner {
    /// Messages a second, of all together.
    pub(crate) a_second: f64,
    /// So many citizens speak side by side.
    pub(crate) citizens: usize,
    /// Of a hundred messages, so many are calls of the hotline.
    pub(crate) calls: f64,
    /// Of a hundred messages whose answer was lost, so many are not said again.
    pub(crate) gives_up: f64,
    /// Largest picture, in bytes.
    pub(crate) picture: usize,
    /// Units' systems act on what they are told.
    pub(crate) units_act: bool,
}

/// Speaks until it is told to stop.
pub(crate) struct Crowd {
    stop: Arc<AtomicBool>,
    tally: Arc<Mutex<Tally>>,
    waiting: Arc<AtomicUsize>,
}

impl Default for Manner {
    fn default() -> Self {
        Self { a_second: 50.0, citizens: 16, calls: 10.0, gives_up: 25.0, picture: 3000, units_act: true }
    }
}

impl Crowd {
    /// Begins to speak; `scope` ends when all have said what they were saying.
    pub(crate) fn gathers<'s, 'e>(
        scope: &'s Scope<'s, 'e>,
        town: &'e Town,
        urls: &[String],
        manner: &Manner,
        chance: &Chance,
    ) -> Self {
        let crowd = Self { stop: Arc::default(), tally: Arc::default(), waiting: Arc::default() };
        let pace = Arc::new(Pace::a_second(manner.a_second));
        for citizen in 0..manner.citizens {
            let mut speaker = crowd.speaker(town, urls, manner, chance.apart(1000 + citizen as u64));
            let (pace, manner) = (Arc::clone(&pace), manner.clone());
            scope.spawn(move || speaks_on(&mut speaker, &pace, &manner));
        }
        if manner.units_act {
            let mut speaker = crowd.speaker(town, urls, manner, chance.apart(5));
            let taken = &town.hooks.taken;
            scope.spawn(move || units_act(&mut speaker, taken));
        }
        crowd
    }

    /// Everybody ends what they are saying and goes.
    pub(crate) fn disperses(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Returns as soon as somebody waits for an answer.
    pub(crate) fn awaits_a_question(&self) {
        while self.waiting.load(Ordering::Relaxed) == 0 && !self.stop.load(Ordering::Relaxed) {
            std::thread::yield_now();
        }
    }

    /// What was counted so far.
    pub(crate) fn counted(&self) -> Tally {
        self.tally.lock().expect("nobody panics here").clone()
    }

    /// One more who speaks beside the crowd.
    pub(crate) fn speaker(&self, town: &Town, urls: &[String], manner: &Manner, chance: Chance) -> Speaker {
        Speaker {
            urls: urls.to_vec(),
            ledger: Arc::clone(&town.ledger),
            keys: Arc::clone(&town.keys),
            stop: Arc::clone(&self.stop),
            tally: Arc::clone(&self.tally),
            waiting: Arc::clone(&self.waiting),
            chance,
            gives_up: manner.gives_up,
            patience: PATIENCE,
            last: None,
        }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.disperses();
    }
}

fn speaks_on(speaker: &mut Speaker, pace: &Pace, manner: &Manner) {
    let mut citizen = Citizen::comes(&mut speaker.chance);
    citizen.picture = manner.picture;
    loop {
        pace.turn();
        if speaker.stop.load(Ordering::Relaxed) {
            return citizen.reads_back(speaker);
        }
        if speaker.chance.happens(manner.calls) {
            calls(speaker);
            continue;
        }
        if !citizen.speaks(speaker) || citizen.is_done() {
            citizen.reads_back(speaker);
            citizen = Citizen::comes(&mut speaker.chance);
            citizen.picture = manner.picture;
        }
    }
}

/// The hotline's own system brings a call.
fn calls(speaker: &mut Speaker) {
    let id = format!("call-{:016x}", speaker.chance.bits());
    let text = said::call(&mut speaker.chance);
    let what = json!({ "kind": "call", "call": id });
    let body = json!({ "id": id, "text": text, "phone": "13800001234" });
    speaker
        .says(&what, &Request::post("/api/v1/transcripts").bearer(&speaker.keys.token(HOTLINE)).json(&body));
}

fn units_act(speaker: &mut Speaker, taken: &Mutex<std::sync::mpsc::Receiver<(String, serde_json::Value)>>) {
    let taken = taken.lock().expect("nobody panics here");
    while !speaker.stop.load(Ordering::Relaxed) {
        match taken.recv_timeout(Duration::from_millis(100)) {
            Ok((unit, letter)) => units::acts(speaker, &unit, &letter),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
