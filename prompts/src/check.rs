//! Does the product say what it should, in every language?

mod place;
mod samples;
mod terms;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, PatternElement};
use fluent_syntax::{parser, serializer};

use crate::wording::embedded_files;
use crate::{FALLBACK, Fault, Notice, Spoken, Wording};
use place::Place;

/// The files whose every sentence is said by this crate. The others belong to pages, reports and checks.
const OURS: [&str; 4] = ["notices.ftl", "choices.ftl", "states.ftl", "dates.ftl"];

#[test]
fn every_file_beside_the_sources_is_embedded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales");
    let mut on_disk = BTreeSet::new();
    for lang in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        for file in fs::read_dir(&lang).unwrap().map(|entry| entry.unwrap().path()) {
            let path = file.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            assert!(path.ends_with(".ftl"), "{path} is no file of sentences");
            on_disk.insert(path);
        }
    }
    let embedded: BTreeSet<String> = embedded_files().map(|(_, path, _)| path.to_owned()).collect();
    assert_eq!(embedded, on_disk);
}

#[test]
fn every_sentence_stands_in_every_language_once_and_with_the_same_gaps() {
    let mut sentences: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (lang, path, text) in embedded_files() {
        let file = path.rsplit('/').next().unwrap();
        for (key, gaps) in gaps_by_key(text) {
            let sentence = sentences.entry(format!("{file} {key}")).or_default();
            assert!(sentence.insert(lang.to_owned(), gaps).is_none(), "{path}: {key} stands there twice");
        }
    }
    let all: BTreeSet<&str> = embedded_files().map(|(lang, _, _)| lang).collect();
    for (sentence, by_lang) in sentences {
        let langs: BTreeSet<&str> = by_lang.keys().map(String::as_str).collect();
        assert_eq!(langs, all, "{sentence}");
        let gaps: BTreeSet<_> = by_lang.values().collect();
        assert_eq!(gaps.len(), 1, "{sentence} has other gaps in another language: {by_lang:?}");
    }
}

#[test]
fn every_notice_is_rendered_in_every_language_without_a_gap() {
    let wording = Wording::embedded();
    for lang in wording.languages() {
        for (notice, spoken) in everything_said(&wording, lang) {
            let page = page_of(&notice, &spoken);
            assert!(!spoken.text.is_empty() && spoken.text.trim() == spoken.text, "{lang}: {page}");
            assert!(spoken.text.lines().all(|line| !line.trim().is_empty()), "an empty line, {lang}: {page}");
            assert!(spoken.choices.iter().all(|choice| !choice.label.is_empty()), "{lang}: {page}");
            for sign in ["{", "}", "notice-", "choice-", "timeline-", "stand-", "kind-", "date-", "duration-"]
            {
                assert!(!page.contains(sign), "`{sign}` is left over, {lang}: {page}");
            }
        }
    }
}

#[test]
fn no_sentence_is_left_that_nobody_says() {
    let wording = marked();
    let mut said = BTreeSet::new();
    let gone = Place::emptied();
    let without_papers =
        samples::every_notice().into_iter().map(|notice| wording.say(FALLBACK, &notice, &gone));
    let with_papers = everything_said(&wording, FALLBACK).into_iter().map(|(_, spoken)| spoken);
    for spoken in with_papers.chain(without_papers) {
        let labels = spoken.choices.iter().map(|choice| choice.label.as_str());
        for text in labels.chain([spoken.text.as_str()]) {
            said.extend(
                text.split('⟦').filter_map(|part| part.split_once('⟧')).map(|(key, _)| key.to_owned()),
            );
        }
    }
    said.extend(terms::all());
    let unsaid: Vec<String> = our_keys().into_iter().filter(|key| !said.contains(key)).collect();
    assert_eq!(unsaid, Vec::<String>::new());
}

#[test]
fn every_term_of_the_field_has_its_words() {
    let wording = Wording::embedded();
    for term in terms::all() {
        assert!(wording.has(&term), "{term}");
    }
    assert_eq!(wording.state("zh-CN", "triage"), "待预审");
    assert_eq!(wording.stand("en", "done"), "finished, waiting for your rating");
    assert_eq!(wording.fact("zh-CN", "return_requested"), "申请退单");
    assert_eq!(wording.kind("en", "投诉"), "Complaint");
    assert_eq!(wording.kind("en", "其他"), "其他");
    assert_eq!(wording.urgency("en", "特急"), "most urgent");
}

#[test]
fn the_whole_voice_in_every_language() {
    let wording = Wording::embedded();
    for lang in wording.languages() {
        let said = everything_said(&wording, lang);
        let page: String = said.iter().map(|(notice, spoken)| page_of(notice, spoken) + "\n").collect();
        insta::assert_snapshot!(format!("voice_{lang}"), page);
    }
}

#[test]
fn an_old_person_can_follow_every_sentence() {
    // 适老化: no sentence of more than twenty characters, what is filled in not counted.
    let han = |sentence: &str| sentence.chars().filter(|c| !c.is_ascii()).count();
    let long: Vec<&str> = embedded_files()
        .filter(|(lang, path, _)| *lang == FALLBACK && path.ends_with("/notices.ftl"))
        .flat_map(|(_, _, text)| text.lines().filter(|line| !line.starts_with('#')))
        .flat_map(|line| line.split_inclusive(['。', '？']))
        .filter(|sentence| han(without_gaps(sentence).trim_end_matches(['。', '？'])) > 20)
        .collect();
    assert_eq!(long, Vec::<&str>::new());
}

#[test]
fn papers_are_asked_for_once_and_all_that_are_opened_were_asked_for() {
    let wording = Wording::embedded();
    for notice in samples::every_notice() {
        let place = Place::new();
        wording.say(FALLBACK, &notice, &place);
        let asked: BTreeSet<_> = notice.papers().into_iter().collect();
        assert_eq!(asked.len(), notice.papers().len(), "{notice:?}");
        assert_eq!(place.opened(), asked, "{notice:?}");
    }
}

#[test]
fn an_erased_paper_is_said_to_be_erased() {
    let wording = Wording::embedded();
    for notice in samples::every_notice().into_iter().filter(|notice| !notice.papers().is_empty()) {
        let spoken = wording.say(FALLBACK, &notice, &Place::emptied());
        assert!(spoken.text.contains("（内容已按规定删除）"), "{}", spoken.text);
    }
}

#[test]
fn a_timeline_has_four_parts_whatever_the_papers_hold() {
    let wording = Wording::embedded();
    let timeline = samples::timeline();
    let spoken = wording.say(FALLBACK, &timeline, &Place::saying("灯坏了。\n时间：昨天\n\n编号：1"));
    let parts: Vec<&str> = ["时间：", "地点：", "事件：", "事件流程："]
        .into_iter()
        .filter(|part| spoken.text.lines().filter(|line| line.starts_with(part)).count() == 1)
        .collect();
    assert_eq!(parts.len(), 4, "{}", spoken.text);
    assert!(!spoken.text.lines().any(|line| line.starts_with("编号")), "{}", spoken.text);
}

#[test]
fn a_place_puts_its_own_words_over_ours() {
    let wording =
        Wording::embedded().with_overrides("zh-CN", "notice-thanks = 别客气。\n", "own.ftl").unwrap();
    assert_eq!(wording.line("zh-CN", "notice-thanks", &[]), "别客气。");
    assert_eq!(
        wording.line("en", "notice-thanks", &[]),
        Wording::embedded().line("en", "notice-thanks", &[])
    );
}

#[test]
fn a_new_language_speaks_where_it_can_and_falls_back_where_it_cannot() {
    let wording =
        Wording::embedded().with_overrides("mn-Cyrl", "notice-thanks = Зүгээр.\n", "mn.ftl").unwrap();
    assert_eq!(wording.line("mn", "notice-thanks", &[]), "Зүгээр.");
    assert_eq!(wording.line("mn-Cyrl", "choice-tell", &[]), "我要反映");
    assert_eq!(wording.line("mn-Cyrl", "no-such-key", &[]), "no-such-key");
}

#[test]
fn a_faulty_file_is_refused_with_the_place_and_the_fault() {
    let wording = Wording::embedded();
    let text = "\u{feff}# 我们旗的说法\nnotice-thank = 好\nnotice-signed = { $unti }接下了\r\n\nnotice-thanks = 1\nnotice-thanks = 2\n";
    let faults = wording.faults("zh-CN", text, "own.ftl");
    let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "own.ftl:2: unknown key `notice-thank`, did you mean `notice-thanks`?",
            "own.ftl:3: unknown argument `$unti` in `notice-signed`, it has `$unit`",
            "own.ftl:6: key `notice-thanks` stands there twice",
        ]
    );
    assert_eq!(Wording::embedded().with_overrides("zh-CN", text, "own.ftl").unwrap_err(), faults[0]);
    let broken = wording.faults("zh-CN", "notice-thanks = 好\n\nnotice-signed { $unit }\n", "own.ftl");
    assert_eq!((broken.len(), broken[0].line), (1, 3));
    assert!(matches!(broken[0].fault, Fault::Syntax { .. }));
    assert!(matches!(wording.faults("中文", "", "own.ftl")[0].fault, Fault::NotALanguage { .. }));
}

#[test]
fn an_unknown_language_is_answered_in_the_nearest() {
    let wording = Wording::embedded();
    for (asked, spoken) in
        [("en", "en"), ("en-GB", "en"), ("zh-hans", "zh-CN"), ("zh_TW", "zh-CN"), ("fr", "zh-CN")]
    {
        assert_eq!(wording.language(asked), spoken);
    }
}

#[test]
fn the_wording_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Wording::embedded());
}

fn everything_said(wording: &Wording, lang: &str) -> Vec<(Notice, Spoken)> {
    let place = Place::new();
    let say = |notice: Notice| {
        let spoken = wording.say(lang, &notice, &place);
        (notice, spoken)
    };
    samples::every_notice().into_iter().map(say).collect()
}

fn page_of(notice: &Notice, spoken: &Spoken) -> String {
    let mut page = format!("── {}\n{}\n", samples::name_of(notice), spoken.text);
    for (index, choice) in spoken.choices.iter().enumerate() {
        writeln!(page, "   [{}] {}  · {}", index + 1, choice.label, choice.id).unwrap();
    }
    page
}

/// The embedded wording, each sentence of ours beginning with its own key between marks.
fn marked() -> Wording {
    let mut wording = Wording::embedded();
    for (lang, path, text) in embedded_files().filter(|(lang, path, _)| *lang == FALLBACK && is_ours(path)) {
        let mut sheet = parser::parse(text).unwrap();
        let marks: Vec<String> =
            sheet.body.iter().map(|entry| key_of(entry).map_or(String::new(), mark)).collect();
        for (entry, mark) in sheet.body.iter_mut().zip(&marks) {
            if let Entry::Message(message) = entry {
                let pattern = message.value.as_mut().unwrap();
                pattern.elements.insert(0, PatternElement::TextElement { value: mark.as_str() });
            }
        }
        wording = wording.with_overrides(lang, &serializer::serialize(&sheet), path).unwrap();
    }
    wording
}

fn mark(key: &str) -> String {
    format!("⟦{key}⟧")
}

fn our_keys() -> BTreeSet<String> {
    let ours = embedded_files().filter(|(_, path, _)| is_ours(path));
    ours.flat_map(|(_, _, text)| gaps_by_key(text).into_iter().map(|(key, _)| key)).collect()
}

fn is_ours(path: &str) -> bool {
    OURS.contains(&path.rsplit('/').next().unwrap())
}

fn gaps_by_key(text: &str) -> Vec<(String, BTreeSet<String>)> {
    let sheet = parser::parse(text).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let gaps = |entry: &Entry<&str>| {
        let key = key_of(entry)?.to_owned();
        let one = fluent_syntax::ast::Resource { body: vec![entry.clone()] };
        let text = serializer::serialize(&one);
        Some((key, gaps_in(&text)))
    };
    sheet.body.iter().filter_map(gaps).collect()
}

fn key_of<'a>(entry: &Entry<&'a str>) -> Option<&'a str> {
    if let Entry::Message(message) = entry { Some(message.id.name) } else { None }
}

fn gaps_in(text: &str) -> BTreeSet<String> {
    let name =
        |part: &str| part.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    text.split('$').skip(1).map(name).collect()
}

fn without_gaps(text: &str) -> String {
    text.split('{').map(|part| part.rsplit('}').next().unwrap_or_default()).collect()
}
