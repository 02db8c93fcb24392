//! How does a backup become a ledger again?

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use clap::Args;
use prompts::{Arg, Wording};

use super::bar::counting;
use super::ledger::{copies, present_sealer};
use super::serve::ServeArgs;
use super::{Exit, refused};
use crate::backup::restore;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;

/// Put a backup into an empty database
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The backup
    file: PathBuf,
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

/// Restores it, whole or not at all. Ends with 2 when nothing was done.
pub fn run(args: &RestoreArgs, wording: &Wording, out: &mut dyn Write) -> ExitCode {
    let serve = ServeArgs { data: args.data.clone(), config: args.config.clone(), ..ServeArgs::default() };
    let config = match serve.config() {
        Ok(config) => config,
        Err(fault) => return refused(&fault),
    };
    match bring_back(args, &config, wording, out) {
        Ok(()) => Exit::Done.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

fn bring_back(
    args: &RestoreArgs,
    config: &Config,
    wording: &Wording,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let sealer = present_sealer(config)?;
    let began = SystemClock.now();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let rows = Arc::new(AtomicU64::new(0));
    let header = runtime.block_on(async {
        let copies = copies(config, sealer.clone())?;
        if !copies.is_empty().await? {
            anyhow::bail!("{}", wording.line(&args.lang, "restore-not-empty", &[]));
        }
        Ok(counting(&rows, restore(copies.as_ref(), &sealer, &args.file, &rows)).await?)
    })?;
    let seconds = format!("{:.1}", SystemClock.now().duration_since(began).as_secs_f64());
    let (at, rows) = (header.made_at.to_string(), rows.load(Ordering::Relaxed).to_string());
    let facts: &[(&str, Arg<'_>)] =
        &[("at", at.as_str().into()), ("rows", rows.as_str().into()), ("seconds", seconds.as_str().into())];
    writeln!(out, "{}", wording.line(&args.lang, "restore-done", facts))?;
    Ok(())
}
