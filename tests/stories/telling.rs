//! A citizen tells a story in pieces: photos, voice, a place, corrections, interruptions, a restart.

use bot::desk::{Act, LOCATION};
use futures::future::join_all;
use storage::order::State;
use storage::{OrderNo, PaperKind};
use tests::{Citizen, City};

const CORRIDOR: &str = "楼道里停满了电动车，还有人拉线充电，太危险了";

#[tokio::test]
async fn several_photos_sent_at_once_make_one_order() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let first = citizen.shows(3, None).await;
    insta::assert_snapshot!(first.on_paper(), @"
    接诉：您遇到什么事了？慢慢说。
    　　　发照片、发语音也行。
    　[转人工]
    ");
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let no = citizen.presses("提交").await.order_no();
    assert_eq!(city.orders().await.len(), 1);
    assert_eq!(city.order(&no).await.0.papers.files.len(), 3);
    city.close().await;
}

#[tokio::test]
async fn photos_posted_side_by_side_make_one_order_and_get_one_answer() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(CORRIDOR).await;
    let replies = join_all((0..5).map(|_| citizen.shows(1, None))).await;
    let answered = replies.iter().filter(|reply| !reply.said.is_empty()).count();
    assert_eq!(answered, 1, "{replies:#?}");
    let summary = citizen.says("朝霞小区").await;
    insta::assert_snapshot!(summary.on_paper(), @"
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：楼道里停满了电动车，还有人拉线充电，太危险了
    　　　地点：朝霞社区第一网格 朝霞小区
    　　　联系：没有留
    　　　材料：5份
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    assert_eq!(city.orders().await.len(), 1);
    assert_eq!(city.order(&no).await.0.papers.files.len(), 5);
    city.close().await;
}

#[tokio::test]
async fn photos_posted_side_by_side_may_even_begin_a_conversation() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let replies = join_all((0..5).map(|_| citizen.shows(1, None))).await;
    let answered = replies.iter().filter(|reply| !reply.said.is_empty()).count();
    assert_eq!(answered, 1, "{replies:#?}");
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let no = citizen.presses("提交").await.order_no();
    assert_eq!(city.order(&no).await.0.papers.files.len(), 5);
    city.close().await;
}

#[tokio::test]
async fn photos_for_an_order_under_way_are_added_to_it() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let no = citizen.presses("提交").await.order_no();
    let asked = citizen.shows(2, None).await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：收到2份。是给哪件事的？
    　[(编号)] [一件新的事]
    ");
    citizen.presses(no.as_str()).await;
    let file = city.unit("C0101").await.reads(&no).await.unwrap();
    assert_eq!(file.files.len(), 2);
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn photos_wait_until_it_is_said_what_they_are_for() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let no = citizen.presses("提交").await.order_no();
    citizen.shows(2, None).await;
    for said in ["👍", "提交", "你好", "查进度"] {
        let answer = citizen.says(said).await;
        assert!(answer.text().contains("2份。是给哪件事的"), "{said}: {}", answer.text());
    }
    // The button below the progress means the photos, too.
    assert!(citizen.presses("补充").await.text().contains("已经加进去了"));
    assert_eq!(city.unit("C0101").await.reads(&no).await.unwrap().files.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn photos_that_wait_belong_to_the_new_matter_that_is_told() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    citizen.presses("提交").await;
    citizen.says(&format!("站前小区2号楼{CORRIDOR}")).await;
    citizen.presses("提交").await;
    for (before, lamp) in [("不是", "朝霞街"), ("另一件事", "站前街"), ("查进度", "青年街")]
    {
        citizen.shows(1, None).await;
        citizen.says(before).await;
        citizen.says(&format!("{lamp}上的路灯坏了三天，晚上看不见路")).await;
        let submitted = citizen.presses("提交").await;
        assert!(submitted.text().contains("受理"), "{before}: {}", citizen.transcript().await);
        assert_eq!(city.order(&submitted.order_no()).await.0.papers.files.len(), 1, "{before}");
    }
    city.close().await;
}

#[tokio::test]
async fn voice_and_a_shared_place_are_kept_with_the_order() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(CORRIDOR).await;
    citizen.speaks().await;
    let placed = citizen.stands_at(49.2, 119.7).await;
    insta::assert_snapshot!(placed.on_paper(), @"
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：楼道里停满了电动车，还有人拉线充电，太危险了
    　　　联系：没有留
    　　　材料：2份
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    let file = city.operator().await.reads(&no).await.unwrap();
    let kinds: Vec<&str> = file.files.iter().map(|file| file.media_type.as_str()).collect();
    assert_eq!(kinds, ["audio/ogg", LOCATION]);
    let place = city.app.store.paper(city.app.jurisdiction(), file.files[1].id).await.unwrap().unwrap();
    assert_eq!(place.kind, PaperKind::File { media_type: LOCATION.to_owned() });
    assert_eq!(place.content, br#"{"type":"Point","coordinates":[119.7,49.2]}"#);
    city.close().await;
}

#[tokio::test]
async fn an_interruption_is_answered_and_the_draft_is_taken_up_again() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("站前小区2号楼{CORRIDOR}")).await;
    citizen.presses("提交").await;
    citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    let before = citizen.last_line().await;
    citizen.says("查进度").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：查进度
    接诉：时间：2026年7月8日（周三）09:00
    　　　地点：站前社区第一网格 站前小区2号楼楼道
    　　　事件：站前小区2号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　事件流程：
    　　　7月8日 09:00 受理了您的事
    　　　7月8日 09:00 转给向阳街道站前社区居民委员会办理
    　　　预计7月9日（周四）09:00前办结
    　[催办] [补充] [撤回]
    接诉：咱们接着说刚才那件事。
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（路灯不亮）
    　　　事情：朝霞街的路灯坏了一个礼拜了，晚上太黑
    　　　地点：朝霞社区 朝霞街
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn what_was_understood_wrongly_is_corrected_in_one_sentence() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let corrected = citizen.says("地址错了，是站前小区5号楼").await;
    insta::assert_snapshot!(corrected.on_paper(), @"
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了
    　　　地点：站前社区第一网格 站前小区5号楼
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    let (order, _) = city.order(&no).await;
    assert_eq!(order.lead.unwrap().as_str(), "C0102");
    city.close().await;
}

#[tokio::test]
async fn each_part_of_the_summary_can_be_told_anew() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    citizen.presses("改内容").await;
    citizen.says("金色家园门口的路灯不亮，天黑看不见路").await;
    citizen.presses("改地点").await;
    citizen.says("金色家园").await;
    let before = citizen.last_line().await;
    citizen.presses("改联系方式").await;
    citizen.says("李先生 13900005678").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：改联系方式
    接诉：先说一声，您的信息怎么用：
    　　　只记您说的事、地点和电话。
    　　　只用来办这件事和回访您。
    　　　到了规定时间就删掉。
    　　　想看、想改、想删，随时告诉我们。
    接诉：好，您重新发一下称呼和电话。
    群众：李先生 13900005678
    接诉：我记的是这样，您看对不对：
    　　　类型：求助（路灯不亮）
    　　　事情：金色家园门口的路灯不亮，天黑看不见路
    　　　地点：朝霞社区第二网格 金色家园
    　　　联系：李先生 139****5678
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_place_that_could_be_two_is_asked_for() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let asked = citizen.says(CORRIDOR).await;
    insta::assert_snapshot!(asked.on_paper(), @"
    接诉：这事在哪儿？
    　　　说小区、路名、村名都行。
    　　　也可以发个位置。
    　[说不清，跳过] [转人工]
    ");
    let summary = citizen.presses("说不清，跳过").await;
    insta::assert_snapshot!(summary.on_paper(), @"
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：楼道里停满了电动车，还有人拉线充电，太危险了
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let accepted = citizen.presses("提交").await;
    // Nobody guesses which community it is: a person looks first.
    insta::assert_snapshot!(accepted.on_paper(), @"
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　正在确定承办单位，定了就告诉您。
    　　　预计7月9日（周四）09:00前办结。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    ");
    assert_eq!(city.operator().await.queue().await.triage.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn a_draft_can_be_given_up() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let given_up = citizen.says("算了").await;
    insta::assert_snapshot!(given_up.on_paper(), @"
    接诉：好，先放下。
    　　　什么时候想说，再来找我。
    　[我要反映]
    ");
    let again = citizen.says("取消").await;
    insta::assert_snapshot!(again.on_paper(), @"
    接诉：现在没有要取消的。
    　　　已经提交的，说“撤回”就行。
    　[我要反映] [查进度]
    ");
    assert!(city.orders().await.is_empty());
    city.close().await;
}

#[tokio::test]
async fn a_draft_survives_a_restart_and_is_forgotten_after_three_days() {
    let city = City::founded().await;
    let mut citizen = city.citizen().await;
    citizen.says(CORRIDOR).await;
    let city = city.restarted().await;
    citizen.moves_to(&city.url(""));
    let summary = citizen.says("朝霞小区").await;
    insta::assert_snapshot!(summary.on_paper(), @"
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（楼道电动车停放充电）
    　　　事情：楼道里停满了电动车，还有人拉线充电，太危险了
    　　　地点：朝霞社区第一网格 朝霞小区
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    city.pass(jiff::SignedDuration::from_hours(73)).await;
    let late = citizen.says("就这样").await;
    assert!(city.orders().await.is_empty(), "{}", late.on_paper());
    city.close().await;
}

#[tokio::test]
async fn a_contact_is_asked_for_only_where_it_is_needed_after_the_privacy_notice() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("老板拖欠我三个月工资不给，公司在朝霞街").await;
    citizen.says("手机忘带了").await;
    citizen.says("王师傅，13700004321").await;
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：老板拖欠我三个月工资不给，公司在朝霞街
    接诉：先说一声，您的信息怎么用：
    　　　只记您说的事、地点和电话。
    　　　只用来办这件事和回访您。
    　　　到了规定时间就删掉。
    　　　想看、想改、想删，随时告诉我们。
    接诉：怎么称呼您？电话是多少？
    　　　这类事要先找您问清楚，才好办。
    　[转人工]
    群众：手机忘带了
    接诉：我没看到电话号码。
    　　　手机号是11位，座机请带区号。
    　[转人工]
    群众：王师傅，13700004321
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（拖欠工资与加班费）
    　　　事情：老板拖欠我三个月工资不给，公司在朝霞街
    　　　地点：朝霞社区 朝霞街
    　　　联系：王师傅 137****4321
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    assert!(city.order(&no).await.0.papers.contact.is_some());
    city.close().await;
}

#[tokio::test]
async fn whoever_does_not_want_to_leave_a_phone_hears_why_and_may_still_go_on() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("老板拖欠我三个月工资不给，公司在朝霞街").await;
    let before = citizen.last_line().await;
    citizen.says("不想留电话").await;
    citizen.presses("不留电话").await;
    let accepted = citizen.presses("提交").await;
    insta::assert_snapshot!(citizen.transcript_since(before).await, @"
    群众：不想留电话
    接诉：这类事，要找您问清楚才好办。
    　　　不留电话，可能会办得慢。
    　　　您还是不想留，也可以不留。
    　[不留电话] [转人工]
    群众：不留电话
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（拖欠工资与加班费）
    　　　事情：老板拖欠我三个月工资不给，公司在朝霞街
    　　　地点：朝霞社区 朝霞街
    　　　联系：没有留
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    群众：提交
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　正在确定承办单位，定了就告诉您。
    　　　预计7月15日（周三）17:30前办结。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    ");
    let (order, _) = city.order(&accepted.order_no()).await;
    assert_eq!((order.papers.contact, order.lead), (None, None), "without a contact a person looks first");
    city.close().await;
}

/// A citizen whose matter has been submitted, and its number.
async fn with_order(city: &City) -> (Citizen, OrderNo) {
    let citizen = city.citizen().await;
    citizen.says(&format!("朝霞小区3号楼{CORRIDOR}")).await;
    let no = citizen.presses("提交").await.order_no();
    (citizen, no)
}

#[tokio::test]
async fn an_answer_that_sounds_like_a_request_is_an_answer() {
    for (question, answer) in
        [("昨天有人联系您吗？", "一直没人联系我"), ("现在修好了吗？", "修好了"), ("还漏吗？", "没有")]
    {
        let city = City::founded().await;
        let community = city.unit("C0101").await;
        let (citizen, no) = with_order(&city).await;
        // A matter that is being told stays as it is.
        citizen.says("站前街上的路灯坏了三天，晚上看不见路").await;
        community.does(&no, Act::Sign).await;
        community.does(&no, Act::Ask { question: question.to_owned() }).await;
        citizen.says(answer).await;
        let file = community.reads(&no).await.unwrap();
        assert_eq!((file.order.state, file.order.urges), (State::Signed, 0), "{answer}");
        assert!(file.words.values().any(|words| words == answer), "{:?}", file.words);
        assert!(citizen.last_heard().await.contains("我记的是这样"), "{}", citizen.transcript().await);
        city.close().await;
    }
}

#[tokio::test]
async fn what_is_added_may_sound_like_a_request() {
    let city = City::founded().await;
    let (citizen, no) = with_order(&city).await;
    citizen.says("补充").await;
    citizen.says("昨天来人看了，但一直没人联系我").await;
    let file = city.unit("C0101").await.reads(&no).await.unwrap();
    assert_eq!(file.order.urges, 0);
    assert!(file.words.values().any(|words| words.contains("昨天来人看了")), "{:?}", file.words);
    citizen.says("补充").await;
    assert!(citizen.says("查进度").await.text().contains("事件流程"), "asked for by its name");
    city.close().await;
}

#[tokio::test]
async fn photos_under_which_something_is_asked_for_are_not_lost() {
    for caption in ["怎么还没处理", "你好", "查进度"] {
        let city = City::founded().await;
        let community = city.unit("C0101").await;
        let (citizen, no) = with_order(&city).await;
        let answer = citizen.shows(1, Some(caption)).await;
        assert!(answer.text().contains("1份。是给哪件事的"), "{caption}: {}", answer.text());
        citizen.presses(no.as_str()).await;
        let file = community.reads(&no).await.unwrap();
        assert_eq!(file.files.len(), 1, "{caption}");
        assert_eq!(file.order.urges, u32::from(caption.contains("没处理")));
        city.close().await;
    }
    let city = City::founded().await;
    let stranger = city.citizen().await;
    let answer = stranger.shows(1, Some("你好")).await;
    assert!(answer.text().contains("您遇到什么事了"), "{}", answer.text());
    city.close().await;
}

#[tokio::test]
async fn what_is_added_waits_with_its_photos_until_it_is_said_to_which_order() {
    let city = City::founded().await;
    let (citizen, no) = with_order(&city).await;
    citizen.says("站前街上的路灯坏了三天，晚上看不见路").await;
    citizen.presses("提交").await;
    citizen.shows(1, Some("补充一下，楼上也有")).await;
    citizen.says(no.as_str()).await;
    citizen.shows(1, Some(&format!("补充 {no} 又坏了一盏"))).await;
    let file = city.unit("C0101").await.reads(&no).await.unwrap();
    assert_eq!(file.files.len(), 2, "{}", citizen.transcript().await);
    for added in ["楼上也有", "又坏了一盏"] {
        assert!(file.words.values().any(|words| words == added), "{added}: {:?}", file.words);
    }
    city.close().await;
}

#[tokio::test]
async fn whoever_only_speaks_gets_to_a_person() {
    let city = City::founded().await;
    for goes_on in ["提交", ""] {
        let citizen = city.citizen().await;
        let asked = citizen.speaks().await;
        assert!(asked.text().contains("您遇到什么事了"), "{}", asked.text());
        city.pass(jiff::SignedDuration::from_mins(1)).await;
        let heard = if goes_on.is_empty() { citizen.speaks().await } else { citizen.says(goes_on).await };
        assert!(heard.text().contains("收到了"), "{}", heard.text());
        citizen.says("提交").await;
        let no = citizen.presses("提交").await.order_no();
        assert_eq!(city.order(&no).await.0.lead, None);
        assert!(!city.operator().await.reads(&no).await.unwrap().files.is_empty());
    }
    assert_eq!(city.operator().await.queue().await.triage.len(), 2);
    city.close().await;
}

#[tokio::test]
async fn what_is_confirmed_while_a_person_has_the_conversation_is_done() {
    let city = City::founded().await;
    let (citizen, no) = with_order(&city).await;
    citizen.says("转人工").await;
    let yes = format!("w:{no}:y");
    assert!(citizen.chooses(&yes).await.text().contains("真的要撤回吗"), "an old button asks");
    citizen.chooses(&yes).await;
    assert_eq!(city.order(&no).await.0.state, State::Withdrawn);
    assert!(citizen.chooses("erase:y").await.text().contains("真的要删吗"));
    assert!(citizen.chooses("erase:y").await.text().contains("删好了"), "{}", citizen.transcript().await);
    city.close().await;
}
