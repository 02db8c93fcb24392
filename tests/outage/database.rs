//! What does the program do while its database server is gone, and when it is back? What if another takes its place?

use std::time::Duration;

use serde_json::json;
use tests::{Message, Request, Wire};

use crate::chance::Chance;
use crate::clock::{Watch, pause, within};
use crate::crowd::{Crowd, Manner};
use crate::lives::{ends, kept};
use crate::outcome::{Figure, Outcome, Tally};
use crate::scene::Scene;
use crate::speech::tells;
use crate::town::Town;

/// How often the server goes, of one ledger.
const TIMES: usize = 4;
const TIMES_SHORT: usize = 2;
const GONE: Duration = Duration::from_secs(60);
const GONE_SHORT: Duration = Duration::from_secs(4);
const REFUSED_MS: f64 = 1000.0;
const NOT_READY_MS: f64 = 5000.0;
const BACK_MS: f64 = 10_000.0;
/// What was on its way when the server went may still be answered by what it had done.
const ON_ITS_WAY: Duration = Duration::from_millis(200);

/// In which way the server is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gone {
    /// It has stopped, and refuses connections.
    Stopped,
    /// It stands still, and answers nobody.
    Frozen,
}

/// `pg_ctl stop -m immediate` and SIGSTOP, twenty times together.
pub(crate) fn stopped(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(5, 1), |round| goes(scene, round));
    let mut figures = vec![
        Figure::of("times_gone", tally.count("times gone"), ""),
        Figure::of("answered_503", tally.measured("gone: refusal ms"), "").at_least(1.0),
        Figure::of("answered_503_after_p95", tally.quantile("gone: refusal ms", 0.95), "ms"),
        Figure::of("answered_503_after_most", tally.greatest("gone: refusal ms"), "ms")
            .at_most(scene.within(REFUSED_MS)),
        Figure::of("answered_200", tally.count("gone: 200"), "").at_most(0.0),
        Figure::of("other_answers", tally.count("gone: other"), "").at_most(0.0),
        Figure::of("not_alive", tally.count("gone: not alive"), "").at_most(0.0),
        Figure::of("readyz_fails_after_most", tally.greatest("not ready ms"), "ms").at_most(NOT_READY_MS),
        Figure::of("ready_again_after_most", tally.greatest("ready again ms"), "ms").at_most(BACK_MS),
        Figure::of("takes_again_after_most", tally.greatest("takes again ms"), "ms").at_most(BACK_MS),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

/// The primary is killed, its synchronous standby promoted.
pub(crate) fn failover(scene: &Scene) -> Outcome {
    let tally = scene.rounds(scene.either(5, 1), |round| fails_over(scene, round));
    let mut figures = vec![
        Figure::of("failovers", tally.count("failovers"), ""),
        Figure::of("takes_again_p50", tally.quantile("takes again ms", 0.5), "ms"),
        Figure::of("takes_again_after_most", tally.greatest("takes again ms"), "ms").at_most(BACK_MS),
    ];
    figures.extend(kept(&tally));
    tally.told(figures)
}

fn goes(scene: &Scene, round: usize) -> Tally {
    let chance = scene.chance().apart(round as u64);
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    town.opens();
    let mut tally = Tally::default();
    let manner = Manner { a_second: 20.0, ..Manner::default() };
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance.apart(1));
        for time in 0..scene.either(TIMES, TIMES_SHORT) {
            pause(Duration::from_secs(2));
            let how = if time % 2 == 0 { Gone::Stopped } else { Gone::Frozen };
            is_gone(&town, &crowd, &manner, how, scene.either(GONE, GONE_SHORT), &mut tally);
            comes_back(&town, &crowd, &manner, how, &mut tally);
            tally.one("times gone");
        }
        pause(Duration::from_secs(1));
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    ends(scene, town, &mut tally);
    tally
}

fn is_gone(town: &Town, crowd: &Crowd, manner: &Manner, how: Gone, most: Duration, tally: &mut Tally) {
    town.ledger.note(json!({ "e": "database stopped", "how": format!("{how:?}") }));
    town.server(|server| match how {
        Gone::Stopped => server.stops_at_once(),
        Gone::Frozen => server.freezes(),
    });
    let gone = Watch::started();
    pause(ON_ITS_WAY);
    let mut speaker =
        crowd.speaker(town, &[town.url()], manner, Chance::of(gone.elapsed().as_nanos() as u64));
    speaker.patience = Duration::ZERO;
    let mut was_ready = true;
    while gone.elapsed() < most {
        let watch = Watch::started();
        tells(&mut speaker, None);
        match speaker.last {
            Some(503) => tally.sample("gone: refusal ms", watch.ms()),
            Some(200) => tally.one("gone: 200"),
            Some(_) | None => tally.one("gone: other"),
        }
        if !is_well(town, "/livez") {
            tally.one("gone: not alive");
        }
        if was_ready && !is_well(town, "/readyz") {
            tally.sample("not ready ms", gone.ms());
            was_ready = false;
        }
        pause(Duration::from_millis(100));
    }
    if was_ready {
        tally.fault("it calls itself ready without a database");
    }
}

fn comes_back(town: &Town, crowd: &Crowd, manner: &Manner, how: Gone, tally: &mut Tally) {
    town.server(|server| match how {
        Gone::Stopped => server.starts(),
        Gone::Frozen => server.thaws(),
    });
    let back = Watch::started();
    town.ledger.note(json!({ "e": "database back" }));
    let mut speaker =
        crowd.speaker(town, &[town.url()], manner, Chance::of(back.elapsed().as_nanos() as u64 + 1));
    speaker.patience = Duration::ZERO;
    let minute = Duration::from_secs(60);
    if within(minute, || is_well(town, "/readyz")) {
        tally.sample("ready again ms", back.ms());
    } else {
        tally.fault("it is not ready a minute after its database");
    }
    if within(minute, || tells(&mut speaker, None).is_some_and(|answer| answer.status() == 200)) {
        tally.sample("takes again ms", back.ms());
    } else {
        tally.fault("it takes nothing a minute after its database is back");
    }
}

fn fails_over(scene: &Scene, round: usize) -> Tally {
    let chance = scene.chance().apart(round as u64);
    let mut town = Town::founded(scene, &format!("round-{round}"), "");
    let mut standby = town.server(|server| server.standby(&format!("standby-{round}")));
    let (one, both) = town.server(|server| (server.address(), server.address_with(&standby)));
    town.replaces(&one, &both);
    town.opens();
    let mut tally = Tally::default();
    let manner = Manner { a_second: 50.0, ..Manner::default() };
    std::thread::scope(|scope| {
        let crowd = Crowd::gathers(scope, &town, &[town.url()], &manner, &chance.apart(1));
        pause(scene.either(Duration::from_secs(10), Duration::from_secs(3)));
        crowd.awaits_a_question();
        town.ledger.note(json!({ "e": "database stopped", "how": "killed" }));
        town.server(|server| {
            server.is_killed();
            std::mem::swap(server, &mut standby);
            server.is_promoted();
        });
        let promoted = Watch::started();
        let mut speaker = crowd.speaker(&town, &[town.url()], &manner, chance.apart(2));
        speaker.patience = Duration::ZERO;
        let again = within(Duration::from_secs(60), || {
            tells(&mut speaker, None).is_some_and(|answer| answer.status() == 200)
        });
        if again {
            tally.sample("takes again ms", promoted.ms());
        } else {
            tally.fault("it takes nothing a minute after the standby was promoted");
        }
        tally.one("failovers");
        pause(scene.either(Duration::from_secs(10), Duration::from_secs(2)));
        crowd.disperses();
        tally.merge(crowd.counted());
    });
    ends(scene, town, &mut tally);
    tally
}

fn is_well(town: &Town, path: &str) -> bool {
    looks(town, path).is_ok_and(|answer| answer.status() == 200)
}

fn looks(town: &Town, path: &str) -> std::io::Result<Message> {
    let mut wire = Wire::to(&town.url())?;
    wire.send(&Request::get(path).bytes())?;
    wire.hear()
}
