//! How much does a message cost that comes from Telegram and is answered there?
//!
//! The strict fake Bot API of the stories stands in this process, so its time is not the program's. People have written
//! while nobody listened: six of ten messages are first stories, three submit one, one asks how it goes. The same
//! messages go to any other bot by its command line ([`crate::run::Plan::peer`]), which is told the token and the
//! address in `BOT_TOKEN` and `BOT_API`, and where it may keep its database in `BOT_DATA`.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::fake::TelegramFake;
use tests::ledger::Ledger;
use tests::process::eventually;
use tests::{Program, Request};

use crate::client::now;
use crate::cost;
use crate::figures::count;
use crate::story::{self, Dice};

const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
const FIRST_PERSON: i64 = 700_001;
/// A bot that has taken everything and says nothing for so long has nothing more to say: what it has not answered is lost.
const SILENCE: Duration = Duration::from_secs(5);

/// What taking and answering so many messages cost, and what was kept.
pub(crate) struct Worked {
    pub(crate) messages: usize,
    /// Messages that were sent.
    pub(crate) sent: usize,
    /// Messages that are in the database.
    pub(crate) kept: i64,
    pub(crate) wall: Duration,
    pub(crate) server: Duration,
    /// KiB.
    pub(crate) memory: u64,
}

/// The bot under load.
enum Bot {
    Jiesu(Box<Program>),
    Peer(Child),
}

/// Has `messages` taken and answered by the program, or by the peer with this command; killed so many times meanwhile
/// and started again.
pub(crate) fn worked_off(messages: usize, peer: Option<&str>, kills: usize) -> Result<Worked, String> {
    let telegram = TelegramFake::started(TOKEN);
    let folder = tempfile::tempdir().map_err(|fault| fault.to_string())?;
    let mut bot = start(&telegram, folder.path(), peer)?;
    eventually("the bot asks for updates", || telegram.polls() > 0);
    let (began, spent) = (now(), cost::processor_of_family(bot.pid()));
    let said = said(messages);
    telegram.backlog(said.len(), |number| said[number].clone());
    let (mut dice, mut silence) = (Dice::of(11), Silence::begins());
    for kill in 1..=kills {
        // Spread over the whole, each at a moment of chance.
        let after = messages * kill / (kills + 1) + dice.throw(messages / 20 + 1);
        let mut is_done = || telegram.pending() == 0 && bot.has_told_all(&telegram, messages, &mut silence);
        eventually("the moment comes", || telegram.called("sendMessage") >= after || is_done());
        bot.kill();
        bot = start(&telegram, folder.path(), peer)?;
    }
    eventually("everything is taken", || telegram.pending() == 0);
    eventually("everybody is answered", || bot.has_told_all(&telegram, messages, &mut silence));
    let (wall, server) = (began.elapsed(), cost::processor_of_family(bot.pid()).saturating_sub(spent));
    let memory = cost::memory(bot.pid());
    bot.stop();
    let sent = telegram.called("sendMessage");
    let kept = if peer.is_some() {
        rows(&folder.path().join("peer.db"))?
    } else {
        Ledger::read(&folder.path().join("data")).inbound
    };
    Ok(Worked { messages, sent, kept, wall, server, memory })
}

impl Worked {
    pub(crate) fn rate(&self) -> f64 {
        count(self.messages) / self.wall.as_secs_f64()
    }

    /// Milliseconds of processor time for a message.
    pub(crate) fn cost(&self) -> f64 {
        self.server.as_secs_f64() * 1000.0 / count(self.messages)
    }

    pub(crate) fn line(&self, name: &str) -> String {
        format!(
            "{name:8} telegram  {} messages, {} kept, {} sent  {:7.0}/s  cpu {:6.3} ms/msg  rss {:4} MiB",
            self.messages,
            self.kept,
            self.sent,
            self.rate(),
            self.cost(),
            self.memory / 1024
        )
    }

    pub(crate) fn json(&self, name: &str) -> Value {
        json!({
            "server": name,
            "messages": self.messages,
            "kept": self.kept,
            "sent": self.sent,
            "per_second": self.rate(),
            "cpu_ms": self.cost(),
            "lost": self.messages as i64 - self.kept,
            "doubled": self.sent as i64 - self.messages as i64,
            "rss_mib": self.memory / 1024,
        })
    }
}

impl Bot {
    fn pid(&self) -> u32 {
        match self {
            Self::Jiesu(program) => program.pid(),
            Self::Peer(child) => child.id(),
        }
    }

    fn has_told_all(&self, telegram: &TelegramFake, messages: usize, silence: &mut Silence) -> bool {
        match self {
            Self::Jiesu(program) => {
                let metrics = program.tries(&Request::get("/metrics")).map(|answer| answer.text());
                metrics.is_ok_and(|text| text.lines().any(|line| line == "jiesu_outbox_notices 0"))
            }
            Self::Peer(_) => {
                let sent = telegram.called("sendMessage");
                sent >= messages || silence.lasts(sent)
            }
        }
    }

    fn kill(self) {
        match self {
            Self::Jiesu(program) => program.kill(),
            Self::Peer(child) => end(child),
        }
    }

    fn stop(self) {
        match self {
            Self::Jiesu(program) => drop(program.stop()),
            Self::Peer(child) => end(child),
        }
    }
}

/// How long nothing more was sent.
struct Silence {
    sent: usize,
    since: Instant,
}

impl Silence {
    fn begins() -> Self {
        Self { sent: 0, since: now() }
    }

    fn lasts(&mut self, sent: usize) -> bool {
        if sent != self.sent {
            *self = Self { sent, since: now() };
        }
        self.since.elapsed() >= SILENCE
    }
}

fn end(mut child: Child) {
    let _gone = child.kill();
    let _gone = child.wait();
}

/// How many messages the peer has kept.
fn rows(database: &Path) -> Result<i64, String> {
    let open = rusqlite::Connection::open(database).map_err(|fault| fault.to_string())?;
    open.query_row("SELECT count(*) FROM message", (), |row| row.get(0)).map_err(|fault| fault.to_string())
}

fn start(telegram: &TelegramFake, folder: &Path, peer: Option<&str>) -> Result<Bot, String> {
    if let Some(command) = peer {
        let child = Command::new("sh")
            .args(["-c", &format!("exec {command}")])
            .env("BOT_TOKEN", TOKEN)
            .env("BOT_API", telegram.url())
            .env("BOT_DATA", folder)
            .stdout(Stdio::null())
            .spawn();
        return child.map(Bot::Peer).map_err(|fault| fault.to_string());
    }
    let config = folder.join("jiesu.toml");
    let rules = format!(
        "[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\npersonal_data = true\nletters_per_second = 1000000\n\
         letters_per_chat_and_second = 1000000\n[courier]\nlease_seconds = 25\n",
        telegram.url()
    );
    std::fs::write(&config, rules).map_err(|fault| fault.to_string())?;
    let program = Program::start(&folder.join("data"), &["--config", &config.display().to_string()]);
    Ok(Bot::Jiesu(Box::new(program)))
}

/// Who says what: everybody tells a story, every second submits it, every sixth asks how it goes.
fn said(messages: usize) -> Vec<(i64, String)> {
    let mut dice = Dice::of(7);
    let mut said = Vec::with_capacity(messages + 2);
    let mut person = FIRST_PERSON;
    while said.len() < messages {
        said.push((person, story::story(&mut dice)));
        if person % 2 == 0 {
            said.push((person, "提交".to_owned()));
        }
        if person % 6 == 0 {
            said.push((person, "查进度".to_owned()));
        }
        person += 1;
    }
    said.truncate(messages);
    said
}
