//! How do things stand with Telegram?

use teloxide_core::prelude::Requester;
use teloxide_core::{ApiError, RequestError};

use super::{Refused, TelegramChannel};

/// What Telegram says of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does not answer.
    Unreachable,
    /// It does not know the token.
    UnknownToken,
    /// It knows the bot.
    Known {
        /// The bot's name.
        name: String,
        /// Updates that wait.
        pending: u32,
        /// Where it brings updates, if it does.
        webhook: Option<String>,
        /// What went wrong the last time it brought one.
        trouble: Option<String>,
    },
}

impl TelegramChannel {
    /// Asks who the bot is, and what waits for it.
    pub async fn look(&self) -> Standing {
        let me = match self.asked(self.bot.get_me()).await {
            Ok(me) => me,
            Err(Refused::Said(said)) if matches!(*said, RequestError::Api(ApiError::InvalidToken)) => {
                return Standing::UnknownToken;
            }
            Err(Refused::Said(_) | Refused::Silent | Refused::NoTurn(_)) => return Standing::Unreachable,
        };
        match self.asked(self.bot.get_webhook_info()).await {
            Ok(info) => Standing::Known {
                name: me.user.username.clone().unwrap_or_default(),
                pending: info.pending_update_count,
                webhook: info.url.map(String::from),
                trouble: info.last_error_message,
            },
            Err(_) => Standing::Unreachable,
        }
    }
}
