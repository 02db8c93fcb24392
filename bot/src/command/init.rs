//! How does a place begin with files of its own?

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry};
use prompts::{Arg, Wording};

use super::Exit;
use crate::banner;

/// Write the example banner directory to a new folder, to be changed into your own
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder; created if it does not exist, refused if it is not empty
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Language of what is said
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    pub lang: String,
}

/// Writes the example out and says what to do next. Nothing is ever overwritten.
pub fn run(args: &InitArgs, wording: &Wording, out: &mut dyn Write) -> Exit {
    let say = |key: &str, values: &[(&str, Arg<'_>)]| wording.line(&args.lang, key, values) + "\n";
    let folder = args.folder.display().to_string();
    let (report, exit) = match write_out(&args.folder, wording, &args.lang) {
        Ok(files) => {
            let done = say("init-done", &[("folder", (&folder).into()), ("files", files.into())]);
            (done + &say("init-next", &[("folder", (&folder).into())]), Exit::Done)
        }
        Err(Failed::NotEmpty) => (say("init-not-empty", &[("folder", (&folder).into())]), Exit::Refused),
        Err(Failed::Writing(file, error)) => {
            let file = file.display().to_string();
            let values = [("file", file.into()), ("why", error.to_string().into())];
            (say("init-failed", &values), Exit::Partly)
        }
    };
    let written = out.write_all(report.as_bytes()).and_then(|()| out.flush());
    Exit::of_writing(&written, exit)
}

enum Failed {
    NotEmpty,
    Writing(PathBuf, io::Error),
}

fn write_out(folder: &Path, wording: &Wording, lang: &str) -> Result<usize, Failed> {
    let failed = |error| Failed::Writing(folder.to_owned(), error);
    fs::create_dir_all(folder).map_err(failed)?;
    if fs::read_dir(folder).map_err(failed)?.next().is_some() {
        return Err(Failed::NotEmpty);
    }
    let mut count = 0;
    copy(banner::embedded(), folder, &mut count, &|content| real(content, wording, lang))?;
    Ok(count)
}

/// Copies a folder of the program; the settings are handed through `settings`.
fn copy(
    dir: &Dir<'_>,
    folder: &Path,
    count: &mut usize,
    settings: &dyn Fn(&[u8]) -> Vec<u8>,
) -> Result<(), Failed> {
    for entry in dir.entries() {
        let path = folder.join(entry.path());
        let failed = |error| Failed::Writing(path.clone(), error);
        match entry {
            DirEntry::Dir(inside) => {
                fs::create_dir_all(&path).map_err(failed)?;
                copy(inside, folder, count, settings)?;
            }
            DirEntry::File(file) => {
                let is_settings = file.path() == Path::new(banner::SETTINGS);
                let content = if is_settings { settings(file.contents()) } else { file.contents().to_vec() };
                fs::OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(&path)
                    .and_then(|mut opened| opened.write_all(&content))
                    .map_err(failed)?;
                *count += 1;
            }
        }
    }
    Ok(())
}

/// The copy is not the example any more: `example = false`, with a word about it above.
fn real(content: &[u8], wording: &Wording, lang: &str) -> Vec<u8> {
    let mut copy = String::new();
    for line in String::from_utf8_lossy(content).lines() {
        let is_switch = line.strip_prefix("example").is_some_and(|rest| rest.trim_start().starts_with('='));
        if is_switch {
            copy.push_str(&wording.line(lang, "init-comment-example", &[]));
            copy.push_str("\nexample = false\n");
        } else {
            copy.push_str(line);
            copy.push('\n');
        }
    }
    copy.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::banner::Source;
    use jiff::civil::date;

    fn init(folder: &Path) -> (Exit, String) {
        let mut out = Vec::new();
        let args = InitArgs { folder: folder.to_owned(), lang: prompts::FALLBACK.to_owned() };
        let exit = run(&args, &Wording::embedded(), &mut out);
        (exit, String::from_utf8(out).unwrap().replace(&folder.display().to_string(), "DIR"))
    }

    #[test]
    fn the_copy_is_whole_and_no_longer_the_example() {
        let temp = tempfile::tempdir().unwrap();
        let folder = temp.path().join("本旗");
        let (exit, said) = init(&folder);
        assert_eq!(exit, Exit::Done, "{said}");
        assert!(said.contains("jiesu check --banner DIR"), "{said}");
        let (copy, _) = banner::read(&Source::Folder(folder), date(2026, 7, 8)).unwrap();
        let (example, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).unwrap();
        assert!(example.example && !copy.example);
        assert_eq!(copy.categories.len(), example.categories.len());
        assert_ne!(copy.hash, example.hash);
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("note.txt"), "mine").unwrap();
        let (exit, said) = init(temp.path());
        assert_eq!(exit, Exit::Refused);
        insta::assert_snapshot!(said, @"DIR 里已经有内容，没有改动。请换一个空目录。");
        assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 1);
    }
}
