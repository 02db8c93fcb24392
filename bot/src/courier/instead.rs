//! Who tells, when a channel cannot?

use storage::{Claimed, Listener, OrderNo, StoreError, Task, TaskId};

use super::Courier;
use super::parcel::Parcel;
use crate::channel::Untold;
use crate::desk::{TaskNote, worth_a_call};
use crate::errand::Errand;

impl Courier {
    /// The task of the person who tells instead; `None` where there is nothing worth a call, or nobody to be called.
    pub(super) async fn instead(
        &self,
        claimed: &Claimed,
        parcel: Option<&Parcel>,
        why: Untold,
    ) -> Result<Option<Box<Task>>, StoreError> {
        match (&claimed.notice.listener, parcel) {
            (Listener::Unit(unit), parcel) => {
                let news = match parcel {
                    Some(Parcel::System(news)) => Some(news),
                    Some(Parcel::Public(_) | Parcel::Said(_) | Parcel::Errand(_)) | None => None,
                };
                let note = TaskNote::TellUnit { what: news.map(|news| news.what), why };
                let order = news.and_then(|news| news.no.parse().ok());
                Ok(Some(Box::new(Task { unit: Some(unit.clone()), order, ..self.task(claimed, &note) })))
            }
            (Listener::Conversation(_), Some(Parcel::Said(notice))) if worth_a_call(notice) => {
                let Some(no) = notice.order().and_then(|no| no.parse::<OrderNo>().ok()) else {
                    return Ok(None);
                };
                let order = self.app.store.order_state(self.app.jurisdiction(), &no).await?;
                let can_be_called = order.is_some_and(|order| order.papers.contact.is_some());
                let note = TaskNote::Tell { notice: notice.clone() };
                Ok(can_be_called.then(|| Box::new(Task { order: Some(no), ..self.task(claimed, &note) })))
            }
            (Listener::Conversation(id), Some(Parcel::Errand(Errand::Fetch { .. }))) => {
                self.app.desk.file_lost(*id).await?;
                Ok(None)
            }
            (Listener::Group(unit), parcel) => {
                let news = match parcel {
                    Some(Parcel::Errand(Errand::Group(news))) => Some(news),
                    Some(_) | None => None,
                };
                let note = TaskNote::TellUnit { what: news.map(|news| news.what), why };
                // Where only a digest was missed, the next one says the same, if the group can be told; if it cannot,
                // or if it could not for hours, one person goes after it.
                if news.is_none() && (!is_mute(why) || self.app.desk.is_to_be_told(unit, &note).await?) {
                    return Ok(None);
                }
                let order = news.and_then(|news| news.no.parse().ok());
                Ok(Some(Box::new(Task { unit: Some(unit.clone()), order, ..self.task(claimed, &note) })))
            }
            (Listener::Conversation(_) | Listener::Public, _) => Ok(None),
        }
    }

    fn task(&self, claimed: &Claimed, note: &TaskNote) -> Task {
        let now = self.app.clock.now();
        Task {
            id: TaskId(self.app.mint.id(now)),
            kind: note.kind(),
            order: None,
            conversation: None,
            unit: None,
            urgent: claimed.notice.urgent,
            document: note.write(),
            opened_at: now,
            done_at: None,
            done_by: None,
        }
    }
}

/// May the next letter to the same group be lost, too? It is closed, or the bot may not write there, or nothing helped.
fn is_mute(why: Untold) -> bool {
    match why {
        Untold::ChatClosed | Untold::Answered { .. } | Untold::GivenUp { .. } | Untold::Unreadable => true,
        Untold::NoChannel
        | Untold::UnknownForm
        | Untold::OrderGone
        | Untold::NoEndpoint
        | Untold::Forbidden
        | Untold::BadSecret
        | Untold::FileGone => false,
    }
}
