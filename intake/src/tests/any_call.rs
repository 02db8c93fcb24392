//! Is every transcript, however strange, read or refused, with no word of a labelled line lost?

use proptest::prelude::{Strategy, prop, prop_oneof, proptest};
use proptest::test_runner::Config;

use super::any_text::check;
use super::book;
use crate::{Format, Speaker, Transcript};

const FORMATS: [Format; 7] = [
    Format::Labelled,
    Format::Plain,
    Format::WebVtt,
    Format::Srt,
    Format::FunAsr,
    Format::Whisper,
    Format::Turns,
];

const LABELS: [&str; 12] = [
    "坐席：",
    "市民:",
    "【客服】",
    "[市民] ",
    "工号1024：",
    "来电人王女士：",
    "A: ",
    "B：",
    "SPEAKER_01: ",
    "[00:12] 坐席：",
    "群众 00:15：",
    "1. 话务员：",
];

/// Anything at all, and anything put together from what transcripts are made of.
fn source() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "坐席",
        "市民",
        "：",
        ":",
        "\n",
        "\r\n",
        "[00:12]",
        "00:01.000 --> 00:02.000",
        "WEBVTT\n\n",
        "<v 坐席>",
        "</v>",
        "{\"text\":",
        "\"停水\"",
        "[{",
        "}]",
        "}",
        "{\"segments\":[",
        "\"spk\":0,",
        "\"start\":1.5,",
        "，",
        "。",
        "？",
        " ",
        "您好12345热线请讲",
        "我家停水了",
        "柳荫小区",
        "不是三号楼",
        "是五号楼",
        "哪个小区",
        "您的电话",
        "幺三八",
        "零零零零",
        "一二三四",
        "对",
        "不对",
        "我姓王",
        "您贵姓",
        "嗯",
        "一一一一",
        "我我我",
        "四个零",
        "\u{feff}",
        "1\n",
        "您反映的是停水对吗",
        "着火",
        "谢谢",
        "顺便",
        "哪",
        "一栋楼",
    ]);
    prop_oneof![
        ".{0,80}",
        "\\PC{0,80}",
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
    ]
}

fn words(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::default() })]

    #[test]
    fn every_text_is_read_or_refused_and_what_is_read_is_heard(text in source(), which in 0..8usize) {
        if let Ok(transcript) = Transcript::read(&text, FORMATS.get(which).copied()) {
            assert!(!transcript.turns.is_empty());
            assert!(transcript.turns.iter().all(|turn| !turn.text.is_empty() && turn.line > 0));
            let heard = book().hear_call(&transcript);
            assert!(heard.turns.iter().all(|turn| turn.speaker != Speaker::Unknown));
            assert_eq!(heard.said_nothing, heard.story.is_empty());
            assert!(heard.phone.is_none_or(|phone| phone.bytes().all(|byte| byte.is_ascii_digit())));
            let said = |turns: &[crate::Turn]| words(&turns.iter().map(|turn| turn.text.as_str()).collect::<String>());
            assert_eq!(said(&heard.turns), said(&transcript.turns));
            check(&heard.story, &heard.understanding);
        }
    }

    #[test]
    fn no_word_of_a_labelled_line_is_lost(
        lines in prop::collection::vec((0..LABELS.len(), "[\\p{Han}a-z0-9，。？！ ]{0,20}"), 1..12),
    ) {
        let text: String = lines.iter().map(|(label, said)| format!("{}{said}\n", LABELS[*label])).collect();
        let said = words(&lines.iter().map(|(_, said)| said.as_str()).collect::<String>());
        match Transcript::read(&text, None) {
            Ok(transcript) => {
                let read: String = transcript.turns.iter().map(|turn| turn.text.as_str()).collect();
                assert_eq!(words(&read), said, "{text}");
            }
            Err(refused) => assert!(!said.contains(char::is_alphanumeric), "{refused}: {text}"),
        }
    }
}
