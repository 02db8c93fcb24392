//! What must a person do?

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use uuid::Uuid;

use super::SqliteStore;
use super::change::Changed;
use super::rows::{Cells, ms, ms_if_any, word};
use crate::{ConversationId, Jurisdiction, StoreError, Task, TaskChange, TaskId, UnitCode};

/// Opens and finishes tasks; what is so already stays as it is.
pub(super) async fn change(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    changes: &[TaskChange],
    at: Timestamp,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    for change in changes {
        let rows = match change {
            TaskChange::Open(task) => open(db, j, task).await?,
            TaskChange::Done { id, by } => {
                sqlx::query(
                    "UPDATE task SET done_at = ?, done_by = ? WHERE jurisdiction = ? AND id = ? AND done_at IS NULL \
                     RETURNING unit",
                )
                .bind(ms(at))
                .bind(by)
                .bind(j.as_str())
                .bind(id.0)
                .fetch_all(&mut *db)
                .await?
            }
            TaskChange::DoneFor { kind, conversation, by } => {
                sqlx::query(
                    "UPDATE task SET done_at = ?, done_by = ? WHERE jurisdiction = ? AND conversation = ? \
                     AND kind = ? AND done_at IS NULL RETURNING unit",
                )
                .bind(ms(at))
                .bind(by)
                .bind(j.as_str())
                .bind(conversation.0)
                .bind(word(kind))
                .fetch_all(&mut *db)
                .await?
            }
        };
        for row in rows {
            let unit: Option<String> = row.try_get("unit")?;
            changed.any = true;
            changed.units.extend(unit);
        }
    }
    Ok(())
}

async fn open(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    task: &Task,
) -> Result<Vec<SqliteRow>, StoreError> {
    let rows = sqlx::query(
        "INSERT INTO task (jurisdiction, id, kind, order_no, conversation, unit, urgent, document, opened_at, \
         done_at, done_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING unit",
    )
    .bind(j.as_str())
    .bind(task.id.0)
    .bind(word(&task.kind))
    .bind(task.order.as_ref().map(|no| no.as_str()))
    .bind(task.conversation.map(|id| id.0))
    .bind(task.unit.as_ref().map(UnitCode::as_str))
    .bind(task.urgent)
    .bind(&task.document)
    .bind(ms(task.opened_at))
    .bind(ms_if_any(task.done_at))
    .bind(&task.done_by)
    .fetch_all(db)
    .await?;
    Ok(rows)
}

impl SqliteStore {
    pub(super) async fn open_tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM task WHERE jurisdiction = ? AND done_at IS NULL ORDER BY urgent DESC, opened_at, id",
        )
        .bind(j.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(task).collect()
    }
}

fn task(row: &SqliteRow) -> Result<Task, StoreError> {
    let cells = Cells::named::<Uuid>(row, "task", "id")?;
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
