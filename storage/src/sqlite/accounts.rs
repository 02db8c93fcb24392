//! Who is on the staff?

use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

use super::SqliteStore;
use super::rows::{Cells, ms, ms_if_any, word};
use super::writer::Left;
use crate::{Account, AccountId, Jurisdiction, StoreError, UnitCode};

impl SqliteStore {
    pub(super) async fn all_accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, StoreError> {
        let rows = sqlx::query("SELECT * FROM account WHERE jurisdiction = ? ORDER BY login")
            .bind(j.as_str())
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(account).collect()
    }

    pub(super) async fn account_called(
        &self,
        j: &Jurisdiction,
        login: &str,
    ) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query("SELECT * FROM account WHERE jurisdiction = ? AND login = ?")
            .bind(j.as_str())
            .bind(login)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(account).transpose()
    }

    pub(super) async fn account_by_id(
        &self,
        j: &Jurisdiction,
        id: AccountId,
    ) -> Result<Option<Account>, StoreError> {
        let row = sqlx::query("SELECT * FROM account WHERE jurisdiction = ? AND id = ?")
            .bind(j.as_str())
            .bind(id.0)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(account).transpose()
    }

    pub(super) async fn insert_account(&self, account: Account) -> Result<bool, StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "INSERT INTO account (jurisdiction, id, login, name, role, unit, password, must_change, \
                         failures, locked_until, disabled_at, created_at) \
                         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    )
                    .bind(account.jurisdiction.as_str())
                    .bind(account.id.0)
                    .bind(&account.login)
                    .bind(&account.name)
                    .bind(word(&account.role))
                    .bind(account.unit.as_ref().map(UnitCode::as_str))
                    .bind(&account.password)
                    .bind(account.must_change)
                    .bind(account.failures)
                    .bind(ms_if_any(account.locked_until))
                    .bind(ms_if_any(account.disabled_at))
                    .bind(ms(account.created_at))
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(done.rows_affected() == 1))
                })
            })
            .await
    }

    pub(super) async fn update_account(&self, account: Account) -> Result<bool, StoreError> {
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let done = sqlx::query(
                        "UPDATE account SET name = ?, role = ?, unit = ?, password = ?, must_change = ?, \
                         failures = ?, locked_until = ?, disabled_at = ? WHERE jurisdiction = ? AND id = ?",
                    )
                    .bind(&account.name)
                    .bind(word(&account.role))
                    .bind(account.unit.as_ref().map(UnitCode::as_str))
                    .bind(&account.password)
                    .bind(account.must_change)
                    .bind(account.failures)
                    .bind(ms_if_any(account.locked_until))
                    .bind(ms_if_any(account.disabled_at))
                    .bind(account.jurisdiction.as_str())
                    .bind(account.id.0)
                    .execute(db)
                    .await?;
                    Ok(Left::Quiet(done.rows_affected() == 1))
                })
            })
            .await
    }
}

fn account(row: &SqliteRow) -> Result<Account, StoreError> {
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
