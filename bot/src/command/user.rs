//! How is the list of staff kept from the command line?

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Subcommand, ValueEnum};
use prompts::Arg;
use storage::{AccountRole, UnitCode};

use super::serve::{ServeArgs, assemble};
use super::{Exit, refused};
use crate::app::App;
use crate::console::{Enrolled, Newcomer, add, leave, reset};

/// Keep the list of staff.
#[derive(Debug, Args)]
pub struct UserArgs {
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
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    /// Open an account; its one-time password is printed once.
    Add {
        /// Sign-in name.
        login: String,
        /// Name shown to colleagues.
        #[arg(long)]
        name: String,
        /// What the account may do.
        #[arg(long)]
        role: RoleName,
        /// Code of the unit, for --role unit.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Give a new one-time password, lift a lock and sign out everywhere.
    Reset {
        /// Sign-in name.
        login: String,
    },
    /// Close the account of somebody who leaves and sign them out everywhere.
    Leave {
        /// Sign-in name.
        login: String,
    },
    /// Print all accounts, one a line: login, role, unit, state, name.
    List,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum RoleName {
    Operator,
    Unit,
    Supervisor,
    Administrator,
}

/// Does it. Ends with 1 when the account is refused or unknown, with 2 when the installation cannot be opened.
pub fn run(args: &UserArgs, out: &mut dyn Write) -> ExitCode {
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
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime,
        Err(fault) => return refused(&format!("the runtime cannot start: {fault}")),
    };
    let done = runtime.block_on(async {
        let (app, store) = assemble(Arc::new(config)).await?;
        let exit = carry_out(&app, &args.command, &args.lang, out).await;
        store.close().await;
        exit
    });
    match done {
        Ok(exit) => exit.into(),
        Err(fault) => refused(&format!("{fault:#}")),
    }
}

async fn carry_out(
    app: &App,
    command: &UserCommand,
    lang: &str,
    out: &mut dyn Write,
) -> anyhow::Result<Exit> {
    match command {
        UserCommand::Add { login, name, role, unit } => {
            let newcomer = Newcomer {
                login: login.clone(),
                name: name.clone(),
                role: role.role(),
                unit: unit.as_deref().map(UnitCode::new),
            };
            said(app, lang, &add(app, newcomer).await?, out)
        }
        UserCommand::Reset { login } => said(app, lang, &reset(app, login).await?, out),
        UserCommand::Leave { login } if leave(app, login).await? => {
            writeln!(out, "{}", app.wording.line(lang, "desk-admin-left", &[]))?;
            Ok(Exit::Done)
        }
        UserCommand::Leave { .. } => said(app, lang, &Enrolled::Unknown, out),
        UserCommand::List => list(app, out).await,
    }
}

fn said(app: &App, lang: &str, enrolled: &Enrolled, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let key = match enrolled {
        Enrolled::Yes(fresh) => {
            let whose = [("whose", Arg::from(&fresh.login))];
            writeln!(out, "{}", app.wording.line(lang, "desk-secret-password", &whose))?;
            writeln!(out, "{}", fresh.password)?;
            return Ok(Exit::Done);
        }
        Enrolled::LoginTaken => "desk-admin-login-taken",
        Enrolled::LoginUnfit => "desk-admin-login-unfit",
        Enrolled::NameUnfit => "desk-admin-name-unfit",
        Enrolled::UnitUnfit => "desk-admin-unit-unfit",
        Enrolled::Unknown => "desk-admin-unknown",
    };
    writeln!(out, "{}", app.wording.line(lang, key, &[]))?;
    Ok(Exit::Partly)
}

async fn list(app: &App, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let now = app.clock.now();
    let mut lines = String::new();
    for account in app.clerk.accounts(app.jurisdiction()).await? {
        let state = if account.disabled_at.is_some() {
            "left"
        } else if account.locked_until.is_some_and(|until| until > now) {
            "locked"
        } else if account.must_change {
            "new"
        } else {
            "open"
        };
        let role = RoleName::of(account.role).to_possible_value();
        let role = role.as_ref().map_or("", clap::builder::PossibleValue::get_name);
        let unit = account.unit.as_ref().map_or("-", UnitCode::as_str);
        lines += &format!("{}\t{role}\t{unit}\t{state}\t{}\n", account.login, account.name);
    }
    Ok(Exit::of_writing(&out.write_all(lines.as_bytes()), Exit::Done))
}

impl RoleName {
    fn role(self) -> AccountRole {
        match self {
            Self::Operator => AccountRole::Operator,
            Self::Unit => AccountRole::Unit,
            Self::Supervisor => AccountRole::Supervisor,
            Self::Administrator => AccountRole::Administrator,
        }
    }

    fn of(role: AccountRole) -> Self {
        match role {
            AccountRole::Operator => Self::Operator,
            AccountRole::Unit => Self::Unit,
            AccountRole::Supervisor => Self::Supervisor,
            AccountRole::Administrator => Self::Administrator,
        }
    }
}
