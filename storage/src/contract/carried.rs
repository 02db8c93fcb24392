//! Does what is said in a conversation reach a citizen who must be called, in order and when it may?

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::world::{begun, decision, home, id, minute, notice, number, opened, said, save};
use super::{Ground, Ledger};
use crate::{
    Address, Carried, ChatEntry, Claimed, ConversationId, Listener, Notice, NoticeId, Posted, Settled,
    Speaker, UnitCode,
};

const LEASE: SignedDuration = SignedDuration::from_mins(2);

fn news(conversation: ConversationId, document: &str, not_before: Option<Timestamp>) -> ChatEntry {
    let carried = Carried {
        id: NoticeId(id()),
        channel: "telegram".to_owned(),
        urgent: false,
        not_before,
        standing: None,
    };
    ChatEntry { carried: Some(carried), ..said(conversation, Speaker::Bot, document) }
}

async fn told(ledger: &Arc<dyn Ledger>, at: Timestamp, entries: Vec<ChatEntry>) -> Vec<u64> {
    save(ledger, decision(at, |it| it.chat = entries)).await
}

async fn claim(ledger: &Arc<dyn Ledger>, now: Timestamp) -> Vec<Claimed> {
    ledger.claim(now, LEASE, 100, 100).await.unwrap()
}

async fn deliver(ledger: &Arc<dyn Ledger>, claimed: &Claimed, now: Timestamp) {
    assert!(ledger.settle(claimed, Settled::Delivered { posted: None }, now).await.unwrap());
}

/// What is due is carried until nothing is; the documents in the order in which they were carried.
async fn carried(ledger: &Arc<dyn Ledger>, now: Timestamp) -> Vec<String> {
    let mut heard = Vec::new();
    loop {
        let claimed = claim(ledger, now).await;
        if claimed.is_empty() {
            return heard;
        }
        for one in &claimed {
            deliver(ledger, one, now).await;
        }
        heard.extend(claimed.into_iter().map(|claimed| claimed.notice.document));
    }
}

pub(crate) async fn a_carried_entry_becomes_a_notice_with_its_number_and_words(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let mut urgent = news(here, "fire", None);
    urgent.carried.as_mut().unwrap().urgent = true;
    let entries = vec![said(here, Speaker::Citizen, "asks"), news(here, "is answered", None), urgent.clone()];
    assert_eq!(told(&ledger, minute(0), entries.clone()).await, [1, 2, 3]);
    let expected = |entry: &ChatEntry, seq| Notice {
        id: entry.carried.as_ref().unwrap().id,
        stream: format!("chat:{here}"),
        seq,
        listener: Listener::Conversation(here),
        channel: "telegram".to_owned(),
        urgent: entry.carried.as_ref().unwrap().urgent,
        document: entry.document.clone(),
        standing: None,
    };
    let first = claim(&ledger, minute(0)).await;
    assert_eq!(first.len(), 1, "what comes behind waits, urgent or not, and a citizen hears no echo");
    let hastened = Notice { urgent: true, ..expected(&entries[1], 2) };
    assert_eq!(first[0].notice, hastened, "but it makes what it waits for as urgent");
    deliver(&ledger, &first[0], minute(0)).await;
    let second = claim(&ledger, minute(0)).await;
    assert_eq!(second.iter().map(|it| it.notice.clone()).collect::<Vec<_>>(), [expected(&urgent, 3)]);
}

pub(crate) async fn what_is_held_back_waits_for_the_morning(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let held = vec![news(here, "dispatched", Some(minute(600))), news(here, "signed", Some(minute(660)))];
    told(&ledger, minute(0), held).await;
    assert!(carried(&ledger, minute(599)).await.is_empty());
    assert_eq!(carried(&ledger, minute(600)).await, ["dispatched"]);
    assert_eq!(carried(&ledger, minute(660)).await, ["signed"]);
}

pub(crate) async fn only_what_may_be_said_now_hurries_on_what_was_held_back(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [here, there] = [ConversationId(id()), ConversationId(id())];
    told(&ledger, minute(0), vec![news(here, "dispatched", Some(minute(600)))]).await;
    let beside = vec![
        news(here, "finished", Some(minute(600))),
        news(there, "elsewhere", None),
        said(here, Speaker::Citizen, "asks"),
    ];
    told(&ledger, minute(1), beside).await;
    let other_stream = Notice {
        listener: Listener::Conversation(here),
        channel: "telegram".to_owned(),
        document: "a card".to_owned(),
        ..notice("card:a", 1, "nobody")
    };
    save(&ledger, decision(minute(1), |it| it.notices = vec![other_stream])).await;
    let mut heard = carried(&ledger, minute(2)).await;
    heard.sort();
    assert_eq!(heard, ["a card", "elsewhere"], "neither later news nor others' words wake anybody");

    told(&ledger, minute(3), vec![news(here, "an answer", None)]).await;
    assert_eq!(carried(&ledger, minute(3)).await, ["dispatched", "finished", "an answer"]);
}

pub(crate) async fn what_could_not_be_sent_is_tried_again_when_its_listener_speaks(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    told(&ledger, minute(0), vec![news(here, "dispatched", None)]).await;
    for asks in 0..3 {
        let tried = claim(&ledger, minute(asks)).await.remove(0);
        assert_eq!(tried.attempts, 0, "a try that was hurried is not counted");
        let later = Settled::Later { at: minute(asks + 100), why: "no answer".to_owned() };
        assert!(ledger.settle(&tried, later, minute(asks)).await.unwrap());
        assert!(claim(&ledger, minute(asks + 1)).await.is_empty());
        told(&ledger, minute(asks + 1), vec![news(here, "an answer", None)]).await;
    }
    let answers = ["an answer"; 3];
    assert_eq!(carried(&ledger, minute(3)).await, [&["dispatched"], &answers[..]].concat());
}

pub(crate) async fn what_is_being_sent_is_not_hurried(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    told(&ledger, minute(0), vec![news(here, "dispatched", None)]).await;
    let under_way = claim(&ledger, minute(0)).await.remove(0);
    told(&ledger, minute(0), vec![news(here, "an answer", None)]).await;
    assert!(claim(&ledger, minute(0)).await.is_empty(), "whoever has the lease has it");
    assert!(ledger.settle(&under_way, Settled::Delivered { posted: None }, minute(0)).await.unwrap());
    assert_eq!(carried(&ledger, minute(0)).await, ["an answer"]);
}

pub(crate) async fn what_waits_for_its_turn_is_not_hurried(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    told(&ledger, minute(0), vec![news(here, "an answer", None)]).await;
    let claimed = claim(&ledger, minute(0)).await.remove(0);
    assert!(ledger.settle(&claimed, Settled::Waits { until: minute(10) }, minute(0)).await.unwrap());
    told(&ledger, minute(1), vec![news(here, "another", None)]).await;
    assert!(
        claim(&ledger, minute(9)).await.is_empty(),
        "who asks before their turn only takes it from others"
    );
    assert_eq!(carried(&ledger, minute(10)).await, ["an answer", "another"]);
}

pub(crate) async fn who_finds_no_room_has_not_tried(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    told(&ledger, minute(0), vec![news(here, "dispatched", None), news(here, "signed", None)]).await;
    for n in 0..5 {
        let claimed = claim(&ledger, minute(n)).await;
        let [one] = claimed.as_slice() else { panic!("one at a time: {claimed:?}") };
        assert_eq!((one.notice.document.as_str(), one.attempts), ("dispatched", 0));
        let waits = || Settled::Waits { until: minute(n + 1) };
        assert!(ledger.settle(one, waits(), minute(n)).await.unwrap());
        assert!(!ledger.settle(one, waits(), minute(n)).await.unwrap(), "the lease is spent");
        assert!(claim(&ledger, minute(n)).await.is_empty());
    }
    assert_eq!(carried(&ledger, minute(5)).await, ["dispatched", "signed"]);
}

pub(crate) async fn what_stands_at_a_platform_is_known_until_the_next_stands_there(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let listener = Listener::Conversation(here);
    let card = |seq| Notice {
        listener: listener.clone(),
        channel: "telegram".to_owned(),
        ..notice("card:a", seq, "nobody")
    };
    let posted = |receipt: &str, print: &str| Posted {
        subject: "card:a".to_owned(),
        receipt: receipt.to_owned(),
        print: print.to_owned(),
    };
    let stands = async |subject: &str| ledger.posted(&home(), &listener, subject).await.unwrap();
    assert_eq!(stands("card:a").await, None);
    for (seq, now) in [(1, posted("m-1", "p-1")), (2, posted("m-2", "p-2"))] {
        save(&ledger, decision(minute(0), |it| it.notices = vec![card(seq)])).await;
        let claimed = claim(&ledger, minute(1)).await.remove(0);
        let delivered = Settled::Delivered { posted: Some(now.clone()) };
        assert!(ledger.settle(&claimed, delivered, minute(1)).await.unwrap());
        assert_eq!(stands("card:a").await, Some(now));
    }
    save(&ledger, decision(minute(0), |it| it.notices = vec![card(3)])).await;
    assert_eq!(carried(&ledger, minute(2)).await.len(), 1);
    assert_eq!(stands("card:a").await, Some(posted("m-2", "p-2")), "what says nothing changes nothing");
    let late = claim(&ledger, minute(2)).await;
    assert!(late.is_empty());
    assert_eq!(stands("card:b").await, None);
    let other = Listener::Conversation(ConversationId(id()));
    assert_eq!(ledger.posted(&home(), &other, "card:a").await.unwrap(), None);
}

pub(crate) async fn who_comes_late_leaves_nothing_standing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    told(&ledger, minute(0), vec![news(here, "a card", None)]).await;
    let paused = claim(&ledger, minute(0)).await.remove(0);
    let takes_over = claim(&ledger, minute(5)).await.remove(0);
    let posted = |receipt: &str| Settled::Delivered {
        posted: Some(Posted {
            subject: "card:a".to_owned(),
            receipt: receipt.to_owned(),
            print: String::new(),
        }),
    };
    assert!(ledger.settle(&takes_over, posted("right"), minute(5)).await.unwrap());
    assert!(!ledger.settle(&paused, posted("late"), minute(6)).await.unwrap());
    let stands = ledger.posted(&home(), &Listener::Conversation(here), "card:a").await.unwrap().unwrap();
    assert_eq!(stands.receipt, "right");
}

pub(crate) async fn a_units_group_is_told_as_itself(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let group = Listener::Group(UnitCode::new("traffic"));
    let to_group = Notice { listener: group.clone(), ..notice("order:a", 1, "nobody") };
    let to_system = notice("order:a", 1, "traffic");
    save(&ledger, decision(minute(0), |it| it.notices = vec![to_group.clone(), to_system.clone()])).await;
    let claimed = claim(&ledger, minute(1)).await;
    let heard: Vec<Notice> = claimed.into_iter().map(|claimed| claimed.notice).collect();
    assert_eq!(heard.len(), 2, "the unit's system and its people are two listeners");
    assert!(heard.contains(&to_group) && heard.contains(&to_system));
}

pub(crate) async fn a_conversation_knows_where_it_takes_place(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (here, alone) = (ConversationId(id()), ConversationId(id()));
    let value = format!("visitor-{}", number());
    save(&ledger, decision(minute(0), |it| it.conversation = Some(begun(here, &value)))).await;
    let mut nowhere = begun(alone, "");
    nowhere.address = None;
    save(&ledger, decision(minute(0), |it| it.conversation = Some(nowhere))).await;
    let address = Address { channel: "web".to_owned(), value };
    assert_eq!(ledger.address(&home(), here).await.unwrap(), Some(address));
    assert_eq!(ledger.address(&home(), alone).await.unwrap(), None);
    assert_eq!(ledger.address(&home(), ConversationId(id())).await.unwrap(), None);
}
