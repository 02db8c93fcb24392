//! Does somebody write faster than anybody can be answered?
//!
//! Counted in what the conversation remembers, so that all processes count together and no message costs a write more.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// So long is counted, from the first message on.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// So many messages are answered within it.
const ANSWERED: u32 = 30;
/// So many are kept at all, where more can be refused.
const KEPT: u32 = 90;

/// What was said within a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// When the minute began, in milliseconds since 1970.
    since: i64,
    /// Messages since.
    said: u32,
}

/// How a message comes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flow {
    /// As people write.
    #[default]
    Calm,
    /// The first that is too much: the citizen is told so.
    TooFast,
    /// Kept, and not answered.
    Kept,
    /// More than anybody will read: refused where that can be said, until then.
    TooMuch {
        /// Until when.
        until: Timestamp,
    },
}

impl Pace {
    /// Counts one more message.
    pub fn count(&mut self, now: Timestamp) -> Flow {
        let began = Timestamp::from_millisecond(self.since).unwrap_or(Timestamp::MIN);
        let age = now.duration_since(began);
        // A minute that has not begun yet was counted by a clock that was ahead.
        if age >= WINDOW || age.is_negative() {
            *self = Self { since: now.as_millisecond(), said: 0 };
        }
        self.said = self.said.saturating_add(1);
        match self.said {
            said if said <= ANSWERED => Flow::Calm,
            said if said == ANSWERED + 1 => Flow::TooFast,
            said if said <= KEPT => Flow::Kept,
            _ => Flow::TooMuch { until: Timestamp::from_millisecond(self.since).unwrap_or(now) + WINDOW },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_writes_too_fast_is_told_once_then_kept_then_refused_until_the_minute_is_over() {
        let start = Timestamp::from_second(1_780_000_000).unwrap();
        let mut pace = Pace::default();
        let flows: Vec<Flow> = (0..100).map(|n| pace.count(start + SignedDuration::from_millis(n))).collect();
        let many = |flow: Flow| flows.iter().filter(|found| **found == flow).count();
        assert_eq!((many(Flow::Calm), many(Flow::TooFast), many(Flow::Kept)), (30, 1, 59));
        assert_eq!(flows[99], Flow::TooMuch { until: start + WINDOW });
        assert_eq!(pace.count(start + WINDOW), Flow::Calm);
        assert_eq!(pace.count(start - SignedDuration::from_hours(1)), Flow::Calm, "the clock was set back");
    }
}
