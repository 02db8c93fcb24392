//! How does somebody speak HTTP who must see every byte of it?

use std::io::{BufRead, BufReader, ErrorKind, Read, Result, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Longer than the program keeps anybody waiting.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection whose bytes are sent and read one by one, if need be.
pub struct Wire {
    reader: BufReader<TcpStream>,
}

/// A request, before it is sent whole, in parts or twice.
#[derive(Clone, Debug)]
pub struct Request {
    head: String,
    body: Vec<u8>,
}

/// A request or an answer as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The first line.
    pub start: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, without the marks of chunks.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects to `http://host:port`.
    pub fn to(url: &str) -> Result<Self> {
        Self::over(TcpStream::connect(url.trim_start_matches("http://"))?)
    }

    /// Over a connection that somebody else has made.
    pub fn over(stream: TcpStream) -> Result<Self> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream) })
    }

    /// Sends some bytes.
    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.reader.get_mut().write_all(bytes)
    }

    /// Nothing more will be sent.
    pub fn done(&mut self) -> Result<()> {
        self.reader.get_ref().shutdown(Shutdown::Write)
    }

    /// Waits until something can be read, or the other side is gone.
    pub fn stirs(&mut self) -> Result<()> {
        self.reader.fill_buf().map(|_| ())
    }

    /// Can something be read already?
    pub fn has_stirred(&self) -> bool {
        let stream = self.reader.get_ref();
        stream.set_nonblocking(true).expect("a socket can be asked not to wait");
        let peeked = stream.peek(&mut [0]);
        stream.set_nonblocking(false).expect("a socket can be asked to wait");
        !matches!(peeked, Err(fault) if fault.kind() == ErrorKind::WouldBlock)
    }

    /// The next line, without its end; an error once the other side is gone.
    pub fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.reader.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// A whole request or answer.
    pub fn hear(&mut self) -> Result<Message> {
        let mut message = self.head()?;
        message.body = if message.header("transfer-encoding") == Some("chunked") {
            self.chunks()?
        } else if let Some(length) = message.header("content-length").and_then(|length| length.parse().ok()) {
            let mut body = vec![0; length];
            self.reader.read_exact(&mut body)?;
            body
        } else {
            Vec::new()
        };
        Ok(message)
    }

    /// First line and headers only.
    pub fn head(&mut self) -> Result<Message> {
        let start = self.line()?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Message { start, headers, body: Vec::new() })
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(self.line()?.trim(), 16).map_err(|_| ErrorKind::InvalidData)?;
            let begin = body.len();
            body.resize(begin + size, 0);
            self.reader.read_exact(&mut body[begin..])?;
            self.line()?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
}

impl Request {
    /// A request without a body.
    pub fn new(method: &str, path: &str) -> Self {
        Self { head: format!("{method} {path} HTTP/1.1\r\nHost: jiesu\r\n"), body: Vec::new() }
    }

    /// `GET`
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// `POST`
    pub fn post(path: &str) -> Self {
        Self::new("POST", path)
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// With a token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    /// With an idempotency key.
    #[must_use]
    pub fn key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string().into_bytes())
    }

    /// With a body of this kind.
    #[must_use]
    pub fn body(self, kind: &str, body: Vec<u8>) -> Self {
        Self { body, ..self.header("Content-Type", kind) }
    }

    /// As it is sent.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head.clone().into_bytes();
        let bodiless = self.head.starts_with("GET ") && self.body.is_empty();
        let length =
            if bodiless { String::new() } else { format!("Content-Length: {}\r\n", self.body.len()) };
        bytes.extend_from_slice(length.as_bytes());
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl Message {
    /// The status of an answer.
    pub fn status(&self) -> u16 {
        let status = self.start.split(' ').nth(1).and_then(|status| status.parse().ok());
        status.unwrap_or_else(|| panic!("not an answer: {:?}", self.start))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("the program speaks UTF-8")
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {:?}", self.text()))
    }
}
