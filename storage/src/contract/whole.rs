//! Is a database opened only by a program and a key that fit?

use super::Ground;
use super::world::{home, message, minute, opened, save, sealer};
use crate::{Sealer, StoreError};

pub(crate) async fn everything_is_there_after_opening_again(ground: &impl Ground) {
    let it = message();
    save(&opened(ground).await, it.clone()).await;
    let ledger = opened(ground).await;
    let (order, events) = ledger.order(&home(), &it.orders[0].order.no).await.unwrap().unwrap();
    assert_eq!((&order, &events), (&it.orders[0].order, &it.orders[0].events));
    assert_eq!(ledger.backlog(minute(0)).await.unwrap().notices, 1);
}

pub(crate) async fn a_newer_schema_is_refused(ground: &impl Ground) {
    drop(opened(ground).await);
    ground.run("UPDATE _sqlx_migrations SET version = 9999 WHERE version = (SELECT max(version) FROM _sqlx_migrations)").await.unwrap();
    let Err(StoreError::NewerSchema { found, known }) = ground.open(sealer()).await.map(drop) else {
        panic!("a newer schema was opened")
    };
    assert_eq!(found, 9999);
    assert!(known < found);
}

pub(crate) async fn a_wrong_key_is_refused(ground: &impl Ground) {
    let it = message();
    save(&opened(ground).await, it.clone()).await;
    let wrong = ground.open(Sealer::from_bytes(&[8; 32])).await.map(drop);
    assert!(matches!(wrong, Err(StoreError::WrongKey)));
    assert!(opened(ground).await.paper(&home(), it.papers[0].id).await.unwrap().is_some());
}

pub(crate) async fn an_added_key_opens_what_was_there(ground: &impl Ground) {
    let (old, new) = (Sealer::generate(), Sealer::generate());
    let it = message();
    let before = ground.open(Sealer::from_text(&old).unwrap()).await.unwrap();
    save(&before, it.clone()).await;
    let after = ground.open(Sealer::from_text(&format!("{new}{old}")).unwrap()).await.unwrap();
    assert_eq!(after.paper(&home(), it.papers[0].id).await.unwrap().as_ref(), Some(&it.papers[0]));
    let address = it.conversation.as_ref().unwrap().address.as_ref().unwrap();
    assert!(after.conversation_at(&home(), address).await.unwrap().is_some());
    assert!(matches!(after.commit(it.clone()).await.unwrap(), crate::Committed::Duplicate(_)));
    assert_eq!(after.orders_of_phone(&home(), super::world::PHONE).await.unwrap().len(), 1);
    save(&after, message()).await;
    // From now on both are needed: each sealed something.
    for alone in [old, new] {
        let alone = ground.open(Sealer::from_text(&alone).unwrap()).await.map(drop);
        assert!(matches!(alone, Err(StoreError::WrongKey)));
    }
}

pub(crate) async fn a_closed_store_is_unavailable(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = message();
    save(&ledger, it.clone()).await;
    ledger.close().await;
    assert!(matches!(ledger.commit(message()).await, Err(StoreError::Unavailable(_))));
    let read = ledger.paper(&home(), it.papers[0].id).await;
    assert!(matches!(read, Err(StoreError::Unavailable(_))));
    assert!(opened(ground).await.paper(&home(), it.papers[0].id).await.unwrap().is_some());
}
