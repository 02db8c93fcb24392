//! Is a shared location found in its grid?

use super::book;
use crate::{Outlines, Pointed};

/// A community with a hole, a grid in it, and a gacha of two parts.
const MAP: &str = r#"{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": "A101"}, "geometry": {"type": "Polygon", "coordinates":
        [[[110, 40], [114, 40], [114, 44], [110, 44], [110, 40]], [[112, 42], [113, 42], [113, 43], [112, 43], [112, 42]]]}},
    {"type": "Feature", "properties": {"code": "A10101"}, "geometry": {"type": "Polygon", "coordinates":
        [[[110, 40], [111, 40, 1030], [111, 41], [110, 41], [110, 40]]]}},
    {"type": "Feature", "properties": {"code": "A201"}, "geometry": {"type": "MultiPolygon", "coordinates":
        [[[[115, 40], [116, 40], [116, 41], [115, 40]]], [[[118, 40], [119, 40], [119, 41], [118, 40]]]]}}
]}"#;

fn at(longitude: f64, latitude: f64) -> (Option<String>, Option<String>) {
    let outlines = Outlines::read(MAP, book()).expect("outlines");
    let Pointed { area, grid } = outlines.at(book(), longitude, latitude);
    (area.map(|area| area.to_string()), grid.map(|grid| grid.to_string()))
}

#[test]
fn a_shared_location_lies_in_the_narrowest_area_around_it() {
    assert_eq!(at(110.5, 40.5), (Some("A101".to_owned()), Some("A10101".to_owned())));
    assert_eq!(at(113.5, 41.0), (Some("A101".to_owned()), None));
    assert_eq!(at(118.9, 40.1), (Some("A201".to_owned()), None));
}

#[test]
fn outside_and_in_a_hole_there_is_no_area() {
    assert_eq!(at(112.5, 42.5), (None, None));
    assert_eq!(at(117.0, 40.5), (None, None));
    assert_eq!(at(f64::NAN, 40.5), (None, None));
}

#[test]
fn outlines_that_cannot_be_used_are_named() {
    let fault = |map: &str| Outlines::read(map, book()).expect_err("broken").to_string();
    assert_eq!(fault(&MAP.replace("A201", "A999")), "feature 2: there is no area A999");
    assert_eq!(
        fault(&MAP.replace("[111, 41], [110, 41], [110, 40]", "[111, 41]")),
        "feature 1 (A10101): a ring needs four corners or more, ends where it begins, in degrees"
    );
    assert!(fault("{}").starts_with("not a GeoJSON FeatureCollection: missing field `features`"));
}
