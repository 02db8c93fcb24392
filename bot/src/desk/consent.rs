//! 代办: who told a matter for somebody else, and how did that person agree?

use serde::{Deserialize, Serialize};
use storage::Paper;

/// How it is known that the citizen agreed, as stored with the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "given", rename_all = "snake_case")]
pub enum Consent {
    /// The helper said so in the chat, when asked.
    ToldByHelperInChat,
    /// An operator wrote it down.
    TakenByOperator {
        /// Who told it: name, and what they are to the citizen. Masked for those who need not know.
        helper: String,
        /// How the citizen agreed.
        how: String,
    },
}

impl Consent {
    /// The document to store.
    pub(super) fn write(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a consent has only string keys")
    }

    /// Reads a stored one.
    pub(super) fn read(paper: &Paper) -> Option<Self> {
        serde_json::from_slice(&paper.content).ok()
    }

    /// As somebody reads it who works with the order but not with names.
    pub(super) fn masked(self, name: fn(&str) -> String, words: impl Fn(&str) -> String) -> Self {
        match self {
            Self::ToldByHelperInChat => Self::ToldByHelperInChat,
            Self::TakenByOperator { helper, how } => {
                Self::TakenByOperator { helper: name(&helper), how: words(&how) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Consent;

    #[test]
    fn what_is_stored_is_this() {
        let chat = Consent::ToldByHelperInChat.write();
        assert_eq!(String::from_utf8(chat).unwrap(), r#"{"given":"told_by_helper_in_chat"}"#);
        let taken =
            Consent::TakenByOperator { helper: "女儿".to_owned(), how: "电话里说的".to_owned() };
        let kept: Consent = serde_json::from_slice(&taken.write()).unwrap();
        assert_eq!(kept, taken);
    }
}
