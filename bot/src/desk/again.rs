//! May a message that could not be decided be decided now?

use storage::{Committed, Conversation, Paper, Task, TaskChange, TaskId, TaskKind};

use super::decide::Deciding;
use super::hear::{Chat, finish};
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError};
use crate::dialogue::Message;

/// A message that could not be decided and was kept for a person.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// The task that keeps it.
    pub task: Task,
    /// What came: words of a conversation, or what a platform brought, raw. `None`: nothing is kept, or not any more.
    pub raw: Option<String>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It was decided, and its task is done.
    Decided,
    /// The dialogue breaks down over it still: nothing was changed.
    StillNot,
    /// Nothing of it is kept that could be decided: a person must look.
    NothingKept,
}

impl Desk {
    /// The messages that could not be decided and that nobody has dealt with, oldest first.
    pub async fn undecided(&self) -> Result<Vec<Undecided>, DeskError> {
        let mut undecided = Vec::new();
        for task in self.store.tasks(self.jurisdiction()).await? {
            if task.kind == TaskKind::DeadLetter {
                let raw = self.raw_of(&task).await?;
                undecided.push(Undecided { task, raw });
            }
        }
        undecided.sort_by_key(|kept| (kept.task.opened_at, kept.task.id));
        Ok(undecided)
    }

    /// Lets the dialogue answer a message of a conversation that it broke down over; in the same commit its task is
    /// done. What stands in the conversation already is not said again.
    pub async fn decide_again(&self, undecided: &Undecided) -> Result<Again, DeskError> {
        let (Some(id), Some(words)) = (undecided.task.conversation, &undecided.raw) else {
            return Ok(Again::NothingKept);
        };
        for _ in 0..ATTEMPTS {
            let Some(known) = self.store.conversation(self.jurisdiction(), id).await? else {
                return Ok(Again::NothingKept);
            };
            let mut deciding = Deciding::begin(self, self.now());
            if !self.decide_words(&mut deciding, known, words, &undecided.task).await? {
                return Ok(Again::StillNot);
            }
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } => return Ok(Again::Decided),
                Committed::Duplicate(_) | Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// What was kept was dealt with otherwise.
    pub async fn undecided_done(&self, id: TaskId) -> Result<(), DeskError> {
        let mut deciding = Deciding::begin(self, self.now());
        deciding.decision.tasks.push(TaskChange::Done { id, by: String::new() });
        match self.store.commit(deciding.decision).await? {
            Committed::Saved { .. } | Committed::Duplicate(_) => Ok(()),
            Committed::Conflict => Err(DeskError::Busy),
        }
    }

    /// `false`: the dialogue breaks down.
    async fn decide_words(
        &self,
        deciding: &mut Deciding<'_>,
        known: Conversation,
        words: &str,
        task: &Task,
    ) -> Result<bool, DeskError> {
        let sender = self.store.address(self.jurisdiction(), known.id).await?;
        let sender = sender.map(|address| address.value).unwrap_or_default();
        let memory = self.memory_of(Some(&known), deciding.now);
        let mut chat = Chat::known(known);
        deciding.listen(chat.id, &chat.channel);
        let message = Message { text: Some(words.to_owned()), ..Message::default() };
        let case = self.load_case(chat.known.as_ref(), &chat.channel, &memory, &message, &sender).await?;
        let turn = self.answer(memory, &message, &case);
        deciding.case = case;
        let Some(turn) = turn else { return Ok(false) };
        let kept = TaskNote::read(task).and_then(|note| note.raw());
        let memory = self.follow_turn(deciding, &mut chat, turn, kept).await?;
        finish(deciding, &chat, &memory);
        deciding.decision.tasks.push(TaskChange::Done { id: task.id, by: String::new() });
        Ok(true)
    }

    async fn raw_of(&self, task: &Task) -> Result<Option<String>, DeskError> {
        let Some(paper) = TaskNote::read(task).and_then(|note| note.raw()) else { return Ok(None) };
        let paper = self.store.paper(self.jurisdiction(), paper).await?;
        Ok(paper.as_ref().and_then(Paper::text).map(str::to_owned))
    }
}
