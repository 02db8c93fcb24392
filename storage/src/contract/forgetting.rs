//! Does everything go that a citizen wants to be forgotten, and nothing that others still need?

use std::sync::Arc;

use super::world::{
    PHONE, begun, born, citizen, continued, decision, home, id, joins, loose, message, minute, next, opened,
    said, save, task,
};
use super::{Ground, Ledger};
use crate::order::{Hears, Order, StepName};
use crate::{ConversationId, Decision, Paper, PaperId, PaperKind, Speaker, Task, TaskChange, TaskKind};

fn forgets(conversation: ConversationId) -> Decision {
    decision(minute(60), |it| it.forgets = Some(conversation))
}

fn photo(conversation: Option<ConversationId>) -> Paper {
    let kind = PaperKind::File { media_type: "image/jpeg".to_owned() };
    Paper { conversation, ..loose(PaperId(id()), kind, "a photo") }
}

/// A citizen's message with an order and a photo, and words that belong to no order.
async fn told(ledger: &Arc<dyn Ledger>) -> (Decision, ConversationId, Paper) {
    let mut it = message();
    let here = it.conversation.as_ref().unwrap().id;
    let no = it.orders[0].order.no.clone();
    it.papers.push(Paper { order: Some(no), ..photo(Some(here)) });
    let words = Paper { conversation: Some(here), ..loose(PaperId(id()), PaperKind::Text, "words") };
    save(ledger, it.clone()).await;
    save(ledger, decision(minute(1), |it| it.papers = vec![words.clone()])).await;
    (it, here, words)
}

async fn ends(ledger: &Arc<dyn Ledger>, order: &Order) {
    let withdrawn = next(order, StepName::Withdraw, &citizen(), minute(9));
    save(ledger, decision(minute(9), |it| it.orders = vec![withdrawn])).await;
}

async fn kept(ledger: &Arc<dyn Ledger>, papers: &[Paper]) -> Vec<PaperKind> {
    let mut kept = Vec::new();
    for paper in papers {
        kept.extend(ledger.paper(&home(), paper.id).await.unwrap().map(|paper| paper.kind));
    }
    kept
}

async fn found_by_phone(ledger: &Arc<dyn Ledger>) -> usize {
    ledger.orders_of_phone(&home(), PHONE).await.unwrap().len()
}

pub(crate) async fn an_open_order_keeps_everything(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (it, here, words) = told(&ledger).await;
    save(&ledger, forgets(here)).await;
    assert_eq!(kept(&ledger, &it.papers).await.len(), 5);
    assert_eq!(found_by_phone(&ledger).await, 1);
    assert!(kept(&ledger, &[words]).await.is_empty(), "what belongs to no order goes");
}

pub(crate) async fn an_ended_order_loses_who_it_was_and_its_photos(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (it, here, words) = told(&ledger).await;
    ends(&ledger, &it.orders[0].order).await;
    let before = ledger.order(&home(), &it.orders[0].order.no).await.unwrap();
    save(&ledger, forgets(here)).await;
    assert_eq!(
        kept(&ledger, &it.papers).await,
        [PaperKind::Text, PaperKind::QueryCode, PaperKind::Document],
        "what the offices must keep goes when its own time is over"
    );
    assert_eq!(found_by_phone(&ledger).await, 0);
    assert!(kept(&ledger, &[words]).await.is_empty());
    assert_eq!(ledger.order(&home(), &it.orders[0].order.no).await.unwrap(), before, "what happened stays");
    save(&ledger, forgets(here)).await;
}

pub(crate) async fn others_lose_nothing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (mine, here, _) = told(&ledger).await;
    let (theirs, _, words) = told(&ledger).await;
    let followed = theirs.orders[0].order.clone();
    let followed = joins(&ledger, &followed, here, Hears::Also).await;
    ends(&ledger, &followed).await;
    ends(&ledger, &mine.orders[0].order).await;
    save(&ledger, forgets(here)).await;
    assert_eq!(kept(&ledger, &theirs.papers).await.len(), 5, "who only follows an order takes nothing away");
    assert_eq!((kept(&ledger, &[words]).await.len(), found_by_phone(&ledger).await), (1, 1));
}

pub(crate) async fn a_caller_who_was_bound_is_forgotten_too(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let call = born(None);
    let contact = Paper {
        order: Some(call.order.no.clone()),
        ..loose(call.order.papers.contact.unwrap(), PaperKind::Contact, "{}")
    };
    save(
        &ledger,
        decision(minute(0), |it| {
            it.orders = vec![call.clone()];
            it.papers = vec![contact.clone()];
        }),
    )
    .await;
    let bound = joins(&ledger, &call.order, here, Hears::Bound).await;
    ends(&ledger, &bound).await;
    assert_eq!(found_by_phone(&ledger).await, 1);
    save(&ledger, forgets(here)).await;
    assert_eq!((kept(&ledger, &[contact]).await.len(), found_by_phone(&ledger).await), (0, 0));
}

pub(crate) async fn what_is_said_with_it_and_after_it_stays(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let here = ConversationId(id());
    let words =
        |text: &str| Paper { conversation: Some(here), ..loose(PaperId(id()), PaperKind::Text, text) };
    let (before, with, after) = (words("before"), words("delete it all"), words("after"));
    save(
        &ledger,
        decision(minute(0), |it| {
            it.conversation = Some(begun(here, "visitor of a day"));
            it.papers = vec![before.clone()];
            it.chat = vec![said(here, Speaker::Citizen, "before")];
        }),
    )
    .await;
    let mut erases = forgets(here);
    erases.conversation = Some(continued(here, 1, "empty"));
    erases.papers = vec![with.clone()];
    erases.chat = vec![said(here, Speaker::Citizen, "delete"), said(here, Speaker::Bot, "done")];
    assert_eq!(save(&ledger, erases).await, [2, 3], "what happened keeps its number");
    save(&ledger, decision(minute(61), |it| it.papers = vec![after.clone()])).await;
    assert!(kept(&ledger, &[before]).await.is_empty());
    assert_eq!(kept(&ledger, &[with, after]).await.len(), 2);
    assert_eq!(ledger.chat(&home(), here, 0, 10).await.unwrap().len(), 3);
}

pub(crate) async fn a_conflict_forgets_nothing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (it, here, words) = told(&ledger).await;
    ends(&ledger, &it.orders[0].order).await;
    let mut stale = forgets(here);
    stale.conversation = Some(continued(here, 7, "empty"));
    assert_eq!(ledger.commit(stale).await.unwrap(), crate::Committed::Conflict);
    assert_eq!((kept(&ledger, &it.papers).await.len(), kept(&ledger, &[words]).await.len()), (5, 1));
}

pub(crate) async fn what_an_open_task_names_stays_until_it_is_done(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [here, there] = [ConversationId(id()), ConversationId(id())];
    let words =
        |text: &str| Paper { conversation: Some(here), ..loose(PaperId(id()), PaperKind::Text, text) };
    let (danger, other) = (words("gas"), words("and the lamp"));
    let names = |paper: &Paper, conversation| Task {
        conversation: Some(conversation),
        document: format!("{{\"task\":\"emergency\",\"words\":\"{}\"}}", paper.id.0),
        ..task(TaskKind::DutyAlert, minute(0))
    };
    let (alert, elsewhere) = (names(&danger, here), names(&other, there));
    save(
        &ledger,
        decision(minute(0), |it| {
            it.papers = vec![danger.clone(), other.clone()];
            it.tasks = vec![TaskChange::Open(alert.clone()), TaskChange::Open(elsewhere)];
        }),
    )
    .await;
    save(&ledger, forgets(here)).await;
    assert_eq!(kept(&ledger, std::slice::from_ref(&danger)).await.len(), 1, "somebody is still to read it");
    assert!(kept(&ledger, &[other]).await.is_empty());
    let done = TaskChange::Done { id: alert.id, by: "duty".to_owned() };
    save(&ledger, decision(minute(61), |it| it.tasks = vec![done])).await;
    save(&ledger, forgets(here)).await;
    assert!(kept(&ledger, &[danger]).await.is_empty());
}
