//! Where do these tests find a server, and how is one that fails made?

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// The administrator's address of a server that tests share, in the environment.
const SHARED: &str = "JIESU_TEST_POSTGRES";

/// A server of one's own. It ends when this value, or the process, does: its script waits for the end of its input.
pub(super) struct Server {
    /// The administrator's address.
    pub(super) address: String,
    line: Mutex<Line>,
}

struct Line {
    /// Taken away at the end.
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    script: Child,
}

/// The server all tests share: the one named in the environment, or one of this process.
pub(super) fn shared() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    static SERVER: OnceLock<Server> = OnceLock::new();
    ADDRESS.get_or_init(|| {
        let named = std::env::var(SHARED).ok();
        named.unwrap_or_else(|| SERVER.get_or_init(Server::start).address.clone())
    })
}

impl Server {
    /// Starts one that is fast and forgets what was not written yet when it is stopped.
    fn start() -> Self {
        Self::serve(&[])
    }

    /// Starts one whose commits are durable.
    pub(super) fn durable() -> Self {
        Self::serve(&["--durable"])
    }

    fn serve(how: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/postgres");
        let mut script = Command::new(&script)
            .arg("serve")
            .args(how)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{} cannot be run: {error}", script.display()));
        let orders = script.stdin.take();
        let mut line = Line { orders, answers: BufReader::new(script.stdout.take().unwrap()), script };
        let address = line.answer();
        assert!(
            address.starts_with("postgres://"),
            "no PostgreSQL server: install PostgreSQL (`tests/postgres install`) or name a server in {SHARED}"
        );
        Self { address, line: Mutex::new(line) }
    }

    /// `stop`, `start`, `pause`, `resume`, `standby` or `promote`; gives the script's answer.
    pub(super) fn order(&self, order: &str) -> String {
        let mut line = self.line.lock().unwrap();
        writeln!(line.orders.as_mut().unwrap(), "{order}").unwrap();
        line.answer()
    }
}

impl Line {
    fn answer(&mut self) -> String {
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let line = self.line.get_mut().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Its input ends: it stops the server and cleans up.
        drop(line.orders.take());
        let _ended = line.script.wait();
    }
}
