//! Does the API do what its description says, and can the description be read without the internet?

use serde_json::Value;
use tests::{Program, Request};

#[test]
fn the_description_is_openapi_3_1_and_every_refusal_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&folder.path().join("data"), &[]);
    let description = program.asks(&Request::get("/api/openapi.json")).json();
    assert!(description["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let mut seen = Vec::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        assert!(path.starts_with("/api/v1/"), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            seen.push(format!("{method} {path} {}", codes(operation).join(" ")));
            documented(&program, path, &method.to_uppercase(), operation);
        }
    }
    insta::assert_snapshot!(seen.join("\n"), @"
    post /api/v1/chats 201 408 413 500 503
    get /api/v1/chats/events 200 401 404 408 422 500 503
    get /api/v1/chats/files/{id} 200 401 404 408 422 500 503
    get /api/v1/chats/lines 200 401 404 408 422 500 503
    post /api/v1/chats/messages 200 400 401 404 408 409 413 415 422 500 503
    get /api/v1/orders 200 401 404 408 422 500 503
    get /api/v1/orders/{no} 200 401 404 408 422 500 503
    post /api/v1/orders/{no}/ask 200 400 401 404 408 409 413 415 422 500 503
    get /api/v1/orders/{no}/files/{id} 200 401 404 408 422 500 503
    post /api/v1/orders/{no}/finish 200 400 401 404 408 409 413 415 422 500 503
    post /api/v1/orders/{no}/progress 200 400 401 404 408 409 413 415 422 500 503
    post /api/v1/orders/{no}/reply 200 400 401 404 408 409 413 415 422 500 503
    post /api/v1/orders/{no}/return 200 400 401 404 408 409 413 415 422 500 503
    post /api/v1/orders/{no}/sign 200 400 401 404 408 409 413 415 422 500 503
    post /api/v1/query 200 400 404 408 413 415 422 429 500 503
    post /api/v1/transcripts 200 201 400 401 403 408 409 413 415 422 500 503
    ");
    assert_eq!(unresolved(&description, &description), Vec::<String>::new());
}

/// What the program answers without a token, a key or a body is described.
fn documented(program: &Program, path: &str, method: &str, operation: &Value) {
    let path =
        path.replace("{no}", "20260101-AAAAAA").replace("{id}", "00000000-0000-0000-0000-000000000000");
    for request in [Request::new(method, &path), Request::new(method, &path).bearer(&"0".repeat(64)).key("k")]
    {
        let mut wire = tests::Wire::to(&program.url).expect("the program listens");
        wire.send(&request.bytes()).expect("the program hears");
        let answer = wire.head().expect("the program answers");
        let described = &operation["responses"][answer.status().to_string()];
        assert!(described.is_object(), "{method} {path} answers {}", answer.start);
        let kind = answer.header("content-type").unwrap_or_default();
        assert!(
            described["content"][kind].is_object(),
            "{method} {path}: {kind} is not described in {described}"
        );
    }
    for (code, response) in described(operation) {
        if code.starts_with(['4', '5']) {
            assert!(
                response["content"]["application/problem+json"]["schema"].is_object(),
                "{method} {path} {code}"
            );
        }
    }
    assert!(codes(operation).contains(&"503"), "{method} {path}: the ledger may not answer");
}

fn described(operation: &Value) -> &serde_json::Map<String, Value> {
    operation["responses"].as_object().expect("an operation has answers")
}

fn codes(operation: &Value) -> Vec<&str> {
    described(operation).keys().map(String::as_str).collect()
}

/// References that lead nowhere.
fn unresolved(whole: &Value, part: &Value) -> Vec<String> {
    match part {
        Value::Object(fields) => {
            let here = fields.get("$ref").and_then(Value::as_str);
            let lost =
                here.filter(|to| whole.pointer(to.trim_start_matches('#')).is_none()).map(str::to_owned);
            lost.into_iter().chain(fields.values().flat_map(|field| unresolved(whole, field))).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| unresolved(whole, item)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[test]
fn the_page_of_the_description_needs_nothing_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(&folder.path().join("data"), &[]);
    let moved = program.asks(&Request::get("/api/docs"));
    let to = if moved.status() == 200 {
        "/api/docs/".to_owned()
    } else {
        moved.header("location").unwrap().to_owned()
    };
    let page = program.asks(&Request::get(&to));
    assert_eq!(page.status(), 200, "{to}");
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'self'") && !policy.contains("http"), "{policy}");
    let page = page.text();
    let assets: Vec<&str> = ["src=\"", "href=\""].iter().flat_map(|mark| page.split(mark).skip(1)).collect();
    assert!(assets.len() >= 3, "{page}");
    for asset in assets {
        let asset = asset.split('"').next().unwrap_or_default();
        assert!(!asset.contains("//"), "{asset} is elsewhere");
        let found = program.asks(&Request::get(&format!("/api/docs/{}", asset.trim_start_matches("./"))));
        assert_eq!(found.status(), 200, "{asset}");
    }
    let begins = program.asks(&Request::get("/api/docs/swagger-initializer.js")).text();
    assert!(begins.contains("/api/openapi.json") && !begins.contains("http"), "{begins}");
}
