//! What is said to the bot itself?

use super::book;
use crate::Request;

fn request(text: &str) -> Option<Request> {
    book().request(text)
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

#[test]
fn a_whole_phrase_is_known_whatever_stands_around_it() {
    assert_eq!(request("是的！"), Some(Request::Yes));
    assert_eq!(request(" 对 。"), Some(Request::Yes));
    assert_eq!(request("👍"), Some(Request::Yes));
    assert_eq!(request("是的，路灯坏了"), None);
}

#[test]
fn a_phrase_counts_inside_a_short_message_only() {
    assert_eq!(request("麻烦催一下吧"), Some(Request::Urge));
    assert_eq!(request("我们小区的物业让业主委员会催一下供暖公司，可是一直到现在都没有结果"), None);
}

#[test]
fn an_order_number_is_given_back_as_written() {
    assert_eq!(request("查进度 20260301-K7M2P-X"), Some(Request::Progress(some("20260301-K7M2P-X"))));
    assert_eq!(request("我的20260301k7m2px办得怎么样了"), Some(Request::Progress(some("20260301k7m2px"))));
    assert_eq!(request("20260301K7M2PX"), Some(Request::Progress(some("20260301K7M2PX"))));
    assert_eq!(request("20260301-K7M2P-X 人呢？"), Some(Request::Progress(some("20260301-K7M2P-X"))));
    assert_eq!(request("进度"), Some(Request::Progress(None)));
    assert_eq!(request("13800001234"), None);
}

#[test]
fn a_correction_brings_its_new_value() {
    assert_eq!(request("地址错了，是幸福小区3号楼"), Some(Request::CorrectPlace(some("幸福小区3号楼"))));
    assert_eq!(
        request("地址不对，应该是青河镇春风社区柳荫小区三号楼二单元五零一室"),
        Some(Request::CorrectPlace(some("青河镇春风社区柳荫小区三号楼二单元五零一室")))
    );
    assert_eq!(request("地址错了"), Some(Request::CorrectPlace(None)));
    assert_eq!(request("电话错了，改成138 0000 1234"), Some(Request::CorrectContact(some("13800001234"))));
    assert_eq!(request("说错了，是停水不是停电。"), Some(Request::CorrectStory(some("停水不是停电"))));
}

#[test]
fn a_story_in_which_a_correction_is_only_mentioned_is_no_correction() {
    assert_eq!(request("物业公示的报修电话错了，我们小区停水三天也联系不上人，没人管"), None);
}
