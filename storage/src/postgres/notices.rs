//! Who must be told?

use std::collections::BTreeSet;

use uuid::Uuid;

use super::case::{Case, column};
use super::fault::Fault;
use super::wires::Wire;
use crate::window::NO_TURN;
use crate::written::{chat_stream, listener, ms, signed};
use crate::{ChatEntry, ConversationId, Listener, Standing};

/// One row of the outbox.
struct Line<'a> {
    j: &'a str,
    id: Uuid,
    stream: String,
    seq: i64,
    listener: String,
    channel: &'a str,
    urgent: bool,
    document: &'a str,
    standing: Option<&'a Standing>,
    written_at: i64,
    next_at: i64,
}

/// Adds notices, and those of what must be carried from conversations; the id is the idempotency key. What may be said
/// now hurries on what was held back before it in the same stream: whoever writes is awake, and nothing is told out of
/// order.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let (mut lines, mut awake) = (Vec::new(), BTreeSet::new());
    for case in going {
        let (j, at) = (case.ready.j(), ms(case.ready.decision.at));
        let chat = &case.ready.decision.chat;
        lines.extend(case.ready.decision.notices.iter().map(|notice| Line {
            j,
            id: notice.id.0,
            stream: notice.stream.clone(),
            seq: signed(notice.seq),
            listener: listener(&notice.listener),
            channel: &notice.channel,
            urgent: notice.urgent,
            document: &notice.document,
            standing: notice.standing.as_ref(),
            written_at: at,
            next_at: at,
        }));
        for (n, (entry, seq)) in chat.iter().zip(&case.numbers).enumerate() {
            let Some(carried) = &entry.carried else { continue };
            if carried.not_before.is_none() {
                awake.insert((j, entry.conversation, at));
            }
            let held = carried.not_before.map_or(at, ms);
            lines.push(Line {
                j,
                id: carried.id.0,
                stream: chat_stream(entry.conversation),
                seq: signed(*seq),
                listener: listener(&Listener::Conversation(entry.conversation)),
                channel: &carried.channel,
                urgent: carried.urgent,
                document: &entry.document,
                standing: carried.standing.as_ref(),
                written_at: at,
                next_at: if is_hurried(&chat[n..], entry.conversation) { held.min(at) } else { held },
            });
        }
    }
    hurry(wire, awake.into_iter().collect()).await?;
    add(wire, &lines).await?;
    hasten(wire, &lines).await
}

/// Something that may be said now follows in the same stream, or is the first of these.
fn is_hurried(entries: &[ChatEntry], conversation: ConversationId) -> bool {
    let here = entries.iter().filter(|entry| entry.conversation == conversation);
    here.filter_map(|entry| entry.carried.as_ref()).any(|carried| carried.not_before.is_none())
}

async fn hurry(wire: &mut Wire, awake: Vec<(&str, ConversationId, i64)>) -> Result<(), Fault> {
    if awake.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE outbox o SET next_at = k.at, attempts = greatest(o.attempts - 1, 0) \
         FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS k (j, listener, stream, at) \
         WHERE o.jurisdiction = k.j AND o.listener = k.listener AND o.stream = k.stream \
         AND o.settled_at IS NULL AND o.token = 0 AND o.why IS DISTINCT FROM $5 AND o.next_at > k.at",
    )
    .bind(column(&awake, |(j, ..)| *j))
    .bind(column(&awake, |(_, id, _)| listener(&Listener::Conversation(*id))))
    .bind(column(&awake, |(_, id, _)| chat_stream(*id)))
    .bind(column(&awake, |(.., at)| *at))
    .bind(NO_TURN);
    wire.run(query).await.map(drop)
}

/// What waits before an urgent notice in the same stream is told before it, so it is as urgent.
async fn hasten(wire: &mut Wire, lines: &[Line<'_>]) -> Result<(), Fault> {
    let urgent: Vec<&Line<'_>> = lines.iter().filter(|line| line.urgent).collect();
    if urgent.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE outbox o SET urgent = true \
         FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS k (j, listener, stream, seq) \
         WHERE o.jurisdiction = k.j AND o.listener = k.listener AND o.stream = k.stream AND o.seq < k.seq \
         AND o.settled_at IS NULL AND NOT o.urgent",
    )
    .bind(column(&urgent, |line| line.j))
    .bind(column(&urgent, |line| line.listener.as_str()))
    .bind(column(&urgent, |line| line.stream.as_str()))
    .bind(column(&urgent, |line| line.seq));
    wire.run(query).await.map(drop)
}

async fn add(wire: &mut Wire, lines: &[Line<'_>]) -> Result<(), Fault> {
    if lines.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO outbox (jurisdiction, id, stream, seq, listener, channel, urgent, document, standing, \
         passing, written_at, next_at) \
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::boolean[], \
         $8::text[], $9::text[], $10::boolean[], $11::bigint[], $12::bigint[]) ON CONFLICT DO NOTHING",
    )
    .bind(column(lines, |line| line.j))
    .bind(column(lines, |line| line.id))
    .bind(column(lines, |line| line.stream.as_str()))
    .bind(column(lines, |line| line.seq))
    .bind(column(lines, |line| line.listener.as_str()))
    .bind(column(lines, |line| line.channel))
    .bind(column(lines, |line| line.urgent))
    .bind(column(lines, |line| line.document))
    .bind(column(lines, |line| line.standing.map(|standing| standing.of.as_str())))
    .bind(column(lines, |line| line.standing.is_some_and(|standing| standing.passing)))
    .bind(column(lines, |line| line.written_at))
    .bind(column(lines, |line| line.next_at));
    wire.run(query).await.map(drop)
}
