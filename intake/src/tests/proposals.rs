//! Is a message of two matters told apart, and one of one never?

use super::shipped::{lines, shipped};

/// The codes of the matters of a message, whose parts together are the message.
fn codes(text: &str) -> Vec<String> {
    let proposals = shipped().proposals(text);
    let typed: Vec<char> = text.chars().collect();
    let ends = std::iter::once(0).chain(proposals.iter().map(|proposal| proposal.end));
    for (proposal, end) in proposals.iter().zip(ends) {
        assert_eq!(proposal.start, end, "{text}");
        for because in &proposal.understanding.because {
            if !because.rule.starts_with("place:") {
                let word: String = typed[because.start..because.end].iter().collect();
                assert_eq!(word, because.word);
            }
        }
    }
    assert_eq!(proposals.last().expect("at least one").end, typed.len());
    proposals
        .into_iter()
        .map(|proposal| proposal.understanding.category.map_or(String::new(), |code| code.to_string()))
        .collect()
}

#[test]
fn two_matters_are_two_proposals() {
    for (text, want) in [
        (
            "我反映两个事，一是小区垃圾好几天没人清运，垃圾桶都满了，二是晚上工地半夜施工吵得睡不着",
            ["020101", "040102"],
        ),
        ("滨河路路灯不亮半个月了。另外旗三小门口堵车太厉害，放学时候车走不动", ["010404", "050105"]),
        ("暖气不热，家里才十四度。还有，公交车等了四十分钟不来，司机态度也差", ["030101", "050201"]),
        ("1、老板拖欠工资三个月不发；2、自来水发黄有异味，水质太差", ["060102", "030202"]),
        ("想问下老年证怎么办，顺便反映一下，楼下饭店油烟直排我家窗户", ["110201", "040201"]),
        ("首先下水道堵了污水往外冒，其次小区里有人遛狗不牵绳，狗屎没人管", ["010401", "020401"]),
        ("停水两天了。再反映一个，村里有人私挖煤炭，非法采矿", ["030201", "130204"]),
    ] {
        assert_eq!(codes(text), want, "{text}");
    }
}

#[test]
fn the_same_matter_at_two_places_is_two() {
    let proposals = shipped().proposals("朝霞小区路灯不亮。另外石门沟镇矿山社区的路灯也不亮，路灯坏了一个月");
    let areas: Vec<_> = proposals
        .iter()
        .map(|proposal| proposal.understanding.place.as_ref().and_then(|place| place.area.clone()))
        .collect();
    assert_eq!(areas.len(), 2, "{areas:?}");
    assert_ne!(areas[0], areas[1]);
}

#[test]
fn a_matter_told_without_a_place_has_that_of_the_one_before() {
    let proposals = shipped().proposals("朝霞小区暖气不热，家里才十四度。另外快递不送上门，驿站还要二次收费");
    let places: Vec<_> = proposals
        .iter()
        .map(|proposal| proposal.understanding.place.as_ref().map(|place| &place.area))
        .collect();
    assert_eq!(places.len(), 2);
    assert_eq!(places[0], places[1]);
}

#[test]
fn one_matter_stays_one_however_it_is_told() {
    for text in [
        "暖气不热，还有暖气管漏水，热力公司不管",
        "老板欠工资，另外加班费也没给",
        "楼道堆杂物，还有电动车也停楼道里充电，太危险",
        "一是物业不打扫楼道，二是物业费还涨价",
        "停水三天了，还有老人孩子没水喝，另外打电话也没人接",
        "另外，希望尽快处理，谢谢",
        "首先感谢你们，其次希望快点修路灯",
        "我家在朝霞小区，还有一个问题想问，什么时候供暖",
        "路灯不亮，第一次反映没人管，第二次还是没人管",
        "3号楼、4号楼、5号楼都停电了，另外6号楼也停电",
        "",
        "你好",
    ] {
        assert_eq!(codes(text).len(), 1, "{text}");
    }
}

#[test]
fn no_example_of_the_catalogue_falls_apart() {
    let examples = lines(include_str!("../../../deploy/banner/catalogue.csv"));
    let split: Vec<_> =
        examples.iter().map(|line| line.cell("example")).filter(|example| codes(example).len() > 1).collect();
    assert!(split.is_empty(), "{split:#?}");
}
