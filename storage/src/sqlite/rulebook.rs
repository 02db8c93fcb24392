//! By which version of the rules was it decided?

use jiff::Timestamp;

use super::SqliteStore;
use super::rows::ms;
use crate::{Jurisdiction, StoreError};

impl SqliteStore {
    pub(super) async fn keep_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: Vec<u8>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO rulebook (jurisdiction, hash, content, published_at) VALUES (?, ?, ?, ?) \
            ON CONFLICT DO NOTHING";
        self.writer.put(sql, (j.to_string(), hash.to_owned(), content, ms(now))).await.map(drop)
    }
}
