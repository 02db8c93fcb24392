//! What does a unit's digest say, and its list of orders?

use jiff::Timestamp;
use jiff::civil::Date;
use prompts::{FALLBACK, Spoken, SpokenChoice};
use storage::order::{Event, Fact, Order, State};
use storage::{OrderFilter, StoreError, UnitCode};

use super::super::Desk;
use super::button::Button;
use super::plain;

/// So many orders stand in one list.
const LINES: usize = 10;
/// So many orders of a unit are looked at.
const ORDERS: u32 = 1000;

/// One list of a digest.
struct List<'a> {
    key: &'static str,
    orders: Vec<&'a Order>,
}

impl Desk {
    /// How a unit's orders stand, and what is new since a moment; `None`: there is nothing to tell.
    pub async fn unit_digest(&self, unit: &UnitCode, since: Timestamp) -> Result<Option<Spoken>, StoreError> {
        let orders = self.in_hand(unit).await?;
        let mut fresh = Vec::new();
        // What the unit has yet to sign is listed as that.
        let unsigned = |order: &Order| order.state == State::Dispatched && order.lead.as_ref() == Some(unit);
        for order in orders.iter().filter(|order| order.updated_at >= since && !unsigned(order)) {
            let known = self.store.order(self.jurisdiction(), &order.no).await?;
            if known.is_some_and(|(order, events)| is_new(unit, &order, &events, since)) {
                fresh.push(order);
            }
        }
        let mut lists = self.lists(unit, &orders);
        lists.push(List { key: "group-list-new", orders: fresh });
        Ok(self.told(unit, &orders, &lists, "group-digest"))
    }

    /// All orders a unit has in hand; `None`: none.
    pub(super) async fn unit_list(&self, unit: &UnitCode) -> Result<Option<Spoken>, StoreError> {
        let orders = self.in_hand(unit).await?;
        let mut lists = self.lists(unit, &orders);
        let listed: Vec<&Order> = lists.iter().flat_map(|list| list.orders.iter().copied()).collect();
        let rest = orders.iter().filter(|order| !listed.iter().any(|one| one.no == order.no)).collect();
        lists.push(List { key: "group-list-handling", orders: rest });
        Ok(self.told(unit, &orders, &lists, "group-list"))
    }

    /// What the unit leads or helps with and has not yet answered, those due first ahead.
    async fn in_hand(&self, unit: &UnitCode) -> Result<Vec<Order>, StoreError> {
        use State::{Dispatched, Handling, ReturnRequested, Signed, Suspended};
        let filter = OrderFilter {
            states: vec![Dispatched, Signed, Handling, Suspended, ReturnRequested],
            unit: Some(unit.clone()),
            limit: ORDERS,
            ..OrderFilter::default()
        };
        let mut orders = self.store.orders(self.jurisdiction(), &filter).await?;
        orders.sort_by_key(|order| (due(order), order.no.clone()));
        Ok(orders)
    }

    /// What the unit itself must do first; an order stands in one of them at most.
    fn lists<'a>(&self, unit: &UnitCode, orders: &'a [Order]) -> Vec<List<'a>> {
        let (now, today) = (self.now(), self.local_date(self.now()));
        let led = |fits: &dyn Fn(&Order) -> bool| -> Vec<&'a Order> {
            orders.iter().filter(|order| order.lead.as_ref() == Some(unit) && fits(order)).collect()
        };
        let running =
            |order: &Order| matches!(order.state, State::Signed | State::Handling | State::ReturnRequested);
        let late = |order: &Order| running(order) && order.dues.finish < now;
        vec![
            List { key: "group-list-unsigned", orders: led(&|order| order.state == State::Dispatched) },
            List { key: "group-list-overdue", orders: led(&late) },
            List {
                key: "group-list-today",
                orders: led(&|order| {
                    running(order) && !late(order) && self.local_date(order.dues.finish) == today
                }),
            },
            List { key: "group-list-waiting", orders: led(&|order| order.state == State::Suspended) },
        ]
    }

    fn told(&self, unit: &UnitCode, orders: &[Order], lists: &[List<'_>], head: &str) -> Option<Spoken> {
        let full: Vec<&List<'_>> = lists.iter().filter(|list| !list.orders.is_empty()).collect();
        if full.is_empty() {
            return None;
        }
        let (names, count) = (self.names(Vec::new()), orders.len());
        let mut lines = vec![self.group_line(
            head,
            &[("unit", prompts::Names::unit(&names, unit.as_str()).into()), ("count", count.into())],
        )];
        let mut choices: Vec<SpokenChoice> = Vec::new();
        for list in full {
            lines.push(self.group_line(list.key, &[("count", list.orders.len().into())]));
            for order in list.orders.iter().take(LINES) {
                lines.push(self.list_line(unit, order));
                let id = Button::Show(order.no.clone()).id();
                if choices.len() < LINES && !choices.iter().any(|choice| choice.id == id) {
                    choices.push(SpokenChoice { id, label: order.no.to_string() });
                }
            }
            if let Some(more) = list.orders.len().checked_sub(LINES).filter(|more| *more > 0) {
                lines.push(self.group_line("group-list-more", &[("count", more.into())]));
            }
        }
        Some(Spoken { choices, ..plain(lines.join("\n")) })
    }

    fn list_line(&self, unit: &UnitCode, order: &Order) -> String {
        let zone = &self.banner.directory.zone;
        let due = due(order);
        let args = [
            ("no", order.no.as_str().into()),
            ("category", self.group_category(&self.names(Vec::new()), order).into()),
            ("time", self.wording.short_moment(FALLBACK, due, self.now(), zone).into()),
            ("left", self.group_left(due).into()),
        ];
        let key = match order.state {
            State::Suspended => "group-line-paused",
            _ if order.lead.as_ref() != Some(unit) => "group-line-helping",
            _ => "group-line",
        };
        self.group_line(key, &args)
    }

    fn local_date(&self, at: Timestamp) -> Date {
        at.to_zoned(self.banner.directory.zone.clone()).date()
    }
}

/// The date that binds next: signing while unsigned, else finishing.
fn due(order: &Order) -> Timestamp {
    match (order.state, order.dues.sign) {
        (State::Dispatched, Some(sign)) => sign,
        _ => order.dues.finish,
    }
}

/// Has something come to it from outside: 补充, 催办, 重办, a refused return, or a part as 协办?
fn is_new(unit: &UnitCode, order: &Order, events: &[Event], since: Timestamp) -> bool {
    let helps = order.lead.as_ref() != Some(unit);
    events.iter().filter(|event| event.at >= since).any(|event| match event.fact {
        Fact::Supplemented { .. } | Fact::Urged | Fact::Redone { .. } | Fact::ReturnRefused { .. } => !helps,
        Fact::Dispatched { .. } => helps,
        _ => false,
    })
}
