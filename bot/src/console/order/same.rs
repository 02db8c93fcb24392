//! Which orders are likely of the same matter?

use serde::Serialize;

use crate::app::App;
use crate::console::{moment, words};
use crate::desk::SameCard;

/// An order that is likely of the same matter, ready for a template.
#[derive(Clone, Debug, Serialize)]
pub(in crate::console) struct SameView {
    no: String,
    state: &'static str,
    category: Option<String>,
    place: Option<String>,
    words: Vec<String>,
    accepted: String,
}

/// The likeliest first.
pub(in crate::console) fn same_views(app: &App, same: Vec<SameCard>) -> Vec<SameView> {
    let view = |same: SameCard| SameView {
        no: same.no.to_string(),
        state: words::state(same.state),
        category: same.category,
        place: same.place,
        words: same.words,
        accepted: moment::minute(app, same.accepted_at),
    };
    same.into_iter().map(view).collect()
}
