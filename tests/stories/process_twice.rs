//! Is every message harmless that comes twice, at once and again after a restart?

use std::sync::Barrier;

use serde_json::Value;
use tests::{Message, Request};

use crate::process::{Town, WALK, gist};

/// Copies of the same delivery that arrive at the same time.
const COPIES: usize = 4;

#[test]
fn every_message_posted_several_times_at_once_and_after_a_restart_counts_once() {
    let mut town = Town::founded();
    for (number, deed) in WALK.into_iter().enumerate() {
        let request = town.request(number, deed);
        let answers = at_once(&town, &request);
        let gists: Vec<Value> = answers.iter().map(gist).collect();
        assert!(gists.iter().all(|gist| *gist == gists[0]), "{deed:?}: {gists:#?}");
        let fresh = answers.iter().filter(|answer| answer.json()["duplicate"] == false).count();
        assert!(fresh <= 1, "{deed:?} was done {fresh} times");

        town.is_killed();
        town.starts();
        for answer in at_once(&town, &request) {
            assert_ne!(answer.json()["duplicate"], false, "{deed:?}");
            assert_eq!(gist(&answer), gists[0], "{deed:?}");
        }
    }
    town.has_walked_once();
}

fn at_once(town: &Town, request: &Request) -> Vec<Message> {
    let start = Barrier::new(COPIES);
    std::thread::scope(|scope| {
        let copies: Vec<_> = (0..COPIES)
            .map(|_| {
                scope.spawn(|| {
                    start.wait();
                    town.asks(request)
                })
            })
            .collect();
        copies.into_iter().map(|copy| copy.join().expect("the program answers")).collect()
    })
}
