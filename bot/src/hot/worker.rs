//! On which thread is what was heard worked with?

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Sender, channel};

use tokio::sync::oneshot;

type Task = Box<dyn FnOnce() + Send>;

/// One thread, for as long as somebody may want it. Work on what is kept takes its time, and what one thread puts away
/// and throws away lies together: on threads that come and go it would lie scattered among everything else.
pub(super) struct Worker {
    tasks: Sender<Task>,
}

impl Worker {
    /// Does a task after those that were brought before.
    ///
    /// # Panics
    ///
    /// If the task panics.
    pub(super) async fn does<T: Send + 'static>(&self, task: impl FnOnce() -> T + Send + 'static) -> T {
        let (done, result) = oneshot::channel();
        let task = move || {
            // Who asked may have gone.
            let _gone = done.send(task());
        };
        self.tasks.send(Box::new(task)).expect("the thread waits for as long as it can be asked");
        result.await.expect("what is asked does not panic")
    }
}

impl Default for Worker {
    fn default() -> Self {
        let (tasks, brought) = channel::<Task>();
        let work = move || {
            for task in brought {
                // Who asked hears of it; whoever asks next is served all the same.
                let _broke_off = catch_unwind(AssertUnwindSafe(task));
            }
        };
        std::thread::Builder::new().name("hot".to_owned()).spawn(work).expect("a thread can be started");
        Self { tasks }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_task_that_breaks_off_leaves_the_next_ones_alone() {
        let worker = Arc::new(Worker::default());
        let asks = Arc::clone(&worker);
        let broke_off =
            tokio::spawn(async move { asks.does(|| assert_eq!(1, 2, "it cannot be done")).await });
        assert!(broke_off.await.is_err(), "who asked hears of it");
        assert_eq!(worker.does(|| 7).await, 7);
    }
}
