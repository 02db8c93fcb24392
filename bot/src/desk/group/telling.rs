//! Which news reaches a unit's group at once, and which waits for the next digest?

use jiff::Timestamp;
use prompts::Spoken;
use storage::order::{Event, Order};
use storage::{Alarm, AlarmChange, AlarmId, Holder, Listener, NoticeId, StoreError, UnitCode};

use super::super::clockwork::AlarmNote;
use super::super::decide::Deciding;
use super::super::{Desk, DeskError};
use super::slots;
use crate::errand::Errand;
use crate::news::{Happening, UnitNews, holders};
use crate::reach::TELEGRAM;

impl Deciding<'_> {
    /// Tells the unit's group, if it has one.
    pub(in super::super) async fn tell_group(
        &mut self,
        order: &Order,
        event: &Event,
        unit: &UnitCode,
        told: &UnitNews,
        urgent: bool,
    ) -> Result<(), DeskError> {
        let holder = Holder::Unit(unit.clone());
        if self.desk.clerk.seat(self.desk.jurisdiction(), TELEGRAM, &holder).await?.is_none() {
            return Ok(());
        }
        let (times, zone) = (&self.desk.config.telegram.digests, &self.desk.banner.directory.zone);
        match slots::next(times, zone, self.now) {
            Some(slot) if !urgent && !is_told_at_once(told.what) => {
                let sign = order.dues.sign.filter(|_| told.what == Happening::Dispatched);
                let due = if sign.is_some_and(|sign| sign <= slot) {
                    slots::soon(self.now).min(slot)
                } else {
                    slot
                };
                let since = slots::previous(times, zone, due).unwrap_or(self.now);
                let note = AlarmNote::Digest { unit: unit.clone(), due, since };
                self.decision.alarms.push(AlarmChange::Set(Alarm {
                    id: AlarmId(self.desk.mint.id(self.now)),
                    key: note.key(),
                    due,
                    document: note.write(),
                }));
            }
            Some(_) | None => self.decision.notices.push(storage::Notice {
                id: NoticeId(self.desk.mint.id(self.now)),
                stream: format!("order:{}", order.no),
                seq: u64::from(event.seq),
                listener: Listener::Group(unit.clone()),
                channel: TELEGRAM.to_owned(),
                urgent,
                document: Errand::Group(told.clone()).write(),
                standing: None,
            }),
        }
        Ok(())
    }

    /// The time of a digest has come: one message, however much has happened.
    pub(in super::super) fn tell_digest(&mut self, unit: &UnitCode, due: Timestamp, since: Timestamp) {
        self.decision.notices.push(storage::Notice {
            id: NoticeId(self.desk.mint.id(self.now)),
            stream: format!("digest:{unit}"),
            seq: u64::try_from(due.as_millisecond()).unwrap_or_default(),
            listener: Listener::Group(unit.clone()),
            channel: TELEGRAM.to_owned(),
            urgent: false,
            document: Errand::Digest { since }.write(),
            standing: None,
        });
    }
}

impl Desk {
    /// What a unit's group is told of an order now; `None`: it does not concern the unit any more.
    pub async fn unit_news(&self, unit: &UnitCode, told: &UnitNews) -> Result<Option<Spoken>, StoreError> {
        let head = self.group_line(head(told.what), &[("no", (&told.no).into())]);
        let Ok(no) = told.no.parse() else { return Ok(None) };
        let order = self.store.order_state(self.jurisdiction(), &no).await?;
        match order.filter(|order| holders(order).contains(unit)) {
            Some(order) => Ok(Some(self.unit_card(unit, &order, &head).await?)),
            None if is_farewell(told.what) => Ok(Some(super::plain(head))),
            None => Ok(None),
        }
    }
}

/// What somebody is waiting for, or might set out for in vain, does not wait; nor does what no list of the orders in
/// hand can show later.
fn is_told_at_once(what: Happening) -> bool {
    match what {
        Happening::Urged
        | Happening::ReturnRefused
        | Happening::ReturnGranted
        | Happening::TakenAway
        | Happening::Withdrawn
        | Happening::Rated => true,
        Happening::Dispatched
        | Happening::Helping
        | Happening::Supplemented
        | Happening::Redone
        // Behind a rating it says nothing more; without one it asks nothing of the unit.
        | Happening::Closed => false,
    }
}

/// Is it told just to those who do not have the order any more?
fn is_farewell(what: Happening) -> bool {
    matches!(what, Happening::TakenAway | Happening::ReturnGranted | Happening::Withdrawn)
}

/// Key of the first line.
fn head(what: Happening) -> &'static str {
    match what {
        Happening::Dispatched => "group-head-dispatched",
        Happening::Helping => "group-head-helping",
        Happening::TakenAway => "group-head-taken-away",
        Happening::Supplemented => "group-head-supplemented",
        Happening::Urged => "group-head-urged",
        Happening::ReturnGranted => "group-head-return-granted",
        Happening::ReturnRefused => "group-head-return-refused",
        Happening::Rated => "group-head-rated",
        Happening::Redone => "group-head-redone",
        Happening::Withdrawn => "group-head-withdrawn",
        Happening::Closed => "group-head-closed",
    }
}
