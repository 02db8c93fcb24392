//! What does a small day at the hotline look like to a store?

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Ground, Ledger};
use crate::order::tests as orders;
use crate::order::{Actor, Event, Hears, Order, Papers, Role, Step, StepName};
use crate::{
    Address, Alarm, AlarmChange, AlarmId, ChatEntry, CitizenId, Committed, ConversationChange,
    ConversationId, Decision, Inbound, Jurisdiction, Listener, Notice, NoticeId, OrderChange, OrderNo, Paper,
    PaperId, PaperKind, Sealer, Speaker, Task, TaskId, TaskKind, UnitCode,
};

/// Numbers every id and key of a run.
static NEXT: AtomicU64 = AtomicU64::new(1);

pub(super) const LEAD: &str = "traffic";
pub(super) const PHONE: &str = "13847400001";
pub(super) const STORY: &str = "村口的路灯坏了三天没人修";
pub(super) const STATE: &str = "{\"waits_for\":\"the lane behind the school\"}";

pub(crate) fn number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

pub(crate) fn id() -> Uuid {
    Uuid::from_u128(u128::from(number()))
}

pub(super) fn sealer() -> Sealer {
    Sealer::from_bytes(&[7; 32])
}

pub(crate) fn home() -> Jurisdiction {
    Jurisdiction::new("wuchuan")
}

/// Wednesday 8 July 2026, 09:00 and some minutes.
pub(crate) fn minute(n: i64) -> Timestamp {
    orders::at("2026-07-08T09:00") + SignedDuration::from_mins(n)
}

pub(super) async fn opened(ground: &impl Ground) -> Arc<dyn Ledger> {
    ground.open(sealer()).await.unwrap()
}

/// A citizen's message that gives an order: everything a commit can hold but tasks.
pub(crate) fn message() -> Decision {
    let n = number();
    let conversation = ConversationId(id());
    let mut decision = Decision::new(home(), minute(0));
    decision.inbound =
        Some(Inbound { channel: "web".to_owned(), key: format!("delivery-{n}"), digest: None });
    decision.conversation = Some(begun(conversation, &format!("visitor-{n}")));
    let change = born(Some(conversation));
    let no = change.order.no.clone();
    let papers = &change.order.papers;
    let paper = |id, kind, content: &str| Paper {
        order: Some(no.clone()),
        conversation: Some(conversation),
        ..loose(id, kind, content)
    };
    decision.papers = vec![
        paper(papers.story, PaperKind::Text, STORY),
        paper(papers.contact.unwrap(), PaperKind::Contact, &format!("{{\"phone\":\"{PHONE}\"}}")),
        paper(papers.query_code, PaperKind::QueryCode, "Q7K2M9"),
        paper(papers.reasons.unwrap(), PaperKind::Document, "{\"heard\":\"路灯\"}"),
    ];
    decision.chat =
        vec![said(conversation, Speaker::Citizen, "asks"), said(conversation, Speaker::Bot, "answers")];
    decision.notices = vec![notice(&format!("order:{no}"), 2, LEAD)];
    decision.alarms = vec![AlarmChange::Set(alarm(&format!("sign:{no}"), minute(30)))];
    decision.orders = vec![change];
    decision
}

/// An order of its own paper ids, dispatched at once.
pub(super) fn born(conversation: Option<ConversationId>) -> OrderChange {
    let bytes = number().to_be_bytes();
    // Five characters of 31: one and a half thousand millions before a number comes twice.
    let n = u64::from_be_bytes(bytes);
    let random = [n, n / 31, n / 961, n / 29_791, n / 923_521].map(|part| u8::try_from(part % 31).unwrap());
    let mut opening = orders::opening(Some(orders::dispatch(LEAD, &["helper"])));
    opening.no = OrderNo::new(jiff::civil::date(2026, 7, 8), random);
    opening.conversation = conversation;
    opening.papers = Papers {
        story: PaperId(id()),
        place: None,
        contact: Some(PaperId(id())),
        query_code: PaperId(id()),
        reasons: Some(PaperId(id())),
        files: Vec::new(),
        consent: None,
    };
    let by = orders::actor(Role::Bot, None);
    let (order, events) = crate::order::open(&opening, &home(), &by, &orders::directory(), minute(0));
    OrderChange { expected: None, events, order, phones: vec![PHONE.to_owned()] }
}

/// The next step of an order, with the rating or unit it needs.
pub(crate) fn next(order: &Order, step: StepName, by: &Actor, at: Timestamp) -> OrderChange {
    let step = orders::step(step, "water", orders::good());
    let events = crate::order::take(order, &step, by, &orders::directory(), at).unwrap();
    OrderChange { expected: Some(order.version), order: after(order, &events), events, phones: Vec::new() }
}

/// One more conversation hears of an order; gives the order after it.
pub(super) async fn joins(
    ledger: &Arc<dyn Ledger>,
    order: &Order,
    conversation: ConversationId,
    part: Hears,
) -> Order {
    let step = Step::Join { conversation, part };
    let events = crate::order::take(order, &step, &citizen(), &orders::directory(), minute(5)).unwrap();
    let order_after = after(order, &events);
    let change =
        OrderChange { expected: Some(order.version), order: order_after.clone(), events, phones: Vec::new() };
    save(ledger, decision(minute(5), |it| it.orders = vec![change])).await;
    order_after
}

fn after(order: &Order, events: &[Event]) -> Order {
    let mut order = order.clone();
    for event in events {
        order.apply(event);
    }
    order
}

pub(crate) fn unit_actor() -> Actor {
    orders::actor(Role::Unit, Some(LEAD))
}

pub(super) fn operator() -> Actor {
    orders::actor(Role::Operator, None)
}

pub(super) fn citizen() -> Actor {
    orders::actor(Role::Citizen, None)
}

pub(super) fn begun(id: ConversationId, address: &str) -> ConversationChange {
    ConversationChange {
        id,
        citizen: CitizenId(Uuid::from_u128(1)),
        address: Some(Address { channel: "web".to_owned(), value: address.to_owned() }),
        expected: None,
        state: STATE.to_owned(),
        human: false,
        language: "zh-CN".to_owned(),
    }
}

pub(crate) fn continued(id: ConversationId, expected: u64, state: &str) -> ConversationChange {
    ConversationChange { address: None, expected: Some(expected), state: state.to_owned(), ..begun(id, "") }
}

pub(super) fn loose(id: PaperId, kind: PaperKind, content: &str) -> Paper {
    Paper { id, kind, order: None, conversation: None, at: minute(0), content: content.into() }
}

pub(crate) fn said(conversation: ConversationId, speaker: Speaker, document: &str) -> ChatEntry {
    ChatEntry { conversation, seq: 0, at: minute(0), speaker, document: document.to_owned(), carried: None }
}

pub(super) fn notice(stream: &str, seq: u64, unit: &str) -> Notice {
    Notice {
        id: NoticeId(id()),
        stream: stream.to_owned(),
        seq,
        listener: Listener::Unit(UnitCode::new(unit)),
        channel: "webhook".to_owned(),
        urgent: false,
        document: "{\"new\":\"order\"}".to_owned(),
        standing: None,
    }
}

pub(super) fn alarm(key: &str, due: Timestamp) -> Alarm {
    Alarm { id: AlarmId(id()), key: key.to_owned(), due, document: "{\"do\":\"it\"}".to_owned() }
}

pub(super) fn task(kind: TaskKind, opened_at: Timestamp) -> Task {
    Task {
        id: TaskId(id()),
        kind,
        order: None,
        conversation: None,
        unit: None,
        urgent: false,
        document: "{\"call\":\"back\"}".to_owned(),
        opened_at,
        done_at: None,
        done_by: None,
    }
}

/// Commits what must be saved; gives the chat numbers.
pub(super) async fn save(ledger: &Arc<dyn Ledger>, decision: Decision) -> Vec<u64> {
    match ledger.commit(decision).await.unwrap() {
        Committed::Saved { chat } => chat,
        other => panic!("not saved: {other:?}"),
    }
}

/// A decision at a minute, filled in by the caller.
pub(crate) fn decision(at: Timestamp, fill: impl FnOnce(&mut Decision)) -> Decision {
    let mut decision = Decision::new(home(), at);
    fill(&mut decision);
    decision
}
