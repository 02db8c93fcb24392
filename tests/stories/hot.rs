//! Many people speak of one matter: it is seen by how many they are, not by how much one of them says, and somebody is
//! told of it once.

use bot::desk::{Call, TaskCard};
use bot::hot::{HotIssue, Shown};
use jiff::SignedDuration;
use jiff::civil::date;
use storage::order::Kind;
use storage::{AccountRole, TaskKind};
use tests::{City, Clerk, Founding};

/// What people say of cold radiators, each in words of their own.
const COLD: [&str; 10] = [
    "暖气片一点都不热，家里只有十四度",
    "交了取暖费，暖气还是冰凉的，孩子都冻感冒了",
    "供暖好几天了，我家暖气不热，打供热公司电话没人接",
    "屋里冷得坐不住，暖气摸着是凉的",
    "暖气不热，老人穿着棉袄睡觉",
    "供热温度太低，室温不到十五度",
    "开始供暖以后暖气就没热过，什么时候能修好",
    "整栋楼暖气都不热，供热公司说在查，查了三天了",
    "暖气管道是不是堵了，家里暖气片只有上面一点温",
    "供暖不达标，测了室温十三度，要求退取暖费",
];
const DOG: &str = "朝霞小区有人遛狗不拴绳，狗到处拉屎";

async fn winter() -> City {
    City::found(Founding { now: "2026-11-10 09:00", ..Founding::default() }).await
}

/// A caller of that number tells of something at a place.
async fn calls(operator: &Clerk, who: usize, place: &str, story: &str) {
    let call = Call {
        story: story.to_owned(),
        place: Some(place.to_owned()),
        phone: Some(format!("138{who:08}")),
        ..Call::default()
    };
    operator.takes_call(call, &format!("{place}-{who}-{story}")).await;
}

/// So many neighbours tell by phone of the cold, each once; `from` is the first one's number.
async fn freeze(operator: &Clerk, place: &str, from: usize, neighbours: usize) {
    for n in 0..neighbours {
        calls(operator, from + n, place, COLD[n % COLD.len()]).await;
    }
}

async fn issues(city: &City, by: &Clerk, shown: Shown) -> Vec<HotIssue> {
    city.settle().await;
    let board = city.app.hot.board(&by.staff, shown).await.expect("the centre sees the board");
    assert!(board.whole, "everything was heard");
    board.issues
}

async fn alarms(of: &Clerk) -> Vec<TaskCard> {
    of.queue().await.tasks.into_iter().filter(|task| task.kind == TaskKind::HotMatter).collect()
}

#[tokio::test]
async fn thirty_neighbours_without_heating_are_hot_and_one_man_with_a_dog_is_not() {
    let city = winter().await;
    let operator = city.operator().await;
    for n in 0..12 {
        let citizen = city.citizen().await;
        citizen.says(&format!("朝霞小区{}", COLD[n % COLD.len()])).await;
        citizen.says(&format!("白女士 139{n:08}")).await;
        let answer = citizen.presses("提交").await;
        // Some follow what was told already, some tell it again.
        let offered = answer.said.iter().flat_map(|said| &said.choices);
        let wanted = if n % 2 == 0 { "我也遇到" } else { "不是同一件" };
        let pressed = offered.map(|choice| choice.label.as_str()).find(|label| label.starts_with(wanted));
        if let Some(label) = pressed {
            citizen.presses(label).await;
        }
    }
    freeze(&operator, "朝霞小区", 100, 18).await;
    for n in 0..90 {
        calls(&operator, 7, "朝霞小区", &format!("{DOG}，我说了{n}遍了")).await;
    }
    freeze(&operator, "站前小区", 200, 8).await;

    let shown = issues(&city, &operator, Shown::Days(30)).await;
    let people: Vec<_> = shown.iter().map(|issue| (issue.place.as_deref(), issue.people)).collect();
    assert_eq!(people, [(Some("朝霞小区"), 30), (Some("站前小区"), 8)], "{shown:#?}");
    let first = &shown[0];
    assert!(first.messages < 30, "who follows an order opens none: {}", first.messages);
    assert_eq!((first.people_lately, first.people_before), (30, 0));
    assert!(first.title.as_ref().is_some_and(|title| title.contains("暖气") || title.contains("供")));
    assert!(shown.iter().all(|issue| !issue.title.as_ref().is_some_and(|title| title.contains("狗"))));

    city.pass(SignedDuration::from_hours(30)).await;
    freeze(&operator, "站前小区", 208, 2).await;
    let today = issues(&city, &operator, Shown::Days(1)).await;
    let people: Vec<_> = today.iter().map(|issue| (issue.place.as_deref(), issue.people)).collect();
    assert_eq!(people, [(Some("站前小区"), 2)]);
    city.close().await;
}

#[tokio::test]
async fn an_alarm_opens_one_task_and_none_again_before_twice_as_many_tell_also_after_a_restart() {
    let city = winter().await;
    let operator = city.operator().await;
    freeze(&operator, "朝霞小区", 100, 4).await;
    city.pass(SignedDuration::from_mins(10)).await;
    assert_eq!(alarms(&operator).await.len(), 0, "four are not many");
    freeze(&operator, "朝霞小区", 104, 1).await;
    city.settle().await;
    let [rung] = &alarms(&operator).await[..] else { panic!("one task: {:?}", alarms(&operator).await) };
    let hot = rung.hot.as_ref().expect("it says why");
    assert_eq!((hot.people, hot.orders, hot.area.as_deref()), (5, 5, Some("朝霞社区")));
    assert!(rung.urgent && rung.order.is_some() && rung.words.contains('暖'), "{rung:?}");
    let supervisor = city.supervisor().await;
    assert_eq!(alarms(&supervisor).await.len(), 1, "who watches sees it, too");

    city.app.desk.task_done(&operator.staff, rung.id).await.expect("it is done");
    freeze(&operator, "朝霞小区", 105, 4).await;
    city.settle().await;
    assert_eq!(alarms(&operator).await.len(), 0, "nine are not twice as many");

    let city = city.restarted().await;
    let operator = city.operator().await;
    city.settle().await;
    assert_eq!(alarms(&operator).await.len(), 0, "it has rung, whoever asks");
    freeze(&operator, "朝霞小区", 109, 1).await;
    city.pass(SignedDuration::from_mins(1)).await;
    let [rung] = &alarms(&operator).await[..] else { panic!("one task: {:?}", alarms(&operator).await) };
    assert_eq!(rung.hot.as_ref().map(|hot| hot.people), Some(10));
    city.close().await;
}

#[tokio::test]
async fn one_who_calls_ninety_times_rings_nothing() {
    let city = winter().await;
    let operator = city.operator().await;
    for n in 0..90 {
        calls(&operator, 7, "朝霞小区", &format!("{}，我打了{n}次电话", COLD[n % COLD.len()])).await;
    }
    assert_eq!(issues(&city, &operator, Shown::Days(7)).await.len(), 0);
    assert_eq!(alarms(&operator).await.len(), 0);
    city.close().await;
}

#[tokio::test]
async fn of_what_is_sealed_no_word_is_shown() {
    let city = winter().await;
    let operator = city.operator().await;
    for who in 0..6 {
        let call = Call {
            story: format!("我举报朝霞小区供热站站长偷卖煤，暖气才不热，第{who}次了"),
            place: Some("朝霞小区".to_owned()),
            phone: Some(format!("138{who:08}")),
            kind: Some(Kind::Report),
            ..Call::default()
        };
        operator.takes_call(call, &format!("report-{who}")).await;
    }
    let shown = issues(&city, &operator, Shown::Days(30)).await;
    let told: Vec<_> =
        shown.iter().map(|issue| (issue.people, issue.title.clone(), issue.place.clone())).collect();
    assert_eq!(told, [(6, None, None)], "{shown:#?}");
    assert!(alarms(&operator).await.iter().all(|task| task.words.is_empty()));
    city.close().await;
}

#[tokio::test]
async fn what_turns_out_to_be_sealed_or_erased_is_shown_no_more() {
    let city = winter().await;
    let operator = city.operator().await;
    freeze(&operator, "朝霞小区", 100, 3).await;
    assert!(issues(&city, &operator, Shown::Days(30)).await[0].title.is_some());
    for order in city.orders().await {
        let form = storage::order::Form { kind: Kind::Report, ..order.form };
        operator.does(&order.no, bot::desk::Act::Correct { form }).await;
    }
    assert_eq!(issues(&city, &operator, Shown::Days(30)).await[0].title, None, "at once");
    city.pass(SignedDuration::from_mins(6)).await;
    assert_eq!(issues(&city, &operator, Shown::Days(30)).await[0].place, None, "after the next look");
    city.close().await;
}

#[tokio::test]
async fn the_matter_of_the_month_is_what_many_told_of_and_told_before() {
    let city = City::found(Founding { now: "2026-10-20 09:00", ..Founding::default() }).await;
    let operator = city.operator().await;
    freeze(&operator, "朝霞小区", 100, 4).await;
    city.becomes("2026-11-05 09:00").await;
    freeze(&operator, "朝霞小区", 110, 5).await;
    freeze(&operator, "站前小区", 200, 5).await;
    freeze(&operator, "建设小区", 300, 2).await;
    let month = issues(&city, &operator, Shown::Month(date(2026, 11, 5))).await;
    let told: Vec<_> =
        month.iter().map(|issue| (issue.place.as_deref(), issue.people, issue.people_earlier)).collect();
    assert_eq!(told, [(Some("朝霞小区"), 5, Some(4)), (Some("站前小区"), 5, Some(0))], "{month:#?}");
    let before = issues(&city, &operator, Shown::Month(date(2026, 10, 1))).await;
    assert_eq!(before.iter().map(|issue| issue.people).collect::<Vec<_>>(), [4]);
    city.close().await;
}

#[tokio::test]
async fn only_the_centre_sees_the_board() {
    let city = winter().await;
    let (unit, administrator) = (city.unit("C0101").await, city.administrator().await);
    for clerk in [&unit, &administrator] {
        assert!(city.app.hot.board(&clerk.staff, Shown::Days(1)).await.is_err());
    }
    assert_eq!(unit.staff.role, AccountRole::Unit);
    city.close().await;
}

#[tokio::test]
async fn who_takes_or_reads_an_order_sees_the_likeliest_of_the_same_place_first() {
    let city = winter().await;
    let operator = city.operator().await;
    let lamp = "三号楼前面的路灯不亮，晚上老人出门摔了一跤";
    calls(&operator, 1, "站前小区", lamp).await;
    calls(&operator, 2, "朝霞小区", "三号楼前面路灯坏了，黑乎乎的，老人都不敢出门").await;
    calls(&operator, 3, "朝霞小区", "三号楼的下水道堵了，脏水往外冒").await;
    city.settle().await;
    let seen = city.app.desk.suggest(lamp, "朝霞小区");
    let same = city.app.desk.same_as_told(&operator.staff, lamp, "朝霞小区", &seen).await.unwrap();
    let orders = city.orders().await;
    assert_eq!(same.iter().map(|same| &same.no).collect::<Vec<_>>(), [&orders[1].no]);
    assert_eq!(same[0].place.as_deref(), Some("朝霞小区"));
    assert!(same[0].words.contains(&"老人".to_owned()), "{same:?}");

    calls(&operator, 4, "朝霞小区", lamp).await;
    city.settle().await;
    let told = city
        .orders()
        .await
        .into_iter()
        .find(|order| orders.iter().all(|known| known.no != order.no))
        .unwrap();
    let file = operator.reads(&told.no).await.unwrap();
    let same =
        city.app.desk.same_as(&operator.staff, &file, &city.app.hot.companions(&told.no)).await.unwrap();
    assert_eq!(same.iter().map(|same| &same.no).collect::<Vec<_>>(), [&orders[1].no]);
    let unit = city.unit("C0101").await;
    assert!(city.app.desk.same_as(&unit.staff, &file, &[]).await.unwrap().is_empty(), "not for units");
    city.close().await;
}
