//! What happens to an order, told as people would tell it?

mod citizens;
mod units;

use super::{actor, at, directory, dispatch, good, opening, rating, step};
use crate::Jurisdiction;
use crate::directory::Directory;
use crate::order::{Actor, Event, Order, Refusal, Role, Satisfaction, Solved, Step, StepName, open, take};

/// One order, its stream, and a clock turned by hand.
struct Story {
    dir: Directory,
    order: Order,
    events: Vec<Event>,
}

impl Story {
    fn begin(dispatched_to: Option<&str>) -> Self {
        let dir = directory();
        let opening = opening(dispatched_to.map(|lead| dispatch(lead, &["helper"])));
        let by = actor(Role::Bot, None);
        let (order, events) = open(&opening, &Jurisdiction::new("jy"), &by, &dir, at("2026-07-08T10:00"));
        Self { dir, order, events }
    }

    fn does(&mut self, when: &str, by: &Actor, step: &Step) -> &mut Self {
        let news = take(&self.order, step, by, &self.dir, at(when)).unwrap();
        news.iter().for_each(|event| self.order.apply(event));
        self.events.extend(news);
        self
    }

    fn refuses(&self, when: &str, by: &Actor, step: &Step) -> Refusal {
        take(&self.order, step, by, &self.dir, at(when)).unwrap_err()
    }

    /// Everything up to 办结 on the second day.
    fn done() -> Self {
        let mut story = Self::begin(Some("water"));
        story
            .does("2026-07-08T11:00", &water(), &plain(StepName::Sign))
            .does("2026-07-08T15:00", &water(), &plain(StepName::Progress))
            .does("2026-07-09T09:00", &water(), &plain(StepName::Reply))
            .does("2026-07-09T10:00", &operator(), &plain(StepName::Finish));
        story
    }

    /// The stream as (what, visible) lines.
    fn told(&self) -> String {
        let line = |event: &Event| {
            let what = serde_json::to_value(&event.fact).unwrap()["what"].as_str().unwrap().to_owned();
            format!("{} {what}{}", event.seq, if event.visible { "" } else { " (inside)" })
        };
        self.events.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn water() -> Actor {
    actor(Role::Unit, Some("water"))
}

fn roads() -> Actor {
    actor(Role::Unit, Some("roads"))
}

fn helper() -> Actor {
    actor(Role::Unit, Some("helper"))
}

fn operator() -> Actor {
    actor(Role::Operator, None)
}

fn citizen() -> Actor {
    actor(Role::Citizen, None)
}

fn clock() -> Actor {
    actor(Role::Clock, None)
}

fn plain(name: StepName) -> Step {
    step(name, "roads", good())
}

fn rate(solved: Solved, satisfaction: Satisfaction) -> Step {
    step(StepName::Rate, "roads", rating(solved, satisfaction))
}
