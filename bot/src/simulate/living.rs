//! How does one order go on: what is written when something happens to it?

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use prompts::Notice;
use storage::order::{Actor, Contacted, Event, Fact, Order, Refusal, Role, Step, StepName, steps_for, take};
use storage::{Alarm, AlarmId, ConversationId, Paper, PaperId, PaperKind, ReasonCode, Speaker, Task, TaskId};

use super::chance::Chance;
use super::citizen::Citizen;
use super::matter::Leaf;
use super::words::filled;
use super::world::World;
use crate::desk::{AlarmNote, DeskError, Entry, TaskNote, Winding, windings, worth_a_call};
use crate::mint::Mint;
use crate::news;

/// Why a life goes no further.
#[derive(Debug)]
pub(super) enum Ends {
    /// The year is over, or the order is.
    Over,
    /// Its life does not allow what was to follow: a fault of this program.
    Refused(Refusal),
    /// The desk does not: a fault of this program, too.
    Desk(DeskError),
}

impl From<Refusal> for Ends {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<DeskError> for Ends {
    fn from(fault: DeskError) -> Self {
        Self::Desk(fault)
    }
}

/// Something said in the conversation.
pub(super) struct Said {
    pub(super) at: Timestamp,
    pub(super) speaker: Speaker,
    pub(super) entry: Entry,
}

/// What somebody does without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whim {
    Urge,
    Add,
    Withdraw,
}

/// An order as it lives.
pub(super) struct Living<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Chance,
    pub(super) mint: Mint,
    pub(super) citizen: &'w Citizen,
    pub(super) leaf: &'w Leaf,
    /// Number of the home it is about.
    pub(super) home: usize,
    /// Where it is, in the citizen's words.
    pub(super) spot: String,
    pub(super) conversation: Option<ConversationId>,
    pub(super) now: Timestamp,
    pub(super) order: Order,
    pub(super) events: Vec<Event>,
    pub(super) papers: Vec<Paper>,
    pub(super) said: Vec<Said>,
    pub(super) tasks: Vec<Task>,
    /// Those that are set, by key.
    pub(super) alarms: BTreeMap<String, Alarm>,
    whims: Vec<(Timestamp, Whim)>,
}

/// What a life begins with.
pub(super) struct Begun<'w> {
    pub(super) world: &'w World,
    pub(super) chance: Chance,
    pub(super) mint: Mint,
    pub(super) citizen: &'w Citizen,
    pub(super) leaf: &'w Leaf,
    pub(super) home: usize,
    pub(super) spot: String,
    pub(super) conversation: Option<ConversationId>,
    pub(super) now: Timestamp,
    pub(super) papers: Vec<Paper>,
    pub(super) said: Vec<Said>,
}

impl<'w> Living<'w> {
    /// Goes on from an opened order.
    pub(super) fn from(begun: Begun<'w>, order: Order, events: Vec<Event>) -> Self {
        let Begun { world, chance, mint, citizen, leaf, home, spot, conversation, now, papers, said } = begun;
        let mut living = Self {
            world,
            chance,
            mint,
            citizen,
            leaf,
            home,
            spot,
            conversation,
            now,
            order,
            events,
            papers,
            said,
            tasks: Vec::new(),
            alarms: BTreeMap::new(),
            whims: Vec::new(),
        };
        living.fancy();
        living
    }

    /// Lets time go on until then; what comes due meanwhile happens. Ends with the year.
    pub(super) fn wait(&mut self, until: Timestamp) -> Result<(), Ends> {
        let until = until.max(self.now);
        while let Some(at) = self.next().filter(|at| *at <= until && *at < self.world.horizon) {
            self.now = at.max(self.now);
            if !self.ring()? {
                self.act_on_whim()?;
            }
            if self.order.state.is_end() {
                return Err(Ends::Over);
            }
        }
        if until >= self.world.horizon {
            return Err(Ends::Over);
        }
        self.now = until;
        Ok(())
    }

    /// So much later.
    pub(super) fn later(&self, minutes: f64) -> Timestamp {
        self.now + SignedDuration::from_secs_f64(minutes * 60.0)
    }

    /// Later by a time that is mostly the middle one of three, in units of so many minutes.
    pub(super) fn after(&mut self, unit: f64, fast_middle_slow: [f64; 3]) -> Timestamp {
        let many = self.chance.spread(fast_middle_slow);
        self.later(unit * many)
    }

    /// Takes a step now.
    pub(super) fn take(&mut self, step: &Step, by: &Actor) -> Result<(), Ends> {
        let events = take(&self.order, step, by, self.world.directory(), self.now)?;
        for event in &events {
            self.order.apply(event);
        }
        for event in events {
            self.follow(event);
        }
        Ok(())
    }

    /// May they take it?
    pub(super) fn may(&self, step: StepName, by: &Actor) -> bool {
        steps_for(&self.order, by).contains(&step)
    }

    /// The citizen, where there is a conversation; else an operator, to whom they say it on the telephone.
    pub(super) fn citizen_or_operator(&mut self) -> Actor {
        match self.conversation {
            Some(conversation) => Actor { role: Role::Citizen, id: conversation.to_string(), unit: None },
            None => self.world.operator(&mut self.chance),
        }
    }

    /// The citizen says something in the conversation, if there is one.
    pub(super) fn says(&mut self, words: Option<&str>, choice: Option<String>) {
        let Some(conversation) = self.conversation else { return };
        let words = words.map(|words| {
            let of_order = self.draft(PaperKind::Text, words.as_bytes().to_vec());
            self.papers.push(Paper { order: None, conversation: Some(conversation), ..of_order });
            self.papers[self.papers.len() - 1].id
        });
        let entry = Entry::Said { key: self.mint.short_token(), words, choice, files: Vec::new() };
        self.said.push(Said { at: self.now, speaker: Speaker::Citizen, entry });
    }

    /// The citizen is told something in the conversation, if there is one.
    pub(super) fn tell(&mut self, notice: Notice) {
        if self.conversation.is_some() {
            self.said.push(Said { at: self.now, speaker: Speaker::Bot, entry: Entry::Told { notice } });
        }
    }

    /// One of several sentences, with everything put in its place, as a paper of the order.
    pub(super) fn words(&mut self, sentences: &[String]) -> PaperId {
        let words = self.sentence(sentences, "");
        self.paper(PaperKind::Text, words.into_bytes())
    }

    /// One of several sentences, with everything put in its place.
    pub(super) fn sentence(&mut self, sentences: &[String], unit: &str) -> String {
        let named =
            if unit.is_empty() { self.order.lead.as_ref().map(|unit| unit.as_str()) } else { Some(unit) };
        let banner = self.world.banner();
        let unit =
            named.and_then(|code| banner.units.get(code)).map_or(banner.name.as_str(), |unit| &unit.name);
        let local = self.world.local(self.now);
        let (date, clock) = (local.strftime("%-m月%-d日").to_string(), local.strftime("%H:%M").to_string());
        let days = self.now.duration_since(self.order.accepted_at).as_hours() / 24;
        let with = [
            ("place", self.spot.as_str()),
            ("leaf", &self.leaf.name),
            ("unit", unit),
            ("name", self.citizen.name.as_deref().unwrap_or_default()),
            ("date", &date),
            ("clock", &clock),
            ("days", &days.to_string()),
        ];
        filled(self.chance.word(sentences), &with)
    }

    /// A paper of the order.
    pub(super) fn paper(&mut self, kind: PaperKind, content: Vec<u8>) -> PaperId {
        let paper = self.draft(kind, content);
        let id = paper.id;
        self.papers.push(paper);
        id
    }

    /// One of several coded reasons; the banner's own where it has none of them.
    pub(super) fn reason(&mut self, codes: &[String]) -> ReasonCode {
        let reasons = &self.world.banner().reasons;
        let known: Vec<&String> = codes.iter().filter(|code| reasons.contains_key(code.as_str())).collect();
        if known.is_empty() {
            ReasonCode::new(&codes[0])
        } else {
            ReasonCode::new(self.chance.pick(&known).as_str())
        }
    }

    /// A person's task, done after a while.
    pub(super) fn task(&mut self, note: &TaskNote, minutes: f64) {
        let done = self.world.duty.after(self.now, minutes);
        let is_done = done < self.world.horizon;
        self.tasks.push(Task {
            id: TaskId(self.mint.id(self.now)),
            kind: note.kind(),
            order: Some(self.order.no.clone()),
            conversation: None,
            unit: match note {
                TaskNote::CheckClaim => self.order.lead.clone(),
                _ => None,
            },
            urgent: news::is_urgent(&self.order),
            document: note.write(),
            opened_at: self.now,
            done_at: is_done.then_some(done),
            done_by: is_done.then(|| self.world.operator(&mut self.chance).id),
        });
    }

    /// Writes down what happened, and what follows from it at once.
    pub(super) fn follow(&mut self, event: Event) {
        if let Some(notice) = news::of(&self.order, &[], &event).citizen {
            if self.conversation.is_none() && worth_a_call(&notice) && self.order.papers.contact.is_some() {
                let minutes = self.chance.spread([5.0, 40.0, 240.0]);
                self.task(&TaskNote::Tell { notice }, minutes);
            } else {
                self.tell(notice);
            }
        }
        self.wind(&event.fact);
        if let Fact::Rated { rating, .. } = &event.fact
            && rating.contacted == Some(Contacted::No)
            && self.claims_contact()
        {
            self.task(&TaskNote::CheckClaim, 300.0);
        }
        self.events.push(event);
    }

    fn draft(&self, kind: PaperKind, content: Vec<u8>) -> Paper {
        let id = PaperId(self.mint.id(self.now));
        Paper { id, kind, order: Some(self.order.no.clone()), conversation: None, at: self.now, content }
    }

    fn wind(&mut self, fact: &Fact) {
        for winding in windings(&self.order, fact, self.now, self.world.directory()) {
            match winding {
                Winding::Set { note, due } => {
                    let (key, document) = (note.key(), note.write());
                    let id = AlarmId(self.mint.id(self.now));
                    self.alarms.insert(key.clone(), Alarm { id, key, due, document });
                }
                Winding::Cancel(note) => {
                    self.alarms.remove(&note.key());
                }
            }
        }
    }

    /// The unit says it contacted the citizen.
    fn claims_contact(&self) -> bool {
        let replies = self.events.iter().rev().filter_map(|event| match &event.fact {
            Fact::Replied { contacted, .. } => Some(*contacted),
            _ => None,
        });
        replies.take(1).any(|contacted| contacted)
    }

    /// When something happens by itself.
    fn next(&self) -> Option<Timestamp> {
        let alarm = self.alarms.values().map(|alarm| alarm.due);
        alarm.chain(self.whims.iter().map(|(at, _)| *at)).min()
    }

    /// Does what an alarm asks for that is due now; `false`: none is.
    fn ring(&mut self) -> Result<bool, Ends> {
        let due = self.alarms.values().filter(|alarm| alarm.due <= self.now).min_by_key(|alarm| alarm.due);
        let Some(alarm) = due.cloned() else { return Ok(false) };
        self.alarms.remove(&alarm.key);
        let step = match serde_json::from_str(&alarm.document) {
            Ok(AlarmNote::Remind { .. }) => Step::Remind,
            Ok(AlarmNote::CloseUnrated { .. }) => Step::CloseUnrated,
            Ok(AlarmNote::Album { .. } | AlarmNote::Digest { .. }) | Err(_) => return Ok(true),
        };
        let clock = Actor { role: Role::Clock, id: String::new(), unit: None };
        if self.may(step.name(), &clock) {
            self.take(&step, &clock)?;
        }
        Ok(true)
    }

    /// What the citizen will do of their own accord.
    fn fancy(&mut self) {
        let citizens = &self.world.pattern.citizen;
        if self.chance.yes(citizens.withdraws) {
            let at = self.after(60.0, [1.0, 20.0, 150.0]);
            self.whims.push((at, Whim::Withdraw));
        }
        if self.chance.yes(citizens.adds) {
            let at = self.after(60.0, [0.3, 10.0, 90.0]);
            self.whims.push((at, Whim::Add));
        }
        self.fancy_urging();
    }

    fn fancy_urging(&mut self) {
        let week = 7.0 * 24.0 * 60.0;
        let mean = week / self.world.pattern.citizen.urges_per_week;
        let wait = self.chance.wait(mean).max(24.0 * 60.0);
        let at = self.later(wait);
        self.whims.push((at, Whim::Urge));
    }

    fn act_on_whim(&mut self) -> Result<(), Ends> {
        let due = self.whims.iter().position(|(at, _)| *at <= self.now);
        let Some((_, whim)) = due.map(|nth| self.whims.swap_remove(nth)) else { return Ok(()) };
        let (world, by) = (self.world, self.citizen_or_operator());
        let step = match whim {
            Whim::Urge => StepName::Urge,
            Whim::Add => StepName::Supplement,
            Whim::Withdraw => StepName::Withdraw,
        };
        if !self.may(step, &by) {
            return Ok(());
        }
        match whim {
            Whim::Urge => {
                let words = self.sentence(&world.words.urges, "");
                self.says(Some(&words), None);
                self.take(&Step::Urge, &by)?;
                self.fancy_urging();
                Ok(())
            }
            Whim::Add => self.supplement(&by),
            Whim::Withdraw => {
                let no = self.order.no.to_string();
                self.says(None, Some(prompts::Choice::WithdrawYes(no).id()));
                let reason = self.reason(&world.words.withdraw_reasons);
                self.take(&Step::Withdraw { reason }, &by)
            }
        }
    }

    /// The citizen adds to the matter.
    pub(super) fn supplement(&mut self, by: &Actor) -> Result<(), Ends> {
        let world = self.world;
        let words = self.sentence(&world.words.supplements, "");
        self.says(Some(&words), None);
        let paper = self.paper(PaperKind::Text, words.into_bytes());
        self.take(&Step::Supplement { papers: vec![paper] }, by)
    }
}
