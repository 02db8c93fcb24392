//! How long does one step of an order take: deciding it, and making it durable?
//!
//! On a file; `JIESU_STORIES_ON=postgres tests/postgres run --durable cargo bench --bench ledger` asks a database instead.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::{Duration, Instant};

use bot::banner::{self, Banner, Source};
use divan::Bencher;
use divan::counter::ItemsCount;
use futures::future::join_all;
use jiff::Timestamp;
use jiff::civil::date;
use storage::order::{
    Actor, Dispatch, Form, Kind, Opening, Order, Papers, Place, Role, Source as From, Step, Urgency, open,
    take,
};
use storage::sqlite::SqliteStore;
use storage::{
    Address, ChatEntry, CitizenId, Committed, ConversationChange, ConversationId, Decision, Inbound,
    Jurisdiction, Ledger, OrderChange, OrderFilter, OrderNo, Paper, PaperId, PaperKind, Sealer, Speaker,
    UnitCode,
};
use tempfile::TempDir;
use tests::Archive;
use tokio::runtime::Runtime;
use uuid::Uuid;

static BANNER: LazyLock<Banner> =
    LazyLock::new(|| banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound").0);
/// As long as what stands of a message.
const DOCUMENT: &str = r#"{"entry":"said","key":"0190c7a0-0000-7000-8000-000000000001","words":"0190c7a0-0000-7000-8000-000000000002","choice":null,"files":[]}"#;
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Stories a caller tells in one round, each two commits.
const STORIES: usize = 16;

/// What commits cost, by how many callers made them.
static COST: Mutex<BTreeMap<usize, Cost>> = Mutex::new(BTreeMap::new());

#[derive(Default)]
struct Cost {
    commits: usize,
    wall: Duration,
    processor: Duration,
}

#[expect(clippy::print_stdout, reason = "what the table of divan has no column for")]
fn main() {
    divan::main();
    for (callers, cost) in COST.lock().expect("nobody panicked").iter() {
        let commits = cost.commits as f64;
        println!(
            "{callers:>4} callers: {:.0} commits/s, {:.1} µs of the processors each",
            commits / cost.wall.as_secs_f64(),
            cost.processor.as_secs_f64() * 1e6 / commits,
        );
    }
}

#[divan::bench]
fn take_a_step(bencher: Bencher<'_, '_>) {
    let order = born().order;
    let unit = unit();
    bencher.bench_local(|| take(black_box(&order), &Step::Sign, &unit, &BANNER.directory, now()));
}

/// One after the other: each waits for the disk.
#[divan::bench(sample_count = 200, sample_size = 1)]
fn commit_a_message_that_gives_an_order(bencher: Bencher<'_, '_>) {
    let ground = Ground::new();
    bencher.with_inputs(message).bench_local_values(|message| ground.commit(vec![message]));
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn commit_a_step_of_an_order(bencher: Bencher<'_, '_>) {
    let ground = Ground::new();
    bencher
        .with_inputs(|| {
            let message = message();
            let order = message.orders[0].order.clone();
            ground.commit(vec![message]);
            signed(&order)
        })
        .bench_local_values(|step| ground.commit(vec![step]));
}

/// At once: they share the disk's answer.
#[divan::bench(sample_count = 20, sample_size = 1, args = [16, 128])]
fn commit_messages_at_once(bencher: Bencher<'_, '_>, many: usize) {
    let ground = Ground::new();
    bencher
        .counter(ItemsCount::new(many))
        .with_inputs(|| (0..many).map(|_| message()).collect::<Vec<_>>())
        .bench_local_values(|messages| ground.commit(messages));
}

/// Citizens who each tell their stories one after the other: a message that begins a conversation, then one that
/// gives an order. Before each message the conversation is looked up, as the desk does.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
#[divan::bench(sample_count = 20, sample_size = 1, args = [1, 8, 64, 256])]
fn tell_stories(bencher: Bencher<'_, '_>, callers: usize) {
    let ground = Ground::new();
    bencher
        .counter(ItemsCount::new(callers * STORIES * 2))
        .with_inputs(|| {
            let stories = || (0..STORIES).map(|_| story()).collect();
            (0..callers).map(|_| stories()).collect()
        })
        .bench_local_values(|told: Vec<Vec<[Decision; 2]>>| {
            let (begun, used) = (Instant::now(), processor_time());
            ground.hear(told);
            let mut cost = COST.lock().expect("nobody panicked");
            let cost = cost.entry(callers).or_default();
            cost.commits += callers * STORIES * 2;
            cost.wall += begun.elapsed();
            cost.processor += processor_time() - used;
        });
}

/// The events of many decisions, a prepared statement for each row: what the ledger does.
#[divan::bench(args = [16, 256])]
fn write_events_row_by_row(bencher: Bencher<'_, '_>, rows: usize) {
    let ledger = Emptied::new();
    bencher.counter(ItemsCount::new(rows)).with_inputs(|| events(rows)).bench_local_values(|events| {
        let mut insert = ledger
            .db
            .prepare_cached(
                "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) VALUES (?, ?, ?, ?, ?, ?)",
            )
            .expect("the schema is known");
        for (stream, at, document) in events {
            insert.execute(("wuchuan", stream, 1, at, "bot", document)).expect("events are new");
        }
    });
}

/// The same in one statement for all of them.
#[divan::bench(args = [16, 256])]
fn write_events_at_once(bencher: Bencher<'_, '_>, rows: usize) {
    let ledger = Emptied::new();
    bencher.counter(ItemsCount::new(rows)).with_inputs(|| events(rows)).bench_local_values(|events| {
        let events = serde_json::to_string(&events).expect("texts and numbers");
        let mut insert = ledger
            .db
            .prepare_cached(
                "INSERT INTO event (jurisdiction, stream, seq, at, kind, document) \
                 SELECT 'wuchuan', value ->> 0, 1, value ->> 1, 'bot', value ->> 2 FROM json_each(?)",
            )
            .expect("the schema is known");
        insert.execute((events,)).expect("events are new");
    });
}

/// Streams that begin, when, and with what.
fn events(rows: usize) -> Vec<(String, i64, &'static str)> {
    (0..rows).map(|_| (format!("chat:{}", id()), now().as_millisecond(), DOCUMENT)).collect()
}

/// The tables of a file, written into without its commits.
struct Emptied {
    db: rusqlite::Connection,
    _folder: TempDir,
}

impl Emptied {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("jiesu.db");
        let runtime = Runtime::new().expect("a runtime starts");
        let store = runtime.block_on(SqliteStore::open(&file, Sealer::from_bytes(&[7; 32])));
        drop(store.expect("a new database opens"));
        let db = rusqlite::Connection::open(&file).expect("it is there");
        db.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
        Self { db, _folder: folder }
    }
}

struct Ground {
    runtime: Runtime,
    store: Arc<dyn Ledger>,
    _archive: Archive,
}

impl Ground {
    fn new() -> Self {
        let runtime = Runtime::new().expect("a runtime starts");
        let archive = runtime.block_on(Archive::new());
        let store = runtime.block_on(archive.open(Sealer::from_bytes(&[7; 32])));
        Self { runtime, store, _archive: archive }
    }

    fn hear(&self, told: Vec<Vec<[Decision; 2]>>) {
        let callers = told.into_iter().map(|stories| {
            let store = Arc::clone(&self.store);
            self.runtime.spawn(async move {
                for decision in stories.into_iter().flatten() {
                    look_up(store.as_ref(), &decision).await;
                    let committed = store.commit(decision).await;
                    assert!(matches!(committed, Ok(Committed::Saved { .. })), "{committed:?}");
                }
            })
        });
        for caller in self.runtime.block_on(join_all(callers.collect::<Vec<_>>())) {
            caller.expect("every caller tells its stories");
        }
    }

    fn commit(&self, decisions: Vec<Decision>) {
        let committed =
            self.runtime.block_on(join_all(decisions.into_iter().map(|it| self.store.commit(it))));
        for committed in committed {
            assert!(matches!(committed, Ok(Committed::Saved { .. })), "{committed:?}");
        }
    }
}

/// What the desk asks before it decides on a message.
async fn look_up(store: &dyn Ledger, decision: &Decision) {
    let j = &decision.jurisdiction;
    let inbound = decision.inbound.as_ref().expect("a message has a key");
    assert!(store.seen(j, &inbound.channel, &inbound.key).await.expect("it answers").is_none());
    let change = decision.conversation.as_ref().expect("a message has a conversation");
    let address = address(change.id);
    let known = store.conversation_at(j, &address).await.expect("it answers");
    assert_eq!(known.is_some(), change.expected.is_some());
    if known.is_some() {
        let filter = OrderFilter { conversation: Some(change.id), limit: 50, ..OrderFilter::default() };
        assert!(store.orders(j, &filter).await.expect("it answers").is_empty());
        assert_eq!(store.chat_tail(j, change.id, 40).await.expect("it answers").len(), 2);
    }
}

/// Of all threads, from the kernel's count of hundredths of a second.
fn processor_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux counts it");
    let fields = stat.rsplit(')').next().expect("the name is in brackets").split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse::<u64>().expect("a count")).sum();
    Duration::from_millis(ticks * 10)
}

fn now() -> Timestamp {
    Timestamp::from_second(1_783_500_000).expect("a Wednesday in 2026")
}

fn number() -> u64 {
    NEXT.fetch_add(1, Ordering::Relaxed)
}

fn id() -> Uuid {
    Uuid::from_u128(u128::from(number()) << 64)
}

fn jurisdiction() -> Jurisdiction {
    BANNER.jurisdiction.clone()
}

fn unit() -> Actor {
    Actor { role: Role::Unit, id: "zjj".to_owned(), unit: Some(UnitCode::new("ZJJ")) }
}

fn born() -> OrderChange {
    let n = number();
    let digit = |power: u32| u8::try_from(n / 31_u64.pow(power) % 31).expect("less than 31");
    let opening = Opening {
        no: OrderNo::new(date(2026, 7, 8), [digit(0), digit(1), digit(2), digit(3), digit(4)]),
        source: From::Web,
        received_at: None,
        citizen: CitizenId(id()),
        conversation: None,
        form: Form {
            kind: Kind::Complaint,
            category: None,
            urgency: Urgency::Normal,
            place: Place::default(),
        },
        papers: Papers {
            story: PaperId(id()),
            place: None,
            contact: None,
            query_code: PaperId(id()),
            reasons: None,
            files: Vec::new(),
            consent: None,
        },
        profile: None,
        dispatch: Some(Dispatch {
            lead: UnitCode::new("ZJJ"),
            helpers: Vec::new(),
            rulebook: "r".to_owned(),
            row: None,
        }),
    };
    let bot = Actor { role: Role::Bot, id: String::new(), unit: None };
    let (order, events) = open(&opening, &jurisdiction(), &bot, &BANNER.directory, now());
    OrderChange { expected: None, events, order, phones: Vec::new() }
}

/// A citizen tells something, and submits it.
fn story() -> [Decision; 2] {
    let mut submits = message();
    let change = submits.conversation.as_mut().expect("a message has a conversation");
    let mut tells = Decision::new(jurisdiction(), now());
    let key = |n| Inbound { channel: "web".to_owned(), key: format!("{}:{n}", change.id), digest: None };
    tells.inbound = Some(key(1));
    tells.conversation = Some(ConversationChange { state: "x".repeat(1200), ..change.clone() });
    tells.papers = vec![Paper {
        conversation: Some(change.id),
        ..paper(PaperId(id()), PaperKind::Text, "楼道里停满了电动车，还有人拉线充电。")
    }];
    tells.chat = submits.chat.clone();
    submits.inbound = Some(key(2));
    (change.expected, change.address) = (Some(1), None);
    [tells, submits]
}

/// What a citizen's message commits: conversation, order with its events, papers, two lines of the chat.
fn message() -> Decision {
    let conversation = ConversationId(id());
    let birth = born();
    let mut it = Decision::new(jurisdiction(), now());
    it.inbound = Some(Inbound { channel: "web".to_owned(), key: conversation.to_string(), digest: None });
    it.conversation = Some(ConversationChange {
        id: conversation,
        citizen: CitizenId(id()),
        address: Some(address(conversation)),
        expected: None,
        state: "{}".to_owned(),
        human: false,
        language: "zh-CN".to_owned(),
    });
    it.papers = vec![
        paper(birth.order.papers.story, PaperKind::Text, "楼道里停满了电动车，还有人拉线充电。"),
        paper(birth.order.papers.query_code, PaperKind::QueryCode, "7K3MPQ"),
    ];
    it.chat = vec![said(conversation, Speaker::Citizen), said(conversation, Speaker::Bot)];
    it.orders = vec![birth];
    it
}

fn address(conversation: ConversationId) -> Address {
    Address { channel: "web".to_owned(), value: conversation.to_string() }
}

fn signed(order: &Order) -> Decision {
    let events =
        take(order, &Step::Sign, &unit(), &BANNER.directory, now()).expect("a new order can be signed");
    let mut after = order.clone();
    events.iter().for_each(|event| after.apply(event));
    let mut it = Decision::new(jurisdiction(), now());
    it.inbound = Some(Inbound { channel: "desk".to_owned(), key: id().to_string(), digest: None });
    it.orders = vec![OrderChange { expected: Some(order.version), events, order: after, phones: Vec::new() }];
    it
}

fn paper(id: PaperId, kind: PaperKind, content: &str) -> Paper {
    Paper { id, kind, order: None, conversation: None, at: now(), content: content.into() }
}

fn said(conversation: ConversationId, speaker: Speaker) -> ChatEntry {
    ChatEntry { conversation, seq: 0, at: now(), speaker, document: DOCUMENT.to_owned(), carried: None }
}
