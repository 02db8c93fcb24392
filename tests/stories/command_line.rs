//! Does every command say how it ended?

use std::path::Path;

use tests::Program;
use tests::process::run;

#[test]
fn the_command_line_explains_itself() {
    let help = run(&["--help"], b"");
    assert_eq!((help.code, help.err.as_str()), (0, ""));
    insta::assert_snapshot!(help.out, @"
    接诉 (jiesu): takes in what citizens say, opens a work order, sends it to the unit whose job it is, and tells the citizen every step.

    Exit codes: 0 done, 1 some rows were refused, 2 usage or configuration.

    Usage: jiesu <COMMAND>

    Commands:
      serve        Run the program: web chat, desks, API, courier
      check        Check a banner's directory: file, line, field, what is wrong, a suggestion
      init         Write the example banner's directory out, to be made one's own
      classify     Classify messages: text lines or JSONL in, JSONL out
      train        Learn a model, a table of weighted keywords, from sorted messages
      evaluate     Measure a model on sorted messages: accuracy, calibration, coverage, the worst answers with their reasons
      hot          Find what many people speak of: messages as JSONL in, issues as JSONL out
      ask          Answer questions from the knowledge base: text lines or JSONL in, JSONL out
      hear         Take the matter out of telephone calls, and compare records with them: JSONL in, JSONL out
      mask         Hide what names or reaches a person: text lines or JSONL in, JSONL out
      place        Take addresses apart and find them in the banner: text lines or JSONL in, JSONL out
      import       Bring in messages and calls of other systems
      simulate     Fill an empty ledger with a simulated year, to try out desks, reports and sizes
      learn        Learn from what people corrected: print the changes of word lists that would have righted it
      user         Keep the list of staff
      backup       Write everything that is kept into one sealed file, while the program runs
      restore      Put a backup into an empty database
      dead-letter  What was given up: list, show, try again
      doctor       Look the installation over
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version
    ");
    for command in ["serve", "check", "init", "classify", "train", "evaluate", "import", "user", "doctor"] {
        let help = run(&[command, "--help"], b"");
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{command}");
        assert!(help.out.contains("Usage: jiesu"), "{}", help.out);
    }
    let version = run(&["--version"], b"");
    assert_eq!((version.code, version.out), (0, format!("jiesu {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn wrong_usage_ends_with_2() {
    let wrong: [&[&str]; 8] = [
        &[],
        &["serv"],
        &["serve", "--lisen", "127.0.0.1:1"],
        &["serve", "--listen", "everywhere"],
        &["user", "add"],
        &["init"],
        &["import"],
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
    insta::assert_snapshot!(checked.out, @"没有问题：单位 79 个，区域 87 个，分类 221 条，派单目录已逐条核对。");

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
        // How far the calendar reaches depends on the day of the test, what is free on the disk, on the machine.
        let of_today = ["工作日历", "放假通知", "磁盘"];
        let lines = ended.out.lines().filter(|line| of_today.iter().all(|word| !line.contains(word)));
        lines.collect::<Vec<_>>().join("\n").replace(&named, "DATA")
    };
    insta::assert_snapshot!(said(0), @"
    ⚠️ 还没有加密钥匙，首次启动时会生成：DATA/jiesu.key
    ✅ 旗县资料没有错误：示例旗
    ⚠️ 正在使用示例资料（示例旗），正式使用前请用 jiesu init 写出自己的一套
    ⚠️ 还没有数据库，首次启动时会建立：DATA
    ✅ 只在本机监听：127.0.0.1:8080
    ✅ 没有向单位系统推送（webhooks.allow 为空）
    ✅ 没有配置事件流。
    ✅ 没有接 Telegram。
    ");
    assert!(!data.exists(), "looking changes nothing");
    let program = Program::start(&data, &[]);
    insta::assert_snapshot!(said(0), @"
    ✅ 加密钥匙只有本人可读：DATA/jiesu.key
    ✅ 旗县资料没有错误：示例旗
    ⚠️ 正在使用示例资料（示例旗），正式使用前请用 jiesu init 写出自己的一套
    ✅ 数据库可以打开：DATA
    ✅ 待推送的通知 0 条
    ✅ 在用账号 82 个
    ✅ 只在本机监听：127.0.0.1:8080
    ✅ 没有向单位系统推送（webhooks.allow 为空）
    ✅ 没有配置事件流。
    ✅ 没有接 Telegram。
    ");
    assert!(program.stop().success());

    open_to_all(&data.join("jiesu.key"));
    assert!(said(2).contains("❌"), "{}", said(2));
    std::fs::remove_file(data.join("jiesu.key")).unwrap();
    insta::assert_snapshot!(said(2), @"
    ✅ 旗县资料没有错误：示例旗
    ⚠️ 正在使用示例资料（示例旗），正式使用前请用 jiesu init 写出自己的一套
    ❌ 数据库打不开：DATA holds a database but not its sealing key DATA/jiesu.key; put the key back from its backup
    ✅ 只在本机监听：127.0.0.1:8080
    ✅ 没有向单位系统推送（webhooks.allow 为空）
    ✅ 没有配置事件流。
    ✅ 没有接 Telegram。
    ");
}

fn open_to_all(key: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(key, std::fs::Permissions::from_mode(0o644)).expect("the key is ours");
}
