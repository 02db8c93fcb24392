//! How many messages a second does the whole program take, and what does one cost?
//!
//! The load comes from this process, the program under load is another one: each one's processor time is counted
//! apart. Two references take the same requests over the same HTTP with the same durability: `bare` writes one row a
//! message with a group commit, `single` one row a commit.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "figures are read on a terminal")]

mod client;
mod cost;
mod figures;
mod growth;
mod reference;
mod run;
mod server;
mod story;
mod telegram;

use std::path::PathBuf;
use std::process::ExitCode;

use run::Plan;
use server::Kind;

const USAGE: &str = "usage: throughput [--only jiesu,bare,single] [--clients 1,8,64,256] [--seconds N] [--warm N] \
                     [--pace N] [--runs N] [--on sqlite|postgres] [--data DIR] [--json FILE] [--hold] [--syncs]\n\
                     \x20      throughput telegram [--messages N] [--runs N] [--kills N] [--peer COMMAND] [--json FILE]\n\
                     \x20      throughput growth DIR ORDERS,… [--clients N] [--pace N] [--seconds N] [--json FILE]";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).collect::<Vec<_>>();
    let done = match arguments.first().map(String::as_str) {
        Some("reference") => reference::serve(&arguments.split_off(1)),
        Some("growth") => match arguments.get(1..3) {
            Some([folder, orders]) => plan(&arguments[3..]).and_then(|plan| {
                let orders: Vec<u64> = numbers(orders)?.into_iter().map(|number| number as u64).collect();
                growth::all(&plan, &PathBuf::from(folder), &orders)
            }),
            Some(_) | None => Err(USAGE.to_owned()),
        },
        Some("telegram") => plan(&arguments[1..]).and_then(|plan| run::telegram(&plan)),
        Some(_) | None => plan(&arguments).and_then(|plan| run::all(&plan)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn plan(arguments: &[String]) -> Result<Plan, String> {
    let mut plan = Plan::default();
    let mut given = arguments.iter();
    while let Some(name) = given.next() {
        let mut value = || given.next().cloned().ok_or_else(|| USAGE.to_owned());
        match name.as_str() {
            "--only" => {
                plan.kinds = value()?.split(',').map(Kind::parse).collect::<Option<_>>().ok_or(USAGE)?;
            }
            "--clients" => plan.clients = numbers(&value()?)?,
            "--seconds" => plan.seconds = number(&value()?)?,
            "--warm" => plan.warm = number(&value()?)?,
            "--runs" => plan.runs = number(&value()?)?,
            "--on" => plan.engine = server::Engine::parse(&value()?).ok_or(USAGE)?,
            "--data" => plan.data = Some(PathBuf::from(value()?)),
            "--json" => plan.json = Some(PathBuf::from(value()?)),
            "--messages" => plan.messages = numbers(&value()?)?[0],
            "--kills" => plan.kills = numbers(&value()?)?[0],
            "--pace" => plan.pace = Some(number(&value()?)?),
            "--syncs" => plan.syncs = true,
            "--peer" => plan.peer = Some(value()?),
            "--hold" => plan.hold = true,
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(plan)
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| USAGE.to_owned())
}

fn numbers(text: &str) -> Result<Vec<usize>, String> {
    text.split(',').map(|part| part.parse().map_err(|_| USAGE.to_owned())).collect()
}
