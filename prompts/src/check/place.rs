//! Who answers [`Names`] when everything is said once?

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use uuid::Uuid;

use super::samples;
use crate::{ArticleText, EmergencyText, Names, ReasonText};

/// A small invented place.
pub(super) struct Place {
    zone: TimeZone,
    papers: BTreeMap<Uuid, String>,
    opened: RefCell<BTreeSet<Uuid>>,
}

impl Place {
    pub(super) fn new() -> Self {
        Self::with(samples::papers())
    }

    /// Where every paper is erased.
    pub(super) fn emptied() -> Self {
        Self::with(BTreeMap::new())
    }

    /// Where every paper holds the same words.
    pub(super) fn saying(words: &str) -> Self {
        Self::with(samples::papers().into_keys().map(|id| (id, words.to_owned())).collect())
    }

    fn with(papers: BTreeMap<Uuid, String>) -> Self {
        Self { zone: TimeZone::fixed(offset(8)), papers, opened: RefCell::default() }
    }

    /// The papers asked for so far.
    pub(super) fn opened(&self) -> BTreeSet<Uuid> {
        self.opened.borrow().clone()
    }
}

impl Names for Place {
    fn unit(&self, code: &str) -> String {
        match code {
            "ZJJ" => "住房和城乡建设局".to_owned(),
            "CGJ" => "城市管理综合执法局".to_owned(),
            other => other.to_owned(),
        }
    }

    fn category(&self, code: &str) -> String {
        match code {
            "020101" => "路灯不亮".to_owned(),
            "030204" => "施工噪声".to_owned(),
            other => other.to_owned(),
        }
    }

    fn area(&self, code: &str) -> String {
        match code {
            "0101" => "河东社区".to_owned(),
            "0102" => "河西社区".to_owned(),
            other => other.to_owned(),
        }
    }

    fn reason(&self, code: &str) -> Option<ReasonText> {
        match code {
            "N03" => Some(ReasonText {
                title: "应走法定途径".to_owned(),
                text: "这件事要由法院来断，热线不能替代。".to_owned(),
                channel: "旗法院诉讼服务中心，电话12368".to_owned(),
                basis: "法定途径优先".to_owned(),
            }),
            "N12" => Some(ReasonText { title: "不合理诉求".to_owned(), ..ReasonText::default() }),
            _ => None,
        }
    }

    fn emergency(&self, code: &str) -> Option<EmergencyText> {
        (code == "gas-leak").then(|| EmergencyText {
            name: "燃气泄漏".to_owned(),
            number: "燃气抢修电话0470-0000119".to_owned(),
            advice: "先关阀门，开窗，别动电灯开关，人到屋外再打电话。".to_owned(),
        })
    }

    fn article(&self, id: &str) -> Option<ArticleText> {
        let source = if id == "ebike-plate" { "《道路交通安全法》" } else { "" };
        (id != "taken-out").then(|| ArticleText {
            answer: "带身份证、购车发票、合格证。\n到交管大队上牌点，当场发牌。".to_owned(),
            source: source.to_owned(),
        })
    }

    fn paper(&self, id: Uuid) -> Option<String> {
        self.opened.borrow_mut().insert(id);
        self.papers.get(&id).cloned()
    }

    fn banner(&self) -> String {
        "示例旗".to_owned()
    }

    fn hotline(&self) -> String {
        "12345".to_owned()
    }

    fn site(&self) -> Option<String> {
        (!self.papers.is_empty()).then(|| "https://12345.example.org".to_owned())
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }

    fn now(&self) -> Timestamp {
        samples::at("2026-11-20T09:12:00+08:00")
    }
}
