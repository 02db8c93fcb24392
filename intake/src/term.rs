//! How does a clerk write down a word that speaks for a category?

use std::str::FromStr;

use thiserror::Error;

/// One entry of a word list: `词`, `词*3`, or `词+词*3` where every part must occur in the message.
///
/// The weight runs from 1 (a weak hint) to 5 (decisive); without one it is [`Term::USUAL`]. A negative weight
/// counts against the category.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The words that must all occur; never empty, none of them empty.
    pub all_of: Vec<String>,
    /// What the occurrence is worth.
    pub weight: f64,
}

/// Why an entry of a word list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTerm {
    /// There is nothing before the weight, or nothing beside a plus sign.
    #[error("a term needs a word on every side of a plus sign: {0:?}")]
    NoWord(String),
    /// What follows the star is not a number.
    #[error("the weight of a term must be a number other than zero: {0:?}")]
    Weight(String),
}

impl Term {
    /// The weight of a term that states none.
    pub const USUAL: f64 = 2.0;
}

impl FromStr for Term {
    type Err = BadTerm;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let (words, weight) = match written.rsplit_once('*') {
            None => (written, Term::USUAL),
            Some((words, weight)) => match weight.trim().parse::<f64>() {
                Ok(weight) if weight.is_finite() && weight != 0.0 => (words, weight),
                Ok(_) | Err(_) => return Err(BadTerm::Weight(written.to_owned())),
            },
        };
        let all_of: Vec<String> = words.split('+').map(|word| word.trim().to_owned()).collect();
        if all_of.iter().any(String::is_empty) {
            return Err(BadTerm::NoWord(written.to_owned()));
        }
        Ok(Term { all_of, weight })
    }
}

#[cfg(test)]
mod tests {
    use super::{BadTerm, Term};

    fn term(words: &[&str], weight: f64) -> Term {
        Term { all_of: words.iter().map(|word| (*word).to_owned()).collect(), weight }
    }

    #[test]
    fn a_term_may_state_its_weight_and_its_parts() {
        assert_eq!("停水".parse(), Ok(term(&["停水"], 2.0)));
        assert_eq!("停水*3".parse(), Ok(term(&["停水"], 3.0)));
        assert_eq!("水+停*1.5".parse(), Ok(term(&["水", "停"], 1.5)));
        assert_eq!("热水器*-2".parse(), Ok(term(&["热水器"], -2.0)));
    }

    #[test]
    fn a_term_without_a_word_or_with_a_strange_weight_is_refused() {
        assert_eq!("".parse::<Term>(), Err(BadTerm::NoWord(String::new())));
        assert_eq!("水+".parse::<Term>(), Err(BadTerm::NoWord("水+".to_owned())));
        assert_eq!("停水*很".parse::<Term>(), Err(BadTerm::Weight("停水*很".to_owned())));
        assert_eq!("停水*0".parse::<Term>(), Err(BadTerm::Weight("停水*0".to_owned())));
        assert_eq!("停水*NaN".parse::<Term>(), Err(BadTerm::Weight("停水*NaN".to_owned())));
    }
}
