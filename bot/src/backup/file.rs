//! How does a file come to its place whole, or not at all?

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::Fault;

/// A file while it is written; gone when it is not put in its place.
pub(super) struct Part {
    pub(super) path: PathBuf,
}

impl Part {
    /// Beside its place, for this user only. What an earlier attempt has left is written over.
    pub(super) fn beside(path: &Path) -> Result<(Self, File), Fault> {
        if path.exists() {
            let there = io::Error::new(io::ErrorKind::AlreadyExists, "is there already; choose another name");
            return Err(failed(path, there));
        }
        let mut name = path.as_os_str().to_owned();
        name.push(".part");
        let part = Self { path: name.into() };
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part.path).map_err(|why| failed(&part.path, why))?;
        Ok((part, file))
    }

    /// Gives it its name, which lasts.
    pub(super) fn put_in_place(&self, path: &Path) -> Result<(), Fault> {
        // Never over a file that has appeared meanwhile.
        std::fs::hard_link(&self.path, path).map_err(|why| failed(path, why))?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let synced = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
        synced.map_err(|why| failed(path, why))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "what was not put in place cannot be removed");
        }
    }
}

/// A fault of a file, with its name.
pub(super) fn failed(path: &Path, why: io::Error) -> Fault {
    Fault::File { file: path.display().to_string(), why }
}
