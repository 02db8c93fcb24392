//! Is the bot well on Telegram, and does it keep personal data in the country?

use super::{Finding, bad, doubtful, good};
use crate::channel::telegram::{Standing, TelegramChannel};
use crate::config::{Telegram, Updates};

/// So many updates that wait mean that nobody takes them.
const MANY: u32 = 100;

/// What is found; Telegram that cannot be reached is a doubt, never a reason not to start.
pub(super) fn examine(rules: &Telegram) -> Vec<Finding> {
    let channel = match TelegramChannel::to_look(rules) {
        Ok(Some(channel)) => channel,
        Ok(None) => return vec![good("doctor-telegram-off", String::new())],
        Err(fault) => return vec![bad("doctor-telegram-config", fault.to_string())],
    };
    let mut findings = vec![if rules.personal_data {
        doubtful("doctor-telegram-personal-data", String::new())
    } else {
        good("doctor-telegram-no-personal-data", String::new())
    }];
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        return findings;
    };
    match runtime.block_on(channel.look()) {
        Standing::Unreachable => {
            findings.push(doubtful("doctor-telegram-unreachable", rules.api_url.clone()));
        }
        Standing::UnknownToken => findings.push(bad("doctor-telegram-token", String::new())),
        Standing::Known { name, pending, webhook, trouble } => {
            findings.push(good("doctor-telegram", format!("@{name}")));
            if pending > MANY {
                findings.push(doubtful("doctor-telegram-pending", pending.to_string()));
            }
            if let Some(trouble) = trouble {
                findings.push(doubtful("doctor-telegram-trouble", trouble));
            }
            match (rules.updates, webhook) {
                (Updates::Poll, Some(url)) => findings.push(doubtful("doctor-telegram-webhook-set", url)),
                (Updates::Webhook, None) => {
                    findings.push(doubtful("doctor-telegram-webhook-missing", String::new()));
                }
                (Updates::Poll, None) | (Updates::Webhook, Some(_)) => {}
            }
        }
    }
    findings
}
