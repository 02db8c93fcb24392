//! Who, when, where, why and what: are they found as they were said?

use super::shipped::shipped;
use crate::{Elements, NumberKind};

fn elements(text: &str) -> Elements {
    let elements = shipped().elements(text, &shipped().understand(text));
    let typed: Vec<char> = text.chars().collect();
    let slice = |start: usize, end: usize| typed[start..end].iter().collect::<String>();
    for said in elements.who.iter().chain(&elements.cause).chain(&elements.course) {
        assert_eq!(slice(said.start, said.end), said.text);
    }
    for when in &elements.when {
        assert_eq!(slice(when.start, when.end), when.text);
    }
    elements
}

fn texts(said: &[crate::Said]) -> Vec<&str> {
    said.iter().map(|said| said.text.as_str()).collect()
}

fn times(text: &str) -> Vec<(String, Option<u32>)> {
    elements(text).when.into_iter().map(|when| (when.text, when.days_ago)).collect()
}

#[test]
fn a_story_has_its_five_elements() {
    let found = elements(
        "我叫其木格，昨天晚上十点多，朝霞小区3号楼2单元，楼上住户家水管爆了，由于没人关阀门，漏水把我家泡了，电话13847000001",
    );
    assert_eq!(texts(&found.who), ["其木格", "楼上住户"]);
    assert_eq!(found.when[0].text, "昨天晚上十点多");
    assert_eq!(found.when[0].days_ago, Some(1));
    assert_eq!(found.place.expect("a place").text, "朝霞小区3号楼2单元");
    assert_eq!(texts(&found.cause), ["没人关阀门"]);
    assert!(found.course.expect("a course").text.contains("水管爆了"));
    assert_eq!(found.numbers[0].number, "13847000001");
}

#[test]
fn times_are_found_and_houses_are_none() {
    assert_eq!(times("三天前停的水"), [("三天前".to_owned(), Some(3))]);
    assert_eq!(times("十二天前报的修"), [("十二天前".to_owned(), Some(12))]);
    assert_eq!(times("今早八点半到九点停电"), [("今早八点半到九点".to_owned(), Some(0))]);
    assert_eq!(times("2026年3月5日下午签的合同"), [("2026年3月5日下午".to_owned(), None)]);
    assert_eq!(times("１２月１５号来修过"), [("１２月１５号".to_owned(), None)]);
    assert!(times("3号楼没有一点水，三分地，同时漏水").is_empty());
}

#[test]
fn what_follows_from_something_names_its_cause_too() {
    assert_eq!(texts(&elements("施工队挖断电缆，导致全村停电").cause), ["施工队挖断电缆"]);
    assert_eq!(texts(&elements("是因为管道老化").cause), ["管道老化"]);
    assert!(elements("路灯不亮").cause.is_empty());
}

#[test]
fn numbers_are_written_as_they_are_dialled() {
    let numbers = |text: &str| -> Vec<(NumberKind, String)> {
        elements(text).numbers.into_iter().map(|number| (number.kind, number.number)).collect()
    };
    let one = |kind, number: &str| vec![(kind, number.to_owned())];
    assert_eq!(numbers("打我电话一三八 四七零零 零零零一"), one(NumberKind::Phone, "13847000001"));
    assert_eq!(numbers("电话１３８-４７００-０００１"), one(NumberKind::Phone, "13847000001"));
    assert_eq!(numbers("身份证150102 19900307 123x"), one(NumberKind::Identity, "15010219900307123X"));
    assert_eq!(numbers("卡号6222 0000 0000 0009"), one(NumberKind::Card, "6222000000000009"));
    assert_eq!(numbers("蒙E·幺二三四五堵门"), one(NumberKind::Plate, "蒙E12345"));
    assert!(numbers("3号楼2单元501，工单250912101108115409").is_empty());
}

#[test]
fn who_says_nothing_of_it_has_no_elements() {
    assert_eq!(elements(""), Elements::default());
    let found = elements("你好");
    assert!(found.who.is_empty() && found.when.is_empty() && found.course.is_none());
}
