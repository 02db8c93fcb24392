//! When is somebody at work?

use jiff::{SignedDuration, Timestamp};
use storage::directory::Directory;

use super::chance::Chance;

/// Duty hours are looked up in steps of this: they begin and end at quarters.
const STEP: SignedDuration = SignedDuration::from_mins(15);

/// The stretches of duty of a span of time.
pub(super) struct DutyTimes(Vec<(Timestamp, Timestamp)>);

impl DutyTimes {
    /// Those of a banner between two times.
    pub(super) fn between(from: Timestamp, to: Timestamp, directory: &Directory) -> Self {
        let mut stretches: Vec<(Timestamp, Timestamp)> = Vec::new();
        let mut at = from;
        while at < to {
            let next = at + STEP;
            if directory.on_duty(at) {
                match stretches.last_mut().filter(|(_, end)| *end == at) {
                    Some((_, end)) => *end = next,
                    None => stretches.push((at, next)),
                }
            }
            at = next;
        }
        Self(stretches)
    }

    /// At this time, or soon after duty begins again.
    pub(super) fn open(&self, at: Timestamp, chance: &mut Chance) -> Timestamp {
        match self.0.get(self.0.partition_point(|(_, end)| *end <= at)) {
            Some((from, _)) if at < *from => *from + SignedDuration::from_secs_f64(chance.wait(25.0 * 60.0)),
            Some(_) | None => at,
        }
    }

    /// So many minutes of duty later.
    pub(super) fn after(&self, at: Timestamp, minutes: f64) -> Timestamp {
        let mut left = SignedDuration::from_secs_f64(minutes * 60.0);
        for (from, end) in &self.0[self.0.partition_point(|(_, end)| *end <= at)..] {
            let begins = at.max(*from);
            let here = end.duration_since(begins);
            if left < here {
                return begins + left;
            }
            left -= here;
        }
        at + left
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::banner::{Source, read};

    #[test]
    fn work_rests_at_noon_at_night_and_at_weekends() {
        let (banner, _) = read(&Source::Embedded, date(2026, 7, 8)).unwrap();
        let zone = &banner.directory.zone;
        let local =
            |day, hour, minute| date(2026, 7, day).at(hour, minute, 0, 0).to_zoned(zone.clone()).unwrap();
        let at = |day, hour, minute| local(day, hour, minute).timestamp();
        let duty = DutyTimes::between(at(1, 0, 0), at(31, 0, 0), &banner.directory);
        assert_eq!(duty.after(at(8, 9, 0), 30.0), at(8, 9, 30));
        assert_eq!(duty.after(at(8, 11, 50), 30.0), at(8, 14, 50), "over noon");
        assert_eq!(duty.after(at(10, 17, 20), 30.0), at(13, 8, 50), "over a weekend");
        let opened = duty.open(at(10, 22, 0), &mut Chance::of(&[1]));
        assert!(opened >= at(13, 8, 30), "{opened}");
        assert_eq!(duty.open(at(8, 9, 1), &mut Chance::of(&[1])), at(8, 9, 1));
    }
}
