//! How do long answers learn that the program is about to end?

use tokio::sync::watch;

/// Told to whatever runs for long: the program is about to end.
#[derive(Clone, Debug)]
pub struct Closing(watch::Receiver<bool>);

impl Closing {
    /// Follows a switch that is turned once.
    pub fn new(switch: watch::Receiver<bool>) -> Self {
        Self(switch)
    }

    /// Returns when the program is about to end.
    pub async fn begins(&mut self) {
        // A sender that is gone means the end, too.
        let _ = self.0.wait_for(|closing| *closing).await;
    }
}
