//! How does what is in the ledger come to be heard?

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use storage::order::{Order, State};
use storage::{Accepted, Paper, PaperId, StoreError};

use super::memory::{Heard, Known};
use super::{Hot, KEPT, MOST};
use crate::desk::ContactPaper;
use crate::step::Stepped;

/// So many orders are heard in one step.
const BATCH: usize = 100;
/// From one look over everything to the next: who follows an order, what was corrected, what was brought from another
/// system with an old date.
const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_mins(5);
/// In between only the latest are looked at; what others decided a little earlier may come a little later.
const OVERLAP: SignedDuration = SignedDuration::from_mins(1);
/// Forgetting means putting everything in order again: it waits for so many orders.
const FORGOTTEN_TOGETHER: usize = 500;

/// How far reading has come.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Still to be heard, the earliest first.
    waiting: Vec<Accepted>,
    /// When everything was last looked over.
    looked_at: Option<Timestamp>,
    /// When the latest known was accepted.
    latest: Option<Timestamp>,
}

impl Hot {
    /// Hears a handful of what is new in the ledger.
    pub async fn step(&self) -> Result<Stepped, StoreError> {
        let mut reading = self.kept.reading.lock().await;
        if reading.waiting.is_empty() {
            self.look(&mut reading).await?;
        }
        if reading.waiting.is_empty() {
            self.kept.whole.store(true, Ordering::Release);
            return Ok(Stepped::Idle);
        }
        let end = reading.waiting.len().min(BATCH);
        let heard = self.read(&reading.waiting[..end]).await?;
        let banner = Arc::clone(&self.banner);
        self.remember(move |memory| {
            for heard in heard {
                let (no, known) = (heard.no.clone(), heard.known.clone());
                // A page is not worth the whole program: one that cannot be heard is passed over, and not tried again.
                let hear = AssertUnwindSafe(|| memory.hear(&banner.book, heard));
                if catch_unwind(hear).is_err() {
                    tracing::error!(order.no = %no, "an order cannot be heard and is passed over");
                    memory.known.insert(no, known);
                }
            }
        })
        .await;
        // What could not be read would have ended the step before, and is read again.
        reading.waiting.drain(..end);
        self.kept.heard.fetch_add(1, Ordering::AcqRel);
        Ok(Stepped::Worked)
    }

    /// Finds what is new: over everything that is kept from time to time, else among the latest.
    async fn look(&self, reading: &mut Reading) -> Result<(), StoreError> {
        let now = self.clock.now();
        let looked_lately = reading
            .looked_at
            .is_some_and(|looked| looked <= now && now.duration_since(looked) < BETWEEN_LOOKS);
        let since = match reading.latest.filter(|_| looked_lately) {
            Some(latest) => latest - OVERLAP,
            None => now - KEPT,
        };
        let accepted = self.store.accepted(self.jurisdiction(), since, MOST).await?;
        if let Some(latest) = accepted.first() {
            reading.latest = Some(latest.at);
        }
        if !looked_lately {
            let full = accepted.len() >= MOST as usize;
            let oldest = accepted.last().filter(|_| full).map_or(since, |oldest| oldest.at);
            self.forget_before(oldest.as_millisecond()).await;
            reading.looked_at = Some(now);
        }
        let mut waiting = self.remember(move |memory| memory.unheard(accepted)).await;
        waiting.reverse();
        reading.waiting = waiting;
        Ok(())
    }

    async fn forget_before(&self, at: i64) {
        self.remember(move |memory| {
            if memory.older_than(at) >= FORGOTTEN_TOGETHER {
                memory.forget_before(at);
            }
        })
        .await;
    }

    async fn read(&self, accepted: &[Accepted]) -> Result<Vec<Heard>, StoreError> {
        let j = self.jurisdiction();
        let mut orders = Vec::with_capacity(accepted.len());
        for it in accepted {
            orders.extend(self.store.order_state(j, &it.no).await?);
        }
        let named: Vec<PaperId> = orders
            .iter()
            .flat_map(|order| [Some(order.papers.story), order.papers.place, order.papers.contact])
            .flatten()
            .collect();
        let papers: HashMap<PaperId, Paper> =
            self.store.papers(j, &named).await?.into_iter().map(|paper| (paper.id, paper)).collect();
        let mut heard = Vec::with_capacity(orders.len());
        for order in orders {
            heard.push(self.heard_of(order, &papers).await?);
        }
        Ok(heard)
    }

    async fn heard_of(&self, order: Order, papers: &HashMap<PaperId, Paper>) -> Result<Heard, StoreError> {
        let text = |id: PaperId| papers.get(&id).and_then(Paper::text).unwrap_or_default();
        let (story, place) = (text(order.papers.story), order.papers.place.map_or("", text));
        let mut people = vec![(order.accepted_at.as_millisecond(), self.who_told(&order, story, papers))];
        for conversation in order.followers() {
            let follower = self.store.conversation(self.jurisdiction(), conversation).await?;
            let Some(follower) = follower else { continue };
            let person = self.kept.people.hash_one(follower.citizen);
            if people.iter().all(|(_, known)| *known != person) {
                people.push((order.updated_at.as_millisecond(), person));
            }
        }
        let form = order.form;
        let known = Known {
            version: order.version,
            is_taken_back: order.state == State::Withdrawn,
            kind: form.kind,
            category: form.category,
            area: form.place.grid.or(form.place.area),
            people,
        };
        let leaf = known.category.as_ref().and_then(|code| self.banner.categories.get(code.as_str()));
        let leaf = leaf.and_then(|leaf| leaf.path.last()).cloned();
        Ok(Heard { no: order.no, story: story.to_owned(), place: place.to_owned(), leaf, known })
    }

    /// Who told it: whoever has the phone; without one, whoever has the conversation; of what came without either the
    /// same words are one person's.
    fn who_told(&self, order: &Order, story: &str, papers: &HashMap<PaperId, Paper>) -> u64 {
        let contact = order.papers.contact.and_then(|id| papers.get(&id)).and_then(ContactPaper::read);
        match (contact.and_then(|contact| contact.phone), order.conversation) {
            (Some(phone), _) => {
                let normal = self.banner.book.contact(&phone).phones.into_iter().next();
                self.kept.people.hash_one(normal.map_or(phone, |phone| phone.number))
            }
            (None, Some(_)) => self.kept.people.hash_one(order.citizen),
            (None, None) => self.kept.people.hash_one(story),
        }
    }
}
