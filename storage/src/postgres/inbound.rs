//! Has this arrived before, and what followed from it then?

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::{Care, Case, all_of, column};
use super::cells::Cells;
use super::fault::Fault;
use super::keyed::keyed;
use super::ready::inbound::{BlindInbound, TABLE};
use super::wires::Wire;
use crate::written::{document, ms, signed};
use crate::{Committed, ConversationId, InboundOutcome, Jurisdiction, Sealer, StoreError};

/// Finds out which deliveries are repeated ones, and what they are answered.
pub(super) async fn recognise(
    wire: &mut Wire,
    sealer: &Sealer,
    cases: &mut [Case<'_>],
    care: Care,
) -> Result<(), Fault> {
    let mut wanted = Vec::new();
    for (n, case) in (0_i32..).zip(cases.iter()) {
        let Some(inbound) = &case.ready.inbound else { continue };
        // The unique index knows only the present key's index; it may be here under an older key's.
        if care == Care::Trusting && case.goes() && inbound.indexes.len() == 1 {
            continue;
        }
        let j = case.ready.j();
        wanted.extend(inbound.indexes.iter().map(|index| (n, j, inbound.channel.as_str(), index.as_str())));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "SELECT k.n, i.channel, i.key, i.conversation, i.chat_first, i.chat_last, i.orders, i.digest \
         FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS k (n, j, channel, key) \
         JOIN inbound i ON i.jurisdiction = k.j AND i.channel = k.channel AND i.key = k.key",
    )
    .bind(column(&wanted, |one| one.0))
    .bind(column(&wanted, |one| one.1))
    .bind(column(&wanted, |one| one.2))
    .bind(column(&wanted, |one| one.3));
    for row in wire.all(query).await? {
        let n: i32 = Cells::of(&row, TABLE, &"a delivery").get("n")?;
        let n = usize::try_from(n).expect("the place in a batch comes back as it was given");
        let outcome = outcome(&row, &cases[n].ready.decision.jurisdiction, sealer)?;
        cases[n].barred = Some(Committed::Duplicate(outcome));
    }
    Ok(())
}

/// Keeps the keys, with what follows from each.
pub(super) async fn remember(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let with_key = |case: &&&Case<'_>| case.ready.inbound.is_some();
    let mut rows: Vec<(&Case<'_>, &BlindInbound, InboundOutcome)> = going
        .iter()
        .filter(with_key)
        .filter_map(|case| Some((*case, case.ready.inbound.as_ref()?, case.outcome())))
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_by_key(|(case, inbound, _)| (case.ready.j(), &inbound.channel, &inbound.indexes[0]));
    let query = sqlx::query(
        "INSERT INTO inbound (jurisdiction, channel, key, at, conversation, chat_first, chat_last, orders, digest) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::uuid[], $6::bigint[], \
         $7::bigint[], $8::text[], $9::bytea[]) ON CONFLICT DO NOTHING",
    )
    .bind(column(&rows, |(case, ..)| case.ready.j()))
    .bind(column(&rows, |(_, inbound, _)| inbound.channel.as_str()))
    .bind(column(&rows, |(_, inbound, _)| inbound.indexes[0].as_str()))
    .bind(column(&rows, |(case, ..)| ms(case.ready.decision.at)))
    .bind(column(&rows, |(.., outcome)| outcome.conversation.map(|id| id.0)))
    .bind(column(&rows, |(.., outcome)| outcome.chat.map(|(first, _)| signed(first))))
    .bind(column(&rows, |(.., outcome)| outcome.chat.map(|(_, last)| signed(last))))
    .bind(column(&rows, |(.., outcome)| document(&outcome.orders)))
    .bind(column(&rows, |(_, inbound, _)| inbound.digest.as_deref()));
    all_of("delivery", rows.len(), wire.run(query).await?)
}

impl PostgresStore {
    pub(super) async fn seen_inbound(
        &self,
        j: &Jurisdiction,
        channel: &str,
        key: &str,
    ) -> Result<Option<InboundOutcome>, Fault> {
        let inbound = BlindInbound::new(channel, key, &self.sealer);
        let query = sqlx::query(keyed!(
            "channel, key, conversation, chat_first, chat_last, orders, digest",
            "inbound",
            "jurisdiction = $1 AND channel = $2",
            "key" any "$3::text[]"
        ))
        .bind(j.as_str())
        .bind(&inbound.channel)
        .bind(&inbound.indexes);
        let row = self.wire().await?.any(query).await?;
        Ok(row.as_ref().map(|row| outcome(row, j, &self.sealer)).transpose()?)
    }
}

fn outcome(row: &PgRow, j: &Jurisdiction, sealer: &Sealer) -> Result<InboundOutcome, StoreError> {
    let cells = Cells::of(row, TABLE, &"a delivery");
    let (channel, key): (&str, &str) = (cells.get("channel")?, cells.get("key")?);
    let sealed: Option<&[u8]> = cells.get("digest")?;
    let opened = sealed.map(|sealed| sealer.open(TABLE, &[j.as_str(), channel, key], sealed));
    let opened = opened.transpose().map_err(|why| cells.corrupt(&why))?;
    let digest = opened.map(String::from_utf8).transpose().map_err(|why| cells.corrupt(&why))?;
    let conversation: Option<Uuid> = cells.get("conversation")?;
    let first: Option<i64> = cells.get("chat_first")?;
    let chat = match first {
        Some(_) => Some((cells.count("chat_first")?, cells.count("chat_last")?)),
        None => None,
    };
    Ok(InboundOutcome {
        conversation: conversation.map(ConversationId),
        chat,
        orders: cells.document("orders")?,
        digest,
    })
}
