//! Which of the database's servers takes writes?

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, PgConnection, Row};

use crate::StoreError;

/// How long one server is given before the next one of the list is asked as well.
const STAGGER: Duration = Duration::from_millis(150);

/// Statements longer than this are ended by the server; so are waits for a lock, and transactions that nobody goes on
/// with. Whatever is asked is found by a key: a plan is made once, not for every value, and a table that was small when
/// it was made is not read whole. The last column says whether this server takes writes.
const GREETING: &str = "SET statement_timeout = 5000; SET lock_timeout = 2000; \
    SET idle_in_transaction_session_timeout = 10000; \
    SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; \
    SELECT NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean)";

/// The servers of a database: one that takes writes, and those that may take its place.
///
/// `postgres://user:password@one:5432,two:5433/name?sslmode=require` lists two. Each is asked, and the one that takes
/// writes is used; after it is lost, all are asked again.
#[derive(Clone)]
pub(super) struct Hosts {
    each: Arc<[PgConnectOptions]>,
    /// The one that took writes when it was last asked.
    best: Arc<AtomicUsize>,
}

impl Hosts {
    /// Reads the address. What cannot be read is not repeated: it holds a password.
    pub(super) fn of(dsn: &str) -> Result<Self, StoreError> {
        let unreadable = |why: &str| StoreError::Refused(format!("the address of the database {why}"));
        let Some((scheme, rest)) = dsn.split_once("://") else {
            return Err(unreadable("does not begin with postgres://"));
        };
        if !matches!(scheme, "postgres" | "postgresql") {
            return Err(unreadable("does not begin with postgres://"));
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (user, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let at = if user.is_empty() { "" } else { "@" };
        let each: Result<Vec<_>, _> = hosts
            .split(',')
            .map(|host| PgConnectOptions::from_str(&format!("{scheme}://{user}{at}{host}{path}")))
            .collect();
        let each = each.map_err(|_| unreadable("cannot be read"))?;
        let each = each.into_iter().map(|one| one.application_name("jiesu")).collect();
        Ok(Self { each, best: Arc::new(AtomicUsize::new(0)) })
    }

    /// Connects to a server that takes writes.
    pub(super) async fn connect(&self) -> Result<PgConnection, sqlx::Error> {
        let (many, best) = (self.each.len(), self.best.load(Ordering::Relaxed));
        let mut asked: FuturesUnordered<_> = (0..many)
            .map(|n| async move {
                let at = (best + n) % many;
                tokio::time::sleep(STAGGER * u32::try_from(n).unwrap_or(u32::MAX)).await;
                (at, greet(&self.each[at]).await)
            })
            .collect();
        let mut refused = None;
        while let Some((at, greeted)) = asked.next().await {
            match greeted {
                Ok(db) => {
                    self.best.store(at, Ordering::Relaxed);
                    return Ok(db);
                }
                // What a server says is worth more than that another one does not answer.
                Err(error) if matches!(error, sqlx::Error::Database(_)) => refused = Some(error),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or(sqlx::Error::PoolClosed))
    }

    /// The server that took writes when it was last asked.
    pub(super) fn best(&self) -> &PgConnectOptions {
        &self.each[self.best.load(Ordering::Relaxed)]
    }
}

async fn greet(options: &PgConnectOptions) -> Result<PgConnection, sqlx::Error> {
    let mut db = options.connect().await?;
    let takes_writes: bool = sqlx::raw_sql(GREETING).fetch_one(&mut db).await?.try_get(0)?;
    if takes_writes {
        Ok(db)
    } else {
        Err(sqlx::Error::Protocol("this server takes no writes: it is a standby".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(dsn: &str) -> Vec<(String, u16)> {
        let hosts = Hosts::of(dsn).unwrap();
        hosts.each.iter().map(|one| (one.get_host().to_owned(), one.get_port())).collect()
    }

    #[test]
    fn an_address_lists_one_server_or_many() {
        let one = |host: &str, port| (host.to_owned(), port);
        assert_eq!(hosts("postgres://u:p@db.example/jiesu"), [one("db.example", 5432)]);
        let dsn = "postgresql://u:a%40b%2Cc@one:5433,two,[::1]:5434/jiesu?sslmode=require";
        assert_eq!(hosts(dsn), [one("one", 5433), one("two", 5432), one("[::1]", 5434)]);
        let many = Hosts::of(dsn).unwrap();
        assert!(many.each.iter().all(|one| one.get_database() == Some("jiesu") && one.get_username() == "u"));
    }

    #[test]
    fn an_address_that_cannot_be_read_is_not_repeated() {
        for dsn in [
            "secret",
            "mysql://u:secret@one/db",
            "postgres://u:secret@one:port/db",
            "postgres://u:secret@one,:x/db",
        ] {
            let Err(StoreError::Refused(why)) = Hosts::of(dsn).map(drop) else { panic!("{dsn} was taken") };
            assert!(!why.contains("secret"), "{why}");
        }
    }
}
