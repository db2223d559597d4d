//! Both hand-overs in the state file.
//!
//! A row is the duty, a [`Ticket`] is the loan of a row. Whoever works on an item holds its ticket; dropping
//! one means *later*, so an item can be forgotten by a step but never by the daemon.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, oneshot, watch};

use super::index::Index;
use crate::pipeline::gate::Gate;
use crate::store::catalog::{self, Item};
use crate::store::ending::{self, Ending, Settled};
use crate::store::intake::{Ready, Waiting};
use crate::store::{Store, StoreError, outbox};

/// When a dropped ticket's item is offered again; long enough not to spin on whatever dropped it.
const DROPPED_PAUSE: SignedDuration = SignedDuration::from_secs(1);
/// Longest sleep without a look at the clock, which may jump.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Pause between two attempts at a transaction that the store could not do (a full disk).
const STORE_RETRY: Duration = Duration::from_millis(500);

/// The first hand-over. Cheap to clone.
#[derive(Clone)]
pub struct Items {
    store: Store,
    shared: Arc<Shared>,
    outbox: Outbox,
    gate: Gate,
}

struct Shared {
    index: Mutex<Index>,
    changed: Notify,
}

impl Shared {
    fn index(&self) -> std::sync::MutexGuard<'_, Index> {
        self.index.lock().expect("no holder panics")
    }
}

/// The loan of an item. Ended by [`Items::settle`]; dropping it offers the item again.
#[must_use]
pub struct Ticket {
    ready: Ready,
    shared: Arc<Shared>,
    is_settled: bool,
    /// It was in hands when the process died: nothing else is worked on beside it.
    pub is_suspect: bool,
}

impl Ticket {
    pub fn id(&self) -> i64 {
        self.ready.id
    }

    fn end(mut self, later: Option<Timestamp>) {
        self.is_settled = true;
        let mut index = self.shared.index();
        index.release(&self.ready.line);
        match later {
            Some(at) => index.postpone(self.ready.clone(), at),
            None => index.acquit(self.ready.id),
        }
        drop(index);
        self.shared.changed.notify_one();
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if !self.is_settled {
            let mut index = self.shared.index();
            index.release(&self.ready.line);
            index.postpone(self.ready.clone(), Timestamp::now() + DROPPED_PAUSE);
        }
    }
}

impl Items {
    /// Finds every item that a former process left.
    pub async fn open(store: Store, outbox: Outbox, gate: Gate) -> Result<Self, StoreError> {
        let waiting = store.read(catalog::waiting_items).await?;
        let index = Mutex::new(Index::load(waiting, Timestamp::now()));
        let shared = Arc::new(Shared { index, changed: Notify::new() });
        Ok(Self { store, shared, outbox, gate })
    }

    /// Announces items that intake has made durable.
    pub fn offer(&self, items: impl IntoIterator<Item = impl Into<Waiting>>) {
        let now = Timestamp::now();
        let mut index = self.shared.index();
        for item in items {
            index.admit(item.into(), now);
        }
        drop(index);
        self.shared.changed.notify_one();
    }

    /// Lends out at most `most` items, as soon as there is one. Cancelling it loses nothing, but puts off what it was
    /// about to lend.
    pub async fn claim(&self, most: usize) -> Vec<(Ticket, Item)> {
        loop {
            let tickets = self.take(most);
            if tickets.is_empty() {
                self.sleep().await;
                continue;
            }
            let ids: Vec<i64> = tickets.iter().map(Ticket::id).collect();
            let rows = match self.store.read(move |connection| catalog::items(connection, &ids)).await {
                Ok(rows) => rows,
                Err(error) => {
                    tracing::error!(%error, "items could not be read; they are offered again");
                    continue;
                }
            };
            let claimed = pair(tickets, rows);
            if !claimed.is_empty() {
                return claimed;
            }
        }
    }

    fn take(&self, most: usize) -> Vec<Ticket> {
        let now = Timestamp::now();
        let mut index = self.shared.index();
        let mut tickets = Vec::new();
        while tickets.len() < most
            && let Some(ready) = index.take(now)
        {
            let is_suspect = index.is_suspect(ready.id);
            tickets.push(Ticket { ready, shared: Arc::clone(&self.shared), is_settled: false, is_suspect });
        }
        tickets
    }

    async fn sleep(&self) {
        let due = self.shared.index().next_due().map_or(LOOK_EVERY, |at| until(at, LOOK_EVERY));
        let _ = tokio::time::timeout(due, self.shared.changed.notified()).await;
    }

    /// Gives the ending its place in line: items end in the order of these calls. The future it returns ends the
    /// ticket once the transaction is on disk, however often that takes.
    pub async fn settle(&self, ticket: Ticket, ending: Ending) -> impl Future<Output = Option<Settled>> + use<> {
        let first = self.submit(ticket.id(), ending.clone()).await;
        let this = self.clone();
        async move {
            let mut answer = receive(first).await;
            while let Err(StoreError::Again(reason)) = &answer {
                this.gate.store_failed(reason);
                tokio::time::sleep(STORE_RETRY).await;
                answer = receive(this.submit(ticket.id(), ending.clone()).await).await;
            }
            match answer {
                Ok((settled, ready)) => {
                    this.note(&settled);
                    this.offer(ready);
                    let later = match ending {
                        Ending::Later { not_before, .. } if settled == Settled::Later => Some(not_before),
                        _ => None,
                    };
                    ticket.end(later);
                    Some(settled)
                }
                Err(StoreError::Closed) => None,
                Err(error) => {
                    tracing::error!(item = ticket.id(), %error, "an item could not be ended; it is offered again");
                    None
                }
            }
        }
    }

    async fn submit(&self, id: i64, ending: Ending) -> Result<oneshot::Receiver<Finished>, StoreError> {
        self.store.submit(move |connection| ending::finish(connection, id, &ending, Timestamp::now())).await
    }

    fn note(&self, settled: &Settled) {
        if let Settled::Emitted { seq, bytes, .. } = settled {
            self.outbox.announce(*seq, *bytes);
        }
    }

    /// Items in work or ready to be, and items that wait for their time.
    pub fn counts(&self) -> (usize, usize) {
        let index = self.shared.index();
        (index.busy(), index.postponed())
    }
}

type Finished = Result<(Settled, Option<Ready>), StoreError>;

async fn receive(submitted: Result<oneshot::Receiver<Finished>, StoreError>) -> Finished {
    submitted?.await.unwrap_or(Err(StoreError::Closed))
}

/// Joins tickets with their rows; a ticket without a row was settled by a newer version of its entry.
fn pair(tickets: Vec<Ticket>, rows: Vec<Item>) -> Vec<(Ticket, Item)> {
    let mut rows = rows.into_iter().peekable();
    let mut claimed = Vec::with_capacity(tickets.len());
    for ticket in tickets {
        match rows.next_if(|row| row.id == ticket.id()) {
            Some(row) => claimed.push((ticket, row)),
            None => ticket.end(None),
        }
    }
    claimed
}

/// Time left until `at`, but no more than `most`.
fn until(at: Timestamp, most: Duration) -> Duration {
    Duration::try_from(at.duration_since(Timestamp::now())).unwrap_or_default().min(most)
}

/// The second hand-over. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    store: Store,
    head: Arc<watch::Sender<i64>>,
    bytes: Arc<AtomicU64>,
}

impl Outbox {
    pub async fn open(store: Store) -> Result<Self, StoreError> {
        let (head, bytes) =
            store.read(|connection| Ok((outbox::head(connection)?, outbox::size(connection)?.1))).await?;
        Ok(Self { store, head: Arc::new(watch::Sender::new(head)), bytes: Arc::new(AtomicU64::new(bytes)) })
    }

    fn announce(&self, seq: i64, bytes: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.head.send_if_modified(|head| {
            let is_newer = seq > *head;
            *head = seq.max(*head);
            is_newer
        });
    }

    /// Tells when there are records behind the ones already read.
    pub fn watch(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    pub fn head(&self) -> i64 {
        *self.head.borrow()
    }

    /// Bytes of the records that wait for the slowest sink.
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Deletes what every sink has behind it.
    pub async fn trim(&self) -> Result<(), StoreError> {
        loop {
            let (rows, bytes) = self.store.write(outbox::trim).await?;
            self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |held| Some(held.saturating_sub(bytes))).ok();
            if rows == 0 {
                return Ok(());
            }
        }
    }
}
