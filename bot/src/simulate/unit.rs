//! What does a unit do with its orders, and how soon?

use intake::UnitKind;
use jiff::{SignedDuration, Timestamp};
use storage::PaperKind;
use storage::order::limit::Limit;
use storage::order::{Actor, Fact, Kind, Refusal, State, Step, StepName};

use super::living::{Ends, Living};

impl Living<'_> {
    /// 签收, or 退单.
    pub(super) fn sign_or_return(&mut self) -> Result<(), Ends> {
        let (world, unit) = (self.world, &self.world.pattern.unit);
        let by = self.lead();
        let minutes = self.chance.spread(unit.sign_minutes);
        let at = if self.is_around_the_clock() {
            self.later(minutes / 3.0)
        } else {
            world.duty.after(self.now, minutes)
        };
        self.wait(at)?;
        let returns = if self.is_misplaced() { unit.returned_when_wrong } else { unit.returned };
        // Who has been told once that it is theirs does not ask again.
        let mut since =
            self.events.iter().rev().take_while(|event| !matches!(event.fact, Fact::Dispatched { .. }));
        let asked = since.any(|event| matches!(event.fact, Fact::ReturnRequested { .. }));
        let asked_before = asked || self.order.returns > 1;
        if !asked_before && self.chance.yes(returns) && self.ask_to_return(&by)? {
            return Ok(());
        }
        self.take(&Step::Sign, &by)
    }

    /// 办理: from the first look at it to the answer.
    pub(super) fn handle(&mut self) -> Result<(), Ends> {
        let unit = &self.world.pattern.unit;
        let (by, answers) = (self.lead(), self.answers_at());
        if self.order.papers.contact.is_some() && self.chance.yes(unit.reveals) {
            let at = self.at_work(0.1, answers);
            self.wait(at)?;
            self.reveal(&by)?;
        }
        if self.chance.yes(unit.asks) {
            let at = self.at_work(0.2, answers);
            self.wait(at)?;
            self.ask(&by)?;
        }
        if self.chance.yes(unit.progress) {
            let at = self.at_work(0.5, answers);
            self.wait(at)?;
            self.progress(&by)?;
        }
        self.wait(answers)?;
        self.reply(&by)
    }

    /// 办结 that did not come with the answer.
    pub(super) fn finish(&mut self) -> Result<(), Ends> {
        let hours = self.chance.wait(self.world.pattern.unit.finish_hours);
        let at = self.world.duty.open(self.later(60.0 * hours), &mut self.chance);
        self.wait(at)?;
        let by = self.lead();
        self.take(&Step::Finish, &by)
    }

    fn lead(&self) -> Actor {
        self.order
            .lead
            .as_ref()
            .map_or_else(|| self.world.unit(&self.world.banner().hotline_unit), |unit| self.world.unit(unit))
    }

    /// `false`: it is too late for it, the unit must handle the order.
    fn ask_to_return(&mut self, by: &Actor) -> Result<bool, Ends> {
        let world = self.world;
        let reason = self.reason(&world.words.reasons_to_return);
        let suggested = self.whose().filter(|unit| Some(unit) != self.order.lead.as_ref());
        let suggested = suggested.or_else(|| self.order.helpers.first().cloned());
        let Some(suggested) = suggested else { return Ok(false) };
        let words = self.sentence(&world.words.return_bases, suggested.as_str());
        let basis = self.paper(PaperKind::Text, words.into_bytes());
        let step = Step::RequestReturn { reason, basis, suggested: Some(suggested) };
        match self.take(&step, by) {
            Ok(()) => Ok(true),
            Err(Ends::Refused(Refusal::TooLate { .. })) => {
                self.papers.pop();
                Ok(false)
            }
            Err(other) => Err(other),
        }
    }

    fn reveal(&mut self, by: &Actor) -> Result<(), Ends> {
        let world = self.world;
        let purpose = self.words(&world.words.purposes);
        let papers = self.order.papers.contact.into_iter().collect();
        self.take(&Step::Reveal { papers, purpose }, by)
    }

    fn ask(&mut self, by: &Actor) -> Result<(), Ends> {
        let world = self.world;
        if !self.may(StepName::Ask, by) {
            return Ok(());
        }
        let question = self.words(&world.words.questions);
        self.take(&Step::Ask { question }, by)?;
        if self.chance.yes(world.pattern.citizen.answers_question) {
            let at = self.after(60.0, world.pattern.citizen.answer_hours);
            self.wait(at)?;
            let by = self.citizen_or_operator();
            self.supplement(&by)?;
        }
        Ok(())
    }

    fn progress(&mut self, by: &Actor) -> Result<(), Ends> {
        let (world, unit) = (self.world, &self.world.pattern.unit);
        let note = self.words(&world.words.progress);
        let visible = self.chance.yes(unit.progress_visible);
        self.take(&Step::Progress { note, files: Vec::new(), visible }, by)?;
        if let Some(helper) = self.order.helpers.first().cloned()
            && self.chance.yes(unit.helper_notes)
        {
            let (helper, note) = (world.unit(&helper), self.words(&world.words.helper_notes));
            self.take(&Step::Progress { note, files: Vec::new(), visible: false }, &helper)?;
        }
        Ok(())
    }

    /// 答复, mostly with 办结.
    fn reply(&mut self, by: &Actor) -> Result<(), Ends> {
        let (words, unit) = (&self.world.words, &self.world.pattern.unit);
        let answers = match self.order.form.kind {
            _ if self.order.round > 1 => &words.second_answers,
            Kind::Consultation => &words.consultation_answers,
            Kind::Report => &words.report_answers,
            Kind::Praise => &words.praise_answers,
            Kind::Help | Kind::Complaint | Kind::Suggestion => &words.answers,
        };
        let handling = self.words(&words.handling);
        let answer = self.words(answers);
        let contacted = self.order.papers.contact.is_some() && self.chance.yes(unit.contacted);
        let contact = self.words(if contacted { &words.contacts } else { &words.no_contacts });
        self.take(&Step::Reply { handling, answer, contact, contacted, files: Vec::new() }, by)?;
        if self.chance.yes(unit.finishes_at_once) { self.take(&Step::Finish, by) } else { Ok(()) }
    }

    /// When this round is answered.
    fn answers_at(&mut self) -> Timestamp {
        let replies = &self.world.pattern.reply;
        let from = self.order.dues.from;
        let limit = self.order.dues.finish.duration_since(from).as_secs_f64();
        let profile = self.world.directory().profile_of(&self.order);
        let is_fast = matches!(profile.finish, Limit::Wall(_));
        let in_time = if is_fast { replies.in_time_fast } else { replies.in_time };
        let seconds = if self.chance.yes(in_time) {
            limit * self.chance.quantile(&replies.fraction)
        } else if is_fast {
            limit * self.chance.spread([1.1, replies.late_fast, replies.late_fast * 6.0])
        } else {
            let kind = replies.kind.get(self.order.form.kind.name()).copied().unwrap_or(1.0);
            let unit =
                self.unit_kind().and_then(|kind| replies.unit.get(kind.name())).copied().unwrap_or(1.0);
            86_400.0 * kind * unit * self.chance.quantile(&replies.days)
        };
        let at = (from + SignedDuration::from_secs_f64(seconds)).max(self.later(20.0));
        if is_fast || self.is_around_the_clock() { at } else { self.in_hours(at) }
    }

    /// On that day, or the next with duty, at an hour at which answers are written.
    fn in_hours(&mut self, at: Timestamp) -> Timestamp {
        let hours = &self.world.pattern.reply.hours;
        let hour = i8::try_from(8 + self.chance.weighed(hours)).expect("hours from 8 to 19");
        let minute = i8::try_from(self.chance.below(60)).expect("a minute of an hour");
        let second = i8::try_from(self.chance.below(60)).expect("a second of a minute");
        let day = self.world.local(at).date().at(hour, minute, second, 0);
        let zone = self.world.directory().zone.clone();
        let written = day.to_zoned(zone).map_or(at, |day| day.timestamp()).max(self.later(20.0));
        self.world.duty.open(written, &mut self.chance)
    }

    /// A time of work between now and the answer.
    fn at_work(&mut self, part: f64, answers: Timestamp) -> Timestamp {
        let whole = answers.duration_since(self.now).as_secs_f64().max(0.0);
        let at = self.now + SignedDuration::from_secs_f64(whole * part * self.chance.share());
        let at = if self.is_around_the_clock() { at } else { self.world.duty.open(at, &mut self.chance) };
        at.min(answers)
    }

    fn unit_kind(&self) -> Option<UnitKind> {
        let lead = self.order.lead.as_ref()?;
        self.world.banner().units.get(lead.as_str()).map(|unit| unit.kind)
    }

    fn is_around_the_clock(&self) -> bool {
        let open = &self.world.pattern.unit.around_the_clock;
        self.unit_kind().is_some_and(|kind| open.iter().any(|name| name == kind.name()))
            || self.order.state == State::Suspended
    }
}
