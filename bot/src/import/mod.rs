//! How do files of other systems become orders?
//!
//! A file is opened and looked over first; what is wrong with it as a whole stops everything before anything is done.
//! Then its rows go to the desk one by one, many at once. A row that cannot be read is named, and the next one is
//! taken. Whatever was taken is known the next time, so that a file can be brought again.

mod conveyor;
mod decoded;
mod delimited;
mod fault;
mod field;
mod lines;
mod list;
mod object;
mod parcel;
mod row;
mod table;
mod tally;
#[cfg(test)]
mod tests;
pub(crate) mod time;
mod told;
mod words;
mod workbook;

pub use conveyor::{Order, Shipment, bring};
pub use fault::Fault;
pub use field::Wish;
pub use tally::{Fate, Line, Tally};
pub use words::Field;
