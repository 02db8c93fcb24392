//! Which numbers name one single person: an identity card, a bank card?

use crate::digits::{Digit, is_figure, runs, stands, written};
use crate::language::{ends, language};

/// A number that names a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Digits, perhaps with an X at the end.
    pub(crate) number: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it is a bank card.
    pub(crate) is_card: bool,
}

/// Identity card numbers (18 or, of old, 15 digits, GB 11643) and bank card numbers (16 to 19 digits with a Luhn
/// check digit). The check digit of an identity card is not asked for: a number mistyped by one digit still names
/// its owner.
pub(crate) fn find(chars: &[char]) -> Vec<Identity> {
    let mut found = Vec::new();
    for run in runs(chars) {
        let mut first = 0;
        while first < run.len() {
            match identity(chars, &run, first) {
                Some((length, identity)) => {
                    found.push(identity);
                    first += length;
                }
                None => first += 1,
            }
        }
    }
    found
}

fn identity(chars: &[char], run: &[Digit], first: usize) -> Option<(usize, Identity)> {
    if run[first].joined {
        return None;
    }
    let make = |length: usize, end: usize, x: &str| {
        let number = written(&run[first..first + length]) + x;
        (length, Identity { number, start: run[first].at, end, is_card: false })
    };
    if is_order(chars, run[first].at) {
        return None;
    }
    let end = |length: usize| run[first + length - 1].at + 1;
    let values: Vec<u32> = run[first..].iter().take(19).map(|digit| u32::from(digit.value)).collect();
    if is_region(&values) {
        if stands(run, first, 18) && is_birthday(number(&values[6..10]), &values[10..14]) {
            return Some(make(18, end(18), ""));
        }
        if stands(run, first, 17)
            && is_birthday(number(&values[6..10]), &values[10..14])
            && let Some(x) = x_after(chars, end(17))
        {
            return Some(make(17, x, "X"));
        }
        if stands(run, first, 15) && is_birthday(1900 + number(&values[6..8]), &values[8..12]) {
            return Some(make(15, end(15), ""));
        }
    }
    // In 「6222000000000009一直没到账」 the 一 is no digit of the card.
    let alike = run[first..]
        .iter()
        .take(19)
        .take_while(|digit| is_figure(chars[digit.at]) == is_figure(chars[run[first].at]));
    let alike = alike.count();
    let mut lengths = (16..=19.min(alike)).rev();
    let card = lengths.find(|&length| stands(run, first, length) && is_card(&values[..length]))?;
    let (length, identity) = make(card, end(card), "");
    Some((length, Identity { is_card: true, ..identity }))
}

/// Whether the words directly before say that the number of an order comes: many are made like the number of an
/// identity card, of a region and a date.
fn is_order(chars: &[char], at: usize) -> bool {
    const NEAR: usize = 10;
    let before: String = chars[at.saturating_sub(NEAR)..at].iter().collect();
    let words = before.trim_end_matches(|c: char| !c.is_alphanumeric());
    let fillers = language().order_filler.iter().filter_map(|word| words.strip_suffix(word.as_str()));
    std::iter::once(words).chain(fillers).any(|text| ends(text, &language().order).is_some())
}

/// The end of an X, as a check character, after at most one blank.
fn x_after(chars: &[char], end: usize) -> Option<usize> {
    let at = if chars.get(end) == Some(&' ') { end + 1 } else { end };
    matches!(chars.get(at), Some('x' | '×')).then_some(at + 1)
}

/// The first two digits are those of a province, GB/T 2260.
fn is_region(values: &[u32]) -> bool {
    values.len() >= 15
        && matches!(
            number(&values[..2]),
            11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83
        )
}

fn is_birthday(year: u32, month_and_day: &[u32]) -> bool {
    let (month, day) = (number(&month_and_day[..2]), number(&month_and_day[2..4]));
    (1900..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// A bank card begins with 3 to 6 and its digits pass the Luhn check; one of the country's own (62) names its owner
/// though a digit be wrong.
fn is_card(values: &[u32]) -> bool {
    let sum: u32 = values
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &value)| if place % 2 == 0 { value } else { value * 2 / 10 + value * 2 % 10 })
        .sum();
    values[..2] == [6, 2] || matches!(values[0], 3..=6) && sum.is_multiple_of(10)
}

fn number(values: &[u32]) -> u32 {
    values.iter().fold(0, |number, value| number * 10 + value)
}

#[cfg(test)]
mod tests {
    use super::find;

    fn numbers(text: &str) -> Vec<String> {
        let chars = crate::text::fold_each(text);
        find(&chars).into_iter().map(|identity| identity.number).collect()
    }

    #[test]
    fn identity_cards_are_found_with_or_without_blanks() {
        assert_eq!(numbers("身份证150102199003071234"), ["150102199003071234"]);
        assert_eq!(numbers("150102 19900307 123x"), ["15010219900307123X"]);
        assert_eq!(numbers("１５０１０２１９９００３０７１２３Ｘ"), ["15010219900307123X"]);
        assert_eq!(numbers("150102900307123"), ["150102900307123"]);
    }

    #[test]
    fn order_numbers_are_no_identity_cards() {
        assert!(numbers("250912101108115409").is_empty());
        assert!(numbers("202603010930001234").is_empty());
        assert!(numbers("13800001234").is_empty());
    }

    #[test]
    fn bank_cards_have_a_check_digit() {
        assert_eq!(numbers("卡号6222 0000 0000 0009"), ["6222000000000009"]);
        assert_eq!(numbers("6222000000000001"), ["6222000000000001"]);
        assert!(numbers("4222000000000001").is_empty());
        assert!(numbers("合同编号是6222000000000009").is_empty());
    }
}
