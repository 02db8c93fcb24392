//! How much of what is private is hidden, and how much that is not?
//!
//! `cargo test -p intake private -- --nocapture` prints the table and every miss.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy, prop, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::book;
use crate::{Audience, Hidden, Masked, Private, mask};

/// A message of `private.txt` and what is marked in it.
struct Case {
    text: String,
    marked: Vec<(usize, usize, String)>,
}

fn cases() -> Vec<Case> {
    let lines = include_str!("private.txt").lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("# ") && !line.starts_with("== "));
    lines.map(case).collect()
}

fn case(line: &str) -> Case {
    let mut case = Case { text: String::new(), marked: Vec::new() };
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once('{') {
        let (mark, behind) = mark.split_once('}').expect("a mark ends");
        let (private, words) = mark.split_once('|').expect("a mark names its type");
        case.text.push_str(before);
        let start = case.text.chars().count();
        case.text.push_str(words);
        case.marked.push((start, case.text.chars().count(), private.to_owned()));
        rest = behind;
    }
    case.text.push_str(rest);
    case
}

fn name(private: Private) -> String {
    serde_json::to_value(private).expect("a name").as_str().expect("a name").to_owned()
}

#[test]
fn what_is_private_is_found_where_it_stands() {
    let mut counts: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let mut misses = Vec::new();
    let cases = cases();
    for Case { text, marked } in &cases {
        let Masked { text: masked, found } = book().mask_for(text, Audience::Anyone);
        let found: Vec<(usize, usize, String)> =
            found.into_iter().map(|hidden| (hidden.start, hidden.end, name(hidden.private))).collect();
        for one in marked {
            let count = counts.entry(one.2.clone()).or_default();
            count[if found.contains(one) { 0 } else { 1 }] += 1;
        }
        for one in found.iter().filter(|one| !marked.contains(one)) {
            counts.entry(one.2.clone()).or_default()[2] += 1;
        }
        if found != *marked {
            misses.push(format!("{text}\n    {masked}"));
        }
        assert!(mask(text).chars().count() > 0);
    }
    println!("{} messages; type: found, missed, wrongly found", cases.len());
    let mut all = [0; 3];
    for (private, count) in &counts {
        println!("{private:10} {count:?}");
        (0..3).for_each(|index| all[index] += count[index]);
    }
    println!("all        {all:?}\n{}", misses.join("\n"));
    let [hits, missed, wrong] = all;
    assert!(cases.len() >= 150);
    assert!(hits * 100 >= (hits + missed) * 97, "{missed} of {} are missed", hits + missed);
    assert!(wrong * 100 <= hits * 3, "{wrong} are wrongly hidden");
}

/// Pieces of messages in which numbers, names and doors stand close together, and anything at all.
fn message() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "13800001234",
        "138 0000 1234",
        "一三八零零零零一二三四",
        "0470-8221234",
        "8221234",
        "电话",
        "电话：",
        "我叫",
        "王建国",
        "巴特尔",
        "联系人",
        "村民",
        "司机",
        "李娜",
        "3号楼",
        "2单元",
        "501",
        "3-2-501",
        "光明路",
        "15号",
        "15010219900307123X",
        "150102 19900307 1234",
        "6222000000000009",
        "卡号",
        "账号",
        "护照",
        "E12345678",
        "蒙E12345",
        "蒙E·",
        "a.b@example.com",
        "@",
        "微信",
        "微信号：",
        "wx_abc123",
        "12345",
        "工单号",
        "20260301-K7M2P9",
        "*",
        "****",
        "，",
        "。",
        " ",
        "-",
        "\n",
        "的",
        "小区",
        "0",
        "1",
        "138",
        "0000",
        "１２３４",
        "🔥",
        "x",
        "X",
    ]);
    prop_oneof![
        "\\PC{0,60}",
        prop::collection::vec(known, 0..14).prop_map(|words| words.concat()),
        prop::collection::vec(
            prop_oneof!["\\PC{0,3}".boxed(), "[一幺0-9 -]{0,12}".boxed(), "[王李张伟强的]{0,4}".boxed()],
            0..8
        )
        .prop_map(|words| words.concat()),
    ]
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, cases: 1024, ..Config::default() })]

    #[test]
    fn masking_twice_changes_nothing_and_offsets_point_into_the_message(text in message()) {
        for reader in [Audience::Handler, Audience::Anyone] {
            let Masked { text: masked, found } = book().mask_for(&text, reader);
            assert_eq!(book().mask_for(&masked, reader), Masked { text: masked.clone(), found: Vec::new() });
            let length = text.chars().count();
            let mut done = 0;
            for Hidden { start, end, .. } in found {
                assert!(done <= start && start < end && end <= length, "{start}..{end} of {text:?}");
                done = end;
            }
            assert!(book().contact(&masked).phones.is_empty(), "{masked:?}");
        }
        assert_eq!(mask(&text), book().mask_for(&text, Audience::Handler).text);
    }

    #[test]
    fn what_is_outside_of_what_was_found_stays(text in message()) {
        let Masked { text: masked, found } = book().mask_for(&text, Audience::Anyone);
        let chars: Vec<char> = text.chars().collect();
        let mut rest = masked.as_str();
        let mut done = 0;
        for Hidden { start, end, .. } in found {
            let kept: String = chars[done..start].iter().collect();
            let at = rest.find(&kept).expect("what stands before stays");
            rest = &rest[at + kept.len()..];
            done = end;
        }
        let kept: String = chars[done..].iter().collect();
        assert!(rest.ends_with(&kept));
    }

    #[test]
    fn no_number_survives_in_any_dress(
        digits in "1[3-9][0-9]{9}",
        dress in 0..5_usize,
        before in "[我是的，。 ]{0,4}",
        after in "[谢好，。 ]{0,4}",
    ) {
        let shown: String = match dress {
            0 => digits.clone(),
            1 => format!("{} {} {}", &digits[..3], &digits[3..7], &digits[7..]),
            2 => format!("{}-{}-{}", &digits[..3], &digits[3..7], &digits[7..]),
            3 => digits.chars().map(|c| char::from_u32(c as u32 - 0x30 + 0xff10).expect("a digit")).collect(),
            _ => digits.chars().map(|c| "零一二三四五六七八九".chars().nth(c as usize - 0x30).expect("a digit")).collect(),
        };
        let masked = mask(&format!("{before}{shown}{after}"));
        assert!(masked.contains(&format!("{}****{}", &digits[..3], &digits[7..])), "{masked}");
    }

    #[test]
    fn no_identity_card_survives(
        region in prop::sample::select(vec!["150102", "152123", "110101", "650104"]),
        (year, month, day) in (1920..2024_u32, 1..13_u32, 1..29_u32),
        serial in "[0-9]{3}[0-9X]",
        before in "[我是的，。 ]{0,4}",
    ) {
        let number = format!("{region}{year}{month:02}{day:02}{serial}");
        let masked = mask(&format!("{before}{number}，"));
        assert!(!masked.contains(&number[4..14]), "{masked}");
    }
}
