//! What happens because a time has come?

use std::sync::Arc;

use jiff::SignedDuration;

use crate::app::App;
use crate::courier::Stepped;
use crate::desk::DeskError;

/// So many alarms are answered in one step.
const HANDFUL: u32 = 32;
/// A claim lasts longer than any decision.
const LEASE: SignedDuration = SignedDuration::from_secs(60);

/// Answers the alarms of the database.
pub struct Watch {
    app: Arc<App>,
}

impl Watch {
    /// Over the program's alarms.
    pub fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// Answers the alarms that are due. One that fails is left to its lease and rings again.
    pub async fn step(&self) -> Result<Stepped, DeskError> {
        let due = self.app.store.ring(self.app.clock.now(), LEASE, HANDFUL).await?;
        if due.is_empty() {
            return Ok(Stepped::Idle);
        }
        for lease in &due {
            if let Err(fault) = self.app.desk.ring(lease).await {
                tracing::error!(alarm.key = %lease.alarm.key, error = %fault, "an alarm could not be answered");
            }
        }
        Ok(Stepped::Worked)
    }
}
