//! Where are the texts, contacts and files?

use std::collections::HashSet;

use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use super::SqliteStore;
use super::fault::unopened;
use super::rows::{Cells, ms};
use super::writer::Left;
use crate::{ConversationId, Decision, Jurisdiction, Paper, PaperId, PaperKind, Sealer, StoreError};

const TABLE: &str = "paper";

/// The content of a paper, sealed for its row.
pub(super) fn sealed(paper: &Paper, j: &Jurisdiction, sealer: &Sealer) -> Vec<u8> {
    sealer.seal(TABLE, &[j.as_str(), &paper.id.to_string()], &paper.content)
}

/// Adds papers. One that is there already keeps its content and is only tied to its order, where it had none.
pub(super) async fn add(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    papers: &[Paper],
    sealed: &[Vec<u8>],
) -> Result<(), StoreError> {
    if papers.is_empty() {
        return Ok(());
    }
    let mut insert = QueryBuilder::<Sqlite>::new(
        "INSERT INTO paper (jurisdiction, id, kind, media_type, order_no, conversation, at, content) ",
    );
    insert.push_values(papers.iter().zip(sealed), |mut row, (paper, content)| {
        let (kind, media_type) = written(&paper.kind);
        row.push_bind(j.as_str())
            .push_bind(paper.id.0)
            .push_bind(kind)
            .push_bind(media_type)
            .push_bind(paper.order.as_ref().map(|no| no.as_str()))
            .push_bind(paper.conversation.map(|id| id.0))
            .push_bind(ms(paper.at))
            .push_bind(content.as_slice());
    });
    insert.push(" ON CONFLICT DO UPDATE SET order_no = coalesce(order_no, excluded.order_no)");
    insert.build().execute(db).await?;
    Ok(())
}

/// Ties papers that came before to the orders whose events name them: photos of a draft, of a conversation.
pub(super) async fn tie(db: &mut SqliteConnection, decision: &Decision) -> Result<(), StoreError> {
    let tied: HashSet<PaperId> =
        decision.papers.iter().filter(|paper| paper.order.is_some()).map(|paper| paper.id).collect();
    for change in &decision.orders {
        let named = change.events.iter().flat_map(|event| event.fact.papers());
        let named: Vec<PaperId> = named.filter(|id| !tied.contains(id)).collect();
        if named.is_empty() {
            continue;
        }
        let mut update = QueryBuilder::<Sqlite>::new("UPDATE paper SET order_no = ");
        update.push_bind(change.order.no.as_str()).push(" WHERE order_no IS NULL AND jurisdiction = ");
        update.push_bind(decision.jurisdiction.as_str()).push(" AND id IN (");
        let mut list = update.separated(", ");
        for id in named {
            list.push_bind(id.0);
        }
        update.push(")");
        update.build().execute(&mut *db).await?;
    }
    Ok(())
}

impl SqliteStore {
    /// Puts content into a paper that was kept empty. An empty one is known by the length of its envelope.
    pub(super) async fn fill_paper(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, StoreError> {
        let empty = sealed(&Paper { content: Vec::new(), ..paper.clone() }, j, &self.sealer).len();
        let content = sealed(paper, j, &self.sealer);
        let (j, id) = (j.clone(), paper.id);
        let media_type = written(&paper.kind).1.map(str::to_owned);
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "UPDATE paper SET content = ?, media_type = ? \
                         WHERE jurisdiction = ? AND id = ? AND length(content) = ?",
                    )
                    .bind(content)
                    .bind(media_type)
                    .bind(j.as_str())
                    .bind(id.0)
                    .bind(i64::try_from(empty).unwrap_or(i64::MAX))
                    .execute(db)
                    .await?;
                    Ok(Left::News(done.rows_affected() == 1))
                })
            })
            .await
    }

    /// One paper; an unreadable one is an error.
    pub(super) async fn paper_by_id(
        &self,
        j: &Jurisdiction,
        id: PaperId,
    ) -> Result<Option<Paper>, StoreError> {
        let rows = self.paper_rows(j, &[id]).await?;
        rows.first().map(|row| self.paper_in(j, row)).transpose()
    }

    /// Several papers. One that cannot be read must not hide the others: it is left out like one that is gone.
    pub(super) async fn papers_by_ids(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
    ) -> Result<Vec<Paper>, StoreError> {
        let rows = self.paper_rows(j, ids).await?;
        let read = rows.iter().filter_map(|row| match self.paper_in(j, row) {
            Ok(paper) => Some(paper),
            Err(error) => {
                tracing::error!(%error, "a paper cannot be read");
                None
            }
        });
        Ok(read.collect())
    }

    async fn paper_rows(&self, j: &Jurisdiction, ids: &[PaperId]) -> Result<Vec<SqliteRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut select = QueryBuilder::<Sqlite>::new("SELECT * FROM paper WHERE jurisdiction = ");
        select.push_bind(j.as_str()).push(" AND id IN (");
        let mut list = select.separated(", ");
        for id in ids {
            list.push_bind(id.0);
        }
        select.push(")");
        Ok(select.build().fetch_all(&self.readers).await?)
    }

    fn paper_in(&self, j: &Jurisdiction, row: &SqliteRow) -> Result<Paper, StoreError> {
        let cells = Cells::named::<Uuid>(row, TABLE, "id")?;
        let id = PaperId(cells.get("id")?);
        let conversation: Option<Uuid> = cells.get("conversation")?;
        let content = self
            .sealer
            .open(TABLE, &[j.as_str(), &id.to_string()], cells.get("content")?)
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
    match cells.get("kind")? {
        "text" => Ok(PaperKind::Text),
        "contact" => Ok(PaperKind::Contact),
        "place" => Ok(PaperKind::Place),
        "query_code" => Ok(PaperKind::QueryCode),
        "document" => Ok(PaperKind::Document),
        "file" => Ok(PaperKind::File { media_type: cells.get("media_type")? }),
        other => Err(cells.corrupt(&format!("unknown kind {other}"))),
    }
}
