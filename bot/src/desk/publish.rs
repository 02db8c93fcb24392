//! Which notices does whoever reads the event stream get?

use storage::order::{Event, Order};
use storage::{Listener, NoticeId};

use super::decide::Deciding;
use crate::event_stream::{PublicNews, is_public};
use crate::reach::EVENT_STREAM;

impl Deciding<'_> {
    /// Has what happened to an order told in the event stream, where there is one. `before` is the order before all
    /// these events; `None`: it is born with the first.
    pub(super) fn publish(&mut self, before: Option<&Order>, order: &Order, events: &[Event]) {
        if !self.desk.config.events.is_on() {
            return;
        }
        let mut stands = before.cloned();
        for event in events {
            let was = stands.as_ref().map(|order| order.state);
            stands = match stands {
                Some(mut order) => {
                    order.apply(event);
                    Some(order)
                }
                None => Order::fold(&order.jurisdiction, &order.no, std::slice::from_ref(event)),
            };
            let is = stands.as_ref().map_or(order.state, |order| order.state);
            if is_public(event, was, is) {
                self.decision.notices.push(storage::Notice {
                    id: NoticeId(self.desk.mint.id(self.now)),
                    stream: format!("order:{}", order.no),
                    seq: u64::from(event.seq),
                    listener: Listener::Public,
                    channel: EVENT_STREAM.to_owned(),
                    // Programs read it, in order.
                    urgent: false,
                    document: serde_json::to_string(&PublicNews { no: order.no.clone() })
                        .expect("public news has only string keys"),
                    standing: None,
                });
            }
        }
    }
}
