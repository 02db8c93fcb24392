//! Does the program talk with a Telegram that nobody here has written?
//!
//! The peer is the npm package `telegram-test-api`, mended where it is looser than the real one
//! (`tests/peers/telegram/shim.cjs`); the person at its other end does what this story says.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};
use storage::OrderNo;
use tests::Program;
use tests::ledger::Ledger;
use tests::process::{eventually, log_of};

use crate::fake_telegram::TOKEN;

/// The peer with its person.
struct Peer {
    child: Child,
    orders: ChildStdin,
    news: BufReader<ChildStdout>,
    url: String,
}

impl Peer {
    fn started() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/telegram");
        let there = folder.join("node_modules/telegram-test-api").exists();
        assert!(there, "the peer is not installed: run `npm ci --prefix tests/peers/telegram`");
        let child = Command::new("node")
            .arg(folder.join("drive.cjs"))
            .arg(TOKEN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.expect("Node.js is installed");
        let orders = child.stdin.take().expect("stdin is piped");
        let news = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut peer = Self { child, orders, news, url: String::new() };
        let begun = peer.next();
        begun["url"].as_str().expect("the peer says where it is").clone_into(&mut peer.url);
        peer
    }

    fn does(&mut self, what: &Value) {
        writeln!(self.orders, "{what}").expect("the peer listens");
    }

    /// The next thing the peer tells.
    fn next(&mut self) -> Value {
        let mut line = String::new();
        self.news.read_line(&mut line).expect("the peer speaks");
        let news: Value = serde_json::from_str(&line).unwrap_or_else(|fault| panic!("{fault}: {line:?}"));
        assert!(news["wrong"].is_null(), "{news}");
        news
    }

    /// What the bot does up to the first thing that is wanted; that is the last.
    fn hears(&mut self, seen: &mut Vec<Value>, wanted: impl Fn(&Value) -> bool) -> Value {
        while !seen.iter().any(&wanted) {
            let news = self.next();
            seen.push(news);
        }
        seen.iter().rfind(|news| wanted(news)).expect("it was just heard").clone()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // Already gone when it has failed.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

#[test]
fn a_citizen_tells_a_matter_on_telegram_presses_submit_and_it_is_accepted() {
    let mut peer = Peer::started();
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (config, data) = (folder.path().join("jiesu.toml"), folder.path().join("data"));
    let told = format!("[telegram]\ntoken = \"{TOKEN}\"\napi_url = \"{}\"\npersonal_data = true\n", peer.url);
    std::fs::write(&config, told).expect("a configuration can be written");
    let config = config.display().to_string();
    let program = Program::start(&data, &["--config", &config]);

    let mut seen = Vec::new();
    peer.does(
        &json!({ "says": "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。" }),
    );
    let asks = |news: &Value| {
        let buttons = news["buttons"].as_array();
        buttons.is_some_and(|buttons| buttons.contains(&json!("提交")))
    };
    let asked = peer.hears(&mut seen, asks);
    assert!(asked["text"].as_str().expect("words").contains("朝霞小区"), "{asked}");
    peer.does(&json!({ "presses": "提交" }));
    let number = |news: &Value| news["text"].as_str().and_then(OrderNo::find_in);
    let told = peer.hears(&mut seen, |news| number(news).is_some());
    let no = number(&told).expect("it was just found").to_string();
    // The wheel on the button stops, and the buttons go once they are spent.
    peer.hears(&mut seen, |news| news["bot"] == "answers");
    let spent = peer.hears(&mut seen, |news| news["bot"] == "edits" && news["id"] == asked["id"]);
    assert_eq!(spent["buttons"], json!([]), "{seen:#?}");
    eventually("everything is told", || {
        let metrics = program.asks(&tests::Request::get("/metrics")).text();
        metrics.lines().any(|line| line == "jiesu_outbox_notices 0")
    });
    assert!(program.stop().success());

    let ledger = Ledger::read(&data);
    ledger.is_sound();
    let orders: Vec<&str> = ledger.orders.iter().map(|(no, ..)| no.as_str()).collect();
    assert_eq!(orders, [no.as_str()]);
    assert_eq!(ledger.inbound, 2, "{}", log_of(&data));
    assert_eq!(ledger.outbox, 0);
}
