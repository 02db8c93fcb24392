//! How is the real program started around a fault, killed, stopped and started again?

use std::fs::OpenOptions;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use tests::process::signal;
use tests::{Message, Request, Wire};

use crate::clock::{Watch, within};

/// How it is started, the same every time.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub(crate) binary: PathBuf,
    /// A command that starts it, e.g. strace with its arguments.
    pub(crate) through: Vec<String>,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) data: PathBuf,
    pub(crate) config: PathBuf,
    pub(crate) port: u16,
    /// Where it logs to.
    pub(crate) log: PathBuf,
}

/// The variables that the service's file starts it with.
pub(crate) fn environment_of_the_service() -> Vec<(String, String)> {
    let service = include_str!("../../deploy/systemd/jiesu.service");
    let variables = service.lines().filter_map(|line| line.strip_prefix("Environment="));
    let named = variables.filter_map(|variable| variable.split_once('='));
    named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The running program.
pub(crate) struct Jiesu {
    child: Child,
    pub(crate) url: String,
}

impl Way {
    /// Starts it, and does not wait for anything.
    pub(crate) fn begin(&self) -> Jiesu {
        let log =
            OpenOptions::new().create(true).append(true).open(&self.log).expect("the log can be written");
        let mut words = self.through.clone();
        words.push(self.binary.display().to_string());
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(["serve", "--listen", &format!("127.0.0.1:{}", self.port), "--data"]);
        command.arg(&self.data).arg("--config").arg(&self.config);
        command.env_clear().envs(self.environment.iter().cloned());
        command.stdin(Stdio::null()).stdout(log.try_clone().expect("a file can be shared")).stderr(log);
        let child = command.spawn().expect("the program starts");
        Jiesu { child, url: format!("http://127.0.0.1:{}", self.port) }
    }

    /// Starts it and waits until it is ready; says how long that took.
    pub(crate) fn start(&self) -> (Jiesu, Duration) {
        let watch = Watch::started();
        let mut jiesu = self.begin();
        let ready = within(Duration::from_secs(60), || jiesu.is_ready() || jiesu.has_ended().is_some());
        assert!(ready && jiesu.has_ended().is_none(), "the program did not start: {}", self.said());
        (jiesu, watch.elapsed())
    }

    /// The end of its log.
    pub(crate) fn said(&self) -> String {
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(10).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Jiesu {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    pub(crate) fn is_ready(&self) -> bool {
        self.asks(&Request::get("/readyz")).is_ok_and(|answer| answer.status() == 200)
    }

    /// One request over a connection of its own.
    pub(crate) fn asks(&self, request: &Request) -> std::io::Result<Message> {
        let mut wire = Wire::to(&self.url)?;
        wire.send(&request.bytes())?;
        wire.hear()
    }

    /// How it ended, if it has.
    pub(crate) fn has_ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().expect("a child can be asked")
    }

    /// `kill -9`
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("the program runs");
        let ended = self.child.wait().expect("the program is gone");
        assert_eq!(ended.signal(), Some(9), "it was there to be killed");
    }

    /// `kill -TERM`; says how it ended, and after how long.
    pub(crate) fn stop(mut self) -> (ExitStatus, Duration) {
        let watch = Watch::started();
        self.is_told("TERM");
        let ended = self.child.wait().expect("the program ends");
        (ended, watch.elapsed())
    }

    /// Sends it a signal.
    pub(crate) fn is_told(&self, name: &str) {
        signal(name, self.pid());
    }

    /// A gauge of `/metrics`.
    pub(crate) fn gauge(&self, name: &str) -> Option<f64> {
        let text = self.asks(&Request::get("/metrics")).ok()?.text();
        text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse().ok())
    }

    /// The memory it holds, in MiB.
    pub(crate) fn memory(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        kib.unwrap_or_default() / 1024.0
    }

    /// How many files it has open.
    pub(crate) fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count)
    }
}

impl Drop for Jiesu {
    fn drop(&mut self) {
        // Gone already where a row has ended it. A stopped process dies of this, too.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// A port nobody listens on now.
pub(crate) fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
    listener.local_addr().expect("a bound socket has an address").port()
}
