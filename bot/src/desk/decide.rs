//! How does one decision grow into one commit?

use std::collections::HashMap;

use jiff::Timestamp;
use prompts::{Notice, SummaryPaper};
use storage::order::{Actor, Contacted, Event, Fact, Order, Step, take};
use storage::{
    Carried, ChatEntry, ConversationId, Decision, Listener, NoticeId, OrderChange, OrderNo, Paper, PaperId,
    PaperKind, Speaker, Task, TaskChange, TaskId, UnitCode,
};

use super::entry::Entry;
use super::task::TaskNote;
use super::{Desk, DeskError};
use crate::dialogue::Case;
use crate::news::{self, UnitNews};
use crate::reach::{channel_of, is_called};
use crate::standing;

/// How soon a citizen who must be called is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pace {
    /// At once: they have just asked.
    Now,
    /// By day.
    News,
    /// At once, whatever the hour.
    Urgent,
    /// Not at all: the order's card shows it.
    Unsaid,
}

/// A decision in the making: the only place where events, papers, news, alarms and tasks are put together.
pub(super) struct Deciding<'a> {
    pub(super) desk: &'a Desk,
    pub(super) now: Timestamp,
    pub(super) decision: Decision,
    /// What is written into conversations, entry by entry as in the decision.
    pub(super) said: Vec<Entry>,
    /// The conversation that caused it: hears what follows even where the order belongs to another one.
    pub(super) listening: Option<ConversationId>,
    /// What was loaded for the turn that is being followed.
    pub(super) case: Case,
    /// On which channels the conversations are that hear of it, as far as they were asked for.
    pub(super) channels: HashMap<ConversationId, String>,
}

impl<'a> Deciding<'a> {
    pub(super) fn begin(desk: &'a Desk, now: Timestamp) -> Self {
        Self {
            desk,
            now,
            decision: Decision::new(desk.jurisdiction().clone(), now),
            said: Vec::new(),
            listening: None,
            case: Case::default(),
            channels: HashMap::new(),
        }
    }

    /// A conversation caused it, on this channel.
    pub(super) fn listen(&mut self, conversation: ConversationId, channel: &str) {
        self.listening = Some(conversation);
        self.channels.insert(conversation, channel.to_owned());
    }

    /// Puts words aside as a paper.
    pub(super) fn words(&mut self, words: &str, order: Option<&OrderNo>) -> PaperId {
        self.paper(PaperKind::Text, words.as_bytes().to_vec(), order, None)
    }

    /// Puts anything aside as a paper.
    pub(super) fn paper(
        &mut self,
        kind: PaperKind,
        content: Vec<u8>,
        order: Option<&OrderNo>,
        conversation: Option<ConversationId>,
    ) -> PaperId {
        let id = PaperId(self.desk.mint.id(self.now));
        self.decision.papers.push(Paper {
            id,
            kind,
            order: order.cloned(),
            conversation,
            at: self.now,
            content,
        });
        id
    }

    /// Tells a citizen in their conversation, at once.
    pub(super) fn tell(&mut self, conversation: ConversationId, notice: Notice) {
        let pace = if matches!(notice, Notice::Emergency { .. }) { Pace::Urgent } else { Pace::Now };
        self.carry(conversation, Speaker::Bot, notice, pace);
    }

    /// Writes what a citizen is told into their stream, and has it carried where they must be called.
    pub(super) fn carry(
        &mut self,
        conversation: ConversationId,
        speaker: Speaker,
        notice: Notice,
        pace: Pace,
    ) {
        let carried = self.channels.get(&conversation).filter(|channel| is_called(channel)).cloned();
        let carried = carried.filter(|_| pace != Pace::Unsaid).map(|channel| Carried {
            id: NoticeId(self.desk.mint.id(self.now)),
            channel,
            urgent: pace == Pace::Urgent,
            not_before: match pace {
                Pace::News => self.desk.banner.quiet.until(self.now, &self.desk.banner.directory.zone),
                Pace::Now | Pace::Urgent | Pace::Unsaid => None,
            },
            standing: standing::of_news(&notice).filter(|_| pace == Pace::News),
        });
        self.write(conversation, speaker, Entry::Told { notice }, carried);
    }

    /// Shows a citizen the draft, to be confirmed.
    pub(super) fn summarise(&mut self, conversation: ConversationId, summary: &SummaryPaper) {
        let document = serde_json::to_vec(summary).expect("a summary has only string keys");
        let paper = self.paper(PaperKind::Document, document, None, Some(conversation));
        self.tell(conversation, Notice::Summary { paper: paper.0 });
    }

    /// Writes into a conversation's stream.
    pub(super) fn write(
        &mut self,
        conversation: ConversationId,
        speaker: Speaker,
        entry: Entry,
        carried: Option<Carried>,
    ) {
        let document = entry.write();
        self.decision.chat.push(ChatEntry { conversation, seq: 0, at: self.now, speaker, document, carried });
        self.said.push(entry);
    }

    /// Takes steps with an order, one after the other, and records who must hear of them.
    pub(super) async fn take(
        &mut self,
        order: &Order,
        steps: &[Step],
        by: &Actor,
    ) -> Result<Order, DeskError> {
        let (mut after, mut events) = (order.clone(), Vec::new());
        for step in steps {
            for event in take(&after, step, by, &self.desk.banner.directory, self.now)? {
                after.apply(&event);
                events.push(event);
            }
        }
        self.record(Some(order), after.clone(), events, Vec::new()).await?;
        Ok(after)
    }

    /// Records events of an order (born if `before` is none) with everyone who must hear of them.
    pub(super) async fn record(
        &mut self,
        before: Option<&Order>,
        order: Order,
        events: Vec<Event>,
        phones: Vec<String>,
    ) -> Result<(), DeskError> {
        self.publish(before, &order, &events);
        let mut had = before.map(news::holders).unwrap_or_default();
        for event in &events {
            let news = news::of(&order, &had, event);
            if matches!(event.fact, Fact::ReturnGranted | Fact::Dispatched { .. }) {
                had.clear();
            }
            // The first reply of a new order says everything at once; its birth needs no further news.
            if let (Some(notice), Some(_)) = (news.citizen, before) {
                self.tell_owners(&order, &notice).await?;
                self.tell_followers(&order, &notice).await?;
            }
            for (unit, told) in news.units {
                self.tell_unit(&order, event, unit, &told, news.urgent).await?;
            }
            self.wind(&order, &event.fact);
            self.check_claim(&order, before, &event.fact).await?;
        }
        // Of a new order the courier posts the card behind the first reply.
        if before.is_some() && events.iter().any(|event| event.visible) {
            self.refresh_cards(&order).await?;
        }
        let expected = before.map(|before| before.version);
        self.decision.orders.push(OrderChange { expected, events, order, phones });
        Ok(())
    }

    /// Opens a person's task.
    pub(super) fn task(
        &mut self,
        note: &TaskNote,
        order: Option<&OrderNo>,
        conversation: Option<ConversationId>,
        unit: Option<UnitCode>,
        urgent: bool,
    ) {
        self.decision.tasks.push(TaskChange::Open(Task {
            id: TaskId(self.desk.mint.id(self.now)),
            kind: note.kind(),
            order: order.cloned(),
            conversation,
            unit,
            urgent,
            document: note.write(),
            opened_at: self.now,
            done_at: None,
            done_by: None,
        }));
    }

    async fn tell_unit(
        &mut self,
        order: &Order,
        event: &Event,
        unit: UnitCode,
        told: &UnitNews,
        urgent: bool,
    ) -> Result<(), DeskError> {
        self.tell_group(order, event, &unit, told, urgent).await?;
        let Some(endpoint) = self.desk.clerk.endpoint(self.desk.jurisdiction(), &unit).await? else {
            return Ok(());
        };
        self.decision.notices.push(storage::Notice {
            id: NoticeId(self.desk.mint.id(self.now)),
            stream: format!("order:{}", order.no),
            seq: u64::from(event.seq),
            listener: Listener::Unit(unit),
            channel: channel_of(&endpoint.url).to_owned(),
            urgent,
            document: serde_json::to_string(told).expect("unit news has only string keys"),
            standing: None,
        });
        Ok(())
    }

    /// 回访倒查: the unit says it contacted the citizen, the citizen says it did not.
    async fn check_claim(
        &mut self,
        order: &Order,
        before: Option<&Order>,
        fact: &Fact,
    ) -> Result<(), DeskError> {
        let Fact::Rated { rating, .. } = fact else {
            return Ok(());
        };
        if rating.contacted != Some(Contacted::No) || before.is_none() {
            return Ok(());
        }
        let history = self.desk.store.order(self.desk.jurisdiction(), &order.no).await?;
        let claimed = history.is_some_and(|(_, events)| {
            let replies = events.iter().rev().filter_map(|event| match &event.fact {
                Fact::Replied { contacted, .. } => Some(*contacted),
                _ => None,
            });
            replies.take(1).any(|contacted| contacted)
        });
        if claimed {
            self.task(&TaskNote::CheckClaim, Some(&order.no), None, order.lead.clone(), false);
        }
        Ok(())
    }
}
