//! What does a unit's system read of an order?

use prompts::Names;
use serde::Serialize;
use storage::OrderNo;
use storage::order::StepName;
use storage::order::clock::Dues;
use storage::order::{Event, Fact, Role};
use utoipa::ToSchema;

use crate::app::App;
use crate::channel::web::FileView;
use crate::desk::{Card, CaseFile, ContactCard};
use crate::http::Problem;

/// One order in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderCard {
    /// Its number.
    no: String,
    /// Where it stands.
    state: &'static str,
    /// 诉求类型
    kind: &'static str,
    /// 紧急程度
    urgency: &'static str,
    /// Name of the leaf of the catalogue.
    category: Option<String>,
    /// Name of the area.
    area: Option<String>,
    /// The first words of the story; phone numbers masked.
    summary: String,
    /// When it was accepted (RFC 3339).
    #[schema(format = DateTime)]
    accepted_at: String,
    /// The date that binds next: signing while unsigned, else finishing.
    #[schema(format = DateTime)]
    due: String,
    /// 1 at first, one more at each 重办.
    round: u32,
    /// How often the citizen urged.
    urges: u32,
}

/// An order with everything the unit may see of it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OrderFile {
    /// Its number.
    no: String,
    /// Rises with every event: send it back as `version` so that nothing is done on a stale view.
    version: u32,
    /// Where it stands.
    state: &'static str,
    /// What may be done now; only what this API offers.
    steps: Vec<&'static str>,
    /// 诉求类型
    kind: &'static str,
    /// Code and names of the leaf of the catalogue.
    category: Option<CodeName>,
    /// 紧急程度
    urgency: &'static str,
    /// The narrowest area known.
    area: Option<CodeName>,
    /// What the citizen said; phone numbers masked.
    story: String,
    /// Where, in the citizen's words.
    place: Option<String>,
    /// How the citizen is reached; masked.
    contact: Option<Contact>,
    /// 主办
    lead: Option<CodeName>,
    /// 协办
    helpers: Vec<CodeName>,
    /// The dates that bind.
    due: Due,
    /// When it was accepted (RFC 3339).
    #[schema(format = DateTime)]
    accepted_at: String,
    /// 1 at first, one more at each 重办.
    round: u32,
    /// How often the citizen urged.
    urges: u32,
    /// Everything that has happened, oldest first.
    events: Vec<Happened>,
    /// Photos and files.
    files: Vec<FileView>,
}

/// A code and what it is called.
#[derive(Debug, Serialize, ToSchema)]
struct CodeName {
    /// As in the banner's files.
    code: String,
    /// In words.
    name: String,
}

/// How the citizen is reached.
#[derive(Debug, Serialize, ToSchema)]
struct Contact {
    /// Name.
    name: Option<String>,
    /// Phone.
    phone: Option<String>,
    /// Parts are hidden.
    masked: bool,
}

/// The dates that bind (RFC 3339).
#[derive(Debug, Serialize, ToSchema)]
struct Due {
    /// 签收
    #[schema(format = DateTime)]
    sign: Option<String>,
    /// 首次联系
    #[schema(format = DateTime)]
    contact: Option<String>,
    /// 办理
    #[schema(format = DateTime)]
    finish: String,
    /// The calendar of a year on the way is not published yet: the dates may move.
    assumed: bool,
}

/// One event.
#[derive(Debug, Serialize, ToSchema)]
struct Happened {
    /// Number in the order's stream.
    seq: u32,
    /// When (RFC 3339).
    #[schema(format = DateTime)]
    at: String,
    /// What: `accepted`, `dispatched`, `signed` …
    what: String,
    /// In what capacity somebody acted: `citizen`, `bot`, `operator`, `unit`, `supervisor`, `clock`.
    by: &'static str,
    /// Code of the reason, where the step has one.
    reason: Option<String>,
    /// The words that go with it.
    words: Vec<String>,
}

impl From<Card> for OrderCard {
    fn from(card: Card) -> Self {
        Self {
            no: card.no.to_string(),
            state: card.state.name(),
            kind: card.kind.name(),
            urgency: card.urgency.name(),
            category: card.category,
            area: card.area,
            summary: card.summary,
            accepted_at: card.accepted_at.to_string(),
            due: card.due.to_string(),
            round: card.round,
            urges: card.urges,
        }
    }
}

impl OrderFile {
    pub(super) fn new(app: &App, file: CaseFile) -> Self {
        let names = app.names(Vec::new());
        let order = &file.order;
        let place = &order.form.place;
        let named = |code: &str, name: String| CodeName { code: code.to_owned(), name };
        let unit = |code: &storage::UnitCode| named(code.as_str(), names.unit(code.as_str()));
        Self {
            no: order.no.to_string(),
            version: order.version,
            state: order.state.name(),
            steps: file.legal.iter().filter_map(|step| offered(*step)).collect(),
            kind: order.form.kind.name(),
            category: order
                .form
                .category
                .as_ref()
                .map(|code| named(code.as_str(), names.category(code.as_str()))),
            urgency: order.form.urgency.name(),
            area: place
                .grid
                .as_ref()
                .or(place.area.as_ref())
                .map(|code| named(code.as_str(), names.area(code.as_str()))),
            lead: order.lead.as_ref().map(unit),
            helpers: order.helpers.iter().map(unit).collect(),
            due: Due::from(&order.dues),
            accepted_at: order.accepted_at.to_string(),
            round: order.round,
            urges: order.urges,
            events: file.events.iter().map(|event| happened(event, &file)).collect(),
            files: file
                .files
                .iter()
                .map(|file| FileView::new(file.id.to_string(), file.media_type.clone()))
                .collect(),
            contact: file.contact.map(Contact::from),
            story: file.story,
            place: file.place,
        }
    }
}

impl From<&Dues> for Due {
    fn from(dues: &Dues) -> Self {
        Self {
            sign: dues.sign.map(|at| at.to_string()),
            contact: dues.contact.map(|at| at.to_string()),
            finish: dues.finish.to_string(),
            assumed: dues.assumed,
        }
    }
}

impl From<ContactCard> for Contact {
    fn from(card: ContactCard) -> Self {
        Self { name: card.name, phone: card.phone, masked: card.masked }
    }
}

fn happened(event: &Event, file: &CaseFile) -> Happened {
    // What an order was born with stands in its own fields.
    let words = match &event.fact {
        Fact::Accepted { .. } => Vec::new(),
        fact => fact.papers().iter().filter_map(|paper| file.words.get(paper).cloned()).collect(),
    };
    Happened {
        seq: event.seq,
        at: event.at.to_string(),
        what: what(&event.fact),
        by: match event.actor.role {
            Role::Citizen => "citizen",
            Role::Bot => "bot",
            Role::Operator => "operator",
            Role::Unit => "unit",
            Role::Supervisor => "supervisor",
            Role::Clock => "clock",
        },
        reason: event.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        words,
    }
}

/// The tag under which the fact is stored.
fn what(fact: &Fact) -> String {
    #[derive(serde::Deserialize)]
    struct Tagged {
        what: String,
    }
    let stored = serde_json::to_string(fact).expect("a fact has only string keys");
    serde_json::from_str::<Tagged>(&stored).expect("facts are tagged with `what`").what
}

/// What is not a number of an order is an order nobody knows.
pub(super) fn number(text: &str) -> Result<OrderNo, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// The name under which this API offers a step.
fn offered(step: StepName) -> Option<&'static str> {
    match step {
        StepName::Sign => Some("sign"),
        StepName::RequestReturn => Some("return"),
        StepName::Progress => Some("progress"),
        StepName::Ask => Some("ask"),
        StepName::Reply => Some("reply"),
        StepName::Finish => Some("finish"),
        StepName::Correct
        | StepName::Dispatch
        | StepName::AnswerDirect
        | StepName::Reject
        | StepName::GrantReturn
        | StepName::RefuseReturn
        | StepName::Supplement
        | StepName::Urge
        | StepName::Remind
        | StepName::CallBack
        | StepName::Rate
        | StepName::Withdraw
        | StepName::CloseUnrated
        | StepName::Join
        | StepName::Reveal => None,
    }
}
