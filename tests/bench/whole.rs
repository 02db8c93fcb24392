//! How many messages a second does the whole program take, decide and make durable?
//!
//! The real binary over HTTP on the same machine: the clients cost a share of what is measured. Every client tells its
//! story and submits it, so every second message gives an order.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use divan::Bencher;
use divan::counter::ItemsCount;
use serde_json::json;
use tests::{Program, Request, Wire};

/// Stories a client tells in one round, each in a chat of its own.
const STORIES: usize = 20;
const STORY: &str = "朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。";

static NEXT: AtomicU64 = AtomicU64::new(1);
static FOLDER: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a temporary folder can be made"));

fn main() {
    divan::main();
    // A static is never dropped.
    let _gone = std::fs::remove_dir_all(FOLDER.path());
}

#[divan::bench(sample_count = 10, sample_size = 1, args = [1, 8, 32, 64])]
fn messages(bencher: Bencher<'_, '_>, clients: usize) {
    let data = FOLDER.path().join(clients.to_string());
    let program = Program::start(&data, &[]);
    bencher.counter(ItemsCount::new(clients * STORIES * 2)).bench_local(|| {
        std::thread::scope(|scope| {
            for _ in 0..clients {
                scope.spawn(|| tell_stories(&program));
            }
        });
    });
    assert!(program.stop().success());
}

fn tell_stories(program: &Program) {
    let mut wire = Wire::to(&program.url).expect("the program listens");
    for _ in 0..STORIES {
        let chat = format!("{:064x}", NEXT.fetch_add(1, Ordering::Relaxed));
        for (key, said) in [("story", json!({ "text": STORY })), ("submit", json!({ "choice": "submit" }))] {
            let request = Request::post("/api/v1/chats/messages").bearer(&chat).key(key).json(&said);
            wire.send(&request.bytes()).expect("the program hears");
            let answer = wire.hear().expect("the program answers");
            assert_eq!(answer.status(), 200, "{}", answer.text());
        }
    }
}
