//! Which of what is said is said by staff, to their own work?

use prompts::Choice;

use super::command::Asked;
use super::heard::{InGroup, Pressed, Private};
use super::take::Taker;
use crate::channel::TELEGRAM;
use crate::desk::{Arrival, DeskError, GroupSaid, GroupWhat, PassNote};

/// Buttons of staff begin so.
const OURS: &str = "u:";

impl Taker {
    /// Words or codes of staff in their own chat; `false`: a citizen's.
    pub(super) async fn is_staffs(&self, said: &Private) -> Result<bool, DeskError> {
        let arrival = &said.arrival;
        let unlisted = arrival.choice.as_deref().and_then(Asked::unlisted);
        let what = match (&said.code, &said.answers, &arrival.text) {
            (Some(code), _, _) => {
                match self.app.desk.pass_note(code, self.app.clock.now()).await? {
                    Some(PassNote::Account { .. } | PassNote::Group { .. }) => {}
                    Some(PassNote::Order { .. } | PassNote::Export { .. }) | None => return Ok(false),
                }
                GroupWhat::Said(format!("bind {code}"))
            }
            (None, Some(to), Some(words)) => GroupWhat::Answered { to: to.clone(), words: words.clone() },
            (None, None, words) => match (unlisted, words) {
                (Some(words), _) => GroupWhat::Said(words.to_owned()),
                (None, Some(words)) => GroupWhat::Said(words.clone()),
                (None, None) => return Ok(false),
            },
            (None, Some(_), None) => return Ok(false),
        };
        let heard = self
            .app
            .desk
            .hear_group(GroupSaid {
                channel: TELEGRAM,
                group: None,
                person: arrival.address.clone(),
                key: arrival.key.clone(),
                what,
            })
            .await?;
        let Some(answer) = heard else {
            return if unlisted.is_some() { self.helps(arrival).await } else { Ok(false) };
        };
        if let Ok(chat) = arrival.address.parse().map(teloxide_core::types::ChatId) {
            self.answer_staff(chat, None, answer, None).await;
        }
        Ok(true)
    }

    /// Who types a command there is not looks for help.
    async fn helps(&self, arrival: &Arrival) -> Result<bool, DeskError> {
        let help = Arrival { choice: Some(Choice::Help.id()), ..arrival.clone() };
        match self.app.desk.receive(help).await {
            Ok(_) | Err(DeskError::Invalid { .. }) => Ok(true),
            Err(fault) => Err(fault),
        }
    }

    /// A button of staff; `false`: a citizen's.
    pub(super) async fn is_staffs_press(&self, pressed: &Pressed) -> Result<bool, DeskError> {
        if !pressed.data.starts_with(OURS) {
            return Ok(false);
        }
        let heard = self
            .app
            .desk
            .hear_group(GroupSaid {
                channel: TELEGRAM,
                group: (!pressed.private).then(|| pressed.chat.0.to_string()),
                person: pressed.person.clone(),
                key: pressed.key.clone(),
                what: GroupWhat::Pressed(pressed.data.clone()),
            })
            .await?;
        match heard {
            Some(answer) => {
                self.answer_staff(pressed.chat, Some(pressed.message), answer, Some(pressed)).await;
            }
            None => self.channel.answer_button(pressed.query.clone(), None).await,
        }
        Ok(true)
    }

    /// Words of staff in a group; `false`: not for us.
    pub(super) async fn is_staffs_group(&self, said: &InGroup) -> Result<bool, DeskError> {
        let words = in_group(&said.words);
        let what = match &said.answers {
            Some(to) => GroupWhat::Answered { to: to.clone(), words },
            None => GroupWhat::Said(words),
        };
        let heard = self
            .app
            .desk
            .hear_group(GroupSaid {
                channel: TELEGRAM,
                group: Some(said.chat.0.to_string()),
                person: said.person.clone(),
                key: said.key.clone(),
                what,
            })
            .await?;
        let Some(answer) = heard else { return Ok(false) };
        self.answer_staff(said.chat, Some(said.message), answer, None).await;
        Ok(true)
    }
}

/// What is said in a group, without the sign of a command. The link that takes the bot into a group brings its code as
/// `/start CODE` (Bot API, "Deep Linking").
fn in_group(words: &str) -> String {
    let words = words.trim_start_matches('/');
    match words.strip_prefix("start ") {
        Some(code) => format!("bind {code}"),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_group;

    #[test]
    fn the_code_of_a_link_into_a_group_is_one_that_ties() {
        assert_eq!(in_group("/start 0f1e"), "bind 0f1e");
        assert_eq!(in_group("/bind 0f1e"), "bind 0f1e");
        assert_eq!(in_group("签收"), "签收");
    }
}
