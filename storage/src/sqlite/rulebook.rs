//! By which version of the rules was it decided?

use jiff::Timestamp;

use super::SqliteStore;
use super::rows::ms;
use super::writer::Left;
use crate::{Jurisdiction, StoreError};

impl SqliteStore {
    pub(super) async fn keep_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, hash) = (j.clone(), hash.to_owned());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO rulebook (jurisdiction, hash, content, published_at) VALUES (?, ?, ?, ?) \
                         ON CONFLICT DO NOTHING",
                    )
                    .bind(j.as_str())
                    .bind(hash)
                    .bind(content)
                    .bind(ms(now))
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }
}
