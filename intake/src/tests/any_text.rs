//! Does every message, however strange, leave offsets that point at what was typed?

use proptest::prelude::{Strategy, prop, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::book;
use crate::{Located, Understanding};

/// Anything at all, and anything put together from what the rule book knows.
fn message() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "停水",
        "水",
        "没有",
        "么得",
        "水质",
        "暖气不热",
        "路灯",
        "不凉",
        "柳荫小区",
        "柳荫",
        "东湖",
        "光明路",
        "与",
        "团结街",
        "交叉口",
        "人民医院",
        "3号楼",
        "三号楼",
        "２单元",
        "501",
        "3-2-501",
        "的",
        "着火",
        "去年",
        "现在",
        "，",
        "。",
        " ",
        "\n",
        "\u{200b}",
        "ＫＴＶ",
        "幺三八",
        "13800001234",
        "0470-8221234",
        "15010219900307123X",
        "投诉",
        "？",
        "吗",
        "我家住在",
        "青河镇",
        "翠湖花园",
        "建设路",
        "İ",
        "🔥",
        "ᠮᠣᠩᠭᠣᠯ",
        "蒙E12345",
        "a@b.cn",
        "微信号",
        "地址错了",
        "电话错了",
        "是",
    ]);
    prop_oneof![
        ".{0,60}",
        "\\PC{0,60}",
        prop::collection::vec(known, 0..16).prop_map(|words| words.concat()),
        prop::collection::vec(prop_oneof!["\\PC{0,3}".boxed(), "[一二三0-9号楼街路镇]{0,6}".boxed()], 0..8)
            .prop_map(|words| words.concat()),
    ]
}

fn slice(text: &str, start: usize, end: usize) -> String {
    assert!(start <= end && end <= text.chars().count(), "{start}..{end} of {text:?}");
    text.chars().skip(start).take(end - start).collect()
}

pub(super) fn check(text: &str, understood: &Understanding) {
    assert!((0.0..=1.0).contains(&understood.confidence));
    assert_eq!(understood.path.is_empty(), understood.category.is_none());
    assert!(understood.unit.as_ref().is_none_or(|unit| !understood.helpers.contains(unit)));
    for because in &understood.because {
        if because.rule.starts_with("place:") {
            assert_eq!((because.start, because.end), (0, 0));
        } else {
            assert_eq!(slice(text, because.start, because.end), because.word);
            assert!(!because.word.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_reason_points_at_what_was_typed(text in message()) {
        let understood = book().understand(&text);
        check(&text, &understood);
        if let Some(place) = &understood.place {
            assert_eq!(slice(&text, place.start, place.end), place.text);
        }
    }

    #[test]
    fn a_place_said_apart_disturbs_no_offset(text in message(), place in message()) {
        check(&text, &book().understand_at(&text, &place));
    }

    #[test]
    fn everything_else_answers_too(text in message()) {
        let characters = text.chars().count();
        for phone in book().contact(&text).phones {
            assert!(phone.start < phone.end && phone.end <= characters);
            assert!(phone.number.bytes().all(|byte| byte.is_ascii_digit()));
        }
        let masked = book().mask(&text);
        assert!(book().contact(&masked).phones.is_empty(), "{masked:?}");
        assert_eq!(book().danger(&text), book().understand(&text).emergency.as_ref());
        book().request(&text);
        book().knowledge(&text, 3);
        match book().locate(&text) {
            Located::Ambiguous(places) => assert!(places.len() > 1),
            Located::Found(_) | Located::Unknown => {}
        }
    }
}
