//! For how long is what is personal kept?

use jiff::SignedDuration;

/// How long what is personal is kept, by what it holds. Whatever its time is over for is erased; events and orders,
/// which hold nothing personal, stay.
///
/// The time of an order's paper begins when the order comes to its end, or when the paper was written, if that is
/// later. A 查询码 says nothing of anybody and stays, so that number and code show for good how the order went.
///
/// The law asks for the shortest time the purpose allows, and for erasing when it is reached (个人信息保护法 第十九条、
/// 第四十七条).
#[derive(Clone, Debug)]
pub struct Erasure {
    /// Words and places of an order, and documents about them.
    pub story: SignedDuration,
    /// Names and phones of an order; it is not found by its phones any longer.
    pub contact: SignedDuration,
    /// Files of an order.
    pub files: SignedDuration,
    /// Whatever was said or sent in a conversation and belongs to no order, since it was written.
    pub chat: SignedDuration,
    /// Drafts in the states of conversations in which nothing was said for so long.
    pub drafts: SignedDuration,
    /// What is left of a conversation's state without its draft: a state is a document this room does not read. A
    /// state that does not open is given as an empty text.
    pub forget: fn(&str) -> String,
}
