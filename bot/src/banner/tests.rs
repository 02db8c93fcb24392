//! What is said of a banner's files when something is wrong with them?

use std::fs;
use std::path::{Path, PathBuf};

use insta::assert_snapshot;
use jiff::civil::{Date, date};
use prompts::{FALLBACK, Wording};
use tempfile::TempDir;

use super::{Source, read};
use crate::command::Exit;
use crate::command::check::{CheckArgs, run};

const TODAY: Date = date(2026, 7, 8);

/// A copy of the example that can be spoilt.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        super::embedded().extract(folder.path()).unwrap();
        Self(folder)
    }

    fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    fn text(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn write(self, file: &str, content: impl AsRef<[u8]>) -> Self {
        fs::create_dir_all(self.path(file).parent().unwrap()).unwrap();
        fs::write(self.path(file), content).unwrap();
        self
    }

    /// Replaces the first occurrence.
    fn spoil(self, file: &str, from: &str, to: &str) -> Self {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.write(file, text.replacen(from, to, 1))
    }

    /// Puts another value into a cell of the first row that begins with `row`.
    fn cell(self, file: &str, row: &str, column: &str, value: &str) -> Self {
        let text = self.text(file);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let index = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(reader.headers().unwrap()).unwrap();
        let mut done = false;
        for record in reader.records() {
            let record = record.unwrap();
            let mut cells: Vec<&str> = record.iter().collect();
            if !done && cells.join(",").starts_with(row) {
                cells[index] = value;
                done = true;
            }
            writer.write_record(cells).unwrap();
        }
        assert!(done, "{file} has no row {row}");
        let content = writer.into_inner().unwrap();
        self.write(file, content)
    }

    /// Adds a row below the header.
    fn add(self, file: &str, row: &str) -> Self {
        let text = self.text(file);
        let (header, rows) = text.split_once('\n').unwrap();
        self.write(file, format!("{header}\n{row}\n{rows}"))
    }

    /// What `jiesu check` says, line by line, and how it ends instead of the summary.
    fn says(&self) -> String {
        self.says_in(FALLBACK)
    }

    fn says_in(&self, lang: &str) -> String {
        let (exit, said) = check(Some(self.0.path()), lang);
        let (problems, _summary) = said.trim_end().rsplit_once('\n').unwrap_or_default();
        format!("{problems}\n{exit:?}").trim_start().to_owned()
    }
}

fn check(banner: Option<&Path>, lang: &str) -> (Exit, String) {
    let mut out = Vec::new();
    let args = CheckArgs { banner: banner.map(Path::to_owned), lang: lang.to_owned() };
    let exit = run(&args, TODAY, &Wording::embedded(), &mut out);
    (exit, String::from_utf8(out).unwrap())
}

#[test]
fn there_is_nothing_to_correct_in_the_example() {
    let (exit, said) = check(None, FALLBACK);
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(said.starts_with("没有问题"), "{said}");
}

#[test]
fn a_copy_of_the_example_is_the_example() {
    assert_snapshot!(Copy::new().says(), @"Done");
}

#[test]
fn a_row_that_names_no_unit() {
    let copy = Copy::new().cell("dispatch.csv", "010102,", "lead", "ZJX").cell(
        "dispatch.csv",
        "010107,",
        "lead",
        "",
    );
    assert_snapshot!(copy.says(), @"
    dispatch.csv:3 lead 单位表（units.csv）里没有“ZJX”。 是不是“ZJJ”？
    dispatch.csv:8 lead 这里不能空着。
    Refused
    ");
}

#[test]
fn a_misspelt_column_is_one_mistake() {
    assert_snapshot!(Copy::new().spoil("dispatch.csv", "grassroots", "grasroots").says(), @"
    dispatch.csv:1 grasroots 没有这个栏目，请检查名称。 是不是“grassroots”？
    Refused
    ");
}

#[test]
fn a_missing_column_and_a_wide_row() {
    let copy = Copy::new()
        .spoil("workers.csv", "grid,name,role", "grid,name,")
        .add("reasons.csv", "N99,不予受理,甲,乙,,,否,多");
    assert_snapshot!(copy.says(), @"
    reasons.csv:2 这一行有 8 格，表头有 7 格。内容里有英文逗号时，请用英文双引号括起来。
    workers.csv:1 role 缺少这个栏目，请补上。
    Refused
    ");
}

#[test]
fn a_value_that_is_none_of_the_few() {
    let copy = Copy::new()
        .cell("catalogue.csv", "010101,", "kind", "投拆")
        .cell("units.csv", "GAJ,", "kind", "旗直部门")
        .cell("calendar.csv", "2026-01-01,", "day", "假");
    assert_snapshot!(copy.says(), @"
    calendar.csv:307 day “假”不在可选范围内。可以写：休 班。
    catalogue.csv:2 kind “投拆”不在可选范围内。可以写：咨询 求助 投诉 举报 建议 表扬。 是不是“投诉”？
    units.csv:5 kind “旗直部门”不在可选范围内。可以写：热线中心 旗级部门 苏木乡镇街道 嘎查社区 公共服务企业。 是不是“旗级部门”？
    Refused
    ");
}

#[test]
fn a_missing_file_and_a_strange_one() {
    let copy = Copy::new().write("dispach.csv", "").write("notes.docx", [0xff, 0xfe]);
    fs::remove_file(copy.path("emergencies.csv")).unwrap();
    assert_snapshot!(copy.says(), @"
    dispach.csv 提醒：程序用不到这个文件，是不是文件名写错了？ 是不是“dispatch.csv”？
    emergencies.csv 缺少这个文件。请从示例目录（jiesu init）里复制一份再改。
    notes.docx 提醒：程序用不到这个文件，是不是文件名写错了？
    Refused
    ");
}

#[test]
fn a_folder_that_is_not_there() {
    let (exit, said) = check(Some(Path::new("/nowhere")), FALLBACK);
    assert_eq!(exit, Exit::Refused);
    assert_snapshot!(said.lines().next().unwrap(), @"/nowhere 打不开（No such file or directory (os error 2)）。请检查文件是否存在、有没有读取权限。");
    assert_eq!(said.lines().count(), 2, "every file of it is missing, that need not be said: {said}");
}

#[test]
fn codes_given_twice() {
    let copy = Copy::new()
        .add("units.csv", "GAJ,示例旗公安分局,公安分局,旗级部门,,SL,,")
        .add("lexicon/variants.csv", "上当了,被骗");
    assert_snapshot!(copy.says(), @"
    lexicon/variants.csv:6 variant “上当了”重复了，第 2 行已经有了。
    units.csv:6 code “GAJ”重复了，第 2 行已经有了。
    Refused
    ");
}

#[test]
fn an_example_that_goes_elsewhere_or_nowhere() {
    let copy = Copy::new()
        .cell("catalogue.csv", "010101,", "example", "路灯坏了，晚上一片漆黑，什么都看不见。")
        .cell("catalogue.csv", "010102,", "example", "今天心情不错。");
    assert_snapshot!(copy.says(), @"
    catalogue.csv:2 example 这条例句被归到了“010404 城乡建设与物业/市政设施/路灯不亮”，依据的词：路灯 坏 黑。请改例句、给本类加词，或调低另一类的权重。
    catalogue.csv:3 example 这条例句没有一个词能归类，请给本类加词。
    Refused
    ");
}

#[test]
fn a_file_that_is_not_utf8() {
    let text = Copy::new().text("gazetteer.csv");
    let mut bytes = text.lines().next().unwrap().as_bytes().to_vec();
    // 朝霞 as a spreadsheet on Windows writes it (GBK).
    bytes.extend([b'\n', 0xb3, 0xaf, 0xcf, 0xbc]);
    assert_snapshot!(Copy::new().write("gazetteer.csv", bytes).says(), @"
    gazetteer.csv:2 不是 UTF-8 编码。请在 Excel 或 WPS 里另存为“CSV UTF-8”，或用记事本另存为 UTF-8。
    Refused
    ");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_mistakes() {
    let mut copy = Copy::new();
    for file in ["units.csv", "catalogue.csv", "limits.toml", "lexicon/kinds.csv"] {
        let text = format!("\u{feff}{}", copy.text(file).replace('\n', "\r\n"));
        copy = copy.write(file, text);
    }
    assert_snapshot!(copy.says(), @"Done");
}

#[test]
fn lines_are_counted_right_with_windows_line_ends_and_blank_lines() {
    let text =
        "code,name,short,kind\r\n\r\nA,甲,甲,旗级部门\r\nB,乙,乙,旗级部们\r\n,,,\r\n\r\nC,丙,,旗级部门\r\n";
    let said = Copy::new().write("units.csv", text).says();
    let said: Vec<&str> = said.lines().filter(|line| line.starts_with("units.csv")).collect();
    assert_snapshot!(said.join("\n"), @"
    units.csv:4 kind “旗级部们”不在可选范围内。可以写：热线中心 旗级部门 苏木乡镇街道 嘎查社区 公共服务企业。 是不是“旗级部门”？
    units.csv:7 short 这里不能空着。
    ");
}

#[test]
fn a_quotation_mark_that_is_not_closed() {
    let copy = Copy::new().spoil("reasons.csv", "\nN02,不予受理,", "\nN02,不予受理,\"");
    assert_snapshot!(copy.says(), @"
    reasons.csv:3 title 一格里出现了换行，多半是英文双引号没有成对。
    Refused
    ");
}

#[test]
fn references_to_what_is_not_there() {
    let copy = Copy::new()
        .spoil("banner.toml", "hotline_unit = \"RX\"", "hotline_unit = \"RY\"")
        .cell("areas.csv", "SL0101,", "unit", "C0l01")
        .cell("areas.csv", "SL0102,", "parent", "SLO1")
        .cell("catalogue.csv", "010104,", "limit", "紧級")
        .cell("emergencies.csv", "fire,", "unit", "XFDD")
        .cell("gazetteer.csv", "朝霞小区,", "area", "SL01O101")
        .add("dispatch.csv", "9999*,*,*,GAJ,,可,无")
        .add("workers.csv", "SL0101,张三,专职网格员,,");
    assert_snapshot!(copy.says(), @"
    areas.csv:4 unit 单位表（units.csv）里没有“C0l01”。 是不是“C0101”？
    areas.csv:8 parent 区域表（areas.csv）里没有“SLO1”。 是不是“SL01”？
    banner.toml hotline_unit 单位表（units.csv）里没有“RY”。 是不是“RX”？
    catalogue.csv:5 limit 时限表（limits.toml）里没有“紧級”这一档。 是不是“紧急”？
    dispatch.csv:2 category 分类目录里没有以“9999*”开头的分类。
    emergencies.csv:2 unit 单位表（units.csv）里没有“XFDD”。 是不是“XFD”？
    gazetteer.csv:2 area 区域表（areas.csv）里没有“SL01O101”。 是不是“SL010101”？
    workers.csv:2 grid 区域表（areas.csv）里没有“SL0101”这个网格。 是不是“SL010101”？
    Refused
    ");
}

#[test]
fn areas_that_do_not_fit_into_each_other() {
    let copy = Copy::new()
        .cell("areas.csv", "SL0101,", "parent", "SL010201")
        .cell("areas.csv", "SL0102,", "unit", "")
        .cell("areas.csv", "SL0103,", "parent", "")
        .add("areas.csv", "SL2,二旗,旗,,,,RX,")
        .add("areas.csv", "SL010199,无人网格,网格,SL0101,城区,300,C0101,");
    assert_snapshot!(copy.says(), @"
    areas.csv level 级别为“旗”的区域应当正好一个，现在有 2 个。
    areas.csv:2 code 提醒：这个网格没有网格员（workers.csv）。
    areas.csv:6 parent 上级区域（网格）应当比它（嘎查社区）大。
    areas.csv:10 unit 没有写由哪个单位负责，这里的诉求会派不下去。
    areas.csv:14 parent 这里不能空着。
    Refused
    ");
}

#[test]
fn what_must_not_be_handed_down_is_not() {
    let copy = Copy::new().cell("dispatch.csv", "010107,", "lead", "@嘎查社区").cell(
        "dispatch.csv",
        "010102,",
        "helpers",
        "T01",
    );
    assert_snapshot!(copy.says(), @"
    dispatch.csv:3 helpers 这一行写明“禁”（不得交给基层），“T01”却是苏木乡镇街道或嘎查社区。
    dispatch.csv:8 lead 这一行写明“禁”（不得交给基层），不能再派给 @嘎查社区。
    Refused
    ");
}

#[test]
fn a_leaf_nobody_handles_and_a_line_said_twice() {
    let copy = Copy::new().add("catalogue.csv", "990101,测试,测试,测试,求助,可匿名,,甲乙丙丁*9,甲乙丙丁");
    assert_snapshot!(copy.says(), @"
    catalogue.csv:2 code 这一类诉求在派单目录（dispatch.csv）里哪儿都派不下去，请补一行。
    Refused
    ");
    let copy = Copy::new().add("dispatch.csv", "0101*,*,*,ZJJ,,可,重复");
    assert_snapshot!(copy.says(), @"
    dispatch.csv:3 category 和第 2 行管的是同一件事，只能留一行。
    Refused
    ");
}

#[test]
fn terms_and_patterns_that_cannot_be_read() {
    let copy = Copy::new()
        .cell("lexicon/kinds.csv", "咨询,", "words", "请问*很 +水 好")
        .cell("dispatch.csv", "010102,", "category", "01*02")
        .cell("dispatch.csv", "010103,", "lead", "@旗")
        .cell("dispatch.csv", "010104,", "area", "类型:海区")
        .cell("catalogue.csv", "010101,", "code", "10101");
    assert_snapshot!(copy.says(), @"
    catalogue.csv:2 code “10101”应当是六位数字的分类代码，如 010203。
    dispatch.csv:3 category “01*02”应当是分类代码（010203）、代码开头加星号（0102*）或单独一个星号。
    dispatch.csv:4 lead “@旗”应当是单位代码，或 @苏木乡镇街道、@嘎查社区。
    dispatch.csv:5 area “类型:海区”应当是区域代码、“类型:牧区”这样的类型，或单独一个星号。
    lexicon/kinds.csv:2 words “请问*很”应当写成 词、词*3 或 词+词*3，权重不能是 0。
    lexicon/kinds.csv:2 words “+水”应当写成 词、词*3 或 词+词*3，权重不能是 0。
    Refused
    ");
}

#[test]
fn a_name_of_two_places_is_only_worth_a_word() {
    let copy = Copy::new().add("gazetteer.csv", "新小区,朝霞里,小区,SL010201,");
    assert_snapshot!(copy.says(), @"
    gazetteer.csv:3 aliases 提醒：“朝霞里”在第 2 行是另一个地方，群众说起时要多问一句。
    Done
    ");
}

#[test]
fn a_year_without_days_and_days_without_a_year() {
    let copy = Copy::new()
        .spoil("calendar.toml", "2026]", "2026, 2028]")
        .add("calendar.csv", "2027-01-01,休,元旦,")
        .add("calendar.csv", "2027-01-04,班,元旦,");
    assert_snapshot!(copy.says(), @"
    calendar.csv:2 date 提醒：calendar.toml 里没有写 2027 年已公布，推算的期限会一直标为“暂定”。
    calendar.csv:2 day 提醒：2027-01-04 不是周末，本来就上班，不用写“班”。
    calendar.toml:4 years 2028 年标为已公布，日历里却一天也没有。
    Refused
    ");
    assert_snapshot!(Copy::new().add("calendar.csv", "2026-02-30,休,没有,").says(), @"
    calendar.csv:2 date “2026-02-30”应当写成日期，如 2026-01-31。
    Refused
    ");
}

#[test]
fn limits_that_are_missing_or_misspelt() {
    let copy = Copy::new()
        .spoil("limits.toml", "\"咨询\" = \"咨询\"\n", "")
        .spoil("limits.toml", "\"特急\" = \"特急\"", "\"特急\" = \"特级\"")
        .spoil("limits.toml", "finish = \"2h\"", "finish = \"两小时\"")
        .spoil("limits.toml", "callback =", "calback =");
    assert_snapshot!(copy.says(), @"
    limits.toml:13 profile.finish “两小时”应当写成时限：30m 是 30 分钟，2h 是 2 小时，5wd 是 5 个工作日，0d 是当天。
    limits.toml:14 profile.calback 没有这个栏目，请检查名称。 是不是“callback”？
    limits.toml:107 by_kind “咨询”没有写用哪一档时限。
    limits.toml:117 by_urgency.特急 时限表（limits.toml）里没有“特级”这一档。 是不是“特急”？
    Refused
    ");
    let copy = Copy::new().spoil("limits.toml", "\"求助\" =", "求助 =");
    assert_snapshot!(copy.says(), @r#"
    limits.toml:109 “求助”要用英文双引号括起来，如 "求助"。
    Refused
    "#);
}

#[test]
fn settings_and_duty_that_cannot_be() {
    let copy = Copy::new()
        .spoil("banner.toml", "dispatch_at = 0.60", "dispatch_at = 60")
        .spoil("banner.toml", "Asia/Shanghai", "Asia/Peking")
        .spoil("banner.toml", "hotline_unit = \"RX\"", "hotline_unit = \"XR\"")
        .spoil("banner.toml", "reminders", "remainders")
        .spoil("banner.toml", "contact = 730", "contact = 0")
        .spoil("banner.toml", "files = 365", "file = 365")
        .spoil("duty.toml", "to = \"12:00\"", "to = \"15:00\"");
    assert_snapshot!(copy.says(), @"
    banner.toml:5 timezone 没有“Asia/Peking”这个时区。内蒙古写 Asia/Shanghai。
    banner.toml:10 understanding.dispatch_at “60”应当是 0 到 1 之间的小数，如 0.60。
    banner.toml:13 survey.remainders 没有这个栏目，请检查名称。 是不是“reminders”？
    banner.toml:32 privacy.retention_days.contact “0”应当写成天数，如 180，最少 1 天，最多 65535 天。
    banner.toml:33 privacy.retention_days.file 没有这个栏目，请检查名称。 是不是“files”？
    duty.toml:12 duty 14:30 起的一段和前一段重叠了。
    Refused
    ");
}

#[test]
fn articles_that_are_over_or_astray() {
    let article = |id: &str, category: &str, from: &str, until: &str| {
        format!(
            "+++\nid = \"{id}\"\ntitle = \"题\"\ncategory = \"{category}\"\nunit = \"ZJJ\"\nquestions = [\"怎么办\"]\n\
             valid_from = {from}\nvalid_until = \"{until}\"\n+++\n正文\n"
        )
    };
    let copy = Copy::new()
        .write("knowledge/t1.md", article("t1", "010101", "2026-01-01", "2026-06-30"))
        .write("knowledge/t2.md", article("t1", "01010l", "2026-01-01", "2027-06-30"))
        .write("knowledge/t3.md", article("t3", "010101", "2026-06-30", "2026-01-01"))
        .write("knowledge/t4.md", "题\n正文\n");
    assert_snapshot!(copy.says(), @"
    knowledge/t1.md:8 valid_until 提醒：这篇文章 2026-06-30 已过期，请更新内容或日期。
    knowledge/t2.md:2 id “t1”重复了，knowledge/t1.md 里已经有了。
    knowledge/t2.md:4 category 分类目录（catalogue.csv）里没有“01010l”。 是不是“010101”？
    knowledge/t3.md:8 valid_until 结束早于开始，或者同时。
    knowledge/t4.md:1 文章开头应当是 +++ 一行，接着写编号、标题等，再用 +++ 一行结束；现在开头是“题”。
    Refused
    ");
}

#[test]
fn requests_the_program_does_not_know_or_has_no_words_for() {
    let copy = Copy::new().spoil("lexicon/requests.csv", "\n催办,", "\n催辨,");
    assert_snapshot!(copy.says(), @"
    lexicon/requests.csv:3 request “催辨”不在可选范围内。可以写：查进度 催办 补充 撤回 转人工 取消 确认 提交 否定 帮助 找回查询码 重新开始 另一件事 匿名 跳过 改地址 改电话 改内容 问候 感谢 换语言 说英语 说汉语 我的信息 绑定 代办 分开办 一起办 没解决。 是不是“催办”？
    Refused
    ");
}

#[test]
fn sentences_of_the_banners_own() {
    let copy = Copy::new().write("wording/zh-CN.ftl", "check-cleen = 好\n");
    assert_snapshot!(copy.says(), @"
    wording/zh-CN.ftl:1 这里的措辞用不了（unknown key `check-cleen`, did you mean `check-clean`?）。
    Refused
    ");
}

#[test]
fn the_report_can_be_read_in_english() {
    let copy = Copy::new()
        .cell("dispatch.csv", "010102,", "lead", "ZJX")
        .cell("catalogue.csv", "010101,", "kind", "投拆")
        .add("gazetteer.csv", "新小区,朝霞里,小区,SL010201,");
    assert_snapshot!(copy.says_in("en"), @"
    catalogue.csv:2 kind “投拆” is not possible here. Possible are: 咨询 求助 投诉 举报 建议 表扬. Did you mean “投诉”?
    dispatch.csv:3 lead There is no unit “ZJX” in units.csv. Did you mean “ZJJ”?
    gazetteer.csv:3 aliases Warning: “朝霞里” is another place in line 2; citizens who say it will be asked which one they mean.
    Refused
    ");
    let (_, said) = check(Some(copy.0.path()), "en");
    assert_snapshot!(said.lines().last().unwrap(), @"Cannot be used yet: 2 errors, 1 warning.");
}

#[test]
fn the_same_files_have_the_same_hash() {
    let read = |source| read(&source, TODAY).map(|(banner, _)| (banner.hash, banner.archive)).unwrap();
    let embedded = read(Source::Embedded);
    assert_eq!(embedded, read(Source::Folder(Copy::new().0.path().to_owned())));
    let copy = Copy::new().spoil("banner.toml", "示例旗", "某某旗");
    assert_ne!(embedded.0, read(Source::Folder(copy.0.path().to_owned())).0);
}

#[test]
fn a_rule_for_hot_matters_that_cannot_be_worked_with() {
    let copy = Copy::new()
        .add("hot.csv", "A,1,24h,嘎查社区,*")
        .add("hot.csv", "B,10,5wd,嘎查社,0901")
        .add("hot.csv", "C,10,745h,旗,*")
        .add("hot.csv", "D,10,24h,旗,77*")
        .add("hot.csv", "E,10,24h,旗,030109");
    assert_snapshot!(copy.says(), @"
    hot.csv:2 category 分类目录（catalogue.csv）里没有“030109”。 是不是“030101”？
    hot.csv:3 category 分类目录里没有以“77*”开头的分类。
    hot.csv:4 within “745h”应当写成钟表时间：30m 是 30 分钟，24h 是 24 小时，最长 744h（31 天）。
    hot.csv:5 within “5wd”应当写成钟表时间：30m 是 30 分钟，24h 是 24 小时，最长 744h（31 天）。
    hot.csv:5 level “嘎查社”不在可选范围内。可以写：旗 苏木乡镇街道 嘎查社区 网格。 是不是“嘎查社区”？
    hot.csv:6 people “1”应当写成人数，如 10，最少 2 人，最多 65535 人。
    Refused
    ");
}

#[test]
fn a_banner_may_do_without_rules_for_hot_matters() {
    let copy = Copy::new();
    fs::remove_file(copy.path("hot.csv")).unwrap();
    assert_snapshot!(copy.says(), @"Done");
}
