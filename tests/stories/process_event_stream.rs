//! What stands in the event stream when the program dies between publishing and noting that it has, and when the
//! server of the stream comes and goes?

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use tests::process::{eventually, log_of, signal};
use tests::{NatsServer, Request, Stood};

use crate::process::{Deed, Town, WALK};

/// A claim is over soon, so that the story is.
const RULES: &str = "timeout_seconds = 1\n[webhooks]\ntimeout_seconds = 1\n[courier]\nretry_seconds = [1]\nlease_seconds = 3\n";
/// What the walk has happen.
const HAPPENS: [&str; 7] = ["accepted", "dispatched", "signed", "replied", "finished", "rated", "closed"];
/// What the unit is told of it.
const TOLD: [&str; 3] = ["order.dispatched", "order.rated", "order.closed"];

/// Between the program and the server: hears what is published, and may kill the program before it hears that the
/// stream has it.
struct Eavesdropper {
    server: String,
    /// How often each letter was published.
    published: Mutex<BTreeMap<String, usize>>,
    victim: Mutex<Option<u32>>,
}

impl Eavesdropper {
    fn listens(server: &NatsServer) -> (Arc<Self>, String) {
        let own = Arc::new(Self {
            server: server.url().trim_start_matches("nats://").to_owned(),
            published: Mutex::default(),
            victim: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
        let url = format!("nats://{}", listener.local_addr().expect("a bound socket has an address"));
        let ear = Arc::clone(&own);
        std::thread::spawn(move || {
            for program in listener.incoming().flatten() {
                ear.joins(&program);
            }
        });
        (own, url)
    }

    fn joins(self: &Arc<Self>, program: &TcpStream) {
        let server = TcpStream::connect(&self.server).expect("the server runs");
        let ends = || (program.try_clone().expect("a socket"), server.try_clone().expect("a socket"));
        let ((program, to), ear) = (ends(), Arc::clone(self));
        std::thread::spawn(move || pass(program, to, |bytes| ear.hears(bytes)));
        let ((to, server), ear) = (ends(), Arc::clone(self));
        std::thread::spawn(move || pass(server, to, |bytes| ear.kills(bytes)));
    }

    /// From the program.
    fn hears(&self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for id in text.split("Nats-Msg-Id: ").skip(1).filter_map(|rest| rest.split("\r\n").next()) {
            *self.published.lock().expect("nobody panicked").entry(id.to_owned()).or_default() += 1;
        }
    }

    /// From the server.
    fn kills(&self, bytes: &[u8]) {
        // An acknowledgement names the stream.
        if String::from_utf8_lossy(bytes).contains("\"stream\":\"JIESU\"") {
            let victim = self.victim.lock().expect("nobody panicked").take();
            if let Some(pid) = victim {
                signal("KILL", pid);
            }
        }
    }
}

/// Passes on what comes, after it was heard.
fn pass(mut from: TcpStream, mut to: TcpStream, heard: impl Fn(&[u8])) {
    let mut bytes = [0; 65536];
    while let Ok(read) = from.read(&mut bytes) {
        heard(&bytes[..read]);
        if read == 0 || to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    let _gone = to.shutdown(Shutdown::Both);
}

fn gauge(town: &Town, line: &str) -> bool {
    town.asks(&Request::get("/metrics")).text().lines().any(|known| known == line)
}

fn read(nats: &NatsServer) -> Vec<Stood> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts").block_on(async { nats.reader().await.reads().await })
}

/// Every event and every letter stands there once, in order.
fn is_whole(nats: &NatsServer) {
    let (letters, events): (Vec<_>, Vec<_>) =
        read(nats).into_iter().partition(|stood| stood.subject.contains(".unit."));
    assert_eq!(events.iter().map(Stood::what).collect::<Vec<_>>(), HAPPENS);
    let types: Vec<String> =
        letters.iter().map(|letter| letter.json()["type"].as_str().unwrap_or_default().to_owned()).collect();
    assert_eq!(types, TOLD);
}

#[test]
fn killed_after_publishing_and_before_noting_it_the_stream_has_everything_once() {
    let nats = NatsServer::started();
    let (ear, url) = Eavesdropper::listens(&nats);
    let config = format!("[events]\nnats = \"{url}\"\n{RULES}");
    let mut town = Town::with(&config, |_| Some("nats:".to_owned()));
    let mut killed = 0;
    for (number, deed) in WALK.into_iter().enumerate() {
        let request = town.request(number, deed);
        // What tells nobody anything cannot kill.
        let tells = number == 1 || matches!(deed, Deed::Takes(_)) || number == WALK.len() - 1;
        if tells {
            *ear.victim.lock().expect("nobody panicked") = Some(town.program().pid());
            // The program may die before it answers.
            let _answered = town.program().tries(&request);
            eventually("something is published", || ear.victim.lock().expect("nobody panicked").is_none());
            town.is_killed();
            killed += 1;
            town.starts();
        }
        assert_eq!(town.asks(&request).status(), 200);
        eventually("everything is told", || gauge(&town, "jiesu_outbox_notices 0"));
    }
    let again = ear.published.lock().expect("nobody panicked").values().filter(|&&times| times > 1).count();
    assert!(again >= killed, "{again} letters were published again after {killed} deaths");
    is_whole(&nats);
    town.has_walked_once();
}

#[test]
fn a_server_that_comes_and_goes_is_said_once_each_time_and_stops_nothing() {
    let mut nats = NatsServer::planned();
    let config = format!("[events]\nnats = \"{}\"\n{RULES}", nats.url());
    let town = Town::with(&config, |_| Some("nats:".to_owned()));
    let up = |town: &Town| eventually("the stream is up", || gauge(town, "jiesu_event_stream_up 1"));
    let down = |town: &Town| eventually("the stream is down", || gauge(town, "jiesu_event_stream_up 0"));
    let does = |town: &Town, numbers: std::ops::Range<usize>| {
        for number in numbers {
            assert_eq!(town.asks(&town.request(number, WALK[number])).status(), 200);
        }
    };
    let told = |town: &Town| eventually("everything is told", || gauge(town, "jiesu_outbox_notices 0"));
    down(&town);
    does(&town, 0..2);
    nats.starts();
    up(&town);
    told(&town);
    nats.stops();
    down(&town);
    does(&town, 2..WALK.len());
    nats.starts();
    up(&town);
    told(&town);
    is_whole(&nats);
    let log = log_of(&town.data());
    let (_, log) = log.rsplit_once(" stopped\n").expect("the town was started twice");
    let lines = |what| log.lines().filter(|line| line.contains(what)).count();
    assert_eq!(lines("the event stream takes nothing"), 2, "{log}");
    assert_eq!(lines("the event stream takes what is told"), 2, "{log}");
    assert_eq!(lines("async_nats"), 0, "each try in vain is not worth a line: {log}");
    assert_eq!(lines("ERROR"), 0, "{log}");
    town.has_walked_once();
}
