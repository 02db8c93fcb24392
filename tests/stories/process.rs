//! What is the walk made of, for a client that may be cut off anywhere and asks again with the same key?

use std::path::PathBuf;

use serde_json::{Value, json};
use storage::OrderNo;
use tempfile::TempDir;
use tests::ledger::{self, Ledger};
use tests::{Message, Program, Request};

/// The unit that handles the story, and what its system calls with.
pub(crate) const UNIT: &str = "C0101";
pub(crate) const TOKEN: &str = "a-token-of-the-units-own-system";
pub(crate) const SECRET: &str = "whsec_c2VjcmV0IG9mIGEgdW5pdCBpbiBzdG9yaWVzIQ==";

/// What is done on the walk, by whom.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    /// The citizen says something.
    Says(&'static str),
    /// The citizen presses the button with this label.
    Presses(&'static str),
    /// The unit's system takes a step.
    Takes(&'static str),
}

/// A citizen speaks, an order is born, a unit acts, the citizen rates.
pub(crate) const WALK: [Deed; 7] = [
    Deed::Says("朝霞小区3号楼2单元楼道里停满了电动车，还有人拉线充电，出入不方便，太危险了。"),
    Deed::Presses("提交"),
    Deed::Takes("sign"),
    Deed::Takes("reply"),
    Deed::Presses("联系过"),
    Deed::Presses("解决了"),
    Deed::Presses("非常满意"),
];

/// The real program with its data, a citizen's chat and a unit's system.
pub(crate) struct Town {
    folder: TempDir,
    arguments: Vec<String>,
    /// `None` while it is killed.
    running: Option<Program>,
    /// The token of the citizen's chat.
    pub(crate) chat: String,
}

impl Town {
    /// A town whose unit only calls.
    pub(crate) fn founded() -> Self {
        Self::with("", |_| None)
    }

    /// A town with a configuration file, whose unit is told at an address, if there is one.
    pub(crate) fn with(config: &str, told_at: impl FnOnce(&TempDir) -> Option<String>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("jiesu.toml");
        std::fs::write(&file, config).expect("a configuration can be written");
        let arguments = vec!["--config".to_owned(), file.display().to_string()];
        let url = told_at(&folder);
        let mut town = Self { folder, arguments, running: None, chat: String::new() };
        town.starts();
        assert!(town.stops().success());
        ledger::connect(&town.data(), UNIT, url.as_deref(), SECRET, TOKEN);
        town.starts();
        let opened = town.asks(&Request::post("/api/v1/chats"));
        opened.json()["token"].as_str().expect("a chat has a token").clone_into(&mut town.chat);
        town
    }

    /// Its data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The running program.
    pub(crate) fn program(&self) -> &Program {
        self.running.as_ref().expect("the program runs")
    }

    pub(crate) fn starts(&mut self) {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        self.running = Some(Program::start(&self.data(), &arguments));
    }

    /// `kill -9`
    pub(crate) fn is_killed(&mut self) {
        self.running.take().expect("the program runs").kill();
    }

    /// `kill -TERM`
    pub(crate) fn stops(&mut self) -> std::process::ExitStatus {
        self.running.take().expect("the program runs").stop()
    }

    /// It was told to stop already.
    pub(crate) fn stops_by_itself(&mut self) -> std::process::ExitStatus {
        self.running.take().expect("the program runs").ends()
    }

    pub(crate) fn asks(&self, request: &Request) -> Message {
        self.program().asks(request)
    }

    /// Everything said in the chat.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let answer = self.asks(&Request::get("/api/v1/chats/lines").bearer(&self.chat));
        answer.json()["lines"].as_array().expect("lines").clone()
    }

    /// The order the citizen was told of.
    pub(crate) fn order_no(&self) -> OrderNo {
        let lines = self.lines();
        let mut texts = lines.iter().filter_map(|line| line["text"].as_str());
        texts.find_map(OrderNo::find_in).unwrap_or_else(|| panic!("no order number in {lines:#?}"))
    }

    /// The request by which a deed is done: the same bytes, whenever it is sent.
    pub(crate) fn request(&self, number: usize, deed: Deed) -> Request {
        let message =
            || Request::post("/api/v1/chats/messages").bearer(&self.chat).key(&format!("deed-{number}"));
        match deed {
            Deed::Says(text) => message().json(&json!({ "text": text })),
            Deed::Presses(label) => message().json(&json!({ "choice": self.choice(label) })),
            Deed::Takes(step) => {
                let path = format!("/api/v1/orders/{}/{step}", self.order_no());
                let body = match step {
                    "reply" => json!({
                        "handling": "已到现场处理",
                        "answer": "社区已会同物业清理楼道，并安装了室外充电桩。",
                        "contact": "电话联系，群众认可",
                        "contacted": true,
                        "finish": true,
                    }),
                    _ => json!({}),
                };
                Request::post(&path).bearer(TOKEN).key(&format!("deed-{number}")).json(&body)
            }
        }
    }

    fn choice(&self, label: &str) -> String {
        let lines = self.lines();
        let mut choices = lines.iter().rev().filter_map(|line| line["choices"].as_array()).flatten();
        let choice = choices.find(|choice| choice["label"] == label);
        let choice = choice.unwrap_or_else(|| panic!("nothing says {label:?} in {lines:#?}"));
        choice["id"].as_str().expect("a choice has an id").to_owned()
    }

    /// The walk has been done once and whole: nothing is lost, nothing said twice, and the file agrees.
    pub(crate) fn has_walked_once(mut self) {
        let lines = self.lines();
        let shape: Vec<String> = lines.iter().map(shape).collect();
        insta::allow_duplicates! {
            insta::assert_snapshot!(shape.join("\n"), @"
            1 citizen
            2 bot 提交/改内容/改地点/改联系方式/不提交了
            3 citizen
            4 bot 查进度
            5 bot
            6 bot
            7 bot 联系过/没联系过
            8 citizen
            9 bot 解决了/解决了一部分/没解决
            10 citizen
            11 bot 非常满意/满意/基本满意/不满意/非常不满意
            12 citizen
            13 bot
            ");
        }
        let mut texts: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
        texts.sort_unstable();
        texts.retain(|text| !text.is_empty());
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "said twice: {texts:#?}");
        let no = self.order_no().to_string();
        assert!(self.stops().success());
        let ledger = Ledger::read(&self.data());
        ledger.is_sound();
        let orders: Vec<_> =
            ledger.orders.iter().map(|(no, _, state)| (no.as_str(), state.as_str())).collect();
        assert_eq!(orders, [(no.as_str(), "closed")]);
        assert_eq!(ledger.inbound, i64::try_from(WALK.len()).expect("a short walk"));
        assert_eq!(ledger.outbox, 0);
    }
}

/// An answer without what may differ between the first time and a repetition.
pub(crate) fn gist(answer: &Message) -> Value {
    assert_eq!(answer.status(), 200, "{}", answer.text());
    let mut gist = answer.json();
    if let Some(fields) = gist.as_object_mut() {
        fields.remove("duplicate");
    }
    gist
}

/// Number, voice and buttons of a line.
fn shape(line: &Value) -> String {
    let choices = line["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
    let labels: Vec<&str> = choices.iter().filter_map(|choice| choice["label"].as_str()).collect();
    let line = format!("{} {} {}", line["seq"], line["who"].as_str().unwrap_or_default(), labels.join("/"));
    line.trim_end().to_owned()
}
