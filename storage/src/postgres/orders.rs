//! How is an order written down?

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use super::case::{Care, Case, all_of, column};
use super::cells::Cells;
use super::change::Changed;
use super::fault::Fault;
use super::ready::order::ReadyOrder;
use super::wires::Wire;

const TABLE: &str = "work_order";

/// By jurisdiction and number.
type Versions = HashMap<(String, String), (i64, BTreeSet<String>)>;

/// Locks every order that is changed, and compares versions.
pub(super) async fn lock(wire: &mut Wire, cases: &mut [Case<'_>], care: Care) -> Result<(), Fault> {
    let there = versions(wire, cases, care).await?;
    for case in cases.iter_mut() {
        let ready = case.ready;
        for order in &ready.orders {
            let found = there.get(&(case.ready.j().to_owned(), order.no.clone()));
            let before = match (order.expected, found) {
                (None, None) => BTreeSet::new(),
                (Some(expected), Some((version, units))) if expected == *version => units.clone(),
                (None, Some(_)) | (Some(_), Some(_) | None) => {
                    case.conflicts();
                    BTreeSet::new()
                }
            };
            case.units_before.push(before);
        }
    }
    Ok(())
}

/// Version and units of the orders that are there, locked.
async fn versions(wire: &mut Wire, cases: &[Case<'_>], care: Care) -> Result<Versions, Fault> {
    let mut wanted: BTreeSet<(&str, &str)> = BTreeSet::new();
    for case in cases {
        let all = case.ready.orders.iter();
        let unsure = all.filter(|order| order.expected.is_some() || care == Care::Careful);
        wanted.extend(unsure.map(|order| (case.ready.j(), order.no.as_str())));
    }
    let mut there = HashMap::new();
    if wanted.is_empty() {
        return Ok(there);
    }
    let wanted: Vec<(&str, &str)> = wanted.into_iter().collect();
    let query = sqlx::query(
        "SELECT w.jurisdiction, w.no, w.version, w.units \
         FROM unnest($1::text[], $2::text[]) AS k (jurisdiction, no) \
         JOIN work_order w ON w.jurisdiction = k.jurisdiction AND w.no = k.no \
         ORDER BY w.jurisdiction, w.no FOR UPDATE OF w",
    )
    .bind(column(&wanted, |(j, _)| *j))
    .bind(column(&wanted, |(_, no)| *no));
    for row in wire.all(query).await? {
        let cells = Cells::named::<String>(&row, TABLE, "no")?;
        let found = (cells.get("version")?, cells.document("units")?);
        there.insert((cells.get("jurisdiction")?, cells.get("no")?), found);
    }
    Ok(there)
}

/// An order of a case, with the units that had it before.
struct Next<'a> {
    j: &'a str,
    order: &'a ReadyOrder,
    before: &'a BTreeSet<String>,
}

/// Writes the orders as they stand after their events, and by what they are found.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>], changed: &mut Changed) -> Result<(), Fault> {
    let mut all = Vec::new();
    for case in going {
        let orders = case.ready.orders.iter().zip(&case.units_before);
        all.extend(orders.map(|(order, before)| Next { j: case.ready.j(), order, before }));
    }
    if all.is_empty() {
        return Ok(());
    }
    for next in &all {
        changed.any_of(next.j);
        next.before.union(&next.order.units).for_each(|unit| changed.of(next.j, unit));
    }
    all.sort_by_key(|next| (next.j, &next.order.no));
    let (born, continued): (Vec<&Next<'_>>, Vec<&Next<'_>>) =
        all.iter().partition(|next| next.order.expected.is_none());
    bear(wire, &born).await?;
    project(wire, &continued).await?;
    assign(wire, &all).await?;
    add_phones(wire, &all).await?;
    add_listeners(wire, &all).await
}

async fn bear(wire: &mut Wire, born: &[&Next<'_>]) -> Result<(), Fault> {
    if born.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO work_order (jurisdiction, no, version, state, kind, source, lead, units, conversation, \
         accepted_at, done_at, ended_at, runs_out, place, document, category, area) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], \
         $8::text[], $9::uuid[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], \
         $15::text[], $16::text[], $17::text[]) ON CONFLICT DO NOTHING",
    );
    all_of("order", born.len(), wire.run(flat(query, born)).await?)
}

async fn project(wire: &mut Wire, continued: &[&Next<'_>]) -> Result<(), Fault> {
    if continued.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "UPDATE work_order w SET version = k.version, state = k.state, kind = k.kind, source = k.source, \
         lead = k.lead, units = k.units, conversation = k.conversation, accepted_at = k.accepted_at, \
         done_at = k.done_at, ended_at = k.ended_at, runs_out = k.runs_out, place = k.place, \
         document = k.document, category = k.category, area = k.area \
         FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], \
         $8::text[], $9::uuid[], $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], \
         $15::text[], $16::text[], $17::text[]) \
         AS k (j, no, version, state, kind, source, lead, units, conversation, accepted_at, done_at, ended_at, \
         runs_out, place, document, category, area) \
         WHERE w.jurisdiction = k.j AND w.no = k.no",
    );
    all_of("order", continued.len(), wire.run(flat(query, continued)).await?)
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Postgres, sqlx::postgres::PgArguments>;

/// Binds the key, then the flat columns, in the order in which both statements name them.
fn flat<'q>(query: Query<'q>, orders: &[&'q Next<'q>]) -> Query<'q> {
    query
        .bind(column(orders, |it| it.j))
        .bind(column(orders, |it| it.order.no.as_str()))
        .bind(column(orders, |it| it.order.flat.version))
        .bind(column(orders, |it| it.order.flat.state.as_str()))
        .bind(column(orders, |it| it.order.flat.kind.as_str()))
        .bind(column(orders, |it| it.order.flat.source.as_str()))
        .bind(column(orders, |it| it.order.flat.lead.as_deref()))
        .bind(column(orders, |it| it.order.flat.units.as_str()))
        .bind(column(orders, |it| it.order.flat.conversation))
        .bind(column(orders, |it| it.order.flat.accepted_at))
        .bind(column(orders, |it| it.order.flat.done_at))
        .bind(column(orders, |it| it.order.flat.ended_at))
        .bind(column(orders, |it| it.order.flat.runs_out))
        .bind(column(orders, |it| it.order.flat.place))
        .bind(column(orders, |it| it.order.flat.document.as_str()))
        .bind(column(orders, |it| it.order.flat.category.as_deref()))
        .bind(column(orders, |it| it.order.flat.area.as_deref()))
}

/// Jurisdiction, what the order is found by, number.
type Found<'a> = (&'a str, &'a str, &'a str);

async fn assign(wire: &mut Wire, all: &[Next<'_>]) -> Result<(), Fault> {
    let (mut gone, mut new): (Vec<Found<'_>>, Vec<Found<'_>>) = (Vec::new(), Vec::new());
    for next in all {
        let (had, has) = (next.before, &next.order.units);
        gone.extend(had.difference(has).map(|unit| (next.j, unit.as_str(), next.order.no.as_str())));
        new.extend(has.difference(had).map(|unit| (next.j, unit.as_str(), next.order.no.as_str())));
    }
    if !gone.is_empty() {
        let query = sqlx::query(
            "DELETE FROM order_unit o USING unnest($1::text[], $2::text[], $3::text[]) AS k (j, unit, no) \
             WHERE o.jurisdiction = k.j AND o.unit = k.unit AND o.no = k.no",
        );
        wire.run(by(query, &gone)).await?;
    }
    if !new.is_empty() {
        let query = sqlx::query(
            "INSERT INTO order_unit (jurisdiction, unit, no) \
             SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
        );
        wire.run(by(query, &new)).await?;
    }
    Ok(())
}

async fn add_phones(wire: &mut Wire, all: &[Next<'_>]) -> Result<(), Fault> {
    let mut rows: Vec<Found<'_>> = Vec::new();
    for next in all {
        rows.extend(next.order.phones.iter().map(|phone| (next.j, phone.as_str(), next.order.no.as_str())));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "INSERT INTO phone_index (jurisdiction, phone, no) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) ON CONFLICT DO NOTHING",
    );
    wire.run(by(query, &rows)).await.map(drop)
}

fn by<'q>(query: Query<'q>, rows: &[Found<'q>]) -> Query<'q> {
    query.bind(column(rows, |row| row.0)).bind(column(rows, |row| row.1)).bind(column(rows, |row| row.2))
}

/// The conversations that joined; whoever joins twice has the last part.
async fn add_listeners(wire: &mut Wire, all: &[Next<'_>]) -> Result<(), Fault> {
    let mut rows: BTreeMap<(&str, Uuid, &str), &str> = BTreeMap::new();
    for next in all {
        let joined = next.order.joined.iter();
        rows.extend(joined.map(|(id, part)| ((next.j, *id, next.order.no.as_str()), part.as_str())));
    }
    if rows.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = rows.into_iter().collect();
    let query = sqlx::query(
        "INSERT INTO order_listener (jurisdiction, conversation, no, part) \
         SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::text[]) \
         ON CONFLICT (jurisdiction, conversation, no) DO UPDATE SET part = excluded.part",
    )
    .bind(column(&rows, |((j, ..), _)| *j))
    .bind(column(&rows, |((_, id, _), _)| *id))
    .bind(column(&rows, |((.., no), _)| *no))
    .bind(column(&rows, |(_, part)| *part));
    wire.run(query).await.map(drop)
}
