//! What time is it?

use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

/// The only way to the time. One real clock in the binary, one hand-turned clock in tests.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds.
    fn now(&self) -> Timestamp;

    /// Returns when it is this time. A clock that is turned by hand does not keep anybody waiting.
    fn rest_until(&self, time: Timestamp) -> BoxFuture<'static, ()>;

    /// For how long it has been looked at, as time that nobody sets has passed.
    fn running(&self) -> SignedDuration;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        whole_millis(Timestamp::now())
    }

    fn rest_until(&self, time: Timestamp) -> BoxFuture<'static, ()> {
        let span = time.duration_since(self.now());
        match Duration::try_from(span) {
            Ok(span) if !span.is_zero() => Box::pin(tokio::time::sleep(span)),
            Ok(_) | Err(_) => Box::pin(std::future::ready(())),
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clocks")]
    fn running(&self) -> SignedDuration {
        static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);
        SignedDuration::try_from(BEGAN.elapsed()).unwrap_or(SignedDuration::MAX)
    }
}

/// A clock that stands still until somebody turns it.
#[derive(Debug)]
pub struct HandClock(Mutex<Hands>);

#[derive(Clone, Copy, Debug)]
struct Hands {
    now: Timestamp,
    running: SignedDuration,
}

impl HandClock {
    /// Set to a time.
    pub fn at(time: Timestamp) -> Self {
        Self(Mutex::new(Hands { now: whole_millis(time), running: SignedDuration::ZERO }))
    }

    /// Turns it forward: so much time passes.
    pub fn turn(&self, by: SignedDuration) {
        self.set(self.now() + by);
    }

    /// Time passes until it shows this; a time before what it shows is only shown.
    pub fn set(&self, time: Timestamp) {
        self.with(|hands| {
            let time = whole_millis(time);
            hands.running += time.duration_since(hands.now).max(SignedDuration::ZERO);
            hands.now = time;
        });
    }

    /// It shows another time, though no time has passed.
    pub fn jump(&self, to: Timestamp) {
        self.with(|hands| hands.now = whole_millis(to));
    }

    fn with<T>(&self, with: impl FnOnce(&mut Hands) -> T) -> T {
        with(&mut self.0.lock().expect("no thread panics while it holds the hands"))
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        self.with(|hands| hands.now)
    }

    fn running(&self) -> SignedDuration {
        self.with(|hands| hands.running)
    }

    fn rest_until(&self, _time: Timestamp) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

fn whole_millis(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).expect("a timestamp's own milliseconds are in range")
}
