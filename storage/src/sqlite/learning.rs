//! What would be learned, from which orders, and who let it?

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::fault::unopened;
use super::orders::stream;
use super::rows::{Cells, all, at_one_moment, document, ms, run};
use crate::learning::{thousandths, weight};
use crate::order::{Event, Order};
use crate::{
    AccountId, CategoryCode, ChangeId, Jurisdiction, OrderNo, Sealer, StoreError, Verdict, WordChange,
};

const TABLE: &str = "word_change";

impl SqliteStore {
    pub(super) async fn orders_sorted(
        &self,
        j: &Jurisdiction,
        since: Timestamp,
        after: Option<&OrderNo>,
        limit: u32,
    ) -> Result<Vec<(Order, Vec<Event>)>, StoreError> {
        let (j, after) = (j.clone(), after.map_or_else(|| OrderNo::first_since(since), OrderNo::to_string));
        let read = move |db: &Connection| {
            let orders: Vec<Order> = all(
                db,
                "SELECT no, document FROM work_order WHERE jurisdiction = ? AND no > ? AND accepted_at >= ? \
                 ORDER BY no LIMIT ? + 0",
                (j.as_str(), &after, ms(since), limit),
                |row| Cells::named(row, "work_order", "no").document("document"),
            )?;
            orders
                .into_iter()
                .map(|order| {
                    let sql = "SELECT stream, document FROM event WHERE jurisdiction = ? AND stream = ? \
                        AND kind IN ('accepted', 'corrected', 'dispatched', 'return_granted') ORDER BY seq";
                    let events = all(db, sql, (j.as_str(), stream(&order.no)), |row| {
                        Cells::named(row, "event", "stream").document("document")
                    })?;
                    Ok((order, events))
                })
                .collect()
        };
        self.readers.look(move |db| at_one_moment(db, read)).await
    }

    pub(super) async fn keep_changes(
        &self,
        j: &Jurisdiction,
        changes: &[WordChange],
    ) -> Result<usize, StoreError> {
        let (j, changes) = (j.clone(), changes.to_vec());
        let keep = move |pen: &Pen<'_>| {
            let mut kept = 0;
            for change in &changes {
                kept += run(
                    pen,
                    "INSERT INTO word_change (jurisdiction, id, category, word, weight_before, weight_after, \
                     rehearsed, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    params![
                        j.as_str(),
                        change.id.0,
                        change.category.as_str(),
                        change.word,
                        change.before.map(thousandths),
                        thousandths(change.after),
                        document(&change.rehearsed),
                        ms(change.proposed_at),
                    ],
                )?;
            }
            Ok(Left::Quiet(kept))
        };
        self.writer.write(keep).await
    }

    pub(super) async fn all_changes(&self, j: &Jurisdiction) -> Result<Vec<WordChange>, StoreError> {
        let (j, sealer) = (j.clone(), self.sealer.clone());
        let read = move |db: &Connection| {
            let sql = "SELECT * FROM word_change WHERE jurisdiction = ? ORDER BY proposed_at DESC, id DESC";
            all(db, sql, (j.as_str(),), |row| change(row, &sealer, &j))
        };
        self.readers.look(read).await
    }

    pub(super) async fn judge_change(
        &self,
        j: &Jurisdiction,
        id: ChangeId,
        verdict: &Verdict,
    ) -> Result<bool, StoreError> {
        let why = self.sealer.seal(TABLE, &[j.as_str(), &id.to_string()], verdict.why.as_bytes());
        let sql = "UPDATE word_change SET approved = ?, decided_at = ?, decided_by = ?, why = ? \
            WHERE jurisdiction = ? AND id = ? AND approved IS NULL";
        let values = (verdict.approved, ms(verdict.at), verdict.by.0, why, j.to_string(), id.0);
        Ok(self.writer.put(sql, values).await? > 0)
    }
}

fn change(row: &Row<'_>, sealer: &Sealer, j: &Jurisdiction) -> Result<WordChange, StoreError> {
    let cells = Cells::named(row, TABLE, "id");
    let id = ChangeId(cells.get("id")?);
    let approved: Option<bool> = cells.get("approved")?;
    let verdict = match approved {
        None => None,
        Some(approved) => {
            let key = id.to_string();
            let why = sealer.open(TABLE, &[j.as_str(), &key], cells.bytes("why")?);
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
    Ok(WordChange {
        id,
        category: CategoryCode::new(cells.text("category")?),
        word: cells.get("word")?,
        before: before.map(weight),
        after: weight(cells.get("weight_after")?),
        rehearsed: cells.document("rehearsed")?,
        proposed_at: cells.time("proposed_at")?,
        verdict,
    })
}
