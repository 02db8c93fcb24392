//! What is a record of another system about, and what follows from it at once?

use intake::{Owner, Understanding};
use jiff::{SignedDuration, Timestamp};
use prompts::Notice;
use storage::order::{
    Actor, Dispatch, Event, Form, Opening, Order, Papers, Place, Role, Source, Step, open, take,
};
use storage::{CitizenId, OrderNo, PaperKind};

use super::casefile::ContactPaper;
use super::decide::Deciding;
use super::opening::keep_reasons;
use super::record::{Outcome, Record, RecordSaid};
use super::sureness::{Sought, Why};
use super::task::TaskNote;
use super::terms::{kind_of, urgency_of};
use super::{Desk, DeskError, Invalid, spoken_call as call};

/// Longest matter that is taken, in characters.
const LONGEST_STORY: usize = 20_000;
/// Longest place or name, in characters.
const LONGEST_PART: usize = 500;
/// What would follow from a record; nothing is committed.
#[derive(Clone, Debug)]
pub struct Foreseen {
    /// Where its order would go.
    pub outcome: Outcome,
    /// Why.
    pub understanding: Understanding,
}

/// A danger that another system heard of longer ago rings for nobody any more: old rows of a mailbox are no alarm.
const ALERTING: SignedDuration = SignedDuration::from_hours(24);

/// A record, understood.
struct Matter {
    source: Source,
    story: String,
    place: Option<String>,
    name: Option<String>,
    phone: Option<String>,
    understanding: Understanding,
    /// What was said word for word, where the story is only drawn from it.
    whole: Option<String>,
    /// What answers it at once.
    answer: Option<Answer>,
}

/// An answer that is there already.
enum Answer {
    /// Of the knowledge base: the citizen has yet to hear it.
    Prepared(String),
    /// The agent's, on the telephone: the citizen has heard it and was content.
    Told(String),
}

/// What follows from a matter.
enum Follows {
    Dispatch(Dispatch),
    Triage(Why),
    Answer(Answer),
}

impl Follows {
    fn outcome(&self) -> Outcome {
        match self {
            Self::Dispatch(_) => Outcome::Dispatched,
            Self::Triage(why) => Outcome::Triaged(*why),
            Self::Answer(_) => Outcome::AnsweredDirect,
        }
    }
}

impl Desk {
    /// What would follow from a record, with the words that decided. Whether it was taken before is not looked at.
    pub fn foresee(&self, record: &Record) -> Result<Foreseen, DeskError> {
        let now = self.now();
        self.begun(record, now)?;
        let mut matter = self.matter_of(record, now)?;
        let outcome = self.follows(&mut matter, record.draft).outcome();
        Ok(Foreseen { outcome, understanding: matter.understanding })
    }

    /// Opens the order of a record, with everything that follows at once.
    pub(super) async fn decide_record(
        &self,
        deciding: &mut Deciding<'_>,
        record: &Record,
    ) -> Result<(OrderNo, Outcome), DeskError> {
        let now = deciding.now;
        let received_at = self.begun(record, now)?;
        let mut matter = self.matter_of(record, now)?;
        let follows = self.follows(&mut matter, record.draft);
        let outcome = follows.outcome();
        let date = self.banner.day_of(received_at.unwrap_or(now));
        let no = self.mint.order_no(date);
        let (dispatch, answer) = match follows {
            Follows::Dispatch(dispatch) => (Some(dispatch), None),
            Follows::Triage(_) => (None, None),
            Follows::Answer(answer) => (None, Some(answer)),
        };
        let papers = self.keep_papers(deciding, &matter, &no);
        let category = matter.understanding.category.clone();
        let opening = Opening {
            no: no.clone(),
            source: matter.source,
            received_at,
            citizen: CitizenId(self.mint.id(now)),
            conversation: None,
            form: form_of(&matter.understanding),
            papers,
            profile: self.profile_of(category.as_ref()),
            dispatch,
        };
        let bot = Actor { role: Role::Bot, id: String::new(), unit: None };
        let (mut order, mut events) = open(&opening, self.jurisdiction(), &bot, &self.banner.directory, now);
        if let Some(answer) = answer {
            self.answer_at_once(deciding, &mut order, &mut events, &answer, &bot).await?;
        }
        let is_news = received_at.is_none_or(|at| now.duration_since(at) <= ALERTING);
        if let Some(emergency) = matter.understanding.emergency.as_ref().filter(|_| is_news) {
            let code = emergency.as_str().to_owned();
            let unit = self.banner.emergencies.get(&code).map(|known| known.unit.clone());
            let note = TaskNote::Emergency { code, words: Some(order.papers.story) };
            deciding.task(&note, Some(&no), None, unit, true);
        }
        deciding.record(None, order, events, matter.phone.into_iter().collect()).await?;
        Ok((no, outcome))
    }

    /// What it is about; an error says which part of the record cannot be worked with.
    fn matter_of(&self, record: &Record, now: Timestamp) -> Result<Matter, DeskError> {
        match &record.said {
            RecordSaid::Message { text: _, title: _, place, name, phone } => {
                let story = bounded("text", Some(&record.said.whole()), LONGEST_STORY)?;
                let story = story.ok_or(DeskError::Invalid { field: "text", why: Invalid::Missing })?;
                let place = bounded("place", place.as_ref(), LONGEST_PART)?;
                let name = bounded("name", name.as_ref(), LONGEST_PART)?;
                let phone = self.phone_of(phone.as_ref(), &story)?;
                let understanding = self.suggest(&story, place.as_deref().unwrap_or_default());
                let article = self.banner.prepared(&story, &understanding, self.banner.day_of(now));
                let answer = article.map(|article| Answer::Prepared(article.told()));
                Ok(Matter {
                    source: Source::Mailbox,
                    story,
                    place,
                    name,
                    phone,
                    understanding,
                    whole: None,
                    answer,
                })
            }
            RecordSaid::Call { transcript, place, name, phone } => {
                let heard = self.banner.book.hear_call(transcript);
                if heard.said_nothing {
                    return Err(DeskError::Invalid { field: "transcript", why: Invalid::SaidNothing });
                }
                let told = bounded("place", place.as_ref(), LONGEST_PART)?;
                let name = bounded("name", name.as_ref(), LONGEST_PART)?;
                let phone = match bounded("phone", phone.as_ref(), LONGEST_PART)? {
                    Some(_) => self.phone_of(phone.as_ref(), "")?,
                    None => heard.phone.clone(),
                };
                let whole = Some(call::written(&heard, &self.wording));
                let answer = if heard.answered { call::answer(&heard).map(Answer::Told) } else { None };
                let understanding = match &told {
                    Some(place) => self.suggest(&heard.story, place),
                    None => heard.understanding,
                };
                let is_question = understanding.kind == intake::Kind::Consultation;
                Ok(Matter {
                    source: Source::Transcript,
                    // All of it is kept beside: a matter told for an hour is begun here.
                    story: heard.story.chars().take(LONGEST_STORY).collect(),
                    place: told.or(heard.place),
                    name: name.or(heard.name),
                    phone,
                    understanding,
                    whole,
                    answer: answer.filter(|_| is_question),
                })
            }
        }
    }

    /// The phone that was given; without one, the citizen's own in what they say.
    fn phone_of(&self, given: Option<&String>, story: &str) -> Result<Option<String>, DeskError> {
        match bounded("phone", given, LONGEST_PART)? {
            Some(given) => {
                let found = self.banner.book.contact(&given).phones.into_iter().next();
                let invalid = DeskError::Invalid { field: "phone", why: Invalid::NotAPhone };
                found.map(|phone| Some(phone.number)).ok_or(invalid)
            }
            None => {
                let phones = self.banner.book.contact(story).phones;
                let own = phones.into_iter().find(|phone| phone.owner == Owner::Citizen);
                Ok(own.map(|phone| phone.number))
            }
        }
    }

    /// An operator's confirmation goes before everything, danger to life before an answer from the shelf.
    fn follows(&self, matter: &mut Matter, draft: bool) -> Follows {
        if draft {
            return Follows::Triage(Why::Draft);
        }
        let seen = &matter.understanding;
        if seen.emergency.is_none()
            && let Some(answer) = matter.answer.take()
        {
            return Follows::Answer(answer);
        }
        let sought = Sought {
            category: seen.category.as_ref(),
            area: seen.place.as_ref().and_then(|place| place.narrowest()),
            kind: seen.kind,
            reachable: matter.phone.is_some(),
        };
        self.sure_dispatch(&sought, seen).map_or_else(Follows::Triage, Follows::Dispatch)
    }

    fn keep_papers(&self, deciding: &mut Deciding<'_>, matter: &Matter, no: &OrderNo) -> Papers {
        let contact = (matter.name.is_some() || matter.phone.is_some())
            .then(|| ContactPaper { name: matter.name.clone(), phone: matter.phone.clone() });
        let code = self.mint.query_code();
        Papers {
            story: deciding.words(&matter.story, Some(no)),
            place: matter
                .place
                .as_ref()
                .map(|place| deciding.paper(PaperKind::Place, place.as_bytes().to_vec(), Some(no), None)),
            contact: contact
                .map(|contact| deciding.paper(PaperKind::Contact, contact.write(), Some(no), None)),
            query_code: deciding.paper(PaperKind::QueryCode, code.into_bytes(), Some(no), None),
            reasons: Some(keep_reasons(deciding, &matter.understanding, no)),
            files: matter.whole.iter().map(|whole| deciding.words(whole, Some(no))).collect(),
            consent: None,
        }
    }

    /// 直接答复. Who has not heard the answer is phoned, where there is a phone.
    async fn answer_at_once(
        &self,
        deciding: &mut Deciding<'_>,
        order: &mut Order,
        events: &mut Vec<Event>,
        answer: &Answer,
        by: &Actor,
    ) -> Result<(), DeskError> {
        let words = match answer {
            Answer::Prepared(words) | Answer::Told(words) => words,
        };
        let paper = deciding.words(words, Some(&order.no));
        let step = Step::AnswerDirect { answer: paper };
        for event in take(order, &step, by, &self.banner.directory, deciding.now)? {
            order.apply(&event);
            events.push(event);
        }
        match answer {
            Answer::Prepared(_) => {
                let notice = Notice::AnsweredDirect { no: order.no.to_string(), answer: paper.0 };
                deciding.tell_owners(order, &notice).await?;
            }
            Answer::Told(_) => {}
        }
        Ok(())
    }
}

/// The form as it was understood.
pub(crate) fn form_of(seen: &Understanding) -> Form {
    let area = |code: Option<&intake::AreaCode>| code.map(|code| storage::AreaCode::new(code.as_str()));
    let place = seen.place.as_ref();
    Form {
        kind: kind_of(seen.kind),
        category: seen.category.as_ref().map(|code| storage::CategoryCode::new(code.as_str())),
        urgency: urgency_of(seen.urgency),
        place: Place {
            area: area(place.and_then(|place| place.area.as_ref())),
            grid: area(place.and_then(|place| place.grid.as_ref())),
        },
    }
}

/// A text of at most so many characters; blank counts as left out.
fn bounded(field: &'static str, text: Option<&String>, most: usize) -> Result<Option<String>, DeskError> {
    let text = text.map(|text| text.trim()).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > most) {
        return Err(DeskError::Invalid { field, why: Invalid::TooLong { most } });
    }
    Ok(text.map(str::to_owned))
}
