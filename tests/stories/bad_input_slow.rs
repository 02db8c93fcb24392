//! Does somebody who is slow on purpose hurt the others?

use serde_json::json;
use tests::process::eventually;
use tests::{Request, Wire};

use crate::process::Town;

/// Connections that never come to the point.
const SLOW: usize = 200;

#[test]
fn who_never_finishes_a_header_is_cut_off_while_others_are_served() {
    let town = Town::founded();
    let mut slow: Vec<Wire> =
        (0..SLOW).map(|_| Wire::to(&town.program().url).expect("the program listens")).collect();
    for (number, wire) in slow.iter_mut().enumerate() {
        let begun =
            ["", "GET", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: jiesu\r\nX-Slow: "][number % 4];
        wire.send(begun.as_bytes()).expect("the program hears");
    }
    let mut served = 0;
    let mut drop_by_drop = 0;
    eventually("everybody slow is cut off", || {
        served += 1;
        let says = Request::post("/api/v1/chats/messages").bearer(&format!("{served:064x}")).key("thanks");
        assert_eq!(town.asks(&says.json(&json!({ "text": "谢谢" }))).status(), 200);
        // A byte now and then does not buy time.
        drop_by_drop += 1;
        if let Some(wire) = slow.get_mut(drop_by_drop % SLOW) {
            let _sent = wire.send(b"x");
        }
        slow.iter().all(Wire::has_stirred)
    });
    assert!(served > 20, "only {served} others were served meanwhile");
}
