//! What was said in a conversation?

use std::collections::{BTreeSet, HashMap};

use sqlx::postgres::PgRow;

use super::PostgresStore;
use super::case::{Case, column};
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::{chat_stream, ms, signed, word};
use crate::{ChatEntry, ConversationId, Jurisdiction, StoreError};

/// Gives each entry the next number of its stream. The streams are locked: no number is given twice.
pub(super) async fn number(wire: &mut Wire, cases: &mut [Case<'_>]) -> Result<(), Fault> {
    let spoken_in: BTreeSet<(&str, String)> = cases
        .iter()
        .filter(|case| case.goes())
        .flat_map(|case| {
            let chat = &case.ready.decision.chat;
            chat.iter().map(|entry| (case.ready.j(), chat_stream(entry.conversation)))
        })
        .collect();
    if spoken_in.is_empty() {
        return Ok(());
    }
    let spoken_in: Vec<(&str, String)> = spoken_in.into_iter().collect();
    let query = sqlx::query(
        "SELECT k.j, k.stream, coalesce((SELECT max(seq) FROM event e \
         WHERE e.jurisdiction = k.j AND e.stream = k.stream), 0) AS last \
         FROM unnest($1::text[], $2::text[]) AS k (j, stream)",
    )
    .bind(column(&spoken_in, |(j, _)| *j))
    .bind(column(&spoken_in, |(_, stream)| stream.as_str()));
    let mut last: HashMap<(String, String), u64> = HashMap::new();
    for row in wire.all(query).await? {
        let cells = Cells::named::<String>(&row, "event", "stream")?;
        last.insert((cells.get("j")?, cells.get("stream")?), cells.count("last")?);
    }
    for case in cases.iter_mut().filter(|case| case.goes()) {
        for entry in &case.ready.decision.chat {
            let key = (case.ready.j().to_owned(), chat_stream(entry.conversation));
            let seq = last.entry(key).or_default();
            *seq += 1;
            case.numbers.push(*seq);
        }
    }
    Ok(())
}

/// One row of the events.
struct Line<'a> {
    j: &'a str,
    stream: String,
    seq: i64,
    at: i64,
    kind: String,
    document: &'a str,
}

/// Adds what was said and what happened to orders.
pub(super) async fn add_events(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let mut lines = Vec::new();
    for case in going {
        let j = case.ready.j();
        let chat = case.ready.decision.chat.iter().zip(&case.numbers);
        lines.extend(chat.map(|(entry, seq)| Line {
            j,
            stream: chat_stream(entry.conversation),
            seq: signed(*seq),
            at: ms(entry.at),
            kind: word(&entry.speaker),
            document: &entry.document,
        }));
        let happened = case.ready.orders.iter().flat_map(|order| {
            order.events.iter().map(move |event| Line {
                j,
                stream: order.stream.clone(),
                seq: event.seq,
                at: event.at,
                kind: event.kind.clone(),
                document: &event.document,
            })
        });
        lines.extend(happened);
    }
    if lines.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])",
    )
    .bind(column(&lines, |line| line.j))
    .bind(column(&lines, |line| line.stream.as_str()))
    .bind(column(&lines, |line| line.seq))
    .bind(column(&lines, |line| line.at))
    .bind(column(&lines, |line| line.kind.as_str()))
    .bind(column(&lines, |line| line.document));
    wire.run(query).await.map(drop)
}

impl PostgresStore {
    pub(super) async fn chat_after(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        after: u64,
        limit: u32,
    ) -> Result<Vec<ChatEntry>, Fault> {
        let query = sqlx::query(
            "SELECT seq, at, kind, document FROM event WHERE jurisdiction = $1 AND stream = $2 AND seq > $3 \
             ORDER BY seq LIMIT $4",
        )
        .bind(j.as_str())
        .bind(chat_stream(id))
        .bind(signed(after))
        .bind(i64::from(limit));
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(|row| entry(row, id)).collect::<Result<_, _>>()?)
    }

    pub(super) async fn chat_end(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
        last: u64,
    ) -> Result<Vec<ChatEntry>, Fault> {
        let query = sqlx::query(
            "SELECT seq, at, kind, document FROM event WHERE jurisdiction = $1 AND stream = $2 \
             ORDER BY seq DESC LIMIT $3",
        )
        .bind(j.as_str())
        .bind(chat_stream(id))
        .bind(signed(last));
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().rev().map(|row| entry(row, id)).collect::<Result<_, _>>()?)
    }
}

fn entry(row: &PgRow, conversation: ConversationId) -> Result<ChatEntry, StoreError> {
    let cells = Cells::of(row, "event", &chat_stream(conversation));
    Ok(ChatEntry {
        conversation,
        seq: cells.count("seq")?,
        at: cells.time("at")?,
        speaker: cells.word("kind")?,
        document: cells.get("document")?,
        carried: None,
    })
}
