//! What does the bot answer? Played on the example banner, without any database.

mod plain;
mod prepared;

use std::sync::{Arc, LazyLock};

use jiff::civil::date;
use prompts::{Choice, Errand, Notice, Slot, Wording};
use uuid::Uuid;

use super::{Case, Focus, Memory, Message, Move, step};
use crate::banner::{self, Banner, Source};
use crate::names::PaperNames;

static BANNER: LazyLock<Arc<Banner>> = LazyLock::new(|| {
    let (banner, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).unwrap();
    Arc::new(banner)
});

/// A conversation without a ledger.
struct Chat {
    memory: Memory,
    case: Case,
    moves: Vec<Move>,
}

impl Chat {
    fn new() -> Self {
        Self { memory: Memory::new(), case: Case::default(), moves: Vec::new() }
    }

    fn hear(&mut self, message: &Message) -> &[Move] {
        let turn = step(self.memory.clone(), message, &self.case, &BANNER);
        // What is stored is what is remembered.
        self.memory = Memory::read(&turn.memory.write());
        assert_eq!(self.memory, turn.memory);
        self.moves = turn.moves;
        self.offer();
        &self.moves
    }

    fn says(&mut self, text: &str) -> &[Move] {
        self.hear(&Message { text: Some(text.to_owned()), ..Message::default() })
    }

    fn presses(&mut self, choice: &Choice) -> &[Move] {
        self.hear(&Message { choice: Some(choice.id()), ..Message::default() })
    }

    fn shows(&mut self, photos: usize) -> &[Move] {
        let files = (0..photos).map(|_| storage::PaperId(Uuid::nil())).collect();
        self.hear(&Message { files, ..Message::default() })
    }

    /// As the desk does: the last buttons stay offered until others are.
    fn offer(&mut self) {
        let names = PaperNames::new(
            Arc::clone(&BANNER),
            &crate::config::Config::default(),
            Vec::new(),
            jiff::Timestamp::UNIX_EPOCH,
        );
        let wording = Wording::embedded();
        for made in &self.moves {
            let notice = match made {
                Move::Say(notice) => notice.clone(),
                Move::Summarise(_) => Notice::Summary { paper: Uuid::nil() },
                _ => continue,
            };
            let choices = notice.choices();
            if !choices.is_empty() {
                let labels = wording.say("zh-CN", &notice, &names).choices;
                self.case.offered =
                    choices.into_iter().zip(labels.into_iter().map(|label| label.label)).collect();
            }
        }
    }

    fn asks(&self) -> Option<Slot> {
        match &self.memory.focus {
            Focus::Ask { slot } => Some(*slot),
            _ => None,
        }
    }

    fn opens(&self) -> Option<&super::Draft> {
        self.moves.iter().find_map(|made| match made {
            Move::Open(draft) => Some(draft.as_ref()),
            _ => None,
        })
    }
}

const CORRIDOR: &str = "朝霞小区3号楼楼道里停满了电动车还充电，太危险了";

#[test]
fn a_whole_story_needs_no_question() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    assert_eq!(chat.memory.focus, Focus::Confirm);
    chat.presses(&Choice::Submit);
    let draft = chat.opens().unwrap();
    assert_eq!(draft.asked, 0);
    assert_eq!(draft.area.as_ref().unwrap().as_str(), "SL0101");
    assert_eq!(chat.memory.draft, None);
}

#[test]
fn only_what_is_missing_is_asked_and_at_most_three_times() {
    let mut chat = Chat::new();
    chat.says("有问题");
    let mut questions = 0;
    while chat.asks().is_some() && questions < 10 {
        questions += 1;
        chat.says("说来话长");
    }
    assert!((1..=3).contains(&questions), "{questions}");
    assert_eq!(chat.memory.focus, Focus::Confirm);
}

#[test]
fn the_place_is_asked_when_the_story_has_none() {
    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    assert_eq!(chat.asks(), Some(Slot::Place));
    chat.says("朝霞小区");
    assert_eq!(chat.memory.focus, Focus::Confirm);
    assert_eq!(chat.memory.draft.unwrap().grid.unwrap().as_str(), "SL010101");
}

#[test]
fn a_number_presses_the_button_it_stands_for() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("1");
    assert!(chat.opens().is_some(), "{:?}", chat.moves);
}

#[test]
fn the_label_typed_out_presses_the_button() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    let label = chat.case.offered[0].1.clone();
    chat.says(&label);
    assert!(chat.opens().is_some(), "{:?}", chat.moves);
}

#[test]
fn the_address_is_corrected_in_one_sentence() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("地址错了，是站前小区5号楼");
    assert_eq!(chat.memory.focus, Focus::Confirm);
    let draft = chat.memory.draft.unwrap();
    assert_eq!(draft.area.unwrap().as_str(), "SL0102");
    assert!(draft.place.unwrap().contains("5号楼"));
    assert!(draft.story.contains("电动车"));
}

#[test]
fn the_privacy_notice_comes_before_the_first_contact_detail_and_once() {
    let mut chat = Chat::new();
    chat.says("我叫了半天没人管，老板拖欠我们工资三个月不给");
    assert_eq!(chat.asks(), Some(Slot::Place));
    chat.says("朝霞市场");
    assert_eq!(chat.asks(), Some(Slot::Contact));
    let privacy = chat.moves.iter().position(|made| *made == Move::Say(Notice::Privacy)).unwrap();
    let asked =
        chat.moves.iter().position(|made| matches!(made, Move::Say(Notice::AskContact { .. }))).unwrap();
    assert!(privacy < asked);
    chat.says("史女士 13800001234");
    assert_eq!(chat.memory.focus, Focus::Confirm);
    let draft = chat.memory.draft.clone().unwrap();
    assert_eq!((draft.name.as_deref(), draft.phone.as_deref()), (Some("史女士"), Some("13800001234")));
    chat.presses(&Choice::Fix(Slot::Contact));
    assert!(!chat.moves.contains(&Move::Say(Notice::Privacy)), "shown twice");
}

#[test]
fn a_phone_told_with_the_story_is_taken_and_the_notice_is_given() {
    let mut chat = Chat::new();
    chat.says(&format!("{CORRIDOR}，我电话13800001234"));
    assert!(chat.moves.contains(&Move::Say(Notice::Privacy)));
    assert_eq!(chat.memory.draft.unwrap().phone.as_deref(), Some("13800001234"));
}

#[test]
fn an_emergency_is_answered_before_any_question() {
    let mut chat = Chat::new();
    chat.says("朝霞小区5号楼煤气泄漏了，味道很大");
    assert!(matches!(&chat.moves[0], Move::Say(Notice::Emergency { .. })), "{:?}", chat.moves);
    assert!(matches!(&chat.moves[1], Move::Alert { .. }));
}

#[test]
fn an_interruption_is_answered_and_the_draft_taken_up_again() {
    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    chat.says("进度");
    assert!(
        matches!(chat.memory.focus, Focus::Order { errand: Errand::Progress, .. }),
        "{:?}",
        chat.memory.focus
    );
    chat.says("取消");
    assert_eq!(chat.memory.draft, None, "取消 gives the draft up");

    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    chat.says("你能干什么");
    assert_eq!(chat.asks(), Some(Slot::Place), "back at the question: {:?}", chat.moves);
    chat.says("朝霞小区");
    assert_eq!(chat.memory.focus, Focus::Confirm);
}

#[test]
fn photos_sent_at_once_belong_to_one_draft_and_get_one_answer() {
    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    chat.shows(1);
    assert!(!chat.moves.is_empty());
    chat.case.more_files = true;
    assert!(chat.shows(1).is_empty());
    assert!(chat.shows(1).is_empty());
    assert_eq!(chat.memory.draft.unwrap().files.len(), 3);
}

#[test]
fn a_name_and_phone_at_the_summary_are_the_contact() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("我姓白，13800001234");
    let draft = chat.memory.draft.unwrap();
    assert_eq!(draft.phone.as_deref(), Some("13800001234"));
    assert!(!draft.story.contains("138"), "{}", draft.story);
}

#[test]
fn a_place_named_at_the_summary_is_the_place() {
    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    chat.says("就在这儿");
    chat.says("朝霞小区");
    let draft = chat.memory.draft.unwrap();
    assert_eq!(draft.grid.unwrap().as_str(), "SL010101");
    assert!(!draft.story.contains("朝霞"), "{}", draft.story);
}

#[test]
fn what_is_added_is_taken_with_the_word_that_announces_it() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("补充一下，一共三辆");
    assert_eq!(chat.memory.focus, Focus::Confirm);
    assert!(chat.memory.draft.unwrap().story.ends_with("一共三辆"));
}

#[test]
fn whoever_is_in_need_is_asked_nothing() {
    let mut chat = Chat::new();
    chat.says("我不想活了");
    assert!(matches!(&chat.moves[0], Move::Say(Notice::Emergency { .. })));
    assert_eq!(chat.asks(), None, "{:?}", chat.moves);
    chat.says("我真的不想活了");
    assert_eq!(chat.asks(), None, "asked after the second cry: {:?}", chat.moves);
}

#[test]
fn marks_alone_are_no_story() {
    let mut chat = Chat::new();
    chat.says("？？？");
    assert_eq!(chat.moves, [Move::Say(Notice::NotUnderstood)]);
    assert_eq!(chat.memory.draft, None);
}

#[test]
fn somebody_elses_number_is_a_part_of_the_story() {
    let mut chat = Chat::new();
    chat.says(&format!("{CORRIDOR}，我电话13800001234"));
    chat.says("老板电话13912345678");
    let draft = chat.memory.draft.clone().unwrap();
    assert_eq!(draft.phone.as_deref(), Some("13800001234"));
    assert!(draft.story.contains("13912345678"));

    let mut chat = Chat::new();
    chat.says("朝霞小区有人冒充客服骗钱，骗子号码13912345678");
    assert_eq!(chat.memory.draft.unwrap().phone, None);
}

#[test]
fn a_number_said_to_a_person_ends_nothing() {
    let mut chat = Chat::new();
    chat.says("转人工");
    assert!(chat.says("1").is_empty(), "{:?}", chat.moves);
    assert_eq!(chat.memory.focus, Focus::Person);
}

#[test]
fn photos_that_come_with_an_answer_are_kept() {
    let mut chat = Chat::new();
    chat.says("楼道里停满了电动车还充电，太危险了");
    let files = vec![storage::PaperId(Uuid::nil()); 2];
    chat.hear(&Message { text: Some("朝霞小区".to_owned()), files, ..Message::default() });
    assert_eq!(chat.memory.draft.unwrap().files.len(), 2);
}

#[test]
fn impatience_without_an_order_is_a_story() {
    let mut chat = Chat::new();
    chat.says("路灯坏了怎么还没处理");
    assert!(chat.memory.draft.is_some(), "{:?}", chat.moves);

    let mut chat = Chat::new();
    chat.says("查进度");
    assert!(matches!(chat.memory.focus, Focus::Order { .. }));
    chat.says(CORRIDOR);
    assert_eq!(chat.memory.focus, Focus::Confirm, "{:?}", chat.moves);
}

#[test]
fn another_matter_waits_until_the_first_is_submitted() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("还有一件事，路灯也不亮");
    assert_eq!(chat.moves[0], Move::Say(Notice::FinishFirst));
    assert!(chat.memory.draft.unwrap().story.contains("电动车"));
}

#[test]
fn whoever_asks_for_secrecy_keeps_the_number_just_given() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    chat.says("13800001234，请给我保密");
    let draft = chat.memory.draft.unwrap();
    assert_eq!((draft.phone.as_deref(), draft.name), (Some("13800001234"), None));
}

#[test]
fn only_a_name_beside_a_number_is_the_citizens_name() {
    for (said, name) in [
        ("电话13800001234", None),
        ("我的手机号是13800001234", None),
        ("13800001234，谢谢", None),
        ("号码 13800001234 随时打", None),
        ("史女士 13800001234", Some("史女士")),
        ("王建国，13800001234", Some("王建国")),
        ("我叫王芳，电话13800001234", Some("王芳")),
    ] {
        let mut chat = Chat::new();
        chat.says(CORRIDOR);
        chat.says(said);
        let draft = chat.memory.draft.unwrap();
        assert_eq!((draft.phone.as_deref(), draft.name.as_deref()), (Some("13800001234"), name), "{said}");
    }
}

#[test]
fn a_draft_has_bounds() {
    let mut chat = Chat::new();
    for _ in 0..40 {
        chat.says(&"楼道里停满了电动车还充电，太危险了。".repeat(100));
        chat.shows(2);
    }
    let draft = chat.memory.draft.unwrap();
    assert!(draft.story.chars().count() <= 8100 && draft.files.len() <= 30);
}

#[test]
fn an_old_button_changes_nothing() {
    let mut chat = Chat::new();
    chat.presses(&Choice::Submit);
    assert_eq!(chat.moves, [Move::Say(Notice::StaleChoice)]);
    chat.presses(&Choice::WithdrawYes("20260708-AAAAAA".to_owned()));
    assert_eq!(chat.moves, [Move::Say(Notice::StaleChoice)]);
}

#[test]
fn a_person_has_the_conversation_until_the_citizen_wants_the_bot_back() {
    let mut chat = Chat::new();
    chat.says("转人工");
    assert_eq!(chat.memory.focus, Focus::Person);
    assert!(chat.says("我想问问上次那个事").is_empty());
    chat.presses(&Choice::EndHuman);
    assert!(chat.moves.contains(&Move::EndPerson));
    assert_eq!(chat.memory.focus, Focus::Free);
}

#[test]
fn a_document_of_another_version_restarts_the_dialogue_politely() {
    let memory = Memory::read(r#"{"version":99,"draft":{"story":"?"}}"#);
    assert_eq!(memory.draft, None);
    assert_eq!(memory, Memory::new());
}

#[test]
fn a_document_from_before_matters_were_told_apart_is_read() {
    let mut chat = Chat::new();
    chat.says(CORRIDOR);
    let mut old: serde_json::Value = serde_json::from_str(&chat.memory.write()).unwrap();
    old.as_object_mut().unwrap().remove("later").unwrap();
    old["draft"].as_object_mut().unwrap().remove("matters").unwrap();
    assert_eq!(Memory::read(&old.to_string()), chat.memory);
}

#[test]
fn photos_whose_question_is_open_outlive_a_code_an_erasure_not_meant_and_a_person() {
    for between in [&["绑定", "取消"][..], &["绑定", "12345678", "取消"], &["绑定 12345678", "取消"]]
    {
        let mut chat = Chat::new();
        chat.says("替别人反映");
        chat.shows(2);
        for said in between {
            chat.case.pass = said.contains("1234").then_some(super::PassCheck::Wrong);
            chat.says(said);
        }
        let Focus::Consent { files } = &chat.memory.focus else { panic!("{:?}", chat.memory.focus) };
        assert_eq!(files.len(), 2, "{between:?}");
        assert!(chat.moves.contains(&Move::Say(Notice::AskConsent)));
    }
    let mut chat = Chat::new();
    chat.memory.focus = Focus::FilesFor { files: vec![storage::PaperId(Uuid::nil())] };
    chat.presses(&Choice::Erase);
    assert_eq!(chat.memory.focus, Focus::Erase);
    chat.says(CORRIDOR);
    assert_eq!(chat.memory.draft.as_ref().unwrap().files.len(), 1, "they belong to what is told then");

    chat.memory = Memory::new();
    chat.memory.focus = Focus::FilesFor { files: vec![storage::PaperId(Uuid::nil())] };
    chat.presses(&Choice::Erase);
    chat.presses(&Choice::EraseYes);
    assert_eq!((&chat.memory.focus, &chat.memory.aside), (&Focus::Free, &None), "what is erased is gone");
}

#[test]
fn what_is_told_where_a_phone_is_asked_for_is_kept() {
    let mut chat = Chat::new();
    chat.says("老板拖欠我三个月工资不给，公司在朝霞街");
    assert_eq!(chat.asks(), Some(Slot::Contact));
    chat.says("还有两个工友也没给，一共欠三万");
    assert_eq!(chat.asks(), Some(Slot::Contact), "{:?}", chat.moves);
    chat.says("王师傅，13700004321");
    let draft = chat.memory.draft.unwrap();
    assert!(draft.story.contains("一共欠三万"), "{}", draft.story);
    assert_eq!(draft.phone.as_deref(), Some("13700004321"));
}

#[test]
fn photos_that_come_again_are_the_story() {
    let mut chat = Chat::new();
    chat.shows(1);
    assert_eq!(chat.asks(), Some(Slot::Story));
    chat.case.more_files = true;
    assert!(chat.shows(1).is_empty(), "parts of one sending");
    chat.case.more_files = false;
    chat.shows(1);
    assert_eq!(chat.moves[0], Move::Say(Notice::FilesKept { count: 3 }));
    assert_eq!(chat.asks(), Some(Slot::Place));
    chat.shows(1);
    assert_eq!(chat.memory.focus, Focus::Confirm, "{:?}", chat.moves);
}

#[test]
fn a_document_from_before_words_waited_for_their_order_is_read() {
    let mut chat = Chat::new();
    chat.says("查进度");
    let mut old: serde_json::Value = serde_json::from_str(&chat.memory.write()).unwrap();
    old["focus"].as_object_mut().unwrap().remove("words").unwrap();
    assert_eq!(Memory::read(&old.to_string()), chat.memory);
}
