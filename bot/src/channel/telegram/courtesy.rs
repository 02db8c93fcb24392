//! What does the bot answer on the spot, beside what is told?
//!
//! A word on a pressed button, buttons taken away once they are spent, a pointer to the private chat. None of it is
//! news: lost, it costs nothing.

use std::future::IntoFuture;
use std::time::Duration;

use prompts::{Choice, Spoken};
use teloxide_core::RequestError;
use teloxide_core::payloads::{
    AnswerCallbackQuerySetters, EditMessageReplyMarkupSetters, SendMessageSetters,
};
use teloxide_core::prelude::Requester;
use teloxide_core::types::{
    CallbackQueryId, ChatId, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, MessageId,
    ReplyParameters,
};

use super::{Refused, TelegramChannel, keyboard};

/// So long a courtesy is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

impl TelegramChannel {
    /// Stops the button's wheel, with a word on it where there is one.
    pub(super) async fn answer_button(&self, query: CallbackQueryId, toast: Option<String>) {
        let mut answer = self.bot.answer_callback_query(query);
        if let Some(toast) = toast {
            answer = answer.text(toast);
        }
        self.does("answer a button", None, answer).await;
    }

    /// Takes the buttons of a message away.
    pub(super) async fn take_buttons_away(&self, chat: ChatId, message: MessageId) {
        let bare = InlineKeyboardMarkup::default();
        let edit = self.bot.edit_message_reply_markup(chat, message).reply_markup(bare);
        self.does("take buttons away", Some(chat), edit).await;
    }

    /// Answers in a group, with a button that opens the private chat.
    pub(super) async fn point_to_private(
        &self,
        chat: ChatId,
        to: MessageId,
        words: String,
        label: String,
        bot: &str,
    ) {
        // Who calls the bot in a loop does not use up what others must be told.
        if self.turn(chat, false).await.is_err() {
            return;
        }
        let Ok(link) = reqwest::Url::parse(&format!("https://t.me/{bot}?start=hello")) else { return };
        let button = InlineKeyboardMarkup::new([[InlineKeyboardButton::url(label, link)]]);
        let message = self
            .bot
            .send_message(chat, words)
            .reply_parameters(ReplyParameters::new(to))
            .reply_markup(button);
        self.does("point to the private chat", Some(chat), message).await;
    }

    /// Says something to staff on the spot.
    pub(super) async fn reply(&self, chat: ChatId, to: Option<MessageId>, spoken: &Spoken, asks_reply: bool) {
        for part in super::split::parts(&spoken.text) {
            let mut message = self.bot.send_message(chat, part);
            if let Some(to) = to {
                message = message.reply_parameters(ReplyParameters::new(to).allow_sending_without_reply());
            }
            if let Some(keyboard) = keyboard::of(&spoken.choices) {
                message = message.reply_markup(keyboard);
            } else if asks_reply {
                // Not selective: behind a pressed button that would be whoever wrote the button, the bot.
                message = message.reply_markup(ForceReply::new());
            }
            self.does("reply to staff", Some(chat), message).await;
        }
    }

    /// Gives a message a new face.
    pub(super) async fn redraw(&self, chat: ChatId, message: MessageId, spoken: &Spoken) {
        let text = super::split::parts(&spoken.text).swap_remove(0);
        let markup = keyboard::of(&spoken.choices).unwrap_or_default();
        let edit = self.bot.edit_message_text(chat, message, text);
        let edit = teloxide_core::payloads::EditMessageTextSetters::reply_markup(edit, markup);
        self.does("redraw a message", Some(chat), edit).await;
    }

    /// Asks for it, where that chat may be written to at all, and does not wait long: whoever speaks next waits meanwhile.
    async fn does<T>(
        &self,
        what: &str,
        chat: Option<ChatId>,
        request: impl IntoFuture<Output = Result<T, RequestError>>,
    ) {
        if chat.is_some_and(|chat| self.is_left_alone(chat)) {
            return;
        }
        let asked = async {
            match chat {
                Some(chat) => self.asked_for(chat, request).await,
                None => self.asked(request).await,
            }
        };
        let asked = tokio::time::timeout(PATIENCE, asked).await.unwrap_or(Err(Refused::Silent));
        noted(what, &asked);
    }
}

/// Is the question answered with this choice, so that its buttons are spent? What stands on cards stays.
pub(super) fn is_spent(choice: &Choice) -> bool {
    match choice {
        Choice::Submit
        | Choice::Cancel
        | Choice::Anonymous
        | Choice::Skip
        | Choice::PickPlace(_)
        | Choice::OtherPlace
        | Choice::NewMatter
        | Choice::WithdrawYes(_)
        | Choice::WithdrawNo(_)
        | Choice::Contacted(..)
        | Choice::Solved(..)
        | Choice::Satisfied(..)
        | Choice::EndHuman
        | Choice::Speak(_)
        | Choice::Same(_)
        | Choice::NotSame
        | Choice::Apart
        | Choice::Together
        | Choice::Enough
        | Choice::NotEnough
        | Choice::Consent
        | Choice::NoConsent
        | Choice::Export
        | Choice::EraseYes
        | Choice::EraseNo => true,
        Choice::Fix(_)
        | Choice::Pick(..)
        | Choice::Human
        | Choice::Progress
        | Choice::Tell
        | Choice::Welcome
        | Choice::Help
        | Choice::Errand(_)
        | Choice::Languages
        | Choice::Bind
        | Choice::Behalf
        | Choice::Held
        | Choice::Erase => false,
    }
}

fn noted<T>(what: &str, answer: &Result<T, Refused>) {
    if answer.is_err() {
        tracing::debug!(what, "a courtesy was not taken");
    }
}
