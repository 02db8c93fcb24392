//! Of what do many people speak at once? Stories of an invented banner.

use proptest::prelude::*;

use super::book;
use crate::{Gathering, Issue, Matter, Span, Told};

const DAY: i64 = 86_400_000;

/// What people around a night market say of its smoke.
const SMOKE: [&str; 6] = [
    "烧烤摊的油烟往楼上飘，窗户都不敢开",
    "夜市烧烤油烟太大，晚上熏得睡不着",
    "烧烤店没有装油烟净化器，油烟直接排到楼道",
    "天天晚上烧烤，油烟呛人，孩子一直咳嗽",
    "楼下烧烤摊油烟扰民，城管来了又走了",
    "烧烤摊摆到半夜，油烟和吵闹声受不了",
];
/// What is said besides, each of something else.
const OTHERS: [&str; 8] = [
    "医保卡丢了怎么补办",
    "村里的自来水发黄，有股怪味",
    "草场补奖的钱什么时候发",
    "孩子上幼儿园需要带哪些材料",
    "公交车总是晚点，等了四十分钟",
    "暖气片不热，屋里只有十三度",
    "路灯不亮，晚上走路看不见",
    "拖欠工资三个月了，老板电话打不通",
];

/// A gathering that has heard (person, text, day), after as much of other things as a town speaks of.
fn heard(told: &[(&str, String, i64)]) -> Gathering {
    let mut gathering = Gathering::new();
    for n in 0..40 {
        let (id, person) = (format!("other-{n}"), format!("neighbour-{n}"));
        let text = format!("{}，已经{}天了，请给个说法", OTHERS[n % OTHERS.len()], n + 2);
        gathering.hear(book(), &one(&id, &person, &text, n as i64 % 28));
    }
    for (n, (person, text, day)) in told.iter().enumerate() {
        gathering.hear(book(), &one(&n.to_string(), person, text, *day));
    }
    gathering.settle();
    gathering
}

fn one<'a>(id: &'a str, person: &'a str, text: &'a str, day: i64) -> Told<'a> {
    Told { id, person, title: "", text, at: day * DAY, votes: 0 }
}

fn issues(gathering: &Gathering) -> Vec<Issue> {
    gathering.issues(Span { first: 0, last: 30 * DAY }, 20)
}

/// The issues that hold messages of the story, without those of other things.
fn of_the_story(issues: &[Issue]) -> Vec<&Issue> {
    issues.iter().filter(|issue| issue.members.iter().any(|id| !id.starts_with("other"))).collect()
}

fn at(place: &str, person: &'static str, n: usize, day: i64) -> (&'static str, String, i64) {
    (person, format!("{place}{}", SMOKE[n]), day)
}

#[test]
fn smoke_at_two_places_is_two_issues() {
    let (one, other) = ("红旗路光明里小区", "团结街向阳里小区");
    let people = ["赵", "钱", "孙", "李", "周", "吴"];
    let told: Vec<_> = (0..6)
        .flat_map(|n| [at(one, people[n], n, n as i64), at(other, people[5 - n], n, n as i64)])
        .collect();
    let gathering = heard(&told);
    let issues = issues(&gathering);
    for issue in of_the_story(&issues) {
        let places: Vec<bool> =
            issue.members.iter().map(|id| id.parse::<usize>().unwrap() % 2 == 0).collect();
        assert!(places.iter().all(|place| *place == places[0]), "one place an issue: {issue:?}");
    }
    let best: Vec<&Issue> = of_the_story(&issues).into_iter().filter(|issue| issue.people >= 5).collect();
    assert_eq!(best.len(), 2, "{issues:#?}");
    let mut places: Vec<&str> = best.iter().filter_map(|issue| issue.place.as_deref()).collect();
    places.sort_unstable();
    assert_eq!(places, ["光明里小区", "向阳里小区"]);
}

#[test]
fn the_same_words_about_another_town_are_another_issue() {
    let told: Vec<_> = ["查干镇", "宝力格镇"]
        .iter()
        .flat_map(|town| {
            ["甲", "乙", "丙"].map(|person| (person, format!("{town}的垃圾车一个月没来了，垃圾堆成山"), 3))
        })
        .collect();
    let gathering = heard(&told);
    let issues = issues(&gathering);
    let story = of_the_story(&issues);
    assert_eq!(story.len(), 2, "{story:#?}");
    assert!(story.iter().all(|issue| issue.people == 3));
}

#[test]
fn one_person_who_writes_ninety_times_is_not_a_hot_issue() {
    let mut told: Vec<_> = (0..90).map(|n| at("红旗路光明里小区", "赵", n % 6, n as i64 % 28)).collect();
    assert!(of_the_story(&issues(&heard(&told))).is_empty());
    // A second person makes it two people, not ninety-one.
    told.push(at("红旗路光明里小区", "钱", 1, 9));
    let gathering = heard(&told);
    let issues = issues(&gathering);
    let story = of_the_story(&issues);
    assert_eq!(story.iter().map(|issue| issue.people).max(), Some(2));
}

#[test]
fn an_issue_grows_while_more_and_more_people_tell_of_it() {
    let people = ["赵", "钱", "孙", "李", "周", "吴", "郑", "王"];
    let grows: Vec<_> =
        (0..8).map(|n| at("光明里小区", people[n], n % 6, if n < 2 { 3 } else { 27 })).collect();
    let fades: Vec<_> =
        (0..8).map(|n| at("光明里小区", people[n], n % 6, if n < 6 { 3 } else { 27 })).collect();
    let growth = |told: &[_]| of_the_story(&issues(&heard(told)))[0].growth;
    assert!(growth(&grows) > 0.5, "{}", growth(&grows));
    assert!(growth(&fades) < growth(&grows));
    let heat = |told: &[_]| of_the_story(&issues(&heard(told)))[0].heat;
    assert!(heat(&grows) > heat(&fades), "of two with as many people the growing one goes first");
}

#[test]
fn what_is_told_month_after_month_goes_before_what_passes() {
    let people = ["赵", "钱", "孙", "李", "周", "吴"];
    let lasting = (0..6).map(|n| at("光明里小区", people[n], n, if n < 3 { 5 } else { 20 }));
    let passing =
        ["甲", "乙", "丙"].map(|person| (person, "向阳里小区的电梯停了，老人下不了楼".to_owned(), 21));
    let gathering = heard(&lasting.chain(passing).collect::<Vec<_>>());
    let matters = gathering.monthly(Span { first: 15 * DAY, last: 30 * DAY }, 3, 9);
    let of_the_story = matters.iter().filter(|matter| !matter.issue.members[0].starts_with("other"));
    let known: Vec<_> = of_the_story.map(|matter| (matter.issue.people, matter.before)).collect();
    assert_eq!(known, [(3, 3), (3, 0)], "{matters:#?}");
}

#[test]
fn what_is_out_of_the_window_is_forgotten() {
    let people = ["赵", "钱", "孙", "李", "周", "吴"];
    let told: Vec<_> = (0..6).map(|n| at("光明里小区", people[n], n, n as i64)).collect();
    let mut gathering = heard(&told);
    gathering.forget_before(3 * DAY);
    let issues = issues(&gathering);
    assert_eq!(of_the_story(&issues)[0].people, 3);
    gathering.forget_before(100 * DAY);
    assert!(gathering.is_empty());
}

const LAMP: Matter<'_> = Matter {
    text: "光明里小区三号楼前的路灯不亮，晚上老人出门摔了一跤",
    place: "光明里小区",
};

#[test]
fn the_same_lamp_is_found_and_the_lamp_elsewhere_is_not() {
    let others = [
        Matter {
            text: "向阳里小区三号楼前的路灯不亮，晚上老人出门摔了一跤", place: "向阳里小区"
        },
        Matter {
            text: "三号楼前面路灯坏了，黑乎乎的，老人都不敢出门", place: "光明里小区"
        },
        Matter {
            text: "五号楼前的路灯不亮，晚上老人出门摔了一跤", place: "光明里小区"
        },
        Matter { text: "三号楼的下水道堵了，脏水往外冒", place: "光明里小区" },
    ];
    let same = book().same_matters(LAMP, &others, 0.2, 3);
    assert_eq!(same[0].index, 1, "{same:?}");
    assert_eq!(same[0].place.as_deref(), Some("光明里小区"));
    assert!(same[0].words.contains(&"路灯".to_owned()), "{same:?}");
    assert!(same.iter().all(|same| same.index != 0 && same.index != 2), "{same:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_score_is_a_share_and_the_same_both_ways(one in "[停水电路灯坏垃圾三3号楼小区，。 ]{0,30}", other in "\\PC{0,30}") {
        let score = |told: &str, other: &str| {
            let other = [Matter { text: other, place: "" }];
            book().same_matters(Matter { text: told, place: "" }, &other, 0.0, 1).first().map_or(0.0, |same| same.score)
        };
        let there = score(&one, &other);
        prop_assert!((0.0..=1.0).contains(&there));
        prop_assert!((there - score(&other, &one)).abs() < 1e-9);
    }

    #[test]
    fn no_message_is_lost_or_counted_twice(texts in prop::collection::vec("[停水电路灯坏垃圾三3号楼小区A市5镇，。 ]{0,20}", 0..150)) {
        let mut gathering = Gathering::new();
        for (n, text) in texts.iter().enumerate() {
            let (id, person) = (n.to_string(), (n % 7).to_string());
            gathering.hear(book(), &one(&id, &person, text, n as i64));
        }
        let mut grouped: Vec<u32> = gathering.members().flatten().collect();
        grouped.sort_unstable();
        prop_assert_eq!(grouped, (0..texts.len() as u32).collect::<Vec<_>>());
    }
}
