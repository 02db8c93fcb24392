//! Is the installation sound?

mod events;
mod telegram;

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use prompts::{Arg, Wording};
use storage::TaskKind;

use super::ledger::{is_there, open_ledger};
use super::serve::{ServeArgs, read_banner};
use crate::banner::{Banner, Source};
use crate::clock::{Clock, SystemClock};
use crate::command::{Exit, refused};
use crate::config::Config;
use crate::disk::{Reserve, Room};

/// Look the installation over.
#[derive(Debug, clap::Args)]
pub struct DoctorArgs {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Folder of the database and the sealing key [default: jiesu-data].
    #[arg(long)]
    data: Option<PathBuf>,
    /// Folder of the banner's directory [default: the embedded example].
    #[arg(long)]
    banner: Option<PathBuf>,
    /// Language of what is said.
    #[arg(long, default_value = "zh-CN")]
    lang: String,
}

/// How one thing was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    Good,
    Doubtful,
    Bad,
}

/// One line of what was found.
struct Finding {
    found: Found,
    key: &'static str,
    detail: String,
}

/// Says line by line what was found; exit code 2 if anything is bad.
pub fn run(args: &DoctorArgs, out: &mut dyn Write) -> ExitCode {
    let serve = ServeArgs {
        listen: None,
        data: args.data.clone(),
        config: args.config.clone(),
        banner: args.banner.clone(),
        roles: Vec::new(),
    };
    let config = match serve.config() {
        Ok(config) => config,
        Err(fault) => return refused(&fault),
    };
    let wording = Wording::embedded();
    let findings = examine(&config);
    let mut bad = false;
    for finding in &findings {
        let mark = match finding.found {
            Found::Good => "doctor-good",
            Found::Doubtful => "doctor-doubtful",
            Found::Bad => "doctor-bad",
        };
        bad |= finding.found == Found::Bad;
        let detail: &[(&str, Arg<'_>)] = &[("detail", finding.detail.as_str().into())];
        let said = writeln!(
            out,
            "{} {}",
            wording.line(&args.lang, mark, &[]),
            wording.line(&args.lang, finding.key, detail)
        );
        if said.is_err() {
            break;
        }
    }
    if bad { Exit::Refused.into() } else { Exit::Done.into() }
}

fn examine(config: &Config) -> Vec<Finding> {
    let key = config.key_file();
    let mut findings = Vec::new();
    // A ledger without its key is said where the ledger is opened.
    if key.exists() || !is_there(config) {
        findings.push(key_file(&key));
    }
    match read_banner(&config.banner.clone().map_or(Source::Embedded, Source::Folder)) {
        Ok((banner, _)) => {
            findings.push(good("doctor-banner", banner.name.clone()));
            findings.push(calendar(&banner));
            findings.push(example(&banner));
            findings.extend(ledger(config, &banner));
        }
        Err(fault) => findings.push(bad("doctor-banner-broken", format!("{fault:#}"))),
    }
    findings.extend(disk(config));
    findings.push(match &config.public_url {
        Some(url) if config.is_https() => good("doctor-tls", url.clone()),
        Some(url) => doubtful("doctor-no-tls", url.clone()),
        None if config.listen.ip().is_loopback() => good("doctor-loopback", config.listen.to_string()),
        None => doubtful("doctor-no-tls", config.listen.to_string()),
    });
    findings.push(if config.webhooks.allow.is_empty() {
        good("doctor-webhooks-none", String::new())
    } else {
        good("doctor-webhooks", config.webhooks.allow.join(" "))
    });
    findings.extend(events::examine(&config.events));
    findings.extend(telegram::examine(&config.telegram));
    findings
}

/// The key opens everything: nobody else may read it.
fn key_file(path: &Path) -> Finding {
    let shown = path.display().to_string();
    match std::fs::metadata(path) {
        Ok(found) if found.permissions().mode().trailing_zeros() >= 6 => good("doctor-key", shown),
        Ok(_) => bad("doctor-key-open", shown),
        Err(_) => doubtful("doctor-key-missing", shown),
    }
}

fn calendar(banner: &Banner) -> Finding {
    let directory = &banner.directory;
    let today = SystemClock.now().to_zoned(directory.zone.clone()).date();
    let in_a_month = today.saturating_add(jiff::Span::new().days(30));
    if directory.calendar.is_working(in_a_month).assumed {
        doubtful("doctor-calendar-ends", in_a_month.year().to_string())
    } else {
        good("doctor-calendar", in_a_month.year().to_string())
    }
}

fn example(banner: &Banner) -> Finding {
    if banner.example {
        doubtful("doctor-example", banner.name.clone())
    } else {
        good("doctor-own-banner", banner.name.clone())
    }
}

/// Is there room for what comes?
fn disk(config: &Config) -> Option<Finding> {
    let reserve = Reserve::of(config);
    let free = format!("{:.1} GB", reserve.space()?.free as f64 / 1e9);
    Some(match reserve.room() {
        Room::Enough => good("doctor-disk", free),
        Room::WordsOnly => doubtful("doctor-disk-words-only", free),
        Room::None => bad("doctor-disk-full", free),
    })
}

/// Opens the ledger, if there is one, and asks how much waits.
fn ledger(config: &Config, banner: &Banner) -> Vec<Finding> {
    if !is_there(config) {
        return vec![doubtful("doctor-no-ledger", config.data.display().to_string())];
    }
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return vec![bad("doctor-ledger-broken", String::new())];
    };
    runtime.block_on(async {
        let store = match open_ledger(config).await {
            Ok(store) => store,
            Err(fault) => return vec![bad("doctor-ledger-broken", format!("{fault:#}"))],
        };
        let mut findings = vec![good("doctor-ledger", config.data.display().to_string())];
        match store.backlog(SystemClock.now()).await {
            Ok(backlog) => {
                findings.push(match backlog.tasks {
                    0 => good("doctor-backlog", backlog.notices.to_string()),
                    tasks => doubtful("doctor-tasks", tasks.to_string()),
                });
                if backlog.dead > 0 {
                    findings.push(doubtful("doctor-dead-letters", backlog.dead.to_string()));
                }
            }
            Err(fault) => findings.push(bad("doctor-ledger-broken", fault.to_string())),
        }
        match store.tasks(&banner.jurisdiction).await {
            Ok(tasks) => {
                let undecided = tasks.iter().filter(|task| task.kind == TaskKind::DeadLetter).count();
                if undecided > 0 {
                    findings.push(doubtful("doctor-undecided", undecided.to_string()));
                }
            }
            Err(fault) => findings.push(bad("doctor-ledger-broken", fault.to_string())),
        }
        match store.accounts(&banner.jurisdiction).await {
            Ok(accounts) => {
                let live = accounts.iter().filter(|account| account.disabled_at.is_none()).count();
                findings.push(good("doctor-accounts", live.to_string()));
            }
            Err(fault) => findings.push(bad("doctor-ledger-broken", fault.to_string())),
        }
        store.close().await;
        findings
    })
}

fn good(key: &'static str, detail: String) -> Finding {
    Finding { found: Found::Good, key, detail }
}

fn doubtful(key: &'static str, detail: String) -> Finding {
    Finding { found: Found::Doubtful, key, detail }
}

fn bad(key: &'static str, detail: String) -> Finding {
    Finding { found: Found::Bad, key, detail }
}
