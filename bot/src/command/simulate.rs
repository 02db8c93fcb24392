//! How is a ledger filled with a simulated year from the command line?

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use clap::Args;
use jiff::SignedDuration;
use prompts::{Arg, Wording};

use super::serve::{ServeArgs, assemble};
use super::{Exit, bar::bar, refused};
use crate::app::App;
use crate::config::Config;
use crate::simulate::{Filled, Unfilled, Wish, fill};

/// Fill an empty ledger with a year that could have been
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// How many orders
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    orders: u64,
    /// Of which year; what would lie after now does not happen
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(2000..=2100))]
    year: i16,
    /// The same seed makes the same year
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Language of what is said
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    lang: String,
    /// Configuration file
    #[arg(long)]
    config: Option<PathBuf>,
    /// Folder of the database and the sealing key [default: jiesu-data]
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder of the banner's directory [default: the embedded example]
    #[arg(long)]
    banner: Option<PathBuf>,
}

/// Fills the ledger. Ends with 1 when it was interrupted, with 2 when nothing was done or the ledger failed.
pub fn run(args: &SimulateArgs, wording: &Wording, out: &mut dyn Write) -> ExitCode {
    let serve = ServeArgs {
        listen: None,
        data: args.data.clone(),
        config: args.config.clone(),
        banner: args.banner.clone(),
        roles: Vec::new(),
    };
    let config = match serve.config() {
        Ok(config) => config,
        Err(fault) => return refused(&fault),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = runtime
        .context("the runtime cannot start")
        .and_then(|runtime| runtime.block_on(open_and_fill(args, config, wording, out)));
    match done {
        Ok(exit) => exit.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

async fn open_and_fill(
    args: &SimulateArgs,
    config: Config,
    wording: &Wording,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let told_to_stop = crate::server::stop_signal();
    let (app, store) = assemble(Arc::new(config)).await?;
    let stop = Arc::new(AtomicBool::new(false));
    let listening = tokio::spawn({
        let stop = Arc::clone(&stop);
        async move {
            told_to_stop.await;
            stop.store(true, Ordering::Relaxed);
        }
    });
    let bar = bar(args.orders);
    let began = app.clock.now();
    let wish = Wish { orders: args.orders, year: args.year, seed: args.seed };
    let filled = fill(&app, wish, &stop, &mut |more| bar.inc(more)).await;
    let took = app.clock.now().duration_since(began);
    bar.finish_and_clear();
    listening.abort();
    store.close().await;
    match filled {
        Ok(filled) => {
            say(&app, args, &filled, took, out)?;
            Ok(if filled.interrupted { Exit::Partly } else { Exit::Done })
        }
        Err(Unfilled::NotEmpty) => anyhow::bail!("{}", wording.line(&args.lang, "simulate-not-empty", &[])),
        Err(Unfilled::NotBegun(year)) => {
            let year = year.to_string();
            let year: &[(&str, Arg<'_>)] = &[("year", year.as_str().into())];
            anyhow::bail!("{}", wording.line(&args.lang, "simulate-not-begun", year))
        }
        Err(fault @ (Unfilled::Store(_) | Unfilled::Fault { .. })) => Err(fault.into()),
    }
}

/// What the year has come to.
fn say(
    app: &App,
    args: &SimulateArgs,
    filled: &Filled,
    took: SignedDuration,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let tally = &filled.tally;
    let share = |of: u64, all: u64| format!("{:.1}", 100.0 * of as f64 / all.max(1) as f64);
    let seconds = took.as_secs_f64().max(0.001);
    let mut line = |key: &str, args_: &[(&str, String)]| {
        let args_: Vec<(&str, Arg<'_>)> =
            args_.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        writeln!(out, "{}", app.wording.line(&args.lang, key, &args_))
    };
    if filled.interrupted {
        line("simulate-interrupted", &[])?;
    }
    let counts =
        [("orders", tally.orders), ("events", tally.events), ("papers", tally.papers), ("said", tally.said)];
    let mut sum: Vec<(&str, String)> = counts.map(|(name, count)| (name, count.to_string())).to_vec();
    sum.push(("seconds", format!("{seconds:.1}")));
    sum.push(("rate", format!("{:.0}", tally.orders as f64 / seconds)));
    line("simulate-sum", &sum)?;
    let open =
        tally.orders - tally.by_state.iter().filter(|(state, _)| ends(state)).map(|(_, n)| n).sum::<u64>();
    line("simulate-open", &[("open", open.to_string()), ("share", share(open, tally.orders))])?;
    let (finished, in_time) = tally.finished;
    line("simulate-in-time", &[("count", finished.to_string()), ("share", share(in_time, finished))])?;
    let (rated, contacted, solved, satisfied) = tally.rated;
    line(
        "simulate-rates",
        &[
            ("rated", rated.to_string()),
            ("contacted", share(contacted, rated)),
            ("solved", share(solved, rated)),
            ("satisfied", share(satisfied, rated)),
        ],
    )?;
    line("simulate-digest", &[("seed", args.seed.to_string()), ("digest", filled.digest.clone())])?;
    Ok(())
}

fn ends(state: &str) -> bool {
    storage::order::State::ALL.iter().any(|known| known.name() == state && known.is_end())
}
