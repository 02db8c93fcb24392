//! 九原区, 1 July 2022: 史女士 telephones about e-bikes in the corridor, and four hours later it is done.

use std::path::PathBuf;

use bot::banner::{self, Source};
use bot::desk::{Act, Call};
use jiff::SignedDuration;
use jiff::civil::date;
use storage::UnitCode;
use storage::order::{Contacted, Rating, Satisfaction, Solved, State};
use tests::{City, Founding};

fn folder() -> Source {
    Source::Folder(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("banners/jiuyuan"))
}

#[test]
fn the_districts_own_directory_has_nothing_to_remark() {
    let (_, warnings) =
        banner::read(&folder(), date(2022, 7, 1)).unwrap_or_else(|refused| panic!("{refused:#?}"));
    assert!(warnings.is_empty(), "{warnings:#?}");
}

#[tokio::test]
async fn a_call_at_nine_is_done_at_one_and_its_record_has_four_parts() {
    let city =
        City::found(Founding { banner: folder(), now: "2022-07-01 09:00", ..Founding::default() }).await;
    let (operator, community, property) =
        (city.operator().await, city.unit("SQ").await, city.unit("WY").await);

    let call = Call {
        story: "楼道里乱停电动车，还有人拉线充电，进出不方便，有安全隐患，请有关部门快些解决。".to_owned(),
        place: Some("九原区北梁新区和畅苑".to_owned()),
        name: Some("史女士".to_owned()),
        phone: Some("13800001234".to_owned()),
        lead: Some(UnitCode::new("SQ")),
        ..Call::default()
    };
    let no = operator.takes_call(call, "call-1").await.no;
    let code =
        operator.reads(&no).await.unwrap().query_code.expect("an operator reads the code out to the caller");
    let (order, _) = city.order(&no).await;
    assert_eq!((order.state, order.lead.as_ref()), (State::Dispatched, Some(&UnitCode::new("SQ"))));
    assert_eq!(order.helpers, [UnitCode::new("WY"), UnitCode::new("ZJJ")]);

    city.pass(SignedDuration::from_mins(10)).await;
    community.does(&no, Act::Sign).await;
    city.pass(SignedDuration::from_mins(50)).await;
    let cleared =
        Act::Progress {
            note: "物业已清走楼道里的车".to_owned(), files: Vec::new(), visible: false
        };
    property.does(&no, cleared).await;
    city.pass(SignedDuration::from_hours(3)).await;
    community.answers(&no, "社区和物业、住户谈过了，车已移到室外车棚充电。").await;

    let rating = Rating {
        contacted: Some(Contacted::Yes),
        solved: Solved::Yes,
        satisfaction: Satisfaction::VerySatisfied,
    };
    city.pass(SignedDuration::from_mins(5)).await;
    operator.does(&no, Act::Rate { rating, comment: None }).await;
    let (order, _) = city.order(&no).await;
    assert_eq!(order.state, State::Closed);
    assert_eq!(order.done_at.unwrap().duration_since(order.accepted_at), SignedDuration::from_hours(4));

    let (status, found) = city.query(&no, &code).await;
    assert_eq!(status, 200, "{found}");
    insta::assert_snapshot!(found["timeline"].as_str().unwrap(), @"
    时间：2022年7月1日（周五）09:00
    地点：示例社区第一网格 九原区北梁新区和畅苑
    事件：楼道里乱停电动车，还有人拉线充电，进出不方便，有安全隐患，请有关部门快些解决。
    事件流程：
    7月1日 09:00 受理了您的事
    7月1日 09:00 转给示例社区居民委员会办理
    7月1日 09:10 示例社区居民委员会接手
    7月1日 13:00 示例社区居民委员会答复：社区和物业、住户谈过了，车已移到室外车棚充电。
    7月1日 13:00 办结，用时4小时
    7月1日 13:05 您作了评价
    7月1日 13:05 结案
    ");
    city.close().await;
}
