//! How does the program speak with Telegram?
//!
//! The client and the types are teloxide's. How updates are taken is our own (`poll`, `hook`): an update is
//! acknowledged only after what follows from it is committed. What is told is sent by the courier through
//! [`TelegramChannel`].

mod away;
mod command;
mod courtesy;
mod heard;
mod hook;
mod keyboard;
mod look;
mod poll;
mod raw;
mod refusal;
mod sights;
mod split;
mod staff;
mod take;

use std::collections::HashMap;
use std::future::IntoFuture;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use axum::http::StatusCode;
use futures::StreamExt;
use jiff::SignedDuration;
use storage::NoticeId;
use teloxide_core::Bot;
use teloxide_core::net::Download;
use teloxide_core::payloads::{EditMessageTextSetters, SendMessageSetters};
use teloxide_core::prelude::Requester;
use teloxide_core::types::{ChatId, FileId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId};
use teloxide_core::{ApiError, RequestError};

use self::away::{Away, is_answer};
use super::turn::{Allowances, NoTurn, Turns};
use super::{Body, Channel, Fetched, Letter, NotSent, Sent, TELEGRAM, To, Untold};
use crate::app::App;
use crate::config::{ConfigError, Telegram as Rules};

pub use hook::routes;
pub use look::Standing;
pub use poll::Poller;
pub(crate) use raw::private_message;
pub use take::Taker;

use refusal::not_sent;
use split::parts;

/// Telegram is asked to hold a request for updates open so long.
const LONG_POLL: Duration = Duration::from_secs(25);

/// A file of the greatest size comes so slowly at worst: 20 MB at 70 kB a second.
const LONGEST_DOWNLOAD: Duration = Duration::from_secs(300);

/// The way to chats on Telegram.
pub struct TelegramChannel {
    bot: Bot,
    /// For requests that Telegram holds open.
    patient: Bot,
    /// For files: what comes slowly comes all the same.
    downloads: Bot,
    timeout: Duration,
    /// `None`: nothing is said to chats.
    turns: Option<Turns>,
    /// How many parts of a long letter are there already: what has been taken is not sent again.
    begun: Mutex<HashMap<NoticeId, usize>>,
    away: Away,
}

impl TelegramChannel {
    /// The channel of a running program; `None`: the bot is not on Telegram.
    pub fn of(app: &App) -> Result<Option<Self>, ConfigError> {
        let rules = &app.config.telegram;
        let (store, jurisdiction) = (Arc::clone(&app.store), app.jurisdiction().clone());
        let turns = Turns::on(TELEGRAM, allowances(rules), store, jurisdiction, Arc::clone(&app.clock));
        Self::new(rules, Some(turns))
    }

    /// Only to look how the bot stands there.
    pub fn to_look(rules: &Rules) -> Result<Option<Self>, ConfigError> {
        Self::new(rules, None)
    }

    /// With the token and the address the configuration gives.
    fn new(rules: &Rules, turns: Option<Turns>) -> Result<Option<Self>, ConfigError> {
        let Some(token) = rules.secret_token()? else { return Ok(None) };
        let wrong = |wanted| ConfigError::Value {
            field: "telegram.api_url".to_owned(),
            value: rules.api_url.clone(),
            wanted,
        };
        let url =
            reqwest::Url::parse(&rules.api_url).map_err(|_| wrong("an address such as https://host"))?;
        let timeout = Duration::from_secs(rules.timeout_seconds);
        let bot = |timeout: Duration| {
            let client = teloxide_core::net::default_reqwest_settings().timeout(timeout).build();
            let client = client.map_err(|_| wrong("an address this machine can call"))?;
            Ok(Bot::with_client(token.clone(), client).set_api_url(url.clone()))
        };
        Ok(Some(Self {
            bot: bot(timeout)?,
            patient: bot(LONG_POLL + timeout)?,
            downloads: bot(LONGEST_DOWNLOAD)?,
            timeout,
            turns,
            begun: Mutex::default(),
            away: Away::default(),
        }))
    }

    /// Waits for an answer no longer than the configuration says: the client itself rests for a while after an error
    /// of the server.
    async fn asked<T>(
        &self,
        request: impl IntoFuture<Output = Result<T, RequestError>>,
    ) -> Result<T, Refused> {
        match tokio::time::timeout(self.timeout, request).await {
            Ok(Ok(answer)) => {
                self.away.is_over();
                Ok(answer)
            }
            Ok(Err(refused)) => {
                if is_answer(&refused) {
                    self.away.is_over();
                }
                Err(Refused::Said(Box::new(refused)))
            }
            Err(_) => Err(Refused::Silent),
        }
    }

    /// What becomes of what was refused, seen with how it goes for everybody.
    fn not_done(&self, refused: &Refused, told: NotSent) -> NotSent {
        match &self.turns {
            Some(turns) => self.away.instead(refused, told, turns.now()),
            None => told,
        }
    }

    /// Waits for the turn of something that is to be said to this chat.
    async fn turn(&self, chat: ChatId, urgent: bool) -> Result<(), Refused> {
        let Some(turns) = &self.turns else { return Ok(()) };
        turns.wait(&chat.0.to_string(), chat.is_group(), urgent).await.map_err(Refused::NoTurn)
    }

    /// Has the platform asked to leave this chat alone for now?
    fn is_left_alone(&self, chat: ChatId) -> bool {
        self.turns.as_ref().is_some_and(|turns| turns.is_left_alone(&chat.0.to_string(), chat.is_group()))
    }

    /// Asks for something that concerns a chat. What Telegram itself says of its limits is obeyed, by everything that
    /// goes to this chat.
    async fn asked_for<T>(
        &self,
        chat: ChatId,
        request: impl IntoFuture<Output = Result<T, RequestError>>,
    ) -> Result<T, Refused> {
        let asked = self.asked(request).await;
        if let Err(Refused::Said(said)) = &asked
            && let RequestError::RetryAfter(seconds) = said.as_ref()
            && let Some(turns) = &self.turns
        {
            turns.heed(&chat.0.to_string(), chat.is_group(), wait(seconds.seconds())).await;
        }
        asked
    }

    /// Sends a text in as many messages as it needs; the choices stand under the last one.
    async fn say(
        &self,
        chat: ChatId,
        id: NoticeId,
        how: How,
        text: &str,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Result<MessageId, Refused> {
        let parts = parts(text);
        let there = self.with_begun(|begun| begun.get(&id).copied()).unwrap_or_default();
        let mut last = None;
        for (n, part) in parts.iter().enumerate().skip(there.min(parts.len() - 1)) {
            let mut message = self.bot.send_message(chat, part.clone()).link_preview_options(no_preview());
            message = message.disable_notification(how.silent);
            if n + 1 == parts.len()
                && let Some(keyboard) = &keyboard
            {
                message = message.reply_markup(keyboard.clone());
            }
            // The first part of a call has its turn: that was asked for before.
            if last.is_some() {
                self.turn(chat, how.urgent).await?;
            }
            last = Some(self.asked_for(chat, message).await?.id);
            self.with_begun(|begun| begun.insert(id, n + 1));
        }
        self.with_begun(|begun| begun.remove(&id));
        Ok(last.expect("a text has at least one part"))
    }

    /// Edits what stands there; where that cannot be edited any more, it is sent anew.
    async fn edit(
        &self,
        chat: ChatId,
        id: NoticeId,
        how: How,
        receipt: &str,
        text: &str,
        keyboard: Option<InlineKeyboardMarkup>,
    ) -> Result<MessageId, Refused> {
        let Ok(message) = receipt.parse().map(MessageId) else {
            return self.say(chat, id, how, text, keyboard).await;
        };
        let first = parts(text).swap_remove(0);
        let mut edit = self.bot.edit_message_text(chat, message, first).link_preview_options(no_preview());
        if let Some(keyboard) = &keyboard {
            edit = edit.reply_markup(keyboard.clone());
        }
        match self.asked_for(chat, edit).await {
            Ok(_) => Ok(message),
            Err(Refused::Said(refused)) => match *refused {
                RequestError::Api(ApiError::MessageNotModified) => Ok(message),
                RequestError::Api(
                    ApiError::MessageToEditNotFound
                    | ApiError::MessageCantBeEdited
                    | ApiError::MessageIdInvalid,
                ) => self.say(chat, id, how, text, keyboard).await,
                other => Err(Refused::Said(Box::new(other))),
            },
            Err(refused @ (Refused::Silent | Refused::NoTurn(_))) => Err(refused),
        }
    }

    fn with_begun<T>(&self, with: impl FnOnce(&mut HashMap<NoticeId, usize>) -> T) -> T {
        // A count that breaks off half-way is still a count.
        with(&mut self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How a letter goes.
#[derive(Clone, Copy)]
struct How {
    urgent: bool,
    silent: bool,
}

/// Telegram did not do what it was asked.
enum Refused {
    /// It said so, or could not be reached.
    Said(Box<RequestError>),
    /// It said nothing in time.
    Silent,
    /// It was not asked: it is not this letter's turn.
    NoTurn(NoTurn),
}

#[async_trait]
impl Channel for TelegramChannel {
    fn name(&self) -> &'static str {
        TELEGRAM
    }

    async fn send(&self, letter: &Letter) -> Result<Sent, NotSent> {
        let (To::Chat(address), Body::Words { spoken, edits, silent }) = (&letter.to, &letter.body) else {
            return Err(NotSent::Never { why: Untold::NoChannel });
        };
        let chat = address.parse().map(ChatId).map_err(|_| NotSent::Never { why: Untold::ChatClosed })?;
        let keyboard = keyboard::of(&spoken.choices);
        self.turn(chat, letter.urgent).await.map_err(|refused| not_sent(&refused))?;
        if self.turns.as_ref().is_some_and(|turns| turns.now() >= letter.ours_until) {
            return Err(NotSent::NotOurs);
        }
        let how = How { urgent: letter.urgent, silent: *silent };
        let sent = match edits {
            Some(receipt) => self.edit(chat, letter.id, how, receipt, &spoken.text, keyboard).await,
            None => self.say(chat, letter.id, how, &spoken.text, keyboard).await,
        };
        match sent {
            Ok(message) => Ok(Sent { receipt: Some(message.0.to_string()) }),
            Err(refused) => Err(self.not_done(&refused, not_sent(&refused))),
        }
    }

    async fn fetch(&self, file: &str, most: usize) -> Result<Fetched, NotSent> {
        let gone = || NotSent::Never { why: Untold::FileGone };
        let found = match self.asked(self.bot.get_file(FileId(file.to_owned()))).await {
            Ok(found) => found,
            Err(refused) => return Err(self.not_done(&refused, refusal::file_not_had(&refused))),
        };
        let mut bytes = Vec::new();
        let mut pieces = self.downloads.download_file_stream(&found.path);
        let late = || NotSent::Later { after: None, why: "the file did not come in time".to_owned() };
        while let Some(piece) = tokio::time::timeout(self.timeout, pieces.next()).await.map_err(|_| late())? {
            let piece = piece.map_err(|fault| match fault.status() {
                Some(StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND | StatusCode::GONE) => gone(),
                Some(_) | None => late(),
            })?;
            if bytes.len() + piece.len() > most {
                return Err(gone());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(Fetched { bytes })
    }
}

fn allowances(rules: &Rules) -> Allowances {
    Allowances {
        whole_in_a_second: rules.letters_per_second,
        chat_in_a_second: rules.letters_per_chat_and_second,
        group_in_a_minute: rules.letters_per_group_and_minute,
    }
}

fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

/// The wish of a platform to wait, in our own time.
fn wait(seconds: u32) -> SignedDuration {
    SignedDuration::from_secs(i64::from(seconds))
}
