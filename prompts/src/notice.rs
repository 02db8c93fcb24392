//! Which facts does a sentence need?
//!
//! A notice is what is to be said, without language and without personal data: papers are named by id and opened
//! only while it is rendered. It is stored with the event it came from and rendered when it is read or sent, so a
//! corrected wording or a changed language reaches what is still waiting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is said to a citizen. Codes are those of the banner; numbers of orders are as they are read out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum Notice {
    /// Who I am and what I can do; shown once and on a greeting.
    Welcome,
    /// What can be asked at any time.
    Help,
    /// A polite word back.
    Thanks,
    /// An emergency word was heard: the right number, before anything else.
    Emergency {
        /// Code in the banner's `emergencies.csv`.
        code: String,
    },
    /// What is collected, why, how long; before the first contact detail.
    Privacy,
    /// What happened?
    AskStory,
    /// Where?
    AskPlace,
    /// Which of these?
    AskWhichPlace {
        /// Area codes of the candidates, in the order of the choices.
        areas: Vec<String>,
    },
    /// How can you be reached?
    AskContact {
        /// The matter cannot be handled without it.
        required: bool,
    },
    /// No phone number was found in that answer.
    PhoneUnclear,
    /// Why a phone number is needed here, and that it may be left out all the same.
    ContactWhy,
    /// Photos or a voice note were kept.
    FilesKept {
        /// How many the draft now has.
        count: u32,
    },
    /// The draft, to be confirmed.
    Summary {
        /// A [`SummaryPaper`] document.
        paper: Uuid,
    },
    /// Tell me the new value of one part of the draft.
    AskCorrection {
        /// Which part.
        slot: Slot,
    },
    /// Photos came alone although orders are open: what are they for?
    AskFilesFor {
        /// Numbers of the open orders.
        orders: Vec<String>,
        /// How many files wait.
        count: u32,
    },
    /// The draft is given up.
    Cancelled,
    /// There is nothing to give up.
    NothingToCancel,
    /// One matter after the other: first the one being told.
    FinishFirst,
    /// Back to the draft after an interruption.
    BackToDraft,
    /// 受理: the first reply.
    Accepted {
        /// Order number.
        no: String,
        /// Paper that holds the 查询码.
        query_code: Uuid,
        /// Unit it went to, or `None`: being determined.
        unit: Option<String>,
        /// By when it will be finished.
        due: Timestamp,
        /// The calendar of that year is not published yet; the date may move.
        assumed: bool,
    },
    /// 派单 or 改派 after the first reply.
    Dispatched {
        /// Order number.
        no: String,
        /// Unit it went to.
        unit: String,
        /// By when it will be finished.
        due: Timestamp,
        /// Another unit had it before.
        again: bool,
    },
    /// 签收
    Signed {
        /// Order number.
        no: String,
        /// The unit.
        unit: String,
    },
    /// A visible 办理 note.
    Progressed {
        /// Order number.
        no: String,
        /// The unit.
        unit: String,
        /// The note.
        note: Uuid,
    },
    /// The unit needs something (待补充).
    Question {
        /// Order number.
        no: String,
        /// The unit.
        unit: String,
        /// The question.
        question: Uuid,
    },
    /// 公开答复
    Replied {
        /// Order number.
        no: String,
        /// The unit.
        unit: String,
        /// The answer.
        answer: Uuid,
    },
    /// 办结, with the first question of the survey: were you contacted?
    Finished {
        /// Order number.
        no: String,
        /// Milliseconds from acceptance to now.
        took_ms: i64,
    },
    /// Asked again to rate.
    SurveyReminder {
        /// Order number.
        no: String,
    },
    /// Is it solved?
    AskSolved {
        /// Order number.
        no: String,
        /// Answer given before.
        contacted: bool,
    },
    /// How satisfied are you?
    AskSatisfaction {
        /// Order number.
        no: String,
        /// Answer given before.
        contacted: bool,
        /// Answer given before.
        solved: SolvedAnswer,
    },
    /// The rating was written down.
    Rated {
        /// Order number.
        no: String,
        /// It is handled again (重办), by this date.
        redo: Option<Timestamp>,
    },
    /// 直接答复
    AnsweredDirect {
        /// Order number.
        no: String,
        /// The answer.
        answer: Uuid,
    },
    /// 不予受理
    Rejected {
        /// Order number.
        no: String,
        /// N.. code.
        reason: String,
        /// A word beside the coded text.
        explanation: Option<Uuid>,
    },
    /// 撤单
    Withdrawn {
        /// Order number.
        no: String,
    },
    /// 结案
    Closed {
        /// Order number.
        no: String,
        /// Nobody rated in time.
        unrated: bool,
    },
    /// 催办 was passed on.
    Urged {
        /// Order number.
        no: String,
        /// The unit, if there is one.
        unit: Option<String>,
    },
    /// What is to be added to this order?
    AskSupplement {
        /// Order number.
        no: String,
    },
    /// 补充 was passed on.
    Supplemented {
        /// Order number.
        no: String,
    },
    /// Really withdraw?
    AskWithdraw {
        /// Order number.
        no: String,
    },
    /// Not withdrawn after all.
    KeptOrder {
        /// Order number.
        no: String,
    },
    /// The step asked for is not possible where the order stands.
    NotPossibleNow {
        /// Order number.
        no: String,
        /// Where it stands: a state's name in `snake_case`.
        state: String,
    },
    /// Which order?
    AskWhichOrder {
        /// What for.
        errand: Errand,
        /// The citizen's open orders in this conversation; may be empty.
        orders: Vec<OrderLine>,
    },
    /// The 查询码, please.
    AskCode {
        /// Order number.
        no: String,
        /// What for.
        errand: Errand,
    },
    /// Number and code do not fit; the same words whether the number exists or not.
    NoSuchOrder,
    /// Too many tries; again after this time.
    TriedTooOften {
        /// When.
        until: Timestamp,
    },
    /// How an order went, in exactly four parts: 时间 / 地点 / 事件 / 事件流程.
    Timeline(Box<Timeline>),
    /// The 查询码 of the orders of this conversation.
    CodeReminder {
        /// Number and paper of the code.
        codes: Vec<(String, Uuid)>,
    },
    /// How a lost code is found again where this conversation has no order.
    CodeLost,
    /// A person has been called.
    HumanCalled,
    /// A person has joined.
    HumanJoined,
    /// The person has left; the bot is back.
    HumanLeft,
    /// An operator's own words.
    OperatorSays {
        /// The words.
        words: Uuid,
    },
    /// A button of an older message.
    StaleChoice,
    /// The message was empty or could not be read.
    NotUnderstood,
    /// How an order stands now, where the platform shows it in one message that is edited.
    Card(Box<Card>),
    /// How an order stands that somebody only follows, having met with the same.
    Followed {
        /// Order number.
        no: String,
        /// State's name in `snake_case`.
        state: String,
        /// The unit, if there is one.
        unit: Option<String>,
    },
    /// Files could not be fetched from the platform.
    FilesLost,
    /// Which language?
    AskLanguage,
    /// From now on in this language.
    LanguageSet,
    /// The same matter may have been told already: is it one of these?
    AskSame {
        /// The likely ones, the likeliest first.
        orders: Vec<AlikeLine>,
    },
    /// The citizen follows that order now.
    FollowsNow {
        /// Order number.
        no: String,
    },
    /// 绑定: the code that was read out on the phone, please.
    AskPass,
    /// There is no such code, or it has been used or is over.
    NoSuchPass,
    /// The order belongs to this conversation now.
    Bound {
        /// Order number.
        no: String,
    },
    /// 代办: do you speak for somebody else who agrees to it?
    AskConsent,
    /// 代办 without consent is not possible.
    ConsentNeeded,
    /// 代办: the matter, please; it is told for somebody else.
    BehalfBegun,
    /// 代办: a code by which the citizen can hear of the order too.
    BehalfPass {
        /// Order number.
        no: String,
        /// Paper that holds the code.
        code: Uuid,
        /// Until when it can be used.
        until: Timestamp,
    },
    /// What is held of the citizen here.
    Held {
        /// Orders told here.
        orders: u32,
        /// Of these, not yet at their end.
        open: u32,
        /// A matter is being told.
        draft: bool,
    },
    /// 导出: a page where everything held can be saved.
    ExportReady {
        /// Paper that holds the code of the page.
        code: Uuid,
        /// Until when it can be used.
        until: Timestamp,
    },
    /// Really erase?
    AskErase {
        /// Orders that are not yet at their end and keep what they need.
        open: u32,
    },
    /// Erased.
    Erased {
        /// Orders that are not yet at their end and keep what they need.
        open: u32,
    },
    /// Not erased after all.
    NotErased,
    /// On this platform no names and phone numbers are taken.
    ContactNotHere,
}

impl Notice {
    /// The order it is about, if it is about one.
    pub fn order(&self) -> Option<&str> {
        match self {
            Self::Accepted { no, .. }
            | Self::Dispatched { no, .. }
            | Self::Signed { no, .. }
            | Self::Progressed { no, .. }
            | Self::Question { no, .. }
            | Self::Replied { no, .. }
            | Self::Finished { no, .. }
            | Self::SurveyReminder { no }
            | Self::AskSolved { no, .. }
            | Self::AskSatisfaction { no, .. }
            | Self::Rated { no, .. }
            | Self::AnsweredDirect { no, .. }
            | Self::Rejected { no, .. }
            | Self::Withdrawn { no }
            | Self::Closed { no, .. }
            | Self::Urged { no, .. }
            | Self::AskSupplement { no }
            | Self::Supplemented { no }
            | Self::AskWithdraw { no }
            | Self::KeptOrder { no }
            | Self::NotPossibleNow { no, .. }
            | Self::AskCode { no, .. }
            | Self::Followed { no, .. }
            | Self::FollowsNow { no }
            | Self::Bound { no }
            | Self::BehalfPass { no, .. } => Some(no),
            Self::Timeline(timeline) => Some(&timeline.no),
            Self::Card(card) => Some(&card.no),
            Self::Welcome
            | Self::Help
            | Self::Thanks
            | Self::Emergency { .. }
            | Self::Privacy
            | Self::AskStory
            | Self::AskPlace
            | Self::AskWhichPlace { .. }
            | Self::AskContact { .. }
            | Self::PhoneUnclear
            | Self::ContactWhy
            | Self::FilesKept { .. }
            | Self::Summary { .. }
            | Self::AskCorrection { .. }
            | Self::AskFilesFor { .. }
            | Self::Cancelled
            | Self::NothingToCancel
            | Self::FinishFirst
            | Self::BackToDraft
            | Self::AskWhichOrder { .. }
            | Self::NoSuchOrder
            | Self::TriedTooOften { .. }
            | Self::CodeReminder { .. }
            | Self::CodeLost
            | Self::HumanCalled
            | Self::HumanJoined
            | Self::HumanLeft
            | Self::OperatorSays { .. }
            | Self::StaleChoice
            | Self::NotUnderstood
            | Self::FilesLost
            | Self::AskLanguage
            | Self::LanguageSet
            | Self::AskSame { .. }
            | Self::AskPass
            | Self::NoSuchPass
            | Self::AskConsent
            | Self::ConsentNeeded
            | Self::BehalfBegun
            | Self::Held { .. }
            | Self::ExportReady { .. }
            | Self::AskErase { .. }
            | Self::Erased { .. }
            | Self::NotErased
            | Self::ContactNotHere => None,
        }
    }
}

/// How an order stands now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Order number.
    pub no: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// Category code, if one is known.
    pub category: Option<String>,
    /// The unit, if there is one.
    pub unit: Option<String>,
    /// By when it will be finished, while it is open.
    pub due: Option<Timestamp>,
    /// When anything last happened.
    pub changed: Timestamp,
    /// It is being handled again (重办).
    pub again: bool,
    /// The listener's own; one who only follows cannot do anything with it.
    pub own: bool,
}

/// One order that may be about the same matter. Holds nothing that its citizen said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeLine {
    /// Order number.
    pub no: String,
    /// Category code.
    pub category: String,
    /// Area code.
    pub area: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// When it was accepted.
    pub accepted: Timestamp,
}

/// How an order went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// Order number.
    pub no: String,
    /// 时间: when it was accepted.
    pub accepted: Timestamp,
    /// 地点, in the citizen's words.
    pub place: Option<Uuid>,
    /// 地点, the area as the directory names it.
    pub area: Option<String>,
    /// 事件: what the citizen said.
    pub story: Uuid,
    /// 事件流程, oldest first.
    pub steps: Vec<TimelineStep>,
    /// When it will be finished, while it is open.
    pub due: Option<Timestamp>,
}

/// One visible event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineStep {
    /// When.
    pub at: Timestamp,
    /// The fact's name in `snake_case`: `accepted`, `triaged`, `dispatched`, `signed`, `progressed`, `asked`,
    /// `supplemented`, `urged`, `replied`, `finished`, `rated`, `redone`, `answered_direct`, `rejected`,
    /// `withdrawn`, `closed`.
    pub what: String,
    /// The unit that acted or got it.
    pub unit: Option<String>,
    /// The words that go with it.
    pub words: Option<Uuid>,
    /// Coded reason.
    pub reason: Option<String>,
}

/// One line of a list of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// Order number.
    pub no: String,
    /// State's name in `snake_case`.
    pub state: String,
    /// Category code.
    pub category: Option<String>,
}

/// A part of the draft that can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// What happened.
    Story,
    /// Where.
    Place,
    /// Name and phone.
    Contact,
}

/// Why an order is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    /// 查进度
    Progress,
    /// 催办
    Urge,
    /// 补充
    Supplement,
    /// 撤回
    Withdraw,
}

/// Is it solved, as a citizen answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SolvedAnswer {
    /// 已解决
    Yes,
    /// 部分解决
    Partly,
    /// 未解决
    No,
}

/// What the paper of a [`Notice::Summary`] holds (JSON): the citizen's own words, hence a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SummaryPaper {
    /// 诉求类型, as the banner's data names it (投诉 …).
    pub kind: String,
    /// Category code, if one is known.
    pub category: Option<String>,
    /// What happened.
    pub story: String,
    /// Where, in the citizen's words.
    pub place: Option<String>,
    /// Area code, if the place was found.
    pub area: Option<String>,
    /// Name, if given.
    pub name: Option<String>,
    /// Phone, if given; shown masked.
    pub phone: Option<String>,
    /// How many photos, voice notes and locations.
    pub files: u32,
}

/// What a citizen can press. Travels as its [`Choice::id`]; at most 64 bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Submit the draft.
    Submit,
    /// Give the draft up.
    Cancel,
    /// Correct one part of the draft.
    Fix(Slot),
    /// Leave the contact out.
    Anonymous,
    /// Leave a question unanswered.
    Skip,
    /// The n-th candidate place (area code).
    PickPlace(String),
    /// None of the candidate places.
    OtherPlace,
    /// This order, for this errand.
    Pick(Errand, String),
    /// Photos are for a new matter.
    NewMatter,
    /// Really withdraw this order.
    WithdrawYes(String),
    /// Keep this order.
    WithdrawNo(String),
    /// Survey, first answer.
    Contacted(String, bool),
    /// Survey, second answer.
    Solved(String, bool, SolvedAnswer),
    /// Survey, third answer: 5 非常满意 … 1 非常不满意.
    Satisfied(String, bool, SolvedAnswer, u8),
    /// 转人工
    Human,
    /// Back from a person to the bot.
    EndHuman,
    /// 查进度
    Progress,
    /// Begin to tell.
    Tell,
    /// A greeting.
    Welcome,
    /// What can be asked at any time.
    Help,
    /// An errand, whichever order it is about.
    Errand(Errand),
    /// Choose a language.
    Languages,
    /// Speak this language: a language tag.
    Speak(String),
    /// 我也遇到: follow this order instead of telling the matter again.
    Same(String),
    /// None of these is the same matter.
    NotSame,
    /// 绑定 with a code.
    Bind,
    /// 代办
    Behalf,
    /// 代办: yes, they agree.
    Consent,
    /// 代办: no.
    NoConsent,
    /// What is held of me?
    Held,
    /// 导出
    Export,
    /// 删除
    Erase,
    /// Really erase.
    EraseYes,
    /// Do not erase.
    EraseNo,
}
