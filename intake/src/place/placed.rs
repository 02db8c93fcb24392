//! Of which parts is an address made, and where in the banner is it?

use crate::address::{self, Entity, Tagger};
use crate::{AreaCode, Because, Book, Field, Located, Place};

/// An address, or the place of a message: its parts, and where it lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed<'m> {
    /// The parts: of a bare address all, of a message those of the place it names.
    pub entities: Vec<Entity<'m>>,
    /// Where it is: one place, several to choose from, or none that was said.
    pub located: Located,
    /// Which lines of the banner's files say so.
    pub because: Vec<Because>,
}

impl Placed<'_> {
    /// The narrowest town or community that holds the place, whichever of several it is.
    pub fn area(&self) -> Option<&AreaCode> {
        self.agreed(|place| place.area.as_ref())
    }

    /// The grid that holds it.
    pub fn grid(&self) -> Option<&AreaCode> {
        self.agreed(|place| place.grid.as_ref())
    }

    fn agreed<'p>(&'p self, code: impl Fn(&'p Place) -> Option<&'p AreaCode>) -> Option<&'p AreaCode> {
        match &self.located {
            Located::Found(place) => code(place),
            Located::Ambiguous(places) => {
                let first = code(places.first()?)?;
                places.iter().all(|place| code(place) == Some(first)).then_some(first)
            }
            Located::Unknown => None,
        }
    }
}

impl Book {
    /// Takes an address, or the place of a message, apart and finds it in the banner. Without a tagger by rules.
    pub fn place<'m>(&self, text: &str, tagger: Option<&'m Tagger>) -> Placed<'m> {
        let parts = |text: &str| match tagger {
            Some(tagger) => tagger.tag(text),
            None => address::parse(text),
        };
        let folded = self.variants.fold(text);
        let spot = self.spot(&folded, &self.read(&folded));
        let entities = match &spot {
            _ if address::is_bare(text) => parts(text),
            Some(spot) => {
                let start = spot.place.start;
                let own = parts(&spot.place.text).into_iter();
                own.map(|part| Entity { start: start + part.start, end: start + part.end, ..part }).collect()
            }
            None => Vec::new(),
        };
        let because = spot.iter().flat_map(|spot| &spot.names).map(|(bytes, rule)| {
            let span = folded.span(bytes);
            Because {
                field: Field::Place,
                word: folded.typed(span).to_owned(),
                start: span.start,
                end: span.end,
                weight: 1.0,
                rule: rule.clone(),
            }
        });
        let because = because.collect();
        let located = match spot {
            Some(spot) if spot.choices.len() > 1 => Located::Ambiguous(spot.choices),
            Some(spot) => Located::Found(spot.place),
            None => Located::Unknown,
        };
        Placed { entities, located, because }
    }
}
