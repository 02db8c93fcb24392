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
        let read: Vec<_> = read.iter().map(|(entry, read)| (entry, read.as_ref())).collect();
        self.lines_of(&read, &[], language).await
    }

    /// The lines of some entries, as far as they could be read, with some of their papers at hand.
    pub(super) async fn lines_of(
        &self,
        entries: &[(&ChatEntry, Option<&Entry>)],
        at_hand: &[Paper],
        language: &str,
    ) -> Result<Vec<Line>, DeskError> {
        let mut wanted: Vec<PaperId> =
            entries.iter().filter_map(|(_, read)| *read).flat_map(papers_of).collect();
        let mut papers: Vec<Paper> =
            at_hand.iter().filter(|paper| wanted.contains(&paper.id)).cloned().collect();
        wanted.retain(|id| !papers.iter().any(|paper| paper.id == *id));
        if !wanted.is_empty() {
            papers.extend(self.store.papers(self.jurisdiction(), &wanted).await?);
        }
        let names = self.names(papers);
        Ok(entries.iter().map(|(entry, read)| self.line(entry, *read, &names, language)).collect())
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

    fn line(&self, entry: &ChatEntry, read: Option<&Entry>, names: &PaperNames, language: &str) -> Line {
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
                let label = || {
                    let choice = prompts::Choice::parse(choice.as_deref()?)?;
                    Some(self.wording.label(language, &choice, names))
                };
                let erased = || words.map(|_| self.wording.line(language, "notice-paper-gone", &[]));
                let text = words.and_then(|paper| names.text(paper));
                line.text = text.or_else(label).or_else(erased).unwrap_or_default();
                line.files.clone_from(files);
                line.key = Some(key.clone());
            }
            Some(Entry::Told { notice }) => {
                let spoken = self.wording.say(language, notice, names);
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
