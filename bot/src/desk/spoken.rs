//! How does a conversation read?

use jiff::Timestamp;
use prompts::{Notice, Spoken, SpokenChoice};
use storage::{ChatEntry, ConversationId, Paper, PaperId, PaperKind, Speaker};

use super::entry::{Entry, FileRef};
use super::{Desk, DeskError};
use crate::names::PaperNames;

/// So many entries are read at once.
const PAGE: u32 = 200;

/// One line of a conversation, in words.
#[derive(Clone, Debug)]
pub struct Line {
    /// Number in the conversation's stream.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub who: Speaker,
    /// The words.
    pub text: String,
    /// What can be pressed.
    pub choices: Vec<SpokenChoice>,
    /// Photos, voice notes, shared locations.
    pub files: Vec<FileRef>,
    /// The idempotency key of a citizen's own line.
    pub key: Option<String>,
}

impl Desk {
    /// The lines of a conversation after a number, in a language; at most 200 at once, oldest first.
    pub async fn transcript(
        &self,
        id: ConversationId,
        after: u64,
        language: &str,
    ) -> Result<Vec<Line>, DeskError> {
        let entries = self.store.chat(self.jurisdiction(), id, after, PAGE).await?;
        let read: Vec<(ChatEntry, Option<Entry>)> = entries
            .into_iter()
            .map(|entry| {
                let read = Entry::read(&entry);
                (entry, read)
            })
            .collect();
        let wanted: Vec<PaperId> =
            read.iter().filter_map(|(_, entry)| entry.as_ref()).flat_map(papers_of).collect();
        let names = self.names(self.store.papers(self.jurisdiction(), &wanted).await?);
        Ok(read.into_iter().map(|(entry, read)| self.line(&entry, read, &names, language)).collect())
    }

    /// A file of this conversation.
    pub async fn file(&self, conversation: ConversationId, id: PaperId) -> Result<Option<Paper>, DeskError> {
        let paper = self.store.paper(self.jurisdiction(), id).await?;
        Ok(paper.filter(|paper| {
            paper.conversation == Some(conversation) && matches!(paper.kind, PaperKind::File { .. })
        }))
    }

    /// A notice in words.
    pub(super) async fn render(&self, notice: &Notice, language: &str) -> Result<Spoken, DeskError> {
        let wanted: Vec<PaperId> = notice.papers().into_iter().map(PaperId).collect();
        let papers = self.store.papers(self.jurisdiction(), &wanted).await?;
        Ok(self.wording.say(language, notice, &self.names(papers)))
    }

    /// The banner's names, with these papers at hand.
    pub(super) fn names(&self, papers: Vec<Paper>) -> PaperNames {
        PaperNames::new(std::sync::Arc::clone(&self.banner), &self.config, papers, self.now())
    }

    fn line(&self, entry: &ChatEntry, read: Option<Entry>, names: &PaperNames, language: &str) -> Line {
        let mut line = Line {
            seq: entry.seq,
            at: entry.at,
            who: entry.speaker,
            text: String::new(),
            choices: Vec::new(),
            files: Vec::new(),
            key: None,
        };
        match read {
            Some(Entry::Said { key, words, choice, files }) => {
                let label = choice.and_then(|id| prompts::Choice::parse(&id));
                let label = label.map(|choice| self.wording.label(language, &choice, names));
                let erased = words.map(|_| self.wording.line(language, "notice-paper-gone", &[]));
                let text = words.and_then(|paper| names.text(paper));
                line.text = text.or(label).or(erased).unwrap_or_default();
                line.files = files;
                line.key = Some(key);
            }
            Some(Entry::Told { notice }) => {
                let spoken = self.wording.say(language, &notice, names);
                (line.text, line.choices) = (spoken.text, spoken.choices);
            }
            None => tracing::error!(chat.seq = entry.seq, "an entry of an unknown form cannot be shown"),
        }
        line
    }
}

fn papers_of(entry: &Entry) -> Vec<PaperId> {
    match entry {
        Entry::Said { words, .. } => words.iter().copied().collect(),
        Entry::Told { notice } => notice.papers().into_iter().map(PaperId).collect(),
    }
}
