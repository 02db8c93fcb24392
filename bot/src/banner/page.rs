//! What stands in a TOML file, and which keys are not as they must be?

use std::cell::RefCell;
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{Fault, Form};
use super::folder::Folder;
use super::problem::{Problems, nearest};

/// One table of a file under examination. What is wrong with a key is reported as the key is asked for.
pub(super) struct Table<'a> {
    page: &'a Page<'a>,
    /// Line of the file where the table begins.
    pub(super) line: usize,
    /// Names of the tables around it, each with a dot after it.
    path: String,
    keys: &'a DeTable<'a>,
    /// Keys that are there under a misspelt name: one mistake, not two.
    misspelt: RefCell<Vec<String>>,
}

/// Where the text came from.
struct Page<'a> {
    file: &'a str,
    text: &'a str,
    /// Lines of the file above the text.
    above: usize,
    problems: &'a Problems,
}

/// Reads a file of the folder; none when it is not there or no TOML, which is reported.
pub(super) fn read<T>(
    folder: &Folder,
    file: &str,
    problems: &Problems,
    each: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Option<T> {
    read_text(file, folder.text(file)?, 0, problems, each)
}

/// Reads a text that stands `above` lines below the top of its file.
pub(super) fn read_text<T>(
    file: &str,
    text: &str,
    above: usize,
    problems: &Problems,
    each: impl FnOnce(&Table<'_>) -> Option<T>,
) -> Option<T> {
    let page = Page { file, text, above, problems };
    match DeTable::parse(text) {
        Ok(keys) => each(&Table {
            page: &page,
            line: page.line(0),
            path: String::new(),
            keys: keys.get_ref(),
            misspelt: RefCell::default(),
        }),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            // The one mistake everybody makes who writes TOML in Chinese.
            let unquoted: String = text
                .get(at..)
                .unwrap_or_default()
                .chars()
                .take_while(|sign| sign.is_alphanumeric())
                .collect();
            let fault = if unquoted.is_ascii() {
                Fault::Syntax { why: error.message().to_owned() }
            } else {
                Fault::Unquoted { value: unquoted }
            };
            problems.error(file, page.line(at), "", fault, None);
            None
        }
    }
}

impl<'a> Table<'a> {
    /// Reports keys that have no meaning here; to be asked before any key.
    pub(super) fn only(&self, known: &[&str]) {
        for key in self.keys.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let absent = known.iter().filter(|known| self.find(known).is_none());
                let suggestion = nearest(name, absent);
                self.misspelt.borrow_mut().extend(suggestion.clone());
                self.fault_at(self.page.line(key.span().start), name, Fault::UnknownName, suggestion);
            }
        }
    }

    /// Reports a fault of a key, at its line if it is there.
    pub(super) fn fault(&self, name: &str, fault: Fault, suggestion: Option<String>) {
        self.fault_at(self.line_of(name), name, fault, suggestion);
    }

    /// The line of a key, or of the table when the key is not there.
    pub(super) fn line_of(&self, name: &str) -> usize {
        self.find(name).map_or(self.line, |value| self.page.line(value.span().start))
    }

    /// A text that must be there and must not be empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.text_or_none(name)?.or_else(|| self.missing(name))
    }

    /// A text; `Some(None)` when the key is not there or empty, `None` when it is no text.
    pub(super) fn text_or_none(&self, name: &str) -> Option<Option<String>> {
        let Some(value) = self.find(name) else {
            return Some(None);
        };
        match value.get_ref().as_str() {
            Some(text) => Some(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            None => self.malformed(name, value, Form::Text),
        }
    }

    /// A text with a form of its own, which must be there.
    pub(super) fn parsed<T: FromStr>(&self, name: &str, form: Form) -> Option<T> {
        let Some(value) = self.find(name) else {
            return self.missing(name);
        };
        match written(value.get_ref()).parse() {
            Ok(parsed) => Some(parsed),
            Err(_) => self.malformed(name, value, form),
        }
    }

    /// A text with a form of its own; `Some(None)` when the key is not there or empty.
    pub(super) fn parsed_or_none<T: FromStr>(&self, name: &str, form: Form) -> Option<Option<T>> {
        match self.find(name).map(|value| written(value.get_ref())) {
            None => Some(None),
            Some(text) if text.is_empty() => Some(None),
            Some(_) => self.parsed(name, form).map(Some),
        }
    }

    /// One of few names.
    pub(super) fn choose<T: Copy>(
        &self,
        name: &str,
        value: String,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let found = choices.iter().find(|(choice, _)| *choice == value);
        if found.is_none() {
            let names = || choices.iter().map(|(choice, _)| *choice);
            let suggestion = nearest(&value, names());
            self.fault(
                name,
                Fault::NotOneOf { value, allowed: names().collect::<Vec<_>>().join(" ") },
                suggestion,
            );
        }
        found.map(|(_, choice)| *choice)
    }

    /// `true` or `false`; `usual` when the key is not there.
    pub(super) fn switch(&self, name: &str, usual: bool) -> Option<bool> {
        let Some(value) = self.find(name) else {
            return Some(usual);
        };
        value.get_ref().as_bool().or_else(|| self.malformed(name, value, Form::Switch))
    }

    /// A list of values with a form of their own; empty when the key is not there.
    pub(super) fn list<T: FromStr>(&self, name: &str, form: Form) -> Option<Vec<T>> {
        let Some(value) = self.find(name) else {
            return Some(Vec::new());
        };
        let Some(values) = value.get_ref().as_array() else {
            return self.malformed(name, value, Form::List);
        };
        let parsed: Vec<Option<T>> = values
            .iter()
            .map(|value| match written(value.get_ref()).parse() {
                Ok(parsed) => Some(parsed),
                Err(_) => self.malformed(name, value, form),
            })
            .collect();
        parsed.into_iter().collect()
    }

    /// A table inside this one that must be there.
    pub(super) fn table(&self, name: &str) -> Option<Table<'a>> {
        let Some(value) = self.find(name) else {
            return self.missing(name);
        };
        match value.get_ref().as_table() {
            Some(keys) => Some(self.inside(name, value.span().start, keys)),
            None => self.malformed(name, value, Form::Table),
        }
    }

    /// The tables of one name: `[[name]]`; empty when there is none.
    pub(super) fn tables(&self, name: &str) -> Vec<Table<'a>> {
        let Some(value) = self.find(name) else {
            return Vec::new();
        };
        let Some(values) = value.get_ref().as_array() else {
            let _reported: Option<()> = self.malformed(name, value, Form::Table);
            return Vec::new();
        };
        values
            .iter()
            .filter_map(|value| match value.get_ref().as_table() {
                Some(keys) => Some(self.inside(name, value.span().start, keys)),
                None => self.malformed(name, value, Form::Table),
            })
            .collect()
    }

    fn inside(&self, name: &str, start: usize, keys: &'a DeTable<'a>) -> Table<'a> {
        Table {
            page: self.page,
            line: self.page.line(start),
            path: format!("{}{name}.", self.path),
            keys,
            misspelt: RefCell::default(),
        }
    }

    fn find(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.keys.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value)
    }

    fn missing<T>(&self, name: &str) -> Option<T> {
        let fault = if self.find(name).is_some() { Fault::Empty } else { Fault::MissingName };
        if !self.misspelt.borrow().iter().any(|misspelt| misspelt == name) {
            self.fault(name, fault, None);
        }
        None
    }

    fn malformed<T>(&self, name: &str, value: &Spanned<DeValue<'_>>, form: Form) -> Option<T> {
        let line = self.page.line(value.span().start);
        self.fault_at(line, name, Fault::Malformed { value: written(value.get_ref()), form }, None);
        None
    }

    fn fault_at(&self, line: usize, name: &str, fault: Fault, suggestion: Option<String>) {
        self.page.problems.error(self.page.file, line, &format!("{}{name}", self.path), fault, suggestion);
    }
}

impl Page<'_> {
    fn line(&self, byte: usize) -> usize {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        self.above + 1 + before.iter().filter(|&&byte| byte == b'\n').count()
    }
}

/// A value as text: a number or a date may stand with or without quotation marks.
fn written(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(switch) => switch.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}
