//! Has every refusal its words, and every route its description?

use std::sync::Arc;

use axum::http::HeaderMap;
use intake::{BadTranscript, Format};
use jiff::Timestamp;
use prompts::Wording;
use storage::order::{Need, Refusal, Role, State, StepName};
use storage::{ReasonCode, StoreError};

use crate::desk::{DeskError, Invalid};
use crate::http::Problem;
use crate::http::{LANGUAGES, Words};

/// A call is known by the hotline's own id of it, not by a key.
const BY_ITS_OWN_ID: &str = "bring_transcript";

fn problems() -> Vec<Problem> {
    let now = Timestamp::UNIX_EPOCH;
    let desk = |error: DeskError| Problem::from(error);
    let invalid = |why| desk(DeskError::Invalid { field: "answer", why });
    let step = StepName::RequestReturn;
    let mut all = vec![
        Problem::not_utf8(1),
        Problem::not_json(1, 2),
        Problem::too_deep(1, 2),
        Problem::cut_off(),
        Problem::header("Idempotency-Key"),
        Problem::no_token(),
        Problem::other_site(),
        Problem::only_hotline(),
        Problem::other_content("20260101-AAAAAA"),
        Problem::one_of("text", "text, turns"),
        Problem::not_found(),
        Problem::no_such_order(),
        Problem::method(),
        Problem::too_slow(),
        Problem::too_large(1 << 20),
        Problem::unsupported("application/json"),
        Problem::unknown_field("x"),
        Problem::wrong_type("x"),
        Problem::tried_too_often(now, now),
        Problem::crashed(),
        desk(DeskError::Busy),
        desk(DeskError::Changed),
        desk(DeskError::WithBot),
        desk(DeskError::Unknown),
        desk(DeskError::Store(StoreError::WrongKey)),
        invalid(Invalid::Missing),
        invalid(Invalid::TooLong { most: 9 }),
        invalid(Invalid::UnknownCode),
        invalid(Invalid::NotAPhone),
        invalid(Invalid::NotForGrassroots),
        invalid(Invalid::MediaType),
        invalid(Invalid::WrongForm),
        invalid(Invalid::Future),
        invalid(Invalid::TooOld),
        invalid(Invalid::SaidNothing),
        desk(DeskError::Refused(Refusal::NotYours { role: Role::Unit, step })),
        desk(DeskError::Refused(Refusal::WrongReason { reason: ReasonCode::new("N01"), step })),
        desk(DeskError::Refused(Refusal::Missing { need: Need::Paper, step })),
        desk(DeskError::Refused(Refusal::Missing { need: Need::SuggestedUnit, step })),
        desk(DeskError::Refused(Refusal::TooLate { until: now, step })),
    ];
    let bad = [
        BadTranscript::Empty,
        BadTranscript::NotJson { line: 1, column: 2, reason: String::new() },
        BadTranscript::UnknownJson { keys: "rows".to_owned() },
        BadTranscript::BadField { element: 3, field: "text", found: String::new() },
        BadTranscript::BadTime { line: 4, found: "soon".to_owned() },
        BadTranscript::OtherFormat { line: 5, format: Format::Srt, reason: "" },
        BadTranscript::TooLong { bytes: 9, limit: 8 },
        BadTranscript::TooManyTurns { line: 6, limit: 7 },
        BadTranscript::NoWords,
    ];
    all.extend(bad.iter().map(|bad| Problem::bad_transcript("text", bad)));
    all.extend(State::ALL.map(|state| desk(DeskError::Refused(Refusal::NotNow { state, step }))));
    all
}

#[test]
fn every_refusal_has_its_words_in_every_language() {
    let wording = Arc::new(Wording::embedded());
    for lang in LANGUAGES {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", lang.parse().unwrap());
        let words = Words::of(&wording, &headers);
        for problem in problems() {
            let body = problem.body(&words);
            for said in [body.title, body.detail, problem.told(&words)] {
                let key = said.starts_with("api-") || said.contains("state-") || said.contains("step-");
                assert!(!key && !said.contains("{$"), "{lang}: {said}");
            }
        }
    }
}

#[test]
fn a_refusal_names_what_must_be_changed_and_where_the_order_stands() {
    let words = Words::of(&Arc::new(Wording::embedded()), &HeaderMap::new());
    let refusal = Refusal::NotNow { state: State::Dispatched, step: StepName::Finish };
    let body = serde_json::to_value(Problem::from(DeskError::Refused(refusal)).body(&words)).unwrap();
    insta::assert_snapshot!(body, @r#"{"detail":"工单现在是“待签收”，不能办结。","status":409,"title":"现在不能这样办","type":"urn:jiesu:problem:not-now"}"#);
    let body = serde_json::to_value(Problem::missing("location.lat").body(&words)).unwrap();
    insta::assert_snapshot!(body, @r#"{"detail":"“location.lat”没有填。","field":"location.lat","status":422,"title":"缺少内容","type":"urn:jiesu:problem:missing"}"#);
}

/// Whoever adds a route says who may use it and what it answers.
#[test]
fn every_route_says_who_may_use_it_and_what_it_answers() {
    let description = serde_json::to_value(super::description()).unwrap();
    let open = ["open_chat", "query"];
    let mut seen = Vec::new();
    for (path, methods) in description["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            let of_units = path.starts_with("/api/v1/orders") || name == BY_ITS_OWN_ID;
            let wanted = if of_units { "unit" } else { "chat" };
            let security = &operation["security"][0];
            assert_eq!(security.get(wanted).is_none(), open.contains(&name), "{method} {path}");
            assert!(operation["responses"]["503"].is_object(), "{method} {path}");
            let keyed = operation["parameters"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|one| one["name"] == "Idempotency-Key");
            assert_eq!(
                keyed,
                method == "post" && !open.contains(&name) && name != BY_ITS_OWN_ID,
                "{method} {path}"
            );
            seen.push(name.to_owned());
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 16, "{seen:?}");
}
