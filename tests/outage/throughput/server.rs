//! Which program stands under load, and how is it started?

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tests::Program;

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

/// A program under load.
pub(crate) enum Server {
    Jiesu(Box<Program>),
    Reference { child: Child, address: String },
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
    pub(crate) fn start(kind: Kind, data: &Path) -> Result<Self, String> {
        if kind == Kind::Jiesu {
            return Ok(Self::Jiesu(Box::new(Program::start(data, &[]))));
        }
        std::fs::create_dir_all(data).map_err(|fault| fault.to_string())?;
        let this = std::env::current_exe().map_err(|fault| fault.to_string())?;
        let mut child = Command::new(this)
            .args(["reference", kind.name()])
            .arg(data)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|fault| fault.to_string())?;
        let out = child.stdout.take().ok_or("a reference without a mouth")?;
        let mut address = String::new();
        BufReader::new(out).read_line(&mut address).map_err(|fault| fault.to_string())?;
        Ok(Self::Reference { child, address: address.trim().to_owned() })
    }

    pub(crate) fn address(&self) -> String {
        match self {
            Self::Jiesu(program) => program.url.trim_start_matches("http://").to_owned(),
            Self::Reference { address, .. } => address.clone(),
        }
    }

    pub(crate) fn pid(&self) -> u32 {
        match self {
            Self::Jiesu(program) => program.pid(),
            Self::Reference { child, .. } => child.id(),
        }
    }

    pub(crate) fn stop(self) {
        match self {
            Self::Jiesu(program) => drop(program.stop()),
            Self::Reference { mut child, .. } => {
                let _gone = child.kill();
                let _gone = child.wait();
            }
        }
    }
}
