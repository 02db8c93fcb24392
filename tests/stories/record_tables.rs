//! The tables of what was measured: a machine that measures again writes its own columns, and keeps everybody else's.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::json;

const DOCUMENT: &str = "# Records\n\n<!-- row: kills -->\n<!-- end -->\n\nWords.\n";

fn result(on: &str, lost: f64) -> String {
    let figures = json!([{ "what": "lost", "value": lost, "unit": "", "most": 0.0 }]);
    json!({
        "row": "kills", "on": on, "seed": 1, "short": false, "kept": lost == 0.0, "seconds": 60, "figures": figures,
        "faults": [], "commit": "abc1234", "date": "2026-07-08 09:00", "profile": "release", "cores": 2,
        "memory_gib": 23, "disk": "ext4", "system": "Linux",
    })
    .to_string()
}

/// What the document says once these results were merged into it.
fn merged(folder: &Path, results: &[(&str, f64)]) -> String {
    let (played, document) = (folder.join("results"), folder.join("RECORDS.md"));
    let _none = fs::remove_dir_all(&played);
    fs::create_dir(&played).expect("a folder can be made");
    for (on, lost) in results {
        fs::write(played.join(format!("kills-{on}-1.json")), result(on, *lost))
            .expect("a file can be written");
    }
    let program = concat!(env!("CARGO_MANIFEST_DIR"), "/outage/report.py");
    let ended =
        Command::new("python3").arg(program).arg(&played).arg(&document).output().expect("Python runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    fs::read_to_string(document).expect("the document is there")
}

#[test]
fn what_was_not_played_again_stays_and_what_was_is_written_anew() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    fs::write(folder.path().join("RECORDS.md"), DOCUMENT).expect("a file can be written");
    let both = merged(folder.path(), &[("sqlite", 0.0), ("postgres", 3.0)]);
    assert!(both.contains("| lost | ≤ 0 | 0 | **3** |"), "{both}");
    let again = merged(folder.path(), &[("postgres", 0.0)]);
    assert!(again.contains("| lost | ≤ 0 | 0 | 0 |"), "{again}");
    assert_eq!(again.matches("commit abc1234").count(), 2, "{again}");
    assert!(again.ends_with("<!-- end -->\n\nWords.\n"), "{again}");
    assert_eq!(merged(folder.path(), &[("postgres", 0.0)]), again);
}
