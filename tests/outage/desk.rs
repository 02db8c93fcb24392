//! How does somebody at a desk sign in, look, and connect units' systems, as a browser would?

use tests::{Message, Request, Wire};

use crate::keys::Keys;

/// The administrator's, after the first sign-in.
const PASSWORD: &str = "Outage-harness-2026-blue-lantern";

/// A browser that is signed in.
pub(crate) struct Desk {
    url: String,
    cookie: String,
    csrf: String,
}

/// The passwords of the first start: the administrator's, and the one that the accounts of the example share.
#[derive(Clone, Debug)]
pub(crate) struct Passwords {
    pub(crate) admin: String,
    pub(crate) others: String,
}

impl Passwords {
    /// From what the first start has printed.
    pub(crate) fn printed(text: &str) -> Self {
        let mut found = text.lines().filter_map(|line| {
            let (_, after) = line.split_once("密码 ")?;
            Some(after.chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect())
        });
        let mut next = || found.next().expect("the first start prints passwords");
        Self { admin: next(), others: next() }
    }
}

impl Desk {
    /// Signs in as somebody of the example.
    pub(crate) fn signed_in(url: &str, login: &str, password: &str) -> Self {
        let mut desk = Self { url: url.to_owned(), cookie: String::new(), csrf: String::new() };
        let answer = desk.posts("/desk/login", &[("login", login), ("password", password)]);
        desk.takes_cookie(&answer);
        desk
    }

    /// The administrator, who must change the password at the first sign-in.
    pub(crate) fn administrator(url: &str, passwords: &Passwords) -> Self {
        let mut desk = Self::signed_in(url, "admin", &passwords.admin);
        desk.reads_token("/desk/password");
        let form = [("before", passwords.admin.as_str()), ("after", PASSWORD), ("again", PASSWORD)];
        let answer = desk.posts("/desk/password", &form);
        desk.takes_cookie(&answer);
        desk.reads_token("/desk/admin");
        desk
    }

    /// Connects a unit's own system: it is told at `url`; what it calls with and what signs are shown once.
    pub(crate) fn connects(&self, unit: &str, url: &str, keys: &Keys) {
        let token = shown(&self.posts("/desk/admin/systems/token", &[("unit", unit)]));
        let secret = shown(&self.posts("/desk/admin/systems/endpoint", &[("unit", unit), ("url", url)]));
        keys.keep(unit, &token, &secret);
    }

    /// Opens a page.
    pub(crate) fn opens(&self, path: &str) -> std::io::Result<Message> {
        self.asks(&Request::get(path).header("Cookie", &self.cookie))
    }

    /// A code that a page gives, to be sent to the bot.
    pub(crate) fn code(&self, page: &str, fields: &[(&str, &str)]) -> String {
        let mut signed = Self { url: self.url.clone(), cookie: self.cookie.clone(), csrf: String::new() };
        signed.reads_token(page);
        let shown = signed.posts(page, fields).text();
        between(&shown, "bind ", "<")
    }

    fn posts(&self, path: &str, fields: &[(&str, &str)]) -> Message {
        let mut form = format!("csrf={}", self.csrf);
        fields.iter().for_each(|(name, value)| form.push_str(&format!("&{name}={}", escaped(value))));
        let request = Request::post(path).header("Cookie", &self.cookie);
        let request = request.body("application/x-www-form-urlencoded", form.into_bytes());
        let answer = self.asks(&request).expect("the program answers");
        assert!(answer.status() < 400, "{path}: {}", answer.text());
        answer
    }

    fn asks(&self, request: &Request) -> std::io::Result<Message> {
        let mut wire = Wire::to(&self.url)?;
        wire.send(&request.bytes())?;
        wire.hear()
    }

    fn takes_cookie(&mut self, answer: &Message) {
        let cookie = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next());
        self.cookie = cookie.expect("who signs in gets a cookie").to_owned();
    }

    fn reads_token(&mut self, path: &str) {
        let page = self.opens(path).expect("the program answers").text();
        self.csrf = between(&page, "name=\"csrf\" value=\"", "\"");
    }
}

/// The secret of a page that shows one.
fn shown(page: &Message) -> String {
    between(&page.text(), "<code>", "</code>").replace("&#x2f;", "/").replace("&#x3d;", "=")
}

fn between(text: &str, before: &str, after: &str) -> String {
    let found = text.split_once(before).and_then(|(_, rest)| rest.split_once(after));
    found.unwrap_or_else(|| panic!("no {before} in {text}")).0.to_owned()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => escaped.push(char::from(byte)),
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}
