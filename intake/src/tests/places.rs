//! Where do people say it is?

use super::book;
use crate::address::Entity;
use crate::{AreaCode, Located, Place};

fn place(text: &str) -> Place {
    book().understand(text).place.unwrap_or_else(|| panic!("no place in {text}"))
}

fn area(place: &Place) -> Option<&str> {
    place.narrowest().map(AreaCode::as_str)
}

#[test]
fn a_name_with_its_building_is_one_address() {
    let place = place("我家在青河镇柳荫小区的三号楼2单元501，停水了");
    assert_eq!(place.text, "青河镇柳荫小区的三号楼2单元501");
    assert_eq!(place.detail, "三号楼2单元501");
    assert_eq!((place.start, place.end), (3, 20));
    assert_eq!(place.area, Some(AreaCode::new("A101")));
    assert_eq!(place.grid, Some(AreaCode::new("A10101")));
}

#[test]
fn a_building_said_later_belongs_to_the_place() {
    let place = place("柳荫小区停水了，就是5号楼3单元");
    assert_eq!((place.text.as_str(), place.detail.as_str()), ("柳荫小区", "5号楼3单元"));
}

#[test]
fn of_several_places_the_most_narrowly_known_counts() {
    assert_eq!(area(&place("青河镇停水了，柳荫小区最严重")), Some("A10101"));
    assert_eq!(area(&place("我住在柳荫小区，人民医院门口的路灯不亮")), Some("A102"));
    assert_eq!(area(&place("我住在柳荫小区停水了，给秋月社区打电话没人管")), Some("A10101"));
}

#[test]
fn the_whole_banner_is_no_place() {
    assert_eq!(book().understand("我在试验旗停水了").place, None);
    assert_eq!(place("试验旗柳荫小区停水了").text, "试验旗柳荫小区");
}

#[test]
fn two_roads_that_cross_are_one_place() {
    let place = place("光明路与团结街交叉口路灯不亮");
    assert_eq!(place.text, "光明路与团结街交叉口");
    assert_eq!(area(&place), Some("A101"));
}

#[test]
fn a_name_shared_by_two_places_is_ambiguous_until_more_is_said() {
    let Located::Ambiguous(places) = book().locate("就在东湖") else {
        panic!("东湖 may be two places")
    };
    assert_eq!(places.iter().map(area).collect::<Vec<_>>(), [Some("A101"), Some("A102")]);
    assert_eq!(area(&place("我住在东湖停水了")), Some("A1"), "both lie in the town");
    let Located::Found(place) = book().locate("春风社区东湖2号楼") else {
        panic!("only one 东湖 is in 春风社区")
    };
    assert_eq!(area(&place), Some("A101"));
}

#[test]
fn an_everyday_word_is_no_place_unless_it_is_meant_as_one() {
    assert_eq!(book().understand("春风吹过来了").place, None);
    assert_eq!(area(&place("我住在春风")), Some("A101"));
    assert_eq!(area(&place("柳荫2号楼停水")), Some("A10101"));
}

#[test]
fn an_address_nobody_knows_is_kept_as_it_was_said() {
    let place = place("请修一下翠湖花园3号楼的路灯");
    assert_eq!((place.text.as_str(), place.detail.as_str()), ("翠湖花园3号楼", "3号楼"));
    assert_eq!(area(&place), None);
}

#[test]
fn a_short_answer_may_be_the_beginning_of_a_name() {
    let Located::Found(place) = book().locate("光明") else { panic!("光明路 begins so") };
    assert_eq!(place.text, "光明路");
    assert_eq!(book().locate("不知道"), Located::Unknown);
    assert_eq!(book().locate(""), Located::Unknown);
}

#[test]
fn a_distance_from_a_gacha_is_part_of_the_place() {
    let place = place("乌兰嘎查东边五公里的水井坏了");
    assert_eq!((place.text.as_str(), place.detail.as_str()), ("乌兰嘎查东边五公里", "东边五公里"));
    assert_eq!(area(&place), Some("A201"));
    assert_eq!(self::place("乌兰嘎查往北走3里地路断了").text, "乌兰嘎查往北走3里地");
}

#[test]
fn across_the_street_another_grid_may_begin() {
    let inside = place("柳荫小区北门垃圾没人清");
    assert_eq!(inside.grid, Some(AreaCode::new("A10101")));
    let across = place("柳荫小区对面垃圾没人清");
    assert_eq!(across.text, "柳荫小区对面");
    assert_eq!((across.area, across.grid), (Some(AreaCode::new("A101")), None));
}

#[test]
fn a_spoken_door_is_the_same_door() {
    let written = place("柳荫小区3号楼2单元103漏水");
    let spoken = place("柳荫小区三号楼二单元幺洞三漏水");
    assert_eq!(spoken.detail, "三号楼二单元幺洞三");
    assert_eq!((spoken.door(), written.door()), ("3号楼2单元103".to_owned(), "3号楼2单元103".to_owned()));
}

/// The parts as 朝霞小区/poi.
fn parts(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let placed = book().place(text, None);
    let part = |entity: &Entity<'_>| {
        let word: String = chars[entity.start..entity.end].iter().collect();
        format!("{word}/{}", entity.kind)
    };
    placed.entities.iter().map(part).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_bare_address_is_taken_apart_and_found() {
    let text = "试验旗青河镇柳荫小区3号楼2单元501室";
    assert_eq!(
        parts(text),
        "试验旗/district 青河镇/town 柳荫小区/poi 3号楼/houseno 2单元/cellno 501室/roomno"
    );
    let placed = book().place(text, None);
    assert_eq!(placed.area(), Some(&AreaCode::new("A101")));
    assert_eq!(placed.grid(), Some(&AreaCode::new("A10101")));
    let why: Vec<(&str, &str)> =
        placed.because.iter().map(|because| (because.word.as_str(), because.rule.as_str())).collect();
    assert_eq!(why, [("试验旗", "areas:2"), ("青河镇", "areas:3"), ("柳荫小区", "gazetteer:2")]);
}

#[test]
fn of_a_message_only_the_place_is_taken_apart() {
    assert_eq!(parts("你好，我家柳荫小区三号楼漏水了"), "柳荫小区/poi 三号楼/houseno");
    assert_eq!(parts("我们这里停水了"), "");
}

#[test]
fn an_address_elsewhere_is_taken_apart_but_lies_in_no_area() {
    let text = "辽宁省朝阳市双塔区中山大街8号";
    assert_eq!(parts(text), "辽宁省/prov 朝阳市/city 双塔区/district 中山大街/road 8号/roadno");
    assert_eq!(book().place(text, None).area(), None);
}

#[test]
fn of_two_places_with_one_name_both_are_told() {
    let placed = book().place("东湖2号楼", None);
    let Located::Ambiguous(places) = &placed.located else { panic!("东湖 may be two places") };
    assert_eq!(places.iter().map(area).collect::<Vec<_>>(), [Some("A101"), Some("A102")]);
    assert_eq!((placed.area(), placed.grid()), (None, None));
    let rules: Vec<&str> = placed.because.iter().map(|because| because.rule.as_str()).collect();
    assert_eq!(rules, ["gazetteer:3", "gazetteer:4"]);
}
