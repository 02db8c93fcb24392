//! What must a person do?

use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::{Case, column};
use super::cells::Cells;
use super::change::Changed;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::{ms, ms_if_any, word};
use crate::{ConversationId, Jurisdiction, StoreError, Task, TaskChange, TaskId, UnitCode};

/// Opens and finishes tasks; what is so already stays as it is. The first change of every decision, then the second
/// ones: in a decision, one follows from the other.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>], changed: &mut Changed) -> Result<(), Fault> {
    let most = going.iter().map(|case| case.ready.decision.tasks.len()).max().unwrap_or_default();
    for n in 0..most {
        let (mut opened, mut done, mut done_for) = (Vec::new(), Vec::new(), Vec::new());
        for case in going {
            let (j, at) = (case.ready.j(), ms(case.ready.decision.at));
            match case.ready.decision.tasks.get(n) {
                Some(TaskChange::Open(task)) => opened.push((j, task)),
                Some(TaskChange::Done { id, by }) => done.push((j, id.0, at, by.as_str())),
                Some(TaskChange::DoneFor { kind, conversation, by }) => {
                    done_for.push((j, word(kind), conversation.0, at, by.as_str()));
                }
                None => {}
            }
        }
        let mut rows = open_all(wire, &opened).await?;
        rows.extend(finish(wire, &done).await?);
        rows.extend(finish_for(wire, &done_for).await?);
        for row in rows {
            let (j, unit): (&str, Option<&str>) = (row.try_get("jurisdiction")?, row.try_get("unit")?);
            changed.any_of(j);
            unit.iter().for_each(|unit| changed.of(j, unit));
        }
    }
    Ok(())
}

/// Opens tasks; how many were not there yet.
pub(super) async fn open(wire: &mut Wire, tasks: &[(&str, &Task)]) -> Result<usize, Fault> {
    Ok(open_all(wire, tasks).await?.len())
}

async fn open_all(wire: &mut Wire, tasks: &[(&str, &Task)]) -> Result<Vec<PgRow>, Fault> {
    if tasks.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query(
        "INSERT INTO task (jurisdiction, id, kind, order_no, conversation, unit, urgent, document, opened_at, \
         done_at, done_by) \
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::boolean[], \
         $8::text[], $9::bigint[], $10::bigint[], $11::text[]) ON CONFLICT DO NOTHING RETURNING jurisdiction, unit",
    )
    .bind(column(tasks, |(j, _)| *j))
    .bind(column(tasks, |(_, task)| task.id.0))
    .bind(column(tasks, |(_, task)| word(&task.kind)))
    .bind(column(tasks, |(_, task)| task.order.as_ref().map(|no| no.as_str())))
    .bind(column(tasks, |(_, task)| task.conversation.map(|id| id.0)))
    .bind(column(tasks, |(_, task)| task.unit.as_ref().map(UnitCode::as_str)))
    .bind(column(tasks, |(_, task)| task.urgent))
    .bind(column(tasks, |(_, task)| task.document.as_str()))
    .bind(column(tasks, |(_, task)| ms(task.opened_at)))
    .bind(column(tasks, |(_, task)| ms_if_any(task.done_at)))
    .bind(column(tasks, |(_, task)| task.done_by.as_deref()));
    wire.all(query).await
}

async fn finish(wire: &mut Wire, done: &[(&str, Uuid, i64, &str)]) -> Result<Vec<PgRow>, Fault> {
    if done.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query(
        "UPDATE task t SET done_at = k.at, done_by = k.by \
         FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::text[]) AS k (j, id, at, by) \
         WHERE t.jurisdiction = k.j AND t.id = k.id AND t.done_at IS NULL RETURNING t.jurisdiction, t.unit",
    )
    .bind(column(done, |one| one.0))
    .bind(column(done, |one| one.1))
    .bind(column(done, |one| one.2))
    .bind(column(done, |one| one.3));
    wire.all(query).await
}

async fn finish_for(wire: &mut Wire, done: &[(&str, String, Uuid, i64, &str)]) -> Result<Vec<PgRow>, Fault> {
    if done.is_empty() {
        return Ok(Vec::new());
    }
    let query = sqlx::query(
        "UPDATE task t SET done_at = k.at, done_by = k.by \
         FROM unnest($1::text[], $2::text[], $3::uuid[], $4::bigint[], $5::text[]) AS k (j, kind, conversation, at, by) \
         WHERE t.jurisdiction = k.j AND t.kind = k.kind AND t.conversation = k.conversation AND t.done_at IS NULL \
         RETURNING t.jurisdiction, t.unit",
    )
    .bind(column(done, |one| one.0))
    .bind(column(done, |one| one.1.as_str()))
    .bind(column(done, |one| one.2))
    .bind(column(done, |one| one.3))
    .bind(column(done, |one| one.4));
    wire.all(query).await
}

impl PostgresStore {
    pub(super) async fn open_tasks(&self, j: &Jurisdiction) -> Result<Vec<Task>, Fault> {
        let query = sqlx::query(
            "SELECT id, kind, order_no, conversation, unit, urgent, document, opened_at, done_at, done_by FROM task \
             WHERE jurisdiction = $1 AND done_at IS NULL ORDER BY urgent DESC, opened_at, id",
        )
        .bind(j.as_str());
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(task).collect::<Result<_, _>>()?)
    }
}

fn task(row: &PgRow) -> Result<Task, StoreError> {
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
