//! How does a person of the centre talk with a citizen?

use prompts::{Choice, Notice};
use storage::{
    AccountRole, Committed, Conversation, ConversationChange, ConversationId, Inbound, Speaker, TaskChange,
    TaskId, TaskKind,
};

use super::act::required;
use super::decide::Deciding;
use super::entry::Entry;
use super::staff::Staff;
use super::{ATTEMPTS, Desk, DeskError};
use crate::dialogue::{self, Case, Memory, Message, Move};

/// What an operator does with a conversation.
enum Part {
    Take,
    Say(String),
    Leave,
}

impl Desk {
    /// Takes a conversation over: the bot is silent until it is left.
    pub async fn take_chat(&self, by: &Staff, id: ConversationId) -> Result<(), DeskError> {
        self.in_chat(by, id, &Part::Take, None).await
    }

    /// Says something in a conversation that a person has.
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

    /// Leaves a conversation to the bot.
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

    async fn in_chat(
        &self,
        by: &Staff,
        id: ConversationId,
        part: &Part,
        key: Option<String>,
    ) -> Result<(), DeskError> {
        operator(by)?;
        let inbound =
            key.map(|key| Inbound { channel: "desk".to_owned(), key: format!("{}:{key}", by.account) });
        for _ in 0..ATTEMPTS {
            let known = self.store.conversation(self.jurisdiction(), id).await?.ok_or(DeskError::Unknown)?;
            let mut deciding = Deciding::begin(self, self.now());
            deciding.decision.inbound.clone_from(&inbound);
            self.decide_part(&mut deciding, by, &known, part);
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } | Committed::Duplicate(_) => return Ok(()),
                Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
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
                let words = deciding.words(text, None);
                let notice = Notice::OperatorSays { words: words.0 };
                deciding.write(known.id, Speaker::Operator, &Entry::Told { notice });
                known.human
            }
            Part::Leave => {
                memory = self.take_up_again(deciding, memory, known.id);
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
    ) -> Memory {
        let left = Message { choice: Some(Choice::EndHuman.id()), ..Message::default() };
        let turn = dialogue::step(memory, &left, &Case::default(), &self.banner);
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
