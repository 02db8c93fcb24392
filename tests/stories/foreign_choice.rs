//! A button that is none of ours: it is answered, and its words stand in no event.

use tests::City;

#[tokio::test]
async fn words_in_the_place_of_a_choice_are_not_written_down() {
    let city = City::founded().await;
    let (citizen, operator) = (city.citizen().await, city.operator().await);
    let stale = citizen.chooses("张三电话13812345678").await;
    assert!(!stale.said.is_empty(), "an old button is answered");
    citizen.says("转人工").await;
    let chat = operator.queue().await.chats[0].id;
    let entries = city.app.store.chat(city.app.jurisdiction(), chat, 0, 100).await.unwrap();
    assert!(entries.iter().all(|entry| !entry.document.contains("13812345678")), "{entries:#?}");
    let known = citizen.chooses("bot").await;
    let entries = city.app.store.chat(city.app.jurisdiction(), chat, known.seq - 1, 1).await.unwrap();
    assert!(entries[0].document.contains(r#""choice":"bot""#), "{entries:#?}");
    city.close().await;
}
