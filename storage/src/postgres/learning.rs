//! What would be learned, from which orders, and who let it?

use jiff::Timestamp;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::column;
use super::cells::Cells;
use super::fault::Fault;
use crate::learning::{thousandths, weight};
use crate::order::{Event, Order};
use crate::written::{document, ms, unopened};
use crate::{
    AccountId, CategoryCode, ChangeId, Jurisdiction, OrderNo, Sealer, StoreError, Verdict, WordChange,
};

const TABLE: &str = "word_change";

impl PostgresStore {
    pub(super) async fn orders_sorted(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        after: Option<&OrderNo>,
        limit: u32,
    ) -> Result<Vec<(Order, Vec<Event>)>, Fault> {
        let query = sqlx::query(
            "SELECT w.no, w.document, ARRAY (SELECT document FROM event WHERE jurisdiction = $1 \
             AND stream = 'order:' || w.no \
             AND kind IN ('accepted', 'corrected', 'dispatched', 'return_granted') ORDER BY seq) AS events \
             FROM (SELECT no, document FROM work_order WHERE jurisdiction = $1 AND no > $2 \
             AND accepted_at >= $3 ORDER BY no LIMIT $4) AS w ORDER BY w.no",
        )
        .bind(j.as_str())
        .bind(after.map_or_else(|| OrderNo::first_since(since), OrderNo::to_string))
        .bind(ms(since))
        .bind(i64::from(limit));
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(sorted).collect::<Result<_, _>>()?)
    }

    pub(super) async fn keep_changes(
        &self,
        j: &Jurisdiction,
        changes: &[WordChange],
    ) -> Result<usize, Fault> {
        let query = sqlx::query(
            "INSERT INTO word_change (jurisdiction, id, category, word, weight_before, weight_after, rehearsed, \
             proposed_at) SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], \
             $6::bigint[], $7::text[], $8::bigint[]) ON CONFLICT DO NOTHING",
        )
        .bind(j.as_str())
        .bind(column(changes, |change| change.id.0))
        .bind(column(changes, |change| change.category.as_str()))
        .bind(column(changes, |change| change.word.as_str()))
        .bind(column(changes, |change| change.before.map(thousandths)))
        .bind(column(changes, |change| thousandths(change.after)))
        .bind(column(changes, |change| document(&change.rehearsed)))
        .bind(column(changes, |change| ms(change.proposed_at)));
        let kept = self.wire().await?.run(query).await?;
        Ok(usize::try_from(kept).unwrap_or(usize::MAX))
    }

    pub(super) async fn all_changes(&self, j: &Jurisdiction) -> Result<Vec<WordChange>, Fault> {
        let query = sqlx::query(
            "SELECT id, category, word, weight_before, weight_after, rehearsed, proposed_at, approved, \
             decided_at, decided_by, why FROM word_change WHERE jurisdiction = $1 \
             ORDER BY proposed_at DESC, id DESC",
        )
        .bind(j.as_str());
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(|row| change(row, &self.sealer, j)).collect::<Result<_, _>>()?)
    }

    pub(super) async fn judge_change(
        &self,
        j: &Jurisdiction,
        id: ChangeId,
        verdict: &Verdict,
    ) -> Result<bool, Fault> {
        let why = self.sealer.seal(TABLE, &[j.as_str(), &id.to_string()], verdict.why.as_bytes());
        let query = sqlx::query(
            "UPDATE word_change SET approved = $3, decided_at = $4, decided_by = $5, why = $6 \
             WHERE jurisdiction = $1 AND id = $2 AND approved IS NULL",
        )
        .bind(j.as_str())
        .bind(id.0)
        .bind(verdict.approved)
        .bind(ms(verdict.at))
        .bind(verdict.by.0)
        .bind(why);
        Ok(self.wire().await?.run(query).await? > 0)
    }
}

fn sorted(row: &PgRow) -> Result<(Order, Vec<Event>), StoreError> {
    let cells = Cells::named::<String>(row, "work_order", "no")?;
    let documents: Vec<String> = cells.get("events")?;
    let read = |document: &String| serde_json::from_str(document).map_err(|why| cells.corrupt(&why));
    Ok((cells.document("document")?, documents.iter().map(read).collect::<Result<_, _>>()?))
}

fn change(row: &PgRow, sealer: &Sealer, j: &Jurisdiction) -> Result<WordChange, StoreError> {
    let cells = Cells::named::<Uuid>(row, TABLE, "id")?;
    let id = ChangeId(cells.get("id")?);
    let approved: Option<bool> = cells.get("approved")?;
    let verdict = match approved {
        None => None,
        Some(approved) => {
            let key = id.to_string();
            let why = sealer.open(TABLE, &[j.as_str(), &key], cells.get("why")?);
            let why = why.map_err(|why| unopened(TABLE, &key, &why))?;
            let by: Uuid = cells.get("decided_by")?;
            Some(Verdict {
                approved,
                by: AccountId(by),
                at: cells.time("decided_at")?,
                why: String::from_utf8(why).map_err(|why| cells.corrupt(&why))?,
            })
        }
    };
    let before: Option<i64> = cells.get("weight_before")?;
    let category: String = cells.get("category")?;
    Ok(WordChange {
        id,
        category: CategoryCode::new(category),
        word: cells.get("word")?,
        before: before.map(weight),
        after: weight(cells.get("weight_after")?),
        rehearsed: cells.document("rehearsed")?,
        proposed_at: cells.time("proposed_at")?,
        verdict,
    })
}
