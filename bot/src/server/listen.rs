//! How does the program listen, and how does it stop?
//!
//! Its own accept loop: `axum::serve` sets no timer, so that whoever sends a header a byte a minute keeps a connection
//! for ever.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{Duration, sleep, timeout};
use tower::{ServiceExt, service_fn};

use super::patient::Patient;
use super::sites::Sites;
use crate::app::App;
use crate::http::Closing;
use crate::network::host_of;

/// Whoever has not sent a whole header by then is cut off; so is whoever keeps a connection without using it.
const HEADER: Duration = Duration::from_secs(10);
/// Those who are cut off come back at once. So that a crowd does not come back as one, each is waited for a little less
/// than the one before, down to this much less.
const STAGGER: Duration = Duration::from_secs(2);
const STEPS: u32 = 20;
/// The largest header.
const HEADER_BYTES: usize = 64 << 10;
/// What runs may end within this time when the program is stopped.
const GRACE: Duration = Duration::from_secs(8);
/// Before trying again where no connection can be taken (no file descriptors left).
const BREATH: Duration = Duration::from_millis(100);

/// Why the program cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// Another program listens there.
    #[error("{0} is in use by another program")]
    InUse(SocketAddr),
    /// The system does not allow it (a port below 1024).
    #[error("listening on {0} is not allowed")]
    NotAllowed(SocketAddr),
    /// The machine has no such address.
    #[error("this machine has no address {0}")]
    NotHere(SocketAddr),
    /// Something else.
    #[error("cannot listen on {0}")]
    Other(SocketAddr, #[source] std::io::Error),
}

/// Listens; port 0 takes any that is free.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    use std::io::ErrorKind;
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => BindError::InUse(address),
        ErrorKind::PermissionDenied => BindError::NotAllowed(address),
        ErrorKind::AddrNotAvailable => BindError::NotHere(address),
        _ => BindError::Other(address, error),
    })
}

/// Takes connections until `shutdown` is done, and gives back those that are still open. The first program answers for every host, the others for that of their `public_url`.
pub async fn serve(
    first: &Arc<App>,
    others: &[Arc<App>],
    listener: &TcpListener,
    shutdown: impl Future<Output = ()>,
) -> Ending {
    let (close, closing) = watch::channel(false);
    let pages = |app: &Arc<App>| super::router(app).layer(axum::Extension(Closing::new(closing.clone())));
    let mut sites = Sites::new(pages(first));
    for app in others {
        if let Some(host) = app.config.public_url.as_deref().and_then(host_of) {
            sites.add(host, pages(app));
        }
    }
    let sites = Arc::new(sites);
    let places = Arc::new(Semaphore::new(first.config.web.connections));
    let graceful = GracefulShutdown::new();
    tokio::pin!(shutdown);
    loop {
        let next = tokio::select! {
            next = next_of(listener, &places) => next,
            () = &mut shutdown => break,
        };
        match next {
            Ok((stream, from, place)) => connect(stream, from, place, &sites, &graceful),
            Err(error) => {
                tracing::warn!(%error, "a connection cannot be taken");
                sleep(BREATH).await;
            }
        }
    }
    Ending { close, graceful }
}

/// Connections that are still open when no more are taken.
pub struct Ending {
    close: watch::Sender<bool>,
    graceful: GracefulShutdown,
}

impl Ending {
    /// Done when they have come to their end, or were given time enough.
    pub async fn wait(self) {
        self.close.send_replace(true);
        if timeout(GRACE, self.graceful.shutdown()).await.is_err() {
            tracing::warn!("some connections did not end in time and are cut");
        }
    }
}

/// Hears from now on when the program is asked to read its files again (SIGHUP).
pub struct Renewals(Option<tokio::signal::unix::Signal>);

impl Renewals {
    /// Begins to listen.
    pub fn heard() -> Self {
        let signal = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup());
        if let Err(error) = &signal {
            tracing::error!(%error, "cannot hear a signal to read the files again");
        }
        Self(signal.ok())
    }

    /// Done when it is asked once more.
    pub async fn next(&mut self) {
        let asked = match &mut self.0 {
            Some(signal) => signal.recv().await,
            None => None,
        };
        if asked.is_none() {
            std::future::pending::<()>().await;
        }
    }
}

/// Done when the system or a person asks the program to stop. Heard from this call on, whenever it is awaited: who
/// says so while the program still starts must not be answered by its sudden death.
pub fn stop_signal() -> impl Future<Output = ()> {
    use tokio::signal::unix::SignalKind;
    let (terminate, interrupt) = (heard(SignalKind::terminate()), heard(SignalKind::interrupt()));
    async {
        tokio::select! {
            () = terminate => {}
            () = interrupt => {}
        }
    }
}

fn heard(kind: tokio::signal::unix::SignalKind) -> impl Future<Output = ()> {
    let signal = tokio::signal::unix::signal(kind);
    async move {
        match signal {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::error!(%error, "cannot hear a signal to stop");
                std::future::pending::<()>().await;
            }
        }
    }
}

/// The next connection, once there is a place for it; until then it waits with the system.
async fn next_of(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.expect("the places are never closed");
    let (stream, from) = listener.accept().await?;
    Ok((stream, from, place))
}

/// HTTP/1.1 only: the reverse proxy that speaks TLS speaks HTTP/2, and telling the two apart has no time limit.
fn connect(
    stream: TcpStream,
    from: SocketAddr,
    place: OwnedSemaphorePermit,
    sites: &Arc<Sites>,
    graceful: &GracefulShutdown,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "answers may wait for acknowledgements");
    }
    static TURN: AtomicU32 = AtomicU32::new(0);
    let sooner = STAGGER * (TURN.fetch_add(1, Ordering::Relaxed) % STEPS) / STEPS;
    let sites = Arc::clone(sites);
    let service = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        let pages = sites.asked(request.headers()).clone();
        pages.oneshot(request.map(axum::body::Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER - sooner)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(Patient::new(stream, sooner)), TowerToHyperService::new(service));
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        // A client that went away or was too slow is no news.
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke off");
        }
        drop(place);
    });
}
