//! How soon is the program ready, and how much memory does it hold when nothing happens?

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use tests::{Program, Request};

/// Starts that are measured, after one that makes the database and warms the files up.
const STARTS: usize = 20;

fn main() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let data = folder.path().join("data");
    let mut first = Program::start(&data, &[]);
    first.first_passwords();
    assert!(first.stop().success());
    let mut starts: Vec<(Duration, u64)> = (0..STARTS).map(|_| start(&data)).collect();
    starts.sort();
    let mut memory: Vec<u64> = starts.iter().map(|(_, memory)| *memory).collect();
    memory.sort_unstable();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "ready after: median {:?}, slowest {:?}; idle memory: median {} kB, most {} kB ({STARTS} warm starts)",
        starts[STARTS / 2].0,
        starts[STARTS - 1].0,
        memory[STARTS / 2] / 1024,
        memory[STARTS - 1] / 1024
    )
}

/// From `exec` to the first good answer of `/readyz`, and what it holds then.
#[expect(clippy::disallowed_methods, reason = "measures")]
fn start(data: &Path) -> (Duration, u64) {
    let begun = Instant::now();
    let program = Program::start(data, &[]);
    assert_eq!(program.asks(&Request::get("/readyz")).status(), 200);
    let ready = begun.elapsed();
    let memory = program.memory();
    assert!(program.stop().success());
    (ready, memory)
}
