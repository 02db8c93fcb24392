//! What do a unit's people hear when something was not done?

use prompts::{Arg, FALLBACK};
use storage::OrderNo;
use storage::order::{Need, Order, Refusal};

use super::super::staff::Staff;
use super::super::{Desk, DeskError, Invalid};
use super::doing::own_unit;
use super::words::Meaning;
use super::{GroupAnswer, GroupSaid, GroupWhat};

impl Desk {
    /// Says why not. A button that is out of date is taken away with it: its message shows how the order stands.
    pub(super) async fn not_done(
        &self,
        said: &GroupSaid,
        by: &Staff,
        no: &OrderNo,
        error: DeskError,
    ) -> Result<GroupAnswer, DeskError> {
        let answer = GroupAnswer::telling(&said.what, self.trouble(&error));
        match (&error, &said.what) {
            (
                DeskError::Busy
                | DeskError::TooFast { .. }
                | DeskError::NoRoomForFiles
                | DeskError::NoRoom
                | DeskError::Store(_)
                | DeskError::WithBot,
                _,
            ) => Err(error),
            (DeskError::Unknown, GroupWhat::Pressed(_)) => Ok(GroupAnswer { drop_buttons: true, ..answer }),
            (
                DeskError::Changed | DeskError::Refused(Refusal::NotNow { .. } | Refusal::NotYours { .. }),
                GroupWhat::Pressed(_),
            ) => {
                let redraw = match self.unit_order(by, no).await? {
                    Some(order) => Some(self.shown(by, &order).await?),
                    None => None,
                };
                Ok(GroupAnswer { drop_buttons: true, redraw, ..answer })
            }
            (DeskError::Refused(_) | DeskError::Invalid { .. }, GroupWhat::Pressed(_))
            | (_, GroupWhat::Said(_) | GroupWhat::Answered { .. }) => Ok(answer),
        }
    }

    /// The order's card as it stands, without any news.
    pub(super) async fn shown(&self, by: &Staff, order: &Order) -> Result<prompts::Spoken, DeskError> {
        let head = self.group_line("group-head-order", &[("no", order.no.as_str().into())]);
        Ok(self.unit_card(own_unit(by), order, &head).await?)
    }

    fn trouble(&self, error: &DeskError) -> String {
        let plain = |key: &str| self.group_line(key, &[]);
        match error {
            DeskError::Busy
            | DeskError::TooFast { .. }
            | DeskError::NoRoomForFiles
            | DeskError::NoRoom
            | DeskError::Store(_)
            | DeskError::WithBot => plain("group-trouble-busy"),
            DeskError::Changed => plain("group-trouble-changed"),
            DeskError::Unknown => plain("group-trouble-unknown"),
            DeskError::Invalid { field, why } => self.invalid(field, *why),
            DeskError::Refused(refusal) => match refusal {
                Refusal::NotNow { state, .. } => {
                    let state = self.wording.state(FALLBACK, state.name());
                    self.group_line("group-trouble-not-now", &[("state", state.into())])
                }
                Refusal::NotYours { .. } => plain("group-trouble-not-yours"),
                Refusal::WrongReason { .. } => plain("group-trouble-reason"),
                Refusal::Missing { need: Need::SuggestedUnit, .. } => plain("group-trouble-unit"),
                Refusal::Missing { need: Need::Paper, .. } => plain("group-trouble-empty"),
                Refusal::TooLate { until, .. } => {
                    let until = self.group_moment(*until);
                    self.group_line("group-trouble-too-late", &[("until", until.into())])
                }
            },
        }
    }

    fn invalid(&self, field: &str, why: Invalid) -> String {
        let part = match field {
            "handling" => Meaning::Handling,
            "answer" => Meaning::Answer,
            "contact" => Meaning::Contact,
            "basis" => Meaning::Basis,
            "suggested" => Meaning::Suggested,
            _ => Meaning::Progress,
        };
        let args = |more: Option<(&'static str, Arg<'static>)>| -> Vec<(&str, Arg<'_>)> {
            [("part", part.word().into())].into_iter().chain(more).collect()
        };
        match why {
            Invalid::Missing => self.group_line("group-missing-part", &args(None)),
            Invalid::TooLong { most } => {
                self.group_line("group-trouble-too-long", &args(Some(("most", most.into()))))
            }
            Invalid::UnknownCode
            | Invalid::NotAPhone
            | Invalid::NotForGrassroots
            | Invalid::MediaType
            | Invalid::WrongForm
            | Invalid::Future
            | Invalid::TooOld
            | Invalid::SaidNothing => self.group_line("group-trouble-code", &args(None)),
        }
    }
}
