//! Does a person's work stay on the list until it is done?

use super::Ground;
use super::world::{decision, home, id, minute, opened, save, task};
use crate::{ConversationId, Task, TaskChange, TaskKind, UnitCode};

pub(crate) async fn a_task_is_opened_once_and_done_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = Task {
        order: Some(super::world::born(None).order.no),
        conversation: Some(ConversationId(id())),
        unit: Some(UnitCode::new("traffic")),
        ..task(TaskKind::DeadLetter, minute(0))
    };
    for _ in 0..2 {
        save(&ledger, decision(minute(0), |d| d.tasks = vec![TaskChange::Open(it.clone())])).await;
        assert_eq!(ledger.tasks(&home()).await.unwrap(), std::slice::from_ref(&it));
    }
    let done = |by: &str| vec![TaskChange::Done { id: it.id, by: by.to_owned() }];
    save(&ledger, decision(minute(1), |d| d.tasks = done("first"))).await;
    save(&ledger, decision(minute(2), |d| d.tasks = done("second"))).await;
    assert!(ledger.tasks(&home()).await.unwrap().is_empty());
    save(&ledger, decision(minute(3), |d| d.tasks = vec![TaskChange::Open(it.clone())])).await;
    assert!(ledger.tasks(&home()).await.unwrap().is_empty(), "a late repetition opens nothing");
    assert_eq!(ledger.backlog(minute(3)).await.unwrap().tasks, 0);
}

pub(crate) async fn all_tasks_of_a_kind_about_a_conversation_are_done_together(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [here, there] = [ConversationId(id()), ConversationId(id())];
    let about = |kind, conversation| Task { conversation: Some(conversation), ..task(kind, minute(0)) };
    let other_kind = about(TaskKind::PhoneCitizen, here);
    let other_place = about(TaskKind::TalkToCitizen, there);
    let opened = [
        about(TaskKind::TalkToCitizen, here),
        about(TaskKind::TalkToCitizen, here),
        other_kind.clone(),
        other_place.clone(),
    ];
    save(&ledger, decision(minute(0), |it| it.tasks = opened.map(TaskChange::Open).to_vec())).await;
    let done =
        TaskChange::DoneFor { kind: TaskKind::TalkToCitizen, conversation: here, by: "operator".to_owned() };
    save(&ledger, decision(minute(1), |it| it.tasks = vec![done])).await;
    assert_eq!(ledger.tasks(&home()).await.unwrap(), [other_kind, other_place]);
}

pub(crate) async fn urgent_tasks_come_first_then_the_oldest(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let young = task(TaskKind::CheckClaim, minute(5));
    let old = task(TaskKind::PhoneUnit, minute(1));
    let urgent = Task { urgent: true, ..task(TaskKind::DutyAlert, minute(9)) };
    let opened = [&young, &old, &urgent].map(|task| TaskChange::Open(task.clone()));
    save(&ledger, decision(minute(9), |it| it.tasks = opened.to_vec())).await;
    assert_eq!(ledger.tasks(&home()).await.unwrap(), [urgent, old, young]);
}
