//! Which systems of units may come in, and where are they told?

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::SqliteStore;
use super::fault::{corrupt, unopened};
use super::rows::{Cells, all, ms, one};
use crate::{ApiToken, Endpoint, Jurisdiction, StoreError, UnitCode};

const TABLE: &str = "endpoint";

impl SqliteStore {
    pub(super) async fn insert_token(&self, j: &Jurisdiction, token: ApiToken) -> Result<(), StoreError> {
        let sql = "INSERT INTO api_token (jurisdiction, token_hash, unit, created_at, revoked_at) \
            VALUES (?, ?, ?, ?, ?)";
        let ApiToken { token_hash, unit, created_at, revoked_at } = token;
        let values = (j.to_string(), token_hash, unit.to_string(), ms(created_at), revoked_at.map(ms));
        self.writer.put(sql, values).await.map(drop)
    }

    pub(super) fn token_in_force(
        &self,
        j: &Jurisdiction,
        token_hash: &str,
    ) -> Result<Option<ApiToken>, StoreError> {
        let sql = "SELECT * FROM api_token WHERE jurisdiction = ? AND token_hash = ? AND revoked_at IS NULL";
        self.readers.read(|db| one(db, sql, (j.as_str(), token_hash), token))
    }

    pub(super) async fn take_back_tokens(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sql =
            "UPDATE api_token SET revoked_at = ? WHERE jurisdiction = ? AND unit = ? AND revoked_at IS NULL";
        self.writer.put(sql, (ms(now), j.to_string(), unit.to_string())).await.map(drop)
    }

    pub(super) fn endpoint_of(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
    ) -> Result<Option<Endpoint>, StoreError> {
        let sql = "SELECT * FROM endpoint WHERE jurisdiction = ? AND unit = ?";
        self.readers.read(|db| one(db, sql, (j.as_str(), unit.as_str()), |row| self.endpoint_in(j, row)))
    }

    pub(super) async fn all_endpoints(&self, j: &Jurisdiction) -> Result<Vec<Endpoint>, StoreError> {
        let (j, store) = (j.clone(), self.clone());
        let read = move |db: &Connection| {
            let sql = "SELECT * FROM endpoint WHERE jurisdiction = ? ORDER BY unit";
            all(db, sql, (j.as_str(),), |row| store.endpoint_in(&j, row))
        };
        self.readers.look(read).await
    }

    pub(super) async fn put_endpoint(
        &self,
        j: &Jurisdiction,
        unit: &UnitCode,
        endpoint: Option<&Endpoint>,
    ) -> Result<(), StoreError> {
        let Some(endpoint) = endpoint else {
            let sql = "DELETE FROM endpoint WHERE jurisdiction = ? AND unit = ?";
            return self.writer.put(sql, (j.to_string(), unit.to_string())).await.map(drop);
        };
        let seal =
            |part, plain: &str| self.sealer.seal(TABLE, &[j.as_str(), unit.as_str(), part], plain.as_bytes());
        let (url, secret) = (seal("url", &endpoint.url), seal("secret", &endpoint.secret));
        let sql = "INSERT INTO endpoint (jurisdiction, unit, url, secret, set_at) VALUES (?, ?, ?, ?, ?) \
            ON CONFLICT DO UPDATE SET url = excluded.url, secret = excluded.secret, set_at = excluded.set_at";
        let values = (j.to_string(), unit.to_string(), url, secret, ms(endpoint.set_at));
        self.writer.put(sql, values).await.map(drop)
    }

    fn endpoint_in(&self, j: &Jurisdiction, row: &Row<'_>) -> Result<Endpoint, StoreError> {
        let cells = Cells::named(row, TABLE, "unit");
        let unit = UnitCode::new(cells.get::<String>("unit")?);
        let open = |part, envelope: &[u8]| -> Result<String, StoreError> {
            let plain = self.sealer.open(TABLE, &[j.as_str(), unit.as_str(), part], envelope);
            let plain = plain.map_err(|why| unopened(TABLE, &unit, &why))?;
            String::from_utf8(plain).map_err(|why| corrupt(TABLE, &unit, &why))
        };
        Ok(Endpoint {
            url: open("url", cells.bytes("url")?)?,
            secret: open("secret", cells.bytes("secret")?)?,
            set_at: cells.time("set_at")?,
            unit,
        })
    }
}

fn token(row: &Row<'_>) -> Result<ApiToken, StoreError> {
    let cells = Cells::of(row, "api_token", &"a token");
    Ok(ApiToken {
        token_hash: cells.get("token_hash")?,
        unit: UnitCode::new(cells.get::<String>("unit")?),
        created_at: cells.time("created_at")?,
        revoked_at: cells.time_if_any("revoked_at")?,
    })
}
