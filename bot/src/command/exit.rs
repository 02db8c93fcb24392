//! With which number does a command end?

use std::io;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: everything was done.
    Done,
    /// 1: something could not be done; what could be was done.
    Partly,
    /// 2: nothing was done, because what was given cannot be worked with.
    Refused,
}

impl Exit {
    /// How a command that only writes ends: whoever reads may stop reading at any time.
    pub fn of_writing(written: &io::Result<()>, otherwise: Exit) -> Exit {
        match written {
            Ok(()) => otherwise,
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => otherwise,
            Err(_) => Exit::Partly,
        }
    }
}

/// Says on standard error why nothing was done.
#[expect(clippy::print_stderr, reason = "the one place where a command says why it will not begin")]
pub fn refused(why: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("jiesu: {why}");
    Exit::Refused.into()
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => ExitCode::SUCCESS,
            Exit::Partly => ExitCode::from(1),
            Exit::Refused => ExitCode::from(2),
        }
    }
}
