//! Are addresses taken apart as people write and say them, by rules and by what was learned?

use proptest::prelude::{Strategy, prop, prop_oneof, proptest};
use proptest::test_runner::Config;

use crate::address::{
    BadLabels, Entity, Labelled, LabelledPart, Lesson, Part, Score, Settings, Tagger, is_bare, parse, train,
};

fn shown(text: &str, entities: &[Entity<'_>]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let one = |entity: &Entity<'_>| {
        format!("{}/{}", chars[entity.start..entity.end].iter().collect::<String>(), entity.kind)
    };
    entities.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn by_rules(text: &str) -> String {
    shown(text, &parse(text))
}

#[test]
fn an_address_goes_from_the_wide_to_the_narrow() {
    assert_eq!(
        by_rules("内蒙古自治区赤峰市克什克腾旗经棚镇应昌路12号"),
        "内蒙古自治区/prov 赤峰市/city 克什克腾旗/district 经棚镇/town 应昌路/road 12号/roadno"
    );
    assert_eq!(
        by_rules("内蒙古锡盟多伦县大北沟镇西山湾村三组"),
        "内蒙古/prov 锡盟/city 多伦县/district 大北沟镇/town 西山湾村/community 三组/road"
    );
    assert_eq!(
        by_rules("通辽市科尔沁区明仁大街128号建设花园二期5号楼3单元402"),
        "通辽市/city 科尔沁区/district 明仁大街/road 128号/roadno 建设花园/poi 二期/subpoi 5号楼/houseno 3单元/cellno 402/roomno"
    );
}

#[test]
fn pastoral_addresses_have_sumu_gacha_and_dulong() {
    assert_eq!(
        by_rules("东乌珠穆沁旗满都胡宝拉格镇巴音布日德嘎查"),
        "东乌珠穆沁旗/district 满都胡宝拉格镇/town 巴音布日德嘎查/community"
    );
    assert_eq!(
        by_rules("鄂托克旗木凯淖尔镇桃力民嘎查东独贵龙"),
        "鄂托克旗/district 木凯淖尔镇/town 桃力民嘎查/community 东独贵龙/community"
    );
    assert_eq!(
        by_rules("阿巴嘎旗洪格尔高勒苏木萨如拉图雅嘎查以东5公里"),
        "阿巴嘎旗/district 洪格尔高勒苏木/town 萨如拉图雅嘎查/community 以东/assist 5公里/assist"
    );
}

#[test]
fn numbers_are_known_by_their_units_and_by_their_neighbours() {
    assert_eq!(
        by_rules("金桥小区12-3-501"),
        "金桥小区/poi 12/houseno -/redundant 3/cellno -/redundant 501/roomno"
    );
    assert_eq!(by_rules("金桥小区b座四楼402室"), "金桥小区/poi b座/houseno 四楼/floorno 402室/roomno");
    assert_eq!(by_rules("团结路36-2号"), "团结路/road 36-2号/roadno");
    assert_eq!(by_rules("民主巷西单元二楼"), "民主巷/road 西单元/cellno 二楼/floorno");
}

#[test]
fn roads_that_cross_and_sides_are_told_apart() {
    assert_eq!(
        by_rules("光明路与团结街交叉口东南角"),
        "光明路/road 与/assist 团结街/subRoad 交叉口/assist 东南角/assist"
    );
    assert_eq!(by_rules("新华大街百货大楼对面"), "新华大街/road 百货大楼/poi 对面/assist");
}

#[test]
fn what_is_said_twice_counts_once() {
    assert_eq!(
        by_rules("赤峰赤峰市红山区红山区钢铁街"),
        "赤峰/redundant 赤峰市/city 红山区/redundant 红山区/district 钢铁街/road"
    );
}

#[test]
fn a_long_text_is_taken_apart_stretch_by_stretch() {
    let text = "团结路8号".repeat(2_000);
    let parts = parse(&text);
    assert_eq!(parts.last().map(|part| part.end), Some(text.chars().count()));
    assert!(parts.is_sorted_by(|one, next| one.end == next.start));
}

#[test]
fn an_empty_text_has_no_parts() {
    assert!(parse("").is_empty());
    assert!(is_bare(""));
}

/// 青山区 团结路 8号, labelled.
fn labelled(parts: &str) -> Labelled {
    let mut address = Labelled { text: String::new(), parts: Vec::new() };
    for part in parts.split(' ') {
        let (word, kind) = part.split_once('/').expect("a word and its kind");
        let start = address.text.chars().count();
        address.text.push_str(word);
        let end = address.text.chars().count();
        address.parts.push(LabelledPart { start, end, kind: kind.to_owned() });
    }
    address
}

/// Addresses of an invented banner, in which a 大圐圙 is a yard: no rule knows that.
fn lessons() -> Vec<Labelled> {
    let roads = ["团结路", "光明路", "新华大街", "牧人街", "前进路", "胜利街"];
    let yards = ["马家大圐圙", "东大圐圙", "羊圈大圐圙", "老王大圐圙", "河边大圐圙", "旧大圐圙"];
    let mut all = Vec::new();
    for (at, (road, yard)) in roads.iter().zip(yards).enumerate() {
        all.push(labelled(&format!("青河镇/town {road}/road {}号/roadno", at + 1)));
        all.push(labelled(&format!("青河镇/town {yard}/yard {}号/house", at + 3)));
        all.push(labelled(&format!("{yard}/yard {}号/house", at + 10)));
    }
    all
}

fn lesson(settings: Settings) -> Lesson {
    train(&lessons(), settings, |_, _| {}).expect("good labels")
}

const SETTINGS: Settings = Settings { rounds: 6, seed: 7, least: 1 };

#[test]
fn a_tagger_learns_what_the_rules_do_not_know() {
    let tagger = lesson(SETTINGS).tagger();
    let text = "青河镇后山大圐圙21号";
    assert_eq!(shown(text, &tagger.tag(text)), "青河镇/town 后山大圐圙/yard 21号/house");
    assert_eq!(tagger.kinds().collect::<Vec<_>>(), ["house", "road", "roadno", "town", "yard"]);
    assert!(tagger.tag("").is_empty());
}

#[test]
fn the_same_addresses_give_the_same_file_and_the_file_the_same_tagger() {
    let (one, other) = (lesson(SETTINGS).to_string(), lesson(SETTINGS).to_string());
    assert_eq!(one, other);
    let tagger = Tagger::read(&one).expect("its own file");
    assert_eq!(tagger.size(), lesson(SETTINGS).tagger().size());
    for address in lessons() {
        assert_eq!(tagger.tag(&address.text), lesson(SETTINGS).tagger().tag(&address.text));
    }
}

#[test]
fn a_broken_model_file_is_named_by_its_line() {
    let file = lesson(SETTINGS).to_string();
    let lines = file.lines().count();
    let fault = |file: String| Tagger::read(&file).expect_err("broken").to_string();
    assert_eq!(
        fault(String::new()),
        "line 1: not a place tagger of this version: it must begin with \"jiesu place tagger 1\""
    );
    assert_eq!(
        fault(file.replacen("kinds\t", "kind\t", 1)),
        "line 2: the kinds are expected here: kinds, then their names, sorted, each once"
    );
    assert!(
        fault(file.replacen("step\tw", "step\tx", 1))
            .ends_with("a step has a class, two kinds and a whole number")
    );
    let last = file.lines().last().expect("features").to_owned();
    assert_eq!(fault(format!("{file}{last}\n")), format!("line {}: this feature stands twice", lines + 1));
    assert_eq!(
        fault(format!("{file}c0\t路\troad:F\tmuch\n")),
        format!(
            "line {}: a feature has a template, its symbols, and a label and a whole number by turns",
            lines + 1
        )
    );
}

#[test]
fn labels_that_cannot_be_are_refused() {
    let mut address = labelled("青河镇/town 团结路/road");
    address.parts[1].start = 2;
    assert_eq!(
        train(&[address], SETTINGS, |_, _| {}).map(|_| ()),
        Err(BadLabels::Span { row: 0, start: 2, end: 6 })
    );
    let mut beyond = labelled("青河镇/town");
    beyond.parts[0].end = 9;
    assert!(matches!(train(&[beyond], SETTINGS, |_, _| {}), Err(BadLabels::Span { end: 9, .. })));
    let odd = labelled("青河镇/to:wn");
    assert!(matches!(train(&[odd], SETTINGS, |_, _| {}), Err(BadLabels::Kind { row: 0, .. })));
    assert!(matches!(train(&[], SETTINGS, |_, _| {}), Err(BadLabels::Nothing)));
}

#[test]
fn a_score_counts_what_was_told_and_what_was_labelled() {
    let mut score = Score::default();
    let address = labelled("青河镇/town 团结路/road 8号/roadno");
    let town = Entity { start: 0, end: 3, kind: "town" };
    score.add(&address, &[town, Entity { start: 3, end: 8, kind: "road" }]);
    assert_eq!((score.all.told, score.all.labelled, score.all.right), (2, 3, 1));
    assert!((score.all.f1() - 0.4).abs() < 1e-9);
    assert_eq!((score.addresses, score.whole), (1, 0));
    let folds = Score::by_folds(&lessons(), 5, SETTINGS, |_, _| {}).expect("good labels");
    assert_eq!(folds.addresses, lessons().len());
    assert!(folds.all.f1() > Score::of_rules(&lessons()).all.f1());
}

fn address() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "内蒙古",
        "赤峰市",
        "青山区",
        "青山",
        "镇",
        "嘎查",
        "苏木",
        "团结路",
        "路",
        "大街",
        "与",
        "号",
        "12",
        "3",
        "三",
        "十",
        "号楼",
        "单元",
        "室",
        "-",
        "_",
        "，",
        " ",
        "\t",
        "\n",
        "小区",
        "花园",
        "b",
        "ａ",
        "７",
        "对面",
        "电联",
        "5公里",
        "第",
        "负一层",
        "\u{200b}",
        "ᠮᠣᠩᠭᠣᠯ",
        "🔥",
        "İ",
        "\u{10ffff}",
        "\0",
    ]);
    prop_oneof![
        prop::collection::vec(known, 0..20).prop_map(|words| words.concat()),
        prop::collection::vec(proptest::prelude::any::<char>(), 0..30)
            .prop_map(|chars| chars.into_iter().collect()),
    ]
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    #[test]
    fn the_parts_of_any_text_cover_it_in_order(text in address()) {
        let mut end = 0;
        for entity in parse(&text) {
            assert_eq!(entity.start, end);
            assert!(entity.end > entity.start);
            assert!(Part::ALL.iter().any(|part| part.name() == entity.kind));
            end = entity.end;
        }
        assert_eq!(end, text.chars().count());
    }

    #[test]
    fn a_tagger_tells_ordered_parts_of_any_text(text in address()) {
        static TAGGER: std::sync::LazyLock<Tagger> = std::sync::LazyLock::new(|| lesson(SETTINGS).tagger());
        let mut end = 0;
        for entity in TAGGER.tag(&text) {
            assert!(entity.start >= end && entity.end > entity.start);
            end = entity.end;
        }
        assert!(end <= text.chars().count());
    }

    #[test]
    fn whatever_was_learned_from_can_be_written_and_read(text in address()) {
        let length = text.chars().count();
        if length > 0 {
            let part = LabelledPart { start: 0, end: length, kind: "x".to_owned() };
            let lesson = train(&[Labelled { text, parts: vec![part] }], SETTINGS, |_, _| {}).expect("good labels");
            assert_eq!(Tagger::read(&lesson.to_string()).expect("its own file").size(), lesson.tagger().size());
        }
    }

    #[test]
    fn any_detail_can_be_written_in_digits(text in address()) {
        let once = crate::address::in_digits(&text);
        assert_eq!(crate::address::in_digits(&once), once);
    }

    #[test]
    fn any_text_can_be_found_with_its_parts(text in address()) {
        let placed = super::book().place(&text, None);
        let length = text.chars().count();
        assert!(placed.entities.iter().all(|entity| entity.start < entity.end && entity.end <= length));
        assert!(placed.because.iter().all(|because| because.start <= because.end && because.end <= length));
    }
}
