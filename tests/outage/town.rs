//! What stands around the program in every row: data, configuration, units' systems, a ledger of what happened?

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;

use crate::clock::{now_ms, within};
use crate::desk::{Desk, Passwords};
use crate::hooks::Hooks;
use crate::keys::Keys;
use crate::ledger::Ledger;
use crate::postgres::Postgres;
use crate::program::{Jiesu, Way, environment_of_the_service, free_port};
use crate::scene::{Engine, Scene};

/// Units whose systems are connected: those that the stories of `said.txt` lead to.
pub(crate) const UNITS: [&str; 7] = ["C0101", "GSGS", "ZJJ", "SJJ", "RLGS", "HWZ", "RX"];
/// The hotline itself: it may bring calls.
pub(crate) const HOTLINE: &str = "RX";
/// Claims are over soon and tries follow each other soon, so that a row is over soon.
const RULES: &str = "[webhooks]\nallow = [\"127.0.0.0/8\"]\ntimeout_seconds = 2\n\
    [courier]\nlease_seconds = 3\nretry_seconds = [1, 1, 2, 2, 4, 4, 8, 8, 16, 16]\n[log]\nfilter = \"warn\"\n";
/// A call of the program to anybody is given up by the program after this.
const PATIENCE: Duration = Duration::from_secs(4);

/// The program and its surroundings.
pub(crate) struct Town {
    pub(crate) folder: PathBuf,
    pub(crate) way: Way,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) hooks: Hooks,
    pub(crate) keys: Arc<Keys>,
    /// Of the first start.
    pub(crate) passwords: Option<Passwords>,
    /// Where there is one.
    postgres: Mutex<Option<Postgres>>,
    /// `None` while it does not run.
    jiesu: Mutex<Option<Jiesu>>,
}

impl Town {
    /// A new town in a folder of the scene's room; `rules` is more of the configuration.
    pub(crate) fn founded(scene: &Scene, name: &str, rules: &str) -> Self {
        let folder = scene.room.join(name);
        // Left by a call that was broken off.
        let _none = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let config = folder.join("jiesu.toml");
        let postgres = match scene.on {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::made(name)),
        };
        std::fs::write(&config, format!("{RULES}{rules}")).expect("a configuration can be written");
        let ledger = Arc::new(Ledger::at(&folder.join("ledger.jsonl")));
        let keys = Arc::<Keys>::default();
        let hooks = Hooks::started(&ledger, &keys, scene.chance().apart(7), PATIENCE);
        let way = Way {
            binary: scene.binary.clone(),
            through: Vec::new(),
            environment: environment_of_the_service(),
            data: folder.join("data"),
            config,
            port: free_port(),
            log: folder.join("jiesu.log"),
        };
        let town = Self {
            folder,
            way,
            ledger,
            hooks,
            keys,
            passwords: None,
            jiesu: Mutex::default(),
            postgres: Mutex::default(),
        };
        if let Some(postgres) = postgres {
            town.begins(&format!("database = {:?}\n", postgres.address()));
            // Replicas share it.
            town.begins(&format!("key_file = {:?}\n", town.folder.join("jiesu.key").display().to_string()));
            *town.postgres.lock().expect("nobody panics here") = Some(postgres);
        }
        town
    }

    /// More of the configuration.
    pub(crate) fn adds(&self, rules: &str) {
        let before = std::fs::read_to_string(&self.way.config).expect("it was written");
        std::fs::write(&self.way.config, before + rules).expect("a configuration can be written");
    }

    /// The example's banner, whose quiet hours are over in a minute, half a day from now.
    pub(crate) fn has_open_nights(&self) {
        let banner = self.folder.join("banner");
        let made = Command::new(&self.way.binary).arg("init").arg(&banner).env_clear().output();
        assert!(made.is_ok_and(|made| made.status.success()), "the example can be written out");
        let file = banner.join("banner.toml");
        let text = std::fs::read_to_string(&file).expect("it was written");
        // The example's clock is eight hours ahead.
        let hour = (now_ms() / 3_600_000 + 8 + 12) % 24;
        // With its accounts for walking through.
        let text = text.replace("example = false", "example = true");
        let text = text.replace("from = \"21:00\"", &format!("from = \"{hour:02}:00\""));
        let text = text.replace("to = \"08:00\"", &format!("to = \"{hour:02}:01\""));
        std::fs::write(&file, text).expect("it can be written");
        self.begins(&format!("banner = {:?}\n", banner.display().to_string()));
    }

    /// The configuration says this instead of that.
    pub(crate) fn replaces(&self, that: &str, this: &str) {
        let before = std::fs::read_to_string(&self.way.config).expect("it was written");
        assert!(before.contains(that), "{that} is configured");
        std::fs::write(&self.way.config, before.replace(that, this)).expect("a configuration can be written");
    }

    /// The configuration begins with this.
    pub(crate) fn begins(&self, rules: &str) {
        let before = std::fs::read_to_string(&self.way.config).expect("it was written");
        std::fs::write(&self.way.config, format!("{rules}{before}")).expect("a configuration can be written");
    }

    /// Starts the program for the first time, connects the units' systems, and leaves it running.
    pub(crate) fn opens(&mut self) {
        self.starts();
        let log = std::fs::read_to_string(&self.way.log).expect("it has printed something");
        let passwords = Passwords::printed(&log);
        let desk = Desk::administrator(&self.url(), &passwords);
        for unit in UNITS {
            desk.connects(unit, &self.hooks.url(unit), &self.keys);
            self.ledger.note(json!({ "e": "connected", "unit": unit }));
        }
        self.passwords = Some(passwords);
    }

    /// Where the program listens, whether it runs or not.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.way.port)
    }

    /// Starts the program; says how long it took until it was ready, in milliseconds.
    pub(crate) fn starts(&self) -> f64 {
        let (jiesu, took) = self.way.start();
        self.runs(jiesu);
        self.ledger.note(json!({ "e": "ready" }));
        took.as_secs_f64() * 1000.0
    }

    /// It was started by somebody else.
    pub(crate) fn runs(&self, jiesu: Jiesu) {
        *self.jiesu.lock().expect("nobody panics here") = Some(jiesu);
    }

    /// Something is asked of the running program.
    pub(crate) fn program<T>(&self, ask: impl FnOnce(&Jiesu) -> T) -> T {
        ask(self.jiesu.lock().expect("nobody panics here").as_ref().expect("the program runs"))
    }

    /// `kill -9`; returns the time just before it.
    pub(crate) fn is_killed(&self) -> u64 {
        let jiesu = self.is_over();
        let at = self.ledger.note(json!({ "e": "killed" }));
        jiesu.kill();
        at
    }

    /// `kill -TERM`; says how long it took to the end, and whether it ended well.
    pub(crate) fn stops(&self) -> (Duration, bool) {
        let jiesu = self.is_over();
        self.ledger.note(json!({ "e": "told to stop" }));
        let (status, took) = jiesu.stop();
        self.ledger.note(json!({ "e": "ended", "well": status.success() }));
        (took, status.success())
    }

    fn is_over(&self) -> Jiesu {
        self.jiesu.lock().expect("nobody panics here").take().expect("the program runs")
    }

    /// Waits until everybody has been told; says whether that was so in time.
    pub(crate) fn has_told_all(&self, most: Duration) -> bool {
        within(most, || self.program(|jiesu| jiesu.gauge("jiesu_outbox_notices")) == Some(0.0))
    }

    /// The database as it lies there while the program does not run, for somebody who must not touch what the program
    /// will open: a copy of the file; a server is asked itself.
    pub(crate) fn as_it_lies(&self) -> String {
        if self.has_server() {
            return self.address();
        }
        let copy = self.folder.join("copy");
        let _none = std::fs::remove_dir_all(&copy);
        std::fs::create_dir_all(&copy).expect("a folder can be made");
        for name in ["jiesu.db", "jiesu.db-wal"] {
            let from = self.way.data.join(name);
            if from.exists() {
                std::fs::copy(&from, copy.join(name)).expect("the database can be copied");
            }
        }
        copy.join("jiesu.db").display().to_string()
    }

    /// Where the database is: a file, or an address.
    pub(crate) fn address(&self) -> String {
        if self.has_server() {
            return self.server(|postgres| postgres.address());
        }
        self.way.data.join("jiesu.db").display().to_string()
    }

    pub(crate) fn has_server(&self) -> bool {
        self.postgres.lock().expect("nobody panics here").is_some()
    }

    /// Something is done with the database's server.
    pub(crate) fn server<T>(&self, act: impl FnOnce(&mut Postgres) -> T) -> T {
        act(self.postgres.lock().expect("nobody panics here").as_mut().expect("the row has a server"))
    }

    /// One more process of the program, on the same database.
    pub(crate) fn replica(&self, number: usize) -> Way {
        Way {
            data: self.folder.join(format!("data-{number}")),
            port: free_port(),
            log: self.folder.join(format!("jiesu-{number}.log")),
            ..self.way.clone()
        }
    }

    /// Thrown away; kept where something is to be looked at.
    pub(crate) fn ends(self, keep: bool) {
        let folder = self.folder.clone();
        drop(self);
        if !keep {
            remove(&folder);
        }
    }
}

fn remove(folder: &Path) {
    std::fs::remove_dir_all(folder).expect("what was made can be removed");
}
