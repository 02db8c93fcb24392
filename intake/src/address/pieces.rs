//! What could be a part of an address here, and at what price?
//!
//! Prices are in tenths and by sense, not by counting: 0 to 10 for what is usual, 30 for what is a guess.

use super::Part;
use super::lists::{Known, lists};
use super::number;
use super::view::{Piece, View};

/// No name is longer.
const LONGEST: usize = 24;

impl View<'_> {
    /// Everything that may begin at a character.
    pub(super) fn pieces(&self, at: usize, out: &mut Vec<Piece>) {
        self.waste(at, out);
        self.listed(at, out);
        number::pieces(self, at, out);
        if !self.splits(at) {
            self.names(at, out);
        }
    }

    /// Any character may be waste, a letter only if nothing else helps; so may a word said twice in a row.
    fn waste(&self, at: usize, out: &mut Vec<Piece>) {
        out.push(Piece::new(at + 1, Part::Waste, if self.is_mark(at) { 2 } else { 60 }));
        let rest = &self.chars[at..];
        let twice = (2..=8.min(at).min(rest.len())).find(|len| self.chars[at - len..at] == rest[..*len]);
        if let Some(len) = twice
            && rest[..len].iter().all(|c| c.is_alphabetic())
        {
            out.push(Piece::new(at + len, Part::Waste, 6));
        }
    }

    /// Words that are whole parts. A region named twice is waste once, sooner where it is named first.
    fn listed(&self, at: usize, out: &mut Vec<Piece>) {
        for known in self.words[at].iter().copied() {
            let end = at + known.len();
            let crosses = known.part == Part::Beside && lists().crosses(&self.chars[at..end]);
            out.push(Piece { end, part: known.part, cost: known.cost, crosses });
            if known.part > Part::District {
                continue;
            }
            let stem = &self.chars[at..end.min(at + 2)];
            let is_region = |other: usize| self.words[other].iter().any(|known| known.part <= Part::District);
            if let Some(later) = self.again(at, stem, is_region) {
                out.push(Piece::new(end, Part::Waste, if later { 3 } else { 6 }));
            }
        }
    }

    /// Whether the same stands elsewhere, and then whether later.
    fn again(&self, at: usize, word: &[char], counts: impl Fn(usize) -> bool) -> Option<bool> {
        let others = self.chars.windows(word.len()).enumerate();
        let others = others.filter(|(other, same)| *other != at && *same == word && counts(*other));
        others.map(|(other, _)| other > at).max()
    }

    /// Names, by their endings or as mere stretches.
    fn names(&self, at: usize, out: &mut Vec<Piece>) {
        let cut = self.cut(at);
        let after_short = (2..=3.min(at)).any(|len| {
            let mut words = self.words[at - len].iter();
            words.any(|word| word.len() == len && word.part == Part::City && word.cost > 0)
        });
        for end in at + 1..=self.chars.len().min(at + LONGEST) {
            if self.is_mark(end - 1) {
                break;
            }
            if self.splits(end) {
                continue;
            }
            self.ended(at, end, cut, out);
            self.stretch(at, end, cut, after_short, out);
        }
    }

    /// What it costs that a name begins here: more where a unit would be cut from its number, an ending from its
    /// name, or where a region would be swallowed.
    fn cut(&self, at: usize) -> u16 {
        let rest = &self.chars[at..];
        if lists().begins_name(rest) {
            return 0;
        }
        let before = at.checked_sub(1).map(|at| self.chars[at]);
        let cuts_unit = before.is_some_and(|c| c.is_ascii_digit() || lists().is_numeral(c))
            && lists().units(rest).any(|unit| unit.cost < 30);
        let cuts_ending = before.is_some_and(char::is_alphabetic)
            && (1..=2.min(rest.len())).any(|len| {
                let mut endings = self.endings[at + len].iter();
                endings.any(|known| known.len() >= len && known.cost == 0 && known.part <= Part::Road)
            });
        let crosses = self.words[at].iter().any(|word| lists().crosses(&rest[..word.len()]))
            && self.endings[at].iter().any(|known| known.part == Part::Road && known.cost == 0);
        let swallows = self.words[at].iter().any(|word| word.part <= Part::District && word.len() > 1);
        match (cuts_unit, cuts_ending || crosses, swallows) {
            (true, _, _) => 20,
            (false, true, _) => 16,
            (false, false, true) => 10,
            (false, false, false) => 0,
        }
    }

    /// A name that ends like one.
    fn ended(&self, at: usize, end: usize, cut: u16, out: &mut Vec<Piece>) {
        let longest = self.endings[end].first();
        for known in self.endings[end].iter().copied() {
            let Some(stem) = (end - at).checked_sub(known.len()) else { continue };
            let part = known.part;
            // 工业区 and 小区 are no districts.
            let is_spot = longest
                .is_some_and(|long| long.len() > known.len() && matches!(long.part, Part::Zone | Part::Spot));
            if part == Part::District && is_spot || self.is_unit(at, end - known.len(), known) {
                continue;
            }
            let Some(own) = stem_price(part, stem) else { continue };
            let is_house = matches!(part, Part::Spot | Part::Section);
            let inner = self.inner(at, end - known.len()) * if is_house { 16 } else { 14 };
            let cost = 4 + cut + known.cost + own + self.digits_price(at, end, part) + inner;
            out.push(Piece::new(end, part, cost));
            match part {
                // The second of two roads that cross.
                Part::Road => out.push(Piece::new(end, Part::Lane, cost + 8)),
                Part::Spot => {
                    out.push(Piece::new(end, Part::Section, cost));
                    out.push(Piece::new(end, Part::Desk, cost + 6));
                }
                _ => {}
            }
            if part <= Part::Town
                && inner == 0
                && end - at > 2
                && let Some(later) = self.again(at, &self.chars[at..end], |_| true)
            {
                out.push(Piece::new(end, Part::Waste, if later { 8 } else { 11 }));
            }
        }
    }

    /// Whether what looks like an ending is the unit of a number before it: 平安人寿10楼.
    fn is_unit(&self, at: usize, from: usize, known: &Known) -> bool {
        if known.part < Part::Lane || from == at || known.part == Part::Section && from - at <= 2 {
            return false;
        }
        let numbered = self.counts(from - 1) || self.endings_number(from - 1);
        numbered && lists().units(&self.chars[from..]).any(|unit| unit.len() == known.len())
    }

    /// Whether a number with its unit ends with this character: 3号.
    fn endings_number(&self, at: usize) -> bool {
        let is_unit =
            lists().units(&self.chars[at..]).any(|unit| unit.len() == 1 && unit.part == Part::RoadNumber);
        is_unit && at > 0 && self.counts(at - 1)
    }

    /// A name without an ending: a spot, a section, a desk; a short one may be an area said without its ending.
    fn stretch(&self, at: usize, end: usize, cut: u16, after_short: bool, out: &mut Vec<Piece>) {
        let length = (end - at) as u16;
        let digits = self.digits[end] - self.digits[at];
        let mut cost = 30 + cut + 3 * length + self.inner(at, end) * 14;
        cost += if digits > 0 { 24 + 4 * digits } else { 0 };
        cost += if self.counts(at) { 10 } else { 0 };
        cost += if length == 1 { 15 } else { 0 };
        for part in [Part::Spot, Part::Section, Part::Desk] {
            out.push(Piece::new(end, part, cost));
        }
        if digits == 0 && matches!(length, 2 | 3) {
            let longer = 6 * (length - 2);
            // 温州瓯海: who drops one ending drops the next.
            let district = if after_short && length == 2 { 8 } else { cut + 40 + longer };
            out.push(Piece::new(end, Part::District, district));
            out.push(Piece::new(end, Part::Town, cut + 38 + longer));
            out.push(Piece::new(end, Part::Community, cut + 42));
        }
    }

    /// How many areas and roads end inside: then it is rather several names.
    fn inner(&self, at: usize, end: usize) -> u16 {
        if end > at + 1 { self.hard[end] - self.hard[at + 1] } else { 0 }
    }

    /// Digits in a name: usual in 104国道, odd in 8090女装.
    fn digits_price(&self, at: usize, end: usize, part: Part) -> u16 {
        let inside = match part {
            _ if self.digits[end] == self.digits[at] => 0,
            Part::Road | Part::Lane => 2,
            Part::Spot | Part::Section => 20,
            _ => 30,
        };
        let first = match part {
            _ if !self.counts(at) => 0,
            Part::Road => 6,
            Part::Spot | Part::Section | Part::Lane => 8,
            _ => 14,
        };
        inside + first
    }
}

/// What it costs that a name has so many characters before its ending; none when no such name is that long.
fn stem_price(part: Part, stem: usize) -> Option<u16> {
    let prices: &[Option<u16>] = match part {
        Part::Province => &[None, None, Some(0), Some(0)],
        Part::City => &[None, None, Some(6), Some(6), Some(6)],
        Part::District => &[None, Some(8), Some(0), Some(6), Some(14), Some(14), Some(14)],
        Part::Zone => &[Some(0), Some(8), Some(2), Some(2), Some(2), Some(10), Some(10)],
        Part::Town => &[None, Some(6), Some(0), Some(4), Some(12), Some(12), Some(12)],
        Part::Community => &[None, Some(4), Some(0), Some(3), Some(10), Some(10), Some(10)],
        Part::Road => &[None, Some(4), Some(0), Some(0), Some(10), Some(12), Some(12)],
        Part::Lane => &[Some(4), Some(2), Some(2), Some(2), Some(8), Some(8)],
        Part::Section => &[Some(8), Some(0), Some(0), Some(8), Some(8)],
        Part::Spot => {
            return match stem {
                0 => Some(14),
                1 => Some(6),
                2..=6 => Some(0),
                7..=10 => Some(6),
                11..=16 => Some(14),
                _ => None,
            };
        }
        Part::Country
        | Part::RoadNumber
        | Part::LaneNumber
        | Part::Building
        | Part::Unit
        | Part::Floor
        | Part::Room
        | Part::Desk
        | Part::Beside
        | Part::Waste => &[],
    };
    prices.get(stem).copied().flatten()
}
