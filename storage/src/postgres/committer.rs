//! Who commits, when everybody wants to at once?

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use tokio::sync::{Semaphore, mpsc, oneshot};
use tracing::warn;

use super::case::Care;
use super::commit::{Broken, commit};
use super::fault::Fault;
use super::news::News;
use super::ready::Ready;
use super::wires::Wires;
use super::young::Young;
use crate::{Committed, Sealer, StoreError};

/// How many decisions share one transaction at most.
const BATCH: usize = 128;
/// How many bytes of papers share one transaction at most, but for a single decision that is larger.
const BYTES: usize = 16 << 20;
/// How many transactions of this store are written at the same time: while one waits for the disk, the other computes.
const AT_ONCE: usize = 2;
/// How many decisions wait before the next caller waits to be let in.
const WAITING: usize = 1024;
/// How often a batch is written again because another transaction was in its way.
const TRIES: usize = 5;

/// Takes the decisions that wait together and commits them in one transaction: one journey to the disk, and one
/// statement a table, for all of them.
#[derive(Clone)]
pub(super) struct Committer {
    queue: mpsc::Sender<Message>,
    sealer: Sealer,
    wires: Arc<Wires>,
}

enum Message {
    Commit(Waiting),
    Close(oneshot::Sender<()>),
}

struct Waiting {
    ready: Box<Ready>,
    to: oneshot::Sender<Result<Committed, StoreError>>,
}

impl Waiting {
    fn answer(self, answer: Result<Committed, StoreError>) {
        // An error means that the caller has gone away; what was committed stands.
        let _ = self.to.send(answer);
    }
}

impl Committer {
    pub(super) fn start(wires: &Arc<Wires>, news: &News, sealer: &Sealer) -> Self {
        let (queue, inbox) = mpsc::channel(WAITING);
        let writing = Writing {
            wires: Arc::clone(wires),
            news: news.clone(),
            sealer: sealer.clone(),
            young: Arc::new(Young::new()),
        };
        tokio::spawn(serve(inbox, Arc::new(writing)));
        Self { queue, sealer: sealer.clone(), wires: Arc::clone(wires) }
    }

    /// Commits a decision; answers when it is durable.
    pub(super) async fn commit(&self, decision: crate::Decision) -> Result<Committed, StoreError> {
        let ready = Box::new(Ready::of(decision, &self.sealer)?);
        let (to, answer) = oneshot::channel();
        let committed = async {
            let waiting = Message::Commit(Waiting { ready, to });
            self.queue.send(waiting).await.map_err(|_| closed())?;
            answer.await.map_err(|_| StoreError::Unavailable("the commit was given up".to_owned()))?
        };
        tokio::select! {
            biased;
            committed = committed => committed,
            // Whoever goes away is not committed any more, if that has not begun.
            () = self.wires.watchman().silence() => {
                Err(StoreError::Unavailable("the database does not answer".to_owned()))
            }
        }
    }

    /// Finishes what waits. Later commits are refused.
    pub(super) async fn close(&self) {
        let (to, closed) = oneshot::channel();
        if self.queue.send(Message::Close(to)).await.is_ok() {
            // An error means that it is closed already.
            let _ = closed.await;
        }
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

async fn serve(mut inbox: mpsc::Receiver<Message>, writing: Arc<Writing>) {
    let slots = Arc::new(Semaphore::new(AT_ONCE));
    let mut line = VecDeque::new();
    let mut closing = None;
    loop {
        if line.is_empty() {
            if closing.is_some() {
                break;
            }
            match inbox.recv().await {
                Some(Message::Commit(waiting)) => line.push_back(waiting),
                Some(Message::Close(to)) => {
                    closing = Some(to);
                    break;
                }
                None => break,
            }
        }
        // Who comes while all are writing goes with the next.
        let slot = Arc::clone(&slots).acquire_owned().await.expect("it is never closed");
        while closing.is_none()
            && line.len() < WAITING
            && let Ok(message) = inbox.try_recv()
        {
            match message {
                Message::Commit(waiting) => line.push_back(waiting),
                Message::Close(to) => closing = Some(to),
            }
        }
        let batch = next(&mut line);
        if batch.is_empty() {
            continue;
        }
        let writing = Arc::clone(&writing);
        tokio::spawn(async move {
            writing.carry_out(batch).await;
            drop(slot);
        });
    }
    inbox.close();
    while let Some(message) = inbox.recv().await {
        if let Message::Commit(waiting) = message {
            waiting.answer(Err(closed()));
        }
    }
    let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
    let _written = slots.acquire_many(all).await;
    drop(closing);
}

/// Takes from the line what may be written together: nothing that touches what another one of them does. The rest
/// waits in its order.
fn next(line: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let (mut batch, mut rest) = (Vec::new(), VecDeque::new());
    let (mut touched, mut bytes) = (HashSet::<u64>::new(), 0);
    while let Some(waiting) = line.pop_front() {
        if waiting.to.is_closed() {
            continue;
        }
        let free = waiting.ready.touches.iter().all(|key| !touched.contains(key));
        // What stays is touched, too: nobody overtakes it.
        touched.extend(&waiting.ready.touches);
        let fits = batch.is_empty() || bytes + waiting.ready.size <= BYTES;
        if free && fits && batch.len() < BATCH {
            bytes += waiting.ready.size;
            batch.push(waiting);
        } else {
            rest.push_back(waiting);
        }
        if batch.len() == BATCH {
            rest.append(line);
        }
    }
    *line = rest;
    batch
}

/// What writes a batch and answers it.
struct Writing {
    wires: Arc<Wires>,
    news: News,
    sealer: Sealer,
    young: Arc<Young>,
}

impl Writing {
    async fn carry_out(&self, batch: Vec<Waiting>) {
        let Some((left, fault)) = self.written(batch, Care::Trusting).await else { return };
        match fault {
            // One of them is at fault: each by itself, so that its neighbours are saved.
            Fault::Store(_) | Fault::Again(_) if left.len() > 1 => {
                for alone in left {
                    if let Some((alone, fault)) = self.written(vec![alone], Care::Careful).await {
                        fail(alone, fault);
                    }
                }
            }
            fault => fail(left, fault),
        }
    }

    /// Commits a batch and answers it; gives back what could not be committed, and why.
    async fn written(&self, mut batch: Vec<Waiting>, mut care: Care) -> Option<(Vec<Waiting>, Fault)> {
        let mut lost = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let ready: Vec<&Ready> = batch.iter().map(|waiting| waiting.ready.as_ref()).collect();
            match commit(&self.wires, &self.sealer, &ready, care).await {
                Ok(answers) => {
                    self.young.grows(&self.wires, batch.len());
                    self.answer(batch, answers);
                    return None;
                }
                Err(Broken::Off(Fault::Again(why))) => {
                    care = Care::Careful;
                    if tries == TRIES {
                        return Some((batch, Fault::Again(why)));
                    }
                }
                // Nothing of it was committed: safe on another connection, once.
                Err(Broken::Off(Fault::Lost(_))) if !lost => lost = true,
                Err(Broken::InDoubt(why)) if !lost => {
                    (lost, care) = (true, Care::Careful);
                    warn!(error = %why, decisions = batch.len(), "the answer to a commit was lost");
                    // Written again, a key that is there tells what became of it. Without one, only the caller knows
                    // what to ask.
                    let (known, unknown) = batch.into_iter().partition(|it| it.ready.inbound.is_some());
                    fail(unknown, Fault::Lost(why));
                    batch = known;
                    if batch.is_empty() {
                        return None;
                    }
                }
                Err(Broken::InDoubt(why)) => return Some((batch, Fault::Lost(why))),
                Err(Broken::Off(fault)) => return Some((batch, fault)),
            }
        }
    }

    fn answer(&self, batch: Vec<Waiting>, answers: Vec<Committed>) {
        let news = answers.iter().any(|answer| matches!(answer, Committed::Saved { .. }));
        for (waiting, answer) in batch.into_iter().zip(answers) {
            waiting.answer(Ok(answer));
        }
        if news {
            self.news.raise();
        }
    }
}

fn fail(batch: Vec<Waiting>, fault: Fault) {
    let mut error = StoreError::from(fault);
    for waiting in batch {
        let why = error.to_string();
        waiting.answer(Err(std::mem::replace(&mut error, StoreError::Unavailable(why))));
    }
}
