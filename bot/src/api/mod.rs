//! What can programs ask for?
//!
//! Clients that talk for citizens (`/api/v1/chats`, `/api/v1/query`), the units' own systems (`/api/v1/orders`) and the
//! hotline's (`/api/v1/transcripts`).
//! The description is at `/api/openapi.json`, readable at `/api/docs` without the internet.

mod acts;
pub mod caller;
pub mod chats;
mod document;
pub(crate) mod health;
mod order;
mod orders;
mod query;
#[cfg(test)]
mod tests;
mod transcripts;

use std::sync::Arc;

use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::app::App;

/// Where the description is.
const DESCRIPTION: &str = "/api/openapi.json";

/// The routes for programs.
pub fn routes() -> Router<Arc<App>> {
    let (router, _) = described().split_for_parts();
    let docs = SwaggerUi::new("/api/docs").config(Config::from(DESCRIPTION).validator_url("none"));
    // Made when it is asked for: few do, and it is large.
    router.route(DESCRIPTION, get(async || Json(description()))).merge(docs).merge(health::routes())
}

/// The description of the API (OpenAPI 3.1).
pub fn description() -> utoipa::openapi::OpenApi {
    let mut description = described().split_for_parts().1;
    document::refine(&mut description);
    description
}

fn described() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(document::frame())
        .merge(chats::routes())
        .merge(query::routes())
        .merge(orders::routes())
        .merge(acts::routes())
        .merge(transcripts::routes())
}
