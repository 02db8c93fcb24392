//! With what do units' systems call, and with what is signed what they are told?

use std::collections::BTreeMap;
use std::sync::Mutex;

use standardwebhooks::Webhook;

/// Of each unit whose system is connected.
#[derive(Default)]
pub(crate) struct Keys(Mutex<BTreeMap<String, (String, Webhook)>>);

impl Keys {
    pub(crate) fn keep(&self, unit: &str, token: &str, secret: &str) {
        let webhook =
            Webhook::new(secret).unwrap_or_else(|fault| panic!("{secret:?} signs nothing: {fault}"));
        self.0.lock().expect("nobody panics here").insert(unit.to_owned(), (token.to_owned(), webhook));
    }

    /// With what the unit's system calls.
    pub(crate) fn token(&self, unit: &str) -> String {
        let known = self.0.lock().expect("nobody panics here");
        known.get(unit).map(|(token, _)| token.clone()).unwrap_or_default()
    }

    /// Is this the signature of what the unit is told?
    pub(crate) fn fits(&self, unit: &str, id: &str, timestamp: i64, body: &[u8], signature: &str) -> bool {
        let known = self.0.lock().expect("nobody panics here");
        let expected = known.get(unit).and_then(|(_, webhook)| webhook.sign(id, timestamp, body).ok());
        expected.is_some_and(|expected| expected == signature)
    }
}
