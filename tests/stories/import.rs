//! An administrator brings in the files of other systems.

use tests::Inbox;
use tests::inbox::timeless;
use tests::sheets::Cell::{Date, Error, Formula, Nothing, Number, Unsolved, Words};
use tests::sheets::Workbook;

const MAILBOX: &str = "留言编号,留言时间,留言主题,留言详情,联系电话
188006,2024/3/1 9:05,路灯,\"朝霞小区北门东边的路灯坏了，
晚上漆黑一片\",13800000001
188007,2024-03-01 09:06:00,,朝霞小区3号楼楼道里停满了电动车还有人拉线充电,13800000002
188008,2024年3月1日 9时7分,,领导您好有件事想说,
";

#[test]
fn a_mailbox_becomes_orders_and_a_second_time_none() {
    let inbox = Inbox::empty();
    inbox.holds("留言.csv", MAILBOX);
    let first = inbox.brings("留言.csv", &[]);
    assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", first.out);
    insta::assert_snapshot!(timeless(&first.out), @"
    读了 3 条，新开工单 3 件
    　派单　　　　　　　1（33.3%）
    　预审　　　　　　　2（66.7%）
    　直接答复　　　　　0（0.0%）
    　以前已受理　　　　0
    　编号相同内容不同　0
    　没有受理　　　　　0
    预审的原因：
    　认不出是哪一类　1（50.0%）
    　把握不够　1（50.0%）
    ");
    let second = inbox.brings("留言.csv", &[]);
    assert_eq!(second.code, 0);
    insta::assert_snapshot!(timeless(&second.out), @"
    读了 3 条，新开工单 0 件
    　派单　　　　　　　0（0%）
    　预审　　　　　　　0（0%）
    　直接答复　　　　　0（0%）
    　以前已受理　　　　3
    　编号相同内容不同　0
    　没有受理　　　　　0
    ");
    let ledger = inbox.ledger();
    assert_eq!(ledger.orders.len(), 3);
    assert!(ledger.orders.iter().all(|(no, ..)| no.starts_with("20240301-")), "{:?}", ledger.orders);
    ledger.is_sound();
}

#[test]
fn a_dry_run_tells_what_would_follow_and_leaves_nothing_behind() {
    let inbox = Inbox::empty();
    inbox.holds("留言.csv", MAILBOX);
    let (code, told) = inbox.report("留言.csv", &["--dry-run"]);
    assert_eq!((code, told["dry_run"].as_bool(), told["summary"]["rows"].as_u64()), (0, Some(true), Some(3)));
    assert!(told["rows"][0]["no"].is_null());
    assert!(!inbox.data().exists());
    let (_, done) = inbox.report("留言.csv", &[]);
    for (told, done) in told["rows"].as_array().unwrap().iter().zip(done["rows"].as_array().unwrap()) {
        assert_eq!((&told["outcome"], &told["why"]), (&done["outcome"], &done["why"]));
    }
    let (_, again) = inbox.report("留言.csv", &["--dry-run"]);
    assert_eq!(again["summary"]["known"], 3, "what is known is told too");
}

#[test]
fn the_first_orders_are_explained_by_the_words_that_decided() {
    let inbox = Inbox::empty();
    inbox.holds("留言.csv", MAILBOX);
    let told = inbox.brings("留言.csv", &["--explain", "1", "--dry-run"]);
    let explained: Vec<&str> = told.out.lines().take_while(|line| !line.starts_with("这是试算")).collect();
    insta::assert_snapshot!(explained.join("\n"), @"
    IN/留言.csv:2　预审　求助　城乡建设与物业/市政设施/路灯不亮　地点：朝霞小区北门东边 (朝霞社区第一网格)　主办：示例旗住房和城乡建设局　把握 0.56
        kind       路灯  catalogue:010404  +1.5
        kind       坏了  kinds:求助  +1.0
        category   路灯  catalogue:010404  +4.0
        category   路灯  catalogue:010404  +1.5
        category   路灯  catalogue:010404  +1.5
        category   小区  catalogue:010404  -2.5
        category   小区  domains:2  +0.5
        category   坏  catalogue:010404  +1.5
        category   黑  catalogue:010404  +1.5
        place      朝霞小区  gazetteer:2  +1.0
        unit       路灯  dispatch:20  +1.0
    ");
    let (_, told) = inbox.report("留言.csv", &["--explain", "1"]);
    assert!(told["rows"][0]["understood"]["because"].is_array());
    assert!(told["rows"][1]["understood"].is_null());
}

#[test]
fn every_way_to_write_a_table_gives_the_same_orders() {
    let rows = [("1", "朝霞小区北门东边的路灯坏了，晚上漆黑一片"), ("2", "朝霞小区3号楼楼道里停满了电动车")];
    let json = |(id, text): &(&str, &str)| {
        format!("{{\"id\": \"{id}\", \"text\": \"{text}\", \"extra\": [1, {{}}]}}")
    };
    let list = rows.iter().map(json).collect::<Vec<_>>();
    let delimited = |mark: &str| {
        let rows = rows.iter().map(|(id, text)| format!("{id}{mark}{text}\r\n"));
        format!("ID{mark}Text\r\n{}", rows.collect::<String>())
    };
    let sheet = Workbook::default().sheet(
        "留言",
        &[
            &[Words("某旗留言汇总表")],
            &[Words("编号"), Words("留言详情"), Words("受理时间")],
            &[Number(1.0), Words(rows[0].1), Date(45_352.378_472_222)],
            &[],
            &[Words("2"), Words(rows[1].1), Nothing],
        ],
    );
    let files: [(&str, Vec<u8>); 7] = [
        ("a.csv", delimited(",").into_bytes()),
        ("b.csv", format!("\u{feff}{}", delimited(";")).into_bytes()),
        ("c.tsv", delimited("\t").into_bytes()),
        ("d.jsonl", list.join("\n").into_bytes()),
        ("e.json", format!("[{}]", list.join(",\n")).into_bytes()),
        ("f.json", format!("{{\"total\": 2, \"rows\": [{}]}}", list.join(",")).into_bytes()),
        ("g.xlsx", sheet.bytes()),
    ];
    for (name, bytes) in files {
        let inbox = Inbox::empty();
        inbox.holds(name, bytes);
        let (code, report) = inbox.report(name, &[]);
        let outcomes: Vec<_> =
            report["rows"].as_array().unwrap().iter().map(|row| (&row["id"], &row["outcome"])).collect();
        assert_eq!(code, 0, "{name}: {report}");
        assert_eq!(report["summary"]["rows"], 2, "{name}: {report}");
        assert_eq!((outcomes[0].0, outcomes[1].0), (&"1".into(), &"2".into()), "{name}");
        if name == "g.xlsx" {
            assert!(
                report["rows"][0]["no"].as_str().unwrap().starts_with("20240301-"),
                "a date is read as a date"
            );
        }
    }
}

#[test]
fn another_sheet_and_other_columns_are_read_when_they_are_named() {
    let inbox = Inbox::empty();
    let book = Workbook::default().sheet("说明", &[&[Words("填表说明")]]).sheet(
        "数据",
        &[
            &[Words("号"), Words("群众说"), Words("值")],
            &[Number(7.0), Words("朝霞小区停水三天了"), Error("#N/A")],
        ],
    );
    inbox.holds("表.xlsx", book.bytes());
    let named = ["--sheet", "数据", "--map", "id=号", "--map", "text=群众说"];
    let (code, report) = inbox.report("表.xlsx", &named);
    assert_eq!((code, &report["rows"][0]["id"]), (0, &"7".into()), "{report}");
    let wrong = inbox.brings("表.xlsx", &["--sheet", "资料"]);
    assert_eq!(
        (wrong.code, wrong.err.as_str()),
        (2, "jiesu: IN/表.xlsx: 没有工作表“资料”。有这些：说明, 数据。\n")
    );
}

#[test]
fn a_formula_counts_by_its_result_and_without_one_its_row_is_refused_by_address() {
    let inbox = Inbox::empty();
    let book = Workbook::default().sheet(
        "表",
        &[
            &[Words("编号"), Words("内容"), Words("备注")],
            &[Words("1"), Formula("A1&amp;B1", "朝霞小区停水三天了"), Unsolved("1/0")],
            &[Words("2"), Unsolved("VLOOKUP(A3,X:Y,2)"), Nothing],
            &[Words("3"), Error("#REF!"), Nothing],
            &[Words("4"), Words("朝霞小区路灯不亮"), Nothing],
        ],
    );
    inbox.holds("表.xlsx", book.bytes());
    let ended = inbox.brings("表.xlsx", &[]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    let refused: Vec<&str> = ended.out.lines().filter(|line| line.contains("没有受理 ")).collect();
    insta::assert_snapshot!(refused.join("\n"), @"
    没有受理 IN/表.xlsx:3　单元格 B3 是公式，文件里没有算好的值。请用 Excel 打开后保存，或把公式粘贴成数值。
    没有受理 IN/表.xlsx:4　单元格 B4 显示错误 #REF!，请改正。
    ");
    assert_eq!(inbox.ledger().orders.len(), 2);
}

#[test]
fn a_folder_of_calls_is_brought_call_by_call() {
    let inbox = Inbox::empty();
    inbox.holds(
        "通话/c1.txt",
        "坐席：您好，请讲。\n市民：朝霞小区3号楼楼道里停满了电动车，出不去。\n坐席：好的，给您登记。",
    );
    inbox.holds("通话/c2.vtt", "WEBVTT\n\n00:01.000 --> 00:03.000\n<v 坐席>您好\n\n00:03.000 --> 00:06.000\n<v 市民>朝霞小区停水三天了\n");
    inbox.holds("通话/c3.json", r#"{"text":"","segments":[{"id":0,"start":0.0,"end":2.0,"text":"您好请讲"},{"id":1,"start":2.0,"end":5.5,"text":"我们朝霞小区的路灯坏了好几天了"}]}"#);
    inbox.holds("通话/c4.txt", "坐席：您好，请讲。\n坐席：喂，听得到吗？");
    inbox.holds("通话/c5.json", "{\"segments\": [");
    inbox.holds("通话/c6.txt", b"\x00\x01\x02\xff");
    inbox.holds("通话/c7.srt", "");
    inbox.holds("通话/c1.wav", "RIFF");
    let ended = inbox.brings("通话", &[]);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""), "{}", ended.out);
    insta::assert_snapshot!(timeless(&ended.out), @"
    读了 7 条，新开工单 3 件
    　派单　　　　　　　2（66.7%）
    　预审　　　　　　　1（33.3%）
    　直接答复　　　　　0（0.0%）
    　以前已受理　　　　0
    　编号相同内容不同　0
    　没有受理　　　　　4
    预审的原因：
    　这一类要留电话，没有留　1（100.0%）
    没有受理 IN/通话/c4.txt　通话里群众没有说事，没有开单。
    没有受理 IN/通话/c5.json　通话第 1 行第 14 列起不是完整的 JSON，请检查。
    没有受理 IN/通话/c6.txt　不是文本，或者编码认不出（第 0 个字节起）。请另存为 UTF-8 或 GBK。
    没有受理 IN/通话/c7.srt　里面没有内容。
    文件夹里有 1 个文件不是能读的格式，没有读。
    ");
    let ledger = inbox.ledger();
    assert_eq!((ledger.orders.len(), ledger.inbound), (3, 3));
}

#[test]
fn calls_may_stand_in_a_table_among_messages() {
    let inbox = Inbox::empty();
    let rows = r#"{"call_id":"8","time":"2024-03-01T09:00:00+08:00","phone":"13800000008","transcript":[{"speaker":"agent","text":"您好，请讲"},{"speaker":"citizen","text":"朝霞小区停水三天了"}]}
{"call_id":"9","transcript":"坐席：您好\n市民：朝霞小区路灯不亮，晚上漆黑一片"}
{"call_id":"10","text":"朝霞小区三号楼漏水"}
{"call_id":"11","transcript":[{"who":"?"}]}
"#;
    inbox.holds("混合.jsonl", rows);
    let (code, report) = inbox.report("混合.jsonl", &[]);
    assert_eq!((code, &report["summary"]["refused"]), (1, &1.into()), "{report}");
    let why = report["rows"][3]["why"].as_str().unwrap();
    assert!(why.contains("通话"), "{why}");
    assert_eq!(inbox.ledger().orders.len(), 3);
}
