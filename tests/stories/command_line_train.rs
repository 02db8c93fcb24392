//! Does a model learned from sorted messages keep what it promises, from the rows to the reasons?

use std::path::Path;

use serde_json::{Value, json};
use tests::process::run;

/// What people write about three matters, in parts that are put together in every way.
const WHERE: [&str; 6] =
    ["朝霞小区三号楼", "白音花苏木东嘎查", "解放路小学门口", "团结村二组", "南门市场旁边", "牧民新村"];
const WHAT: [(&str, [&str; 6]); 3] = [
    (
        "供水",
        [
            "停水三天了",
            "自来水浑得不能喝",
            "水压太低上不来水",
            "水表坏了没人换",
            "水管爆了水流了一地",
            "水费多收了",
        ],
    ),
    ("道路", ["路灯不亮", "路面坑坑洼洼", "人行道砖碎了", "修路挖开没人填", "井盖丢了", "公路塌了一块"]),
    (
        "草场",
        [
            "禁牧期还有人放羊",
            "草场被人挖了",
            "草畜平衡补奖没到账",
            "草场界线有争议",
            "拉煤车压了草场",
            "围栏被人剪断",
        ],
    ),
];
const END: [&str; 4] = ["，请尽快处理。", "，打电话没人管", "！麻烦问问怎么回事", "，谢谢你们。"];

/// Every matter told by two groups of people, each at three places.
fn rows() -> String {
    let mut rows = String::new();
    for (label, matters) in WHAT {
        for (number, matter) in matters.iter().enumerate() {
            for (at, place) in WHERE.iter().enumerate() {
                let text = format!("{place}{matter}{}", END[(number + at) % END.len()]);
                let group = format!("{label}{number}-{}", at / 3);
                let id = format!("{group}-{at}");
                rows +=
                    &(json!({ "id": id, "text": text, "label": label, "group": group }).to_string() + "\n");
            }
        }
    }
    rows
}

fn trained(folder: &Path, name: &str, more: &[&str]) -> String {
    let (data, model) = (folder.join("rows.jsonl"), folder.join(name));
    std::fs::write(&data, rows()).expect("a folder to write to");
    let (data, model) = (data.display().to_string(), model.display().to_string());
    let ended = run(&[&["train", &data, "--out", &model, "--lang", "en"], more].concat(), b"");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.starts_with("108 rows read.\n"), "{}", ended.err);
    assert!(ended.out.starts_with(&format!("Model written: {model}, 3 labels, ")), "{}", ended.out);
    model
}

fn classified(model: &str, texts: &[String]) -> Vec<Value> {
    let rows: String = texts.iter().map(|text| json!({ "text": text }).to_string() + "\n").collect();
    let ended = run(&["classify", "--jsonl", "--model", model], rows.as_bytes());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    ended.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn number(of: &Value) -> f64 {
    of.as_f64().unwrap_or_else(|| panic!("no number: {of}"))
}

/// The reasons of the category, each with its characters and its weight.
fn reasons(answer: &Value) -> Vec<(usize, usize, f64)> {
    let reasons =
        answer["because"].as_array().expect("a list").iter().filter(|reason| reason["field"] == "category");
    let at = |reason: &Value, name: &str| {
        reason[name].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a place")
    };
    reasons.map(|reason| (at(reason, "start"), at(reason, "end"), number(&reason["weight"]))).collect()
}

fn score(answer: &Value, label: &str) -> f64 {
    let candidates = answer["candidates"].as_array().expect("a list");
    number(&candidates.iter().find(|candidate| candidate["label"] == label).expect("the label")["score"])
}

#[test]
fn the_same_rows_make_the_same_model_and_it_knows_what_it_has_not_seen() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (trained(folder.path(), "one.csv", &[]), trained(folder.path(), "other.csv", &[]));
    let written = std::fs::read_to_string(&one).unwrap();
    assert_eq!(written, std::fs::read_to_string(other).unwrap());
    assert!(
        written.starts_with("# jiesu model 1\n# made: 108 messages in 36 groups, "),
        "{}",
        &written[..200]
    );

    let answers = classified(&one, &["西街井盖不见了，路面有坑".into(), "二嘎查草场上又来了拉煤车".into()]);
    assert_eq!([&answers[0]["category"], &answers[1]["category"]], [&json!(["道路"]), &json!(["草场"])]);
    assert_eq!(answers[0]["label"], "道路");
    assert!(answers.iter().all(|answer| (0.0..=1.0).contains(&number(&answer["confidence"]))));
}

#[test]
fn without_the_words_of_a_reason_a_message_has_so_much_less() {
    let folder = tempfile::tempdir().unwrap();
    adds_up(&trained(folder.path(), "model.csv", &[]));
    adds_up(&trained(folder.path(), "exact.csv", &["--exact"]));
}

/// Every reason's weight is what the message has less without it.
fn adds_up(model: &str) {
    let texts: Vec<String> = [
        "朝霞小区停水三天了，水压本来就低，物业说修路挖断了水管",
        "路灯不亮\n解放路的路灯坏了，晚上路面的坑都看不见，井盖也丢了",
        "草场 围栏 剪断 羊 跑 公路 上",
        "禁牧期放羊，Ａ组草场的水井 也 干了！水费照收",
    ]
    .map(str::to_owned)
    .to_vec();
    for (text, answer) in texts.iter().zip(classified(model, &texts)) {
        let reasons = reasons(&answer);
        assert!(!reasons.is_empty(), "{answer}");
        let sum: f64 = reasons.iter().map(|(_, _, weight)| weight).sum();
        assert!((sum + number(&answer["bias"]) - number(&answer["score"])).abs() < 1e-9, "{answer}");

        let without = |(start, end, _): &(usize, usize, f64)| -> String {
            let characters = text.chars().enumerate().filter(|(at, _)| at < start || at >= end);
            characters.map(|(_, character)| character).collect()
        };
        let left: Vec<String> = reasons.iter().map(without).collect();
        let [first, second] =
            [0, 1].map(|at| answer["candidates"][at]["label"].as_str().expect("a label is text"));
        // A message of which nothing is left is none.
        let said = left.iter().zip(&reasons).filter(|(text, _)| !text.trim().is_empty());
        let (left, reasons): (Vec<String>, Vec<_>) =
            said.map(|(text, reason)| (text.clone(), reason)).unzip();
        for (after, (start, end, weight)) in classified(model, &left).iter().zip(reasons) {
            let moved = number(&answer["score"]) - (score(after, first) - score(after, second));
            assert!((moved - weight).abs() < 1e-9, "{text} without {start}..{end}: {moved}, not {weight}");
        }
    }
}

#[test]
fn a_message_whose_words_were_parted_says_what_it_said() {
    let folder = tempfile::tempdir().unwrap();
    for more in [&[][..], &["--exact"]] {
        let model = trained(folder.path(), "model.csv", more);
        let answers = classified(
            &model,
            &["南门市场水压太低，井盖也丢了".into(), "南门 市场 水压 太 低 ， 井盖 也 丢 了".into()],
        );
        let said = |answer: &Value| ["label", "score", "bias", "candidates"].map(|name| answer[name].clone());
        assert_eq!(said(&answers[0]), said(&answers[1]));
        let told = |answer: &Value| {
            let reasons = answer["because"].as_array().unwrap().iter();
            let reasons = reasons.filter(|reason| reason["field"] == "category");
            reasons.map(|reason| (reason["rule"].clone(), number(&reason["weight"]))).collect::<Vec<_>>()
        };
        assert_eq!(told(&answers[0]), told(&answers[1]));
    }
}

#[test]
fn a_model_is_measured_and_so_are_models_made_from_parts() {
    let folder = tempfile::tempdir().unwrap();
    let model = trained(folder.path(), "model.csv", &["--exact"]);
    let data = folder.path().join("rows.jsonl").display().to_string();
    let wrong = json!({ "id": "wrong", "text": "路灯不亮，路面有坑", "label": "供水" }).to_string() + "\n";
    std::fs::write(&data, rows() + &wrong).unwrap();
    let ended = run(&["evaluate", &data, "--model", &model, "--json"], b"");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let measured: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((&measured["rows"], number(&measured["accuracy"])), (&json!(109), 108.0 / 109.0));
    assert_eq!(measured["confusion"], json!([[36, 0, 1], [0, 36, 0], [0, 0, 36]]));
    let worst = measured["worst"].as_array().unwrap();
    assert_eq!(worst.len(), 1);
    assert_eq!([&worst[0]["id"], &worst[0]["said"]], ["wrong", "道路"]);
    let because = worst[0]["because"].as_array().unwrap();
    assert!(because.iter().any(|reason| reason["word"].as_str().unwrap().contains("路面")), "{because:?}");

    let ended = run(&["evaluate", &data, "--model", &model, "--lang", "en"], b"");
    assert!(ended.out.starts_with("109 rows: accuracy 0.9908, macro F1 0.99"), "{}", ended.out);
    assert!(
        ended.out.contains("\n  道路  36 rows  precision 0.9730  recall 1.0000  F1 0.9863\n"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("\n  供水 →　道路 1\n"), "{}", ended.out);
    assert!(
        ended.out.contains("The 1 surest of the wrong answers:\n  wrong  is 供水  was called 道路  "),
        "{}",
        ended.out
    );

    let ended = run(&["evaluate", &data, "--folds", "3", "--lang", "en"], b"");
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.err, "Part 1 of 3 done.\nPart 2 of 3 done.\nPart 3 of 3 done.\n");
    assert!(ended.out.starts_with("109 rows: accuracy 0."), "{}", ended.out);
}

#[test]
fn the_banner_s_own_catalogue_makes_a_model_that_knows_its_examples() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("banner.csv").display().to_string();
    let ended = run(&["train", "--catalogue", "--out", &model], b"");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let answers = classified(&model, &["滨河路这一段路灯不亮有半个月了，晚上黑灯瞎火的".into()]);
    assert_eq!((&answers[0]["code"], &answers[0]["unit"]), (&json!("010404"), &json!("ZJJ")));
    assert_eq!(answers[0]["category"], json!(["城乡建设与物业", "市政设施", "路灯不亮"]));
}

#[test]
fn rows_that_cannot_be_learned_from_are_named_and_leave_no_model() {
    let folder = tempfile::tempdir().unwrap();
    let (data, model) = (folder.path().join("rows.jsonl"), folder.path().join("model.csv"));
    std::fs::write(&data, "{\"text\":\"停水\",\"label\":\"供水\"}\n{\"text\":\"停电\"}\n").unwrap();
    let [path, out] = [&data, &model].map(|path| path.display().to_string());
    let ended = run(&["train", &path, "--out", &out], b"");
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(ended.err.starts_with(&format!("{path} line 2: ")), "{}", ended.err);

    std::fs::write(&data, "{\"text\":\"停水\",\"label\":\"供水\"}\n").unwrap();
    let ended = run(&["train", &path, "--out", &out], b"");
    assert_eq!(ended.code, 2);
    assert!(ended.err.ends_with("all messages have the same label\n"), "{}", ended.err);
    assert!(!model.exists());
}

#[test]
fn the_shipped_lists_of_dangers_are_what_the_lessons_make() {
    let folder = tempfile::tempdir().unwrap();
    let (banner, out) = (folder.path().join("banner"), folder.path().join("list.csv"));
    let (banner, out) = (banner.display().to_string(), out.display().to_string());
    assert_eq!(run(&["init", &banner], b"").code, 0);
    for (what, keywords, file) in [
        ("--dangers", "30000", "lexicon/dangers.csv"),
        ("--danger-kinds", "2000", "lexicon/danger-kinds.csv"),
    ] {
        let ended = run(&["train", what, "--banner", &banner, "--keywords", keywords, "--out", &out], b"");
        assert_eq!(ended.code, 0, "{}", ended.err);
        let shipped = std::fs::read(Path::new(&banner).join(file)).unwrap();
        assert!(std::fs::read(&out).unwrap() == shipped, "{file} was not made of the lessons as they are");
    }
}
