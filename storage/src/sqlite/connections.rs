//! Which systems of units may come in, and where are they told?

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;

use super::SqliteStore;
use super::fault::{corrupt, unopened};
use super::rows::{Cells, ms};
use super::writer::Left;
use crate::{ApiToken, Endpoint, Jurisdiction, StoreError, UnitCode};

const TABLE: &str = "endpoint";

impl SqliteStore {
    pub(super) async fn insert_token(&self, j: &Jurisdiction, token: ApiToken) -> Result<(), StoreError> {
        let j = j.clone();
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO api_token (jurisdiction, token_hash, unit, created_at, revoked_at) \
                         VALUES (?, ?, ?, ?, ?)",
                    )
                    .bind(j.as_str())
                    .bind(&token.token_hash)
                    .bind(token.unit.as_str())
                    .bind(ms(token.created_at))
                    .bind(token.revoked_at.map(ms))
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    pub(super) async fn token_in_force(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
    ) -> Result<Option<ApiToken>, StoreError> {
        let row = sqlx::query(
            "SELECT * FROM api_token WHERE jurisdiction = ? AND token_hash = ? AND revoked_at IS NULL",
        )
        .bind(j.as_str())
        .bind(token_hash)
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(token).transpose()
    }

    pub(super) async fn take_back_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, unit) = (j.clone(), unit.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE api_token SET revoked_at = ? \
                         WHERE jurisdiction = ? AND unit = ? AND revoked_at IS NULL",
                    )
                    .bind(ms(now))
                    .bind(j.as_str())
                    .bind(unit.as_str())
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    pub(super) async fn endpoint_of(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
    ) -> Result<Option<Endpoint>, StoreError> {
        let row = sqlx::query("SELECT * FROM endpoint WHERE jurisdiction = ? AND unit = ?")
            .bind(j.as_str())
            .bind(unit.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| self.endpoint_in(j, &row)).transpose()
    }

    pub(super) async fn all_endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, StoreError> {
        let rows = sqlx::query("SELECT * FROM endpoint WHERE jurisdiction = ? ORDER BY unit")
            .bind(j.as_str())
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|row| self.endpoint_in(j, row)).collect()
    }

    pub(super) async fn put_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), StoreError> {
        let seal =
            |part, plain: &str| self.sealer.seal(TABLE, &[j.as_str(), unit.as_str(), part], plain.as_bytes());
        let sealed = endpoint.map(|endpoint| {
            (seal("url", &endpoint.url), seal("secret", &endpoint.secret), ms(endpoint.set_at))
        });
        let (j, unit) = (j.clone(), unit.clone());
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let query = match sealed {
                        Some((url, secret, set_at)) => sqlx::query(
                            "INSERT INTO endpoint (url, secret, set_at, jurisdiction, unit) VALUES (?, ?, ?, ?, ?) \
                             ON CONFLICT DO UPDATE SET url = excluded.url, secret = excluded.secret, \
                             set_at = excluded.set_at",
                        )
                        .bind(url)
                        .bind(secret)
                        .bind(set_at),
                        None => sqlx::query("DELETE FROM endpoint WHERE jurisdiction = ? AND unit = ?"),
                    };
                    query.bind(j.as_str()).bind(unit.as_str()).execute(db).await?;
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }

    fn endpoint_in(&self, j: &Jurisdiction, row: &SqliteRow) -> Result<Endpoint, StoreError> {
        let cells = Cells::named::<String>(row, TABLE, "unit")?;
        let unit = UnitCode::new(cells.get::<String>("unit")?);
        let open = |part, envelope: &[u8]| -> Result<String, StoreError> {
            let plain = self.sealer.open(TABLE, &[j.as_str(), unit.as_str(), part], envelope);
            let plain = plain.map_err(|why| unopened(TABLE, &unit, &why))?;
            String::from_utf8(plain).map_err(|why| corrupt(TABLE, &unit, &why))
        };
        Ok(Endpoint {
            url: open("url", cells.get("url")?)?,
            secret: open("secret", cells.get("secret")?)?,
            set_at: cells.time("set_at")?,
            unit,
        })
    }
}

fn token(row: &SqliteRow) -> Result<ApiToken, StoreError> {
    let cells = Cells::of(row, "api_token", &"a token");
    Ok(ApiToken {
        token_hash: cells.get("token_hash")?,
        unit: UnitCode::new(cells.get::<String>("unit")?),
        created_at: cells.time("created_at")?,
        revoked_at: cells.time_if_any("revoked_at")?,
    })
}
