//! How is a citizen told what became of an order?

use jiff::Timestamp;
use uuid::Uuid;

use super::{Voice, lines};
use crate::{Errand, OrderLine};

impl Voice<'_> {
    /// The first reply: number, code, who, by when, and how to ask.
    pub(super) fn accepted(
        &self,
        no: &str,
        query_code: Uuid,
        unit: Option<&str>,
        due: Timestamp,
        assumed: bool,
    ) -> String {
        let unit = unit.map(|code| self.line("notice-accepted-unit", &[("unit", self.unit(code).into())]));
        lines([
            self.of_order(no, self.plain("notice-accepted")),
            self.line("notice-accepted-code", &[("code", self.paper(query_code).into())]),
            unit.unwrap_or_else(|| self.plain("notice-accepted-unit-pending")),
            self.line("notice-accepted-due", &[("due", self.moment(due).into())]),
            if assumed { self.plain("notice-accepted-due-assumed") } else { String::new() },
            self.line("notice-accepted-foot", &[("hotline", self.names.hotline().into())]),
        ])
    }

    /// A unit's own words, announced by the sentence under `key`.
    pub(super) fn unit_says(&self, key: &str, no: &str, unit: &str, words: Uuid) -> String {
        let args = [("unit", self.unit(unit).into()), ("words", self.paper(words).into())];
        self.of_order(no, self.line(key, &args))
    }

    /// 不予受理: why, where to go instead, on what it rests, and that one may object.
    pub(super) fn rejected(&self, no: &str, reason: &str, explanation: Option<Uuid>) -> String {
        let mut parts = vec![self.plain("notice-rejected")];
        if let Some(reason) = self.names.reason(reason) {
            parts.push(match (reason.text, reason.title) {
                (text, title) if text.is_empty() && !title.is_empty() => {
                    self.line("notice-rejected-title", &[("title", title.into())])
                }
                (text, _) => text,
            });
            if !reason.channel.is_empty() {
                parts.push(self.line("notice-rejected-channel", &[("channel", reason.channel.into())]));
            }
            if !reason.basis.is_empty() {
                parts.push(self.line("notice-rejected-basis", &[("basis", reason.basis.into())]));
            }
        }
        if let Some(words) = explanation {
            parts.push(self.line("notice-rejected-explanation", &[("words", self.paper(words).into())]));
        }
        parts.push(self.line("notice-no", &[("no", no.into())]));
        parts.push(self.plain("notice-rejected-foot"));
        lines(parts)
    }

    /// The orders themselves stand on the choices.
    pub(super) fn ask_which_order(&self, errand: Errand, orders: &[OrderLine]) -> String {
        let errand = match errand {
            Errand::Progress => "progress",
            Errand::Urge => "urge",
            Errand::Supplement => "supplement",
            Errand::Withdraw => "withdraw",
        };
        let key = if orders.is_empty() { "notice-ask-order-number" } else { "notice-ask-which-order" };
        self.line(key, &[("errand", errand.into())])
    }

    /// One order on a choice.
    pub(super) fn order_line(&self, order: &OrderLine) -> String {
        let stand = self.wording.stand(self.lang, &order.state);
        match &order.category {
            Some(code) => {
                let category = self.names.category(code);
                let args = [
                    ("no", order.no.as_str().into()),
                    ("category", category.into()),
                    ("stand", stand.into()),
                ];
                self.line("choice-order-of-category", &args)
            }
            None => self.line("choice-order", &[("no", order.no.as_str().into()), ("stand", stand.into())]),
        }
    }

    /// Number and code of each order.
    pub(super) fn code_reminder(&self, codes: &[(String, Uuid)]) -> String {
        let mut parts = vec![self.plain("notice-code-reminder")];
        parts.extend(codes.iter().map(|(no, code)| {
            let args = [("no", no.as_str().into()), ("code", self.paper(*code).into())];
            self.line("notice-code-reminder-line", &args)
        }));
        parts.push(self.plain("notice-code-reminder-foot"));
        lines(parts)
    }
}
