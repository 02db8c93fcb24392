//! Who may do one thing, once?

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use sqlx::Row;

use super::PostgresStore;
use super::case::{Case, all_of, column};
use super::fault::Fault;
use super::keyed::keyed;
use super::wires::Wire;
use crate::written::ms;
use crate::{Jurisdiction, Pass, PassChange};

/// Locks the passes that are named. One that is to be used up and is gone is a conflict, and so is a code that is
/// somebody else's.
pub(super) async fn lock(wire: &mut Wire, cases: &mut [Case<'_>]) -> Result<(), Fault> {
    let mut wanted: Vec<(&str, &str, i64)> = Vec::new();
    for case in cases.iter() {
        let ready = case.ready;
        let at = ms(ready.decision.at);
        wanted.extend(ready.passes.iter().flatten().map(|index| (ready.j(), index.as_str(), at)));
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "SELECT p.jurisdiction, p.code FROM unnest($1::text[], $2::text[], $3::bigint[]) AS k (j, code, at) \
         JOIN pass p ON p.jurisdiction = k.j AND p.code = k.code AND p.ends_at > k.at \
         ORDER BY p.jurisdiction, p.code FOR UPDATE OF p",
    )
    .bind(column(&wanted, |one| one.0))
    .bind(column(&wanted, |one| one.1))
    .bind(column(&wanted, |one| one.2));
    let mut good: HashSet<(String, String)> = HashSet::new();
    for row in wire.all(query).await? {
        good.insert((row.try_get("jurisdiction")?, row.try_get("code")?));
    }
    for case in cases.iter_mut() {
        let ready = case.ready;
        for (change, indexes) in ready.decision.passes.iter().zip(&ready.passes) {
            let is_good = indexes.iter().any(|index| good.contains(&(ready.j().to_owned(), index.clone())));
            if is_good == matches!(change, PassChange::Give(_)) {
                case.conflicts();
            }
        }
    }
    Ok(())
}

/// Uses up and gives out.
pub(super) async fn write(wire: &mut Wire, going: &[&Case<'_>]) -> Result<(), Fault> {
    let mut spent: Vec<(&str, &str)> = Vec::new();
    let mut given: Vec<(&str, &str, &Pass)> = Vec::new();
    // When passes end that have ended: the latest time of each jurisdiction's decisions.
    let mut ended: BTreeMap<&str, i64> = BTreeMap::new();
    for case in going {
        let (ready, j) = (case.ready, case.ready.j());
        for (change, indexes) in ready.decision.passes.iter().zip(&ready.passes) {
            let at = ms(ready.decision.at);
            ended.entry(j).and_modify(|latest| *latest = at.max(*latest)).or_insert(at);
            match change {
                PassChange::Spend { code: _ } => {
                    spent.extend(indexes.iter().map(|index| (j, index.as_str())));
                }
                PassChange::Give(pass) => given.push((j, &indexes[0], pass)),
            }
        }
    }
    clear_away(wire, ended.into_iter().collect()).await?;
    if !spent.is_empty() {
        let query = sqlx::query(
            "DELETE FROM pass p USING unnest($1::text[], $2::text[]) AS k (j, code) \
             WHERE p.jurisdiction = k.j AND p.code = k.code",
        )
        .bind(column(&spent, |(j, _)| *j))
        .bind(column(&spent, |(_, code)| *code));
        wire.run(query).await?;
    }
    if given.is_empty() {
        return Ok(());
    }
    given.sort_by_key(|(j, code, _)| (*j, *code));
    let query = sqlx::query(
        "INSERT INTO pass (jurisdiction, code, document, ends_at) \
         SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) ON CONFLICT DO NOTHING",
    )
    .bind(column(&given, |(j, ..)| *j))
    .bind(column(&given, |(_, code, _)| *code))
    .bind(column(&given, |(.., pass)| pass.document.as_str()))
    .bind(column(&given, |(.., pass)| ms(pass.ends_at)));
    all_of("pass", given.len(), wire.run(query).await?)
}

/// Clears away those that have ended.
async fn clear_away(wire: &mut Wire, ended: Vec<(&str, i64)>) -> Result<(), Fault> {
    if ended.is_empty() {
        return Ok(());
    }
    let query = sqlx::query(
        "DELETE FROM pass WHERE (jurisdiction, code) IN ( \
         SELECT p.jurisdiction, p.code FROM unnest($1::text[], $2::bigint[]) AS k (j, at) \
         JOIN pass p ON p.jurisdiction = k.j AND p.ends_at <= k.at \
         ORDER BY p.jurisdiction, p.code FOR UPDATE OF p)",
    )
    .bind(column(&ended, |(j, _)| *j))
    .bind(column(&ended, |(_, at)| *at));
    wire.run(query).await.map(drop)
}

impl PostgresStore {
    pub(super) async fn pass_for(
        &self,
        j: &Jurisdiction,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<String>, Fault> {
        let query = sqlx::query(keyed!(
            "document",
            "pass",
            "jurisdiction = $1 AND ends_at > $3",
            "code" any "$2::text[]"
        ))
        .bind(j.as_str())
        .bind(self.sealer.indexes("pass", code))
        .bind(ms(now));
        let row = self.wire().await?.any(query).await?;
        Ok(row.map(|row| row.try_get("document")).transpose()?)
    }
}
