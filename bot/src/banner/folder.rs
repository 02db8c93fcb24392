//! Which files does a banner directory hold, and are they text at all?

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;

use include_dir::{Dir, DirEntry, include_dir};
use sha2::{Digest, Sha256};

use super::fault::Fault;
use super::problem::Problems;

/// The example banner that is part of the program.
static EXAMPLE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../deploy/banner");

/// No file of a banner comes near this; what is larger is a mistake and is not read into memory.
const LARGEST: u64 = 16 << 20;

/// Files every banner directory must hold, as paths with `/`.
const FILES: [&str; 18] = [
    "areas.csv",
    "banner.toml",
    "calendar.csv",
    "calendar.toml",
    "catalogue.csv",
    "dispatch.csv",
    "duty.toml",
    "emergencies.csv",
    "gazetteer.csv",
    "lexicon/kinds.csv",
    "lexicon/requests.csv",
    "lexicon/urgency.csv",
    "lexicon/variants.csv",
    "lexicon/words.csv",
    "limits.toml",
    "reasons.csv",
    "units.csv",
    "workers.csv",
];

/// Files a banner directory may hold besides.
const OPTIONAL: [&str; 4] =
    ["hot.csv", "lexicon/danger-kinds.csv", "lexicon/dangers.csv", "lexicon/domains.csv"];

/// The folder of what models are learned from; the running program needs none of it.
pub(super) const LESSONS: &str = "lessons/";

/// Notes for people: no part of the banner, and no mistake.
const NOTES: &str = "README.md";

/// The example banner's directory as it stands in the program: a banner to start from, and to test with.
pub fn embedded() -> &'static Dir<'static> {
    &EXAMPLE
}

/// The files of one banner directory, read once, so that all readers see the same version.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// Path with `/`, to text.
    texts: BTreeMap<String, String>,
}

impl Folder {
    pub(super) fn embedded(problems: &Problems) -> Self {
        let mut files = Vec::new();
        gather_embedded(&EXAMPLE, &mut files);
        Self::sort_out(files, problems)
    }

    /// Reads a folder of the disk. Names that begin with a dot are no part of it.
    pub(super) fn open(path: &Path, problems: &Problems) -> Self {
        // Of a folder that cannot be opened nobody has to hear that each of its files is missing.
        if let Err(error) = fs::read_dir(path) {
            let fault = Fault::Unreadable { why: error.to_string() };
            problems.error(&path.display().to_string(), 0, "", fault, None);
            return Self::default();
        }
        let mut files = Vec::new();
        gather(path, "", &mut files, problems);
        Self::sort_out(files, problems)
    }

    /// The files of an archive: what [`Folder::archive`] wrote.
    pub(super) fn of_archive(archive: &[u8]) -> Self {
        let texts = serde_json::from_slice(archive).expect("an archive is a map of texts");
        Self { texts }
    }

    /// Adds a file that is not the clerk's.
    pub(super) fn add(&mut self, name: &str, text: String) {
        self.texts.insert(name.to_owned(), text);
    }

    /// The text of a file that was found and is UTF-8.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The files below a folder, by name.
    pub(super) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts
            .iter()
            .filter(move |(name, _)| name.starts_with(folder))
            .map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// All files but the lessons as one document (JSON: name → text, sorted by name), and its SHA-256 in hex.
    pub(super) fn archive(&self) -> (Vec<u8>, String) {
        let used: BTreeMap<_, _> = self.texts.iter().filter(|(name, _)| !name.starts_with(LESSONS)).collect();
        let archive = serde_json::to_vec(&used).expect("a map of texts is always a JSON document");
        let hash = Sha256::digest(&archive).iter().map(|byte| format!("{byte:02x}")).collect();
        (archive, hash)
    }

    /// Keeps the files a banner is made of; says which are missing, strange or not text.
    fn sort_out(files: Vec<(String, Vec<u8>)>, problems: &Problems) -> Self {
        let mut folder = Self::default();
        for (name, content) in files.into_iter().filter(|(name, _)| name != NOTES) {
            if !is_part(&name) {
                problems.warn(&name, 0, "", Fault::UnknownFile, nearest_file(&name));
                continue;
            }
            match String::from_utf8(content) {
                Ok(text) => {
                    // Spreadsheet programs mark UTF-8 with a byte order mark; it is no part of the text.
                    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                    folder.texts.insert(name, text);
                }
                Err(error) => {
                    let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
                    problems.error(&name, line, "", Fault::NotUtf8, None);
                }
            }
        }
        for name in FILES {
            if !folder.texts.contains_key(name) && !problems.mentions(name) {
                problems.error(name, 0, "", Fault::MissingFile, None);
            }
        }
        folder
    }
}

fn is_part(name: &str) -> bool {
    FILES.contains(&name)
        || OPTIONAL.contains(&name)
        || in_folder(name, "knowledge/", ".md")
        || in_folder(name, LESSONS, ".csv")
        || in_folder(name, "wording/", ".ftl")
}

fn in_folder(name: &str, folder: &str, ending: &str) -> bool {
    name.strip_prefix(folder).is_some_and(|rest| rest.ends_with(ending) && rest.len() > ending.len())
}

fn nearest_file(name: &str) -> Option<String> {
    super::problem::nearest(name, FILES.into_iter().chain(OPTIONAL))
}

fn gather_embedded(dir: &Dir<'_>, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => gather_embedded(dir, files),
            DirEntry::File(file) => {
                files.push((file.path().to_string_lossy().replace('\\', "/"), file.contents().to_vec()));
            }
        }
    }
}

fn gather(path: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>, problems: &Problems) {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            return problems.error(prefix, 0, "", Fault::Unreadable { why: error.to_string() }, None);
        }
    };
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.error(prefix, 0, "", Fault::Unreadable { why: error.to_string() }, None);
                continue;
            }
        };
        let own = entry.file_name();
        let own = own.to_string_lossy();
        if own.starts_with('.') {
            continue;
        }
        let name = format!("{prefix}{own}");
        // `fs::metadata` follows links: a mounted ConfigMap is made of them.
        if fs::metadata(entry.path()).is_ok_and(|kind| kind.is_dir()) {
            gather(&entry.path(), &format!("{name}/"), files, problems);
        } else if !is_part(&name) {
            files.push((name, Vec::new()));
        } else {
            match content(&entry.path()) {
                Ok(content) if content.len() as u64 > LARGEST => {
                    problems.error(&name, 0, "", Fault::TooLarge { megabytes: LARGEST >> 20 }, None);
                }
                Ok(content) => files.push((name, content)),
                Err(error) => {
                    problems.error(&name, 0, "", Fault::Unreadable { why: error.to_string() }, None);
                }
            }
        }
    }
}

/// At most one byte more than the largest file allowed, whatever its metadata says.
fn content(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    fs::File::open(path)?.take(LARGEST + 1).read_to_end(&mut content)?;
    Ok(content)
}
