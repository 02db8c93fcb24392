//! How does the program start, run and stop?

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::tz::TimeZone;
use prompts::{Arg, Wording};
use storage::{Clerk, Ledger, Store};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::banner::{self, Banner, Source};
use crate::clock::{Clock, SystemClock};
use crate::command::ledger::open_ledger;
use crate::command::refused;
use crate::config::{Config, Role};
use crate::console::{FirstRun, first_run};
use crate::learning::with_approved;
use crate::mint::Mint;
use crate::running::Running;

/// Run the program.
#[derive(Debug, Default, clap::Args)]
pub struct ServeArgs {
    /// Address to listen on [default: 127.0.0.1:8080].
    #[arg(long)]
    pub listen: Option<SocketAddr>,
    /// Folder of the database and the sealing key [default: jiesu-data].
    #[arg(long)]
    pub data: Option<PathBuf>,
    /// Configuration file.
    #[arg(long)]
    pub config: Option<PathBuf>,
    /// Folder of the banner's directory [default: the embedded example].
    #[arg(long)]
    pub banner: Option<PathBuf>,
    /// What this process does: web, courier, watch [default: all].
    #[arg(long, value_delimiter = ',')]
    pub roles: Vec<Role>,
}

impl ServeArgs {
    /// The configuration with these arguments over it.
    pub fn config(&self) -> Result<Config, crate::config::ConfigError> {
        let mut config = Config::read(self.config.as_deref(), std::env::vars())?;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        if let Some(data) = &self.data {
            config.data.clone_from(data);
        }
        if self.banner.is_some() {
            config.banner.clone_from(&self.banner);
        }
        if !self.roles.is_empty() {
            config.roles.clone_from(&self.roles);
        }
        Ok(config)
    }
}

/// Starts, says where it listens, and runs until it is told to stop.
pub fn run(args: &ServeArgs, out: &mut dyn Write) -> ExitCode {
    let config = match args.config() {
        Ok(config) => config,
        Err(fault) => return refused(&fault),
    };
    if let Err(fault) = crate::telemetry::log(&config.log) {
        return refused(&format!("log.filter = {:?}: {fault}", config.log.filter));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime.context("the runtime cannot start").and_then(|runtime| runtime.block_on(serve(config, out)))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

async fn serve(config: Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let told_to_stop = crate::server::stop_signal();
    // Before anything has something to count.
    crate::telemetry::metrics::record();
    tokio::spawn(crate::telemetry::metrics::keep_up());
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().context("the socket has no address")?;
    let others = config.others()?;
    let (stop, stopped) = watch::channel(false);
    let mut programs = Vec::new();
    for config in std::iter::once(config).chain(others) {
        let (app, ledger) = assemble(Arc::new(config)).await?;
        let began = first_run(&app).await.context("the first accounts cannot be made")?;
        greet(&app, address, began.as_ref(), out)?;
        programs.push(Running::begin(app, ledger, &stopped).await?);
    }
    let workers = programs.iter_mut().flat_map(|program| std::mem::take(&mut program.workers)).collect();
    let apps: Vec<Arc<App>> = programs.iter().map(|program| Arc::clone(&program.app)).collect();
    let (first, others) = apps.split_first().expect("there is the first program");
    let served = crate::server::serve(first, others, listener, told_to_stop);
    let ended = work_together(served, workers, &stop).await;
    for program in programs {
        program.ledger.close().await;
    }
    ended
}

/// Serves until told to stop, then lets the workers finish. A worker that ends before that ends the program: nobody
/// would be told of anything any more, and whoever restarts the program must know.
async fn work_together(
    served: impl Future<Output = ()>,
    workers: Vec<JoinHandle<()>>,
    stop: &watch::Sender<bool>,
) -> anyhow::Result<()> {
    let mut workers: FuturesUnordered<_> = workers.into_iter().collect();
    let ended = tokio::select! {
        () = served => None,
        ended = workers.next() => ended,
    };
    stop.send_replace(true);
    if let Some(ended) = ended {
        ended.context("a worker has died")?;
        anyhow::bail!("a worker has ended before its time");
    }
    tracing::info!("told to stop");
    while let Some(ended) = workers.next().await {
        ended.context("a worker has died")?;
    }
    Ok(())
}

/// Puts the rooms together: banner, wording, ledger.
pub async fn assemble(config: Arc<Config>) -> anyhow::Result<(Arc<App>, Arc<dyn Ledger>)> {
    let source = config.banner.clone().map_or(Source::Embedded, Source::Folder);
    // Jieba's dictionary takes a tenth of a second: read while the ledger is opened. It is read on this thread, whose
    // heap gives back what the reading leaves behind.
    let opening = tokio::spawn({
        let config = Arc::clone(&config);
        async move { open_ledger(&config).await }
    });
    let read = tokio::task::block_in_place(|| read_banner(&source));
    let store = opening.await.context("the ledger's opener has died")??;
    let (banner, wording) = read?;
    let banner = with_approved(banner, store.as_ref()).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let app = App::new(
        Arc::new(banner),
        Arc::clone(&store) as Arc<dyn Store>,
        Arc::clone(&store) as Arc<dyn Clerk>,
        Arc::new(wording),
        clock,
        Arc::new(Mint::from_system()),
        config,
    );
    let (j, banner) = (app.jurisdiction(), &app.banner);
    app.clerk.publish_rulebook(j, &banner.hash, &banner.archive, app.clock.now()).await?;
    Ok((Arc::new(app), store))
}

/// Reads the banner and its wording; what is wrong is said file by file, line by line.
pub fn read_banner(source: &Source) -> anyhow::Result<(Banner, Wording)> {
    let mut wording = Wording::embedded();
    let today = SystemClock.now().to_zoned(TimeZone::system()).date();
    let (banner, warnings) = banner::read(source, today).map_err(|refused| {
        let lines: Vec<String> =
            refused.problems.iter().map(|problem| problem.describe(&wording, "zh-CN")).collect();
        anyhow::anyhow!("{}", lines.join("\n"))
    })?;
    for warning in &warnings {
        tracing::warn!("{}", warning.describe(&wording, "zh-CN"));
    }
    for (language, file, text) in &banner.wording {
        wording = wording.with_overrides(language, text, file)?;
    }
    Ok((banner, wording))
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    crate::server::bind(address).await.map_err(Into::into)
}

/// Where it listens and, at the very first start, whom to sign in as: shown once, kept nowhere.
fn greet(
    app: &App,
    address: SocketAddr,
    began: Option<&FirstRun>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let line = |key: &str, args: &[(&str, Arg<'_>)]| app.wording.line("zh-CN", key, args);
    let url = app.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
    writeln!(
        out,
        "{}",
        line("serve-ready", &[("banner", app.banner.name.as_str().into()), ("url", url.as_str().into())])
    )?;
    if let Some(began) = began {
        writeln!(out, "{}", line("serve-first-run", &[]))?;
        let admin = &began.administrator;
        let args: &[(&str, Arg<'_>)] =
            &[("login", admin.login.as_str().into()), ("password", admin.password.as_str().into())];
        writeln!(out, "{}", line("serve-administrator", args))?;
        if let Some(walk) = &began.walk {
            let password: &[(&str, Arg<'_>)] = &[("password", walk.password.as_str().into())];
            writeln!(out, "{}", line("serve-walk", password))?;
            let staff: &[(&str, Arg<'_>)] = &[
                ("operator", walk.operator.as_str().into()),
                ("supervisor", walk.supervisor.as_str().into()),
            ];
            writeln!(out, "{}", line("serve-walk-centre", staff))?;
            for (unit, login) in &walk.units {
                let name =
                    app.banner.units.get(unit.as_str()).map_or(unit.as_str(), |unit| unit.name.as_str());
                let unit: &[(&str, Arg<'_>)] = &[("login", login.as_str().into()), ("unit", name.into())];
                writeln!(out, "{}", line("serve-walk-unit", unit))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn told_to_stop(mut stopped: watch::Receiver<bool>) {
        stopped.wait_for(|stop| *stop).await.expect("the sender lives");
    }

    #[tokio::test]
    async fn a_worker_that_panics_ends_the_program_with_an_error() {
        let (stop, stopped) = watch::channel(false);
        let workers = [tokio::spawn(async { panic!("a fault") }), tokio::spawn(told_to_stop(stopped))];
        let ended = work_together(std::future::pending(), workers.into(), &stop).await;
        assert_eq!(ended.unwrap_err().to_string(), "a worker has died");
        assert!(*stop.borrow(), "the others are told to stop");
    }

    #[tokio::test]
    async fn told_to_stop_the_workers_finish_first() {
        let (stop, stopped) = watch::channel(false);
        let workers = [tokio::spawn(told_to_stop(stopped.clone())), tokio::spawn(told_to_stop(stopped))];
        work_together(std::future::ready(()), workers.into(), &stop).await.unwrap();
    }
}
