//! How does the hotline's own system bring a call?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use intake::{Format, Transcript, UnitKind};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::OrderNo;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::System;
use super::document::Bringing;
use crate::app::App;
use crate::desk::{DeskError, Outcome, Record, RecordSaid, Staff, Taken};
use crate::http::{Problem, body};

/// Where calls come from if the system does not say.
const HOTLINE: &str = "hotline";
/// The fields of which one holds the call.
const CALLS: &str = "text, turns, funasr, whisper";

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(bring))
}

/// A call. Exactly one of `text`, `turns`, `funasr` and `whisper` holds it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Call {
    /// The hotline's own id of the call: the same id is the same call.
    #[schema(min_length = 1, max_length = 128, pattern = "\\S")]
    id: String,
    /// Which system it comes from; `hotline` if it does not say.
    #[schema(min_length = 1, max_length = 32, pattern = "^[a-z0-9-]{1,32}$")]
    source: Option<String>,
    /// When the call came in: the citizen's dates run from there.
    #[schema(value_type = Option<String>, format = DateTime)]
    received_at: Option<String>,
    /// Form of `text`; seen from the text if it is left out.
    format: Option<TextFormat>,
    /// The call as text.
    text: Option<String>,
    /// The call as a list of `{"speaker", "text"}`; `speaker` is `agent`, `citizen`, or the system's own name.
    #[schema(value_type = Option<Vec<Object>>)]
    turns: Option<Value>,
    /// What FunASR wrote.
    #[schema(value_type = Option<Object>)]
    funasr: Option<Value>,
    /// What Whisper wrote.
    #[schema(value_type = Option<Object>)]
    whisper: Option<Value>,
    /// The caller's number, if the system knows it.
    phone: Option<String>,
    /// The caller's name, if the system knows it.
    name: Option<String>,
    /// Where it is, if the system knows it.
    place: Option<String>,
    /// An operator confirms it before it is dispatched.
    #[serde(default)]
    draft: bool,
}

/// Forms of a call as text.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum TextFormat {
    /// A label before what each says.
    Labelled,
    /// Without labels.
    Plain,
    /// Captions of the web.
    WebVtt,
    /// SubRip captions.
    Srt,
}

/// The order of a call.
#[derive(Debug, Serialize, ToSchema)]
struct Brought {
    /// Its number.
    no: String,
    /// Where it stands now.
    state: &'static str,
    /// What became of the call.
    outcome: BroughtAs,
    /// Why a person looks at it first.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    /// 诉求类型
    kind: &'static str,
    /// Leaf of the catalogue.
    category: Option<String>,
    /// 主办
    unit: Option<String>,
}

/// What became of a call.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum BroughtAs {
    /// 派单
    Dispatched,
    /// 预审
    Triaged,
    /// 直接答复
    AnsweredDirect,
    /// Taken before: nothing was changed.
    Known,
}

/// Brings a call of the hotline: it becomes an order, once, however often it is brought. The token must be one of the
/// hotline itself (a unit of the kind 热线中心).
#[utoipa::path(post, path = "/api/v1/transcripts", tag = "hotline", operation_id = "bring_transcript",
    request_body = Call,
    responses(
        (status = 201, body = Brought, description = "a new order"),
        (status = 200, body = Brought, description = "the call was taken before: nothing was changed"),
        Bringing),
    security(("unit" = [])))]
async fn bring(
    State(app): State<Arc<App>>,
    System(by): System,
    request: axum::extract::Request,
) -> Result<(StatusCode, Json<Brought>), Problem> {
    if !is_hotline(&app, &by) {
        return Err(Problem::only_hotline());
    }
    let call: Call = body::json(request, app.config.web.body_limit).await?;
    let (record, field) = record(call)?;
    let taken = app.desk.take_record(record).await.map_err(|error| match error {
        DeskError::Invalid { field: "transcript", why } => DeskError::Invalid { field, why },
        other => other,
    });
    match taken? {
        Taken::Opened { no, outcome } => {
            let (brought, why) = match outcome {
                Outcome::Dispatched => (BroughtAs::Dispatched, None),
                Outcome::Triaged(why) => (BroughtAs::Triaged, Some(why.name())),
                Outcome::AnsweredDirect => (BroughtAs::AnsweredDirect, None),
            };
            Ok((StatusCode::CREATED, Json(answer(&app, &no, brought, why).await?)))
        }
        Taken::Known { no } => {
            let no = no.ok_or_else(Problem::crashed)?;
            Ok((StatusCode::OK, Json(answer(&app, &no, BroughtAs::Known, None).await?)))
        }
        Taken::Conflict { no } => {
            Err(Problem::other_content(no.as_ref().map(OrderNo::as_str).unwrap_or_default()))
        }
    }
}

fn is_hotline(app: &App, by: &Staff) -> bool {
    let unit = by.unit.as_ref().map(|unit| intake::UnitCode::new(unit.as_str()));
    let unit = unit.as_ref().and_then(|unit| app.banner.book.unit(unit));
    unit.is_some_and(|unit| unit.kind == UnitKind::Hotline)
}

/// The record, and the field that holds the call.
fn record(call: Call) -> Result<(Record, &'static str), Problem> {
    if call.id.trim().is_empty() {
        return Err(Problem::missing("id"));
    }
    let received_at = call.received_at.as_deref().map(str::parse::<Timestamp>).transpose();
    let received_at = received_at.map_err(|_| Problem::wrong_type("received_at"))?;
    let lists = [
        ("turns", call.turns, Format::Turns),
        ("funasr", call.funasr, Format::FunAsr),
        ("whisper", call.whisper, Format::Whisper),
    ];
    let text_format = call.format.map(|format| match format {
        TextFormat::Labelled => Format::Labelled,
        TextFormat::Plain => Format::Plain,
        TextFormat::WebVtt => Format::WebVtt,
        TextFormat::Srt => Format::Srt,
    });
    let text = call.text.map(|text| ("text", text, text_format));
    let lists = lists.into_iter().filter_map(|(field, value, format)| {
        let value = value.filter(|value| !value.is_null())?;
        Some((field, value.to_string(), Some(format)))
    });
    let mut calls: Vec<(&'static str, String, Option<Format>)> = text.into_iter().chain(lists).collect();
    let Some((field, said, format)) = calls.pop().filter(|_| calls.is_empty()) else {
        return Err(Problem::one_of(calls.first().map_or("text", |(field, ..)| *field), CALLS));
    };
    let transcript = Transcript::read(&said, format).map_err(|bad| Problem::bad_transcript(field, &bad))?;
    let (place, name, phone) = (call.place, call.name, call.phone);
    let record = Record {
        source: call.source.unwrap_or_else(|| HOTLINE.to_owned()),
        id: Some(call.id),
        received_at,
        said: RecordSaid::Call { transcript, place, name, phone },
        draft: call.draft,
    };
    Ok((record, field))
}

async fn answer(
    app: &App,
    no: &OrderNo,
    outcome: BroughtAs,
    why: Option<&'static str>,
) -> Result<Brought, Problem> {
    let order = app.store.order_state(app.jurisdiction(), no).await.map_err(DeskError::from)?;
    let order = order.ok_or_else(Problem::crashed)?;
    Ok(Brought {
        no: no.to_string(),
        state: order.state.name(),
        outcome,
        why,
        kind: order.form.kind.name(),
        category: order.form.category.map(|code| code.as_str().to_owned()),
        unit: order.lead.map(|unit| unit.as_str().to_owned()),
    })
}
