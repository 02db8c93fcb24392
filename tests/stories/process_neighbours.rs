//! One process serves two banners, each under its own host, with its own orders.

use std::path::Path;

use tests::{Program, Request, Wire};

fn config(folder: &Path, name: &str, further: &str) -> String {
    let file = folder.join(format!("{name}.toml"));
    let text = format!("data = {:?}\n{further}\n", folder.join(name));
    std::fs::write(&file, text).expect("a configuration can be written");
    file.display().to_string()
}

fn tells(program: &Program, host: &str, chat: &str, text: &str) -> String {
    let mut wire = Wire::to(&program.url).expect("the program listens");
    let body = serde_json::json!({ "text": text });
    let request = Request::post("/api/v1/chats/messages").bearer(chat).key("story").json(&body);
    let bytes = String::from_utf8(request.bytes()).expect("a request is text");
    let named: String = bytes
        .split("\r\n")
        .map(|line| {
            if line.to_ascii_lowercase().starts_with("host:") {
                format!("Host: {host}")
            } else {
                line.to_owned()
            }
        })
        .collect::<Vec<_>>()
        .join("\r\n");
    wire.send(named.as_bytes()).expect("the program hears");
    wire.hear().expect("the program answers").text()
}

#[test]
fn two_banners_share_a_process_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let beside = config(folder.path(), "tuyou", "public_url = \"http://tuyou.example\"");
    let first = config(folder.path(), "zuoqi", &format!("also = [{beside:?}]"));
    let program = Program::start(&folder.path().join("zuoqi"), &["--config", &first]);
    let chat = format!("{:064x}", 7);
    for host in ["tuyou.example", "zuoqi.example", "elsewhere.example"] {
        let answer = tells(&program, host, &chat, "朝霞小区3号楼楼道堆满了杂物");
        let again = host == "elsewhere.example";
        // The same chat and key are another citizen's at another banner, and known at the first one.
        assert_eq!(answer.contains("\"duplicate\":true"), again, "{host}: {answer}");
    }
    assert!(folder.path().join("tuyou/jiesu.db").exists());
    assert!(program.stop().success());
}

#[test]
fn two_banners_at_one_place_are_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let host = "public_url = \"http://tuyou.example\"";
    let beside = config(folder.path(), "tuyou", host);
    let first = config(folder.path(), "zuoqi", &format!("also = [{beside:?}]"));
    std::fs::write(&beside, format!("data = {:?}\n{host}\n", folder.path().join("zuoqi"))).unwrap();
    let ended = tests::process::run(&["serve", "--listen", "127.0.0.1:0", "--config", &first], b"");
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("tuyou.toml: data") && ended.err.contains("no other banner"), "{}", ended.err);
}
