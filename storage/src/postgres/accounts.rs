//! Who is on the staff?

use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::PostgresStore;
use super::cells::Cells;
use super::fault::Fault;
use crate::written::{ms, ms_if_any, word};
use crate::{Account, AccountId, Jurisdiction, StoreError, UnitCode};

/// Columns are named, never `*`: a newer program may add some while this one runs, and what was prepared must still fit.
macro_rules! accounts {
    ($which:literal) => {
        concat!(
            "SELECT jurisdiction, id, login, name, role, unit, password, must_change, failures, locked_until, \
             disabled_at, created_at FROM account WHERE jurisdiction = $1 ",
            $which
        )
    };
}

impl PostgresStore {
    pub(super) async fn all_accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, Fault> {
        let query = sqlx::query(accounts!("ORDER BY login")).bind(j.as_str());
        let rows = self.wire().await?.all(query).await?;
        Ok(rows.iter().map(account).collect::<Result<_, _>>()?)
    }

    pub(super) async fn account_called(
        &self,
        j: &Jurisdiction,
        login: &str,
    ) -> Result<Option<Account>, Fault> {
        // The server refuses such a text; nobody has that login.
        if login.contains('\0') {
            return Ok(None);
        }
        let query = sqlx::query(accounts!("AND login = $2")).bind(j.as_str()).bind(login);
        let row = self.wire().await?.any(query).await?;
        Ok(row.as_ref().map(account).transpose()?)
    }

    pub(super) async fn account_by_id(
        &self,
        j: &Jurisdiction,
        id: AccountId,
    ) -> Result<Option<Account>, Fault> {
        let query = sqlx::query(accounts!("AND id = $2")).bind(j.as_str()).bind(id.0);
        let row = self.wire().await?.any(query).await?;
        Ok(row.as_ref().map(account).transpose()?)
    }

    pub(super) async fn insert_account(&self, account: &Account) -> Result<bool, Fault> {
        let query = sqlx::query(
            "INSERT INTO account (jurisdiction, id, login, name, role, unit, password, must_change, failures, \
             locked_until, disabled_at, created_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
        )
        .bind(account.jurisdiction.as_str())
        .bind(account.id.0)
        .bind(&account.login)
        .bind(&account.name)
        .bind(word(&account.role))
        .bind(account.unit.as_ref().map(UnitCode::as_str))
        .bind(&account.password)
        .bind(account.must_change)
        .bind(i64::from(account.failures))
        .bind(ms_if_any(account.locked_until))
        .bind(ms_if_any(account.disabled_at))
        .bind(ms(account.created_at));
        Ok(self.wire().await?.run(query).await? == 1)
    }

    pub(super) async fn update_account(&self, was: &Account, is: &Account) -> Result<bool, Fault> {
        let query = sqlx::query(
            "UPDATE account SET name = $1, role = $2, unit = $3, password = $4, must_change = $5, failures = $6, \
             locked_until = $7, disabled_at = $8 WHERE jurisdiction = $9 AND id = $10 \
             AND (name, role, unit, password, must_change, failures, locked_until, disabled_at) \
             IS NOT DISTINCT FROM ($11, $12, $13, $14, $15, $16, $17, $18)",
        )
        .bind(&is.name)
        .bind(word(&is.role))
        .bind(is.unit.as_ref().map(UnitCode::as_str))
        .bind(&is.password)
        .bind(is.must_change)
        .bind(i64::from(is.failures))
        .bind(ms_if_any(is.locked_until))
        .bind(ms_if_any(is.disabled_at))
        .bind(was.jurisdiction.as_str())
        .bind(was.id.0)
        .bind(&was.name)
        .bind(word(&was.role))
        .bind(was.unit.as_ref().map(UnitCode::as_str))
        .bind(&was.password)
        .bind(was.must_change)
        .bind(i64::from(was.failures))
        .bind(ms_if_any(was.locked_until))
        .bind(ms_if_any(was.disabled_at));
        Ok(self.wire().await?.run(query).await? == 1)
    }
}

fn account(row: &PgRow) -> Result<Account, StoreError> {
    let cells = Cells::named::<Uuid>(row, "account", "id")?;
    let unit: Option<String> = cells.get("unit")?;
    Ok(Account {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        id: AccountId(cells.get("id")?),
        login: cells.get("login")?,
        name: cells.get("name")?,
        role: cells.word("role")?,
        unit: unit.map(UnitCode::new),
        password: cells.get("password")?,
        must_change: cells.get("must_change")?,
        failures: cells.count("failures")?,
        locked_until: cells.time_if_any("locked_until")?,
        disabled_at: cells.time_if_any("disabled_at")?,
        created_at: cells.time("created_at")?,
    })
}
