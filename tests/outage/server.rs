//! How does a platform answer when it may do so badly: late, never, cut off, with nonsense?
//!
//! A thread a connection, so that one that hangs holds up nobody.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use tests::{Message, Wire};

use crate::clock::pause;

/// The header under which a request's own port is found.
pub(crate) const PEER: &str = "x-peer-port";

/// What is answered.
pub(crate) enum Reply {
    /// Status, headers, body.
    Answer(u16, Vec<(String, String)>, Vec<u8>),
    /// Nothing, for so long; then the line is cut.
    Hang(Duration),
    /// Nothing: the line is cut at once.
    Cut,
}

/// A server on a port of its own.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers every request with what `handle` says of it.
    pub(crate) fn started(handle: impl Fn(&Message) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (stop, handle) = (Arc::new(AtomicBool::new(false)), Arc::new(handle));
        let told = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if told.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(stream) = stream else { continue };
                let handle = Arc::clone(&handle);
                std::thread::spawn(move || answer_all(stream, handle.as_ref()));
            }
        });
        Self { address, stop, thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the one who waits for connections.
        let _woken = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}

/// One connection, until either side has enough.
fn answer_all(stream: TcpStream, handle: &dyn Fn(&Message) -> Reply) {
    let Ok(mut out) = stream.try_clone() else { return };
    let from = stream.peer_addr().map_or(0, |peer| peer.port());
    let Ok(mut wire) = Wire::over(stream) else { return };
    while let Ok(mut request) = wire.hear() {
        request.headers.push((PEER.to_owned(), from.to_string()));
        match handle(&request) {
            Reply::Answer(status, headers, body) => {
                let mut bytes = format!("HTTP/1.1 {status} -\r\ncontent-length: {}\r\n", body.len());
                for (name, value) in headers {
                    bytes.push_str(&format!("{name}: {value}\r\n"));
                }
                let mut bytes = (bytes + "\r\n").into_bytes();
                bytes.extend_from_slice(&body);
                if out.write_all(&bytes).is_err() {
                    return;
                }
            }
            Reply::Hang(time) => return pause(time),
            Reply::Cut => return,
        }
    }
}
