//! Do all processes together stay within what a platform allows?

use std::sync::Arc;

use jiff::SignedDuration;

use super::world::{home, minute, opened};
use super::{Ground, Ledger};
use crate::{Room, Window, Wish};

const AHEAD: SignedDuration = SignedDuration::from_secs(1);

fn own(key: &str, letters: u32) -> Window {
    Window { key: key.to_owned(), letters, within: SignedDuration::from_mins(1) }
}

fn letter(key: &str, letters: u32) -> Wish {
    let all = Window { key: "telegram".to_owned(), letters: 30, within: SignedDuration::from_secs(1) };
    Wish { windows: vec![all, own(key, letters)], urgent: false }
}

async fn ask(ledger: &Arc<dyn Ledger>, wish: &Wish, at: i64) -> Room {
    ledger.rooms(&home(), std::slice::from_ref(wish), minute(at), AHEAD).await.unwrap().remove(0)
}

fn goes(room: Room) -> bool {
    matches!(room, Room::At(_))
}

pub(crate) async fn all_who_ask_share_a_window(ground: &impl Ground) {
    let (one, other) = (opened(ground).await, opened(ground).await);
    let chat = letter("chat:4711", 1);
    assert_eq!(ask(&one, &chat, 0).await, Room::At(minute(0)));
    let Room::NotBefore(before) = ask(&other, &chat, 0).await else { panic!("the chat was just told") };
    assert!(before >= minute(1));
    assert!(goes(ask(&other, &letter("chat:4712", 1), 0).await), "another chat is another window");
    assert!(goes(ask(&other, &chat, 2).await));
    assert!(!goes(ask(&one, &chat, 2).await));
}

pub(crate) async fn many_who_ask_at_once_never_get_more_than_it_holds(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let asking: Vec<_> = (0..60)
        .map(|_| {
            let ledger = Arc::clone(&ledger);
            tokio::spawn(async move { ask(&ledger, &letter("group:1", 20), 0).await })
        })
        .collect();
    let mut went = 0;
    for asked in asking {
        went += usize::from(goes(asked.await.unwrap()));
    }
    assert_eq!(went, 19, "one place is kept for what is urgent");
    assert!(goes(ask(&ledger, &Wish { urgent: true, ..letter("group:1", 20) }, 0).await));
}

pub(crate) async fn a_window_that_is_shut_stays_shut_for_all(ground: &impl Ground) {
    let (one, other) = (opened(ground).await, opened(ground).await);
    one.silence(&home(), &own("chat:1", 1), minute(9)).await.unwrap();
    one.silence(&home(), &own("chat:1", 1), minute(5)).await.unwrap();
    assert_eq!(ask(&other, &letter("chat:1", 1), 1).await, Room::NotBefore(minute(9)));
    assert!(goes(ask(&other, &letter("chat:2", 1), 1).await));
    assert!(goes(ask(&other, &letter("chat:1", 1), 9).await));
}

pub(crate) async fn who_must_wait_a_second_does_not_forget_the_minute(ground: &impl Ground) {
    let ledger = opened(ground).await;
    for _ in 0..19 {
        assert!(goes(ask(&ledger, &letter("group:1", 20), 0).await));
    }
    let after = |seconds| minute(0) + SignedDuration::from_secs(seconds);
    ledger.silence(&home(), &own("group:1", 20), after(1)).await.unwrap();
    // Whoever asks clears away what says nothing any more.
    for (window, seconds) in [("group:2", 20), ("group:3", 40)] {
        let asked = ledger.rooms(&home(), &[letter(window, 20)], after(seconds), AHEAD).await.unwrap();
        assert!(matches!(asked[..], [Room::At(_)]));
    }
    let asked = ledger.rooms(&home(), &[letter("group:1", 20)], after(50), AHEAD).await.unwrap();
    assert!(matches!(asked[..], [Room::NotBefore(_)]), "{asked:?}");
}

pub(crate) async fn a_window_is_not_written_in_the_clear(ground: &impl Ground) {
    let ledger = opened(ground).await;
    ask(&ledger, &letter("chat:998877665544", 1), 0).await;
    ledger.silence(&home(), &own("chat:112233445566", 1), minute(1)).await.unwrap();
    ledger.close().await;
    let bytes = ground.bytes();
    for number in ["998877665544", "112233445566"] {
        assert!(!bytes.windows(12).any(|window| window == number.as_bytes()));
    }
}
