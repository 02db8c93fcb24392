//! What do people tell?

use crate::chance::Chance;

/// Stories, a line each.
const STORIES: &str = include_str!("said.txt");
/// Where it is, who it is: what is asked after a story.
const PLACES: [&str; 3] = ["朝霞小区5号楼", "朝霞小区门口", "朝霞社区居委会旁边"];
const CONTACTS: [&str; 3] = ["张三 13800001234", "13900005678", "李四，电话13700004321"];
/// What is asked at any time.
const QUERIES: [&str; 3] = ["查进度", "帮助", "我的工单办到哪一步了"];

/// A story nobody else tells in the same words.
pub(crate) fn story(chance: &mut Chance) -> String {
    let stories: Vec<&str> =
        STORIES.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let story = *chance.one_of(&stories);
    let (n, m) = (1 + chance.below(900), 1 + chance.below(90));
    story.replace("{n}", &n.to_string()).replace("{m}", &m.to_string())
}

/// Something that may answer a question.
pub(crate) fn answer(chance: &mut Chance) -> String {
    (*if chance.happens(50.0) { chance.one_of(&PLACES) } else { chance.one_of(&CONTACTS) }).to_owned()
}

/// A question to the bot.
pub(crate) fn query(chance: &mut Chance) -> String {
    (*chance.one_of(&QUERIES)).to_owned()
}

/// A call of the hotline, as its system writes it down.
pub(crate) fn call(chance: &mut Chance) -> String {
    format!("坐席：您好，12345，请讲。\n市民：喂，{}\n坐席：好的，给您登记转办了，再见。", story(chance))
}

/// A picture of so many bytes; no two are the same.
pub(crate) fn picture(chance: &mut Chance, bytes: usize) -> Vec<u8> {
    let mut picture = b"GIF89a\x01\x00\x01\x00\x80\x00\x00".to_vec();
    while picture.len() < bytes {
        picture.extend_from_slice(&chance.bits().to_le_bytes());
    }
    picture
}
