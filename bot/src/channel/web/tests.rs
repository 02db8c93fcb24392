//! Does every page say what it should, in every language?

use axum::http::HeaderMap;
use minijinja::{Value, context};
use prompts::Wording;
use std::sync::Arc;

use super::page::render;
use crate::http::{LANGUAGES, Words};

fn frame(elder: bool, example: bool) -> Value {
    context! { banner => "示例旗", hotline => "12345", here => "/", elder, example }
}

fn words(lang: &str) -> Words {
    let mut headers = HeaderMap::new();
    headers.insert("accept-language", lang.parse().unwrap());
    Words::of(&Arc::new(Wording::embedded()), &headers)
}

/// A page in every language and size; a key nobody has is shown as itself, a gap nobody fills as `{$name}`.
fn all(name: &str, facts: &Value) -> Vec<String> {
    let mut pages = Vec::new();
    for lang in LANGUAGES {
        for (elder, example) in [(false, true), (true, false)] {
            let page = render(name, &words(lang), &[facts.clone(), frame(elder, example)]).unwrap();
            let said = page.replace("chat.css", "").replace("chat.js", "");
            assert!(!said.contains(">chat-") && !said.contains("\"chat-"), "{name} in {lang}: {said}");
            assert!(!said.contains("{$") && !said.contains("{ $"), "{name} in {lang}: {said}");
            pages.push(page);
        }
    }
    pages
}

fn line(who: &str, text: &str) -> Value {
    let files =
        ["picture", "sound", "place", "link"].map(|shown| context! { id => "0", media_type => "a/b", shown });
    let choices = [context! { id => "submit", label => "<b>提交</b>" }];
    context! {
        seq => 1, at => "2026-01-05T01:00:00Z", who, text, choices => choices.to_vec(), files => files.to_vec(),
        key => "k", date => "2026-01-05", time => "09:00", open => true,
    }
}

fn chat(lines: &[Value]) -> Value {
    context! { lines, last => 1, ahead => 480, key => "0f", choice_key => "1f", fault => "<i>", file_limit => 10 << 20,
    files_per_message => 9, menu => [("progress", "查进度")].to_vec(), bind => "0f", bind_key => "2f", menu_key => "3f" }
}

#[test]
fn the_chat_is_a_form_whose_words_are_never_html() {
    let lines = ["citizen", "bot", "operator"].map(|who| line(who, "<script>alert(1)</script>"));
    for page in all("chat.html", &chat(&lines)) {
        assert!(!page.contains("<script>") && !page.contains("<b>") && !page.contains("<i>"), "{page}");
        assert!(page.contains("method=\"post\" action=\"/chat\" enctype=\"multipart/form-data\""));
        assert!(page.contains("<button name=\"choice\" value=\"submit\">1. "));
        assert!(page.contains("href=\"tel:12345\"") && page.contains("href=\"tel:119\""));
        assert!(!page.contains("style=") && !page.contains("onclick"), "the policy forbids both");
    }
    assert_eq!(all("chat.html", &chat(&[])).len(), 4);
}

#[test]
fn the_other_pages_are_whole() {
    for timeline in [None, Some("时间：…\n地点：…")] {
        all("query.html", &context! { no => "20260105-K7M3Q6\"><x>", timeline, fault => timeline });
    }
    let retention = [("story", "end"), ("contact", "end"), ("files", "end"), ("chat", "said")]
        .map(|(what, since)| context! { what, since, days => 30 });
    all("privacy.html", &context! { version => "1", draft_hours => 72, retention => retention.to_vec() });
    all("mine.html", &context! { code => "\"><x>", fault => "<i>" });
    all("fault.html", &context! { title => "t", detail => "d" });
}

#[test]
fn every_sentence_of_the_pages_is_used_and_written_in_every_language() {
    let wording = Wording::embedded();
    let source = super::page::TEMPLATES.iter().map(|(_, text)| *text).collect::<String>();
    for key in source
        .split("t(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|key| !key.ends_with('-'))
    {
        assert!(wording.has(key), "{key}");
    }
}
