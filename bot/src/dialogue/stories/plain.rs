//! Citizens say things the short way, and are heard as they mean it.

use prompts::{Notice, Slot};

use super::super::Draft;
use super::{CORRIDOR, Chat, Focus, Move};

const HEATING: &str = "暖气不热，家里才十四度";
const WAGES: &str = "老板拖欠我三个月工资不给，公司在朝霞街";

impl Chat {
    fn told(said: &[&str]) -> Self {
        let mut chat = Self::new();
        for text in said {
            chat.says(text);
        }
        chat
    }

    fn draft(&self) -> &Draft {
        self.memory.draft.as_ref().unwrap_or_else(|| panic!("nothing is told: {:?}", self.moves))
    }

    fn phone(&self) -> Option<&str> {
        self.draft().phone.as_deref()
    }

    fn place(&self) -> Option<&str> {
        self.draft().place.as_deref()
    }

    fn hears(&self, notice: &Notice) -> bool {
        self.moves.contains(&Move::Say(notice.clone()))
    }
}

#[test]
fn a_number_that_stands_alone_in_the_story_is_the_citizens() {
    for (told, number) in [
        ("家里没电了 毛纺新居3号楼 13811118887", "13811118887"),
        ("公厕太脏，南苑市场 电话13811110020", "13811110020"),
        ("楼道灯坏了 在松鹤苑2号楼 电话13947112233", "13947112233"),
        ("我家楼上漏水 朝霞佳园2号楼 手机号13811118886", "13811118886"),
        ("小区路灯坏了 金穗家园 联系人李梅13822229999", "13822229999"),
        ("家里停水三天了，我住槐荫嘉苑电话幺三八幺幺幺幺九九九九", "13811119999"),
        ("小区路灯不亮，然后我电话是一三九四七一零二三三八", "13947102338"),
    ] {
        let chat = Chat::told(&[told]);
        assert_eq!(chat.phone(), Some(number), "{told}");
        assert!(chat.hears(&Notice::Privacy), "{told}");
    }
}

#[test]
fn a_number_told_where_the_place_is_asked_for_is_taken_and_is_no_place() {
    let chat = Chat::told(&[HEATING, "鸿雁小区7号楼 13811110010"]);
    assert_eq!((chat.phone(), chat.place()), (Some("13811110010"), Some("鸿雁小区7号楼")));

    let mut chat = Chat::told(&[HEATING, "13822226666"]);
    assert_eq!((chat.asks(), chat.phone(), chat.place()), (Some(Slot::Place), Some("13822226666"), None));
    chat.says("阳光新城4号楼");
    assert_eq!((chat.phone(), chat.place()), (Some("13822226666"), Some("阳光新城4号楼")));

    let chat = Chat::told(&["Hello, the street light is broken", "13800001111"]);
    assert_eq!((chat.phone(), chat.place()), (Some("13800001111"), None));
}

#[test]
fn a_number_is_taken_wherever_the_telling_stands() {
    let chat = Chat::told(&["13800001234", HEATING]);
    assert_eq!((chat.phone(), chat.draft().story.as_str()), (Some("13800001234"), HEATING));

    let chat = Chat::told(&["有问题", "13800001234"]);
    assert_eq!((chat.phone(), chat.asks()), (Some("13800001234"), Some(Slot::Story)));

    let apart = "朝霞街路灯不亮半个月了。另外朝霞小区的垃圾好几天没人清运，垃圾桶都满了";
    let chat = Chat::told(&[apart, "13800001234"]);
    assert_eq!((chat.phone(), &chat.memory.focus), (Some("13800001234"), &Focus::Apart));

    let chat = Chat::told(&[CORRIDOR, "13800001234", "13900005678"]);
    assert_eq!(chat.phone(), Some("13900005678"), "the last one told counts");
    assert_eq!(chat.draft().story, CORRIDOR);

    let chat = Chat::told(&[CORRIDOR, "不留电话", "还是留一个吧，13800001234"]);
    assert_eq!(chat.phone(), Some("13800001234"), "who changes their mind is heard");
}

#[test]
fn who_leaves_no_number_is_heard() {
    for said in ["不留！", "不留", "不想留", "没电话", "我没手机", "不留名", "不告诉你"]
    {
        let mut chat = Chat::told(&[WAGES, said]);
        assert!(chat.hears(&Notice::ContactWhy), "{said}: {:?}", chat.moves);
        chat.says(said);
        assert_eq!(chat.memory.focus, Focus::Confirm, "{said}: {:?}", chat.moves);
        chat.says(said);
        assert_eq!((chat.phone(), chat.draft().story.as_str()), (None, WAGES), "{said}");
    }
    let mut chat = Chat::told(&[CORRIDOR, "13800001234"]);
    chat.says("电话就算了吧");
    assert_eq!((chat.phone(), &chat.memory.focus), (None, &Focus::Confirm), "{:?}", chat.moves);
    chat.says("算了吧");
    assert_eq!(chat.memory.draft, None, "the matter itself is put away");
}

#[test]
fn who_wants_a_person_gets_one_wherever_it_is_said() {
    for said in [
        "我要找人说话，别拿机器人糊弄我",
        "能不能给我接个人工",
        "找个人跟我说",
        "给我找个真人",
        "叫你们领导来",
    ] {
        for before in [&[][..], &["有问题"], &[HEATING], &[WAGES], &[CORRIDOR], &["查进度"]] {
            let mut chat = Chat::told(before);
            chat.says(said);
            assert_eq!(chat.memory.focus, Focus::Person, "{before:?} {said}: {:?}", chat.moves);
        }
    }
    let chat = Chat::told(&[HEATING, "你是真人还是机器人"]);
    assert!(chat.hears(&Notice::Help), "{:?}", chat.moves);
    assert_eq!((chat.asks(), chat.place()), (Some(Slot::Place), None));
    let chat = Chat::told(&["楼下井盖坏了，找个人来修一下"]);
    assert!(chat.memory.draft.is_some(), "{:?}", chat.moves);
}

#[test]
fn a_landline_is_a_phone_and_a_mistyped_number_is_said_to_be_none() {
    let chat = Chat::told(&[WAGES, "0470-1234567"]);
    assert_eq!((chat.phone(), &chat.memory.focus), (Some("04701234567"), &Focus::Confirm));
    let mut chat = Chat::told(&[WAGES]);
    for said in ["1380000", "138000012345", "1380000"] {
        chat.says(said);
        assert_eq!(chat.moves, [Move::Say(Notice::PhoneUnclear)], "{said}");
    }
    chat.says("13800001234");
    assert_eq!((chat.phone(), chat.draft().story.as_str()), (Some("13800001234"), WAGES));
    let chat = Chat::told(&[CORRIDOR, "138000012345"]);
    assert_eq!((&chat.moves[1], chat.draft().story.as_str()), (&Move::Say(Notice::PhoneUnclear), CORRIDOR));
}

#[test]
fn impatience_in_the_middle_of_a_matter_is_about_the_matter() {
    let chat = Chat::told(&[HEATING, "快点！！！"]);
    assert_eq!((chat.asks(), chat.place()), (Some(Slot::Place), None), "{:?}", chat.moves);
    let chat = Chat::told(&[CORRIDOR, "快点！！！"]);
    assert_eq!((&chat.memory.focus, chat.draft().story.as_str()), (&Focus::Confirm, CORRIDOR));
}

#[test]
fn what_is_plainly_no_place_is_not_taken_for_one() {
    for said in ["小区停水了怎么回事", "哪儿来着 我想想", "你们主任电话多少", "111"] {
        let mut chat = Chat::told(&[HEATING, said]);
        assert_eq!((chat.asks(), chat.place()), (Some(Slot::Place), None), "{said}: {:?}", chat.moves);
        chat.says("朝霞小区");
        assert_eq!(chat.place(), Some("朝霞小区"), "{said}");
        let chat = Chat::told(&[HEATING, said, said]);
        assert_ne!(chat.asks(), Some(Slot::Place), "asked twice, and no more: {said}");
        assert_eq!(chat.place(), None);
    }
}

#[test]
fn the_place_is_corrected_where_the_summary_is_shown() {
    for (said, place) in [
        ("不对 是云杉市场后面", "云杉市场后面"),
        ("不是 我说错了 是向阳大街和青年街路口", "向阳大街和青年街路口"),
        ("地址是6号楼3单元501", "朝霞小区6号楼3单元501"),
        ("地址是站前小区5号楼", "站前小区5号楼"),
    ] {
        let chat = Chat::told(&[CORRIDOR, said]);
        assert_eq!(chat.place(), Some(place), "{said}: {:?}", chat.moves);
        assert_eq!((&chat.memory.focus, chat.draft().story.as_str()), (&Focus::Confirm, CORRIDOR), "{said}");
    }
    let chat = Chat::told(&[CORRIDOR, "不对，是三轮车不是电动车"]);
    assert!(chat.draft().story.contains("三轮车"), "what is no place is told: {:?}", chat.moves);
}

#[test]
fn all_of_them_means_each_for_itself() {
    let told = "朝霞街路灯不亮半个月了。另外朝霞小区的垃圾好几天没人清运，垃圾桶都满了";
    for said in ["全部", "两件事都要办", "两件事你们都要给我办"] {
        let chat = Chat::told(&[told, said]);
        assert_eq!(chat.memory.later.len(), 1, "{said}: {:?}", chat.moves);
    }
}

#[test]
fn who_says_goodbye_is_not_asked_what_happened() {
    for said in ["没事了", "再见", "谢谢", "拜拜"] {
        let chat = Chat::told(&[said]);
        assert_eq!(
            (&chat.moves[..], &chat.memory.draft),
            (&[Move::Say(Notice::Thanks)][..], &None),
            "{said}"
        );
        let chat = Chat::told(&[CORRIDOR, said]);
        assert!(chat.memory.draft.is_some(), "{said} puts nothing away");
        assert_eq!(chat.draft().story, CORRIDOR);
    }
}

#[test]
fn a_number_that_is_somebody_elses_stays_in_the_story() {
    for told in [
        "朝霞小区物业电话13912345678一直没人接，楼道灯坏了没人修",
        "给13912345678打了好几次都没人接，朝霞小区暖气不热",
        "朝霞小区停水，13912345678、13811118887都是物业的",
    ] {
        let chat = Chat::told(&[told]);
        assert_eq!(chat.phone(), None, "{told}");
        assert!(chat.draft().story.contains("13912345678"), "{told}");
    }
}
