//! Of which matters must somebody be told at once, and were they?
//!
//! A matter rings when a rule of the banner is fulfilled, and again when twice as many people tell of it; when the rule
//! was not fulfilled any more in between, it is another time and rings as at first. That it has rung is kept in the
//! ledger under a key of the first order of that time, in the commit that opens the task: whichever process comes to the
//! same later, also after a restart, finds it. Matters may grow together or fall apart while more is heard, so the keys
//! of the other early orders are looked for, too.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, MutexGuard, PoisonError};

use intake::{Alarm, Level, alarms};
use jiff::Timestamp;
use storage::order::Kind;
use storage::{AreaCode, Committed, Decision, Inbound, OrderNo, StoreError, Task, TaskChange, TaskId};

use super::Hot;
use super::memory::{Known, Memory};
use crate::banner::{Banner, HotRule};
use crate::desk::TaskNote;
use crate::step::Stepped;

/// Under this name stand the keys of what has rung.
const CHANNEL: &str = "hot";
/// So many early orders of a matter are looked at for having rung.
const EARLY: usize = 16;
/// Of so many matters it is remembered that they have rung; of others the ledger is asked.
const REMEMBERED: usize = 1000;

/// A matter for which a rule is fulfilled.
#[derive(Debug)]
struct Ringing {
    /// The first orders of this time, the very first ahead.
    early: Vec<OrderNo>,
    /// An order that tells of it, one that is not sealed if there is one.
    order: OrderNo,
    /// How many people have told of it since the rule is fulfilled.
    people: usize,
    note: TaskNote,
}

impl Hot {
    /// Opens a task for every matter that rings now and has not rung yet.
    pub async fn ring(&self) -> Result<Stepped, StoreError> {
        let (banner, now) = (Arc::clone(&self.banner), self.clock.now().as_millisecond());
        let ringing = self.remember(move |memory| ringing(memory, &banner, now)).await;
        let mut stepped = Stepped::Idle;
        for ringing in ringing {
            let Some(first) = ringing.early.first().cloned() else { continue };
            let people = match self.rung_at(&first, &ringing).await? {
                Some(then) if ringing.people < then.saturating_mul(2) => then,
                Some(_) | None => {
                    let people = ringing.people;
                    if self.open(&first, ringing).await? {
                        stepped = Stepped::Worked;
                    }
                    people
                }
            };
            self.keep_rung(first, people);
        }
        Ok(stepped)
    }

    /// How many people told of it when it rang last.
    async fn rung_at(&self, first: &OrderNo, ringing: &Ringing) -> Result<Option<usize>, StoreError> {
        let kept = self.rung().get(first).copied();
        if kept.is_some_and(|then| ringing.people < then.saturating_mul(2)) {
            return Ok(kept);
        }
        for doublings in (0..=doublings(ringing.people)).rev() {
            for no in &ringing.early {
                let rung = self.store.seen(self.jurisdiction(), CHANNEL, &key(no, doublings)).await?;
                if let Some(rung) = rung {
                    let people = rung.digest.and_then(|people| people.parse().ok());
                    return Ok(Some(people.unwrap_or(ringing.people)));
                }
            }
        }
        Ok(None)
    }

    fn keep_rung(&self, first: OrderNo, people: usize) {
        let mut rung = self.rung();
        if rung.len() >= REMEMBERED {
            rung.clear();
        }
        rung.insert(first, people);
    }

    fn rung(&self) -> MutexGuard<'_, HashMap<OrderNo, usize>> {
        self.kept.rung.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the task and keeps that it has rung; `false`: another process was faster.
    async fn open(&self, first: &OrderNo, ringing: Ringing) -> Result<bool, StoreError> {
        let now = self.clock.now();
        let mut decision = Decision::new(self.jurisdiction().clone(), now);
        decision.inbound = Some(Inbound {
            channel: CHANNEL.to_owned(),
            key: key(first, doublings(ringing.people)),
            digest: Some(ringing.people.to_string()),
        });
        decision.tasks.push(TaskChange::Open(Task {
            id: TaskId(self.mint.id(now)),
            kind: ringing.note.kind(),
            order: Some(ringing.order),
            conversation: None,
            unit: None,
            urgent: true,
            document: ringing.note.write(),
            opened_at: now,
            done_at: None,
            done_by: None,
        }));
        match self.store.commit(decision).await? {
            Committed::Saved { .. } => Ok(true),
            Committed::Duplicate(_) | Committed::Conflict => Ok(false),
        }
    }
}

fn key(no: &OrderNo, doublings: u32) -> String {
    format!("{no}:{doublings}")
}

/// How often two people must double to be so many.
fn doublings(people: usize) -> u32 {
    people.max(1).ilog2()
}

/// The matters for which a rule is fulfilled now: of several rules the one that most people fulfil.
fn ringing(memory: &Memory, banner: &Banner, now: i64) -> Vec<Ringing> {
    let Some(fewest) = banner.hot.iter().map(|rule| rule.when.people).min() else { return Vec::new() };
    let matters = memory.gathering.matters().filter(|messages| messages.len() >= fewest);
    let ringing = matters.filter_map(|messages| {
        let orders = memory.orders(messages.into_iter());
        let fulfilled = banner.hot.iter().filter_map(|rule| by_rule(rule, banner, &orders, now));
        fulfilled.max_by_key(|ringing| ringing.people)
    });
    ringing.collect()
}

/// A matter for which the rule is fulfilled now: in the area where most people tell of it.
fn by_rule(rule: &HotRule, banner: &Banner, orders: &[(OrderNo, &Known)], now: i64) -> Option<Ringing> {
    let counted: Vec<(&OrderNo, &Known, Option<AreaCode>)> = orders
        .iter()
        .filter(|(_, known)| counts(rule, known))
        .map(|(no, known)| (no, *known, area_of(rule, banner, known)))
        .collect();
    let told = counted.iter().flat_map(|(_, known, area)| {
        known.people.iter().map(|(at, person)| (area.clone(), *person, *at)).filter(|(_, _, at)| *at <= now)
    });
    let from = now - rule.when.within;
    let still = |alarm: &Alarm<Option<AreaCode>>| {
        let there = counted.iter().filter(|(_, _, area)| *area == alarm.thing);
        let told = there.flat_map(|(_, known, _)| &known.people);
        let people: HashSet<u64> =
            told.filter(|(at, _)| (from..=now).contains(at)).map(|(_, person)| *person).collect();
        people.len() >= rule.when.people
    };
    // The latest alarm of an area is the one that may still hold.
    let latest: BTreeMap<Option<AreaCode>, Alarm<Option<AreaCode>>> =
        alarms(rule.when, told).into_iter().map(|alarm| (alarm.thing.clone(), alarm)).collect();
    let alarm = latest.into_values().filter(still).max_by_key(|alarm| alarm.people)?;
    let since = |known: &Known| known.people.iter().any(|(at, _)| *at >= alarm.first);
    let there: Vec<_> =
        counted.iter().filter(|(_, known, area)| *area == alarm.thing && since(known)).collect();
    let order = there.iter().find(|(_, known, _)| known.kind != Kind::Report).or(there.first())?;
    Some(Ringing {
        early: there.iter().take(EARLY).map(|(no, _, _)| (*no).clone()).collect(),
        order: order.0.clone(),
        people: alarm.people,
        note: TaskNote::Hot {
            rule: rule.code.clone(),
            people: alarm.people,
            orders: there.len(),
            since: Timestamp::from_millisecond(alarm.first).ok()?,
            area: alarm.thing.clone(),
        },
    })
}

/// Praise is no alarm, and what was taken back is nobody's matter.
fn counts(rule: &HotRule, known: &Known) -> bool {
    let holds = match &known.category {
        Some(category) => rule.category.holds(&intake::CategoryCode::new(category.as_str())),
        None => rule.category == intake::CategoryPattern::Prefix(String::new()),
    };
    holds && !known.is_taken_back && known.kind != Kind::Praise
}

/// In which area of the rule's level it is; none where that is not known, or makes no difference.
fn area_of(rule: &HotRule, banner: &Banner, known: &Known) -> Option<AreaCode> {
    if rule.level == Level::Banner {
        return None;
    }
    let area = banner.area_of_level(known.area.as_ref()?.as_str(), rule.level)?;
    Some(area.code.clone())
}
