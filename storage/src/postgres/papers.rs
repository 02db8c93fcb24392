//! Where are the texts, contacts and files?

use std::collections::HashSet;

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::{Case, column};
use super::cells::Cells;
use super::fault::Fault;
use super::keyed::keyed;
use super::ready::paper::{SealedPaper, TABLE, content};
use super::wires::Wire;
use crate::written::{paper_kind, read_paper_kind, signed, unopened};
use crate::{ConversationId, Jurisdiction, Paper, PaperId, StoreError};

/// Adds papers, and ties those that came before to the orders whose events name them: photos of a draft.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    add(wire, going).await?;
    tie(wire, going).await
}

/// One that is there already keeps its content and is only tied to its order, where it had none.
async fn add(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let mut rows: Vec<(&str, &SealedPaper)> = Vec::new();
    for case in going {
        rows.extend(case.ready.papers.iter().map(|paper| (case.ready.j(), paper)));
    }
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_by_key(|(j, paper)| (*j, paper.id));
    let query = sqlx::query(
        "INSERT INTO paper (jurisdiction, id, kind, media_type, order_no, conversation, at, content) \
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], \
         $7::bigint[], $8::bytea[]) \
         ON CONFLICT (jurisdiction, id) DO UPDATE SET order_no = coalesce(paper.order_no, excluded.order_no)",
    )
    .bind(column(&rows, |(j, _)| *j))
    .bind(column(&rows, |(_, paper)| paper.id.0))
    .bind(column(&rows, |(_, paper)| paper.kind))
    .bind(column(&rows, |(_, paper)| paper.media_type.as_deref()))
    .bind(column(&rows, |(_, paper)| paper.order.as_deref()))
    .bind(column(&rows, |(_, paper)| paper.conversation))
    .bind(column(&rows, |(_, paper)| paper.at))
    .bind(column(&rows, |(_, paper)| paper.content.as_slice()));
    wire.run(query).await.map(drop)
}

async fn tie(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let mut rows: Vec<(&str, Uuid, &str)> = Vec::new();
    for case in going {
        let tied: HashSet<PaperId> =
            case.ready.papers.iter().filter(|paper| paper.order.is_some()).map(|paper| paper.id).collect();
        for order in &case.ready.orders {
            let named = order.names.iter().filter(|id| !tied.contains(id));
            rows.extend(named.map(|id| (case.ready.j(), id.0, order.no.as_str())));
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_unstable();
    let query = sqlx::query(
        "UPDATE paper p SET order_no = k.no FROM unnest($1::text[], $2::uuid[], $3::text[]) AS k (j, id, no) \
         WHERE p.order_no IS NULL AND p.jurisdiction = k.j AND p.id = k.id",
    )
    .bind(column(&rows, |row| row.0))
    .bind(column(&rows, |row| row.1))
    .bind(column(&rows, |row| row.2));
    wire.run(query).await.map(drop)
}

impl PostgresStore {
    /// Puts content into a paper that was kept empty. An empty one is known by the length of its envelope.
    pub(super) async fn fill_paper(&self, j: &Jurisdiction, paper: &Paper) -> Result<bool, Fault> {
        let empty = content(&Paper { content: Vec::new(), ..paper.clone() }, j, &self.sealer).len();
        let query = sqlx::query(
            "UPDATE paper SET content = $1, media_type = $2 \
             WHERE jurisdiction = $3 AND id = $4 AND octet_length(content) = $5",
        )
        .bind(content(paper, j, &self.sealer))
        .bind(paper_kind(&paper.kind).1)
        .bind(j.as_str())
        .bind(paper.id.0)
        .bind(signed(empty as u64));
        let filled = self.wire().await?.run(query).await? == 1;
        if filled {
            self.news.raise();
        }
        Ok(filled)
    }

    /// One paper; an unreadable one is an error.
    pub(super) async fn paper_by_id(&self, j: &Jurisdiction, id: PaperId) -> Result<Option<Paper>, Fault> {
        let rows = self.paper_rows(j, &[id], true).await?;
        Ok(rows.first().map(|row| self.paper_in(j, row)).transpose()?)
    }

    /// Several papers. One that cannot be read must not hide the others: it is left out like one that is gone.
    pub(super) async fn papers_by_ids(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
        with_files: bool,
    ) -> Result<Vec<Paper>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.paper_rows(j, ids, with_files).await?;
        let read = rows.iter().filter_map(|row| match self.paper_in(j, row) {
            Ok(paper) => Some(paper),
            Err(error) => {
                tracing::error!(%error, "a paper cannot be read");
                None
            }
        });
        Ok(read.collect())
    }

    async fn paper_rows(
        &self,
        j: &Jurisdiction,
        ids: &[PaperId],
        with_files: bool,
    ) -> Result<Vec<PgRow>, Fault> {
        let query = sqlx::query(keyed!(
            "id, kind, media_type, order_no, conversation, at, content",
            "paper",
            "jurisdiction = $1 AND (kind <> 'file' OR $3)",
            "id" any "$2::uuid[]"
        ))
        .bind(j.as_str())
        .bind(column(ids, |id| id.0))
        .bind(with_files);
        self.wire().await?.all(query).await
    }

    fn paper_in(&self, j: &Jurisdiction, row: &PgRow) -> Result<Paper, StoreError> {
        let cells = Cells::named::<Uuid>(row, TABLE, "id")?;
        let id = PaperId(cells.get("id")?);
        let conversation: Option<Uuid> = cells.get("conversation")?;
        let content = self
            .sealer
            .open(TABLE, &[j.as_str(), &id.to_string()], cells.get("content")?)
            .map_err(|why| unopened(TABLE, &id, &why))?;
        let kind: &str = cells.get("kind")?;
        let read = read_paper_kind(kind, cells.get("media_type")?);
        Ok(Paper {
            id,
            kind: read.ok_or_else(|| cells.corrupt(&format!("unknown kind {kind}")))?,
            order: cells.parse("order_no")?,
            conversation: conversation.map(ConversationId),
            at: cells.time("at")?,
            content,
        })
    }
}
