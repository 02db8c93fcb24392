//! Who gets in, and for how long?

use axum::http::{StatusCode, header};
use jiff::SignedDuration;

use super::house::House;

#[tokio::test]
async fn the_first_administrator_must_choose_a_password_before_anything_else() {
    let house = House::open().await;
    let first = house.began.administrator.clone();
    let mut browser = house.browser();
    assert_eq!(browser.sign_in(&first.login, &first.password).await.to.as_deref(), Some("/desk/password"));
    assert_eq!(browser.get("/desk/admin").await.to.as_deref(), Some("/desk/password"));

    let page = browser.get("/desk/password").await;
    let weak = [("before", first.password.as_str()), ("after", "password12345"), ("again", "password12345")];
    assert_eq!(browser.fill(&page, "/desk/password", &weak).await.status, StatusCode::UNPROCESSABLE_ENTITY);

    let mut browser = house.administrator().await;
    assert_eq!(browser.get("/desk/admin").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_learns_which_logins_exist() {
    let house = House::open().await;
    let wrong = house.browser().sign_in("zuoxi", "not-the-password").await;
    let unknown = house.browser().sign_in("nobody", "not-the-password").await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!(unknown.status, wrong.status);
    assert_eq!(unknown.body.replace("nobody", "zuoxi"), wrong.body);
}

#[tokio::test]
async fn five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour() {
    let house = House::open().await;
    let right = house.began.walk.clone().expect("the example").password;
    for _ in 0..5 {
        house.browser().sign_in("zuoxi", "not-the-password").await;
    }
    assert_eq!(house.browser().sign_in("zuoxi", &right).await.status, StatusCode::UNAUTHORIZED);
    house.clock.turn(SignedDuration::from_mins(15));
    assert_eq!(house.browser().sign_in("zuoxi", &right).await.to.as_deref(), Some("/desk"));
}

#[tokio::test]
async fn one_address_cannot_try_without_end() {
    let house = House::open().await;
    for n in 0..20 {
        assert_eq!(house.browser().sign_in(&format!("guess{n}"), "x").await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(house.browser().sign_in("guess", "x").await.status, StatusCode::TOO_MANY_REQUESTS);
    house.clock.turn(SignedDuration::from_mins(2));
    assert_eq!(house.browser().sign_in("guess", "x").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_session_ends_when_idle_when_old_and_when_signed_out() {
    let house = House::open().await;
    let mut browser = house.signed_in("zuoxi").await;
    assert_eq!(browser.get("/desk/queue").await.status, StatusCode::OK);
    house.clock.turn(SignedDuration::from_mins(16));
    assert_eq!(browser.get("/desk/queue").await.to.as_deref(), Some("/desk/login?next=/desk/queue"));

    let mut browser = house.signed_in("zuoxi").await;
    for _ in 0..12 * 6 {
        house.clock.turn(SignedDuration::from_mins(10));
        browser.get("/desk/queue").await;
    }
    house.clock.turn(SignedDuration::from_mins(1));
    assert!(browser.get("/desk/queue").await.to.is_some(), "twelve hours are over");

    let mut browser = house.signed_in("zuoxi").await;
    let kept = browser.cookies.clone();
    let page = browser.get("/desk/queue").await;
    browser.fill(&page, "/desk/logout", &[]).await;
    browser.cookies = kept;
    assert!(browser.get("/desk/queue").await.to.is_some(), "the old token opens nothing any more");
}

#[tokio::test]
async fn the_token_changes_at_every_sign_in_and_the_old_one_opens_nothing() {
    let house = House::open().await;
    let mut browser = house.signed_in("zuoxi").await;
    let before = browser.cookies.clone();
    let password = house.began.walk.clone().expect("the example").password;
    browser.sign_in("zuoxi", &password).await;
    assert_ne!(browser.cookies, before);
    browser.cookies = before;
    assert!(browser.get("/desk/queue").await.to.is_some());
}

#[tokio::test]
async fn the_cookie_is_kept_from_scripts_and_other_sites_and_pages_from_caches() {
    let house = House::open().await;
    let password = house.began.walk.clone().expect("the example").password;
    let answer = house.browser().sign_in("zuoxi", &password).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
    for part in ["HttpOnly", "SameSite=Strict", "Path=/desk"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    assert!(
        answer.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .expect("ASCII")
            .starts_with("default-src 'self'")
    );
}
