//! How does a decision become durable, whole or not at all?

use super::batch::{Left, Pen};
use super::change::Changed;
use super::conversations::{self, SealedConversation};
use super::inbound::{self, BlindInbound};
use super::orders::{self, WrittenOrder};
use super::{SqliteStore, alarms, chat, erasure, notices, papers, passes, posts, tasks};
use crate::{Committed, Decision, InboundOutcome, Sealer, StoreError};

/// What is sealed and written out of a decision: before it waits for the writer, so that nobody waits for the cipher.
struct Sealed {
    inbound: Option<BlindInbound>,
    conversation: Option<SealedConversation>,
    papers: Vec<Vec<u8>>,
    orders: Vec<WrittenOrder>,
    /// Of each pass, the blind indexes of its code.
    passes: Vec<Vec<String>>,
}

impl Sealed {
    fn of(decision: &Decision, sealer: &Sealer) -> Self {
        let j = &decision.jurisdiction;
        let conversation = decision.conversation.as_ref();
        Self {
            inbound: decision.inbound.as_ref().map(|inbound| BlindInbound::of(inbound, j, sealer)),
            conversation: conversation.map(|change| SealedConversation::of(change, j, sealer)),
            papers: decision.papers.iter().map(|paper| papers::sealed(paper, j, sealer)).collect(),
            orders: decision.orders.iter().map(|change| WrittenOrder::of(change, sealer)).collect(),
            passes: passes::indexes(&decision.passes, sealer),
        }
    }
}

impl SqliteStore {
    pub(super) async fn commit_decision(&self, decision: Decision) -> Result<Committed, StoreError> {
        let (sealed, sealer) = (Sealed::of(&decision, &self.sealer), self.sealer.clone());
        let forgets = decision.forgets.is_some();
        let committed = self.writer.write(move |pen| commit(pen, &decision, &sealed, &sealer)).await?;
        // It is saved, whatever becomes of the log: that is moved into the file sooner or later.
        if forgets
            && matches!(committed, Committed::Saved { .. })
            && let Err(error) = self.writer.overwrite().await
        {
            tracing::warn!(%error, "the log still holds the sealed form of what was erased");
        }
        Ok(committed)
    }
}

/// What was found to be as it was when the decision was made.
struct AsItWas {
    conversation: Option<conversations::AsItWas>,
    /// Of each order, the units that had it.
    orders: Vec<orders::Before>,
}

/// The inbound key is asked first: a repeated delivery is a duplicate, however stale its versions. Nothing is written
/// before everything has been looked at.
fn commit(
    pen: &Pen<'_>,
    decision: &Decision,
    sealed: &Sealed,
    sealer: &Sealer,
) -> Result<Left<Committed>, StoreError> {
    let j = &decision.jurisdiction;
    if let Some(inbound) = &sealed.inbound
        && let Some(outcome) = inbound::find(pen, j, inbound, sealer)?
    {
        return Ok(Left::Nothing(Committed::Duplicate(outcome)));
    }
    match as_it_was(pen, decision, sealed)? {
        None => Ok(Left::Nothing(Committed::Conflict)),
        Some(before) => write(pen, decision, sealed, &before).map(Left::News),
    }
}

/// `None` as soon as something is not as it was loaded.
fn as_it_was(pen: &Pen<'_>, decision: &Decision, sealed: &Sealed) -> Result<Option<AsItWas>, StoreError> {
    let j = &decision.jurisdiction;
    if let Some(post) = &decision.post
        && !posts::is_held(pen, j, post)?
    {
        return Ok(None);
    }
    if let Some(lease) = &decision.settles
        && !alarms::is_leased(pen, j, lease)?
    {
        return Ok(None);
    }
    if !passes::are_there(pen, j, &decision.passes, &sealed.passes, decision.at)? {
        return Ok(None);
    }
    let mut before = AsItWas { conversation: None, orders: Vec::with_capacity(decision.orders.len()) };
    if let (Some(change), Some(sealed)) = (&decision.conversation, &sealed.conversation) {
        before.conversation = conversations::as_it_was(pen, j, change, sealed)?;
        if before.conversation.is_none() {
            return Ok(None);
        }
    }
    for (n, change) in decision.orders.iter().enumerate() {
        let earlier = &decision.orders[..n];
        match orders::as_it_was(pen, j, change, earlier)? {
            None => return Ok(None),
            Some(found) => before.orders.push(found),
        }
    }
    Ok(Some(before))
}

fn write(
    pen: &Pen<'_>,
    decision: &Decision,
    sealed: &Sealed,
    before: &AsItWas,
) -> Result<Committed, StoreError> {
    let (j, mut changed) = (&decision.jurisdiction, Changed::default());
    if let Some(lease) = &decision.settles {
        alarms::settle(pen, j, lease)?;
    }
    passes::change(pen, j, &decision.passes, &sealed.passes, decision.at)?;
    if let (Some(change), Some(sealed), Some(before)) =
        (&decision.conversation, &sealed.conversation, &before.conversation)
    {
        conversations::change(pen, j, change, (before, sealed), decision.at, &mut changed)?;
    }
    for ((change, written), before) in decision.orders.iter().zip(&sealed.orders).zip(&before.orders) {
        orders::change(pen, j, change, written, before, &mut changed)?;
    }
    if let Some(conversation) = decision.forgets {
        erasure::forget_citizen(pen, j, conversation)?;
    }
    let numbers = chat::add(pen, j, &decision.chat)?;
    papers::add(pen, j, &decision.papers, &sealed.papers)?;
    papers::tie(pen, decision)?;
    notices::add(pen, j, &decision.notices, decision.at)?;
    notices::carry(pen, j, &decision.chat, &numbers, decision.at)?;
    alarms::change(pen, j, &decision.alarms)?;
    tasks::change(pen, j, &decision.tasks, decision.at, &mut changed)?;
    if let Some(inbound) = &sealed.inbound {
        inbound::remember(pen, j, inbound, &outcome(decision, &numbers), decision.at)?;
    }
    pen.changes(changed);
    Ok(Committed::Saved { chat: numbers })
}

fn outcome(decision: &Decision, numbers: &[u64]) -> InboundOutcome {
    let changed = decision.conversation.as_ref().map(|change| change.id);
    let conversation = changed.or_else(|| decision.chat.first().map(|entry| entry.conversation));
    let mut said = decision
        .chat
        .iter()
        .zip(numbers)
        .filter(|(entry, _)| Some(entry.conversation) == conversation)
        .map(|(_, number)| *number);
    let first = said.next();
    InboundOutcome {
        conversation,
        chat: first.map(|first| (first, said.next_back().unwrap_or(first))),
        orders: decision.orders.iter().map(|change| change.order.no.clone()).collect(),
        digest: decision.inbound.as_ref().and_then(|inbound| inbound.digest.clone()),
    }
}
