//! What does the server believe of tables that have only begun to grow?
//!
//! The plan of a statement is made once and kept. Made over empty tables one index is as good as another, and whichever
//! was taken stays until the server has counted the rows, which it does by itself about once a minute. A young ledger has
//! them counted sooner.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::Row;
use tracing::debug;

use super::fault::Fault;
use super::wires::Wires;

/// Counted first after so many decisions, then each time after so many times as many.
const FIRST: u64 = 128;
const TIMES: u64 = 8;
/// With so many events a ledger is not young any more.
const GROWN: f32 = 100_000.0;
const HOW_MANY: &str = "SELECT reltuples FROM pg_class WHERE oid = 'event'::regclass";
const COUNT: &str = "ANALYZE event, inbound, conversation, paper, work_order, order_unit, order_listener, phone_index, \
    outbox, alarm, task, change";

/// How far it has grown since this program began.
pub(super) struct Young {
    decisions: AtomicU64,
    /// When to count again.
    next: AtomicU64,
}

impl Young {
    pub(super) fn new() -> Self {
        Self { decisions: AtomicU64::new(0), next: AtomicU64::new(FIRST) }
    }

    /// So many decisions more: has the rows counted, if it is time.
    pub(super) fn grows(self: &Arc<Self>, wires: &Arc<Wires>, decisions: usize) {
        let more = u64::try_from(decisions).unwrap_or(u64::MAX);
        let all = self.decisions.fetch_add(more, Ordering::Relaxed).saturating_add(more);
        let next = self.next.load(Ordering::Relaxed);
        let later = next.saturating_mul(TIMES);
        if all < next
            || self.next.compare_exchange(next, later, Ordering::Relaxed, Ordering::Relaxed).is_err()
        {
            return;
        }
        let (young, wires) = (Arc::clone(self), Arc::clone(wires));
        tokio::spawn(async move {
            match young.counted(&wires).await {
                Ok(()) => {}
                // The server counts by itself, later.
                Err(why) => debug!(error = %crate::StoreError::from(why), "the rows were not counted"),
            }
        });
    }

    async fn counted(&self, wires: &Arc<Wires>) -> Result<(), Fault> {
        let mut wire = wires.wire().await?;
        let events: f32 = wire.one(sqlx::query(HOW_MANY)).await?.try_get(0)?;
        if events >= GROWN {
            self.next.store(u64::MAX, Ordering::Relaxed);
            return Ok(());
        }
        wire.run(sqlx::query(COUNT)).await.map(drop)
    }
}
