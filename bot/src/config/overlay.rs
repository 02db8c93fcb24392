//! How does the environment overlay the file?

use serde::Deserialize;
use toml::{Table, Value};

use super::fault::{first_line, suggestion};
use super::{Config, ConfigError};

const PREFIX: &str = "JIESU_";

/// The file's values with those of `JIESU_…` variables in their place. `__` separates a section from its key; a value
/// is read as TOML where it is TOML (numbers, lists), as a string otherwise.
pub(super) fn overlay(
    written: Config,
    text: &str,
    environment: impl IntoIterator<Item = (String, String)>,
) -> Result<Config, ConfigError> {
    let mut variables: Vec<(String, String)> =
        environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX)).collect();
    variables.sort();
    let mut table: Table = toml::from_str(text).unwrap_or_default();
    let mut config = written;
    for (name, value) in variables {
        let path: Vec<String> = name[PREFIX.len()..].split("__").map(str::to_lowercase).collect();
        set(&mut table, &path, &value);
        config = Config::deserialize(Value::Table(table.clone())).map_err(|why| ConfigError::Variable {
            name,
            what: first_line(why.message()),
            suggestion: suggestion(why.message()),
        })?;
    }
    Ok(config)
}

fn set(table: &mut Table, path: &[String], value: &str) {
    match path {
        [] => {}
        [key] => {
            table.insert(key.clone(), parsed(value));
        }
        [section, rest @ ..] => {
            let inner = table.entry(section.clone()).or_insert_with(|| Value::Table(Table::new()));
            if !inner.is_table() {
                *inner = Value::Table(Table::new());
            }
            if let Value::Table(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

fn parsed(value: &str) -> Value {
    let document = toml::from_str::<Table>(&format!("value = {value}"));
    document
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| Value::String(value.to_owned()))
}
