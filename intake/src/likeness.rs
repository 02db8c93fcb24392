//! How alike are two stories of the same leaf and place?

use crate::language::language;
use crate::place;
use crate::text::fold_word;

/// A text that others are compared with: looked through once, however many they are.
#[derive(Clone, Debug)]
pub(crate) struct Likened {
    houses: Vec<(String, String)>,
    numbers: Vec<String>,
    pairs: Pairs,
}

/// How often each pair of characters stands in a text, sorted by the pair.
type Pairs = Vec<((char, char), usize)>;

impl Likened {
    /// Looks a text through.
    pub(crate) fn of(text: &str) -> Self {
        let text = fold_word(text);
        let houses = houses(&text).into_iter().map(|(unit, number)| (unit.to_owned(), number)).collect();
        let numbers = numbers(&text).map(str::to_owned).collect();
        Self { houses, numbers, pairs: pairs(&text) }
    }

    /// How alike another text is, from 0 to 1: the share of pairs of characters they have in common (Dice). Texts that
    /// name different buildings (3号楼, 5号楼) or no number in common are not alike, however similar their words: the
    /// same words about another place are another matter.
    pub(crate) fn to(&self, other: &str) -> f64 {
        let other = fold_word(other);
        let houses = houses(&other);
        let elsewhere = |(unit, number): &(String, String)| {
            houses.iter().any(|(other_unit, other)| other_unit == unit && other != number)
        };
        if self.houses.iter().any(elsewhere) {
            return 0.0;
        }
        let mut other_numbers = numbers(&other).peekable();
        let differ = !self.numbers.is_empty() && other_numbers.peek().is_some();
        if differ && !other_numbers.any(|number| self.numbers.iter().any(|own| own == number)) {
            return 0.0;
        }
        let pairs = pairs(&other);
        let all: usize = self.pairs.iter().chain(&pairs).map(|(_, n)| n).sum();
        if all == 0 { 0.0 } else { 2.0 * in_common(&self.pairs, &pairs) as f64 / all as f64 }
    }
}

/// How many pairs two texts share, each counted as often as it stands in both.
fn in_common(a: &Pairs, b: &Pairs) -> usize {
    let of_b = |pair: &(char, char)| b.binary_search_by(|(other, _)| other.cmp(pair)).map_or(0, |at| b[at].1);
    a.iter().map(|(pair, n)| (*n).min(of_b(pair))).sum()
}

/// Which building, which door: 三号楼二单元 is number 3 of 号楼 and number 2 of 单元.
fn houses(text: &str) -> Vec<(&str, String)> {
    let pieces = place::elsewhere(text).into_iter().map(|piece| &text[piece]);
    let number = |piece: &str| piece.find(|c| !language().is_numeral(c)).unwrap_or(piece.len());
    let digit = |c: char| language().digit(c).map_or(c, |value| char::from(b'0' + value));
    pieces
        .map(|piece| piece.split_at(number(piece)))
        .filter(|(number, _)| !number.is_empty())
        .map(|(number, unit)| (unit, number.chars().map(digit).collect()))
        .collect()
}

/// Numbers of up to four digits, such as those of houses; longer ones are phones.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| (1..=4).contains(&run.len()))
}

fn pairs(text: &str) -> Pairs {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<(char, char)> = letters.windows(2).map(|pair| (pair[0], pair[1])).collect();
    pairs.sort_unstable();
    pairs.chunk_by(|one, next| one == next).map(|same| (same[0], same.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(a: &str, b: &str) -> f64 {
        Likened::of(a).to(b)
    }

    #[test]
    fn the_same_matter_in_other_words_is_more_alike_than_another() {
        let lamp = "小区门口的路灯坏了三天";
        assert!(likeness(lamp, "门口路灯好几天不亮，坏了") > likeness(lamp, "楼上漏水把墙泡了"));
        assert!((likeness(lamp, lamp) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_same_words_about_another_house_are_another_matter() {
        assert!(likeness("3号楼电梯坏了", "5号楼电梯坏了") < f64::EPSILON);
        assert!(likeness("三号楼电梯坏了", "五号楼电梯坏了") < f64::EPSILON);
        assert!(likeness("3号楼2单元电梯坏了", "5号楼2单元电梯坏了") < f64::EPSILON);
        assert!(likeness("3号楼电梯坏了", "电梯坏了，３号楼的") > 0.5);
        assert!(likeness("三号楼电梯坏了三天了", "电梯坏了，３号楼的") > 0.2);
    }

    #[test]
    fn texts_without_words_are_not_alike() {
        assert!(likeness("", "？！").abs() < f64::EPSILON);
    }
}
