//! Where are members of staff and the groups of units on a platform?

use jiff::Timestamp;

use super::SqliteStore;
use super::batch::{Left, Pen};
use super::conversations::address_indexes;
use super::fault::{corrupt, unopened};
use super::rows::{Cells, ms, one, run};
use crate::{Address, Holder, Jurisdiction, StoreError, UnitCode};

const TABLE: &str = "seat";

impl SqliteStore {
    pub(super) fn seat_of(
        &self,
        j: &Jurisdiction,
        channel: &str,
        holder: &Holder,
    ) -> Result<Option<String>, StoreError> {
        let (sql, holder) = (
            "SELECT address FROM seat WHERE jurisdiction = ? AND channel = ? AND holder = ?",
            written(holder),
        );
        self.readers.read(|db| {
            one(db, sql, (j.as_str(), channel, &holder), |row| {
                let envelope = Cells::of(row, TABLE, &holder).bytes("address")?;
                let plain = self.sealer.open(TABLE, &[j.as_str(), channel, &holder], envelope);
                let plain = plain.map_err(|why| unopened(TABLE, &holder, &why))?;
                String::from_utf8(plain).map_err(|why| corrupt(TABLE, &holder, &why))
            })
        })
    }

    pub(super) fn holder_of(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Holder>, StoreError> {
        let sql = "SELECT holder FROM seat WHERE jurisdiction = ? AND channel = ? AND address_index = ?";
        self.readers.read(|db| {
            for index in address_indexes(&self.sealer, address) {
                let key = (j.as_str(), &address.channel, index);
                let found: Option<String> = one(db, sql, key, |row| Ok(row.get(0)?))?;
                if let Some(text) = found {
                    let holder = read(&text);
                    let why = "it names neither a unit nor an account";
                    return holder.map(Some).ok_or_else(|| corrupt(TABLE, &text, &why));
                }
            }
            Ok(None)
        })
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
        let put = move |pen: &Pen<'_>| {
            // Nobody sits on two chairs, and no two on one.
            let leave = "DELETE FROM seat WHERE jurisdiction = ? AND channel = ? AND holder = ?";
            run(pen, leave, (j.as_str(), &channel, &holder))?;
            let Some((indexes, envelope)) = &sealed else { return Ok(Left::Quiet(())) };
            for index in indexes {
                let free = "DELETE FROM seat WHERE jurisdiction = ? AND channel = ? AND address_index = ?";
                run(pen, free, (j.as_str(), &channel, index))?;
            }
            run(
                pen,
                "INSERT INTO seat (jurisdiction, channel, holder, address_index, address, set_at) \
                 VALUES (?, ?, ?, ?, ?, ?)",
                (j.as_str(), &channel, &holder, &indexes[0], envelope, ms(now)),
            )?;
            Ok(Left::Quiet(()))
        };
        self.writer.write(put).await
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
