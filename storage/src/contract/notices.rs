//! Is everybody told, in order, by one courier at a time?

use std::collections::HashSet;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::world::{decision, home, minute, notice, opened, save, task};
use super::{Ground, Ledger};
use crate::{Claimed, Listener, Notice, NoticeId, PUBLIC_SHARE, Settled, TaskKind};

const LEASE: SignedDuration = SignedDuration::from_mins(2);

async fn written(ledger: &Arc<dyn Ledger>, notices: &[&Notice]) {
    let notices = notices.iter().map(|notice| (*notice).clone()).collect();
    save(ledger, decision(minute(0), |it| it.notices = notices)).await;
}

async fn claim(ledger: &Arc<dyn Ledger>, now: Timestamp) -> Vec<Claimed> {
    ledger.claim(now, LEASE, 100, 100).await.unwrap()
}

fn ids(claimed: &[Claimed]) -> Vec<NoticeId> {
    claimed.iter().map(|claimed| claimed.notice.id).collect()
}

pub(crate) async fn one_listener_hears_of_one_stream_in_order(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [first, second, third] = [1, 2, 3].map(|seq| notice("order:a", seq, "traffic"));
    written(&ledger, &[&third, &first, &second]).await;
    for expected in [&first, &second, &third] {
        let claimed = claim(&ledger, minute(1)).await;
        assert_eq!(claimed.len(), 1);
        assert_eq!(&claimed[0].notice, expected);
        assert_eq!((&claimed[0].jurisdiction, claimed[0].attempts), (&home(), 0));
        assert!(claim(&ledger, minute(1)).await.is_empty(), "the next one waits for its answer");
        assert!(ledger.settle(&claimed[0], Settled::Delivered { posted: None }, minute(1)).await.unwrap());
    }
    assert_eq!(ledger.backlog(minute(1)).await.unwrap().notices, 0);
}

pub(crate) async fn urgent_news_goes_first(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let plain = notice("order:a", 1, "traffic");
    let urgent = Notice { urgent: true, ..notice("order:b", 1, "traffic") };
    written(&ledger, &[&plain, &urgent]).await;
    assert_eq!(ids(&ledger.claim(minute(1), LEASE, 1, 100).await.unwrap()), [urgent.id]);
    assert_eq!(ids(&ledger.claim(minute(1), LEASE, 1, 100).await.unwrap()), [plain.id]);
}

pub(crate) async fn a_slow_listener_delays_nobody_else(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [slow, behind] = [1, 2].map(|seq| notice("order:a", seq, "slow"));
    let other_listener = notice("order:a", 1, "traffic");
    let other_stream = notice("order:b", 1, "slow");
    written(&ledger, &[&slow, &behind, &other_listener, &other_stream]).await;
    let claimed = claim(&ledger, minute(1)).await;
    let all: HashSet<_> = ids(&claimed).into_iter().collect();
    assert_eq!(all, HashSet::from([slow.id, other_listener.id, other_stream.id]));
    assert_eq!(ledger.backlog(minute(1)).await.unwrap().oldest, Some(minute(0)));
}

pub(crate) async fn one_listener_is_told_only_so_much_at_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let slow: Vec<Notice> = (0..9).map(|n| notice(&format!("order:{n}"), 1, "slow")).collect();
    let other = notice("order:z", 1, "traffic");
    written(&ledger, &slow.iter().chain([&other]).collect::<Vec<_>>()).await;
    let claim = async |n| ledger.claim(minute(n), LEASE, 100, 3).await.unwrap();
    let first = claim(1).await;
    let (to_slow, to_other): (Vec<_>, Vec<_>) =
        first.iter().partition(|claimed| claimed.notice.listener == slow[0].listener);
    assert_eq!((to_slow.len(), to_other.len()), (3, 1), "whoever is behind the slow one is reached");
    assert!(claim(1).await.is_empty(), "what is under way counts");
    assert!(ledger.settle(to_slow[0], Settled::Delivered { posted: None }, minute(1)).await.unwrap());
    assert_eq!(claim(1).await.len(), 1);
    let again = claim(9).await;
    assert_eq!(again.len(), 4, "leases that were lost count no longer, neither here nor there");
}

pub(crate) async fn letters_that_hang_keep_nothing_urgent_from_their_listener(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let hanging: Vec<Notice> = (0..4).map(|n| notice(&format!("order:{n}"), 1, "slow")).collect();
    written(&ledger, &hanging.iter().collect::<Vec<_>>()).await;
    let claim = async || ids(&ledger.claim(minute(1), LEASE, 100, 3).await.unwrap());
    assert_eq!(claim().await.len(), 3, "as many as it may have");
    let urgent = ["order:x", "order:y"].map(|stream| Notice { urgent: true, ..notice(stream, 1, "slow") });
    written(&ledger, &[&urgent[0], &urgent[1]]).await;
    assert_eq!(claim().await, [urgent[0].id], "one more, for what is urgent only");
    assert!(claim().await.is_empty(), "and no more than one");
}

pub(crate) async fn a_notice_that_cannot_be_read_stops_no_other(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let (torn, behind) = (notice("order:a", 1, "traffic"), notice("order:a", 2, "traffic"));
    let whole = notice("order:b", 1, "traffic");
    written(&ledger, &[&torn, &behind, &whole]).await;
    ground.run("UPDATE outbox SET seq = -1 WHERE stream = 'order:a' AND seq = 1").await.unwrap();
    let claimed = claim(&ledger, minute(1)).await;
    assert_eq!(ids(&claimed), [whole.id]);
    assert!(claim(&ledger, minute(2)).await.is_empty(), "what comes after it in its stream waits");
    assert_eq!(ledger.backlog(minute(2)).await.unwrap().notices, 3, "it is not lost");
}

pub(crate) async fn who_comes_late_is_fenced(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = notice("order:a", 1, "traffic");
    written(&ledger, &[&it]).await;
    let paused = claim(&ledger, minute(1)).await.remove(0);
    assert_eq!(paused.lease.until, minute(1) + LEASE);
    assert!(claim(&ledger, minute(2)).await.is_empty());
    let takes_over = claim(&ledger, minute(3)).await.remove(0);
    assert!(takes_over.lease.token > paused.lease.token);
    assert_eq!(takes_over.attempts, 1);
    assert!(!ledger.settle(&paused, Settled::Delivered { posted: None }, minute(4)).await.unwrap());
    let later = Settled::Later { at: minute(10), why: "busy".to_owned() };
    assert!(ledger.settle(&takes_over, later, minute(4)).await.unwrap());
    assert!(
        !ledger.settle(&takes_over, Settled::Delivered { posted: None }, minute(4)).await.unwrap(),
        "the lease is spent"
    );
    assert_eq!(ledger.backlog(minute(4)).await.unwrap().notices, 1);
}

pub(crate) async fn later_is_not_before_its_time(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [first, second] = [1, 2].map(|seq| notice("order:a", seq, "traffic"));
    written(&ledger, &[&first, &second]).await;
    for tries in 0..3 {
        let claimed = claim(&ledger, minute(10 * i64::from(tries))).await;
        assert_eq!((ids(&claimed), claimed[0].attempts), (vec![first.id], tries));
        let at = minute(10 * i64::from(tries) + 10);
        let later = Settled::Later { at, why: "503".to_owned() };
        assert!(ledger.settle(&claimed[0], later, minute(0)).await.unwrap());
        let just_before = at - SignedDuration::from_millis(1);
        assert!(claim(&ledger, just_before).await.is_empty());
    }
}

pub(crate) async fn never_opens_a_persons_task(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let [first, second] = [1, 2].map(|seq| notice("order:a", seq, "traffic"));
    written(&ledger, &[&first, &second]).await;
    let claimed = claim(&ledger, minute(1)).await.remove(0);
    let call = task(TaskKind::PhoneUnit, minute(1));
    let never = || Settled::Never { why: "gone".to_owned(), task: Some(Box::new(call.clone())) };
    assert!(ledger.settle(&claimed, never(), minute(1)).await.unwrap());
    assert!(!ledger.settle(&claimed, never(), minute(1)).await.unwrap());
    assert_eq!(ledger.tasks(&home()).await.unwrap(), [call]);
    assert_eq!(ids(&claim(&ledger, minute(1)).await), [second.id]);
}

pub(crate) async fn a_notice_is_written_once(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let it = notice("order:a", 1, "traffic");
    written(&ledger, &[&it]).await;
    written(&ledger, &[&it]).await;
    let claimed = claim(&ledger, minute(1)).await.remove(0);
    assert!(ledger.settle(&claimed, Settled::Delivered { posted: None }, minute(1)).await.unwrap());
    written(&ledger, &[&it]).await;
    assert!(claim(&ledger, minute(9)).await.is_empty());
}

pub(crate) async fn two_couriers_never_claim_the_same_notice(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let notices: Vec<Notice> = (0..40).map(|n| notice(&format!("order:{n}"), 1, "traffic")).collect();
    written(&ledger, &notices.iter().collect::<Vec<_>>()).await;
    let couriers: Vec<_> = (0..8)
        .map(|_| {
            let ledger = ledger.clone();
            tokio::spawn(async move { ledger.claim(minute(1), LEASE, 5, 100).await.unwrap() })
        })
        .collect();
    let mut seen = HashSet::new();
    for courier in couriers {
        for claimed in courier.await.unwrap() {
            assert!(seen.insert(claimed.notice.id));
        }
    }
    assert_eq!(seen.len(), 40);
}

pub(crate) async fn the_public_hears_of_many_orders_at_once_after_everybody_else(ground: &impl Ground) {
    let ledger = opened(ground).await;
    let each = 2;
    let most = usize::try_from(each * PUBLIC_SHARE).unwrap();
    let public =
        |n, seq| Notice { listener: Listener::Public, ..notice(&format!("order:{n:03}"), seq, "traffic") };
    let first: Vec<Notice> = (0..2 * most).map(|n| public(n, 1)).collect();
    let second: Vec<Notice> = (0..2 * most).map(|n| public(n, 2)).collect();
    written(&ledger, &second.iter().chain(&first).collect::<Vec<_>>()).await;
    let unit = notice("order:z", 1, "traffic");
    written(&ledger, &[&unit]).await;
    let claim = async |limit| ledger.claim(minute(1), LEASE, limit, each).await.unwrap();
    let taken = claim(3).await;
    assert_eq!(taken.len(), 3);
    assert!(ids(&taken).contains(&unit.id), "however much waits for the public");
    let rest = claim(1000).await;
    assert_eq!(rest.len() + 2, most, "what is under way counts");
    for claimed in taken.iter().chain(&rest).filter(|claimed| claimed.notice.listener == Listener::Public) {
        assert_eq!(claimed.notice.seq, 1, "of each order in order");
        assert!(ledger.settle(claimed, Settled::Delivered { posted: None }, minute(1)).await.unwrap());
    }
    assert_eq!(claim(1000).await.len(), most);
}
