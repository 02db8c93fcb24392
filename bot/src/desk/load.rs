//! What does the dialogue need to know before it decides?

use std::cmp::Reverse;

use prompts::{Choice, Notice};
use storage::order::{Order, State};
use storage::{Conversation, OrderFilter, OrderNo, PaperId};

use super::entry::Entry;
use super::query::Key;
use super::{Desk, DeskError};
use crate::dialogue::{self, Case, Draft, Focus, KeyCheck, Memory, Message};
use crate::reach::TELEGRAM;

/// So many of the last entries are looked through for buttons and questions.
const RECENT: u64 = 40;
/// Photos sent one by one within this time count as one sending.
const ONE_SENDING_MS: i64 = 30_000;

impl Desk {
    /// The conversation's orders, what was said last, and what became of a number and code that were tried.
    pub(super) async fn load_case(
        &self,
        conversation: Option<&Conversation>,
        channel: &str,
        memory: &Memory,
        message: &Message,
        sender: &str,
    ) -> Result<Case, DeskError> {
        let mut case = self.case_on(channel, memory);
        if let Some(code) = dialogue::pass_tried(memory, message, &self.banner) {
            case.pass = Some(self.try_pass(&code, sender).await?);
        }
        if let Some((no, code)) = dialogue::key_tried(memory, message) {
            case.key = Some(match self.try_key(&no, &code, sender).await? {
                Key::Fits(order) => KeyCheck::Fits(order),
                Key::Wrong => KeyCheck::Wrong,
                Key::Wait(until) => KeyCheck::Wait(until),
            });
        }
        let Some(conversation) = conversation else {
            return Ok(case);
        };
        let filter = OrderFilter { conversation: Some(conversation.id), limit: 50, ..OrderFilter::default() };
        let heard_of = self.store.orders(self.jurisdiction(), &filter).await?;
        let is_own = |order: &Order| order.own_conversations().any(|id| id == conversation.id);
        (case.orders, case.followed) = heard_of.into_iter().partition(is_own);
        for no in &memory.proven {
            if case.own(no).is_none() {
                case.orders.extend(self.store.order_state(self.jurisdiction(), no).await?);
                case.lent.push(no.clone());
            }
        }
        // Who has the key of an order they follow may do what its citizen may.
        case.followed.retain(|order| !case.lent.contains(&order.no));
        case.orders.sort_by_key(|order| Reverse(order.accepted_at));
        if let Some(draft) = memory.draft.as_ref().filter(|draft| is_compared(draft, memory, message)) {
            case.alike = self.alike(draft, conversation.id).await?;
            case.alike.retain(|line| !memory.proven.iter().any(|no| no.as_str() == line.no));
        }
        // A person has the conversation: which yes was asked for stands only there.
        let with_person = memory.focus == Focus::Person;
        if !is_only_a_button(message) || memory.aside.is_some() || with_person {
            self.load_last_words(conversation, message, &mut case).await?;
        }
        Ok(case)
    }

    /// What is known before anything is asked of the ledger.
    pub(super) fn case_on(&self, channel: &str, memory: &Memory) -> Case {
        Case {
            no_contact_here: channel == TELEGRAM && !self.config.telegram.personal_data,
            drafting: memory.draft.is_some(),
            today: self.banner.day_of(self.now()),
            ..Case::default()
        }
    }

    /// The buttons last offered, the question last asked by a unit that still waits for its answer, and whether files
    /// were just sent. What is being answered may stand in the conversation already, where it is an album: that is not
    /// what came before it.
    async fn load_last_words(
        &self,
        conversation: &Conversation,
        message: &Message,
        case: &mut Case,
    ) -> Result<(), DeskError> {
        let recent = self.store.chat_tail(self.jurisdiction(), conversation.id, RECENT).await?;
        let now = self.now().as_millisecond();
        let mut said_since: Vec<(Option<PaperId>, Option<String>)> = Vec::new();
        let mut offer_found = false;
        for entry in recent.iter().rev() {
            match Entry::read(entry) {
                Some(Entry::Told { notice }) => {
                    if !offer_found && !notice.choices().is_empty() {
                        offer_found = true;
                        case.offered = self.still_offered(conversation, &notice, &said_since).await?;
                    }
                    if said_since.is_empty()
                        && let Notice::Question { no, .. } = &notice
                    {
                        let waits =
                            |no: &OrderNo| case.own(no).is_some_and(|order| order.state == State::Suspended);
                        let asked = no.parse().ok().filter(waits);
                        case.asked_by = case.asked_by.take().or(asked);
                    }
                }
                Some(Entry::Said { files, .. })
                    if files.iter().any(|file| message.files.contains(&file.id)) => {}
                Some(Entry::Said { words, choice, files, .. }) => {
                    if said_since.is_empty() {
                        let alone = words.is_none() && choice.is_none() && !files.is_empty();
                        case.more_files = alone && now - entry.at.as_millisecond() < ONE_SENDING_MS;
                    }
                    said_since.push((words, choice));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// A notice's choices with their labels; none if one of them was made since: its number or label, said again,
    /// means something else.
    async fn still_offered(
        &self,
        conversation: &Conversation,
        notice: &Notice,
        said_since: &[(Option<PaperId>, Option<String>)],
    ) -> Result<Vec<(prompts::Choice, String)>, DeskError> {
        let offered = self.wording.offered(&conversation.language, notice, &self.names(Vec::new()));
        let wanted: Vec<PaperId> = said_since.iter().filter_map(|(words, _)| *words).collect();
        let papers = match wanted.as_slice() {
            [] => Vec::new(),
            wanted => self.store.papers(self.jurisdiction(), wanted).await?,
        };
        let names = self.names(papers);
        let made = said_since.iter().any(|(words, choice)| {
            let text = words.and_then(|words| names.text(words));
            Case::is_made(&offered, choice.as_deref(), text.as_deref())
        });
        Ok(if made { Vec::new() } else { offered })
    }
}

/// A button says for itself what is meant: it answers nothing that was said before.
fn is_only_a_button(message: &Message) -> bool {
    message.choice.is_some() && message.text.is_none() && message.files.is_empty() && message.pass.is_none()
}

/// May the answer depend on what others have told? Only when the draft is being submitted for the first time, or may be
/// another one's matter.
fn is_compared(draft: &Draft, memory: &Memory, message: &Message) -> bool {
    let button = message.choice.as_deref().filter(|_| is_only_a_button(message)).and_then(Choice::parse);
    match memory.focus {
        Focus::Confirm => !draft.compared && button.is_none_or(|button| button == Choice::Submit),
        Focus::Same { .. } => !(draft.compared && button == Some(Choice::NotSame)),
        Focus::Free
        | Focus::Ask { .. }
        | Focus::WhichPlace { .. }
        | Focus::Apart
        | Focus::Answered
        | Focus::Fix { .. }
        | Focus::FilesFor { .. }
        | Focus::Order { .. }
        | Focus::Code { .. }
        | Focus::Supplement { .. }
        | Focus::Withdraw { .. }
        | Focus::Pass
        | Focus::Consent { .. }
        | Focus::Erase
        | Focus::Person => false,
    }
}
