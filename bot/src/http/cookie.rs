//! What does a browser remember for a citizen?

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

/// The chat's address: 256 random bits, hexadecimal.
pub const CHAT: &str = "jiesu_chat";
/// The language chosen.
pub const LANGUAGE: &str = "jiesu_lang";
/// 长辈版 is switched on.
pub const ELDER: &str = "jiesu_elder";

/// 400 days: the longest a browser keeps a cookie.
const KEPT_SECONDS: u32 = 400 * 24 * 3600;

/// The value of a cookie.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    CookieJar::from_headers(headers).get(name).map(|cookie| cookie.value().to_owned())
}

/// The chat token, if it looks like one.
pub fn chat(headers: &HeaderMap) -> Option<String> {
    read(headers, CHAT).filter(|token| is_token(token))
}

/// 64 lower case hexadecimal digits.
pub fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// A header that sets a cookie no script can read. `secure` where the page came over TLS.
pub fn set(name: &'static str, value: &str, secure: bool) -> (HeaderName, HeaderValue) {
    let cookie = Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build();
    header_of(&format!("{cookie}; Max-Age={KEPT_SECONDS}"))
}

/// A header that forgets a cookie.
pub fn forget(name: &'static str) -> (HeaderName, HeaderValue) {
    header_of(&format!("{name}=; Path=/; Max-Age=0"))
}

fn header_of(cookie: &str) -> (HeaderName, HeaderValue) {
    let value = HeaderValue::from_str(cookie).expect("names are ours, values are tokens, tags or digits");
    (header::SET_COOKIE, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_set_so_that_no_script_and_no_other_site_gets_it() {
        let (_, value) = set(CHAT, &"a".repeat(64), true);
        let value = value.to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=34560000"] {
            assert!(value.contains(part), "{value}");
        }
    }

    #[test]
    fn only_what_looks_like_a_token_is_an_address() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, "jiesu_chat=../../etc".parse().unwrap());
        assert_eq!(chat(&headers), None);
        headers.insert(header::COOKIE, format!("jiesu_chat={}", "0f".repeat(32)).parse().unwrap());
        assert_eq!(chat(&headers), Some("0f".repeat(32)));
    }
}
