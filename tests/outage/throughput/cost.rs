//! What does a process cost the machine?

use std::time::Duration;

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
