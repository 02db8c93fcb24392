//! How alike are two stories of the same leaf and place?

use std::collections::HashMap;

use crate::language::language;
use crate::place;
use crate::text::fold_word;

/// How alike two texts are, from 0 to 1: the share of pairs of characters they have in common (Dice). Texts that name
/// different buildings (3号楼, 5号楼) or no number in common are not alike, however similar their words: the same words
/// about another place are another matter.
pub fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (fold_word(a), fold_word(b));
    let (houses_a, houses_b) = (houses(&a), houses(&b));
    let elsewhere = |(unit, number): &(&str, String)| {
        houses_b.iter().any(|(other_unit, other)| other_unit == unit && other != number)
    };
    if houses_a.iter().any(elsewhere) {
        return 0.0;
    }
    let (numbers_a, numbers_b) = (numbers(&a), numbers(&b));
    let differ = !numbers_a.is_empty() && !numbers_b.is_empty();
    if differ && !numbers_a.iter().any(|number| numbers_b.contains(number)) {
        return 0.0;
    }
    let (pairs_a, pairs_b) = (pairs(&a), pairs(&b));
    let common: usize = pairs_a.iter().map(|(pair, n)| pairs_b.get(pair).map_or(0, |m| (*n).min(*m))).sum();
    let all: usize = pairs_a.values().chain(pairs_b.values()).sum();
    if all == 0 { 0.0 } else { 2.0 * common as f64 / all as f64 }
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
fn numbers(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| (1..=4).contains(&run.len())).collect()
}

fn pairs(text: &str) -> HashMap<(char, char), usize> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs = HashMap::new();
    for pair in letters.windows(2) {
        *pairs.entry((pair[0], pair[1])).or_insert(0) += 1;
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

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
