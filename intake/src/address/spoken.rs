//! How is an address written that was spoken?

use super::lists::lists;
use crate::language::language;
use crate::text::fold_word;

/// Building, unit and room as they are compared: numbers in digits, units by their usual name, blanks and links left
/// out. 三号楼二单元幺洞三, 3栋2单元103室 and 3号楼 2单元 103 all give 3号楼2单元103.
pub fn in_digits(detail: &str) -> String {
    let folded = fold_word(detail);
    let chars: Vec<char> = folded.chars().filter(|c| !c.is_whitespace()).collect();
    let mut written = String::with_capacity(folded.len());
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_spoken(**c)).count();
        if length > 0 {
            written.push_str(&value(&chars[at..at + length]));
            at += length;
            continue;
        }
        if language().joint.iter().all(|joint| !joint.chars().eq([chars[at]])) {
            written.push(chars[at]);
        }
        at += 1;
    }
    usual(written)
}

/// Whether a text is a bare address, and no message of somebody who tells something.
pub fn is_bare(text: &str) -> bool {
    const LONGEST: usize = 80;
    let folded = fold_word(text);
    folded.chars().nth(LONGEST).is_none()
        && !text.contains('\n')
        && !lists().phrases().speech.iter().any(|word| folded.contains(word.as_str()))
}

fn is_ten(character: char) -> bool {
    lists().phrases().ten.iter().any(|ten| ten.chars().eq([character]))
}

fn is_hundred(character: char) -> bool {
    lists().phrases().hundred.iter().any(|hundred| hundred.chars().eq([character]))
}

fn is_spoken(character: char) -> bool {
    is_ten(character) || is_hundred(character) || language().digit(character).is_some()
}

/// 二十三 is 23, 一百零五 is 105, 幺洞三 is 103, 3 stays 3; what makes no number stays as it was said.
fn value(spoken: &[char]) -> String {
    if !spoken.iter().any(|c| is_ten(*c) || is_hundred(*c)) {
        let digits = spoken.iter().filter_map(|c| language().digit(*c));
        return digits.map(|digit| char::from(b'0' + digit)).collect();
    }
    let (mut sum, mut last) = (0_u32, None);
    for &character in spoken {
        match language().digit(character) {
            Some(digit) if last.is_none_or(|last| last == 0) => last = Some(u32::from(digit)),
            Some(_) => return spoken.iter().collect(),
            None => {
                let unit = if is_ten(character) { 10 } else { 100 };
                sum += last.take().filter(|last| *last > 0).unwrap_or(1) * unit;
            }
        }
    }
    (sum + last.unwrap_or(0)).to_string()
}

/// 栋 and 幢 are 号楼; the unit of the last room is left out.
fn usual(mut written: String) -> String {
    let [buildings, rooms] = &lists().phrases().same;
    let (usual, others) =
        buildings.split_first().expect("parts.txt is part of the program and tested to be whole");
    for other in others {
        let mut done = 0;
        while let Some(at) = written[done..].find(other.as_str()).map(|at| done + at) {
            let is_unit = written[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            done = at + other.len();
            if is_unit {
                written.replace_range(at..done, usual);
                done = at + usual.len();
            }
        }
    }
    let room = rooms.iter().find_map(|room| written.strip_suffix(room.as_str()));
    if let Some(room) = room.filter(|room| room.ends_with(|c: char| c.is_ascii_digit())) {
        written.truncate(room.len());
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{in_digits, is_bare};

    #[test]
    fn the_same_door_is_written_in_one_way() {
        for said in ["三号楼二单元幺洞三", "3栋2单元103室", "3号楼 2单元 103", "３幢二单元的一零三房"]
        {
            assert_eq!(in_digits(said), "3号楼2单元103", "{said}");
        }
        assert_eq!(in_digits("二十三号楼"), "23号楼");
        assert_eq!(in_digits("十二栋"), "12号楼");
        assert_eq!(in_digits("一百零五号"), "105号");
        assert_eq!(in_digits("b座北门"), "b号楼北门");
        assert_eq!(in_digits("十号楼对面"), "10号楼对面");
        assert_eq!(in_digits(""), "");
    }

    #[test]
    fn a_bare_address_tells_nothing() {
        assert!(is_bare("朝霞小区3号楼2单元501"));
        assert!(is_bare("内蒙古赤峰市克什克腾旗经棚镇应昌路12号"));
        assert!(!is_bare("我们小区停水了"));
        assert!(!is_bare("朝霞小区，三号楼漏水"));
    }
}
