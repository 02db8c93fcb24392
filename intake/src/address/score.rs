//! How many parts of labelled addresses are found?

use std::collections::BTreeMap;

use super::model::Settings;
use super::train::{BadLabels, Labelled, check, train};
use super::{Entity, parse};

/// How many parts were told, labelled, and both: same span, same kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KindScore {
    /// Told.
    pub told: usize,
    /// Labelled.
    pub labelled: usize,
    /// Told as labelled.
    pub right: usize,
}

/// The score of all addresses, and of every kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Of all kinds together.
    pub all: KindScore,
    /// By the name of the kind.
    pub kinds: BTreeMap<String, KindScore>,
    /// Addresses of which every part was found and no other told.
    pub whole: usize,
    /// How many addresses there were.
    pub addresses: usize,
}

impl KindScore {
    /// How many of the told are right; 1 when nothing was told.
    pub fn precision(&self) -> f64 {
        share(self.right, self.told)
    }

    /// How many of the labelled were found; 1 when there were none.
    pub fn recall(&self) -> f64 {
        share(self.right, self.labelled)
    }

    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        share(2 * self.right, self.told + self.labelled)
    }
}

impl Score {
    /// Counts one more address.
    pub fn add(&mut self, labelled: &Labelled, told: &[Entity<'_>]) {
        self.addresses += 1;
        let is_right = |entity: &Entity<'_>| {
            let same = |part: &super::LabelledPart| {
                part.start == entity.start && part.end == entity.end && part.kind == entity.kind
            };
            labelled.parts.iter().any(same)
        };
        let mut right = 0;
        for entity in told {
            let kind = self.kinds.entry(entity.kind.to_owned()).or_default();
            kind.told += 1;
            if is_right(entity) {
                kind.right += 1;
                right += 1;
            }
        }
        for part in &labelled.parts {
            self.kinds.entry(part.kind.clone()).or_default().labelled += 1;
        }
        self.all.told += told.len();
        self.all.labelled += labelled.parts.len();
        self.all.right += right;
        self.whole += usize::from(right == told.len() && right == labelled.parts.len());
    }

    /// The score of the rules.
    pub fn of_rules(addresses: &[Labelled]) -> Score {
        let mut score = Score::default();
        for address in addresses {
            score.add(address, &parse(&address.text));
        }
        score
    }

    /// The score of taggers each of which never saw the addresses it is asked about: the n-th address is in the part
    /// n modulo `folds`. `progress` hears of every part that is done, and the score so far.
    ///
    /// # Panics
    /// If there are less than two folds.
    pub fn by_folds(
        addresses: &[Labelled],
        folds: usize,
        settings: Settings,
        mut progress: impl FnMut(usize, &Score),
    ) -> Result<Score, BadLabels> {
        assert!(folds > 1, "whoever is asked must have learned from others");
        check(addresses)?;
        let mut score = Score::default();
        for fold in 0..folds {
            let others = addresses.iter().enumerate().filter(|(index, _)| index % folds != fold);
            let others: Vec<Labelled> = others.map(|(_, address)| address.clone()).collect();
            let tagger = train(&others, settings, |_, _| {})?.tagger();
            for address in addresses.iter().skip(fold).step_by(folds) {
                score.add(address, &tagger.tag(&address.text));
            }
            progress(fold + 1, &score);
        }
        Ok(score)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
