//! Where are the texts, contacts and files?

use std::collections::{BTreeSet, HashSet};

use rusqlite::{Connection, Row};
use uuid::Uuid;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::fault::unopened;
use super::rows::{Cells, at_one_moment, ms, one, run};
use crate::{ConversationId, Decision, Jurisdiction, Paper, PaperId, PaperKind, Sealer, StoreError};

const TABLE: &str = "paper";

/// The content of a paper, sealed for its row.
pub(super) fn sealed(paper: &Paper, j: &Jurisdiction, sealer: &Sealer) -> Vec<u8> {
    sealer.seal(TABLE, &[j.as_str(), &paper.id.to_string()], &paper.content)
}

/// Adds papers. One that is there already keeps its content and is only tied to its order, where it had none.
pub(super) fn add(
    db: &Connection,
    j: &Jurisdiction,
    papers: &[Paper],
    sealed: &[Vec<u8>],
) -> Result<(), StoreError> {
    for (paper, content) in papers.iter().zip(sealed) {
        let (kind, media_type) = written(&paper.kind);
        run(
            db,
            "INSERT INTO paper (jurisdiction, id, kind, media_type, order_no, conversation, at, content) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT DO UPDATE SET order_no = coalesce(order_no, excluded.order_no)",
            (
                j.as_str(),
                paper.id.0,
                kind,
                media_type,
                paper.order.as_ref().map(|no| no.as_str()),
                paper.conversation.map(|id| id.0),
                ms(paper.at),
                content,
            ),
        )?;
    }
    Ok(())
}

/// Ties papers that came before to the orders whose events name them: photos of a draft, of a conversation.
pub(super) fn tie(db: &Connection, decision: &Decision) -> Result<(), StoreError> {
    let tied: HashSet<PaperId> =
        decision.papers.iter().filter(|paper| paper.order.is_some()).map(|paper| paper.id).collect();
    for change in &decision.orders {
        let named = change.events.iter().flat_map(|event| event.fact.papers());
        for id in named.filter(|id| !tied.contains(id)) {
            let sql = "UPDATE paper SET order_no = ? WHERE order_no IS NULL AND jurisdiction = ? AND id = ?";
            run(db, sql, (change.order.no.as_str(), decision.jurisdiction.as_str(), id.0))?;
        }
    }
    Ok(())
}

/// One paper.
pub(super) const ANY: &str = "SELECT * FROM paper WHERE jurisdiction = ? AND id = ?";
/// The same, if it is no file.
pub(super) const NO_FILE: &str = "SELECT * FROM paper WHERE jurisdiction = ? AND id = ? AND kind <> 'file'";

impl SqliteStore {
    /// Puts content into a paper that was kept empty. An empty one is known by the length of its envelope.
    pub(super) async fn fill_paper(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, StoreError> {
        let empty = sealed(&Paper { content: Vec::new(), ..paper.clone() }, j, &self.sealer).len();
        let empty = i64::try_from(empty).unwrap_or(i64::MAX);
        let content = sealed(paper, j, &self.sealer);
        let media_type = written(&paper.kind).1.map(str::to_owned);
        let values = (content, media_type, j.to_string(), paper.id.0, empty);
        let sql = "UPDATE paper SET content = ?, media_type = ? \
            WHERE jurisdiction = ? AND id = ? AND length(content) = ?";
        let fill = move |pen: &Pen<'_>| Ok(Left::News(run(pen, sql, values.clone())? == 1));
        self.writer.write(fill).await
    }

    /// One paper; an unreadable one is an error.
    pub(super) fn paper_by_id(&self, j: &Jurisdiction, id: PaperId) -> Result<Option<Paper>, StoreError> {
        self.readers.read(|db| self.paper_at(db, j, id, ANY))
    }

    /// Several papers. One that cannot be read must not hide the others: it is left out like one that is gone.
    /// `sql` reads one.
    pub(super) fn papers_by_ids(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
        sql: &str,
    ) -> Result<Vec<Paper>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let read = |db: &Connection| {
            let mut papers = Vec::with_capacity(ids.len());
            for id in ids.iter().collect::<BTreeSet<_>>() {
                match self.paper_at(db, j, *id, sql) {
                    Ok(paper) => papers.extend(paper),
                    Err(error @ StoreError::Unavailable(_)) => return Err(error),
                    Err(error) => tracing::error!(%error, "a paper cannot be read"),
                }
            }
            Ok(papers)
        };
        self.readers.read(|db| at_one_moment(db, read))
    }

    fn paper_at(
        &self,
        db: &Connection,
        j: &Jurisdiction,
        id: PaperId,
        sql: &str,
    ) -> Result<Option<Paper>, StoreError> {
        one(db, sql, (j.as_str(), id.0), |row| self.paper_in(j, row))
    }

    fn paper_in(&self, j: &Jurisdiction, row: &Row<'_>) -> Result<Paper, StoreError> {
        let cells = Cells::named(row, TABLE, "id");
        let id = PaperId(cells.get("id")?);
        let conversation: Option<Uuid> = cells.get("conversation")?;
        let content = self
            .sealer
            .open(TABLE, &[j.as_str(), &id.to_string()], cells.bytes("content")?)
            .map_err(|why| unopened(TABLE, &id, &why))?;
        Ok(Paper {
            id,
            kind: read(&cells)?,
            order: cells.parse("order_no")?,
            conversation: conversation.map(ConversationId),
            at: cells.time("at")?,
            content,
        })
    }
}

fn written(kind: &PaperKind) -> (&'static str, Option<&str>) {
    match kind {
        PaperKind::Text => ("text", None),
        PaperKind::Contact => ("contact", None),
        PaperKind::Place => ("place", None),
        PaperKind::QueryCode => ("query_code", None),
        PaperKind::Document => ("document", None),
        PaperKind::File { media_type } => ("file", Some(media_type)),
    }
}

fn read(cells: &Cells<'_>) -> Result<PaperKind, StoreError> {
    match cells.text("kind")? {
        "text" => Ok(PaperKind::Text),
        "contact" => Ok(PaperKind::Contact),
        "place" => Ok(PaperKind::Place),
        "query_code" => Ok(PaperKind::QueryCode),
        "document" => Ok(PaperKind::Document),
        "file" => Ok(PaperKind::File { media_type: cells.get("media_type")? }),
        other => Err(cells.corrupt(&format!("unknown kind {other}"))),
    }
}
