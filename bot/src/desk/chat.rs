//! How does a person of the centre talk with a citizen?

use prompts::{Choice, Notice};
use storage::{
    AccountRole, Committed, Conversation, ConversationChange, ConversationId, Inbound, PaperKind, Speaker,
    StoreError, TaskChange, TaskId, TaskKind,
};

use super::act::required;
use super::decide::Deciding;
use super::decide::Pace;
use super::entry::Entry;
use super::staff::Staff;
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError};
use crate::dialogue::{self, Memory, Message, Move};

/// So many of the last entries are looked through for who has the conversation.
const RECENT: u64 = 200;

/// What an operator does with a conversation.
enum Part {
    Take,
    Say(String),
    Leave,
}

impl Desk {
    /// Takes a conversation over: the bot is silent until it is left. Taken already, nothing is changed.
    pub async fn take_chat(&self, by: &Staff, id: ConversationId) -> Result<(), DeskError> {
        self.in_chat(by, id, &Part::Take, None).await
    }

    /// Says something in a conversation that a person has, or should have; [`DeskError::WithBot`] in any other.
    pub async fn say(
        &self,
        by: &Staff,
        id: ConversationId,
        text: String,
        key: String,
    ) -> Result<(), DeskError> {
        let text = required("text", text)?;
        self.in_chat(by, id, &Part::Say(text), Some(key)).await
    }

    /// Leaves a conversation to the bot. Left already, nothing is changed.
    pub async fn leave_chat(&self, by: &Staff, id: ConversationId) -> Result<(), DeskError> {
        self.in_chat(by, id, &Part::Leave, None).await
    }

    /// A task is done. A second time changes nothing.
    pub async fn task_done(&self, by: &Staff, id: TaskId) -> Result<(), DeskError> {
        operator(by)?;
        let mut deciding = Deciding::begin(self, self.now());
        deciding.decision.tasks.push(TaskChange::Done { id, by: by.account.to_string() });
        match self.store.commit(deciding.decision).await? {
            Committed::Saved { .. } | Committed::Duplicate(_) => Ok(()),
            Committed::Conflict => Err(DeskError::Busy),
        }
    }

    /// Keeps what arrived raw, for a person to look at; a repetition changes nothing.
    pub async fn keep_raw(&self, channel: &str, key: &str, raw: &str) -> Result<(), DeskError> {
        let mut deciding = Deciding::begin(self, self.now());
        let inbound = Inbound { channel: channel.to_owned(), key: format!("raw:{key}"), digest: None };
        deciding.decision.inbound = Some(inbound);
        let words = deciding.words(raw, None);
        deciding.task(&TaskNote::DeadLetter { words: Some(words) }, None, None, None, false);
        match self.store.commit(deciding.decision).await? {
            Committed::Saved { .. } | Committed::Duplicate(_) => Ok(()),
            Committed::Conflict => Err(DeskError::Busy),
        }
    }

    /// Tells a citizen that a file of theirs could not be fetched.
    pub async fn file_lost(&self, id: ConversationId) -> Result<(), StoreError> {
        let Some(known) = self.store.conversation(self.jurisdiction(), id).await? else { return Ok(()) };
        let mut deciding = Deciding::begin(self, self.now());
        deciding.listen(known.id, &known.channel);
        deciding.tell(known.id, Notice::FilesLost);
        self.store.commit(deciding.decision).await?;
        Ok(())
    }

    async fn in_chat(
        &self,
        by: &Staff,
        id: ConversationId,
        part: &Part,
        key: Option<String>,
    ) -> Result<(), DeskError> {
        operator(by)?;
        let inbound = key.map(|key| by.inbound(&format!("say:{id}"), &key));
        for _ in 0..ATTEMPTS {
            let known = self.store.conversation(self.jurisdiction(), id).await?.ok_or(DeskError::Unknown)?;
            if let Some(inbound) = &inbound
                && self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?.is_some()
            {
                return Ok(());
            }
            match part {
                Part::Take if known.human && self.is_taken(id).await? => return Ok(()),
                Part::Leave if !known.human => return Ok(()),
                Part::Say(_) if !known.human => return Err(DeskError::WithBot),
                Part::Take | Part::Say(_) | Part::Leave => {}
            }
            let mut deciding = Deciding::begin(self, self.now());
            deciding.decision.inbound.clone_from(&inbound);
            deciding.listen(known.id, &known.channel);
            self.decide_part(&mut deciding, by, &known, part);
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } | Committed::Duplicate(_) => return Ok(()),
                Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// Has a person come already, and not left again? The citizen hears of it once.
    async fn is_taken(&self, id: ConversationId) -> Result<bool, DeskError> {
        let recent = self.store.chat_tail(self.jurisdiction(), id, RECENT).await?;
        let come_or_gone = recent.iter().rev().find_map(|entry| match Entry::read(entry) {
            Some(Entry::Told { notice: Notice::HumanJoined | Notice::OperatorSays { .. } }) => Some(true),
            Some(Entry::Told { notice: Notice::HumanLeft | Notice::HumanCalled }) => Some(false),
            Some(Entry::Told { .. } | Entry::Said { .. }) | None => None,
        });
        Ok(come_or_gone.unwrap_or(false))
    }

    fn decide_part(&self, deciding: &mut Deciding<'_>, by: &Staff, known: &Conversation, part: &Part) {
        let mut memory = Memory::read(&known.state);
        let human = match part {
            Part::Take => {
                memory.hand_to_person();
                deciding.tell(known.id, Notice::HumanJoined);
                self.done(deciding, by, known.id);
                true
            }
            Part::Say(text) => {
                let words = deciding.paper(PaperKind::Text, text.as_bytes().to_vec(), None, Some(known.id));
                let notice = Notice::OperatorSays { words: words.0 };
                deciding.carry(known.id, Speaker::Operator, notice, Pace::Now);
                known.human
            }
            Part::Leave => {
                memory = self.take_up_again(deciding, memory, known.id, &known.channel);
                self.done(deciding, by, known.id);
                false
            }
        };
        deciding.decision.conversation = Some(ConversationChange {
            id: known.id,
            citizen: known.citizen,
            address: None,
            expected: Some(known.version),
            state: memory.write(),
            human,
            language: known.language.clone(),
        });
    }

    /// The bot has the conversation again, and goes on with the draft if there is one.
    fn take_up_again(
        &self,
        deciding: &mut Deciding<'_>,
        memory: Memory,
        conversation: ConversationId,
        channel: &str,
    ) -> Memory {
        let left = Message { choice: Some(Choice::EndHuman.id()), ..Message::default() };
        let case = self.case_on(channel, &memory);
        let turn = dialogue::step(memory, &left, &case, &self.banner);
        for step in turn.moves {
            match step {
                Move::Say(notice) => deciding.tell(conversation, notice),
                Move::Summarise(summary) => deciding.summarise(conversation, &summary),
                // The task is done by whoever leaves; nothing else follows from leaving.
                Move::EndPerson
                | Move::CallPerson
                | Move::Open(_)
                | Move::Alert { .. }
                | Move::Show(_)
                | Move::Urge(_)
                | Move::Withdraw(_)
                | Move::Rate { .. }
                | Move::Bind { .. }
                | Move::Follow(_)
                | Move::Speak(_)
                | Move::CountHeld
                | Move::Export
                | Move::Erase
                | Move::Supplement { .. } => {}
            }
        }
        turn.memory
    }

    fn done(&self, deciding: &mut Deciding<'_>, by: &Staff, conversation: ConversationId) {
        deciding.decision.tasks.push(TaskChange::DoneFor {
            kind: TaskKind::TalkToCitizen,
            conversation,
            by: by.account.to_string(),
        });
    }
}

fn operator(by: &Staff) -> Result<(), DeskError> {
    if by.role == AccountRole::Operator { Ok(()) } else { Err(DeskError::Unknown) }
}
