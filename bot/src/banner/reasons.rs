//! With which coded reasons is something refused, returned, extended or withdrawn?

use storage::ReasonCode;

use super::folder::Folder;
use super::problem::Problems;
use super::sheet::{Columns, Rows, read};

/// The file's name.
pub(super) const FILE: &str = "reasons.csv";

const COLUMNS: Columns =
    Columns { must: &["code", "use", "title", "text", "appeal"], may: &["channel", "basis"] };

/// A coded reason, with the words it is told in.
#[derive(Clone, Debug)]
pub struct Reason {
    /// Line of the file.
    pub line: usize,
    /// Its code: `N01` …
    pub code: ReasonCode,
    /// What it is a reason for.
    pub purpose: Purpose,
    /// Its name.
    pub title: String,
    /// What the citizen, or the unit, reads.
    pub text: String,
    /// Where to turn instead; may be empty.
    pub channel: String,
    /// The rule it rests on; may be empty.
    pub basis: String,
    /// Whether the citizen may ask for a second look.
    pub appeal: bool,
}

/// What a coded reason is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// 不予受理
    Reject,
    /// 退单
    Return,
    /// 延期
    Extend,
    /// 撤单
    Withdraw,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Reject, Self::Return, Self::Extend, Self::Withdraw];

    /// The term in the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reject => "不予受理",
            Self::Return => "退单",
            Self::Extend => "延期",
            Self::Withdraw => "撤单",
        }
    }
}

pub(super) fn reasons(folder: &Folder, problems: &Problems) -> Rows<Reason> {
    read(folder, FILE, &COLUMNS, problems, |row| {
        let code = row.code("code");
        let purpose = row.one_of("use", &Purpose::ALL.map(|purpose| (purpose.name(), purpose)));
        let title = row.required("title");
        let text = row.required("text");
        let appeal = row.one_of("appeal", &[("是", true), ("否", false)]);
        Some(Reason {
            line: row.line,
            code: ReasonCode::new(code?),
            purpose: purpose?,
            title: title?,
            text: text?,
            channel: row.cell("channel"),
            basis: row.cell("basis"),
            appeal: appeal?,
        })
    })
}
