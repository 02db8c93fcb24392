//! What follows from one message?

use prompts::{Notice, SummaryPaper};
use storage::order::Rating;
use storage::{OrderNo, PaperId};

use super::memory::{Draft, Memory};

/// The memory after a message, and what the desk must do, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// To be stored.
    pub memory: Memory,
    /// To be done, in order; all in one commit.
    pub moves: Vec<Move>,
}

/// One thing the desk must do.
#[derive(Clone, Debug, PartialEq)]
pub enum Move {
    /// Say this.
    Say(Notice),
    /// Show the draft, to be confirmed.
    Summarise(SummaryPaper),
    /// Open an order from the draft.
    Open(Box<Draft>),
    /// 催办
    Urge(OrderNo),
    /// 补充
    Supplement {
        /// The order.
        no: OrderNo,
        /// Words, if any.
        words: Option<String>,
        /// Files.
        files: Vec<PaperId>,
    },
    /// 撤回
    Withdraw(OrderNo),
    /// 评价
    Rate {
        /// The order.
        no: OrderNo,
        /// What the citizen says.
        rating: Rating,
    },
    /// Show how an order went.
    Show(OrderNo),
    /// Alert the duty officer.
    Alert {
        /// Code in the banner's `emergencies.csv`.
        emergency: String,
    },
    /// 绑定: the order is this conversation's too.
    Bind {
        /// The order.
        no: OrderNo,
        /// The code that is used up.
        code: String,
    },
    /// 我也遇到: follow the order.
    Follow(OrderNo),
    /// Speak this language from now on.
    Speak(String),
    /// Say how much is held of the citizen here.
    CountHeld,
    /// Make a page where everything held can be saved.
    Export,
    /// Erase what is held of the citizen here.
    Erase,
    /// Call a person into the conversation.
    CallPerson,
    /// The citizen is content with the bot again.
    EndPerson,
}
