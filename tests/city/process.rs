//! How is the real binary started, killed and started again?

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::wire::{Message, Request, Wire};

/// Where the program's log of a story is kept, in its data folder.
const LOG: &str = "story.log";
/// How long anything that must happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at what is awaited.
const GLANCE: Duration = Duration::from_millis(5);

/// The program as an administrator runs it.
pub struct Program {
    child: Child,
    /// Kept open: a program nobody listens to could not greet.
    out: BufReader<ChildStdout>,
    /// Where it listens, e.g. `http://127.0.0.1:41234`.
    pub url: String,
    /// What it has printed so far.
    pub greeting: String,
}

/// How a command ended and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// The binary that the workspace has built.
pub fn binary() -> PathBuf {
    let mut path = std::env::current_exe().expect("a test has a path");
    path.pop();
    if path.ends_with("deps") {
        path.pop();
    }
    let path = path.join(format!("jiesu{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo build --workspace` first", path.display());
    path
}

/// Runs a command to its end.
pub fn run(arguments: &[&str], input: &[u8]) -> Ended {
    let mut child = Command::new(binary())
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let (mut stdin, input) = (child.stdin.take().expect("stdin is piped"), input.to_vec());
    let feeding = std::thread::spawn(move || {
        // A command that ends before it has read everything does not want to know the rest.
        let _fed = stdin.write_all(&input);
    });
    let ended = child.wait_with_output().expect("the command ends");
    feeding.join().expect("the input is fed");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("a command speaks UTF-8");
    Ended {
        code: ended.status.code().expect("a command is not killed"),
        out: text(ended.stdout),
        err: text(ended.stderr),
    }
}

/// Waits for what must happen soon, whatever the machine's speed.
#[expect(clippy::disallowed_methods, reason = "the real program runs on the real clock")]
pub fn eventually(what: &str, mut happens: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !happens() {
        assert!(begun.elapsed() < PATIENCE, "in vain: {what}");
        std::thread::sleep(GLANCE);
    }
}

impl Program {
    /// Starts `jiesu serve` on a free port and waits until it says that it is ready.
    pub fn start(data: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(arguments)
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::from(log_in(data)))
            .spawn()
            .expect("the binary starts");
        let out = BufReader::new(child.stdout.take().expect("stdout is piped"));
        let mut program = Self { child, out, url: String::new(), greeting: String::new() };
        let ready = program.read_until("http://");
        assert!(ready.is_some(), "the program did not become ready: {}{}", program.greeting, log_of(data));
        let line = ready.unwrap_or_default();
        let url = line.split_once("http://").and_then(|(_, rest)| rest.split([' ', '（', '\n']).next());
        program.url = format!("http://{}", url.unwrap_or_default());
        program
    }

    /// The next line it prints that holds this.
    pub fn read_until(&mut self, wanted: &str) -> Option<String> {
        let mut line = String::new();
        while self.out.read_line(&mut line).is_ok_and(|read| read > 0) {
            self.greeting.push_str(&line);
            if line.contains(wanted) {
                return Some(line);
            }
            line.clear();
        }
        None
    }

    /// The passwords of the first start: the administrator's, then the one that the accounts of the example share.
    pub fn first_passwords(&self) -> (String, String) {
        let mut passwords = self.greeting.split("密码 ").skip(1).map(|after| {
            after.chars().take_while(|char| char.is_ascii_alphanumeric() || *char == '-').collect()
        });
        let mut next = || passwords.next().expect("the first start prints passwords");
        (next(), next())
    }

    /// Sends a request over a connection of its own and reads the whole answer.
    pub fn asks(&self, request: &Request) -> Message {
        self.tries(request).unwrap_or_else(|fault| panic!("no answer: {fault}"))
    }

    /// The same where the program may go away meanwhile.
    pub fn tries(&self, request: &Request) -> std::io::Result<Message> {
        let mut wire = Wire::to(&self.url)?;
        wire.send(&request.bytes())?;
        wire.hear()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("the program runs");
        self.child.wait().expect("the program is gone");
    }

    /// `kill -TERM`: returns when the program has come to its end.
    pub fn stop(self) -> ExitStatus {
        self.asked_to_stop();
        self.ends()
    }

    /// Returns when the program has come to its end.
    pub fn ends(mut self) -> ExitStatus {
        self.child.wait().expect("the program ends")
    }

    /// `kill -TERM`: returns at once.
    pub fn asked_to_stop(&self) {
        signal("TERM", self.pid());
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The memory it holds now, in bytes.
    pub fn memory(&self) -> u64 {
        memory(self.pid(), "VmRSS")
    }

    /// The most memory it has ever held, in bytes.
    pub fn most_memory(&self) -> u64 {
        memory(self.pid(), "VmHWM")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // Already gone when a story has killed it.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// Sends a signal to a process.
pub fn signal(name: &str, pid: u32) {
    let sent = Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status();
    assert!(sent.is_ok_and(|status| status.success()), "the program runs");
}

/// A line of `/proc/…/status`, in bytes.
fn memory(pid: u32, what: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).expect("the program runs");
    let line = status.lines().find(|line| line.starts_with(what)).expect("every process has memory");
    let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
    kilobytes.expect("a number of kB") * 1024
}

/// What the program has logged in this data folder.
pub fn log_of(data: &Path) -> String {
    std::fs::read_to_string(data.join(LOG)).unwrap_or_default()
}

fn log_in(data: &Path) -> File {
    std::fs::create_dir_all(data).expect("the data folder of a story can be made");
    OpenOptions::new().create(true).append(true).open(data.join(LOG)).expect("the log can be written")
}

/// Clients and program in one process share one crypto provider.
pub(crate) fn choose_crypto() {
    // A second call leaves the first choice in place.
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
}
