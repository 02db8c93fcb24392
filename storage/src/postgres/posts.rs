//! Which process has a post?

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::PostgresStore;
use super::case::{Case, column};
use super::cells::Cells;
use super::fault::Fault;
use super::wires::Wire;
use crate::written::ms;
use crate::{Jurisdiction, Lease, Post};

const TABLE: &str = "post";

/// Whoever has lost the post by which they decide has a conflict. Nobody takes a post over while something is decided
/// by it.
pub(super) async fn lock(wire: &mut Wire, cases: &mut [Case<'_>]) -> Result<(), Fault> {
    let mut wanted: Vec<(i32, &str, &Post)> = (0_i32..)
        .zip(cases.iter())
        .filter_map(|(n, case)| Some((n, case.ready.j(), case.ready.decision.post.as_ref()?)))
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    wanted.sort_by_key(|(_, j, post)| (*j, &post.name));
    let query = sqlx::query(
        "SELECT k.n FROM unnest($1::int[], $2::text[], $3::text[], $4::bigint[]) AS k (n, j, name, token) \
         JOIN post p ON p.jurisdiction = k.j AND p.name = k.name AND p.token = k.token \
         ORDER BY p.jurisdiction, p.name FOR SHARE OF p",
    )
    .bind(column(&wanted, |(n, ..)| *n))
    .bind(column(&wanted, |(_, j, _)| *j))
    .bind(column(&wanted, |(.., post)| post.name.as_str()))
    .bind(column(&wanted, |(.., post)| post.lease.token));
    let mut lost = column(&wanted, |(n, ..)| *n);
    for row in wire.all(query).await? {
        let held: i32 = Cells::of(&row, TABLE, &"a post").get("n")?;
        lost.retain(|n| *n != held);
    }
    for n in lost {
        cases[usize::try_from(n).expect("the place in a batch comes back as it was given")].conflicts();
    }
    Ok(())
}

impl PostgresStore {
    /// The token rises when the post changes hands, and when its holder had lost it without knowing.
    pub(super) async fn hold_post(
        &self,
        j: &Jurisdiction,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Post>, Fault> {
        let until = now + lease;
        let query = sqlx::query(
            "INSERT INTO post AS p (jurisdiction, name, holder, token, ends_at) VALUES ($1, $2, $3, 1, $5) \
             ON CONFLICT (jurisdiction, name) DO UPDATE SET \
             token = CASE WHEN p.holder = $3 AND p.ends_at > $4 THEN p.token ELSE p.token + 1 END, \
             holder = $3, ends_at = $5 WHERE p.holder = $3 OR p.ends_at <= $4 RETURNING token",
        )
        .bind(j.as_str())
        .bind(name)
        .bind(holder)
        .bind(ms(now))
        .bind(ms(until));
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let token = Cells::of(&row, TABLE, &name).get("token")?;
        Ok(Some(Post { name: name.to_owned(), lease: Lease { token, until } }))
    }

    pub(super) async fn leave_post(&self, j: &Jurisdiction, post: &Post) -> Result<(), Fault> {
        let query =
            sqlx::query("UPDATE post SET ends_at = 0 WHERE jurisdiction = $1 AND name = $2 AND token = $3")
                .bind(j.as_str())
                .bind(&post.name)
                .bind(post.lease.token);
        self.wire().await?.run(query).await.map(drop)
    }
}
