//! Is a call told in one sentence, and is a record that says otherwise found out?

use super::book;
use crate::{CallHeard, CategoryCode, Differs, Kind, Recorded, Transcript, Urgency};

fn call(lines: &[&str]) -> CallHeard {
    let transcript = Transcript::read(&lines.join("\n"), None).expect("a transcript");
    book().hear_call(&transcript)
}

fn complaint() -> CallHeard {
    call(&[
        "坐席：您好，12345热线，请讲。",
        "市民：你好，我想投诉，我们柳荫小区从前天晚上就停水，三号楼老人没有水喝，没人管。希望快点来修。",
        "坐席：您贵姓，电话多少？",
        "市民：姓王，王桂兰，13800001234",
        "坐席：好的王女士，帮您记录了，感谢您的来电。",
    ])
}

fn differs(recorded: &Recorded, heard: &CallHeard) -> Vec<Differs> {
    book().compare(recorded, heard).into_iter().map(|flag| flag.differs).collect()
}

#[test]
fn a_call_is_told_in_one_sentence_of_the_citizens_own_words() {
    let heard = complaint();
    assert_eq!(heard.summary, "我们柳荫小区从前天晚上就停水，三号楼老人没有水喝，没人管，希望快点来修。");
    assert_eq!(heard.elements.who.as_deref(), Some("王桂兰，13800001234"));
    assert_eq!(heard.elements.when.as_deref(), Some("前天晚上"));
    assert_eq!(heard.elements.location.as_deref(), Some("柳荫小区三号楼"));
    let words = heard.elements.what.expect("a matter");
    for clause in words.trim_end_matches('。').split('，') {
        assert!(heard.story.contains(clause), "{clause} is the citizen's own");
    }
}

#[test]
fn who_says_nothing_has_no_summary() {
    let heard = call(&["坐席：您好，请讲", "市民：喂", "坐席：您好？听不到您的声音", "市民：打错了"]);
    assert_eq!((heard.summary.as_str(), heard.elements.what), ("", None));
}

#[test]
fn a_complaint_written_down_as_a_question_is_found_out() {
    let heard = complaint();
    let recorded = Recorded { kind: Some(Kind::Consultation), ..faithful() };
    let flags = book().compare(&recorded, &heard);
    assert_eq!(flags.len(), 1, "{flags:?}");
    assert_eq!(
        (flags[0].differs, flags[0].heard.as_str(), flags[0].recorded.as_str()),
        (Differs::Softened, "投诉", "咨询")
    );
    assert!(flags[0].words.contains(&"投诉".to_owned()));
}

fn faithful() -> Recorded {
    Recorded {
        kind: Some(Kind::Complaint),
        category: Some(CategoryCode::new("010101")),
        urgency: Some(Urgency::Urgent),
        place: Some("青河镇柳荫小区".to_owned()),
        name: Some("王女士".to_owned()),
        phone: Some("138-0000-1234".to_owned()),
    }
}

#[test]
fn a_faithful_record_is_not_doubted() {
    assert_eq!(differs(&faithful(), &complaint()), []);
    assert_eq!(
        differs(&Recorded { place: Some("柳荫小区3号楼".to_owned()), ..Recorded::default() }, &complaint()),
        []
    );
}

#[test]
fn what_was_left_out_or_written_down_wrongly_is_named() {
    let heard = complaint();
    let with = |change: &dyn Fn(&mut Recorded)| {
        let mut recorded = faithful();
        change(&mut recorded);
        differs(&recorded, &heard)
    };
    assert_eq!(with(&|recorded| recorded.urgency = Some(Urgency::Normal)), [Differs::LessUrgent]);
    assert_eq!(with(&|recorded| recorded.place = None), [Differs::PlaceLeftOut]);
    assert_eq!(with(&|recorded| recorded.place = Some("乌兰嘎查".to_owned())), [Differs::OtherPlace]);
    assert_eq!(with(&|recorded| recorded.phone = Some("13800001235".to_owned())), [Differs::OtherPhone]);
    assert_eq!(with(&|recorded| recorded.name = Some("李先生".to_owned())), [Differs::OtherName]);
    assert_eq!(
        with(&|recorded| recorded.category = Some(CategoryCode::new("030101"))),
        [Differs::OtherCategory]
    );
}

#[test]
fn danger_left_out_comes_first_and_who_calls_in_danger_wants_help() {
    let heard = call(&["坐席：您好，请讲", "市民：快来人，柳荫小区三号楼着火了，暖气不热都烧电褥子"]);
    assert_eq!(heard.understanding.kind, Kind::Help);
    let recorded = Recorded {
        urgency: Some(Urgency::Normal),
        place: Some("柳荫小区".to_owned()),
        ..Recorded::default()
    };
    assert_eq!(differs(&recorded, &heard), [Differs::DangerLeftOut]);
}
