//! Does the command tell parts and areas, and learn what it is shown?

use std::io::Cursor;

use clap::Parser;
use jiff::civil::date;
use serde_json::Value;

use super::*;

#[derive(Parser)]
struct Asked {
    #[command(flatten)]
    place: PlaceArgs,
}

fn asked(words: &[&str], input: &str) -> (Exit, String, String) {
    let args = Asked::parse_from(["place"].iter().chain(words)).place;
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let input = Box::new(Cursor::new(input.to_owned()));
    let exit = run(&args, date(2026, 7, 8), &Wording::embedded(), input, &mut out, &mut err);
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn answers(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn parts(answer: &Value) -> String {
    let parts = answer["entities"].as_array().unwrap();
    let part =
        |part: &Value| format!("{}/{}", part["text"].as_str().unwrap(), part["type"].as_str().unwrap());
    parts.iter().map(part).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_address_of_the_banner_has_parts_area_and_grid() {
    let (exit, out, err) =
        asked(&[], "{\"id\":\"a\",\"text\":\"示例旗向阳街道朝霞小区3号楼2单元\"}\n浙江省嘉兴市中山路8号\n");
    assert_eq!((exit, err.as_str()), (Exit::Done, ""));
    let answers = answers(&out);
    assert_eq!(parts(&answers[0]), "示例旗/district 向阳街道/town 朝霞小区/poi 3号楼/houseno 2单元/cellno");
    assert_eq!(
        (&answers[0]["id"], &answers[0]["area"], &answers[0]["grid"]),
        (&"a".into(), &"SL0101".into(), &"SL010101".into())
    );
    assert_eq!(answers[0]["because"][0]["rule"], "areas:2");
    assert_eq!(parts(&answers[1]), "浙江省/prov 嘉兴市/city 中山路/road 8号/roadno");
    assert_eq!((&answers[1]["area"], &answers[1]["grid"]), (&Value::Null, &Value::Null));
}

#[test]
fn a_shared_location_is_found_by_the_outlines() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("areas.geojson");
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"SL010102"},
        "geometry":{"type":"Polygon","coordinates":[[[118,43],[119,43],[119,44],[118,44],[118,43]]]}}]}"#;
    std::fs::write(&map, square).unwrap();
    let rows = "{\"text\":\"就在这\",\"lon\":118.5,\"lat\":43.5}\n{\"text\":\"就在这\",\"lon\":120,\"lat\":43.5}\n\
                {\"text\":\"就在这\",\"lon\":118.5}\n";
    let (exit, out, err) = asked(&["--outlines", map.to_str().unwrap()], rows);
    assert_eq!((exit, err.as_str()), (Exit::Partly, "line 3: \"lon\" and \"lat\" belong together\n"));
    let answers = answers(&out);
    assert_eq!((&answers[0]["area"], &answers[0]["grid"]), (&"SL0101".into(), &"SL010102".into()));
    assert_eq!(answers[1]["area"], Value::Null);
}

/// Yards no rule knows.
fn corpus() -> String {
    let mut rows = String::new();
    for (at, yard) in ["马家大圐圙", "东大圐圙", "羊圈大圐圙", "老王大圐圙", "旧大圐圙"].iter().enumerate()
    {
        let end = yard.chars().count();
        rows += &format!(
            "{{\"text\":\"{yard}{at}号\",\"entities\":[{{\"start\":0,\"end\":{end},\"type\":\"yard\"}},\
             {{\"start\":{end},\"end\":{},\"type\":\"house\"}}]}}\n",
            end + 2
        );
    }
    rows
}

#[test]
fn what_is_learned_is_written_and_used_and_measured() {
    let folder = tempfile::tempdir().unwrap();
    let (data, model, again) =
        (folder.path().join("data.jsonl"), folder.path().join("model"), folder.path().join("again"));
    std::fs::write(&data, corpus()).unwrap();
    let (data, model, again) = (data.to_str().unwrap(), model.to_str().unwrap(), again.to_str().unwrap());
    for file in [model, again] {
        let (exit, out, err) = asked(&["--train", data, "--out", file, "--lang", "en"], "");
        assert_eq!((exit, out.as_str()), (Exit::Done, ""));
        assert!(err.starts_with("Round 1: "), "{err}");
    }
    assert_eq!(std::fs::read(model).unwrap(), std::fs::read(again).unwrap());

    let (exit, out, _) = asked(&["--model", model], "后山大圐圙7号\n");
    assert_eq!((exit, parts(&answers(&out)[0])), (Exit::Done, "后山大圐圙/yard 7号/house".to_owned()));

    let (_, out, _) = asked(&["--evaluate", data, "--model", model, "--json"], "");
    let score: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&score["all"]["f1"], &score["whole"]), (&1.0.into(), &5.into()));
    let (exit, out, err) = asked(&["--evaluate", data, "--folds", "5", "--lang", "en"], "");
    assert_eq!((exit, err.lines().count(), out.lines().count()), (Exit::Done, 5, 4));
}

#[test]
fn bad_files_are_named_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data.jsonl");
    let path = data.to_str().unwrap();
    let fault = |text: &str| {
        std::fs::write(&data, text).unwrap();
        let (exit, _, err) = asked(&["--evaluate", path, "--folds", "2"], "");
        assert_eq!(exit, Exit::Refused);
        err.replace(path, "DATA")
    };
    assert!(fault("{\"text\":1}\n").starts_with("DATA, line 1: invalid type"));
    assert_eq!(
        fault(
            "\n{\"text\":\"街\",\"entities\":[]}\n{\"text\":\"街\",\"entities\":[{\"start\":0,\"end\":2,\"type\":\"x\"}]}\n\
               {\"text\":\"街\",\"entities\":[]}\n"
        ),
        "DATA, line 3: address 1: the part from 0 to 2 is empty, overlaps another or reaches beyond the text\n"
    );
    std::fs::write(&data, "what\n").unwrap();
    let (exit, _, err) = asked(&["--model", path], "朝霞小区\n");
    assert_eq!(exit, Exit::Refused);
    assert!(err.contains("line 1: not a place tagger of this version"), "{err}");
}
