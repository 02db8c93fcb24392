//! How are messages of one conversation decided one after another?

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Weak};

use tokio::sync::OwnedMutexGuard;

/// One lane a conversation or order. A lane spares conflicts within this process; between processes the versions in
/// the database decide.
#[derive(Default)]
pub(super) struct Lanes(Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>);

/// Lanes nobody stands in are cleared away once the map has grown so large.
const CLEAR_AT: usize = 4096;

impl Lanes {
    /// Waits for one's turn; the turn ends when the guard is dropped.
    pub(super) async fn enter(&self, key: String) -> OwnedMutexGuard<()> {
        let lane = {
            let mut lanes = self.0.lock().expect("no thread panics while it holds the map");
            if lanes.len() >= CLEAR_AT {
                lanes.retain(|_, lane| lane.strong_count() > 0);
            }
            let lane = lanes.get(&key).and_then(Weak::upgrade).unwrap_or_default();
            lanes.insert(key, Arc::downgrade(&lane));
            lane
        };
        lane.lock_owned().await
    }
}
