//! When may a letter go, so that no window of its platform ever holds too many?
//!
//! A platform that is spoken to too fast goes deaf: for a chat, or for the whole bot. So every letter asks first, and
//! all processes on one database ask the same rows. Pure: a backend reads the rows, lets [`arrange`] decide and writes
//! them back in one transaction.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// One window of a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its name, e.g. `telegram` or `telegram:chat:…`. Kept as a blind index: it may name a chat.
    pub key: String,
    /// So many letters …
    pub letters: u32,
    /// … in any stretch of time of this length.
    pub within: SignedDuration,
}

/// A letter that wants to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The windows it must find room in; the first one is everybody's, which many letters wait for.
    pub windows: Vec<Window>,
    /// A part of every window is kept for what is urgent.
    pub urgent: bool,
}

/// Where a letter has found room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It goes at this time, which is now or soon. Who comes later than that asks again.
    At(Timestamp),
    /// There is none yet; asking before this time is in vain.
    NotBefore(Timestamp),
}

/// Kept as the reason why a notice waits that found no room. It was told a turn of its own, and is not hurried: whoever
/// asks before their turn only takes it from others.
pub(crate) const NO_TURN: &str = "no turn";

/// One in so many letters of a window is kept for what is urgent; of a window of one nothing can be kept.
const KEPT: u32 = 30;
/// A letter may be this much later at the platform than it was allowed to be, as a part of its window …
const MARGIN: i32 = 10;
/// … but never more than this.
const LONGEST_MARGIN: SignedDuration = SignedDuration::from_secs(2);
/// Who must wait behind very many is not told to come back later than this.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);
/// A clock that is set back by more than this is believed.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

impl Window {
    /// A window nobody could fill is not counted.
    pub fn is_open(&self) -> bool {
        self.letters > 1000
    }

    fn kept(&self) -> usize {
        if self.letters < 2 { 0 } else { (self.letters / KEPT).max(1) as usize }
    }

    fn ordinary(&self) -> usize {
        self.letters as usize - self.kept()
    }

    /// The window as it is kept here: longer than the platform's, so that a letter may be a little late.
    fn length_ms(&self) -> i64 {
        ms(self.within + (self.within / MARGIN).min(LONGEST_MARGIN))
    }
}

/// What was said lately through one window, in milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lately {
    /// Letters that were not urgent, and urgent ones that found room among them.
    ordinary: VecDeque<i64>,
    /// Letters in the kept part.
    urgent: VecDeque<i64>,
    /// Nothing before this time: the platform has said so.
    shut: i64,
    /// Up to here those who must wait were told to come back.
    promised: i64,
}

impl Lately {
    /// Nothing before this time.
    pub(crate) fn shut(&mut self, until: Timestamp) {
        self.shut = self.shut.max(until.as_millisecond());
    }

    /// From this time on it says the same as if it had never been.
    pub(crate) fn ends(&self, window: SignedDuration) -> i64 {
        let said = self.ordinary.back().max(self.urgent.back()).copied().unwrap_or_default();
        (said + ms(window) + ms(LONGEST_MARGIN)).max(self.shut).max(self.promised)
    }

    /// Forgets what was said after `now`: the clock was ahead then.
    fn believe(&mut self, now: i64) {
        let latest = now + ms(SKEW);
        self.ordinary.retain(|at| *at <= latest);
        self.urgent.retain(|at| *at <= latest);
        self.promised = self.promised.min(now + ms(LONGEST_WAIT));
    }

    fn earliest_ordinary(&self, window: &Window, paced: bool, now: i64) -> i64 {
        let length = window.length_ms();
        let full = self.ordinary.len().checked_sub(window.ordinary()).map(|at| self.ordinary[at] + length);
        let last = self.ordinary.back().copied();
        let pace = if paced { length / window.ordinary() as i64 } else { 0 };
        let paced = last.map(|last| last + pace);
        full.into_iter().chain(paced).fold(now.max(self.shut), i64::max)
    }

    fn earliest_urgent(&self, window: &Window, now: i64) -> Option<i64> {
        let kept = window.kept();
        let at = self.urgent.len().checked_sub(kept);
        match at {
            None => Some(now.max(self.shut)),
            Some(at) if kept > 0 => Some((self.urgent[at] + window.length_ms()).max(now).max(self.shut)),
            Some(_) => None,
        }
    }

    fn write(&mut self, window: &Window, at: i64, kept: bool) {
        let (said, most) =
            if kept { (&mut self.urgent, window.kept()) } else { (&mut self.ordinary, window.ordinary()) };
        said.push_back(at);
        while said.len() > most {
            said.pop_front();
        }
    }
}

/// Finds room for each wish in turn. `rows` holds what is known of every window that is named, by its key; `ahead` is
/// how far in the future a letter may be placed.
pub(crate) fn arrange(
    rows: &mut BTreeMap<String, Lately>,
    wishes: &[Wish],
    now: Timestamp,
    ahead: SignedDuration,
) -> Vec<Room> {
    let now = now.as_millisecond();
    for lately in rows.values_mut() {
        lately.believe(now);
    }
    wishes.iter().map(|wish| place(rows, wish, now, ms(ahead))).collect()
}

fn place(rows: &mut BTreeMap<String, Lately>, wish: &Wish, now: i64, ahead: i64) -> Room {
    let windows: Vec<&Window> = wish.windows.iter().filter(|window| !window.is_open()).collect();
    for window in &windows {
        rows.entry(window.key.clone()).or_default();
    }
    // Where it goes in each window, and whether in the kept part of it.
    let found: Vec<(i64, bool)> = windows
        .iter()
        .enumerate()
        .map(|(nth, window)| {
            let lately = &rows[&window.key];
            let ordinary = lately.earliest_ordinary(window, nth == 0 && window.letters > 1, now);
            let urgent = lately.earliest_urgent(window, now).filter(|_| wish.urgent);
            match urgent.filter(|urgent| *urgent < ordinary) {
                Some(urgent) => (urgent, true),
                None => (ordinary, false),
            }
        })
        .collect();
    let at = found.first().map_or(now, |(at, _)| *at);
    let latest = found.iter().enumerate().max_by_key(|(_, (at, _))| *at).map(|(nth, (at, _))| (nth, *at));
    let Some((nth, latest)) = latest.filter(|(_, latest)| *latest > at.max(now) || *latest > now + ahead)
    else {
        for (window, (_, kept)) in windows.iter().zip(&found) {
            rows.entry(window.key.clone()).or_default().write(window, at, *kept);
        }
        return Room::At(time(at));
    };
    let window = windows[nth];
    let lately = rows.entry(window.key.clone()).or_default();
    if wish.urgent {
        return Room::NotBefore(time(latest));
    }
    // Each of those who wait is told a time of its own, as fast as the window moves: nobody asks in vain twice.
    let before = latest.max(lately.promised).min(now + ms(LONGEST_WAIT));
    lately.promised = before + window.length_ms() / window.ordinary() as i64;
    // Where it is everybody's window that is full, a little earlier: from there its place can be given ahead.
    Room::NotBefore(time(if nth == 0 { (before - ahead / 2).max(now + 1) } else { before }))
}

fn ms(span: SignedDuration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: SignedDuration = SignedDuration::from_secs(1);
    const START: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(ms: i64) -> Timestamp {
        START + SignedDuration::from_millis(ms)
    }

    /// Telegram's own limits.
    fn letter(chat: u8, urgent: bool) -> Wish {
        let whole = Window { key: "all".to_owned(), letters: 30, within: SECOND };
        let own = if is_group(chat) {
            Window { key: format!("group:{chat}"), letters: 20, within: SignedDuration::from_secs(60) }
        } else {
            Window { key: format!("chat:{chat}"), letters: 1, within: SECOND }
        };
        Wish { windows: vec![whole, own], urgent }
    }

    /// Chats 0 and 1 are groups.
    fn is_group(chat: u8) -> bool {
        chat < 2
    }

    fn ask(rows: &mut BTreeMap<String, Lately>, wish: Wish, now: i64) -> Room {
        arrange(rows, &[wish], after(now), SECOND).remove(0)
    }

    #[test]
    fn a_chat_gets_one_letter_a_second_whoever_asks() {
        let mut rows = BTreeMap::new();
        assert_eq!(ask(&mut rows, letter(9, false), 0), Room::At(START));
        assert_eq!(ask(&mut rows, letter(9, true), 10), Room::NotBefore(after(1100)));
        assert!(matches!(ask(&mut rows, letter(9, true), 1100), Room::At(_)));
    }

    #[test]
    fn letters_to_many_are_spread_over_the_second() {
        let mut rows = BTreeMap::new();
        let places: Vec<_> = (0..60).map(|n| ask(&mut rows, letter(100 + n, false), 0)).collect();
        let went = places.iter().filter(|room| matches!(room, Room::At(_))).count();
        assert!((26..30).contains(&went), "{went}");
        let waits: Vec<_> = places
            .iter()
            .filter_map(|room| match room {
                Room::NotBefore(at) => Some(at.as_millisecond()),
                Room::At(_) => None,
            })
            .collect();
        assert!(waits.windows(2).all(|pair| pair[0] < pair[1]), "each has a time of its own: {waits:?}");
    }

    #[test]
    fn what_is_urgent_finds_room_in_a_group_that_is_full_for_the_rest() {
        let mut rows = BTreeMap::new();
        let many = |rows: &mut BTreeMap<_, _>, urgent| {
            (0..100).filter(|n| matches!(ask(rows, letter(0, urgent), n * 200), Room::At(_))).count()
        };
        assert_eq!((many(&mut rows, false), many(&mut rows, true)), (19, 1));
    }

    #[test]
    fn what_the_platform_says_is_obeyed() {
        let mut rows = BTreeMap::from([("chat:9".to_owned(), Lately::default())]);
        rows.get_mut("chat:9").unwrap().shut(after(30_000));
        assert_eq!(ask(&mut rows, letter(9, true), 0), Room::NotBefore(after(30_000)));
        assert!(matches!(ask(&mut rows, letter(10, false), 0), Room::At(_)), "others are not meant");
        assert!(matches!(ask(&mut rows, letter(9, false), 30_000), Room::At(_)));
    }

    #[test]
    fn a_clock_that_is_set_back_shuts_nobody_out() {
        let mut rows = BTreeMap::new();
        assert!(matches!(ask(&mut rows, letter(9, false), 3_600_000), Room::At(_)));
        assert!(matches!(ask(&mut rows, letter(9, false), 0), Room::At(_)));
    }

    #[test]
    fn a_window_nobody_could_fill_is_not_counted() {
        let mut rows = BTreeMap::new();
        let open = Window { key: "all".to_owned(), letters: 5000, within: SECOND };
        for _ in 0..9000 {
            let wish = Wish { windows: vec![open.clone()], urgent: false };
            assert_eq!(ask(&mut rows, wish, 0), Room::At(START));
        }
        assert!(rows.is_empty());
    }

    /// A letter that somebody wants to send.
    #[derive(Clone, Debug)]
    struct Asked {
        wait_ms: i64,
        chat: u8,
        urgent: bool,
    }

    fn asked() -> impl Strategy<Value = Vec<Asked>> {
        let one =
            (prop_oneof![4 => 0..40_i64, 1 => 0..3000_i64, 1 => 0..70_000_i64], 0..60_u8, any::<bool>());
        let one = one.prop_map(|(wait_ms, chat, urgent)| Asked { wait_ms, chat, urgent });
        proptest::collection::vec(one, 1..400)
    }

    /// The most that lies in one window.
    fn densest(times: &[i64], within: i64) -> usize {
        let in_window = |start: &i64| times.iter().filter(|t| (*start..*start + within).contains(t)).count();
        times.iter().map(in_window).max().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more_than_it_may(asked in asked(), late in proptest::collection::vec(0..90_i64, 400)) {
            let mut rows = BTreeMap::new();
            let (mut now, mut whole) = (0, Vec::new());
            let mut chats: BTreeMap<u8, Vec<i64>> = BTreeMap::new();
            for one in &asked {
                now += one.wait_ms;
                if let Room::At(at) = ask(&mut rows, letter(one.chat, one.urgent), now) {
                    prop_assert!(at >= after(now) && at <= after(now + 1000));
                    whole.push(at.as_millisecond());
                    chats.entry(one.chat).or_default().push(at.as_millisecond());
                }
            }
            prop_assert!(densest(&whole, 1000) <= 30);
            for (chat, times) in chats {
                // Whatever comes a little late at the platform, its own shorter window holds.
                let arrived: Vec<i64> = times.iter().zip(&late).map(|(at, late)| at + late).collect();
                let (within, most) = if is_group(chat) { (60_000, 20) } else { (1000, 1) };
                prop_assert!(densest(&arrived, within) <= most);
            }
        }

        #[test]
        fn who_comes_back_when_told_to_goes(asked in asked()) {
            let mut rows = BTreeMap::new();
            for one in &asked {
                let mut now = one.wait_ms;
                let mut asks = 0_u8;
                while let Room::NotBefore(before) = ask(&mut rows, letter(one.chat, one.urgent), now) {
                    prop_assert!(before > after(now));
                    now = before.as_millisecond();
                    asks += 1;
                    prop_assert!(asks < 4);
                }
            }
        }
    }
}
