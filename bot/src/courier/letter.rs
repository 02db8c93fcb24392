//! What does a letter say, when it is sent?

use prompts::{Notice, Spoken};
use storage::order::{Fact, Order};
use storage::{Claimed, Conversation, ConversationId, Listener, PaperId, StoreError};

use super::parcel::Parcel;
use super::{public, system};
use crate::app::App;
use crate::channel::{Body, Letter, TELEGRAM, To};
use crate::errand::Errand;
use crate::secret;

/// A letter ready to be sent.
pub(super) struct Written {
    pub(super) letter: Letter,
    /// What it shows and a digest of it, where it is edited later.
    pub(super) subject: Option<(String, String)>,
    /// It shows what stands there already.
    pub(super) stands_already: bool,
}

/// Renders what a parcel says now, in the listener's language; `None`: there is nobody or nothing any more.
pub(super) async fn write(
    app: &App,
    claimed: &Claimed,
    parcel: &Parcel,
) -> Result<Option<Written>, StoreError> {
    let plain =
        |to, body| Written { letter: letter(app, claimed, to, body), subject: None, stands_already: false };
    match (parcel, &claimed.notice.listener) {
        (Parcel::System(news), Listener::Unit(unit)) => {
            let body = system::body(app, claimed, news).await?;
            Ok(body.map(|body| plain(To::System(unit.clone()), Body::Document(body))))
        }
        (Parcel::Public(news), Listener::Public) => {
            let told = public::event(app, claimed, news).await?;
            Ok(told.map(|(event, body)| plain(To::Public { event }, Body::Document(body))))
        }
        (Parcel::Said(notice), Listener::Conversation(id)) => {
            let Some((conversation, to)) = found(app, *id).await? else { return Ok(None) };
            let spoken = say(app, &conversation, notice).await?;
            Ok(Some(plain(to, Body::Words { spoken, edits: None, silent: false })))
        }
        (Parcel::Errand(Errand::Card { no }), Listener::Conversation(id)) => {
            let Some(order) = app.store.order(app.jurisdiction(), no).await? else { return Ok(None) };
            let Some((conversation, to)) = found(app, *id).await? else { return Ok(None) };
            let spoken = say(app, &conversation, &card(*id, &order.0, &order.1)).await?;
            let subject = format!("card:{no}");
            let print = secret::fingerprint(&format!("{spoken:?}"));
            let stands = app.store.posted(app.jurisdiction(), &claimed.notice.listener, &subject).await?;
            let stands_already = stands.as_ref().is_some_and(|stands| stands.print == print);
            let body = Body::Words { spoken, edits: stands.map(|stands| stands.receipt), silent: true };
            Ok(Some(Written { subject: Some((subject, print)), stands_already, ..plain(to, body) }))
        }
        (Parcel::System(_) | Parcel::Public(_) | Parcel::Said(_) | Parcel::Errand(_), _) => Ok(None),
    }
}

pub(super) fn letter(app: &App, claimed: &Claimed, to: To, body: Body) -> Letter {
    let sent_at = app.clock.now().as_second();
    Letter {
        id: claimed.notice.id,
        to,
        body,
        urgent: claimed.notice.urgent,
        ours_until: claimed.lease.until,
        sent_at,
    }
}

async fn found(app: &App, id: ConversationId) -> Result<Option<(Conversation, To)>, StoreError> {
    let conversation = app.store.conversation(app.jurisdiction(), id).await?;
    let address = app.store.address(app.jurisdiction(), id).await?;
    Ok(conversation.zip(address).map(|(conversation, address)| (conversation, To::Chat(address.value))))
}

/// In the citizen's language; without what is personal where the platform keeps its data abroad.
async fn say(app: &App, conversation: &Conversation, notice: &Notice) -> Result<Spoken, StoreError> {
    let wanted: Vec<PaperId> = notice.papers().into_iter().map(PaperId).collect();
    let names = app.names(app.store.papers(app.jurisdiction(), &wanted).await?);
    let veiled = conversation.channel == TELEGRAM && !app.config.telegram.personal_data;
    let names = if veiled { names.veiled() } else { names };
    Ok(app.wording.say(&conversation.language, notice, &names))
}

/// How the order stands, as its citizen or somebody who follows it may see it.
fn card(conversation: ConversationId, order: &Order, events: &[storage::order::Event]) -> Notice {
    let own = order.own_conversations().any(|id| id == conversation);
    let last = events.iter().rev().find(|event| event.visible);
    let redone = events.iter().any(|event| matches!(event.fact, Fact::Redone { .. }));
    Notice::Card(Box::new(prompts::Card {
        no: order.no.to_string(),
        state: order.state.name().to_owned(),
        category: order.form.category.as_ref().map(|code| code.as_str().to_owned()),
        unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
        due: (!order.state.is_end()).then_some(order.dues.finish),
        changed: last.map_or(order.updated_at, |event| event.at),
        again: redone,
        own,
    }))
}
