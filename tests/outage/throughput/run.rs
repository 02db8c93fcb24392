//! In which order is what measured?

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use serde_json::Value;
use tokio::task::LocalSet;
use tokio::time::{sleep, sleep_until};

use crate::client::{Client, now};
use crate::cost;
use crate::figures::Figures;
use crate::server::{Engine, Kind, Server};
use crate::telegram;

/// How long is looked whether the program rests, and how long that is waited for.
const GLANCE: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(180);

/// What is measured.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) clients: Vec<usize>,
    pub(crate) seconds: u64,
    pub(crate) warm: u64,
    pub(crate) runs: u64,
    pub(crate) engine: Engine,
    /// An existing ledger to put under load, kept; without it each program begins with an empty one.
    pub(crate) data: Option<PathBuf>,
    pub(crate) json: Option<PathBuf>,
    /// Say the process id and wait for a key before the load begins: something else is attached meanwhile.
    pub(crate) hold: bool,
    /// The load begins when the program has done what it does after a start.
    pub(crate) rested: bool,
    /// Messages a second, all clients together; none: as many as are answered.
    pub(crate) pace: Option<u64>,
    /// Count how often the disk is waited for.
    pub(crate) syncs: bool,
    /// Over Telegram.
    pub(crate) messages: usize,
    /// So many times the bot is killed over them.
    pub(crate) kills: usize,
    /// The command line of another bot to be given the same messages.
    pub(crate) peer: Option<String>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            kinds: vec![Kind::Bare, Kind::Single, Kind::Jiesu],
            clients: vec![1, 8, 64, 256],
            seconds: 10,
            warm: 2,
            runs: 1,
            engine: Engine::Sqlite,
            data: None,
            json: None,
            hold: false,
            rested: false,
            pace: None,
            syncs: false,
            messages: 2000,
            kills: 0,
            peer: None,
        }
    }
}

/// Measures all of it, says each line as it is known.
pub(crate) fn all(plan: &Plan) -> Result<(), String> {
    let mut written: Vec<Value> = Vec::new();
    for _ in 0..plan.runs {
        for &clients in &plan.clients {
            let mut rates = Vec::new();
            for &kind in &plan.kinds {
                let figures = with_fresh(plan, kind, clients)?;
                println!("{}", figures.line(kind.name()));
                rates.push((kind, figures.rate()));
                written.push(figures.json(kind.name()));
            }
            say_ratios(&rates);
        }
    }
    write(plan, &written)
}

/// Writes the figures down, if they are to be.
pub(crate) fn write(plan: &Plan, written: &[Value]) -> Result<(), String> {
    let Some(path) = &plan.json else { return Ok(()) };
    let text = serde_json::to_string_pretty(written).expect("figures have only string keys");
    std::fs::write(path, text).map_err(|fault| fault.to_string())
}

/// Measures what comes over Telegram; beside it the same with another bot.
pub(crate) fn telegram(plan: &Plan) -> Result<(), String> {
    let mut written = Vec::new();
    let bots = [("jiesu", None)].into_iter().chain(plan.peer.as_deref().map(|peer| ("peer", Some(peer))));
    for (name, peer) in bots {
        for kills in [0, plan.kills].into_iter().take(if plan.kills > 0 { 2 } else { 1 }) {
            for _ in 0..plan.runs {
                let worked = telegram::worked_off(plan.messages, peer, kills)?;
                println!("{}  {kills} kills", worked.line(name));
                let mut figures = worked.json(name);
                figures["kills"] = kills.into();
                if kills > 0 {
                    // Those of the last process say nothing of the whole.
                    figures["cpu_ms"] = Value::Null;
                    figures["rss_mib"] = Value::Null;
                }
                written.push(figures);
            }
        }
    }
    write(plan, &written)
}

fn with_fresh(plan: &Plan, kind: Kind, clients: usize) -> Result<Figures, String> {
    let folder = tempfile::tempdir().map_err(|fault| fault.to_string())?;
    let data =
        plan.data.clone().filter(|_| kind == Kind::Jiesu).unwrap_or_else(|| folder.path().join("data"));
    under_load(plan, kind, clients, &data)
}

/// Measures one program over this data.
pub(crate) fn under_load(plan: &Plan, kind: Kind, clients: usize, data: &Path) -> Result<Figures, String> {
    let server = Server::start(kind, plan.engine, data)?;
    if plan.rested {
        rests(&server);
    }
    if plan.hold {
        println!("{} is process {}; press Enter", kind.name(), server.pid());
        let _line = std::io::stdin().lines().next();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| fault.to_string())?;
    let load = measured(&server, clients, plan);
    let figures = LocalSet::new().block_on(&runtime, load).map_err(|fault| fault.to_string());
    server.stop();
    figures
}

/// Returns when the program works no more than a twentieth of the time, or has not come to rest for minutes.
#[expect(clippy::disallowed_methods, reason = "the real program runs on the real clock")]
fn rests(server: &Server) {
    let begun = now();
    loop {
        let spent = cost::processor(server.pid());
        std::thread::sleep(GLANCE);
        let works = cost::processor(server.pid()).saturating_sub(spent);
        if works * 20 < GLANCE || begun.elapsed() > PATIENCE {
            return;
        }
    }
}

/// Warms up, then counts for the time the plan says.
async fn measured(server: &Server, clients: usize, plan: &Plan) -> std::io::Result<Figures> {
    let counting = Rc::new(Cell::new(false));
    let ending = Rc::new(Cell::new(false));
    let figures = Rc::new(RefCell::new(Figures { clients, ..Figures::default() }));
    let (address, pid) = (server.address(), server.pid());
    // Every start speaks for other citizens: the ledger may know those of the last one.
    let start = u64::from(std::process::id()) << 32 | u64::from(pid) << 12;
    // Between two messages of all.
    let every = plan.pace.map(|pace| Duration::from_secs(1) / u32::try_from(pace).unwrap_or(u32::MAX));
    let mut speaking = Vec::new();
    for n in 0..clients {
        let mut client = Client::connect(&address, start + u64::try_from(n).expect("few clients")).await?;
        let (counting, ending, figures) = (counting.clone(), ending.clone(), figures.clone());
        let (share, of) = (small(n), small(clients));
        speaking.push(tokio::task::spawn_local(async move {
            let mut turn = now() + every.map_or(Duration::ZERO, |every| every * share);
            while !ending.get() {
                if let Some(every) = every {
                    sleep_until(turn.into()).await;
                    turn += every * of;
                }
                let done = client.next().await?;
                if counting.get() {
                    figures.borrow_mut().count(done);
                }
            }
            Ok::<_, std::io::Error>(())
        }));
    }
    sleep(Duration::from_secs(plan.warm)).await;
    let (spent, load, begun) = (server.processor(), cost::processor(std::process::id()), now());
    let syncs = if plan.syncs { Some(cost::Syncs::of(pid).map_err(std::io::Error::other)?) } else { None };
    counting.set(true);
    sleep(Duration::from_secs(plan.seconds)).await;
    counting.set(false);
    let syncs = syncs.map(cost::Syncs::ends).transpose().map_err(std::io::Error::other)?;
    {
        let mut figures = figures.borrow_mut();
        figures.wall = begun.elapsed();
        figures.server = server.processor().saturating_sub(spent);
        figures.load = cost::processor(std::process::id()).saturating_sub(load);
        figures.memory = cost::memory(pid);
        figures.syncs = syncs;
    }
    ending.set(true);
    for one in speaking {
        one.await.map_err(std::io::Error::other)??;
    }
    Ok(figures.take().close())
}

fn say_ratios(rates: &[(Kind, f64)]) {
    let of = |wanted: Kind| rates.iter().find(|(kind, _)| *kind == wanted).map(|(_, rate)| *rate);
    let Some(jiesu) = of(Kind::Jiesu) else { return };
    for reference in [Kind::Bare, Kind::Single] {
        if let Some(rate) = of(reference) {
            println!("         jiesu : {} = {:.3}", reference.name(), jiesu / rate);
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("few clients")
}
