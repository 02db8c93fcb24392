//! How is a model read from its file, and written to it?

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use intake::{BadModel, Model};
use thiserror::Error;

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub(super) enum NoModel {
    #[error("cannot read the model {}: {why}", .path.display())]
    Unreadable { path: PathBuf, why: io::Error },
    #[error("the model {} is none: {why}", .path.display())]
    Bad { path: PathBuf, why: BadModel },
}

/// Reads a model: a table with the columns `label`, `word`, `weight`, as `jiesu train` writes it or written by hand.
pub(super) fn read(path: &Path) -> Result<Model, NoModel> {
    let text =
        std::fs::read_to_string(path).map_err(|why| NoModel::Unreadable { path: path.to_owned(), why })?;
    Model::read(&text).map_err(|why| NoModel::Bad { path: path.to_owned(), why })
}

/// Writes a model, whole or not at all: a reader never finds half of one.
pub(super) fn write(path: &Path, model: &Model) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    let written = (|| {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(model.to_string().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    })();
    if written.is_err() {
        // What could be written of it is of no use to anybody.
        let _gone = std::fs::remove_file(&beside);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{read, write};

    fn reading(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.csv");
        std::fs::write(&path, text).unwrap();
        read(&path).map_or_else(
            |why| why.to_string().replace(&path.display().to_string(), "PATH"),
            |_| "ok".to_owned(),
        )
    }

    #[test]
    fn a_model_is_a_table_of_label_word_and_weight() {
        assert_eq!(reading("label,word,weight\n教育,学校,1.5\n交通,公交,2\n交通,,0.1\n"), "ok");
    }

    #[test]
    fn what_is_none_is_named_with_its_line() {
        assert!(reading("label,word,weight\n教育,学校,many\n").contains("line: 2"));
        assert!(reading("label,word\n教育,学校\n").contains("weight"));
        assert_eq!(
            reading("label,word,weight\n教育,学校,1\n"),
            "the model PATH is none: a model needs at least two labels"
        );
    }

    #[test]
    fn a_model_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.csv");
        std::fs::write(&path, "label,word,weight\n教育,学校,1.5\n交通,公交,2\n").unwrap();
        let model = read(&path).unwrap();
        let other = folder.path().join("other.csv");
        write(&other, &model).unwrap();
        assert_eq!(std::fs::read_to_string(&other).unwrap(), model.to_string());
        assert!(write(&folder.path().join("nowhere/model.csv"), &model).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
