//! What is still missing, and how is the draft shown?

use intake::{AreaCode, Kind, Located, Place, Routed};
use prompts::{Notice, Slot, SummaryPaper};

use super::{Draft, Focus, Move, Talk};

/// A story shorter than this, of which nothing was understood, is asked about.
const VAGUE: usize = 8;

impl Talk<'_> {
    /// Looks at the draft afresh: asks for what is missing, or shows it to be confirmed.
    pub(super) fn advance(&mut self) {
        self.leave_answer();
        if self.ask_apart() {
            return;
        }
        let Some(mut draft) = self.memory.draft.take() else {
            return;
        };
        self.understand(&mut draft);
        let missing = self.missing(&draft);
        if missing.is_some() {
            draft.asked += 1;
        }
        self.memory.draft = Some(draft);
        match missing {
            Some(slot) => self.ask(slot),
            None => self.summarise(),
        }
    }

    /// Repeats what the draft waits for, after an interruption; not counted as a question.
    pub(super) fn ask_again(&mut self) {
        match self.memory.focus.clone() {
            Focus::Ask { slot } => self.ask(slot),
            Focus::Fix { slot } => self.say(Notice::AskCorrection { slot }),
            Focus::WhichPlace { areas, .. } => self.say(Notice::AskWhichPlace { areas }),
            Focus::Free
            | Focus::Apart
            | Focus::Answered
            | Focus::Confirm
            | Focus::FilesFor { .. }
            | Focus::Order { .. }
            | Focus::Code { .. }
            | Focus::Withdraw { .. }
            | Focus::Same { .. }
            | Focus::Consent { .. }
            | Focus::Erase
            | Focus::Person => self.resume(),
            Focus::Supplement { no } => self.say(Notice::AskSupplement { no: no.to_string() }),
            Focus::Pass => self.say(Notice::AskPass),
        }
    }

    /// Takes up the draft where it was left.
    pub(super) fn resume(&mut self) {
        match self.memory.focus {
            Focus::Consent { .. } => return self.say(Notice::AskConsent),
            Focus::FilesFor { .. } => return self.ask_what_files_are_for(),
            Focus::Same { .. } => return self.offer_same_again(),
            // A yes after something else was said would no longer be the answer to it.
            Focus::Erase => self.memory.focus = Focus::Free,
            _ => {}
        }
        if self.ask_apart() || self.ask_enough() {
            return;
        }
        let Some(draft) = &self.memory.draft else { return };
        match self.missing(draft) {
            Some(slot) => self.ask(slot),
            None => self.summarise(),
        }
    }

    /// What the bot waits for when it has put everything but the draft aside.
    pub(super) fn draft_focus(&self) -> Focus {
        let Some(draft) = &self.memory.draft else { return Focus::Free };
        if !draft.matters.is_empty() {
            return Focus::Apart;
        }
        if draft.answered.is_some() {
            return Focus::Answered;
        }
        match self.missing(draft) {
            Some(slot) => Focus::Ask { slot },
            None => Focus::Confirm,
        }
    }

    fn ask(&mut self, slot: Slot) {
        self.memory.focus = Focus::Ask { slot };
        match slot {
            Slot::Story => self.say(Notice::AskStory),
            Slot::Place => match self.memory.draft.as_ref().and_then(|draft| self.which_place(draft)) {
                Some((areas, said)) => self.ask_which_place(areas, said),
                None => self.say(Notice::AskPlace),
            },
            Slot::Contact => {
                self.show_privacy();
                self.say(Notice::AskContact { required: true });
            }
        }
    }

    /// What is collected and why, before the first contact detail; once for each version of the notice.
    pub(super) fn show_privacy(&mut self) {
        let version = &self.banner.privacy_version;
        if self.memory.privacy.as_ref() != Some(version) {
            self.memory.privacy = Some(version.clone());
            self.say(Notice::Privacy);
        }
    }

    pub(super) fn summarise(&mut self) {
        self.memory.focus = Focus::Confirm;
        let Some(draft) = &self.memory.draft else { return };
        self.moves.push(Move::Summarise(SummaryPaper {
            kind: draft.kind.name().to_owned(),
            category: draft.category.as_ref().map(|code| code.as_str().to_owned()),
            story: draft.story.clone(),
            place: draft.place.clone(),
            area: draft.grid.as_ref().or(draft.area.as_ref()).map(|area| area.as_str().to_owned()),
            name: draft.name.clone(),
            phone: draft.phone.clone(),
            files: u32::try_from(draft.files.len()).unwrap_or(u32::MAX),
        }));
    }

    /// What the draft tells by now.
    pub(super) fn understand(&self, draft: &mut Draft) {
        let understood = match &draft.place {
            Some(place) => self.banner.book.make_out_at(&draft.story, place),
            None => self.make_out(&draft.story),
        };
        draft.danger = self.banner.book.is_in_danger(&understood);
        draft.kind = understood.kind;
        draft.category = understood.category;
        draft.urgency = understood.urgency;
        if draft.place.is_some() {
            return;
        }
        let Some(place) = understood.place.filter(|place| place.area.is_some()) else {
            (draft.area, draft.grid) = (None, None);
            return;
        };
        // What several places of one name have in common is kept, should the citizen never say which.
        let is_asked = place.grid.is_none()
            && draft.asked < Draft::QUESTIONS
            && !draft.is_settled(Slot::Place)
            && self.which_place(draft).is_some();
        (draft.area, draft.grid) = (place.area, place.grid);
        if !is_asked {
            draft.place = Some(place.text);
        }
    }

    /// The areas of the places that the story's one name may mean, and the name as it was said, where one of them is
    /// needed.
    fn which_place(&self, draft: &Draft) -> Option<(Vec<String>, String)> {
        if draft.place.is_some() || !self.needs_place(draft) {
            return None;
        }
        let Located::Ambiguous(places) = self.banner.book.locate(&draft.story) else {
            return None;
        };
        // Only the beginning of several names is none of them: that is asked as if nothing had been said.
        let said =
            places.first().map(|place| place.text.clone()).filter(|said| draft.story.contains(said))?;
        let areas = codes(&places);
        (areas.len() > 1).then_some((areas, said))
    }

    /// Which of several places of one name?
    pub(super) fn ask_which_place(&mut self, areas: Vec<String>, said: String) {
        self.memory.focus = Focus::WhichPlace { areas: areas.clone(), said };
        self.say(Notice::AskWhichPlace { areas });
    }

    /// The next part to ask for: what happened, then where, then how to reach the citizen.
    fn missing(&self, draft: &Draft) -> Option<Slot> {
        if draft.asked >= Draft::QUESTIONS {
            return None;
        }
        [Slot::Story, Slot::Place, Slot::Contact]
            .into_iter()
            .find(|slot| !draft.is_settled(*slot) && self.needs(draft, *slot))
    }

    fn needs(&self, draft: &Draft, slot: Slot) -> bool {
        match slot {
            Slot::Story => {
                draft.story.is_empty() || (draft.category.is_none() && draft.story.chars().count() < VAGUE)
            }
            Slot::Place => draft.place.is_none() && self.needs_place(draft),
            Slot::Contact => draft.phone.is_none() && !self.case.no_contact_here && self.needs_contact(draft),
        }
    }

    fn needs_place(&self, draft: &Draft) -> bool {
        let Some(category) = &draft.category else {
            return true;
        };
        match self.banner.book.route(category, None::<&AreaCode>, draft.kind) {
            Routed::NeedsPlace { .. } => true,
            Routed::To { .. } | Routed::NoRow | Routed::Forbidden { .. } => match draft.kind {
                Kind::Help | Kind::Complaint | Kind::Report => true,
                Kind::Consultation | Kind::Suggestion | Kind::Praise => false,
            },
        }
    }

    /// Whoever is in danger is not kept up with their name.
    fn needs_contact(&self, draft: &Draft) -> bool {
        let category = draft.category.as_ref().and_then(|code| self.banner.book.category(code));
        !draft.danger && category.is_some_and(|category| !category.anonymous)
    }
}

/// The narrowest area of each place.
pub(super) fn codes(places: &[Place]) -> Vec<String> {
    let narrowest = places.iter().filter_map(|place| place.grid.as_ref().or(place.area.as_ref()));
    narrowest.map(|area| area.as_str().to_owned()).collect()
}
