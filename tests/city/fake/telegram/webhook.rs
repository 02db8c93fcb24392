//! How are updates brought to a bot that does not fetch them?

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::asked::Asked;
use super::record::{Delivery, End};
use super::refusal::Refusal;
use super::updates::{self, Update};
use super::world::World;
use super::{Inside, TelegramFake};

/// The header that carries the secret.
const SECRET: &str = "X-Telegram-Bot-Api-Secret-Token";
/// Nobody is waited for longer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Before the first repetition; each further one waits twice as long.
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// But no longer than this.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// Where a webhook may listen.
const PORTS: [u16; 4] = [80, 88, 443, 8443];

/// Where the bot wants to be told.
#[derive(Clone, Debug)]
pub(super) struct Hook {
    url: String,
    secret: Option<String>,
    connections: usize,
    last_error: Option<(Timestamp, String)>,
}

impl TelegramFake {
    /// The next so many answers of the webhook are lost on the way: what it took is brought again.
    pub fn loses_answers(&self, count: u32) {
        self.inside.change(|world| world.lost_answers = count);
    }

    /// The address of the webhook, if there is one.
    pub fn webhook(&self) -> Option<String> {
        self.inside.world().hook.as_ref().map(|hook| hook.url.clone())
    }
}

/// `setWebhook`
pub(super) fn set(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    let url = asked.text("url")?.unwrap_or_default();
    if url.is_empty() {
        return delete(world, asked);
    }
    let bad = |reason: &str| Refusal::bad(format!("bad webhook: {reason}"));
    let parsed = reqwest::Url::parse(url).map_err(|_| bad("invalid URL specified"))?;
    // Stories listen on loopback, in the clear and on any port; everybody else as in reality.
    let nearby = parsed.host_str().is_some_and(|host| host == "127.0.0.1" || host == "localhost");
    if parsed.scheme() != "https" && !(nearby && parsed.scheme() == "http") {
        return Err(bad("HTTPS url must be provided for webhook"));
    }
    if !nearby && !parsed.port_or_known_default().is_some_and(|port| PORTS.contains(&port)) {
        return Err(bad("Webhook can be set up only on ports 80, 88, 443 or 8443"));
    }
    let secret = asked.text("secret_token")?.filter(|secret| !secret.is_empty());
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || char == '-';
    match secret {
        Some(secret) if secret.len() > 256 => return Err(Refusal::bad("secret token is too long")),
        Some(secret) if !secret.chars().all(plain) => {
            return Err(Refusal::bad("secret token contains unallowed characters"));
        }
        Some(_) | None => {}
    }
    let connections = asked.integer("max_connections")?.unwrap_or(40).clamp(1, 100);
    if let Some(allowed) = updates::allowed_updates(asked)? {
        world.queue.allowed = allowed;
    }
    if asked.flag("drop_pending_updates")? {
        world.queue.drop_all();
    }
    world.hook = Some(Hook {
        url: url.to_owned(),
        secret: secret.map(str::to_owned),
        connections: usize::try_from(connections).unwrap_or(1),
        last_error: None,
    });
    Ok(json!(true))
}

/// `deleteWebhook`
pub(super) fn delete(world: &mut World, asked: &Asked) -> Result<Value, Refusal> {
    if asked.flag("drop_pending_updates")? {
        world.queue.drop_all();
    }
    world.hook = None;
    Ok(json!(true))
}

/// `getWebhookInfo`
pub(super) fn info(world: &World) -> Value {
    let mut info = json!({
        "url": "", "has_custom_certificate": false, "pending_update_count": world.queue.waiting(),
    });
    if let Some(hook) = &world.hook {
        info["url"] = json!(hook.url);
        info["max_connections"] = json!(hook.connections);
        if let Some((at, error)) = &hook.last_error {
            info["last_error_date"] = json!(at.as_second());
            info["last_error_message"] = json!(error);
        }
    }
    if !world.queue.allowed.is_empty() {
        info["allowed_updates"] = json!(world.queue.allowed);
    }
    info
}

/// Brings updates as long as there is a webhook: those of one chat one after another, until each was taken.
pub(super) async fn deliver(inside: Arc<Inside>) {
    let client =
        reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().expect("a client can be built");
    let mut stirred = inside.stirred.subscribe();
    let mut under_way = tokio::task::JoinSet::new();
    loop {
        while under_way.try_join_next().is_some() {}
        for (hook, update) in due(&inside) {
            under_way.spawn(bring(Arc::clone(&inside), client.clone(), hook, update));
        }
        if stirred.changed().await.is_err() {
            return;
        }
    }
}

/// The updates that can be brought now; they are under way from here on.
fn due(inside: &Inside) -> Vec<(Hook, Update)> {
    let mut world = inside.world();
    let Some(hook) = world.hook.clone() else { return Vec::new() };
    let mut free =
        hook.connections.saturating_sub(world.queue.updates.iter().filter(|update| update.in_flight).count());
    let (mut blocked, mut hurrying, mut due) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for update in &mut world.queue.updates {
        let behind = blocked.contains(&update.chat) || (hurrying.contains(&update.chat) && !update.hurries);
        if update.hurries {
            hurrying.insert(update.chat)
        } else {
            blocked.insert(update.chat)
        };
        if !behind && !update.in_flight && free > 0 {
            update.in_flight = true;
            free -= 1;
            due.push((hook.clone(), update.clone()));
        }
    }
    due
}

/// Brings one update once; when it was not taken, it is due again after a pause.
async fn bring(inside: Arc<Inside>, client: reqwest::Client, hook: Hook, update: Update) {
    let place = inside.change(|world| {
        world.deliveries.push(Delivery { update: update.id, chat: update.chat, end: End::UnderWay });
        world.deliveries.len() - 1
    });
    let mut request = client.post(&hook.url).json(&update.json);
    if let Some(secret) = &hook.secret {
        request = request.header(SECRET, secret);
    }
    let status = request.send().await.map(|answer| answer.status());
    let now = inside.now();
    let taken = inside.change(|world| {
        let lost = world.lost_answers > 0 && status.as_ref().is_ok_and(reqwest::StatusCode::is_success);
        if lost {
            world.lost_answers -= 1;
        }
        let (end, error) = match &status {
            Ok(status) if lost => (End::Lost(status.as_u16()), Some("Read timeout expired".to_owned())),
            Ok(status) if status.is_success() => (End::Answered(status.as_u16()), None),
            Ok(status) => {
                let error = format!("Wrong response from the webhook: {status}");
                (End::Answered(status.as_u16()), Some(error))
            }
            Err(_) => (End::Unanswered, Some("Connection refused".to_owned())),
        };
        world.deliveries[place].end = end;
        let taken = error.is_none();
        if taken {
            world.queue.confirm(update.id);
        }
        if let (Some(hook), Some(error)) = (&mut world.hook, error) {
            hook.last_error = Some((now, error));
        }
        taken
    });
    if !taken {
        tokio::time::sleep(pause(&inside, update.id)).await;
        inside.change(|world| {
            let waiting = world.queue.updates.iter_mut().find(|waiting| waiting.id == update.id);
            waiting.into_iter().for_each(|waiting| waiting.in_flight = false);
        });
    }
}

/// How long before this update is brought again.
fn pause(inside: &Inside, update: i64) -> Duration {
    let tried = inside.world().deliveries.iter().filter(|delivery| delivery.update == update).count();
    let doubled = u32::try_from(tried.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    FIRST_PAUSE.saturating_mul(1 << doubled).min(LONGEST_PAUSE)
}
