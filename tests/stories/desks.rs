//! Who sees what, and who may do what, at the desks.

use bot::desk::{Act, Call, DeskError, Invalid};
use jiff::SignedDuration;
use storage::order::{Fact, Form, Kind, State, StepName};
use storage::{CategoryCode, OrderNo, UnitCode};
use tests::{City, Clerk};

const PHONE: &str = "13812345678";

async fn call(operator: &Clerk, kind: Kind, lead: &str) -> OrderNo {
    let call = Call {
        story: format!("楼道里停满了电动车，还有人拉线充电，有事打{PHONE}"),
        place: Some("朝霞小区3号楼".to_owned()),
        name: Some("欧阳女士".to_owned()),
        phone: Some(PHONE.to_owned()),
        kind: Some(kind),
        category: Some(CategoryCode::new("120301")),
        lead: Some(UnitCode::new(lead)),
        ..Call::default()
    };
    operator.takes_call(call, "call-1").await.no
}

#[tokio::test]
async fn a_unit_neither_sees_nor_touches_the_order_of_another() {
    let city = City::founded().await;
    let (operator, stranger) = (city.operator().await, city.unit("C0102").await);
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let before = city.order(&no).await.0.version;
    assert!(stranger.reads(&no).await.is_none());
    assert!(stranger.lists().await.unsigned.is_empty());
    assert!(city.app.desk.search(&stranger.staff, no.as_str()).await.unwrap().is_empty());
    for act in [Act::Sign, Act::Finish, Act::Reveal { purpose: "看看".to_owned() }] {
        assert!(matches!(stranger.tries(&no, act).await, Err(DeskError::Unknown)));
    }
    assert_eq!(city.order(&no).await.0.version, before, "nothing was recorded");
    city.close().await;
}

#[tokio::test]
async fn a_helper_reads_and_notes_but_does_not_lead() {
    let city = City::founded().await;
    let (operator, community, housing) =
        (city.operator().await, city.unit("C0101").await, city.unit("ZJJ").await);
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let file = housing.reads(&no).await.unwrap();
    assert!(file.legal.is_empty(), "{:?}", file.legal);
    assert!(housing.tries(&no, Act::Sign).await.is_err());
    community.does(&no, Act::Sign).await;
    assert_eq!(housing.reads(&no).await.unwrap().legal, [StepName::Progress]);
    let reply = Act::Reply {
        handling: "去过了".to_owned(),
        answer: "好了".to_owned(),
        contact: "没有".to_owned(),
        contacted: false,
        files: Vec::new(),
        finish: true,
    };
    assert!(housing.tries(&no, reply).await.is_err());
    city.close().await;
}

#[tokio::test]
async fn a_unit_sees_a_phone_only_after_saying_why_for_half_an_hour_and_it_is_written_down() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let open = operator.reads(&no).await.unwrap();
    assert_eq!(open.contact.unwrap().phone.as_deref(), Some(PHONE));
    assert!(open.story.contains(PHONE));

    let masked = community.reads(&no).await.unwrap();
    let card = masked.contact.unwrap();
    assert!(card.masked && !card.sealed);
    assert_eq!((card.name.as_deref(), card.phone.as_deref()), (Some("欧**"), Some("138****5678")));
    assert!(!masked.story.contains(PHONE), "{}", masked.story);
    assert!(!community.lists().await.unsigned[0].summary.contains(PHONE));

    let blank = community.tries(&no, Act::Reveal { purpose: " ".to_owned() }).await;
    assert!(matches!(blank, Err(DeskError::Invalid { field: "purpose", why: Invalid::Missing })));
    community.does(&no, Act::Reveal { purpose: "约上门时间".to_owned() }).await;
    let card = community.reads(&no).await.unwrap().contact.unwrap();
    assert_eq!((card.name.as_deref(), card.phone.as_deref()), (Some("欧阳女士"), Some(PHONE)));
    let (_, events) = city.order(&no).await;
    let last = events.last().unwrap();
    assert!(matches!(&last.fact, Fact::Revealed { .. }) && !last.visible);
    assert_eq!(last.actor.id, community.staff.account.to_string());
    city.pass(SignedDuration::from_mins(31)).await;
    assert!(community.reads(&no).await.unwrap().contact.unwrap().masked);
    city.close().await;
}

#[tokio::test]
async fn who_reports_somebody_stays_hidden_even_after_a_purpose() {
    let city = City::founded().await;
    let (operator, brigade) = (city.operator().await, city.unit("XFD").await);
    let no = call(&operator, Kind::Report, "XFD").await;
    let tried = brigade.tries(&no, Act::Reveal { purpose: "核实".to_owned() }).await;
    let card = brigade.reads(&no).await.unwrap().contact.unwrap();
    assert!(card.sealed, "{card:?} after {tried:?}");
    assert_eq!((card.name.as_deref(), card.phone.as_deref()), (Some("***"), Some("***")));
    assert!(!brigade.reads(&no).await.unwrap().story.contains(PHONE));
    city.close().await;
}

#[tokio::test]
async fn a_departments_own_duty_is_not_handed_down_to_a_community() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let call = Call {
        story: "物业费又涨价了，收费标准不合理".to_owned(),
        place: Some("朝霞小区".to_owned()),
        category: Some(CategoryCode::new("010102")),
        ..Call::default()
    };
    let no = operator.takes_call(call, "call-1").await.no;
    let handed_down = Act::Dispatch { lead: UnitCode::new("C0101"), helpers: Vec::new() };
    let refused = operator.tries(&no, handed_down.clone()).await;
    assert!(
        matches!(refused, Err(DeskError::Invalid { field: "lead", why: Invalid::NotForGrassroots })),
        "{refused:?}"
    );
    operator.does(&no, Act::Dispatch { lead: UnitCode::new("ZJJ"), helpers: Vec::new() }).await;
    assert!(operator.tries(&no, handed_down).await.is_err(), "nor by giving it to them later");
    city.close().await;
}

#[tokio::test]
async fn a_supervisor_reads_everything_and_an_administrator_no_order() {
    let city = City::founded().await;
    let (operator, supervisor, administrator) =
        (city.operator().await, city.supervisor().await, city.administrator().await);
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let file = supervisor.reads(&no).await.unwrap();
    assert!(file.contact.unwrap().masked, "a supervisor says why, too");
    assert_eq!(supervisor.queue().await.open.len(), 1);
    let today = tests::date_of(city.app.clock.now());
    let counts = city.app.desk.counts(&supervisor.staff, today).await.unwrap();
    assert_eq!((counts.accepted, counts.open), (1, 1));
    assert!(supervisor.tries(&no, Act::Sign).await.is_err());

    assert!(administrator.reads(&no).await.is_none());
    assert!(administrator.queue().await.open.is_empty());
    assert!(administrator.lists().await.unsigned.is_empty());
    assert!(city.app.desk.counts(&administrator.staff, today).await.is_err());
    assert!(city.app.desk.search(&administrator.staff, no.as_str()).await.unwrap().is_empty());
    let dispatch = Act::Dispatch { lead: UnitCode::new("XFD"), helpers: Vec::new() };
    assert!(matches!(administrator.tries(&no, dispatch).await, Err(DeskError::Unknown)));
    city.close().await;
}

#[tokio::test]
async fn an_operator_finds_a_callers_orders_by_phone_and_nobody_else_does() {
    let city = City::founded().await;
    let (operator, community) = (city.operator().await, city.unit("C0101").await);
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let found = city.app.desk.search(&operator.staff, "138 1234 5678").await.unwrap();
    assert_eq!(found.iter().map(|card| &card.no).collect::<Vec<_>>(), [&no]);
    assert!(city.app.desk.search(&community.staff, PHONE).await.unwrap().is_empty());
    city.close().await;
}

#[tokio::test]
async fn only_the_units_of_the_directory_and_the_leaves_of_the_catalogue_are_taken() {
    let city = City::founded().await;
    let operator = city.operator().await;
    let no = call(&operator, Kind::Complaint, "C0101").await;
    let nobody = Act::Dispatch { lead: UnitCode::new("NOBODY"), helpers: Vec::new() };
    assert!(matches!(operator.tries(&no, nobody).await, Err(DeskError::Invalid { field: "lead", .. })));
    let form = city.order(&no).await.0.form;
    let strange = Act::Correct { form: Form { category: Some(CategoryCode::new("999999")), ..form } };
    assert!(matches!(operator.tries(&no, strange).await, Err(DeskError::Invalid { field: "category", .. })));
    assert_eq!(city.order(&no).await.0.state, State::Dispatched);
    city.close().await;
}
