//! Where does every message belong, now that more is known?

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{ALIKE, Gathering, pairs, rarity};
use crate::hot::group::Group;
use crate::hot::key::Keyed;
use crate::text::Folded;

/// By so many of its weightiest features a group is found again.
const POSTED_OF_GROUP: usize = 48;
/// Groups are joined at most so many times in a row.
const ROUNDS: usize = 4;

impl Gathering {
    /// Counts rarities anew, joins groups that are one, and asks every message where it belongs.
    pub fn settle(&mut self) {
        self.settle_at = self.kept.len() * 2;
        self.names.learn(self.kept.iter().map(|kept| &kept.place));
        self.look_again();
        self.forget_the_unused();
        self.weigh();
        self.regroup();
        self.post_groups();
        self.join_groups();
        self.ask_again();
        self.join_groups();
    }

    /// Where messages are, by the names learned since; such a name is no word of the matter any more.
    fn look_again(&mut self) {
        for kept in &mut self.kept {
            let title = Folded::plain(&kept.title);
            let Some(name) = self.names.look_again(&title, &mut kept.place) else { continue };
            let outside = |bytes: &Range<usize>| bytes.start < name.start || name.end < bytes.end;
            let left: HashSet<u32> = pairs(title.text())
                .filter(|(_, bytes)| outside(bytes))
                .filter_map(|(key, _)| self.ids.get(&key).copied())
                .collect();
            let (pairs, words) = kept.features.split_at(kept.titles as usize);
            let pairs: Vec<u32> = pairs.iter().copied().filter(|pair| left.contains(pair)).collect();
            kept.titles = pairs.len() as u32;
            kept.features = pairs.into_iter().chain(words.iter().copied()).collect();
        }
    }

    /// Features that no message has any more.
    fn forget_the_unused(&mut self) {
        let mut used = vec![false; self.features.len()];
        for feature in self.kept.iter().flat_map(|kept| &kept.features) {
            used[*feature as usize] = true;
        }
        let mut numbers = Vec::with_capacity(used.len());
        let mut next = 0;
        for is_used in &used {
            numbers.push(next);
            next += u32::from(*is_used);
        }
        self.ids.retain(|_, id| {
            let is_used = used[*id as usize];
            *id = numbers[*id as usize];
            is_used
        });
        let mut at = used.into_iter();
        self.features.retain(|_| at.next().unwrap_or_default());
        for kept in &mut self.kept {
            for feature in &mut kept.features {
                *feature = numbers[*feature as usize];
            }
        }
    }

    /// Rarities as they are now.
    fn weigh(&mut self) {
        for feature in &mut self.features {
            feature.messages = 0;
            feature.groups = Vec::new();
        }
        for kept in &self.kept {
            for feature in &kept.features {
                self.features[*feature as usize].messages += 1;
            }
        }
        for feature in &mut self.features {
            feature.rarity = rarity(feature.messages, self.kept.len());
        }
        for at in 0..self.kept.len() {
            self.kept[at].scale = self.scale(&self.kept[at]);
        }
    }

    /// The same groups with the weights of now, those without members left out.
    fn regroup(&mut self) {
        let mut number: HashMap<u32, u32, Keyed> = HashMap::default();
        self.groups.clear();
        for message in 0..self.kept.len() as u32 {
            let old = self.kept[message as usize].group;
            let group = *number.entry(old).or_insert_with(|| {
                self.groups.push(Group::default());
                (self.groups.len() - 1) as u32
            });
            let vector = self.vector(message);
            self.put(message, &vector, group);
        }
    }

    fn post_groups(&mut self) {
        for group in 0..self.groups.len() {
            self.groups[group].forget_the_light();
            let mut sum = self.groups[group].sum.clone();
            sum.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
            for (feature, _) in sum.into_iter().take(POSTED_OF_GROUP) {
                self.features[feature as usize].post(group as u32);
            }
        }
    }

    /// Joins groups that are one, the likeliest pairs first.
    fn join_groups(&mut self) {
        for _ in 0..ROUNDS {
            let mut pairs = Vec::new();
            for group in 0..self.groups.len() as u32 {
                pairs.extend(self.partner(group));
            }
            pairs.sort_by(|one: &(u32, u32, f32), other| {
                other.2.total_cmp(&one.2).then((one.0, one.1).cmp(&(other.0, other.1)))
            });
            let mut taken = vec![false; self.groups.len()];
            let mut joined = false;
            for (one, other, _) in pairs {
                if !taken[one as usize] && !taken[other as usize] {
                    taken[one as usize] = true;
                    taken[other as usize] = true;
                    self.join(one, other);
                    joined = true;
                }
            }
            if !joined {
                return;
            }
        }
    }

    /// The group that is one with this, if there is one.
    fn partner(&mut self, group: u32) -> Option<(u32, u32, f32)> {
        if self.groups[group as usize].len() == 0 {
            return None;
        }
        let sum = self.groups[group as usize].sum.clone();
        let mut best: Option<(u32, f32)> = None;
        for other in self.near(&sum) {
            let (one, two) = (&self.groups[group as usize], &self.groups[other as usize]);
            if other == group || two.len() == 0 {
                continue;
            }
            let likeness = self.at_place(&one.place, &two.place, one.likeness_to(two));
            if likeness >= ALIKE && best.is_none_or(|(_, known)| likeness > known) {
                best = Some((other, likeness));
            }
        }
        best.map(|(other, likeness)| (group.min(other), group.max(other), likeness))
    }

    fn join(&mut self, one: u32, other: u32) {
        let gone = std::mem::take(&mut self.groups[other as usize]);
        for &member in &gone.members {
            self.kept[member as usize].group = one;
        }
        self.groups[one as usize].absorb(gone);
        let mut sum = self.groups[one as usize].sum.clone();
        sum.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        for (feature, _) in sum.into_iter().take(POSTED_OF_GROUP) {
            self.features[feature as usize].post(one);
        }
    }

    /// Every message leaves its group and is asked where it belongs.
    fn ask_again(&mut self) {
        for message in 0..self.kept.len() as u32 {
            let vector = self.vector(message);
            let own = self.kept[message as usize].group;
            self.groups[own as usize].leave(message, &vector, &self.kept[message as usize].place);
            let alone = self.groups[own as usize].len() == 0;
            let group = match self.best(message, &vector, Some(own)) {
                Some(group) => group,
                None if alone => own,
                None => self.found(),
            };
            self.put(message, &vector, group);
            if group != own {
                self.post(message, group);
            }
        }
    }
}
