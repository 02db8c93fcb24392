//! How long is a client waited for that does not read its answer?

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Duration, Instant, Sleep, sleep};

/// A connection is cut when its client has kept us waiting for this long …
const PATIENCE: Duration = Duration::from_secs(10);
/// … where taking this many bytes makes good for a second: the slowest mobile network takes more.
const SLOWEST_BYTES_A_SECOND: u32 = 512;

/// A connection whose writes do not wait for ever.
#[derive(Debug)]
pub(super) struct Patient {
    stream: TcpStream,
    /// Runs while a write waits, since when.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
    /// How long writes have waited that was not made good for.
    waited: Duration,
    patience: Duration,
}

impl Patient {
    /// `less` is how much sooner than others it is cut.
    pub(super) fn new(stream: TcpStream, less: Duration) -> Self {
        Self { stream, waiting: None, waited: Duration::ZERO, patience: PATIENCE.saturating_sub(less) }
    }

    /// Cuts a write that waits too long; `taken` says how many bytes one that is done has brought out.
    fn or_late<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        cx: &mut Context<'_>,
        taken: impl Fn(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = written {
            if let Some((since, _)) = self.waiting.take() {
                self.waited += since.elapsed();
            }
            let bytes = written.as_ref().map(taken).unwrap_or_default();
            let made_good =
                Duration::from_secs(1) * u32::try_from(bytes).unwrap_or(u32::MAX) / SLOWEST_BYTES_A_SECOND;
            self.waited = self.waited.saturating_sub(made_good);
            return Poll::Ready(written);
        }
        let left = self.patience.saturating_sub(self.waited);
        let (_, waiting) = self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(left))));
        ready!(waiting.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.or_late(written, cx, |taken| *taken)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.or_late(written, cx, |taken| *taken)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.or_late(flushed, cx, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
