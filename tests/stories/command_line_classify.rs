//! Does `jiesu classify` keep its contract?

use serde_json::{Value, json};
use tests::process::run;

fn answers(out: &str) -> Vec<Value> {
    out.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|fault| panic!("{fault}: {line}")))
        .collect()
}

#[test]
fn a_line_of_text_is_answered_with_the_fields_of_the_contract() {
    let ended = run(&["classify"], "朝霞小区三号楼的路灯坏了好几天，晚上漆黑一片\n".as_bytes());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let mut answers = answers(&ended.out);
    assert_eq!(answers.len(), 1);
    let answer = answers[0].as_object_mut().unwrap();
    assert!(answer.remove("confidence").unwrap().as_f64().is_some_and(|sure| (0.0..=1.0).contains(&sure)));
    for reason in answer.remove("because").unwrap().as_array().unwrap() {
        let fields: Vec<&String> = reason.as_object().unwrap().keys().collect();
        assert_eq!(fields, ["end", "field", "rule", "start", "weight", "word"]);
        assert!(reason["start"].is_u64() && reason["end"].is_u64() && reason["weight"].is_f64(), "{reason}");
        assert!(["field", "rule", "word"].iter().all(|text| reason[*text].is_string()), "{reason}");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&answers[0]).unwrap(), @r#"
    {
      "category": [
        "城乡建设与物业",
        "市政设施",
        "路灯不亮"
      ],
      "code": "010404",
      "emergency": null,
      "helpers": [
        "CGJ"
      ],
      "id": "1",
      "kind": "求助",
      "place": {
        "area": "SL0101",
        "end": 7,
        "grid": "SL010101",
        "start": 0,
        "text": "朝霞小区三号楼"
      },
      "unit": "ZJJ",
      "urgency": "一般"
    }
    "#);
}

#[test]
fn ids_are_kept_and_bad_rows_do_not_stop_the_others() {
    let rows =
        "{\"id\":\"一\",\"text\":\"路灯坏了\"}\n{\"id\":\"two\"}\nnonsense\n{\"id\":3,\"text\":\"停水了\"}\n";
    let ended = run(
        &["classify", "--jsonl", "-"],
        &[rows.as_bytes(), b"\xb3\xaf\n{\"text\":\"\xe5\x81\x9c\xe7\x94\xb5\"}\n"].concat(),
    );
    assert_eq!(ended.code, 1);
    let answers = answers(&ended.out);
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(ids, [&json!("一"), &json!("3"), &json!("6")]);
    insta::assert_snapshot!(ended.err, @r#"
    line 2: not a JSON object with a "text": missing field `text` at line 1 column 12
    line 3: not a JSON object with a "text": expected ident at line 1 column 2
    line 5: not UTF-8
    "#);
}

#[test]
fn every_offset_points_at_its_word() {
    for text in [
        "🚨朝霞小区3号楼２单元楼道里停满了电动车，𠮷先生说还有人拉线充电，太危险了！",
        "师傅您好 ，  ①号楼煤气泄漏了，好大的味儿……快来人",
        "ＡＢＣ花园的物业費亂收，ẞtraße 12",
    ] {
        let ended = run(&["classify", "--jsonl"], (json!({ "text": text }).to_string() + "\n").as_bytes());
        let answer = &answers(&ended.out)[0];
        let characters: Vec<char> = text.chars().collect();
        let place = answer["place"]
            .as_object()
            .map(|place| json!({ "word": place["text"], "start": place["start"], "end": place["end"] }));
        let because = answer["because"].as_array().unwrap();
        assert!(!because.is_empty(), "{answer}");
        for reason in because.iter().chain(&place) {
            let (start, end) = (reason["start"].as_u64().unwrap(), reason["end"].as_u64().unwrap());
            let said: String =
                characters[usize::try_from(start).unwrap()..usize::try_from(end).unwrap()].iter().collect();
            assert_eq!(reason["word"], said, "{answer}");
        }
    }
}

#[test]
fn every_example_of_the_catalogue_is_classified_to_its_leaf() {
    let folder = tempfile::tempdir().unwrap();
    let banner = folder.path().join("banner");
    assert_eq!(run(&["init", &banner.display().to_string()], b"").code, 0);
    let mut table = csv::Reader::from_path(banner.join("catalogue.csv")).unwrap();
    let columns = table.headers().unwrap().clone();
    let column = |name| columns.iter().position(|column| column == name).unwrap();
    let (code, example, kind) = (column("code"), column("example"), column("kind"));
    let leaves: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert!(leaves.len() > 100);

    let rows: String = leaves
        .iter()
        .map(|leaf| json!({ "id": leaf[code], "text": leaf[example] }).to_string() + "\n")
        .collect();
    let file = folder.path().join("examples.jsonl");
    std::fs::write(&file, rows).unwrap();
    let ended = run(&["classify", "--jsonl", &file.display().to_string()], b"");
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let answers = answers(&ended.out);
    assert_eq!(answers.len(), leaves.len());
    for (leaf, answer) in leaves.iter().zip(&answers) {
        assert_eq!(answer["code"], leaf[code], "{}: {answer}", &leaf[example]);
        assert_eq!(answer["id"], leaf[code]);
        assert!(!leaf[kind].is_empty());
        assert!(
            answer["category"].as_array().is_some_and(|names| (1..=3).contains(&names.len())),
            "{answer}"
        );
        let confidence = answer["confidence"].as_f64().unwrap();
        assert!((0.0..=1.0).contains(&confidence), "{answer}");
    }
}

#[test]
fn a_banner_that_cannot_be_read_is_refused_with_2() {
    let ended = run(&["classify", "--banner", "/no/such/banner"], "停水了\n".as_bytes());
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    assert!(!ended.err.is_empty());
}
