//! Which common questions have an answer, and how long is it true?

use jiff::civil::Date;
use storage::{CategoryCode, UnitCode};

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::page::{Table, read_text};
use super::plain::plain;
use super::problem::Problems;

/// The articles' folder.
pub(super) const FOLDER: &str = "knowledge/";

/// The line above and below the head of an article.
const FENCE: &str = "+++";

/// An answer to a common question.
#[derive(Clone, Debug)]
pub struct Article {
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
    /// The first day on which it is true.
    pub valid_from: Date,
    /// The last day on which it is true; none: until somebody changes it.
    pub valid_until: Option<Date>,
    /// Where it comes from.
    pub source: String,
    /// The answer, Markdown.
    pub body: String,
}

impl Article {
    /// Whether it is true on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_until.is_none_or(|last| day <= last)
    }

    /// Whether it can answer what belongs to that category; where one of the two is not known, it can.
    pub(super) fn may_belong_to(&self, category: Option<&intake::CategoryCode>) -> bool {
        let other = |own: &CategoryCode| category.is_some_and(|asked| asked.as_str() != own.as_str());
        !self.category.as_ref().is_some_and(other)
    }

    /// The answer as it is told: plain text, without the marks of Markdown.
    pub fn told(&self) -> String {
        plain(&self.body)
    }
}

/// An article, and where its head stands.
pub(super) struct Filed {
    pub(super) file: String,
    /// Lines of `id`, `category`, `unit` and `valid_until`, in this order.
    pub(super) lines: [usize; 4],
    pub(super) article: Article,
}

/// The articles that could be read, by file.
pub(super) fn articles(folder: &Folder, problems: &Problems) -> Vec<Filed> {
    folder.below(FOLDER).filter_map(|(file, text)| article(file, text, problems)).collect()
}

fn article(file: &str, text: &str, problems: &Problems) -> Option<Filed> {
    let Some((head, body)) = split(text) else {
        problems.error(
            file,
            1,
            "",
            Fault::Malformed { value: first_line(text), form: Form::FrontMatter },
            None,
        );
        return None;
    };
    let filed = read_text(file, head, 1, problems, |table| filed(file, table, body));
    if body.trim().is_empty() {
        problems.error(file, 1, "", Fault::Empty, None);
        return None;
    }
    filed
}

fn filed(file: &str, table: &Table<'_>, body: &str) -> Option<Filed> {
    table.only(&["id", "title", "category", "unit", "questions", "valid_from", "valid_until", "source"]);
    let (id, title) = (table.text("id"), table.text("title"));
    let (category, unit) = (table.text_or_none("category"), table.text_or_none("unit"));
    let questions = table.list::<String>("questions", Form::Text);
    if questions.as_ref().is_some_and(Vec::is_empty) {
        table.fault("questions", Fault::Empty, None);
    }
    let (from, until) =
        (table.parsed("valid_from", Form::Date), table.parsed_or_none("valid_until", Form::Date));
    let source = table.text_or_none("source");
    Some(Filed {
        file: file.to_owned(),
        lines: ["id", "category", "unit", "valid_until"].map(|name| table.line_of(name)),
        article: Article {
            id: id?,
            title: title?,
            category: category?.map(CategoryCode::new),
            unit: unit?.map(UnitCode::new),
            questions: questions?,
            valid_from: from?,
            valid_until: until?,
            source: source?.unwrap_or_default(),
            body: body.trim().to_owned(),
        },
    })
}

/// The head between the fences, and what comes after.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(FENCE)?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(40).collect()
}

impl From<&Article> for intake::KnowledgeRow {
    fn from(article: &Article) -> Self {
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            category: article.category.as_ref().map(|code| intake::CategoryCode::new(code.as_str())),
            unit: article.unit.as_ref().map(|code| intake::UnitCode::new(code.as_str())),
            questions: article.questions.clone(),
            body: article.body.clone(),
        }
    }
}
