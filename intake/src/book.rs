//! How do the clerk's files become something that answers at once?

use std::collections::HashMap;

use thiserror::Error;

use crate::area::Areas;
use crate::emergency::Alarm;
use crate::hot::Landmarks;
use crate::knowledge::{Shelf, Suggested};
use crate::language::language;
use crate::lexicon::{Lexicon, Sense, Words};
use crate::place::{Gazetteer, Located};
use crate::request::{Request, Requests};
use crate::route::{Directory, Routed};
use crate::segment::Segmenter;
use crate::text::{Folded, Variants, fold_word};
use crate::{
    AreaCode, AreaRow, BookSource, CategoryCode, CategoryRow, Contact, DomainRow, EmergencyCode,
    EmergencyRow, Kind, PlaceRow, Term, Understanding, UnitCode, UnitRow, Urgency, contact, mask,
};

/// The compiled rule book: everything needed to understand a message. Immutable; share it in an `Arc`.
pub struct Book {
    pub(crate) categories: Vec<CategoryRow>,
    pub(crate) category_terms: Vec<Vec<Term>>,
    pub(crate) domains: Vec<DomainRow>,
    pub(crate) domain_terms: Vec<Vec<Term>>,
    /// Of each leaf the domains that hold it.
    pub(crate) domains_of: Vec<Vec<usize>>,
    pub(crate) kinds: Vec<Kind>,
    pub(crate) kind_terms: Vec<Vec<Term>>,
    pub(crate) urgencies: Vec<Urgency>,
    pub(crate) urgency_terms: Vec<Vec<Term>>,
    pub(crate) emergencies: Vec<EmergencyRow>,
    pub(crate) alarm: Alarm,
    pub(crate) areas: Areas,
    pub(crate) directory: Directory,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) lexicon: Lexicon,
    pub(crate) segmenter: Segmenter,
    pub(crate) variants: Variants,
    pub(crate) landmarks: Landmarks,
    requests: Requests,
    shelf: Shelf,
    units: Vec<UnitRow>,
    /// The changes of word lists that were approved: of a leaf and a folded word the id.
    pub(crate) learned: HashMap<(usize, String), String>,
    category_by_code: HashMap<CategoryCode, usize>,
    unit_by_code: HashMap<UnitCode, usize>,
    dispatch_at: f64,
}

/// Why a rule book cannot be compiled; `row` is the line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BookError {
    /// A category code stands twice.
    #[error("catalogue, line {row}: the code {category} stands twice")]
    CategoryTwice {
        /// Line of the file.
        row: usize,
        /// The code.
        category: CategoryCode,
    },
    /// A unit code stands twice.
    #[error("units, line {row}: the code {unit} stands twice")]
    UnitTwice {
        /// Line of the file.
        row: usize,
        /// The code.
        unit: UnitCode,
    },
    /// An area code stands twice.
    #[error("areas, line {row}: the code {area} stands twice")]
    AreaTwice {
        /// Line of the file.
        row: usize,
        /// The code.
        area: AreaCode,
    },
    /// An area lies in one that is not wider.
    #[error("areas, line {row}: {area} lies in an area that is not wider than itself")]
    AreaNotInside {
        /// Line of the file.
        row: usize,
        /// The inner area.
        area: AreaCode,
    },
    /// An area is named that is not in the area file.
    #[error("{file}, line {row}: there is no area {area}")]
    UnknownArea {
        /// The file that names it.
        file: &'static str,
        /// Line of the file.
        row: usize,
        /// The code.
        area: AreaCode,
    },
    /// A unit is named that is not in the unit file.
    #[error("{file}, line {row}: there is no unit {unit}")]
    UnknownUnit {
        /// The file that names it.
        file: &'static str,
        /// Line of the file.
        row: usize,
        /// The code.
        unit: UnitCode,
    },
    /// What cancels a danger is no rule the program knows.
    #[error("emergencies, line {row}: there is no rule {rule}")]
    UnknownRule {
        /// Line of the file.
        row: usize,
        /// What stands there.
        rule: String,
    },
    /// The list that tells danger from none must have the labels `danger` and one other.
    #[error("the model of dangers must have two labels, and one of them must be danger")]
    NoDangerModel,
    /// The list that tells dangers apart names one nobody knows.
    #[error("the model of dangers names {code}, which is no code of emergencies")]
    UnknownDanger {
        /// The label.
        code: String,
    },
    /// The threshold of 预审 is not between 0 and 1.
    #[error("dispatch_at must be between 0 and 1")]
    DispatchAt,
    /// The word lists cannot be searched for: they are too long, or hold more characters than can be numbered.
    #[error("the word lists are too long, or hold too many different characters")]
    TooManyWords,
}

impl Book {
    /// Compiles the files. Takes a few tenths of a second, most of it for the general dictionary.
    pub fn compile(source: BookSource) -> Result<Book, BookError> {
        if !(0.0..=1.0).contains(&source.dispatch_at) {
            return Err(BookError::DispatchAt);
        }
        let areas = Areas::compile(source.areas)?;
        let unit_by_code = index(&source.units, |unit| &unit.code)
            .map_err(|unit| BookError::UnitTwice { row: unit.row, unit: unit.code.clone() })?;
        let category_by_code = index(&source.categories, |category| &category.code).map_err(|category| {
            BookError::CategoryTwice { row: category.row, category: category.code.clone() }
        })?;
        let known = |unit: &UnitCode| unit_by_code.contains_key(unit);
        for (file, row, unit) in areas
            .rows()
            .iter()
            .map(|area| ("areas", area.row, &area.unit))
            .chain(source.emergencies.iter().map(|row| ("emergencies", row.row, &row.unit)))
        {
            if let Some(unit) = unit.as_ref().filter(|unit| !known(unit)) {
                return Err(BookError::UnknownUnit { file, row, unit: unit.clone() });
            }
        }
        let directory = Directory::compile(source.routes, &areas, &source.units)?;
        let gazetteer = Gazetteer::compile(source.places, &areas)?;

        let category_terms: Vec<_> = source.categories.iter().map(|row| row.words.clone()).collect();
        let domain_terms: Vec<_> = source.domains.iter().map(|row| row.words.clone()).collect();
        let domains_of = source.categories.iter().map(|leaf| holding(&source.domains, &leaf.code)).collect();
        let alarm = Alarm::compile(&source.emergencies, source.danger_models)?;
        let (kinds, kind_terms): (Vec<_>, Vec<_>) = source.kinds.into_iter().unzip();
        let (urgencies, urgency_terms): (Vec<_>, Vec<_>) = source.urgencies.into_iter().unzip();

        let mut words = Words::default();
        for (sense, lists) in [
            (Sense::Category, &category_terms),
            (Sense::Domain, &domain_terms),
            (Sense::Kind, &kind_terms),
            (Sense::Urgency, &urgency_terms),
        ] {
            for (owner, terms) in lists.iter().enumerate() {
                words.add_terms(sense, owner, terms);
            }
        }
        for (owner, terms) in alarm.terms().iter().enumerate() {
            words.add_terms(Sense::Emergency, owner, terms);
        }
        for (owner, place) in gazetteer.places().iter().enumerate() {
            words.add_names(Sense::Place, owner, names(&place.name, &place.aliases));
        }
        for (owner, area) in areas.rows().iter().enumerate() {
            words.add_names(Sense::Area, owner, names(&area.name, &area.aliases));
        }

        let mut segmenter = Segmenter::new();
        for word in words.words() {
            segmenter.add(word, None, None);
        }
        for unit in &source.units {
            for name in names(&unit.name, &unit.aliases).chain([unit.short.as_str()]) {
                segmenter.add(&fold_word(name), None, None);
            }
        }
        for word in &source.words {
            segmenter.add(&fold_word(&word.word), word.freq, word.tag.as_deref());
        }
        // After the segmenter: these are phrases, not words.
        words.add_phrases(Sense::Question, 0, &language().question);

        let variants = Variants::compile(&source.variants)?;
        let answering = |row: &crate::KnowledgeRow| {
            let unit = row.unit.as_ref().and_then(|code| unit_by_code.get(code)).map(|&at| &source.units[at]);
            unit.map_or_else(String::new, |unit| format!("{} {}", unit.name, unit.short))
        };
        let shelf = Shelf::compile(&source.knowledge, answering, &segmenter, &variants);

        let learned = source.learned.into_iter().filter_map(|(category, word, id)| {
            Some(((*category_by_code.get(&category)?, fold_word(&word)), id))
        });
        Ok(Book {
            learned: learned.collect(),
            lexicon: words.compile()?,
            landmarks: Landmarks::of(gazetteer.places()),
            shelf,
            variants,
            requests: Requests::compile(&source.requests)?,
            categories: source.categories,
            emergencies: source.emergencies,
            units: source.units,
            dispatch_at: source.dispatch_at,
            domains: source.domains,
            category_terms,
            domain_terms,
            domains_of,
            kinds,
            kind_terms,
            urgencies,
            urgency_terms,
            alarm,
            areas,
            directory,
            gazetteer,
            segmenter,
            category_by_code,
            unit_by_code,
        })
    }

    /// The place said in the answer to "where is it?".
    pub fn locate(&self, text: &str) -> Located {
        let folded = self.variants.fold(text);
        match self.spot(&folded, &self.read(&folded)) {
            Some(spot) if spot.choices.len() > 1 => Located::Ambiguous(spot.choices),
            Some(spot) => Located::Found(spot.place),
            None => self.beginning(text),
        }
    }

    /// Is somebody in danger? What [`Book::understand`] says of it, without the rest: a message that only answers a
    /// question is looked through for nothing else.
    pub fn danger(&self, text: &str) -> Option<&EmergencyCode> {
        let folded = self.variants.fold(text);
        let found = self.lexicon.find_phrases(&folded, &[Sense::Emergency]);
        let danger = self.alarm.hear(&folded, found.of(Sense::Emergency)).danger?;
        Some(&self.emergencies[danger.owner].code)
    }

    /// The danger that words alone tell of. What is learned from a message must not depend on what was learned before.
    pub fn named_danger(&self, text: &str) -> Option<&EmergencyCode> {
        let folded = self.variants.fold(text);
        let found = self.lexicon.find_phrases(&folded, &[Sense::Emergency]);
        let danger = self.alarm.named(&folded, found.of(Sense::Emergency))?;
        Some(&self.emergencies[danger.owner].code)
    }

    /// To whom a category goes; the same for a citizen's message and for a form an operator corrected.
    pub fn route(&self, category: &CategoryCode, area: Option<&AreaCode>, kind: Kind) -> Routed {
        self.directory.route(&self.areas, category, area, kind)
    }

    /// The line of the 派单目录 that keeps a category from towns, communities and grids, if one does (减负).
    pub fn forbids_grassroots(
        &self,
        category: &CategoryCode,
        area: Option<&AreaCode>,
        kind: Kind,
    ) -> Option<usize> {
        self.directory.forbids_grassroots(&self.areas, category, area, kind)
    }

    /// What the citizen wants from the bot itself; none when he tells his story or answers a question.
    pub fn request(&self, text: &str) -> Option<Request> {
        self.requests.find(text)
    }

    /// The telephone numbers in a message.
    pub fn contact(&self, text: &str) -> Contact {
        contact::find(text)
    }

    /// The message without the numbers that identify a person.
    pub fn mask(&self, text: &str) -> String {
        mask::mask(text)
    }

    /// The answers that may fit a question, best first, at most `limit`; those that are meant are
    /// [known](Suggested::is_known). Whether an answer is still true is the caller's to know.
    pub fn knowledge(&self, text: &str, limit: usize) -> Vec<Suggested> {
        self.shelf.find(self.variants.fold(text).text(), &self.segmenter, limit)
    }

    /// The line of an answer's body (Markdown) that says most of what is asked, without its marks.
    pub fn excerpt(&self, question: &str, body: &str) -> String {
        let question = self.variants.fold(question);
        self.shelf.excerpt(question.text(), body, &self.segmenter, &self.variants)
    }

    /// The answer that may be given without a person looking: the question is one written beside it, and nothing else
    /// is asked. Whether the answer is still true is the caller's to know.
    pub fn sure_answer(&self, text: &str) -> Option<Suggested> {
        self.shelf.sure(self.variants.fold(text).text(), &self.segmenter)
    }

    /// Whether an order may be dispatched without a person looking first (预审).
    pub fn is_sure(&self, understanding: &Understanding) -> bool {
        understanding.unit.is_some() && understanding.confidence >= self.dispatch_at
    }

    /// A leaf of the catalogue.
    pub fn category(&self, code: &CategoryCode) -> Option<&CategoryRow> {
        self.category_by_code.get(code).map(|&index| &self.categories[index])
    }

    /// All leaves of the catalogue, in the order of the file.
    pub fn leaves(&self) -> &[CategoryRow] {
        &self.categories
    }

    /// The places people name, in the order of the file.
    pub fn places(&self) -> &[PlaceRow] {
        self.gazetteer.places()
    }

    /// An emergency with its number and advice.
    pub fn emergency(&self, code: &EmergencyCode) -> Option<&EmergencyRow> {
        self.emergencies.iter().find(|emergency| emergency.code == *code)
    }

    /// Is somebody in a danger that others than the hotline must be called for?
    pub fn is_in_danger(&self, understood: &Understanding) -> bool {
        let row = understood.emergency.as_ref().and_then(|code| self.emergency(code));
        row.is_some_and(EmergencyRow::calls_others)
    }

    /// Who has it, when a danger was told as well: its unit stands beside whoever the matter belongs to, and is the
    /// likeliest where nobody else is known.
    pub fn with_danger(
        &self,
        (lead, mut helpers): (Option<UnitCode>, Vec<UnitCode>),
        danger: Option<&EmergencyCode>,
    ) -> (Option<UnitCode>, Vec<UnitCode>) {
        let row = danger.and_then(|code| self.emergency(code)).filter(|row| row.calls_others());
        let Some(unit) = row.and_then(|row| row.unit.clone()) else { return (lead, helpers) };
        let Some(lead) = lead else { return (Some(unit), helpers) };
        if lead != unit && !helpers.contains(&unit) {
            helpers.push(unit);
        }
        (Some(lead), helpers)
    }

    /// An area.
    pub fn area(&self, code: &AreaCode) -> Option<&AreaRow> {
        self.areas.get(code)
    }

    /// The area itself, then the areas around it up to the banner; empty when there is no such area.
    pub fn ancestors(&self, code: &AreaCode) -> Vec<&AreaRow> {
        self.areas.upwards(code).collect()
    }

    /// A unit.
    pub fn unit(&self, code: &UnitCode) -> Option<&UnitRow> {
        self.unit_by_code.get(code).map(|&index| &self.units[index])
    }

    /// A short answer may be only the beginning of a name.
    fn beginning(&self, text: &str) -> Located {
        let folded = Folded::plain(text);
        let said = folded.text().trim();
        if !(2..=8).contains(&said.chars().count()) {
            return Located::Unknown;
        }
        let span = folded.span(&(0..folded.text().len()));
        let mut areas: Vec<&AreaRow> = Vec::new();
        let mut places: Vec<crate::Place> = Vec::new();
        for row in self.gazetteer.beginning(said) {
            let Some(area) = self.areas.get(&row.area) else {
                continue;
            };
            if !areas.iter().any(|known| known.code == area.code) {
                areas.push(area);
                places.push(crate::place::at(row.name.clone(), span, Some(area), String::new()));
            }
        }
        match places.len() {
            0 => Located::Unknown,
            1 => Located::Found(places.remove(0)),
            _ => Located::Ambiguous(places),
        }
    }
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book")
            .field("categories", &self.categories.len())
            .field("units", &self.units.len())
            .finish_non_exhaustive()
    }
}

/// The domains that hold a leaf.
fn holding(domains: &[DomainRow], leaf: &CategoryCode) -> Vec<usize> {
    (0..domains.len()).filter(|&domain| domains[domain].category.holds(leaf)).collect()
}

/// A name and what else it is called.
fn names<'a>(name: &'a str, aliases: &'a [String]) -> impl Iterator<Item = &'a str> {
    std::iter::once(name).chain(aliases.iter().map(String::as_str))
}

/// Rows by code; the row that repeats a code is the error.
fn index<'a, Row, Code>(
    rows: &'a [Row],
    code: impl Fn(&'a Row) -> &'a Code,
) -> Result<HashMap<Code, usize>, &'a Row>
where
    Code: 'a + Clone + Eq + std::hash::Hash,
{
    let mut by_code = HashMap::with_capacity(rows.len());
    for (index, row) in rows.iter().enumerate() {
        if by_code.insert(code(row).clone(), index).is_some() {
            return Err(row);
        }
    }
    Ok(by_code)
}
