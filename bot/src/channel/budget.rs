//! How much may be said to a platform now?
//!
//! A platform that is spoken to too fast goes deaf: for a chat, or for the whole bot. So every letter asks first.
//! A part of every allowance is kept for what is urgent, which therefore never waits behind what is not. Pure: no
//! clock of its own, nothing is sent from here.

use std::collections::{HashMap, VecDeque};

use jiff::{SignedDuration, Timestamp};

/// What one window allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// So many letters …
    pub letters: usize,
    /// … in any stretch of time of this length.
    pub within: SignedDuration,
}

/// What a platform allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowances {
    /// To one private chat.
    pub chat: Allowance,
    /// To one group.
    pub group: Allowance,
    /// To everybody together.
    pub whole: Allowance,
}

/// One in so many letters of an allowance is kept for what is urgent.
const KEPT: usize = 5;
/// Chats to which nothing was said lately are forgotten once so many are remembered.
const FORGET_AT: usize = 1024;

/// What was said lately, and to whom nothing may be said yet.
#[derive(Debug)]
pub struct Budget {
    allowances: Allowances,
    whole: VecDeque<Timestamp>,
    chats: HashMap<String, Said>,
    closed: Option<Timestamp>,
    forget_at: usize,
}

/// What was said to one chat.
#[derive(Debug, Default)]
struct Said {
    lately: VecDeque<Timestamp>,
    /// Nothing before this time: the platform has said so.
    closed: Option<Timestamp>,
}

impl Budget {
    /// Nothing has been said yet.
    pub fn new(allowances: Allowances) -> Self {
        Self { allowances, whole: VecDeque::new(), chats: HashMap::new(), closed: None, forget_at: FORGET_AT }
    }

    /// May this chat be told something now? If so, it counts as told; if not, how long to wait, in whole milliseconds.
    pub fn ask(
        &mut self,
        chat: &str,
        is_group: bool,
        urgent: bool,
        now: Timestamp,
    ) -> Result<(), SignedDuration> {
        self.forget(now);
        let own = if is_group { self.allowances.group } else { self.allowances.chat };
        let said = self.chats.entry(chat.to_owned()).or_default();
        let free_at = [
            self.closed,
            said.closed,
            own.free_at(&mut said.lately, urgent, now),
            self.allowances.whole.free_at(&mut self.whole, urgent, now),
        ];
        match free_at.into_iter().flatten().filter(|free| *free > now).max() {
            Some(free) => Err(whole_milliseconds(free.duration_since(now))),
            None => {
                said.lately.push_back(now);
                self.whole.push_back(now);
                Ok(())
            }
        }
    }

    /// The platform has said "too many": nothing to this chat (`None`: to anybody) before so much time has passed.
    pub fn refused(&mut self, chat: Option<&str>, retry_after: SignedDuration, now: Timestamp) {
        let until = now.checked_add(retry_after).unwrap_or(Timestamp::MAX);
        let closed = match chat {
            Some(chat) => &mut self.chats.entry(chat.to_owned()).or_default().closed,
            None => &mut self.closed,
        };
        *closed = (*closed).max(Some(until));
    }

    /// Forgets chats of which nothing counts any more, so that the memory is that of the busy ones.
    fn forget(&mut self, now: Timestamp) {
        if self.chats.len() < self.forget_at {
            return;
        }
        let longest = self.allowances.chat.within.max(self.allowances.group.within);
        self.chats.retain(|_, said| {
            said.closed.is_some_and(|closed| closed > now)
                || said.lately.back().is_some_and(|last| now.duration_since(*last) < longest)
        });
        self.forget_at = FORGET_AT.max(2 * self.chats.len());
    }
}

impl Allowance {
    /// How many of them letters of this kind may use. Of an allowance of one nothing can be kept.
    fn open_to(self, urgent: bool) -> usize {
        if urgent { self.letters } else { self.letters - self.letters / KEPT }
    }

    /// When there is room again; `None`: there is room now. Drops what is out of the window.
    fn free_at(self, lately: &mut VecDeque<Timestamp>, urgent: bool, now: Timestamp) -> Option<Timestamp> {
        // What seems to have been said later than now was said before the clock was set back.
        lately.retain(|said| *said <= now && now.duration_since(*said) < self.within);
        let too_many = (lately.len() + 1).checked_sub(self.open_to(urgent)).filter(|many| *many > 0)?;
        lately.get(too_many - 1).map(|said| *said + self.within)
    }
}

/// A ledger counts in milliseconds: who waits by it must not come back a little too early.
fn whole_milliseconds(time: SignedDuration) -> SignedDuration {
    let whole = SignedDuration::from_millis(time.as_millis().try_into().unwrap_or(i64::MAX));
    if whole < time { whole + SignedDuration::from_millis(1) } else { whole }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    /// Telegram's own limits.
    const TELEGRAM: Allowances = Allowances {
        chat: Allowance { letters: 1, within: SignedDuration::from_secs(1) },
        group: Allowance { letters: 20, within: SignedDuration::from_secs(60) },
        whole: Allowance { letters: 30, within: SignedDuration::from_secs(1) },
    };

    use super::*;

    const START: Timestamp = Timestamp::UNIX_EPOCH;

    fn after(ms: i64) -> Timestamp {
        START + SignedDuration::from_millis(ms)
    }

    /// How many of 100 letters asked for at one moment may be sent.
    fn go(budget: &mut Budget, chat: &str, is_group: bool, urgent: bool, now: Timestamp) -> usize {
        (0..100).filter(|_| budget.ask(chat, is_group, urgent, now).is_ok()).count()
    }

    #[test]
    fn what_is_urgent_finds_room_in_a_group_that_is_full_for_the_rest() {
        let mut budget = Budget::new(TELEGRAM);
        assert_eq!(go(&mut budget, "g", true, false, START), 16);
        assert_eq!(go(&mut budget, "g", true, true, START), 4);
        assert_eq!(budget.ask("g", true, true, after(20_000)), Err(SignedDuration::from_secs(40)));
        assert_eq!(go(&mut budget, "g", true, false, after(59_999)), 0);
        assert_eq!(go(&mut budget, "g", true, false, after(60_000)), 16);
    }

    #[test]
    fn a_private_chat_gets_one_letter_a_second_and_all_of_them_thirty() {
        let mut budget = Budget::new(TELEGRAM);
        assert_eq!(budget.ask("a", false, false, START), Ok(()));
        assert_eq!(budget.ask("a", false, true, after(400)), Err(SignedDuration::from_millis(600)));
        let others = |budget: &mut Budget, urgent| {
            (0..100)
                .filter(|n| budget.ask(&format!("{urgent}{n}"), false, urgent, after(400)).is_ok())
                .count()
        };
        assert_eq!((others(&mut budget, false), others(&mut budget, true)), (23, 6));
    }

    #[test]
    fn what_the_platform_says_is_obeyed_for_the_chat_or_for_all() {
        let mut budget = Budget::new(TELEGRAM);
        budget.refused(Some("g"), SignedDuration::from_secs(30), START);
        budget.refused(Some("g"), SignedDuration::from_secs(5), after(1000));
        assert_eq!(budget.ask("g", true, true, after(1000)), Err(SignedDuration::from_secs(29)));
        assert_eq!(budget.ask("other", true, false, after(1000)), Ok(()));
        budget.refused(None, SignedDuration::from_secs(10), after(2000));
        assert_eq!(budget.ask("third", false, true, after(2000)), Err(SignedDuration::from_secs(10)));
        assert_eq!(budget.ask("third", false, true, after(12_000)), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_shuts_nobody_out() {
        let mut budget = Budget::new(TELEGRAM);
        assert_eq!(go(&mut budget, "g", true, true, after(3_600_000)), 20);
        assert_eq!(go(&mut budget, "g", true, true, START), 20);
    }

    #[test]
    fn chats_that_are_quiet_are_forgotten() {
        let mut budget = Budget::new(TELEGRAM);
        for n in 0..5000_i64 {
            assert_eq!(budget.ask(&n.to_string(), false, false, after(n * 100)), Ok(()));
        }
        assert!(budget.chats.len() < 2 * FORGET_AT, "{}", budget.chats.len());
    }

    /// A letter that somebody wants to send.
    #[derive(Clone, Debug)]
    struct Wish {
        wait_ms: i64,
        chat: u8,
        urgent: bool,
    }

    fn wishes() -> impl Strategy<Value = Vec<Wish>> {
        let wish =
            (prop_oneof![4 => 0..40_i64, 1 => 0..3000_i64, 1 => 0..70_000_i64], 0..6_u8, any::<bool>());
        let wish = wish.prop_map(|(wait_ms, chat, urgent)| Wish { wait_ms, chat, urgent });
        proptest::collection::vec(wish, 1..400)
    }

    /// Chats 0 and 1 are groups.
    fn is_group(chat: u8) -> bool {
        chat < 2
    }

    /// The most that lies in one window.
    fn densest(times: &[i64], within: SignedDuration) -> usize {
        let within = i64::try_from(within.as_millis()).unwrap();
        let in_window = |start: &i64| times.iter().filter(|t| (*start..*start + within).contains(t)).count();
        times.iter().map(in_window).max().unwrap_or_default()
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more_than_it_may(wishes in wishes()) {
            let mut budget = Budget::new(TELEGRAM);
            let (mut now, mut sent) = (0, Vec::new());
            for wish in wishes {
                now += wish.wait_ms;
                if budget.ask(&wish.chat.to_string(), is_group(wish.chat), wish.urgent, after(now)).is_ok() {
                    sent.push((now, wish.chat, wish.urgent));
                }
            }
            let all = |keep: &dyn Fn(u8, bool) -> bool| -> Vec<i64> {
                sent.iter().filter(|(_, chat, urgent)| keep(*chat, *urgent)).map(|(at, _, _)| *at).collect()
            };
            prop_assert!(densest(&all(&|_, _| true), TELEGRAM.whole.within) <= 30);
            prop_assert!(densest(&all(&|_, urgent| !urgent), TELEGRAM.whole.within) <= 24);
            for chat in 0..6 {
                let own = if is_group(chat) { TELEGRAM.group } else { TELEGRAM.chat };
                prop_assert!(densest(&all(&|to, _| to == chat), own.within) <= own.letters);
                let calm = all(&|to, urgent| to == chat && !urgent);
                prop_assert!(densest(&calm, own.within) <= own.letters - own.letters / 5);
            }
        }

        #[test]
        fn who_waits_as_long_as_told_gets_through_and_not_a_moment_sooner(wishes in wishes()) {
            let mut budget = Budget::new(TELEGRAM);
            let mut now = 0;
            for wish in wishes {
                now += wish.wait_ms;
                let mut ask = |at| budget.ask(&wish.chat.to_string(), is_group(wish.chat), wish.urgent, after(at));
                if let Err(wait) = ask(now) {
                    let wait = i64::try_from(wait.as_millis()).unwrap();
                    prop_assert!(wait > 0);
                    prop_assert_eq!(ask(now + wait - 1), Err(SignedDuration::from_millis(1)));
                    prop_assert_eq!(ask(now + wait), Ok(()));
                    now += wait;
                }
            }
        }
    }
}
