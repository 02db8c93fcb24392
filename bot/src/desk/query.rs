//! May somebody with a number and a 查询码 see an order?

use jiff::{SignedDuration, Timestamp};
use prompts::{Notice, Timeline};
use storage::order::{Order, State};
use storage::{OrderNo, PaperId, Throttle};
use uuid::Uuid;

use super::{Desk, DeskError, timeline};
use crate::secret;

/// Tries a number, and a sender, may make within [`WINDOW`].
const TRIES: u32 = 10;
/// Fifteen minutes.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// What a query finds.
#[derive(Debug)]
pub enum Query {
    /// The order.
    Found(Box<OrderView>),
    /// Number and code do not fit, or there is no such order: nobody learns which.
    NoSuchOrder,
    /// Too many tries.
    TriedTooOften {
        /// Not before this time.
        until: Timestamp,
    },
}

/// An order as its citizen sees it.
#[derive(Debug)]
pub struct OrderView {
    /// Its number.
    pub no: OrderNo,
    /// Where it stands.
    pub state: State,
    /// How it went.
    pub timeline: Timeline,
    /// The same in words: 时间 / 地点 / 事件 / 事件流程.
    pub timeline_text: String,
    /// By when, while it is open.
    pub due: Option<Timestamp>,
    /// The unit's name, once there is one.
    pub unit: Option<String>,
}

pub(super) enum Key {
    Fits(Box<Order>),
    Wrong,
    Wait(Timestamp),
}

impl Desk {
    /// Looks an order up by number and 查询码. `from` is what tries are counted by besides the number: a client
    /// address or a chat.
    pub async fn query(&self, no: &str, code: &str, from: &str, language: &str) -> Result<Query, DeskError> {
        let no = no.parse::<OrderNo>().ok();
        let key = match &no {
            Some(no) => self.try_key(no, code, from).await?,
            None => match self.count(&format!("query:from:{}", secret::fingerprint(from))).await? {
                Some(until) => Key::Wait(until),
                None => Key::Wrong,
            },
        };
        Ok(match key {
            Key::Fits(order) => Query::Found(Box::new(self.view(&order, language).await?)),
            Key::Wrong => Query::NoSuchOrder,
            Key::Wait(until) => Query::TriedTooOften { until },
        })
    }

    /// Does the code fit the number? Every try is counted before it is made, so that many at once are no way round,
    /// and the count of one that fits is taken back. Whether the number exists takes the same work.
    pub(super) async fn try_key(&self, no: &OrderNo, code: &str, from: &str) -> Result<Key, DeskError> {
        let counted = [format!("query:from:{}", secret::fingerprint(from)), format!("query:no:{no}")];
        for key in &counted {
            if let Some(until) = self.count(key).await? {
                return Ok(Key::Wait(until));
            }
        }
        let order = self.store.order_state(self.jurisdiction(), no).await?;
        let paper = order.as_ref().map_or(PaperId(Uuid::nil()), |order| order.papers.query_code);
        let kept = self.store.paper(self.jurisdiction(), paper).await?;
        let kept = kept.as_ref().and_then(storage::Paper::text).unwrap_or_default();
        let said = folded(code);
        let fits = secret::same(kept, &said);
        let Some(order) = order.filter(|_| fits && !said.is_empty()) else {
            return Ok(Key::Wrong);
        };
        for key in &counted {
            self.clerk.forgive(self.jurisdiction(), key).await?;
        }
        Ok(Key::Fits(Box::new(order)))
    }

    async fn count(&self, key: &str) -> Result<Option<Timestamp>, DeskError> {
        let throttle = self.clerk.throttle(self.jurisdiction(), key, TRIES, WINDOW, self.now()).await?;
        Ok(match throttle {
            Throttle::Go => None,
            Throttle::Wait(until) => Some(until),
        })
    }

    async fn view(&self, order: &Order, language: &str) -> Result<OrderView, DeskError> {
        let events = self.store.order(self.jurisdiction(), &order.no).await?.map(|(_, events)| events);
        let timeline = timeline::of(order, &events.unwrap_or_default());
        let notice = Notice::Timeline(Box::new(timeline.clone()));
        let timeline_text = self.render(&notice, language).await?.text;
        let names = self.names(Vec::new());
        Ok(OrderView {
            no: order.no.clone(),
            state: order.state,
            due: timeline.due,
            timeline,
            timeline_text,
            unit: order.lead.as_ref().map(|unit| prompts::Names::unit(&names, unit.as_str())),
        })
    }
}

/// A 查询码 as it is kept: capital letters and digits, whether they were typed small, full-width or with strokes
/// between them.
fn folded(code: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        other => other,
    };
    code.chars().map(narrow).filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn a_code_is_read_however_a_phone_writes_it() {
        for said in ["K7M3QX", "k7m3qx", "Ｋ７Ｍ３ＱＸ", "ｋ７ｍ-３ｑｘ", " k7m 3qx。"] {
            assert_eq!(folded(said), "K7M3QX", "{said}");
        }
        assert_eq!(folded("查询码"), "");
    }
}
