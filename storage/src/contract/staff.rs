//! Are accounts, sessions and connections kept as the clerk says?

use jiff::SignedDuration;

use super::Ground;
use super::world::{home, id, minute, opened};
use crate::{Account, AccountId, AccountRole, ApiToken, Endpoint, Jurisdiction, Session, Throttle, UnitCode};

const IDLE: SignedDuration = SignedDuration::from_mins(15);
const WHOLE: SignedDuration = SignedDuration::from_hours(12);

fn account(login: &str) -> Account {
    Account {
        jurisdiction: home(),
        id: AccountId(id()),
        login: login.to_owned(),
        name: "其其格".to_owned(),
        role: AccountRole::Unit,
        unit: Some(UnitCode::new("traffic")),
        password: "$argon2id$v=19$…".to_owned(),
        must_change: true,
        failures: 0,
        locked_until: None,
        disabled_at: None,
        created_at: minute(0),
    }
}

fn session(token_hash: &str, account: AccountId) -> Session {
    Session {
        token_hash: token_hash.to_owned(),
        account,
        csrf: "csrf".to_owned(),
        created_at: minute(0),
        seen_at: minute(0),
    }
}

pub(crate) async fn accounts_are_added_once_and_changed(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [mut wu, an] = [account("wu"), account("an")];
    assert!(ledger.add_account(&wu).await.unwrap());
    assert!(ledger.add_account(&an).await.unwrap());
    assert!(!ledger.add_account(&account("wu")).await.unwrap(), "the login is taken");
    assert_eq!(ledger.accounts(&home()).await.unwrap(), [an.clone(), wu.clone()]);
    assert_eq!(ledger.account_by_login(&home(), "wu").await.unwrap(), Some(wu.clone()));
    let was = wu.clone();
    wu.role = AccountRole::Supervisor;
    wu.unit = None;
    wu.must_change = false;
    wu.failures = 5;
    wu.locked_until = Some(minute(15));
    wu.disabled_at = Some(minute(20));
    assert!(ledger.change_account(&was, &wu).await.unwrap());
    assert_eq!(ledger.account(&home(), wu.id).await.unwrap(), Some(wu.clone()));
    let nobody = account("nobody");
    assert!(!ledger.change_account(&nobody, &nobody).await.unwrap());
    let elsewhere = Jurisdiction::new("elsewhere");
    assert_eq!(ledger.account(&elsewhere, wu.id).await.unwrap(), None);
    assert_eq!(ledger.account_by_login(&elsewhere, "an").await.unwrap(), None);
}

pub(crate) async fn what_was_read_before_a_change_changes_nothing(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let wu = account("wu");
    assert!(ledger.add_account(&wu).await.unwrap());
    let failed = Account { failures: 1, ..wu.clone() };
    let reset = Account { password: "$argon2id$v=19$another".to_owned(), must_change: true, ..wu.clone() };
    assert!(ledger.change_account(&wu, &reset).await.unwrap());
    assert!(!ledger.change_account(&wu, &failed).await.unwrap(), "the old password would be back");
    assert_eq!(ledger.account(&home(), wu.id).await.unwrap(), Some(reset.clone()));

    let left = Account { disabled_at: Some(minute(20)), ..reset.clone() };
    let choosing = Account { password: "$argon2id$v=19$a-third".to_owned(), ..reset.clone() };
    assert!(ledger.change_account(&reset, &left).await.unwrap());
    assert!(!ledger.change_account(&reset, &choosing).await.unwrap(), "who has left would be back");
    assert_eq!(ledger.account(&home(), wu.id).await.unwrap(), Some(left.clone()));
    let locked = Account { locked_until: Some(minute(35)), unit: None, ..left.clone() };
    assert!(ledger.change_account(&left, &locked).await.unwrap());
    assert_eq!(ledger.account(&home(), wu.id).await.unwrap(), Some(locked));
}

pub(crate) async fn a_login_no_database_can_hold_is_nobodys(ground: &impl Ground) {
    let ledger = opened(ground).await;
    assert!(ledger.add_account(&account("wu")).await.unwrap());
    for login in ["\0", "wu\0", "\0wu", "wu\0wu"] {
        assert_eq!(ledger.account_by_login(&home(), login).await.unwrap(), None, "{login:?}");
    }
}

pub(crate) async fn a_session_ends_when_it_is_idle_or_old(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let whose = AccountId(id());
    for token in ["idle", "busy"] {
        ledger.open_session(&home(), &session(token, whose)).await.unwrap();
    }
    let at = async |token: &str, n| ledger.session(&home(), token, minute(n), IDLE, WHOLE).await.unwrap();
    assert_eq!(at("idle", 10).await.unwrap().seen_at, minute(10));
    assert!(at("idle", 25).await.is_some(), "the last use counts");
    assert!(at("idle", 41).await.is_none());
    assert!(at("idle", 26).await.is_none(), "what has ended does not come back");
    for n in (0..=72).map(|n| n * 10) {
        assert!(at("busy", n).await.is_some(), "minute {n}");
    }
    assert!(at("busy", 721).await.is_none(), "twelve hours are enough");
    assert!(at("unknown", 0).await.is_none());
}

pub(crate) async fn sessions_are_closed_one_by_one_and_all_together(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [mine, yours] = [AccountId(id()), AccountId(id())];
    for (token, whose) in [("a", mine), ("b", mine), ("c", mine), ("d", yours)] {
        ledger.open_session(&home(), &session(token, whose)).await.unwrap();
    }
    let open = async || {
        let mut open = String::new();
        for token in ["a", "b", "c", "d"] {
            if ledger.session(&home(), token, minute(1), IDLE, WHOLE).await.unwrap().is_some() {
                open.push_str(token);
            }
        }
        open
    };
    ledger.close_session(&home(), "a").await.unwrap();
    assert_eq!(open().await, "bcd");
    ledger.close_sessions(&home(), mine).await.unwrap();
    assert_eq!(open().await, "d");
}

pub(crate) async fn a_token_holds_until_it_is_taken_back(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let token = |hash: &str, unit: &str| ApiToken {
        token_hash: hash.to_owned(),
        unit: UnitCode::new(unit),
        created_at: minute(0),
        revoked_at: None,
    };
    for token in [token("a", "traffic"), token("b", "traffic"), token("c", "water")] {
        ledger.add_token(&home(), &token).await.unwrap();
    }
    assert_eq!(ledger.token(&home(), "a").await.unwrap(), Some(token("a", "traffic")));
    ledger.revoke_tokens(&home(), &UnitCode::new("traffic"), minute(1)).await.unwrap();
    for (hash, holds) in [("a", false), ("b", false), ("c", true), ("d", false)] {
        assert_eq!(ledger.token(&home(), hash).await.unwrap().is_some(), holds, "{hash}");
    }
    assert_eq!(ledger.token(&Jurisdiction::new("elsewhere"), "c").await.unwrap(), None);
}

pub(crate) async fn endpoints_are_set_and_removed(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let endpoint = |unit: &str, secret: &str| Endpoint {
        unit: UnitCode::new(unit),
        url: format!("https://{unit}.example/hook"),
        secret: secret.to_owned(),
        set_at: minute(0),
    };
    let (water, traffic) = (endpoint("water", "whsec_1"), endpoint("traffic", "whsec_2"));
    for it in [&endpoint("water", "whsec_0"), &water, &traffic] {
        ledger.set_endpoint(&home(), &it.unit, Some(it)).await.unwrap();
    }
    assert_eq!(ledger.endpoint(&home(), &water.unit).await.unwrap(), Some(water.clone()));
    assert_eq!(ledger.endpoints(&home()).await.unwrap(), [traffic, water.clone()]);
    ledger.set_endpoint(&home(), &water.unit, None).await.unwrap();
    assert_eq!(ledger.endpoint(&home(), &water.unit).await.unwrap(), None);
}

pub(crate) async fn tries_are_counted_within_a_window(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let tries = async |key: &str, n| ledger.throttle(&home(), key, 3, IDLE, minute(n)).await.unwrap();
    for n in 0..3 {
        assert_eq!(tries("wu", n).await, Throttle::Go);
    }
    assert_eq!(tries("wu", 3).await, Throttle::Wait(minute(15)));
    assert_eq!(tries("wu", 14).await, Throttle::Wait(minute(15)), "refused tries make it no longer");
    assert_eq!(tries("an", 14).await, Throttle::Go);
    assert_eq!(tries("wu", 15).await, Throttle::Go);
    assert_eq!(tries("wu", 15).await, Throttle::Go);

    for n in 16..20 {
        assert_eq!(tries("wu", n).await, Throttle::Go, "a try that was taken back does not count");
        ledger.forgive(&home(), "wu").await.unwrap();
    }
    assert_eq!(tries("wu", 20).await, Throttle::Go);
    assert_eq!(tries("wu", 21).await, Throttle::Wait(minute(30)));
    ledger.forgive(&home(), "nobody").await.unwrap();

    let at_once: Vec<_> = (0..10)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.throttle(&home(), "burst", 3, IDLE, minute(0)).await.unwrap() })
        })
        .collect();
    let mut let_in = 0;
    for one in at_once {
        let_in += u32::from(one.await.unwrap() == Throttle::Go);
    }
    assert_eq!(let_in, 3);
}

pub(crate) async fn a_rule_book_is_kept_under_its_hash(ground: &impl Ground) {
    let ledger = opened(ground).await;
    ledger.publish_rulebook(&home(), "h1", b"rules", minute(0)).await.unwrap();
    ledger.publish_rulebook(&home(), "h1", b"other", minute(1)).await.unwrap();
    // Written again, what is there is there twice, and the database refuses it.
    let again = |content: &str| {
        let again = format!(
            "INSERT INTO rulebook (jurisdiction, hash, content, published_at) \
             SELECT jurisdiction, hash, content, 0 FROM rulebook WHERE content = CAST('{content}' AS BLOB)"
        );
        &*again.leak()
    };
    assert!(ground.run(again("rules")).await.is_err(), "the first one is kept");
    assert!(ground.run(again("other")).await.is_ok(), "a known hash changes nothing");
}
