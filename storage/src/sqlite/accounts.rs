//! Who is on the staff?

use rusqlite::{Connection, Row, params};
use uuid::Uuid;

use super::SqliteStore;
use super::batch::Left;
use super::rows::{Cells, all, ms, ms_if_any, one, run, word};
use crate::{Account, AccountId, Jurisdiction, StoreError, UnitCode};

impl SqliteStore {
    pub(super) async fn all_accounts(&self, j: &Jurisdiction) -> Result<Vec<Account>, StoreError> {
        let j = j.clone();
        let sql = "SELECT * FROM account WHERE jurisdiction = ? ORDER BY login";
        self.readers.look(move |db| all(db, sql, (j.as_str(),), account)).await
    }

    pub(super) fn account_called(
        &self,
        j: &Jurisdiction,
        login: &str,
    ) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT * FROM account WHERE jurisdiction = ? AND login = ?";
        self.readers.read(|db| one(db, sql, (j.as_str(), login), account))
    }

    pub(super) fn account_by_id(
        &self,
        j: &Jurisdiction,
        id: AccountId,
    ) -> Result<Option<Account>, StoreError> {
        let sql = "SELECT * FROM account WHERE jurisdiction = ? AND id = ?";
        self.readers.read(|db| one(db, sql, (j.as_str(), id.0), account))
    }

    pub(super) async fn insert_account(&self, account: Account) -> Result<bool, StoreError> {
        self.writer.write(move |pen| insert(pen, &account).map(Left::Quiet)).await
    }

    pub(super) async fn update_account(&self, was: Account, is: Account) -> Result<bool, StoreError> {
        self.writer.write(move |pen| update(pen, &was, &is).map(Left::Quiet)).await
    }
}

fn insert(db: &Connection, account: &Account) -> Result<bool, StoreError> {
    let added = run(
        db,
        "INSERT INTO account (jurisdiction, id, login, name, role, unit, password, must_change, failures, \
         locked_until, disabled_at, created_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        params![
            account.jurisdiction.as_str(),
            account.id.0,
            account.login,
            account.name,
            word(&account.role),
            account.unit.as_ref().map(UnitCode::as_str),
            account.password,
            account.must_change,
            account.failures,
            ms_if_any(account.locked_until),
            ms_if_any(account.disabled_at),
            ms(account.created_at),
        ],
    )?;
    Ok(added == 1)
}

fn update(db: &Connection, was: &Account, is: &Account) -> Result<bool, StoreError> {
    let changed = run(
        db,
        "UPDATE account SET name = ?, role = ?, unit = ?, password = ?, must_change = ?, \
         failures = ?, locked_until = ?, disabled_at = ? WHERE jurisdiction = ? AND id = ? \
         AND (name, role, unit, password, must_change, failures, locked_until, disabled_at) \
         IS (?, ?, ?, ?, ?, ?, ?, ?)",
        params![
            is.name,
            word(&is.role),
            is.unit.as_ref().map(UnitCode::as_str),
            is.password,
            is.must_change,
            is.failures,
            ms_if_any(is.locked_until),
            ms_if_any(is.disabled_at),
            was.jurisdiction.as_str(),
            was.id.0,
            was.name,
            word(&was.role),
            was.unit.as_ref().map(UnitCode::as_str),
            was.password,
            was.must_change,
            was.failures,
            ms_if_any(was.locked_until),
            ms_if_any(was.disabled_at),
        ],
    )?;
    Ok(changed == 1)
}

fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    let cells = Cells::named(row, "account", "id");
    let unit: Option<String> = cells.get("unit")?;
    Ok(Account {
        jurisdiction: Jurisdiction::new(cells.get::<String>("jurisdiction")?),
        id: AccountId(cells.get::<Uuid>("id")?),
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
