//! Is a copy whole, and does it say what the database says?

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::row::Row;
use super::{Contents, Form};

/// Counts and digests over all tables of a copy, in the order of its contents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// One a table.
    pub tables: Vec<TableSum>,
}

/// Count and digest of one table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableSum {
    /// How many rows.
    pub rows: u64,
    /// SHA-256 over its rows, each as it is written outside of a database, in the order of its key; hexadecimal.
    pub digest: String,
}

impl Sum {
    /// How many rows in all.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// The first table about which two sums differ.
    pub fn difference<'a>(&self, other: &Self, contents: &'a Contents) -> Option<&'a str> {
        let mut named = contents.tables.iter().enumerate();
        named.find(|(n, _)| self.tables.get(*n) != other.tables.get(*n)).map(|(_, form)| form.name.as_str())
    }
}

/// Counts and digests as rows go by.
pub struct Adding {
    tables: Vec<(u64, Sha256)>,
    buffer: Vec<u8>,
}

impl Adding {
    /// Over these tables.
    pub fn over(tables: &[Form]) -> Self {
        Self { tables: vec![(0, Sha256::new()); tables.len()], buffer: Vec::new() }
    }

    /// Takes a row in.
    pub fn add(&mut self, table: usize, row: &Row) {
        self.buffer.clear();
        row.iter().for_each(|value| value.write(&mut self.buffer));
        let (rows, digest) = &mut self.tables[table];
        *rows += 1;
        digest.update(&self.buffer);
    }

    /// What it comes to.
    pub fn sum(self) -> Sum {
        let hexadecimal =
            |digest: Sha256| digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let tables = self.tables.into_iter();
        Sum { tables: tables.map(|(rows, digest)| TableSum { rows, digest: hexadecimal(digest) }).collect() }
    }
}

impl fmt::Debug for Adding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.tables.iter().map(|(rows, _)| rows)).finish()
    }
}
