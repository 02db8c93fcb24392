//! How does one citizen of the load speak HTTP, as cheaply as can be?
//!
//! Requests are put together by hand in one buffer, answers are searched for the little that is needed of them. One
//! connection, kept; one message under way.

use std::io::{Error, ErrorKind, Result};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::story::{self, Deed, Dice, Said};

/// So many questions of the bot a client remembers to answer.
const REMEMBERED: usize = 512;

/// One message, done.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    pub(crate) deed: Deed,
    pub(crate) ok: bool,
    pub(crate) took: Duration,
}

/// One citizen after another over one connection.
pub(crate) struct Client {
    stream: TcpStream,
    dice: Dice,
    /// Which client, and how many messages it has sent: together they make tokens and keys.
    name: u64,
    sent: usize,
    /// Conversations in which the bot waits, with what will be said.
    asked: Vec<(String, Said)>,
    /// Conversations that have an order.
    with_order: Vec<String>,
    request: Vec<u8>,
    answer: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: &str, name: u64) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            dice: Dice::of(name),
            name,
            sent: 0,
            asked: Vec::new(),
            with_order: Vec::new(),
            request: Vec::new(),
            answer: Vec::with_capacity(8 << 10),
        })
    }

    /// Sends the next message of the mix and hears the answer.
    pub(crate) async fn next(&mut self) -> Result<Done> {
        let (deed, chat, said) = self.choose();
        self.write(&chat, &said);
        let begun = now();
        self.stream.write_all(&self.request).await?;
        let status = self.hear().await?;
        let took = begun.elapsed();
        self.sent += 1;
        let ok = status == 200;
        if ok {
            self.remember(chat);
        }
        Ok(Done { deed, ok, took })
    }

    fn choose(&mut self) -> (Deed, String, Said) {
        match story::deed(self.sent) {
            Deed::Answer if !self.asked.is_empty() => {
                let at = self.dice.throw(self.asked.len());
                let (chat, said) = self.asked.swap_remove(at);
                (Deed::Answer, chat, said)
            }
            Deed::Query if !self.with_order.is_empty() => {
                let at = self.dice.throw(self.with_order.len());
                (Deed::Query, self.with_order[at].clone(), story::query())
            }
            Deed::Story | Deed::Answer | Deed::Query => {
                let chat = format!("{:032x}{:032x}", self.name, self.sent);
                (Deed::Story, chat, Said::Words(story::story(&mut self.dice)))
            }
        }
    }

    fn write(&mut self, chat: &str, said: &Said) {
        use std::io::Write;
        let (field, value) = match said {
            Said::Words(words) => ("text", words),
            Said::Choice(choice) => ("choice", choice),
        };
        // Neither holds a sign that JSON would have to escape.
        let length = field.len() + value.len() + r#"{"":""}"#.len();
        self.request.clear();
        write!(
            self.request,
            "POST /api/v1/chats/messages HTTP/1.1\r\nHost: jiesu\r\nAuthorization: Bearer {chat}\r\n\
             Idempotency-Key: {:x}-{:x}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n\
             {{\"{field}\":\"{value}\"}}",
            self.name, self.sent
        )
        .expect("a buffer takes everything");
    }

    /// Reads one answer whole; gives its status.
    async fn hear(&mut self) -> Result<u16> {
        self.answer.clear();
        let (head, length) = loop {
            if let Some(end) = find(&self.answer, b"\r\n\r\n") {
                break (end + 4, content_length(&self.answer[..end]).ok_or(ErrorKind::InvalidData)?);
            }
            self.read_on().await?;
        };
        while self.answer.len() < head + length {
            self.read_on().await?;
        }
        let status = self.answer.get(9..12).and_then(|status| std::str::from_utf8(status).ok());
        status.and_then(|status| status.parse().ok()).ok_or_else(|| Error::from(ErrorKind::InvalidData))
    }

    async fn read_on(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.answer).await? {
            0 => Err(ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    /// What the bot asked, to be answered later; whether there is an order now.
    fn remember(&mut self, chat: String) {
        const CHOICES: &[u8] = br#""choices":[{"id":""#;
        let Some(at) = rfind(&self.answer, CHOICES) else { return };
        let id = &self.answer[at + CHOICES.len()..];
        let id = &id[..id.iter().position(|byte| *byte == b'"').unwrap_or_default()];
        let id = String::from_utf8_lossy(id).into_owned();
        if id.starts_with("pick:progress:") {
            keep(&mut self.with_order, chat, &mut self.dice);
        } else if let Some(said) = story::answer(&mut self.dice, &id) {
            keep(&mut self.asked, (chat, said), &mut self.dice);
        }
    }
}

/// Adds to a list of bounded length; a full one forgets any.
fn keep<T>(list: &mut Vec<T>, item: T, dice: &mut Dice) {
    if list.len() < REMEMBERED {
        list.push(item);
    } else {
        let at = dice.throw(REMEMBERED);
        list[at] = item;
    }
}

fn content_length(head: &[u8]) -> Option<usize> {
    let head = std::str::from_utf8(head).ok()?;
    let line = head
        .lines()
        .find(|line| line.get(..15).is_some_and(|name| name.eq_ignore_ascii_case("content-length:")))?;
    line[15..].trim().parse().ok()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn rfind(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).rposition(|window| window == wanted)
}

#[expect(clippy::disallowed_methods, reason = "what is measured is real time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
