//! Which links lead a telephone into a chat, and how are they printed?

use minijinja::Value;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;

use crate::app::App;

/// Pixels of a printed code's side, at least: four centimetres on paper.
const SIDE: u32 = 240;

/// A link, and the key of the sentence that says where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Link {
    /// Key of a sentence.
    pub name: &'static str,
    /// The link.
    pub address: String,
}

/// Is there anywhere a printed code could lead?
pub(crate) fn can_be_bound(app: &App) -> bool {
    app.config.public_url.is_some() || app.telegram_name.get().is_some()
}

/// The web chat, where the program knows its own address. The page asks before anything is bound.
pub(crate) fn to_web(app: &App, token: &str) -> Option<Link> {
    let site = app.config.public_url.as_deref()?.trim_end_matches('/');
    Some(Link { name: "desk-bind-web", address: format!("{site}/?bind={token}") })
}

/// The bot on Telegram, where there is one.
pub(crate) fn to_telegram(app: &App, token: &str) -> Option<Link> {
    let bot = app.telegram_name.get()?;
    Some(Link { name: "desk-bind-telegram", address: format!("https://t.me/{bot}?start={token}") })
}

/// The bot on Telegram, to be taken into a group.
pub(crate) fn to_telegram_group(app: &App, token: &str) -> Option<Link> {
    let bot = app.telegram_name.get()?;
    Some(Link { name: "desk-group-link", address: format!("https://t.me/{bot}?startgroup={token}") })
}

/// The links as pictures to be scanned. Made of our own addresses only, so that they are markup without harm.
pub(crate) fn codes(links: &[Link]) -> Vec<Value> {
    links.iter().map(|link| Value::from_safe_string(picture(&link.address))).collect()
}

/// The picture alone, without what comes before it in a file of its own.
fn picture(address: &str) -> String {
    let code = QrCode::new(address).expect("an address is far shorter than the largest code holds");
    let file = code.render::<svg::Color<'_>>().min_dimensions(SIDE, SIDE).build();
    let begins = file.find("<svg").unwrap_or_default();
    file[begins..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn a_code_is_a_picture_that_brings_nothing_of_its_own() {
        let picture = picture("https://12345.example.org/?bind=0123456789abcdef0123456789abcdef");
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>"), "{picture}");
        assert!(!picture.contains("style=") && !picture.contains("<script") && !picture.contains("example"));
    }
}
