//! Dates are promised on working days, across holidays and the end of the published calendar.

use bot::desk::{Act, Call, DeskError};
use storage::order::{Kind, Refusal, Urgency};
use storage::{CategoryCode, ReasonCode, UnitCode};
use tests::{City, Founding, date_of, local};

/// 咨询: one working day; 一般求助: five; 疑难: fifteen.
const LEAVES: [(u32, &str, Kind); 3] =
    [(1, "160102", Kind::Consultation), (5, "010404", Kind::Help), (15, "010302", Kind::Complaint)];

async fn promised(city: &City, on: &str, days: u32) -> String {
    city.clock.set(local(&format!("{on} 10:00")));
    let (_, category, kind) = LEAVES.into_iter().find(|leaf| leaf.0 == days).expect("such a leaf");
    let call = Call {
        story: "来电记录".to_owned(),
        place: Some("朝霞小区".to_owned()),
        kind: Some(kind),
        category: Some(CategoryCode::new(category)),
        urgency: Some(Urgency::Normal),
        ..Call::default()
    };
    let order = city.operator().await.takes_call(call, &format!("{on}+{days}")).await;
    date_of(order.dues.finish).to_string()
}

#[tokio::test]
async fn working_days_are_counted_as_the_state_council_announced_them() {
    let city = City::found(Founding { now: "2025-12-31 09:00", ..Founding::default() }).await;
    for (on, days, due) in [
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-02-12", 15, "2026-03-11"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-07-08", 5, "2026-07-15"),
        ("2026-09-19", 1, "2026-09-20"),
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-30", 1, "2026-10-08"),
    ] {
        assert_eq!(promised(&city, on, days).await, due, "{on} +{days}");
    }
    assert_eq!(city.operator().await.queue().await.triage.len(), 10);
    city.close().await;
}

#[tokio::test]
async fn a_hard_order_can_be_returned_for_two_working_days_over_a_shifted_weekend() {
    let city = City::found(Founding { now: "2026-10-09 10:00", ..Founding::default() }).await;
    let (operator, housing) = (city.operator().await, city.unit("ZJJ").await);
    let call = Call {
        story: "来电记录".to_owned(),
        place: Some("朝霞小区".to_owned()),
        kind: Some(Kind::Complaint),
        category: Some(CategoryCode::new("010302")),
        urgency: Some(Urgency::Normal),
        lead: Some(UnitCode::new("ZJJ")),
        ..Call::default()
    };
    let no = operator.takes_call(call, "call-1").await.no;
    let back = || Act::RequestReturn {
        reason: ReasonCode::new("R01"),
        basis: "不在权责清单内".to_owned(),
        suggested: None,
    };
    // Saturday 10 October is worked for the holiday, so Monday 12 October is the second day.
    city.becomes("2026-10-12 17:31").await;
    let late = housing.tries(&no, back()).await;
    assert!(
        matches!(late, Err(DeskError::Refused(Refusal::TooLate { until, .. })) if until == local("2026-10-12 17:30"))
    );
    city.clock.set(local("2026-10-12 17:30"));
    housing.does(&no, back()).await;
    city.close().await;
}

#[tokio::test]
async fn a_date_in_a_year_without_a_calendar_is_promised_with_a_word_of_warning() {
    let city = City::found(Founding { now: "2026-12-31 09:00", ..Founding::default() }).await;
    let citizen = city.citizen().await;
    citizen.says("朝霞街的路灯坏了一个礼拜了，晚上太黑").await;
    let accepted = citizen.presses("提交").await;
    insta::assert_snapshot!(accepted.on_paper(), @"
    接诉：您的事，我们受理了。
    　　　编号：(编号)
    　　　查询码：(查询码)
    　　　承办单位：示例旗住房和城乡建设局
    　　　预计2027年1月7日（周四）17:30前办结。
    　　　那时的放假安排还没公布，日期可能会变。
    　　　编号和查询码您收好，别给外人。
    　　　想知道办到哪了，说“查进度”，或者打12345。
    　[查进度]
    ");
    assert!(city.order(&accepted.order_no()).await.0.dues.assumed);
    city.close().await;
}
