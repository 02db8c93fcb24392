//! Whose job is it, by the 派单目录?

use super::{book, source};
use crate::{AreaCode, Book, BookError, CategoryCode, Kind, Level, Routed, UnitCode};

fn route(category: &str, area: &str, kind: Kind) -> Routed {
    let area = Some(area).filter(|area| !area.is_empty()).map(AreaCode::new);
    book().route(&CategoryCode::new(category), area.as_ref(), kind)
}

fn to(lead: &str, helpers: &[&str], row: usize) -> Routed {
    let helpers = helpers.iter().map(|unit| UnitCode::new(*unit)).collect();
    Routed::To { lead: UnitCode::new(lead), helpers, row, grassroots: true }
}

#[test]
fn the_most_specific_row_wins() {
    assert_eq!(route("010301", "", Kind::Help), to("ZJ", &[], 2));
    assert_eq!(route("010101", "", Kind::Help), to("WATER", &["ZJ"], 3));
    assert_eq!(route("010101", "A201", Kind::Help), to("ZJ", &[], 4));
    assert_eq!(route("010101", "A201", Kind::Report), to("ZJ", &[], 4), "the area comes before the kind");
    assert_eq!(route("010101", "A101", Kind::Report), to("MARKET", &[], 5));
}

#[test]
fn the_unit_of_the_place_is_found_from_its_grid_upwards() {
    assert_eq!(route("010201", "A10101", Kind::Help), to("ZJ", &["T1"], 2), "the lead never helps itself");
    assert_eq!(route("040101", "A201", Kind::Help), to("T2", &["C3"], 7));
    assert_eq!(route("050101", "A10101", Kind::Help), to("C1", &[], 8));
}

#[test]
fn a_row_for_herders_is_not_for_townspeople() {
    assert_eq!(route("040101", "A101", Kind::Help), Routed::NoRow);
}

#[test]
fn a_place_that_is_not_known_narrowly_enough_must_be_asked_for() {
    assert_eq!(route("050101", "", Kind::Help), Routed::NeedsPlace { row: 8, level: Level::Community });
    assert_eq!(route("050101", "A1", Kind::Help), Routed::NeedsPlace { row: 8, level: Level::Community });
}

#[test]
fn what_is_a_departments_duty_is_never_handed_down() {
    let forbidden = Routed::Forbidden { row: 9, unit: UnitCode::new("T1") };
    assert_eq!(route("030101", "A101", Kind::Consultation), forbidden);
    let forbids = |category| book().forbids_grassroots(&CategoryCode::new(category), None, Kind::Help);
    assert_eq!(forbids("030101"), Some(9));
    assert_eq!(forbids("050101"), None);
}

#[test]
fn a_category_nobody_listed_has_no_row() {
    assert_eq!(route("990101", "A101", Kind::Help), Routed::NoRow);
}

#[test]
fn a_rule_book_that_names_what_is_not_there_does_not_compile() {
    let mut broken = source::source();
    broken.routes[0].lead = "NOBODY".parse().expect("a handler");
    let unknown = BookError::UnknownUnit { file: "dispatch", row: 2, unit: UnitCode::new("NOBODY") };
    assert_eq!(Book::compile(broken).err(), Some(unknown));

    let mut broken = source::source();
    broken.areas[3].parent = Some(AreaCode::new("A10101"));
    let inside = BookError::AreaNotInside { row: 5, area: AreaCode::new("A10101") };
    assert_eq!(Book::compile(broken).err(), Some(inside));

    let mut broken = source::source();
    broken.categories[1].code = CategoryCode::new("010101");
    let twice = BookError::CategoryTwice { row: 3, category: CategoryCode::new("010101") };
    assert_eq!(Book::compile(broken).err(), Some(twice));
}
