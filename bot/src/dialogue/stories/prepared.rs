//! A question that has a prepared answer is answered at once; what is said next decides what becomes of it.

use intake::Kind;
use jiff::civil::date;
use prompts::{Choice, Errand, Notice, Slot};

use super::super::Draft;
use super::{BANNER, CORRIDOR, Chat, Focus, Message, Move};

const CARD: &str = "请问社保卡丢了怎么补办";
const PLATE: &str = "电动车去哪里上牌？";

/// A conversation on a day on which the answers are true, with these questions asked.
fn asked(questions: &[&str]) -> Chat {
    let mut chat = Chat::new();
    chat.case.today = date(2026, 7, 8);
    for question in questions {
        chat.says(question);
    }
    chat
}

fn is_told(chat: &Chat, article: &str) -> bool {
    chat.moves.contains(&Move::Say(Notice::Prepared { article: article.to_owned() }))
}

fn hears(chat: &Chat, notice: &Notice) -> bool {
    chat.moves.contains(&Move::Say(notice.clone()))
}

fn story(chat: &Chat) -> Option<&str> {
    chat.memory.draft.as_ref().map(|draft| draft.story.as_str())
}

/// Nothing is told, and nothing is waited for.
fn is_free(chat: &Chat) -> bool {
    chat.memory.draft.is_none() && chat.memory.focus == Focus::Free
}

#[test]
fn a_question_is_answered_before_anything_is_asked() {
    let chat = asked(&[CARD]);
    assert_eq!(chat.moves, [Move::Say(Notice::Prepared { article: "social-security-card".to_owned() })]);
    assert_eq!(chat.memory.focus, Focus::Answered);
}

#[test]
fn a_question_put_as_a_complaint_is_answered_and_what_happened_somewhere_is_not() {
    for (question, article) in [("校服太贵怎么办", "school-uniform"), ("12345能管什么事", "hotline-guide")]
    {
        assert!(is_told(&asked(&[question]), article), "{question}");
    }
    for told in ["暖气不热", "朝霞小区3号楼暖气不热怎么测温", "老板拖欠我三个月工资，一分没给"]
    {
        let chat = asked(&[told]);
        assert!(chat.memory.focus != Focus::Answered, "{told}: {:?}", chat.moves);
    }
}

#[test]
fn a_short_remark_on_an_answer_keeps_its_question() {
    let chat = asked(&["草原补奖什么时候发", "我家的一直没到账"]);
    assert_eq!(story(&chat), Some("草原补奖什么时候发\n我家的一直没到账"));
}

#[test]
fn who_is_content_is_let_go_with_one_sentence() {
    for said in [
        "谢谢",
        "好的",
        "解决了",
        "问题解决了",
        "够了",
        "知道了",
        "明白了，谢谢",
        "好的，我知道了，谢谢你",
        "不用了",
        "不用",
        "不用登记了",
        "1",
        "👍",
    ] {
        let mut chat = asked(&[CARD]);
        assert_eq!(chat.says(said), [Move::Say(Notice::Enough)], "{said}");
        assert!(is_free(&chat), "{said}");
    }
    let mut chat = asked(&[CARD]);
    assert_eq!(chat.presses(&Choice::Enough), [Move::Say(Notice::Enough)]);
    assert!(is_free(&chat));
}

#[test]
fn who_is_not_content_goes_on_as_without_an_answer() {
    let mut plain = Chat::new();
    plain.says(CARD);
    for said in [
        "没解决",
        "不行",
        "不是这个",
        "还是不行",
        "登记",
        "帮我登记",
        "不行，还是没解决",
        "谢谢，没用，帮我登记吧",
        "没解决，帮我登记",
        "2",
        "提交",
    ] {
        let mut chat = asked(&[CARD]);
        chat.says(said);
        assert_eq!(chat.moves, plain.moves, "{said}");
        assert_eq!((&chat.memory.draft, &chat.memory.focus), (&plain.memory.draft, &plain.memory.focus));
    }
    let mut chat = asked(&[CARD]);
    chat.presses(&Choice::NotEnough);
    chat.says("王先生 13800001234");
    chat.says("提交");
    let draft = chat.opens().unwrap();
    assert_eq!((draft.story.as_str(), draft.kind), (CARD, Kind::Consultation));
    assert_eq!(draft.phone.as_deref(), Some("13800001234"));
}

#[test]
fn the_number_in_the_question_is_taken_when_it_becomes_an_order() {
    let mut chat = asked(&["请问电动车去哪里上牌？要带什么？我电话13812345678"]);
    assert!(is_told(&chat, "ebike-plate") && !hears(&chat, &Notice::Privacy));
    chat.says("没解决");
    assert!(hears(&chat, &Notice::Privacy));
    assert_eq!(chat.memory.draft.unwrap().phone.as_deref(), Some("13812345678"));
}

#[test]
fn another_question_gets_its_own_answer_and_the_same_one_is_not_told_twice() {
    let mut chat = asked(&[CARD, PLATE]);
    assert!(is_told(&chat, "ebike-plate"));
    assert_eq!(story(&chat), Some(PLATE));
    chat.says("电动车没有发票能上牌吗");
    assert!(!is_told(&chat, "ebike-plate"), "who asks on was not helped by it");
    assert_eq!(story(&chat), Some("电动车去哪里上牌？\n电动车没有发票能上牌吗"));
    assert_eq!(chat.asks(), Some(Slot::Contact));
    let chat = asked(&[CARD, "可以匿名吗"]);
    assert!(is_told(&chat, "hotline-guide"));
}

#[test]
fn a_matter_of_its_own_begins_anew_and_more_about_the_question_joins_it() {
    let chat = asked(&[PLATE, CORRIDOR]);
    assert_eq!((story(&chat), &chat.memory.focus), (Some(CORRIDOR), &Focus::Confirm));
    assert_eq!(chat.memory.draft.as_ref().unwrap().answered, None);

    let chat = asked(&[CARD, "我人在外地，回不来"]);
    assert_eq!(story(&chat), Some("请问社保卡丢了怎么补办\n我人在外地，回不来"));
    assert_eq!(chat.asks(), Some(Slot::Contact));

    let chat = asked(&[CARD, "13800001234"]);
    assert_eq!((story(&chat), &chat.memory.focus), (Some(CARD), &Focus::Confirm));
}

#[test]
fn danger_behind_an_answer_comes_first() {
    let mut chat = asked(&[CARD]);
    chat.says("朝霞小区5号楼煤气泄漏了，味道很大");
    assert!(matches!(&chat.moves[0], Move::Say(Notice::Emergency { .. })));
    assert_eq!(story(&chat), Some("朝霞小区5号楼煤气泄漏了，味道很大"));
    let mut chat = asked(&[CARD]);
    chat.says("我不想活了");
    assert!(matches!(&chat.moves[0], Move::Say(Notice::Emergency { .. })));
    assert_eq!(story(&chat), Some("我不想活了"));
}

#[test]
fn a_question_with_a_danger_photos_or_somebody_else_in_it_is_not_answered_from_the_shelf() {
    let chat = asked(&["请问社保卡丢了怎么补办，我家着火了"]);
    assert!(matches!(&chat.moves[0], Move::Say(Notice::Emergency { .. })));
    assert!(!is_told(&chat, "social-security-card"));

    let mut chat = asked(&[]);
    let files = vec![storage::PaperId(uuid::Uuid::nil())];
    chat.hear(&Message { text: Some(CARD.to_owned()), files, ..Message::default() });
    assert_eq!(chat.asks(), Some(Slot::Contact));

    let mut chat = asked(&["替别人反映"]);
    chat.presses(&Choice::Consent);
    chat.says(CARD);
    assert_eq!(chat.asks(), Some(Slot::Contact));
}

#[test]
fn an_answer_is_told_only_while_it_is_true() {
    for (today, told) in [(date(2025, 12, 31), false), (date(2027, 12, 31), true), (date(2028, 1, 1), false)]
    {
        let mut chat = Chat::new();
        chat.case.today = today;
        chat.says(CARD);
        assert_eq!(is_told(&chat, "social-security-card"), told, "{today}");
    }
}

#[test]
fn requests_are_done_as_always_and_the_question_asked_again() {
    for said in ["帮助", "你好", "查询码丢了", "不知道"] {
        let mut chat = asked(&[CARD]);
        chat.says(said);
        assert_eq!(chat.moves.last(), Some(&Move::Say(Notice::AskEnough)), "{said}");
        assert_eq!((story(&chat), &chat.memory.focus), (Some(CARD), &Focus::Answered), "{said}");
        assert_eq!(chat.says("1"), [Move::Say(Notice::Enough)], "{said}");
    }
    let mut chat = asked(&[CARD, "查进度"]);
    assert!(matches!(chat.memory.focus, Focus::Order { errand: Errand::Progress, .. }));
    chat.says("没解决");
    assert_eq!((story(&chat), chat.asks()), (Some(CARD), Some(Slot::Contact)));
}

#[test]
fn a_person_takes_over_and_the_question_waits_behind_them() {
    let mut chat = asked(&[CARD]);
    chat.says("转人工");
    assert!(chat.moves.contains(&Move::CallPerson));
    assert_eq!(chat.memory.focus, Focus::Person);
    chat.presses(&Choice::EndHuman);
    assert_eq!(chat.moves.last(), Some(&Move::Say(Notice::AskEnough)));
}

#[test]
fn something_new_or_a_restart_lets_the_question_go() {
    for said in ["另一件事", "重新开始"] {
        let mut chat = asked(&[CARD]);
        assert_eq!(chat.says(said), [Move::Say(Notice::AskStory)], "{said}");
        assert!(is_free(&chat), "{said}");
    }
    let mut chat = asked(&[CARD]);
    assert_eq!(chat.presses(&Choice::Tell), [Move::Say(Notice::AskStory)]);
    let chat = asked(&[CARD, "替别人反映"]);
    assert!(matches!(chat.memory.focus, Focus::Consent { .. }));
    assert_eq!(story(&chat), None);
}

#[test]
fn photos_behind_an_answer_are_more_about_the_question() {
    let mut chat = asked(&[CARD]);
    chat.shows(2);
    assert!(hears(&chat, &Notice::FilesKept { count: 2 }));
    assert_eq!((chat.memory.draft.as_ref().unwrap().files.len(), chat.asks()), (2, Some(Slot::Contact)));
}

#[test]
fn buttons_of_an_answer_that_is_done_with_are_out_of_date() {
    for choice in [Choice::Enough, Choice::NotEnough] {
        let mut chat = asked(&[CARD, "谢谢"]);
        assert_eq!(chat.presses(&choice), [Move::Say(Notice::StaleChoice)]);
        let mut chat = asked(&[CARD, "没解决"]);
        chat.presses(&choice);
        assert!(hears(&chat, &Notice::StaleChoice));
        assert_eq!(story(&chat), Some(CARD));
    }
}

#[test]
fn every_article_reads_without_marks() {
    for article in BANNER.knowledge.values() {
        let told = article.told();
        assert!(!told.contains("**") && told.lines().all(|line| !line.starts_with("- ")), "{told}");
        assert!(!told.contains("\n\n") && !told.is_empty(), "{told}");
    }
}

#[test]
fn a_draft_kept_before_there_were_answers_is_read() {
    let mut kept = serde_json::to_value(Draft::begin(CARD, Vec::new())).unwrap();
    kept.as_object_mut().unwrap().remove("answered").unwrap();
    assert_eq!(serde_json::from_value::<Draft>(kept).unwrap(), Draft::begin(CARD, Vec::new()));
}

#[test]
fn who_says_content_and_a_little_more_is_let_go() {
    for said in
        ["解决了，谢谢", "好的，解决了", "收到", "好的，那我去办", "行，我去试试", "不用了，谢谢", "不需要"]
    {
        let mut chat = asked(&[CARD]);
        chat.says(said);
        assert!(is_free(&chat) && hears(&chat, &Notice::Enough), "{said}: {:?}", chat.moves);
    }
    for said in ["哦", "这样啊"] {
        let mut chat = asked(&[CARD]);
        chat.says(said);
        assert!(hears(&chat, &Notice::AskEnough), "{said}: {:?}", chat.moves);
    }
}

#[test]
fn another_matter_is_never_glued_to_an_answered_question() {
    for said in ["路灯不亮", "楼道灯坏了", "暖气不热"] {
        let mut chat = asked(&[CARD]);
        chat.says(said);
        assert_eq!(story(&chat), Some(said));
    }
    let mut chat = asked(&[CARD]);
    chat.says("路灯不亮，还有一件事，垃圾没人收");
    assert!(
        story(&chat).is_some_and(|story| story.contains("路灯") && story.contains("垃圾")),
        "{:?}",
        story(&chat)
    );
}

#[test]
fn what_did_not_help_keeps_its_question_whatever_is_told_with_it() {
    let mut chat = asked(&[CARD]);
    chat.says("没解决，12333一直打不通没人接电话");
    assert!(
        story(&chat).is_some_and(|story| story.starts_with(CARD) && story.contains("打不通")),
        "{:?}",
        story(&chat)
    );
}

#[test]
fn news_that_came_since_is_what_is_answered() {
    let mut chat = asked(&[CARD]);
    chat.case.offered = Vec::new();
    chat.says("解决了");
    assert!(!hears(&chat, &Notice::Enough) && !hears(&chat, &Notice::StaleChoice), "{:?}", chat.moves);
    assert!(chat.memory.draft.is_none());
}
