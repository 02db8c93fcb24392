//! Does an administrator keep accounts and nothing else?

use axum::http::StatusCode;

use super::house::House;
use crate::config::{Config, Events};

#[tokio::test]
async fn a_newcomer_gets_a_password_once_and_a_leaver_is_out_at_once() {
    let house = House::open().await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/admin").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let fields = [("login", "Bai.Yun"), ("name", "白云"), ("role", "unit"), ("unit", "ZJJ")];
    let answer = admin.fill(&page, "/desk/admin/accounts", &fields).await;
    let password =
        answer.body.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a password");
    let password = password.to_owned();

    let mut newcomer = house.browser();
    assert_eq!(newcomer.sign_in("bai.yun", &password).await.to.as_deref(), Some("/desk/password"));
    let page = admin.get("/desk/admin").await;
    assert!(page.body.contains("白云") && !page.body.contains(&password));

    admin.fill(&page, "/desk/admin/accounts/bai.yun/leave", &[]).await;
    assert!(newcomer.get("/desk/password").await.to.is_some(), "the session is gone");
    assert_eq!(house.browser().sign_in("bai.yun", &password).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn what_cannot_be_taken_is_said_and_what_was_typed_is_kept() {
    let house = House::open().await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/admin").await;
    let fields = [("login", "zuoxi"), ("name", "苏日娜"), ("role", "operator")];
    let answer = admin.fill(&page, "/desk/admin/accounts", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("苏日娜"));
    let answer = admin.fill(&page, "/desk/admin/accounts/admin/reset", &[]).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn a_units_system_gets_a_token_and_an_address_whose_secrets_are_shown_once() {
    let house = House::open().await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/admin").await;
    let token = admin.fill(&page, "/desk/admin/systems/token", &[("unit", "ZJJ")]).await;
    assert_eq!(token.status, StatusCode::OK);
    let fields = [("unit", "ZJJ"), ("url", "https://oa.example.org/jiesu")];
    let hook = admin.fill(&page, "/desk/admin/systems/endpoint", &fields).await;
    assert!(hook.body.contains("whsec_"));
    let page = admin.get("/desk/admin").await;
    assert!(page.body.contains("oa.example.org") && !page.body.contains("whsec_"));
    let fields = [("unit", "ZJJ"), ("url", "ftp://oa.example.org")];
    let refused = admin.fill(&page, "/desk/admin/systems/endpoint", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    admin.fill(&page, "/desk/admin/systems/ZJJ/forget", &[]).await;
    assert!(!admin.get("/desk/admin").await.body.contains("oa.example.org"));
}

#[tokio::test]
async fn a_units_system_may_read_the_event_stream_where_there_is_one() {
    let fields = [("unit", "ZJJ"), ("url", "nats:")];
    let house = House::open().await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/admin").await;
    let refused = admin.fill(&page, "/desk/admin/systems/endpoint", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("[events] nats") && refused.body.contains("nats:"), "{}", refused.body);

    let events = Events { nats: Some("nats://127.0.0.1:4222".to_owned()), ..Events::default() };
    let house = House::open_with(Config { events, ..Config::default() }).await;
    let mut admin = house.administrator().await;
    let page = admin.get("/desk/admin").await;
    let taken = admin.fill(&page, "/desk/admin/systems/endpoint", &fields).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("whsec_"), "its letters are signed as webhooks are");
    assert!(admin.get("/desk/admin").await.body.contains("<code>nats:</code>"));
}
