//! Who waits to write?

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

use tokio::sync::oneshot;

use super::batch::Write;
use crate::StoreError;

/// How many writes share one transaction, and so one `fsync`, at most.
const BATCH: usize = 512;
/// How many writes wait at most. More than a second's work: who comes then is better sent away than made to wait.
pub(super) const WAITING: usize = 4096;

/// The line in front of the writer.
#[derive(Default)]
pub(super) struct Queue {
    line: Mutex<Line>,
    somebody_came: Condvar,
}

#[derive(Default)]
struct Line {
    writes: VecDeque<Box<dyn Write>>,
    /// Who waits until the log is emptied.
    overwrites: Vec<oneshot::Sender<()>>,
    /// Who waits until everything is closed.
    closers: Vec<oneshot::Sender<()>>,
    closed: bool,
    ended: bool,
    asleep: bool,
}

/// What the writer does next.
pub(super) enum Turn {
    /// These writes, then the log is emptied for those who wait for that.
    Work(Vec<Box<dyn Write>>, Vec<oneshot::Sender<()>>),
    /// Nobody came for a while.
    Idle,
    /// Nobody will come any more.
    End,
}

impl Queue {
    /// Lines up; refused when the line is too long or closed.
    pub(super) fn line_up(&self, write: Box<dyn Write>) -> Result<(), StoreError> {
        let mut line = self.line();
        if line.closed {
            return Err(StoreError::Unavailable("the store is closed".to_owned()));
        }
        if line.writes.len() >= WAITING {
            return Err(StoreError::Unavailable(format!("{WAITING} writes are waiting already")));
        }
        line.writes.push_back(write);
        self.wake(line);
        Ok(())
    }

    /// Is told when the log has been emptied, or by the end of the sender that it never will be.
    pub(super) fn overwrite(&self, to: oneshot::Sender<()>) {
        let mut line = self.line();
        if !line.closed {
            line.overwrites.push(to);
            self.wake(line);
        }
    }

    /// Lets nobody in any more.
    pub(super) fn close(&self, to: Option<oneshot::Sender<()>>) {
        let mut line = self.line();
        line.closed = true;
        if !line.ended {
            line.closers.extend(to);
            self.wake(line);
        }
    }

    /// Takes everything that waits; waits for somebody if nobody does.
    pub(super) fn next(&self, patience: Duration) -> Turn {
        let mut line = self.line();
        loop {
            if !line.writes.is_empty() || !line.overwrites.is_empty() {
                let many = line.writes.len().min(BATCH);
                let writes = line.writes.drain(..many).collect();
                return Turn::Work(writes, std::mem::take(&mut line.overwrites));
            }
            if line.closed {
                return Turn::End;
            }
            line.asleep = true;
            let waited = self.somebody_came.wait_timeout(line, patience);
            let (woken, timeout) = waited.expect("nothing panics while the line is held");
            line = woken;
            line.asleep = false;
            if timeout.timed_out() && line.writes.is_empty() && line.overwrites.is_empty() && !line.closed {
                return Turn::Idle;
            }
        }
    }

    /// Everything is closed.
    pub(super) fn end(&self) {
        let mut line = self.line();
        line.ended = true;
        for to in line.closers.drain(..) {
            // An error means that who closed has gone away.
            let _ = to.send(());
        }
    }

    fn wake(&self, line: MutexGuard<'_, Line>) {
        let asleep = line.asleep;
        drop(line);
        if asleep {
            self.somebody_came.notify_one();
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().expect("nothing panics while the line is held")
    }
}
