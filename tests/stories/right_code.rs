//! Who has the right 查询码 may look as often as they like, however their phone writes it.

use bot::desk::Arrival;
use tests::City;

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

#[tokio::test]
async fn right_codes_are_no_tries() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    let accepted = citizen.presses("提交").await;
    let (no, code) = (accepted.order_no(), accepted.code());
    for _ in 0..9 {
        assert_eq!(city.query(&no, "AAAAAA").await.0, 404);
    }
    for _ in 0..12 {
        assert_eq!(city.query(&no, &code).await.0, 200);
    }
    assert_eq!(city.query(&no, "AAAAAA").await.0, 404, "the tenth wrong one");
    assert_eq!(city.query(&no, &code).await.0, 429, "locked is locked for the right one, too");
    city.close().await;
}

#[tokio::test]
async fn a_code_in_full_width_is_the_code() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    let accepted = citizen.presses("提交").await;
    let wide: String =
        accepted.code().chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
    assert_eq!(city.query(&accepted.order_no(), &wide).await.0, 200);
    city.close().await;
}

#[tokio::test]
async fn what_is_heard_counts_the_lines_of_ones_own_chat_only() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    let accepted = citizen.presses("提交").await;
    let says = async |key: &str, text: &str| {
        let arrival = Arrival {
            channel: "web",
            address: "another chat".to_owned(),
            key: key.to_owned(),
            text: Some(text.to_owned()),
            ..Arrival::default()
        };
        city.app.desk.receive(arrival).await.unwrap()
    };
    for number in 0..6 {
        says(&format!("hello-{number}"), "你好").await;
    }
    says("no", &format!("催办 {}", accepted.order_no())).await;
    let heard = says("code", &accepted.code()).await;
    assert!(heard.last > heard.seq, "{heard:?}");
    assert_eq!(says("code", &accepted.code()).await.last, heard.last, "as a repetition hears it");
    assert_eq!(city.order(&accepted.order_no()).await.0.urges, 1);
    city.close().await;
}
