//! Several matters told at once: each becomes an order of its own, or all of them one.

use storage::PaperId;
use storage::order::Order;
use tests::{Citizen, City, Reply};

const LAMP_AND_BINS: &str =
    "朝霞街路灯不亮半个月了。另外朝霞小区的垃圾好几天没人清运，垃圾桶都满了。我电话13800001234";
const HEATING_AND_PARCELS: &str = "朝霞小区暖气不热，家里才十四度。另外快递不送上门，驿站还要二次收费";
const ASKED: &str = "要分开吗";

/// The order that the draft becomes, whatever others have told.
async fn submitted(city: &City, citizen: &Citizen) -> Order {
    let mut reply = citizen.presses("提交").await;
    if reply.text().contains("差不多的事") {
        reply = citizen.presses("不是同一件").await;
    }
    city.order(&reply.order_no()).await.0
}

async fn paper(city: &City, id: PaperId) -> String {
    let paper = city.app.store.paper(city.app.jurisdiction(), id).await.expect("the ledger answers");
    String::from_utf8(paper.expect("the paper is kept").content).expect("it holds words")
}

async fn contact_of(city: &City, order: &Order) -> String {
    paper(city, order.papers.contact.expect("a phone was told")).await
}

async fn story_of(city: &City, order: &Order) -> String {
    paper(city, order.papers.story).await
}

async fn is_asked(citizen: &Citizen, told: &str) -> Reply {
    let asked = citizen.says(told).await;
    assert!(asked.text().contains(ASKED), "{}", asked.on_paper());
    asked
}

fn is_shown_to_be_submitted(reply: &Reply) -> bool {
    reply.text().contains("对的话，就提交")
}

#[tokio::test]
async fn two_matters_told_at_once_become_two_orders_with_two_units_and_one_phone() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(LAMP_AND_BINS).await;
    citizen.presses("分开办").await;
    let (lamp, bins) = (submitted(&city, &citizen).await, submitted(&city, &citizen).await);
    let told = citizen.transcript().await;
    insta::assert_snapshot!(told, @"
    群众：朝霞街路灯不亮半个月了。另外朝霞小区的垃圾好几天没人清运，垃圾桶都满了。我电话13800001234
    接诉：先说一声，您的信息怎么用：
    　　　只记您说的事、地点和电话。
    　　　只用来办这件事和回访您。
    　　　到了规定时间就删掉。
    　　　想看、想改、想删，随时告诉我们。
    接诉：您说了两件事：
    　　　路灯不亮（朝霞社区）
    　　　垃圾清运不及时（朝霞社区）
    　　　分开办快一些。
    　　　要分开吗？
    　[分开办] [就当一件事]
    群众：分开办
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（路灯不亮）
    　　　事情：朝霞街路灯不亮半个月了。
    　　　地点：朝霞社区 朝霞街
    　　　联系：138****1234
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    群众：提交
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　承办单位：示例旗住房和城乡建设局
    　　　预计7月15日（周三）17:30前办结。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    接诉：接着说下一件：垃圾清运不及时。
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（垃圾清运不及时）
    　　　事情：另外朝霞小区的垃圾好几天没人清运，垃圾桶都满了。我电话13800001234
    　　　地点：朝霞社区第一网格 朝霞小区
    　　　联系：138****1234
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    群众：提交
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　承办单位：示例旗环境卫生服务中心
    　　　预计7月8日（周三）17:30前办结。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    ");
    assert_eq!(told.matches("先说一声").count(), 1, "the privacy notice is given once");

    let lead = |order: &Order| order.lead.clone().expect("both are dispatched at once");
    assert_ne!(lead(&lamp), lead(&bins));
    for order in [&lamp, &bins] {
        assert!(contact_of(&city, order).await.contains("13800001234"));
    }
    assert_eq!(story_of(&city, &lamp).await, "朝霞街路灯不亮半个月了。");
    assert!(story_of(&city, &bins).await.starts_with("另外朝霞小区的垃圾"));
    assert_eq!(city.orders().await.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn the_second_is_at_the_place_of_the_first_where_it_names_none() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, HEATING_AND_PARCELS).await;
    citizen.says("1").await;
    citizen.says("史女士 13800001234").await;
    let (heating, parcels) = (submitted(&city, &citizen).await, submitted(&city, &citizen).await);
    assert_eq!(heating.form.place, parcels.form.place);
    assert!(heating.form.place.grid.is_some() && parcels.papers.place.is_some());
    assert_ne!(heating.form.category, parcels.form.category);
    for order in [&heating, &parcels] {
        let contact = contact_of(&city, order).await;
        assert!(contact.contains("史女士") && contact.contains("13800001234"), "{contact}");
    }
    city.close().await;
}

#[tokio::test]
async fn what_the_citizen_calls_one_matter_becomes_one_order() {
    let city = City::founded().await;
    for (n, answer) in ["就当一件事", "2", "不用分", "不用了", "提交"].into_iter().enumerate() {
        let citizen = city.citizen().await;
        is_asked(&citizen, LAMP_AND_BINS).await;
        let shown = citizen.says(answer).await;
        assert!(is_shown_to_be_submitted(&shown), "{answer}: {}", shown.on_paper());
        let order = submitted(&city, &citizen).await;
        assert_eq!(story_of(&city, &order).await, LAMP_AND_BINS, "{answer}");
        assert_eq!(city.orders().await.len(), n + 1, "{answer}");
    }
    city.close().await;
}

#[tokio::test]
async fn a_plain_word_takes_them_apart_too() {
    let city = City::founded().await;
    for answer in ["分开吧", "好的", "是两件事", "要分开"] {
        let citizen = city.citizen().await;
        is_asked(&citizen, LAMP_AND_BINS).await;
        let shown = citizen.says(answer).await;
        assert!(is_shown_to_be_submitted(&shown), "{answer}: {}", shown.on_paper());
        assert!(!shown.text().contains("垃圾"), "{answer}: {}", shown.on_paper());
    }
    city.close().await;
}

#[tokio::test]
async fn who_goes_on_telling_tells_one_matter() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, LAMP_AND_BINS).await;
    let shown = citizen.says("路灯杆也歪了，怕倒下来砸到人").await;
    assert!(is_shown_to_be_submitted(&shown), "{}", shown.on_paper());
    let order = submitted(&city, &citizen).await;
    assert!(story_of(&city, &order).await.ends_with("路灯杆也歪了，怕倒下来砸到人"));
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_message_of_one_matter_is_not_asked_about() {
    let city = City::founded().await;
    for told in [
        "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了",
        "朝霞街路灯不亮，另外请尽快来修，谢谢",
        "朝霞小区暖气不热，还有暖气管漏水，热力公司不管",
    ] {
        let heard = city.citizen().await.says(told).await;
        assert!(!heard.text().contains(ASKED), "{told}: {}", heard.on_paper());
    }
    city.close().await;
}

#[tokio::test]
async fn who_is_in_danger_is_not_asked_to_sort_their_words() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let told = "朝霞小区着火了，快来人，楼里冒浓烟。另外朝霞街路灯不亮，路灯坏了";
    assert!(city.app.banner.book.several(told).is_some(), "these are two matters");
    let heard = citizen.says(told).await;
    assert!(heard.text().contains("这事要紧"), "{}", heard.on_paper());
    assert!(!heard.text().contains(ASKED), "{}", heard.on_paper());
    city.close().await;
}

#[tokio::test]
async fn giving_up_one_matter_leaves_the_next() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, LAMP_AND_BINS).await;
    citizen.presses("分开办").await;
    let next = citizen.presses("不提交了").await;
    assert!(next.text().contains("接着说下一件"), "{}", next.on_paper());
    let order = submitted(&city, &citizen).await;
    assert!(story_of(&city, &order).await.contains("垃圾"));
    assert_eq!(city.orders().await.len(), 1);
    assert!(citizen.says("取消").await.text().contains("现在没有要取消的"));
    city.close().await;
}

#[tokio::test]
async fn beginning_anew_drops_what_waits() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, LAMP_AND_BINS).await;
    citizen.presses("分开办").await;
    citizen.says("重新开始").await;
    citizen.says("朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了").await;
    let submitted = citizen.presses("提交").await;
    assert!(!submitted.text().contains("接着说下一件"), "{}", submitted.on_paper());
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn who_follows_anothers_order_goes_on_with_the_next() {
    let city = City::founded().await;
    let (first, second) = (city.citizen().await, city.citizen().await);
    first.says("朝霞街上的路灯坏了半个月了，路灯不亮").await;
    first.presses("提交").await;
    is_asked(&second, LAMP_AND_BINS).await;
    second.presses("分开办").await;
    let asked = second.presses("提交").await;
    assert!(asked.text().contains("差不多的事"), "{}", asked.on_paper());
    let next = second.presses("我也遇到").await;
    assert!(next.text().contains("接着说下一件"), "{}", next.on_paper());
    second.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn a_question_in_between_does_not_lose_the_other_matter() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, LAMP_AND_BINS).await;
    for between in ["帮助", "你好"] {
        let asked = citizen.says(between).await;
        assert!(asked.text().contains(ASKED), "{}", asked.on_paper());
    }
    citizen.presses("分开办").await;
    citizen.says("帮助").await;
    citizen.presses("提交").await;
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2);
    let late = citizen.chooses("apart").await;
    assert!(late.text().contains("已经过时了"), "{}", late.on_paper());
    city.close().await;
}

#[tokio::test]
async fn a_matter_announced_behind_the_first_is_told_with_it() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    is_asked(&citizen, "朝霞街路灯不亮，还有一件事，垃圾没人清运").await;
    city.close().await;
}
