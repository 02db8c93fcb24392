//! What is answered to a request that cannot be right?

use std::io::Write;
use std::net::TcpStream;

use serde_json::{Value, json};
use tests::{Message, Program, Request, Wire};

use crate::process::{TOKEN, Town};

/// A body of this size is far beyond what anybody needs.
const HUGE: usize = 50 << 20;
/// The program may keep so much more after it than before.
const SMALL: u64 = 16 << 20;
const SAY: &str = "/api/v1/chats/messages";
const FORM: &str = "multipart/form-data; boundary=b";

#[test]
fn every_bad_request_has_its_designed_answer() {
    let mut town = Town::founded();
    let say = || Request::post(SAY).bearer(&town.chat).key("key");
    let unit =
        |path: &str| Request::post(&format!("/api/v1/orders/20260101-AAAAAA{path}")).bearer(TOKEN).key("key");
    let json = |text: &str| say().body("application/json", text.as_bytes().to_vec());
    let deep = |open: &str, times| say().body("application/json", open.repeat(times).into_bytes());
    let part = |name: &str, kind: &str, content: &[u8]| {
        let head = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{kind}\r\n\r\n");
        [head.as_bytes(), content, b"\r\n--b--\r\n"].concat()
    };
    let asked = [
        ("invalid UTF-8", say().body("application/json", b"{\"text\":\"\xb3\xaf\"}".to_vec())),
        ("not JSON", json("{\"text\":")),
        ("nothing", json("")),
        ("a list", json("[\"text\"]")),
        ("100 000 brackets", deep("[", 100_000)),
        ("100 000 braces", deep("{\"text\":", 100_000)),
        ("another type", json("{\"text\":7}")),
        ("an unknown field", json("{\"text\":\"停水了\",\"txet\":\"\"}")),
        ("nothing said", json("{}")),
        ("too long a text", say().json(&json!({ "text": "长".repeat(4097) }))),
        ("a place beyond the poles", json("{\"location\":{\"lat\":91,\"lon\":0}}")),
        ("no content type", say().body("", b"{}".to_vec())),
        ("a wrong content type", say().body("text/plain", b"{}".to_vec())),
        ("a form without a border", say().body("multipart/form-data", b"--b".to_vec())),
        ("a form that breaks off", say().body(FORM, b"--b\r\nContent-Dispo".to_vec())),
        ("an unknown part", say().body(FORM, part("name", "", b"x"))),
        ("a part that is not UTF-8", say().body(FORM, part("text", "", b"\xff"))),
        (
            "a program as a photo",
            say().body(FORM, part("files", "; filename=\"a.jpg\"", b"MZ\x90\0\x03\0\0\0")),
        ),
        ("no key", Request::post(SAY).bearer(&town.chat).json(&json!({ "text": "停水了" }))),
        (
            "a key of 129 characters",
            Request::post(SAY).bearer(&town.chat).key(&"k".repeat(129)).json(&json!({})),
        ),
        ("no token", Request::post(SAY).key("key").json(&json!({ "text": "停水了" }))),
        (
            "a token of another form",
            Request::post(SAY).bearer("me").key("key").json(&json!({ "text": "停水了" })),
        ),
        (
            "another scheme",
            Request::post(SAY).header("Authorization", "Basic bWU6bWU=").key("key").json(&json!({})),
        ),
        ("a unit without a token", Request::get("/api/v1/orders?list=unsigned")),
        ("a unit with a wrong token", Request::get("/api/v1/orders?list=unsigned").bearer("guessed")),
        ("no such list", Request::get("/api/v1/orders?list=all").bearer(TOKEN)),
        ("no list", Request::get("/api/v1/orders").bearer(TOKEN)),
        ("a number that is none", Request::get("/api/v1/chats/lines?after=-1").bearer(&town.chat)),
        ("no such order", unit("/sign").json(&json!({}))),
        ("no such step", unit("/burn").json(&json!({}))),
        ("a wrong number and code", Request::post("/api/v1/query").json(&json!({ "no": "1", "code": "2" }))),
        ("no such path", Request::get("/api/v1/nothing")),
        ("no such method", Request::new("DELETE", SAY)),
        ("an invented method", Request::new("BREW", "/api/v1/chats")),
        ("a form of another site", Request::post("/api/v1/chats").header("Sec-Fetch-Site", "cross-site")),
    ];
    let answered: Vec<String> = asked.iter().map(|(what, request)| line(what, &town.asks(request))).collect();
    insta::assert_snapshot!(answered.join("\n"), @"
    invalid UTF-8: 400 not-utf8: 内容从第 9 个字节起不是 UTF-8，请转成 UTF-8 再发。
    not JSON: 400 not-json: 第 1 行第 8 列起读不懂，请检查 JSON 写法。
    nothing: 400 not-json: 第 1 行第 0 列起读不懂，请检查 JSON 写法。
    a list: 422 wrong-type body: “body”的类型或范围不对。
    100 000 brackets: 400 too-deep: 到第 1 行第 129 列，括号套得太多层了，最多 128 层。
    100 000 braces: 400 too-deep: 到第 1 行第 1025 列，括号套得太多层了，最多 128 层。
    another type: 422 wrong-type text: “text”的类型或范围不对。
    an unknown field: 422 unknown-field txet: 没有“txet”这一项，请检查名称。
    nothing said: 422 missing text: “text”没有填。
    too long a text: 422 too-long text: “text”超过了上限 4096。
    a place beyond the poles: 422 wrong-type lat: “lat”的类型或范围不对。
    no content type: 415 unsupported: 这里要的内容类型是：application/json。
    a wrong content type: 415 unsupported: 这里要的内容类型是：application/json。
    a form without a border: 415 unsupported: 这里要的内容类型是：multipart/form-data。
    a form that breaks off: 400 cut-off: 内容没有收全，或者和请求头写的不一样，请重新发送。
    an unknown part: 422 unknown-field name: 没有“name”这一项，请检查名称。
    a part that is not UTF-8: 400 not-utf8: 内容从第 0 个字节起不是 UTF-8，请转成 UTF-8 再发。
    a program as a photo: 422 media-type files: “files”里有不能收的文件。请发照片、录音、MP4 视频或 PDF。
    no key: 400 header Idempotency-Key: 请求头 Idempotency-Key 没有写，或者写法不对。
    a key of 129 characters: 400 header Idempotency-Key: 请求头 Idempotency-Key 没有写，或者写法不对。
    no token: 401 no-token: 请在 Authorization 里写 Bearer 和有效的令牌。没有写、写错了或者已经收回的，都不能用。
    a token of another form: 401 no-token: 请在 Authorization 里写 Bearer 和有效的令牌。没有写、写错了或者已经收回的，都不能用。
    another scheme: 401 no-token: 请在 Authorization 里写 Bearer 和有效的令牌。没有写、写错了或者已经收回的，都不能用。
    a unit without a token: 401 no-token: 请在 Authorization 里写 Bearer 和有效的令牌。没有写、写错了或者已经收回的，都不能用。
    a unit with a wrong token: 401 no-token: 请在 Authorization 里写 Bearer 和有效的令牌。没有写、写错了或者已经收回的，都不能用。
    no such list: 422 unknown-code list: “list”里的代码不在可选范围内。
    no list: 422 missing list: “list”没有填。
    a number that is none: 422 wrong-type after: “after”的类型或范围不对。
    no such order: 404 not-found: 没有这一页或这一项，也可能不归您查看。
    no such step: 404 not-found: 没有这一页或这一项，也可能不归您查看。
    a wrong number and code: 404 no-such-order: 编号和查询码对不上，请核对后再试。
    no such path: 404 not-found: 没有这一页或这一项，也可能不归您查看。
    no such method: 405 method: 这个地址不支持这种方法，可用的方法见响应头 Allow。
    an invented method: 405 method: 这个地址不支持这种方法，可用的方法见响应头 Allow。
    a form of another site: 403 other-site: 这个请求来自别的网站，没有处理。请从本站页面操作。
    ");
    assert_eq!(town.lines(), Vec::<Value>::new(), "nothing of it was taken");
    assert!(town.stops().success());
}

#[test]
fn a_body_of_50_megabytes_is_refused_and_leaves_no_trace() {
    let town = Town::founded();
    let program = town.program();
    let say = || Request::post(SAY).bearer(&town.chat);
    // What a request of an ordinary size costs is spent.
    assert_eq!(town.asks(&say().key("first").json(&json!({ "text": "停水了" }))).status(), 200);
    let before = program.most_memory();
    for kind in ["application/json", FORM, "text/plain", "application/x-www-form-urlencoded"] {
        let path = if kind.starts_with("application/x") { "/chat" } else { SAY };
        for chunked in [false, true] {
            let answer = flooded(program, path, &town.chat, kind, chunked);
            // Whose length is not told may be refused for its kind, or as a form without a border in sight.
            let before_its_end =
                if kind == FORM { Some(400) } else { (kind == "text/plain" && chunked).then_some(415) };
            assert_eq!(answer.status(), before_its_end.unwrap_or(413), "{kind} {}", answer.text());
            assert_problem(&answer);
        }
    }
    let grown = program.most_memory().saturating_sub(before);
    // A form with files may be as large as all its files together, one after the other.
    assert!(grown < SMALL + (10 << 20), "the program grew by {grown} bytes");
    assert_eq!(town.asks(&say().key("next").json(&json!({ "text": "转人工" }))).status(), 200);
}

#[test]
fn who_asks_before_sending_a_large_body_is_refused_at_once() {
    let town = Town::founded();
    let mut wire = Wire::to(&town.program().url).expect("the program listens");
    let head = format!(
        "POST {SAY} HTTP/1.1\r\nHost: jiesu\r\nExpect: 100-continue\r\nContent-Length: {HUGE}\r\n\
         Content-Type: application/json\r\nIdempotency-Key: k\r\nAuthorization: Bearer {}\r\n\r\n",
        town.chat
    );
    wire.send(head.as_bytes()).expect("the program hears");
    let answer = wire.hear().expect("the program answers");
    assert_eq!(answer.status(), 413);
    assert_problem(&answer);
}

/// Sends a huge body; its end need not be taken, its answer must be heard.
fn flooded(program: &Program, path: &str, chat: &str, kind: &str, chunked: bool) -> Message {
    let stream = TcpStream::connect(program.url.trim_start_matches("http://")).expect("the program listens");
    let mut flood = stream.try_clone().expect("a socket has two ends");
    let mut wire = Wire::over(stream).expect("a socket");
    let length =
        if chunked { "Transfer-Encoding: chunked".to_owned() } else { format!("Content-Length: {HUGE}") };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: jiesu\r\nAccept: application/json\r\nAuthorization: Bearer {chat}\r\n\
         Idempotency-Key: huge\r\nContent-Type: {kind}\r\n{length}\r\n\r\n"
    );
    wire.send(head.as_bytes()).expect("the program hears");
    let pouring = std::thread::spawn(move || -> std::io::Result<()> {
        let piece = vec![b'x'; 1 << 16];
        for _ in 0..HUGE / piece.len() {
            if chunked {
                write!(flood, "{:x}\r\n", piece.len())?;
            }
            flood.write_all(&piece)?;
            if chunked {
                flood.write_all(b"\r\n")?;
            }
        }
        if chunked { flood.write_all(b"0\r\n\r\n") } else { Ok(()) }
    });
    let answer = wire.hear().expect("the refusal is heard");
    drop(wire);
    // The program may have closed its end meanwhile.
    let _poured = pouring.join().expect("the flood ends");
    answer
}

/// What was wrong, and what the program makes of it.
fn line(what: &str, answer: &Message) -> String {
    let problem = assert_problem(answer);
    let kind = problem["type"].as_str().unwrap_or_default().trim_start_matches("urn:jiesu:problem:");
    let field = problem["field"].as_str().map(|field| format!(" {field}")).unwrap_or_default();
    format!("{what}: {} {kind}{field}: {}", answer.status(), problem["detail"].as_str().unwrap_or_default())
}

/// The form that every refusal has (RFC 9457).
pub(crate) fn assert_problem(answer: &Message) -> Value {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{}", answer.text());
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status(), "{problem}");
    assert!(problem["type"].as_str().is_some_and(|kind| kind.starts_with("urn:jiesu:problem:")), "{problem}");
    for words in ["title", "detail"] {
        let words = problem[words].as_str().unwrap_or_default();
        assert!(!words.is_empty() && !words.starts_with("api-"), "{problem}");
    }
    problem
}
