//! How does a unit's system know that a letter is ours?

use standardwebhooks::Webhook;
use storage::Endpoint;

use super::{Letter, NotSent, Untold};

/// The headers that sign a letter as Standard Webhooks prescribe: with the secret the unit's system shares.
pub(super) fn signed(
    endpoint: &Endpoint,
    letter: &Letter,
    body: &str,
) -> Result<[(&'static str, String); 3], NotSent> {
    let never = |_| NotSent::Never { why: Untold::BadSecret };
    let webhook = Webhook::new(&endpoint.secret).map_err(never)?;
    let id = letter.id.to_string();
    let signature = webhook.sign(&id, letter.sent_at, body.as_bytes()).map_err(never)?;
    Ok([
        ("webhook-id", id),
        ("webhook-timestamp", letter.sent_at.to_string()),
        ("webhook-signature", signature),
    ])
}
