//! Where does a citizen's dialogue stand?

use std::collections::{BTreeSet, HashMap};

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::case::{Care, Case, all_of, column};
use super::cells::Cells;
use super::change::Changed;
use super::fault::Fault;
use super::keyed::keyed;
use super::ready::conversation::{
    SealedAddress, SealedConversation, TABLE, address_indexes, state_in, unsealed,
};
use super::wires::Wire;
use crate::written::{ms, signed};
use crate::{Address, CitizenId, Conversation, ConversationChange, ConversationId, Jurisdiction, StoreError};

/// Locks every conversation that is changed or spoken in, and compares versions.
pub(super) async fn lock(wire: &mut Wire, cases: &mut [Case<'_>], care: Care) -> Result<(), Fault> {
    lock_rows(wire, cases, care).await?;
    addresses(wire, cases, care).await
}

async fn lock_rows(wire: &mut Wire, cases: &mut [Case<'_>], care: Care) -> Result<(), Fault> {
    let wanted: BTreeSet<(&str, Uuid)> = cases
        .iter()
        .flat_map(|case| {
            let it = &case.ready.decision;
            let changed = it.conversation.iter().map(|change| change.id);
            let spoken_in = it.chat.iter().map(|entry| entry.conversation);
            let born = it.conversation.as_ref().filter(|change| change.expected.is_none());
            let trusted = born.map(|change| change.id).filter(|_| care == Care::Trusting);
            let all = changed.chain(spoken_in).chain(it.forgets);
            all.filter(move |id| Some(*id) != trusted).map(|id| (case.ready.j(), id.0))
        })
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let wanted: Vec<(&str, Uuid)> = wanted.into_iter().collect();
    let query = sqlx::query(
        "SELECT c.jurisdiction, c.id, c.version, c.human_since \
         FROM unnest($1::text[], $2::uuid[]) AS k (jurisdiction, id) \
         JOIN conversation c ON c.jurisdiction = k.jurisdiction AND c.id = k.id \
         ORDER BY c.jurisdiction, c.id FOR UPDATE OF c",
    )
    .bind(column(&wanted, |(j, _)| *j))
    .bind(column(&wanted, |(_, id)| *id));
    let mut there = HashMap::new();
    for row in wire.all(query).await? {
        let cells = Cells::named::<Uuid>(&row, TABLE, "id")?;
        let key: (String, Uuid) = (cells.get("jurisdiction")?, cells.get("id")?);
        there.insert(key, (cells.count::<u64>("version")?, cells.get::<Option<i64>>("human_since")?));
    }
    let mut nowhere: BTreeSet<i64> = BTreeSet::new();
    for (j, id) in wanted {
        if !there.contains_key(&(j.to_owned(), id)) {
            nowhere.insert(lock_of(id));
        }
    }
    for case in cases.iter_mut() {
        let Some(change) = &case.ready.decision.conversation else { continue };
        let found = there.get(&(case.ready.j().to_owned(), change.id.0));
        match (change.expected, found) {
            (None, None) => {}
            (Some(expected), Some((version, human_since))) if expected == *version => {
                case.human_since = *human_since;
            }
            (None, Some(_)) | (Some(_), Some(_) | None) => case.conflicts(),
        }
    }
    lock_streams(wire, nowhere).await
}

/// A conversation without a row has a stream all the same: one writes there at a time.
async fn lock_streams(wire: &mut Wire, locks: BTreeSet<i64>) -> Result<(), Fault> {
    if locks.is_empty() {
        return Ok(());
    }
    let locks: Vec<i64> = locks.into_iter().collect();
    let query = sqlx::query("SELECT pg_advisory_xact_lock(k) FROM unnest($1::bigint[]) AS k").bind(locks);
    wire.run(query).await.map(drop)
}

fn lock_of(id: Uuid) -> i64 {
    let (high, low) = id.as_u64_pair();
    (high ^ low).cast_signed()
}

/// An address has one conversation. The unique index knows only the present key's index; the address may be here under
/// an older key's.
async fn addresses(wire: &mut Wire, cases: &mut [Case<'_>], care: Care) -> Result<(), Fault> {
    let mut wanted = Vec::new();
    for (n, case) in (0_i32..).zip(cases.iter()) {
        if let Some(address) = born_at(case).filter(|at| care == Care::Careful || at.indexes.len() > 1) {
            let one = |index: &'_ String| (n, case.ready.j(), address.channel.as_str(), index.clone());
            wanted.extend(address.indexes.iter().map(one));
        }
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "SELECT k.n FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS k (n, j, channel, address_index) \
         JOIN conversation c ON c.jurisdiction = k.j AND c.channel = k.channel \
         AND c.address_index = k.address_index",
    )
    .bind(column(&wanted, |one| one.0))
    .bind(column(&wanted, |one| one.1))
    .bind(column(&wanted, |one| one.2))
    .bind(column(&wanted, |one| one.3.as_str()));
    let taken = wire.all(query).await?;
    for row in &taken {
        let n: i32 = Cells::of(row, TABLE, &"an address").get("n")?;
        cases[usize::try_from(n).expect("the place in a batch comes back as it was given")].conflicts();
    }
    Ok(())
}

fn born_at<'a>(case: &'a Case<'_>) -> Option<&'a SealedAddress> {
    let born = case.ready.decision.conversation.as_ref().is_some_and(|change| change.expected.is_none());
    case.ready.conversation.as_ref().filter(|_| born)?.address.as_ref()
}

/// Writes the next states.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>], changed: &mut Changed) -> Result<(), Fault> {
    let (mut born, mut continued) = (Vec::new(), Vec::new());
    for case in going {
        let (Some(change), Some(sealed)) = (&case.ready.decision.conversation, &case.ready.conversation)
        else {
            continue;
        };
        if change.human || case.human_since.is_some() {
            changed.any_of(case.ready.j());
        }
        let one = Next { case, change, sealed };
        if change.expected.is_none() { born.push(one) } else { continued.push(one) }
    }
    begin(wire, born).await?;
    go_on(wire, continued).await
}

struct Next<'a> {
    case: &'a Case<'a>,
    change: &'a ConversationChange,
    sealed: &'a SealedConversation,
}

impl Next<'_> {
    fn at(&self) -> i64 {
        ms(self.case.ready.decision.at)
    }

    fn human_since(&self) -> Option<i64> {
        self.change.human.then(|| self.case.human_since.unwrap_or(self.at()))
    }
}

async fn begin(wire: &mut Wire, mut born: Vec<Next<'_>>) -> Result<(), Fault> {
    if born.is_empty() {
        return Ok(());
    }
    // By address: two replicas that wait for each other's addresses wait in one order.
    born.sort_by_key(|it| (it.case.ready.j(), it.sealed.address.as_ref().map(|at| &at.indexes[0])));
    let query = sqlx::query(
        "INSERT INTO conversation (jurisdiction, id, citizen, channel, address_index, address, version, state, \
         human_since, language, created_at, updated_at) \
         SELECT j, id, citizen, channel, address_index, address, 1, state, human_since, language, at, at \
         FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bytea[], $7::bytea[], \
         $8::bigint[], $9::text[], $10::bigint[]) \
         AS k (j, id, citizen, channel, address_index, address, state, human_since, language, at) \
         ON CONFLICT DO NOTHING",
    )
    .bind(column(&born, |it| it.case.ready.j()))
    .bind(column(&born, |it| it.change.id.0))
    .bind(column(&born, |it| it.change.citizen.0))
    .bind(column(&born, |it| it.sealed.address.as_ref().map_or("", |at| at.channel.as_str())))
    .bind(column(&born, |it| it.sealed.address.as_ref().map(|at| at.indexes[0].as_str())))
    .bind(column(&born, |it| it.sealed.address.as_ref().map(|at| at.envelope.as_slice())))
    .bind(column(&born, |it| it.sealed.state.as_slice()))
    .bind(column(&born, Next::human_since))
    .bind(column(&born, |it| it.change.language.as_str()))
    .bind(column(&born, Next::at));
    all_of("conversation", born.len(), wire.run(query).await?)
}

async fn go_on(wire: &mut Wire, continued: Vec<Next<'_>>) -> Result<(), Fault> {
    if continued.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE conversation c SET version = c.version + 1, citizen = k.citizen, state = k.state, \
         human_since = k.human_since, language = k.language, updated_at = k.at \
         FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bytea[], $6::bigint[], $7::text[], \
         $8::bigint[]) AS k (j, id, version, citizen, state, human_since, language, at) \
         WHERE c.jurisdiction = k.j AND c.id = k.id AND c.version = k.version",
    )
    .bind(column(&continued, |it| it.case.ready.j()))
    .bind(column(&continued, |it| it.change.id.0))
    .bind(column(&continued, |it| it.change.expected.map_or(0, signed)))
    .bind(column(&continued, |it| it.change.citizen.0))
    .bind(column(&continued, |it| it.sealed.state.as_slice()))
    .bind(column(&continued, Next::human_since))
    .bind(column(&continued, |it| it.change.language.as_str()))
    .bind(column(&continued, Next::at));
    all_of("conversation", continued.len(), wire.run(query).await?)
}

const BY_ADDRESS: &str = keyed!(
    "id, citizen, channel, version, state, human_since, language, updated_at",
    "conversation",
    "jurisdiction = $1 AND channel = $2",
    "address_index" any "$3::text[]"
);
const BY_ID: &str = "SELECT id, citizen, channel, version, state, human_since, language, updated_at \
    FROM conversation WHERE jurisdiction = $1 AND id = $2";
const FOR_PEOPLE: &str = "SELECT id, citizen, channel, version, state, human_since, language, updated_at \
    FROM conversation WHERE jurisdiction = $1 AND human_since IS NOT NULL ORDER BY human_since, id";

impl PostgresStore {
    pub(super) async fn conversation_by_address(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Conversation>, Fault> {
        let query = sqlx::query(BY_ADDRESS)
            .bind(j.as_str())
            .bind(&address.channel)
            .bind(address_indexes(&self.sealer, address));
        let row = self.wire().await?.any(query).await?;
        Ok(row.map(|row| self.conversation_in(j, &row)).transpose()?)
    }

    pub(super) async fn conversation_by_id(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Conversation>, Fault> {
        let query = sqlx::query(BY_ID).bind(j.as_str()).bind(id.0);
        let row = self.wire().await?.any(query).await?;
        Ok(row.map(|row| self.conversation_in(j, &row)).transpose()?)
    }

    pub(super) async fn address_of(
        &self,
        j: &Jurisdiction,
        id: ConversationId,
    ) -> Result<Option<Address>, Fault> {
        let query =
            sqlx::query("SELECT id, channel, address FROM conversation WHERE jurisdiction = $1 AND id = $2")
                .bind(j.as_str())
                .bind(id.0);
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let cells = Cells::named::<Uuid>(&row, TABLE, "id")?;
        let Some(envelope) = cells.get::<Option<&[u8]>>("address")? else { return Ok(None) };
        let value = unsealed(&self.sealer, j, id, "address", envelope)?;
        Ok(Some(Address { channel: cells.get("channel")?, value }))
    }

    pub(super) async fn conversations_of_people(&self, j: &Jurisdiction) -> Result<Vec<Conversation>, Fault> {
        let query = sqlx::query(FOR_PEOPLE).bind(j.as_str());
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(|row| self.conversation_in(j, row)).collect::<Result<_, _>>()?)
    }

    fn conversation_in(&self, j: &Jurisdiction, row: &PgRow) -> Result<Conversation, StoreError> {
        let cells = Cells::named::<Uuid>(row, TABLE, "id")?;
        let id = ConversationId(cells.get("id")?);
        let human_since: Option<i64> = cells.get("human_since")?;
        Ok(Conversation {
            id,
            citizen: CitizenId(cells.get("citizen")?),
            channel: cells.get("channel")?,
            version: cells.count("version")?,
            state: state_in(&self.sealer, j, id, cells.get("state")?)?,
            human: human_since.is_some(),
            language: cells.get("language")?,
            updated_at: cells.time("updated_at")?,
        })
    }
}
