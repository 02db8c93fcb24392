//! Does the contract hold on PostgreSQL, and what does only PostgreSQL have to prove?

mod database;
mod outage;
mod plans;
mod replicas;
mod server;

pub(crate) use database::Database;

use crate::contract::copies::copied;

contract!(postgres, crate::postgres::tests::Database::new);
copied!(database_to_database, crate::postgres::tests::Database::new, crate::postgres::tests::Database::new);
copied!(file_to_database, crate::sqlite::tests::Folder::new, crate::postgres::tests::Database::new);
copied!(database_to_file, crate::postgres::tests::Database::new, crate::sqlite::tests::Folder::new);
