//! Which grid does a point on the map lie in?

use serde::Deserialize;
use thiserror::Error;

use crate::{AreaCode, Book, Level};

/// The outlines of areas: a GeoJSON FeatureCollection in WGS 84 degrees (RFC 7946), one Polygon or MultiPolygon a
/// feature, whose property `code` is the code of the area.
#[derive(Clone, Debug, PartialEq)]
pub struct Outlines(Vec<Outline>);

#[derive(Clone, Debug, PartialEq)]
struct Outline {
    area: AreaCode,
    /// West, south, east, north.
    bounds: [f64; 4],
    /// Outer rings and holes of all polygons alike: a point is inside when it is inside of an odd number of them.
    rings: Vec<Vec<[f64; 2]>>,
}

/// Why outlines cannot be used; features count from 0.
#[derive(Debug, Error)]
pub enum BadOutlines {
    /// Not a GeoJSON FeatureCollection.
    #[error("not a GeoJSON FeatureCollection: {0}")]
    NotGeoJson(#[from] serde_json::Error),
    /// No area has that code.
    #[error("feature {feature}: there is no area {area}")]
    UnknownArea {
        /// The feature.
        feature: usize,
        /// The code.
        area: AreaCode,
    },
    /// A ring is not closed, has less than four corners, or a corner is no place on earth.
    #[error(
        "feature {feature} ({area}): a ring needs four corners or more, ends where it begins, in degrees"
    )]
    Ring {
        /// The feature.
        feature: usize,
        /// The code.
        area: AreaCode,
    },
}

/// Where a point lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// The narrowest town or community.
    pub area: Option<AreaCode>,
    /// The grid.
    pub grid: Option<AreaCode>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Properties,
    geometry: Geometry,
}

#[derive(Deserialize)]
struct Properties {
    code: String,
}

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

/// Corners; a height may follow longitude and latitude.
type Ring = Vec<Vec<f64>>;

impl Outlines {
    /// Reads the outlines of a banner's areas.
    pub fn read(geojson: &str, book: &Book) -> Result<Outlines, BadOutlines> {
        let collection: Collection = serde_json::from_str(geojson)?;
        let mut outlines = Vec::with_capacity(collection.features.len());
        for (feature, Feature { properties, geometry }) in collection.features.into_iter().enumerate() {
            let area = AreaCode::new(properties.code.as_str());
            if book.area(&area).is_none() {
                return Err(BadOutlines::UnknownArea { feature, area });
            }
            let rings = match geometry {
                Geometry::Polygon(rings) => rings,
                Geometry::MultiPolygon(polygons) => polygons.into_iter().flatten().collect(),
            };
            let rings: Option<Vec<Vec<[f64; 2]>>> = rings.iter().map(ring).collect();
            let Some(rings) = rings.filter(|rings| !rings.is_empty()) else {
                return Err(BadOutlines::Ring { feature, area });
            };
            let bounds = rings.iter().flatten().fold([180.0, 90.0, -180.0, -90.0], widened);
            outlines.push(Outline { area, bounds, rings });
        }
        Ok(Outlines(outlines))
    }

    /// The narrowest areas around a point, none outside of all outlines. On a border it lies on one side only.
    pub fn at(&self, book: &Book, longitude: f64, latitude: f64) -> Pointed {
        let around = self.0.iter().filter(|outline| outline.holds(longitude, latitude));
        let areas = around.filter_map(|outline| book.area(&outline.area));
        let Some(narrowest) = areas.max_by_key(|area| area.level) else {
            return Pointed { area: None, grid: None };
        };
        match narrowest.level {
            Level::Grid => Pointed { area: narrowest.parent.clone(), grid: Some(narrowest.code.clone()) },
            Level::Town | Level::Community => Pointed { area: Some(narrowest.code.clone()), grid: None },
            Level::Banner => Pointed { area: None, grid: None },
        }
    }
}

impl Outline {
    fn holds(&self, x: f64, y: f64) -> bool {
        let [west, south, east, north] = self.bounds;
        let is_near = (west..=east).contains(&x) && (south..=north).contains(&y);
        is_near && self.rings.iter().filter(|ring| is_inside(ring, x, y)).count() % 2 == 1
    }
}

/// Whether a ray to the east crosses the ring an odd number of times.
fn is_inside(ring: &[[f64; 2]], x: f64, y: f64) -> bool {
    let crossed = |side: &&[[f64; 2]]| {
        let ([x1, y1], [x2, y2]) = (side[0], side[1]);
        (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    };
    ring.windows(2).filter(crossed).count() % 2 == 1
}

fn widened([west, south, east, north]: [f64; 4], [x, y]: &[f64; 2]) -> [f64; 4] {
    [west.min(*x), south.min(*y), east.max(*x), north.max(*y)]
}

/// A ring as it is needed, if it is one.
fn ring(corners: &Ring) -> Option<Vec<[f64; 2]>> {
    let corners: Option<Vec<[f64; 2]>> = corners.iter().map(|corner| corner_of(corner)).collect();
    corners.filter(|corners| corners.len() >= 4 && corners.first() == corners.last())
}

fn corner_of(corner: &[f64]) -> Option<[f64; 2]> {
    let (&x, &y) = (corner.first()?, corner.get(1)?);
    ((-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)).then_some([x, y])
}
