//! How is a backup written, read and known to be whole?
//!
//! One file, whatever engine keeps the ledger:
//!
//! ```text
//! jiesu backup\n                            what it is
//! {"form":1,"key":"…","salt":"…",…}\n       the header, readable by everybody
//! chunks of 64 KiB, each sealed             XChaCha20-Poly1305 in the STREAM construction; the last one is marked
//!   a zstd stream of records                contents, rows, …, end
//! ```
//!
//! The key of a file follows from the site's sealing key and the file's salt, so a backup opens only with the key file,
//! which is not in it. Every chunk is bound to the header and to its place; a file that was cut, altered or put together
//! from two does not open.

mod chunk;
mod file;
mod header;
mod read;
mod record;
mod verify;
mod write;

#[cfg(test)]
mod tests;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use storage::copy::Copies;
use storage::{Sealer, StoreError};
use tokio::sync::mpsc;

pub use header::Header;
pub use verify::Verified;

use read::Reader;

/// Pieces on their way between the database and the file: a few, so that memory stays small.
const ON_THE_WAY: usize = 4;

/// Why there is no backup, or none that can be worked with.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file is none.
    #[error("this is no backup of jiesu")]
    NotABackup,
    /// It was written in a form that came later.
    #[error("the backup has form {found}, this program knows up to {known}; use a newer program")]
    NewerForm {
        /// The form found.
        found: u32,
        /// The last one known.
        known: u32,
    },
    /// It opens with another key.
    #[error("the backup was sealed with key {0}, which is not in the key file")]
    OtherKey(String),
    /// It was cut, altered, or the disk has lost something.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// The file cannot be read or written.
    #[error("{file}: {why}")]
    File {
        /// Its name.
        file: String,
        /// What the system says.
        why: io::Error,
    },
    /// The ledger failed, or does not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Writes a backup of a ledger that may be in use, and reads it again: what is returned is what is in the file. `rows`
/// counts on while it is written. The file is there whole or not at all, and never written over.
pub async fn write(
    copies: Box<dyn Copies>,
    sealer: &Sealer,
    header: Header,
    path: &Path,
    rows: &Arc<AtomicU64>,
) -> Result<Verified, Fault> {
    let (send, pieces) = mpsc::channel(ON_THE_WAY);
    let copying = tokio::spawn(async move { copies.copy_out(send).await });
    let (sealer, path, rows) = (sealer.clone(), path.to_owned(), Arc::clone(rows));
    let writing = tokio::task::spawn_blocking(move || {
        let part = write::write(pieces, &sealer, &header, &path, &rows)?;
        let verified = verify::verify(&part.path, &sealer)?;
        part.put_in_place(&path)?;
        Ok(verified)
    });
    let written = writing.await.unwrap_or_else(|why| Err(Fault::Damaged(why.to_string())));
    // Where the ledger has failed, the file is only broken off: the ledger's word says why.
    match copying.await {
        Ok(Ok(())) => written,
        Ok(Err(
            fault @ (StoreError::WrongKey | StoreError::NewerSchema { .. } | StoreError::Corrupt { .. }),
        )) => Err(fault.into()),
        Ok(Err(fault)) => Err(written.err().filter(is_own).unwrap_or_else(|| fault.into())),
        Err(why) => Err(Fault::Damaged(why.to_string())),
    }
}

/// Reads a backup through: every chunk opens, counts and digests agree, and no stream of events has a gap.
pub async fn verify(path: &Path, sealer: &Sealer) -> Result<Verified, Fault> {
    let (path, sealer) = (path.to_owned(), sealer.clone());
    let verifying = tokio::task::spawn_blocking(move || verify::verify(&path, &sealer));
    verifying.await.unwrap_or_else(|why| Err(Fault::Damaged(why.to_string())))
}

/// Puts a backup into an empty database, whole or not at all; what has arrived was compared with what was sent. `rows`
/// counts on meanwhile.
pub async fn restore(
    copies: &dyn Copies,
    sealer: &Sealer,
    path: &Path,
    rows: &Arc<AtomicU64>,
) -> Result<Header, Fault> {
    let (send, pieces) = mpsc::channel(ON_THE_WAY);
    let mut reader = Reader::open(path, sealer)?;
    let (header, rows) = (reader.header.clone(), Arc::clone(rows));
    let reading = tokio::task::spawn_blocking(move || {
        while let Some(piece) = reader.next()? {
            rows.fetch_add(record::rows(&piece), Ordering::Relaxed);
            // Who takes no more says why.
            if send.blocking_send(piece).is_err() {
                return Ok(());
            }
        }
        Ok(())
    });
    let filled = copies.copy_in(pieces).await;
    let read = reading.await.unwrap_or_else(|why| Err(Fault::Damaged(why.to_string())));
    // A damaged file ends early: the ledger only says that it was broken off.
    read?;
    filled?;
    Ok(header)
}

/// Is it about the file itself, not only about having been broken off?
fn is_own(fault: &Fault) -> bool {
    match fault {
        Fault::File { .. } => true,
        Fault::NotABackup
        | Fault::NewerForm { .. }
        | Fault::OtherKey(_)
        | Fault::Damaged(_)
        | Fault::Store(_) => false,
    }
}
