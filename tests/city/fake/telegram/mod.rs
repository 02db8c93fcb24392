//! How does Telegram behave towards a bot?
//!
//! A strict Bot API on a port of its own: it forgets nothing it should keep, keeps nothing it should forget, and
//! refuses whatever the real one refuses, in its words (core.telegram.org/bots/api). People act through [`User`], and
//! a [`Chat`] shows what they see. It lives on a thread of its own, so that a story with a runtime and one without can
//! both stand beside it.

mod asked;
mod chats;
mod commands;
mod door;
mod edit;
mod entities;
mod files;
mod group;
mod markup;
mod media;
mod mood;
mod person;
mod press;
mod record;
mod refusal;
mod seen;
mod send;
mod updates;
mod webhook;
mod world;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{oneshot, watch};

pub use self::group::Group;
pub use self::mood::{Mood, Spell, Violation};
pub use self::person::{Part, User};
pub use self::record::{Call, Delivery, End, Press};
pub use self::seen::{Chat, Seen, Version};
use self::world::World;

/// How long anything that must happen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Telegram, as one bot knows it.
pub struct TelegramFake {
    address: SocketAddr,
    inside: Arc<Inside>,
    /// Dropped to end it.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// What the fake, its visitors and its people share.
struct Inside {
    token: String,
    clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    world: Mutex<World>,
    /// Counts changes: whoever waits is woken by each.
    stirred: watch::Sender<u64>,
}

impl TelegramFake {
    /// Telegram on the real clock, for the bot with this token, e.g. `110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw`.
    #[expect(clippy::disallowed_methods, reason = "beside the real program runs the real clock")]
    pub fn started(token: &str) -> Self {
        Self::started_at(token, Timestamp::now)
    }

    /// Telegram on the clock of a story.
    pub fn started_at(token: &str, clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        crate::process::choose_crypto();
        let inside = Arc::new(Inside {
            token: token.to_owned(),
            clock: Box::new(clock),
            world: Mutex::new(World::of(token)),
            stirred: watch::Sender::new(0),
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("port 0 is free");
        listener.set_nonblocking(true).expect("a socket can be asked not to wait");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&inside);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let runtime = runtime.expect("a runtime starts");
            runtime.block_on(door::serve(listener, shared, stopped));
            // Visitors who are still kept waiting are not waited for.
            runtime.shutdown_background();
        });
        Self { address, inside, stop: Some(stop), thread: Some(thread) }
    }

    /// Where a bot finds it, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The token of its bot.
    pub fn token(&self) -> &str {
        &self.inside.token
    }

    /// The bot's name without the `@`.
    pub fn bot_name(&self) -> String {
        self.inside.world().bot.username.clone()
    }

    /// The bot's privacy mode is off: it hears everything that is said in its groups.
    pub fn bot_reads_groups(&self) {
        self.inside.change(|world| world.bot.reads_groups = true);
    }

    /// The person with this id, who appears when first named. The private chat begins when they first act.
    pub fn user(&self, id: i64) -> User {
        User::in_private(&self.inside, id)
    }

    /// The group with this id, which appears with the bot in it when first named. As in Telegram the id is negative,
    /// and that of a supergroup below −1 000 000 000 000.
    pub fn group(&self, id: i64, title: &str) -> Group {
        Group::found(&self.inside, id, title)
    }

    /// What is seen in the chat with this id.
    pub fn chat(&self, id: i64) -> Chat {
        Chat::of(&self.inside, id)
    }

    /// So many private messages are waiting at once: who says what in each.
    pub fn backlog(&self, count: usize, mut says: impl FnMut(usize) -> (i64, String)) {
        let now = self.inside.now();
        let first = now - SignedDuration::from_hours(12);
        self.inside.change(|world| {
            for number in 0..count {
                let (user, text) = says(number);
                // As people write in the course of half a day.
                let at = first
                    + (now.duration_since(first) / i32::try_from(count).unwrap_or(1))
                        * i32::try_from(number).unwrap_or(0);
                world.is_told(user, user, at, &text);
            }
        });
    }

    /// How many updates are not confirmed yet.
    pub fn pending(&self) -> usize {
        self.inside.world().queue.waiting()
    }

    /// Returns as soon as this is so; fails when it does not become so.
    pub async fn until(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        let mut stirred = self.inside.stirred.subscribe();
        let waiting = async {
            while !is_so(self) {
                stirred.changed().await.expect("the fake outlives its visitors");
            }
        };
        let came = tokio::time::timeout(PATIENCE, waiting).await;
        assert!(came.is_ok(), "in vain: {what}");
    }

    /// The same for a story without a runtime.
    pub fn awaits(&self, what: &str, mut is_so: impl FnMut(&Self) -> bool) {
        crate::process::eventually(what, || is_so(self));
    }
}

impl Drop for TelegramFake {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic on that thread has been printed already.
            let _ended = thread.join();
        }
    }
}

impl Inside {
    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// To look at; whoever changes something uses [`Inside::change`].
    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().expect("no story panics here")
    }

    /// Changes something and wakes whoever waits for it.
    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let changed = change(&mut self.world());
        self.stirred.send_modify(|count| *count += 1);
        changed
    }
}
