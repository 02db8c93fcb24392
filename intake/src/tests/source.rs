//! Which banner do the tests invent?

use std::str::FromStr;

use crate::{
    AreaCode, AreaKind, AreaRow, BookSource, CategoryCode, CategoryRow, EmergencyCode, EmergencyRow, Kind,
    KnowledgeRow, Level, PlaceRow, RequestName, RequestRow, RouteRow, Term, UnitCode, UnitKind, UnitRow,
    Urgency, WordRow,
};

/// A banner with two towns, three communities, one grid and seven units.
pub(super) fn source() -> BookSource {
    BookSource {
        danger_models: None,
        categories: vec![
            category(2, "010101", "市政|供水|停水", Kind::Help, "停水*3 没有水 水压 水+断*2"),
            category(3, "010102", "市政|供水|水质", Kind::Complaint, "水质*3 水+浑*3 自来水+异味*3"),
            category(4, "010201", "市政|供热|温度不达标", Kind::Complaint, "暖气*3 不热 供暖 暖气不热*5"),
            category(5, "010301", "市政|照明|路灯不亮", Kind::Help, "路灯*4 不亮"),
            category(6, "020101", "市场监管|食品安全|餐饮卫生", Kind::Report, "饭馆 不卫生*3 地沟油*5"),
            category(7, "020102", "市场监管|价格|乱收费", Kind::Complaint, "乱收费*4 医院"),
            category(8, "030101", "社会保障|低保|低保申请", Kind::Consultation, "低保*4"),
            category(9, "040101", "农牧|草场|草场纠纷", Kind::Help, "草场*4 界线"),
            category(10, "050101", "邻里|邻里纠纷", Kind::Help, "邻居*2 吵架*2"),
        ],
        domains: Vec::new(),
        routes: vec![
            route(2, "01*", "*", None, "ZJ", "@苏木乡镇街道 ZJ", true),
            route(3, "0101*", "*", None, "WATER", "ZJ", true),
            route(4, "0101*", "A2", None, "ZJ", "", true),
            route(5, "0101*", "*", Some(Kind::Report), "MARKET", "", true),
            route(6, "02*", "*", None, "MARKET", "", false),
            route(7, "040101", "类型:牧区", None, "@苏木乡镇街道", "@嘎查社区", true),
            route(8, "05*", "*", None, "@嘎查社区", "", true),
            route(9, "030101", "*", None, "@苏木乡镇街道", "", false),
        ],
        areas: vec![
            area(2, "A", "试验旗", Level::Banner, None, Some(AreaKind::Urban), "ZJ", ""),
            area(3, "A1", "青河镇", Level::Town, Some("A"), None, "T1", "青河"),
            area(4, "A101", "春风社区", Level::Community, Some("A1"), None, "C1", "春风"),
            area(5, "A10101", "春风社区第一网格", Level::Grid, Some("A101"), None, "C1", ""),
            area(6, "A102", "秋月社区", Level::Community, Some("A1"), None, "C2", ""),
            area(7, "A2", "白草苏木", Level::Town, Some("A"), Some(AreaKind::Pastoral), "T2", ""),
            area(8, "A201", "乌兰嘎查", Level::Community, Some("A2"), None, "C3", ""),
        ],
        units: vec![
            unit(2, "WATER", "试验旗自来水公司", UnitKind::Utility),
            unit(3, "ZJ", "试验旗住房和城乡建设局", UnitKind::Department),
            unit(4, "MARKET", "试验旗市场监督管理局", UnitKind::Department),
            unit(5, "T1", "青河镇人民政府", UnitKind::Town),
            unit(6, "T2", "白草苏木人民政府", UnitKind::Town),
            unit(7, "C1", "春风社区居委会", UnitKind::Community),
            unit(8, "C2", "秋月社区居委会", UnitKind::Community),
            unit(9, "C3", "乌兰嘎查委员会", UnitKind::Community),
        ],
        places: vec![
            place(2, "柳荫小区", "柳荫 柳荫一期", "A10101"),
            place(3, "东湖花园", "东湖", "A101"),
            place(4, "东湖公馆", "东湖", "A102"),
            place(5, "光明路", "", "A1"),
            place(6, "团结街", "", "A101"),
            place(7, "试验旗人民医院", "人民医院", "A102"),
        ],
        kinds: vec![
            (Kind::Consultation, terms("咨询*3 怎么办理*3")),
            (Kind::Complaint, terms("投诉*3 没人管")),
            (Kind::Report, terms("举报*3")),
            (Kind::Suggestion, terms("建议*3")),
            (Kind::Praise, terms("表扬*3 感谢")),
        ],
        urgencies: vec![
            (Urgency::Urgent, terms("老人+没有水*2 整栋楼*2 尽快*1")),
            (Urgency::Critical, terms("出人命*3")),
        ],
        emergencies: vec![
            emergency(
                2,
                "fire",
                "119",
                "着火*3 冒烟 起火*3 火+烧*2",
                "去年 前年 没 没有 演练 预防 万一 担心",
            ),
            emergency(3, "gas-leak", "0470-0000000", "煤气味*3 燃气泄漏*4", "没有 以前"),
        ],
        requests: vec![
            request(2, RequestName::Progress, "进度", "办得怎么样 查进度"),
            request(3, RequestName::Urge, "", "催一下 怎么还没"),
            request(4, RequestName::Yes, "是 是的 对 👍", ""),
            request(5, RequestName::No, "不是 不对", ""),
            request(6, RequestName::Human, "人工", "转人工"),
            request(7, RequestName::CorrectPlace, "改地址", "地址错了 地址不对"),
            request(8, RequestName::CorrectContact, "改电话", "电话错了 换个电话"),
            request(9, RequestName::CorrectStory, "", "说错了"),
            request(10, RequestName::Greeting, "你好 您好", ""),
        ],
        words: vec![WordRow {
            row: 2,
            word: "自来水".to_owned(),
            freq: Some(5000),
            tag: Some("n".to_owned()),
        }],
        variants: vec![("么得".to_owned(), "没有".to_owned()), ("不凉".to_owned(), "不亮".to_owned())],
        knowledge: vec![
            KnowledgeRow {
                id: "low-income".to_owned(),
                title: "低保怎么申请".to_owned(),
                category: Some(CategoryCode::new("030101")),
                unit: None,
                questions: list("申请低保要什么材料"),
                body: "到户籍所在地的苏木乡镇街道便民服务窗口提交申请。".to_owned(),
            },
            KnowledgeRow {
                id: "heating".to_owned(),
                title: "供暖温度标准".to_owned(),
                category: Some(CategoryCode::new("010201")),
                unit: None,
                questions: list("暖气不热怎么办"),
                body: "供暖期内卧室温度不低于十八摄氏度。".to_owned(),
            },
        ],
        learned: Vec::new(),
        dispatch_at: 0.6,
    }
}

fn list(written: &str) -> Vec<String> {
    written.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn read<T: FromStr<Err: std::fmt::Debug>>(written: &str) -> Vec<T> {
    list(written).iter().map(|word| word.parse().expect("the invented files are well written")).collect()
}

fn terms(written: &str) -> Vec<Term> {
    read(written)
}

fn category(row: usize, code: &str, path: &str, kind: Kind, words: &str) -> CategoryRow {
    let mut levels = path.split('|').map(str::to_owned);
    let mut level = || levels.next().unwrap_or_default();
    let (level1, level2, level3) = (level(), level(), level());
    CategoryRow {
        row,
        code: CategoryCode::new(code),
        level1,
        level2,
        level3,
        kind,
        anonymous: false,
        limit: None,
        words: terms(words),
        example: String::new(),
    }
}

fn route(
    row: usize,
    category: &str,
    area: &str,
    kind: Option<Kind>,
    lead: &str,
    helpers: &str,
    grassroots: bool,
) -> RouteRow {
    RouteRow {
        row,
        category: category.parse().expect("a category"),
        area: area.parse().expect("an area"),
        kind,
        lead: lead.parse().expect("a handler"),
        helpers: read(helpers),
        grassroots,
        basis: String::new(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one for each column of the file")]
fn area(
    row: usize,
    code: &str,
    name: &str,
    level: Level,
    parent: Option<&str>,
    kind: Option<AreaKind>,
    unit: &str,
    aliases: &str,
) -> AreaRow {
    AreaRow {
        row,
        code: AreaCode::new(code),
        name: name.to_owned(),
        level,
        parent: parent.map(AreaCode::new),
        kind,
        unit: Some(UnitCode::new(unit)),
        aliases: list(aliases),
    }
}

fn unit(row: usize, code: &str, name: &str, kind: UnitKind) -> UnitRow {
    UnitRow {
        row,
        code: UnitCode::new(code),
        name: name.to_owned(),
        short: String::new(),
        kind,
        aliases: Vec::new(),
    }
}

fn place(row: usize, name: &str, aliases: &str, area: &str) -> PlaceRow {
    PlaceRow { row, name: name.to_owned(), aliases: list(aliases), area: AreaCode::new(area) }
}

fn emergency(row: usize, code: &str, number: &str, words: &str, unless: &str) -> EmergencyRow {
    EmergencyRow {
        row,
        code: EmergencyCode::new(code),
        name: code.to_owned(),
        number: number.to_owned(),
        unit: None,
        words: terms(words),
        unless: list(unless),
        advice: String::new(),
    }
}

fn request(row: usize, request: RequestName, whole: &str, words: &str) -> RequestRow {
    RequestRow { row, request, whole: list(whole), words: list(words) }
}
