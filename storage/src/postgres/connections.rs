//! Which systems of units may come in, and where are they told?

use jiff::Timestamp;
use sqlx::postgres::PgRow;

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use crate::written::{corrupt, ms, ms_if_any, unopened};
use crate::{ApiToken, Endpoint, Jurisdiction, StoreError, UnitCode};

const TABLE: &str = "endpoint";

impl PostgresStore {
    pub(super) async fn insert_token(&self, j: &Jurisdiction, token: &ApiToken) -> Result<(), Fault> {
        let query = sqlx::query(
            "INSERT INTO api_token (jurisdiction, token_hash, unit, created_at, revoked_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(j.as_str())
        .bind(&token.token_hash)
        .bind(token.unit.as_str())
        .bind(ms(token.created_at))
        .bind(ms_if_any(token.revoked_at));
        self.wire().await?.run(query).await.map(drop)
    }

    pub(super) async fn token_in_force(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
    ) -> Result<Option<ApiToken>, Fault> {
        let query = sqlx::query(
            "SELECT token_hash, unit, created_at, revoked_at FROM api_token \
             WHERE jurisdiction = $1 AND token_hash = $2 AND revoked_at IS NULL",
        )
        .bind(j.as_str())
        .bind(token_hash);
        let row = self.wire().await?.any(query).await?;
        Ok(row.as_ref().map(token).transpose()?)
    }

    pub(super) async fn take_back_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let query = sqlx::query(
            "UPDATE api_token SET revoked_at = $1 WHERE jurisdiction = $2 AND unit = $3 AND revoked_at IS NULL",
        )
        .bind(ms(now))
        .bind(j.as_str())
        .bind(unit.as_str());
        self.wire().await?.run(query).await.map(drop)
    }

    pub(super) async fn endpoint_of(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
    ) -> Result<Option<Endpoint>, Fault> {
        let query = sqlx::query(
            "SELECT unit, url, secret, set_at FROM endpoint WHERE jurisdiction = $1 AND unit = $2",
        )
        .bind(j.as_str())
        .bind(unit.as_str());
        let row = self.wire().await?.any(query).await?;
        Ok(row.map(|row| self.endpoint_in(j, &row)).transpose()?)
    }

    pub(super) async fn all_endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, Fault> {
        let query = sqlx::query(
            "SELECT unit, url, secret, set_at FROM endpoint WHERE jurisdiction = $1 ORDER BY unit",
        )
        .bind(j.as_str());
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(|row| self.endpoint_in(j, row)).collect::<Result<_, _>>()?)
    }

    pub(super) async fn put_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), Fault> {
        let seal =
            |part, plain: &str| self.sealer.seal(TABLE, &[j.as_str(), unit.as_str(), part], plain.as_bytes());
        let query = match endpoint {
            Some(endpoint) => sqlx::query(
                "INSERT INTO endpoint (jurisdiction, unit, url, secret, set_at) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (jurisdiction, unit) DO UPDATE SET url = excluded.url, secret = excluded.secret, \
                 set_at = excluded.set_at",
            )
            .bind(j.as_str())
            .bind(unit.as_str())
            .bind(seal("url", &endpoint.url))
            .bind(seal("secret", &endpoint.secret))
            .bind(ms(endpoint.set_at)),
            None => sqlx::query("DELETE FROM endpoint WHERE jurisdiction = $1 AND unit = $2")
                .bind(j.as_str())
                .bind(unit.as_str()),
        };
        self.wire().await?.run(query).await.map(drop)
    }

    fn endpoint_in(&self, j: &Jurisdiction, row: &PgRow) -> Result<Endpoint, StoreError> {
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

fn token(row: &PgRow) -> Result<ApiToken, StoreError> {
    let cells = Cells::of(row, "api_token", &"a token");
    Ok(ApiToken {
        token_hash: cells.get("token_hash")?,
        unit: UnitCode::new(cells.get::<String>("unit")?),
        created_at: cells.time("created_at")?,
        revoked_at: cells.time_if_any("revoked_at")?,
    })
}
