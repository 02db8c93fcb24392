//! What a platform says of its own limits is obeyed at once, also by the letter that had been given its turn before.

use std::sync::Arc;

use bot::channel::turn::{Allowances, NoTurn, Turns};
use bot::clock::{Clock, HandClock};
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tests::City;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;

const CHAT: &str = "7";

/// A clock that lets those who rest go on only when it is told to.
#[derive(Debug)]
struct Held {
    hands: HandClock,
    rests: mpsc::UnboundedSender<Timestamp>,
    may_go: Arc<Semaphore>,
}

impl Clock for Held {
    fn now(&self) -> Timestamp {
        self.hands.now()
    }

    fn running(&self) -> SignedDuration {
        self.hands.running()
    }

    fn rest_until(&self, time: Timestamp) -> BoxFuture<'static, ()> {
        let (rests, may_go) = (self.rests.clone(), Arc::clone(&self.may_go));
        Box::pin(async move {
            rests.send(time).expect("somebody looks who rests");
            may_go.acquire().await.expect("it is never closed").forget();
        })
    }
}

/// When the turn is that somebody now waits for.
async fn rest_of(
    resting: &mut mpsc::UnboundedReceiver<Timestamp>,
    asked: &mut JoinHandle<Result<(), NoTurn>>,
) -> Timestamp {
    tokio::select! {
        its_turn = resting.recv() => its_turn.expect("the clock is there"),
        ended = asked => panic!("nobody waits: {ended:?}"),
    }
}

#[tokio::test]
async fn who_waits_for_their_turn_hears_that_there_is_none() {
    let city = City::founded().await;
    let (rests, mut resting) = mpsc::unbounded_channel();
    let may_go = Arc::new(Semaphore::new(0));
    let hands = HandClock::at(city.app.clock.now());
    let clock = Arc::new(Held { hands, rests, may_go: Arc::clone(&may_go) });
    let (store, jurisdiction) = (Arc::clone(&city.app.store), city.app.jurisdiction().clone());
    let allowances = Allowances { whole_in_a_second: 30, chat_in_a_second: 3, group_in_a_minute: 20 };
    let given = Arc::clone(&clock);
    let turns = Arc::new(Turns::on("telegram", allowances, store, jurisdiction, given));
    let asks = || {
        let turns = Arc::clone(&turns);
        tokio::spawn(async move { turns.wait(CHAT, false, false).await })
    };

    let mut first = asks();
    let now = rest_of(&mut resting, &mut first).await;
    may_go.add_permits(1);
    assert!(first.await.unwrap().is_ok());

    let mut second = asks();
    let its_turn = rest_of(&mut resting, &mut second).await;
    assert!(its_turn > now, "not both at once");
    let silence = SignedDuration::from_secs(30);
    turns.heed(CHAT, false, silence).await;
    clock.hands.set(its_turn);
    may_go.add_permits(1);
    let left = match second.await.unwrap() {
        Err(NoTurn::Wait(left)) => left,
        other => panic!("the platform wants to be left alone: {other:?}"),
    };
    assert_eq!(left, silence - its_turn.duration_since(now));

    clock.hands.turn(left);
    may_go.add_permits(1);
    let third = asks();
    assert!(third.await.unwrap().is_ok(), "then it may be written to again");
    city.close().await;
}
