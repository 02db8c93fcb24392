//! How do photos that were sent as one, but come one by one, become one message?
//!
//! Each part is committed as it comes and nothing is answered yet; an alarm a moment later, or the citizen's next
//! message, answers them all at once. So it does not matter in which order, or through which replica, they come.

use jiff::SignedDuration;
use storage::{Alarm, AlarmChange, AlarmId, Conversation, ConversationId, PaperId};

use super::clockwork::AlarmNote;
use super::decide::Deciding;
use super::hear::{Chat, finish};
use super::receive::Arrival;
use super::{Desk, DeskError};
use crate::dialogue::{Album, Memory, Message};

/// So long after the last part the album is taken as whole.
const WINDOW: SignedDuration = SignedDuration::from_secs(2);

impl Memory {
    /// Is this a part of the album that is coming in?
    pub(super) fn continues(&self, album: Option<&str>) -> bool {
        self.album.as_ref().map(|known| known.name.as_str()) == album
    }
}

impl Desk {
    /// Puts a part to the others, and waits for more.
    pub(super) fn wait_for_album(
        &self,
        deciding: &mut Deciding<'_>,
        chat: &Chat,
        memory: &mut Memory,
        name: &str,
        part: Message,
        words: Option<PaperId>,
    ) {
        let begun = || Album { name: name.to_owned(), words: None, paper: None, files: Vec::new() };
        let album = memory.album.get_or_insert_with(begun);
        album.files.extend(part.files);
        if album.words.is_none() {
            (album.words, album.paper) = (part.text, words);
        }
        let note = AlarmNote::Album { conversation: chat.id };
        deciding.decision.alarms.push(AlarmChange::Set(Alarm {
            id: AlarmId(self.mint.id(deciding.now)),
            key: note.key(),
            due: deciding.now + WINDOW,
            document: note.write(),
        }));
    }

    /// Before what is no part of the album that is coming in, the album is answered, in a commit of its own; `false`:
    /// there is none. Whoever was quicker has answered it.
    pub(super) async fn answer_album_first(
        &self,
        known: &Conversation,
        memory: &Memory,
        arrival: &Arrival,
    ) -> Result<bool, DeskError> {
        if memory.album.is_none() || memory.continues(arrival.album.as_deref()) {
            return Ok(false);
        }
        let mut deciding = Deciding::begin(self, self.now());
        self.end_album(&mut deciding, known.id).await?;
        self.store.commit(deciding.decision).await?;
        Ok(true)
    }

    /// Answers the album that has come in, if one has: now it is whole.
    async fn take_album(
        &self,
        deciding: &mut Deciding<'_>,
        chat: &mut Chat,
        mut memory: Memory,
        sender: &str,
    ) -> Result<Memory, DeskError> {
        let Some(album) = memory.album.take() else { return Ok(memory) };
        deciding
            .decision
            .alarms
            .push(AlarmChange::Cancel { key: AlarmNote::Album { conversation: chat.id }.key() });
        let message = Message { text: album.words, files: album.files, ..Message::default() };
        let turn = self.decide_turn(deciding, chat, memory, &message, album.paper, sender).await?;
        self.follow_turn(deciding, chat, turn, album.paper).await
    }

    /// The time for further parts is over.
    pub(super) async fn end_album(
        &self,
        deciding: &mut Deciding<'_>,
        conversation: ConversationId,
    ) -> Result<(), DeskError> {
        let Some(known) = self.store.conversation(self.jurisdiction(), conversation).await? else {
            return Ok(());
        };
        let memory = self.memory_of(Some(&known), deciding.now);
        if memory.album.is_none() {
            return Ok(());
        }
        let sender = self.store.address(self.jurisdiction(), conversation).await?;
        let sender = sender.map(|address| address.value).unwrap_or_default();
        let mut chat = Chat::known(known);
        deciding.listen(chat.id, &chat.channel);
        let memory = self.take_album(deciding, &mut chat, memory, &sender).await?;
        finish(deciding, &chat, &memory);
        Ok(())
    }
}
