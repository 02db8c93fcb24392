//! When is somebody on duty?

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::calendar::DayKind;

/// One stretch of duty on every day of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// On working days, or on days off.
    pub day: DayKind,
    /// First moment.
    pub from: Time,
    /// First moment after it.
    pub to: Time,
}

/// Duty hours. A lunch break is the gap between two stretches; no stretch for days off: nobody is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyHours {
    stretches: Vec<Duty>,
    end: Time,
}

/// These cannot be duty hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoDutyHours {
    /// Day limits end with the duty of a working day; without one they would never end.
    #[error("no duty hours on working days")]
    NeverOnDuty,
    /// It ends before it begins.
    #[error("duty hours from {} to {}", .0.from, .0.to)]
    Backwards(Duty),
    /// Two stretches of one kind of day overlap.
    #[error("duty hours overlap at {}", .0.from)]
    Overlap(Duty),
}

impl DutyHours {
    /// Duty hours made of stretches, in any order.
    pub fn new(stretches: impl IntoIterator<Item = Duty>) -> Result<Self, NoDutyHours> {
        let mut stretches: Vec<Duty> = stretches.into_iter().collect();
        stretches.sort_by_key(|duty| (duty.day, duty.from));
        if let Some(backwards) = stretches.iter().find(|duty| duty.from >= duty.to) {
            return Err(NoDutyHours::Backwards(*backwards));
        }
        if let Some(pair) =
            stretches.windows(2).find(|pair| pair[0].day == pair[1].day && pair[1].from < pair[0].to)
        {
            return Err(NoDutyHours::Overlap(pair[1]));
        }
        let working = stretches.iter().filter(|duty| duty.day == DayKind::Work);
        let end = working.map(|duty| duty.to).max().ok_or(NoDutyHours::NeverOnDuty)?;
        Ok(Self { stretches, end })
    }

    /// When duty ends on a working day: the moment at which day limits are due.
    pub fn end(&self) -> Time {
        self.end
    }

    /// Is this a time of duty on such a day?
    pub fn covers(&self, day: DayKind, time: Time) -> bool {
        self.stretches.iter().any(|duty| duty.day == day && duty.from <= time && time < duty.to)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    fn duty(day: DayKind, from: i8, to: i8) -> Duty {
        Duty { day, from: time(from, 0, 0, 0), to: time(to, 0, 0, 0) }
    }

    #[test]
    fn a_lunch_break_is_the_gap_between_two_stretches() {
        let hours = DutyHours::new([duty(DayKind::Work, 14, 17), duty(DayKind::Work, 8, 12)]).unwrap();
        assert_eq!(hours.end(), time(17, 0, 0, 0));
        assert!(hours.covers(DayKind::Work, time(8, 0, 0, 0)));
        assert!(!hours.covers(DayKind::Work, time(12, 0, 0, 0)));
        assert!(!hours.covers(DayKind::Work, time(17, 0, 0, 0)));
        assert!(!hours.covers(DayKind::Off, time(9, 0, 0, 0)));
    }

    #[test]
    fn hours_that_cannot_be_are_named() {
        assert_eq!(DutyHours::new([duty(DayKind::Off, 9, 12)]), Err(NoDutyHours::NeverOnDuty));
        let backwards = duty(DayKind::Work, 12, 9);
        assert_eq!(DutyHours::new([backwards]), Err(NoDutyHours::Backwards(backwards)));
        let second = duty(DayKind::Work, 11, 17);
        assert_eq!(DutyHours::new([duty(DayKind::Work, 8, 12), second]), Err(NoDutyHours::Overlap(second)));
    }
}
