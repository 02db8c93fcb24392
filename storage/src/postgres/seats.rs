//! Where are members of staff and the groups of units on a platform?

use jiff::Timestamp;
use sqlx::Row;

use super::PostgresStore;
use super::fault::Fault;
use super::keyed::keyed;
use super::ready::conversation::address_indexes;
use crate::written::{corrupt, holder, ms, read_holder, unopened};
use crate::{Address, Holder, Jurisdiction};

const TABLE: &str = "seat";

impl PostgresStore {
    pub(super) async fn seat_of(
        &self,
        j: &Jurisdiction,
        channel: &str,
        of: &Holder,
    ) -> Result<Option<String>, Fault> {
        let holder = holder(of);
        let query =
            sqlx::query("SELECT address FROM seat WHERE jurisdiction = $1 AND channel = $2 AND holder = $3")
                .bind(j.as_str())
                .bind(channel)
                .bind(&holder);
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let plain = self
            .sealer
            .open(TABLE, &[j.as_str(), channel, &holder], row.try_get("address")?)
            .map_err(|why| unopened(TABLE, &holder, &why))?;
        Ok(String::from_utf8(plain).map(Some).map_err(|why| corrupt(TABLE, &holder, &why))?)
    }

    pub(super) async fn holder_of(
        &self,
        j: &Jurisdiction,
        address: &Address,
    ) -> Result<Option<Holder>, Fault> {
        let query = sqlx::query(keyed!(
            "holder",
            "seat",
            "jurisdiction = $1 AND channel = $2",
            "address_index" any "$3::text[]"
        ))
        .bind(j.as_str())
        .bind(&address.channel)
        .bind(address_indexes(&self.sealer, address));
        let Some(row) = self.wire().await?.any(query).await? else { return Ok(None) };
        let text: &str = row.try_get("holder")?;
        let holder = read_holder(text);
        Ok(Some(holder.ok_or_else(|| corrupt(TABLE, &text, &"it names neither a unit nor an account"))?))
    }

    /// Nobody sits on two chairs, and no two on one.
    pub(super) async fn put_seat(
        &self,
        j: &Jurisdiction,
        channel: &str,
        of: &Holder,
        address: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let holder = holder(of);
        let sealed = address.map(|value| {
            let at = Address { channel: channel.to_owned(), value: value.to_owned() };
            let envelope = self.sealer.seal(TABLE, &[j.as_str(), channel, &holder], value.as_bytes());
            (address_indexes(&self.sealer, &at), envelope)
        });
        let indexes = sealed.as_ref().map(|(indexes, _)| indexes.as_slice()).unwrap_or_default();
        let mut wire = self.wire().await?;
        wire.begin().await?;
        // Two who sit down at once: the second one waits, then sees the first.
        wire.run(sqlx::query("LOCK TABLE seat IN SHARE ROW EXCLUSIVE MODE")).await?;
        let query = sqlx::query(
            "DELETE FROM seat WHERE jurisdiction = $1 AND channel = $2 \
             AND (holder = $3 OR address_index = ANY ($4))",
        )
        .bind(j.as_str())
        .bind(channel)
        .bind(&holder)
        .bind(indexes);
        wire.run(query).await?;
        if let Some((indexes, envelope)) = &sealed {
            let query = sqlx::query(
                "INSERT INTO seat (jurisdiction, channel, holder, address_index, address, set_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(j.as_str())
            .bind(channel)
            .bind(&holder)
            .bind(&indexes[0])
            .bind(envelope.as_slice())
            .bind(ms(now));
            wire.run(query).await?;
        }
        wire.commit().await
    }
}
