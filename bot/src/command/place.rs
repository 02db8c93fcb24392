//! Of which parts is each of many addresses made, and where in the banner is it?
//!
//! One address or message a line in, one JSON object a line out. The parts are told by rules, or by a tagger learned
//! from labelled addresses, which this command also trains and measures.

mod labelled;
mod measure;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use intake::address::{Settings, Tagger};
use intake::{AreaCode, Because, Book, Located, Outlines, Placed};
use jiff::civil::Date;
use prompts::Wording;
use serde::Serialize;
use thiserror::Error;

use super::Exit;
use super::lines::{self, Form, Line, Streams};

/// Take addresses apart and find them in the banner: one a line in, one JSON object a line out
#[derive(Debug, clap::Args)]
pub struct PlaceArgs {
    /// The tagger that tells the parts, made by --train; rules tell them if not given
    #[arg(long, value_name = "PATH", conflicts_with = "train")]
    pub model: Option<PathBuf>,
    /// GeoJSON outlines of areas, each with the property "code"; lines with "lon" and "lat" are found by them first
    #[arg(long, value_name = "PATH", conflicts_with_all = ["train", "evaluate"])]
    pub outlines: Option<PathBuf>,
    /// Learn a tagger from labelled addresses: JSON lines with "text" and "entities" of "start", "end" (characters) and
    /// "type"
    #[arg(long, value_name = "DATA", requires = "out", conflicts_with = "evaluate")]
    pub train: Option<PathBuf>,
    /// Where the learned tagger is written
    #[arg(long, value_name = "PATH", requires = "train")]
    pub out: Option<PathBuf>,
    /// Measure on labelled addresses: the rules, the tagger of --model, or with --folds what would be learned
    #[arg(long, value_name = "DATA")]
    pub evaluate: Option<PathBuf>,
    /// Measure by cross-validation: learn from all parts but one, ask about that one
    #[arg(long, value_name = "N", requires = "evaluate", conflicts_with = "model",
          value_parser = clap::value_parser!(u32).range(2..))]
    pub folds: Option<u32>,
    /// How often learning goes through all addresses
    #[arg(long, value_name = "N", default_value_t = Settings::default().rounds,
          value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub rounds: u32,
    /// The order in which learning goes through them; the same seed gives the same file
    #[arg(long, value_name = "N", default_value_t = Settings::default().seed)]
    pub seed: u64,
    /// Print the measurement as one JSON document
    #[arg(long, requires = "evaluate")]
    pub json: bool,
    /// Language of what is said of learning and measuring
    #[arg(long, value_name = "TAG", default_value = prompts::FALLBACK)]
    pub lang: String,
    /// The banner directory; the embedded example if not given
    #[arg(long, value_name = "DIR", env = "JIESU_BANNER")]
    pub banner: Option<PathBuf>,
    /// The file to read, lines of text or JSON objects with "text" and optionally "id", "lon" and "lat"; - for standard
    /// input
    #[arg(value_name = "FILE", default_value = "-", conflicts_with_all = ["train", "evaluate"])]
    pub file: PathBuf,
}

impl PlaceArgs {
    fn settings(&self) -> Settings {
        Settings { rounds: self.rounds, seed: self.seed, ..Settings::default() }
    }
}

/// Why nothing can be done.
#[derive(Debug, Error)]
enum Refused {
    #[error("cannot read {}: {why}", .path.display())]
    Unreadable { path: PathBuf, why: std::io::Error },
    #[error("cannot write {}: {why}", .path.display())]
    Unwritable { path: PathBuf, why: std::io::Error },
    #[error("{}: {why}", .path.display())]
    Tagger { path: PathBuf, why: intake::address::BadTagger },
    #[error("{}: {why}", .path.display())]
    Outlines { path: PathBuf, why: intake::BadOutlines },
    #[error("{}, line {line}: {why}", .path.display())]
    Line { path: PathBuf, line: usize, why: serde_json::Error },
    #[error("{}, line {line}: {why}", .path.display())]
    Labels { path: PathBuf, line: usize, why: intake::address::BadLabels },
}

/// Takes apart, learns or measures. Ends with [`Exit::Partly`] when lines were refused, with [`Exit::Refused`] when the
/// banner, the model or the file cannot be used.
pub fn run(
    args: &PlaceArgs,
    today: Date,
    wording: &Wording,
    input: Box<dyn Read>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Exit {
    let done = match (&args.train, &args.evaluate) {
        (Some(data), _) => measure::train(args, data, wording, err),
        (None, Some(data)) => measure::evaluate(args, data, wording, out, err),
        (None, None) => place(args, today, wording, input, out, err),
    };
    done.unwrap_or_else(|refused| {
        let _told = writeln!(err, "{refused}");
        Exit::Refused
    })
}

/// One answer.
#[derive(Serialize)]
struct Answer {
    id: String,
    entities: Vec<Part>,
    /// The narrowest town or community.
    area: Option<AreaCode>,
    grid: Option<AreaCode>,
    /// The areas to choose from, when several places are called so.
    choices: Vec<AreaCode>,
    because: Vec<Because>,
}

#[derive(Serialize)]
struct Part {
    start: usize,
    end: usize,
    r#type: String,
    text: String,
}

fn place(
    args: &PlaceArgs,
    today: Date,
    wording: &Wording,
    input: Box<dyn Read>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Refused> {
    let banner = match lines::banner(args.banner.as_ref(), today, wording, err) {
        Ok(banner) => banner,
        Err(exit) => return Ok(exit),
    };
    let tagger = args.model.as_deref().map(tagger).transpose()?;
    let outlines = args.outlines.as_deref().map(|path| outlines(path, &banner.book)).transpose()?;
    let find = |line: Line| find(&banner.book, tagger.as_ref(), outlines.as_ref(), &line);
    Ok(lines::answer(&args.file, Form::Either, Streams { input, out, err }, find))
}

fn find(
    book: &Book,
    tagger: Option<&Tagger>,
    outlines: Option<&Outlines>,
    line: &Line,
) -> Result<Answer, String> {
    let placed = book.place(&line.text, tagger);
    let chars: Vec<char> = line.text.chars().collect();
    let part = |entity: &intake::address::Entity<'_>| Part {
        start: entity.start,
        end: entity.end,
        r#type: entity.kind.to_owned(),
        text: chars[entity.start..entity.end].iter().collect(),
    };
    let mut answer = Answer {
        id: line.id.clone(),
        entities: placed.entities.iter().map(part).collect(),
        area: placed.area().cloned(),
        grid: placed.grid().cloned(),
        choices: choices(&placed),
        because: placed.because,
    };
    if let (Some(outlines), Some((lon, lat))) = (outlines, point(line)?) {
        let pointed = outlines.at(book, lon, lat);
        if pointed.area.is_some() {
            (answer.area, answer.grid, answer.choices) = (pointed.area, pointed.grid, Vec::new());
        }
    }
    Ok(answer)
}

fn choices(placed: &Placed<'_>) -> Vec<AreaCode> {
    match &placed.located {
        Located::Ambiguous(places) => places.iter().filter_map(|place| place.narrowest().cloned()).collect(),
        Located::Found(_) | Located::Unknown => Vec::new(),
    }
}

/// The shared location of a line, if it has one.
fn point(line: &Line) -> Result<Option<(f64, f64)>, String> {
    let number = |name: &str| match line.more.get(name).filter(|value| !value.is_null()) {
        Some(value) => value.as_f64().map(Some).ok_or_else(|| format!("\"{name}\" is not a number")),
        None => Ok(None),
    };
    match (number("lon")?, number("lat")?) {
        (Some(lon), Some(lat)) => Ok(Some((lon, lat))),
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => Err("\"lon\" and \"lat\" belong together".to_owned()),
    }
}

fn tagger(path: &Path) -> Result<Tagger, Refused> {
    Tagger::read(&read(path)?).map_err(|why| Refused::Tagger { path: path.to_owned(), why })
}

fn outlines(path: &Path, book: &Book) -> Result<Outlines, Refused> {
    Outlines::read(&read(path)?, book).map_err(|why| Refused::Outlines { path: path.to_owned(), why })
}

fn read(path: &Path) -> Result<String, Refused> {
    std::fs::read_to_string(path).map_err(|why| Refused::Unreadable { path: path.to_owned(), why })
}

#[cfg(test)]
mod tests;
