//! What is a rule book made from, before it is compiled?
//!
//! Plain rows, one struct a file of the banner's directory; whoever reads the files fills them. `row` is the line
//! of the file and comes back in reasons (`dispatch:17`), so that a clerk finds what he wrote.

use std::str::FromStr;

use thiserror::Error;

use crate::{
    AreaCode, AreaKind, CategoryCode, DangerModels, EmergencyCode, Kind, Level, RequestName, Term, UnitCode,
    Urgency,
};

/// Everything a [`crate::Book`] is compiled from.
#[derive(Clone, Debug, Default)]
pub struct BookSource {
    /// The catalogue, leaves only.
    pub categories: Vec<CategoryRow>,
    /// Of which words of the catalogue the weight was learned: leaf, word, id of the change; filled by
    /// [`BookSource::apply`].
    pub learned: Vec<(CategoryCode, String, String)>,
    /// Words that speak for a whole part of the catalogue.
    pub domains: Vec<DomainRow>,
    /// 派单目录.
    pub routes: Vec<RouteRow>,
    /// Banner, towns, communities, grids.
    pub areas: Vec<AreaRow>,
    /// Who handles orders.
    pub units: Vec<UnitRow>,
    /// The gazetteer.
    pub places: Vec<PlaceRow>,
    /// Words that tell the kind.
    pub kinds: Vec<(Kind, Vec<Term>)>,
    /// Words that tell the urgency.
    pub urgencies: Vec<(Urgency, Vec<Term>)>,
    /// Dangers to life.
    pub emergencies: Vec<EmergencyRow>,
    /// How people in danger speak, as learned from lessons.
    pub danger_models: Option<DangerModels>,
    /// What a citizen may want from the bot itself.
    pub requests: Vec<RequestRow>,
    /// Words the general dictionary does not know.
    pub words: Vec<WordRow>,
    /// (as people write it, as the word lists write it).
    pub variants: Vec<(String, String)>,
    /// Answers to common questions.
    pub knowledge: Vec<KnowledgeRow>,
    /// The confidence below which an order is looked at by a person first (预审), 0 to 1.
    pub dispatch_at: f64,
}

/// A leaf of the catalogue.
#[derive(Clone, Debug)]
pub struct CategoryRow {
    /// Line of the file.
    pub row: usize,
    /// Six digits, two a level.
    pub code: CategoryCode,
    /// 一级.
    pub level1: String,
    /// 二级, may be empty.
    pub level2: String,
    /// 三级, may be empty.
    pub level3: String,
    /// What people usually want when they speak of it.
    pub kind: Kind,
    /// Whether an anonymous order is accepted (可匿名) or a contact is required (必填).
    pub anonymous: bool,
    /// Name of its profile of time limits; none: by kind.
    pub limit: Option<String>,
    /// Words that speak for it, or against it.
    pub words: Vec<Term>,
    /// One sentence as a citizen would say it.
    pub example: String,
}

impl CategoryRow {
    /// The names from the top level down, one to three.
    pub fn path(&self) -> Vec<String> {
        [&self.level1, &self.level2, &self.level3]
            .into_iter()
            .filter(|name| !name.is_empty())
            .cloned()
            .collect()
    }
}

/// A line of the 派单目录.
#[derive(Clone, Debug)]
pub struct RouteRow {
    /// Line of the file.
    pub row: usize,
    /// Which categories it is about.
    pub category: CategoryPattern,
    /// Where it holds.
    pub area: AreaPattern,
    /// For which kind it holds; none: for all.
    pub kind: Option<Kind>,
    /// 主办.
    pub lead: Handler,
    /// 协办.
    pub helpers: Vec<Handler>,
    /// 可 (true) or 禁 (false): whether a town, community or grid may be given the case.
    pub grassroots: bool,
    /// Law or duty list it rests on.
    pub basis: String,
}

/// Words that tell of what a message speaks, and not what is wrong with it: 「老师」 and 「学生」 speak for every
/// leaf about schools for which something else speaks, too.
#[derive(Clone, Debug)]
pub struct DomainRow {
    /// Line of the file.
    pub row: usize,
    /// For which leaves they speak.
    pub category: CategoryPattern,
    /// The words.
    pub words: Vec<Term>,
}

/// `010203`, or a prefix: `0102*`, `01*`, `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CategoryPattern {
    /// One leaf.
    Leaf(CategoryCode),
    /// Every leaf whose code begins so.
    Prefix(String),
}

/// An area code, `类型:牧区`, or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AreaPattern {
    /// That area and all inside it.
    Code(AreaCode),
    /// All areas of that kind of country.
    Kind(AreaKind),
    /// Everywhere, the place unknown included.
    Anywhere,
}

/// A unit code, or the unit of the place: `@苏木乡镇街道`, `@嘎查社区`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Handler {
    /// That unit.
    Unit(UnitCode),
    /// The unit of the area of that level in which the place lies.
    Of(Level),
}

/// Why a cell of the 派单目录 cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadPattern {
    /// Neither a code nor a prefix ending in a star.
    #[error("a category is a code, or a prefix of one ending in a star: {0:?}")]
    Category(String),
    /// Neither a code, nor a known kind of country, nor a star.
    #[error("an area is a code, a known kind of country, or a star: {0:?}")]
    Area(String),
    /// An empty cell, or an at sign before something that is no town or community.
    #[error("a handler is a unit code, or the placeholder of a town or a community: {0:?}")]
    Handler(String),
}

impl CategoryPattern {
    /// Whether it is about that leaf.
    pub fn holds(&self, leaf: &CategoryCode) -> bool {
        match self {
            CategoryPattern::Leaf(code) => code == leaf,
            CategoryPattern::Prefix(prefix) => leaf.as_str().starts_with(prefix.as_str()),
        }
    }
}

impl FromStr for CategoryPattern {
    type Err = BadPattern;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let written = written.trim();
        match written.strip_suffix('*') {
            Some(prefix) if !prefix.contains('*') => Ok(CategoryPattern::Prefix(prefix.to_owned())),
            None if !written.is_empty() && !written.contains('*') => {
                Ok(CategoryPattern::Leaf(CategoryCode::new(written)))
            }
            Some(_) | None => Err(BadPattern::Category(written.to_owned())),
        }
    }
}

impl FromStr for AreaPattern {
    type Err = BadPattern;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let written = written.trim();
        let bad = || BadPattern::Area(written.to_owned());
        if written == "*" {
            return Ok(AreaPattern::Anywhere);
        }
        match written.strip_prefix("类型:").or_else(|| written.strip_prefix("类型：")) {
            Some(kind) => AreaKind::parse(kind).map(AreaPattern::Kind).ok_or_else(bad),
            None if written.is_empty() => Err(bad()),
            None => Ok(AreaPattern::Code(AreaCode::new(written))),
        }
    }
}

impl FromStr for Handler {
    type Err = BadPattern;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let written = written.trim();
        let bad = || BadPattern::Handler(written.to_owned());
        match written.strip_prefix('@') {
            Some(level) => match Level::parse(level) {
                Some(level @ (Level::Town | Level::Community)) => Ok(Handler::Of(level)),
                Some(Level::Banner | Level::Grid) | None => Err(bad()),
            },
            None if written.is_empty() => Err(bad()),
            None => Ok(Handler::Unit(UnitCode::new(written))),
        }
    }
}

/// A banner, a town, a community or a grid.
#[derive(Clone, Debug)]
pub struct AreaRow {
    /// Line of the file.
    pub row: usize,
    /// Its code.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// How wide it is.
    pub level: Level,
    /// The area it lies in; none for the banner.
    pub parent: Option<AreaCode>,
    /// What kind of country it is; none: as the area around it.
    pub kind: Option<AreaKind>,
    /// The unit whose desk serves it.
    pub unit: Option<UnitCode>,
    /// What people call it.
    pub aliases: Vec<String>,
}

/// A unit that handles orders.
#[derive(Clone, Debug)]
pub struct UnitRow {
    /// Line of the file.
    pub row: usize,
    /// Its code.
    pub code: UnitCode,
    /// Its name in full.
    pub name: String,
    /// Its short name.
    pub short: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// What people call it.
    pub aliases: Vec<String>,
}

/// The kinds of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// 热线中心.
    Hotline,
    /// 旗级部门.
    Department,
    /// 苏木乡镇街道.
    Town,
    /// 嘎查社区.
    Community,
    /// 公共服务企业.
    Utility,
}

impl UnitKind {
    /// All kinds of units.
    pub const ALL: [UnitKind; 5] =
        [UnitKind::Hotline, UnitKind::Department, UnitKind::Town, UnitKind::Community, UnitKind::Utility];

    /// The term in the unit file.
    pub fn name(self) -> &'static str {
        match self {
            UnitKind::Hotline => "热线中心",
            UnitKind::Department => "旗级部门",
            UnitKind::Town => "苏木乡镇街道",
            UnitKind::Community => "嘎查社区",
            UnitKind::Utility => "公共服务企业",
        }
    }

    /// The kind of that term.
    pub fn parse(name: &str) -> Option<UnitKind> {
        UnitKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether it is one of the 基层 units that a department's duty must not be handed down to
    /// (国办函〔2025〕66号, article 5).
    pub fn is_grassroots(self) -> bool {
        match self {
            UnitKind::Town | UnitKind::Community => true,
            UnitKind::Hotline | UnitKind::Department | UnitKind::Utility => false,
        }
    }
}

/// A named place.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// Line of the file.
    pub row: usize,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub aliases: Vec<String>,
    /// The narrowest area that surely holds it.
    pub area: AreaCode,
}

/// A danger to life, or a crime going on.
#[derive(Clone, Debug)]
pub struct EmergencyRow {
    /// Line of the file.
    pub row: usize,
    /// Its code, e.g. `fire`.
    pub code: EmergencyCode,
    /// Its name.
    pub name: String,
    /// The number to call at once.
    pub number: String,
    /// The unit whose duty officer is alerted besides the hotline.
    pub unit: Option<UnitCode>,
    /// Words that tell of it.
    pub words: Vec<Term>,
    /// Phrases that cancel a word when they stand directly around it: long ago, not at all, only a drill.
    pub unless: Vec<String>,
    /// What the citizen should do until help is there.
    pub advice: String,
}

impl EmergencyRow {
    /// Whether somebody else than the hotline itself must be called at once (12345 与 110、119、120 联动, 国办发〔2022〕12号).
    pub fn calls_others(&self) -> bool {
        const HOTLINE: &str = "12345";
        self.number != HOTLINE
    }
}

/// Phrases of one request to the bot itself.
#[derive(Clone, Debug)]
pub struct RequestRow {
    /// Line of the file.
    pub row: usize,
    /// What is wanted.
    pub request: RequestName,
    /// Phrases that must be the whole message; punctuation and blanks are ignored.
    pub whole: Vec<String>,
    /// Phrases that may occur inside a short message.
    pub words: Vec<String>,
}

/// A word the general dictionary does not know.
#[derive(Clone, Debug)]
pub struct WordRow {
    /// Line of the file.
    pub row: usize,
    /// The word.
    pub word: String,
    /// How often it is used; none: often enough to stay in one piece.
    pub freq: Option<usize>,
    /// Its part of speech.
    pub tag: Option<String>,
}

/// An answer to a common question.
#[derive(Clone, Debug)]
pub struct KnowledgeRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The category it belongs to.
    pub category: Option<CategoryCode>,
    /// The unit that answers for it.
    pub unit: Option<UnitCode>,
    /// How people ask for it.
    pub questions: Vec<String>,
    /// The answer.
    pub body: String,
}
