//! What can be wrong in a banner's files?

/// What a code refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A unit of `units.csv`.
    Unit,
    /// An area of `areas.csv`.
    Area,
    /// A leaf of `catalogue.csv`.
    Category,
    /// A profile of `limits.toml`.
    Profile,
    /// A grid of `areas.csv`.
    Grid,
}

/// What is wrong, with what is needed to say it; the sentences are in `check.ftl`.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// The file is not there.
    MissingFile,
    /// The file has no meaning here.
    UnknownFile,
    /// The file or folder cannot be opened.
    Unreadable {
        /// What the operating system says.
        why: String,
    },
    /// The file is larger than any file of a banner.
    TooLarge {
        /// The bound.
        megabytes: u64,
    },
    /// The file is not UTF-8.
    NotUtf8,
    /// The file does not follow its format at all.
    Syntax {
        /// What the reader of the format says.
        why: String,
    },
    /// A name in Chinese stands without quotation marks.
    Unquoted {
        /// The name.
        value: String,
    },
    /// The column or key has no meaning here.
    UnknownName,
    /// The column or key is not there.
    MissingName,
    /// A row has more or fewer cells than the header.
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A cell runs over more than one line: a quotation mark is not closed.
    LineBreak,
    /// The cell is empty and must not be.
    Empty,
    /// The value is none of the few that are possible.
    NotOneOf {
        /// What stands there.
        value: String,
        /// What may stand there, separated by blanks.
        allowed: String,
    },
    /// The value is not written as it must be.
    Malformed {
        /// What stands there.
        value: String,
        /// How it must look.
        form: Form,
    },
    /// The code stands in no other file where it must stand.
    Unknown {
        /// What it should be.
        thing: Thing,
        /// The code.
        code: String,
    },
    /// The code or name was given before.
    Twice {
        /// The code or name.
        code: String,
        /// Line where it stands first.
        first: usize,
    },
    /// The id stands in another file already.
    TwiceIn {
        /// The id.
        code: String,
        /// The other file.
        file: String,
    },
    /// The area lies in one that is not wider.
    WrongParent {
        /// Its level.
        level: &'static str,
        /// The level of the area it is said to lie in.
        parent: &'static str,
    },
    /// The area has no unit that serves it.
    NoUnit,
    /// The grid has nobody who looks after it.
    NoWorker,
    /// There is not exactly one area of the widest level.
    NotOneBanner {
        /// How many there are.
        count: usize,
    },
    /// No line of the 派单目录 can be followed for this leaf anywhere.
    NoRoute,
    /// A placeholder stands in a line that forbids the grassroots.
    PlaceholderForbidden {
        /// The placeholder.
        placeholder: String,
    },
    /// A line that forbids the grassroots names a unit of the grassroots.
    GrassrootsForbidden {
        /// The unit.
        unit: String,
    },
    /// A prefix no leaf of the catalogue begins with.
    MatchesNothing {
        /// The prefix.
        prefix: String,
    },
    /// Two lines of the 派单目录 are about exactly the same.
    SameRoute {
        /// The other line.
        first: usize,
    },
    /// The example is understood as something else.
    ExampleGoesTo {
        /// The leaf it goes to.
        category: String,
        /// The words that decided, separated by blanks.
        words: String,
    },
    /// The example is understood as nothing at all.
    ExampleGoesNowhere,
    /// A name means several places.
    Ambiguous {
        /// The name.
        name: String,
        /// The other line.
        first: usize,
    },
    /// The year is called published but has no days.
    YearEmpty {
        /// The year.
        year: i16,
    },
    /// The day's year is not called published.
    YearUnpublished {
        /// The year.
        year: i16,
    },
    /// 班 on a day that is a working day anyway.
    NotAWeekend {
        /// The date.
        date: String,
    },
    /// No duty hours on working days: limits in days would never end.
    NoDuty,
    /// Two stretches of duty overlap.
    DutyOverlaps {
        /// When the second begins.
        from: String,
    },
    /// No profile is named for this kind or urgency.
    NoLimit {
        /// The kind or urgency.
        name: String,
    },
    /// The article is not true any more.
    Expired {
        /// The last day.
        until: String,
    },
    /// It ends before it begins.
    EndsBeforeItBegins,
    /// A file of the banner's own sentences has a mistake.
    Wording {
        /// What the reader of sentences says.
        why: String,
    },
    /// A request of citizens the program knows has no words.
    NoWords {
        /// The request.
        name: String,
    },
    /// The rule book cannot be compiled although every file can be read.
    Book {
        /// What the compiler says.
        why: String,
    },
}

/// How a value must look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `12`
    WholeNumber,
    /// `180`, at least 1
    Days,
    /// `0.6`, between 0 and 1
    Share,
    /// `2026-01-31`
    Date,
    /// `08:30`
    Time,
    /// `30m` `2h` `0d` `5wd`
    Span,
    /// `30m` `2h`, at most 31 days.
    ClockTime,
    /// `10`, at least 2
    People,
    /// `010203`
    CategoryCode,
    /// `010203` `0102*` `*`
    CategoryPattern,
    /// `SL01` `类型:牧区` `*`
    AreaPattern,
    /// `GAJ` `@苏木乡镇街道`
    Handler,
    /// `词` `词*3` `词+词*3`
    Term,
    /// Letters, digits and hyphens.
    Code,
    /// Text in quotation marks.
    Text,
    /// `true` or `false`.
    Switch,
    /// A list in square brackets.
    List,
    /// `[name]` and lines below it.
    Table,
    /// A name of the time zone database.
    TimeZone,
    /// `+++` lines around the head of an article.
    FrontMatter,
}

impl Fault {
    /// The key of its sentence in `check.ftl`.
    pub(super) fn key(&self) -> &'static str {
        match self {
            Self::MissingFile => "check-missing-file",
            Self::UnknownFile => "check-unknown-file",
            Self::Unreadable { .. } => "check-unreadable",
            Self::TooLarge { .. } => "check-too-large",
            Self::NotUtf8 => "check-not-utf8",
            Self::Syntax { .. } => "check-syntax",
            Self::Unquoted { .. } => "check-unquoted",
            Self::UnknownName => "check-unknown-name",
            Self::MissingName => "check-missing-name",
            Self::CellCount { .. } => "check-cell-count",
            Self::LineBreak => "check-line-break",
            Self::Empty => "check-empty",
            Self::NotOneOf { .. } => "check-not-one-of",
            Self::Malformed { form, .. } => form.key(),
            Self::Unknown { thing, .. } => thing.key(),
            Self::Twice { .. } => "check-twice",
            Self::TwiceIn { .. } => "check-twice-in",
            Self::WrongParent { .. } => "check-wrong-parent",
            Self::NoUnit => "check-no-unit",
            Self::NoWorker => "check-no-worker",
            Self::NotOneBanner { .. } => "check-not-one-banner",
            Self::NoRoute => "check-no-route",
            Self::PlaceholderForbidden { .. } => "check-placeholder-forbidden",
            Self::GrassrootsForbidden { .. } => "check-grassroots-forbidden",
            Self::MatchesNothing { .. } => "check-matches-nothing",
            Self::SameRoute { .. } => "check-same-route",
            Self::ExampleGoesTo { .. } => "check-example-goes-to",
            Self::ExampleGoesNowhere => "check-example-goes-nowhere",
            Self::Ambiguous { .. } => "check-ambiguous",
            Self::YearEmpty { .. } => "check-year-empty",
            Self::YearUnpublished { .. } => "check-year-unpublished",
            Self::NotAWeekend { .. } => "check-not-a-weekend",
            Self::NoDuty => "check-no-duty",
            Self::DutyOverlaps { .. } => "check-duty-overlaps",
            Self::NoLimit { .. } => "check-no-limit",
            Self::Expired { .. } => "check-expired",
            Self::EndsBeforeItBegins => "check-ends-before-it-begins",
            Self::Wording { .. } => "check-wording",
            Self::NoWords { .. } => "check-no-words",
            Self::Book { .. } => "check-book",
        }
    }

    /// What its sentence needs.
    pub(super) fn args(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::MissingFile
            | Self::UnknownFile
            | Self::NotUtf8
            | Self::UnknownName
            | Self::MissingName
            | Self::LineBreak
            | Self::Empty
            | Self::NoUnit
            | Self::NoWorker
            | Self::NoRoute
            | Self::NoDuty
            | Self::ExampleGoesNowhere
            | Self::EndsBeforeItBegins => Vec::new(),
            Self::Unreadable { why } | Self::Syntax { why } | Self::Wording { why } | Self::Book { why } => {
                vec![("why", why.clone())]
            }
            Self::TooLarge { megabytes } => vec![("megabytes", megabytes.to_string())],
            Self::CellCount { found, expected } => {
                vec![("found", found.to_string()), ("expected", expected.to_string())]
            }
            Self::NotOneOf { value, allowed } => vec![("value", value.clone()), ("allowed", allowed.clone())],
            Self::Unquoted { value } | Self::Malformed { value, form: _ } => vec![("value", value.clone())],
            Self::Unknown { thing: _, code } => vec![("code", code.clone())],
            Self::Twice { code, first } => vec![("code", code.clone()), ("first", first.to_string())],
            Self::TwiceIn { code, file } => vec![("code", code.clone()), ("file", file.clone())],
            Self::WrongParent { level, parent } => {
                vec![("level", (*level).to_owned()), ("parent", (*parent).to_owned())]
            }
            Self::NotOneBanner { count } => vec![("count", count.to_string())],
            Self::PlaceholderForbidden { placeholder } => vec![("placeholder", placeholder.clone())],
            Self::GrassrootsForbidden { unit } => vec![("unit", unit.clone())],
            Self::MatchesNothing { prefix } => vec![("prefix", prefix.clone())],
            Self::SameRoute { first } => vec![("first", first.to_string())],
            Self::ExampleGoesTo { category, words } => {
                vec![("category", category.clone()), ("words", words.clone())]
            }
            Self::Ambiguous { name, first } => vec![("name", name.clone()), ("first", first.to_string())],
            Self::YearEmpty { year } | Self::YearUnpublished { year } => vec![("year", year.to_string())],
            Self::NotAWeekend { date } => vec![("date", date.clone())],
            Self::DutyOverlaps { from } => vec![("from", from.clone())],
            Self::NoLimit { name } | Self::NoWords { name } => vec![("name", name.clone())],
            Self::Expired { until } => vec![("until", until.clone())],
        }
    }
}

impl Thing {
    fn key(self) -> &'static str {
        match self {
            Self::Unit => "check-unknown-unit",
            Self::Area => "check-unknown-area",
            Self::Category => "check-unknown-category",
            Self::Profile => "check-unknown-profile",
            Self::Grid => "check-unknown-grid",
        }
    }
}

impl Form {
    fn key(self) -> &'static str {
        match self {
            Self::WholeNumber => "check-form-whole-number",
            Self::Days => "check-form-days",
            Self::Share => "check-form-share",
            Self::Date => "check-form-date",
            Self::Time => "check-form-time",
            Self::Span => "check-form-span",
            Self::ClockTime => "check-form-clock-time",
            Self::People => "check-form-people",
            Self::CategoryCode => "check-form-category-code",
            Self::CategoryPattern => "check-form-category-pattern",
            Self::AreaPattern => "check-form-area-pattern",
            Self::Handler => "check-form-handler",
            Self::Term => "check-form-term",
            Self::Code => "check-form-code",
            Self::Text => "check-form-text",
            Self::Switch => "check-form-switch",
            Self::List => "check-form-list",
            Self::Table => "check-form-table",
            Self::TimeZone => "check-form-time-zone",
            Self::FrontMatter => "check-form-front-matter",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use prompts::Wording;

    #[test]
    fn every_fault_has_a_sentence_and_every_sentence_of_a_fault_is_said() {
        let (source, _) = include_str!("fault.rs").split_once("#[cfg(test)]").unwrap();
        let keys: BTreeSet<&str> = source.split('"').filter(|piece| piece.starts_with("check-")).collect();
        let wording = Wording::embedded();
        let silent: Vec<_> = keys.iter().filter(|key| !wording.has(key)).collect();
        assert!(silent.is_empty(), "{silent:?}");
        let ftl = include_str!("../../../prompts/locales/zh-CN/check.ftl");
        let written = ftl.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        let others = ["check-warning", "check-suggestion", "check-clean", "check-warned", "check-refused"];
        let unsaid: Vec<_> = written
            .filter(|key| key.starts_with("check-") && !keys.contains(key) && !others.contains(key))
            .collect();
        assert!(unsaid.is_empty(), "{unsaid:?}");
    }
}
