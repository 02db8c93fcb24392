//! What does the program say when it cannot start?

use std::net::TcpListener;
use std::path::Path;

use storage::Sealer;
use tests::ledger::becomes_newer;
use tests::process::{Ended, run};
use tests::Program;

/// What `jiesu serve` says when it gives up; it must.
fn refused(folder: &Path, data: &str, more: &[&str]) -> String {
    let mut arguments = vec!["serve", "--listen", "127.0.0.1:0", "--data", data];
    arguments.extend(more);
    said(folder, &run(&arguments, b""))
}

fn said(folder: &Path, ended: &Ended) -> String {
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
    ended.err.replace(&folder.display().to_string(), "DIR")
}

fn temporary() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let data = folder.path().join("data").display().to_string();
    (folder, data)
}

/// A data folder that the program has used.
fn used() -> (tempfile::TempDir, String) {
    let (folder, data) = temporary();
    assert!(Program::start(Path::new(&data), &[]).stop().success());
    (folder, data)
}

#[test]
fn a_misspelt_key_of_the_configuration_is_named_with_its_line() {
    let (folder, data) = temporary();
    let config = folder.path().join("jiesu.toml");
    std::fs::write(&config, "[staff]\nidle_minutes = 10\n\n[web]\nbody_limt = 1\n").unwrap();
    let config = config.display().to_string();
    let more = ["--config", config.as_str()];
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"");
    std::fs::write(&config, "[courier\n").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"");
    std::fs::remove_file(&config).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"");
    assert!(!Path::new(&data).exists(), "nothing was begun");
}

#[test]
fn a_row_of_the_dispatch_table_that_names_no_unit_is_named_with_its_line() {
    let (folder, data) = temporary();
    let banner = folder.path().join("banner");
    let named = banner.display().to_string();
    assert_eq!(run(&["init", &named], b"").code, 0);
    let table = banner.join("dispatch.csv");
    let rows = std::fs::read_to_string(&table).unwrap();
    std::fs::write(&table, rows.replacen("0101*,*,*,ZJJ,", "0101*,*,*,ZJU,", 1)).unwrap();
    let more = ["--banner", named.as_str()];
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"");
    let checked = run(&["check", "--banner", &named], b"");
    assert_eq!((checked.code, checked.err.as_str()), (2, ""));
    insta::assert_snapshot!(checked.out.replace(&folder.path().display().to_string(), "DIR"), @"");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let (folder, data) = used();
    becomes_newer(Path::new(&data));
    let before = std::fs::read(Path::new(&data).join("jiesu.db")).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
    assert!(before == std::fs::read(Path::new(&data).join("jiesu.db")).unwrap(), "nothing was changed");
}

#[test]
fn a_port_in_use_is_named() {
    let (folder, data) = temporary();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let ended = run(&["serve", "--listen", &address, "--data", &data], b"");
    insta::assert_snapshot!(said(folder.path(), &ended).replace(&address, "ADDRESS"), @"");
    assert!(!Path::new(&data).exists(), "nothing was begun");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let (folder, data) = temporary();
    // A folder in which nobody, not even root, can make anything.
    insta::assert_snapshot!(refused(folder.path(), "/proc/self", &[]), @"");
    std::fs::write(&data, "a file").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &format!("{data}/inside"), &[]), @"");
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
}

#[test]
fn a_missing_sealing_key_is_not_made_anew_over_what_it_sealed() {
    let (folder, data) = used();
    let key = Path::new(&data).join("jiesu.key");
    let right = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
    std::fs::write(&key, Sealer::generate()).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
    std::fs::write(&key, "not a key\n").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
    std::fs::write(&key, right).unwrap();
    assert!(Program::start(Path::new(&data), &[]).stop().success());
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let (folder, data) = used();
    let file = Path::new(&data).join("jiesu.db");
    std::fs::write(&file, "a letter to the editor, long enough to be looked at closely".repeat(100)).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("a letter"));
}
