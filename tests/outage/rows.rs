//! Which rows are there?

use crate::backlog;
use crate::control;
use crate::database;
use crate::delivery;
use crate::disk;
use crate::lives;
use crate::outcome::Outcome;
use crate::paused;
use crate::scene::{Engine, Scene};
use crate::{slow, soak, sync, windows, wrong_clock};

/// One thing that is done to the program, and what it must keep meanwhile.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    /// What is asked of the program.
    pub(crate) question: &'static str,
    /// On which databases it can be played.
    pub(crate) on: &'static [Engine],
    pub(crate) play: fn(&Scene) -> Outcome,
}

const BOTH: &[Engine] = &[Engine::Sqlite, Engine::Postgres];
const POSTGRES: &[Engine] = &[Engine::Postgres];
const SQLITE: &[Engine] = &[Engine::Sqlite];

/// All of them, in the order in which they are told.
pub(crate) fn rows() -> Vec<Row> {
    let row = |name, question, on, play| Row { name, question, on, play };
    vec![
        row("control", "does the checker notice what is wrong?", SQLITE, control::play),
        row("kills", "is anything lost or done twice when it is killed at any moment?", BOTH, lives::kills),
        row("sync", "is every answer durable before it is given?", SQLITE, sync::play),
        row("shutdown", "does it end what it has begun when it is told to stop?", BOTH, lives::shutdown),
        row("delivery", "does every letter arrive over a line that fails?", BOTH, delivery::play),
        row("backlog", "does it work off what has piled up, and stay usable?", BOTH, backlog::play),
        row("disk", "what does it do when its disk is full, and afterwards?", SQLITE, disk::play),
        row("clock", "what happens when its clock is wrong for a while?", SQLITE, wrong_clock::play),
        row("slow", "do those who are slow on purpose hold up those who are not?", SQLITE, slow::play),
        row("windows", "do several processes keep to a platform's limits together?", POSTGRES, windows::play),
        row("paused", "can a process that stood still act late?", POSTGRES, paused::play),
        row("database", "what does it do while its database is gone?", POSTGRES, database::stopped),
        row("failover", "is anything lost when a standby takes over?", POSTGRES, database::failover),
        row("soak", "does it grow, slow down or wear out?", BOTH, soak::play),
    ]
}
