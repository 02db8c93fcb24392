//! What does the desk do when the dialogue asks for it?

use jiff::SignedDuration;
use prompts::Notice;
use storage::order::{Actor, Event, Fact, Hears, Order, Role, Step, StepName, steps_for};
use storage::{OrderNo, PaperId, PassChange, ReasonCode, Speaker};

use super::decide::Deciding;
use super::decide::Pace;
use super::hear::Chat;
use super::task::TaskNote;
use super::{Desk, DeskError};
use crate::dialogue::{Case, KeyCheck, Move};
use crate::reach::is_called;

/// 撤单 because the citizen wishes it: a reason that every banner's `reasons.csv` holds.
const WITHDRAWN_BY_CITIZEN: &str = "W01";
/// 催办 by a citizen is not passed on again for so long: the unit's system and its group hear each one at once.
const URGED_FOR: SignedDuration = SignedDuration::from_hours(1);
/// So many follow one order at most: each of its steps is carried to every one of them.
const MOST_FOLLOWERS: usize = 200;

impl Desk {
    pub(super) async fn carry_out(
        &self,
        deciding: &mut Deciding<'_>,
        step: Move,
        chat: &Chat,
        words: Option<PaperId>,
    ) -> Result<(), DeskError> {
        match step {
            // Where a button answers for itself, it says that it is out of date.
            Move::Say(Notice::StaleChoice) if is_called(&chat.channel) => {
                deciding.carry(chat.id, Speaker::Bot, Notice::StaleChoice, Pace::Unsaid);
                self.redraw(deciding, chat);
            }
            Move::Say(notice) => deciding.tell(chat.id, notice),
            Move::Summarise(summary) => deciding.summarise(chat.id, &summary),
            Move::Open(draft) => self.open_order(deciding, *draft, chat).await?,
            Move::Alert { emergency } => {
                let unit = self.banner.emergencies.get(&emergency).map(|known| known.unit.clone());
                let note = TaskNote::Emergency { code: emergency, words };
                deciding.task(&note, None, Some(chat.id), unit, true);
            }
            Move::Show(no) => self.show(deciding, &no, chat).await?,
            Move::Urge(no) => self.urge(deciding, &no, chat).await?,
            Move::Withdraw(no) => {
                let step = Step::Withdraw { reason: ReasonCode::new(WITHDRAWN_BY_CITIZEN) };
                self.take_for_citizen(deciding, &no, step, chat).await?;
            }
            Move::Rate { no, rating } => {
                let step = Step::Rate { rating, comment: None };
                self.take_for_citizen(deciding, &no, step, chat).await?;
            }
            Move::Supplement { no, words, files } => {
                let mut papers: Vec<PaperId> =
                    words.iter().map(|words| deciding.words(words, Some(&no))).collect();
                papers.extend(files);
                let step = Step::Supplement { papers };
                self.take_for_citizen(deciding, &no, step, chat).await?;
            }
            Move::Bind { no, code } => {
                deciding.decision.passes.push(PassChange::Spend { code });
                self.join(deciding, &no, chat, Hears::Bound).await?;
            }
            Move::Follow(no) => self.follow(deciding, &no, chat).await?,
            Move::CountHeld => self.count_held(deciding, chat),
            Move::Export => self.give_export(deciding, chat),
            Move::Erase => deciding.decision.forgets = Some(chat.id),
            Move::CallPerson | Move::EndPerson | Move::Speak(_) => {}
        }
        Ok(())
    }

    /// How an order went; who only follows it sees how it stands.
    async fn show(&self, deciding: &mut Deciding<'_>, no: &OrderNo, chat: &Chat) -> Result<(), DeskError> {
        let by_key = matches!(&deciding.case.key, Some(KeyCheck::Fits(order)) if &order.no == no);
        let followed = deciding.case.followed.iter().find(|order| &order.no == no);
        if let Some(followed) = followed.filter(|_| !by_key) {
            deciding.tell(chat.id, standing(followed));
            return Ok(());
        }
        if let Some((order, events)) = self.store.order(self.jurisdiction(), no).await? {
            let timeline = super::timeline::of(&order, &events);
            deciding.tell(chat.id, Notice::Timeline(Box::new(timeline)));
        }
        Ok(())
    }

    /// 催办 once an hour at most: whoever urges again hears that it has been passed on.
    async fn urge(&self, deciding: &mut Deciding<'_>, no: &OrderNo, chat: &Chat) -> Result<(), DeskError> {
        let open = may_act_on(&deciding.case, no)
            .is_some_and(|order| steps_for(order, &citizen(chat)).contains(&StepName::Urge));
        if open && self.was_urged_lately(deciding, no).await? {
            deciding.tell(chat.id, Notice::UrgedAlready { no: no.to_string() });
            return Ok(());
        }
        self.take_for_citizen(deciding, no, Step::Urge, chat).await
    }

    /// Has a citizen urged within the hour, in whichever conversation? An operator who urges is not counted.
    async fn was_urged_lately(&self, deciding: &Deciding<'_>, no: &OrderNo) -> Result<bool, DeskError> {
        let Some((_, events)) = self.store.order(self.jurisdiction(), no).await? else {
            return Ok(false);
        };
        let by_citizen = |event: &&Event| event.fact == Fact::Urged && event.actor.role == Role::Citizen;
        let last = events.iter().rev().find(by_citizen);
        Ok(last.is_some_and(|event| deciding.now.duration_since(event.at) < URGED_FOR))
    }

    /// A citizen's step with an order; what its life does not allow now is said, not failed.
    async fn take_for_citizen(
        &self,
        deciding: &mut Deciding<'_>,
        no: &OrderNo,
        step: Step,
        chat: &Chat,
    ) -> Result<(), DeskError> {
        let Some(order) = may_act_on(&deciding.case, no).cloned() else {
            deciding.tell(chat.id, Notice::NoSuchOrder);
            return Ok(());
        };
        match deciding.take(&order, &[step], &citizen(chat)).await {
            Err(DeskError::Refused(_)) => {
                let state = order.state.name().to_owned();
                deciding.tell(chat.id, Notice::NotPossibleNow { no: no.to_string(), state });
                Ok(())
            }
            Err(fault) => Err(fault),
            Ok(_) => Ok(()),
        }
    }

    /// 我也遇到: one more hears how it ends; of an order that very many follow already, how it stands now.
    async fn follow(&self, deciding: &mut Deciding<'_>, no: &OrderNo, chat: &Chat) -> Result<(), DeskError> {
        let Some(order) = self.store.order_state(self.jurisdiction(), no).await? else {
            return Ok(());
        };
        let hears = order.own_conversations().chain(order.followers()).any(|id| id == chat.id);
        if !hears && order.followers().count() >= MOST_FOLLOWERS {
            deciding.tell(chat.id, standing(&order));
            return Ok(());
        }
        deciding.tell(chat.id, Notice::FollowsNow { no: no.to_string() });
        self.join(deciding, no, chat, Hears::Also).await
    }

    /// One more conversation hears of an order. Whoever hears of it already hears of it once.
    async fn join(
        &self,
        deciding: &mut Deciding<'_>,
        no: &OrderNo,
        chat: &Chat,
        part: Hears,
    ) -> Result<(), DeskError> {
        let Some(order) = self.store.order_state(self.jurisdiction(), no).await? else {
            return Ok(());
        };
        let is_own = order.own_conversations().any(|id| id == chat.id);
        let follows = part == Hears::Also && order.followers().any(|id| id == chat.id);
        if !is_own && !follows {
            deciding.take(&order, &[Step::Join { conversation: chat.id, part }], &citizen(chat)).await?;
            deciding.refresh_card(chat.id, no);
        }
        Ok(())
    }

    /// The cards of this conversation's open orders are drawn anew.
    fn redraw(&self, deciding: &mut Deciding<'_>, chat: &Chat) {
        let open: Vec<OrderNo> = deciding.case.open().take(5).map(|order| order.no.clone()).collect();
        for no in &open {
            deciding.refresh_card(chat.id, no);
        }
    }
}

/// How an order stands, for somebody who is not its citizen.
fn standing(order: &Order) -> Notice {
    Notice::Followed {
        no: order.no.to_string(),
        state: order.state.name().to_owned(),
        unit: order.lead.as_ref().map(|unit| unit.as_str().to_owned()),
    }
}

/// The order, where it is this conversation's own or its number came with the right code.
fn may_act_on<'a>(case: &'a Case, no: &OrderNo) -> Option<&'a Order> {
    let by_key = match &case.key {
        Some(KeyCheck::Fits(order)) if &order.no == no => Some(order.as_ref()),
        _ => None,
    };
    case.own(no).or(by_key)
}

/// The citizen who acts in a conversation.
fn citizen(chat: &Chat) -> Actor {
    Actor { role: Role::Citizen, id: chat.id.to_string(), unit: None }
}
