//! Do those who try every input try the program that is shipped?
//!
//! The fuzzing targets are a workspace of their own, which only a nightly compiler builds. What they share is compiled
//! here too, so that it keeps up with the program.

use bot::banner::{self, Source};
use jiff::civil::date;

#[expect(unreachable_pub, reason = "there it is a crate of its own")]
#[path = "../fuzz/src/lib.rs"]
mod shared;

#[test]
fn the_fuzzers_have_the_book_of_the_program() {
    let (banner, _) = banner::read(&Source::Embedded, date(2026, 7, 8)).expect("the example is sound");
    for said in [
        "朝霞小区3号楼电梯坏了，我被困在里面出不去",
        "老伴叫不醒了，嘴里吐沫子",
        "人民医院东边的路灯不亮，晚上没法走",
        "请问医保卡丢了怎么补办",
        "我要举报饭馆用地沟油",
    ] {
        assert_eq!(shared::book().understand(said), banner.book.understand(said), "{said}");
        assert_eq!(shared::book().knowledge(said, 3), banner.book.knowledge(said, 3), "{said}");
    }
}

#[test]
fn what_they_try_can_be_tried() {
    for said in [
        "朝霞小区3号楼停水了\n朝霞小区",
        "label,word,weight\n教育,学校,1.5\n交通,公交,2\n交通,,0.1\n\n公交不来",
        "停水*3",
    ] {
        shared::tries::understand(said);
        shared::tries::place(said);
        shared::tries::call(0, said);
        shared::tries::mask(said);
        shared::tries::ask(said);
        shared::tries::model(said);
        shared::tries::cell(said);
    }
    let said = "１２３ 朝霞小区";
    assert_eq!(shared::slice(&shared::text(said.as_bytes()), 4, 6), "朝霞");
}
