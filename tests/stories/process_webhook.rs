//! What does a unit's system hear when the program dies while it is telling it?

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use tests::process::{eventually, signal};
use tests::{Request, Wire};

use crate::process::{Town, WALK};

/// A claim is over soon, so that the story is.
const CONFIG: &str = "[webhooks]\nallow = [\"127.0.0.0/8\"]\ntimeout_seconds = 1\n\
                      [courier]\nretry_seconds = [1, 1, 1]\nlease_seconds = 2\n";

/// A unit's system that may kill whoever tells it something, before it answers.
#[derive(Default)]
struct System {
    told: Mutex<Vec<(String, String)>>,
    victim: Mutex<Option<u32>>,
}

#[test]
fn killed_while_it_tells_a_units_system_it_tells_it_at_most_once_more() {
    let system = Arc::new(System::default());
    let url = listening(&system);
    let mut town = Town::with(CONFIG, |_| Some(url));
    let mut killed = 0;
    for (number, deed) in WALK.into_iter().enumerate() {
        let request = town.request(number, deed);
        // The unit is told of the dispatch, and of the rating and the end that follows it.
        if number == 1 || number == WALK.len() - 1 {
            *system.victim.lock().expect("nobody panicked") = Some(town.program().pid());
            // The program may die before it answers.
            let _answered = town.program().tries(&request);
            eventually("the unit's system is told", || {
                system.victim.lock().expect("nobody panicked").is_none()
            });
            town.is_killed();
            killed += 1;
            town.starts();
        }
        assert_eq!(town.asks(&request).status(), 200);
        eventually("everything is told", || {
            let metrics = town.asks(&Request::get("/metrics")).text();
            metrics.lines().any(|line| line == "jiesu_outbox_notices 0")
        });
    }
    let told = system.told.lock().expect("nobody panicked").clone();
    let mut once: Vec<(String, String)> = Vec::new();
    for letter in &told {
        // A repetition follows what it repeats: news stays in order.
        if once.last() != Some(letter) {
            assert!(!once.contains(letter), "{told:#?}");
            once.push(letter.clone());
        }
    }
    let whats: Vec<&str> = once.iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(whats, ["order.dispatched", "order.rated", "order.closed"]);
    assert_eq!(told.len(), once.len() + killed, "{told:#?}");
    town.has_walked_once();
}

fn listening(system: &Arc<System>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
    let address = listener.local_addr().expect("a bound socket has an address");
    let system = Arc::clone(system);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let system = Arc::clone(&system);
            std::thread::spawn(move || Wire::over(stream).map(|wire| system.hears(wire)));
        }
    });
    format!("http://{address}/hook")
}

impl System {
    fn hears(&self, mut wire: Wire) {
        while let Ok(letter) = wire.hear() {
            let id = letter.header("webhook-id").expect("a letter has an id").to_owned();
            let what = letter.json()["type"].as_str().expect("a letter says what happened").to_owned();
            self.told.lock().expect("nobody panicked").push((id, what));
            let mut victim = self.victim.lock().expect("nobody panicked");
            if let Some(pid) = victim.take() {
                signal("KILL", pid);
                return;
            }
            drop(victim);
            if wire.send(b"HTTP/1.1 204 No Content\r\n\r\n").is_err() {
                return;
            }
        }
    }
}
