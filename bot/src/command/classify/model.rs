//! How is a flat model read from its file?

use std::path::{Path, PathBuf};

use intake::{BadModel, Model, ModelRow};
use serde::Deserialize;
use thiserror::Error;

/// One row of a model's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    label: String,
    word: String,
    weight: f64,
}

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub(super) enum NoModel {
    #[error("cannot read the model {}: {why}", .path.display())]
    Unreadable { path: PathBuf, why: csv::Error },
    #[error("the model {} is none: {why}", .path.display())]
    Bad { path: PathBuf, why: BadModel },
}

/// Reads a model: CSV with the columns `label`, `word`, `weight`.
pub(super) fn read(path: &Path) -> Result<Model, NoModel> {
    let unreadable = |why| NoModel::Unreadable { path: path.to_owned(), why };
    let mut file = csv::Reader::from_path(path).map_err(unreadable)?;
    let rows: Result<Vec<ModelRow>, csv::Error> = file
        .deserialize()
        .enumerate()
        .map(|(index, row)| {
            let Row { label, word, weight } = row?;
            Ok(ModelRow { row: index + 2, label, word, weight })
        })
        .collect();
    Model::compile(&rows.map_err(unreadable)?).map_err(|why| NoModel::Bad { path: path.to_owned(), why })
}

#[cfg(test)]
mod tests {
    use super::read;

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
}
