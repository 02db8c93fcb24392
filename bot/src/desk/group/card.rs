//! What does a unit see of an order in a chat?
//!
//! Number, kind of matter, area and dates. What the citizen said only where personal data may be shown on the
//! platform, masked and shortened; who needs more opens the order at the desk.

use jiff::Timestamp;
use prompts::{FALLBACK, Names, Spoken, SpokenChoice};
use storage::order::clock::{Remaining, remaining};
use storage::order::{Actor, Order, Role, State, StepName, Urgency, steps_for};
use storage::{OrderNo, Paper, StoreError, UnitCode};

use super::super::Desk;
use super::button::Button;
use crate::names::PaperNames;
use crate::sealed::Veil;

/// So much of a story stands on a card, in characters.
const STORY: usize = 120;

impl Desk {
    /// The card of an order for a unit that has it; `head` is its first line.
    pub(super) async fn unit_card(
        &self,
        unit: &UnitCode,
        order: &Order,
        head: &str,
    ) -> Result<Spoken, StoreError> {
        let names = self.names(Vec::new());
        let line = |key: &str, value: String| self.group_line(key, &[("value", value.into())]);
        let mut lines = vec![head.to_owned()];
        if order.form.urgency != Urgency::Normal {
            let urgency = self.wording.urgency(FALLBACK, order.form.urgency.name());
            lines.push(line("group-card-urgency", urgency));
        }
        lines.push(line("group-card-category", self.group_category(&names, order)));
        if let Some(area) = order.form.place.grid.as_ref().or(order.form.place.area.as_ref()) {
            lines.push(line("group-card-area", names.area(area.as_str())));
        }
        if let Some(story) = self.shown_story(order).await? {
            lines.push(line("group-card-story", story));
        }
        lines.push(line("group-card-state", self.standing(unit, order)));
        lines.extend(self.dates(order));
        if let Some(site) = names.site() {
            let link = format!("{site}/desk/orders/{}", order.no);
            lines.push(self.group_line("group-card-link", &[("link", link.into())]));
        }
        Ok(Spoken { text: lines.join("\n"), choices: self.unit_buttons(unit, order) })
    }

    /// The name of the leaf, or that there is none yet.
    pub(super) fn group_category(&self, names: &PaperNames, order: &Order) -> String {
        match &order.form.category {
            Some(code) => names.category(code.as_str()),
            None => self.group_line("group-no-category", &[]),
        }
    }

    /// How far away a date is, in words.
    pub(super) fn group_left(&self, due: Timestamp) -> String {
        let (key, time) = match remaining(due, self.now()) {
            Remaining::Left(time) => ("group-left", time),
            Remaining::Overdue(time) => ("group-overdue", time),
        };
        let ms = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.group_line(key, &[("time", self.wording.duration(FALLBACK, ms).into())])
    }

    /// A moment, in words.
    pub(super) fn group_moment(&self, at: Timestamp) -> String {
        self.wording.moment(FALLBACK, at, self.now(), &self.banner.directory.zone)
    }

    /// What the citizen said, on one line; `None` where it may not be shown, or is erased.
    async fn shown_story(&self, order: &Order) -> Result<Option<String>, StoreError> {
        if !self.config.telegram.personal_data {
            return Ok(None);
        }
        let paper = self.store.paper(self.jurisdiction(), order.papers.story).await?;
        let veil = Veil::over(&self.banner.book, self.store.as_ref(), self.jurisdiction(), order).await?;
        let story = paper.as_ref().and_then(Paper::text).map(|story| veil.for_unit(story));
        Ok(story.map(|story| beginning(&story)).filter(|story| !story.is_empty()))
    }

    fn standing(&self, unit: &UnitCode, order: &Order) -> String {
        let mut standing = vec![self.wording.state(FALLBACK, order.state.name())];
        if order.lead.as_ref() != Some(unit) {
            standing.push(self.group_line("group-card-helping", &[]));
        }
        if order.round > 1 {
            standing.push(self.group_line("group-card-round", &[("round", order.round.into())]));
        }
        if order.urges > 0 {
            standing.push(self.group_line("group-card-urges", &[("count", order.urges.into())]));
        }
        standing.join(&self.group_line("group-card-beside", &[]))
    }

    /// The dates that bind now.
    fn dates(&self, order: &Order) -> Vec<String> {
        let dated = |key: &str, due: Timestamp| {
            let args = [("time", self.group_moment(due).into()), ("left", self.group_left(due).into())];
            self.group_line(key, &args)
        };
        let finish = || dated("group-card-finish-by", order.dues.finish);
        match order.state {
            State::Dispatched => order
                .dues
                .sign
                .map(|due| dated("group-card-sign-by", due))
                .into_iter()
                .chain([finish()])
                .collect(),
            State::Accepted | State::Triage | State::Signed | State::Handling | State::ReturnRequested => {
                vec![finish()]
            }
            State::Suspended => vec![self.group_line("group-card-paused", &[])],
            State::Replied
            | State::Done
            | State::CalledBack
            | State::Rated
            | State::Closed
            | State::AnsweredDirect
            | State::Rejected
            | State::Withdrawn => Vec::new(),
        }
    }

    /// What somebody of the unit may do with it now.
    fn unit_buttons(&self, unit: &UnitCode, order: &Order) -> Vec<SpokenChoice> {
        let by = Actor { role: Role::Unit, id: String::new(), unit: Some(unit.clone()) };
        let open = steps_for(order, &by);
        let button = |step: StepName, button: fn(OrderNo) -> Button, key: &str| {
            open.contains(&step)
                .then(|| SpokenChoice { id: button(order.no.clone()).id(), label: self.group_line(key, &[]) })
        };
        let buttons = [
            button(StepName::Sign, Button::Sign, "group-button-sign"),
            button(StepName::Progress, Button::Progress, "group-button-progress"),
            button(StepName::Reply, Button::Reply, "group-button-reply"),
            button(StepName::RequestReturn, Button::Return, "group-button-return"),
        ];
        buttons.into_iter().flatten().collect()
    }
}

/// On one line, so that nothing a citizen says looks like a line of ours.
fn beginning(story: &str) -> String {
    let words: Vec<&str> = story.split_whitespace().collect();
    let line = words.join(" ");
    let mut chars = line.chars();
    let mut beginning: String = chars.by_ref().take(STORY).collect();
    if chars.next().is_some() {
        beginning.push('…');
    }
    beginning
}
