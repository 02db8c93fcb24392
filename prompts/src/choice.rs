//! How does a choice travel through a platform and back?
//!
//! As a short ASCII word: Telegram's `callback_data` holds 1 to 64 bytes. It carries no secret: whoever gets it back
//! checks the order's owner and where the order stands.

use crate::{Errand, Slot, SolvedAnswer};

/// What a citizen can press. Travels as its [`Choice::id`]; at most 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Submit the draft.
    Submit,
    /// Give the draft up.
    Cancel,
    /// Correct one part of the draft.
    Fix(Slot),
    /// Leave the contact out.
    Anonymous,
    /// Leave a question unanswered.
    Skip,
    /// The n-th candidate place (area code).
    PickPlace(String),
    /// None of the candidate places.
    OtherPlace,
    /// This order, for this errand.
    Pick(Errand, String),
    /// Photos are for a new matter.
    NewMatter,
    /// Really withdraw this order.
    WithdrawYes(String),
    /// Keep this order.
    WithdrawNo(String),
    /// Survey, first answer.
    Contacted(String, bool),
    /// Survey, second answer.
    Solved(String, bool, SolvedAnswer),
    /// Survey, third answer: 5 非常满意 … 1 非常不满意.
    Satisfied(String, bool, SolvedAnswer, u8),
    /// 转人工
    Human,
    /// Back from a person to the bot.
    EndHuman,
    /// 查进度
    Progress,
    /// Begin to tell.
    Tell,
    /// A greeting.
    Welcome,
    /// What can be asked at any time.
    Help,
    /// An errand, whichever order it is about.
    Errand(Errand),
    /// Choose a language.
    Languages,
    /// Speak this language: a language tag.
    Speak(String),
    /// 我也遇到: follow this order instead of telling the matter again.
    Same(String),
    /// None of these is the same matter.
    NotSame,
    /// Several matters told at once are handled apart.
    Apart,
    /// They are one matter.
    Together,
    /// The prepared answer was enough.
    Enough,
    /// It was not: the question becomes an order.
    NotEnough,
    /// 绑定 with a code.
    Bind,
    /// 代办
    Behalf,
    /// 代办: yes, they agree.
    Consent,
    /// 代办: no.
    NoConsent,
    /// What is held of me?
    Held,
    /// 导出
    Export,
    /// 删除
    Erase,
    /// Really erase.
    EraseYes,
    /// Do not erase.
    EraseNo,
}

/// The most a platform carries back.
const LONGEST: usize = 64;

impl Choice {
    /// The word that stands for this choice, e.g. `submit`, `fix:place`, `c:20261121-K7M3QX:y`.
    /// At most 64 bytes, as long as area codes and order numbers have at most 40.
    pub fn id(&self) -> String {
        match self {
            Self::Submit => "submit".to_owned(),
            Self::Cancel => "cancel".to_owned(),
            Self::Fix(slot) => format!("fix:{}", slot_word(*slot)),
            Self::Anonymous => "anonymous".to_owned(),
            Self::Skip => "skip".to_owned(),
            Self::PickPlace(area) => format!("place:{area}"),
            Self::OtherPlace => "elsewhere".to_owned(),
            Self::Pick(errand, no) => format!("pick:{}:{no}", errand_word(*errand)),
            Self::NewMatter => "new".to_owned(),
            Self::WithdrawYes(no) => format!("w:{no}:y"),
            Self::WithdrawNo(no) => format!("w:{no}:n"),
            Self::Contacted(no, yes) => format!("c:{no}:{}", yes_word(*yes)),
            Self::Solved(no, contacted, solved) => {
                format!("s:{no}:{}:{}", yes_word(*contacted), solved_word(*solved))
            }
            Self::Satisfied(no, contacted, solved, level) => {
                format!("r:{no}:{}:{}:{level}", yes_word(*contacted), solved_word(*solved))
            }
            Self::Human => "human".to_owned(),
            Self::EndHuman => "bot".to_owned(),
            Self::Progress => "progress".to_owned(),
            Self::Tell => "tell".to_owned(),
            Self::Welcome => "hello".to_owned(),
            Self::Help => "help".to_owned(),
            Self::Errand(errand) => format!("do:{}", errand_word(*errand)),
            Self::Languages => "languages".to_owned(),
            Self::Speak(language) => format!("speak:{language}"),
            Self::Same(no) => format!("same:{no}"),
            Self::NotSame => "different".to_owned(),
            Self::Apart => "apart".to_owned(),
            Self::Together => "together".to_owned(),
            Self::Enough => "enough:y".to_owned(),
            Self::NotEnough => "enough:n".to_owned(),
            Self::Bind => "bind".to_owned(),
            Self::Behalf => "behalf".to_owned(),
            Self::Consent => "consent:y".to_owned(),
            Self::NoConsent => "consent:n".to_owned(),
            Self::Held => "held".to_owned(),
            Self::Export => "export".to_owned(),
            Self::Erase => "erase".to_owned(),
            Self::EraseYes => "erase:y".to_owned(),
            Self::EraseNo => "erase:n".to_owned(),
        }
    }

    /// The choice a word stands for; `None` if it is none of ours.
    pub fn parse(id: &str) -> Option<Self> {
        if id.len() > LONGEST {
            return None;
        }
        let parts: Vec<&str> = id.split(':').collect();
        match parts.as_slice() {
            ["submit"] => Some(Self::Submit),
            ["cancel"] => Some(Self::Cancel),
            ["fix", slot] => slot_of(slot).map(Self::Fix),
            ["anonymous"] => Some(Self::Anonymous),
            ["skip"] => Some(Self::Skip),
            ["place", area] => code(area).map(Self::PickPlace),
            ["elsewhere"] => Some(Self::OtherPlace),
            ["pick", errand, no] => Some(Self::Pick(errand_of(errand)?, code(no)?)),
            ["new"] => Some(Self::NewMatter),
            ["w", no, "y"] => code(no).map(Self::WithdrawYes),
            ["w", no, "n"] => code(no).map(Self::WithdrawNo),
            ["c", no, yes] => Some(Self::Contacted(code(no)?, yes_of(yes)?)),
            ["s", no, contacted, solved] => {
                Some(Self::Solved(code(no)?, yes_of(contacted)?, solved_of(solved)?))
            }
            ["r", no, contacted, solved, level] => {
                Some(Self::Satisfied(code(no)?, yes_of(contacted)?, solved_of(solved)?, level_of(level)?))
            }
            ["human"] => Some(Self::Human),
            ["bot"] => Some(Self::EndHuman),
            ["progress"] => Some(Self::Progress),
            ["tell"] => Some(Self::Tell),
            ["hello"] => Some(Self::Welcome),
            ["help"] => Some(Self::Help),
            ["do", errand] => errand_of(errand).map(Self::Errand),
            ["languages"] => Some(Self::Languages),
            ["speak", language] => code(language).map(Self::Speak),
            ["same", no] => code(no).map(Self::Same),
            ["different"] => Some(Self::NotSame),
            ["apart"] => Some(Self::Apart),
            ["together"] => Some(Self::Together),
            ["enough", "y"] => Some(Self::Enough),
            ["enough", "n"] => Some(Self::NotEnough),
            ["bind"] => Some(Self::Bind),
            ["behalf"] => Some(Self::Behalf),
            ["consent", "y"] => Some(Self::Consent),
            ["consent", "n"] => Some(Self::NoConsent),
            ["held"] => Some(Self::Held),
            ["export"] => Some(Self::Export),
            ["erase"] => Some(Self::Erase),
            ["erase", "y"] => Some(Self::EraseYes),
            ["erase", "n"] => Some(Self::EraseNo),
            _ => None,
        }
    }
}

/// A code of the banner or an order's number.
fn code(word: &str) -> Option<String> {
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!word.is_empty() && word.chars().all(sound)).then(|| word.to_owned())
}

fn slot_word(slot: Slot) -> &'static str {
    match slot {
        Slot::Story => "story",
        Slot::Place => "place",
        Slot::Contact => "contact",
    }
}

fn slot_of(word: &str) -> Option<Slot> {
    [Slot::Story, Slot::Place, Slot::Contact].into_iter().find(|slot| slot_word(*slot) == word)
}

fn errand_word(errand: Errand) -> &'static str {
    match errand {
        Errand::Progress => "progress",
        Errand::Urge => "urge",
        Errand::Supplement => "supplement",
        Errand::Withdraw => "withdraw",
    }
}

fn errand_of(word: &str) -> Option<Errand> {
    [Errand::Progress, Errand::Urge, Errand::Supplement, Errand::Withdraw]
        .into_iter()
        .find(|errand| errand_word(*errand) == word)
}

fn yes_word(yes: bool) -> &'static str {
    if yes { "y" } else { "n" }
}

fn yes_of(word: &str) -> Option<bool> {
    [true, false].into_iter().find(|yes| yes_word(*yes) == word)
}

fn solved_word(solved: SolvedAnswer) -> &'static str {
    match solved {
        SolvedAnswer::Yes => "y",
        SolvedAnswer::Partly => "p",
        SolvedAnswer::No => "n",
    }
}

fn solved_of(word: &str) -> Option<SolvedAnswer> {
    [SolvedAnswer::Yes, SolvedAnswer::Partly, SolvedAnswer::No]
        .into_iter()
        .find(|solved| solved_word(*solved) == word)
}

fn level_of(word: &str) -> Option<u8> {
    (1..=5).find(|level: &u8| level.to_string() == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NO: &str = "20261121-K7M3QX";

    #[test]
    fn every_choice_comes_back_as_it_left() {
        for choice in every_choice() {
            let id = choice.id();
            assert!(id.is_ascii() && (1..=LONGEST).contains(&id.len()), "{id}");
            assert_eq!(Choice::parse(&id), Some(choice), "{id}");
        }
    }

    #[test]
    fn no_two_choices_share_an_id() {
        let mut ids: Vec<String> = every_choice().iter().map(Choice::id).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all);
    }

    #[test]
    fn a_damaged_id_is_refused_or_stands_for_exactly_itself() {
        for id in every_choice().iter().map(Choice::id) {
            for at in 0..=id.len() {
                for put in ["", ":", "y", "6", "0", " ", "\n", "诉", "é"] {
                    let cut = format!("{}{put}{}", &id[..at], &id[(at + 1).min(id.len())..]);
                    if let Some(choice) = Choice::parse(&cut) {
                        assert_eq!(choice.id(), cut);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_none_of_ours_is_refused() {
        let long = format!("place:{}", "1".repeat(60));
        for id in
            ["", ":", "fix", "fix:", "fix:name", "c::y", "r:X-1:y:y:0", "r:X-1:y:y:6", "r:X-1:y:y:05", &long]
        {
            assert_eq!(Choice::parse(id), None, "{id}");
        }
    }

    fn every_choice() -> Vec<Choice> {
        let mut all = vec![
            Choice::Submit,
            Choice::Cancel,
            Choice::Fix(Slot::Story),
            Choice::Fix(Slot::Place),
            Choice::Fix(Slot::Contact),
            Choice::Anonymous,
            Choice::Skip,
            Choice::PickPlace("150724001".to_owned()),
            Choice::PickPlace("A".repeat(40)),
            Choice::OtherPlace,
            Choice::NewMatter,
            Choice::WithdrawYes(NO.to_owned()),
            Choice::WithdrawNo(NO.to_owned()),
            Choice::Human,
            Choice::EndHuman,
            Choice::Progress,
            Choice::Tell,
            Choice::Welcome,
            Choice::Help,
            Choice::Languages,
            Choice::Speak("zh-CN".to_owned()),
            Choice::Same(NO.to_owned()),
            Choice::NotSame,
            Choice::Apart,
            Choice::Together,
            Choice::Enough,
            Choice::NotEnough,
            Choice::Bind,
            Choice::Behalf,
            Choice::Consent,
            Choice::NoConsent,
            Choice::Held,
            Choice::Export,
            Choice::Erase,
            Choice::EraseYes,
            Choice::EraseNo,
            Choice::Errand(Errand::Urge),
            Choice::Errand(Errand::Withdraw),
        ];
        for errand in [Errand::Progress, Errand::Urge, Errand::Supplement, Errand::Withdraw] {
            all.push(Choice::Pick(errand, NO.to_owned()));
        }
        for contacted in [true, false] {
            all.push(Choice::Contacted(NO.to_owned(), contacted));
            for solved in [SolvedAnswer::Yes, SolvedAnswer::Partly, SolvedAnswer::No] {
                all.push(Choice::Solved(NO.to_owned(), contacted, solved));
                all.extend((1..=5).map(|level| Choice::Satisfied(NO.to_owned(), contacted, solved, level)));
            }
        }
        all
    }
}
