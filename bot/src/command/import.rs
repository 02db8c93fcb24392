//! How are files of other systems brought in from the command line?

mod report;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use clap::Args;
use prompts::Wording;

use super::serve::{ServeArgs, assemble};
use super::{Exit, bar::bar, refused};
use crate::app::App;
use crate::command::ledger::is_there;
use crate::config::Config;
use crate::import::{Order, Shipment, Wish, bring};
use report::Report;

/// Bring in messages and calls of other systems
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Files, or folders of files
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which column tells a field: id, time, title, text, place, name, phone, transcript; without a column (time=) the
    /// field is not read
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Which system the rows come from: a-z, 0-9 and -, at most 32 [default: mailbox for messages, hotline for calls]
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Sheet of a workbook [default: the first]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// An operator confirms every order before it is dispatched
    #[arg(long)]
    draft: bool,
    /// Tell what would follow, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    /// Explain the first N orders: the words that decided
    #[arg(long, value_name = "N", default_value_t = 0)]
    explain: u64,
    /// Language of the report
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

/// Brings the files in. Ends with 1 when rows were refused or in conflict, or not all were taken; with 2 when nothing
/// was done.
pub fn run(args: &ImportArgs, wording: &Wording, out: &mut dyn Write) -> ExitCode {
    let wishes: Result<Vec<Wish>, _> = args.map.iter().map(|wish| Wish::parse(wish)).collect();
    let packed = wishes.map_err(|fault| (String::new(), fault)).and_then(|wishes| {
        Shipment::pack(Order {
            files: args.files.clone(),
            wishes,
            source: args.source.clone(),
            sheet: args.sheet.clone(),
            draft: args.draft,
            dry_run: args.dry_run,
            explain: args.explain,
        })
    });
    let shipment = match packed {
        Ok(shipment) => shipment,
        Err((file, fault)) if file.is_empty() => return refused(&fault.describe(wording, &args.lang)),
        Err((file, fault)) => {
            return refused(&format!("{file}: {}", fault.describe(wording, &args.lang)));
        }
    };
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
        .and_then(|runtime| runtime.block_on(open_and_bring(args, config, shipment, out)));
    match done {
        Ok(exit) => exit.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

async fn open_and_bring(
    args: &ImportArgs,
    mut config: Config,
    shipment: Shipment,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    // Heard from now on, also while the ledger is opened.
    let told_to_stop = crate::server::stop_signal();
    // Looking changes nothing: where there is no ledger yet, a dry run has one of its own for the while.
    let aside = (args.dry_run && !is_there(&config)).then(Aside::new);
    if let Some(aside) = &aside {
        config.data.clone_from(&aside.0);
    }
    let (app, store) = assemble(Arc::new(config)).await?;
    let exit = bring_all(args, &app, shipment, told_to_stop, out).await;
    store.close().await;
    exit
}

async fn bring_all(
    args: &ImportArgs,
    app: &Arc<App>,
    shipment: Shipment,
    told_to_stop: impl Future<Output = ()> + Send + 'static,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    let stop = Arc::new(AtomicBool::new(false));
    let listening = tokio::spawn({
        let stop = Arc::clone(&stop);
        async move {
            told_to_stop.await;
            stop.store(true, Ordering::Relaxed);
        }
    });
    let bar = bar(shipment.rows());
    let mut report = Report::begin(app, args, shipment.passed_over, out);
    let began = app.clock.now();
    let brought = bring(app, shipment, &stop, &mut |line| {
        report.hear(&line);
        bar.inc(1);
    })
    .await;
    bar.finish_and_clear();
    let interrupted = listening.is_finished();
    listening.abort();
    let took = app.clock.now().duration_since(began);
    report.end(took, interrupted, brought.err()).context("the report cannot be written")
}

/// A folder that is gone when it is dropped.
struct Aside(PathBuf);

impl Aside {
    fn new() -> Self {
        let token = crate::mint::Mint::from_system().token();
        Self(std::env::temp_dir().join(format!("jiesu-dry-run-{}", &token[..16])))
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        let left: &Path = &self.0;
        if let Err(error) = std::fs::remove_dir_all(left) {
            tracing::warn!(%error, "the folder of the dry run cannot be removed");
        }
    }
}
