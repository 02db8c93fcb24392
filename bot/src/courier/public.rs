//! What does the event stream say of an event?
//!
//! A CloudEvent (<https://cloudevents.io>, 1.0, JSON, structured mode). It is written from the events up to the one it
//! tells of, so that it says the same whenever it is told. No words, no papers, nobody's name; of a 举报 only which
//! order it is and where it stands.

use intake::Level;
use prompts::Names;
use serde::Serialize;
use storage::order::{Event, Kind, Order, State};
use storage::{AreaCode, Claimed, Jurisdiction, NoticeId, OrderNo, StoreError};

use crate::app::App;
use crate::event_stream::PublicNews;
use crate::names::PaperNames;

#[derive(Serialize)]
struct CloudEvent<'a> {
    specversion: &'static str,
    /// The same at every try.
    id: NoticeId,
    source: String,
    r#type: String,
    /// Order number.
    subject: &'a OrderNo,
    /// RFC 3339.
    time: String,
    datacontenttype: &'static str,
    /// Number of the event in the order's stream, written so that it sorts as text: the CloudEvents extension of this
    /// name.
    sequence: String,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    no: &'a OrderNo,
    kind: &'static str,
    /// After the event.
    state: State,
    #[serde(flatten)]
    told: Option<Told>,
}

/// What is told of an order that is no 举报, as it stood after the event.
#[derive(Serialize)]
struct Told {
    urgency: &'static str,
    category: Option<Named>,
    /// A community or wider, never a grid.
    area: Option<Named>,
    lead: Option<Named>,
    round: u32,
    sign_by: Option<String>,
    finish_by: String,
    /// In what capacity somebody acted.
    role: &'static str,
    reason: Option<String>,
}

#[derive(Serialize)]
struct Named {
    code: String,
    name: String,
}

/// Name and text of what a notice tells of; `None` if the order is gone.
pub(super) async fn event(
    app: &App,
    claimed: &Claimed,
    news: &PublicNews,
) -> Result<Option<(&'static str, String)>, StoreError> {
    let Some((now, mut events)) = app.store.order(app.jurisdiction(), &news.no).await? else {
        return Ok(None);
    };
    events.retain(|event| u64::from(event.seq) <= claimed.notice.seq);
    let (Some(event), Some(then)) = (events.last(), Order::fold(app.jurisdiction(), &news.no, &events))
    else {
        return Ok(None);
    };
    let written = written(app, claimed.notice.id, &then, event, is_sealed(&now, &then));
    Ok(Some((event.fact.name(), written)))
}

/// Once it is known that somebody reports somebody, nothing more is told of what was said before.
fn is_sealed(now: &Order, then: &Order) -> bool {
    [now, then].iter().any(|order| order.form.kind == Kind::Report)
}

fn written(app: &App, id: NoticeId, order: &Order, event: &Event, sealed: bool) -> String {
    let kind = if sealed { Kind::Report } else { order.form.kind };
    let told = CloudEvent {
        specversion: "1.0",
        id,
        source: source(app.jurisdiction()),
        r#type: format!("cn.jiesu.order.{}.v1", event.fact.name()),
        subject: &order.no,
        time: event.at.to_string(),
        datacontenttype: "application/json",
        sequence: format!("{:010}", event.seq),
        data: Data {
            no: &order.no,
            kind: kind.name(),
            state: order.state,
            told: (!sealed).then(|| told(app, order, event)),
        },
    };
    serde_json::to_string(&told).expect("an event has only string keys")
}

fn source(jurisdiction: &Jurisdiction) -> String {
    format!("/jiesu/{jurisdiction}")
}

fn told(app: &App, order: &Order, event: &Event) -> Told {
    let names = app.names(Vec::new());
    let named = |code: &str, name: fn(&PaperNames, &str) -> String| Named {
        code: code.to_owned(),
        name: name(&names, code),
    };
    let area = order.form.place.area.as_ref().or(order.form.place.grid.as_ref());
    Told {
        urgency: order.form.urgency.name(),
        category: order.form.category.as_ref().map(|code| named(code.as_str(), Names::category)),
        area: area.and_then(|code| community(app, code)).map(|code| named(code.as_str(), Names::area)),
        lead: order.lead.as_ref().map(|code| named(code.as_str(), Names::unit)),
        round: order.round,
        sign_by: order.dues.sign.map(|due| due.to_string()),
        finish_by: order.dues.finish.to_string(),
        role: event.actor.role.name(),
        reason: event.reason.as_ref().map(|reason| reason.as_str().to_owned()),
    }
}

/// The area, or the community around a grid: three hundred households are too few to be told apart. An area that the
/// banner does not know any more is left out.
fn community(app: &App, code: &AreaCode) -> Option<AreaCode> {
    let area = app.banner.areas.get(code.as_str())?;
    match area.level {
        Level::Banner | Level::Town | Level::Community => Some(code.clone()),
        Level::Grid => area.parent.clone(),
    }
}
