//! Is it as fast when it remembers much?
//!
//! The same messages, at the same pace and then as fast as they are answered, over ledgers of different sizes that
//! `jiesu simulate` has filled. A small ledger is copied before it is spoken to; a large one stays where it is and is a
//! little larger the next time.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::run::{self, Plan};
use crate::server::Kind;

/// Ledgers of so many orders are copied.
const SMALL: u64 = 200_000;
/// The year that is simulated.
const YEAR: &str = "2026";

/// Measures ledgers of so many orders each, kept in `folder`.
pub(crate) fn all(plan: &Plan, folder: &Path, orders: &[u64]) -> Result<(), String> {
    let mut written: Vec<Value> = Vec::new();
    for &orders in orders {
        let data = filled(folder, orders)?;
        let paces = [plan.pace, None];
        for pace in paces.into_iter().skip(usize::from(plan.pace.is_none())) {
            for &clients in &plan.clients {
                let copy = tempfile::tempdir_in(folder).map_err(|fault| fault.to_string())?;
                let data = if orders <= SMALL { copied(&data, copy.path())? } else { data.clone() };
                let plan = Plan { pace, rested: true, ..plan.clone() };
                let figures = run::under_load(&plan, Kind::Jiesu, clients, &data)?;
                println!("{orders:8} orders {}", figures.line("jiesu"));
                let mut figures = figures.json("jiesu");
                figures["orders"] = orders.into();
                figures["pace"] = pace.into();
                written.push(figures);
            }
        }
    }
    run::write(plan, &written)
}

/// The folder of a ledger of this size; simulated if it is not there yet.
fn filled(folder: &Path, orders: u64) -> Result<PathBuf, String> {
    let data = folder.join(orders.to_string());
    if data.join("jiesu.db").exists() {
        return Ok(data);
    }
    // Under another name until it is whole.
    let begun = folder.join(format!("{orders}.begun"));
    let _left_over = std::fs::remove_dir_all(&begun);
    std::fs::create_dir_all(&begun).map_err(|fault| fault.to_string())?;
    let ended = Command::new(tests::binary())
        .args(["simulate", "--orders", &orders.to_string(), "--year", YEAR, "--data"])
        .arg(&begun)
        .env_clear()
        .status();
    match ended {
        Ok(ended) if ended.success() => {
            std::fs::rename(&begun, &data).map(|()| data).map_err(|fault| fault.to_string())
        }
        Ok(ended) => Err(format!("jiesu simulate: {ended}")),
        Err(fault) => Err(fault.to_string()),
    }
}

fn copied(from: &Path, to: &Path) -> Result<PathBuf, String> {
    for entry in std::fs::read_dir(from).map_err(|fault| fault.to_string())? {
        let entry = entry.map_err(|fault| fault.to_string())?;
        let copy = to.join(entry.file_name());
        std::fs::copy(entry.path(), &copy).map_err(|fault| fault.to_string())?;
        // What is still on its way to the disk would be waited for by the first messages.
        std::fs::File::open(&copy).and_then(|copy| copy.sync_all()).map_err(|fault| fault.to_string())?;
    }
    Ok(to.to_owned())
}
