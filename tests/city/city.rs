//! What is the city made of, and when is everything in it said?

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bot::app::App;
use bot::banner::{self, Source};
use bot::channel::Channel;
use bot::channel::nats::EventStream;
use bot::channel::telegram::{Poller, Taker, TelegramChannel};
use bot::channel::webhook::WebhookChannel;
use bot::clock::{Clock, HandClock};
use bot::config::{Config, Events, Updates};
use bot::courier::{Courier, Stepped};
use bot::learning::{Weekly, with_approved};
use bot::mint::Mint;
use bot::reach::Receiver;
use bot::watch::Watch;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use prompts::Wording;
use storage::Ledger;
use storage::order::{Event, Order};
use storage::{AccountRole, ApiToken, Endpoint, OrderFilter, OrderNo, Sealer, StoreError, UnitCode};
use tokio::sync::watch;

use crate::archive::{Archive, Held};
use crate::fake::{TelegramFake, UnitSystem};
use crate::{Citizen, Clerk};

/// Tokens of units' systems in stories begin so.
pub const TOKEN_PREFIX: &str = "token-of-";
/// The token of the bot in stories.
const TELEGRAM_TOKEN: &str = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
/// A key for stories: 32 bytes.
const KEY: [u8; 32] = *b"a key for stories, of 32 bytes!!";

/// How a city is founded.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The banner's directory.
    pub banner: Source,
    /// Local date and time at the beginning, e.g. `2026-07-08 09:00`.
    pub now: &'static str,
    /// Seed of everything drawn.
    pub seed: u64,
    /// The network in which units' systems may be told.
    pub webhooks: &'static str,
    /// The bot's place on Telegram, if it has one.
    pub telegram: Option<OnTelegram>,
    /// The event stream, if there is one.
    pub events: Option<Events>,
}

/// How the program is on Telegram.
#[derive(Clone, Debug)]
pub struct OnTelegram {
    /// Where the Bot API is spoken.
    pub url: String,
    /// The bot's token.
    pub token: String,
    /// Updates are brought, with this secret; `None`: they are asked for.
    pub webhook_secret: Option<String>,
    /// Names, phones and places may be asked for there.
    pub personal_data: bool,
}

impl OnTelegram {
    /// At a fake, asking for updates, without personal data.
    pub fn at(telegram: &TelegramFake) -> Self {
        let (url, token) = (telegram.url(), telegram.token().to_owned());
        Self { url, token, webhook_secret: None, personal_data: false }
    }
}

impl Default for Founding {
    fn default() -> Self {
        Self {
            banner: Source::Embedded,
            now: "2026-07-08 09:00",
            seed: 1,
            webhooks: "127.0.0.0/8",
            telegram: None,
            events: None,
        }
    }
}

/// The real program in this process, on a hand-turned clock, over a database of its own.
pub struct City {
    /// The program.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<HandClock>,
    /// Where it listens.
    pub address: SocketAddr,
    courier: Arc<Courier>,
    taker: Option<Arc<Taker>>,
    poller: Option<Poller>,
    watch: Watch,
    weekly: Weekly,
    store: Arc<dyn Ledger>,
    stop: watch::Sender<bool>,
    server: tokio::task::JoinHandle<()>,
    archive: Option<Archive>,
    founding: Founding,
    closed: bool,
}

impl City {
    /// A city with the example banner on a Wednesday morning.
    pub async fn founded() -> Self {
        Self::found(Founding::default()).await
    }

    /// A city as described.
    pub async fn found(founding: Founding) -> Self {
        let archive = Archive::new().await;
        let clock = Arc::new(HandClock::at(local(founding.now)));
        Self::open(archive, clock, founding).await
    }

    /// A city whose bot is on a Telegram that lives by the city's own clock.
    pub async fn on_telegram() -> (Self, TelegramFake) {
        Self::on_telegram_as(|on| on, Founding::default()).await
    }

    /// The same, with other ways of being there.
    pub async fn on_telegram_as(
        how: impl FnOnce(OnTelegram) -> OnTelegram,
        founding: Founding,
    ) -> (Self, TelegramFake) {
        let archive = Archive::new().await;
        let clock = Arc::new(HandClock::at(local(founding.now)));
        let telegram = TelegramFake::started_at(TELEGRAM_TOKEN, {
            let clock = Arc::clone(&clock);
            move || clock.now()
        });
        let founding = Founding { telegram: Some(how(OnTelegram::at(&telegram))), ..founding };
        (Self::open(archive, clock, founding).await, telegram)
    }

    /// The program stops and starts again over the same database.
    pub async fn restarted(mut self) -> Self {
        self.shut().await;
        self.closed = true;
        let archive = self.archive.take().expect("an open city has one");
        let (clock, mut founding) = (Arc::clone(&self.clock), self.founding.clone());
        founding.seed += 1000;
        Self::open(archive, clock, founding).await
    }

    async fn open(archive: Archive, clock: Arc<HandClock>, founding: Founding) -> Self {
        crate::process::choose_crypto();
        let today = clock.now().to_zoned(zone()).date();
        let (banner, _) = banner::read(&founding.banner, today).expect("the banner of a story is sound");
        let mut config = Config::default();
        config.webhooks.allow = vec![founding.webhooks.to_owned()];
        if let Some(events) = &founding.events {
            config.events.clone_from(events);
        }
        if let Some(telegram) = &founding.telegram {
            config.telegram.token = Some(telegram.token.clone());
            config.telegram.api_url.clone_from(&telegram.url);
            config.telegram.personal_data = telegram.personal_data;
            config.telegram.timeout_seconds = 2;
            config.telegram.webhook_secret.clone_from(&telegram.webhook_secret);
            if telegram.webhook_secret.is_some() {
                config.telegram.updates = Updates::Webhook;
            }
        }
        let store = archive.open(Sealer::from_bytes(&KEY)).await;
        let banner = with_approved(banner, store.as_ref()).await.expect("the ledger answers");
        let app = Arc::new(App::new(
            Arc::new(banner),
            Arc::clone(&store) as Arc<dyn storage::Store>,
            Arc::clone(&store) as Arc<dyn storage::Clerk>,
            Arc::new(Wording::embedded()),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(Mint::seeded(founding.seed)),
            Arc::new(config),
        ));
        let webhooks = WebhookChannel::of(&app).expect("a client can be made");
        let mut channels: Vec<Arc<dyn Channel>> = vec![Arc::new(webhooks)];
        if let Some(stream) = EventStream::of(&app).await.expect("a story's configuration is sound") {
            channels.push(Arc::new(stream));
        }
        let telegram = TelegramChannel::of(&app).expect("a story's configuration is sound");
        let taker = telegram.map(|channel| {
            let channel = Arc::new(channel);
            channels.push(Arc::clone(&channel) as Arc<dyn Channel>);
            Arc::new(Taker::new(Arc::clone(&app), channel))
        });
        if let Some(taker) = &taker {
            let _known = app.telegram.set(Arc::downgrade(&(Arc::clone(taker) as Arc<dyn Receiver>)));
        }
        let asks = app.config.telegram.updates == Updates::Poll;
        let poller = taker.clone().filter(|_| asks).map(Poller::new);
        let listener =
            bot::server::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.expect("port 0 is free");
        let address = listener.local_addr().expect("a bound socket has an address");
        let (stop, mut stopped) = watch::channel(false);
        let serving = Arc::clone(&app);
        let server = tokio::spawn(async move {
            let told = async move {
                // A sender that is gone means the end, too.
                let _told = stopped.wait_for(|stop| *stop).await;
            };
            let ending = bot::server::serve(&serving, &[], &listener, told).await;
            drop(listener);
            ending.wait().await;
        });
        Self {
            courier: Arc::new(Courier::new(Arc::clone(&app), channels)),
            taker,
            poller,
            watch: Watch::new(Arc::clone(&app)),
            weekly: Weekly::new(Arc::clone(&app)),
            app,
            clock,
            address,
            store,
            stop,
            server,
            archive: Some(archive),
            founding,
            closed: false,
        }
    }

    /// An address of the program.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Everything that is written in its database, by the names of files or columns.
    pub async fn written(&self) -> Vec<(String, Vec<u8>)> {
        self.archive().written().await
    }

    fn archive(&self) -> &Archive {
        self.archive.as_ref().expect("an open city has one")
    }

    /// What somebody with a number and a 查询码 is answered: status and document.
    pub async fn query(&self, no: &OrderNo, code: &str) -> (u16, serde_json::Value) {
        let asked = serde_json::json!({ "no": no.as_str(), "code": code });
        let answer = reqwest::Client::new().post(self.url("/api/v1/query")).json(&asked).send().await;
        let answer = answer.expect("the program answers");
        (answer.status().as_u16(), answer.json().await.expect("a document"))
    }

    /// A citizen with a chat of their own.
    pub async fn citizen(&self) -> Citizen {
        Citizen::arrives(self).await
    }

    /// An operator (坐席).
    pub async fn operator(&self) -> Clerk {
        Clerk::hired(self, "zuoxi", AccountRole::Operator, None).await
    }

    /// A supervisor (督办).
    pub async fn supervisor(&self) -> Clerk {
        Clerk::hired(self, "duban", AccountRole::Supervisor, None).await
    }

    /// An administrator (管理员).
    pub async fn administrator(&self) -> Clerk {
        Clerk::hired(self, "guanli", AccountRole::Administrator, None).await
    }

    /// Somebody of a unit (承办单位).
    pub async fn unit(&self, code: &str) -> Clerk {
        Clerk::hired(
            self,
            &format!("unit-{}", code.to_lowercase()),
            AccountRole::Unit,
            Some(UnitCode::new(code)),
        )
        .await
    }

    /// Connects a unit's own system: it is told by webhook, and has a token of its own.
    pub async fn connect(&self, code: &str, system: &UnitSystem) -> String {
        let unit = UnitCode::new(code);
        let now = self.clock.now();
        let endpoint = Endpoint {
            unit: unit.clone(),
            url: system.url(),
            secret: system.secret().to_owned(),
            set_at: now,
        };
        let j = self.app.jurisdiction();
        self.app.clerk.set_endpoint(j, &unit, Some(&endpoint)).await.expect("an endpoint can be set");
        let token = format!("{TOKEN_PREFIX}{code}");
        let kept = ApiToken {
            token_hash: bot::secret::fingerprint(&token),
            unit,
            created_at: now,
            revoked_at: None,
        };
        self.app.clerk.add_token(j, &kept).await.expect("a token can be added");
        token
    }

    /// Time passes, and what it brings happens.
    pub async fn pass(&self, time: SignedDuration) {
        self.clock.turn(time);
        self.settle().await;
    }

    /// It is this local date and time, and what the time brings happens.
    pub async fn becomes(&self, time: &str) {
        self.clock.set(local(time));
        self.settle().await;
    }

    /// Courier and watch step until nothing is due.
    pub async fn settle(&self) {
        // A platform takes one letter a second: what has no room yet is said a little later.
        let mut turns = if self.taker.is_some() { 4 } else { 0 };
        for _ in 0..1000 {
            let taken = self.take_updates().await;
            let carried = self.courier.step().await.expect("the courier can work");
            let heard = self.app.hot.step().await.expect("what is told can be heard");
            let rung = self.watch.step().await.expect("the watch can work");
            if [taken, carried, heard, rung] != [Stepped::Idle; 4] {
                continue;
            }
            let waiting =
                self.app.store.backlog(self.clock.now()).await.is_ok_and(|backlog| backlog.notices > 0);
            if turns == 0 || !waiting {
                return;
            }
            turns -= 1;
            self.clock.turn(SignedDuration::from_millis(1100));
        }
        panic!("courier and watch do not come to rest");
    }

    /// The bot asks Telegram for updates once and takes them; what Telegram does not answer is asked again later.
    pub async fn take_updates(&self) -> Stepped {
        let Some(taker) = &self.taker else { return Stepped::Idle };
        if !taker.introduce().await {
            return Stepped::Idle;
        }
        match &self.poller {
            Some(poller) => poller.step(Duration::ZERO).await.unwrap_or(Stepped::Idle),
            None => Stepped::Idle,
        }
    }

    /// The program tells Telegram where to bring its updates.
    pub async fn stands_at_its_address(&self) {
        let taker = self.taker.as_ref().expect("the program is on Telegram");
        let secret = self.app.config.telegram.webhook_secret.clone().expect("updates are brought");
        taker.stand_at(&self.url(""), &secret, self.stop.subscribe()).await;
    }

    /// Would the program notice that Telegram brings its updates there no more?
    pub async fn has_lost_its_stand(&self) -> bool {
        let taker = self.taker.as_ref().expect("the program is on Telegram");
        taker.has_lost_its_stand(&self.url("")).await
    }

    /// The courier runs as it does in the program, until it is broken off by the guard's end.
    pub fn courier_runs(&self) -> CourierRuns {
        let (stop, stopped) = watch::channel(false);
        let courier = Arc::clone(&self.courier);
        CourierRuns { _stop: stop, task: tokio::spawn(async move { courier.run(stopped).await }) }
    }

    /// Somebody damages the database behind the program's back.
    pub async fn is_damaged(&self, sql: &'static str) {
        self.archive().damage(sql).await;
    }

    /// Somebody else holds the database, until the guard's end.
    pub async fn is_held(&self) -> Held {
        self.archive().hold().await
    }

    /// One step of the courier, who may find that nothing can be written.
    pub async fn tries_to_carry(&self) -> Result<Stepped, StoreError> {
        self.courier.step().await
    }

    /// One step of the courier.
    pub async fn carry(&self) -> Stepped {
        self.courier.step().await.expect("the courier can work")
    }

    /// The program looks at the clock whether it is time to learn.
    pub async fn learns(&self) -> Stepped {
        self.weekly.step().await.expect("the ledger answers")
    }

    /// An order with its events.
    pub async fn order(&self, no: &OrderNo) -> (Order, Vec<Event>) {
        let order = self.app.store.order(self.app.jurisdiction(), no).await.expect("the ledger answers");
        order.unwrap_or_else(|| panic!("there is an order {no}"))
    }

    /// All orders, in the order of their acceptance.
    pub async fn orders(&self) -> Vec<Order> {
        let all = OrderFilter { limit: 100_000, ..OrderFilter::default() };
        let mut orders =
            self.app.store.orders(self.app.jurisdiction(), &all).await.expect("the ledger answers");
        orders.sort_by_key(|order| (order.accepted_at, order.no.clone()));
        orders
    }

    /// The story ends: everything has been said, and every order is the fold of its events.
    pub async fn close(mut self) {
        self.settle().await;
        let backlog = self.app.store.backlog(self.clock.now()).await.expect("the ledger answers");
        assert_eq!(backlog.notices, 0, "notices are left unsaid");
        self.ledger_is_sound().await;
        self.shut().await;
        self.archive().close().await;
        self.closed = true;
    }

    /// Every stored order is the fold of its events, numbered without gaps.
    pub async fn ledger_is_sound(&self) {
        for kept in self.orders().await {
            let (order, events) = self.order(&kept.no).await;
            let folded = Order::fold(self.app.jurisdiction(), &kept.no, &events);
            assert_eq!(folded.as_ref(), Some(&order), "order {} is not the fold of its events", kept.no);
            let numbers: Vec<u32> = events.iter().map(|event| event.seq).collect();
            let without_gaps: Vec<u32> = (1..=order.version).collect();
            assert_eq!(numbers, without_gaps, "order {} has gaps", kept.no);
        }
    }

    async fn shut(&mut self) {
        self.stop.send_replace(true);
        (&mut self.server).await.expect("the server stops without a panic");
        self.store.close().await;
    }
}

/// The courier at work; dropped, it is broken off in the middle, as by a power cut.
pub struct CourierRuns {
    _stop: watch::Sender<bool>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for CourierRuns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Drop for City {
    fn drop(&mut self) {
        assert!(self.closed || std::thread::panicking(), "a story must end with `city.close().await`");
    }
}

/// A local date and time of the example banner.
pub fn local(time: &str) -> Timestamp {
    let time: jiff::civil::DateTime =
        time.replace(' ', "T").parse().unwrap_or_else(|fault| panic!("{time}: {fault}"));
    time.to_zoned(zone()).expect("a local time of the example banner exists").timestamp()
}

/// The local date of a moment.
pub fn date_of(time: Timestamp) -> Date {
    time.to_zoned(zone()).date()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Shanghai").expect("the time zone database is bundled")
}
