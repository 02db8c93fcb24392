//! Which process has a post?

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use uuid::Uuid;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::rows::{ms, one};
use crate::{Jurisdiction, Lease, Post, StoreError};

impl SqliteStore {
    pub(super) async fn hold_post(
        &self,
        j: &Jurisdiction,
        name: &str,
        holder: Uuid,
        now: Timestamp,
        lease: SignedDuration,
    ) -> Result<Option<Post>, StoreError> {
        let (j, name, until) = (j.clone(), name.to_owned(), now + lease);
        self.writer.write(move |pen| hold(pen, &j, &name, holder, now, until)).await
    }

    pub(super) async fn leave_post(&self, j: &Jurisdiction, post: &Post) -> Result<(), StoreError> {
        let sql = "UPDATE post SET ends_at = 0 WHERE jurisdiction = ? AND name = ? AND token = ?";
        self.writer.put(sql, (j.to_string(), post.name.clone(), post.lease.token)).await.map(drop)
    }
}

/// The token rises when the post changes hands, and when its holder had lost it without knowing.
fn hold(
    pen: &Pen<'_>,
    j: &Jurisdiction,
    name: &str,
    holder: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Result<Left<Option<Post>>, StoreError> {
    let token = one(
        pen,
        "INSERT INTO post (jurisdiction, name, holder, token, ends_at) VALUES (?1, ?2, ?3, 1, ?5) \
         ON CONFLICT (jurisdiction, name) DO UPDATE SET \
         token = CASE WHEN holder = ?3 AND ends_at > ?4 THEN token ELSE token + 1 END, \
         holder = ?3, ends_at = ?5 WHERE holder = ?3 OR ends_at <= ?4 RETURNING token",
        (j.as_str(), name, holder, ms(now), ms(until)),
        |row| Ok(row.get::<_, i64>(0)?),
    )?;
    Ok(match token {
        None => Left::Nothing(None),
        Some(token) => Left::Quiet(Some(Post { name: name.to_owned(), lease: Lease { token, until } })),
    })
}

/// Is this still the holder's claim?
pub(super) fn is_held(db: &Connection, j: &Jurisdiction, post: &Post) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM post WHERE jurisdiction = ? AND name = ? AND token = ?";
    Ok(one(db, sql, (j.as_str(), &post.name, post.lease.token), |_| Ok(()))?.is_some())
}
