//! What does the citizen say in the end, and who asks?

use prompts::{Choice, Notice, SolvedAnswer};
use storage::PaperKind;
use storage::order::{Actor, Contacted, Rating, Satisfaction, Solved, State, Step, StepName};

use super::living::{Ends, Living};

/// Long enough for every alarm of an order that was finished.
const UNTIL_CLOSED: f64 = 60.0 * 24.0 * 60.0;
/// Best first, as the figures have them.
const LEVELS: [(Satisfaction, u8); 5] = [
    (Satisfaction::VerySatisfied, 5),
    (Satisfaction::Satisfied, 4),
    (Satisfaction::Fair, 3),
    (Satisfaction::Unsatisfied, 2),
    (Satisfaction::VeryUnsatisfied, 1),
];

impl Living<'_> {
    /// 回访 and 评价: in the chat, after a reminder perhaps, or on the telephone.
    pub(super) fn hear_the_citizen(&mut self) -> Result<(), Ends> {
        if self.conversation.is_some() { self.hear_in_chat() } else { self.call_back() }
    }

    /// An answer that was given at once is rated by a few.
    pub(super) fn hear_late(&mut self) -> Result<(), Ends> {
        let citizens = &self.world.pattern.citizen;
        let hours = self.chance.spread(citizens.rate_hours);
        let at = self.later(60.0 * hours);
        let rates = self.conversation.is_some() && self.chance.yes(citizens.rates);
        if !rates || at >= self.world.horizon {
            return Err(Ends::Over);
        }
        self.now = at;
        let by = self.citizen_or_operator();
        if self.may(StepName::Rate, &by) {
            self.rate(&by)?;
        }
        Err(Ends::Over)
    }

    fn hear_in_chat(&mut self) -> Result<(), Ends> {
        let citizens = &self.world.pattern.citizen;
        let reminders = self.order.reminders;
        let rates = if reminders == 0 { citizens.rates } else { citizens.rates_when_reminded };
        if self.chance.yes(rates) {
            let hours = self.chance.spread(citizens.rate_hours);
            self.wait(self.later(60.0 * hours))?;
        } else {
            // What they will not say before the next reminder they may say after it.
            let next = self.alarms.values().map(|alarm| alarm.due).min();
            self.wait(next.unwrap_or_else(|| self.later(UNTIL_CLOSED)))?;
            return Ok(());
        }
        let by = self.citizen_or_operator();
        if self.may(StepName::Rate, &by) { self.rate(&by) } else { Ok(()) }
    }

    fn call_back(&mut self) -> Result<(), Ends> {
        let (world, centre) = (self.world, &self.world.pattern.centre);
        let calls = self.order.papers.contact.is_some() && self.chance.yes(centre.calls_back);
        if !calls {
            return self.wait(self.later(UNTIL_CLOSED));
        }
        let minutes = self.chance.spread([30.0, 180.0, 520.0]);
        self.wait(world.duty.after(self.now, minutes))?;
        let by = world.operator(&mut self.chance);
        if self.chance.yes(centre.reached) {
            return self.rate(&by);
        }
        if self.order.state == State::Done {
            return self.take(&Step::CallBack, &by);
        }
        self.wait(self.later(UNTIL_CLOSED))
    }

    fn rate(&mut self, by: &Actor) -> Result<(), Ends> {
        let rating = self.rating();
        self.press_buttons(&rating);
        let (words, citizens) = (&self.world.words, &self.world.pattern.citizen);
        let comment = self.chance.yes(citizens.comments).then(|| {
            let pleased = rating.satisfaction >= Satisfaction::Fair && rating.solved != Solved::No;
            let said = self.sentence(if pleased { &words.comments_good } else { &words.comments_bad }, "");
            self.paper(PaperKind::Text, said.into_bytes())
        });
        self.take(&Step::Rate { rating, comment }, by)
    }

    fn rating(&mut self) -> Rating {
        let citizens = &self.world.pattern.citizen;
        let contacted = if self.chance.yes(citizens.says_contacted) { Contacted::Yes } else { Contacted::No };
        let solved = if self.order.round > 1 && self.chance.yes(citizens.second_round_solved) {
            Solved::Yes
        } else {
            [Solved::Yes, Solved::Partly, Solved::No][self.chance.weighed(&citizens.solved)]
        };
        let levels = match solved {
            Solved::Yes | Solved::Partly => &citizens.satisfied,
            Solved::No => &citizens.unsolved_satisfied,
        };
        Rating { contacted: Some(contacted), solved, satisfaction: LEVELS[self.chance.weighed(levels)].0 }
    }

    /// In the chat a rating is three buttons.
    fn press_buttons(&mut self, rating: &Rating) {
        let no = self.order.no.to_string();
        let contacted = rating.contacted == Some(Contacted::Yes);
        let solved = match rating.solved {
            Solved::Yes => SolvedAnswer::Yes,
            Solved::Partly => SolvedAnswer::Partly,
            Solved::No => SolvedAnswer::No,
        };
        let level =
            LEVELS.iter().find(|(level, _)| *level == rating.satisfaction).map_or(3, |(_, level)| *level);
        self.says(None, Some(Choice::Contacted(no.clone(), contacted).id()));
        self.tell(Notice::AskSolved { no: no.clone(), contacted });
        self.says(None, Some(Choice::Solved(no.clone(), contacted, solved).id()));
        self.tell(Notice::AskSatisfaction { no: no.clone(), contacted, solved });
        self.says(None, Some(Choice::Satisfied(no, contacted, solved, level).id()));
    }
}
