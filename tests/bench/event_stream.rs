//! How many events a second does the program publish, and does anybody notice when the server of the stream is away?
//!
//! The real binary and a real server, on the same machine as the clients. Orders are told while nothing is carried, so
//! that their events wait; then the courier starts, and the time is taken until none waits. Then the server goes away,
//! and more orders are told while what waits grows.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use tests::{NatsServer, Program, Request, Wire};

/// Orders told before anything is published, and as many more while the server is away.
const ORDERS: usize = 6400;
const CLIENTS: usize = 32;
const STORY: &str = "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。";

static NEXT: AtomicU64 = AtomicU64::new(1);

fn main() {
    let mut nats = NatsServer::started();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("jiesu.toml");
    let config = format!("[events]\nnats = \"{}\"\n[log]\nfilter = \"warn\"\n", nats.url());
    std::fs::write(&file, config).expect("a configuration can be written");
    let data = folder.path().join("data");
    let mut report = String::new();

    let program = started(&data, &file, "web,watch");
    let told = tell(&program, ORDERS);
    line(&mut report, "messages, nothing is carried", &told);
    assert!(program.stop().success());

    let program = started(&data, &file, "web,courier,watch");
    let waiting = gauge(&program, "jiesu_outbox_notices");
    let begun = now();
    while gauge(&program, "jiesu_outbox_notices") > 0 {
        rest();
    }
    let took = begun.elapsed();
    let rate = waiting as f64 / took.as_secs_f64();
    let _written =
        writeln!(report, "published: {waiting} events in {:.2} s, {rate:.0} events/s", took.as_secs_f64());
    line(&mut report, "messages, all is published", &tell(&program, ORDERS / 4));
    while gauge(&program, "jiesu_outbox_notices") > 0 {
        rest();
    }

    nats.stops();
    line(&mut report, "messages, the server is away", &tell(&program, ORDERS));
    line(&mut report, "messages, it still is", &tell(&program, ORDERS / 4));
    let waiting = gauge(&program, "jiesu_outbox_notices");
    nats.starts();
    let begun = now();
    while gauge(&program, "jiesu_outbox_notices") > 0 {
        rest();
    }
    let took = begun.elapsed().as_secs_f64();
    let _written = writeln!(report, "the server is back: {waiting} events that waited, {took:.2} s");
    assert!(program.stop().success());
    #[expect(clippy::print_stdout, reason = "a measurement is read where it was asked for")]
    {
        println!("{report}");
    }
}

fn started(data: &Path, file: &Path, roles: &str) -> Program {
    Program::start(data, &["--config", &file.display().to_string(), "--roles", roles])
}

/// How long each message took, and all of them together.
struct Told {
    each: Vec<Duration>,
    all: Duration,
}

/// Citizens tell stories and submit them.
fn tell(program: &Program, orders: usize) -> Told {
    let begun = now();
    let each = std::thread::scope(|scope| {
        let clients: Vec<_> =
            (0..CLIENTS).map(|_| scope.spawn(|| tell_stories(program, orders / CLIENTS))).collect();
        clients.into_iter().flat_map(|client| client.join().expect("a client ends")).collect()
    });
    Told { each, all: begun.elapsed() }
}

fn tell_stories(program: &Program, stories: usize) -> Vec<Duration> {
    let mut wire = Wire::to(&program.url).expect("the program listens");
    let mut each = Vec::new();
    for _ in 0..stories {
        let chat = format!("{:064x}", NEXT.fetch_add(1, Ordering::Relaxed));
        for (key, said) in [("story", json!({ "text": STORY })), ("submit", json!({ "choice": "submit" }))] {
            let request = Request::post("/api/v1/chats/messages").bearer(&chat).key(key).json(&said);
            let begun = now();
            wire.send(&request.bytes()).expect("the program hears");
            let answer = wire.hear().expect("the program answers");
            each.push(begun.elapsed());
            assert_eq!(answer.status(), 200, "{}", answer.text());
        }
    }
    each
}

fn line(report: &mut String, what: &str, told: &Told) {
    let mut each = told.each.clone();
    each.sort();
    let at = |part: usize| each[(each.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    let rate = each.len() as f64 / told.all.as_secs_f64();
    let _written = writeln!(report, "{what}: {rate:.0}/s, p50 {:.1} ms, p99 {:.1} ms", at(50), at(99));
}

fn gauge(program: &Program, name: &str) -> u64 {
    let metrics = program.asks(&Request::get("/metrics")).text();
    let line = metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap_or("0");
    line.parse::<f64>().unwrap_or_default() as u64
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures the real time")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "a benchmark waits for a program of its own")]
fn rest() {
    std::thread::sleep(Duration::from_millis(20));
}
