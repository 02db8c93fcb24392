//! Where is it?

mod address;
mod detail;
mod gazetteer;
mod placed;

pub use placed::Placed;

pub(crate) use address::find as named;
pub(crate) use detail::{elsewhere, tail};
pub(crate) use gazetteer::{Gazetteer, Mention};

use std::cmp::Reverse;
use std::ops::Range;

use crate::address::is_across;
use crate::area::Areas;
use crate::language::{begins, ends, language};
use crate::segment::Segmenter;
use crate::text::{Folded, Span};
use crate::{AreaRow, Level, Place};

/// The answer to "where is it?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// One place. Its `area` is none when it looks like an address nobody wrote into the gazetteer.
    Found(Place),
    /// Several places are called so; each comes with its own area, in the order of the file.
    Ambiguous(Vec<Place>),
    /// No place was said.
    Unknown,
}

/// A place in a folded message.
#[derive(Debug)]
pub(crate) struct Spot {
    /// The names it is made of, with the line of the file that knows each.
    pub(crate) names: Vec<(Range<usize>, String)>,
    /// The places that may be meant: one, or several that share the name; none when no file knows it.
    pub(crate) choices: Vec<Place>,
    /// The place as far as all choices agree.
    pub(crate) place: Place,
}

/// The place of a message: the most narrowly known, with building and side.
pub(crate) fn find(
    folded: &Folded<'_>,
    mentions: &[Mention],
    areas: &Areas,
    segmenter: &Segmenter,
) -> Option<Spot> {
    let addresses = join(folded.text(), mentions);
    let best = addresses
        .iter()
        .filter(|names| !names.iter().all(Mention::is_banner))
        .max_by_key(|names| worth(folded.text(), names, areas));
    match best {
        Some(names) => Some(known(folded, names, mentions, areas)),
        None => unknown(folded, segmenter),
    }
}

/// Names that follow one another belong to one address: 巴彦镇 幸福社区 阳光小区, 光明路与团结街.
pub(crate) fn join<'m>(text: &str, mentions: &'m [Mention]) -> Vec<&'m [Mention]> {
    mentions
        .chunk_by(|one, next| {
            let gap = text[one.bytes.end..next.bytes.start].trim();
            let is = |list: &[String]| list.iter().any(|word| word == gap);
            gap.is_empty()
                || is(&language().joint)
                || is(&language().cross) && begins(&text[next.bytes.end..], &language().crossing).is_some()
        })
        .collect()
}

/// What decides between two addresses of one message: first a spot known to its community, there before at home
/// (「我住阳光小区，人民公园路灯不亮」), then the narrower, the one with a building, the one said to be here, the first.
/// The name of a community alone is often only that of the office (「给社区打电话」), so home goes before it.
fn worth(text: &str, names: &[Mention], areas: &Areas) -> (u8, Option<Level>, bool, bool, Reverse<usize>) {
    let (first, last) = (&names[0], &names[names.len() - 1]);
    let before = text[..first.bytes.start].trim_end();
    let level = names.iter().filter_map(|name| name.area(areas)).map(|area| area.level).max();
    let is_spot = names.iter().any(Mention::is_spot) && level >= Some(Level::Community);
    let is_home = ends(before, &language().home).is_some();
    let is_here = ends(before, &language().here).is_some() && !is_home;
    let is_detailed = !detail::tail(text, last.bytes.end).pieces.is_empty();
    let known = match (is_spot, is_home) {
        (true, false) => 2,
        (true, true) => 1,
        (false, _) => 0,
    };
    (known, level, is_detailed, is_here, Reverse(first.bytes.start))
}

fn known<'a>(folded: &Folded<'_>, names: &[Mention], mentions: &[Mention], areas: &'a Areas) -> Spot {
    let text = folded.text();
    let tail = detail::tail(text, names[names.len() - 1].bytes.end);
    let pieces = if tail.pieces.is_empty() { detail::elsewhere(text) } else { tail.pieces };
    let bytes = names[0].bytes.start..tail.end;
    let detail: String = pieces.iter().map(|piece| folded.typed(folded.span(piece))).collect();

    let holders = gazetteer::narrow(names, mentions, areas);
    let span = folded.span(&bytes);
    // Across the street, or some miles away, another grid may begin.
    let is_away = pieces.iter().any(|piece| is_across(&text[piece.clone()]));
    let surely = |area: &'a AreaRow| match area.level {
        Level::Grid if is_away => areas.at(&area.code, Level::Community).unwrap_or(area),
        Level::Grid | Level::Community | Level::Town | Level::Banner => area,
    };
    let make =
        |area: Option<&'a AreaRow>| at(folded.typed(span).to_owned(), span, area.map(surely), detail.clone());
    let agreed = areas.common(&holders);
    let choices = if holders.len() > 1 && agreed.is_none_or(|area| !holders.contains(&area.code)) {
        holders.iter().map(|code| make(areas.get(code))).collect()
    } else {
        vec![make(agreed)]
    };
    let place = make(agreed);
    let names = names.iter().flat_map(|name| name.rules().map(|rule| (name.bytes.clone(), rule))).collect();
    Spot { names, choices, place }
}

/// An address no file knows, by its form alone.
fn unknown(folded: &Folded<'_>, segmenter: &Segmenter) -> Option<Spot> {
    let text = folded.text();
    let name = address::find(text, segmenter)?;
    let tail = detail::tail(text, name.end);
    let bytes = name.start..tail.end;
    let span = folded.span(&bytes);
    let detail = tail.pieces.iter().map(|piece| folded.typed(folded.span(piece))).collect();
    let place = at(folded.typed(span).to_owned(), span, None, detail);
    Some(Spot { names: vec![(name, "address".to_owned())], choices: Vec::new(), place })
}

/// A place of that text in that area; a grid lies in its community, a whole banner says nothing.
pub(crate) fn at(text: String, span: Span, area: Option<&AreaRow>, detail: String) -> Place {
    let (area, grid) = match area.map(|area| (area, area.level)) {
        Some((area, Level::Town | Level::Community)) => (Some(area.code.clone()), None),
        Some((grid, Level::Grid)) => (grid.parent.clone(), Some(grid.code.clone())),
        Some((_, Level::Banner)) | None => (None, None),
    };
    Place { text, start: span.start, end: span.end, area, grid, detail }
}

/// Whether a name of one or two characters, which is often also an everyday word (幸福, 向阳), is meant as a place
/// here: the message begins with it, a word of place stands before it, or an address goes on behind it.
fn is_meant(text: &str, bytes: &Range<usize>) -> bool {
    let (before, after) = (text[..bytes.start].trim_end(), &text[bytes.end..]);
    let language = language();
    before.is_empty() && after.trim().is_empty()
        || ends(before, &language.here).is_some()
        || ends(before, &language.home).is_some()
        || begins(after, &language.ending).is_some()
        || !detail::tail(text, bytes.end).pieces.is_empty()
}
