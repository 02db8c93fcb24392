//! Which matters are hot?

use std::collections::{HashMap, HashSet};

use super::gather::{Gathering, Kept};
use super::group::Group;
use super::place::NameId;

/// Fewer people than these do not make an issue.
const PEOPLE: usize = 2;
/// The last part of a time, in which an issue grows or not.
const LATE: f64 = 0.25;

/// A time from its first to its last millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its first millisecond.
    pub first: i64,
    /// Its last.
    pub last: i64,
}

/// A matter many people speak of.
#[derive(Clone, Debug, PartialEq)]
pub struct Issue {
    /// The title of its most central message.
    pub title: String,
    /// The id of that message.
    pub center: String,
    /// The ids of its messages, by their time.
    pub members: Vec<String>,
    /// How many people told of it.
    pub people: usize,
    /// The name of its place that most of its messages say.
    pub place: Option<String>,
    /// When it was first told, in milliseconds.
    pub first: i64,
    /// When it was last told.
    pub last: i64,
    /// How many people a day told of it in the last quarter of the time, against those before, from -1 (nobody any
    /// more) over 0 (as many) to 1 (nobody before).
    pub growth: f64,
    /// By what it is ranked: people, more where it grows and where others agree.
    pub heat: f64,
}

/// A matter for 每月一题: what many people tell of in a month, and told of before.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyMatter {
    /// The month's part of it.
    pub issue: Issue,
    /// How many people told of it before the month, as far back as messages are kept.
    pub before: usize,
}

impl Gathering {
    /// The matters for 每月一题: those that at least `least` people told of in a month, ranked by their number, where
    /// each two who told before count like one more: what stays is chosen before what passes.
    pub fn monthly(&self, month: Span, least: usize, top: usize) -> Vec<MonthlyMatter> {
        let all = self.groups.iter().filter_map(|group| {
            let issue = self.issue(group, month)?;
            let earlier = group.members.iter().map(|member| &self.kept[*member as usize]);
            let before = people(earlier.filter(|kept| kept.at < month.first));
            (issue.people >= least).then_some(MonthlyMatter { issue, before })
        });
        let mut matters: Vec<MonthlyMatter> = all.collect();
        let weight = |matter: &MonthlyMatter| matter.issue.people * 2 + matter.before;
        matters.sort_by(|one, other| {
            weight(other).cmp(&weight(one)).then_with(|| one.issue.members.cmp(&other.issue.members))
        });
        matters.truncate(top);
        matters
    }

    /// The ids of the messages of each matter, in the order they came; matters of one message, too.
    pub fn matters(&self) -> impl Iterator<Item = Vec<&str>> {
        let id = |member: &u32| &*self.kept[*member as usize].id;
        self.groups
            .iter()
            .filter(|group| group.len() > 0)
            .map(move |group| group.members.iter().map(id).collect())
    }

    /// The time of all messages.
    pub fn span(&self) -> Option<Span> {
        let first = self.kept.iter().map(|kept| kept.at).min()?;
        let last = self.kept.iter().map(|kept| kept.at).max()?;
        Some(Span { first, last })
    }

    /// The issues told within a time, the hottest first, at most `top`.
    pub fn issues(&self, span: Span, top: usize) -> Vec<Issue> {
        let mut issues: Vec<Issue> = self.groups.iter().filter_map(|group| self.issue(group, span)).collect();
        issues.sort_by(|one, other| {
            other
                .heat
                .total_cmp(&one.heat)
                .then(other.last.cmp(&one.last))
                .then(one.members.cmp(&other.members))
        });
        issues.truncate(top);
        issues
    }

    fn issue(&self, group: &Group, span: Span) -> Option<Issue> {
        if group.len() < PEOPLE {
            return None;
        }
        let of = |member: &u32| &self.kept[*member as usize];
        let mut members: Vec<&Kept> =
            group.members.iter().map(of).filter(|kept| (span.first..=span.last).contains(&kept.at)).collect();
        members.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let people = people(members.iter().copied());
        if people < PEOPLE {
            return None;
        }
        let growth = growth(&members, span);
        let votes = votes(&members);
        let center = self.central(group, span)?;
        let place = self.place_of(group);
        Some(Issue {
            title: center.title.to_string(),
            center: center.id.to_string(),
            people,
            place,
            first: members.first()?.at,
            last: members.last()?.at,
            growth,
            heat: heat(people, growth, votes),
            members: members.iter().map(|kept| kept.id.to_string()).collect(),
        })
    }

    /// The name most of its members are about: rather a place along a road than the road.
    fn place_of(&self, group: &Group) -> Option<String> {
        let names = group.names();
        let together = |name: NameId| -> u32 {
            names.iter().filter(|(other, _)| self.names.same(name, *other)).map(|(_, about)| about).sum()
        };
        let counted = names
            .iter()
            .filter(|(_, about)| *about > 0)
            .map(|(name, about)| (*name, *about, together(*name)));
        let most = counted.clone().map(|(_, _, all)| all).max()?;
        let mut likely: Vec<_> = counted.filter(|(_, _, all)| all * 2 >= most).collect();
        likely.sort_by_key(|(name, about, all)| {
            (self.names.is_road(*name), std::cmp::Reverse((*all, *about)), *name)
        });
        likely.first().map(|(name, _, _)| self.names.written(*name).to_owned())
    }

    /// The message most like all others.
    fn central(&self, group: &Group, span: Span) -> Option<&Kept> {
        let inside = group
            .members
            .iter()
            .filter(|member| (span.first..=span.last).contains(&self.kept[**member as usize].at));
        let best = inside
            .map(|member| (self.likeness_of(*member, group), *member))
            .max_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)))?;
        Some(&self.kept[best.1 as usize])
    }
}

/// How many people told of it.
fn people<'a>(members: impl Iterator<Item = &'a Kept>) -> usize {
    members.map(|kept| kept.person).collect::<HashSet<u64>>().len()
}

/// How many others said that they agree or disagree; a person who writes often counts with the best of his messages.
fn votes(members: &[&Kept]) -> u64 {
    let mut best: HashMap<u64, u32> = HashMap::new();
    for kept in members {
        let votes = best.entry(kept.person).or_default();
        *votes = kept.votes.max(*votes);
    }
    best.values().map(|votes| u64::from(*votes)).sum()
}

fn growth(members: &[&Kept], span: Span) -> f64 {
    let length = (span.last - span.first).max(1) as f64;
    let late = span.last - (length * LATE) as i64;
    let (after, before): (Vec<&Kept>, Vec<&Kept>) = members.iter().copied().partition(|kept| kept.at > late);
    let (after, before) = (people(after.into_iter()) as f64, people(before.into_iter()) as f64);
    // One person spread evenly besides, so that few people do not make much of a growth.
    let (after, before) = ((after + LATE) / LATE, (before + 1.0 - LATE) / (1.0 - LATE));
    (after - before) / (after + before)
}

/// People first; up to a quarter more or less where it grows or fades, and a twentieth more whenever twice as many
/// others agree or disagree.
fn heat(people: usize, growth: f64, votes: u64) -> f64 {
    people as f64 * (1.0 + 0.25 * growth) * (1.0 + 0.05 * (1.0 + votes as f64).log2())
}
