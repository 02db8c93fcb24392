//! What time is it for the harness, and how does it wait?
//!
//! The real program runs on the real clock: here alone it is read.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
#[expect(clippy::disallowed_methods, reason = "the real program runs on the real clock")]
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
    u64::try_from(since.as_millis()).expect("milliseconds fit for a long time")
}

/// Waits.
#[expect(clippy::disallowed_methods, reason = "load has a pace, and a fault a duration")]
pub(crate) fn pause(time: Duration) {
    std::thread::sleep(time);
}

/// Measures time; never goes back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Watch(Instant);

impl Watch {
    #[expect(clippy::disallowed_methods, reason = "the harness measures")]
    pub(crate) fn started() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }

    /// In milliseconds, with a fraction.
    pub(crate) fn ms(self) -> f64 {
        self.0.elapsed().as_secs_f64() * 1000.0
    }
}

/// Looks again and again, for so long at most; says whether it became so.
pub(crate) fn within(most: Duration, mut is_so: impl FnMut() -> bool) -> bool {
    let watch = Watch::started();
    loop {
        if is_so() {
            return true;
        }
        if watch.elapsed() >= most {
            return false;
        }
        pause(Duration::from_millis(10));
    }
}

/// A beat that several share: so many a second together, evenly.
pub(crate) struct Pace {
    every: Duration,
    next: std::sync::Mutex<Duration>,
    watch: Watch,
}

impl Pace {
    pub(crate) fn a_second(many: f64) -> Self {
        let every = Duration::from_secs_f64(1.0 / many);
        Self { every, next: std::sync::Mutex::new(Duration::ZERO), watch: Watch::started() }
    }

    /// Waits for the caller's turn. Turns that nobody took are not made up for: what was held up is not a burst.
    pub(crate) fn turn(&self) {
        let mine = {
            let mut next = self.next.lock().expect("nobody panics here");
            let mine = (*next).max(self.watch.elapsed());
            *next = mine + self.every;
            mine
        };
        pause(mine.saturating_sub(self.watch.elapsed()));
    }
}
