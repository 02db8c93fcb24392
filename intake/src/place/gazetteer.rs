//! Which names of places and areas were said, and which area holds them?

use std::ops::Range;

use super::is_meant;
use crate::area::Areas;
use crate::lexicon::{Occurrence, Occurrences, Sense};
use crate::text::fold_word;
use crate::{AreaCode, AreaRow, BookError, Level, PlaceRow};

/// The places of the banner. The names of the areas themselves are places too.
#[derive(Debug)]
pub(crate) struct Gazetteer {
    places: Vec<PlaceRow>,
}

/// A name of a place as it was said.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    pub(crate) bytes: Range<usize>,
    /// Every place called so.
    called: Vec<Called>,
}

#[derive(Clone, Debug)]
struct Called {
    area: AreaCode,
    rule: String,
    /// Whether it is its name, not only what people call it.
    by_name: bool,
    /// The level, when it is the name of an area; none for a place of the gazetteer.
    level: Option<Level>,
}

impl Gazetteer {
    pub(crate) fn compile(places: Vec<PlaceRow>, areas: &Areas) -> Result<Gazetteer, BookError> {
        match places.iter().find(|place| areas.get(&place.area).is_none()) {
            Some(place) => {
                Err(BookError::UnknownArea { file: "gazetteer", row: place.row, area: place.area.clone() })
            }
            None => Ok(Gazetteer { places }),
        }
    }

    pub(crate) fn places(&self) -> &[PlaceRow] {
        &self.places
    }

    /// The names said in a message, longest first where they overlap, in the order of the message.
    pub(crate) fn mentions(&self, text: &str, found: &Occurrences, areas: &Areas) -> Vec<Mention> {
        let mut named: Vec<(&Occurrence, Called)> = Vec::new();
        for place in found.of(Sense::Place) {
            let row = &self.places[place.owner];
            let rule = format!("gazetteer:{}", row.row);
            named.push((
                place,
                Called { area: row.area.clone(), rule, by_name: place.term == 0, level: None },
            ));
        }
        for area in found.of(Sense::Area) {
            let row = &areas.rows()[area.owner];
            let rule = format!("areas:{}", row.row);
            named.push((
                area,
                Called { area: row.code.clone(), rule, by_name: area.term == 0, level: Some(row.level) },
            ));
        }
        named.sort_by(|(one, _), (other, _)| {
            (one.bytes.start, std::cmp::Reverse(one.bytes.end))
                .cmp(&(other.bytes.start, std::cmp::Reverse(other.bytes.end)))
        });

        let mut mentions: Vec<Mention> = Vec::new();
        for (occurrence, called) in named {
            match mentions.last_mut() {
                Some(last) if last.bytes == occurrence.bytes => last.called.push(called),
                Some(last) if last.bytes.end > occurrence.bytes.start => {}
                Some(_) | None => {
                    mentions.push(Mention { bytes: occurrence.bytes.clone(), called: vec![called] });
                }
            }
        }
        mentions.retain(|mention| {
            text[mention.bytes.clone()].chars().nth(2).is_some() || is_meant(text, &mention.bytes)
        });
        for mention in &mut mentions {
            if mention.called.iter().any(|called| called.by_name) {
                mention.called.retain(|called| called.by_name);
            }
        }
        mentions
    }

    /// Places whose name begins with what was said: 「阳光」 for 阳光小区 and 阳光花园.
    pub(crate) fn beginning(&self, said: &str) -> impl Iterator<Item = &PlaceRow> {
        self.places.iter().filter(move |place| {
            std::iter::once(&place.name).chain(&place.aliases).any(|name| fold_word(name).starts_with(said))
        })
    }
}

impl Mention {
    /// The narrowest area that holds every place called so.
    pub(crate) fn area<'a>(&self, areas: &'a Areas) -> Option<&'a AreaRow> {
        areas.common(&self.areas())
    }

    /// Whether it names the whole banner, which is no place to go to.
    pub(crate) fn is_banner(&self) -> bool {
        self.called.iter().all(|called| called.level == Some(Level::Banner))
    }

    /// Whether the gazetteer knows it, so that it is a spot and not only an area.
    pub(crate) fn is_spot(&self) -> bool {
        self.called.iter().any(|called| called.level.is_none())
    }

    /// The lines that know the name.
    pub(crate) fn rules(&self) -> impl Iterator<Item = String> {
        self.called.iter().map(|called| called.rule.clone())
    }

    fn areas(&self) -> Vec<AreaCode> {
        let mut areas: Vec<AreaCode> = Vec::with_capacity(self.called.len());
        for called in &self.called {
            if !areas.contains(&called.area) {
                areas.push(called.area.clone());
            }
        }
        areas
    }
}

/// The areas an address may mean. The most narrowly known of its names leads; where that name is shared by several
/// places, those that fit another name of the message stay (「巴彦镇的东风小区」).
pub(crate) fn narrow(names: &[Mention], mentions: &[Mention], areas: &Areas) -> Vec<AreaCode> {
    let leading = names.iter().rev().max_by_key(|name| {
        name.called.iter().filter_map(|called| areas.get(&called.area)).map(|area| area.level).max()
    });
    let Some(leading) = leading else { return Vec::new() };
    let all = leading.areas();
    if all.len() < 2 {
        return all;
    }
    let others: Vec<AreaCode> = mentions
        .iter()
        .filter(|other| other.bytes != leading.bytes)
        .filter_map(|other| other.area(areas))
        .map(|area| area.code.clone())
        .collect();
    let fits = |code: &&AreaCode| {
        others.iter().any(|other| areas.lies_in(code, other) || areas.lies_in(other, code))
    };
    let fitting: Vec<AreaCode> = all.iter().filter(fits).cloned().collect();
    if fitting.is_empty() { all } else { fitting }
}
