//! Does every door keep out whom it must?

use axum::http::StatusCode;
use storage::AccountRole;

use super::house::House;
use crate::console::door::Door;
use crate::console::doors;
use crate::console::who::Who;

fn address(door: &Door) -> String {
    door.path()
        .replace("{no}", "20260708-AAAAAA")
        .replace("{id}", "019f0000-0000-7000-8000-000000000000")
        .replace("{file}", "019f0000-0000-7000-8000-000000000001")
        .replace("{login}", "zuoxi")
        .replace("{unit}", "ZJJ")
        .replace("{tag}", "en")
}

#[tokio::test]
async fn without_a_session_every_door_leads_to_the_sign_in() {
    let house = House::open().await;
    for door in doors().iter().filter(|door| door.who() != Who::Anyone) {
        for answer in
            [house.browser().get(&address(door)).await, house.browser().post(&address(door), &[]).await]
        {
            let to = answer.to.unwrap_or_default();
            assert!(to.starts_with("/desk/login"), "{} leads to {to:?}", door.path());
        }
    }
}

#[tokio::test]
async fn behind_a_door_for_others_there_is_nothing() {
    let house = House::open().await;
    let mut people = [
        (AccountRole::Operator, house.signed_in("zuoxi").await),
        (AccountRole::Supervisor, house.signed_in("duban").await),
        (AccountRole::Unit, house.signed_in("zjj").await),
        (AccountRole::Administrator, house.administrator().await),
    ];
    for door in doors() {
        let Who::Roles(roles) = door.who() else { continue };
        for (role, browser) in people.iter_mut().filter(|(role, _)| !roles.contains(role)) {
            for answer in [browser.get(&address(&door)).await, browser.post(&address(&door), &[]).await] {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{} for {role:?}", door.path());
            }
        }
    }
}

#[tokio::test]
async fn a_form_without_the_sessions_token_is_never_read() {
    let house = House::open().await;
    let mut people = [
        (AccountRole::Operator, house.signed_in("zuoxi").await),
        (AccountRole::Supervisor, house.signed_in("duban").await),
        (AccountRole::Unit, house.signed_in("zjj").await),
        (AccountRole::Administrator, house.administrator().await),
    ];
    for door in doors() {
        let (Who::Roles(_) | Who::SignedIn) = door.who() else {
            continue;
        };
        for (role, browser) in &mut people {
            let may = match door.who() {
                Who::Roles(roles) => roles.contains(role),
                Who::Anyone | Who::SignedIn => true,
            };
            let answer = browser.post(&address(&door), &[("csrf", "guessed"), ("story", "停水")]).await;
            let untaken =
                answer.status == StatusCode::METHOD_NOT_ALLOWED || answer.to.as_deref() == Some("/desk");
            assert!(!may || untaken, "{} for {role:?}: {} {:?}", door.path(), answer.status, answer.to);
        }
    }
}
