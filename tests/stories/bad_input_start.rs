//! What does the program say when it cannot start?

use std::net::TcpListener;
use std::path::Path;

use storage::Sealer;
use tests::Program;
use tests::ledger::becomes_newer;
use tests::process::{Ended, run};

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
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"jiesu: DIR/jiesu.toml:5: unknown field `body_limt`, expected one of `body_limit`, `file_limit`, `files_per_message`, `connections`, `trusted_proxies`; did you mean `body_limit`?");
    std::fs::write(&config, "[courier\n").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"jiesu: DIR/jiesu.toml:1: unclosed table, expected `]`");
    std::fs::remove_file(&config).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"jiesu: DIR/jiesu.toml: cannot be read: No such file or directory (os error 2)");
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
    insta::assert_snapshot!(refused(folder.path(), &data, &more), @"jiesu: dispatch.csv:2 lead 单位表（units.csv）里没有“ZJU”。 是不是“ZJJ”？");
    let checked = run(&["check", "--banner", &named], b"");
    assert_eq!((checked.code, checked.err.as_str()), (2, ""));
    insta::assert_snapshot!(checked.out.replace(&folder.path().display().to_string(), "DIR"), @"
    dispatch.csv:2 lead 单位表（units.csv）里没有“ZJU”。 是不是“ZJJ”？
    还不能使用：1 处错误，0 处提醒。
    ");
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let (folder, data) = used();
    becomes_newer(Path::new(&data));
    let before = std::fs::read(Path::new(&data).join("jiesu.db")).unwrap();
    let said = refused(folder.path(), &data, &[]);
    // This program learns new schemas; what it says of them stays.
    let known: String = said.chars().skip_while(|char| *char != ')').collect();
    let begun = "jiesu: the database in DIR/data was written by a newer jiesu (schema 99991231000000, this one knows ";
    assert!(said.starts_with(begun), "{said}");
    insta::assert_snapshot!(known, @"); start the newer program, or restore a backup made before the upgrade");
    assert!(before == std::fs::read(Path::new(&data).join("jiesu.db")).unwrap(), "nothing was changed");
}

#[test]
fn a_port_in_use_is_named() {
    let (folder, data) = temporary();
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap().to_string();
    let ended = run(&["serve", "--listen", &address, "--data", &data], b"");
    insta::assert_snapshot!(said(folder.path(), &ended).replace(&address, "ADDRESS"), @"jiesu: ADDRESS is in use by another program");
    assert!(!Path::new(&data).exists(), "nothing was begun");
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let (folder, data) = temporary();
    // A folder in which nobody, not even root, can make anything.
    insta::assert_snapshot!(refused(folder.path(), "/proc/self", &[]), @"jiesu: the sealing key /proc/self/jiesu.key cannot be written; choose another place with --data: No such file or directory (os error 2)");
    std::fs::write(&data, "a file").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &format!("{data}/inside"), &[]), @"jiesu: the data folder DIR/data/inside cannot be made; choose another with --data: Not a directory (os error 20)");
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"jiesu: the data folder DIR/data cannot be made; choose another with --data: File exists (os error 17)");
}

#[test]
fn a_missing_sealing_key_is_not_made_anew_over_what_it_sealed() {
    let (folder, data) = used();
    let key = Path::new(&data).join("jiesu.key");
    let right = std::fs::read_to_string(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"jiesu: DIR/data holds a database but not its sealing key DIR/data/jiesu.key; put the key back from its backup");
    std::fs::write(&key, Sealer::generate()).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"jiesu: DIR/data/jiesu.key is not the key of this database; put the right key back");
    std::fs::write(&key, "not a key\n").unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"jiesu: DIR/data/jiesu.key is not a sealing key; put the right key back: line 1 of the key file is not 32 bytes in base64");
    std::fs::write(&key, right).unwrap();
    assert!(Program::start(Path::new(&data), &[]).stop().success());
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let (folder, data) = used();
    let file = Path::new(&data).join("jiesu.db");
    std::fs::write(&file, "a letter to the editor, long enough to be looked at closely".repeat(100)).unwrap();
    insta::assert_snapshot!(refused(folder.path(), &data, &[]), @"jiesu: the database in DIR/data cannot be opened; is the folder writable and the disk not full?: the database is unavailable: file is not a database");
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("a letter"));
}
