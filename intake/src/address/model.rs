//! How is a tagger written down, and read again?
//!
//! Plain text, fields separated by tabs: a head with the kinds, then a line for every step between two kinds, then a
//! line for every feature with its worth for each label (`road:F`: first character of a road; I inner, L last, A alone).

use std::fmt;

use thiserror::Error;

use super::feature::{self, TEMPLATES};
use super::path::{Joints, PLACES};
use super::seen::Class;
use super::tagger::{MOST_KINDS, Table, Tagger, Weight};

const TITLE: &str = "jiesu place tagger 1";
const LETTERS: [char; PLACES] = ['F', 'I', 'L', 'A'];
const START: &str = "^";
const END: &str = "$";

/// How to learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How often all addresses are gone through.
    pub rounds: u32,
    /// The order in which they come depends on it alone.
    pub seed: u64,
    /// Features seen more rarely are not learned.
    pub least: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings { rounds: 8, seed: 1, least: 2 }
    }
}

/// What was learned: [`fmt::Display`] writes the model file, [`Lesson::tagger`] puts it to work.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub(super) addresses: usize,
    pub(super) settings: Settings,
    pub(super) kinds: Vec<String>,
    pub(super) joints: Joints,
    /// Sorted.
    pub(super) features: Vec<Learned>,
}

/// A feature and what it is worth for each label.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Learned {
    pub(super) template: u8,
    pub(super) symbols: String,
    /// Sorted by the label.
    pub(super) weights: Vec<Weight>,
}

/// Why a model file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {fault}")]
pub struct BadTagger {
    /// Line of the file.
    pub line: usize,
    /// What is wrong there.
    pub fault: Fault,
}

/// What is wrong in a line of a model file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// Another file, or one of another version.
    #[error("not a place tagger of this version: it must begin with {TITLE:?}")]
    Title,
    /// The second line must tell them.
    #[error("the kinds are expected here: kinds, then their names, sorted, each once")]
    Kinds,
    /// A step with an unknown kind or class, or without a number.
    #[error("a step has a class, two kinds and a whole number")]
    Step,
    /// A feature with an unknown template, label or without numbers.
    #[error("a feature has a template, its symbols, and a label and a whole number by turns")]
    Feature,
    /// A feature told before.
    #[error("this feature stands twice")]
    Twice,
}

impl Lesson {
    /// The tagger.
    pub fn tagger(&self) -> Tagger {
        let mut table = Table::new(self.features.len(), self.kinds.len() * PLACES);
        for feature in &self.features {
            let symbols: Vec<char> = feature.symbols.chars().collect();
            table.insert(feature::key(feature.template.into(), &symbols), &feature.weights);
        }
        Tagger { kinds: self.kinds.clone(), table, joints: self.joints.clone() }
    }

    fn kind(&self, index: usize, edge: &'static str) -> &str {
        self.kinds.get(index).map_or(edge, String::as_str)
    }
}

impl fmt::Display for Lesson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Settings { rounds, seed, least } = self.settings;
        writeln!(f, "{TITLE}\taddresses {}\trounds {rounds}\tseed {seed}\tleast {least}", self.addresses)?;
        writeln!(f, "kinds\t{}", self.kinds.join("\t"))?;
        for class in Class::ALL {
            for before in 0..=self.kinds.len() {
                for after in 0..=self.kinds.len() {
                    let worth = self.joints.worth[self.joints.index(class, before, after)];
                    if worth != 0 {
                        let (before, after) = (self.kind(before, START), self.kind(after, END));
                        writeln!(f, "step\t{}\t{before}\t{after}\t{worth}", class.sign())?;
                    }
                }
            }
        }
        for Learned { template, symbols, weights } in &self.features {
            write!(f, "{}\t{symbols}", TEMPLATES[usize::from(*template)])?;
            for Weight { label, worth } in weights {
                let label = usize::from(*label);
                write!(f, "\t{}:{}\t{worth}", self.kinds[label / PLACES], LETTERS[label % PLACES])?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Tagger {
    /// Reads a model file.
    pub fn read(file: &str) -> Result<Tagger, BadTagger> {
        let mut lines = (1..).zip(file.lines());
        let bad = |line: usize, fault: Fault| BadTagger { line, fault };
        let title = lines.next().and_then(|(_, line)| line.split('\t').next());
        if title != Some(TITLE) {
            return Err(bad(1, Fault::Title));
        }
        let names = lines.next().and_then(|(_, line)| line.strip_prefix("kinds\t")).unwrap_or_default();
        let kinds: Vec<String> = names.split('\t').map(str::to_owned).collect();
        if !kinds.is_sorted_by(|one, next| one < next)
            || kinds.contains(&String::new())
            || kinds.len() > MOST_KINDS
        {
            return Err(bad(2, Fault::Kinds));
        }
        let mut joints = Joints::new(kinds.len());
        let mut table = Table::new(file.lines().count(), kinds.len() * PLACES);
        for (line, text) in lines {
            let fields: Vec<&str> = text.split('\t').collect();
            if fields[0] == "step" {
                let (index, worth) = step(&fields, &kinds, &joints).ok_or(bad(line, Fault::Step))?;
                joints.worth[index] = worth;
                continue;
            }
            let (key, weights) = weighed(&fields, &kinds).ok_or(bad(line, Fault::Feature))?;
            if !table.insert(key, &weights) {
                return Err(bad(line, Fault::Twice));
            }
        }
        Ok(Tagger { kinds, table, joints })
    }
}

fn find(kinds: &[String], name: &str) -> Option<usize> {
    kinds.binary_search_by(|kind| kind.as_str().cmp(name)).ok()
}

fn step(fields: &[&str], kinds: &[String], joints: &Joints) -> Option<(usize, i32)> {
    let [_, class, before, after, worth] = *fields else { return None };
    let class = Class::ALL.into_iter().find(|known| class.chars().eq([known.sign()]))?;
    let before = if before == START { kinds.len() } else { find(kinds, before)? };
    let after = if after == END { kinds.len() } else { find(kinds, after)? };
    Some((joints.index(class, before, after), number(worth)?))
}

fn weighed(fields: &[&str], kinds: &[String]) -> Option<(feature::Key, Vec<Weight>)> {
    let (template, symbols) = (fields.first()?, fields.get(1)?);
    let template = TEMPLATES.iter().position(|known| known == template)?;
    let symbols: Vec<char> = symbols.chars().collect();
    let mut weights = Vec::with_capacity(fields.len() / 2);
    for pair in fields[2..].chunks(2) {
        let [label, worth] = *pair else { return None };
        let (kind, letter) = label.rsplit_once(':')?;
        let place = LETTERS.iter().position(|known| letter.chars().eq([*known]))?;
        let label = (find(kinds, kind)? * PLACES + place) as u16;
        weights.push(Weight { label, worth: number(worth)? });
    }
    Some((feature::key(template, &symbols), weights))
}

/// No weight is greater; so no sum of a character's overflows.
pub(super) const MOST: i32 = 1 << 20;

/// A worth.
fn number(text: &str) -> Option<i32> {
    text.parse().ok().filter(|worth: &i32| worth.abs() <= MOST)
}
