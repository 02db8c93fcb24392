//! What is held of me: how much, to take away, and to be deleted.

use bot::desk::{Act, DeskError};
use jiff::SignedDuration;
use storage::OrderNo;
use tests::{Citizen, City};

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";
const LAMP: &str = "朝霞街上的路灯坏了三天了，晚上黑得看不见路";
const PHONE: &str = "13800001234";

/// A story with a photo and a contact.
async fn tells(citizen: &Citizen, story: &str) -> OrderNo {
    citizen.shows(1, Some(story)).await;
    citizen.presses("改联系方式").await;
    citizen.says(&format!("白女士 {PHONE}")).await;
    citizen.presses("提交").await.order_no()
}

async fn withdraws(citizen: &Citizen, no: &OrderNo) {
    citizen.says(&format!("撤回 {no}")).await;
    citizen.presses("撤回").await;
}

/// The code of the export the citizen was just given.
async fn export_code(citizen: &Citizen) -> String {
    let said = citizen.presses("导出").await.text();
    let mut runs = said.split(|c: char| !c.is_ascii_alphanumeric());
    runs.rfind(|run| run.len() >= 32).unwrap_or_else(|| panic!("no code in {said}")).to_owned()
}

#[tokio::test]
async fn what_is_held_is_counted() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let ended = tells(&citizen, STORY).await;
    tells(&citizen, LAMP).await;
    withdraws(&citizen, &ended).await;
    citizen.says("站前小区的井盖坏了").await;
    let held = citizen.says("我的信息").await;
    insta::assert_snapshot!(held.on_paper(), @"
    接诉：先说一声，您的信息怎么用：
    　　　只记您说的事、地点和电话。
    　　　只用来办这件事和回访您。
    　　　到了规定时间就删掉。
    　　　想看、想改、想删，随时告诉我们。
    接诉：这里存着您的2件事，其中1件还在办。
    　　　还有一件没说完的。
    　　　您可以导出来看，也可以删掉。
    　[导出] [删除]
    ");
    city.close().await;
}

#[tokio::test]
async fn what_others_lent_a_key_for_is_not_held_of_me() {
    let city = City::founded().await;
    let (owner, other) = (city.citizen().await, city.citizen().await);
    owner.says(STORY).await;
    let accepted = owner.presses("提交").await;
    other.says(&format!("查进度 {}", accepted.order_no())).await;
    other.says(&accepted.code()).await;
    let held = other.says("我的信息").await;
    assert!(held.text().contains("您的0件事"), "{}", held.text());
    city.close().await;
}

#[tokio::test]
async fn what_is_held_is_taken_away_once() {
    let city = City::founded().await;
    let (citizen, other) = (city.citizen().await, city.citizen().await);
    let own = tells(&citizen, STORY).await;
    other.says(LAMP).await;
    let followed = other.presses("提交").await.order_no();
    citizen.says("朝霞街的路灯不亮，晚上黑，看不见路").await;
    citizen.presses("提交").await;
    citizen.presses("我也遇到").await;
    citizen.says("我的信息").await;
    let code = export_code(&citizen).await;
    assert!(city.app.desk.export("not a code").await.unwrap().is_none());
    let data = city.app.desk.export(&code).await.unwrap().expect("the code is good");
    assert!(city.app.desk.export(&code).await.unwrap().is_none(), "once");
    let numbers: Vec<&str> = data.orders.iter().map(|order| order.no.as_str()).collect();
    assert_eq!(numbers, [own.as_str()]);
    assert!(data.orders[0].story.as_deref().unwrap().contains("电动车"));
    assert_eq!(
        (data.orders[0].contact.as_ref().unwrap()["phone"].as_str(), data.orders[0].files),
        (Some(PHONE), 1)
    );
    let all = serde_json::to_string(&data).unwrap();
    assert!(all.contains("白女士"), "the chat is there");
    assert!(!all.contains("三天了"), "what others said of what is followed is not");
    assert!(all.contains(followed.as_str()), "that it is followed was said in the chat");
    city.close().await;
}

#[tokio::test]
async fn a_code_nobody_uses_is_over_soon() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("我的信息").await;
    let code = export_code(&citizen).await;
    city.pass(SignedDuration::from_mins(30)).await;
    assert!(city.app.desk.export(&code).await.unwrap().is_none());
    city.close().await;
}

#[tokio::test]
async fn an_export_code_binds_nothing() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    tells(&citizen, STORY).await;
    citizen.says("我的信息").await;
    let code = export_code(&citizen).await;
    let thief = bot::desk::Arrival {
        channel: "web",
        address: "somebody else".to_owned(),
        key: "k".to_owned(),
        pass: Some(code.clone()),
        ..bot::desk::Arrival::default()
    };
    city.app.desk.receive(thief).await.unwrap();
    assert!(city.app.desk.export(&code).await.unwrap().is_some(), "it is still good for what it is for");
    city.close().await;
}

#[tokio::test]
async fn deletion_is_asked_for_twice_and_leaves_what_is_under_way() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let citizen = city.citizen().await;
    let ended = tells(&citizen, STORY).await;
    let open = tells(&citizen, LAMP).await;
    withdraws(&citizen, &ended).await;
    citizen.says("我的信息").await;
    let asked = citizen.presses("删除").await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：真的要删吗？
    　　　聊天、联系方式、照片都会删掉，找不回来。
    　　　还在办的1件事先留着，办完您再来删。
    　[删掉] [先不删]
    ");
    assert_eq!(city.app.desk.search(&operator.staff, PHONE).await.unwrap().len(), 2);
    let done = citizen.presses("删掉").await;
    insta::assert_snapshot!(done.on_paper(), @"
    接诉：删好了。
    　　　还在办的1件事先留着，办完您再来删。
    ");
    let found = city.app.desk.search(&operator.staff, PHONE).await.unwrap();
    assert_eq!(found.iter().map(|card| card.no.clone()).collect::<Vec<_>>(), std::slice::from_ref(&open));

    let file = operator.reads(&ended).await.unwrap();
    assert!(file.contact.is_none() && file.files.is_empty());
    assert!(file.story.contains("电动车"), "the offices keep what was told until its time is over");
    let kept = operator.reads(&open).await.unwrap();
    assert_eq!((kept.contact.unwrap().phone.as_deref(), kept.files.len()), (Some(PHONE), 1));
    let lines = citizen.hears_since(0).await;
    let erased = lines.iter().filter(|line| line.who == "citizen" && line.text.contains("已按规定删除"));
    assert!(erased.count() >= 3, "{}", citizen.transcript().await);
    assert!(!citizen.transcript().await.contains("白女士"));

    let community = city.unit("C0101").await;
    assert!(community.reads(&ended).await.is_none_or(|file| file.files.is_empty()));
    assert!(citizen.says("查进度").await.text().contains("路灯"), "what is under way goes on");
    city.close().await;
}

#[tokio::test]
async fn old_photos_are_gone_from_the_chat() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let ended = tells(&citizen, STORY).await;
    withdraws(&citizen, &ended).await;
    let photo = citizen.hears_since(0).await.iter().find_map(|line| line.files.first().cloned()).unwrap();
    let get = async |token: &str| {
        let address = city.url(&format!("/api/v1/chats/files/{}", photo.id));
        reqwest::Client::new().get(address).bearer_auth(token).send().await.unwrap().status().as_u16()
    };
    assert_eq!(get(citizen.token()).await, 200);
    citizen.says("删除我的信息").await;
    citizen.presses("删除").await;
    citizen.says("是").await;
    assert_eq!(get(citizen.token()).await, 404);
    city.close().await;
}

#[tokio::test]
async fn whoever_thinks_better_of_it_loses_nothing() {
    let city = City::founded().await;
    for way_out in ["先不删", "取消", "不", "站前小区的井盖坏了，很危险", "转人工", "帮助"]
    {
        let citizen = city.citizen().await;
        citizen.says(STORY).await;
        citizen.says("我的信息").await;
        citizen.presses("删除").await;
        let answer = citizen.says(way_out).await;
        if way_out == "转人工" {
            citizen.presses("不用人工了").await;
        }
        citizen.says("是").await;
        let all = citizen.transcript().await;
        assert!(!all.contains("删好了"), "{way_out}: {all}");
        assert!(all.contains("电动车"), "{way_out}: {all}");
        assert!(!answer.said.is_empty(), "{way_out}");
    }
    let orders = city.orders().await.len();
    assert!(orders >= 1, "the drafts were still there, and yes submitted them");
    city.close().await;
}

#[tokio::test]
async fn a_draft_is_deleted_with_the_rest_and_an_old_button_asks_again() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(STORY).await;
    citizen.says("我的信息").await;
    citizen.presses("删除").await;
    citizen.presses("删掉").await;
    assert!(citizen.says("提交").await.text().contains("您遇到什么事了"), "there is no draft");
    assert!(city.orders().await.is_empty());
    let again = citizen.chooses("erase:y").await;
    assert!(again.text().contains("真的要删吗"), "{}", again.text());
    city.close().await;
}

#[tokio::test]
async fn who_follows_deletes_only_their_own() {
    let city = City::founded().await;
    let (owner, follower) = (city.citizen().await, city.citizen().await);
    let no = tells(&owner, LAMP).await;
    follower.says("朝霞街的路灯不亮，晚上黑，看不见路").await;
    follower.presses("提交").await;
    follower.presses("我也遇到").await;
    withdraws(&owner, &no).await;
    follower.says("我的信息").await;
    follower.presses("删除").await;
    follower.presses("删掉").await;
    let operator = city.operator().await;
    assert_eq!(operator.reads(&no).await.unwrap().files.len(), 1);
    let refused = operator.tries(&no, Act::Urge).await;
    assert!(matches!(refused, Err(DeskError::Refused(_))));
    city.close().await;
}

#[tokio::test]
async fn what_a_person_of_the_centre_said_goes_too_and_what_the_duty_officer_is_to_read_stays() {
    let city = City::founded().await;
    let (operator, citizen) = (city.operator().await, city.citizen().await);
    citizen.says("朝霞小区5号楼煤气泄漏了，味道很大").await;
    citizen.says("转人工").await;
    let chat = operator.queue().await.chats[0].id;
    city.app.desk.take_chat(&operator.staff, chat).await.unwrap();
    let said = "白女士，维修的人十分钟就到。".to_owned();
    city.app.desk.say(&operator.staff, chat, said, "say-1".to_owned()).await.unwrap();
    city.app.desk.leave_chat(&operator.staff, chat).await.unwrap();
    assert!(citizen.transcript().await.contains("十分钟就到"));
    citizen.says("删除我的信息").await;
    citizen.presses("删除").await;
    citizen.presses("删掉").await;
    assert!(!citizen.transcript().await.contains("十分钟就到"), "{}", citizen.transcript().await);
    let tasks = operator.queue().await.tasks;
    let alert = tasks.iter().find(|task| task.kind == storage::TaskKind::DutyAlert).unwrap();
    assert!(alert.words.contains("煤气泄漏"), "{}", alert.words);
    city.close().await;
}
