//! What can be wrong with a file of sentences?

use thiserror::Error;

/// A file of sentences cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {fault}")]
pub struct WordingError {
    /// The file, as its reader named it.
    pub file: String,
    /// Line in it, from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong at one place of a file of sentences.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The text is not Fluent syntax.
    #[error("not fluent syntax: {what}")]
    Syntax {
        /// What the parser expected.
        what: String,
    },
    /// No sentence of the program has this key, so nobody would ever read it.
    #[error("unknown key `{key}`{}", nearest.as_ref().map(|key| format!(", did you mean `{key}`?")).unwrap_or_default())]
    UnknownKey {
        /// The key.
        key: String,
        /// The key that looks most like it, if one does.
        nearest: Option<String>,
    },
    /// The gap is not filled by the program in this sentence, so people would read `{$name}`.
    #[error("unknown argument `${name}` in `{key}`{}", known_list(known))]
    UnknownArgument {
        /// The sentence.
        key: String,
        /// The argument.
        name: String,
        /// The arguments this sentence has.
        known: Vec<String>,
    },
    /// The key stands in this language already.
    #[error("key `{key}` stands there twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// Not a language tag such as `zh-CN` or `mn-Cyrl`.
    #[error("`{tag}` is not a language tag")]
    NotALanguage {
        /// What was given.
        tag: String,
    },
}

fn known_list(known: &[String]) -> String {
    if known.is_empty() {
        return ", it has none".to_owned();
    }
    let names: Vec<String> = known.iter().map(|name| format!("`${name}`")).collect();
    format!(", it has {}", names.join(" "))
}
