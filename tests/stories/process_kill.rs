//! Is anything lost or done twice when the program is killed at a hop of the walk?
//!
//! Each story walks once, and at every deed of the walk the program is killed at the same hop: `kill -9`, start, and
//! the client sends the same bytes again.

use std::fs::Metadata;
use std::path::Path;
use std::time::SystemTime;

use serde_json::Value;
use tests::Wire;

use crate::process::{Town, WALK, gist};

/// Where the program is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hop {
    /// Half of the request is sent.
    HalfSent,
    /// All of it is sent; the killer first steps aside so many times.
    Sent {
        /// How often.
        aside: usize,
    },
    /// The ledger's log begins to grow.
    Committing,
    /// The first byte of the answer is here.
    Answering,
    /// The answer was read.
    Answered,
}

#[test]
fn killed_before_it_has_heard_everything_it_knows_nothing() {
    walked(|_| Hop::HalfSent);
}

#[test]
fn killed_right_after_it_was_told_it_has_done_all_or_nothing() {
    walked(|_| Hop::Sent { aside: 0 });
}

#[test]
fn killed_at_any_moment_of_deciding_it_has_done_all_or_nothing() {
    // From the first moments of a request to after its answer, whatever the machine's speed.
    walked(|deed| Hop::Sent { aside: 1 << (2 * deed) });
    walked(|deed| Hop::Sent { aside: 1 << (14 - 2 * deed) });
}

#[test]
fn killed_while_it_writes_it_has_done_all_or_nothing() {
    walked(|_| Hop::Committing);
}

#[test]
fn killed_while_it_answers_it_has_done_it() {
    walked(|_| Hop::Answering);
}

#[test]
fn killed_after_its_answer_it_has_done_it() {
    walked(|_| Hop::Answered);
}

fn walked(hop: impl Fn(usize) -> Hop) {
    let mut town = Town::founded();
    for (number, deed) in WALK.into_iter().enumerate() {
        let hop = hop(number);
        let request = town.request(number, deed);
        let bytes = request.bytes();
        let before = log_of(&town.data());
        let mut wire = Wire::to(&town.program().url).expect("the program listens");
        let half = if hop == Hop::HalfSent { bytes.len() / 2 } else { bytes.len() };
        wire.send(&bytes[..half]).expect("the program hears");
        let mut first = None;
        match hop {
            Hop::HalfSent => {}
            Hop::Sent { aside } => (0..aside).for_each(|_| std::thread::yield_now()),
            Hop::Committing => {
                while log_of(&town.data()) == before && !wire.has_stirred() {
                    std::thread::yield_now();
                }
            }
            Hop::Answering => wire.stirs().expect("the program answers"),
            Hop::Answered => first = Some(gist(&wire.hear().expect("the program answers"))),
        }
        town.is_killed();
        town.starts();

        let again = town.asks(&request);
        let known = again.json()["duplicate"].as_bool();
        match hop {
            Hop::HalfSent => assert_ne!(known, Some(true), "{deed:?}"),
            Hop::Sent { .. } | Hop::Committing => {}
            Hop::Answering | Hop::Answered => assert_ne!(known, Some(false), "{deed:?}"),
        }
        let again = gist(&again);
        assert_eq!(first.unwrap_or_else(|| again.clone()), again, "{deed:?}");
        let third = town.asks(&request);
        assert_ne!(third.json()["duplicate"], Value::Bool(false), "{deed:?}");
        assert_eq!(gist(&third), again, "{deed:?}");
    }
    town.has_walked_once();
}

/// Length and time of the ledger's write-ahead log: what can be seen of a commit from outside.
fn log_of(data: &Path) -> (u64, Option<SystemTime>) {
    let log: Option<Metadata> = std::fs::metadata(data.join("jiesu.db-wal")).ok();
    log.map_or((0, None), |log| (log.len(), log.modified().ok()))
}
