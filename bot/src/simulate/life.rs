//! How does an order live, from the first word to its end or the year's?

use intake::Understanding;
use jiff::SignedDuration;
use prompts::{Choice, Notice, SummaryPaper};
use storage::order::{Actor, Form, Kind, Opening, Papers, Role, Source, State, Step, Urgency, open};
use storage::{CitizenId, ConversationId, OrderNo, Paper, PaperId, PaperKind, Speaker};

use super::chance::{Chance, seed_of};
use super::citizen::{Citizen, Conversation};
use super::living::{Begun, Ends, Living, Said};
use super::plan::Birth;
use super::world::World;
use crate::desk::{ContactPaper, Entry, Sought, TaskNote, form_of};
use crate::mint::Mint;

/// What one life is drawn by, besides the seed and the order's number.
const LIFE: u64 = 5;
/// No life of a year has so many turns.
const TURNS: usize = 200;

/// Lives an order from its birth until its end, or the year's.
pub(super) fn live<'w>(
    world: &'w World,
    birth: &Birth,
    citizen: &'w Citizen,
    conversation: Option<&Conversation>,
) -> Result<Living<'w>, Ends> {
    let mut living = begin(world, birth, citizen, conversation)?;
    for _ in 0..TURNS {
        match living.turn() {
            Ok(()) => {}
            Err(Ends::Over) => break,
            Err(fault) => return Err(fault),
        }
    }
    Ok(living)
}

impl Living<'_> {
    fn turn(&mut self) -> Result<(), Ends> {
        match self.order.state {
            State::Triage => self.look(),
            State::Dispatched => self.sign_or_return(),
            State::ReturnRequested => self.review_return(),
            State::Signed | State::Handling | State::Suspended => self.handle(),
            State::Replied => self.finish(),
            State::Done | State::CalledBack => self.hear_the_citizen(),
            State::AnsweredDirect => self.hear_late(),
            State::Closed | State::Rejected | State::Withdrawn | State::Accepted | State::Rated => {
                Err(Ends::Over)
            }
        }
    }

    /// The form as it should be.
    pub(super) fn true_form(&self) -> Form {
        Form {
            kind: self.leaf.kind,
            category: Some(storage::CategoryCode::new(self.leaf.code.as_str())),
            urgency: self.order.form.urgency,
            place: self.world.homes.get(self.home).place().clone(),
        }
    }
}

/// What was said, and what the program makes of it.
struct Heard {
    story: String,
    understood: Understanding,
    form: Form,
}

fn begin<'w>(
    world: &'w World,
    birth: &Birth,
    citizen: &'w Citizen,
    conversation: Option<&Conversation>,
) -> Result<Living<'w>, Ends> {
    let (no, now) = (birth.no(world), birth.at());
    let mut chance = Chance::of(&[world.seed, LIFE, signs_of(&no)]);
    let mint = Mint::seeded(seed_of(&[world.seed, LIFE, signs_of(&no), 1]));
    let leaf = &world.leaves[birth.leaf()];
    let home = birth.home().unwrap_or(citizen.home);
    let spot = world.homes.get(home).spot(&mut chance, &world.words);
    let inside = chance.yes(world.pattern.citizen.place_in_story);
    let story = leaf.told(inside.then_some(spot.as_str()), &mut chance, &world.words);
    let understood = world.app.desk.suggest(&story, if inside { "" } else { &spot });
    let mut form = form_of(&understood);
    form.urgency = urgency(form.urgency, world, &mut chance);
    let heard = Heard { story, understood, form };
    let id = conversation.map(|conversation| conversation.id);
    let mut begun = Begun {
        world,
        chance,
        mint,
        citizen,
        leaf,
        home,
        spot,
        conversation: id,
        now,
        papers: vec![],
        said: vec![],
    };
    if let Some(id) = id {
        begun.converse(&heard, id);
    }
    begun.open(no, &heard, conversation.map(|conversation| conversation.citizen))
}

impl<'w> Begun<'w> {
    /// What is said before the order is there: the story, the contact, the draft, the word that submits it.
    fn converse(&mut self, heard: &Heard, id: ConversationId) {
        let submitted = self.now;
        let minutes = self.chance.spread([1.0, 3.0, 9.0]);
        let step = SignedDuration::from_secs_f64(minutes * 60.0 / 3.0);
        self.now = submitted - step * 3;
        self.says(Some(&heard.story), None, id);
        if let Some(code) = &heard.understood.emergency {
            self.tell(Notice::Emergency { code: code.as_str().to_owned() });
        }
        if let Some(phone) = self.citizen.phone.clone() {
            self.tell(Notice::Privacy);
            self.tell(Notice::AskContact { required: !self.leaf.anonymous });
            self.now += step;
            let said = format!("{} {phone}", self.citizen.name.as_deref().unwrap_or_default());
            self.says(Some(said.trim()), None, id);
        }
        let summary = SummaryPaper {
            kind: heard.form.kind.name().to_owned(),
            category: heard.form.category.as_ref().map(|code| code.as_str().to_owned()),
            story: heard.story.clone(),
            place: Some(self.spot.clone()),
            area: heard.form.place.area.as_ref().map(|code| code.as_str().to_owned()),
            name: self.citizen.name.clone(),
            phone: self.citizen.phone.clone(),
            files: 0,
        };
        let document = serde_json::to_vec(&summary).expect("a summary has only string keys");
        let paper = self.paper(PaperKind::Document, document, None, Some(id));
        self.tell(Notice::Summary { paper: paper.0 });
        self.now = submitted;
        self.says(None, Some(Choice::Submit.id()), id);
    }

    fn open(mut self, no: OrderNo, heard: &Heard, of: Option<CitizenId>) -> Result<Living<'w>, Ends> {
        let world = self.world;
        let by = match self.citizen.source {
            Source::Phone => world.operator(&mut self.chance),
            Source::Web | Source::Transcript | Source::Mailbox | Source::Telegram | Source::Api => {
                Actor { role: Role::Bot, id: String::new(), unit: None }
            }
        };
        let papers = self.keep(heard, &no);
        // An operator who has the caller on the line writes most of it down as it is.
        let on_the_line = self.citizen.source == Source::Phone;
        let sought = Sought {
            category: heard.understood.category.as_ref(),
            area: heard.understood.place.as_ref().and_then(|place| place.narrowest()),
            kind: heard.understood.kind,
            reachable: self.citizen.phone.is_some(),
        };
        let sure = world.app.desk.sure_dispatch(&sought, &heard.understood).ok();
        let opening = Opening {
            no,
            source: self.citizen.source,
            received_at: None,
            citizen: of.unwrap_or_else(|| CitizenId(self.mint.id(self.now))),
            conversation: self.conversation,
            profile: world.app.desk.profile_of(heard.understood.category.as_ref()),
            form: heard.form.clone(),
            papers,
            dispatch: sure.filter(|_| !on_the_line),
        };
        let j = world.app.jurisdiction();
        let (order, events) = open(&opening, j, &by, world.directory(), self.now);
        let mut living = Living::from(self, order, events);
        living.answer_first(heard);
        if on_the_line && living.chance.yes(world.pattern.centre.dispatched_on_the_line) {
            living.dispatch_on_the_line(&by)?;
        }
        Ok(living)
    }

    fn keep(&mut self, heard: &Heard, no: &OrderNo) -> Papers {
        let contact = ContactPaper { name: self.citizen.name.clone(), phone: self.citizen.phone.clone() };
        let known = contact.name.is_some() || contact.phone.is_some();
        let reasons = serde_json::to_vec(&heard.understood).expect("an understanding has only string keys");
        let code = self.mint.query_code().into_bytes();
        let mut of_order = |kind, content| self.paper(kind, content, Some(no), None);
        Papers {
            story: of_order(PaperKind::Text, heard.story.clone().into_bytes()),
            query_code: of_order(PaperKind::QueryCode, code),
            contact: known.then(|| of_order(PaperKind::Contact, contact.write())),
            reasons: Some(of_order(PaperKind::Document, reasons)),
            files: Vec::new(),
            consent: None,
            place: Some(self.paper(PaperKind::Place, self.spot.clone().into_bytes(), Some(no), None)),
        }
    }

    fn paper(
        &mut self,
        kind: PaperKind,
        content: Vec<u8>,
        order: Option<&OrderNo>,
        conversation: Option<ConversationId>,
    ) -> PaperId {
        let id = PaperId(self.mint.id(self.now));
        self.papers.push(Paper { id, kind, order: order.cloned(), conversation, at: self.now, content });
        id
    }

    fn says(&mut self, words: Option<&str>, choice: Option<String>, id: ConversationId) {
        let words = words.map(|words| self.paper(PaperKind::Text, words.as_bytes().to_vec(), None, Some(id)));
        let entry = Entry::Said { key: self.mint.short_token(), words, choice, files: Vec::new() };
        self.said.push(Said { at: self.now, speaker: Speaker::Citizen, entry });
    }

    fn tell(&mut self, notice: Notice) {
        self.said.push(Said { at: self.now, speaker: Speaker::Bot, entry: Entry::Told { notice } });
    }
}

impl Living<'_> {
    /// The first reply, and the duty officer where it is dangerous.
    fn answer_first(&mut self, heard: &Heard) {
        self.tell(crate::desk::first_reply(&self.order));
        if let Some(code) = &heard.understood.emergency {
            let note =
                TaskNote::Emergency { code: code.as_str().to_owned(), words: Some(self.order.papers.story) };
            self.task(&note, 6.0);
        }
    }

    /// A question is answered at once if it can be; everything else is dispatched while the caller still hears it.
    fn dispatch_on_the_line(&mut self, by: &Actor) -> Result<(), Ends> {
        let (form, centre) = (self.true_form(), &self.world.pattern.centre);
        if self.leaf.kind == Kind::Consultation && self.chance.yes(centre.answered) {
            let answer = self.words(&self.world.words.direct_answers);
            return self.take(&Step::AnswerDirect { answer }, by);
        }
        if form != self.order.form && self.chance.yes(centre.corrected) {
            self.take(&Step::Correct { form }, by)?;
        }
        self.dispatch(by)
    }
}

/// What was understood, or what chance makes of it: a story does not say how bad it is.
fn urgency(understood: Urgency, world: &World, chance: &mut Chance) -> Urgency {
    let urgencies = &world.pattern.urgency;
    let drawn = chance.share();
    if drawn < urgencies.critical {
        Urgency::Critical
    } else if drawn < urgencies.critical + urgencies.urgent {
        Urgency::Urgent
    } else {
        understood.min(Urgency::Urgent)
    }
}

/// A number out of the signs of an order's number, to draw its life by.
fn signs_of(no: &OrderNo) -> u64 {
    no.as_str().bytes().fold(0, |number, sign| number.wrapping_mul(131).wrapping_add(u64::from(sign)))
}
