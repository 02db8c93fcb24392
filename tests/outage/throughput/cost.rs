//! What does a process cost the machine?

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::process::signal;

/// Ticks of the kernel's accounting in a second (`USER_HZ`, the same on every Linux of this kind of machine).
const TICKS: u64 = 100;

/// Processor time of a process so far, all its threads, user and system.
pub(crate) fn processor(pid: u32) -> Duration {
    let Ok(stat) = std::fs::read_to_string(format!("/proc/{pid}/stat")) else { return Duration::ZERO };
    // The name in brackets may hold anything.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let number = |at: usize| rest.split_whitespace().nth(at).and_then(|field| field.parse::<u64>().ok());
    let ticks = number(11).unwrap_or_default() + number(12).unwrap_or_default();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// The same with all processes that descend from it.
pub(crate) fn processor_of_family(pid: u32) -> Duration {
    children(pid).into_iter().map(processor_of_family).sum::<Duration>() + processor(pid)
}

/// Memory held now, in KiB.
pub(crate) fn memory(pid: u32) -> u64 {
    let Ok(status) = std::fs::read_to_string(format!("/proc/{pid}/status")) else { return 0 };
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.and_then(|line| line.split_whitespace().nth(1))
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

fn children(pid: u32) -> Vec<u32> {
    let listed = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap_or_default();
    listed.split_whitespace().filter_map(|child| child.parse().ok()).collect()
}

/// Counts how often a process waits for the disk. It slows the process down: what is timed meanwhile is not to be told.
pub(crate) struct Syncs(Child);

impl Syncs {
    /// Begins to count.
    pub(crate) fn of(pid: u32) -> Result<Self, String> {
        let child = Command::new("strace")
            .args(["-f", "-c", "-e", "trace=fdatasync,fsync", "-p", &pid.to_string()])
            .stderr(Stdio::piped())
            .spawn();
        child.map(Self).map_err(|fault| format!("strace is needed: {fault}"))
    }

    /// How many there were.
    pub(crate) fn ends(self) -> Result<u64, String> {
        signal("INT", self.0.id());
        let ended = self.0.wait_with_output().map_err(|fault| fault.to_string())?;
        // A line a call: share of the time, seconds, microseconds a call, calls …
        let table = String::from_utf8_lossy(&ended.stderr);
        let calls = table
            .lines()
            .filter(|line| line.ends_with("sync"))
            .filter_map(|line| line.split_whitespace().nth(3).and_then(|calls| calls.parse::<u64>().ok()));
        Ok(calls.sum())
    }
}
