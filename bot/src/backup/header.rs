//! What may everybody read of a backup?

use std::io::{self, BufRead};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::mint::Mint;

/// How every backup begins.
const MARK: &str = "jiesu backup\n";
/// The form this program writes, and the last one it reads.
const FORM: u32 = 1;
/// A header is never longer.
const LONGEST: u64 = 4096;

/// The first line of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the file's form.
    pub form: u32,
    /// Id of the sealing key that opens it.
    pub key: String,
    /// What makes its own key different from that of every other backup: 32 random bytes, base64.
    pub salt: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Version of the program that made it.
    pub program: String,
}

impl Header {
    /// Of a backup that is made now, under this key.
    pub fn new(key: &str, made_at: Timestamp, mint: &Mint) -> Self {
        Self {
            form: FORM,
            key: key.to_owned(),
            salt: STANDARD.encode(mint.bytes::<32>()),
            made_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    /// Mark and header, as the file begins.
    pub(super) fn write(&self) -> String {
        format!("{MARK}{}\n", serde_json::to_string(self).expect("a header has only string keys"))
    }

    /// The header, and the bytes that were read of it.
    pub(super) fn read(from: &mut impl BufRead) -> Result<(Self, Vec<u8>), Fault> {
        let mut bytes = Vec::new();
        let line = |from: &mut dyn BufRead, bytes: &mut Vec<u8>| -> io::Result<usize> {
            io::Read::take(from, LONGEST).read_until(b'\n', bytes)
        };
        let mark = line(from, &mut bytes).map_err(|_| Fault::NotABackup)?;
        if bytes != MARK.as_bytes() {
            return Err(Fault::NotABackup);
        }
        line(from, &mut bytes).map_err(|_| Fault::NotABackup)?;
        // Of a later form only this is sure.
        #[derive(Deserialize)]
        struct AnyForm {
            form: u32,
        }
        let json = &bytes[mark..];
        let AnyForm { form } = serde_json::from_slice(json).map_err(|_| Fault::NotABackup)?;
        if form > FORM {
            return Err(Fault::NewerForm { found: form, known: FORM });
        }
        let header = serde_json::from_slice(json).map_err(|_| Fault::NotABackup)?;
        Ok((header, bytes))
    }
}
