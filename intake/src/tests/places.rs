//! Where do people say it is?

use super::book;
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
