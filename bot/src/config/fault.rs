//! What is wrong with a configuration, where, and what to do?

use std::path::PathBuf;

/// The start is stopped.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{}: cannot be read: {why}", .file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A line of the file is wrong.
    #[error("{file}:{line}: {what}{suggestion}")]
    Line {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        what: String,
        /// `; did you mean …`, or empty.
        suggestion: String,
    },
    /// An environment variable is wrong.
    #[error("environment variable {name}: {what}{suggestion}")]
    Variable {
        /// The variable.
        name: String,
        /// What is wrong.
        what: String,
        /// `; did you mean …`, or empty.
        suggestion: String,
    },
    /// A value is not allowed.
    #[error("{field} = {value:?} is not {wanted}")]
    Value {
        /// E.g. `staff.idle_minutes`.
        field: String,
        /// As written.
        value: String,
        /// What it should be.
        wanted: &'static str,
    },
}

impl ConfigError {
    /// With the line the parser points at.
    pub(super) fn in_file(file: &str, text: &str, why: &toml::de::Error) -> Self {
        let line = why.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
        Self::Line {
            file: file.to_owned(),
            line,
            what: first_line(why.message()),
            suggestion: suggestion(why.message()),
        }
    }
}

/// The nearest of the names a parser's message offers: ``unknown field `a`, expected `b` or one of `c`, `d` ``.
pub(super) fn suggestion(message: &str) -> String {
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let Some((unknown, offered)) = names.split_first() else {
        return String::new();
    };
    if !message.starts_with("unknown ") {
        return String::new();
    }
    let nearest = offered.iter().max_by(|one, other| {
        strsim::jaro_winkler(unknown, one).total_cmp(&strsim::jaro_winkler(unknown, other))
    });
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

pub(super) fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}
