//! Where is the event stream of a story, and who reads it?
//!
//! On a real NATS server of its own, with a store in a folder of its own; it can be stopped and started again.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, PullConsumer, pull};
use async_nats::jetstream::{self, Context};
use async_nats::{Client, ConnectOptions, HeaderMap};
use bot::config::Events;
use futures::StreamExt;
use serde_json::Value;
use tempfile::TempDir;

use crate::process::eventually;

/// The stream's name, where a story's configuration does not change it.
pub const STREAM: &str = "JIESU";
/// How long a reader waits for more, when it has read something or knows that more is there.
const SOON: Duration = Duration::from_secs(20);

/// A server that keeps streams.
pub struct NatsServer {
    folder: TempDir,
    port: u16,
    /// `None` while it is stopped.
    running: Option<Child>,
}

/// A message as it stands in the stream.
#[derive(Clone, Debug, PartialEq)]
pub struct Stood {
    /// Its place in the stream.
    pub place: u64,
    /// Its subject.
    pub subject: String,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// What it says, as it was written.
    pub text: String,
}

/// Somebody who reads the stream.
pub struct Reader {
    consumer: PullConsumer,
}

impl NatsServer {
    /// A server on a free port.
    pub fn started() -> Self {
        Self::started_with("")
    }

    /// The same, with further lines of configuration.
    pub fn started_with(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::write(folder.path().join("more.conf"), config).expect("a configuration can be written");
        let mut server = Self { folder, port: 0, running: None };
        server.starts();
        server
    }

    /// One that is not there yet.
    pub fn planned() -> Self {
        let mut server = Self::started();
        server.stops();
        server
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    /// How a program is told of it, if it needs no credentials.
    pub fn events(&self) -> Events {
        Events { nats: Some(self.url()), timeout_seconds: 1, ..Events::default() }
    }

    /// Its folder, for files of a story.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// It starts, with all it has kept, where it was before.
    pub fn starts(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let ports = self.folder.path().join("ports");
        let _gone = std::fs::remove_dir_all(&ports);
        std::fs::create_dir(&ports).expect("a folder can be made");
        let port = if self.port == 0 { -1 } else { i32::from(self.port) };
        let config = format!(
            "listen: \"127.0.0.1:{port}\"\nports_file_dir: {ports:?}\n\
             jetstream {{ store_dir: {:?}, max_memory_store: 64MB, max_file_store: 1GB }}\ninclude more.conf\n",
            self.folder.path().join("store"),
        );
        let file = self.folder.path().join("nats.conf");
        std::fs::write(&file, config).expect("a configuration can be written");
        let child = Command::new(binary())
            .arg("--config")
            .arg(&file)
            .arg("--log")
            .arg(self.folder.path().join("nats.log"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the NATS server starts");
        let written = ports.join(format!("nats-server_{}.ports", child.id()));
        self.running = Some(child);
        eventually("the NATS server says where it listens", || {
            let text = std::fs::read_to_string(&written).unwrap_or_default();
            let known: Value = serde_json::from_str(&text).unwrap_or_default();
            let port = known["nats"][0].as_str().and_then(|url| url.rsplit(':').next()?.parse().ok());
            port.is_some_and(|port| {
                self.port = port;
                true
            })
        });
        eventually("the NATS server takes connections", || {
            std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        });
    }

    /// It is gone, and keeps what it has.
    pub fn stops(&mut self) {
        let mut child = self.running.take().expect("it runs");
        child.kill().expect("it runs");
        child.wait().expect("it ends");
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.running.as_ref().expect("it runs").id()
    }

    /// A client of it that needs no credentials.
    pub async fn client(&self) -> Client {
        self.client_with(ConnectOptions::new()).await
    }

    /// A client of it.
    pub async fn client_with(&self, options: ConnectOptions) -> Client {
        options.connect(self.url()).await.expect("the NATS server lets the client in")
    }

    /// Somebody who reads everything from the beginning.
    pub async fn reader(&self) -> Reader {
        Reader::of(&jetstream::new(self.client().await), "jiesu.>", 1).await
    }

    /// Somebody who reads the events of orders from a place on.
    pub async fn reader_from(&self, place: u64) -> Reader {
        Reader::of(&jetstream::new(self.client().await), "jiesu.*.order.*", place).await
    }
}

impl Drop for NatsServer {
    fn drop(&mut self) {
        if let Some(child) = &mut self.running {
            // Already gone when a story has ended it.
            let _gone = child.kill();
            let _gone = child.wait();
        }
    }
}

impl Reader {
    /// Somebody who reads what stands under a subject, from a place on. The stream may not be there yet.
    pub async fn of(context: &Context, subject: &str, place: u64) -> Self {
        let stream = context.get_stream(STREAM).await.expect("there is a stream");
        let config = pull::Config {
            filter_subject: subject.to_owned(),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: place },
            ack_policy: AckPolicy::Explicit,
            ..pull::Config::default()
        };
        Self { consumer: stream.create_consumer(config).await.expect("the stream can be read") }
    }

    /// All that has not been read.
    pub async fn reads(&mut self) -> Vec<Stood> {
        let waiting = self.consumer.info().await.expect("the server answers").num_pending;
        let waiting = usize::try_from(waiting).expect("a story's stream is short");
        let mut read = Vec::new();
        while read.len() < waiting {
            let batch = self.consumer.fetch().max_messages(waiting - read.len()).expires(SOON);
            let mut batch = batch.messages().await.expect("the server answers");
            while let Some(message) = batch.next().await {
                let message = message.expect("a message can be read");
                let place = message.info().expect("a message of a stream").stream_sequence;
                message.ack().await.expect("the server answers");
                read.push(Stood::of(place, &message));
            }
        }
        read
    }
}

impl Stood {
    fn of(place: u64, message: &async_nats::Message) -> Self {
        let text = String::from_utf8(message.payload.to_vec()).expect("a message is text");
        let headers = message.headers.as_ref().map(listed).unwrap_or_default();
        Self { place, subject: message.subject.to_string(), headers, text }
    }

    /// The document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a message is JSON")
    }

    /// A header.
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The last part of its subject: what happened, or to which unit it is.
    pub fn what(&self) -> &str {
        self.subject.rsplit('.').next().unwrap_or_default()
    }
}

/// In the order of their names: a client has them in any order.
fn listed(headers: &HeaderMap) -> Vec<(String, String)> {
    let each = headers
        .iter()
        .flat_map(|(name, values)| values.iter().map(move |value| (name.to_string(), value.to_string())));
    let mut each: Vec<_> = each.collect();
    each.sort();
    each
}

/// The server's binary.
fn binary() -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/bin".into()]);
    let found = folders.map(|folder| folder.join("nats-server")).find(|file| file.is_file());
    found.expect("nats-server is missing: tests/run installs it; by hand: apt-get install nats-server")
}
