//! Which words of an order do its units read, and how?
//!
//! Whoever handles a matter needs the name and the door, but no number. Of a 举报 nobody outside the centre learns who
//! told it: neither the contact nor what the words themselves give away.

use intake::{Audience, Book};
use storage::AccountRole;
use storage::order::{Kind, Order};

/// 举报: who told it stays sealed for everybody outside the centre.
pub fn is_sealed(order: &Order) -> bool {
    order.form.kind == Kind::Report
}

/// Words of an order as a unit reads them, be it a person at a desk, a system or a group.
pub fn for_unit(book: &Book, order: &Order, words: &str) -> String {
    let reader = if is_sealed(order) { Audience::Anyone } else { Audience::Handler };
    book.mask_for(words, reader).text
}

/// Words of an order as somebody at a desk reads them who does not work with contacts.
pub fn for_staff(book: &Book, role: AccountRole, order: &Order, words: &str) -> String {
    match role {
        AccountRole::Operator | AccountRole::Supervisor => book.mask(words),
        AccountRole::Unit | AccountRole::Administrator => for_unit(book, order, words),
    }
}
