//! Is what many write at once kept, and does nobody harm another or fill the disk?

use std::sync::mpsc;

use super::{Folder, kept, with_paper};
use crate::contract::Ground;
use crate::sqlite::SqliteStore;
use crate::sqlite::batch::{Left, Pen};
use crate::sqlite::queue::WAITING;
use crate::sqlite::rows::{one, run};
use crate::{Committed, Sealer, Store, StoreError};

/// A write that goes on until it is let go: whoever comes meanwhile waits.
struct Held {
    go_on: mpsc::Sender<()>,
    write: tokio::task::JoinHandle<Result<(), StoreError>>,
}

impl Held {
    async fn on(store: &SqliteStore) -> Self {
        let (go_on, may_go_on) = mpsc::channel();
        let (begins, begun) = tokio::sync::oneshot::channel();
        let (begins, store) = (std::sync::Mutex::new(Some(begins)), store.clone());
        let write = tokio::spawn(async move {
            let hold = move |_: &Pen<'_>| {
                if let Some(begins) = begins.lock().unwrap().take() {
                    begins.send(()).unwrap();
                    may_go_on.recv().unwrap();
                }
                Ok(Left::Nothing(()))
            };
            store.writer.write(hold).await
        });
        begun.await.unwrap();
        Self { go_on, write }
    }

    async fn lets_go(self) {
        self.go_on.send(()).unwrap();
        self.write.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn of_those_who_wait_together_one_that_breaks_off_and_one_that_is_refused_harm_nobody() {
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(with_paper(1, 10)).await.unwrap();
    let held = Held::on(&store).await;
    let commit = |n| {
        let store = store.clone();
        tokio::spawn(async move { store.commit(with_paper(n, 10)).await })
    };
    let write = |work: fn(&Pen<'_>) -> Result<Left<()>, StoreError>| {
        let store = store.clone();
        tokio::spawn(async move { store.writer.write(work).await })
    };
    let before = commit(2);
    let broken = write(|pen| {
        run(pen, "DELETE FROM paper", ())?;
        panic!("this write breaks off here")
    });
    let between = commit(3);
    let refused = write(|pen| {
        run(pen, "DELETE FROM paper", ())?;
        run(pen, "INSERT INTO lease (only, last) VALUES (2, 0)", ())?;
        Ok(Left::Quiet(()))
    });
    let regretted = write(|pen| {
        run(pen, "DELETE FROM paper", ())?;
        Ok(Left::Nothing(()))
    });
    let after = commit(4);
    // Let them line up, in this order.
    tokio::task::yield_now().await;
    held.lets_go().await;
    for saved in [before, between, after] {
        assert!(matches!(saved.await.unwrap(), Ok(Committed::Saved { .. })));
    }
    assert!(matches!(broken.await.unwrap(), Err(StoreError::Unavailable(_))));
    assert!(matches!(refused.await.unwrap(), Err(StoreError::Refused(_))));
    regretted.await.unwrap().unwrap();
    assert_eq!(kept(&store), 4);
}

#[tokio::test]
async fn who_comes_while_too_many_wait_is_sent_away_and_the_others_are_served() {
    const TOO_MANY: usize = 10;
    let folder = Folder::new();
    let store = folder.store().await;
    let held = Held::on(&store).await;
    let (sent_away, mut are_sent_away) = tokio::sync::mpsc::channel(TOO_MANY);
    let all: Vec<_> = (0..WAITING + TOO_MANY)
        .map(|_| {
            let (store, sent_away) = (store.clone(), sent_away.clone());
            tokio::spawn(async move {
                let count = "UPDATE lease SET last = last + 1";
                let written = store.writer.put(count, ()).await;
                if matches!(written, Err(StoreError::Unavailable(_))) {
                    sent_away.send(()).await.unwrap();
                }
                written.is_ok()
            })
        })
        .collect();
    for _ in 0..TOO_MANY {
        are_sent_away.recv().await.unwrap();
    }
    held.lets_go().await;
    let mut served = 0;
    for one in all {
        served += usize::from(one.await.unwrap());
    }
    assert_eq!(served, WAITING);
    let last =
        store.readers.read(|db| one(db, "SELECT last FROM lease", (), |row| Ok(row.get::<_, i64>(0)?)));
    assert_eq!(last.unwrap(), i64::try_from(WAITING).ok());
}

#[tokio::test]
async fn the_log_is_short_however_much_is_written() {
    const MIB: u64 = 1 << 20;
    let folder = Folder::new();
    let store = folder.store().await;
    let log = folder.file().with_extension("db-wal");
    let mut longest = 0;
    for n in 0..160_i64 {
        let sql = "INSERT INTO rulebook (jurisdiction, hash, content, published_at) \
            VALUES ('wuchuan', ?, zeroblob(1048576), 0)";
        store.writer.put(sql, (n,)).await.unwrap();
        // Somebody reads meanwhile.
        assert_eq!(kept(&store), 0);
        longest = longest.max(std::fs::metadata(&log).unwrap().len());
    }
    assert!(longest > 8 * MIB && longest < 64 * MIB, "{longest} bytes");
    let held = folder.file().metadata().unwrap().len();
    assert!(held > 100 * MIB, "only {held} bytes have left the log");
}

#[tokio::test]
async fn a_migration_that_was_altered_is_noticed() {
    let folder = Folder::new();
    drop(folder.store().await);
    folder.run("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 2").await.unwrap();
    let opened = SqliteStore::open(&folder.file(), Sealer::from_bytes(&[7; 32])).await;
    let Err(StoreError::Refused(why)) = opened else { panic!("{opened:?}") };
    assert!(why.contains("migration 2"), "{why}");
}

/// The digests are those that the programs of before have written.
#[tokio::test]
async fn a_ledger_of_the_first_programs_is_known_by_its_digests() {
    let folder = Folder::new();
    let store = folder.store().await;
    let first = "SELECT hex(checksum) FROM _sqlx_migrations WHERE version = 1";
    let digest = store.readers.read(|db| one(db, first, (), |row| Ok(row.get::<_, String>(0)?)));
    let digest = digest.unwrap().unwrap();
    assert!(digest.starts_with("B946CA6EEEFA1B61"), "{digest}");
}
