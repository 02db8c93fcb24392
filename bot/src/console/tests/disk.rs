//! What is still taken when the disk fills?

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use tower::ServiceExt;

use super::house::House;
use crate::config::Config;
use crate::desk::{Act, Arrival, ArrivedFile, DeskError};
use crate::disk::{Reserve, Space};

/// Free on a disk of a thousand megabytes, in megabytes.
static FREE: AtomicU64 = AtomicU64::new(500);

async fn answered(house: &House, request: Request<Body>) -> (StatusCode, Option<String>, String) {
    let answer = crate::server::router(&house.app).oneshot(request).await.expect("it always answers");
    let retry =
        answer.headers().get(header::RETRY_AFTER).map(|value| value.to_str().expect("digits").to_owned());
    let status = answer.status();
    let body = to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, retry, String::from_utf8(body.to_vec()).expect("text"))
}

fn asked(path: &str) -> Request<Body> {
    Request::builder()
        .uri(path)
        .header(header::ACCEPT, "application/json")
        .body(Body::empty())
        .expect("a request")
}

fn message(key: &str, kind: &str, body: String) -> Request<Body> {
    Request::builder()
        .method(Method::POST)
        .uri("/api/v1/chats/messages")
        .header(header::AUTHORIZATION, format!("Bearer {}", "7".repeat(64)))
        .header("idempotency-key", key)
        .header(header::CONTENT_TYPE, kind)
        .header(header::ACCEPT, "application/json")
        .body(Body::from(body))
        .expect("a request")
}

fn words(key: &str) -> Request<Body> {
    message(key, "application/json", r#"{"text":"朝霞小区3号楼路灯坏了"}"#.to_owned())
}

fn photo(key: &str) -> Request<Body> {
    let gif = "GIF89a\u{1}\0\u{1}\0\0\0\0;";
    let head =
        "Content-Disposition: form-data; name=\"files\"; filename=\"a.gif\"\r\nContent-Type: image/gif";
    let body = format!("--b\r\n{head}\r\n\r\n{gif}\r\n--b--\r\n");
    message(key, "multipart/form-data; boundary=b", body)
}

#[tokio::test]
async fn files_are_refused_first_then_words_and_what_was_taken_stays_taken() {
    let look = |_: &std::path::Path| {
        let free = FREE.load(Ordering::Relaxed) * 1_000_000;
        Ok(Space { whole: 1_000_000_000, free })
    };
    let house = House::open_over(Reserve::of(&Config::default()).looking(look, Duration::ZERO)).await;
    assert_eq!(answered(&house, photo("1")).await.0, StatusCode::OK);

    FREE.store(49, Ordering::Relaxed);
    let (status, retry, said) = answered(&house, photo("2")).await;
    assert_eq!((status, retry.as_deref()), (StatusCode::INSUFFICIENT_STORAGE, Some("600")));
    assert!(said.contains("no-room-for-files") && said.contains("文字照常能收"), "{said}");
    assert_eq!(answered(&house, photo("1")).await.0, StatusCode::OK, "it was taken before");
    assert_eq!(answered(&house, words("3")).await.0, StatusCode::OK);
    let (status, _, said) = answered(&house, asked("/readyz")).await;
    assert!(status == StatusCode::OK && said.contains("no files are taken"), "{said}");

    FREE.store(9, Ordering::Relaxed);
    let (status, retry, said) = answered(&house, words("4")).await;
    assert_eq!((status, retry.as_deref()), (StatusCode::SERVICE_UNAVAILABLE, Some("600")));
    assert!(said.contains("12345"), "{said}");
    assert_eq!(answered(&house, words("3")).await.0, StatusCode::OK, "it was taken before");
    assert_eq!(answered(&house, asked("/readyz")).await.0, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answered(&house, asked("/livez")).await.0, StatusCode::OK);
    let (_, _, measured) = answered(&house, asked("/metrics")).await;
    assert!(measured.contains("jiesu_disk_takes 0"), "{measured}");
    let arrival = Arrival { channel: "telegram", address: "1".to_owned(), key: "5".to_owned(), ..words_of() };
    assert!(matches!(house.app.desk.receive(arrival).await, Err(DeskError::NoRoom)), "it comes again");

    FREE.store(500, Ordering::Relaxed);
    assert_eq!(answered(&house, words("4")).await.0, StatusCode::OK);
    assert_eq!(answered(&house, photo("2")).await.0, StatusCode::OK);
}

fn words_of() -> Arrival {
    Arrival { text: Some("路灯坏了".to_owned()), ..Arrival::default() }
}

#[test]
fn a_unit_may_reply_without_files() {
    let file = ArrivedFile { media_type: "image/jpeg".to_owned(), bytes: vec![1] };
    let progress = |files| Act::Progress { note: "去看过了".to_owned(), files, visible: true };
    assert!(progress(vec![file]).has_files());
    assert!(!progress(Vec::new()).has_files() && !Act::Sign.has_files());
}
