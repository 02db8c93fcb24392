//! Does the shipped lexicon hear who is in danger, and nobody who is not?
//!
//! `deploy/banner/lessons/dangers-words.csv`: what people in need write, with the code of the danger, and what reads like
//! it and is none (without a code): history, denial, fear, drills, insurance, likening, praise, other meanings.

use super::shipped::{lines, shipped, taught};
use crate::{Book, Field};

const SET: &str = include_str!("../../../deploy/banner/lessons/dangers-words.csv");

/// What people wrote who had not seen a word of the lists; nothing was learned from them.
const UNSEEN: &str = include_str!("../../../tests/understanding/emergencies-unseen.csv");
const SECOND: &str = include_str!("../../../tests/understanding/emergencies-second.csv");
const THIRD: &str = include_str!("../../../tests/understanding/emergencies-third.csv");

/// How many of those in danger are heard, and how many of those heard are in danger.
fn heard(book: &Book, set: &str) -> (f64, f64, Vec<String>) {
    let (mut right, mut in_danger, mut alarms, mut faults) = (0.0, 0.0, 0.0, Vec::new());
    for line in lines(set) {
        let (want, text) = (line.cell("code"), line.cell("text"));
        let understood = book.make_out(text);
        assert_eq!(understood.emergency.as_ref(), book.danger(text), "{text}");
        let (is, heard) = (!want.is_empty(), understood.emergency.is_some());
        in_danger += f64::from(u8::from(is));
        alarms += f64::from(u8::from(heard));
        right += f64::from(u8::from(is && heard));
        if is != heard {
            faults.push(format!("{want}: {text}"));
        }
    }
    (right / in_danger, right / alarms, faults)
}

#[test]
fn who_names_no_danger_is_heard_by_how_it_sounds() {
    for (set, least) in [(UNSEEN, (0.99, 0.97)), (SECOND, (0.98, 0.86)), (THIRD, (0.96, 0.96))] {
        let (recall, precision, faults) = heard(taught(), set);
        assert!(
            recall >= least.0 && precision >= least.1,
            "recall {recall}, precision {precision}: {faults:#?}"
        );
    }
    let (recall, precision, faults) = heard(taught(), SET);
    assert!(recall >= 0.99 && precision >= 0.99, "recall {recall}, precision {precision}: {faults:#?}");
}

#[test]
fn a_danger_told_beside_a_harmless_matter_is_heard() {
    let lines: Vec<_> = [SECOND, THIRD].into_iter().flat_map(lines).collect();
    let (dangers, harmless): (Vec<_>, Vec<_>) = lines.iter().partition(|line| !line.cell("code").is_empty());
    let mut missed = Vec::new();
    for (at, (danger, other)) in dangers.iter().zip(harmless.iter().step_by(3)).enumerate() {
        let (danger, other) = (danger.cell("text"), other.cell("text"));
        let both =
            if at % 2 == 0 { format!("{other}。{danger}") } else { format!("您好，{danger}。{other}") };
        if taught().danger(&both).is_none() {
            missed.push(both);
        }
    }
    assert!(missed.len() * 100 <= dangers.len() * 8, "{} of {}: {missed:#?}", missed.len(), dangers.len());
}

#[test]
fn a_polite_cry_is_heard_and_the_sentence_that_was_it_is_told() {
    for said in ["你好，我想反映一下，我家着火了", "您好您好，我是朝霞小区的。孩子掉进水井了！你们快来"]
    {
        assert!(taught().danger(said).is_some(), "{said}");
    }
    let told = taught().understand("我想问一下路灯什么时候修。我妈嘴歪了半边身子动不了。还有垃圾也没人清。");
    assert_eq!(told.emergency.as_ref().map(|code| code.as_str()), Some("medical"));
    let why: Vec<_> = told.because.iter().filter(|because| because.field == Field::Emergency).collect();
    assert!(!why.is_empty() && why.iter().all(|because| (14..27).contains(&because.start)), "{why:#?}");
}

/// What people answer when they are asked where, who, or whether that is all.
#[test]
fn who_only_answers_a_question_alarms_nobody() {
    let replies = [
        "行了就这样吧",
        "已经打了119了",
        "我已经转了",
        "太累了",
        "钱没了",
        "还在漏",
        "桥底下",
        "家里屋顶漏了",
        "老板找不到了",
        "就在银河这边 河边公园那块",
        "水管爆了 哗哗流水 路上都结冰了 就在向阳大街跟迎宾路路口那儿",
        "已经打了12345好几回了",
        "先这样吧，辛苦",
        "就住桥头那栋灰楼",
        "锅炉房后面第三家",
        "我记不清是哪天了",
        "你问我媳妇吧",
    ];
    let alarmed: Vec<_> = replies.iter().filter(|said| taught().danger(said).is_some()).collect();
    assert!(alarmed.is_empty(), "{alarmed:?}");
    let places = [
        "友谊桥",
        "云杉",
        "南苑小区",
        "南苑街",
        "查干淖嘎查",
        "旗医院",
        "河边公园",
        "火车站",
        "变电站",
        "老煤场",
    ];
    let forms = ["我在X这边住", "在X呢", "就在X这边", "从X往东走一点", "X后头，你们到了打电话", "离X没多远"];
    let said: Vec<String> =
        forms.iter().flat_map(|form| places.map(|place| form.replace('X', place))).collect();
    let alarmed: Vec<_> = said.iter().filter(|said| taught().danger(said).is_some()).collect();
    assert!(alarmed.len() * 100 <= said.len() * 3, "{alarmed:?}");
}

#[test]
fn what_overrules_the_words_is_told() {
    let told = |text: &str| {
        let understood = taught().understand(text);
        let sounds = understood.because.iter().any(|because| because.rule.starts_with("dangers:"));
        (understood.emergency.map(|code| code.as_str().to_owned()), sounds)
    };
    assert_eq!(
        told("老伴在炕上叫不应了，嘴角有沫子，屋里炉子还着着"),
        (Some("co-poisoning".to_owned()), true)
    );
    assert!(told("救命").0.is_some(), "a cry says no more than that");
    assert_eq!(told("对"), (None, false));
}

#[test]
fn dangers_are_heard_and_nothing_else_is() {
    let (mut heard, mut missed, mut wrong, mut needless) = (0, Vec::new(), Vec::new(), Vec::new());
    let mut none = 0;
    let lines = lines(SET);
    for line in &lines {
        let (want, text) = (line.cell("code"), line.cell("text"));
        let understood = shipped().make_out(text);
        let got = understood.emergency.as_ref().map_or("", |code| code.as_str());
        assert_eq!(understood.emergency.as_ref(), shipped().danger(text), "{text}");
        match (want.is_empty(), got.is_empty()) {
            (false, false) => {
                heard += 1;
                if want != got {
                    wrong.push(format!("{text}: {got}, not {want}"));
                }
            }
            (false, true) => missed.push(text),
            (true, false) => needless.push(format!("{text}: {got}")),
            (true, true) => none += 1,
        }
    }
    let positives = heard + missed.len();
    let share = |of: usize| heard as f64 / of as f64;
    let (recall, precision) = (share(positives), share(heard + needless.len()));
    assert!(positives >= 300 && none + needless.len() >= 1000, "{positives} and {none}");
    assert!(recall >= 0.99, "recall {recall}: {missed:#?}");
    assert!(precision >= 0.95, "precision {precision}: {needless:#?}");
    assert!(wrong.len() * 50 <= positives, "the wrong danger: {wrong:#?}");
}

#[test]
fn what_takes_a_danger_back_is_said_with_its_rule() {
    for (text, word, rule) in [
        ("没有着火", "没有", "emergencies:fire@否认"),
        ("楼道堆满纸箱，怕着火", "怕", "emergencies:fire@假设"),
        ("前年我家失火", "前年", "emergencies:fire@过去"),
        ("这条路老是翻车", "老是", "emergencies:traffic@经常"),
        ("消防演练说是起火", "演练", "emergencies:fire@话题"),
        ("这停车费，抢劫似的", "似的", "emergencies:crime@比方"),
        ("着火了，已经扑灭", "扑灭", "emergencies:fire@了结"),
    ] {
        let understood = shipped().understand(text);
        assert_eq!(understood.emergency, None, "{text}");
        let reasons: Vec<_> =
            understood.because.iter().filter(|because| because.field == Field::Emergency).collect();
        assert!(reasons.iter().any(|because| because.word == word && because.rule == rule), "{reasons:#?}");
        let sum: f64 = reasons.iter().map(|because| because.weight).sum();
        assert!(sum.abs() < 1e-9, "{text}: {reasons:#?}");
    }
}

#[test]
fn a_danger_is_hidden_by_nothing_said_of_something_else() {
    for text in [
        "朝霞小区着火了，快来人，楼里冒浓烟。另外朝霞街路灯不亮，路灯坏了",
        "去年修的线路，现在着火了",
        "上次反映的路灯没人修，今天楼道起火了",
        "怕是漏气了，厨房一股煤气味",
        "孩子不小心掉进水井了",
        "前年盖的房子塌了，人被压在下面",
        "没电没水，孩子还触电了",
        "你好，我想反映一下，我家着火了",
        "小区路灯坏了没人修，物业费照样收，着火了",
        "楼道着火了，快来人，上次报的路灯倒是修好了",
        "我家住三号楼。浓烟从对面楼里往外窜",
        "屋里有没有漏煤气啊，我头晕",
    ] {
        for book in [shipped(), taught()] {
            assert!(book.danger(text).is_some(), "{text}");
        }
    }
}

#[test]
fn no_message_stands_twice() {
    let lines = lines(SET);
    let texts: std::collections::BTreeSet<_> = lines.iter().map(|line| line.cell("text")).collect();
    assert_eq!(texts.len(), lines.len());
}
