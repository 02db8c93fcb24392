//! How does the program start, run and stop?

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use jiff::tz::TimeZone;
use prompts::{Arg, Wording};
use storage::{Clerk, Ledger, Store, UnitCode};
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
use crate::server::{Ending, Renewals};

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
    tokio::pin!(told_to_stop);
    let mut renewals = Renewals::heard();
    // Before anything has something to count.
    crate::telemetry::metrics::record();
    tokio::spawn(crate::telemetry::metrics::keep_up());
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().context("the socket has no address")?;
    let others = config.others()?;
    let mut rooms = Vec::new();
    for config in std::iter::once(config).chain(others) {
        let (app, ledger) = assemble(Arc::new(config)).await?;
        let began = first_run(&app).await.context("the first accounts cannot be made")?;
        greet(&app, address, began.as_ref(), out)?;
        rooms.push((app, ledger));
    }
    let ledgers: Vec<Arc<dyn Ledger>> = rooms.iter().map(|(_, ledger)| Arc::clone(ledger)).collect();
    let mut round = Round::begin(rooms, None).await?;
    let mut endings = Vec::new();
    let ended = loop {
        match round.serve(&listener, told_to_stop.as_mut(), &mut renewals).await {
            Ok((ending, Some(next))) => {
                let before = std::mem::replace(&mut round, next);
                endings.push(tokio::spawn(before.end(Some(ending))));
            }
            Ok((ending, None)) => {
                drop(listener);
                tracing::info!("told to stop");
                break parting(round.end(Some(ending))).await;
            }
            Err(fault) => {
                let _told = parting(round.end(None)).await;
                break Err(fault);
            }
        }
    };
    for ending in endings {
        parting(async { ending.await.context("a worker has died")? }).await?;
    }
    for ledger in ledgers {
        ledger.close().await;
    }
    tracing::info!("stopped");
    ended
}

/// Told to stop, the program waits so long for what is under way.
const PARTING: Duration = Duration::from_secs(9);

/// The program's own end does not wait for ever: what is under way then is carried again after the next start.
async fn parting(end: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::time::timeout(PARTING, end).await.unwrap_or_else(|_| {
        tracing::warn!("not everything under way could be settled; it is carried again after the next start");
        Ok(())
    })
}

/// The programs as they work by one version of their files.
struct Round {
    programs: Vec<Running>,
    workers: FuturesUnordered<JoinHandle<()>>,
    stop: Stop,
}

/// Tells the workers of a round to stop, at the latest when nobody holds the round any more.
struct Stop(watch::Sender<bool>);

impl Stop {
    fn now(&self) {
        self.0.send_replace(true);
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.now();
    }
}

impl Round {
    /// `before`: the programs of the same rooms as they have worked until now, if they have.
    async fn begin(
        rooms: Vec<(Arc<App>, Arc<dyn Ledger>)>,
        before: Option<&[Running]>,
    ) -> anyhow::Result<Self> {
        let (stop, stopped) = watch::channel(false);
        // Where one of them cannot begin, those before it end again.
        let stop = Stop(stop);
        let mut programs = Vec::new();
        for (number, (app, ledger)) in rooms.into_iter().enumerate() {
            let before = before.and_then(|before| before.get(number));
            programs.push(Running::begin(app, ledger, before, &stopped).await?);
        }
        let workers = programs.iter_mut().flat_map(|program| std::mem::take(&mut program.workers)).collect();
        Ok(Self { programs, workers, stop })
    }

    /// Serves until told to stop, or until there is a next round. A worker that ends before that ends the program:
    /// nobody would be told of anything any more, and whoever restarts the program must know.
    async fn serve(
        &mut self,
        listener: &TcpListener,
        told_to_stop: Pin<&mut impl Future<Output = ()>>,
        renewals: &mut Renewals,
    ) -> anyhow::Result<(Ending, Option<Round>)> {
        let apps: Vec<Arc<App>> = self.programs.iter().map(|program| Arc::clone(&program.app)).collect();
        let (first, others) = apps.split_first().expect("there is the first program");
        let mut next = None;
        let programs = &self.programs;
        let over = async {
            tokio::select! {
                () = told_to_stop => {}
                round = renewed(programs, renewals) => next = Some(round),
            }
        };
        let served = crate::server::serve(first, others, listener, over);
        let ending = working(served, &mut self.workers).await?;
        Ok((ending, next))
    }

    /// Lets the workers finish, and then those who are connected.
    async fn end(mut self, ending: Option<Ending>) -> anyhow::Result<()> {
        self.stop.now();
        if let Some(ending) = ending {
            ending.wait().await;
        }
        while let Some(ended) = self.workers.next().await {
            ended.context("a worker has died")?;
        }
        Ok(())
    }
}

/// What is served, unless a worker ends before.
async fn working<T>(
    served: impl Future<Output = T>,
    workers: &mut FuturesUnordered<JoinHandle<()>>,
) -> anyhow::Result<T> {
    tokio::select! {
        done = served => Ok(done),
        Some(ended) = workers.next() => {
            ended.context("a worker has died")?;
            anyhow::bail!("a worker has ended before its time")
        }
    }
}

/// Waits until the files are to be read again, and begins a round with them. Where something is wrong with them, the
/// program goes on with what it has and says what it is.
async fn renewed(programs: &[Running], renewals: &mut Renewals) -> Round {
    loop {
        let changed = programs.iter().map(|program| Box::pin(program.app.renewal()));
        tokio::select! {
            () = renewals.next() => {}
            _ = futures::future::select_all(changed) => {}
        }
        let mut rooms = Vec::new();
        for program in programs {
            match read_again(program).await {
                Ok(app) => rooms.push((app, Arc::clone(&program.ledger))),
                Err(fault) => tracing::error!(
                    "the files are not used, and the program goes on with what it has: {fault:#}"
                ),
            }
        }
        if rooms.len() < programs.len() {
            continue;
        }
        match Round::begin(rooms, Some(programs)).await {
            Ok(round) => {
                tracing::info!("the files were read again");
                return round;
            }
            Err(fault) => tracing::error!("the program goes on with what it has: {fault:#}"),
        }
    }
}

/// The same rooms with the banner as it stands now. It must be the same banner.
async fn read_again(program: &Running) -> anyhow::Result<Arc<App>> {
    let (app, config) = (&program.app, Arc::clone(&program.app.config));
    let source = config.banner.clone().map_or(Source::Embedded, Source::Folder);
    let reading = tokio::task::spawn_blocking(move || read_banner(&source));
    let read = reading.await.context("the reader of the files has died")??;
    if read.0.jurisdiction != app.banner.jurisdiction {
        anyhow::bail!("the files are of {}, not of {}", read.0.jurisdiction, app.banner.jurisdiction);
    }
    put_together(read, Arc::clone(&program.ledger), config, Some(app)).await
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
    let app = put_together(read?, Arc::clone(&store), config, None).await?;
    Ok((app, store))
}

/// The rooms around a ledger; the banner's version is kept in it. What those `before` have heard is not heard again.
async fn put_together(
    (banner, wording): (Banner, Wording),
    store: Arc<dyn Ledger>,
    config: Arc<Config>,
    before: Option<&App>,
) -> anyhow::Result<Arc<App>> {
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
    let app = match before {
        Some(before) => app.going_on(before),
        None => app,
    };
    let (j, banner) = (app.jurisdiction(), &app.banner);
    app.clerk.publish_rulebook(j, &banner.hash, &banner.archive, app.clock.now()).await?;
    Ok(Arc::new(app))
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

/// So many accounts of the example stand in a line.
const IN_A_LINE: usize = 4;

/// Where it listens and, at the very first start, whom to sign in as: shown once, kept nowhere.
fn greet(
    app: &App,
    address: SocketAddr,
    began: Option<&FirstRun>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let line = |key: &str, args: &[(&str, Arg<'_>)]| app.wording.line("zh-CN", key, args);
    let url = app.config.public_url.clone().unwrap_or_else(|| format!("http://{address}"));
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
            for units in walk.units.chunks(IN_A_LINE) {
                let unit = |(unit, login): &(UnitCode, String)| {
                    let name = app.banner.units.get(unit.as_str()).map_or(unit.as_str(), |unit| &unit.name);
                    line("serve-walk-unit", &[("login", login.as_str().into()), ("unit", name.into())])
                };
                writeln!(out, "{}", units.iter().map(unit).collect::<String>())?;
            }
        }
    }
    // Last, so that it is seen under all the accounts.
    let ready = [("banner", app.banner.name.as_str().into()), ("url", url.as_str().into())];
    writeln!(out, "{}", line("serve-ready", &ready))?;
    out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_worker_that_panics_ends_the_program_with_an_error() {
        let mut workers = FuturesUnordered::from_iter([tokio::spawn(async { panic!("a fault") })]);
        let ended = working(std::future::pending::<()>(), &mut workers).await;
        assert_eq!(ended.unwrap_err().to_string(), "a worker has died");
    }

    #[tokio::test]
    async fn told_to_stop_the_workers_finish_first() {
        let (stop, mut stopped) = watch::channel(false);
        let told_to_stop = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let workers = FuturesUnordered::from_iter([tokio::spawn(told_to_stop)]);
        let mut round = Round { programs: Vec::new(), workers, stop: Stop(stop) };
        working(std::future::ready(()), &mut round.workers).await.unwrap();
        round.end(None).await.unwrap();
    }
}
