//! How are the values of this crate written into columns, whatever the engine?

mod names;
mod order;

use std::fmt::Display;

use jiff::Timestamp;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize, de::IntoDeserializer};

pub(crate) use names::{
    chat_stream, holder, listener, order_stream, paper_kind, read_holder, read_listener, read_paper_kind,
};
pub(crate) use order::{Flat, event_kind, units};

use crate::{SealError, StoreError};

/// Milliseconds since 1970; what is finer is cut off.
pub(crate) fn ms(at: Timestamp) -> i64 {
    at.as_millisecond()
}

pub(crate) fn ms_if_any(at: Option<Timestamp>) -> Option<i64> {
    at.map(ms)
}

/// A fieldless variant, as its serialised name.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("a fieldless variant is a word, not {other:?}"),
    }
}

/// A value written by [`word`].
pub(crate) fn read_word<T>(text: &str) -> Result<T, Error>
where
    T: for<'de> Deserialize<'de>,
{
    let word: StrDeserializer<'_, Error> = text.into_deserializer();
    T::deserialize(word)
}

/// A value of this crate as a JSON document.
pub(crate) fn document<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("the maps in our own types have text keys")
}

/// A number of a stream, a version, a count: the database has no unsigned ones.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A row that cannot be read, with its address.
pub(crate) fn corrupt(table: &'static str, key: &dyn Display, why: &dyn Display) -> StoreError {
    StoreError::Corrupt { table, key: key.to_string(), why: why.to_string() }
}

/// A sealed value that does not open. A missing key is said as such: nothing is wrong with the row.
pub(crate) fn unopened(table: &'static str, key: &dyn Display, why: &SealError) -> StoreError {
    match why {
        SealError::UnknownKey(_) => StoreError::WrongKey,
        SealError::NotAnEnvelope
        | SealError::Forged
        | SealError::Unreadable(_)
        | SealError::NotAKey(_)
        | SealError::NoKey => corrupt(table, key, why),
    }
}
