//! Does a client that listens hear everything once, whatever becomes of the program?

use serde_json::Value;
use tests::{Request, Wire};

use crate::process::{Town, WALK};

#[test]
fn killed_right_after_a_line_the_stream_goes_on_with_the_next_one() {
    let mut town = Town::founded();
    let mut heard: Vec<Value> = Vec::new();
    for (number, deed) in WALK.into_iter().enumerate() {
        let request = town.request(number, deed);
        let mut stream = listen(&town, &heard);
        let mut wire = Wire::to(&town.program().url).expect("the program listens");
        wire.send(&request.bytes()).expect("the program hears");
        heard.push(next(&mut stream).expect("a line follows every deed"));
        town.is_killed();
        town.starts();
        // Nobody knows whether the answer was on its way: the client asks again.
        town.asks(&request);
    }
    let lines = town.lines();
    let mut stream = listen(&town, &heard);
    while heard.len() < lines.len() {
        heard.push(next(&mut stream).expect("the rest is said"));
    }
    assert_eq!(heard, lines);
    town.has_walked_once();
}

/// Listens from the last line heard on.
pub(crate) fn listen(town: &Town, heard: &[Value]) -> Wire {
    let mut request = Request::get("/api/v1/chats/events").bearer(&town.chat);
    if let Some(last) = heard.last() {
        request = request.header("Last-Event-ID", &last["seq"].to_string());
    }
    let mut wire = Wire::to(&town.program().url).expect("the program listens");
    wire.send(&request.bytes()).expect("the program hears");
    let head = wire.head().expect("the program answers");
    assert_eq!(head.status(), 200);
    assert_eq!(head.header("content-type"), Some("text/event-stream"));
    wire
}

/// The next line of the chat; `None` when the stream has come to its end.
pub(crate) fn next(stream: &mut Wire) -> Option<Value> {
    let mut id = String::new();
    loop {
        let line = stream.line().ok()?;
        if let Some(number) = line.strip_prefix("id: ") {
            number.clone_into(&mut id);
        } else if let Some(data) = line.strip_prefix("data: ") {
            let line: Value = serde_json::from_str(data).expect("a line is JSON");
            assert_eq!(line["seq"].to_string(), id);
            return Some(line);
        } else if line == "0" {
            // The last chunk.
            return None;
        }
    }
}
