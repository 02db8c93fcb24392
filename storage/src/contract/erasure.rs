//! Does what is personal go when its time is over, and nothing else?

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::world::{
    PHONE, STATE, begun, citizen, continued, decision, home, id, loose, message, minute, next, opened, save,
};
use super::{Ground, Ledger};
use crate::order::{Fact, Order, StepName};
use crate::{ConversationId, Decision, Erasure, Jurisdiction, OrderChange, Paper, PaperId, PaperKind};

const FORGOTTEN: &str = "{\"draft\":null}";

/// Contacts go first, then words, then files; every class has a time of its own.
fn rules() -> Erasure {
    let days = |days: i64| SignedDuration::from_hours(24 * days);
    Erasure {
        contact: days(10),
        story: days(20),
        files: days(30),
        chat: days(5),
        drafts: days(3),
        forget: |_| FORGOTTEN.to_owned(),
    }
}

fn day(n: i64) -> Timestamp {
    minute(n * 24 * 60)
}

/// Erases until nothing is left; how much it was.
async fn sweep(ledger: &Arc<dyn Ledger>, now: Timestamp) -> u32 {
    let mut erased = 0;
    loop {
        match ledger.erase(&home(), &rules(), now, 100).await.unwrap() {
            0 => return erased,
            some => erased += some,
        }
    }
}

fn photo(conversation: Option<ConversationId>) -> Paper {
    let kind = PaperKind::File { media_type: "image/jpeg".to_owned() };
    Paper { conversation, ..loose(PaperId(id()), kind, "a photo") }
}

async fn withdraw(ledger: &Arc<dyn Ledger>, order: &Order, at: Timestamp) -> OrderChange {
    let change = next(order, StepName::Withdraw, &citizen(), at);
    let ended = change.clone();
    save(ledger, decision(at, |it| it.orders = vec![change])).await;
    ended
}

/// A citizen's message whose order has a photo, and ends at once.
async fn ended(ledger: &Arc<dyn Ledger>) -> (Decision, Order) {
    let mut it = message();
    let no = it.orders[0].order.no.clone();
    it.papers.push(Paper { order: Some(no), ..photo(None) });
    save(ledger, it.clone()).await;
    let order = withdraw(ledger, &it.orders[0].order, day(0)).await.order;
    (it, order)
}

async fn kept(ledger: &Arc<dyn Ledger>, papers: &[Paper]) -> Vec<PaperKind> {
    let mut kept = Vec::new();
    for paper in papers {
        kept.extend(ledger.paper(&home(), paper.id).await.unwrap().map(|paper| paper.kind));
    }
    kept
}

pub(crate) async fn an_ended_order_loses_each_class_when_its_time_is_over(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (it, order) = ended(&ledger).await;
    let open = message();
    save(&ledger, open.clone()).await;
    let file = PaperKind::File { media_type: "image/jpeg".to_owned() };
    let all =
        vec![PaperKind::Text, PaperKind::Contact, PaperKind::QueryCode, PaperKind::Document, file.clone()];
    let before = ledger.order(&home(), &order.no).await.unwrap();

    sweep(&ledger, day(9)).await;
    assert_eq!(kept(&ledger, &it.papers).await, all);
    assert_eq!(ledger.orders_of_phone(&home(), PHONE).await.unwrap().len(), 2);
    assert_eq!(sweep(&ledger, day(10)).await, 1);
    let without_contact: Vec<_> = all.iter().filter(|kind| **kind != PaperKind::Contact).cloned().collect();
    assert_eq!(kept(&ledger, &it.papers).await, without_contact);
    let found = ledger.orders_of_phone(&home(), PHONE).await.unwrap();
    assert_eq!(found, [open.orders[0].order.clone()], "an open order is still found");
    assert_eq!(sweep(&ledger, day(20)).await, 2);
    assert_eq!(kept(&ledger, &it.papers).await, [PaperKind::QueryCode, file]);
    assert_eq!(sweep(&ledger, day(30)).await, 1);
    assert_eq!(kept(&ledger, &it.papers).await, [PaperKind::QueryCode]);
    assert_eq!(sweep(&ledger, day(3000)).await, 0, "a second sweep finds nothing");

    assert_eq!(ledger.order(&home(), &order.no).await.unwrap(), before, "what happened stays");
    assert_eq!(kept(&ledger, &open.papers).await.len(), 4, "an open order keeps everything");
}

pub(crate) async fn what_was_written_after_the_end_is_kept_as_long(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (_, order) = ended(&ledger).await;
    let late = Paper { order: Some(order.no), at: day(15), ..loose(PaperId(id()), PaperKind::Text, "late") };
    save(&ledger, decision(day(15), |it| it.papers = vec![late.clone()])).await;
    sweep(&ledger, day(34)).await;
    assert_eq!(kept(&ledger, std::slice::from_ref(&late)).await.len(), 1);
    assert_eq!(sweep(&ledger, day(35)).await, 1);
    assert!(kept(&ledger, &[late]).await.is_empty());
}

pub(crate) async fn a_photo_sent_before_the_order_goes_with_the_order(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let (of_draft, later) = (photo(Some(here)), photo(Some(here)));
    let sent = vec![of_draft.clone(), later.clone()];
    save(&ledger, decision(day(0), |it| it.papers = sent.clone())).await;
    let mut it = message();
    let born = &mut it.orders[0];
    born.order.papers.files = vec![of_draft.id];
    if let Fact::Accepted { papers, .. } = &mut born.events[0].fact {
        papers.files = vec![of_draft.id];
    }
    save(&ledger, it.clone()).await;
    let mut supplement = next(&it.orders[0].order, StepName::Supplement, &citizen(), day(1));
    if let Fact::Supplemented { papers, .. } = &mut supplement.events[0].fact {
        *papers = vec![later.id];
    }
    let order = supplement.order.clone();
    save(&ledger, decision(day(1), |it| it.orders = vec![supplement])).await;
    for photo in &sent {
        let kept = ledger.paper(&home(), photo.id).await.unwrap().unwrap();
        assert_eq!((kept.order, kept.conversation), (Some(order.no.clone()), Some(here)));
    }
    sweep(&ledger, day(100)).await;
    assert_eq!(kept(&ledger, &sent).await.len(), 2, "the order is open");
    withdraw(&ledger, &order, day(101)).await;
    sweep(&ledger, day(130)).await;
    assert_eq!(kept(&ledger, &sent).await.len(), 2);
    sweep(&ledger, day(131)).await;
    assert!(kept(&ledger, &sent).await.is_empty());
}

pub(crate) async fn what_belongs_to_no_order_goes_by_its_age(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let words = |at| Paper { at, conversation: Some(here), ..loose(PaperId(id()), PaperKind::Text, "words") };
    let (old, young) = (words(day(0)), words(day(1)));
    let papers = vec![old.clone(), photo(Some(here)), loose(PaperId(id()), PaperKind::Document, "a summary")];
    save(&ledger, decision(day(0), |it| it.papers = [papers.clone(), vec![young.clone()]].concat())).await;
    assert_eq!(sweep(&ledger, day(5) - SignedDuration::from_secs(1)).await, 0);
    assert_eq!(sweep(&ledger, day(5)).await, 3);
    assert!(kept(&ledger, &papers).await.is_empty());
    assert_eq!(kept(&ledger, &[young]).await.len(), 1);
}

pub(crate) async fn a_draft_left_alone_is_forgotten_and_what_is_said_later_is_not(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [left, busy] = [ConversationId(id()), ConversationId(id())];
    for (place, address) in [(left, "left"), (busy, "busy")] {
        save(&ledger, decision(day(0), |it| it.conversation = Some(begun(place, address)))).await;
    }
    save(&ledger, decision(day(2), |it| it.conversation = Some(continued(busy, 1, STATE)))).await;
    let found = async |id| {
        let found = ledger.conversation(&home(), id).await.unwrap().unwrap();
        (found.version, found.state, found.updated_at)
    };
    assert_eq!(sweep(&ledger, day(3)).await, 1);
    assert_eq!(found(left).await, (1, FORGOTTEN.to_owned(), day(0)), "nobody has said anything");
    assert_eq!(found(busy).await, (2, STATE.to_owned(), day(2)));
    assert_eq!(sweep(&ledger, day(4)).await, 0, "a second sweep finds nothing");

    save(&ledger, decision(day(4), |it| it.conversation = Some(continued(left, 1, STATE)))).await;
    assert_eq!(found(left).await.1, STATE);
    assert_eq!(sweep(&ledger, day(6)).await, 1, "the busy one");
    assert_eq!(sweep(&ledger, day(7)).await, 1, "a new draft is forgotten like the first");
}

pub(crate) async fn one_piece_is_never_larger_than_its_limit(ground: &impl Ground) {
    let ledger = opened(ground).await;
    for _ in 0..3 {
        ended(&ledger).await;
    }
    let words = loose(PaperId(id()), PaperKind::Text, "words");
    save(&ledger, decision(day(0), |it| it.papers = vec![words])).await;
    // Three orders of four papers, three drafts, one paper of no order.
    let mut pieces = Vec::new();
    loop {
        match ledger.erase(&home(), &rules(), day(100), 5).await.unwrap() {
            0 => break,
            erased => pieces.push(erased),
        }
    }
    assert_eq!(pieces, [5, 5, 5, 1]);
}

pub(crate) async fn jurisdictions_are_erased_apart(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (it, _) = ended(&ledger).await;
    let there = Jurisdiction::new("elsewhere");
    assert_eq!(ledger.erase(&there, &rules(), day(3000), 100).await.unwrap(), 0);
    assert_eq!(kept(&ledger, &it.papers).await.len(), 5);
}
