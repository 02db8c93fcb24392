//! What stands on an order's page?

use std::sync::Arc;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use minijinja::{Value, context};
use prompts::Names;
use serde::{Deserialize, Serialize};
use storage::order::{Kind, Urgency};
use storage::{AccountRole, OrderNo, PaperId};

use super::choices::{areas, categories, reasons, units};
use super::history::history;
use super::same::same_views;
use super::suggestion::{Suggestion, answers, likely_leaves, likely_units, marked};
use super::verb::Verb;
use crate::app::App;
use crate::banner::Purpose;
use crate::console::countdown::{Countdown, countdown};
use crate::console::door::Door;
use crate::console::file::{self, FileView};
use crate::console::filled::Typed;
use crate::console::highlight::Piece;
use crate::console::page::{Page, Tongue};
use crate::console::signed::Signed;
use crate::console::trouble::{self, Trouble};
use crate::console::who::ORDERS;
use crate::console::{link, moment, words};
use crate::desk::{CaseFile, Consent, DeskError};

/// The page and its files.
pub(super) fn doors() -> Vec<Door> {
    vec![
        Door::new("/desk/orders/{no}", ORDERS, get(read)),
        Door::new("/desk/orders/{no}/files/{file}", ORDERS, get(a_file)),
    ]
}

/// A form that could not be taken.
pub(super) struct Again {
    /// Why.
    pub trouble: Trouble,
    /// What was typed.
    pub typed: Typed,
    /// Which form.
    pub tried: &'static str,
}

#[derive(Deserialize)]
struct Said {
    done: Option<String>,
}

async fn read(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path(no): Path<String>,
    Query(said): Query<Said>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let Ok(no) = no.parse::<OrderNo>() else {
        return trouble::not_found(&page);
    };
    let done = match said.done.as_deref() {
        Some("new") => "desk-done-new",
        Some(name) => Verb::ALL.into_iter().find(|verb| verb.name() == name).map_or("", Verb::done),
        None => "",
    };
    shown(&page, &who, &no, StatusCode::OK, done, None).await
}

async fn a_file(
    State(app): State<Arc<App>>,
    tongue: Tongue,
    who: Signed,
    Path((no, wanted)): Path<(String, String)>,
) -> Response {
    let page = Page::of(&app, tongue, &who);
    let (Ok(no), Ok(wanted)) = (no.parse::<OrderNo>(), wanted.parse::<PaperId>()) else {
        return trouble::not_found(&page);
    };
    match app.desk.staff_file(&who.staff, &no, wanted).await {
        Ok(Some(paper)) => file::answer(paper),
        Ok(None) => trouble::not_found(&page),
        Err(error) => trouble::page(&page, &error),
    }
}

/// The order's page as this person may see it now.
pub(super) async fn shown(
    page: &Page<'_>,
    who: &Signed,
    no: &OrderNo,
    status: StatusCode,
    done: &str,
    again: Option<Again>,
) -> Response {
    match facts(page.app, who, no).await {
        Ok(Some(facts)) => {
            let again = again.map(|again| (Some(again.trouble), again.typed, again.tried));
            let (trouble, typed, tried) = again.unwrap_or_default();
            let template = match who.staff.role {
                AccountRole::Unit => "desk/unit_order.html",
                AccountRole::Operator | AccountRole::Supervisor | AccountRole::Administrator => {
                    "desk/order.html"
                }
            };
            page.show(status, template, context! { done, trouble, typed, tried, ..facts })
        }
        Ok(None) => trouble::not_found(page),
        Err(error) => trouble::page(page, &error),
    }
}

async fn facts(app: &App, who: &Signed, no: &OrderNo) -> Result<Option<Value>, DeskError> {
    let Some(file) = app.desk.file_of(&who.staff, no).await? else {
        return Ok(None);
    };
    let people = match who.staff.role {
        AccountRole::Operator | AccountRole::Supervisor => app.clerk.accounts(app.jurisdiction()).await?,
        AccountRole::Unit | AccountRole::Administrator => Vec::new(),
    };
    let history = history(app, &file, &people);
    let order = Sheet::new(app, &file);
    Ok(Some(match who.staff.role {
        AccountRole::Operator | AccountRole::Supervisor => {
            let companions = app.hot.companions(no);
            let same = app.desk.same_as(&who.staff, &file, &companions).await?;
            let same = same_views(app, same);
            context! { order, history, same, can_print => link::can_be_bound(app), ..centre(app, &file) }
        }
        AccountRole::Unit | AccountRole::Administrator => context! {
            order, history, reasons => reasons(app, Purpose::Return), units => units(app, &[]),
            legal => file.legal,
        },
    }))
}

/// What only the centre needs: the proposal and everything that can be chosen.
fn centre(app: &App, file: &CaseFile) -> Value {
    let form = &file.order.form;
    let now = app.desk.suggest(&file.story, file.place.as_deref().unwrap_or_default());
    let suggestion = file.reasons.as_ref().map(|reasons| Suggestion::kept(app, reasons, &now));
    let proposal = app.desk.propose(form);
    let mut likely = proposal.lead.iter().chain(&proposal.helpers).cloned().collect::<Vec<_>>();
    likely.extend(likely_units(&now).into_iter().filter(|unit| !likely.contains(unit)).collect::<Vec<_>>());
    let names = app.names(Vec::new());
    context! {
        suggestion, legal => file.legal,
        proposal => context! {
            lead => proposal.lead.as_ref().map(ToString::to_string),
            lead_name => proposal.lead.as_ref().map(|unit| names.unit(unit.as_str())),
            helpers => proposal.helpers.iter().map(ToString::to_string).collect::<Vec<_>>(),
            row => proposal.row, needs_place => proposal.needs_place,
        },
        units => units(app, &likely),
        categories => categories(app, &likely_leaves(&now)),
        areas => areas(app),
        kinds => kinds(), urgencies => urgencies(),
        reject_reasons => reasons(app, Purpose::Reject),
        withdraw_reasons => reasons(app, Purpose::Withdraw),
        answers => answers(app, &file.story),
        chosen => context! {
            kind => form.kind.name(), urgency => form.urgency.name(),
            category => form.category.as_ref().map(ToString::to_string),
            area => form.place.grid.as_ref().or(form.place.area.as_ref()).map(ToString::to_string),
        },
    }
}

/// 诉求类型: what the form carries, and the key of its name.
pub(in crate::console) fn kinds() -> Vec<(&'static str, &'static str)> {
    Kind::ALL.into_iter().map(|kind| (kind.name(), words::kind(kind))).collect()
}

/// 紧急程度: what the form carries, and the key of its name.
pub(in crate::console) fn urgencies() -> Vec<(&'static str, &'static str)> {
    Urgency::ALL.into_iter().map(|urgency| (urgency.name(), words::urgency(urgency))).collect()
}

/// The order itself, ready for a template.
#[derive(Serialize)]
struct Sheet {
    no: String,
    version: u32,
    state: &'static str,
    ended: bool,
    kind: &'static str,
    urgency: &'static str,
    urgent: bool,
    category: Option<String>,
    area: Option<String>,
    source: &'static str,
    lead: Option<String>,
    helpers: Vec<String>,
    accepted: String,
    due: String,
    assumed: bool,
    sign_due: Option<String>,
    left: Option<Countdown>,
    round: u32,
    urges: u32,
    returns: u32,
    story: Vec<Piece>,
    story_erased: bool,
    place: Option<String>,
    contact: Option<Contact>,
    contact_erased: bool,
    files: Vec<FileView>,
    call: Option<String>,
    chat: Option<String>,
    consent: Option<ConsentView>,
    own_chats: usize,
    followers: usize,
}

/// 代办, as the page shows it; nothing is written down where the helper agreed in the chat.
#[derive(Serialize)]
struct ConsentView {
    helper: Option<String>,
    how: Option<String>,
}

impl ConsentView {
    fn new(consent: &Consent) -> Self {
        match consent {
            Consent::ToldByHelperInChat => Self { helper: None, how: None },
            Consent::TakenByOperator { helper, how } => {
                Self { helper: Some(helper.clone()), how: Some(how.clone()) }
            }
        }
    }
}

#[derive(Serialize)]
struct Contact {
    name: Option<String>,
    phone: Option<String>,
    masked: bool,
    sealed: bool,
}

impl Sheet {
    fn new(app: &App, file: &CaseFile) -> Self {
        let (order, names) = (&file.order, app.names(Vec::new()));
        let unsigned = order.state == storage::order::State::Dispatched;
        let because = file.reasons.as_ref().map(|reasons| reasons.because.as_slice()).unwrap_or_default();
        let area = order.form.place.grid.as_ref().or(order.form.place.area.as_ref());
        let category = order.form.category.as_ref();
        let path = category.and_then(|code| app.banner.categories.get(code.as_str()));
        Self {
            no: order.no.to_string(),
            version: order.version,
            state: words::state(order.state),
            ended: order.state.is_end(),
            kind: words::kind(order.form.kind),
            urgency: words::urgency(order.form.urgency),
            urgent: order.form.urgency > Urgency::Normal,
            category: path.map(|category| category.path.join(" / ")),
            area: area.map(|area| names.area(area.as_str())),
            source: words::source(order.source),
            lead: order.lead.as_ref().map(|unit| names.unit(unit.as_str())),
            helpers: order.helpers.iter().map(|unit| names.unit(unit.as_str())).collect(),
            accepted: moment::minute(app, order.accepted_at),
            due: moment::minute(app, order.dues.finish),
            assumed: order.dues.assumed,
            sign_due: order.dues.sign.filter(|_| unsigned).map(|at| moment::minute(app, at)),
            left: file
                .left
                .as_ref()
                .map(|left| countdown(order.state, order.dues.from, order.dues.finish, left)),
            round: order.round,
            urges: order.urges,
            returns: order.returns,
            story: marked(&file.story, because),
            story_erased: file.story.is_empty(),
            place: file.place.clone(),
            contact: file.contact.as_ref().map(|contact| Contact {
                name: contact.name.clone(),
                phone: contact.phone.clone(),
                masked: contact.masked,
                sealed: contact.sealed,
            }),
            contact_erased: file.contact.is_none() && order.papers.contact.is_some(),
            files: file.files.iter().map(FileView::new).collect(),
            call: file.call.clone(),
            chat: file.chat.map(|chat| chat.to_string()),
            consent: file.consent.as_ref().map(ConsentView::new),
            own_chats: order.own_conversations().count(),
            followers: order.followers().count(),
        }
    }
}
