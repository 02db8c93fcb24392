//! What is a work order, and what may happen to it?
//!
//! Nothing in this room is asynchronous, reads a clock or knows a database: an order is the fold of its events
//! ([`Order::fold`]), and the only way to a new event is [`take`] (or [`open`] for the first ones). Which step is legal
//! when, and for whom, stands in one table: [`LIFE`].

pub mod calendar;
pub mod clock;
pub mod duty;
mod event;
mod fold;
mod form;
mod life;
pub mod limit;
mod refusal;
mod step;
mod stream;
mod take;
#[cfg(test)]
pub(crate) mod tests;
mod work_order;

pub use event::{Actor, Event, Fact, Role};
pub use form::{Contacted, Form, Kind, Place, Rating, Satisfaction, Solved, Source, Urgency};
pub use life::{Goes, LIFE, Part, Rule, steps_for};
pub use refusal::{Need, Refusal};
pub use step::{Dispatch, Opening, Step, StepName};
pub use take::{open, take};
pub use work_order::{Hears, Order, Papers, State};
