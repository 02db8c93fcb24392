//! Which calendar, duty hours and time limits bind the orders of a banner?

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::ProfileName;
use crate::order::calendar::{Calendar, DayKind};
use crate::order::duty::DutyHours;
use crate::order::limit::{Limit, Profile};
use crate::order::{Form, Kind, Order, Urgency};

/// What an order's clock needs to know of the banner.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Local time.
    pub zone: TimeZone,
    /// Working days.
    pub calendar: Calendar,
    /// Duty hours.
    pub duty: DutyHours,
    /// Time limits.
    pub limits: Limits,
    /// How a citizen is asked to rate.
    pub survey: Survey,
}

/// How a citizen is asked to rate once the order is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Survey {
    /// At most so many reminders.
    pub reminders: u32,
    /// One after the other after so long.
    pub remind_after: Limit,
    /// Closed unrated so long after 办结.
    pub close_after: Limit,
}

/// Which profile of time limits binds which orders. Every kind has one; every profile named exists.
#[derive(Clone, Debug)]
pub struct Limits {
    profiles: BTreeMap<ProfileName, Profile>,
    by_kind: BTreeMap<Kind, ProfileName>,
    by_urgency: BTreeMap<Urgency, ProfileName>,
    pause_cap_days: u32,
}

/// The time limits contradict themselves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadLimits {
    /// Two profiles have the same name.
    #[error("profile {0} is given twice")]
    Twice(ProfileName),
    /// A kind of order has no profile.
    #[error("no profile for orders of kind {}", .0.name())]
    KindWithout(Kind),
    /// A kind names a profile that does not exist.
    #[error("kind {} names the unknown profile {profile}", .kind.name())]
    KindUnknown {
        /// The kind.
        kind: Kind,
        /// The name.
        profile: ProfileName,
    },
    /// An urgency names a profile that does not exist.
    #[error("urgency {} names the unknown profile {profile}", .urgency.name())]
    UrgencyUnknown {
        /// The urgency.
        urgency: Urgency,
        /// The name.
        profile: ProfileName,
    },
    /// 一般 is what remains when nothing is urgent: kind and catalogue decide, it has no profile of its own.
    #[error("urgency {} cannot have a profile of its own", Urgency::Normal.name())]
    NormalIsNotUrgent,
}

impl Directory {
    /// The profile that binds an order: of its urgency where it is 紧急 or 特急, else the one its catalogue leaf
    /// names, else of its kind. A leaf's name is checked against [`Limits::profile`] when the banner is read.
    pub fn profile_for(&self, form: &Form, named: Option<&ProfileName>) -> &Profile {
        let limits = &self.limits;
        let name = limits.by_urgency.get(&form.urgency);
        let name = name.or_else(|| named.filter(|name| limits.profiles.contains_key(name)));
        &limits.profiles[name.unwrap_or(&limits.by_kind[&form.kind])]
    }

    /// The profile an order's dates came from. One that a later banner no longer has is judged as a new order would be.
    pub fn profile_of(&self, order: &Order) -> &Profile {
        self.limits.profile(&order.profile).unwrap_or_else(|| self.profile_for(&order.form, None))
    }

    /// Is somebody on duty now?
    pub fn on_duty(&self, now: Timestamp) -> bool {
        let local = now.to_zoned(self.zone.clone());
        let day = if self.calendar.is_working(local.date()).yes() { DayKind::Work } else { DayKind::Off };
        self.duty.covers(day, local.time())
    }
}

impl Limits {
    /// Checks that every kind has a profile and every profile named exists.
    ///
    /// `pause_cap_days`: at most so many working days are added to a round while it waits for the citizen.
    pub fn new(
        profiles: impl IntoIterator<Item = Profile>,
        by_kind: BTreeMap<Kind, ProfileName>,
        by_urgency: BTreeMap<Urgency, ProfileName>,
        pause_cap_days: u32,
    ) -> Result<Self, BadLimits> {
        let mut known = BTreeMap::new();
        for profile in profiles {
            if let Some(first) = known.insert(profile.name.clone(), profile) {
                return Err(BadLimits::Twice(first.name));
            }
        }
        for kind in Kind::ALL {
            let profile = by_kind.get(&kind).ok_or(BadLimits::KindWithout(kind))?;
            if !known.contains_key(profile) {
                return Err(BadLimits::KindUnknown { kind, profile: profile.clone() });
            }
        }
        for (&urgency, profile) in &by_urgency {
            if urgency == Urgency::Normal {
                return Err(BadLimits::NormalIsNotUrgent);
            }
            if !known.contains_key(profile) {
                return Err(BadLimits::UrgencyUnknown { urgency, profile: profile.clone() });
            }
        }
        Ok(Self { profiles: known, by_kind, by_urgency, pause_cap_days })
    }

    /// A profile by its name.
    pub fn profile(&self, name: &ProfileName) -> Option<&Profile> {
        self.profiles.get(name)
    }

    /// All profiles, by name.
    pub fn profiles(&self) -> impl Iterator<Item = &Profile> {
        self.profiles.values()
    }

    /// At most so many working days are added to a round while it waits for the citizen.
    pub fn pause_cap_days(&self) -> u32 {
        self.pause_cap_days
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::tests::{at, directory, form, profile};

    fn kinds(name: &str) -> BTreeMap<Kind, ProfileName> {
        Kind::ALL.into_iter().map(|kind| (kind, ProfileName::new(name))).collect()
    }

    #[test]
    fn urgency_goes_before_the_leaf_and_the_leaf_before_the_kind() {
        let dir = directory();
        let hard = ProfileName::new("hard");
        let name = |form: &Form, named| dir.profile_for(form, named).name.to_string();
        assert_eq!(name(&form(Urgency::Normal), None), "plain");
        assert_eq!(name(&form(Urgency::Normal), Some(&hard)), "hard");
        assert_eq!(name(&form(Urgency::Urgent), Some(&hard)), "urgent");
        assert_eq!(name(&form(Urgency::Critical), Some(&hard)), "critical");
    }

    #[test]
    fn limits_that_contradict_themselves_are_named() {
        let plain = || profile("plain", "1wd", "5wd");
        let none = BTreeMap::new;
        let error = |made: Result<Limits, BadLimits>| made.map(|_| ()).unwrap_err();
        assert_eq!(
            error(Limits::new([plain(), plain()], kinds("plain"), none(), 10)),
            BadLimits::Twice(plain().name)
        );
        let nameless = Limits::new([plain()], BTreeMap::new(), none(), 10);
        assert_eq!(error(nameless), BadLimits::KindWithout(Kind::Consultation));
        let unknown = Limits::new([plain()], kinds("odd"), none(), 10);
        assert_eq!(
            error(unknown),
            BadLimits::KindUnknown { kind: Kind::Consultation, profile: ProfileName::new("odd") }
        );
        let urgent = BTreeMap::from([(Urgency::Urgent, ProfileName::new("odd"))]);
        let unknown = Limits::new([plain()], kinds("plain"), urgent, 10);
        assert_eq!(
            error(unknown),
            BadLimits::UrgencyUnknown { urgency: Urgency::Urgent, profile: ProfileName::new("odd") }
        );
        let normal = BTreeMap::from([(Urgency::Normal, ProfileName::new("plain"))]);
        assert_eq!(error(Limits::new([plain()], kinds("plain"), normal, 10)), BadLimits::NormalIsNotUrgent);
    }

    #[test]
    fn duty_follows_local_time_and_the_calendar() {
        let dir = directory();
        assert!(dir.on_duty(at("2026-07-08T09:00")));
        assert!(!dir.on_duty(at("2026-07-08T12:30")), "lunch");
        assert!(!dir.on_duty(at("2026-07-11T09:00")), "Saturday");
        assert!(dir.on_duty(at("2026-10-10T09:00")), "a Saturday that works");
    }
}
