//! How does an order stand now?

use super::{Voice, lines};
use crate::{AlikeLine, Card, MatterLine};

/// The stages a citizen sees, in their order: 受理 → 派单 → 办理 → 办结 → 评价.
const STAGES: [&str; 5] =
    ["stage-accepted", "stage-dispatched", "stage-handling", "stage-done", "stage-rated"];

impl Voice<'_> {
    /// The card of an order: what it is, how far it has come, who has it, by when.
    pub(super) fn card(&self, card: &Card) -> String {
        let title = match &card.category {
            Some(code) => self.line("card-title", &[("category", self.names.category(code).into())]),
            None => self.plain("card-title-unknown"),
        };
        let stand = if card.own {
            self.wording.stand(self.lang, &card.state)
        } else {
            self.stand_for_others(&card.state)
        };
        let unit =
            card.unit.as_deref().map(|code| self.line("card-unit", &[("unit", self.unit(code).into())]));
        let due = card.due.map(|due| self.line("card-due", &[("due", self.moment(due).into())]));
        let again = if card.again { self.plain("card-again") } else { String::new() };
        let followed = if card.own { String::new() } else { self.plain("card-followed") };
        lines([
            title,
            self.line("notice-no", &[("no", card.no.as_str().into())]),
            self.stages(&card.state),
            self.line("card-stand", &[("stand", stand.into())]),
            again,
            unit.unwrap_or_default(),
            due.unwrap_or_default(),
            self.line("card-changed", &[("at", self.moment(card.changed).into())]),
            followed,
        ])
    }

    /// Every stage with its sign: behind, here, ahead. An order that ended otherwise has no stages.
    fn stages(&self, state: &str) -> String {
        let Some(here) = stage(state) else { return String::new() };
        let signed = STAGES.iter().enumerate().map(|(n, key)| {
            let sign = match n.cmp(&here) {
                std::cmp::Ordering::Less => "stage-behind",
                std::cmp::Ordering::Equal => "stage-here",
                std::cmp::Ordering::Greater => "stage-ahead",
            };
            self.line(sign, &[("stage", self.plain(key).into())])
        });
        signed.collect::<Vec<_>>().join(&self.plain("stage-between"))
    }

    /// An order somebody follows: where it stands and who has it.
    pub(super) fn followed(&self, no: &str, state: &str, unit: Option<&str>) -> String {
        let stand = self.stand_for_others(state);
        let unit = unit.map(|code| self.line("card-unit", &[("unit", self.unit(code).into())]));
        let news = self.line("notice-followed", &[("stand", stand.into())]);
        self.of_order(no, lines([news, unit.unwrap_or_default()]))
    }

    /// Where an order stands, for somebody who is not its citizen and is not waited for.
    fn stand_for_others(&self, state: &str) -> String {
        match state {
            "suspended" => self.plain("others-stand-suspended"),
            "done" | "called_back" => self.plain("others-stand-done"),
            _ => self.wording.stand(self.lang, state),
        }
    }

    /// Orders that may be about the same matter: what, where, since when; nothing of what was said.
    pub(super) fn ask_same(&self, orders: &[AlikeLine]) -> String {
        let mut parts = vec![self.plain("notice-ask-same")];
        parts.extend(orders.iter().map(|order| {
            let args = [
                ("no", order.no.as_str().into()),
                ("area", self.names.area(&order.area).into()),
                ("category", self.names.category(&order.category).into()),
                ("stand", self.stand_for_others(&order.state).into()),
                ("at", self.moment(order.accepted).into()),
            ];
            self.line("notice-ask-same-line", &args)
        }));
        parts.push(self.plain("notice-ask-same-foot"));
        lines(parts)
    }

    /// Matters that were told at once: what and where. Not numbered, for a number presses a button.
    pub(super) fn ask_apart(&self, matters: &[MatterLine]) -> String {
        let count = u32::try_from(matters.len()).unwrap_or(u32::MAX);
        let mut parts = vec![self.line("notice-ask-apart", &[("count", count.into())])];
        parts.extend(matters.iter().map(|matter| {
            let category = self.names.category(&matter.category);
            match &matter.area {
                Some(area) => {
                    let args = [("category", category.into()), ("area", self.names.area(area).into())];
                    self.line("notice-ask-apart-line-at", &args)
                }
                None => self.line("notice-ask-apart-line", &[("category", category.into())]),
            }
        }));
        parts.push(self.plain("notice-ask-apart-foot"));
        lines(parts)
    }
}

/// Which of the [`STAGES`] the order is in; `None` where it left that path.
fn stage(state: &str) -> Option<usize> {
    match state {
        "accepted" | "triage" | "return_requested" => Some(0),
        "dispatched" => Some(1),
        "signed" | "handling" | "suspended" => Some(2),
        "replied" | "done" | "called_back" => Some(3),
        "rated" | "closed" => Some(4),
        _ => None,
    }
}
