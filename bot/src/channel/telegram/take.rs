//! How is an update taken, so that it may be acknowledged?

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use futures::FutureExt;
use prompts::Choice;
use storage::StoreError;
use teloxide_core::prelude::Requester;
use teloxide_core::types::{ChatId, MessageId, Update};

use super::command;
use super::courtesy::is_spent;
use super::heard::{Heard, InGroup, Own, Pressed, Private, read};
use super::sights::{Sight, Sights};
use super::{Refused, TelegramChannel};
use crate::app::App;
use crate::channel::TELEGRAM;
use crate::desk::{Arrival, DeskError};

/// Takes updates: whatever follows from one is committed when `take` returns.
pub struct Taker {
    pub(super) app: Arc<App>,
    pub(super) channel: Arc<TelegramChannel>,
    own: OnceLock<Own>,
    has_menu: AtomicBool,
    sights: Sights,
}

impl Taker {
    /// For a bot of this program.
    pub fn new(app: Arc<App>, channel: Arc<TelegramChannel>) -> Self {
        let (own, has_menu) = (OnceLock::new(), AtomicBool::new(false));
        Self { app, channel, own, has_menu, sights: Sights::default() }
    }

    /// The program it takes them for.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Learns who the bot is. Until then no update is taken.
    pub async fn learn_own_name(&self) -> bool {
        if self.own.get().is_some() {
            return true;
        }
        let Ok(me) = self.channel.asked(self.channel.bot.get_me()).await else { return false };
        let name = me.user.username.clone().unwrap_or_default();
        tracing::info!(telegram.bot = %name, "the bot is on Telegram");
        self.is_called(Own { id: me.user.id.0, name });
        true
    }

    /// Learns who the bot is and gives it its menu.
    pub async fn introduce(&self) -> bool {
        if !self.learn_own_name().await {
            return false;
        }
        if !self.has_menu.swap(true, Ordering::Relaxed) {
            for (language, code) in command::languages() {
                self.set_menu(language, code).await;
            }
        }
        true
    }

    /// Knows who the bot is where one before knew it, if it is the same bot.
    pub fn go_on(&self, before: &Self) {
        if self.channel.bot.token() == before.channel.bot.token()
            && let Some(own) = before.own.get()
        {
            self.is_called(own.clone());
        }
    }

    fn is_called(&self, own: Own) {
        let _known = self.app.telegram_name.set(own.name.clone());
        let _known = self.own.set(own);
    }

    async fn set_menu(&self, language: &str, code: Option<&str>) {
        use teloxide_core::payloads::SetMyCommandsSetters;
        let mut menu = self.channel.bot.set_my_commands(command::menu(&self.app.wording, language));
        if let Some(code) = code {
            menu = menu.language_code(code);
        }
        if self.channel.asked(menu).await.is_err() {
            tracing::warn!(language, "the menu of commands could not be set");
        }
    }

    /// Takes one update. An error means that nothing was committed: it must come again.
    pub async fn take(&self, update: Update, raw: &str) -> Result<(), DeskError> {
        let Some(own) = self.own.get() else { return Err(DeskError::Busy) };
        let id = update.id.0;
        let sight = self.sights.place(&self.app, id).await?;
        if matches!(sight, Sight::Deadly) {
            tracing::error!(telegram.update = id, "an update that broke the program before is kept raw");
            return self.keep_raw(id, raw).await;
        }
        let taken = AssertUnwindSafe(self.take_heard(read(update, own), raw, id, own)).catch_unwind().await;
        // It did not break the program. Not taken, it only comes again; taken, it comes again too if the program dies
        // before Telegram hears of it.
        sight.leave(&self.app, id).await;
        match taken {
            Ok(Ok(())) => Ok(()),
            Ok(Err(fault)) if may_pass(&fault) => Err(fault),
            // It would fail for ever, and everybody's updates wait behind it: a person looks at it.
            Ok(Err(fault)) => {
                tracing::error!(telegram.update = id, error = %fault, "an update that cannot be taken is kept raw");
                self.keep_raw(id, raw).await
            }
            Err(_) => {
                tracing::error!(telegram.update = id, "an update that breaks the program off is kept raw");
                self.keep_raw(id, raw).await
            }
        }
    }

    /// Kept for a person: the words first, if there are any, then the whole.
    async fn keep_raw(&self, id: u32, raw: &str) -> Result<(), DeskError> {
        let update: serde_json::Value = serde_json::from_str(raw).unwrap_or_default();
        let words = ["/message/text", "/message/caption"].iter().find_map(|at| update.pointer(at)?.as_str());
        let whole = words.map_or_else(|| raw.to_owned(), |words| format!("{words}\n{raw}"));
        self.app.desk.keep_raw(TELEGRAM, &id.to_string(), &whole).await
    }

    async fn take_heard(&self, heard: Heard, raw: &str, id: u32, own: &Own) -> Result<(), DeskError> {
        match heard {
            Heard::Citizen(said) => self.take_private(*said).await,
            Heard::Pressed(pressed) => self.take_press(*pressed).await,
            Heard::Group(said) => self.take_group(*said, own).await,
            Heard::Removed(chat) => self.app.desk.group_lost(TELEGRAM, &chat.0.to_string()).await,
            Heard::Moved { from, to } => {
                self.app.desk.group_moved(TELEGRAM, &from.0.to_string(), &to.0.to_string()).await
            }
            // Somebody's words in a form that this program does not know yet.
            Heard::Unknown if says_something(raw) => {
                tracing::error!(telegram.update = id, "a message of an unknown form is kept raw");
                self.keep_raw(id, raw).await
            }
            Heard::Unknown => {
                tracing::warn!(telegram.update = id, "an update of an unknown kind is passed over");
                Ok(())
            }
            Heard::Nothing => Ok(()),
        }
    }

    async fn take_private(&self, said: Private) -> Result<(), DeskError> {
        if self.is_staffs(&said).await? {
            return Ok(());
        }
        match self.app.desk.receive(said.arrival).await {
            Ok(_) => Ok(()),
            // Said so by the desk's own bounds: Telegram's are narrower.
            Err(DeskError::Invalid { .. }) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    async fn take_press(&self, pressed: Pressed) -> Result<(), DeskError> {
        if self.is_staffs_press(&pressed).await? {
            return Ok(());
        }
        if !pressed.private {
            self.channel.answer_button(pressed.query, None).await;
            return Ok(());
        }
        let choice = Choice::parse(&pressed.data);
        let heard = self
            .app
            .desk
            .receive(Arrival {
                channel: TELEGRAM,
                address: pressed.chat.0.to_string(),
                key: pressed.key.clone(),
                choice: Some(pressed.data.clone()),
                first_language: pressed.language.clone(),
                ..Arrival::default()
            })
            .await?;
        let toast = if heard.stale { Some(self.stale(&pressed, choice.as_ref()).await?) } else { None };
        self.channel.answer_button(pressed.query, toast).await;
        let spent = choice.as_ref().is_none_or(is_spent);
        if spent || heard.stale && !matches!(choice, Some(Choice::Pick(..))) {
            self.channel.take_buttons_away(pressed.chat, pressed.message).await;
        }
        Ok(())
    }

    /// What an old button says.
    async fn stale(&self, pressed: &Pressed, choice: Option<&Choice>) -> Result<String, DeskError> {
        let known = self.app.desk.conversation(TELEGRAM, &pressed.chat.0.to_string()).await?;
        let language = known.map(|known| known.language).unwrap_or_default();
        let of_order = matches!(
            choice,
            Some(
                Choice::Pick(..)
                    | Choice::WithdrawYes(_)
                    | Choice::WithdrawNo(_)
                    | Choice::Contacted(..)
                    | Choice::Solved(..)
                    | Choice::Satisfied(..)
            )
        );
        let key = if of_order { "telegram-order-moved" } else { "telegram-button-old" };
        Ok(self.app.wording.line(&language, key, &[]))
    }

    /// In groups the bot is silent unless it is addressed, and takes nothing personal.
    async fn take_group(&self, said: InGroup, own: &Own) -> Result<(), DeskError> {
        if self.is_staffs_group(&said).await? || !said.addressed {
            return Ok(());
        }
        let language = said.language.as_deref().unwrap_or_default();
        let words = self.app.wording.line(language, "telegram-private-please", &[]);
        let label = self.app.wording.line(language, "telegram-open-private", &[]);
        self.channel.point_to_private(said.chat, said.message, words, label, &own.name).await;
        Ok(())
    }

    /// How an answer for staff reaches them.
    pub(super) async fn answer_staff(
        &self,
        chat: ChatId,
        message: Option<MessageId>,
        answer: crate::desk::GroupAnswer,
        press: Option<&Pressed>,
    ) {
        if let Some(pressed) = press {
            self.channel.answer_button(pressed.query.clone(), answer.toast).await;
            match &answer.redraw {
                Some(face) => self.channel.redraw(chat, pressed.message, face).await,
                None if answer.drop_buttons => {
                    self.channel.take_buttons_away(chat, pressed.message).await;
                }
                None => {}
            }
        }
        if let Some(said) = &answer.say {
            self.channel.reply(chat, message, said, answer.asks_reply).await;
        }
    }
}

/// Will it go better next time?
fn may_pass(fault: &DeskError) -> bool {
    match fault {
        DeskError::Busy
        | DeskError::Changed
        | DeskError::NoRoom
        | DeskError::NoRoomForFiles
        | DeskError::Store(StoreError::Unavailable(_)) => true,
        DeskError::Refused(_)
        | DeskError::TooFast { .. }
        | DeskError::WithBot
        | DeskError::Unknown
        | DeskError::Invalid { .. }
        | DeskError::Store(_) => false,
    }
}

/// Is it a message or a press, whatever else it is?
fn says_something(raw: &str) -> bool {
    let update: serde_json::Value = serde_json::from_str(raw).unwrap_or_default();
    ["message", "callback_query"].iter().any(|kind| update.get(kind).is_some())
}

impl Refused {
    /// Another program asks for the same bot's updates, or Telegram brings them.
    pub(super) fn is_conflict(&self) -> bool {
        use teloxide_core::{ApiError, RequestError};
        let Self::Said(said) = self else { return false };
        match said.as_ref() {
            RequestError::Api(ApiError::TerminatedByOtherGetUpdates | ApiError::CantGetUpdates) => true,
            RequestError::Api(ApiError::Unknown(said)) => said.starts_with("Conflict"),
            _ => false,
        }
    }
}
