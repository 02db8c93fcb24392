//! Which commands does the bot have, and what do they ask for?

use prompts::{Choice, Errand, LANGUAGES, Wording};
use teloxide_core::types::BotCommand;

/// A command and what it asks for.
struct Command {
    name: &'static str,
    /// The choice it stands for.
    choice: fn() -> Choice,
    /// It is in the menu; the others are what people type by habit.
    listed: bool,
}

const COMMANDS: [Command; 15] = [
    Command { name: "new", choice: || Choice::Tell, listed: true },
    Command { name: "my", choice: || Choice::Errand(Errand::Progress), listed: true },
    Command { name: "urge", choice: || Choice::Errand(Errand::Urge), listed: true },
    Command { name: "add", choice: || Choice::Errand(Errand::Supplement), listed: true },
    Command { name: "withdraw", choice: || Choice::Errand(Errand::Withdraw), listed: true },
    Command { name: "behalf", choice: || Choice::Behalf, listed: true },
    Command { name: "bind", choice: || Choice::Bind, listed: true },
    Command { name: "human", choice: || Choice::Human, listed: true },
    Command { name: "lang", choice: || Choice::Languages, listed: true },
    Command { name: "privacy", choice: || Choice::Held, listed: true },
    Command { name: "cancel", choice: || Choice::Cancel, listed: true },
    Command { name: "help", choice: || Choice::Help, listed: true },
    Command { name: "start", choice: || Choice::Welcome, listed: false },
    Command { name: "query", choice: || Choice::Errand(Errand::Progress), listed: false },
    Command { name: "settings", choice: || Choice::Languages, listed: false },
];

/// A command as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    /// Its name in small letters, without the slash.
    pub(super) name: String,
    /// The bot it was meant for, where it says so (`/my@a_bot`).
    pub(super) bot: Option<&'a str>,
    /// What stands behind it.
    pub(super) rest: &'a str,
}

/// What a command asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// One of the citizens'.
    Choice(Choice),
    /// Not one of them, without its slash: a word of staff, or else a call for help.
    Unlisted(String),
}

/// Before an unlisted command; no choice begins so.
const UNLISTED: &str = "u:/";

impl Asked {
    /// As it is carried until it is known who asks.
    pub(super) fn id(&self) -> String {
        match self {
            Self::Choice(choice) => choice.id(),
            Self::Unlisted(words) => format!("{UNLISTED}{words}"),
        }
    }

    /// The words of an unlisted command, as it is carried.
    pub(super) fn unlisted(id: &str) -> Option<&str> {
        id.strip_prefix(UNLISTED)
    }
}

impl<'a> Typed<'a> {
    /// A text that begins with a command.
    pub(super) fn in_text(text: &'a str) -> Option<Self> {
        let said = text.trim_start().strip_prefix('/')?;
        let (word, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
        let (name, bot) = match word.split_once('@') {
            Some((name, bot)) => (name, Some(bot)),
            None => (word, None),
        };
        let sound = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        sound.then(|| Self { name: name.to_ascii_lowercase(), bot, rest: rest.trim() })
    }

    /// Does it ask for nothing but to be heard? Then the words behind it are what counts.
    pub(super) fn only_opens(&self) -> bool {
        matches!(self.choice(), Asked::Choice(Choice::Tell | Choice::Help | Choice::Welcome))
    }

    /// What it asks for.
    pub(super) fn choice(&self) -> Asked {
        let known = COMMANDS.iter().find(|command| command.name == self.name);
        known.map_or_else(
            || Asked::Unlisted(format!("{} {}", self.name, self.rest).trim_end().to_owned()),
            |command| Asked::Choice((command.choice)()),
        )
    }
}

/// The menu in a language.
pub(super) fn menu(wording: &Wording, language: &str) -> Vec<BotCommand> {
    let listed = COMMANDS.iter().filter(|command| command.listed);
    listed
        .map(|command| {
            BotCommand::new(
                command.name,
                wording.line(language, &format!("telegram-command-{}", command.name), &[]),
            )
        })
        .collect()
}

/// The languages of the menu as Telegram calls them: two letters; the first is everybody else's, too.
pub(super) fn languages() -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let own = LANGUAGES.into_iter().map(|tag| (tag, tag.split('-').next()));
    own.chain([(LANGUAGES[0], None)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_read_as_people_type_it() {
        let typed = Typed::in_text(" /Start@Jiesu_bot  token-1 ").unwrap();
        assert_eq!((typed.name.as_str(), typed.bot, typed.rest), ("start", Some("Jiesu_bot"), "token-1"));
        assert_eq!(Typed::in_text("/my").unwrap().choice().id(), Choice::Errand(Errand::Progress).id());
        let carried = Typed::in_text("/Sign@Jiesu_bot  12 ").unwrap().choice().id();
        assert_eq!(Asked::unlisted(&carried), Some("sign 12"));
        assert_eq!(Asked::unlisted(&Choice::Help.id()), None);
        assert_eq!(Typed::in_text("路灯/井盖坏了"), None);
        assert_eq!(Typed::in_text("/ 路灯"), None);
    }

    #[test]
    fn every_command_of_the_menu_has_its_words_in_every_language() {
        let wording = Wording::embedded();
        for (language, _) in languages() {
            for command in menu(&wording, language) {
                assert!((3..=256).contains(&command.description.len()), "{}", command.command);
                assert!(!command.description.contains("telegram-command"), "{}", command.command);
            }
        }
    }
}
