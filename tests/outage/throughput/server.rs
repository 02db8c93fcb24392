//! Which program stands under load, and how is it started?

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tests::Program;

use crate::cost;

/// Who takes the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The real program.
    Jiesu,
    /// One row a message, group commit.
    Bare,
    /// One row a commit.
    Single,
}

/// Where it keeps them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    /// In a file.
    Sqlite,
    /// In a server.
    Postgres,
}

/// A program under load, and the database server it has to itself.
pub(crate) struct Server {
    program: Under,
    database: Option<Database>,
}

enum Under {
    Jiesu(Box<Program>),
    Reference { child: Child, address: String },
}

/// A PostgreSQL server whose commits reach the disk; it ends with its script, whose input ends with this.
struct Database {
    script: Child,
    address: String,
}

impl Kind {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        [Self::Jiesu, Self::Bare, Self::Single].into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Jiesu => "jiesu",
            Self::Bare => "bare",
            Self::Single => "single",
        }
    }
}

impl Engine {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name {
            "sqlite" => Some(Self::Sqlite),
            "postgres" => Some(Self::Postgres),
            _ => None,
        }
    }
}

impl Server {
    pub(crate) fn start(kind: Kind, engine: Engine, data: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(data).map_err(|fault| fault.to_string())?;
        let database = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Database::start()?),
        };
        let address = database.as_ref().map(|database| database.address.as_str());
        let program = match kind {
            Kind::Jiesu => {
                let config = data.join("jiesu.toml");
                let said = address.map(|address| format!("database = {address:?}\n")).unwrap_or_default();
                std::fs::write(&config, said).map_err(|fault| fault.to_string())?;
                let config = config.to_str().ok_or("a folder with a name that is no text")?;
                Under::Jiesu(Box::new(Program::start(data, &["--config", config])))
            }
            Kind::Bare | Kind::Single => {
                let mut child = Command::new(std::env::current_exe().map_err(|fault| fault.to_string())?)
                    .args(["reference", kind.name()])
                    .arg(address.map_or(data, Path::new))
                    .stdout(Stdio::piped())
                    .spawn()
                    .map_err(|fault| fault.to_string())?;
                let address = first_line(&mut child)?;
                Under::Reference { child, address }
            }
        };
        Ok(Self { program, database })
    }

    pub(crate) fn address(&self) -> String {
        match &self.program {
            Under::Jiesu(program) => program.url.trim_start_matches("http://").to_owned(),
            Under::Reference { address, .. } => address.clone(),
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        match &self.program {
            Under::Jiesu(program) => program.pid(),
            Under::Reference { child, .. } => child.id(),
        }
    }

    /// Processor time so far, the database server's included.
    pub(crate) fn processor(&self) -> Duration {
        let database = self.database.as_ref().map(|database| database.script.id());
        [Some(self.pid()), database].into_iter().flatten().map(cost::processor_of_family).sum()
    }

    pub(crate) fn stop(self) {
        match self.program {
            Under::Jiesu(program) => drop(program.stop()),
            Under::Reference { mut child, .. } => {
                let _gone = child.kill();
                let _gone = child.wait();
            }
        }
        if let Some(Database { mut script, .. }) = self.database {
            drop(script.stdin.take());
            let _gone = script.wait();
        }
    }
}

impl Database {
    fn start() -> Result<Self, String> {
        let mut script = Command::new(concat!(env!("CARGO_MANIFEST_DIR"), "/postgres"))
            .args(["serve", "--durable"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|fault| fault.to_string())?;
        let address = first_line(&mut script)?;
        if address.is_empty() {
            return Err("no PostgreSQL server; see tests/postgres install".to_owned());
        }
        Ok(Self { script, address })
    }
}

/// What it prints first: where it can be reached.
fn first_line(child: &mut Child) -> Result<String, String> {
    let out = child.stdout.take().ok_or("a server without a mouth")?;
    let mut line = String::new();
    BufReader::new(out).read_line(&mut line).map_err(|fault| fault.to_string())?;
    Ok(line.trim().to_owned())
}
