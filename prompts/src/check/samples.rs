//! What is everything that can be said?

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use crate::{
    AlikeLine, Card, Errand, MatterLine, Notice, OrderLine, Slot, SolvedAnswer, SummaryPaper, Timeline,
    TimelineStep,
};

const NO: &str = "20261120-K7M3QX";
const OTHER_NO: &str = "20261103-B2W8RT";

/// Each notice in each of the ways it can be said.
pub(super) fn every_notice() -> Vec<Notice> {
    [
        before_the_order(),
        dialogue(),
        news(),
        survey(),
        finding(),
        vec![timeline(), closed_timeline()],
        people(),
        standing(),
        own_data(),
    ]
    .concat()
}

/// The variant's name in `snake_case`.
pub(super) fn name_of(notice: &Notice) -> String {
    serde_json::to_value(notice).unwrap()["say"].as_str().unwrap().to_owned()
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The papers the samples name.
pub(super) fn papers() -> BTreeMap<Uuid, String> {
    let texts = [
        (Paper::Code, "7K4M9P"),
        (Paper::OtherCode, "R3T8WQ"),
        (Paper::Note, "今天下午去现场看过了，明天换灯。"),
        (Paper::Question, "是靠马路的灯，还是院里的灯？"),
        (Paper::Answer, "坏的两盏灯已经换好，今晚就能亮。"),
        (Paper::Words, "您好，我姓王，您慢慢说。"),
        (Paper::Explanation, "您手里的判决书，可以直接去申请执行。"),
        (Paper::Place, "河东社区2号楼门口"),
        (Paper::Story, "门口的路灯坏了好几天，\n晚上老人出门看不见。"),
    ];
    let mut papers: BTreeMap<Uuid, String> =
        texts.into_iter().map(|(paper, text)| (paper.id(), text.to_owned())).collect();
    papers.insert(Paper::Draft.id(), serde_json::to_string(&draft()).unwrap());
    papers.insert(Paper::ShortDraft.id(), serde_json::to_string(&short_draft()).unwrap());
    papers
}

pub(super) fn timeline() -> Notice {
    let step = |when: &str, what: &str| TimelineStep {
        at: at(when),
        what: what.to_owned(),
        unit: None,
        words: None,
        reason: None,
    };
    let by = |when: &str, what: &str, words: Option<Paper>| TimelineStep {
        unit: Some("ZJJ".to_owned()),
        words: words.map(Paper::id),
        ..step(when, what)
    };
    Notice::Timeline(Box::new(Timeline {
        no: NO.to_owned(),
        accepted: at("2026-11-20T09:12:00+08:00"),
        place: Some(Paper::Place.id()),
        area: Some("0101".to_owned()),
        story: Paper::Story.id(),
        steps: vec![
            step("2026-11-20T09:12:00+08:00", "accepted"),
            step("2026-11-20T09:12:00+08:00", "triaged"),
            by("2026-11-20T09:40:00+08:00", "dispatched", None),
            by("2026-11-20T09:55:00+08:00", "signed", None),
            by("2026-11-20T10:05:00+08:00", "asked", Some(Paper::Question)),
            step("2026-11-20T10:30:00+08:00", "supplemented"),
            step("2026-11-20T11:00:00+08:00", "urged"),
            by("2026-11-20T11:20:00+08:00", "progressed", Some(Paper::Note)),
            by("2026-11-20T13:02:00+08:00", "replied", Some(Paper::Answer)),
            by("2026-11-20T13:12:00+08:00", "finished", None),
            step("2026-11-20T20:00:00+08:00", "rated"),
            step("2026-11-20T20:00:00+08:00", "redone"),
            step("2027-01-04T08:30:00+08:00", "seen_by_a_later_program"),
        ],
        due: Some(at("2026-11-27T17:30:00+08:00")),
    }))
}

/// Every variant of [`Notice`], as its source names it: a new one must be sampled too.
#[test]
fn every_variant_is_among_the_samples() {
    let source = include_str!("../notice.rs");
    let body = source.split("pub enum Notice {").nth(1).unwrap().split("\n}").next().unwrap();
    let variants = body
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with(char::is_uppercase));
    let declared: std::collections::BTreeSet<String> = variants.map(snake).collect();
    let sampled = every_notice().iter().map(name_of).collect();
    assert_eq!(declared, sampled);
}

fn snake(line: &str) -> String {
    let name = line.chars().take_while(|c| c.is_alphanumeric());
    name.flat_map(|c| if c.is_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
        .skip(1)
        .collect()
}

#[derive(Clone, Copy)]
enum Paper {
    Code = 1,
    OtherCode,
    Note,
    Question,
    Answer,
    Words,
    Explanation,
    Place,
    Story,
    Draft,
    ShortDraft,
}

impl Paper {
    fn id(self) -> Uuid {
        Uuid::from_u128(self as u128)
    }
}

fn no() -> String {
    NO.to_owned()
}

fn unit() -> String {
    "ZJJ".to_owned()
}

fn due() -> Timestamp {
    at("2026-11-27T17:30:00+08:00")
}

fn draft() -> SummaryPaper {
    SummaryPaper {
        kind: "求助".to_owned(),
        category: Some("020101".to_owned()),
        story: "门口的路灯坏了好几天，\n晚上老人出门看不见。".to_owned(),
        place: Some("2号楼门口".to_owned()),
        area: Some("0101".to_owned()),
        name: Some("白女士".to_owned()),
        phone: Some("13800001234".to_owned()),
        files: 2,
    }
}

fn short_draft() -> SummaryPaper {
    SummaryPaper {
        kind: "建议".to_owned(),
        category: None,
        story: "公园里多放几把椅子吧。".to_owned(),
        place: None,
        area: None,
        name: None,
        phone: None,
        files: 0,
    }
}

fn before_the_order() -> Vec<Notice> {
    vec![
        Notice::Welcome,
        Notice::Help,
        Notice::Thanks,
        Notice::NotUnderstood,
        Notice::StaleChoice,
        Notice::TooFast,
        Notice::Emergency { code: "gas-leak".to_owned() },
        Notice::Emergency { code: "taken-out-of-the-list".to_owned() },
    ]
}

fn dialogue() -> Vec<Notice> {
    vec![
        Notice::AskStory,
        Notice::AskPlace,
        Notice::AskWhichPlace { areas: vec!["0101".to_owned(), "0102".to_owned()] },
        Notice::Privacy,
        Notice::AskContact { required: false },
        Notice::AskContact { required: true },
        Notice::PhoneUnclear,
        Notice::ContactWhy,
        Notice::FilesKept { count: 1 },
        Notice::FilesKept { count: 3 },
        Notice::Summary { paper: Paper::Draft.id() },
        Notice::Summary { paper: Paper::ShortDraft.id() },
        Notice::AskCorrection { slot: Slot::Story },
        Notice::AskCorrection { slot: Slot::Place },
        Notice::AskCorrection { slot: Slot::Contact },
        Notice::AskFilesFor { orders: vec![no(), OTHER_NO.to_owned()], count: 2 },
        Notice::FinishFirst,
        Notice::BackToDraft,
        Notice::Cancelled,
        Notice::NothingToCancel,
    ]
}

fn news() -> Vec<Notice> {
    let accepted = |unit: Option<String>, due: Timestamp, assumed: bool| Notice::Accepted {
        no: no(),
        query_code: Paper::Code.id(),
        unit,
        due,
        assumed,
    };
    vec![
        accepted(Some(unit()), due(), false),
        accepted(None, at("2027-01-05T17:30:00+08:00"), true),
        Notice::Dispatched { no: no(), unit: unit(), due: due(), again: false },
        Notice::Dispatched { no: no(), unit: "CGJ".to_owned(), due: due(), again: true },
        Notice::Signed { no: no(), unit: unit() },
        Notice::Signed { no: no(), unit: String::new() },
        Notice::Progressed { no: no(), unit: unit(), note: Paper::Note.id() },
        Notice::Question { no: no(), unit: unit(), question: Paper::Question.id() },
        Notice::AskSupplement { no: no() },
        Notice::Supplemented { no: no() },
        Notice::Urged { no: no(), unit: Some(unit()) },
        Notice::Urged { no: no(), unit: None },
        Notice::UrgedAlready { no: no() },
        Notice::Replied { no: no(), unit: unit(), answer: Paper::Answer.id() },
        Notice::AnsweredDirect { no: no(), answer: Paper::Answer.id() },
        Notice::Rejected { no: no(), reason: "N03".to_owned(), explanation: Some(Paper::Explanation.id()) },
        Notice::Rejected { no: no(), reason: "N12".to_owned(), explanation: None },
        Notice::Rejected { no: no(), reason: String::new(), explanation: None },
        Notice::AskWithdraw { no: no() },
        Notice::KeptOrder { no: no() },
        Notice::Withdrawn { no: no() },
        Notice::NotPossibleNow { no: no(), state: "closed".to_owned() },
    ]
}

fn survey() -> Vec<Notice> {
    let satisfaction = |solved| Notice::AskSatisfaction { no: no(), contacted: true, solved };
    vec![
        Notice::Finished { no: no(), took_ms: 4 * 3_600_000 },
        Notice::Finished { no: no(), took_ms: 51 * 3_600_000 },
        Notice::Finished { no: no(), took_ms: 25 * 60_000 },
        Notice::Finished { no: no(), took_ms: 20_000 },
        Notice::SurveyReminder { no: no() },
        Notice::AskSolved { no: no(), contacted: true },
        Notice::AskSolved { no: no(), contacted: false },
        satisfaction(SolvedAnswer::Yes),
        satisfaction(SolvedAnswer::Partly),
        satisfaction(SolvedAnswer::No),
        Notice::Rated { no: no(), redo: None },
        Notice::Rated { no: no(), redo: Some(due()) },
        Notice::Closed { no: no(), unrated: false },
        Notice::Closed { no: no(), unrated: true },
    ]
}

fn finding() -> Vec<Notice> {
    let orders = vec![
        OrderLine { no: no(), state: "handling".to_owned(), category: Some("020101".to_owned()) },
        OrderLine { no: OTHER_NO.to_owned(), state: "suspended".to_owned(), category: None },
    ];
    let errands = [Errand::Progress, Errand::Urge, Errand::Supplement, Errand::Withdraw];
    let mut all: Vec<Notice> =
        errands.map(|errand| Notice::AskWhichOrder { errand, orders: orders.clone() }).to_vec();
    all.extend(errands.map(|errand| Notice::AskWhichOrder { errand, orders: Vec::new() }));
    all.extend([
        Notice::AskCode { no: no(), errand: Errand::Progress },
        Notice::NoSuchOrder,
        Notice::TriedTooOften { until: at("2026-11-20T09:45:00+08:00") },
        Notice::TriedTooOften { until: at("2026-11-21T09:12:00+08:00") },
        Notice::CodeReminder {
            codes: vec![(no(), Paper::Code.id()), (OTHER_NO.to_owned(), Paper::OtherCode.id())],
        },
        Notice::CodeLost,
    ]);
    all
}

/// An order that was closed, with every other step and no place.
fn closed_timeline() -> Notice {
    let whats = ["answered_direct", "rejected", "withdrawn", "closed"];
    let step = |what: &str| TimelineStep {
        at: at("2026-11-20T10:00:00+08:00"),
        what: what.to_owned(),
        unit: None,
        words: None,
        reason: (what == "rejected").then(|| "N03".to_owned()),
    };
    Notice::Timeline(Box::new(Timeline {
        no: no(),
        accepted: at("2026-11-20T09:12:00+08:00"),
        place: None,
        area: None,
        story: Paper::Story.id(),
        steps: whats.map(step).to_vec(),
        due: None,
    }))
}

fn standing() -> Vec<Notice> {
    let card = |state: &str, own: bool, again: bool| {
        Notice::Card(Box::new(Card {
            no: no(),
            state: state.to_owned(),
            category: own.then(|| "020101".to_owned()),
            unit: (state != "triage").then(unit),
            due: (state != "withdrawn").then(due),
            changed: at("2026-11-20T10:00:00+08:00"),
            again,
            own,
        }))
    };
    let alike = |no: &str| AlikeLine {
        no: no.to_owned(),
        category: "020101".to_owned(),
        area: "0101".to_owned(),
        state: "handling".to_owned(),
        accepted: at("2026-11-18T16:20:00+08:00"),
    };
    vec![
        card("triage", true, false),
        card("dispatched", true, false),
        card("handling", true, true),
        card("done", false, false),
        card("withdrawn", true, false),
        Notice::Followed { no: no(), state: "done".to_owned(), unit: Some(unit()) },
        Notice::Followed { no: no(), state: "rejected".to_owned(), unit: None },
        Notice::Followed { no: no(), state: "suspended".to_owned(), unit: Some(unit()) },
        Notice::AskSame { orders: vec![alike(NO)] },
        Notice::AskSame { orders: vec![alike(NO), alike(OTHER_NO)] },
        apart(&[None, Some("0101")]),
        apart(&[Some("0101"), Some("0102"), None]),
        Notice::NextMatter { category: Some("020101".to_owned()) },
        Notice::NextMatter { category: None },
        Notice::Prepared { article: "ebike-plate".to_owned() },
        Notice::Prepared { article: "without-a-source".to_owned() },
        Notice::Prepared { article: "taken-out".to_owned() },
        Notice::AskEnough,
        Notice::Enough,
        Notice::FollowsNow { no: no() },
        Notice::AskPass,
        Notice::NoSuchPass,
        Notice::Bound { no: no() },
        Notice::FilesLost,
    ]
}

fn apart(areas: &[Option<&str>]) -> Notice {
    let matter =
        |area: &Option<&str>| MatterLine { category: "020101".to_owned(), area: area.map(str::to_owned) };
    Notice::AskApart { matters: areas.iter().map(matter).collect() }
}

fn own_data() -> Vec<Notice> {
    let until = at("2026-11-20T09:42:00+08:00");
    vec![
        Notice::AskLanguage,
        Notice::LanguageSet,
        Notice::AskConsent,
        Notice::ConsentNeeded,
        Notice::BehalfBegun,
        Notice::BehalfPass { no: no(), code: Paper::Code.id(), until },
        Notice::Held { orders: 3, open: 1, draft: true },
        Notice::Held { orders: 1, open: 0, draft: false },
        Notice::ExportReady { code: Paper::Code.id(), until },
        Notice::AskErase { open: 0 },
        Notice::AskErase { open: 2 },
        Notice::Erased { open: 0 },
        Notice::Erased { open: 1 },
        Notice::NotErased,
        Notice::ContactNotHere,
    ]
}

fn people() -> Vec<Notice> {
    vec![
        Notice::HumanCalled,
        Notice::HumanJoined,
        Notice::OperatorSays { words: Paper::Words.id() },
        Notice::HumanLeft,
    ]
}
