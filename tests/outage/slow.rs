//! Do those who are slow on purpose hold up those who are not?
//!
//! Two thousand connections at once that send a header a byte at a time, or a body, or ask for much and read nothing;
//! who is cut off comes again. When the program has cut a connection is read from the system's own table.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

use crate::clock::{Watch, pause};
use crate::crowd::{Crowd, Manner};
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::town::Town;

const CONNECTIONS: usize = 2000;
const CONNECTIONS_SHORT: usize = 300;
const TIME: Duration = Duration::from_secs(60);
const TIME_SHORT: Duration = Duration::from_secs(20);
/// Between two bytes of who is slow.
const DRIP: Duration = Duration::from_secs(1);
/// Between two looks at the system's table: a cut is seen this much late at most.
const GLANCE: Duration = Duration::from_millis(250);
const CUT_MS: f64 = 15_000.0;
const HONEST_MS: f64 = 300.0;
/// A page of some size; asked for several times it fills every buffer on the way.
const PAGE: &str =
    "GET /api/docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: jiesu\r\nAccept-Encoding: identity\r\n\r\n";

/// In which way somebody is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Slow {
    Header,
    Body,
    Reader,
}

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| crawls(scene));
    // A busy machine with a program that was built for tests takes its time.
    let honest = Figure::of("honest_p99", tally.quantile("answer ms", 0.99), "ms");
    let honest = if scene.short { honest } else { honest.at_most(HONEST_MS) };
    let mut figures = vec![Figure::of("slow_connections", tally.count("slow at once"), "")];
    for name in ["header", "body", "reader"] {
        let what = format!("cut {name} ms");
        figures.push(Figure::of(&format!("{name}s_cut"), tally.measured(&what), "").at_least(1.0));
        let most = (CUT_MS + GLANCE.as_secs_f64() * 1000.0) * scene.either(1.0, 1.5);
        figures
            .push(Figure::of(&format!("{name}_cut_after_most"), tally.greatest(&what), "ms").at_most(most));
    }
    figures.extend([
        Figure::of("never_cut", tally.count("never cut"), "").at_most(0.0),
        Figure::of("honest_p50", tally.quantile("answer ms", 0.5), "ms"),
        honest,
        Figure::of("resident_most", tally.greatest("MiB"), "MiB"),
    ]);
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn crawls(scene: &Scene) -> Tally {
    let chance = scene.chance();
    let mut town = Town::founded(scene, "slow", "");
    town.opens();
    let mut tally = Tally::default();
    let over = Arc::new(AtomicBool::new(false));
    let manner = Manner { a_second: 20.0, citizens: 8, ..Manner::default() };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime starts");
    let begun = Arc::new(std::sync::Mutex::new(HashMap::new()));
    for number in 0..scene.either(CONNECTIONS, CONNECTIONS_SHORT) {
        let kind = [Slow::Header, Slow::Body, Slow::Reader][number % 3];
        runtime.spawn(comes_again(town.way.port, kind, Arc::clone(&begun), Arc::clone(&over)));
    }
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance.apart(1));
        let watch = Watch::started();
        while watch.elapsed() < scene.either(TIME, TIME_SHORT) {
            pause(GLANCE);
            looks(town.way.port, &begun, &mut tally);
            tally.sample("MiB", town.program(crate::program::Jiesu::memory));
        }
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    over.store(true, Ordering::Relaxed);
    let late = |(_, watch): &&(Slow, Option<Watch>)| watch.is_some_and(|watch| watch.ms() > 2.0 * CUT_MS);
    let late = begun.lock().expect("nobody panics here").values().filter(late).count();
    tally.add("never cut", late as f64);
    runtime.shutdown_background();
    ends(scene, town, &mut tally);
    tally
}

/// By their own ports; timed from when the program's side was first seen open: before that they wait to be let in.
type Begun = Arc<std::sync::Mutex<HashMap<u16, (Slow, Option<Watch>)>>>;

/// Whose connections has the program ended since the last look?
fn looks(port: u16, begun: &Begun, tally: &mut Tally) {
    let open = established(port);
    let mut begun = begun.lock().expect("nobody panics here");
    let seen = begun.iter_mut().filter(|(own, _)| open.contains(own));
    seen.for_each(|(_, (_, watch))| {
        watch.get_or_insert_with(Watch::started);
    });
    let cut: Vec<(u16, Slow, Watch)> = begun
        .iter()
        .filter(|(own, _)| !open.contains(own))
        .filter_map(|(own, (kind, watch))| Some((*own, *kind, (*watch)?)))
        .collect();
    for (own, kind, watch) in cut {
        begun.remove(&own);
        let name = match kind {
            Slow::Header => "cut header ms",
            Slow::Body => "cut body ms",
            Slow::Reader => "cut reader ms",
        };
        tally.sample(name, watch.ms());
    }
    let many = begun.len() as f64;
    let most = tally.counts.entry("slow at once".to_owned()).or_default();
    *most = most.max(many);
}

/// The ports of those to whom the program holds a connection open, as the system says.
fn established(port: u16) -> HashSet<u16> {
    let table = std::fs::read_to_string("/proc/net/tcp").expect("the system tells");
    let number = |address: &str| u16::from_str_radix(address.rsplit(':').next()?, 16).ok();
    let mut ports = HashSet::new();
    for line in table.lines().skip(1) {
        let mut words = line.split_whitespace().skip(1);
        let (own, other, state) = (words.next(), words.next(), words.next());
        // 01: established; 08: the other side has ended its half, ours is open.
        if own.and_then(number) == Some(port) && matches!(state, Some("01" | "08")) {
            ports.extend(other.and_then(number));
        }
    }
    ports
}

async fn comes_again(port: u16, kind: Slow, begun: Begun, over: Arc<AtomicBool>) {
    while !over.load(Ordering::Relaxed) {
        if let Some((stream, own)) = comes(port).await {
            begun.lock().expect("nobody panics here").insert(own, (kind, None));
            is_slow(stream, kind, own, &begun).await;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// A connection that takes little at a time, and its own port.
async fn comes(port: u16) -> Option<(TcpStream, u16)> {
    let socket = TcpSocket::new_v4().ok()?;
    socket.set_recv_buffer_size(4096).ok()?;
    let stream = socket.connect(std::net::SocketAddr::from(([127, 0, 0, 1], port))).await.ok()?;
    let own = stream.local_addr().ok()?.port();
    Some((stream, own))
}

/// Sends a byte now and then, until the program has had enough.
async fn is_slow(mut stream: TcpStream, kind: Slow, own: u16, begun: &Begun) {
    let head = "POST /api/v1/chats/messages HTTP/1.1\r\nHost: jiesu\r\n";
    let first = match kind {
        Slow::Header => "GET / HTTP/1.1\r\nHost: jie".to_owned(),
        Slow::Body => format!(
            "{head}Authorization: Bearer {}\r\nIdempotency-Key: slow\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n{{\"te",
            "a".repeat(64)
        ),
        Slow::Reader => PAGE.repeat(4),
    };
    let mut sends = stream.write_all(first.as_bytes()).await.is_ok();
    while sends || begun.lock().expect("nobody panics here").contains_key(&own) {
        tokio::time::sleep(DRIP).await;
        sends = sends && kind != Slow::Reader && stream.write_all(b"x").await.is_ok();
    }
}
