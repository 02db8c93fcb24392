//! Files of other systems are wrong in many ways: each is told where and why, and what can be done is done.

use tests::Inbox;
use tests::inbox::timeless;
use tests::sheets::Cell::Words;
use tests::sheets::Workbook;

/// What is said where nothing is done.
fn stopped(name: &str, bytes: &[u8], arguments: &[&str]) -> String {
    let inbox = Inbox::empty();
    inbox.holds(name, bytes);
    let ended = inbox.brings(name, arguments);
    assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{}", ended.err);
    assert!(!inbox.data().exists(), "nothing was begun");
    ended.err
}

#[test]
fn a_file_that_is_wrong_as_a_whole_stops_everything_before_anything_is_done() {
    let good = "编号,内容,联系电话\n1,停水,13800000001\n".as_bytes();
    let mut told = vec![
        stopped("表.csv", good, &["--map", "phon=联系电话"]),
        stopped("表.csv", good, &["--map", "phone=联系电活"]),
        stopped("表.csv", good, &["--map", "phone"]),
        stopped("表.csv", "甲,乙\n1,2\n".as_bytes(), &[]),
        stopped("空.csv", b"", &[]),
        stopped("空.jsonl", b"\n\n", &[]),
        stopped("图.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", &[]),
        stopped("图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", &[]),
        stopped("旧.xls", b"\xd0\xcf\x11\xe0", &[]),
        stopped("断.json", "[{\"内容\": \"停水\"},\n{\"内容\"".as_bytes(), &[]),
        stopped("两.json", "{\"a\": [{\"内容\": \"停水\"}], \"b\": [{}]}".as_bytes(), &[]),
    ];
    let inbox = Inbox::empty();
    let gone = inbox.brings("没有.csv", &[]);
    assert_eq!(gone.code, 2);
    told.push(gone.err);
    insta::assert_snapshot!(told.concat(), @"
    jiesu: --map 里没有字段“phon”，是不是“phone”？可用的字段：id, time, title, text, place, name, phone, transcript。
    jiesu: IN/表.csv: --map 写的列“联系电活”不在文件里，是不是“联系电话”？文件里的列：编号, 内容, 联系电话。
    jiesu: --map “phone”写法不对，应为 字段=列名，例如 text=留言详情。
    jiesu: IN/表.csv: 找不到写着诉求内容的列。文件里的列：甲, 乙。请用 --map text=列名 指明（通话用 transcript=列名）。
    jiesu: IN/空.csv: 里面没有内容。
    jiesu: IN/空.jsonl: 里面没有内容。
    jiesu: IN/图.csv: 不是文本，或者编码认不出（第 1 个字节起）。请另存为 UTF-8 或 GBK。
    jiesu: IN/图.xlsx: 不是能读的 Excel 工作簿：invalid Zip archive: Could not find EOCD。请重新另存为 .xlsx。
    jiesu: IN/旧.xls: 认不出是什么格式。能读的有 .csv .tsv .jsonl .json .xlsx .txt .vtt .srt；旧的 .xls 请另存为 .xlsx。
    jiesu: IN/断.json: 第 2 行起不是完整的 JSON，请检查。
    jiesu: IN/两.json: 有不止一个列表（a, b），不知道该读哪一个。请只留一个。
    jiesu: IN/没有.csv: 读不了：No such file or directory (os error 2)。
    ");
}

#[test]
fn english_is_told_in_english() {
    let told = stopped("t.csv", b"a,b\n1,2\n", &["--lang", "en"]);
    assert!(told.contains("no column tells what was said. Columns of the file: a, b."), "{told}");
}

#[test]
fn a_row_that_lacks_a_column_is_named_by_its_line_and_the_rest_is_taken() {
    let inbox = Inbox::empty();
    let mut rows = String::from("编号,时间,内容\n");
    for n in 2..=3200 {
        rows += &match n {
            3000 => "3000,2024-03-01 09:00:00\n".to_owned(),
            3100 => "3100,明天,停水\n".to_owned(),
            3150 => "3150,2999-01-01 00:00:00,停水\n".to_owned(),
            n => format!("{n},2024-03-01 09:00:00,朝霞小区{n}号楼停水了\n"),
        };
    }
    inbox.holds("表.csv", &rows);
    let ended = inbox.brings("表.csv", &[]);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""));
    let named: Vec<&str> = ended.out.lines().filter(|line| line.contains("没有受理 ")).collect();
    insta::assert_snapshot!(named.join("\n"), @"
    没有受理 IN/表.csv:3000　这一行有 2 列，表头有 3 列。请补齐或检查引号，再导入这一行。
    没有受理 IN/表.csv:3100　看不懂时间“明天”。请写成 2026-01-02 03:04 这样；不要这一列就用 --map time=。
    没有受理 IN/表.csv:3150　“时间”是将来的时间，请核对。
    ");
    assert_eq!(inbox.ledger().orders.len(), 3196);
    inbox.holds("表.csv", rows.replace("3000,2024-03-01 09:00:00\n", "3000,2024-03-01 09:00:00,停水\n"));
    let (code, mended) = inbox.report("表.csv", &[]);
    let sums = &mended["summary"];
    assert_eq!(
        (code, &sums["known"], &sums["refused"], &sums["rows"]),
        (1, &3196.into(), &2.into(), &3199.into())
    );
    assert_eq!(inbox.ledger().orders.len(), 3197, "only the row that was mended is new");
}

#[test]
fn a_file_of_an_old_spreadsheet_is_read_in_its_own_encoding() {
    let inbox = Inbox::empty();
    let text = "编号,内容\r\n1,朝霞小区路灯不亮，晚上漆黑一片\r\n";
    let (gbk, _, wrong) = encoding_rs::GBK.encode(text);
    assert!(!wrong);
    inbox.holds("表.csv", &*gbk);
    let told = inbox.brings("表.csv", &["--explain", "1"]);
    assert_eq!((told.code, told.err.as_str()), (0, ""));
    assert!(told.out.contains("路灯") && told.out.contains("朝霞小区"), "{}", told.out);
    inbox.holds("utf8.csv", text);
    let (_, again) = inbox.report("utf8.csv", &[]);
    assert_eq!(again["summary"]["known"], 1, "the same words in another encoding");
}

#[test]
fn a_workbook_that_unfolds_without_end_is_refused() {
    let small = |rows: usize| {
        let row: &[tests::sheets::Cell] = &[Words("1"), Words("停水")];
        let mut all: Vec<&[tests::sheets::Cell]> = vec![&[Words("编号"), Words("内容")]];
        all.extend(std::iter::repeat_n(row, rows));
        Workbook::default().sheet("表", &all)
    };
    let bomb = small(1).blown_up(64 << 20).bytes();
    assert!(bomb.len() < 256 << 10, "{} bytes hold 64 MB", bomb.len());
    let told = stopped("弹.xlsx", &bomb, &[]);
    assert!(told.contains("展开后过大"), "{told}");
    let mut lying = bomb.clone();
    // What the archive declares of the unfolded size, in its directory and before the part, is a small number.
    let size = u32::try_from(unfolded(&bomb)).unwrap().to_le_bytes();
    let at: Vec<usize> = (0..lying.len() - 4).filter(|at| lying[*at..*at + 4] == size).collect();
    assert!(!at.is_empty());
    for at in at {
        lying[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    let told = stopped("谎.xlsx", &lying, &[]);
    assert!(told.contains("展开后过大") || told.contains("不是能读的 Excel 工作簿"), "{told}");
    let inbox = Inbox::empty();
    inbox.holds("好.xlsx", small(1).bytes());
    assert_eq!(inbox.brings("好.xlsx", &[]).code, 0);
}

/// Size of the largest part.
fn unfolded(book: &[u8]) -> u64 {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("a workbook is an archive");
    let parts = archive.len();
    let size = |n| archive.by_index(n).expect("it has so many parts").size();
    (0..parts).map(size).max().unwrap_or_default()
}

#[test]
fn broken_lines_of_jsonl_are_named_and_the_others_are_taken() {
    let inbox = Inbox::empty();
    let rows = "{\"id\":1,\"text\":\"朝霞小区停水\"}\n{\"id\":2,\n[1]\n{\"id\":3,\"text\":[\"停水\"]}\n{\"id\":4}\n\n{\"id\":5,\"text\":\"朝霞小区停电\",\"phone\":\"138****1234\"}\n{\"id\":6,\"text\":\"朝霞小区停气\",\"phone\":\"匿名\"}\n";
    inbox.holds("行.jsonl", rows);
    let ended = inbox.brings("行.jsonl", &[]);
    assert_eq!(ended.code, 1);
    insta::assert_snapshot!(timeless(&ended.out), @"
    读了 7 条，新开工单 2 件
    　派单　　　　　　　1（50.0%）
    　预审　　　　　　　1（50.0%）
    　直接答复　　　　　0（0.0%）
    　以前已受理　　　　0
    　编号相同内容不同　0
    　没有受理　　　　　5
    预审的原因：
    　这一类要留电话，没有留　1（100.0%）
    没有受理 IN/行.jsonl:2　第 2 行起不是完整的 JSON，请检查。
    没有受理 IN/行.jsonl:3　这一条不是 JSON 对象。
    没有受理 IN/行.jsonl:4　“text”应是文字，却是列表或对象。
    没有受理 IN/行.jsonl:5　没有诉求内容。
    没有受理 IN/行.jsonl:7　“电话”不是能拨通的电话号码。请改正；整列都不是就用 --map phone=。
    ");
    assert_eq!(inbox.ledger().orders.len(), 2);
}

#[test]
fn the_same_id_with_another_text_changes_nothing_and_is_told() {
    let inbox = Inbox::empty();
    inbox.holds("表.csv", "编号,内容\n1,朝霞小区停水三天了\n1,朝霞小区停电三天了\n");
    let (code, first) = inbox.report("表.csv", &[]);
    assert_eq!((code, &first["summary"]["conflicts"]), (1, &1.into()), "{first}");
    inbox.holds("表.csv", "编号,内容\n1,朝霞小区停气三天了\n");
    let told = inbox.brings("表.csv", &[]);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("内容不同 IN/表.csv:2"), "{}", told.out);
    assert_eq!(inbox.ledger().orders.len(), 1);
}
