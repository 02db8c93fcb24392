//! Who is in danger, and who only speaks of it?

use super::book;
use crate::Urgency;

fn emergency(text: &str) -> Option<String> {
    let understood = book().understand(text);
    assert_eq!(understood.emergency.is_some(), understood.urgency == Urgency::Critical, "{text}");
    assert_eq!(understood.emergency.as_ref(), book().danger(text), "{text}");
    understood.emergency.map(|code| code.to_string())
}

#[test]
fn a_fire_is_an_emergency_however_it_is_told() {
    for text in [
        "着火了！",
        "柳荫小区3号楼着火了快来人",
        "楼下冒烟，有人被困",
        "草场上的火烧过来了",
        "厨房着ㄏ不是，是起火了",
    ] {
        assert_eq!(emergency(text).as_deref(), Some("fire"), "{text}");
    }
}

#[test]
fn an_old_fire_is_not_an_emergency() {
    for text in [
        "去年我家着火，保险没赔",
        "前年起火的那栋楼还没修",
        "社区搞起火演练",
        "没有着火",
        "没有发生过起火",
        "万一楼道里起火怎么办",
        "怎么预防起火",
    ] {
        assert_eq!(emergency(text), None, "{text}");
    }
}

#[test]
fn a_fire_that_burns_now_is_an_emergency_whatever_happened_before() {
    assert_eq!(emergency("去年着火，现在又着火了").as_deref(), Some("fire"));
    assert_eq!(emergency("家里没有水，着火了").as_deref(), Some("fire"));
    assert_eq!(emergency("去年修的线路现在着火了").as_deref(), Some("fire"));
}

#[test]
fn what_is_denied_or_feared_beside_a_fire_does_not_put_it_out() {
    for text in ["着火了没有人管", "没电还冒烟", "着火，担心爆炸", "没有水，厨房起火了"]
    {
        assert_eq!(emergency(text).as_deref(), Some("fire"), "{text}");
    }
}

#[test]
fn the_danger_with_the_most_behind_it_is_named() {
    assert_eq!(emergency("楼道煤气味很大，燃气泄漏").as_deref(), Some("gas-leak"));
}
