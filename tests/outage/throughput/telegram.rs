//! How much does a message cost that comes from Telegram and is answered there?
//!
//! The strict fake Bot API of the stories stands in this process, so its time is not the program's. People have written
//! while nobody listened: six of ten messages are first stories, three submit one, one asks how it goes. The same
//! messages go to any other bot by its command line ([`crate::run::Plan::peer`]), which is told the token and the
//! address in `BOT_TOKEN` and `BOT_API`, and where it may keep its database in `BOT_DATA`.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::fake::TelegramFake;
use tests::process::eventually;
use tests::{Program, Request};

use crate::client::now;
use crate::cost;
use crate::story::{self, Dice};

const TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0";
const FIRST_PERSON: i64 = 700_001;

/// What taking and answering so many messages cost.
pub(crate) struct Worked {
    pub(crate) messages: usize,
    pub(crate) sent: usize,
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

/// Has `messages` taken and answered by the program, or by the peer with this command.
pub(crate) fn worked_off(messages: usize, peer: Option<&str>) -> Result<Worked, String> {
    let telegram = TelegramFake::started(TOKEN);
    let folder = tempfile::tempdir().map_err(|fault| fault.to_string())?;
    let bot = start(&telegram, folder.path(), peer)?;
    eventually("the bot asks for updates", || telegram.polls() > 0);
    let (began, spent) = (now(), cost::processor_of_family(bot.pid()));
    let said = said(messages);
    telegram.backlog(said.len(), |number| said[number].clone());
    eventually("everything is taken", || telegram.pending() == 0);
    eventually("everybody is answered", || bot.has_told_all(&telegram, messages));
    let worked = Worked {
        messages,
        sent: telegram.called("sendMessage"),
        wall: began.elapsed(),
        server: cost::processor_of_family(bot.pid()).saturating_sub(spent),
        memory: cost::memory(bot.pid()),
    };
    bot.stop();
    Ok(worked)
}

impl Worked {
    pub(crate) fn line(&self, name: &str) -> String {
        let (count, wall) = (self.messages as f64, self.wall.as_secs_f64());
        format!(
            "{name:8} telegram  {} messages, {} sent  {:7.0}/s  cpu {:6.3} ms/msg  rss {:4} MiB",
            self.messages,
            self.sent,
            count / wall,
            self.server.as_secs_f64() * 1000.0 / count,
            self.memory / 1024
        )
    }
}

impl Bot {
    fn pid(&self) -> u32 {
        match self {
            Self::Jiesu(program) => program.pid(),
            Self::Peer(child) => child.id(),
        }
    }

    fn has_told_all(&self, telegram: &TelegramFake, messages: usize) -> bool {
        match self {
            Self::Jiesu(program) => {
                let metrics = program.asks(&Request::get("/metrics")).text();
                metrics.lines().any(|line| line == "jiesu_outbox_notices 0")
            }
            Self::Peer(_) => telegram.called("sendMessage") >= messages,
        }
    }

    fn stop(self) {
        match self {
            Self::Jiesu(program) => drop(program.stop()),
            Self::Peer(mut child) => {
                let _gone = child.kill();
                let _gone = child.wait();
            }
        }
    }
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
         letters_per_chat_and_second = 1000000\n",
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
