//! Chats are tied to accounts and groups to units by a code, once, and untied again.

use bot::channel::{TELEGRAM, Untold};
use bot::desk::GroupWhat;
use jiff::SignedDuration;
use storage::order::Urgency;
use storage::{Holder, TaskKind, UnitCode};

use crate::groups::{Chats, GAS, ZHAO, text};

/// A code that was never given out.
const WRONG: &str = "00000000000000000000000000000000";

#[tokio::test]
async fn a_code_ties_once_and_too_many_tries_must_wait() {
    let chats = Chats::founded().await;
    let gas = chats.city.unit("RQGS").await;
    let pass = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    chats.says(None, ZHAO, &format!("bind {}", pass.code.to_uppercase())).await.unwrap();
    let used = text(chats.says(None, "502", &format!("绑定 {}", pass.code)).await);
    assert_eq!(used, chats.words("group-bind-wrong"));
    assert_eq!(text(chats.says(None, ZHAO, "待办").await), chats.words("group-list-empty"));

    let late = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    chats.city.clock.turn(SignedDuration::from_mins(31));
    let late = text(chats.says(None, "503", &format!("bind {}", late.code)).await);
    assert_eq!(late, chats.words("group-bind-wrong"));

    for _ in 0..8 {
        assert_eq!(
            text(chats.says(None, "504", &format!("bind {WRONG}")).await),
            chats.words("group-bind-wrong")
        );
    }
    let good = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    let wait = text(chats.says(None, "504", &format!("bind {}", good.code)).await);
    assert!(wait.starts_with("尝试太多了"), "{wait}");
    chats.city.clock.turn(SignedDuration::from_hours(1));
    let good = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap();
    assert_eq!(
        text(chats.says(None, "504", &format!("bind {}", good.code)).await),
        chats.words("group-bound")
    );
    assert_eq!(chats.says(None, ZHAO, "待办").await, None, "an account has one chat: the last one tied");
    chats.city.close().await;
}

#[tokio::test]
async fn what_citizens_bind_is_left_to_citizens() {
    let chats = Chats::founded().await;
    let operator = chats.city.operator().await;
    let no = chats.call(Urgency::Normal).await;
    let read_out = chats.city.app.desk.give_phone_pass(&operator.staff, &no).await.unwrap();
    let on_paper = chats.city.app.desk.give_paper_pass(&operator.staff, &no).await.unwrap();
    assert_eq!(chats.says(None, "601", &format!("bind {}", read_out.code)).await, None);
    assert_eq!(chats.says(None, "601", &format!("bind {}", on_paper.code)).await, None);
    assert_eq!(chats.says(None, "601", "bind").await, None);
    let in_group = text(chats.says(Some(GAS), "601", &format!("bind {}", on_paper.code)).await);
    assert_eq!(in_group, chats.words("group-bind-wrong"));
    chats.city.close().await;
}

#[tokio::test]
async fn a_group_is_tied_by_somebody_of_the_unit_in_the_group() {
    let chats = Chats::founded().await;
    let (gas, housing) = (chats.city.unit("RQGS").await, chats.city.unit("ZJJ").await);
    chats.ties(&gas, ZHAO).await;
    chats.ties(&housing, "602").await;
    let desk = &chats.city.app.desk;
    let code = desk.give_group_pass(&gas.staff, &UnitCode::new("RQGS")).await.unwrap().code;
    let bind = format!("bind {code}");
    assert_eq!(text(chats.says(Some(GAS), "601", &bind).await), chats.words("group-who-unknown"));
    assert_eq!(text(chats.says(Some(GAS), "602", &bind).await), chats.words("group-bind-not-yours"));
    assert_eq!(text(chats.says(None, ZHAO, &bind).await), chats.words("group-bind-in-group"));
    assert_eq!(chats.seat("RQGS").await, None);
    assert_eq!(text(chats.says(Some(GAS), ZHAO, &bind).await), chats.words("group-bound-group"));
    assert_eq!(chats.seat("RQGS").await.as_deref(), Some(GAS));
    assert_eq!(text(chats.says(Some(GAS), ZHAO, "bind 123").await), chats.words("group-bind-usage"));
    chats.city.close().await;
}

#[tokio::test]
async fn a_personal_code_that_a_whole_group_has_read_is_void() {
    let (chats, gas) = Chats::with_gas_company().await;
    let code = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap().code;
    let bind = format!("bind {code}");
    assert_eq!(text(chats.says(Some(GAS), ZHAO, &bind).await), chats.words("group-bind-alone"));
    assert_eq!(text(chats.says(None, "666", &bind).await), chats.words("group-bind-wrong"));
    chats.city.close().await;
}

#[tokio::test]
async fn a_tie_that_comes_twice_is_answered_alike() {
    let chats = Chats::founded().await;
    let gas = chats.city.unit("RQGS").await;
    let code = chats.city.app.desk.give_account_pass(&gas.staff).await.unwrap().code;
    let what = GroupWhat::Said(format!("bind {code}"));
    let first = chats.under("k", None, ZHAO, what.clone()).await;
    assert_eq!(text(first.clone()), chats.words("group-bound"));
    assert_eq!(chats.under("k", None, ZHAO, what).await, first);
    chats.city.close().await;
}

#[tokio::test]
async fn a_tie_that_was_cut_short_behind_its_code_is_made_good_when_it_comes_again() {
    let (chats, _) = Chats::with_gas_company().await;
    let housing = chats.city.unit("ZJJ").await;
    chats.ties(&housing, "602").await;
    let theirs = UnitCode::new("ZJJ");
    let code = chats.city.app.desk.give_group_pass(&housing.staff, &theirs).await.unwrap().code;
    let what = GroupWhat::Said(format!("bind {code}"));
    let first = chats.under("k", Some(GAS), "602", what.clone()).await;
    assert_eq!(text(first.clone()), chats.words("group-bound-group"));
    // The code is spent, and the group still belongs to whom it belonged before.
    let (app, before) = (&chats.city.app, Holder::Unit(UnitCode::new("RQGS")));
    app.clerk.set_seat(app.jurisdiction(), TELEGRAM, &before, Some(GAS), app.clock.now()).await.unwrap();
    assert_eq!(chats.seat("ZJJ").await, None);
    assert_eq!(chats.under("k", Some(GAS), "602", what.clone()).await, first);
    assert_eq!((chats.seat("ZJJ").await.as_deref(), chats.seat("RQGS").await), (Some(GAS), None));
    let again = text(chats.under("k2", Some(GAS), "602", what).await);
    assert_eq!(again, chats.words("group-bind-wrong"), "another message does not use the code");
    chats.city.close().await;
}

#[tokio::test]
async fn who_is_untied_is_a_stranger_again_and_an_untied_group_hears_nothing() {
    let (chats, _) = Chats::with_gas_company().await;
    let no = chats.call(Urgency::Normal).await;
    assert_eq!(text(chats.says(Some(GAS), "601", "unbind").await), chats.words("group-who-unknown"));
    assert_eq!(text(chats.says(Some(GAS), ZHAO, "解绑").await), chats.words("group-unbound-group"));
    assert_eq!(text(chats.says(Some(GAS), ZHAO, "解绑").await), chats.words("group-who-group-unknown"));
    assert_eq!(chats.seat("RQGS").await, None);
    chats.call(Urgency::Critical).await;
    chats.becomes("2026-07-08 11:03").await;
    assert!(chats.sent(GAS).is_empty());
    assert_eq!(text(chats.says(None, ZHAO, "/unbind").await), chats.words("group-unbound"));
    assert_eq!(chats.says(None, ZHAO, "/unbind").await, None);
    let stranger = text(chats.says(None, ZHAO, &format!("签收 {no}")).await);
    assert_eq!(stranger, chats.words("group-who-unknown"));
    chats.city.close().await;
}

#[tokio::test]
async fn a_group_that_gets_another_address_goes_on_there() {
    let (chats, _) = Chats::with_gas_company().await;
    chats.city.app.desk.group_moved(TELEGRAM, GAS, "-100999").await.unwrap();
    chats.city.app.desk.group_moved(TELEGRAM, GAS, "-100999").await.unwrap();
    let no = chats.call(Urgency::Critical).await;
    chats.settle().await;
    assert!(chats.sent(GAS).is_empty());
    assert_eq!(chats.sent("-100999").len(), 1);
    let signed = chats.presses(Some("-100999"), ZHAO, &format!("u:sign:{no}")).await;
    assert!(signed.redraw.is_some());
    chats.city.close().await;
}

#[tokio::test]
async fn where_the_bot_is_put_out_a_person_phones_the_unit_once() {
    let (chats, _) = Chats::with_gas_company().await;
    for _ in 0..2 {
        chats.city.app.desk.group_lost(TELEGRAM, GAS).await.unwrap();
    }
    assert_eq!(chats.seat("RQGS").await, None);
    let tasks = chats.city.operator().await.queue().await.tasks;
    assert_eq!(tasks.len(), 1);
    assert_eq!((tasks[0].kind, tasks[0].untold), (TaskKind::PhoneUnit, Some(Untold::ChatClosed)));
    assert!(tasks[0].unit.as_ref().is_some_and(|unit| unit.contains("燃气")), "{tasks:?}");
    chats.city.close().await;
}

#[tokio::test]
async fn a_loss_that_was_cut_short_behind_its_task_opens_no_second_one() {
    let (chats, gas) = Chats::with_gas_company().await;
    let (app, unit) = (&chats.city.app, Holder::Unit(UnitCode::new("RQGS")));
    app.desk.group_lost(TELEGRAM, GAS).await.unwrap();
    // The task is open, and the group still stands there.
    app.clerk.set_seat(app.jurisdiction(), TELEGRAM, &unit, Some(GAS), app.clock.now()).await.unwrap();
    app.desk.group_lost(TELEGRAM, GAS).await.unwrap();
    assert_eq!(chats.seat("RQGS").await, None);
    let operator = chats.city.operator().await;
    let tasks = operator.queue().await.tasks;
    assert_eq!(tasks.len(), 1);

    app.desk.task_done(&operator.staff, tasks[0].id).await.unwrap();
    chats.ties_group(&gas, ZHAO, GAS).await;
    app.desk.group_lost(TELEGRAM, GAS).await.unwrap();
    assert_eq!(operator.queue().await.tasks.len(), 1, "lost anew, told anew");
    chats.city.close().await;
}
