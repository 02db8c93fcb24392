//! What time is it?

use std::sync::Mutex;
use std::time::Duration;

use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

/// The only way to the time. One real clock in the binary, one hand-turned clock in tests.
pub trait Clock: Send + Sync {
    /// Now, in whole milliseconds.
    fn now(&self) -> Timestamp;

    /// Returns when it is this time. A clock that is turned by hand does not keep anybody waiting.
    fn rest_until(&self, time: Timestamp) -> BoxFuture<'static, ()>;
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
}

/// A clock that stands still until somebody turns it.
#[derive(Debug)]
pub struct HandClock(Mutex<Timestamp>);

impl HandClock {
    /// Set to a time.
    pub fn at(time: Timestamp) -> Self {
        Self(Mutex::new(whole_millis(time)))
    }

    /// Turns it forward.
    pub fn turn(&self, by: SignedDuration) {
        let mut now = self.0.lock().expect("no thread panics while it holds the hand");
        *now += by;
    }

    /// Sets it.
    pub fn set(&self, time: Timestamp) {
        *self.0.lock().expect("no thread panics while it holds the hand") = whole_millis(time);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().expect("no thread panics while it holds the hand")
    }

    fn rest_until(&self, _time: Timestamp) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
}

fn whole_millis(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).expect("a timestamp's own milliseconds are in range")
}
