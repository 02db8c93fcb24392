//! Which PostgreSQL servers stand behind the program, and how do they fail?
//!
//! A server of its own for a row: made anew, with everything durable, on a free port; ended with the row, also when
//! the harness is killed. PostgreSQL refuses to run as root: then it runs as user `postgres`.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::process::signal;

use crate::clock::within;
use crate::program::free_port;

/// Who owns the database.
const USER: &str = "jiesu";
const DATABASE: &str = "jiesu";
/// What differs from a server as it comes: where it listens, and room for several replicas.
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nmax_connections = 200\nfsync = on\nsynchronous_commit = on\n\
    full_page_writes = on\nwal_level = replica\nlogging_collector = off\n";

/// One server.
pub(crate) struct Postgres {
    folder: PathBuf,
    pub(crate) port: u16,
    server: Option<Child>,
}

impl Postgres {
    /// Makes and starts a server with an empty database.
    pub(crate) fn made(name: &str) -> Self {
        let folder = folder(name);
        let mut postgres = Self { folder, port: free_port(), server: None };
        let data = postgres.data();
        let made = as_owner(&tool("initdb"))
            .args(["-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-D"])
            .arg(&data)
            .output();
        let made = made.expect("initdb can be run");
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        postgres.sets(SETTINGS);
        postgres.starts();
        let created = postgres.psql("postgres", &format!("CREATE DATABASE {DATABASE}"));
        assert!(created.is_some(), "a database can be made");
        postgres
    }

    /// A standby of this server that has everything this one has acknowledged.
    pub(crate) fn standby(&self, name: &str) -> Self {
        let mut standby = Self { folder: folder(name), port: free_port(), server: None };
        let from = format!("host=127.0.0.1 port={} user={USER} application_name=standby", self.port);
        let copied = as_owner(&tool("pg_basebackup"))
            .args(["-R", "-X", "stream", "-c", "fast", "-d", &from, "-D"])
            .arg(standby.data())
            .output();
        let copied = copied.expect("pg_basebackup can be run");
        assert!(copied.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copied.stderr));
        standby.sets("");
        standby.starts();
        // From now on a commit is acknowledged when both have it.
        self.psql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'");
        self.psql("postgres", "SELECT pg_reload_conf()");
        let in_step = within(Duration::from_secs(30), || {
            self.psql("postgres", "SELECT sync_state FROM pg_stat_replication")
                .is_some_and(|said| said.trim() == "sync")
        });
        assert!(in_step, "the standby follows");
        standby
    }

    /// Where the program finds it.
    pub(crate) fn address(&self) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{DATABASE}", self.port)
    }

    /// The program finds whichever of the two may be written to.
    pub(crate) fn address_with(&self, other: &Self) -> String {
        format!("postgres://{USER}@127.0.0.1:{},127.0.0.1:{}/{DATABASE}", self.port, other.port)
    }

    /// Starts it and waits until it answers.
    pub(crate) fn starts(&mut self) {
        let log = std::fs::File::create(self.folder.join("log")).expect("the log can be written");
        let mut command = as_owner(&tool("postgres"));
        command.arg("-D").arg(self.data()).stdin(Stdio::null());
        command.stdout(log.try_clone().expect("a file can be shared")).stderr(log);
        self.server = Some(command.spawn().expect("the server starts"));
        let answers = within(Duration::from_secs(60), || self.answers());
        assert!(
            answers,
            "the server did not start: {}",
            std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
        );
    }

    pub(crate) fn answers(&self) -> bool {
        self.psql("postgres", "SELECT 1").is_some()
    }

    /// As `pg_ctl stop -m immediate`: nothing is finished, nothing is written that is not written yet.
    pub(crate) fn stops_at_once(&mut self) {
        if let Some(mut server) = self.server.take() {
            signal("QUIT", server.id());
            let _gone = server.wait();
        }
    }

    /// `kill -9` of the whole server.
    pub(crate) fn is_killed(&mut self) {
        if let Some(mut server) = self.server.take() {
            self.tell_all("KILL", server.id());
            let _gone = server.wait();
        }
    }

    /// It stands still: every process of it.
    pub(crate) fn freezes(&self) {
        self.tell_all("STOP", self.server.as_ref().map_or(0, Child::id));
    }

    /// It goes on where it stood.
    pub(crate) fn thaws(&self) {
        self.tell_all("CONT", self.server.as_ref().map_or(0, Child::id));
    }

    /// The standby becomes the server that is written to.
    pub(crate) fn is_promoted(&self) {
        self.psql("postgres", "SELECT pg_promote(true, 60)").expect("a standby can be promoted");
    }

    /// What a statement answers, unaligned; `None` if it fails.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> Option<String> {
        let address = format!("postgres://{USER}@127.0.0.1:{}/{database}?connect_timeout=2", self.port);
        let ran = Command::new("psql").args([&address, "-XAtqc", sql]).stderr(Stdio::null()).output().ok()?;
        ran.status.success().then(|| String::from_utf8_lossy(&ran.stdout).into_owned())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn sets(&self, settings: &str) {
        let text = format!(
            "{settings}port = {}\nunix_socket_directories = '{}'\n",
            self.port,
            self.folder.display()
        );
        let file = self.data().join("postgresql.auto.conf");
        let before = std::fs::read_to_string(&file).unwrap_or_default();
        std::fs::write(&file, before + &text).expect("the settings can be written");
    }

    /// The server's own process, and all that it has started.
    fn tell_all(&self, name: &str, server: u32) {
        let children =
            std::fs::read_to_string(format!("/proc/{server}/task/{server}/children")).unwrap_or_default();
        // The one that starts others first, so that it starts no more.
        for pid in [server].into_iter().chain(children.split_whitespace().filter_map(|pid| pid.parse().ok()))
        {
            // A child may have ended meanwhile.
            let _told = Command::new("kill")
                .args([format!("-{name}"), pid.to_string()])
                .stderr(Stdio::null())
                .status();
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.server.is_some() {
            self.thaws();
        }
        self.stops_at_once();
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// A folder that its owner may reach, apart from the row's room: that may lie where nobody else may look.
fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("jiesu-outage-{}-{name}", std::process::id()));
    let _none = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    if is_root() {
        let given = Command::new("chown").arg("postgres").arg(&folder).status();
        assert!(given.is_ok_and(|status| status.success()), "there is a user postgres");
    }
    folder
}

/// Runs a tool of PostgreSQL as somebody it accepts; it does not outlive the harness.
fn as_owner(tool: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "QUIT"]);
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(tool).env("LC_ALL", "C");
    command
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Debian keeps the server's tools apart, by version: the latest.
fn tool(name: &str) -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin").join(name))
        .filter(|path| path.exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from(name))
}
