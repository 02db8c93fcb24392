//! What does a citizen say next, and how do they say it to the program?

use serde_json::{Value, json};
use tests::{Message, Request};

use crate::chance::Chance;
use crate::said;
use crate::spoken::Speaker;

/// Between the parts of a form.
const BORDER: &str = "outage-border";
/// What would end the talk with the bot, or forget what was said.
const NOT_PRESSED: [&str; 5] = ["human", "cancel", "export", "erase", "speak:"];
/// After so many messages somebody else comes.
const LONGEST: usize = 14;

/// A citizen in a chat of their own.
pub(crate) struct Citizen {
    /// The chat's token, and the beginning of every key.
    chat: String,
    said: usize,
    last_seen: u64,
    /// What can be pressed now.
    choices: Vec<String>,
    /// Largest picture they send, in bytes.
    pub(crate) picture: usize,
}

/// One message.
#[derive(Debug, Default)]
struct Words {
    text: Option<String>,
    choice: Option<String>,
    pictures: Vec<Vec<u8>>,
}

impl Citizen {
    pub(crate) fn comes(chance: &mut Chance) -> Self {
        let mut chat = String::new();
        (0..4).for_each(|_| chat.push_str(&format!("{:016x}", chance.bits())));
        Self { chat, said: 0, last_seen: 0, choices: Vec::new(), picture: 3000 }
    }

    /// Have they said everything?
    pub(crate) fn is_done(&self) -> bool {
        self.said >= LONGEST
    }

    /// Says the next thing. `false`: nobody knows whether it was heard; somebody else must go on.
    pub(crate) fn speaks(&mut self, speaker: &mut Speaker) -> bool {
        // What the offices have said meanwhile can be pressed, too.
        if self.said > 0 && self.said.is_multiple_of(4) {
            self.reads(speaker);
        }
        let words = self.next(&mut speaker.chance);
        self.said += 1;
        let key = format!("k-{}-{}", &self.chat[..20], self.said);
        match speaker.says(&self.noted(&key, &words), &self.request(&key, &words)) {
            Some(answer) => {
                if answer.status() == 200 {
                    self.hears(&answer.json()["lines"]);
                }
                true
            }
            None => false,
        }
    }

    /// Everything said in the chat, noted for the one who compares.
    pub(crate) fn reads_back(&mut self, speaker: &Speaker) {
        let asked = Request::get("/api/v1/chats/lines").bearer(&self.chat);
        if let Some(answer) = speaker.looks(&asked) {
            let lines = &answer.json()["lines"];
            let lines: Vec<Value> = lines.as_array().into_iter().flatten().map(short).collect();
            speaker.ledger.note(json!({ "e": "read", "chat": self.chat, "lines": lines }));
        }
    }

    fn reads(&mut self, speaker: &Speaker) {
        let path = format!("/api/v1/chats/lines?after={}", self.last_seen);
        if let Some(answer) = speaker.looks(&Request::get(&path).bearer(&self.chat)) {
            self.hears(&answer.json()["lines"]);
        }
    }

    fn hears(&mut self, lines: &Value) {
        for line in lines.as_array().into_iter().flatten() {
            self.last_seen = self.last_seen.max(line["seq"].as_u64().unwrap_or_default());
            let choices = line["choices"].as_array().map(Vec::as_slice).unwrap_or_default();
            if !choices.is_empty() {
                let ids = choices.iter().filter_map(|choice| choice["id"].as_str());
                self.choices = ids.filter(|id| is_pressed(id)).map(str::to_owned).collect();
            }
        }
    }

    fn next(&mut self, chance: &mut Chance) -> Words {
        let choices = std::mem::take(&mut self.choices);
        if self.said == 0 || chance.happens(10.0) {
            return Words { text: Some(said::story(chance)), ..Words::default() };
        }
        if !choices.is_empty() && chance.happens(75.0) {
            let submits = choices.iter().find(|id| *id == "submit").filter(|_| chance.happens(75.0));
            let choice = submits.unwrap_or_else(|| chance.one_of(&choices)).clone();
            return Words { choice: Some(choice), ..Words::default() };
        }
        if chance.happens(25.0) {
            let many = 1 + chance.below(3);
            let pictures = (0..many).map(|_| said::picture(chance, self.picture)).collect();
            let text = chance.happens(50.0).then(|| said::story(chance));
            return Words { text, pictures, ..Words::default() };
        }
        let text = if chance.happens(50.0) { said::query(chance) } else { said::answer(chance) };
        Words { text: Some(text), ..Words::default() }
    }

    fn noted(&self, key: &str, words: &Words) -> Value {
        json!({
            "kind": "said", "chat": self.chat, "key": key, "text": words.text, "choice": words.choice,
            "files": words.pictures.len(),
        })
    }

    fn request(&self, key: &str, words: &Words) -> Request {
        let request = Request::post("/api/v1/chats/messages").bearer(&self.chat).key(key);
        if words.pictures.is_empty() {
            let mut body = json!({});
            if let Some(text) = &words.text {
                body["text"] = text.as_str().into();
            }
            if let Some(choice) = &words.choice {
                body["choice"] = choice.as_str().into();
            }
            return request.json(&body);
        }
        request.body(&format!("multipart/form-data; boundary={BORDER}"), form(words))
    }
}

/// A story of a chat of its own, with a picture of so many bytes or without.
pub(crate) fn tells(speaker: &mut Speaker, picture: Option<usize>) -> Option<Message> {
    let citizen = Citizen::comes(&mut speaker.chance);
    let text = Some(said::story(&mut speaker.chance));
    let pictures = picture.map(|bytes| said::picture(&mut speaker.chance, bytes));
    let words = Words { text, choice: None, pictures: pictures.into_iter().collect() };
    let key = format!("k-{}-1", &citizen.chat[..20]);
    speaker.says(&citizen.noted(&key, &words), &citizen.request(&key, &words))
}

/// Tells a story in a chat of its own and submits it; returns the chat.
pub(crate) fn tells_and_submits(speaker: &mut Speaker, story: &str) -> String {
    let chat: String = (0..4).map(|_| format!("{:016x}", speaker.chance.bits())).collect();
    for (step, body) in [("tell", json!({ "text": story })), ("submit", json!({ "choice": "submit" }))] {
        let key = format!("{step}-{}", &chat[..20]);
        let what = json!({ "kind": "said", "chat": chat, "key": key, "text": body["text"], "choice": body["choice"], "files": 0 });
        speaker.says(&what, &Request::post("/api/v1/chats/messages").bearer(&chat).key(&key).json(&body));
    }
    chat
}

fn is_pressed(id: &str) -> bool {
    !NOT_PRESSED.iter().any(|not| id.starts_with(not))
}

fn form(words: &Words) -> Vec<u8> {
    let mut form = Vec::new();
    if let Some(text) = &words.text {
        form.extend_from_slice(
            format!("--{BORDER}\r\ncontent-disposition: form-data; name=\"text\"\r\n\r\n{text}\r\n")
                .as_bytes(),
        );
    }
    for (number, picture) in words.pictures.iter().enumerate() {
        let head = format!(
            "--{BORDER}\r\ncontent-disposition: form-data; name=\"files\"; filename=\"{number}.gif\"\r\n\
             content-type: image/gif\r\n\r\n"
        );
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(picture);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(format!("--{BORDER}--\r\n").as_bytes());
    form
}

/// What the one who compares needs of a line.
fn short(line: &Value) -> Value {
    json!({ "seq": line["seq"], "who": line["who"], "text": line["text"], "files": line["files"].as_array().map(Vec::len) })
}
