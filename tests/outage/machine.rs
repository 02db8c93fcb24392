//! On which machine, from which commit, when?

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

/// What a figure must be read with.
pub(crate) fn described(binary: &Path, room: &Path) -> Value {
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kib = memory
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse::<u64>().ok());
    let binary = binary.display().to_string();
    json!({
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory_gib": kib.unwrap_or_default() / (1 << 20),
        "disk": said("stat", &["-f", "-c", "%T", &room.display().to_string()]),
        "system": said("uname", &["-sr"]),
        "commit": said("git", &["rev-parse", "--short", "HEAD"]),
        "profile": if binary.contains("/release/") { "release" } else { "dev" },
        "date": said("date", &["-u", "+%Y-%m-%d %H:%M"]),
    })
}

/// What a command prints; empty if it cannot.
fn said(command: &str, arguments: &[&str]) -> String {
    let ran = Command::new(command).args(arguments).output();
    ran.map(|ran| String::from_utf8_lossy(&ran.stdout).trim().to_owned()).unwrap_or_default()
}
