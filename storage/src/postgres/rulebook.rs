//! By which version of the rules was it decided?

use jiff::Timestamp;

use super::PostgresStore;
use super::fault::Fault;
use crate::Jurisdiction;
use crate::written::ms;

impl PostgresStore {
    pub(super) async fn keep_rulebook(
        &self,
        j: &Jurisdiction,
        hash: &str,
        content: &[u8],
        now: Timestamp,
    ) -> Result<(), Fault> {
        let query = sqlx::query(
            "INSERT INTO rulebook (jurisdiction, hash, content, published_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT DO NOTHING",
        )
        .bind(j.as_str())
        .bind(hash)
        .bind(content)
        .bind(ms(now));
        self.wire().await?.run(query).await.map(drop)
    }
}
