//! How do things stand with the event stream?

use std::time::Duration;

use async_nats::ConnectErrorKind;
use async_nats::jetstream::context::ContextBuilder;

use super::keep;
use crate::config::{ConfigError, Events as Rules};

/// What is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No server answers.
    Unreachable {
        /// What went wrong.
        why: String,
    },
    /// A server does not let the program in.
    Refused,
    /// A server answers, but keeps no streams, or not for us.
    NoJetStream {
        /// What it says.
        why: String,
    },
    /// The stream is not there yet.
    Missing,
    /// The stream is there.
    Kept {
        /// So many messages stand in it.
        messages: u64,
        /// On so many servers.
        replicas: usize,
        /// Does it keep all that is told?
        whole: bool,
    },
}

/// Asks once, and does not wait for a server that is away.
pub async fn look(rules: &Rules) -> Result<Found, ConfigError> {
    let client = match keep::connect(rules, keep::options(rules)?).await {
        Ok(client) => client,
        Err(fault) => {
            return Ok(match fault.kind() {
                ConnectErrorKind::Authentication | ConnectErrorKind::AuthorizationViolation => Found::Refused,
                ConnectErrorKind::ServerParse
                | ConnectErrorKind::Dns
                | ConnectErrorKind::TimedOut
                | ConnectErrorKind::Tls
                | ConnectErrorKind::Io
                | ConnectErrorKind::MaxReconnects => Found::Unreachable { why: fault.to_string() },
            });
        }
    };
    let patience = Duration::from_secs(rules.timeout_seconds);
    let context = ContextBuilder::new().timeout(patience).build(client);
    Ok(match keep::find(&context, rules).await {
        Ok(Some(info)) => Found::Kept {
            messages: info.state.messages,
            replicas: info.config.num_replicas,
            whole: keep::covers(&info.config, rules),
        },
        Ok(None) => Found::Missing,
        Err(fault) => Found::NoJetStream { why: fault.to_string() },
    })
}
