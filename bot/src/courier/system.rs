//! What does a letter to a unit's system say?

use serde::Serialize;
use storage::order::{Order, State};
use storage::{Claimed, Listener, PaperId, StoreError};

use crate::app::App;
use crate::news::{Happening, UnitNews};
use crate::sealed::Veil;

/// The body of a webhook: what happened, and the order as it stands. Phone numbers are masked; who needs one asks
/// for it with a purpose. Of a 举报 names and doors are masked, too. A unit that has the order no longer learns no more
/// than that.
#[derive(Serialize)]
struct Document {
    /// E.g. `order.dispatched`.
    r#type: Happening,
    /// RFC 3339.
    timestamp: String,
    data: Data,
}

#[derive(Serialize)]
struct Data {
    no: String,
    /// Number of the event in the order's stream: a later letter has a higher one.
    seq: u64,
    #[serde(flatten)]
    order: Option<Standing>,
}

/// The order as it stands.
#[derive(Serialize)]
struct Standing {
    version: u32,
    state: State,
    kind: String,
    urgency: String,
    category: Option<Named>,
    area: Option<Named>,
    lead: Option<Named>,
    round: u32,
    sign_by: Option<String>,
    finish_by: String,
    story: String,
    place: Option<String>,
}

#[derive(Serialize)]
struct Named {
    code: String,
    name: String,
}

/// Renders a notice now; `None` if the order is gone.
pub(super) async fn body(
    app: &App,
    claimed: &Claimed,
    news: &UnitNews,
) -> Result<Option<String>, StoreError> {
    let Ok(no) = news.no.parse() else { return Ok(None) };
    let Some(order) = app.store.order_state(app.jurisdiction(), &no).await? else {
        return Ok(None);
    };
    let letter = Document {
        r#type: news.what,
        timestamp: app.clock.now().to_string(),
        data: Data {
            no: order.no.to_string(),
            seq: claimed.notice.seq,
            order: if has(&claimed.notice.listener, &order) {
                Some(standing(app, &order).await?)
            } else {
                None
            },
        },
    };
    Ok(Some(serde_json::to_string(&letter).expect("a letter has only string keys")))
}

/// Does the listener have the order now, as lead or as helper?
fn has(listener: &Listener, order: &Order) -> bool {
    match listener {
        Listener::Unit(unit) => order.lead.as_ref() == Some(unit) || order.helpers.contains(unit),
        Listener::Conversation(_) | Listener::Group(_) | Listener::Public => false,
    }
}

async fn standing(app: &App, order: &Order) -> Result<Standing, StoreError> {
    // One by one: a letter without its story would tell less than the unit must know.
    let mut papers = Vec::new();
    for id in [Some(order.papers.story), order.papers.place].into_iter().flatten() {
        papers.extend(app.store.paper(app.jurisdiction(), id).await?);
    }
    let veil = Veil::over(&app.banner.book, app.store.as_ref(), app.jurisdiction(), order).await?;
    let names = app.names(papers);
    let text = |id: PaperId| names.text(id).map(|text| veil.for_unit(&text));
    let area = order.form.place.grid.as_ref().or(order.form.place.area.as_ref());
    let named = |code: &str, name: String| Named { code: code.to_owned(), name };
    Ok(Standing {
        version: order.version,
        state: order.state,
        kind: order.form.kind.name().to_owned(),
        urgency: order.form.urgency.name().to_owned(),
        category: order
            .form
            .category
            .as_ref()
            .map(|code| named(code.as_str(), prompts::Names::category(&names, code.as_str()))),
        area: area.map(|code| named(code.as_str(), prompts::Names::area(&names, code.as_str()))),
        lead: order
            .lead
            .as_ref()
            .map(|code| named(code.as_str(), prompts::Names::unit(&names, code.as_str()))),
        round: order.round,
        sign_by: order.dues.sign.map(|due| due.to_string()),
        finish_by: order.dues.finish.to_string(),
        story: text(order.papers.story).unwrap_or_default(),
        place: order.papers.place.and_then(text),
    })
}
