//! Where are members of staff and the groups of units on a platform?

use jiff::Timestamp;
use sqlx::Row;

use super::SqliteStore;
use super::conversations::address_indexes;
use super::fault::{corrupt, unopened};
use super::rows::{document, ms};
use super::writer::Left;
use crate::{Address, Holder, Jurisdiction, StoreError, UnitCode};

const TABLE: &str = "seat";

impl SqliteStore {
    pub(super) async fn seat_of(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
    ) -> Result<Option<String>, StoreError> {
        let holder = written(holder);
        let row =
            sqlx::query("SELECT address FROM seat WHERE jurisdiction = ? AND channel = ? AND holder = ?")
                .bind(j.as_str())
                .bind(channel)
                .bind(&holder)
                .fetch_optional(&self.readers)
                .await?;
        let Some(row) = row else { return Ok(None) };
        let plain = self
            .sealer
            .open(TABLE, &[j.as_str(), channel, &holder], row.try_get("address")?)
            .map_err(|why| unopened(TABLE, &holder, &why))?;
        String::from_utf8(plain).map(Some).map_err(|why| corrupt(TABLE, &holder, &why))
    }

    pub(super) async fn holder_of(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Holder>, StoreError> {
        let row = sqlx::query(
            "SELECT holder FROM seat WHERE jurisdiction = ? AND channel = ? \
             AND address_index IN (SELECT value FROM json_each(?))",
        )
        .bind(j.as_str())
        .bind(&address.channel)
        .bind(document(&address_indexes(&self.sealer, address)))
        .fetch_optional(&self.readers)
        .await?;
        row.map(|row| {
            let text: String = row.try_get("holder")?;
            read(&text).ok_or_else(|| corrupt(TABLE, &text, &"it names neither a unit nor an account"))
        })
        .transpose()
    }

    pub(super) async fn put_seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (j, channel, holder) = (j.clone(), channel.to_owned(), written(holder));
        let sealed = address.map(|value| {
            let at = Address { channel: channel.clone(), value: value.to_owned() };
            let envelope = self.sealer.seal(TABLE, &[j.as_str(), &channel, &holder], value.as_bytes());
            (address_indexes(&self.sealer, &at), envelope)
        });
        self.writer
            .write(move |db| {
                Box::pin(async move {
                    let indexes = sealed.as_ref().map(|(indexes, _)| indexes.as_slice()).unwrap_or_default();
                    // Nobody sits on two chairs, and no two on one.
                    sqlx::query(
                        "DELETE FROM seat WHERE jurisdiction = ? AND channel = ? AND (holder = ? \
                         OR address_index IN (SELECT value FROM json_each(?)))",
                    )
                    .bind(j.as_str())
                    .bind(&channel)
                    .bind(&holder)
                    .bind(document(&indexes))
                    .execute(&mut *db)
                    .await?;
                    if let Some((indexes, envelope)) = &sealed {
                        sqlx::query(
                            "INSERT INTO seat (jurisdiction, channel, holder, address_index, address, set_at) \
                             VALUES (?, ?, ?, ?, ?, ?)",
                        )
                        .bind(j.as_str())
                        .bind(&channel)
                        .bind(&holder)
                        .bind(&indexes[0])
                        .bind(envelope.as_slice())
                        .bind(ms(now))
                        .execute(db)
                        .await?;
                    }
                    Ok(Left::Quiet(()))
                })
            })
            .await
    }
}

fn written(holder: &Holder) -> String {
    match holder {
        Holder::Unit(unit) => format!("unit:{unit}"),
        Holder::Account(id) => format!("account:{id}"),
    }
}

fn read(text: &str) -> Option<Holder> {
    match text.split_once(':')? {
        ("unit", code) => Some(Holder::Unit(UnitCode::new(code))),
        ("account", id) => Some(Holder::Account(id.parse().ok()?)),
        _ => None,
    }
}
