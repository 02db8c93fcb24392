//! How does a record of another system (a hotline's call, a mailbox's message) become an order, once?
//!
//! A record is known by its source and the source's own id; without an id, by what it says. The same id with other
//! content changes nothing: an operator is asked to look.

use intake::Transcript;
use jiff::{SignedDuration, Timestamp};
use storage::{Committed, Inbound, InboundOutcome, OrderNo, PaperKind};

use super::casefile::ContactPaper;
use super::decide::Deciding;
use super::sureness::Why;
use super::task::TaskNote;
use super::{ATTEMPTS, Desk, DeskError, Invalid};
use crate::secret;

/// Longest id of a source, in characters.
const LONGEST_ID: usize = 128;
/// Longest name of a source.
const LONGEST_SOURCE: usize = 32;
/// Another system's clock may be ahead of ours by so much.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// A time longer ago than these years of 366 days is a slip of the file.
const OLDEST: SignedDuration = SignedDuration::from_hours(20 * 366 * 24);

/// What another system has received.
#[derive(Clone, Debug)]
pub struct Record {
    /// Which system, e.g. `hotline`, `mailbox`: 1–32 of `a-z`, `0-9` and `-`.
    pub source: String,
    /// The system's own id of it, at most 128 characters.
    pub id: Option<String>,
    /// When the system received it (受理时间): the citizen's dates run from there.
    pub received_at: Option<Timestamp>,
    /// What was said.
    pub said: RecordSaid,
    /// An operator confirms it first: always 预审.
    pub draft: bool,
}

/// What was said in a record.
#[derive(Clone, Debug)]
pub enum RecordSaid {
    /// A written message.
    Message {
        /// Its headline.
        title: Option<String>,
        /// Its text.
        text: String,
        /// Where, if that was asked apart.
        place: Option<String>,
        /// Name.
        name: Option<String>,
        /// Phone.
        phone: Option<String>,
    },
    /// A call, word for word; what the source knows besides goes before what is heard.
    Call {
        /// Who said what.
        transcript: Transcript,
        /// Where, if the source knows.
        place: Option<String>,
        /// Name, if the source knows.
        name: Option<String>,
        /// Phone, if the source knows.
        phone: Option<String>,
    },
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is an order now.
    Opened {
        /// Its number.
        no: OrderNo,
        /// Where it went.
        outcome: Outcome,
    },
    /// It had been taken before: nothing was changed.
    Known {
        /// The order it was.
        no: Option<OrderNo>,
    },
    /// The same id was taken before with other content: nothing was changed, and an operator is asked to look.
    Conflict {
        /// The order it was.
        no: Option<OrderNo>,
    },
}

/// Where a new order went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// 派单
    Dispatched,
    /// 预审
    Triaged(Why),
    /// 直接答复
    AnsweredDirect,
}

impl Desk {
    /// Opens an order for a record, unless it is known. Returns once it is durable.
    pub async fn take_record(&self, record: Record) -> Result<Taken, DeskError> {
        let inbound = inbound(&record)?;
        let _lane = self.lanes.enter(format!("{}:{}", inbound.channel, inbound.key)).await;
        for _ in 0..ATTEMPTS {
            if let Some(before) = self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?
            {
                return self.known(&record, &inbound, &before).await;
            }
            self.take_in(false)?;
            let mut deciding = Deciding::begin(self, self.now());
            deciding.decision.inbound = Some(inbound.clone());
            let (no, outcome) = self.decide_record(&mut deciding, &record).await?;
            match self.store.commit(deciding.decision).await? {
                Committed::Saved { .. } => return Ok(Taken::Opened { no, outcome }),
                Committed::Duplicate(_) | Committed::Conflict => {}
            }
        }
        Err(DeskError::Busy)
    }

    /// Was this record taken before? Nothing is changed.
    pub async fn is_known(&self, record: &Record) -> Result<Option<Taken>, DeskError> {
        let inbound = inbound(record)?;
        let before = self.store.seen(self.jurisdiction(), &inbound.channel, &inbound.key).await?;
        Ok(before.map(|before| {
            let no = before.orders.first().cloned();
            if before.digest == inbound.digest { Taken::Known { no } } else { Taken::Conflict { no } }
        }))
    }

    /// When the citizen's clock began: a little ahead of ours is now.
    pub(super) fn begun(&self, record: &Record, now: Timestamp) -> Result<Option<Timestamp>, DeskError> {
        let wrong = |why| Err(DeskError::Invalid { field: "received_at", why });
        match record.received_at {
            Some(at) if at.duration_since(now) > AHEAD => wrong(Invalid::Future),
            Some(at) if now.duration_since(at) > OLDEST => wrong(Invalid::TooOld),
            received => Ok(received.map(|at| at.min(now))),
        }
    }

    async fn known(
        &self,
        record: &Record,
        inbound: &Inbound,
        before: &InboundOutcome,
    ) -> Result<Taken, DeskError> {
        let no = before.orders.first().cloned();
        if before.digest == inbound.digest {
            return Ok(Taken::Known { no });
        }
        let mut deciding = Deciding::begin(self, self.now());
        let digest = inbound.digest.as_deref().unwrap_or_default();
        // However often it comes: one task for one other content.
        deciding.decision.inbound =
            Some(Inbound { key: format!("conflict:{}:{digest}", inbound.key), ..inbound.clone() });
        let said = record.said.whole();
        let words = deciding.paper(PaperKind::Text, said.into_bytes(), no.as_ref(), None);
        let place = record.said.place();
        let place =
            place.map(|place| deciding.paper(PaperKind::Place, place.as_bytes().to_vec(), no.as_ref(), None));
        let contact = record.said.contact();
        let contact = contact.map(|said| deciding.paper(PaperKind::Contact, said.write(), no.as_ref(), None));
        let received_at = record.received_at;
        let note =
            TaskNote::CheckRecord { source: record.source.clone(), words, place, contact, received_at };
        deciding.task(&note, no.as_ref(), None, None, false);
        self.store.commit(deciding.decision).await?;
        Ok(Taken::Conflict { no })
    }
}

impl RecordSaid {
    /// Everything that was said, to be read.
    pub(super) fn whole(&self) -> String {
        match self {
            Self::Message { title, text, .. } => match title.as_deref().map(str::trim) {
                Some(title) if !title.is_empty() && !text.trim_start().starts_with(title) => {
                    format!("{title}\n{}", text.trim())
                }
                Some(_) | None => text.trim().to_owned(),
            },
            Self::Call { transcript, .. } => {
                transcript.turns.iter().map(|turn| turn.text.as_str()).collect::<Vec<_>>().join("\n")
            }
        }
    }

    /// Where, if that was said apart.
    fn place(&self) -> Option<&str> {
        let (Self::Message { place, .. } | Self::Call { place, .. }) = self;
        filled(place.as_deref())
    }

    /// Name and phone as they were brought, if there are any.
    fn contact(&self) -> Option<ContactPaper> {
        let (Self::Message { name, phone, .. } | Self::Call { name, phone, .. }) = self;
        let part = |said: &Option<String>| filled(said.as_deref()).map(str::to_owned);
        let contact = ContactPaper { name: part(name), phone: part(phone) };
        (contact.name.is_some() || contact.phone.is_some()).then_some(contact)
    }

    /// What makes two records the same, whatever blanks and line ends a system puts between.
    fn content(&self) -> Vec<String> {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let part = |text: &Option<String>| plain(text.as_deref().unwrap_or_default());
        match self {
            Self::Message { title, text, place, name, phone } => {
                vec![part(title), plain(text), part(place), part(name), part(phone)]
            }
            // The words only: how they are divided and who is taken for their speaker may be known better one day.
            Self::Call { transcript, place, name, phone } => {
                let turns = transcript.turns.iter().flat_map(|turn| turn.text.split_whitespace());
                vec![turns.collect(), part(place), part(name), part(phone)]
            }
        }
    }
}

/// Blank counts as left out.
fn filled(said: Option<&str>) -> Option<&str> {
    said.map(str::trim).filter(|said| !said.is_empty())
}

/// The key by which a record is known, with the hash of what it says.
fn inbound(record: &Record) -> Result<Inbound, DeskError> {
    let wrong = |field, why| Err(DeskError::Invalid { field, why });
    let slug = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !(1..=LONGEST_SOURCE).contains(&record.source.len()) || !record.source.bytes().all(slug) {
        return wrong("source", Invalid::WrongForm);
    }
    let id = record.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    if id.is_some_and(|id| id.chars().count() > LONGEST_ID) {
        return wrong("id", Invalid::TooLong { most: LONGEST_ID });
    }
    let mut content = record.said.content();
    content.push(record.received_at.map(|at| at.as_millisecond().to_string()).unwrap_or_default());
    let digest = secret::fingerprint(&serde_json::to_string(&content).expect("texts make a document"));
    let key = id.map_or_else(|| format!("hash:{digest}"), |id| format!("id:{id}"));
    Ok(Inbound { channel: format!("record:{}", record.source), key, digest: Some(digest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: Option<&str>, text: &str) -> Record {
        Record {
            source: "mailbox".to_owned(),
            id: id.map(str::to_owned),
            received_at: None,
            said: RecordSaid::Message {
                title: None,
                text: text.to_owned(),
                place: None,
                name: None,
                phone: None,
            },
            draft: false,
        }
    }

    #[test]
    fn blanks_and_line_ends_make_no_other_content() {
        let one = inbound(&message(Some("1"), "路灯不亮\r\n三天了 ")).unwrap();
        assert_eq!(inbound(&message(Some("1"), "路灯不亮 三天了")).unwrap(), one);
        assert_ne!(inbound(&message(Some("1"), "路灯不亮 四天了")).unwrap().digest, one.digest);
    }

    #[test]
    fn without_an_id_what_is_said_is_the_key() {
        let (one, other) = (message(None, "路灯不亮"), message(Some(" "), "路灯不亮"));
        assert_eq!(inbound(&one).unwrap(), inbound(&other).unwrap());
        assert!(inbound(&one).unwrap().key.starts_with("hash:"));
        assert_ne!(
            inbound(&message(Some("hash"), "")).unwrap().key,
            inbound(&message(None, "")).unwrap().key
        );
    }

    #[test]
    fn a_source_has_a_short_plain_name() {
        for wrong in ["", "Hotline", "热线", "a b", &"x".repeat(33)] {
            assert!(inbound(&Record { source: wrong.to_owned(), ..message(None, "x") }).is_err(), "{wrong}");
        }
        assert!(inbound(&message(Some(&"9".repeat(129)), "x")).is_err());
    }
}
