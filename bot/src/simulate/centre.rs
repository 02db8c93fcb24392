//! What does the hotline centre do with an order?

use storage::UnitCode;
use storage::order::{Actor, Kind, Step};

use super::living::{Ends, Living};

impl Living<'_> {
    /// 预审: answered, not taken, or corrected and dispatched.
    pub(super) fn look(&mut self) -> Result<(), Ends> {
        let (world, centre) = (self.world, &self.world.pattern.centre);
        let minutes = self.chance.spread(centre.look_minutes);
        self.wait(self.later(minutes))?;
        let by = world.operator(&mut self.chance);
        let is_new = self.order.returns == 0;
        if is_new && self.leaf.kind == Kind::Consultation && self.chance.yes(centre.answered) {
            let answer = self.words(&world.words.direct_answers);
            return self.take(&Step::AnswerDirect { answer }, &by);
        }
        if is_new && self.chance.yes(centre.rejected) {
            let reason = self.reason(&world.words.reject_reasons);
            let explanation = Some(self.words(&world.words.reject_words));
            return self.take(&Step::Reject { reason, explanation }, &by);
        }
        let form = self.true_form();
        if form != self.order.form && (!is_new || self.chance.yes(centre.corrected)) {
            self.take(&Step::Correct { form }, &by)?;
        }
        self.dispatch(&by)
    }

    /// 派单 by the 派单目录; what it has no unit for stays with the hotline itself.
    pub(super) fn dispatch(&mut self, by: &Actor) -> Result<(), Ends> {
        let desk = &self.world.app.desk;
        let proposal = desk.propose(&self.order.form);
        let lead = proposal.lead.unwrap_or_else(|| self.world.banner().hotline_unit.clone());
        let step = desk.dispatch_step(&self.order, &lead, &proposal.helpers)?;
        self.take(&step, by)
    }

    /// 退单审核
    pub(super) fn review_return(&mut self) -> Result<(), Ends> {
        let (world, unit) = (self.world, &self.world.pattern.unit);
        let minutes = self.chance.spread(world.pattern.centre.look_minutes);
        self.wait(world.duty.after(self.now, minutes))?;
        let by = world.supervisor(&mut self.chance);
        if self.is_misplaced() || self.order.returns == 0 && self.chance.yes(unit.granted) {
            return self.take(&Step::GrantReturn, &by);
        }
        let why = self.words(&world.words.refuse_words);
        self.take(&Step::RefuseReturn { why }, &by)
    }

    /// The unit that has it is not the one whose job it is.
    pub(super) fn is_misplaced(&self) -> bool {
        let whose = self.whose();
        whose.is_some() && whose != self.order.lead
    }

    /// The unit whose job it really is, as far as the 派单目录 knows one.
    pub(super) fn whose(&self) -> Option<UnitCode> {
        self.world.app.desk.propose(&self.true_form()).lead
    }
}
