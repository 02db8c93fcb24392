//! What do the messages of one group have in common?

use super::place::{NameId, Where};

/// A name, or an area, counts for a group when so many of its members say it.
const SAID: f32 = 0.2;
/// A name is heard of in a group when so many of its members say it.
const HEARD: f32 = 0.08;
/// A group is at a place when so many of its members name one.
const PLACED: f32 = 0.4;
/// A sum holds at most so many features, the weightiest.
const KEPT: usize = 3000;

/// A feature and what it weighs.
pub(super) type Weighed = (u32, f32);

/// Messages that speak of one matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// Its messages, in the order they came.
    pub(super) members: Vec<u32>,
    /// The sum of its members' vectors, by feature.
    pub(super) sum: Vec<Weighed>,
    /// Where it is.
    pub(super) place: Where,
    /// How many members say a name, and how many are about it.
    names: Vec<(NameId, u32, u32)>,
    areas: Vec<((u8, NameId), u32)>,
    /// How many members name what they are about.
    placed: u32,
}

impl Group {
    /// How many messages it has.
    pub(super) fn len(&self) -> usize {
        self.members.len()
    }

    /// Takes a message in.
    pub(super) fn join(&mut self, member: u32, vector: &[Weighed], place: &Where) {
        self.members.push(member);
        self.sum = added(&self.sum, vector, 1.0);
        self.count(place, 1);
        self.look();
    }

    /// Lets a message go.
    pub(super) fn leave(&mut self, member: u32, vector: &[Weighed], place: &Where) {
        self.members.retain(|known| *known != member);
        self.sum = added(&self.sum, vector, -1.0);
        self.sum.retain(|(_, weight)| *weight > 1e-4);
        self.count(place, -1);
        self.look();
    }

    /// Takes another group in.
    pub(super) fn absorb(&mut self, other: Group) {
        self.members.extend(other.members);
        self.sum = added(&self.sum, &other.sum, 1.0);
        for (name, said, about) in other.names {
            self.count_name(name, i64::from(said), i64::from(about));
        }
        for (area, said) in other.areas {
            self.count_area(area, i64::from(said));
        }
        self.placed += other.placed;
        self.look();
    }

    /// How alike a vector is to the members, on the average (cosine).
    pub(super) fn likeness(&self, vector: &[Weighed]) -> f32 {
        dot(vector, &self.sum) / self.members.len().max(1) as f32
    }

    /// How alike the members of two groups are, on the average.
    pub(super) fn likeness_to(&self, other: &Group) -> f32 {
        let (few, many) = if self.sum.len() < other.sum.len() { (self, other) } else { (other, self) };
        dot(&few.sum, &many.sum) / (self.len() * other.len()).max(1) as f32
    }

    /// The names that its members say, the most frequent first, with how many are about each.
    pub(super) fn names(&self) -> Vec<(NameId, u32)> {
        let mut names: Vec<_> = self.names.iter().map(|(name, said, about)| (*name, *said, *about)).collect();
        names.sort_by_key(|(name, said, about)| (std::cmp::Reverse((*about, *said)), *name));
        names.into_iter().map(|(name, _, about)| (name, about)).collect()
    }

    /// Features that weigh little are forgotten where there are many.
    pub(super) fn forget_the_light(&mut self) {
        if self.sum.len() > KEPT {
            self.sum.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            self.sum.truncate(KEPT);
            self.sum.sort_unstable_by_key(|(feature, _)| *feature);
        }
    }

    fn count(&mut self, place: &Where, change: i64) {
        for (at, name) in place.names.iter().enumerate() {
            self.count_name(*name, change, if at < place.about { change } else { 0 });
        }
        for area in &place.areas {
            self.count_area(*area, change);
        }
        if place.about > 0 {
            self.placed = plus(self.placed, change);
        }
    }

    fn count_name(&mut self, name: NameId, said: i64, about: i64) {
        match self.names.iter_mut().find(|known| known.0 == name) {
            Some(known) => {
                known.1 = plus(known.1, said);
                known.2 = plus(known.2, about);
            }
            None => self.names.push((name, plus(0, said), plus(0, about))),
        }
    }

    fn count_area(&mut self, area: (u8, NameId), said: i64) {
        match self.areas.iter_mut().find(|known| known.0 == area) {
            Some(known) => known.1 = plus(known.1, said),
            None => self.areas.push((area, plus(0, said))),
        }
    }

    /// Where the group is, after its members changed.
    fn look(&mut self) {
        let all = self.len() as f32;
        let enough = |count: u32, share: f32| count > 0 && count as f32 >= share * all;
        let placed = enough(self.placed, PLACED);
        let about = self.names.iter().filter(|known| placed && enough(known.2, SAID)).map(|known| known.0);
        self.place.names.clear();
        self.place.names.extend(about);
        self.place.about = self.place.names.len();
        let heard: Vec<NameId> = self
            .names
            .iter()
            .filter(|known| enough(known.1, HEARD))
            .map(|known| known.0)
            .filter(|name| !self.place.names.contains(name))
            .collect();
        self.place.names.extend(heard);
        self.place.areas.clear();
        self.place.areas.extend(self.areas.iter().filter(|known| enough(known.1, SAID)).map(|known| known.0));
    }
}

fn plus(count: u32, change: i64) -> u32 {
    u32::try_from(i64::from(count) + change).unwrap_or(0)
}

/// The sum of two vectors, the second times `times`; both sorted by feature.
fn added(one: &[Weighed], other: &[Weighed], times: f32) -> Vec<Weighed> {
    let mut sum = Vec::with_capacity(one.len() + other.len());
    let (mut left, mut right) = (one.iter().peekable(), other.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (Some(a), Some(b)) if a.0 == b.0 => {
                sum.push((a.0, a.1 + times * b.1));
                left.next();
                right.next();
            }
            (Some(a), Some(b)) if a.0 < b.0 => {
                sum.push(**a);
                left.next();
            }
            (Some(a), None) => {
                sum.push(**a);
                left.next();
            }
            (_, Some(b)) => {
                sum.push((b.0, times * b.1));
                right.next();
            }
            (None, None) => return sum,
        }
    }
}

/// The product of two vectors, the second not shorter by far; both sorted by feature.
fn dot(few: &[Weighed], many: &[Weighed]) -> f32 {
    let mut rest = many;
    let mut sum = 0.0;
    for (feature, weight) in few {
        let at = rest.partition_point(|(known, _)| known < feature);
        rest = &rest[at..];
        match rest.first() {
            Some((known, other)) if known == feature => sum += weight * other,
            Some(_) => {}
            None => break,
        }
    }
    sum
}
