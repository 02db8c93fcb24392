//! Where do units' groups chat in stories? A platform that only takes what is sent, and people who talk on it.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use bot::channel::{Body, Channel, Letter, NotSent, Sent, TELEGRAM, To, Untold};
use bot::courier::{Courier, Stepped};
use bot::desk::{Call, GroupAnswer, GroupSaid, GroupWhat};
use bot::watch::Watch;
use prompts::{FALLBACK, Spoken};
use storage::order::Urgency;
use storage::{CategoryCode, Holder, OrderNo, UnitCode};
use tests::{City, Clerk};

/// The group of the gas company's people.
pub(crate) const GAS: &str = "-100200";
/// Somebody of the gas company, on the platform.
pub(crate) const ZHAO: &str = "501";

/// A platform that takes what is sent, until a chat is closed.
#[derive(Default)]
pub(crate) struct Platform {
    sent: Mutex<Vec<(String, Spoken)>>,
    closed: Mutex<Vec<String>>,
    mute: Mutex<Vec<String>>,
}

#[async_trait]
impl Channel for Platform {
    fn name(&self) -> &'static str {
        TELEGRAM
    }

    async fn send(&self, letter: &Letter) -> Result<Sent, NotSent> {
        let (To::Chat(chat), Body::Words { spoken, .. }) = (&letter.to, &letter.body) else {
            return Err(NotSent::Never { why: Untold::NoChannel });
        };
        if self.closed.lock().expect("no story panics while it holds it").contains(chat) {
            return Err(NotSent::Never { why: Untold::ChatClosed });
        }
        if self.mute.lock().expect("no story panics while it holds it").contains(chat) {
            return Err(NotSent::Never { why: Untold::Answered { status: 400 } });
        }
        self.sent.lock().expect("no story panics while it holds it").push((chat.clone(), spoken.clone()));
        Ok(Sent::default())
    }
}

/// A city whose units chat on the platform.
pub(crate) struct Chats {
    pub(crate) city: City,
    pub(crate) platform: Arc<Platform>,
    courier: Courier,
    watch: Watch,
    updates: AtomicU32,
}

impl Chats {
    pub(crate) async fn founded() -> Self {
        Self::over(City::founded().await)
    }

    pub(crate) fn over(city: City) -> Self {
        let platform = Arc::new(Platform::default());
        let channel = Arc::clone(&platform) as Arc<dyn Channel>;
        Self {
            courier: Courier::new(Arc::clone(&city.app), vec![channel]),
            watch: Watch::new(Arc::clone(&city.app)),
            updates: AtomicU32::new(0),
            platform,
            city,
        }
    }

    /// The gas company has a group, and Zhao is in it.
    pub(crate) async fn with_gas_company() -> (Self, Clerk) {
        let chats = Self::founded().await;
        let gas = chats.city.unit("RQGS").await;
        chats.ties(&gas, ZHAO).await;
        chats.ties_group(&gas, ZHAO, GAS).await;
        (chats, gas)
    }

    /// Somebody ties their own account.
    pub(crate) async fn ties(&self, clerk: &Clerk, person: &str) {
        let pass = self.city.app.desk.give_account_pass(&clerk.staff).await.expect("a code is given");
        let answer = self.says(None, person, &format!("bind {}", pass.code)).await;
        assert!(text(answer).starts_with("已绑定工作账号"));
    }

    /// Somebody ties the group of their unit.
    pub(crate) async fn ties_group(&self, clerk: &Clerk, person: &str, group: &str) {
        let unit = clerk.staff.unit.clone().expect("somebody of a unit");
        let pass = self.city.app.desk.give_group_pass(&clerk.staff, &unit).await.expect("a code is given");
        let answer = self.says(Some(group), person, &format!("bind {}", pass.code)).await;
        assert!(text(answer).starts_with("本群已绑定单位"));
    }

    pub(crate) async fn says(&self, group: Option<&str>, person: &str, words: &str) -> Option<GroupAnswer> {
        self.sends(group, person, GroupWhat::Said(words.to_owned())).await
    }

    pub(crate) async fn presses(&self, group: Option<&str>, person: &str, button: &str) -> GroupAnswer {
        let answer = self.sends(group, person, GroupWhat::Pressed(button.to_owned())).await;
        answer.expect("a button of ours is answered")
    }

    /// Somebody replies to what the bot has said.
    pub(crate) async fn answers(&self, to: &GroupAnswer, words: &str) -> Option<GroupAnswer> {
        assert!(to.asks_reply, "the bot asks for a reply: {to:?}");
        let to = to.say.as_ref().expect("a question").text.clone();
        self.sends(Some(GAS), ZHAO, GroupWhat::Answered { to, words: words.to_owned() }).await
    }

    async fn sends(&self, group: Option<&str>, person: &str, what: GroupWhat) -> Option<GroupAnswer> {
        let key = self.updates.fetch_add(1, Ordering::Relaxed).to_string();
        self.under(&key, group, person, what).await
    }

    /// What comes under a key, perhaps again.
    pub(crate) async fn under(
        &self,
        key: &str,
        group: Option<&str>,
        person: &str,
        what: GroupWhat,
    ) -> Option<GroupAnswer> {
        let said = GroupSaid {
            channel: TELEGRAM,
            group: group.map(str::to_owned),
            person: person.to_owned(),
            key: key.to_owned(),
            what,
        };
        self.city.app.desk.hear_group(said).await.expect("the ledger answers")
    }

    /// A call to the hotline becomes an order of the gas company, to be signed by the end of the next working day.
    pub(crate) async fn call(&self, urgency: Urgency) -> OrderNo {
        self.call_about("010404", urgency).await
    }

    /// The same about a matter that must be signed within half an hour.
    pub(crate) async fn call_about_gas(&self) -> OrderNo {
        self.call_about("030401", Urgency::Normal).await
    }

    async fn call_about(&self, category: &str, urgency: Urgency) -> OrderNo {
        let call = Call {
            story: "朝霞小区3号楼家里停气了，我姓史，电话13812345678".to_owned(),
            place: Some("朝霞小区".to_owned()),
            category: Some(CategoryCode::new(category)),
            urgency: Some(urgency),
            lead: Some(UnitCode::new("RQGS")),
            ..Call::default()
        };
        let key = format!("call-{}", self.updates.fetch_add(1, Ordering::Relaxed));
        self.city.operator().await.takes_call(call, &key).await.no
    }

    /// It is this local time, and what the time brings happens.
    pub(crate) async fn becomes(&self, time: &str) {
        self.city.clock.set(tests::local(time));
        self.settle().await;
    }

    pub(crate) async fn settle(&self) {
        for _ in 0..1000 {
            let carried = self.courier.step().await.expect("the courier can work");
            let rung = self.watch.step().await.expect("the watch can work");
            if [carried, rung] == [Stepped::Idle; 2] {
                return;
            }
        }
        panic!("courier and watch do not come to rest");
    }

    /// What was sent to a group since it was last asked.
    pub(crate) fn sent(&self, group: &str) -> Vec<Spoken> {
        let mut sent = self.platform.sent.lock().expect("no story panics while it holds it");
        let (to_group, others) = sent.drain(..).partition(|(chat, _)| chat == group);
        *sent = others;
        let to_group: Vec<(String, Spoken)> = to_group;
        to_group.into_iter().map(|(_, spoken)| spoken).collect()
    }

    /// The bot is put out of a chat.
    pub(crate) fn closes(&self, chat: &str) {
        self.platform.closed.lock().expect("no story panics while it holds it").push(chat.to_owned());
    }

    /// The bot may not write in a chat any more.
    pub(crate) fn silences_bot(&self, chat: &str) {
        self.platform.mute.lock().expect("no story panics while it holds it").push(chat.to_owned());
    }

    /// Where the group of a unit is.
    pub(crate) async fn seat(&self, unit: &str) -> Option<String> {
        let holder = Holder::Unit(UnitCode::new(unit));
        self.city
            .app
            .clerk
            .seat(self.city.app.jurisdiction(), TELEGRAM, &holder)
            .await
            .expect("the ledger answers")
    }

    /// The words that an answer must consist of.
    pub(crate) fn words(&self, key: &str) -> String {
        self.city.app.wording.line(FALLBACK, key, &[])
    }
}

/// What is posted.
pub(crate) fn text(answer: Option<GroupAnswer>) -> String {
    answer.expect("it is for us").say.expect("something is posted").text
}

/// As it is seen: words and buttons, the numbers of orders left out.
pub(crate) fn on_screen(spoken: &Spoken) -> String {
    let mut lines: Vec<String> = spoken.text.lines().map(unnumbered).collect();
    if !spoken.choices.is_empty() {
        let labels: Vec<String> =
            spoken.choices.iter().map(|choice| format!("[{}]", unnumbered(&choice.label))).collect();
        lines.push(labels.join(" "));
    }
    lines.join("\n")
}

/// The id of the button with this label.
pub(crate) fn button(spoken: &Spoken, label: &str) -> String {
    let found = spoken.choices.iter().find(|choice| choice.label.starts_with(label));
    found.unwrap_or_else(|| panic!("no button {label:?} under {spoken:?}")).id.clone()
}

fn unnumbered(line: &str) -> String {
    match OrderNo::find_in(line) {
        Some(no) => line.replace(no.as_str(), "(编号)"),
        None => line.to_owned(),
    }
}
