//! What does the description of the API say about all of it?

use std::collections::BTreeMap;

use serde::Deserialize;
use utoipa::openapi::schema::{AllOfBuilder, AnyOfBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, Ref, RefOr,
    Response, ResponseBuilder, ResponsesBuilder,
};
use utoipa::{IntoParams, IntoResponses, PartialSchema, ToSchema};

use crate::http::ProblemBody;

const PROBLEM: &str = "application/problem+json";

/// Title, licence, how to sign in, and the form of every refusal.
pub(super) fn frame() -> OpenApi {
    let bearer = |about: &str| {
        SecurityScheme::Http(
            HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build(),
        )
    };
    let components = ComponentsBuilder::new()
        .security_scheme("chat", bearer("the token of a chat, from POST /api/v1/chats"))
        .security_scheme("unit", bearer("the token of a unit's system, from the hotline's administrator"))
        .schema(ProblemBody::name(), ProblemBody::schema())
        .build();
    let info = InfoBuilder::new()
        .title("jiesu 接诉")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Work orders of a 12345 hotline: for programs that talk for citizens and for units' own systems.",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}

/// Says what a derived schema cannot: a message holds words, a choice or a place.
pub(super) fn refine(description: &mut OpenApi) {
    let schemas = description.components.as_mut().map(|components| &mut components.schemas);
    let Some(message) = schemas.and_then(|schemas| schemas.get_mut("Message")) else {
        return;
    };
    let holds = |name: &str, kind: Type| {
        let value = ObjectBuilder::new().schema_type(kind);
        let value = if name == "text" { value.pattern(Some(r"\S")) } else { value };
        ObjectBuilder::new().property(name, value).required(name)
    };
    let one = AnyOfBuilder::new()
        .item(holds("text", Type::String))
        .item(holds("choice", Type::String))
        .item(holds("location", Type::Object));
    let both = AllOfBuilder::new().item(message.clone()).item(Schema::AnyOf(one.build()));
    *message = RefOr::T(Schema::AllOf(both.build()));
}

/// The number of an order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "describes a part of the path")]
pub(super) struct OrderPath {
    /// Its number.
    #[param(example = "20261121-K7M3Q6")]
    no: String,
}

/// The content of a file.
#[derive(ToSchema)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes an answer")]
pub(super) struct Bytes(Vec<u8>);

/// The key by which a repetition is known.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes a header")]
pub(super) struct KeyHeader {
    /// Made by the client for one deed, the same at every repetition of it.
    #[serde(rename = "Idempotency-Key")]
    #[param(min_length = 1, max_length = 128, pattern = "^[!-~]{1,128}$")]
    key: String,
}

/// What any request may be answered.
const ALWAYS: [(&str, &str); 3] = [
    ("408", "the request came too slowly"),
    ("500", "a fault of the program"),
    ("503", "the ledger does not answer, or the disk is full; see Retry-After"),
];
const READING: [(&str, &str); 3] = [
    ("401", "no token, or not one of ours"),
    ("404", "no such thing, or not yours"),
    ("422", "a parameter is wrong; `field` names it"),
];
const BODY: [(&str, &str); 4] = [
    ("400", "not UTF-8, not JSON, nested too deeply, broken off, or a header is missing"),
    ("413", "larger than allowed"),
    ("415", "of another media type than described"),
    ("422", "a field is wrong; `field` names it"),
];
const WRITING: [(&str, &str); 3] = [
    ("401", "no token, or not one of ours"),
    ("404", "no such thing, or not yours"),
    ("409", "not possible where the order stands, or it has changed since"),
];
const BRINGING: [(&str, &str); 3] = [
    ("401", "no token, or not one of ours"),
    ("403", "a token of a unit that is not the hotline"),
    ("409", "the same id was taken before with other content"),
];
const ASKING: [(&str, &str); 2] = [
    ("404", "number and code do not fit, or there is no such order"),
    ("429", "too many tries; see Retry-After"),
];

/// Refusals of whatever needs neither a token nor a body.
pub(super) struct Opening;

impl IntoResponses for Opening {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[&ALWAYS, &[("413", "larger than allowed")]])
    }
}

/// Refusals of whatever only reads.
pub(super) struct Reading;

impl IntoResponses for Reading {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[&ALWAYS, &READING])
    }
}

/// Refusals of whatever takes a body.
pub(super) struct Writing;

impl IntoResponses for Writing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[&ALWAYS, &BODY, &WRITING])
    }
}

/// Refusals of whatever brings a call.
pub(super) struct Bringing;

impl IntoResponses for Bringing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[&ALWAYS, &BODY, &BRINGING])
    }
}

/// Refusals of a query by number and 查询码.
pub(super) struct Asking;

impl IntoResponses for Asking {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        refusals(&[&ALWAYS, &BODY, &ASKING])
    }
}

fn refusals(groups: &[&[(&str, &str)]]) -> BTreeMap<String, RefOr<Response>> {
    let all = groups.iter().copied().flatten();
    let all = all.fold(ResponsesBuilder::new(), |all, (status, about)| all.response(*status, refusal(about)));
    all.build().responses
}

fn refusal(about: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemBody::name());
    ResponseBuilder::new()
        .description(about)
        .content(PROBLEM, ContentBuilder::new().schema(Some(schema)).build())
        .build()
}
