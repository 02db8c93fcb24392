//! When have so many people told of one thing that somebody must look at once?

use std::collections::{BTreeMap, HashMap};

/// So many people within such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlarmRule {
    /// How many people; a person who tells again counts once.
    pub people: usize,
    /// Within how many milliseconds.
    pub within: i64,
}

/// So many people told of one thing within the time of the rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm<Thing> {
    /// Of what: a category, a place, both.
    pub thing: Thing,
    /// When the first of them told, in milliseconds.
    pub first: i64,
    /// When the last told whom the rule needs: the moment to ring.
    pub rings: i64,
    /// How many people told from the first on, as long as the rule held.
    pub people: usize,
}

/// The alarms of a rule, by the time they ring. What is told is (thing, person, milliseconds), in any order. While the
/// rule holds it is one alarm; when fewer people tell and then more again, it is another.
pub fn alarms<Thing: Ord + Clone, Person: Ord + Clone + std::hash::Hash>(
    rule: AlarmRule,
    told: impl IntoIterator<Item = (Thing, Person, i64)>,
) -> Vec<Alarm<Thing>> {
    let mut by_thing: BTreeMap<Thing, Vec<(i64, Person)>> = BTreeMap::new();
    for (thing, person, at) in told {
        by_thing.entry(thing).or_default().push((at, person));
    }
    let mut alarms = Vec::new();
    for (thing, mut told) in by_thing {
        told.sort();
        ring(rule, &thing, &told, &mut alarms);
    }
    alarms.sort_by(|one, other| (one.rings, &one.thing).cmp(&(other.rings, &other.thing)));
    alarms
}

fn ring<Thing: Clone, Person: Eq + Clone + std::hash::Hash>(
    rule: AlarmRule,
    thing: &Thing,
    told: &[(i64, Person)],
    alarms: &mut Vec<Alarm<Thing>>,
) {
    let mut oldest = 0;
    let mut inside: HashMap<&Person, usize> = HashMap::new();
    let mut ringing: Option<(Alarm<Thing>, HashMap<&Person, ()>)> = None;
    for (at, person) in told {
        while at.saturating_sub(told[oldest].0) > rule.within {
            let gone = &told[oldest].1;
            if let Some(times) = inside.get_mut(gone) {
                *times -= 1;
                if *times == 0 {
                    inside.remove(gone);
                }
            }
            oldest += 1;
        }
        *inside.entry(person).or_default() += 1;
        if inside.len() < rule.people.max(1) {
            alarms.extend(ringing.take().map(|(alarm, _)| alarm));
            continue;
        }
        match &mut ringing {
            Some((alarm, people)) => {
                people.insert(person, ());
                alarm.people = people.len();
            }
            None => {
                let people: HashMap<&Person, ()> = inside.keys().map(|person| (*person, ())).collect();
                let alarm =
                    Alarm { thing: thing.clone(), first: told[oldest].0, rings: *at, people: people.len() };
                ringing = Some((alarm, people));
            }
        }
    }
    alarms.extend(ringing.map(|(alarm, _)| alarm));
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;
    const RULE: AlarmRule = AlarmRule { people: 3, within: 2 * HOUR };

    #[test]
    fn three_neighbours_without_water_within_two_hours_ring_once() {
        let told =
            [("停水", "赵", 0), ("停水", "钱", HOUR), ("停水", "孙", 2 * HOUR), ("停水", "李", 3 * HOUR)];
        let rung = alarms(RULE, told);
        assert_eq!(rung, [Alarm { thing: "停水", first: 0, rings: 2 * HOUR, people: 4 }]);
    }

    #[test]
    fn one_person_who_calls_ninety_times_rings_nothing() {
        let told = (0..90).map(|n| ("噪音", "周", n * 60_000));
        assert_eq!(alarms(RULE, told), []);
    }

    #[test]
    fn what_comes_slowly_rings_nothing_and_what_comes_again_rings_again() {
        let slowly = (0..9).map(|n| ("垃圾", n, n * 3 * HOUR));
        assert_eq!(alarms(RULE, slowly), []);
        let wave = |from: i64| (0..3).map(move |n| ("停电", n, from + n * HOUR));
        let rung = alarms(RULE, wave(0).chain(wave(100 * HOUR)));
        assert_eq!(rung.iter().map(|alarm| alarm.rings).collect::<Vec<_>>(), [2 * HOUR, 102 * HOUR]);
    }

    #[test]
    fn two_places_ring_for_themselves() {
        let told = [
            (("油烟", "北街"), 1, 0),
            (("油烟", "南街"), 2, 1),
            (("油烟", "北街"), 3, 2),
            (("油烟", "南街"), 4, 3),
        ];
        assert_eq!(alarms(RULE, told), []);
        let rung = alarms(RULE, told.into_iter().chain([(("油烟", "南街"), 5, 4)]));
        assert_eq!(rung.len(), 1);
        assert_eq!((rung[0].thing, rung[0].people), (("油烟", "南街"), 3));
    }
}
