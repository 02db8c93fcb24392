//! How is a server spoken to, and how does it keep the stream?

use std::time::Duration;

use async_nats::jetstream::Context;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use async_nats::jetstream::{self, ErrorCode};
use async_nats::{Client, ConnectError, ConnectOptions};

use crate::config::{ConfigError, Credentials, Events as Rules};
use crate::event_stream::Subjects;

/// A server that says nothing for two of these is gone.
const PING: Duration = Duration::from_secs(10);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const MINUTE: Duration = Duration::from_secs(60);

/// Name, credentials and encryption, as configured.
pub(super) fn options(rules: &Rules) -> Result<ConnectOptions, ConfigError> {
    let mut options = ConnectOptions::new()
        .name("jiesu")
        .ping_interval(PING)
        .connection_timeout(Duration::from_secs(rules.timeout_seconds))
        .require_tls(rules.tls);
    options = match rules.credentials()? {
        Credentials::None => options,
        Credentials::User(user, password) => options.user_and_password(user, password),
        Credentials::Token(token) => options.token(token),
    };
    if let Some(file) = &rules.tls_ca_file {
        options = options.add_root_certificates(file.clone());
    }
    if let (Some(certificate), Some(key)) = (&rules.tls_cert_file, &rules.tls_key_file) {
        options = options.add_client_certificate(certificate.clone(), key.clone());
    }
    Ok(options)
}

/// Connects to any of the servers.
pub(super) async fn connect(rules: &Rules, options: ConnectOptions) -> Result<Client, ConnectError> {
    options.connect(rules.servers().collect::<Vec<_>>().join(",")).await
}

/// Is the stream there?
pub(super) async fn find(
    context: &Context,
    rules: &Rules,
) -> Result<Option<jetstream::stream::Info>, jetstream::context::GetStreamError> {
    match context.get_stream(&rules.stream).await {
        Ok(stream) => Ok(Some(stream.cached_info().clone())),
        Err(fault) => match fault.kind() {
            GetStreamErrorKind::JetStream(said) if said.error_code() == ErrorCode::STREAM_NOT_FOUND => {
                Ok(None)
            }
            GetStreamErrorKind::JetStream(_)
            | GetStreamErrorKind::EmptyName
            | GetStreamErrorKind::InvalidStreamName
            | GetStreamErrorKind::Request => Err(fault),
        },
    }
}

/// Makes the stream if it is not there. One that is there stays as its administrator has made it.
pub(super) async fn lay(context: &Context, rules: &Rules) -> Result<(), String> {
    match find(context, rules).await {
        Ok(Some(_)) => return Ok(()),
        Ok(None) => {}
        Err(fault) => return Err(format!("the stream cannot be looked for: {fault}")),
    }
    match context.create_stream(form(rules)).await {
        Ok(_) => {
            tracing::info!(stream = rules.stream, "the event stream was made");
            Ok(())
        }
        Err(fault) => Err(format!("the stream cannot be made: {fault}")),
    }
}

/// Does the stream keep all that is told?
pub(super) fn covers(config: &Config, rules: &Rules) -> bool {
    let ours = Subjects::all(&rules.prefix);
    ours.iter().all(|subject| config.subjects.iter().any(|pattern| fits(pattern, subject)))
}

fn form(rules: &Rules) -> Config {
    Config {
        name: rules.stream.clone(),
        description: Some("jiesu: events of orders, letters to units".to_owned()),
        subjects: Subjects::all(&rules.prefix),
        retention: RetentionPolicy::Limits,
        discard: DiscardPolicy::Old,
        storage: StorageType::File,
        num_replicas: usize::from(rules.replicas),
        max_age: DAY * rules.max_age_days,
        duplicate_window: MINUTE * rules.duplicate_minutes,
        ..Config::default()
    }
}

/// Does a pattern of subjects hold everything that another one holds?
fn fits(pattern: &str, subject: &str) -> bool {
    let mut parts = subject.split('.');
    for wanted in pattern.split('.') {
        match (wanted, parts.next()) {
            (_, None) => return false,
            (">", Some(_)) => return true,
            ("*", Some(_)) => {}
            (wanted, Some(part)) => {
                if wanted != part {
                    return false;
                }
            }
        }
    }
    parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_keeps_only_part_of_it_is_noticed() {
        let rules = Rules::default();
        let kept = |subjects: &[&str]| {
            let subjects = subjects.iter().map(|&subject| subject.to_owned()).collect();
            covers(&Config { subjects, ..Config::default() }, &rules)
        };
        assert!(kept(&["jiesu.*.order.*", "jiesu.*.unit.*"]));
        assert!(kept(&["jiesu.>"]));
        assert!(kept(&["*.*.*.*"]));
        assert!(!kept(&["jiesu.*.order.*"]));
        assert!(!kept(&["jiesu.shili.order.*", "jiesu.*.unit.*"]));
        assert!(!kept(&["jiesu.*.order.*.*", "jiesu.*.unit"]));
    }
}
