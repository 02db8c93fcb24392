//! How do many writes become durable at once, and one that fails harms nobody?

use std::cell::RefCell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;
use tokio::sync::oneshot;
use tracing::error;

use super::change::{self, Changed};
use super::rows::run;
use crate::StoreError;

/// What a write leaves behind.
pub(super) enum Left<T> {
    /// What it wrote, and the pulse is raised: others will want to know.
    News(T),
    /// What it wrote.
    Quiet(T),
    /// Nothing: whatever it wrote is undone.
    Nothing(T),
}

/// The connection inside the batch's transaction.
pub(super) struct Pen<'c> {
    db: &'c Connection,
    /// What the present write changes for the pages.
    changed: RefCell<Changed>,
}

impl Pen<'_> {
    /// What the present write changes is counted with the batch: once, however many writes change the same.
    pub(super) fn changes(&self, changed: Changed) {
        self.changed.borrow_mut().extend(changed);
    }
}

impl Deref for Pen<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

/// One write and whom to answer, whatever the type of the answer.
pub(super) trait Write: Send {
    /// Runs it, the first time or once more after everything was undone.
    fn run(&mut self, pen: &Pen<'_>) -> Ran;
    /// Answers what was found when it was run last.
    fn answer(self: Box<Self>);
    /// Answers that the database is unavailable.
    fn fail(self: Box<Self>, why: &str);
}

/// What became of a write inside its batch.
pub(super) enum Ran {
    /// It is to be kept.
    Kept { news: bool },
    /// There is nothing of it.
    Nothing,
    /// What it wrote must be undone.
    Undo,
    /// The database does not answer: nothing of the batch can be kept.
    Down(String),
}

/// A write that waits. It is called once more when another one of its batch had to be undone.
pub(super) struct Waiting<T, W> {
    work: W,
    found: Option<Result<T, StoreError>>,
    to: oneshot::Sender<Answer<T, W>>,
}

/// What was found, and the write itself: who made it clears it away, so that the writer has less to do.
pub(super) struct Answer<T, W> {
    pub(super) found: Result<T, StoreError>,
    pub(super) _work: W,
}

impl<T, W> Waiting<T, W> {
    pub(super) fn new(work: W, to: oneshot::Sender<Answer<T, W>>) -> Self {
        Self { work, found: None, to }
    }
}

impl<T, W> Write for Waiting<T, W>
where
    T: Send,
    W: Fn(&Pen<'_>) -> Result<Left<T>, StoreError> + Send,
{
    fn run(&mut self, pen: &Pen<'_>) -> Ran {
        let before = pen.total_changes();
        let done = catch_unwind(AssertUnwindSafe(|| (self.work)(pen)));
        let undone = if pen.total_changes() == before { Ran::Nothing } else { Ran::Undo };
        let (found, ran) = match done {
            Ok(Ok(Left::News(found))) => (Ok(found), Ran::Kept { news: true }),
            Ok(Ok(Left::Quiet(found))) => (Ok(found), Ran::Kept { news: false }),
            Ok(Ok(Left::Nothing(found))) => (Ok(found), undone),
            Ok(Err(StoreError::Unavailable(why))) => return Ran::Down(why),
            Ok(Err(error)) => (Err(error), undone),
            Err(_) => {
                error!("a write broke off");
                (Err(StoreError::Unavailable("the write broke off".to_owned())), undone)
            }
        };
        self.found = Some(found);
        ran
    }

    fn answer(self: Box<Self>) {
        let found = self.found.unwrap_or_else(|| Err(StoreError::Unavailable("it was not run".to_owned())));
        // An error means that the caller has gone away; the write stands.
        let _ = self.to.send(Answer { found, _work: self.work });
    }

    fn fail(self: Box<Self>, why: &str) {
        let found = Err(StoreError::Unavailable(why.to_owned()));
        let _ = self.to.send(Answer { found, _work: self.work });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// One that must be undone undoes all.
    Together,
    /// Each can be undone alone, which costs two statements more a write.
    Apart,
}

/// Makes a batch durable; whether it holds news. An error means that nothing of it was kept and that the connection is
/// in doubt.
///
/// A write checks by reading before it writes anything, so that a duplicate or a conflict leaves nothing to be undone;
/// what has to be undone all the same is a mistake, and rare.
pub(super) fn carry_out(db: &Connection, batch: &mut [Box<dyn Write>]) -> Result<bool, StoreError> {
    match attempt(db, batch, Way::Together)? {
        Some(news) => Ok(news),
        None => Ok(attempt(db, batch, Way::Apart)?.unwrap_or(false)),
    }
}

/// `None`: one of them must be undone, and all of them were.
fn attempt(db: &Connection, batch: &mut [Box<dyn Write>], way: Way) -> Result<Option<bool>, StoreError> {
    run(db, "BEGIN IMMEDIATE", ())?;
    let pen = Pen { db, changed: RefCell::default() };
    let (mut any_news, mut changed) = (false, Changed::default());
    for write in batch {
        if way == Way::Apart {
            run(db, "SAVEPOINT one", ())?;
        }
        let ran = write.run(&pen);
        let changes = pen.changed.take();
        match (ran, way) {
            (Ran::Kept { news }, _) => {
                any_news |= news;
                changed.extend(changes);
            }
            (Ran::Nothing, _) => {}
            (Ran::Down(why), _) => return Err(StoreError::Unavailable(why)),
            (Ran::Undo, _) if db.is_autocommit() => {
                // It was more than one statement that SQLite has undone by itself.
                return Err(StoreError::Unavailable("the transaction was given up".to_owned()));
            }
            (Ran::Undo, Way::Together) => {
                run(db, "ROLLBACK", ())?;
                return Ok(None);
            }
            (Ran::Undo, Way::Apart) => {
                run(db, "ROLLBACK TO one", ())?;
            }
        }
        if way == Way::Apart {
            run(db, "RELEASE one", ())?;
        }
    }
    change::count(db, &changed)?;
    run(db, "COMMIT", ())?;
    Ok(Some(any_news))
}
