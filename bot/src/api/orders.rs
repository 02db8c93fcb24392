//! How does a unit's own system work with the unit's orders?

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use storage::PaperId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::caller::System;
use super::document::{Bytes, Reading};
use super::order::{OrderCard, OrderFile, number};
use crate::app::App;
use crate::channel::web::hand_out;
use crate::http::{Parameters, Problem};

/// The routes of this file.
pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(one)).routes(routes!(file))
}

/// Which list.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum List {
    /// 待签收
    Unsigned,
    /// 办理中
    Handling,
    /// 待补充, and returns under review
    Waiting,
    /// 已办
    Done,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Which list.
    #[param(inline)]
    list: List,
}

/// A list of orders, those due first ahead.
#[derive(Debug, Serialize, ToSchema)]
struct Orders {
    /// At most 200.
    orders: Vec<OrderCard>,
}

/// The unit's orders in one of its four lists.
#[utoipa::path(get, path = "/api/v1/orders", tag = "unit", operation_id = "list_orders", params(Which),
    responses((status = 200, body = Orders, description = "the list"), Reading), security(("unit" = [])))]
async fn list(
    State(app): State<Arc<App>>,
    System(unit): System,
    Parameters(Which { list }): Parameters<Which>,
) -> Result<Json<Orders>, Problem> {
    let lists = app.desk.unit_lists(&unit).await?;
    let cards = match list {
        List::Unsigned => lists.unsigned,
        List::Handling => lists.handling,
        List::Waiting => lists.waiting,
        List::Done => lists.done,
    };
    Ok(Json(Orders { orders: cards.into_iter().map(OrderCard::from).collect() }))
}

/// One order of the unit, with everything the unit may see of it.
#[utoipa::path(get, path = "/api/v1/orders/{no}", tag = "unit", operation_id = "order",
    params(("no" = String, Path, example = "20261121-K7M3Q6")),
    responses((status = 200, body = OrderFile, description = "the order"), Reading), security(("unit" = [])))]
async fn one(
    State(app): State<Arc<App>>,
    System(unit): System,
    Path(no): Path<String>,
) -> Result<Json<OrderFile>, Problem> {
    let no = number(&no)?;
    let file = app.desk.file_of(&unit, &no).await?.ok_or_else(Problem::not_found)?;
    Ok(Json(OrderFile::new(&app, file)))
}

/// A photo or other file of one of the unit's orders.
#[utoipa::path(get, path = "/api/v1/orders/{no}/files/{id}", tag = "unit", operation_id = "order_file",
    params(("no" = String, Path, example = "20261121-K7M3Q6"), ("id" = String, Path, format = Uuid)),
    responses((status = 200, content_type = "*/*", body = Bytes, description = "the file, of its own media type"), Reading),
    security(("unit" = [])))]
async fn file(
    State(app): State<Arc<App>>,
    System(unit): System,
    Path((no, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id: PaperId = id.parse().map_err(|_| Problem::not_found())?;
    let paper = app.desk.staff_file(&unit, &number(&no)?, id).await?.ok_or_else(Problem::not_found)?;
    let answer = hand_out(paper).ok_or_else(Problem::not_found)?;
    Ok(([(header::CACHE_CONTROL, "private, no-store")], answer).into_response())
}
