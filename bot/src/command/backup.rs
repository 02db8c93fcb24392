//! How is a backup made, or looked through, from the command line?

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::Args;
use jiff::SignedDuration;
use prompts::{Arg, Wording};

use super::bar::counting;
use super::ledger::{copies, is_there, present_sealer};
use super::serve::ServeArgs;
use super::{Exit, refused};
use crate::backup::{Fault, Header, Verified, verify, write};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::mint::Mint;

/// Write a backup, and read it again
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The file to be written; it must not be there yet
    file: PathBuf,
    /// Only read a backup through that is there: does all of it open, and is nothing missing?
    #[arg(long)]
    verify: bool,
    /// Language of what is said
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    lang: String,
    /// Configuration file
    #[arg(long)]
    config: Option<PathBuf>,
    /// Folder of the database and the sealing key [default: jiesu-data]
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Does it. Ends with 1 when a backup is damaged, with 2 when nothing was done.
pub fn run(args: &BackupArgs, wording: &Wording, out: &mut dyn Write) -> ExitCode {
    let serve = ServeArgs { data: args.data.clone(), config: args.config.clone(), ..ServeArgs::default() };
    let config = match serve.config() {
        Ok(config) => config,
        Err(fault) => return refused(&fault),
    };
    match back_up(args, &config, wording, out) {
        Ok(exit) => exit.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

fn back_up(
    args: &BackupArgs,
    config: &Config,
    wording: &Wording,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let sealer = present_sealer(config)?;
    let began = SystemClock.now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let done = if args.verify {
        runtime.block_on(verify(&args.file, &sealer))
    } else {
        anyhow::ensure!(is_there(config), "there is no ledger in {}", config.data.display());
        let header = Header::new(sealer.key_id(), began, &Mint::from_system());
        let rows = Arc::new(AtomicU64::new(0));
        let writing = write(copies(config, sealer.clone())?, &sealer, header, &args.file, &rows);
        runtime.block_on(counting(&rows, writing))
    };
    let said = Said { args, wording, key: config.key_file().display().to_string() };
    match done {
        Ok(verified) => {
            said.verified(&verified, SystemClock.now().duration_since(began), out)?;
            Ok(Exit::Done)
        }
        Err(fault @ Fault::Damaged(_)) if args.verify => {
            let why = fault.to_string();
            said.line("backup-damaged", &[("file", &args.file.display().to_string()), ("why", &why)], out)?;
            Ok(Exit::Partly)
        }
        Err(fault) => Err(fault.into()),
    }
}

/// What is said of a backup.
struct Said<'a> {
    args: &'a BackupArgs,
    wording: &'a Wording,
    key: String,
}

impl Said<'_> {
    fn verified(
        &self,
        verified: &Verified,
        took: SignedDuration,
        out: &mut dyn Write,
    ) -> std::io::Result<()> {
        let file = self.args.file.display().to_string();
        let size = format!("{:.1}", verified.size as f64 / 1e6);
        let (rows, streams) = (verified.rows().to_string(), verified.streams.to_string());
        let seconds = format!("{:.1}", took.as_secs_f64());
        let whose = verified.jurisdictions.join(" ");
        let at = verified.header.made_at.to_string();
        let key = if self.args.verify { "backup-sound" } else { "backup-made" };
        let facts: [(&str, &str); 7] = [
            ("file", &file),
            ("size", &size),
            ("rows", &rows),
            ("streams", &streams),
            ("seconds", &seconds),
            ("whose", &whose),
            ("at", &at),
        ];
        self.line(key, &facts, out)?;
        self.line("backup-key", &[("key", &self.key), ("id", &verified.header.key)], out)
    }

    fn line(&self, key: &str, facts: &[(&str, &str)], out: &mut dyn Write) -> std::io::Result<()> {
        let facts: Vec<(&str, Arg<'_>)> =
            facts.iter().map(|(name, value)| (*name, (*value).into())).collect();
        writeln!(out, "{}", self.wording.line(&self.args.lang, key, &facts))
    }
}
