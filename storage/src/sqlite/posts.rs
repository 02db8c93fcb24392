//! Which process has a post?

use jiff::{SignedDuration, Timestamp};
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::SqliteStore;
use super::rows::{Cells, ms};
use super::writer::Left;
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
        self.writer
            .write(move |db| Box::pin(async move { hold(db, &j, &name, holder, now, until).await }))
            .await
    }

    pub(super) async fn leave_post(&self, j: &Jurisdiction, post: &Post) -> Result<(), StoreError> {
        let (j, post) = (j.clone(), post.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE post SET ends_at = 0 WHERE jurisdiction = ? AND name = ? AND token = ?",
                    )
                    .bind(j.as_str())
                    .bind(&post.name)
                    .bind(post.lease.token)
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }
}

/// The token rises when the post changes hands, and when its holder had lost it without knowing.
async fn hold(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    name: &str,
    holder: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Result<Left<Option<Post>>, StoreError> {
    let row = sqlx::query(
        "INSERT INTO post (jurisdiction, name, holder, token, ends_at) VALUES (?1, ?2, ?3, 1, ?5) \
         ON CONFLICT (jurisdiction, name) DO UPDATE SET \
         token = CASE WHEN holder = ?3 AND ends_at > ?4 THEN token ELSE token + 1 END, \
         holder = ?3, ends_at = ?5 WHERE holder = ?3 OR ends_at <= ?4 RETURNING token",
    )
    .bind(j.as_str())
    .bind(name)
    .bind(holder)
    .bind(ms(now))
    .bind(ms(until))
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(Left::Nothing(None)) };
    let token = Cells::of(&row, "post", &name).get("token")?;
    Ok(Left::Quiet(Some(Post { name: name.to_owned(), lease: Lease { token, until } })))
}

/// Is this still the holder's claim?
pub(super) async fn is_held(
    db: &mut SqliteConnection,
    j: &Jurisdiction,
    post: &Post,
) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT 1 FROM post WHERE jurisdiction = ? AND name = ? AND token = ?")
        .bind(j.as_str())
        .bind(&post.name)
        .bind(post.lease.token)
        .fetch_optional(db)
        .await?;
    Ok(row.is_some())
}
