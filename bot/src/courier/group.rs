//! How is a unit's group told?

use prompts::Spoken;
use storage::{Claimed, UnitCode};

use super::Courier;
use super::letter::letter;
use super::parcel::Parcel;
use crate::channel::{Body, Channel, NotSent, To, Untold};
use crate::errand::Errand;

impl Courier {
    /// Renders what a unit's group is told now, from the orders as they stand. Where there is nothing to tell any
    /// more, nothing is sent.
    pub(super) async fn tell_group(
        &self,
        channel: &dyn Channel,
        claimed: &Claimed,
        unit: &UnitCode,
        parcel: &Parcel,
    ) -> Result<(), NotSent> {
        let (told, is_digest) = match parcel {
            Parcel::Errand(Errand::Group(news)) => (self.app.desk.unit_news(unit, news).await?, false),
            Parcel::Errand(Errand::Digest { since }) => {
                (self.app.desk.unit_digest(unit, *since).await?, true)
            }
            Parcel::System(_) | Parcel::Public(_) | Parcel::Said(_) | Parcel::Errand(_) => {
                return Err(NotSent::Never { why: Untold::UnknownForm });
            }
        };
        let Some(spoken) = told else { return Ok(()) };
        match self.app.desk.group_of(unit).await? {
            Some(group) => {
                let sent = self.post(channel, claimed, group.clone(), spoken).await;
                if matches!(sent, Err(NotSent::Never { why: Untold::ChatClosed })) {
                    self.app.desk.group_closed(channel.name(), unit, &group).await?;
                }
                sent
            }
            // The group was untied meanwhile: how things stand is seen at the desk, what has happened is told.
            None if is_digest => Ok(()),
            None => Err(NotSent::Never { why: Untold::ChatClosed }),
        }
    }

    async fn post(
        &self,
        channel: &dyn Channel,
        claimed: &Claimed,
        group: String,
        spoken: Spoken,
    ) -> Result<(), NotSent> {
        let body = Body::Words { spoken, edits: None, silent: false };
        channel.send(&letter(&self.app, claimed, To::Chat(group), body)).await.map(drop)
    }
}
