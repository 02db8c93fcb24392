//! Which conversations hear of an order, and how soon?

use prompts::Notice;
use storage::order::Order;
use storage::{ConversationId, Listener, NoticeId, OrderNo, Speaker, StoreError};

use super::decide::{Deciding, Pace};
use super::task::TaskNote;
use super::{Desk, DeskError};
use crate::errand::Errand;
use crate::news;
use crate::reach::is_called;
use crate::standing;

/// Is this worth a call to somebody who cannot be told otherwise?
pub fn worth_a_call(notice: &Notice) -> bool {
    matches!(
        notice,
        Notice::Question { .. }
            | Notice::Replied { .. }
            | Notice::AnsweredDirect { .. }
            | Notice::Rejected { .. }
    )
}

impl Deciding<'_> {
    /// In the conversations of the order's citizen; if it has none, a person phones, where it is worth a call.
    pub(super) async fn tell_owners(&mut self, order: &Order, notice: &Notice) -> Result<(), DeskError> {
        let own: Vec<ConversationId> = order.own_conversations().collect();
        if let Some(listening) = self.listening.filter(|listening| !own.contains(listening)) {
            self.tell(listening, notice.clone());
        }
        for conversation in &own {
            self.learn_channel(*conversation).await?;
            let pace = self.pace(*conversation, order, notice);
            self.carry(*conversation, Speaker::Bot, notice.clone(), pace);
        }
        if own.is_empty() && worth_a_call(notice) && order.papers.contact.is_some() {
            let note = TaskNote::Tell { notice: notice.clone() };
            self.task(&note, Some(&order.no), None, None, news::is_urgent(order));
        }
        Ok(())
    }

    /// Who follows an order because they met with the same hears how it stands, not what others said.
    pub(super) async fn tell_followers(&mut self, order: &Order, notice: &Notice) -> Result<(), DeskError> {
        let Some(state) = stands(notice) else { return Ok(()) };
        for conversation in order.followers().collect::<Vec<_>>() {
            self.learn_channel(conversation).await?;
            let standing = Notice::Followed {
                no: order.no.to_string(),
                state: state.to_owned(),
                unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
            };
            self.carry(conversation, Speaker::Bot, standing, Pace::News);
        }
        Ok(())
    }

    /// The cards that show the order are drawn anew.
    pub(super) async fn refresh_cards(&mut self, order: &Order) -> Result<(), DeskError> {
        let all: Vec<ConversationId> = order.own_conversations().chain(order.followers()).collect();
        for conversation in all {
            self.learn_channel(conversation).await?;
            self.refresh_card(conversation, &order.no);
        }
        Ok(())
    }

    /// The card that shows an order in a conversation is drawn anew, where there are cards.
    pub(super) fn refresh_card(&mut self, conversation: ConversationId, no: &OrderNo) {
        let Some(channel) = self.channels.get(&conversation).filter(|channel| is_called(channel)) else {
            return;
        };
        self.decision.notices.push(storage::Notice {
            id: NoticeId(self.desk.mint.id(self.now)),
            stream: format!("card:{no}"),
            // What was asked for later is later, whatever it follows from.
            seq: u64::try_from(self.now.as_millisecond()).unwrap_or_default(),
            listener: Listener::Conversation(conversation),
            channel: channel.clone(),
            urgent: false,
            document: Errand::Card { no: no.clone() }.write(),
            standing: standing::passing(no.as_str()),
        });
    }

    /// On which channel the conversation is: asked once a decision.
    pub(super) async fn learn_channel(&mut self, conversation: ConversationId) -> Result<(), DeskError> {
        if !self.channels.contains_key(&conversation) {
            let known = self.desk.store.conversation(self.desk.jurisdiction(), conversation).await?;
            self.channels.insert(conversation, known.map(|known| known.channel).unwrap_or_default());
        }
        Ok(())
    }

    fn pace(&self, conversation: ConversationId, order: &Order, notice: &Notice) -> Pace {
        if self.listening == Some(conversation) {
            return Pace::Now;
        }
        match notice {
            Notice::Signed { .. } | Notice::Progressed { .. } | Notice::Closed { unrated: true, .. } => {
                Pace::Unsaid
            }
            _ if news::is_urgent(order) => Pace::Urgent,
            _ => Pace::News,
        }
    }
}

impl Desk {
    /// Has the card of a new order posted.
    pub async fn post_card(&self, id: ConversationId, no: &OrderNo, channel: &str) -> Result<(), StoreError> {
        let mut deciding = Deciding::begin(self, self.now());
        deciding.listen(id, channel);
        deciding.refresh_card(id, no);
        self.store.commit(deciding.decision).await?;
        Ok(())
    }
}

/// The state that is worth telling somebody who only follows.
fn stands(notice: &Notice) -> Option<&'static str> {
    match notice {
        Notice::Dispatched { .. } => Some("dispatched"),
        Notice::Finished { .. } => Some("done"),
        Notice::AnsweredDirect { .. } => Some("answered_direct"),
        Notice::Rejected { .. } => Some("rejected"),
        Notice::Withdrawn { .. } => Some("withdrawn"),
        _ => None,
    }
}
