//! How is the program told where to listen, where to keep its data and what to allow?
//!
//! One fully commented TOML file is embedded as the default; a file overlays it, the environment overlays the file
//! (`JIESU_STAFF__IDLE_MINUTES=10`). Unknown keys are errors with file, line and a suggestion.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use jiff::civil::Time;
use serde::Deserialize;

mod disk;
mod events;
mod fault;
mod log;
mod overlay;
mod place;

pub use disk::Disk;
pub use events::{Credentials, Events};
pub use fault::ConfigError;
pub use log::{Log, LogFormat};
pub use place::{Dsn, Role};

/// The commented default, as `jiesu init` writes it out.
pub const DEFAULT: &str = include_str!("../../deploy/jiesu.toml");

/// The configuration of one process.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// Folder of the database and the sealing key, unless these are elsewhere.
    pub data: PathBuf,
    /// A PostgreSQL database that several processes may share; none: a file in the data folder.
    pub database: Option<Dsn>,
    /// The sealing key; none: `jiesu.key` in the data folder.
    pub key_file: Option<PathBuf>,
    /// What this process does.
    pub roles: Vec<Role>,
    /// Folder of the banner's directory; none: the embedded example.
    pub banner: Option<PathBuf>,
    /// Configurations of further banners that this process serves, each under the host of its own `public_url`, with its
    /// own banner and database.
    pub also: Vec<PathBuf>,
    /// Address citizens and staff reach the program at, e.g. `https://12345.example`; decides on `Secure` cookies.
    pub public_url: Option<String>,
    /// What the web channel takes.
    pub web: Web,
    /// Rules for staff accounts.
    pub staff: StaffRules,
    /// Where units' systems may be told.
    pub webhooks: Webhooks,
    /// How the courier tries again.
    pub courier: CourierRules,
    /// The event stream.
    pub events: Events,
    /// The bot on Telegram.
    pub telegram: Telegram,
    /// What is kept free on the disk.
    pub disk: Disk,
    /// What is logged.
    pub log: Log,
}

/// What the web channel takes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// Largest body of a request without files, in bytes.
    pub body_limit: usize,
    /// Largest file, in bytes.
    pub file_limit: usize,
    /// Most files in one message.
    pub files_per_message: usize,
    /// Most connections at once.
    pub connections: usize,
    /// Addresses of reverse proxies whose `X-Forwarded-For` is believed, as CIDR.
    pub trusted_proxies: Vec<String>,
}

/// Rules for staff accounts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StaffRules {
    /// Signed out after so many minutes without a click.
    pub idle_minutes: u32,
    /// Signed out after so many hours in any case.
    pub whole_hours: u32,
    /// Locked after so many wrong passwords.
    pub failures: u32,
    /// Locked for so many minutes.
    pub lock_minutes: u32,
    /// Shortest password, in characters.
    pub password_length: usize,
}

/// Where units' systems may be told. Nothing is allowed that is not listed.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Webhooks {
    /// Networks as CIDR, e.g. `10.20.0.0/16`.
    pub allow: Vec<String>,
    /// How long to wait for an answer, in seconds.
    pub timeout_seconds: u64,
}

/// How the courier tries again.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CourierRules {
    /// Seconds to wait before each further try; after the last a person is asked to phone.
    pub retry_seconds: Vec<u64>,
    /// Seconds a claim lasts; longer than any try.
    pub lease_seconds: u64,
}

/// The bot on Telegram. Off as long as there is no token.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telegram {
    /// The bot's token; a secret.
    pub token: Option<String>,
    /// A file that holds the token instead.
    pub token_file: Option<PathBuf>,
    /// Where the Bot API is spoken: Telegram's own, or a local server.
    pub api_url: String,
    /// How updates come.
    pub updates: Updates,
    /// What Telegram must say with every update it brings (`updates = "webhook"`); a secret.
    pub webhook_secret: Option<String>,
    /// May names, phone numbers and places be asked for and shown there, although its servers are abroad?
    pub personal_data: bool,
    /// Local times at which units' groups hear how their orders stand; urgent orders are told at once.
    pub digests: Vec<String>,
    /// Most letters in a second, to everybody together (Telegram's own limit; more with paid broadcasts).
    pub letters_per_second: u32,
    /// Most letters in a second to one private chat.
    pub letters_per_chat_and_second: u32,
    /// Most letters in a minute to one group.
    pub letters_per_group_and_minute: u32,
    /// How long to wait for an answer, in seconds.
    pub timeout_seconds: u64,
}

/// How Telegram's updates come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Updates {
    /// The program asks for them.
    Poll,
    /// Telegram brings them to `public_url`.
    Webhook,
}

impl Config {
    /// Reads a file (none: the default) and overlays the environment.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let (name, text) = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|why| ConfigError::Unreadable { file: path.to_owned(), why: why.to_string() })?;
                (path.display().to_string(), text)
            }
            None => ("jiesu.toml".to_owned(), DEFAULT.to_owned()),
        };
        let written: Self = toml::from_str(&text).map_err(|why| ConfigError::in_file(&name, &text, &why))?;
        let config = overlay::overlay(written, &text, environment)?;
        config.checked()
    }

    /// The configurations of the further banners. Each needs a host and a place of its own.
    pub fn others(&self) -> Result<Vec<Self>, ConfigError> {
        let mut others: Vec<Self> = Vec::new();
        for file in &self.also {
            let other = Self::read(Some(file), [])?;
            let wrong = |field: &str, value: &str, wanted| {
                let field = format!("{}: {field}", file.display());
                Err(ConfigError::Value { field, value: value.to_owned(), wanted })
            };
            let Some(host) = other.public_url.as_deref().and_then(crate::network::host_of) else {
                return wrong("public_url", "", "the address under which this banner is reached");
            };
            if !other.also.is_empty() {
                return wrong("also", "…", "left out: further banners stand in the first configuration");
            }
            let host_of = |known: &Self| known.public_url.as_deref().and_then(crate::network::host_of);
            if others.iter().chain([self]).any(|known| host_of(known).as_ref() == Some(&host)) {
                return wrong("public_url", &host, "a host that no other banner has");
            }
            // In one ledger, one banner's courier would take another's notices, whatever their folders are.
            let shares = |known: &Self| match (&known.database, &other.database) {
                (None, None) => known.data == other.data,
                (theirs, ours) => theirs == ours,
            };
            if others.iter().chain([self]).any(shares) {
                if other.database.is_some() {
                    return wrong("database", "…", "a database that no other banner has");
                }
                let value = other.data.display().to_string();
                return wrong("data", &value, "a data folder or a database that no other banner has");
            }
            others.push(other);
        }
        Ok(others)
    }

    /// Does this process do this?
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Where the sealing key is.
    pub fn key_file(&self) -> PathBuf {
        self.key_file.clone().unwrap_or_else(|| self.data.join("jiesu.key"))
    }

    /// Are citizens and staff served over TLS (by a reverse proxy)?
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    fn checked(self) -> Result<Self, ConfigError> {
        for (field, networks) in
            [("webhooks.allow", &self.webhooks.allow), ("web.trusted_proxies", &self.web.trusted_proxies)]
        {
            for network in networks {
                network.parse::<crate::network::Network>().map_err(|_| ConfigError::Value {
                    field: field.to_owned(),
                    value: network.clone(),
                    wanted: "a network such as 10.20.0.0/16",
                })?;
            }
        }
        if self.roles.is_empty() {
            let wanted = "at least one of web, courier, watch";
            return Err(ConfigError::Value { field: "roles".to_owned(), value: "[]".to_owned(), wanted });
        }
        if self.database.as_ref().is_some_and(|dsn| !dsn.is_postgres()) {
            let wanted = "an address such as postgres://jiesu@db1:5432,db2:5432/jiesu";
            return Err(ConfigError::Value { field: "database".to_owned(), value: "…".to_owned(), wanted });
        }
        let counts: [(&str, u64); 12] = [
            ("web.body_limit", self.web.body_limit as u64),
            ("web.connections", self.web.connections as u64),
            ("staff.whole_hours", self.staff.whole_hours.into()),
            ("staff.failures", self.staff.failures.into()),
            ("staff.lock_minutes", self.staff.lock_minutes.into()),
            ("staff.password_length", self.staff.password_length as u64),
            ("webhooks.timeout_seconds", self.webhooks.timeout_seconds),
            ("courier.lease_seconds", self.courier.lease_seconds),
            ("telegram.letters_per_second", self.telegram.letters_per_second.into()),
            ("telegram.letters_per_chat_and_second", self.telegram.letters_per_chat_and_second.into()),
            ("telegram.letters_per_group_and_minute", self.telegram.letters_per_group_and_minute.into()),
            ("telegram.timeout_seconds", self.telegram.timeout_seconds),
        ];
        if let Some((field, count)) = counts.into_iter().find(|(_, count)| *count == 0) {
            let wanted = "above 0";
            return Err(ConfigError::Value { field: field.to_owned(), value: count.to_string(), wanted });
        }
        if self.courier.lease_seconds <= self.webhooks.timeout_seconds {
            return Err(ConfigError::Value {
                field: "courier.lease_seconds".to_owned(),
                value: self.courier.lease_seconds.to_string(),
                wanted: "longer than webhooks.timeout_seconds: a claim must outlast a try",
            });
        }
        self.disk.check()?;
        self.events.check(self.courier.lease_seconds)?;
        self.telegram.check(self.public_url.is_some(), self.courier.lease_seconds)?;
        if self.staff.idle_minutes == 0 || self.staff.idle_minutes > 30 {
            return Err(ConfigError::Value {
                field: "staff.idle_minutes".to_owned(),
                value: self.staff.idle_minutes.to_string(),
                wanted: "1 to 30 minutes",
            });
        }
        Ok(self)
    }
}

impl Telegram {
    /// The token, from wherever it is kept; `None`: the bot is not on Telegram.
    pub fn secret_token(&self) -> Result<Option<String>, ConfigError> {
        let Some(file) = &self.token_file else { return Ok(self.token.clone()) };
        let text = std::fs::read_to_string(file)
            .map_err(|why| ConfigError::Unreadable { file: file.clone(), why: why.to_string() })?;
        Ok(Some(text.trim().to_owned()))
    }

    fn check(&self, has_public_url: bool, lease_seconds: u64) -> Result<(), ConfigError> {
        let wrong = |field: &str, value: &str, wanted| {
            Err(ConfigError::Value { field: field.to_owned(), value: value.to_owned(), wanted })
        };
        if self.token.is_some() && self.token_file.is_some() {
            return wrong("telegram.token_file", "…", "left out where telegram.token is given");
        }
        if self.token.as_ref().is_some_and(|token| token.split_once(':').is_none()) {
            return wrong("telegram.token", "…", "a token as BotFather gives it: digits, a colon, letters");
        }
        if !self.api_url.starts_with("https://") && !self.api_url.starts_with("http://") {
            return wrong(
                "telegram.api_url",
                &self.api_url,
                "an address that begins with https:// or http://",
            );
        }
        if let Some(time) = self.digests.iter().find(|time| Time::strptime("%H:%M", time).is_err()) {
            return wrong("telegram.digests", time, "a time such as 08:33");
        }
        let is_on = self.token.is_some() || self.token_file.is_some();
        if is_on && lease_seconds <= self.timeout_seconds {
            let value = lease_seconds.to_string();
            return wrong("courier.lease_seconds", &value, "longer than telegram.timeout_seconds");
        }
        if self.updates == Updates::Poll {
            return Ok(());
        }
        let sound = |secret: &String| {
            let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
            (16..=256).contains(&secret.len()) && secret.chars().all(plain)
        };
        if !self.webhook_secret.as_ref().is_some_and(sound) {
            return wrong("telegram.webhook_secret", "…", "16 to 256 letters, digits, _ and - for a webhook");
        }
        if !has_public_url {
            return wrong("public_url", "", "given, so that Telegram can bring its updates there");
        }
        Ok(())
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            data: PathBuf::from("jiesu-data"),
            database: None,
            key_file: None,
            roles: vec![Role::Web, Role::Courier, Role::Watch],
            banner: None,
            also: Vec::new(),
            public_url: None,
            web: Web::default(),
            staff: StaffRules::default(),
            webhooks: Webhooks::default(),
            courier: CourierRules::default(),
            events: Events::default(),
            telegram: Telegram::default(),
            disk: Disk::default(),
            log: Log::default(),
        }
    }
}

impl Default for Web {
    fn default() -> Self {
        Self {
            body_limit: 1 << 20,
            file_limit: 10 << 20,
            files_per_message: 9,
            connections: 4096,
            trusted_proxies: Vec::new(),
        }
    }
}

impl Default for StaffRules {
    fn default() -> Self {
        Self { idle_minutes: 15, whole_hours: 12, failures: 5, lock_minutes: 15, password_length: 12 }
    }
}

impl Default for Webhooks {
    fn default() -> Self {
        Self { allow: Vec::new(), timeout_seconds: 15 }
    }
}

impl Default for CourierRules {
    fn default() -> Self {
        Self { retry_seconds: vec![5, 60, 300, 1800, 7200, 18000], lease_seconds: 60 }
    }
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            token: None,
            token_file: None,
            api_url: "https://api.telegram.org".to_owned(),
            updates: Updates::Poll,
            webhook_secret: None,
            personal_data: false,
            digests: ["08:33", "11:03", "14:03", "16:33"].map(str::to_owned).to_vec(),
            letters_per_second: 30,
            letters_per_chat_and_second: 1,
            letters_per_group_and_minute: 20,
            timeout_seconds: 15,
        }
    }
}

/// Secrets are never written out.
impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telegram")
            .field("token", &self.token.as_ref().map(|_| "…"))
            .field("api_url", &self.api_url)
            .field("updates", &self.updates)
            .field("personal_data", &self.personal_data)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_file(text: &str) -> Result<Config, ConfigError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my.toml");
        std::fs::write(&path, text).unwrap();
        Config::read(Some(&path), [])
    }

    #[test]
    fn the_commented_default_says_what_the_program_does_without_it() {
        assert_eq!(Config::read(None, []).unwrap(), Config::default());
    }

    #[test]
    fn the_environment_overlays_the_file() {
        let set = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let environment = [
            set("JIESU_LISTEN", "127.0.0.1:9000"),
            set("JIESU_STAFF__IDLE_MINUTES", "10"),
            set("JIESU_WEBHOOKS__ALLOW", r#"["10.0.0.0/8"]"#),
            set("PATH", "/bin"),
        ];
        let config = Config::read(None, environment).unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.staff.idle_minutes, 10);
        assert_eq!(config.webhooks.allow, ["10.0.0.0/8"]);
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line_and_the_nearest_key() {
        let fault = read_file("data = \"d\"\n\n[staff]\nidel_minutes = 5\n").unwrap_err().to_string();
        assert!(fault.contains("my.toml:4:"), "{fault}");
        assert!(fault.contains("idel_minutes") && fault.contains("did you mean `idle_minutes`"), "{fault}");
    }

    #[test]
    fn a_misspelt_variable_is_named_with_the_nearest_one() {
        let environment = [("JIESU_LISTN".to_owned(), "127.0.0.1:1".to_owned())];
        let fault = Config::read(None, environment).unwrap_err().to_string();
        assert!(fault.contains("JIESU_LISTN") && fault.contains("`listen`"), "{fault}");
    }

    #[test]
    fn a_value_that_would_stop_the_program_is_refused_at_its_start() {
        for (text, field) in [
            ("[web]\nconnections = 0", "web.connections"),
            ("[staff]\nfailures = 0", "staff.failures"),
            ("[staff]\npassword_length = 0", "staff.password_length"),
            ("[webhooks]\ntimeout_seconds = 0", "webhooks.timeout_seconds"),
            ("[courier]\nlease_seconds = 0", "courier.lease_seconds"),
        ] {
            let fault = read_file(text).unwrap_err().to_string();
            assert!(fault.starts_with(&format!("{field} = \"0\" is not ")), "{fault}");
        }
        let fault = read_file("[webhooks]\ntimeout_seconds = 60").unwrap_err().to_string();
        assert!(
            fault.contains("courier.lease_seconds") && fault.contains("webhooks.timeout_seconds"),
            "{fault}"
        );
    }

    #[test]
    fn no_two_banners_of_a_process_have_one_ledger() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let write = |name: &str, data: &str, database: &str| {
            let database =
                if database.is_empty() { String::new() } else { format!("database = {database:?}\n") };
            let host = format!("public_url = \"http://{name}.example\"\n");
            std::fs::write(at(name), format!("data = {data:?}\n{database}{host}")).unwrap();
        };
        let others = || {
            let first = Config::read(Some(&at("first")), []).unwrap();
            Config { also: vec![at("second"), at("third")], ..first }.others()
        };
        let (one, two) = ("postgres://jiesu:secret@db/one", "postgres://jiesu:secret@db/two");
        for (first, second, third, refused) in [
            (("a", ""), ("b", ""), ("c", ""), None),
            (("a", one), ("b", two), ("c", ""), None),
            // The folder holds the key then; the ledgers are apart.
            (("a", one), ("a", two), ("a", ""), None),
            (("a", ""), ("b", ""), ("a", ""), Some(r#"third: data = "a" is not "#)),
            (("a", one), ("b", one), ("c", ""), Some("second: database = \"…\" is not ")),
            (("a", ""), ("b", two), ("c", two), Some("third: database = \"…\" is not ")),
        ] {
            for (name, (data, database)) in [("first", first), ("second", second), ("third", third)] {
                write(name, data, database);
            }
            match (others(), refused) {
                (Ok(others), None) => assert_eq!(others.len(), 2),
                (Err(fault), Some(refused)) => {
                    let fault = fault.to_string();
                    assert!(fault.contains(refused) && fault.contains("no other banner has"), "{fault}");
                    assert!(!fault.contains("secret"), "{fault}");
                }
                (others, refused) => panic!("{others:?}, expected {refused:?}"),
            }
        }
    }

    #[test]
    fn a_value_of_the_wrong_form_is_named() {
        let fault = read_file("[webhooks]\nallow = [\"10.0.0.300/8\"]\n").unwrap_err().to_string();
        assert!(fault.contains("webhooks.allow") && fault.contains("10.0.0.300/8"), "{fault}");
    }
}
