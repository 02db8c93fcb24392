//! How is an order told from beginning to end?
//!
//! In exactly four parts, as the platforms of this field record a case: 时间, 地点, 事件, 事件流程.

use super::{Voice, in_a_line, lines};
use crate::{Timeline, TimelineStep};

impl Voice<'_> {
    /// The four parts; the last one has a line for each visible event and, while the order is open, one for its
    /// date.
    pub(super) fn timeline(&self, timeline: &Timeline) -> String {
        let time = self.wording.full_moment(self.lang, timeline.accepted, self.names.zone());
        let words = timeline.place.map(|paper| self.paper_in_a_line(paper));
        let place = self.place(timeline.area.as_deref(), words.as_deref());
        let place = place.unwrap_or_else(|| self.plain("timeline-place-unknown"));
        let mut parts = vec![
            self.line("timeline-time", &[("time", time.into())]),
            self.line("timeline-place", &[("place", place.into())]),
            self.line("timeline-event", &[("story", self.paper_in_a_line(timeline.story).into())]),
            self.plain("timeline-course"),
        ];
        parts.extend(timeline.steps.iter().map(|step| self.timeline_step(timeline, step)));
        if let Some(due) = timeline.due {
            parts.push(self.line("timeline-due", &[("due", self.moment(due).into())]));
        }
        lines(parts)
    }

    fn timeline_step(&self, timeline: &Timeline, step: &TimelineStep) -> String {
        let at = self.wording.short_moment(self.lang, step.at, timeline.accepted, self.names.zone());
        let unit = self.unit(step.unit.as_deref().unwrap_or_default());
        let took = step.at.as_millisecond() - timeline.accepted.as_millisecond();
        let took = self.wording.duration(self.lang, took);
        let key = format!("timeline-step-{}", step.what);
        let key = if self.wording.has(&key) { key } else { "timeline-step-other".to_owned() };
        let what = self.line(&key, &[("unit", unit.into()), ("took", took.into())]);
        let reason =
            step.reason.as_deref().and_then(|code| self.names.reason(code)).map(|reason| reason.title);
        let words = step.words.map(|paper| self.paper_in_a_line(paper));
        let said: Vec<String> =
            [reason, words].into_iter().flatten().filter(|said| !said.is_empty()).collect();
        if said.is_empty() {
            return self.line("timeline-line", &[("at", at.into()), ("what", what.into())]);
        }
        let said = in_a_line(&said.join(" "));
        self.line("timeline-line-words", &[("at", at.into()), ("what", what.into()), ("words", said.into())])
    }
}
