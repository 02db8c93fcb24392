//! What is understood of a whole message?

use super::book;
use crate::{Field, Kind, Understanding, Urgency};

fn code(understanding: &Understanding) -> Option<&str> {
    understanding.category.as_ref().map(crate::CategoryCode::as_str)
}

fn unit(understanding: &Understanding) -> Option<&str> {
    understanding.unit.as_ref().map(crate::UnitCode::as_str)
}

#[test]
fn a_message_becomes_a_form_with_a_reason_for_every_field() {
    let understood = book().understand("投诉：柳荫小区３号楼2单元停水三天了，老人家里没有水，没人管");
    insta::assert_json_snapshot!(understood, @r#"
    {
      "kind": "投诉",
      "category": [
        "市政",
        "供水",
        "停水"
      ],
      "code": "010101",
      "unit": "WATER",
      "helpers": [
        "ZJ"
      ],
      "place": {
        "text": "柳荫小区３号楼2单元",
        "start": 3,
        "end": 13,
        "area": "A101",
        "grid": "A10101"
      },
      "urgency": "紧急",
      "emergency": null,
      "confidence": 0.811,
      "because": [
        {
          "field": "kind",
          "word": "投诉",
          "start": 0,
          "end": 2,
          "weight": 3.0,
          "rule": "kinds:投诉"
        },
        {
          "field": "kind",
          "word": "没人管",
          "start": 27,
          "end": 30,
          "weight": 2.0,
          "rule": "kinds:投诉"
        },
        {
          "field": "category",
          "word": "停水",
          "start": 13,
          "end": 15,
          "weight": 3.0,
          "rule": "catalogue:010101"
        },
        {
          "field": "category",
          "word": "没有水",
          "start": 23,
          "end": 26,
          "weight": 2.0,
          "rule": "catalogue:010101"
        },
        {
          "field": "place",
          "word": "柳荫小区",
          "start": 3,
          "end": 7,
          "weight": 1.0,
          "rule": "gazetteer:2"
        },
        {
          "field": "urgency",
          "word": "老人",
          "start": 19,
          "end": 21,
          "weight": 1.0,
          "rule": "urgency:紧急"
        },
        {
          "field": "urgency",
          "word": "没有水",
          "start": 23,
          "end": 26,
          "weight": 1.0,
          "rule": "urgency:紧急"
        },
        {
          "field": "unit",
          "word": "停水",
          "start": 13,
          "end": 15,
          "weight": 1.0,
          "rule": "dispatch:3"
        }
      ]
    }
    "#);
}

#[test]
fn a_message_about_nothing_we_know_is_a_form_without_a_guess() {
    let understood = book().understand("今天天气不错");
    insta::assert_json_snapshot!(understood, @r#"
    {
      "kind": "求助",
      "category": [],
      "code": null,
      "unit": null,
      "helpers": [],
      "place": null,
      "urgency": "一般",
      "emergency": null,
      "confidence": 0.0,
      "because": []
    }
    "#);
}

#[test]
fn two_categories_that_are_equally_likely_are_no_category() {
    let understood = book().understand("邻居家的暖气");
    assert_eq!(code(&understood), Some("010201"));
    let understood = book().understand("饭馆里和邻居说话");
    assert_eq!((code(&understood), understood.confidence), (None, 0.0));
    assert_eq!(understood.candidates.len(), 2);
    assert_eq!(understood.candidates[0].1, 0.5);
}

#[test]
fn a_short_word_does_not_arise_between_two_others() {
    // 停水 is not said in 暂停水上项目.
    assert_ne!(code(&book().understand("公园暂停水上项目")), Some("010101"));
}

#[test]
fn another_way_of_writing_is_understood_and_shown_as_it_was_typed() {
    let understood = book().understand("俺家门口路灯不凉");
    assert_eq!(code(&understood), Some("010301"));
    assert!(understood.because.iter().any(|because| because.word == "不凉" && because.start == 6));
}

#[test]
fn the_name_of_a_place_says_less_about_the_matter_than_the_matter_itself() {
    let understood = book().understand("人民医院东边路灯不亮");
    assert_eq!(code(&understood), Some("010301"));
    let understood = book().understand("人民医院乱收费");
    assert_eq!(code(&understood), Some("020102"));
}

#[test]
fn a_question_about_a_benefit_is_a_consultation() {
    let understood = book().understand("请问低保怎么办理");
    assert_eq!(understood.kind, Kind::Consultation);
    assert_eq!(unit(&understood), None, "the row says 禁, so no town may have it, and no place is known");
}

#[test]
fn words_of_the_kind_outweigh_the_usual_kind() {
    assert_eq!(book().understand("建议柳荫小区的路灯换成太阳能").kind, Kind::Suggestion);
    assert_eq!(book().understand("路灯坏了").kind, Kind::Help);
}

#[test]
fn a_supply_that_fails_the_old_is_urgent() {
    assert_eq!(book().understand("停水了，家里有老人没有水喝").urgency, Urgency::Urgent);
    assert_eq!(book().understand("停水了，请尽快").urgency, Urgency::Normal);
}

#[test]
fn a_place_said_apart_routes_and_leaves_no_offsets() {
    let understood = book().understand_at("停水了", "白草苏木乌兰嘎查");
    assert_eq!(unit(&understood), Some("ZJ"));
    let place = understood.place.expect("a place");
    assert_eq!((place.text.as_str(), place.start, place.end), ("白草苏木乌兰嘎查", 0, 0));
    let reasons: Vec<_> = understood.because.iter().filter(|because| because.field == Field::Place).collect();
    assert!(reasons.iter().all(|because| because.rule.starts_with("place:") && because.end == 0));
    assert_eq!(reasons.len(), 2);
}

#[test]
fn a_place_said_apart_that_nobody_knows_is_kept_as_it_was_said() {
    let understood = book().understand_at("停水了", "我妈家");
    assert_eq!(understood.place.expect("a place").text, "我妈家");
}

#[test]
fn a_sure_form_may_be_dispatched_and_an_unsure_one_not() {
    assert!(book().is_sure(&book().understand("路灯不亮")));
    assert!(!book().is_sure(&book().understand("水压")));
    assert!(!book().is_sure(&book().understand("邻居吵架，邻居吵架")), "no place, so no unit");
}

#[test]
fn the_best_answer_comes_first() {
    let suggested = book().knowledge("我家暖气不热，怎么办？", 3);
    assert_eq!(suggested[0].id, "heating");
    assert_eq!(book().knowledge("想申请低保", 1)[0].id, "low-income");
    assert!(book().knowledge("草原", 3).is_empty());
}

#[test]
fn an_answer_is_given_at_once_only_to_the_question_that_is_written_beside_it() {
    let sure = |text: &str| book().sure_answer(text).map(|found| found.id);
    assert_eq!(sure("你好，请问低保怎么申请？").as_deref(), Some("low-income"));
    assert_eq!(sure("低保"), None, "a word is no question");
    assert_eq!(sure("低保怎么申请？另外我们小区停水三天了没人管，光明路的路灯也不亮"), None);
    assert_eq!(sure("光明路的路灯不亮"), None);
    assert_eq!(sure(""), None);
}
