//! What was given up, and how is it tried once more?
//!
//! Two kinds: notices that nobody could be told ([`storage::DeadLetter`]), and messages that could not be decided
//! ([`Undecided`]). An administrator who has removed the cause puts the first back to be sent and hands the second to
//! the desk again. Neither is ever tried by itself.

use storage::{DeadLetter, Holder, NoticeId, StoreError, TaskId};
use uuid::Uuid;

use crate::app::App;
use crate::channel::TELEGRAM;
use crate::channel::telegram::private_message;
use crate::desk::{Again, Arrival, DeskError, Undecided};

/// At most so many notices are read at once.
pub const MOST: u32 = 100_000;

/// One thing that was given up.
#[derive(Clone, Debug)]
pub enum GivenUp {
    /// Nobody was told.
    Notice(Box<DeadLetter>),
    /// Nothing was decided.
    Message(Box<Undecided>),
}

impl GivenUp {
    /// Its id, by which it is shown and replayed.
    pub fn id(&self) -> Uuid {
        match self {
            Self::Notice(letter) => letter.notice.id.0,
            Self::Message(kept) => kept.task.id.0,
        }
    }
}

/// What became of a replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replayed {
    /// The notice waits to be sent, as if it had never been tried.
    PutBack,
    /// The message was decided; its task is done.
    Decided,
    /// The message breaks the dialogue still.
    StillNot,
    /// Nothing of it can be handed to the desk: a person must look.
    ForAPerson,
    /// Somebody else was quicker.
    Gone,
}

impl Replayed {
    /// Was it done, by whomever?
    pub fn is_done(self) -> bool {
        match self {
            Self::PutBack | Self::Decided | Self::Gone => true,
            Self::StillNot | Self::ForAPerson => false,
        }
    }
}

/// Everything that was given up: notices, the latest first, then messages, the oldest first.
pub async fn given_up(app: &App, limit: u32) -> Result<Vec<GivenUp>, DeskError> {
    let letters = app.store.dead_letters(app.jurisdiction(), limit).await?;
    let messages = app.desk.undecided().await?;
    let letters = letters.into_iter().map(|letter| GivenUp::Notice(Box::new(letter)));
    Ok(letters.chain(messages.into_iter().map(|kept| GivenUp::Message(Box::new(kept)))).collect())
}

/// Tries it once more: a notice is put back to be sent, a message goes to the desk.
pub async fn replay(app: &App, given_up: &GivenUp) -> Result<Replayed, DeskError> {
    match given_up {
        GivenUp::Notice(letter) => put_back(app, letter.notice.id).await.map_err(Into::into),
        GivenUp::Message(kept) => hand_over(app, kept).await,
    }
}

async fn put_back(app: &App, id: NoticeId) -> Result<Replayed, StoreError> {
    let back = app.store.replay(app.jurisdiction(), id, app.clock.now()).await?;
    Ok(if back { Replayed::PutBack } else { Replayed::Gone })
}

async fn hand_over(app: &App, kept: &Undecided) -> Result<Replayed, DeskError> {
    if kept.task.conversation.is_some() {
        return Ok(match app.desk.decide_again(kept).await? {
            Again::Decided => Replayed::Decided,
            Again::StillNot => Replayed::StillNot,
            Again::NothingKept => Replayed::ForAPerson,
        });
    }
    match kept.raw.as_deref().and_then(private_message) {
        Some(arrival) if !is_of_staff(app, &arrival).await? => receive(app, arrival, kept.task.id).await,
        Some(_) | None => Ok(Replayed::ForAPerson),
    }
}

/// The key is the update's own: where it was taken after all it is not taken twice.
async fn receive(app: &App, arrival: Arrival, task: TaskId) -> Result<Replayed, DeskError> {
    match app.desk.receive(arrival).await {
        Ok(_) => {
            app.desk.undecided_done(task).await?;
            Ok(Replayed::Decided)
        }
        Err(DeskError::Invalid { .. } | DeskError::Unknown) => Ok(Replayed::ForAPerson),
        Err(fault) => Err(fault),
    }
}

/// Words of staff, to their own work, are no citizen's.
async fn is_of_staff(app: &App, arrival: &Arrival) -> Result<bool, StoreError> {
    let address = storage::Address { channel: TELEGRAM.to_owned(), value: arrival.address.clone() };
    let holder: Option<Holder> = app.clerk.holder(app.jurisdiction(), &address).await?;
    Ok(holder.is_some())
}
