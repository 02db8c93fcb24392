//! Can the list of staff be kept without a browser?

use std::path::Path;

use tests::process::{Ended, run};
use tests::{Message, Program, Request};

#[test]
fn somebody_comes_forgets_the_password_and_leaves() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data").display().to_string();
    let user = |arguments: &[&str]| run(&[&["user", "--data", &data], arguments].concat(), b"");
    let add = ["add", "wangfang", "--name", "王芳", "--role", "unit", "--unit", "ZJJ"];

    let added = user(&add);
    assert_eq!(added.code, 0, "{}", added.err);
    let first = password(&added);
    assert_eq!(user(&["list"]).out, "wangfang\tunit\tZJJ\tnew\t王芳\n");
    let twice = user(&add);
    assert_eq!((twice.code, twice.out.lines().count()), (1, 1), "{}", twice.out);
    for unfit in [
        ["add", "Wang Fang", "--name", "王芳", "--role", "operator"].as_slice(),
        &["add", "wf", "--name", "", "--role", "operator"],
        &["add", "wf", "--name", "王芳", "--role", "unit"],
        &["add", "wf", "--name", "王芳", "--role", "unit", "--unit", "ZJU"],
        &["reset", "nobody"],
        &["leave", "nobody"],
    ] {
        let ended = user(unfit);
        assert_eq!((ended.code, ended.err.as_str()), (1, ""), "{unfit:?} {}", ended.out);
    }
    assert_eq!(user(&["add", "wf", "--name", "王芳", "--role", "king"]).code, 2);

    // The command works beside a running program, which knows at once.
    let program = Program::start(Path::new(&data), &[]);
    assert!(signs_in(&program, "wangfang", &first));
    let second = password(&user(&["reset", "wangfang"]));
    assert!(!signs_in(&program, "wangfang", &first));
    assert!(signs_in(&program, "wangfang", &second));
    assert_eq!(user(&["leave", "wangfang"]).code, 0);
    assert!(!signs_in(&program, "wangfang", &second));
    assert!(program.stop().success());
    assert_eq!(user(&["list"]).out, "wangfang\tunit\tZJJ\tleft\t王芳\n");
}

#[test]
fn the_passwords_of_the_first_start_open_the_desks() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let program = Program::start(&data, &[]);
    let (administrator, shared) = program.first_passwords();
    assert!(signs_in(&program, "admin", &administrator));
    for login in ["zuoxi", "duban", "c0101"] {
        assert!(signs_in(&program, login, &shared), "{login}");
    }
    assert!(!signs_in(&program, "zuoxi", &administrator));
    program.kill();
    let mut again = Program::start(&data, &[]);
    assert!(signs_in(&again, "zuoxi", &shared));
    again.asked_to_stop();
    assert_eq!(again.read_until("admin"), None, "passwords are shown once");
}

/// The one-time password is the last line.
fn password(ended: &Ended) -> String {
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    ended.out.lines().last().unwrap_or_default().to_owned()
}

fn signs_in(program: &Program, login: &str, password: &str) -> bool {
    let form = format!("login={login}&password={password}");
    let request = Request::post("/desk/login").body("application/x-www-form-urlencoded", form.into_bytes());
    let answer: Message = program.asks(&request);
    assert!(matches!(answer.status(), 303 | 401 | 422), "{} {}", answer.start, answer.text());
    answer.status() == 303
}
