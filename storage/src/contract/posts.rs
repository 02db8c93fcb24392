//! Does one process at a time have a post?

use jiff::SignedDuration;

use super::world::{begun, decision, home, id, minute, opened};
use super::{Ground, Ledger};
use crate::{Committed, ConversationId, Post};

const LEASE: SignedDuration = SignedDuration::from_mins(2);
const POST: &str = "telegram:poll";

async fn hold(ledger: &std::sync::Arc<dyn Ledger>, holder: uuid::Uuid, at: i64) -> Option<Post> {
    ledger.hold(&home(), POST, holder, minute(at), LEASE).await.unwrap()
}

pub(crate) async fn a_post_is_held_by_one_and_taken_over_when_its_time_is_over(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (first, second) = (id(), id());
    let held = hold(&ledger, first, 0).await.unwrap();
    assert_eq!(hold(&ledger, second, 1).await, None);
    let kept = hold(&ledger, first, 1).await.unwrap();
    assert_eq!((kept.lease.token, kept.lease.until), (held.lease.token, minute(3)));
    let taken_over = hold(&ledger, second, 3).await.unwrap();
    assert!(taken_over.lease.token > kept.lease.token);
    assert_eq!(hold(&ledger, first, 4).await, None);
    assert!(hold(&ledger, first, 5).await.unwrap().lease.token > taken_over.lease.token);
    let lapsed = hold(&ledger, first, 9).await.unwrap();
    assert!(lapsed.lease.token > taken_over.lease.token + 1, "who comes back late begins anew");
}

pub(crate) async fn who_has_lost_a_post_decides_nothing_by_it(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let held = hold(&ledger, id(), 0).await.unwrap();
    let by = |post: &Post| {
        decision(minute(1), |it| {
            it.post = Some(post.clone());
            let conversation = ConversationId(id());
            it.conversation = Some(begun(conversation, &conversation.to_string()));
        })
    };
    assert!(matches!(ledger.commit(by(&held)).await.unwrap(), Committed::Saved { .. }));
    let taken_over = hold(&ledger, id(), 3).await.unwrap();
    assert_eq!(ledger.commit(by(&held)).await.unwrap(), Committed::Conflict);
    assert!(matches!(ledger.commit(by(&taken_over)).await.unwrap(), Committed::Saved { .. }));
}

pub(crate) async fn who_leaves_a_post_makes_room_at_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let held = hold(&ledger, id(), 0).await.unwrap();
    let other = ledger.hold(&home(), "another", id(), minute(0), LEASE).await.unwrap();
    ledger.leave(&home(), &held).await.unwrap();
    let next = hold(&ledger, id(), 0).await.unwrap();
    ledger.leave(&home(), &held).await.unwrap();
    assert_eq!(hold(&ledger, id(), 1).await, None, "who left before does not turn out the next");
    assert!(other.is_some() && next.lease.token > held.lease.token);
}
