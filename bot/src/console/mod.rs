//! What do the people at the desks see in their browsers?
//!
//! Pages are rendered on the server from `templates/` and work without a script; `desk.js` only saves reloading and
//! the mouse. Every address is a [`door::Door`] with its policy: nobody gets behind one without a session and a role,
//! and a form without its session's token is not read. What may be seen and done with an order is decided by the desk.

mod admin;
mod admit;
mod assets;
mod auth;
mod call;
mod card;
mod chat;
mod countdown;
mod door;
mod entrance;
mod events;
mod file;
mod filled;
mod headers;
mod highlight;
mod hot;
mod learning;
mod link;
mod moment;
mod order;
mod page;
mod queue;
mod search;
mod seats;
mod signed;
mod today;
mod tongue;
mod trouble;
mod unit;
mod who;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;

pub use auth::{Enrolled, FirstRun, FreshPassword, Newcomer, Walk, add, first_run, leave, reset};

use crate::app::App;
use door::Door;

/// Everything under `/desk`, and the style sheets and scripts under `/assets`.
pub fn routes() -> Router<Arc<App>> {
    door::hang(doors()).layer(from_fn(headers::protect)).merge(assets::routes())
}

fn doors() -> Vec<Door> {
    let rooms = [
        entrance::doors(),
        tongue::doors(),
        queue::doors(),
        order::doors(),
        call::doors(),
        chat::doors(),
        search::doors(),
        unit::doors(),
        today::doors(),
        hot::doors(),
        events::doors(),
        learning::doors(),
        admin::doors(),
        seats::doors(),
    ];
    rooms.into_iter().flatten().collect()
}
