//! Is Telegram away as a whole, or is it only one letter that fails?

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use teloxide_core::{ApiError, RequestError};

use super::Refused;
use crate::channel::NotSent;

/// Away for less than this, a letter's own tries go on: most faults pass.
const LONG: SignedDuration = SignedDuration::from_mins(5);
/// Between two tries of a letter while Telegram is away for long. What waits so is not hurried, so it is short.
const AGAIN: SignedDuration = SignedDuration::from_secs(60);

/// Since when Telegram has answered nobody.
#[derive(Debug, Default)]
pub(super) struct Away {
    since: Mutex<Option<Timestamp>>,
}

impl Away {
    /// Telegram has answered, whatever it said.
    pub(super) fn is_over(&self) {
        if let Some(since) = self.with(Option::take) {
            tracing::info!(telegram.away_since = %since, "Telegram answers again");
        }
    }

    /// What to do with a letter that was refused so. A fault of the platform is no fault of the letter: once nobody has
    /// been answered for long, its tries are not used up, so that nothing is given up because of an outage.
    pub(super) fn instead(&self, refused: &Refused, told: NotSent, now: Timestamp) -> NotSent {
        match refused {
            Refused::NoTurn(_) => return told,
            Refused::Silent => {}
            Refused::Said(said) if is_answer(said) => return told,
            Refused::Said(_) => {}
        }
        let since = self.with(|since| *since.get_or_insert(now));
        if now.duration_since(since) < LONG { told } else { NotSent::NoTurn { after: AGAIN } }
    }

    fn with<T>(&self, with: impl FnOnce(&mut Option<Timestamp>) -> T) -> T {
        // A moment that breaks off half-way is still a moment.
        with(&mut self.since.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Did the platform itself say something of what it was asked? A revoked token and an error of the server are told to
/// everybody alike.
pub(super) fn is_answer(said: &RequestError) -> bool {
    match said {
        RequestError::Api(ApiError::InvalidToken) => false,
        RequestError::Api(ApiError::Unknown(why)) => {
            ["Bad Request", "Forbidden"].iter().any(|known| why.starts_with(known))
        }
        RequestError::Api(_) | RequestError::MigrateToChatId(_) | RequestError::RetryAfter(_) => true,
        RequestError::Network(_) | RequestError::InvalidJson { .. } | RequestError::Io(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn later() -> NotSent {
        NotSent::Later { after: None, why: "no answer in time".to_owned() }
    }

    #[test]
    fn tries_are_used_up_by_a_letter_and_not_by_an_outage() {
        let away = Away::default();
        let at = |minutes| Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes);
        assert_eq!(away.instead(&Refused::Silent, later(), at(0)), later());
        assert_eq!(away.instead(&Refused::Silent, later(), at(4)), later());
        assert_eq!(away.instead(&Refused::Silent, later(), at(5)), NotSent::NoTurn { after: AGAIN });
        away.is_over();
        assert_eq!(
            away.instead(&Refused::Silent, later(), at(600)),
            later(),
            "others were answered meanwhile"
        );
    }

    #[test]
    fn an_answer_about_one_chat_ends_an_outage_and_an_error_of_the_server_does_not() {
        for answer in [
            RequestError::Api(ApiError::BotBlocked),
            RequestError::Api(ApiError::Unknown("Bad Request: chat is deactivated".to_owned())),
        ] {
            assert!(is_answer(&answer), "{answer:?}");
        }
        for none in [
            RequestError::Api(ApiError::InvalidToken),
            RequestError::Api(ApiError::Unknown("Internal Server Error".to_owned())),
        ] {
            assert!(!is_answer(&none), "{none:?}");
        }
    }
}
