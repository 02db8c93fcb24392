//! How much time is left, in words and in colour?

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use storage::order::State;
use storage::order::clock::Remaining;

/// What is left of a time limit. The colour only repeats what the words say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Countdown {
    /// CSS class.
    pub colour: Colour,
    /// Key of the words.
    pub key: &'static str,
    /// Whole days.
    pub days: i64,
    /// Hours beside them.
    pub hours: i64,
    /// Minutes beside them.
    pub minutes: i64,
}

/// The colours every desk of the field knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colour {
    /// More than half of the time is left.
    Green,
    /// Half of it or less.
    Yellow,
    /// A fifth of it or less, or four hours or less.
    Orange,
    /// Overdue.
    Red,
    /// The clock stands still, or has run its course.
    Grey,
}

/// Below this the end is near, however long the limit was.
const NEAR: SignedDuration = SignedDuration::from_hours(4);

/// What is left of an order's time, from its acceptance to its date.
pub(crate) fn countdown(state: State, accepted: Timestamp, due: Timestamp, left: &Remaining) -> Countdown {
    match state {
        State::Suspended => still("desk-left-paused"),
        State::Replied | State::Done | State::CalledBack | State::Rated => still("desk-left-answered"),
        State::Closed | State::AnsweredDirect | State::Rejected | State::Withdrawn => {
            still("desk-left-ended")
        }
        State::Accepted
        | State::Triage
        | State::Dispatched
        | State::Signed
        | State::Handling
        | State::ReturnRequested => match left {
            Remaining::Left(left) => {
                running(colour(*left, due.duration_since(accepted)), *left, Side::Before)
            }
            Remaining::Overdue(by) => running(Colour::Red, *by, Side::After),
        },
    }
}

enum Side {
    Before,
    After,
}

fn colour(left: SignedDuration, whole: SignedDuration) -> Colour {
    if left <= NEAR || left.as_millis() * 5 <= whole.as_millis() {
        Colour::Orange
    } else if left.as_millis() * 2 <= whole.as_millis() {
        Colour::Yellow
    } else {
        Colour::Green
    }
}

fn running(colour: Colour, time: SignedDuration, side: Side) -> Countdown {
    let minutes = time.as_secs() / 60;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let key = match (side, days, hours) {
        (Side::Before, 0, 0) => "desk-left-minutes",
        (Side::Before, 0, _) => "desk-left-hours",
        (Side::Before, _, _) => "desk-left-days",
        (Side::After, 0, 0) => "desk-over-minutes",
        (Side::After, 0, _) => "desk-over-hours",
        (Side::After, _, _) => "desk-over-days",
    };
    Countdown { colour, key, days, hours, minutes }
}

fn still(key: &'static str) -> Countdown {
    Countdown { colour: Colour::Grey, key, days: 0, hours: 0, minutes: 0 }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use storage::order::State;
    use storage::order::clock::Remaining;

    use super::{Colour, countdown};

    fn with(state: State, left: Remaining) -> (Colour, &'static str, i64, i64, i64) {
        let due = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(100);
        let shown = countdown(state, Timestamp::UNIX_EPOCH, due, &left);
        (shown.colour, shown.key, shown.days, shown.hours, shown.minutes)
    }

    fn left(minutes: i64) -> Remaining {
        Remaining::Left(SignedDuration::from_mins(minutes))
    }

    #[test]
    fn the_colour_warns_earlier_the_less_of_the_time_is_left() {
        let open = State::Handling;
        assert_eq!(with(open, left(51 * 60)), (Colour::Green, "desk-left-days", 2, 3, 0));
        assert_eq!(with(open, left(50 * 60)), (Colour::Yellow, "desk-left-days", 2, 2, 0));
        assert_eq!(with(open, left(20 * 60 + 1)), (Colour::Yellow, "desk-left-hours", 0, 20, 1));
        assert_eq!(with(open, left(20 * 60)), (Colour::Orange, "desk-left-hours", 0, 20, 0));
        assert_eq!(with(open, left(59)), (Colour::Orange, "desk-left-minutes", 0, 0, 59));
    }

    #[test]
    fn four_hours_are_near_however_short_the_limit_was() {
        let due = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(5);
        let shown = countdown(State::Dispatched, Timestamp::UNIX_EPOCH, due, &left(240));
        assert_eq!(shown.colour, Colour::Orange);
    }

    #[test]
    fn overdue_is_red_and_says_by_how_much() {
        let over = Remaining::Overdue(SignedDuration::from_mins(25 * 60 + 5));
        assert_eq!(with(State::Signed, over), (Colour::Red, "desk-over-days", 1, 1, 5));
    }

    #[test]
    fn a_clock_that_stands_still_is_grey_even_past_its_date() {
        let over = || Remaining::Overdue(SignedDuration::from_hours(30));
        assert_eq!(with(State::Suspended, over()).0, Colour::Grey);
        assert_eq!(with(State::Done, over()).1, "desk-left-answered");
        assert_eq!(with(State::Closed, over()).1, "desk-left-ended");
    }
}
