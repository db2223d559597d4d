//! The writer's and the reader's loop, and the handle that everybody else holds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;

/// Units of work that may wait for the writer before callers wait too.
const WAITING_MAX: usize = 1_024;
/// Units in one commit: enough to make the fsync cheap, few enough that nobody waits long for it.
const GROUP_MAX: usize = 512;

/// Gets the open transaction, or the reason why there is none.
type Unit = Box<dyn FnOnce(Result<&Connection, StoreError>) -> Reply + Send>;
/// Runs after the COMMIT and tells the caller how both went.
type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
type Question = Box<dyn FnOnce(&Connection) + Send>;

/// Hands work to the writer and questions to the reader. Cheap to clone; when the last one is dropped both end.
#[derive(Clone)]
pub struct Store {
    units: mpsc::Sender<Unit>,
    questions: mpsc::Sender<Question>,
    path: PathBuf,
}

/// Owns the writing connection; [`Writer::run`] wants a thread of its own.
pub struct Writer {
    connection: Connection,
    units: mpsc::Receiver<Unit>,
    path: PathBuf,
}

/// Owns the reading connection; [`Reader::run`] wants a thread of its own.
pub struct Reader {
    connection: Connection,
    questions: mpsc::Receiver<Question>,
}

pub(super) fn start(writing: Connection, path: PathBuf) -> rusqlite::Result<(Store, Writer, Reader)> {
    let (unit_sender, units) = mpsc::channel(WAITING_MAX);
    let (question_sender, questions) = mpsc::channel(WAITING_MAX);
    let reader = Reader { connection: super::reading(&path)?, questions };
    let store = Store { units: unit_sender, questions: question_sender, path: path.clone() };
    Ok((store, Writer { connection: writing, units, path }, reader))
}

impl Store {
    /// Where the state file is.
    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Does `work` in a transaction and returns once it is on disk.
    ///
    /// Cancel safe in one direction: dropping the future gives up the answer, not the work.
    ///
    /// # Errors
    /// `work`'s own error undoes only `work`; a failed commit is [`StoreError::Again`].
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        self.submit(work).await?.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Like [`Store::write`], but returns as soon as the work has its place in line: units are done in the
    /// order in which they were submitted. The receiver yields the answer.
    pub async fn submit<T, F>(&self, work: F) -> Result<oneshot::Receiver<Result<T, StoreError>>, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, receiver) = oneshot::channel();
        let unit: Unit = Box::new(move |connection| {
            let result = connection.and_then(|connection| in_savepoint(connection, work));
            Box::new(move |committed| {
                let _ = answer.send(committed.and(result));
            })
        });
        self.units.send(unit).await.map_err(|_| StoreError::Closed)?;
        Ok(receiver)
    }

    /// Asks the reader, who sees everything that was committed before.
    pub async fn read<T, F>(&self, question: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let (answer, receiver) = oneshot::channel();
        let question: Question = Box::new(move |connection| {
            let _ = answer.send(question(connection).map_err(StoreError::from));
        });
        self.questions.send(question).await.map_err(|_| StoreError::Closed)?;
        receiver.await.unwrap_or(Err(StoreError::Closed))
    }
}

impl Writer {
    /// Works until every [`Store`] handle is gone, then leaves the file checkpointed.
    pub fn run(mut self) {
        while let Some(first) = self.units.blocking_recv() {
            let mut group = vec![first];
            while group.len() < GROUP_MAX
                && let Ok(unit) = self.units.try_recv()
            {
                group.push(unit);
            }
            let (replies, committed) = commit_group(&self.connection, group);
            if committed.is_err() {
                self.reopen();
            }
            for reply in replies {
                reply(committed.clone());
            }
        }
        if let Err(error) = self.connection.pragma_update(None, "wal_checkpoint", "TRUNCATE") {
            tracing::debug!(%error, "the last checkpoint was left to the next start");
        }
    }

    /// After an I/O error nobody knows what the connection believes: a new one reads what is really there.
    fn reopen(&mut self) {
        match super::connect(&self.path) {
            Ok(connection) => self.connection = connection,
            Err(error) => tracing::error!(%error, "cannot reopen the state file; trying again with the next work"),
        }
    }
}

impl Reader {
    /// Answers until every [`Store`] handle is gone.
    pub fn run(mut self) {
        while let Some(question) = self.questions.blocking_recv() {
            question(&self.connection);
        }
    }
}

fn commit_group(connection: &Connection, group: Vec<Unit>) -> (Vec<Reply>, Result<(), StoreError>) {
    let mut outcome = connection.execute_batch("BEGIN IMMEDIATE").map_err(|error| StoreError::Again(error.to_string()));
    let mut replies = Vec::with_capacity(group.len());
    for unit in group {
        replies.push(unit(outcome.clone().map(|()| connection)));
        // A full disk or an I/O error can end the whole transaction by itself, the units before included.
        if outcome.is_ok() && connection.is_autocommit() {
            outcome = Err(StoreError::Again("the transaction was rolled back after an I/O error".to_owned()));
        }
    }
    let committed =
        outcome.and_then(|()| connection.execute_batch("COMMIT").map_err(|error| StoreError::Again(error.to_string())));
    if committed.is_err() && !connection.is_autocommit() {
        let _ = connection.execute_batch("ROLLBACK");
    }
    (replies, committed)
}

fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.execute_batch("SAVEPOINT unit")?;
    let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
        .unwrap_or_else(|_| Err(StoreError::Broken("a unit of work panicked".to_owned())));
    let end = if result.is_ok() { "RELEASE unit" } else { "ROLLBACK TO unit; RELEASE unit" };
    connection.execute_batch(end)?;
    result
}
