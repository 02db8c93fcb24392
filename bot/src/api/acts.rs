//! What can a unit's own system do with an order?

use std::sync::Arc;

use axum::Json;
use axum::extract::{FromRequestParts, Path, Request};
use axum::http::header;
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use storage::{OrderNo, ReasonCode, UnitCode};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::System;
use super::document::{KeyHeader, OrderPath, Writing};
use super::order::number;
use crate::app::App;
use crate::channel::web::Form;
use crate::desk::{Act, ArrivedFile};
use crate::http::Key;
use crate::http::{Problem, body};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(sign))
        .routes(routes!(give_back))
        .routes(routes!(progress))
        .routes(routes!(ask))
        .routes(routes!(reply))
        .routes(routes!(finish))
}

/// What became of the order.
#[derive(Debug, Serialize, ToSchema)]
struct Done {
    /// Its number.
    no: String,
    /// Its version now.
    version: u32,
    /// Where it stands now.
    state: &'static str,
}

/// 签收, 办结: nothing needs to be said with it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Plain {
    /// The version the order was read with; a newer one is answered with 409.
    version: Option<u32>,
}

/// 退单申请
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GiveBack {
    /// The version the order was read with.
    version: Option<u32>,
    /// Code of the reason, R..
    #[schema(pattern = "\\S", example = "R01")]
    reason: String,
    /// 依据: which duty list or document says so.
    #[schema(pattern = "\\S")]
    basis: String,
    /// Code of the unit that should have it.
    suggested: Option<String>,
}

/// 办理
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Progress {
    /// The version the order was read with.
    version: Option<u32>,
    /// What was done.
    #[schema(pattern = "\\S")]
    note: String,
    /// May the citizen read it?
    #[serde(default)]
    visible: bool,
}

/// A question to the citizen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// The version the order was read with.
    version: Option<u32>,
    /// The question.
    #[schema(pattern = "\\S")]
    question: String,
}

/// 答复
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reply {
    /// The version the order was read with.
    version: Option<u32>,
    /// 办理情况, for the centre.
    #[schema(pattern = "\\S")]
    handling: String,
    /// 公开答复, for the citizen.
    #[schema(pattern = "\\S")]
    answer: String,
    /// When and how the citizen was contacted, or why not.
    #[schema(pattern = "\\S")]
    contact: String,
    /// Was the citizen contacted?
    contacted: bool,
    /// 办结 at once.
    #[serde(default)]
    finish: bool,
}

/// A JSON document of the same fields as the JSON body, and files.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the parts of a form")]
struct ProgressUpload {
    /// The document.
    json: Progress,
    /// Photos.
    #[schema(format = Binary)]
    files: Option<Vec<String>>,
}

/// A JSON document of the same fields as the JSON body, and files.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "describes the parts of a form")]
struct ReplyUpload {
    /// The document.
    json: Reply,
    /// Photos.
    #[schema(format = Binary)]
    files: Option<Vec<String>>,
}

/// 签收
#[utoipa::path(post, path = "/api/v1/orders/{no}/sign", tag = "unit", operation_id = "sign",
    params(OrderPath, KeyHeader),
    request_body = Plain, responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn sign(at: At, body::Typed(Plain { version }): body::Typed<Plain>) -> Result<Json<Done>, Problem> {
    at.take(version, "sign", Act::Sign).await
}

/// 退单申请
#[utoipa::path(post, path = "/api/v1/orders/{no}/return", tag = "unit", operation_id = "return_order",
    params(OrderPath, KeyHeader),
    request_body = GiveBack, responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn give_back(at: At, body::Typed(back): body::Typed<GiveBack>) -> Result<Json<Done>, Problem> {
    let act = Act::RequestReturn {
        reason: ReasonCode::new(said(back.reason, "reason")?),
        basis: said(back.basis, "basis")?,
        suggested: back.suggested.map(UnitCode::new),
    };
    at.take(back.version, "return", act).await
}

/// 办理: a note, with or without photos
#[utoipa::path(post, path = "/api/v1/orders/{no}/progress", tag = "unit", operation_id = "progress",
    params(OrderPath, KeyHeader),
    request_body(content((Progress = "application/json"), (ProgressUpload = "multipart/form-data"))),
    responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn progress(at: At, request: Request) -> Result<Json<Done>, Problem> {
    let (progress, files) = with_files::<Progress>(&at.app, request).await?;
    let act = Act::Progress { note: said(progress.note, "note")?, files, visible: progress.visible };
    at.take(progress.version, "progress", act).await
}

/// A question to the citizen; the order waits for the answer
#[utoipa::path(post, path = "/api/v1/orders/{no}/ask", tag = "unit", operation_id = "ask",
    params(OrderPath, KeyHeader),
    request_body = Question, responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn ask(at: At, body::Typed(ask): body::Typed<Question>) -> Result<Json<Done>, Problem> {
    at.take(ask.version, "ask", Act::Ask { question: said(ask.question, "question")? }).await
}

/// 答复, with or without photos
#[utoipa::path(post, path = "/api/v1/orders/{no}/reply", tag = "unit", operation_id = "reply",
    params(OrderPath, KeyHeader),
    request_body(content((Reply = "application/json"), (ReplyUpload = "multipart/form-data"))),
    responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn reply(at: At, request: Request) -> Result<Json<Done>, Problem> {
    let (reply, files) = with_files::<Reply>(&at.app, request).await?;
    let act = Act::Reply {
        handling: said(reply.handling, "handling")?,
        answer: said(reply.answer, "answer")?,
        contact: said(reply.contact, "contact")?,
        contacted: reply.contacted,
        files,
        finish: reply.finish,
    };
    at.take(reply.version, "reply", act).await
}

/// 办结
#[utoipa::path(post, path = "/api/v1/orders/{no}/finish", tag = "unit", operation_id = "finish",
    params(OrderPath, KeyHeader),
    request_body = Plain, responses((status = 200, body = Done, description = "done, or done before under the same key"), Writing), security(("unit" = [])))]
async fn finish(at: At, body::Typed(Plain { version }): body::Typed<Plain>) -> Result<Json<Done>, Problem> {
    at.take(version, "finish", Act::Finish).await
}

/// Who acts on which order, under which key.
struct At {
    app: Arc<App>,
    unit: System,
    no: OrderNo,
    key: Key,
}

impl FromRequestParts<Arc<App>> for At {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        // Who has no token learns nothing else.
        let unit = System::from_request_parts(parts, app).await?;
        let no: Result<Path<String>, _> = Path::from_request_parts(parts, app).await;
        let no = number(&no.map_err(|_| Problem::not_found())?)?;
        let key = Key::from_request_parts(parts, app).await?;
        Ok(Self { app: Arc::clone(app), unit, no, key })
    }
}

impl At {
    async fn take(self, version: Option<u32>, step: &str, act: Act) -> Result<Json<Done>, Problem> {
        // A key used again for another deed is another deed's key, not a repetition.
        let key = format!("{}:{step}:{}", self.no, self.key.0);
        let order = self.app.desk.act(&self.unit.0, &self.no, version, act, Some(key)).await?;
        Ok(Json(Done { no: order.no.to_string(), version: order.version, state: order.state.name() }))
    }
}

async fn with_files<T: serde::de::DeserializeOwned>(
    app: &Arc<App>,
    request: Request,
) -> Result<(T, Vec<ArrivedFile>), Problem> {
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.to_ascii_lowercase().starts_with("multipart/form-data") {
        let mut form = Form::read(request, &app.config.web, &["json"]).await?;
        let json = form.fields.remove("json").ok_or_else(|| Problem::missing("json"))?;
        return Ok((body::typed(json.as_bytes())?, form.files));
    }
    Ok((body::json(request, app.config.web.body_limit).await?, Vec::new()))
}

/// Words that say something.
fn said(text: String, field: &'static str) -> Result<String, Problem> {
    if text.trim().is_empty() { Err(Problem::missing(field)) } else { Ok(text) }
}
