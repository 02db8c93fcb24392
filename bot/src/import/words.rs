//! By which words does a reader of other systems' files find its way?

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a row can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The source's own id.
    Id,
    /// When it was received.
    Time,
    /// Headline of a message.
    Title,
    /// A message.
    Text,
    /// Where.
    Place,
    /// Name.
    Name,
    /// Phone.
    Phone,
    /// A call, word for word.
    Transcript,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Time,
        Self::Title,
        Self::Text,
        Self::Place,
        Self::Name,
        Self::Phone,
        Self::Transcript,
    ];

    /// The name by which it is mapped.
    pub fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Time => "time",
            Self::Title => "title",
            Self::Text => "text",
            Self::Place => "place",
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Transcript => "transcript",
        }
    }

    /// The field of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// The word lists of `words.txt`.
pub(super) struct Words {
    /// Of each field its spellings, folded, the likeliest first.
    spellings: Vec<(Field, Vec<String>)>,
    /// What a mark of a date stands for: `-`, `:` or a blank.
    marks: HashMap<char, char>,
    /// What stands for an empty cell.
    empty: HashSet<String>,
    /// Names, folded, that only the turns of one call have.
    turns: HashSet<String>,
}

/// The word lists of the program.
pub(super) fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.txt")));
    &WORDS
}

impl Words {
    fn read(text: &str) -> Self {
        let mut words = Self {
            spellings: Vec::new(),
            marks: HashMap::new(),
            empty: HashSet::new(),
            turns: HashSet::new(),
        };
        let mut section = "";
        for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
            if line.starts_with('[') {
                section = line.trim();
                continue;
            }
            match section {
                "[dates]" => {
                    let mut marks = line.chars();
                    let to = marks.next().expect("a line of marks is not blank");
                    words.marks.extend(marks.filter(|mark| *mark != ' ').map(|mark| (mark, to)));
                }
                "[turns]" => words.turns.extend(line.split_whitespace().map(folded)),
                "[empty]" => words.empty.extend(line.split_whitespace().map(str::to_owned)),
                _ => {
                    let (field, spellings) = line.split_once('=').expect("a field has spellings");
                    let field = Field::parse(field.trim()).expect("the file names our own fields");
                    words.spellings.push((field, spellings.split_whitespace().map(folded).collect()));
                }
            }
        }
        words
    }

    /// The spellings of a field, folded, the likeliest first.
    pub(super) fn spellings(&self, field: Field) -> &[String] {
        let found = self.spellings.iter().find(|(known, _)| *known == field);
        found.map_or(&[], |(_, spellings)| spellings)
    }

    /// What a mark of a date stands for.
    pub(super) fn mark(&self, mark: char) -> char {
        self.marks.get(&mark).copied().unwrap_or(mark)
    }

    /// Are these the names of the turns of one call?
    pub(super) fn are_of_turns(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.turns.contains(&folded(name)))
    }

    /// Does this stand for an empty cell?
    pub(super) fn is_empty(&self, text: &str) -> bool {
        text.is_empty() || self.empty.contains(text.to_lowercase().as_str())
    }
}

/// The name of a column without what does not matter in it.
pub(super) fn folded(name: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | ':' | '：' | '\u{feff}');
    name.chars().filter(plain).flat_map(char::to_lowercase).collect()
}
