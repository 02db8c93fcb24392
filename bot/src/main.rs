//! 接诉: 接诉即办 on one small machine.

use std::io::{stderr, stdin, stdout};
use std::process::ExitCode;

use bot::clock::{Clock, SystemClock};
use bot::command::{
    ask, backup, check, classify, dead_letter, doctor, evaluate, hear, hot, import, init, learn, mask, place,
    restore, serve, simulate, train, user,
};
use clap::{Parser, Subcommand};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use prompts::Wording;

/// 接诉 (jiesu): takes in what citizens say, opens a work order, sends it to the unit whose job it is, and tells the
/// citizen every step.
///
/// Exit codes: 0 done, 1 some rows were refused, 2 usage or configuration.
#[derive(Debug, Parser)]
#[command(name = "jiesu", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the program: web chat, desks, API, courier.
    Serve(serve::ServeArgs),
    /// Check a banner's directory: file, line, field, what is wrong, a suggestion.
    Check(check::CheckArgs),
    /// Write the example banner's directory out, to be made one's own.
    Init(init::InitArgs),
    /// Classify messages: text lines or JSONL in, JSONL out.
    Classify(classify::ClassifyArgs),
    /// Learn a model, a table of weighted keywords, from sorted messages.
    Train(train::TrainArgs),
    /// Measure a model on sorted messages: accuracy, calibration, coverage, the worst answers with their reasons.
    Evaluate(evaluate::EvaluateArgs),
    /// Find what many people speak of: messages as JSONL in, issues as JSONL out.
    Hot(hot::HotArgs),
    /// Answer questions from the knowledge base: text lines or JSONL in, JSONL out.
    Ask(ask::AskArgs),
    /// Take the matter out of telephone calls, and compare records with them: JSONL in, JSONL out.
    Hear(hear::HearArgs),
    /// Hide what names or reaches a person: text lines or JSONL in, JSONL out.
    Mask(mask::MaskArgs),
    /// Take addresses apart and find them in the banner: text lines or JSONL in, JSONL out.
    ///
    /// Also learns a tagger of addresses (--train) and measures rules and taggers (--evaluate).
    Place(place::PlaceArgs),
    /// Bring in messages and calls of other systems.
    ///
    /// Rows of .csv, .tsv, .jsonl, .json and .xlsx, one call a .txt, .vtt, .srt or .json, and folders of them. Every row
    /// and every call becomes an order, unless it is known: by its source and its id (of a file with one call its name),
    /// without an id by what it says. Bringing a file again does no harm.
    Import(import::ImportArgs),
    /// Fill an empty ledger with a simulated year, to try out desks, reports and sizes.
    ///
    /// Every order is born and goes on as in life, by a seed; nobody is told anything. Never for a ledger in use.
    Simulate(simulate::SimulateArgs),
    /// Learn from what people corrected: print the changes of word lists that would have righted it.
    Learn(learn::LearnArgs),
    /// Keep the list of staff.
    User(user::UserArgs),
    /// Write everything that is kept into one sealed file, while the program runs.
    Backup(backup::BackupArgs),
    /// Put a backup into an empty database.
    Restore(restore::RestoreArgs),
    /// What was given up: list, show, try again.
    DeadLetter(dead_letter::DeadLetterArgs),
    /// Look the installation over.
    Doctor(doctor::DoctorArgs),
}

fn main() -> ExitCode {
    rustls::crypto::ring::default_provider()
        .install_default()
        .expect("nothing else has chosen a crypto provider before the first line of main");
    let arguments = Arguments::parse();
    let wording = Wording::embedded();
    match arguments.command {
        Command::Serve(args) => serve::run(&args, &mut stdout()),
        Command::Check(args) => check::run(&args, today(), &wording, &mut stdout()).into(),
        Command::Init(args) => init::run(&args, &wording, &mut stdout()).into(),
        Command::Classify(args) => {
            classify::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Train(args) => train::run(&args, today(), &wording, &mut stdout(), &mut stderr()).into(),
        Command::Evaluate(args) => evaluate::run(&args, &wording, &mut stdout(), &mut stderr()).into(),
        Command::Hot(args) => {
            hot::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Ask(args) => {
            ask::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Hear(args) => {
            hear::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Mask(args) => {
            mask::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Place(args) => {
            place::run(&args, today(), &wording, Box::new(stdin()), &mut stdout(), &mut stderr()).into()
        }
        Command::Import(args) => import::run(&args, &wording, &mut stdout()),
        Command::Simulate(args) => simulate::run(&args, &wording, &mut stdout()),
        Command::Learn(args) => learn::run(&args, &mut stdout()),
        Command::User(args) => user::run(&args, &mut stdout()),
        Command::Backup(args) => backup::run(&args, &wording, &mut stdout()),
        Command::Restore(args) => restore::run(&args, &wording, &mut stdout()),
        Command::DeadLetter(args) => dead_letter::run(&args, &mut stdout()),
        Command::Doctor(args) => doctor::run(&args, &mut stdout()),
    }
}

/// Today where the machine stands; a banner's own zone decides about its orders.
fn today() -> Date {
    SystemClock.now().to_zoned(TimeZone::system()).date()
}
