//! How is a tagger of addresses learned from the command line, and how well does it do?

use std::io::{self, Write};
use std::path::Path;

use intake::address::{KindScore, Score, train as learn};
use prompts::Wording;
use serde_json::{Value, json};

use super::labelled::Corpus;
use super::{Exit, PlaceArgs, Refused, tagger};

/// Learns from labelled addresses and writes the tagger.
pub(super) fn train(
    args: &PlaceArgs,
    data: &Path,
    wording: &Wording,
    err: &mut dyn Write,
) -> Result<Exit, Refused> {
    let corpus = Corpus::read(data)?;
    let progress = |round: u32, wrong: usize| {
        let all = corpus.addresses.len();
        let line = wording.line(
            &args.lang,
            "place-round",
            &[("round", round.into()), ("wrong", wrong.into()), ("all", all.into())],
        );
        let _told = writeln!(err, "{line}");
    };
    let lesson =
        learn(&corpus.addresses, args.settings(), progress).map_err(|why| corpus.refused(data, why))?;
    // A tagger is written under the name only when it is whole.
    let path = args.out.as_deref().expect("clap asks for it together with --train");
    let unwritable = |why| Refused::Unwritable { path: path.to_owned(), why };
    let mut aside = path.to_owned().into_os_string();
    aside.push(".new");
    std::fs::write(&aside, lesson.to_string()).map_err(unwritable)?;
    std::fs::rename(&aside, path).map_err(unwritable)?;
    let size = lesson.tagger().size();
    let file = path.display().to_string();
    let line = wording.line(&args.lang, "place-learned", &[("file", file.into()), ("weights", size.into())]);
    let _told = writeln!(err, "{line}");
    Ok(Exit::Done)
}

/// Measures the rules, a tagger, or what would be learned.
pub(super) fn evaluate(
    args: &PlaceArgs,
    data: &Path,
    wording: &Wording,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<Exit, Refused> {
    let corpus = Corpus::read(data)?;
    let addresses = &corpus.addresses;
    let score = match (&args.model, args.folds) {
        (Some(path), _) => {
            let tagger = tagger(path)?;
            let mut score = Score::default();
            for address in addresses {
                score.add(address, &tagger.tag(&address.text));
            }
            score
        }
        (None, Some(folds)) => {
            let progress = |fold: usize, so_far: &Score| {
                let f1 = percent(so_far.all.f1());
                let line =
                    wording.line(&args.lang, "place-fold", &[("fold", fold.into()), ("f1", f1.into())]);
                let _told = writeln!(err, "{line}");
            };
            Score::by_folds(addresses, folds as usize, args.settings(), progress)
                .map_err(|why| corpus.refused(data, why))?
        }
        (None, None) => Score::of_rules(addresses),
    };
    let written = if args.json { print_json(&score, out) } else { print(&score, wording, &args.lang, out) };
    Ok(Exit::of_writing(&written, Exit::Done))
}

fn print(score: &Score, wording: &Wording, lang: &str, out: &mut dyn Write) -> io::Result<()> {
    let line = |name: &str, kind: &KindScore| {
        wording.line(
            lang,
            "place-score",
            &[
                ("type", name.to_owned().into()),
                ("labelled", kind.labelled.into()),
                ("precision", percent(kind.precision()).into()),
                ("recall", percent(kind.recall()).into()),
                ("f1", percent(kind.f1()).into()),
            ],
        )
    };
    for (name, kind) in &score.kinds {
        writeln!(out, "{}", line(name, kind))?;
    }
    let all = wording.line(lang, "place-score-all", &[]);
    writeln!(out, "{}", line(&all, &score.all))?;
    let whole = [("whole", score.whole.into()), ("all", score.addresses.into())];
    writeln!(out, "{}", wording.line(lang, "place-score-whole", &whole))
}

fn print_json(score: &Score, out: &mut dyn Write) -> io::Result<()> {
    let kinds: serde_json::Map<String, Value> =
        score.kinds.iter().map(|(name, kind)| (name.clone(), as_json(kind))).collect();
    let document = json!({
        "all": as_json(&score.all),
        "types": kinds,
        "addresses": score.addresses,
        "whole": score.whole,
    });
    writeln!(out, "{document:#}")
}

fn as_json(score: &KindScore) -> Value {
    json!({
        "told": score.told,
        "labelled": score.labelled,
        "right": score.right,
        "precision": score.precision(),
        "recall": score.recall(),
        "f1": score.f1(),
    })
}

fn percent(share: f64) -> String {
    format!("{:.2}", share * 100.0)
}
