//! Does the checker notice what is wrong?
//!
//! After a short while of load ledger and database agree. Then one thing at a time is spoilt in copies of them, and the
//! checker must say so.

use std::time::Duration;

use crate::check;
use crate::clock::pause;
use crate::crowd::{Crowd, Manner};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::town::Town;

const LOAD: Duration = Duration::from_secs(5);

pub(crate) fn play(scene: &Scene) -> Outcome {
    let tally = scene.rounds(1, |_| spoils(scene));
    let figures = vec![
        Figure::of("spoilt", tally.count("spoilt"), "").at_least(1.0),
        Figure::of("noticed", tally.count("noticed"), "").at_least(tally.count("spoilt")),
    ];
    tally.told(figures)
}

fn spoils(scene: &Scene) -> Tally {
    let mut town = Town::founded(scene, "control", "");
    town.opens();
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &Manner::default(), &scene.chance().apart(1));
        pause(LOAD);
        crowd.disperses();
    });
    let mut tally = Tally::default();
    if !town.has_told_all(Duration::from_secs(60)) {
        tally.fault("notices wait for ever");
    }
    town.stops();
    tally.merge(check::spoilt(&town.ledger, &town.address()).all());
    town.ends(scene.keeps || !tally.faults.is_empty());
    tally
}
