//! How does somebody with a code become somebody who may?

use jiff::{SignedDuration, Timestamp};
use prompts::Notice;
use serde::{Deserialize, Serialize};
use storage::order::Order;
use storage::{
    AccountId, AccountRole, Committed, ConversationId, OrderNo, PaperKind, Pass, PassChange, Throttle,
    UnitCode,
};

use super::decide::Deciding;
use super::hear::Chat;
use super::staff::Staff;
use super::{ATTEMPTS, Desk, DeskError};
use crate::dialogue::PassCheck;
use crate::mint::Mint;
use crate::secret;

/// So long a code that is read out on the phone can be used.
const PHONE_OPEN: SignedDuration = SignedDuration::from_mins(30);
/// So long a code on paper, or one that is passed on to somebody else, can be used.
const PAPER_OPEN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Codes one sender may try in an hour: eight digits are not to be guessed.
pub(super) const TRIES: u32 = 8;
/// Wrong codes that all senders together may try in an hour: whoever guesses from many chats does not get far, either.
const TRIES_OF_ALL: u32 = 400;
pub(super) const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// Characters of a token, as links carry it.
const TOKEN: usize = 32;

/// What a pass is for, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pass", rename_all = "snake_case")]
pub enum PassNote {
    /// Binds an order to the conversation in which it is said.
    Order {
        /// The order.
        no: OrderNo,
    },
    /// Opens the page with everything held of a conversation's citizen.
    Export {
        /// The conversation.
        conversation: ConversationId,
    },
    /// Ties a member of staff to the chat in which it is said.
    Account {
        /// The account.
        account: AccountId,
    },
    /// Ties a unit to the group in which it is said.
    Group {
        /// The unit.
        unit: UnitCode,
    },
}

/// A code that was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenPass {
    /// What is said or scanned: eight digits, or a token of 32 characters.
    pub code: String,
    /// Until when.
    pub ends_at: Timestamp,
}

impl PassNote {
    /// The document to store.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a pass has only string keys")
    }
}

impl Desk {
    /// A code an operator reads to a caller: who says it in a chat hears of the order there.
    pub async fn give_phone_pass(&self, by: &Staff, no: &OrderNo) -> Result<GivenPass, DeskError> {
        self.pass_for_order(by, no, Mint::digits, PHONE_OPEN).await
    }

    /// A code for paper (a QR): good for a week.
    pub async fn give_paper_pass(&self, by: &Staff, no: &OrderNo) -> Result<GivenPass, DeskError> {
        self.pass_for_order(by, no, Mint::short_token, PAPER_OPEN).await
    }

    /// A code that ties the chat in which it is said to this member of staff.
    pub async fn give_account_pass(&self, by: &Staff) -> Result<GivenPass, DeskError> {
        let note = PassNote::Account { account: by.account };
        self.give(Mint::short_token, &note, PHONE_OPEN).await
    }

    /// A code that ties the group in which it is said to a unit. An administrator gives it, or somebody of the unit.
    pub async fn give_group_pass(&self, by: &Staff, unit: &UnitCode) -> Result<GivenPass, DeskError> {
        let may = by.role == AccountRole::Administrator || by.unit.as_ref() == Some(unit);
        if !may || !self.banner.units.contains_key(unit.as_str()) {
            return Err(DeskError::Unknown);
        }
        self.give(Mint::short_token, &PassNote::Group { unit: unit.clone() }, PHONE_OPEN).await
    }

    /// What a code is for, if it is still good.
    pub async fn pass_note(&self, code: &str, now: Timestamp) -> Result<Option<PassNote>, DeskError> {
        let document = self.store.pass(self.jurisdiction(), code, now).await?;
        Ok(document.and_then(|document| serde_json::from_str(&document).ok()))
    }

    /// Uses a code up; `false`: it was used meanwhile.
    pub async fn spend_pass(&self, code: &str) -> Result<bool, DeskError> {
        let mut deciding = Deciding::begin(self, self.now());
        deciding.decision.passes.push(PassChange::Spend { code: code.to_owned() });
        Ok(matches!(self.store.commit(deciding.decision).await?, Committed::Saved { .. }))
    }

    /// Does a code bind an order? Every try is counted before it is made, so that many at once are no way round, and
    /// the count of one that fits is taken back.
    pub(super) async fn try_pass(&self, code: &str, from: &str) -> Result<PassCheck, DeskError> {
        let now = self.now();
        let mut counted = vec![(format!("pass:from:{}", secret::fingerprint(from)), TRIES)];
        // A token of a link cannot be guessed, however many try.
        if code.len() < TOKEN {
            counted.push(("pass:all".to_owned(), TRIES_OF_ALL));
        }
        for (key, limit) in &counted {
            let throttle = self.clerk.throttle(self.jurisdiction(), key, *limit, WINDOW, now).await?;
            if let Throttle::Wait(until) = throttle {
                return Ok(PassCheck::Wait(until));
            }
        }
        let Some(PassNote::Order { no }) = self.pass_note(code, now).await? else {
            return Ok(PassCheck::Wrong);
        };
        let Some(order) = self.store.order_state(self.jurisdiction(), &no).await? else {
            return Ok(PassCheck::Wrong);
        };
        for (key, _) in &counted {
            self.clerk.forgive(self.jurisdiction(), key).await?;
        }
        Ok(PassCheck::Fits { code: code.to_owned(), order: Box::new(order) })
    }

    /// 代办: the helper gets a code for the citizen; good for a week, so twelve digits.
    pub(super) fn give_behalf_pass(&self, deciding: &mut Deciding<'_>, order: &Order, chat: &Chat) {
        let (code, until) = (self.mint.long_digits(), deciding.now + PAPER_OPEN);
        let paper =
            deciding.paper(PaperKind::QueryCode, code.clone().into_bytes(), Some(&order.no), Some(chat.id));
        let document = PassNote::Order { no: order.no.clone() }.write();
        deciding.decision.passes.push(PassChange::Give(Pass { code, document, ends_at: until }));
        deciding.tell(chat.id, Notice::BehalfPass { no: order.no.to_string(), code: paper.0, until });
    }

    async fn pass_for_order(
        &self,
        by: &Staff,
        no: &OrderNo,
        draw: fn(&Mint) -> String,
        open: SignedDuration,
    ) -> Result<GivenPass, DeskError> {
        let order = self.store.order_state(self.jurisdiction(), no).await?.ok_or(DeskError::Unknown)?;
        if by.role != AccountRole::Operator || !self.may_read(by, &order) {
            return Err(DeskError::Unknown);
        }
        self.give(draw, &PassNote::Order { no: no.clone() }, open).await
    }

    /// A code that somebody else has is drawn anew.
    async fn give(
        &self,
        draw: fn(&Mint) -> String,
        note: &PassNote,
        open: SignedDuration,
    ) -> Result<GivenPass, DeskError> {
        for _ in 0..ATTEMPTS {
            let mut deciding = Deciding::begin(self, self.now());
            let (code, ends_at) = (draw(&self.mint), deciding.now + open);
            let pass = Pass { code: code.clone(), document: note.write(), ends_at };
            deciding.decision.passes.push(PassChange::Give(pass));
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } | Committed::Duplicate(_) => return Ok(GivenPass { code, ends_at }),
                Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }
}
