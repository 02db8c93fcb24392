//! How does a decision become durable, whole or not at all?

use sqlx::SqliteConnection;

use super::change::{self, Changed};
use super::conversations::{self, SealedConversation};
use super::inbound::{self, BlindInbound};
use super::writer::Left;
use super::{SqliteStore, alarms, chat, erasure, notices, orders, papers, passes, posts, tasks};
use crate::{Committed, Decision, InboundOutcome, Sealer, StoreError};

/// What is sealed of a decision: before it waits for the writer, so that nobody waits for the cipher.
struct Sealed {
    inbound: Option<BlindInbound>,
    conversation: Option<SealedConversation>,
    papers: Vec<Vec<u8>>,
    /// Of each order, the blind indexes of its phones.
    phones: Vec<Vec<String>>,
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
            passes: passes::indexes(&decision.passes, sealer),
            phones: decision.orders.iter().map(|change| orders::phone_indexes(change, sealer)).collect(),
        }
    }
}

impl SqliteStore {
    pub(super) async fn commit_decision(&self, decision: Decision) -> Result<Committed, StoreError> {
        let (sealed, sealer) = (Sealed::of(&decision, &self.sealer), self.sealer.clone());
        let forgets = decision.forgets.is_some();
        let committed = self
            .writer
            .write(move |db| Box::pin(async move { commit(db, &decision, &sealed, &sealer).await }))
            .await?;
        // It is saved, whatever becomes of the log: that is moved into the file sooner or later.
        if forgets
            && matches!(committed, Committed::Saved { .. })
            && let Err(error) = self.overwrite().await
        {
            tracing::warn!(%error, "the log still holds the sealed form of what was erased");
        }
        Ok(committed)
    }
}

/// The inbound key is asked first: a repeated delivery is a duplicate, however stale its versions.
async fn commit(
    db: &mut SqliteConnection,
    decision: &Decision,
    sealed: &Sealed,
    sealer: &Sealer,
) -> Result<Left<Committed>, StoreError> {
    let j = &decision.jurisdiction;
    if let Some(inbound) = &sealed.inbound
        && let Some(outcome) = inbound::find(db, j, inbound, sealer).await?
    {
        return Ok(Left::Nothing(Committed::Duplicate(outcome)));
    }
    let mut changed = Changed::default();
    if !is_as_it_was(db, decision, sealed, &mut changed).await? {
        return Ok(Left::Nothing(Committed::Conflict));
    }
    if let Some(conversation) = decision.forgets {
        erasure::forget_citizen(db, j, conversation).await?;
    }
    let numbers = chat::add(db, j, &decision.chat).await?;
    papers::add(db, j, &decision.papers, &sealed.papers).await?;
    papers::tie(db, decision).await?;
    notices::add(db, j, &decision.notices, decision.at).await?;
    notices::carry(db, j, &decision.chat, &numbers, decision.at).await?;
    alarms::change(db, j, &decision.alarms).await?;
    tasks::change(db, j, &decision.tasks, decision.at, &mut changed).await?;
    if let Some(inbound) = &sealed.inbound {
        inbound::remember(db, j, inbound, &outcome(decision, &numbers), decision.at).await?;
    }
    change::count(db, j, changed).await?;
    Ok(Left::News(Committed::Saved { chat: numbers }))
}

/// Writes what has a version; `false` as soon as something is not as it was loaded.
async fn is_as_it_was(
    db: &mut SqliteConnection,
    decision: &Decision,
    sealed: &Sealed,
    changed: &mut Changed,
) -> Result<bool, StoreError> {
    let j = &decision.jurisdiction;
    if let Some(post) = &decision.post
        && !posts::is_held(db, j, post).await?
    {
        return Ok(false);
    }
    if let Some(lease) = &decision.settles
        && !alarms::settle(db, j, lease).await?
    {
        return Ok(false);
    }
    if !passes::change(db, j, &decision.passes, &sealed.passes, decision.at).await? {
        return Ok(false);
    }
    if let (Some(change), Some(sealed)) = (&decision.conversation, &sealed.conversation)
        && !conversations::change(db, j, change, sealed, decision.at, changed).await?
    {
        return Ok(false);
    }
    for (change, phones) in decision.orders.iter().zip(&sealed.phones) {
        if !orders::change(db, j, change, phones, changed).await? {
            return Ok(false);
        }
    }
    Ok(true)
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
