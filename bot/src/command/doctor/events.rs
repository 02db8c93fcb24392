//! Is the event stream there, and is it kept safely?

use super::{Finding, bad, doubtful, good};
use crate::channel::nats::{Found, look};
use crate::config::Events;

/// What is found; a server that cannot be reached is a doubt, never a reason not to start.
pub(super) fn examine(rules: &Events) -> Vec<Finding> {
    if !rules.is_on() {
        return vec![good("doctor-events-off", String::new())];
    }
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return Vec::new();
    };
    match runtime.block_on(look(rules)) {
        Err(fault) => vec![bad("doctor-events-config", fault.to_string())],
        Ok(Found::Unreachable { why }) => vec![doubtful("doctor-events-unreachable", why)],
        Ok(Found::Refused) => vec![bad("doctor-events-refused", String::new())],
        Ok(Found::NoJetStream { why }) => vec![bad("doctor-events-no-jetstream", why)],
        Ok(Found::Missing) => vec![good("doctor-events-missing", rules.stream.clone())],
        Ok(Found::Kept { messages, replicas, whole }) => {
            let mut findings = vec![if whole {
                good("doctor-events", messages.to_string())
            } else {
                bad("doctor-events-partly", rules.stream.clone())
            }];
            if replicas < 3 {
                findings.push(doubtful("doctor-events-copies", replicas.to_string()));
            }
            findings
        }
    }
}
