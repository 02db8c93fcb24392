//! Is the clock so far from what it was that nothing should be erased by it?
//!
//! What is erased by a wrong clock is gone for good, so a clock that jumps is believed only when it has kept its word
//! for a day. Pure: no clock of its own.

use jiff::{SignedDuration, Timestamp};

/// The clock may get so far away from the time that has passed: the machine may have slept a night.
const DRIFT: SignedDuration = SignedDuration::from_hours(24);
/// A clock that goes on from where it has jumped is believed after this time.
const BELIEVED_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// What is held against the clock.
#[derive(Debug)]
pub(super) struct Doubt {
    /// The clock, and how long the program had been running, when both were believed.
    believed: (Timestamp, SignedDuration),
    /// The ledger looked as if the clock had jumped before the program began: until then nothing is erased.
    odd_until: Option<SignedDuration>,
    /// It has jumped since.
    jumped_until: Option<SignedDuration>,
}

impl Doubt {
    /// Begins with a ledger that looks as if much time had passed in which nothing happened, or does not.
    pub(super) fn new(now: Timestamp, running: SignedDuration, odd: bool) -> Self {
        let odd_until = odd.then(|| running + BELIEVED_AFTER);
        Self { believed: (now, running), odd_until, jumped_until: None }
    }

    /// May something be erased by this clock now?
    pub(super) fn is_over(&mut self, now: Timestamp, running: SignedDuration) -> bool {
        let (then, ran) = self.believed;
        let drift = now.duration_since(then) - (running - ran);
        if drift.abs() <= DRIFT {
            self.jumped_until = None;
        } else {
            let until = *self.jumped_until.get_or_insert(running + BELIEVED_AFTER);
            if running >= until {
                self.believed = (now, running);
                self.jumped_until = None;
            }
        }
        self.odd_until = self.odd_until.filter(|until| running < *until);
        self.odd_until.is_none() && self.jumped_until.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn hours(hours: i64) -> SignedDuration {
        SignedDuration::from_hours(hours)
    }

    #[test]
    fn a_clock_that_goes_as_time_passes_is_believed() {
        let mut doubt = Doubt::new(NOW, hours(0), false);
        assert!([0, 1, 1000, 20_000].into_iter().all(|n| doubt.is_over(NOW + hours(n), hours(n))));
    }

    #[test]
    fn a_clock_that_has_jumped_is_believed_after_a_day_or_when_it_is_back() {
        let mut doubt = Doubt::new(NOW, hours(0), false);
        let years = hours(100_000);
        assert!(!doubt.is_over(NOW + years, hours(1)));
        assert!(!doubt.is_over(NOW + years + hours(23), hours(24)));
        assert!(doubt.is_over(NOW + hours(24), hours(24)), "it is right again");
        assert!(!doubt.is_over(NOW + years, hours(30)));
        assert!(doubt.is_over(NOW + years + hours(24), hours(54)), "it has kept its word for a day");
        assert!(doubt.is_over(NOW + years + hours(25), hours(55)));
    }

    #[test]
    fn after_a_time_in_which_nothing_happened_a_day_is_waited() {
        let mut doubt = Doubt::new(NOW, hours(0), true);
        assert!(!doubt.is_over(NOW + hours(23), hours(23)));
        assert!(doubt.is_over(NOW + hours(24), hours(24)));
    }
}
