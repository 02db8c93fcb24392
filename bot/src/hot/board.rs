//! Which issues are hot, and how do they stand?

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use intake::{Audience, Issue, Span};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use storage::order::Kind;
use storage::{AccountRole, AreaCode, CategoryCode, OrderNo, Paper};

use super::Hot;
use super::memory::{Known, Memory};
use crate::banner::Banner;
use crate::desk::{DeskError, Staff};

/// So many issues are shown.
const SHOWN: usize = 30;
/// So many of an issue's orders are named, the latest.
const NAMED: usize = 30;
/// So many matters are proposed for 每月一题, each told by so many people at least.
const MATTERS: usize = 12;
const LEAST: usize = 3;
/// So many stories are looked at for a title.
const TITLES: usize = 3;
/// So much of a story is a title, in characters.
const TITLE: usize = 40;
/// An issue grows when more people tell of it than in as long a time before.
const LATELY: SignedDuration = SignedDuration::from_hours(24);

/// Which issues are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// Those of so many days until now.
    Days(u16),
    /// 每月一题: the matters of the month that begins on this day.
    Month(Date),
}

/// The issues, the hottest first.
#[derive(Clone, Debug)]
pub struct Board {
    /// The issues.
    pub issues: Vec<HotIssue>,
    /// Everything that is in the ledger was heard; if not, some are still missing.
    pub whole: bool,
}

/// An issue as it is shown: nothing in it says who told it.
#[derive(Clone, Debug)]
pub struct HotIssue {
    /// The beginning of the story most like all others, without names, doors and numbers; none where all that is told of
    /// it is sealed (举报) or erased.
    pub title: Option<String>,
    /// Where, as most of them say; none where all is sealed.
    pub place: Option<String>,
    /// The area in which most of them are.
    pub area: Option<AreaCode>,
    /// The leaf most of them are filed under.
    pub category: Option<CategoryCode>,
    /// 诉求类型, the most frequent first.
    pub kinds: Vec<(Kind, usize)>,
    /// How many people told of it or follow it.
    pub people: usize,
    /// How many of these in the last 24 hours, by now or the end of the month.
    pub people_lately: usize,
    /// How many in the 24 hours before.
    pub people_before: usize,
    /// 每月一题: how many told of it before the month.
    pub people_earlier: Option<usize>,
    /// How many orders there are of it.
    pub messages: usize,
    /// When it was first told.
    pub first: Timestamp,
    /// When it was last told.
    pub last: Timestamp,
    /// Its orders, the latest first, at most thirty.
    pub orders: Vec<OrderNo>,
}

impl Hot {
    /// The board; for the centre only, who may read every order.
    pub async fn board(&self, by: &Staff, shown: Shown) -> Result<Board, DeskError> {
        match by.role {
            AccountRole::Operator | AccountRole::Supervisor => {}
            AccountRole::Unit | AccountRole::Administrator => return Err(DeskError::Unknown),
        }
        let Some(span) = self.span(shown) else { return Err(DeskError::Unknown) };
        let banner = Arc::clone(&self.banner);
        let found = self
            .remember(move |memory| match shown {
                Shown::Days(_) => {
                    let issues = memory.gathering.issues(span, SHOWN).into_iter();
                    issues.filter_map(|issue| found(memory, &banner, &issue, span, None)).collect()
                }
                Shown::Month(_) => {
                    let matters = memory.gathering.monthly(span, LEAST, MATTERS).into_iter();
                    matters
                        .filter_map(|matter| found(memory, &banner, &matter.issue, span, Some(matter.before)))
                        .collect::<Vec<_>>()
                }
            })
            .await;
        let mut issues = Vec::with_capacity(found.len());
        for Found { mut issue, titles } in found {
            issue.title = self.title(&titles).await?;
            issues.push(issue);
        }
        Ok(Board { issues, whole: self.is_whole() })
    }

    /// None for a month that never comes.
    fn span(&self, shown: Shown) -> Option<Span> {
        let now = self.clock.now();
        match shown {
            Shown::Days(days) => {
                let first = now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok()?;
                Some(Span { first: first.as_millisecond(), last: now.as_millisecond() })
            }
            Shown::Month(day) => {
                let midnight = |day: Date| day.to_zoned(self.banner.directory.zone.clone()).ok();
                let first = midnight(day.first_of_month())?.timestamp();
                let next = midnight(day.last_of_month().tomorrow().ok()?)?.timestamp();
                let last = next.as_millisecond() - 1;
                Some(Span { first: first.as_millisecond(), last: last.min(now.as_millisecond()) })
            }
        }
    }

    /// What the first of them says that may be shown now: the ledger is asked, because what was told may have been
    /// erased meanwhile, or turned out to be one that is sealed.
    async fn title(&self, of: &[OrderNo]) -> Result<Option<String>, DeskError> {
        for no in of {
            let Some(order) = self.store.order_state(self.jurisdiction(), no).await? else { continue };
            if order.form.kind == Kind::Report {
                continue;
            }
            let paper = self.store.paper(self.jurisdiction(), order.papers.story).await?;
            if let Some(story) = paper.as_ref().and_then(Paper::text) {
                let masked = self.banner.book.mask_for(story, Audience::Anyone).text;
                return Ok(Some(beginning(&masked)));
            }
        }
        Ok(None)
    }
}

/// An issue without its title, and the orders from which it may take one.
struct Found {
    issue: HotIssue,
    titles: Vec<OrderNo>,
}

/// None when what is told of it is being forgotten.
fn found(
    memory: &Memory,
    banner: &Banner,
    issue: &Issue,
    span: Span,
    people_earlier: Option<usize>,
) -> Option<Found> {
    let orders = memory.orders(issue.members.iter().map(String::as_str));
    let open = |known: &Known| known.kind != Kind::Report;
    let center = super::memory::number(&issue.center);
    let titles = center.into_iter().chain(orders.iter().rev().map(|(no, _)| no.clone()));
    let titles = titles.filter(|no| memory.known.get(no).is_some_and(open)).take(TITLES).collect::<Vec<_>>();
    // What a place is called is said in the stories, too.
    let said = issue.place.as_ref().filter(|_| !titles.is_empty());
    let said = said.map(|place| banner.book.mask_for(place, Audience::Anyone).text);
    let lately = |from: i64, to: i64| -> usize {
        let told = orders.iter().flat_map(|(_, known)| &known.people);
        told.filter(|(at, _)| (from..to).contains(at)).map(|(_, person)| person).collect::<HashSet<_>>().len()
    };
    let (day, end) = (i64::try_from(LATELY.as_millis()).ok()?, span.last + 1);
    Some(Found {
        titles,
        issue: HotIssue {
            title: None,
            place: said,
            area: most(orders.iter().filter_map(|(_, known)| known.area.as_ref())),
            category: most(orders.iter().filter_map(|(_, known)| known.category.as_ref())),
            kinds: counted(orders.iter().map(|(_, known)| known.kind)),
            people: issue.people,
            people_lately: lately(end - day, end),
            people_before: lately(end - 2 * day, end - day),
            people_earlier,
            messages: orders.len(),
            first: Timestamp::from_millisecond(issue.first).ok()?,
            last: Timestamp::from_millisecond(issue.last).ok()?,
            orders: orders.into_iter().rev().take(NAMED).map(|(no, _)| no).collect(),
        },
    })
}

/// The most frequent first.
fn counted<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let mut counts: Vec<(T, usize)> = counts.into_iter().collect();
    counts.sort_by(|(one, n), (other, m)| m.cmp(n).then(one.cmp(other)));
    counts
}

fn most<'a, T: Ord + Clone + 'a>(all: impl Iterator<Item = &'a T>) -> Option<T> {
    counted(all).first().map(|(one, _)| (*one).clone())
}

fn beginning(story: &str) -> String {
    let mut chars = story.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut beginning: String = chars.by_ref().take(TITLE).collect();
    if chars.next().is_some() {
        beginning.push('…');
    }
    beginning
}
