//! What does it mean that Telegram did not take a letter?

use teloxide_core::{ApiError, RequestError};

use super::away::is_answer;
use super::{Refused, wait};
use crate::channel::turn::NoTurn;
use crate::channel::{NotSent, Untold};

/// A chat that is closed stays closed; what Telegram cannot read now it cannot read later; everything else may pass.
pub(super) fn not_sent(refused: &Refused) -> NotSent {
    let refused = match refused {
        Refused::Said(refused) => refused,
        Refused::Silent => return later("no answer in time"),
        Refused::NoTurn(NoTurn::Wait(after)) => return NotSent::NoTurn { after: *after },
        Refused::NoTurn(NoTurn::Unknown(fault)) => return NotSent::ledger_away(fault),
    };
    match refused.as_ref() {
        // It was not taken, and says when it would be: no try that failed.
        RequestError::RetryAfter(seconds) => NotSent::NoTurn { after: wait(seconds.seconds()) },
        RequestError::Api(error) => match error {
            ApiError::BotBlocked
            | ApiError::ChatNotFound
            | ApiError::UserNotFound
            | ApiError::UserDeactivated
            | ApiError::GroupDeactivated
            | ApiError::BotKicked
            | ApiError::BotKickedFromSupergroup
            | ApiError::BotKickedFromChannel
            | ApiError::CantInitiateConversation
            | ApiError::CantTalkWithBots => NotSent::Never { why: Untold::ChatClosed },
            ApiError::Unknown(said) if said.starts_with("Forbidden") => {
                NotSent::Never { why: Untold::ChatClosed }
            }
            ApiError::Unknown(said) if said.starts_with("Bad Request") => {
                NotSent::Never { why: Untold::Answered { status: 400 } }
            }
            ApiError::MessageTextIsEmpty
            | ApiError::MessageIsTooLong
            | ApiError::EditedMessageIsTooLong
            | ApiError::ButtonDataInvalid
            | ApiError::ButtonUrlInvalid
            | ApiError::CantParseEntities(_) => NotSent::Never { why: Untold::Answered { status: 400 } },
            _ => later("an error of the platform"),
        },
        // The group lives on under another name; the update that says so moves it.
        RequestError::MigrateToChatId(_) => later("the group has moved"),
        RequestError::Network(_) => later("the platform cannot be reached"),
        RequestError::InvalidJson { .. } => later("the platform answered nonsense"),
        RequestError::Io(_) => later("a fault of this machine"),
    }
}

/// A file that Telegram will not give out is gone for good; a line that breaks is not, nor what Telegram says is away for
/// a while.
pub(super) fn file_not_had(refused: &Refused) -> NotSent {
    match refused {
        Refused::Said(said) => match said.as_ref() {
            RequestError::Api(ApiError::Unknown(why)) if why.contains("temporarily unavailable") => {
                later("the file is away for a while")
            }
            RequestError::Api(_) if is_answer(said) => NotSent::Never { why: Untold::FileGone },
            _ => not_sent(refused),
        },
        Refused::Silent | Refused::NoTurn(_) => not_sent(refused),
    }
}

fn later(why: &str) -> NotSent {
    NotSent::Later { after: None, why: why.to_owned() }
}
