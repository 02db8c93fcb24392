//! Somebody tells a matter for somebody else, who agrees to it and can hear of it too.

use bot::desk::{Act, Consent};
use storage::OrderNo;
use storage::order::{Order, State};
use tests::{Citizen, City, Reply};

const STORY: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";

/// Twelve digits in groups of four.
fn code_in(reply: &Reply) -> String {
    let text = reply.text();
    let line = text.lines().find(|line| line.contains("把这个码给他")).expect("a code was said");
    let code = line.split('：').next_back().expect("the code ends its line").to_owned();
    let groups: Vec<&str> = code.split(' ').collect();
    assert!(groups.len() == 3 && groups.iter().all(|group| group.len() == 4), "{code}");
    code
}

/// A helper tells it, with consent; gives the number and the code for the citizen.
async fn told(helper: &Citizen) -> (OrderNo, String) {
    helper.says("替别人反映").await;
    helper.presses("本人同意").await;
    helper.says(STORY).await;
    let accepted = helper.presses("提交").await;
    (accepted.order_no(), code_in(&accepted))
}

async fn rates(citizen: &Citizen, labels: [&str; 3]) {
    for label in labels {
        citizen.presses(label).await;
    }
}

#[tokio::test]
async fn consent_is_asked_first_and_the_sheet_shows_it() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    let asked = helper.says("我想替我邻居反映").await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：您是替别人反映。
    　　　他本人同意吗？
    　[本人同意] [没有]
    ");
    insta::assert_snapshot!(helper.presses("本人同意").await.on_paper(), @"
    接诉：好，记下了，本人同意。
    　　　请说说他遇到什么事了。
    ");
    helper.says(STORY).await;
    let accepted = helper.presses("提交").await;
    let order = city.order(&accepted.order_no()).await.0;
    let consent = order.papers.consent.expect("consent is kept");
    let paper = city.app.store.paper(city.app.jurisdiction(), consent).await.unwrap().unwrap();
    assert_eq!((paper.order, paper.kind), (Some(order.no), storage::PaperKind::Document));
    assert!(String::from_utf8(paper.content).unwrap().contains("told_by_helper_in_chat"));
    for clerk in [city.operator().await, city.supervisor().await, city.unit("C0101").await] {
        let file = clerk.reads(&accepted.order_no()).await.unwrap();
        assert_eq!(file.consent, Some(Consent::ToldByHelperInChat), "{}", clerk.staff.login);
    }
    city.close().await;
}

#[tokio::test]
async fn without_consent_nothing_is_told_for_anybody() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    helper.says("替别人反映").await;
    let still = helper.says(STORY).await;
    assert!(still.text().contains("他本人同意吗"), "{}", still.text());
    assert!(helper.shows(2, None).await.text().contains("他本人同意吗"));
    let refused = helper.presses("没有").await;
    assert!(refused.text().contains("要本人同意"), "{}", refused.text());
    assert!(city.orders().await.is_empty());

    helper.says(STORY).await;
    let own = helper.presses("提交").await;
    assert_eq!(city.order(&own.order_no()).await.0.papers.consent, None, "one's own matter needs nobody's");
    city.close().await;
}

#[tokio::test]
async fn photos_sent_before_the_answer_are_not_lost() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    helper.says("替别人反映").await;
    helper.shows(2, None).await;
    helper.presses("本人同意").await;
    helper.says(STORY).await;
    let order = city.order(&helper.presses("提交").await.order_no()).await.0;
    assert_eq!((order.papers.files.len(), order.papers.consent.is_some()), (2, true));
    city.close().await;
}

#[tokio::test]
async fn whoever_gives_it_up_tells_their_own_next_matter_for_themselves() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    for way_out in ["取消", "重新开始"] {
        helper.says("替别人反映").await;
        helper.presses("本人同意").await;
        helper.says(way_out).await;
    }
    helper.says("替别人反映").await;
    helper.says("取消").await;
    helper.says(STORY).await;
    let order = city.order(&helper.presses("提交").await.order_no()).await.0;
    assert_eq!(order.papers.consent, None);
    city.close().await;
}

#[tokio::test]
async fn photos_for_a_new_matter_are_told_for_whom_it_was_agreed() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    helper.says(STORY).await;
    helper.presses("提交").await;
    helper.says("替别人反映").await;
    helper.presses("本人同意").await;
    helper.shows(1, None).await;
    helper.presses("一件新的事").await;
    helper.says("朝霞街上的路灯坏了三天，晚上看不见路").await;
    let order = city.order(&helper.presses("提交").await.order_no()).await.0;
    assert_eq!((order.papers.files.len(), order.papers.consent.is_some()), (1, true));
    city.close().await;
}

#[tokio::test]
async fn help_and_language_do_not_get_around_the_question() {
    let city = City::founded().await;
    let helper = city.citizen().await;
    helper.says("替别人反映").await;
    for said in ["帮助", "中文"] {
        assert!(helper.says(said).await.text().contains("他本人同意吗"), "{said}");
    }
    helper.says("转人工").await;
    helper.presses("不用人工了").await;
    let stale = helper.presses("本人同意").await;
    assert!(!stale.text().contains("记下了，本人同意"), "the question was put away: {}", stale.text());
    city.close().await;
}

#[tokio::test]
async fn helper_and_citizen_both_hear_every_step_and_one_of_them_rates() {
    let city = City::founded().await;
    let (helper, citizen) = (city.citizen().await, city.citizen().await);
    let (no, code) = told(&helper).await;
    citizen.says(&code).await;
    let community = city.unit("C0101").await;
    community.does(&no, Act::Sign).await;
    community
        .does(&no, Act::Progress { note: "已通知车主".to_owned(), files: Vec::new(), visible: true })
        .await;
    community.does(&no, Act::Ask { question: "是几单元？".to_owned() }).await;
    for both in [&helper, &citizen] {
        let heard = both.transcript().await;
        for said in ["已通知车主", "是几单元？"] {
            assert!(heard.contains(said), "{said}: {heard}");
        }
    }
    citizen.says("2单元").await;
    community.answers(&no, "楼道已清理。").await;
    for both in [&helper, &citizen] {
        assert!(both.transcript().await.contains("楼道已清理。"));
    }
    rates(&helper, ["联系过", "解决了", "满意"]).await;
    let rated: Order = city.order(&no).await.0;
    assert_eq!(rated.state, State::Closed);
    rates(&citizen, ["没联系过", "没解决", "不满意"]).await;
    let order = city.order(&no).await.0;
    assert_eq!(order.rating, rated.rating, "a round is rated once");
    assert!(citizen.last_heard().await.contains("现在"), "{}", citizen.last_heard().await);
    city.close().await;
}

#[tokio::test]
async fn the_citizen_may_rate_before_the_helper() {
    let city = City::founded().await;
    let (helper, citizen) = (city.citizen().await, city.citizen().await);
    let (no, code) = told(&helper).await;
    citizen.says(&format!("绑定 {code}")).await;
    let community = city.unit("C0101").await;
    community.does(&no, Act::Sign).await;
    community.answers(&no, "楼道已清理。").await;
    rates(&citizen, ["没联系过", "没解决", "不满意"]).await;
    let order = city.order(&no).await.0;
    assert_eq!((order.state, order.round), (State::Handling, 2), "重办");
    assert!(helper.transcript().await.contains("重新办"), "{}", helper.transcript().await);
    city.close().await;
}
