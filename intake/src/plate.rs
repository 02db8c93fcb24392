//! Which number plates stand in a message?

use crate::language::language;

/// A number plate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plate {
    /// As it stands on the car, without a dot: `蒙E12345`.
    pub(crate) number: String,
    /// First character in the message.
    pub(crate) start: usize,
    /// The character after the last.
    pub(crate) end: usize,
}

/// 蒙E·12345, 蒙E一二三四五: a province, a letter, then five or six letters and digits, written or spoken, of which three
/// at least are digits, or four of them and the character of a special plate (GA 36: 学, 警). `chars` are the message
/// folded character by character.
pub(crate) fn find(chars: &[char]) -> Vec<Plate> {
    (0..chars.len()).filter_map(|start| plate(chars, start)).collect()
}

fn plate(chars: &[char], start: usize) -> Option<Plate> {
    let letter = chars.get(start + 1).filter(|c| c.is_ascii_alphabetic())?;
    if !language().begins_plate(chars[start]) {
        return None;
    }
    let gap = usize::from(matches!(chars.get(start + 2), Some('·' | '.' | '-' | ' ' | '•' | '・')));
    let from = start + 2 + gap;
    let mut number: Vec<char> =
        chars.iter().skip(from).take(LONGEST + 1).map_while(|&character| read(character)).collect();
    let end = from + number.len();
    let special = chars.get(end).filter(|c| number.len() == LONGEST - 2 && language().ends_plate(**c));
    let digits = number.iter().filter(|c| c.is_ascii_digit()).count();
    if digits < 3 || !((LONGEST - 1..=LONGEST).contains(&number.len()) || special.is_some()) {
        return None;
    }
    number.extend(special);
    let end = end + usize::from(special.is_some());
    let number = [chars[start], letter.to_ascii_uppercase()].iter().chain(&number).collect();
    Some(Plate { number, start, end })
}

/// How many characters stand behind the province and its letter at most: a car that drives on electricity has six.
const LONGEST: usize = 6;

/// A letter or a digit of a plate, however it is written or spoken.
fn read(character: char) -> Option<char> {
    if character.is_ascii_alphanumeric() {
        return Some(character.to_ascii_uppercase());
    }
    language().digit(character).map(|digit| char::from(b'0' + digit))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_plate_is_found_however_it_is_written() {
        for (text, plate) in [
            ("车号蒙E·12345", "蒙E12345"),
            ("蒙e12345压线", "蒙E12345"),
            ("蒙Ｅ　１２３４５", "蒙E12345"),
            ("蒙E幺二三四五跑了", "蒙E12345"),
            ("蒙ED12345", "蒙ED12345"),
            ("教练车蒙E1234学", "蒙E1234学"),
        ] {
            let found = find(&crate::text::fold_each(text));
            assert_eq!(
                found.iter().map(|plate| plate.number.as_str()).collect::<Vec<_>>(),
                [plate],
                "{text}"
            );
        }
        assert!(find(&crate::text::fold_each("蒙A级景区12345")).is_empty());
    }
}
