//! Which facts does a sentence need?
//!
//! A notice is what is to be said, without language and without personal data: papers are named by id and opened
//! only while it is rendered. It is stored with the event it came from and rendered when it is read or sent, so a
//! corrected wording or a changed language reaches what is still waiting.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{AlikeLine, Card, Errand, MatterLine, OrderLine, Slot, SolvedAnswer, Timeline};

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
    /// 催办 was passed on a short while ago.
    UrgedAlready {
        /// Order number.
        no: String,
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
    /// The citizen writes faster than anybody can be answered.
    TooFast,
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
    /// Several matters were told at once: shall they be handled apart?
    AskApart {
        /// The matters, in the order they were told.
        matters: Vec<MatterLine>,
    },
    /// The next of them; one is submitted or given up.
    NextMatter {
        /// Category code, if one is known.
        category: Option<String>,
    },
    /// A question that has a prepared answer: the answer, and whether it was enough.
    Prepared {
        /// Id of the article in the banner's knowledge base.
        article: String,
    },
    /// Was the prepared answer enough? Asked again after something else was said.
    AskEnough,
    /// The prepared answer was enough.
    Enough,
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
