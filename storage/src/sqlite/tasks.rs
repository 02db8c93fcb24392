//! What must a person do?

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::change::Changed;
use super::rows::{Cells, all, ms, ms_if_any, word};
use crate::{ConversationId, Jurisdiction, StoreError, Task, TaskChange, TaskId, UnitCode};

/// Opens and finishes tasks; what is so already stays as it is.
pub(super) fn change(
    db: &Connection,
    j: &Jurisdiction,
    changes: &[TaskChange],
    at: Timestamp,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    for change in changes {
        let units = match change {
            TaskChange::Open(task) => open(db, j, task)?,
            TaskChange::Done { id, by } => all(
                db,
                "UPDATE task SET done_at = ?, done_by = ? WHERE jurisdiction = ? AND id = ? AND done_at IS NULL \
                 RETURNING unit",
                (ms(at), by, j.as_str(), id.0),
                unit,
            )?,
            TaskChange::DoneFor { kind, conversation, by } => all(
                db,
                "UPDATE task SET done_at = ?, done_by = ? WHERE jurisdiction = ? AND conversation = ? \
                 AND kind = ? AND done_at IS NULL RETURNING unit",
                (ms(at), by, j.as_str(), conversation.0, word(kind)),
                unit,
            )?,
        };
        for unit in units {
            changed.any(j);
            if let Some(unit) = unit {
                changed.unit(j, &unit);
            }
        }
    }
    Ok(())
}

fn open(db: &Connection, j: &Jurisdiction, task: &Task) -> Result<Vec<Option<String>>, StoreError> {
    all(
        db,
        "INSERT INTO task (jurisdiction, id, kind, order_no, conversation, unit, urgent, document, opened_at, \
         done_at, done_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING unit",
        params![
            j.as_str(),
            task.id.0,
            word(&task.kind),
            task.order.as_ref().map(|no| no.as_str()),
            task.conversation.map(|id| id.0),
            task.unit.as_ref().map(UnitCode::as_str),
            task.urgent,
            task.document,
            ms(task.opened_at),
            ms_if_any(task.done_at),
            task.done_by,
        ],
        unit,
    )
}

fn unit(row: &Row<'_>) -> Result<Option<String>, StoreError> {
    Ok(row.get("unit")?)
}

impl SqliteStore {
    pub(super) async fn open_tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, StoreError> {
        let j = j.clone();
        let read = move |db: &Connection| {
            let sql = "SELECT * FROM task WHERE jurisdiction = ? AND done_at IS NULL ORDER BY urgent DESC, opened_at, id";
            all(db, sql, (j.as_str(),), task)
        };
        self.readers.look(read).await
    }
}

fn task(row: &Row<'_>) -> Result<Task, StoreError> {
    let cells = Cells::named(row, "task", "id");
    let conversation: Option<Uuid> = cells.get("conversation")?;
    let unit: Option<String> = cells.get("unit")?;
    Ok(Task {
        id: TaskId(cells.get("id")?),
        kind: cells.word("kind")?,
        order: cells.parse("order_no")?,
        conversation: conversation.map(ConversationId),
        unit: unit.map(UnitCode::new),
        urgent: cells.get("urgent")?,
        document: cells.get("document")?,
        opened_at: cells.time("opened_at")?,
        done_at: cells.time_if_any("done_at")?,
        done_by: cells.get("done_by")?,
    })
}
