//! How is a JSON document with one long list read, without holding all of it?

use std::io::{BufReader, Bytes, Read};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use serde_json::Value;

use super::decoded::{decoded, encoding_of, unreadable};
use super::fault::Fault;
use super::object::Names;
use super::row::{Hear, LARGEST_ROW, Row};

/// A JSON file: a list, or an object with one list in it.
pub(super) struct List {
    path: PathBuf,
    encoding: &'static Encoding,
    /// The name of the list; the document itself if it has none.
    name: Option<String>,
    names: Names,
    /// How many rows it has.
    pub(super) rows: u64,
}

impl List {
    /// Reads the whole document once: a file that breaks off is refused before anything is done with it.
    pub(super) fn open(path: &Path) -> Result<Self, Fault> {
        let encoding = encoding_of(path)?;
        let mut file = Self { path: path.to_owned(), encoding, name: None, names: Names::default(), rows: 0 };
        let mut lists: Vec<(Option<String>, Names, u64)> = Vec::new();
        let mut broken = None;
        file.elements(&mut |list, line, bytes| {
            if lists.last().is_none_or(|(name, ..)| name.as_deref() != list) {
                lists.push((list.map(str::to_owned), Names::default(), 0));
            }
            let Some((_, names, rows)) = lists.last_mut() else { return false };
            *rows += 1;
            match bytes.map(serde_json::from_slice::<Value>) {
                Ok(Ok(Value::Object(object))) => names.meet(&object),
                Ok(Err(error)) => broken = Some(Fault::NotJson { line: line + error.line() as u64 - 1 }),
                Ok(Ok(_)) | Err(_) => {}
            }
            broken.is_none()
        })?;
        if let Some(fault) = broken {
            return Err(fault);
        }
        if lists.len() > 1 {
            let called: Vec<String> = lists.into_iter().filter_map(|(name, ..)| name).collect();
            return Err(Fault::NoList { lists: called.join(", ") });
        }
        let (name, names, rows) = lists.pop().ok_or(Fault::NoList { lists: String::new() })?;
        (file.name, file.names, file.rows) = (name, names, rows);
        Ok(file)
    }

    /// The fields.
    pub(super) fn names(&self) -> &[String] {
        self.names.list()
    }

    /// Reads every row.
    pub(super) fn each(&self, hear: &mut Hear<'_>) -> Result<(), Fault> {
        self.elements(&mut |list, line, bytes| {
            if list != self.name.as_deref() {
                return true;
            }
            let value =
                bytes.and_then(|bytes| serde_json::from_slice(bytes).map_err(|_| Fault::NotJson { line }));
            hear(Row { line, cells: value.and_then(|value| self.names.cells(value)) })
        })
    }

    /// The elements of every list at the top, with the line on which each begins.
    fn elements(&self, hear: &mut Element<'_>) -> Result<(), Fault> {
        let text = BufReader::with_capacity(256 << 10, decoded(&self.path, self.encoding)?);
        let mut walk = Walk { bytes: text.bytes().peekable(), line: 1 };
        match walk.next_mark()? {
            b'[' => {
                if !walk.list(None, hear)? {
                    return Ok(());
                }
            }
            b'{' => {
                if !walk.object(hear)? {
                    return Ok(());
                }
            }
            _ => return Err(walk.fault()),
        }
        walk.blanks()?;
        if walk.peek()?.is_none() { Ok(()) } else { Err(walk.fault()) }
    }
}

/// Hears of an element of a list: the list's name, the line, the bytes or why they are not kept; `false`: no more.
type Element<'a> = dyn FnMut(Option<&str>, u64, Result<&[u8], Fault>) -> bool + 'a;

struct Walk<R: Read> {
    bytes: Peekable<Bytes<R>>,
    line: u64,
}

impl<R: Read> Walk<R> {
    /// The members of an object whose brace was read; `false`: the hearer has heard enough.
    fn object(&mut self, hear: &mut Element<'_>) -> Result<bool, Fault> {
        loop {
            match self.next_mark()? {
                b'}' => return Ok(true),
                b',' => {}
                b'"' => {
                    let mut name = vec![b'"'];
                    self.string(&mut Some(&mut name))?;
                    let name: String = serde_json::from_slice(&name).map_err(|_| self.fault())?;
                    if self.next_mark()? != b':' {
                        return Err(self.fault());
                    }
                    self.blanks()?;
                    if self.peek()? == Some(b'[') {
                        self.next()?;
                        if !self.list(Some(&name), hear)? {
                            return Ok(false);
                        }
                    } else {
                        self.value(&mut None)?;
                    }
                }
                _ => return Err(self.fault()),
            }
        }
    }

    /// The elements of a list whose bracket was read.
    fn list(&mut self, name: Option<&str>, hear: &mut Element<'_>) -> Result<bool, Fault> {
        let mut kept = Vec::new();
        let mut is_first = true;
        loop {
            self.blanks()?;
            if self.peek()? == Some(b']') {
                self.next()?;
                return Ok(true);
            }
            if !std::mem::take(&mut is_first) {
                if self.next()? != b',' {
                    return Err(self.fault());
                }
                self.blanks()?;
            }
            kept.clear();
            let line = self.line;
            self.value(&mut Some(&mut kept))?;
            let bytes = if kept.len() > LARGEST_ROW {
                Err(Fault::RowTooLarge { megabytes: (LARGEST_ROW >> 20) as u64 })
            } else {
                Ok(kept.as_slice())
            };
            if !hear(name, line, bytes) {
                return Ok(false);
            }
        }
    }

    /// Reads over one value, keeping as much of it as a row may be large.
    fn value(&mut self, kept: &mut Option<&mut Vec<u8>>) -> Result<(), Fault> {
        let mut depth = 0_u32;
        loop {
            match self.peek()? {
                Some(b'"') => {
                    keep(kept, self.next()?);
                    self.string(kept)?;
                }
                Some(b'[' | b'{') => {
                    keep(kept, self.next()?);
                    depth += 1;
                    continue;
                }
                Some(b']' | b'}') if depth > 0 => {
                    keep(kept, self.next()?);
                    depth -= 1;
                }
                Some(b',' | b':' | b' ' | b'\t' | b'\r' | b'\n') if depth > 0 => {
                    keep(kept, self.next()?);
                    continue;
                }
                Some(b',' | b']' | b'}' | b':') | None => return Err(self.fault()),
                Some(_) => self.scalar(kept)?,
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// The rest of a string whose first quotation mark was read.
    fn string(&mut self, kept: &mut Option<&mut Vec<u8>>) -> Result<(), Fault> {
        let mut escaped = false;
        loop {
            let byte = self.next()?;
            keep(kept, byte);
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => return Ok(()),
                _ => {}
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn scalar(&mut self, kept: &mut Option<&mut Vec<u8>>) -> Result<(), Fault> {
        while let Some(byte) = self.peek()? {
            if matches!(byte, b',' | b']' | b'}' | b':') || byte.is_ascii_whitespace() {
                break;
            }
            keep(kept, self.next()?);
        }
        Ok(())
    }

    fn next_mark(&mut self) -> Result<u8, Fault> {
        self.blanks()?;
        self.next()
    }

    fn blanks(&mut self) -> Result<(), Fault> {
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.next()?;
        }
        Ok(())
    }

    fn next(&mut self) -> Result<u8, Fault> {
        let byte = match self.bytes.next() {
            Some(byte) => byte.map_err(|error| unreadable(&error))?,
            None => return Err(self.fault()),
        };
        self.line += u64::from(byte == b'\n');
        Ok(byte)
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        match self.bytes.peek() {
            Some(Ok(byte)) => Ok(Some(*byte)),
            Some(Err(error)) => Err(unreadable(error)),
            None => Ok(None),
        }
    }

    fn fault(&self) -> Fault {
        Fault::NotJson { line: self.line }
    }
}

fn keep(kept: &mut Option<&mut Vec<u8>>, byte: u8) {
    if let Some(kept) = kept
        && kept.len() <= LARGEST_ROW
    {
        kept.push(byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::row::Cell;

    /// A row as one text, with its line.
    type Read = (u64, String);

    fn read(text: &str) -> Result<(Vec<String>, Vec<Read>), Fault> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let list = List::open(file.path())?;
        let mut rows = Vec::new();
        list.each(&mut |row| {
            let cells =
                row.cells.map(|cells| cells.iter().filter_map(Cell::text).collect::<Vec<_>>().join("|"));
            rows.push((row.line, cells.unwrap_or_else(|fault| format!("{fault:?}"))));
            true
        })?;
        Ok((list.names().to_vec(), rows))
    }

    #[test]
    fn a_list_alone_or_in_an_object_is_read_with_its_lines() {
        let rows = "[\n {\"编号\": 250912101108115409, \"内容\": \"路灯\\\"不亮\\\"[1]\"},\n\n {\"内容\":null,\"x\":[1,{\"y\":2}]}, 7]";
        let expected = vec![
            (2, "路灯\"不亮\"[1]|250912101108115409".to_owned()),
            (4, String::new()),
            (4, "NotAnObject".to_owned()),
        ];
        let (names, read_rows) = read(rows).unwrap();
        assert_eq!(
            (names, read_rows),
            (vec!["内容".to_owned(), "编号".to_owned(), "x".to_owned()], expected.clone())
        );
        let (_, inside) =
            read(&format!("{{\"count\": 2, \"meta\": {{\"a\": [1]}}, \"rows\": {rows} }}\n")).unwrap();
        assert_eq!(inside.len(), expected.len());
    }

    #[test]
    fn a_document_that_breaks_off_is_refused_whole() {
        for broken in [
            "[{\"a\":1},\n{\"a\":2}",
            "[{\"a\":1}]x",
            "[{\"a\":\"1}]",
            "[{\"a\" 1}]",
            "[1 2]",
            "{\"a\":[1,]",
            "x",
        ] {
            assert!(matches!(read(broken), Err(Fault::NotJson { .. })), "{broken}: {:?}", read(broken));
        }
        assert_eq!(read("[{\"a\":1},\n\n{\"a\":tru}]"), Err(Fault::NotJson { line: 3 }));
    }

    #[test]
    fn which_of_two_lists_is_meant_is_not_guessed() {
        let two = read("{\"rows\":[{\"a\":1}],\"others\":[{\"a\":1}]}");
        assert_eq!(two, Err(Fault::NoList { lists: "rows, others".to_owned() }));
        assert_eq!(read("{\"a\":1}"), Err(Fault::NoList { lists: String::new() }));
    }
}
