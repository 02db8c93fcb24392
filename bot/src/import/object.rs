//! What do the objects of a JSON file tell, row by row?

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::fault::Fault;
use super::row::Cell;

/// The names of all fields that any object of a file has.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Names {
    pub(super) fn meet(&mut self, object: &Map<String, Value>) {
        for name in object.keys() {
            if !self.places.contains_key(name) {
                self.places.insert(name.clone(), self.names.len());
                self.names.push(name.clone());
            }
        }
    }

    pub(super) fn list(&self) -> &[String] {
        &self.names
    }

    /// The cells of one object.
    pub(super) fn cells(&self, value: Value) -> Result<Vec<Cell>, Fault> {
        let Value::Object(object) = value else {
            return Err(Fault::NotAnObject);
        };
        let mut cells = vec![Cell::Empty; self.names.len()];
        for (name, value) in object {
            if let Some(place) = self.places.get(&name) {
                cells[*place] = cell(value);
            }
        }
        Ok(cells)
    }
}

fn cell(value: Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => Cell::Text(text),
        // As it is written: the ids of some systems have eighteen digits.
        Value::Number(number) => Cell::Text(number.to_string()),
        Value::Bool(yes) => Cell::Text(yes.to_string()),
        nested @ (Value::Array(_) | Value::Object(_)) => Cell::Nested(nested),
    }
}
