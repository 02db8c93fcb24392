//! What would the program learn from what people corrected?

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use intake::Audience;
use serde_json::json;

use super::ledger::is_there;
use super::serve::{ServeArgs, assemble};
use super::{Exit, refused};
use crate::app::App;
use crate::learning::{self, Lesson};

mod told;

use told::Told;

/// Learn from what people corrected. Prints the changes of word lists that would have righted it, with the orders each
/// would have changed; proposes nothing to anybody without --keep, and approves nothing
#[derive(Debug, Args)]
pub struct LearnArgs {
    /// Configuration file
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Folder of the database and the sealing key [default: jiesu-data]
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Folder of the banner's directory [default: the embedded example]
    #[arg(long)]
    pub banner: Option<PathBuf>,
    /// Language of what is said
    #[arg(long, default_value = prompts::FALLBACK)]
    pub lang: String,
    /// Keep what is found as proposals for a supervisor, as the program does by itself every Monday
    #[arg(long)]
    pub keep: bool,
    /// Print one JSON document
    #[arg(long, conflicts_with_all = ["rows", "approved"])]
    pub json: bool,
    /// Print the corrected messages, masked, one JSON object a line, as `jiesu train` reads them
    #[arg(long, conflicts_with_all = ["keep", "approved"])]
    pub rows: bool,
    /// Print what was approved, as lines of category, word and weight for catalogue.csv
    #[arg(long, conflicts_with = "keep")]
    pub approved: bool,
}

/// Learns and prints. Ends with 2 when the ledger cannot be opened or read.
pub fn run(args: &LearnArgs, out: &mut dyn Write) -> ExitCode {
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
    if !is_there(&config) {
        return refused(&format!("there is no ledger in {}; is --data right?", config.data.display()));
    }
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

async fn carry_out(app: &App, args: &LearnArgs, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if args.approved {
        let changes = app.clerk.word_changes(app.jurisdiction()).await?;
        return Ok(Exit::of_writing(&approved(&changes, out), Exit::Done));
    }
    let lesson = learning::study(app).await?;
    if args.rows {
        return Ok(Exit::of_writing(&rows(app, &lesson, out), Exit::Done));
    }
    let kept = if args.keep { Some(learning::keep(app, &lesson.found).await?) } else { None };
    let texts = told::texts(app, &lesson).await?;
    let mut told = Told { app, lang: &args.lang, texts, out };
    let written = if args.json { told.document(&lesson, kept) } else { told.lesson(&lesson, kept) };
    Ok(Exit::of_writing(&written, Exit::Done))
}

/// Words have letters only, and codes digits: nothing has to be quoted.
fn approved(changes: &[storage::WordChange], out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for approved in learning::approved(changes) {
        let change = approved.change;
        writeln!(out, "{},{},{}", change.category, change.word, change.after)?;
    }
    out.flush()
}

/// The rows whose leaf a person corrected: the others were right about the leaf, or nobody knows.
fn rows(app: &App, lesson: &Lesson, out: &mut dyn Write) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    for row in &lesson.rows {
        let Some(leaf) = row.leaf.as_ref().filter(|_| row.leaf != row.first) else { continue };
        let text = app.banner.book.mask_for(&row.text, Audience::Anyone).text;
        let units = row.units.as_ref().map(|(first, last)| [first.as_str(), last.as_str()]);
        let line = json!({
            "id": row.no.as_str(), "text": text, "label": leaf.as_str(), "how": row.how.name(),
            "first": row.first.as_ref().map(storage::CategoryCode::as_str), "units": units,
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}
