//! What do the units' own systems do when they are told, and what do they note of it?

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tests::Message;
use tests::process::signal;

use crate::chance::Chance;
use crate::clock::{now_ms, within};
use crate::keys::Keys;
use crate::ledger::Ledger;
use crate::server::{PEER, Reply, Server};

/// How often, of a hundred, something goes wrong with a call.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Trouble {
    /// 429 with `retry_after`.
    pub(crate) busy: f64,
    /// The longest `retry_after`, in seconds.
    pub(crate) longest_wait: usize,
    /// 5xx.
    pub(crate) fails: f64,
    /// No answer; half of them have done what was asked.
    pub(crate) hangs: f64,
    /// The line is cut after it has done what was asked.
    pub(crate) cut: f64,
    /// 200 with nonsense, having done what was asked.
    pub(crate) garbage: f64,
    /// 403.
    pub(crate) forbidden: f64,
}

/// What happens to one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Well,
    Busy(usize),
    Fails(u16),
    HangsBefore,
    HangsAfter,
    CutAfter,
    GarbageAfter,
    Forbidden,
}

impl Trouble {
    pub(crate) fn strikes(&self, chance: &mut Chance) -> Fate {
        let mut left = chance.share() * 100.0;
        let mut falls = |percent: f64| {
            left -= percent;
            left < 0.0
        };
        if falls(self.busy) {
            Fate::Busy(1 + chance.below(self.longest_wait))
        } else if falls(self.fails) {
            Fate::Fails(*chance.one_of(&[500, 502, 503]))
        } else if falls(self.hangs / 2.0) {
            Fate::HangsBefore
        } else if falls(self.hangs / 2.0) {
            Fate::HangsAfter
        } else if falls(self.cut) {
            Fate::CutAfter
        } else if falls(self.garbage) {
            Fate::GarbageAfter
        } else if falls(self.forbidden) {
            Fate::Forbidden
        } else {
            Fate::Well
        }
    }
}

impl Fate {
    /// Is what was asked done?
    pub(crate) fn takes(self) -> bool {
        match self {
            Self::Well | Self::HangsAfter | Self::CutAfter | Self::GarbageAfter => true,
            Self::Busy(_) | Self::Fails(_) | Self::HangsBefore | Self::Forbidden => false,
        }
    }

    /// Its name in the ledger.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Busy(_) => "busy",
            Self::Fails(_) => "fails",
            Self::HangsBefore => "hangs-before",
            Self::HangsAfter => "hangs-after",
            Self::CutAfter => "cut-after",
            Self::GarbageAfter => "garbage-after",
            Self::Forbidden => "forbidden",
        }
    }
}

/// The systems of all units, at `/hook/<unit>` of one address.
pub(crate) struct Hooks {
    server: Server,
    inside: Arc<Inside>,
    /// What was taken: unit and letter.
    pub(crate) taken: Mutex<Receiver<(String, Value)>>,
}

struct Inside {
    ledger: Arc<Ledger>,
    trouble: Mutex<(Trouble, Chance)>,
    /// Longer than the program waits.
    patience: Duration,
    /// Units whose systems are gone for good.
    gone: Mutex<Vec<String>>,
    taken: Mutex<Sender<(String, Value)>>,
    /// When each was first taken, and how often it was.
    first: Mutex<HashMap<String, (u64, usize)>>,
    /// Processes one of which is to be stopped in the middle of its next letter.
    prey: Mutex<Vec<u32>>,
    caught: Mutex<Option<(u32, String)>>,
    keys: Arc<Keys>,
}

impl Hooks {
    pub(crate) fn started(
        ledger: &Arc<Ledger>,
        keys: &Arc<Keys>,
        chance: Chance,
        patience: Duration,
    ) -> Self {
        let (sender, taken) = channel();
        let inside = Arc::new(Inside {
            ledger: Arc::clone(ledger),
            trouble: Mutex::new((Trouble::default(), chance)),
            patience,
            gone: Mutex::default(),
            taken: Mutex::new(sender),
            first: Mutex::default(),
            prey: Mutex::default(),
            caught: Mutex::default(),
            keys: Arc::clone(keys),
        });
        let shared = Arc::clone(&inside);
        let server = Server::started(move |request| shared.told(request));
        Self { server, inside, taken: Mutex::new(taken) }
    }

    /// Where a unit's system is told.
    pub(crate) fn url(&self, unit: &str) -> String {
        format!("http://{}/hook/{unit}", self.server.address)
    }

    /// How many different ones were taken.
    pub(crate) fn taken_so_far(&self) -> usize {
        self.inside.first.lock().expect("nobody panics here").len()
    }

    /// When this one was first taken: its id is hexadecimal.
    pub(crate) fn taken_at(&self, id: &str) -> Option<u64> {
        self.inside.first.lock().expect("nobody panics here").get(id).map(|(at, _)| *at)
    }

    /// How often this one was taken.
    pub(crate) fn times_taken(&self, id: &str) -> usize {
        self.inside
            .first
            .lock()
            .expect("nobody panics here")
            .get(&id.replace('-', ""))
            .map_or(0, |(_, times)| *times)
    }

    /// Stops one of these processes when its letter was taken and is not answered yet; says which, and which letter.
    pub(crate) fn catches(&self, pids: &[u32], most: Duration) -> Option<(u32, String)> {
        *self.inside.prey.lock().expect("nobody panics here") = pids.to_vec();
        within(most, || self.inside.caught.lock().expect("nobody panics here").is_some());
        self.inside.prey.lock().expect("nobody panics here").clear();
        self.inside.caught.lock().expect("nobody panics here").take()
    }

    /// From now on calls meet this trouble.
    pub(crate) fn meet(&self, trouble: Trouble) {
        self.inside.trouble.lock().expect("nobody panics here").0 = trouble;
    }

    /// This unit's system answers 410 from now on.
    pub(crate) fn goes(&self, unit: &str) {
        self.inside.ledger.note(json!({ "e": "gone", "listener": format!("unit:{unit}") }));
        self.inside.gone.lock().expect("nobody panics here").push(unit.to_owned());
    }
}

impl Inside {
    fn told(&self, request: &Message) -> Reply {
        let arrived = now_ms();
        let path = request.start.split(' ').nth(1).unwrap_or_default();
        let unit = path.rsplit('/').next().unwrap_or_default().to_owned();
        let letter: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
        let signed = self.is_signed(request, &unit, &header("webhook-id"));
        let gone = self.gone.lock().expect("nobody panics here").contains(&unit);
        let fate = {
            let mut trouble = self.trouble.lock().expect("nobody panics here");
            let (trouble, chance) = &mut *trouble;
            trouble.strikes(chance)
        };
        let (end, takes) = if gone { ("gone", false) } else { (fate.name(), fate.takes()) };
        let mut entry = json!({
            "e": "told", "arrived": arrived, "listener": format!("unit:{unit}"), "id": header("webhook-id"),
            "no": letter["data"]["no"], "seq": letter["data"]["seq"], "type": letter["type"], "end": end,
            "taken": takes && signed, "signed": signed,
        });
        if let Fate::Busy(seconds) = fate {
            entry["wait"] = seconds.into();
        }
        self.ledger.note(entry);
        if gone {
            return status(410);
        }
        if takes && signed {
            let mut first = self.first.lock().expect("nobody panics here");
            first.entry(header("webhook-id").replace('-', "")).or_insert((arrived, 0)).1 += 1;
            drop(first);
            self.springs(request, &header("webhook-id"));
            // Nobody may be waiting for it.
            let _heard = self.taken.lock().expect("nobody panics here").send((unit, letter));
        }
        match fate {
            _ if !signed => status(401),
            Fate::Well => status(204),
            Fate::Busy(seconds) => {
                Reply::Answer(429, vec![("retry-after".to_owned(), seconds.to_string())], Vec::new())
            }
            Fate::Fails(code) => status(code),
            Fate::HangsBefore | Fate::HangsAfter => Reply::Hang(self.patience),
            Fate::CutAfter => Reply::Cut,
            // To a webhook nobody reads the body of a 2xx: nonsense is a status that is none of ours.
            Fate::GarbageAfter => Reply::Answer(302, Vec::new(), b"<html>log in</html>".to_vec()),
            Fate::Forbidden => status(403),
        }
    }

    /// Stops the process that has sent this, if it is to be caught.
    fn springs(&self, request: &Message, id: &str) {
        let mut prey = self.prey.lock().expect("nobody panics here");
        let port = request.header(PEER).and_then(|port| port.parse().ok()).unwrap_or_default();
        if let Some(pid) = prey.iter().copied().find(|pid| has_connection(*pid, port)) {
            signal("STOP", pid);
            prey.clear();
            *self.caught.lock().expect("nobody panics here") = Some((pid, id.to_owned()));
        }
    }

    fn is_signed(&self, request: &Message, unit: &str, id: &str) -> bool {
        let header = |name: &str| request.header(name).unwrap_or_default();
        let Ok(timestamp) = header("webhook-timestamp").parse() else { return false };
        self.keys.fits(unit, id, timestamp, &request.body, header("webhook-signature"))
    }
}

/// Does this process hold the connection with this port of its own?
fn has_connection(pid: u32, port: u16) -> bool {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let own = format!(":{port:04X}");
    let inode = table.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.get(1)?.ends_with(&own).then(|| words.get(9).map(|inode| format!("socket:[{inode}]")))?
    });
    let files = std::fs::read_dir(format!("/proc/{pid}/fd")).into_iter().flatten().flatten();
    let mut targets = files.filter_map(|file| std::fs::read_link(file.path()).ok());
    inode.is_some_and(|inode| targets.any(|target| target.as_os_str() == inode.as_str()))
}

fn status(code: u16) -> Reply {
    Reply::Answer(code, Vec::new(), Vec::new())
}
