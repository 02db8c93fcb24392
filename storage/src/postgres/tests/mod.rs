//! Does the contract hold on PostgreSQL, and what does only PostgreSQL have to prove?

mod database;
mod outage;
mod replicas;
mod server;

pub(crate) use database::Database;

contract!(postgres, crate::postgres::tests::Database::new);
