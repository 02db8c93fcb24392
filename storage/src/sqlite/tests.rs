//! Does the contract hold on SQLite, and what does only SQLite have to prove?

mod writing;

use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use rusqlite::{Connection, StatementStatus, params_from_iter};

use super::batch::{Left, Pen};
use super::rows::{all, one, run};
use super::{SqliteFile, SqliteStore};
use crate::contract::copies::{CopyGround, copied};
use crate::contract::{Ground, Ledger};
use crate::copy::Copies;
use crate::order::{Fact, State};
use crate::{
    Alike, AreaCode, CategoryCode, Committed, ConversationId, Decision, Jurisdiction, Look, OrderFilter,
    Paper, PaperId, PaperKind, Pass, PassChange, Sealer, Store, StoreError, UnitCode,
};

contract!(sqlite, crate::sqlite::tests::Folder::new);
copied!(file_to_file, crate::sqlite::tests::Folder::new, crate::sqlite::tests::Folder::new);

/// A folder with one database in it.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self) -> std::path::PathBuf {
        self.folder.path().join("ledger.db")
    }

    async fn store(&self) -> SqliteStore {
        SqliteStore::open(&self.file(), Sealer::from_bytes(&[7; 32])).await.unwrap()
    }
}

#[async_trait]
impl Ground for Folder {
    async fn open(&self, sealer: Sealer) -> Result<Arc<dyn Ledger>, StoreError> {
        Ok(Arc::new(SqliteStore::open(&self.file(), sealer).await?))
    }

    async fn run(&self, sql: &'static str) -> Result<(), String> {
        let db = Connection::open(self.file()).unwrap();
        db.execute_batch(sql).map_err(|error| error.to_string())
    }

    fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }
}

impl CopyGround for Folder {
    fn copies(&self, sealer: Sealer) -> Box<dyn Copies> {
        Box::new(SqliteFile::at(&self.file(), sealer))
    }
}

fn with_paper(n: u128, bytes: usize) -> Decision {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let mut decision = Decision::new(Jurisdiction::new("wuchuan"), at);
    decision.papers = vec![Paper {
        id: PaperId(uuid::Uuid::from_u128(n)),
        kind: PaperKind::Text,
        order: None,
        conversation: None,
        at,
        content: vec![b'x'; bytes],
    }];
    decision
}

fn kept(store: &SqliteStore) -> i64 {
    let sql = "SELECT count(*) FROM paper";
    store.readers.read(|db| one(db, sql, (), |row| Ok(row.get(0)?))).unwrap().unwrap()
}

/// Each step of the plan of a statement.
fn plan(store: &SqliteStore, sql: &str) -> Vec<String> {
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let read = |db: &Connection| {
        let nothing = vec![rusqlite::types::Null; db.prepare(&explain)?.parameter_count()];
        all(db, &explain, params_from_iter(nothing), |row| Ok(row.get(3)?))
    };
    store.readers.read(read).unwrap()
}

#[tokio::test]
async fn every_commit_is_synced_and_what_is_erased_is_overwritten() {
    let folder = Folder::new();
    let store = folder.store().await;
    let pragmas = store.writer.write(|pen| {
        let number = |sql| one(pen, sql, (), |row| Ok(row.get::<_, i64>(0)?));
        let synced = [number("PRAGMA synchronous")?, number("PRAGMA foreign_keys")?];
        let overwritten = number("PRAGMA secure_delete")?;
        let mode = one(pen, "PRAGMA journal_mode", (), |row| Ok(row.get::<_, String>(0)?))?;
        Ok(Left::Nothing((synced, overwritten, mode)))
    });
    let found = pragmas.await.unwrap();
    assert_eq!(found, ([Some(2), Some(1)], Some(1), Some("wal".to_owned())));
}

#[tokio::test]
async fn not_even_the_sealed_form_of_what_was_erased_is_left() {
    let folder = Folder::new();
    let store = folder.store().await;
    let large = with_paper(2, 100_000);
    store.commit(with_paper(1, 10)).await.unwrap();
    store.commit(large.clone()).await.unwrap();
    let contents = store.readers.read(|db| all(db, "SELECT content FROM paper", (), |row| Ok(row.get(0)?)));
    let sealed: Vec<Vec<u8>> = contents.unwrap();
    // What is erased after a year has left the log long ago.
    store.close().await;
    let found = |folder: &Folder| {
        let bytes = folder.bytes();
        let holds = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
        sealed.iter().filter(|sealed| holds(&sealed[sealed.len() - 40..])).count()
    };
    assert_eq!(found(&folder), 2);
    let store = folder.store().await;
    let none = jiff::SignedDuration::ZERO;
    let rules = crate::Erasure {
        story: none,
        contact: none,
        files: none,
        chat: none,
        drafts: none,
        forget: |_| String::new(),
    };
    let j = &large.jurisdiction;
    assert_eq!(store.erase(j, &rules, large.at, 10).await.unwrap(), 2);
    assert_eq!(found(&folder), 0);
}

#[tokio::test]
async fn a_ledger_of_before_learns_whose_its_papers_are() {
    let folder = Folder::new();
    let store = folder.store().await;
    let it = crate::contract::message();
    store.commit(it.clone()).await.unwrap();
    store.close().await;
    for sql in [
        "UPDATE paper SET order_no = NULL",
        "DROP INDEX conversation_remembered",
        "ALTER TABLE conversation DROP COLUMN forgotten",
        "DROP INDEX paper_ordered",
        "DROP INDEX paper_loose",
        "DROP INDEX phone_index_order",
        "CREATE INDEX paper_at ON paper (jurisdiction, at)",
        "DELETE FROM _sqlx_migrations WHERE version = 2",
    ] {
        folder.run(sql).await.unwrap();
    }
    let store = folder.store().await;
    for paper in &it.papers {
        assert_eq!(store.paper(&it.jurisdiction, paper.id).await.unwrap().as_ref(), Some(paper));
    }
}

/// What a program before the platforms wrote: its orders have no flat leaf and place, nobody else hears of them.
#[tokio::test]
async fn a_ledger_of_before_learns_where_the_same_matter_is_and_who_may_be_called() {
    let folder = Folder::new();
    let store = folder.store().await;
    let [lamp, plain] = [Some("lamp"), None].map(|category| {
        let mut it = crate::contract::message();
        let born = &mut it.orders[0];
        born.order.form.category = category.map(CategoryCode::new);
        born.order.form.place.area = category.map(|_| AreaCode::new("east"));
        let told = born.order.form.clone();
        for event in &mut born.events {
            if let Fact::Accepted { form, .. } = &mut event.fact {
                *form = told.clone();
            }
        }
        it
    });
    for it in [&lamp, &plain] {
        store.commit(it.clone()).await.unwrap();
    }
    store.close().await;
    for sql in [
        "DROP INDEX work_order_alike",
        "ALTER TABLE work_order DROP COLUMN category",
        "ALTER TABLE work_order DROP COLUMN area",
        "DROP INDEX paper_said",
        "DROP TABLE order_listener",
        "DROP TABLE posted",
        "DROP TABLE pass",
        "DROP TABLE seat",
        "DELETE FROM _sqlx_migrations WHERE version = 4",
    ] {
        folder.run(sql).await.unwrap();
    }
    let store = folder.store().await;
    let (j, order) = (&lamp.jurisdiction, &lamp.orders[0].order);
    let alike =
        Alike { category: CategoryCode::new("lamp"), area: AreaCode::new("east"), since: order.accepted_at };
    let filter = OrderFilter { alike: Some(alike), ..OrderFilter::default() };
    assert_eq!(store.orders(j, &filter).await.unwrap(), std::slice::from_ref(order));
    let told_in = OrderFilter { conversation: order.conversation, ..OrderFilter::default() };
    assert_eq!(store.orders(j, &told_in).await.unwrap(), std::slice::from_ref(order));
    for it in [&lamp, &plain] {
        let (kept, events) = store.order(j, &it.orders[0].order.no).await.unwrap().unwrap();
        assert_eq!((&kept, &events), (&it.orders[0].order, &it.orders[0].events));
        assert!(matches!(store.commit(it.clone()).await.unwrap(), Committed::Duplicate(_)));
    }
    let mut gives = Decision::new(j.clone(), lamp.at);
    let ends_at = lamp.at + jiff::SignedDuration::from_mins(1);
    gives.passes = vec![PassChange::Give(Pass { code: "1".to_owned(), document: "new".to_owned(), ends_at })];
    store.commit(gives).await.unwrap();
    assert_eq!(store.pass(j, "1", lamp.at).await.unwrap().as_deref(), Some("new"));
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_forgotten_when_there_is_room_again() {
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(with_paper(1, 10)).await.unwrap();
    let limited = store.writer.write(|pen| {
        one(pen, "PRAGMA max_page_count = 1", (), |_| Ok(()))?;
        Ok(Left::Nothing(()))
    });
    limited.await.unwrap();
    let full = store.commit(with_paper(2, 1_000_000)).await;
    assert!(matches!(full, Err(StoreError::Unavailable(_))), "{full:?}");
    assert_eq!(kept(&store), 1);
    // The connection in doubt was given up; the next one has no such limit.
    store.commit(with_paper(2, 1_000_000)).await.unwrap();
    assert_eq!(kept(&store), 2);
}

#[tokio::test]
async fn a_write_that_breaks_off_in_the_middle_leaves_nothing_and_harms_only_its_batch() {
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(with_paper(1, 10)).await.unwrap();
    let broken = store.writer.write(|pen: &Pen<'_>| {
        let removed = run(pen, "DELETE FROM paper", ())?;
        assert_eq!(removed, 0, "this write breaks off here");
        Ok(Left::Quiet(()))
    });
    assert!(matches!(broken.await, Err(StoreError::Unavailable(_))));
    assert_eq!(kept(&store), 1);
    store.commit(with_paper(2, 10)).await.unwrap();
    assert_eq!(kept(&store), 2);
}

#[tokio::test]
async fn another_process_that_holds_the_file_makes_it_unavailable_not_broken() {
    let folder = Folder::new();
    let store = folder.store().await;
    let other = Connection::open(folder.file()).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let busy = store.commit(with_paper(1, 10)).await;
    assert!(matches!(busy, Err(StoreError::Unavailable(_))), "{busy:?}");
    other.execute_batch("ROLLBACK").unwrap();
    store.commit(with_paper(1, 10)).await.unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_unavailable() {
    let mut folders = vec![Path::new("/nowhere/at/all").to_owned()];
    // Nobody, not even root, makes files here.
    if cfg!(target_os = "linux") {
        folders.push("/proc".into());
    }
    for folder in folders {
        let opened = SqliteStore::open(&folder.join("ledger.db"), Sealer::from_bytes(&[7; 32])).await;
        assert!(matches!(opened, Err(StoreError::Unavailable(_))), "{opened:?}");
    }
    let folder = Folder::new();
    std::fs::write(folder.file(), "not a database, but long enough to be read as one").unwrap();
    let opened = SqliteStore::open(&folder.file(), Sealer::from_bytes(&[7; 32])).await;
    assert!(matches!(opened, Err(StoreError::Unavailable(_))), "{opened:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_this_user_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let store = folder.store().await;
    store.commit(with_paper(1, 10)).await.unwrap();
    for file in std::fs::read_dir(folder.folder.path()).unwrap() {
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{:?}", file.path());
    }
}

#[tokio::test]
async fn pages_and_couriers_never_read_a_whole_table() {
    let folder = Folder::new();
    let store = folder.store().await;
    for sql in [
        "SELECT no FROM work_order WHERE jurisdiction = 'a' ORDER BY place, no LIMIT 100",
        "SELECT no FROM work_order WHERE jurisdiction = 'a' AND state IN ('done') ORDER BY place, no",
        "SELECT count(*) FROM work_order WHERE jurisdiction = 'a' AND runs_out < 1",
        "SELECT count(*) FROM event WHERE jurisdiction = 'a' AND kind = 'rated' AND at >= 1",
        "SELECT id FROM task WHERE jurisdiction = 'a' AND done_at IS NULL ORDER BY urgent DESC, opened_at, id",
        super::notices::DUE_PEOPLE,
        super::notices::DUE_DESK,
        super::notices::NEXT_DESK,
        super::notices::NEXT_JURISDICTION,
        super::notices::DUE_PUBLIC,
        super::erasure::OF_ORDERS,
        super::erasure::LOOSE,
        super::erasure::REMEMBERED,
        super::erasure::OF_CONVERSATION,
        super::erasure::OF_ENDED,
        super::erasure::ENDED,
    ] {
        for step in plan(&store, sql) {
            let whole = step.starts_with("SCAN") && !step.contains("USING") && !step.contains("json_each");
            assert!(!whole, "{step}: {sql}");
            assert!(!step.contains("TEMP B-TREE"), "{step}: {sql}");
        }
    }
}

#[tokio::test]
async fn papers_whose_time_is_over_are_not_looked_for_among_those_of_all_orders() {
    let folder = Folder::new();
    let steps = plan(&folder.store().await, super::erasure::OF_ORDERS);
    let by_time = "paper_ordered (jurisdiction=? AND kind=? AND at<?)";
    assert!(steps.iter().any(|step| step.contains(by_time)), "{steps:?}");
}

#[tokio::test]
async fn what_is_asked_again_and_again_is_planned_once() {
    let folder = Folder::new();
    let store = folder.store().await;
    let page = super::order_look::chosen(&Jurisdiction::new("wuchuan"), &OrderFilter::default()).0;
    for sql in [
        super::chat::AFTER,
        super::chat::TAIL,
        super::alarms::DUE,
        super::notices::DUE_PEOPLE,
        super::notices::DUE_DESK,
        super::notices::NEXT_DESK,
        super::notices::NEXT_JURISDICTION,
        super::notices::DUE_PUBLIC,
        super::erasure::REMEMBERED,
        &page,
    ] {
        let planned = store.readers.read(|db| {
            for limit in 1..4 {
                let many = db.prepare_cached(sql)?.parameter_count();
                all(db, sql, params_from_iter(vec![limit; many]), |_| Ok(()))?;
            }
            Ok(db.prepare_cached(sql)?.get_status(StatementStatus::RePrepare))
        });
        assert_eq!(planned.unwrap(), 0, "planned anew: {sql}");
    }
}

#[tokio::test]
async fn the_orders_of_a_conversation_or_a_place_are_not_looked_for_among_all() {
    let folder = Folder::new();
    let store = folder.store().await;
    let j = Jurisdiction::new("wuchuan");
    let since = jiff::Timestamp::UNIX_EPOCH;
    let alike = Alike { category: CategoryCode::new("lamp"), area: AreaCode::new("east"), since };
    let conversation = Some(ConversationId(uuid::Uuid::from_u128(1)));
    for filter in [
        OrderFilter { conversation, ..OrderFilter::default() },
        OrderFilter { alike: Some(alike), ..OrderFilter::default() },
    ] {
        let (select, _) = super::order_look::chosen(&j, &filter);
        for step in plan(&store, &select) {
            assert!(!step.contains("work_order_place") && !step.starts_with("SCAN"), "{step}");
        }
    }
}

#[tokio::test]
async fn the_few_orders_in_some_states_are_not_looked_for_among_all() {
    use State::{CalledBack, Closed, Dispatched, Done, Handling, Rejected, Triage};
    let folder = Folder::new();
    let store = folder.store().await;
    let j = Jurisdiction::new("wuchuan");
    for states in [vec![Triage], vec![Dispatched, Handling, Done], vec![Done, CalledBack, Closed, Rejected]] {
        let filter = OrderFilter { states: states.clone(), ..OrderFilter::default() };
        let steps = plan(&store, &super::order_look::chosen(&j, &filter).0);
        let looks: Vec<&String> = steps.iter().filter(|step| step.contains("work_order")).collect();
        let direct = "USING INDEX work_order_state (jurisdiction=? AND state=? AND place";
        assert_eq!(looks.len(), states.len());
        assert!(looks.iter().all(|step| step.contains(direct)), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:?}");
        let filter = OrderFilter { unit: Some(UnitCode::new("water")), ..filter };
        let steps = plan(&store, &super::order_look::chosen(&j, &filter).0);
        let mut looks = steps.iter().filter(|step| step.contains("work_order"));
        assert!(
            looks.all(|step| step.contains("AND place")),
            "open orders are apart from ended ones: {steps:?}"
        );
    }
}

#[tokio::test]
async fn a_copy_of_an_older_schema_is_brought_up_to_date() {
    let (old, new) = (Folder::new(), Folder::new());
    let db = super::connect::connected(&{
        std::fs::write(old.file(), "").unwrap();
        old.file()
    })
    .unwrap();
    super::migrations::begin_as(&db, 3).unwrap();
    db.execute_batch(
        "INSERT INTO work_order (jurisdiction, no, version, state, kind, source, units, accepted_at, place, document) \
         VALUES ('wuchuan', '20260708-222222', 1, 'triage', '求助', 'web', '[]', 1, 1, \
                 '{\"form\":{\"category\":\"010404\",\"place\":{\"area\":\"SL01\"}}}')",
    )
    .unwrap();
    drop(db);
    let sealer = || Sealer::from_bytes(&[7; 32]);
    let (send, pieces) = tokio::sync::mpsc::channel(100);
    old.copies(sealer()).copy_out(send).await.unwrap();
    new.copies(sealer()).copy_in(pieces).await.unwrap();
    let store = new.store().await;
    let sql = "SELECT category || area FROM work_order";
    let found = store.readers.read(|db| one(db, sql, (), |row| Ok(row.get::<_, String>(0)?))).unwrap();
    assert_eq!(found.as_deref(), Some("010404SL01"), "what later migrations fill in is filled in");
}
