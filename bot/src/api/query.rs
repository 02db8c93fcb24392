//! How does a program look an order up by number and 查询码?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::document::Asking;
use crate::app::App;
use crate::desk;
use crate::http::Peer;
use crate::http::Words;
use crate::http::{Problem, body};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(query))
}

/// The two halves of the key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Lookup {
    /// Number of the order.
    #[schema(example = "20261121-K7M3Q6")]
    no: String,
    /// 查询码
    #[schema(example = "7K3MPQ")]
    code: String,
}

/// An order as its citizen sees it.
#[derive(Debug, Serialize, ToSchema)]
struct Found {
    /// Its number.
    no: String,
    /// Where it stands.
    state: &'static str,
    /// How it went, in words: 时间 / 地点 / 事件 / 事件流程.
    timeline: String,
    /// By when it will be finished (RFC 3339), while it is open.
    #[schema(format = DateTime)]
    due: Option<String>,
    /// Name of the unit, once there is one.
    unit: Option<String>,
}

/// How an order went. Ten tries in a quarter of an hour, by number and by caller.
#[utoipa::path(post, path = "/api/v1/query", tag = "citizen", operation_id = "query", request_body = Lookup,
    responses((status = 200, body = Found, description = "number and code fit"), Asking))]
async fn query(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    body::Typed(ask): body::Typed<Lookup>,
) -> Result<impl IntoResponse, Problem> {
    let lang = Words::of(&app.wording, &headers).lang;
    match app.desk.query(&ask.no, &ask.code, &from, lang).await? {
        desk::Query::Found(view) => {
            let found = Found {
                no: view.no.to_string(),
                state: view.state.name(),
                timeline: view.timeline_text,
                due: view.due.map(|due| due.to_string()),
                unit: view.unit,
            };
            Ok(([(header::CACHE_CONTROL, "no-store")], Json(found)))
        }
        desk::Query::NoSuchOrder => Err(Problem::no_such_order()),
        desk::Query::TriedTooOften { until } => Err(Problem::tried_too_often(app.clock.now(), until)),
    }
}
