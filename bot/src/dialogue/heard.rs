//! What does the dialogue know when it decides?

use std::sync::OnceLock;

use intake::Request;
use jiff::Timestamp;
use jiff::civil::Date;
use prompts::{AlikeLine, Choice};
use storage::order::Order;
use storage::{OrderNo, PaperId};

use crate::banner::Banner;

use super::pace::Flow;

/// One message of a citizen, verified and bounded. Files are already named papers.
#[derive(Clone, Debug, Default)]
pub struct Message {
    /// How fast it follows the others.
    pub flow: Flow,
    /// Words.
    pub text: Option<String>,
    /// A button's id.
    pub choice: Option<String>,
    /// Photos, voice notes, shared locations.
    pub files: Vec<PaperId>,
    /// One of the files is the place where the citizen is.
    pub location: bool,
    /// A code that came with a link: it binds an order to this conversation.
    pub pass: Option<String>,
    /// What it asks of the bot itself, once that was looked for.
    pub asks: OnceLock<Option<Request>>,
}

impl Message {
    /// What the words ask of the bot itself; they are looked through once.
    pub fn request(&self, banner: &Banner) -> Option<&Request> {
        let look = || banner.book.request(self.text.as_deref()?);
        self.asks.get_or_init(look).as_ref()
    }
}

/// What was loaded before deciding.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The conversation's orders, newest first, with the [lent](Self::lent) ones.
    pub orders: Vec<Order>,
    /// Of these, the ones of other conversations whose number and 查询码 were told here.
    pub lent: Vec<OrderNo>,
    /// The choices of the last entry that offered any, with their labels; none once one of them was made.
    pub offered: Vec<(Choice, String)>,
    /// The order whose unit asked the question that was said last, and still waits for the answer.
    pub asked_by: Option<OrderNo>,
    /// Files came alone in the message before this one: they need no second answer.
    pub more_files: bool,
    /// What became of the number and code that [`super::key_tried`] named.
    pub key: Option<KeyCheck>,
    /// Orders that the conversation follows without being its own.
    pub followed: Vec<Order>,
    /// Orders of others that may be the draft's own matter, the likeliest first; only when it is being submitted.
    pub alike: Vec<AlikeLine>,
    /// What became of the code that [`super::pass_tried`] named.
    pub pass: Option<PassCheck>,
    /// A matter is being told.
    pub drafting: bool,
    /// The day it is in the banner: a prepared answer must be true on it.
    pub today: Date,
    /// Names and phone numbers are not asked for on this channel.
    pub no_contact_here: bool,
}

/// Does a code bind an order to the conversation?
#[derive(Clone, Debug)]
pub enum PassCheck {
    /// Yes.
    Fits {
        /// The code: it is used up.
        code: String,
        /// The order.
        order: Box<Order>,
    },
    /// No, or it is over.
    Wrong,
    /// Too many tries.
    Wait(Timestamp),
}

/// Does a number and 查询码 fit?
#[derive(Clone, Debug)]
pub enum KeyCheck {
    /// Yes.
    Fits(Box<Order>),
    /// No, or there is no such order: the citizen hears the same words.
    Wrong,
    /// Too many tries.
    Wait(Timestamp),
}

impl Case {
    /// Was one of these choices made with this message, by its button or by its number or label?
    pub fn is_made(offered: &[(Choice, String)], choice: Option<&str>, text: Option<&str>) -> bool {
        let by_button = choice.is_some_and(|id| offered.iter().any(|(offered, _)| offered.id() == id));
        by_button || text.is_some_and(|text| super::choosing::named(offered, text.trim()).is_some())
    }

    /// Orders that have not come to an end.
    pub fn open(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| !order.state.is_end())
    }

    /// The conversation's own orders: without those of others whose key was told here.
    pub fn held(&self) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(|order| !self.lent.contains(&order.no))
    }

    /// Does the conversation follow this order without being its own?
    pub fn follows(&self, no: &OrderNo) -> bool {
        self.followed.iter().any(|order| &order.no == no)
    }

    /// The conversation's own order of this number.
    pub fn own(&self, no: &OrderNo) -> Option<&Order> {
        self.orders.iter().find(|order| &order.no == no)
    }
}
