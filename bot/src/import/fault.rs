//! What can be wrong with a file of another system, or with one row of it?
//!
//! Facts only; the sentences are in `command.ftl`.

use intake::{BadTranscript, mask};
use prompts::{Arg, Wording};

use crate::desk::Invalid;
use crate::http;

/// What is wrong, with what is needed to say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be opened or read.
    Unreadable {
        /// What the operating system says.
        why: String,
    },
    /// Nothing stands in it.
    Empty,
    /// It is none of the formats that are read.
    UnknownFormat,
    /// It is not text, or of an unknown encoding.
    NotText {
        /// Where that shows, in bytes.
        position: u64,
    },
    /// A wish is not `FIELD=COLUMN`.
    Wish {
        /// What it says.
        wish: String,
    },
    /// A wish names a field that does not exist.
    UnknownField {
        /// What it says.
        field: String,
        /// The field that is most like it; empty if none is.
        nearest: String,
        /// All fields.
        fields: String,
    },
    /// A wish names a column that is not there.
    NoColumn {
        /// What it says.
        column: String,
        /// The column that is most like it; empty if none is.
        nearest: String,
        /// All columns of the file.
        columns: String,
    },
    /// No column tells what was said.
    NoText {
        /// All columns of the file.
        columns: String,
    },
    /// Not JSON.
    NotJson {
        /// Line, from 1.
        line: u64,
    },
    /// A JSON file holds no list of rows, or more than one.
    NoList {
        /// Names of the lists it holds.
        lists: String,
    },
    /// A row of JSON is not an object.
    NotAnObject,
    /// A field of JSON holds a list or an object where it must hold a text.
    NotAText {
        /// Name of the column.
        column: String,
    },
    /// A row has fewer or more cells than the header.
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A row is larger than any row should be: a quotation mark is not closed, or the file is not a table.
    RowTooLarge {
        /// The bound.
        megabytes: u64,
    },
    /// The workbook cannot be read.
    NotAWorkbook {
        /// What the reader of the format says.
        why: String,
    },
    /// The workbook unfolds to more than any workbook should.
    Bomb {
        /// The bound of all its parts together.
        megabytes: u64,
        /// The bound of one byte's unfolding.
        ratio: u64,
    },
    /// The workbook has no such sheet.
    NoSheet {
        /// The sheet that was asked for.
        sheet: String,
        /// The sheets there are.
        sheets: String,
    },
    /// A formula whose result is not in the file.
    Formula {
        /// Address of the cell.
        cell: String,
    },
    /// A cell shows an error.
    ErrorCell {
        /// Address of the cell.
        cell: String,
        /// What it shows.
        shows: String,
    },
    /// A time that cannot be read.
    BadTime {
        /// What stands there.
        time: String,
    },
    /// Neither a message nor a call.
    Blank,
    /// A call that cannot be read.
    BadTranscript(BadTranscript),
    /// The desk does not take it: a field of ours is wrong.
    Invalid {
        /// The field.
        field: &'static str,
        /// What is wrong with it.
        why: Invalid,
    },
}

impl Fault {
    /// The sentence, in a language.
    pub fn describe(&self, wording: &Wording, lang: &str) -> String {
        let say =
            |key: &str, args: &[(&str, Arg<'_>)]| wording.line(lang, &format!("import-fault-{key}"), args);
        match self {
            Self::Unreadable { why } => say("unreadable", &[("why", why.into())]),
            Self::Empty => say("empty", &[]),
            Self::UnknownFormat => say("unknown-format", &[]),
            Self::NotText { position } => say("not-text", &[("position", (*position).into())]),
            Self::Wish { wish } => say("wish", &[("wish", wish.into())]),
            Self::UnknownField { field, nearest, fields } if nearest.is_empty() => {
                say("unknown-field", &[("field", field.into()), ("fields", fields.into())])
            }
            Self::UnknownField { field, nearest, fields } => say(
                "unknown-field-near",
                &[("field", field.into()), ("nearest", nearest.into()), ("fields", fields.into())],
            ),
            Self::NoColumn { column, nearest, columns } if nearest.is_empty() => {
                say("no-column", &[("column", column.into()), ("columns", columns.into())])
            }
            Self::NoColumn { column, nearest, columns } => say(
                "no-column-near",
                &[("column", column.into()), ("nearest", nearest.into()), ("columns", columns.into())],
            ),
            Self::NoText { columns } => say("no-text", &[("columns", columns.into())]),
            Self::NotJson { line } => say("not-json", &[("line", (*line).into())]),
            Self::NoList { lists } if lists.is_empty() => say("no-list", &[]),
            Self::NoList { lists } => say("several-lists", &[("lists", lists.into())]),
            Self::NotAnObject => say("not-an-object", &[]),
            Self::NotAText { column } => say("not-a-text", &[("column", column.into())]),
            Self::CellCount { found, expected } => {
                say("cell-count", &[("found", (*found).into()), ("expected", (*expected).into())])
            }
            Self::RowTooLarge { megabytes } => say("row-too-large", &[("megabytes", (*megabytes).into())]),
            Self::NotAWorkbook { why } => say("not-a-workbook", &[("why", why.into())]),
            Self::Bomb { megabytes, ratio } => {
                say("bomb", &[("megabytes", (*megabytes).into()), ("ratio", (*ratio).into())])
            }
            Self::NoSheet { sheet, sheets } => {
                say("no-sheet", &[("sheet", sheet.into()), ("sheets", sheets.into())])
            }
            Self::Formula { cell } => say("formula", &[("cell", cell.into())]),
            Self::ErrorCell { cell, shows } => {
                say("error-cell", &[("cell", cell.into()), ("shows", shows.into())])
            }
            // Whatever stands in the wrong column may be anything, a phone among others.
            Self::BadTime { time } => say("bad-time", &[("time", mask(time).into())]),
            Self::Blank => say("blank", &[]),
            Self::BadTranscript(bad) => {
                let (slug, gaps) = http::bad_transcript(bad);
                let gaps: Vec<(&str, Arg<'_>)> =
                    gaps.into_iter().map(|(name, said)| (name, Arg::from(said))).collect();
                wording.line(lang, &format!("api-{slug}-detail"), &gaps)
            }
            Self::Invalid { field, why } => invalid(field, *why, wording, lang),
        }
    }
}

fn invalid(field: &str, why: Invalid, wording: &Wording, lang: &str) -> String {
    let (key, most) = match why {
        Invalid::Missing => ("missing", 0),
        Invalid::TooLong { most } => ("too-long", most),
        Invalid::NotAPhone => ("not-a-phone", 0),
        Invalid::Future => ("future", 0),
        Invalid::TooOld => ("too-old", 0),
        Invalid::SaidNothing => ("said-nothing", 0),
        Invalid::WrongForm | Invalid::UnknownCode | Invalid::NotForGrassroots | Invalid::MediaType => {
            ("wrong-form", 0)
        }
    };
    let field = wording.line(lang, &format!("import-field-{field}"), &[]);
    let args = [("field", field.into()), ("most", most.into())];
    wording.line(lang, &format!("import-fault-{key}"), &args)
}
