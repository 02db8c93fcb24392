//! What is heard in a telephone call?

use super::book;
use crate::{Attribution, CallHeard, CategoryCode, Format, Kind, Speaker, Transcript};

fn call(lines: &[&str]) -> CallHeard {
    let transcript = Transcript::read(&lines.join("\n"), None).expect("a transcript");
    book().hear_call(&transcript)
}

#[test]
fn an_address_is_put_together_and_its_corrections_count() {
    let heard = call(&[
        "坐席：您好，12345热线，请讲。",
        "市民：喂你好，嗯我我想反映一下，青河镇柳荫小区停水了停水了，三天了。",
        "坐席：几号楼？",
        "市民：三号楼，哦不对，不是三号楼，是五号楼。",
        "坐席：几单元？",
        "市民：二单元501。",
        "坐席：您贵姓，电话多少？",
        "市民：姓王，王桂兰，幺三八，零零零零",
        "坐席：嗯",
        "市民：一二三四",
        "坐席：跟您核对一下，柳荫小区五号楼二单元501停水，13800001234，对吗？",
        "市民：对对。",
    ]);
    assert_eq!(heard.attribution, Attribution::Labelled);
    assert_eq!(heard.story, "我想反映一下，青河镇柳荫小区停水了，三天了。");
    assert_eq!(heard.place.as_deref(), Some("青河镇柳荫小区五号楼二单元501"));
    assert_eq!(heard.name.as_deref(), Some("王桂兰"));
    assert_eq!(heard.phone.as_deref(), Some("13800001234"));
    assert!(heard.confirmed && !heard.answered && !heard.said_nothing);
    assert_eq!(heard.understanding.category, Some(CategoryCode::new("010101")));
}

#[test]
fn what_was_read_back_may_still_be_put_right_or_completed() {
    let said = |answer: &str, later: &str| {
        let later = format!("市民：{later}");
        let answer = format!("市民：{answer}");
        call(&[
            "坐席：请讲",
            "市民：柳荫小区三号楼停水了",
            "坐席：柳荫小区三号楼是吧？",
            &answer,
            "坐席：好的",
            &later,
        ])
        .place
    };
    assert_eq!(said("对，二单元", "嗯").as_deref(), Some("柳荫小区三号楼二单元"));
    assert_eq!(said("不对，五号楼", "嗯").as_deref(), Some("柳荫小区五号楼"));
    assert_eq!(said("对", "哎说错了，是六号楼").as_deref(), Some("柳荫小区六号楼"));
}

#[test]
fn the_agents_words_are_no_matter_of_the_citizens() {
    let heard = call(&[
        "坐席：您好，请讲，如果着火请拨打119，闻到煤气味请先开窗。",
        "市民：光明路路灯不亮。",
        "坐席：乱收费的事请拨12315，饭馆不卫生也可以打。",
        "市民：好的。",
    ]);
    assert_eq!(heard.story, "光明路路灯不亮。");
    assert_eq!(heard.understanding.emergency, None);
    assert_eq!(heard.understanding.category, Some(CategoryCode::new("010301")));
    assert_eq!(heard.phone, None);
}

#[test]
fn only_what_the_citizen_agrees_to_may_come_from_the_agent() {
    let said = |answer: &str| {
        call(&[
            "坐席：请讲",
            "市民：暖气不热",
            "坐席：您是柳荫小区的李女士对吗？",
            &format!("市民：{answer}"),
        ])
    };
    let agreed = said("对");
    assert_eq!((agreed.place.as_deref(), agreed.name.as_deref()), (Some("柳荫小区"), Some("李")));
    let denied = said("不是");
    assert_eq!((denied.place, denied.name), (None, None));
}

#[test]
fn exchanged_labels_are_put_right() {
    let heard = call(&[
        "市民：您好，这里是12345热线，请问有什么可以帮您？",
        "坐席：我们小区停水了，你们管不管？",
        "市民：请问您是哪个小区？",
        "坐席：柳荫小区。",
        "市民：好的，帮您登记，会有工作人员与您联系。",
    ]);
    assert_eq!(heard.attribution, Attribution::PartlyGuessed);
    assert_eq!(heard.turns[0].speaker, Speaker::Agent);
    assert_eq!(heard.story, "我们小区停水了，你们管不管？");
    assert_eq!(heard.place.as_deref(), Some("柳荫小区"));
}

#[test]
fn a_citizen_who_says_nothing_typical_is_one_all_the_same() {
    let heard = call(&[
        "市民：您好，12345热线，很高兴为您服务，请讲。",
        "坐席：柳荫小区停水，物业光说修就是不来。",
        "市民：请问您怎么称呼？",
        "坐席：恩和。",
        "市民：好的，为您登记，请保持电话畅通。",
        "坐席：好的好的。",
    ]);
    assert_eq!(heard.story, "柳荫小区停水，物业光说修就是不来。");
    assert_eq!(heard.name.as_deref(), Some("恩和"));
}

#[test]
fn numbered_voices_and_none_at_all_are_told_apart_by_what_they_say() {
    let numbered =
        call(&["说话人2：喂，我家暖气不热", "说话人1：您好，请问您是哪个小区", "说话人2：柳荫小区"]);
    assert_eq!(numbered.attribution, Attribution::PartlyGuessed);
    assert_eq!(numbered.story, "我家暖气不热");
    let none = call(&["您好，12345热线请讲。我家暖气不热。请问您是哪个小区？柳荫小区。好的，帮您登记。"]);
    assert_eq!(none.attribution, Attribution::Guessed);
    assert_eq!((none.story.as_str(), none.place.as_deref()), ("我家暖气不热。", Some("柳荫小区")));
}

#[test]
fn an_enquiry_answered_on_the_telephone_needs_a_content_citizen_and_no_promise() {
    let ask = "市民：我咨询一下，低保怎么办理？";
    let answer = "坐席：您带上身份证和户口本到苏木乡镇窗口申请就可以。";
    let answered = call(&["坐席：您好", ask, answer, "市民：好的，知道了，谢谢。"]);
    assert!(answered.answered);
    assert_eq!(answered.understanding.kind, Kind::Consultation);
    assert!(!call(&["坐席：您好", ask, answer, "市民：不行，我去过了不给办，我要投诉。"]).answered);
    assert!(
        !call(&["坐席：您好", ask, "坐席：这个帮您登记，会有工作人员与您联系。", "市民：好的谢谢。"])
            .answered
    );
}

#[test]
fn silence_and_a_wrong_number_are_nothing() {
    let silent = call(&["坐席：您好，请讲", "市民：喂，喂，嗯", "坐席：听不到您的声音"]);
    assert!(silent.said_nothing && silent.story.is_empty());
    assert!(call(&["坐席：您好，请讲", "市民：哦打错了打错了，不好意思啊"]).said_nothing);
    assert!(call(&["坐席：您好，12345热线", "坐席：您好，能听到吗？"]).said_nothing);
}

#[test]
fn who_speaks_to_somebody_else_has_no_matter() {
    let other_room = call(&[
        "坐席：您好，请讲",
        "市民：（音乐声）",
        "坐席：您好，能听到吗？",
        "市民：你把窗户关一下",
        "坐席：听不到您说话，请稍后再拨",
    ]);
    assert!(other_room.said_nothing && other_room.story.is_empty());
    let misdialled = call(&[
        "坐席：您好，12345热线",
        "市民：老李你到哪了？",
        "坐席：您是不是打错了？",
        "市民：哎呀，对不住",
    ]);
    assert!(misdialled.said_nothing);
    // A matter told over a bad line is one.
    let bad_line = call(&[
        "坐席：您好，能听到吗？",
        "市民：光明路路灯不亮，三天了",
        "坐席：喂？听不到您的声音，请稍后再拨",
    ]);
    assert_eq!(bad_line.story, "光明路路灯不亮，三天了");
    let denied = call(&["坐席：您是不是打错了？", "市民：没打错，柳荫小区停水了"]);
    assert!(!denied.said_nothing);
}

#[test]
fn questions_about_the_call_and_about_the_answer_are_no_matter() {
    let heard = call(&[
        "坐席：您好",
        "市民：我先问一下，你们这个录音，保密吗？光明路路灯不亮。黑得很。没人来修。",
        "坐席：好的，帮您转住建局。",
        "市民：那几天能有信儿？",
    ]);
    assert_eq!(heard.story, "光明路路灯不亮。黑得很。没人来修。");
    assert_ne!(heard.understanding.kind, Kind::Consultation);
    // Nothing else was said: then it is the matter.
    assert_eq!(call(&["坐席：您好", "市民：你们这个录音保密吗？"]).story, "你们这个录音保密吗？");
}

#[test]
fn an_offer_that_is_declined_leaves_the_enquiry_answered() {
    let ask = "市民：我想问一下柳荫小区水费几号交？";
    let told = "坐席：每月5号以前交，手机上就可以交。";
    let offer = "坐席：还需要给您登记吗？";
    assert!(call(&["坐席：您好", ask, told, offer, "市民：不用登记，知道了，谢谢。"]).answered);
    assert!(!call(&["坐席：您好", ask, told, offer, "市民：行，谢谢。"]).answered);
    assert!(!call(&["坐席：您好", ask, told, "市民：知道了。", "坐席：好的，转水务局答复。"]).answered);
}

#[test]
fn a_name_no_file_has_is_told_on_the_road_that_is_known() {
    let heard = call(&[
        "坐席：请说楼盘名称。",
        "市民：云锦台，云彩的云。",
        "坐席：在哪条路？",
        "市民：光明路，6号楼",
    ]);
    assert_eq!(heard.place.as_deref(), Some("光明路云锦台6号楼"));
}

#[test]
fn what_is_mentioned_beside_the_matter_does_not_decide() {
    let heard = call(&["坐席：请讲", "市民：光明路路灯不亮。另外顺便问一下低保。主要是路灯。"]);
    assert_eq!(heard.understanding.category, Some(CategoryCode::new("010301")));
    assert!(heard.story.ends_with("另外顺便问一下低保。"), "{}", heard.story);
}

#[test]
fn the_number_the_system_noted_is_the_citizens_when_he_says_no_other() {
    let noted = ["来电号码：13800001234", "坐席：您好", "市民：柳荫小区停水了"];
    assert_eq!(call(&noted).phone.as_deref(), Some("13800001234"));
    let given = [noted.as_slice(), &["坐席：您的电话？", "市民：13900005678"]].concat();
    assert_eq!(call(&given).phone.as_deref(), Some("13900005678"));
}

#[test]
fn a_call_serialises_with_its_turns() {
    let heard = call(&["坐席：您好", "市民：停水了"]);
    let value = serde_json::to_value(&heard).expect("a document");
    assert_eq!(value["attribution"], "labelled");
    assert_eq!(value["turns"][1]["speaker"], "citizen");
    assert_eq!(serde_json::to_value(Format::WebVtt).expect("a word"), "web_vtt");
}
