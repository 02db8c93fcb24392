//! How does an administrator look through what was given up, and try it again?

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::serve::{ServeArgs, assemble};
use super::{Exit, refused};
use crate::app::App;
use crate::dead_letters::{GivenUp, MOST, Replayed, given_up, replay};

mod told;

use told::Told;

/// What was given up: notices nobody could be told, messages that could not be decided.
#[derive(Debug, Args)]
pub struct DeadLetterArgs {
    /// Configuration file.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Folder of the database and the sealing key [default: jiesu-data].
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Folder of the banner's directory [default: the embedded example].
    #[arg(long, global = true)]
    banner: Option<PathBuf>,
    /// Language of what is said.
    #[arg(long, global = true, default_value = prompts::FALLBACK)]
    lang: String,
    #[command(subcommand)]
    command: DeadLetterCommand,
}

#[derive(Debug, Subcommand)]
enum DeadLetterCommand {
    /// Print one a line: id, when, for whom or from where, what, why.
    List {
        /// At most so many notices, the latest first.
        #[arg(long, default_value_t = 100)]
        limit: u32,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Print everything that is kept of one; telephone and identity numbers are masked.
    Show {
        /// Its id.
        id: Uuid,
    },
    /// Put notices back to be sent now, hand messages to the desk again.
    Replay {
        /// Their ids.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<Uuid>,
        /// All of them.
        #[arg(long)]
        all: bool,
    },
}

/// Does it. Ends with 1 when not all could be replayed, with 2 when an id is unknown or the ledger cannot be opened.
pub fn run(args: &DeadLetterArgs, out: &mut dyn Write) -> ExitCode {
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
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => return refused(&format!("the runtime cannot start: {fault}")),
    };
    let done = runtime.block_on(async {
        let (app, store) = assemble(Arc::new(config)).await?;
        let exit = carry_out(&app, args, out).await;
        store.close().await;
        exit
    });
    match done {
        Ok(exit) => exit.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

async fn carry_out(app: &App, args: &DeadLetterArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut told = Told { app, lang: &args.lang, out };
    match &args.command {
        DeadLetterCommand::List { limit, json } => {
            let all = given_up(app, *limit).await?;
            let written = if *json { told.document(&all) } else { told.list(&all) };
            Ok(Exit::of_writing(&written, Exit::Done))
        }
        DeadLetterCommand::Show { id } => {
            let all = given_up(app, MOST).await?;
            let Some(one) = all.iter().find(|one| one.id() == *id) else {
                anyhow::bail!(told.unknown(*id));
            };
            Ok(Exit::of_writing(&told.show(one), Exit::Done))
        }
        DeadLetterCommand::Replay { ids, all } => {
            let wanted = wanted(given_up(app, MOST).await?, ids, *all)
                .map_err(|id| anyhow::Error::msg(told.unknown(id)))?;
            replay_all(app, &wanted, &mut told).await
        }
    }
}

/// Those with these ids, or all; else the first id that is of none.
fn wanted(all: Vec<GivenUp>, ids: &[Uuid], whole: bool) -> Result<Vec<GivenUp>, Uuid> {
    if whole {
        return Ok(all);
    }
    let known: BTreeSet<Uuid> = all.iter().map(GivenUp::id).collect();
    match ids.iter().find(|id| !known.contains(id)) {
        Some(unknown) => Err(*unknown),
        None => Ok(all.into_iter().filter(|one| ids.contains(&one.id())).collect()),
    }
}

async fn replay_all(app: &App, wanted: &[GivenUp], told: &mut Told<'_>) -> anyhow::Result<Exit> {
    let mut done: Vec<Replayed> = Vec::new();
    for one in wanted {
        let replayed = replay(app, one).await?;
        told.replayed(one, replayed)?;
        done.push(replayed);
    }
    let good = done.iter().filter(|replayed| replayed.is_done()).count();
    told.sum(good, done.len())?;
    Ok(if good == done.len() { Exit::Done } else { Exit::Partly })
}
