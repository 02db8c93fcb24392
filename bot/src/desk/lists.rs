//! Which lists does a person at a desk work from?

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::Timestamp;
use jiff::civil::Date;
use prompts::Names;
use storage::order::clock::{Remaining, remaining};
use storage::order::{Kind, Order, State, Urgency};
use storage::{
    AccountRole, ConversationId, Counts, OrderFilter, OrderNo, Paper, PaperId, Period, Task, TaskId,
    TaskKind, UnitCode,
};

use super::casefile::ContactPaper;
use super::staff::Staff;
use super::task::TaskNote;
use super::{Desk, DeskError};
use crate::news::Happening;
use crate::reach::Untold;
use crate::sealed::{Veil, is_sealed};

/// So much of a story stands on a card, in characters.
const SUMMARY: usize = 60;
/// So much of a record that came again is shown, in characters: what differs may stand far behind.
const LONGEST_BROUGHT: usize = 2000;
/// Desks read Chinese.
const LANGUAGE: &str = "zh-CN";
/// So many orders stand in one list.
const LIST: u32 = 200;
/// So many ended orders are shown.
const ENDED: usize = 50;

/// One order in a list.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its number.
    pub no: OrderNo,
    /// Where it stands.
    pub state: State,
    /// 诉求类型
    pub kind: Kind,
    /// 紧急程度
    pub urgency: Urgency,
    /// Name of the leaf.
    pub category: Option<String>,
    /// Name of the area.
    pub area: Option<String>,
    /// Name of the leading unit.
    pub lead: Option<String>,
    /// The story's beginning, phone numbers masked; for a unit names and doors of a 举报, too.
    pub summary: String,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// The date that binds next: signing while unsigned, else finishing.
    pub due: Timestamp,
    /// How far that is.
    pub left: Remaining,
    /// 1 at first.
    pub round: u32,
    /// How often the citizen urged.
    pub urges: u32,
}

/// A person's task, in words.
#[derive(Clone, Debug)]
pub struct TaskCard {
    /// Its id.
    pub id: TaskId,
    /// What kind.
    pub kind: TaskKind,
    /// The order it is about.
    pub order: Option<OrderNo>,
    /// The conversation it is about.
    pub conversation: Option<ConversationId>,
    /// Name of the unit it is about.
    pub unit: Option<String>,
    /// The emergency: its name and number.
    pub emergency: Option<(String, String)>,
    /// What is to be told to a citizen, or what was heard; phone numbers masked for all but operators.
    pub words: String,
    /// What is to be told to the unit, where it can be read.
    pub told: Option<Happening>,
    /// Why the unit's system could not be told.
    pub untold: Option<Untold>,
    /// How many people tell of the matter.
    pub hot: Option<HotCard>,
    /// Goes first.
    pub urgent: bool,
    /// Since when.
    pub opened_at: Timestamp,
}

/// What many people tell of: why somebody must look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HotCard {
    /// How many people, when it rang.
    pub people: usize,
    /// In how many orders.
    pub orders: usize,
    /// When the first of them told.
    pub since: Timestamp,
    /// Name of the area, if one is known.
    pub area: Option<String>,
}

/// A conversation that a person has or should have.
#[derive(Clone, Debug)]
pub struct ChatCard {
    /// The conversation.
    pub id: ConversationId,
    /// The channel.
    pub channel: String,
    /// When anything was last said.
    pub updated_at: Timestamp,
}

/// What the centre works from.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// 预审
    pub triage: Vec<Card>,
    /// 退单 to be reviewed.
    pub returns: Vec<Card>,
    /// 电话告知, 值班提醒, 转人工, 回访倒查
    pub tasks: Vec<TaskCard>,
    /// Conversations with people.
    pub chats: Vec<ChatCard>,
    /// With units.
    pub open: Vec<Card>,
    /// 待回访
    pub to_call_back: Vec<Card>,
    /// At an end, newest first.
    pub ended: Vec<Card>,
}

/// What a unit works from.
#[derive(Clone, Debug, Default)]
pub struct UnitLists {
    /// 待签收
    pub unsigned: Vec<Card>,
    /// 办理中
    pub handling: Vec<Card>,
    /// 待补充, and returns under review.
    pub waiting: Vec<Card>,
    /// 已办
    pub done: Vec<Card>,
}

impl Desk {
    /// The centre's lists; empty for whoever is not of the centre.
    pub async fn queue(&self, by: &Staff) -> Result<Queue, DeskError> {
        match by.role {
            AccountRole::Operator | AccountRole::Supervisor => {}
            AccountRole::Unit | AccountRole::Administrator => return Ok(Queue::default()),
        }
        use State::{
            AnsweredDirect, CalledBack, Closed, Dispatched, Done, Handling, Rejected, Replied,
            ReturnRequested, Signed, Suspended, Triage, Withdrawn,
        };
        let mut ended = self.cards(by, None, &[Closed, AnsweredDirect, Rejected, Withdrawn]).await?;
        ended.sort_by_key(|card| Reverse(card.accepted_at));
        ended.truncate(ENDED);
        let chats = self.store.conversations_with_people(self.jurisdiction()).await?;
        let chats = chats.into_iter().map(|chat| ChatCard {
            id: chat.id,
            channel: chat.channel,
            updated_at: chat.updated_at,
        });
        Ok(Queue {
            triage: self.cards(by, None, &[Triage]).await?,
            returns: self.cards(by, None, &[ReturnRequested]).await?,
            tasks: self.task_cards(by).await?,
            chats: chats.collect(),
            open: self.cards(by, None, &[Dispatched, Signed, Handling, Suspended, Replied]).await?,
            to_call_back: self.cards(by, None, &[Done, CalledBack]).await?,
            ended,
        })
    }

    /// A unit's lists; empty for whoever has no unit.
    pub async fn unit_lists(&self, by: &Staff) -> Result<UnitLists, DeskError> {
        let (AccountRole::Unit, Some(unit)) = (by.role, &by.unit) else {
            return Ok(UnitLists::default());
        };
        use State::{
            CalledBack, Closed, Dispatched, Done, Handling, Replied, ReturnRequested, Signed, Suspended,
        };
        let mut done = self.cards(by, Some(unit), &[Done, CalledBack, Closed]).await?;
        done.sort_by_key(|card| Reverse(card.accepted_at));
        done.truncate(ENDED);
        Ok(UnitLists {
            unsigned: self.cards(by, Some(unit), &[Dispatched]).await?,
            handling: self.cards(by, Some(unit), &[Signed, Handling, Replied]).await?,
            waiting: self.cards(by, Some(unit), &[Suspended, ReturnRequested]).await?,
            done,
        })
    }

    /// Orders by number (whoever may read them) or by phone (operators).
    pub async fn search(&self, by: &Staff, said: &str) -> Result<Vec<Card>, DeskError> {
        let mut orders = Vec::new();
        if let Some(no) = OrderNo::find_in(said) {
            orders.extend(self.store.order_state(self.jurisdiction(), &no).await?);
        } else if by.role == AccountRole::Operator
            && let Some(phone) = self.banner.book.contact(said).phones.into_iter().next()
        {
            orders = self.store.orders_of_phone(self.jurisdiction(), &phone.number).await?;
        }
        orders.retain(|order| self.may_read(by, order));
        self.to_cards(by, orders).await
    }

    /// One page of counts for a local date; for the centre only.
    pub async fn counts(&self, by: &Staff, date: Date) -> Result<Counts, DeskError> {
        match by.role {
            AccountRole::Supervisor | AccountRole::Operator => {}
            AccountRole::Unit | AccountRole::Administrator => return Err(DeskError::Unknown),
        }
        let zone = &self.banner.directory.zone;
        let start =
            |date: Date| date.to_zoned(zone.clone()).map_or(Timestamp::MAX, |midnight| midnight.timestamp());
        let tomorrow = date.tomorrow().unwrap_or(date);
        let period = Period { from: start(date), to: start(tomorrow) };
        Ok(self.store.counts(self.jurisdiction(), period, self.now()).await?)
    }

    /// Differs when this person's lists have changed.
    pub async fn mark(&self, by: &Staff) -> Result<String, DeskError> {
        let unit = if by.role == AccountRole::Unit { by.unit.as_ref() } else { None };
        Ok(self.store.mark(self.jurisdiction(), unit).await?)
    }

    async fn cards(
        &self,
        by: &Staff,
        unit: Option<&UnitCode>,
        states: &[State],
    ) -> Result<Vec<Card>, DeskError> {
        let filter = OrderFilter {
            states: states.to_vec(),
            unit: unit.cloned(),
            limit: LIST,
            ..OrderFilter::default()
        };
        let orders = self.store.orders(self.jurisdiction(), &filter).await?;
        let mut cards = self.to_cards(by, orders).await?;
        cards.sort_by(|one, other| other.urgency.cmp(&one.urgency).then(one.due.cmp(&other.due)));
        Ok(cards)
    }

    async fn to_cards(&self, by: &Staff, orders: Vec<Order>) -> Result<Vec<Card>, DeskError> {
        let stories: Vec<PaperId> = orders.iter().map(|order| order.papers.story).collect();
        let papers = self.store.papers(self.jurisdiction(), &stories).await?;
        let (book, store) = (&self.banner.book, self.store.as_ref());
        let mut veils = Vec::with_capacity(orders.len());
        for order in &orders {
            veils.push(match by.role {
                // They work with contacts, and look through no veil.
                AccountRole::Operator | AccountRole::Supervisor => Veil::of(book, order, []),
                AccountRole::Unit | AccountRole::Administrator => {
                    Veil::over(book, store, self.jurisdiction(), order).await?
                }
            });
        }
        let papers: HashMap<PaperId, Paper> = papers.into_iter().map(|paper| (paper.id, paper)).collect();
        let names = self.names(Vec::new());
        let now = self.now();
        let cards = orders.into_iter().zip(veils).map(|(order, veil)| {
            let story = papers.get(&order.papers.story).and_then(Paper::text).unwrap_or_default();
            let area = order.form.place.grid.as_ref().or(order.form.place.area.as_ref());
            let due = match (order.state, order.dues.sign) {
                (State::Dispatched, Some(sign)) => sign,
                _ => order.dues.finish,
            };
            Card {
                state: order.state,
                kind: order.form.kind,
                urgency: order.form.urgency,
                category: order.form.category.as_ref().map(|code| names.category(code.as_str())),
                area: area.map(|code| names.area(code.as_str())),
                lead: order.lead.as_ref().map(|code| names.unit(code.as_str())),
                summary: beginning(&veil.for_staff(by.role, story)),
                accepted_at: order.accepted_at,
                due,
                left: remaining(due, now),
                round: order.round,
                urges: order.urges,
                no: order.no,
            }
        });
        Ok(cards.collect())
    }

    async fn task_cards(&self, by: &Staff) -> Result<Vec<TaskCard>, DeskError> {
        let mut cards = Vec::new();
        for task in self.store.tasks(self.jurisdiction()).await? {
            cards.push(self.task_card(by, task).await?);
        }
        Ok(cards)
    }

    async fn task_card(&self, by: &Staff, task: Task) -> Result<TaskCard, DeskError> {
        let (mut words, mut emergency) = (String::new(), None);
        let (mut told, mut untold, mut hot) = (None, None, None);
        match TaskNote::read(&task) {
            Some(TaskNote::Tell { notice }) => {
                words = self.open_to(by, &self.render(&notice, "zh-CN").await?.text);
            }
            Some(TaskNote::Emergency { code, words: heard }) => {
                words = self.heard(by, heard).await?;
                let named = self.names(Vec::new()).emergency(&code);
                emergency = named.map(|named| (named.name, named.number));
            }
            Some(TaskNote::DeadLetter { words: heard }) => words = self.heard(by, heard).await?,
            Some(TaskNote::CheckRecord { source: _, words: text, place, contact, received_at }) => {
                words = self.brought(by, text, place, contact, received_at).await?;
            }
            Some(TaskNote::Hot { rule: _, people, orders, since, area }) => {
                words = self.told_in(by, task.order.as_ref()).await?;
                let area = area.map(|area| self.names(Vec::new()).area(area.as_str()));
                hot = Some(HotCard { people, orders, since, area });
            }
            Some(TaskNote::TellUnit { what, why }) => (told, untold) = (what, Some(why)),
            Some(TaskNote::Talk | TaskNote::CheckClaim) => {}
            None => tracing::error!(task.id = %task.id, "a task of an unknown form cannot be shown"),
        }
        let names = self.names(Vec::new());
        Ok(TaskCard {
            id: task.id,
            kind: task.kind,
            order: task.order,
            conversation: task.conversation,
            unit: task.unit.map(|unit| names.unit(unit.as_str())),
            emergency,
            words,
            told,
            untold,
            hot,
            urgent: task.urgent,
            opened_at: task.opened_at,
        })
    }

    /// The beginning of an order's story; nothing of one that is sealed.
    async fn told_in(&self, by: &Staff, no: Option<&OrderNo>) -> Result<String, DeskError> {
        let Some(no) = no else { return Ok(String::new()) };
        let order = self.store.order_state(self.jurisdiction(), no).await?;
        let story = order.filter(|order| !is_sealed(order)).map(|order| order.papers.story);
        self.heard(by, story).await
    }

    /// The beginning of what a citizen said.
    async fn heard(&self, by: &Staff, words: Option<PaperId>) -> Result<String, DeskError> {
        let Some(words) = words else { return Ok(String::new()) };
        let paper = self.store.paper(self.jurisdiction(), words).await?;
        let text = paper.as_ref().and_then(Paper::text).unwrap_or_default();
        Ok(beginning(&self.open_to(by, text)))
    }

    /// A record as it was brought again, part by part, so that what differs is seen; who it is from, operators only.
    async fn brought(
        &self,
        by: &Staff,
        text: PaperId,
        place: Option<PaperId>,
        contact: Option<PaperId>,
        received_at: Option<Timestamp>,
    ) -> Result<String, DeskError> {
        let wanted: Vec<PaperId> = [Some(text), place, contact].into_iter().flatten().collect();
        let papers = self.store.papers(self.jurisdiction(), &wanted).await?;
        let said = |id: Option<PaperId>| papers.iter().find(|paper| Some(paper.id) == id);
        let contact = said(contact).filter(|_| by.role == AccountRole::Operator).and_then(ContactPaper::read);
        let (name, phone) = contact.map(|contact| (contact.name, contact.phone)).unwrap_or_default();
        let place = said(place).and_then(Paper::text).map(|place| self.open_to(by, place));
        let zone = &self.banner.directory.zone;
        let received = received_at.map(|at| self.wording.moment(LANGUAGE, at, self.now(), zone));
        let parts = [
            ("desk-field-place", place),
            ("desk-field-name", name),
            ("desk-field-phone", phone),
            ("desk-field-accepted", received),
        ];
        let mut lines: Vec<String> = Vec::new();
        for (label, part) in parts {
            lines.extend(
                part.map(|part| format!("{}\u{ff1a}{part}", self.wording.line(LANGUAGE, label, &[]))),
            );
        }
        let text = self.open_to(by, said(Some(text)).and_then(Paper::text).unwrap_or_default());
        lines.push(text.chars().take(LONGEST_BROUGHT).collect());
        Ok(lines.join("\n"))
    }

    /// Operators work with phone numbers, nobody else of the centre needs them in a list.
    fn open_to(&self, by: &Staff, text: &str) -> String {
        if by.role == AccountRole::Operator { text.to_owned() } else { self.banner.book.mask(text) }
    }
}

fn beginning(story: &str) -> String {
    let mut chars = story.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut beginning: String = chars.by_ref().take(SUMMARY).collect();
    if chars.next().is_some() {
        beginning.push('…');
    }
    beginning
}
