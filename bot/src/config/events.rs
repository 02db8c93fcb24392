//! Where is the event stream, and how is it kept?

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::ConfigError;

/// The event stream on NATS JetStream. There is none as long as no server is named.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Events {
    /// The servers, e.g. `nats://n1:4222,nats://n2:4222`.
    pub nats: Option<String>,
    /// Whom the program signs in as.
    pub user: Option<String>,
    /// The user's password; a secret.
    pub password: Option<String>,
    /// A file that holds the password instead.
    pub password_file: Option<PathBuf>,
    /// A token instead of user and password; a secret.
    pub token: Option<String>,
    /// A file that holds the token instead.
    pub token_file: Option<PathBuf>,
    /// Only over TLS.
    pub tls: bool,
    /// Whoever signed the servers' certificates (PEM); none: those the system trusts.
    pub tls_ca_file: Option<PathBuf>,
    /// The program's own certificate (PEM), where the servers ask for one.
    pub tls_cert_file: Option<PathBuf>,
    /// Its key (PEM).
    pub tls_key_file: Option<PathBuf>,
    /// The first part of every subject.
    pub prefix: String,
    /// The stream's name.
    pub stream: String,
    /// On so many servers a new stream is kept.
    pub replicas: u8,
    /// After so many days a new stream lets go of an event.
    pub max_age_days: u32,
    /// So long a new stream knows an event again that comes twice.
    pub duplicate_minutes: u32,
    /// How long to wait for a server, and for its acknowledgement, in seconds.
    pub timeout_seconds: u64,
}

/// How the program shows who it is.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// It does not.
    None,
    /// User and password.
    User(String, String),
    /// A token.
    Token(String),
}

impl Events {
    /// Is there an event stream?
    pub fn is_on(&self) -> bool {
        self.nats.is_some()
    }

    /// The servers, one by one.
    pub fn servers(&self) -> impl Iterator<Item = &str> {
        self.nats.iter().flat_map(|servers| servers.split(',')).map(str::trim)
    }

    /// What the program signs in with, from wherever it is kept.
    pub fn credentials(&self) -> Result<Credentials, ConfigError> {
        if let Some(token) = secret(self.token.as_ref(), self.token_file.as_deref())? {
            return Ok(Credentials::Token(token));
        }
        let password = secret(self.password.as_ref(), self.password_file.as_deref())?;
        Ok(match (&self.user, password) {
            (Some(user), password) => Credentials::User(user.clone(), password.unwrap_or_default()),
            (None, _) => Credentials::None,
        })
    }

    pub(super) fn check(&self, lease_seconds: u64) -> Result<(), ConfigError> {
        let wrong = |field: &str, value: &str, wanted| {
            let field = format!("events.{field}");
            Err(ConfigError::Value { field, value: value.to_owned(), wanted })
        };
        if !self.is_on() {
            return Ok(());
        }
        if self.servers().any(|server| !is_server(server)) {
            let wanted =
                "addresses such as nats://n1:4222,nats://n2:4222, without a name and password in them";
            return wrong("nats", "…", wanted);
        }
        for (field, one, other) in [
            ("password_file", self.password.is_some(), self.password_file.is_some()),
            ("token_file", self.token.is_some(), self.token_file.is_some()),
        ] {
            if one && other {
                return wrong(field, "…", "left out where the secret itself is given");
            }
        }
        if self.user.is_none() && (self.password.is_some() || self.password_file.is_some()) {
            return wrong("user", "", "given with a password");
        }
        if self.user.is_some() && (self.token.is_some() || self.token_file.is_some()) {
            return wrong("user", "…", "left out where a token is given");
        }
        if self.tls_cert_file.is_some() != self.tls_key_file.is_some() {
            return wrong("tls_key_file", "…", "given together with events.tls_cert_file");
        }
        if !is_word(&self.prefix) {
            return wrong("prefix", &self.prefix, "letters, digits, - and _");
        }
        if !is_word(&self.stream) {
            return wrong("stream", &self.stream, "letters, digits, - and _");
        }
        if !(1..=5).contains(&self.replicas) {
            return wrong("replicas", &self.replicas.to_string(), "1 to 5");
        }
        if self.max_age_days == 0 {
            return wrong("max_age_days", "0", "above 0");
        }
        if !(2..=1440).contains(&self.duplicate_minutes) {
            return wrong("duplicate_minutes", &self.duplicate_minutes.to_string(), "2 to 1440");
        }
        if self.timeout_seconds == 0 || lease_seconds <= 2 * self.timeout_seconds {
            let wanted = "above 0, and less than half of courier.lease_seconds: a claim must outlast a try";
            return wrong("timeout_seconds", &self.timeout_seconds.to_string(), wanted);
        }
        for (field, file) in [
            ("tls_ca_file", &self.tls_ca_file),
            ("tls_cert_file", &self.tls_cert_file),
            ("tls_key_file", &self.tls_key_file),
        ] {
            if let Some(file) = file.as_ref().filter(|file| !file.is_file()) {
                return wrong(field, &file.display().to_string(), "a file that is there");
            }
        }
        Ok(())
    }
}

/// A name and password in an address would be shown wherever the address is.
fn is_server(address: &str) -> bool {
    let parsed = address.parse::<async_nats::ServerAddr>();
    parsed.is_ok_and(|server| {
        matches!(server.scheme(), "nats" | "tls") && !server.has_user_pass() && !server.host().is_empty()
    })
}

/// A plain part of a subject, a plain name of a stream.
fn is_word(text: &str) -> bool {
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
    !text.is_empty() && text.len() <= 64 && text.chars().all(plain)
}

fn secret(given: Option<&String>, file: Option<&Path>) -> Result<Option<String>, ConfigError> {
    let Some(file) = file else { return Ok(given.cloned()) };
    let text = std::fs::read_to_string(file)
        .map_err(|why| ConfigError::Unreadable { file: file.to_owned(), why: why.to_string() })?;
    Ok(Some(text.trim().to_owned()))
}

impl Default for Events {
    fn default() -> Self {
        Self {
            nats: None,
            user: None,
            password: None,
            password_file: None,
            token: None,
            token_file: None,
            tls: false,
            tls_ca_file: None,
            tls_cert_file: None,
            tls_key_file: None,
            prefix: "jiesu".to_owned(),
            stream: "JIESU".to_owned(),
            replicas: 1,
            max_age_days: 30,
            duplicate_minutes: 60,
            timeout_seconds: 5,
        }
    }
}

/// Secrets are never written out.
impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("nats", &self.nats)
            .field("user", &self.user)
            .field("password", &self.password.as_ref().map(|_| "…"))
            .field("token", &self.token.as_ref().map(|_| "…"))
            .field("prefix", &self.prefix)
            .field("stream", &self.stream)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(change: impl FnOnce(&mut Events)) -> Events {
        let mut events = Events { nats: Some("nats://127.0.0.1:4222".to_owned()), ..Events::default() };
        change(&mut events);
        events
    }

    #[test]
    fn what_cannot_be_meant_is_refused_at_the_start_by_its_name() {
        type Change = fn(&mut Events);
        let wrongs: [(&str, Change); 13] = [
            ("nats", |events| events.nats = Some("http://n1:4222".to_owned())),
            ("nats", |events| events.nats = Some("nats://n1:4222,nats://me:hunter2@n2:4222".to_owned())),
            ("nats", |events| events.nats = Some(String::new())),
            ("password_file", |events| {
                events.user = Some("jiesu".to_owned());
                events.password = Some("hunter2".to_owned());
                events.password_file = Some("file".into());
            }),
            ("user", |events| events.password = Some("hunter2".to_owned())),
            ("user", |events| {
                events.user = Some("jiesu".to_owned());
                events.token = Some("hunter2".to_owned());
            }),
            ("tls_key_file", |events| events.tls_cert_file = Some("cert.pem".into())),
            ("tls_ca_file", |events| events.tls_ca_file = Some("/nowhere/ca.pem".into())),
            ("prefix", |events| events.prefix = "jiesu.*".to_owned()),
            ("stream", |events| events.stream = "MY STREAM".to_owned()),
            ("replicas", |events| events.replicas = 0),
            ("duplicate_minutes", |events| events.duplicate_minutes = 1),
            ("timeout_seconds", |events| events.timeout_seconds = 30),
        ];
        for (field, change) in wrongs {
            let fault = on(change).check(60).unwrap_err().to_string();
            assert!(fault.starts_with(&format!("events.{field} = ")), "{fault}");
            assert!(!fault.contains("hunter2"), "{fault}");
        }
        assert!(on(|_| {}).check(60).is_ok());
        assert!(
            on(|events| events.nats = Some("nats://n1:4222, tls://n2:4222".to_owned())).check(60).is_ok()
        );
    }

    #[test]
    fn secrets_are_read_from_files_and_never_shown() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "from-the-file\n").unwrap();
        let events = on(|events| {
            events.user = Some("jiesu".to_owned());
            events.password_file = Some(file.path().to_owned());
        });
        let Ok(Credentials::User(user, password)) = events.credentials() else { panic!("no password") };
        assert_eq!((user.as_str(), password.as_str()), ("jiesu", "from-the-file"));
        let events = on(|events| events.token = Some("very-secret".to_owned()));
        assert!(!format!("{events:?}").contains("very-secret"));
    }
}
