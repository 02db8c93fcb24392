//! Does every command say how it ended?

use std::path::Path;

use tests::Program;
use tests::process::run;

#[test]
fn the_command_line_explains_itself() {
    let help = run(&["--help"], b"");
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    insta::assert_snapshot!(help.out, @"");
    for command in ["serve", "check", "init", "classify", "user", "doctor"] {
        let help = run(&[command, "--help"], b"");
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{command}");
        assert!(help.out.contains("Usage: jiesu"), "{}", help.out);
    }
    let version = run(&["--version"], b"");
    assert_eq!((version.code, version.out), (0, format!("jiesu {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn wrong_usage_ends_with_2() {
    let wrong: [&[&str]; 7] = [
        &[],
        &["serv"],
        &["serve", "--lisen", "127.0.0.1:1"],
        &["serve", "--listen", "everywhere"],
        &["user", "add"],
        &["init"],
        &["classify", "no such file"],
    ];
    for arguments in wrong {
        let ended = run(arguments, b"");
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ended.err.is_empty(), "{arguments:?}");
    }
}

#[test]
fn the_example_is_sound_and_so_is_its_copy() {
    let checked = run(&["check"], b"");
    assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{}", checked.out);
    insta::assert_snapshot!(checked.out, @"");

    let folder = tempfile::tempdir().unwrap();
    let banner = folder.path().join("本旗").display().to_string();
    let begun = run(&["init", &banner], b"");
    assert_eq!((begun.code, begun.err.as_str()), (0, ""), "{}", begun.out);
    let copy = run(&["check", "--banner", &banner], b"");
    assert_eq!((copy.code, &copy.out), (0, &checked.out));
    let again = run(&["init", &banner], b"");
    assert_eq!((again.code, again.err.as_str()), (2, ""), "what is there is not overwritten");
}

#[test]
fn the_doctor_says_what_is_good_doubtful_and_bad() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let named = data.display().to_string();
    let said = |code| {
        let ended = run(&["doctor", "--data", &named], b"");
        assert_eq!((ended.code, ended.err.as_str()), (code, ""), "{}", ended.out);
        ended.out.replace(&named, "DATA")
    };
    insta::assert_snapshot!(said(0), @"");
    assert!(!data.exists(), "looking changes nothing");
    let program = Program::start(&data, &[]);
    insta::assert_snapshot!(said(0), @"");
    assert!(program.stop().success());

    open_to_all(&data.join("jiesu.key"));
    assert!(said(2).contains("❌"), "{}", said(2));
    std::fs::remove_file(data.join("jiesu.key")).unwrap();
    insta::assert_snapshot!(said(2), @"");
}

fn open_to_all(key: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o644)).unwrap();
}
