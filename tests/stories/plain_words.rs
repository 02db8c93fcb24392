//! Citizens write the short way: a number behind the street, two letters for no, an order's number in half a sentence.

use storage::order::State;
use tests::{Citizen, City, Reply};

const CORRIDOR: &str = "朝霞小区3号楼楼道里停满了电动车，还有人拉线充电，太危险了";
const HEATING: &str = "暖气不热，家里才十四度";

async fn submitted(citizen: &Citizen) -> Reply {
    citizen.says(CORRIDOR).await;
    citizen.presses("提交").await
}

#[tokio::test]
async fn a_number_behind_the_story_is_kept_and_not_asked_for_again() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("没暖气").await;
    citizen.says("朝霞小区7号楼 13811110010").await;
    insta::assert_snapshot!(citizen.transcript().await, @"
    群众：没暖气
    接诉：这事在哪儿？
    　　　说小区、路名、村名都行。
    　　　也可以发个位置。
    　[说不清，跳过] [转人工]
    群众：朝霞小区7号楼 13811110010
    接诉：先说一声，您的信息怎么用：
    　　　只记您说的事、地点和电话。
    　　　只用来办这件事和回访您。
    　　　到了规定时间就删掉。
    　　　想看、想改、想删，随时告诉我们。
    接诉：我记的是这样，您看对不对：
    　　　类型：投诉（暖气不热、室温不达标）
    　　　事情：没暖气
    　　　地点：朝霞社区第一网格 朝霞小区7号楼
    　　　联系：138****0010
    　　　对的话，就提交。
    　[提交] [改内容] [改地点] [改联系方式] [不提交了]
    ");
    let no = citizen.presses("提交").await.order_no();
    assert!(city.order(&no).await.0.papers.contact.is_some());
    city.close().await;
}

#[tokio::test]
async fn a_number_is_no_place_and_what_is_no_place_is_asked_again() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says(HEATING).await;
    for said in ["13822226666", "哪儿来着 我想想"] {
        let asked = citizen.says(said).await;
        assert!(asked.text().contains("这事在哪儿"), "{said}: {}", asked.on_paper());
    }
    let shown = citizen.says("朝霞小区4号楼").await;
    assert!(shown.text().contains("朝霞小区4号楼"), "{}", shown.on_paper());
    assert!(shown.text().contains("138****6666"), "{}", shown.on_paper());
    let corrected = citizen.says("不对 是站前小区5号楼").await;
    assert!(corrected.text().contains("地点：站前社区第一网格 站前小区5号楼"), "{}", corrected.on_paper());
    let doubted = citizen.says("电话就算了吧").await;
    assert!(doubted.text().contains("联系：没有留"), "{}", doubted.on_paper());
    citizen.presses("提交").await;
    assert_eq!(city.orders().await.len(), 1);
    city.close().await;
}

#[tokio::test]
async fn number_and_code_in_one_message_are_used_together() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let accepted = submitted(&citizen).await;
    let (no, code) = (accepted.order_no(), accepted.code());
    for (said, heard) in [
        (format!("{no} {code}"), "事件流程"),
        (format!("我的单子{no}办得怎么样了，查询码{}", code.to_lowercase()), "事件流程"),
        (format!("前两天反映的路灯的事办得咋样了 编号{no} 查询码{code}"), "事件流程"),
        (format!("帮我催催 {no} {code}"), "已经替您催"),
        (format!("我想撤回刚才那个，{no} {code}"), "真的要撤回吗"),
    ] {
        let other = city.citizen().await;
        let answer = other.says(&said).await;
        assert!(answer.text().contains(heard), "{said}: {}", other.transcript().await);
    }
    assert_eq!(city.order(&no).await.0.urges, 1);
    city.close().await;
}

#[tokio::test]
async fn a_wrong_code_beside_the_number_tells_nothing_and_is_counted() {
    let city = City::founded().await;
    let (citizen, stranger) = (city.citizen().await, city.citizen().await);
    let accepted = submitted(&citizen).await;
    let no = accepted.order_no();
    for _ in 0..10 {
        let answer = stranger.says(&format!("{no} AAAAAA")).await;
        assert!(
            answer.text().contains("没找到") && !answer.text().contains("事件流程"),
            "{}",
            answer.on_paper()
        );
    }
    let throttled = stranger.says(&format!("{no} {}", accepted.code())).await;
    assert!(throttled.text().contains("试得太多了"), "{}", throttled.on_paper());
    city.close().await;
}

#[tokio::test]
async fn a_message_with_an_orders_number_is_about_that_order() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let accepted = submitted(&citizen).await;
    let (no, code) = (accepted.order_no(), accepted.code());
    let urged = citizen.says(&format!("单号{no} 怎么还没人来")).await;
    assert!(urged.text().contains("已经替您催"), "{}", urged.on_paper());
    let shown = citizen.says(&format!("{no} 楼道电动车那个")).await;
    assert!(shown.text().contains("事件流程"), "{}", shown.on_paper());
    let added =
        format!("单子{no}里说的那个楼道，今天又有人从三楼窗户拉了两根电线下来，接线板就放在雨棚下面淋着");
    let heard = citizen.says(&added).await;
    assert!(heard.text().contains("已经加进去了"), "{}", heard.on_paper());
    let helper = city.citizen().await;
    helper.says(&format!("补充 {no} {code} 三楼也有人拉线")).await;
    let words = city.unit("C0101").await.reads(&no).await.unwrap().words;
    assert!(words.values().any(|words| words == "三楼也有人拉线"), "{words:?}");
    assert!(!words.values().any(|words| words.contains(&code)), "a code is nobody's to read: {words:?}");
    let stranger = city.citizen().await;
    let asked = stranger.says(&format!("单号{no} 怎么还没人来")).await;
    assert!(asked.text().contains("请把查询码发给我"), "{}", asked.on_paper());
    assert_eq!((city.orders().await.len(), city.order(&no).await.0.state), (1, State::Dispatched));
    city.close().await;
}

#[tokio::test]
async fn impatience_urges_an_order_only_where_no_matter_is_told() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let no = submitted(&citizen).await.order_no();
    citizen.says(HEATING).await;
    let asked = citizen.says("快点！！！").await;
    assert!(asked.text().contains("这事在哪儿"), "{}", asked.on_paper());
    assert_eq!(city.order(&no).await.0.urges, 0);
    citizen.says("算了").await;
    citizen.says("快点！！！").await;
    assert_eq!(city.order(&no).await.0.urges, 1);
    city.close().await;
}

#[tokio::test]
async fn a_person_is_called_by_plain_words_and_a_goodbye_is_answered_shortly() {
    let city = City::founded().await;
    for said in ["我要找人说话，别拿机器人糊弄我", "能不能给我接个人工", "叫你们领导来"]
    {
        let citizen = city.citizen().await;
        citizen.says(HEATING).await;
        let heard = citizen.says(said).await;
        assert!(heard.text().contains("我在叫工作人员"), "{said}: {}", heard.on_paper());
    }
    let citizen = city.citizen().await;
    for said in ["没事了", "再见"] {
        let heard = citizen.says(said).await;
        assert_eq!(heard.on_paper().trim(), "接诉：不客气，有事您再说。", "{said}");
    }
    assert!(city.orders().await.is_empty());
    city.close().await;
}

#[tokio::test]
async fn what_stands_beside_a_number_is_neither_lost_nor_taken_for_a_name() {
    for (told, kept) in [
        ("路灯不亮 13811118887", "路灯不亮"),
        ("云杉小区停水 13811118887", "云杉小区停水"),
        ("高空抛物 13811118887", "高空抛物"),
        ("管道漏水 13811118887", "管道漏水"),
    ] {
        let city = City::founded().await;
        let citizen = city.citizen().await;
        citizen.says(told).await;
        let shown = citizen.says("朝霞小区3号楼").await;
        let paper = shown.on_paper();
        let matter = format!("事情：{kept}");
        assert!(paper.contains(&matter) && paper.contains("联系：138****8887"), "{told}: {paper}");
        city.close().await;
    }
    for (told, place) in
        [("云杉市场 13811118887", "云杉市场"), ("阳光新城4号楼 13811118887", "阳光新城4号楼")]
    {
        let city = City::founded().await;
        let citizen = city.citizen().await;
        citizen.says(HEATING).await;
        let shown = citizen.says(told).await;
        let paper = shown.on_paper();
        let place = format!("{place}\n");
        assert!(paper.contains(&place) && paper.contains("联系：138****8887"), "{told}: {paper}");
        city.close().await;
    }
}

#[tokio::test]
async fn a_plate_behind_an_order_number_is_no_code_and_reaches_the_unit() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    let no = submitted(&citizen).await.order_no();
    citizen.says(&format!("补充 {no} 肇事车牌蒙A12345，还有人看见是白色的面包车")).await;
    let file = city.operator().await.reads(&no).await.unwrap();
    assert!(file.words.values().any(|words| words.contains("蒙A12345")), "{:?}", file.words);
    city.close().await;
}

#[tokio::test]
async fn a_correction_that_tells_a_matter_is_no_place() {
    let city = City::founded().await;
    let citizen = city.citizen().await;
    citizen.says("楼道里乱七八糟，朝霞小区3号楼").await;
    let shown = citizen.says("不对，是朝霞小区的电动车乱停").await;
    assert!(shown.on_paper().contains("电动车乱停"), "{}", shown.on_paper());
    assert!(!shown.on_paper().contains("地点：朝霞小区的电动车"), "{}", shown.on_paper());
    city.close().await;
}

#[tokio::test]
async fn who_does_not_want_to_be_known_is_sealed_as_a_reporter_is() {
    let city = City::founded().await;
    for wish in ["别告诉他们是我说的", "请为我保密", "怕他们报复"] {
        let citizen = city.citizen().await;
        citizen.says(&format!("朝霞小区3号楼底下的烧烤店半夜还吵，{wish}")).await;
        let no = citizen.presses("提交").await.order_no();
        let (order, _) = city.order(&no).await;
        assert!(bot::sealed::is_sealed(&order), "{wish}: {:?}", order.form.kind);
    }
    for open in [
        "朝霞小区3号楼暖气不热，不想让老人受冻，不知道该找谁",
        "我申请公租房，单位让签保密协议，合理吗",
        "快递公司把我电话给了别人，要求他们不要泄露我的信息",
    ] {
        let seen = city.app.banner.book.understand(open);
        assert_ne!(seen.kind, intake::Kind::Report, "{open}");
    }
    city.close().await;
}
