//! Can a person of the centre talk with a citizen, and do news and files reach the desks?

use axum::http::{StatusCode, header};
use futures::StreamExt;

use super::house::House;
use crate::console::routes;
use crate::desk::Arrival;

async fn says(house: &House, key: &str, text: &str) {
    let arrival = Arrival {
        channel: "web",
        address: "a-chat-of-a-citizen".to_owned(),
        key: key.to_owned(),
        text: Some(text.to_owned()),
        choice: None,
        files: Vec::new(),
        location: None,
        language: None,
        ..Arrival::default()
    };
    house.app.desk.receive(arrival).await.expect("the desk hears it");
}

/// A PNG of one pixel.
const PHOTO: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\
    \0\0\0\rIDATx\x9cc```\xf8\x0f\0\x01\x04\x01\0_\xe5\xc3K\0\0\0\0IEND\xaeB`\x82";

#[tokio::test]
async fn an_operator_takes_a_chat_over_speaks_and_leaves_it() {
    let house = House::open().await;
    says(&house, "1", "转人工").await;
    let mut operator = house.signed_in("zuoxi").await;
    let queue = operator.get("/desk/queue").await;
    let id = queue
        .body
        .split("/desk/chats/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a chat waits");
    let chat = format!("/desk/chats/{id}");
    let page = operator.get(&chat).await;
    assert!(page.status == StatusCode::OK && page.body.contains("转人工"), "{}", page.body);
    operator.fill(&page, &format!("{chat}/take"), &[]).await;
    let page = operator.get(&chat).await;
    for _ in 0..2 {
        operator.fill(&page, &format!("{chat}/say"), &[("text", "您好，我是<坐席>，请讲。")]).await;
    }
    let page = operator.get(&chat).await;
    assert_eq!(page.body.matches("我是&lt;坐席&gt;，请讲").count(), 1, "{}", page.body);
    let empty = operator.fill(&page, &format!("{chat}/say"), &[("text", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    operator.fill(&page, &format!("{chat}/leave"), &[]).await;
    assert!(!operator.get(&chat).await.offers(&format!("{chat}/say")));
    let supervisor = house.signed_in("duban").await.get(&chat).await;
    assert_eq!(supervisor.status, StatusCode::NOT_FOUND, "phones and codes stand in a chat");
}

#[tokio::test]
async fn a_task_leaves_the_list_once_it_is_done() {
    let house = House::open().await;
    says(&house, "1", "转人工").await;
    let mut operator = house.signed_in("zuoxi").await;
    let page = operator.get("/desk/queue").await;
    let id = page.body.split("/desk/tasks/").nth(1).and_then(|rest| rest.split('/').next()).expect("a task");
    let done = format!("/desk/tasks/{id}/done");
    let answer = operator.fill(&page, &done, &[]).await;
    assert_eq!(answer.to.as_deref(), Some("/desk/queue?done=task"));
    assert!(!operator.get("/desk/queue").await.offers(&done));
}

#[tokio::test]
async fn a_photograph_goes_with_the_note_and_only_to_those_of_the_order() {
    let house = House::open().await;
    let (mut operator, mut unit) = (house.signed_in("zuoxi").await, house.signed_in("rlgs").await);
    let page = operator.get("/desk/new").await;
    let to = operator
        .fill(&page, "/desk/new", &[("story", "暖气不热"), ("lead", "RLGS")])
        .await
        .to
        .expect("an order");
    let order = to.trim_end_matches("?done=new").to_owned();
    let page = unit.get(&order).await;
    unit.fill(&page, &format!("{order}/sign"), &[]).await;
    let page = unit.get(&order).await;
    let note = [("note", "阀门已更换")];
    let answer = unit.fill_with_photograph(&page, &format!("{order}/progress"), &note, PHOTO).await;
    assert_eq!(answer.to, Some(format!("{order}?done=progress")), "{}", answer.body);
    let page = unit.get(&order).await;
    let file = page.body.split(&format!("{order}/files/")).nth(1).and_then(|rest| rest.split('"').next());
    let file = format!("{order}/files/{}", file.unwrap_or_else(|| panic!("{}", page.body)));
    let answer = unit.get(&file).await;
    assert_eq!(
        (answer.status, answer.headers[header::CONTENT_TYPE].as_bytes()),
        (StatusCode::OK, &b"image/png"[..])
    );
    assert_eq!(house.signed_in("jtj").await.get(&file).await.status, StatusCode::NOT_FOUND);
    let page = unit.get(&order).await;
    let large = vec![0; 11 << 20];
    let answer = unit.fill_with_photograph(&page, &format!("{order}/progress"), &note, &large).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("阀门已更换"));
}

#[tokio::test]
async fn a_new_order_is_news_to_whoever_has_the_list_open() {
    let house = House::open().await;
    let mut operator = house.signed_in("zuoxi").await;
    let page = operator.get("/desk/queue").await;
    let mark =
        page.body.split("data-mark=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a mark");
    let request = axum::http::Request::get(format!("/desk/events?after={mark}"));
    let cookies: Vec<String> =
        operator.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = request
        .header(header::COOKIE, cookies.join("; "))
        .body(axum::body::Body::empty())
        .expect("a request");
    let router = routes().with_state(std::sync::Arc::clone(&house.app));
    let response = tower::ServiceExt::oneshot(router, request).await.expect("a router always answers");
    let mut stream = response.into_body().into_data_stream();
    let page = operator.get("/desk/new").await;
    operator.fill(&page, "/desk/new", &[("story", "路灯不亮")]).await;
    let event = stream.next().await.expect("an event").expect("the stream holds");
    assert!(event.starts_with(b"event: changed"), "{event:?}");
}
