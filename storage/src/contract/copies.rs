//! Is a copy whole, of one moment, and nothing at all otherwise?

use tokio::sync::mpsc;

use super::Ground;
use super::world::{home, message, minute, opened, save, sealer};
use crate::copy::{Copies, Piece, Value};
use crate::{Account, AccountId, AccountRole, Sealer, StoreError};

/// A ground whose database can be copied.
pub(crate) trait CopyGround: Ground {
    /// What copies it, or fills it where nothing was ever written.
    fn copies(&self, sealer: Sealer) -> Box<dyn Copies>;
}

/// `copied!(sqlite, new_ground, other_ground)`: from one ground to the other, engines apart or the same.
macro_rules! copied {
    ($name:ident, $from:path, $to:path) => {
        copied! { in $name $from, $to;
            everything_that_is_kept_arrives_and_can_be_worked_with
            a_copy_is_of_one_moment
            a_copy_that_is_broken_off_leaves_nothing
            what_arrives_altered_counts_for_nothing
            a_ledger_in_use_is_not_written_over
            a_wrong_key_copies_nothing
        }
    };
    (in $name:ident $from:path, $to:path; $($sentence:ident)*) => {
        mod $name {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $sentence() {
                    let (from, to) = ($from(), $to());
                    $crate::contract::copies::$sentence(&from, &to).await;
                }
            )*
        }
    };
}
pub(crate) use copied;

pub(crate) async fn everything_that_is_kept_arrives_and_can_be_worked_with(
    from: &impl CopyGround,
    to: &impl CopyGround,
) {
    let ledger = opened(from).await;
    let (it, account) = (message(), account());
    save(&ledger, it.clone()).await;
    assert!(ledger.add_account(&account).await.unwrap());
    let claimed = ledger.claim(minute(0), jiff::SignedDuration::from_mins(1), 10, 10).await.unwrap();
    assert!(!claimed.is_empty());
    let pieces = all_of(from).await;
    assert!(from.copies(sealer()).is_empty().await.is_ok_and(|empty| !empty));
    assert!(to.copies(sealer()).is_empty().await.unwrap());
    fill(to, pieces.clone()).await.unwrap();
    assert_eq!(all_of(to).await, pieces, "a copy of the copy is the same");

    let arrived = opened(to).await;
    let (order, events) = arrived.order(&home(), &it.orders[0].order.no).await.unwrap().unwrap();
    assert_eq!((&order, &events), (&it.orders[0].order, &it.orders[0].events));
    assert_eq!(arrived.paper(&home(), it.papers[0].id).await.unwrap().as_ref(), Some(&it.papers[0]));
    assert_eq!(arrived.accounts(&home()).await.unwrap(), [account]);
    assert_eq!(arrived.orders_of_phone(&home(), super::world::PHONE).await.unwrap().len(), 1);
    assert!(matches!(arrived.commit(it).await.unwrap(), crate::Committed::Duplicate(_)));
    save(&arrived, message()).await;
    // A claim made before the copy is fenced by one made after it, here as there.
    let again = arrived.claim(minute(5), jiff::SignedDuration::from_mins(1), 10, 10).await.unwrap();
    let same = again.iter().find(|again| again.notice.id == claimed[0].notice.id).unwrap();
    assert!(same.lease.token > claimed[0].lease.token);
    arrived.close().await;
}

pub(crate) async fn a_copy_is_of_one_moment(from: &impl CopyGround, to: &impl CopyGround) {
    let ledger = opened(from).await;
    save(&ledger, message()).await;
    let (send, mut pieces) = mpsc::channel(1);
    let copies = from.copies(sealer());
    let copying = tokio::spawn(async move { copies.copy_out(send).await });
    let mut taken = vec![pieces.recv().await.unwrap(), pieces.recv().await.unwrap()];
    let later = message();
    save(&ledger, later.clone()).await;
    while let Some(piece) = pieces.recv().await {
        taken.push(piece);
    }
    copying.await.unwrap().unwrap();
    fill(to, taken).await.unwrap();
    let arrived = opened(to).await;
    assert!(arrived.order(&home(), &later.orders[0].order.no).await.unwrap().is_none());
    let later = &later.papers[0];
    assert!(arrived.paper(&home(), later.id).await.unwrap().is_none());
    arrived.close().await;
}

pub(crate) async fn a_copy_that_is_broken_off_leaves_nothing(from: &impl CopyGround, to: &impl CopyGround) {
    save(&opened(from).await, message()).await;
    let mut pieces = all_of(from).await;
    pieces.pop();
    let refused = fill(to, pieces.clone()).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert!(fill(to, Vec::new()).await.is_err());
    assert!(to.copies(sealer()).is_empty().await.unwrap());
    // Nothing stands in the way of the next attempt.
    fill(to, all_of(from).await).await.unwrap();
}

pub(crate) async fn what_arrives_altered_counts_for_nothing(from: &impl CopyGround, to: &impl CopyGround) {
    save(&opened(from).await, message()).await;
    let mut pieces = all_of(from).await;
    let texts = pieces.iter_mut().filter_map(|piece| match piece {
        Piece::Rows { rows, .. } => Some(rows),
        Piece::Contents(_) | Piece::End(_) => None,
    });
    let bytes = texts.flatten().flatten().find_map(|value| match value {
        Value::Bytes(bytes) if bytes.len() > 40 => Some(bytes),
        _ => None,
    });
    *bytes.unwrap().last_mut().unwrap() ^= 1;
    let refused = fill(to, pieces).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert!(to.copies(sealer()).is_empty().await.unwrap());
}

pub(crate) async fn a_ledger_in_use_is_not_written_over(from: &impl CopyGround, to: &impl CopyGround) {
    save(&opened(from).await, message()).await;
    let (there, it) = (opened(to).await, message());
    save(&there, it.clone()).await;
    there.close().await;
    let refused = fill(to, all_of(from).await).await;
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    let there = opened(to).await;
    assert!(there.order(&home(), &it.orders[0].order.no).await.unwrap().is_some());
    there.close().await;
}

pub(crate) async fn a_wrong_key_copies_nothing(from: &impl CopyGround, to: &impl CopyGround) {
    save(&opened(from).await, message()).await;
    let other = Sealer::from_bytes(&[8; 32]);
    let (send, _pieces) = mpsc::channel(100);
    let refused = from.copies(other.clone()).copy_out(send).await;
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    let (send, pieces) = mpsc::channel(100);
    for piece in all_of(from).await {
        send.send(piece).await.unwrap();
    }
    drop(send);
    let refused = to.copies(other).copy_in(pieces).await;
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    assert!(to.copies(sealer()).is_empty().await.unwrap());
}

fn account() -> Account {
    Account {
        jurisdiction: home(),
        id: AccountId(super::world::id()),
        login: "zuoxi".to_owned(),
        name: "坐席".to_owned(),
        role: AccountRole::Operator,
        unit: None,
        password: "$argon2id$".to_owned(),
        must_change: true,
        failures: 2,
        locked_until: Some(minute(3)),
        disabled_at: None,
        created_at: minute(0),
    }
}

async fn all_of(ground: &impl CopyGround) -> Vec<Piece> {
    let (send, mut pieces) = mpsc::channel(8);
    let copies = ground.copies(sealer());
    let copying = tokio::spawn(async move { copies.copy_out(send).await });
    let mut all = Vec::new();
    while let Some(piece) = pieces.recv().await {
        all.push(piece);
    }
    copying.await.unwrap().unwrap();
    all
}

async fn fill(ground: &impl CopyGround, pieces: Vec<Piece>) -> Result<(), StoreError> {
    let (send, taken) = mpsc::channel(8);
    let giving = tokio::spawn(async move {
        for piece in pieces {
            // Who refuses it takes no more.
            if send.send(piece).await.is_err() {
                return;
            }
        }
    });
    let filled = ground.copies(sealer()).copy_in(taken).await;
    giving.await.unwrap();
    filled
}
