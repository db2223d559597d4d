//! One loop per sink: read behind the cursor, deliver, commit the cursor. A sink that is down delays itself only.

use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::queue::Outbox;
use crate::observe::failpoint;
use crate::sink::{Delivered, Record, Sink, SinkError};
use crate::store::outbox::{self, Progress, Row};
use crate::store::{Store, StoreError, dead_letters};

/// Bytes of records offered at once.
const BATCH_BYTES_MAX: usize = 4 << 20;
/// How often a sink without news is asked whether time wants something of it (rotation), and retries are looked for.
const IDLE_EVERY: Duration = Duration::from_millis(500);
/// First pause after a delivery failed without a time from the receiver; doubles up to [`PAUSE_MAX`].
const PAUSE_MIN: Duration = Duration::from_secs(1);
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Pause before the store is asked again.
const STORE_RETRY: Duration = Duration::from_millis(500);

/// What the loop knows besides the sink itself.
pub struct Runner {
    pub id: String,
    pub store: Store,
    pub outbox: Outbox,
    /// Of the last record that is durable at the sink.
    pub cursor: i64,
    /// Why it takes nothing any more: everything becomes a dead letter.
    pub disabled: Option<String>,
    pub max_age: Option<Duration>,
    /// What the sink is at, for `status` and the end of `--until-idle`.
    pub report: watch::Sender<Report>,
    pub mood: Mood,
}

/// What the loop remembers from one round to the next.
#[derive(Debug)]
pub struct Mood {
    /// The next round begins with a letter that an operator wants offered again, if there is one: after each batch, so
    /// that a sink that is always behind gets to them, and until a letter that is not taken yet has come to its end.
    is_letters_turn: bool,
    /// The store may say that nothing gets through: true at a start, when nobody knows.
    is_trouble_noted: bool,
}

impl Default for Mood {
    fn default() -> Self {
        Self { is_letters_turn: false, is_trouble_noted: true }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub cursor: i64,
    pub trouble: Option<String>,
    /// It will not go on by itself.
    pub is_stopped: bool,
}

/// Tells the loops to finish: `Some(deadline)` once there is nothing more to come.
pub type Finish = watch::Receiver<Option<tokio::time::Instant>>;

impl Runner {
    /// Delivers until `finish` is called and everything is delivered and closed, or its deadline has passed. The
    /// deadline cuts off whatever is under way: the sink may then hold lines that were not committed, so it is not
    /// closed, and the next start holds them against the outbox.
    pub async fn run(mut self, mut sink: Box<dyn Sink>, mut finish: Finish) {
        let mut head = self.outbox.watch();
        let mut pause = PAUSE_MIN;
        loop {
            head.borrow_and_update();
            let round = tokio::select! {
                biased;
                () = deadline(&mut finish) => return,
                round = self.round(sink.as_mut()) => round,
            };
            match round {
                Ok(true) => pause = PAUSE_MIN,
                Ok(false) if finish.borrow().is_some() => break,
                Ok(false) => {
                    tokio::select! {
                        _ = head.changed() => {}
                        _ = finish.changed() => {}
                        () = tokio::time::sleep(IDLE_EVERY) => {}
                    }
                }
                Err(SinkError::Unavailable { message, after }) => {
                    self.note_trouble(&message).await;
                    let wait = after.unwrap_or(pause);
                    pause = (pause * 2).min(PAUSE_MAX);
                    if tokio::time::timeout(wait, deadline(&mut finish)).await.is_ok() {
                        return;
                    }
                }
                Err(SinkError::Stop { message }) => {
                    tracing::error!(sink = %self.id, reason = %message, "sink stopped");
                    self.note_trouble(&message).await;
                    self.report.send_modify(|report| report.is_stopped = true);
                    wait_for_finish(&mut finish).await;
                    return;
                }
            }
        }
        self.close(sink.as_mut()).await;
    }

    /// Delivers one batch; false when there was nothing to do.
    async fn round(&mut self, sink: &mut dyn Sink) -> Result<bool, SinkError> {
        if self.mood.is_letters_turn && self.retry(sink).await? {
            return Ok(true);
        }
        let (after, most) = (self.cursor, sink.batch_max());
        let rows = self
            .until_stored(|| self.store.read(move |connection| outbox::read(connection, after, most, BATCH_BYTES_MAX)));
        let rows = rows.await?;
        let Some(last) = rows.last().map(|row| row.record.seq) else {
            return self.rest(sink).await;
        };
        let (wanted, skipped) = self.split_by_age(rows);
        if let Some(reason) = self.disabled.clone() {
            self.bury(last, wanted, skipped, &reason).await?;
        } else {
            let delivered = if wanted.is_empty() { Delivered::default() } else { sink.deliver(&wanted).await? };
            failpoint::hit("sink.delivered", &self.id);
            self.commit(last, delivered, wanted, skipped).await?;
        }
        self.mood.is_letters_turn = true;
        Ok(true)
    }

    /// Old news is left out by its age when the record was made: the answer is the same after every restart.
    fn split_by_age(&self, rows: Vec<Row>) -> (Vec<Record>, u64) {
        let limit = self.max_age.map_or(i64::MAX, |age| i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
        let count = rows.len();
        let wanted: Vec<Record> = rows.into_iter().filter(|row| row.age_ms <= limit).map(|row| row.record).collect();
        let skipped = (count - wanted.len()) as u64;
        (wanted, skipped)
    }

    async fn commit(
        &mut self,
        seq: i64,
        delivered: Delivered,
        offered: Vec<Record>,
        skipped: u64,
    ) -> Result<(), SinkError> {
        if let Some(reason) = &delivered.disabled {
            tracing::error!(sink = %self.id, %reason, "sink disabled; its records become dead letters until an operator retries them");
            self.disabled = Some(reason.clone());
        }
        let is_refused = |record: &Record| delivered.refused.iter().any(|refused| refused.seq == record.seq);
        let refused: Vec<Record> = offered.iter().filter(|record| is_refused(record)).cloned().collect();
        let count = (offered.len() - refused.len()) as u64;
        metrics::counter!("sink_records_total", "sink" => self.id.clone()).increment(count);
        metrics::counter!("sink_refused_total", "sink" => self.id.clone()).increment(refused.len() as u64);
        let progress = Progress { seq, delivered, count, skipped, refused };
        self.until_stored(|| {
            let (id, progress) = (self.id.clone(), progress.clone());
            self.store.write(move |connection| outbox::commit(connection, &id, &progress, Timestamp::now()))
        })
        .await?;
        self.advanced_to(seq);
        Ok(())
    }

    /// Makes dead letters of what a disabled sink would get. An operator who asks for its letters enables it: the same
    /// transaction looks, so that no record is buried that the operator did not see.
    async fn bury(&mut self, seq: i64, wanted: Vec<Record>, skipped: u64, reason: &str) -> Result<(), SinkError> {
        let delivered = Delivered { refused: refuse_all(&wanted, reason), ..Delivered::default() };
        let progress = Progress { seq, delivered, count: 0, skipped, refused: wanted };
        let is_buried = self.until_stored(|| {
            let (id, progress) = (self.id.clone(), progress.clone());
            self.store.write(move |connection| outbox::commit_disabled(connection, &id, &progress, Timestamp::now()))
        });
        if is_buried.await? {
            metrics::counter!("sink_refused_total", "sink" => self.id.clone()).increment(progress.refused.len() as u64);
            self.advanced_to(seq);
        } else {
            self.disabled = None;
        }
        Ok(())
    }

    fn advanced_to(&mut self, seq: i64) {
        self.cursor = seq;
        self.mood.is_trouble_noted = false;
        self.report.send_replace(Report { cursor: seq, ..Report::default() });
    }

    /// Nothing new: lets the sink do what time asks of it, then makes one retry that an operator asked for.
    async fn rest(&mut self, sink: &mut dyn Sink) -> Result<bool, SinkError> {
        let delivered = sink.deliver(&[]).await?;
        if delivered.place.is_some() {
            self.commit(self.cursor, delivered, Vec::new(), 0).await?;
        }
        self.note_success().await;
        self.retry(sink).await
    }

    /// Offers a letter again that an operator wants offered; false when there is none. A letter that is not taken yet
    /// is offered in the next round too, before anything new: the sink counts its attempts, like those of a record.
    async fn retry(&mut self, sink: &mut dyn Sink) -> Result<bool, SinkError> {
        self.mood.is_letters_turn = false;
        let id = self.id.clone();
        let read = self.store.read(move |connection| dead_letters::next_retry(connection, &id)).await;
        let Ok(Some((letter, record))) = read else { return Ok(false) };
        self.mood.is_letters_turn = true;
        self.disabled = None;
        let delivered = sink.deliver(std::slice::from_ref(&record)).await?;
        self.mood.is_letters_turn = false;
        self.disabled.clone_from(&delivered.disabled);
        let refused = delivered.refused.first().cloned();
        self.until_stored(|| {
            let refused = refused.clone();
            self.store.write(move |connection| dead_letters::retried(connection, letter, refused.as_ref()))
        })
        .await?;
        if delivered.place.is_some() || delivered.disabled.is_some() {
            self.commit(self.cursor, Delivered { refused: Vec::new(), ..delivered }, Vec::new(), 0).await?;
        }
        self.note_success().await;
        Ok(true)
    }

    async fn close(&mut self, sink: &mut dyn Sink) {
        match sink.close().await {
            Ok(delivered) if delivered.place.is_some() => {
                if let Err(error) = self.commit(self.cursor, delivered, Vec::new(), 0).await {
                    tracing::warn!(sink = %self.id, %error, "the sink's place was not committed; the next start finds it");
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(sink = %self.id, %error, "the sink did not close cleanly; the next start goes on")
            }
        }
    }

    /// Asks the store again until it can: a sink has nowhere else to go.
    async fn until_stored<T, F>(&self, ask: impl Fn() -> F) -> Result<T, SinkError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        loop {
            match ask().await {
                Ok(value) => return Ok(value),
                Err(StoreError::Again(_)) => tokio::time::sleep(STORE_RETRY).await,
                Err(error) => return Err(SinkError::Stop { message: error.to_string() }),
            }
        }
    }

    /// What was in the way is so no more.
    async fn note_success(&mut self) {
        if !self.mood.is_trouble_noted {
            return;
        }
        self.report.send_modify(|report| report.trouble = None);
        let id = self.id.clone();
        let noted = self.store.write(move |connection| outbox::note_trouble(connection, &id, None)).await;
        self.mood.is_trouble_noted = noted.is_err();
    }

    async fn note_trouble(&mut self, message: &str) {
        self.mood.is_trouble_noted = true;
        if self.report.borrow().trouble.as_deref() != Some(message) {
            tracing::warn!(sink = %self.id, reason = %message, "sink unavailable; trying again");
        }
        metrics::counter!("sink_failures_total", "sink" => self.id.clone()).increment(1);
        self.report.send_modify(|report| report.trouble = Some(message.to_owned()));
        let (id, message) = (self.id.clone(), message.to_owned());
        let noted = self.store.write(move |connection| outbox::note_trouble(connection, &id, Some(&message))).await;
        if let Err(error) = noted {
            tracing::debug!(%error, "the sink's trouble could not be noted");
        }
    }
}

fn refuse_all(records: &[Record], reason: &str) -> Vec<crate::sink::Refused> {
    let refuse = |record: &Record| crate::sink::Refused {
        seq: record.seq,
        reason: format!("the sink is disabled: {reason}"),
        attempts: 0,
    };
    records.iter().map(refuse).collect()
}

/// Returns when the deadline of `finish` has come, or nobody is left to set one.
async fn deadline(finish: &mut Finish) {
    let at = finish.wait_for(Option::is_some).await.ok().and_then(|at| *at);
    if let Some(at) = at {
        tokio::time::sleep_until(at).await;
    }
}

async fn wait_for_finish(finish: &mut Finish) {
    let _ = finish.wait_for(Option::is_some).await;
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;
    use crate::sink::Delivery;
    use crate::store;

    /// How long the sinks below may go on after they were told to finish.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Answers after this time: never too late for a webhook's own timeout, always too late for a stop.
    struct Slow(Duration);

    impl Sink for Slow {
        fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
            let wait = if records.is_empty() { Duration::ZERO } else { self.0 };
            Box::pin(async move {
                tokio::time::sleep(wait).await;
                Ok(Delivered::default())
            })
        }

        fn batch_max(&self) -> usize {
            1
        }

        fn close(&mut self) -> Delivery<'_> {
            panic!("lines that are not committed would be closed into a part")
        }
    }

    /// A state with a sink that has `rows` records before it.
    async fn runner(folder: &std::path::Path, rows: i64) -> Runner {
        let (store, writer, reader, _lock) = store::open(&folder.join("state.db")).unwrap();
        for work in [Box::new(move || writer.run()) as Box<dyn FnOnce() + Send>, Box::new(move || reader.run())] {
            std::thread::Builder::new().spawn(work).unwrap();
        }
        let fill = move |connection: &_| {
            outbox::register(connection, "hook", "webhook", false)?;
            outbox::fill(connection, rows)
        };
        store.write(fill).await.unwrap();
        let outbox = Outbox::open(store.clone()).await.unwrap();
        let report = watch::Sender::new(Report::default());
        Runner {
            id: "hook".to_owned(),
            store,
            outbox,
            cursor: 0,
            disabled: None,
            max_age: None,
            report,
            mood: Mood::default(),
        }
    }

    /// A reload once ended the daemon, because one sink had a backlog, or a receiver that did not answer: the deadline
    /// was looked at only when there was nothing more to do.
    #[tokio::test]
    async fn a_backlog_and_a_hanging_receiver_keep_no_sink_past_the_deadline() {
        for slow in [Slow(Duration::from_millis(20)), Slow(Duration::from_secs(60))] {
            let folder = tempfile::tempdir().unwrap();
            let runner = runner(folder.path(), 2_000).await;
            let deadline = Instant::now() + Duration::from_millis(300);
            let (_finish, finished) = watch::channel(Some(deadline));
            let ended = tokio::time::timeout_at(deadline + PATIENCE, runner.run(Box::new(slow), finished)).await;
            assert!(ended.is_ok(), "it left at the deadline");
        }
    }

    /// Takes everything, and remembers its numbers.
    struct Glad(std::sync::Arc<std::sync::Mutex<Vec<i64>>>);

    impl Sink for Glad {
        fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
            self.0.lock().unwrap().extend(records.iter().map(|record| record.seq));
            Box::pin(async { Ok(Delivered::default()) })
        }

        fn batch_max(&self) -> usize {
            1
        }
    }

    /// While a webhook was behind, what an operator wanted offered again waited for the day on which it was not, and
    /// what was new became a dead letter although the sink had been enabled again.
    #[tokio::test]
    async fn a_sink_that_is_always_behind_gets_its_letters_and_is_enabled_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut runner = runner(folder.path(), 50).await;
        let refuse = |connection: &_| {
            let refused = vec![crate::sink::Refused { seq: 1, reason: "410".to_owned(), attempts: 1 }];
            let delivered = Delivered { refused, disabled: Some("410".to_owned()), ..Delivered::default() };
            let refused = vec![outbox::read(connection, 0, 1, BATCH_BYTES_MAX)?.remove(0).record];
            let progress = Progress { seq: 1, delivered, count: 0, skipped: 0, refused };
            outbox::commit(connection, "hook", &progress, Timestamp::now())?;
            outbox::note_trouble(connection, "hook", Some("it was gone"))?;
            dead_letters::retry(connection, dead_letters::Which::All, Timestamp::now())
        };
        runner.store.write(refuse).await.unwrap();
        (runner.cursor, runner.disabled) = (1, Some("410".to_owned()));
        let offered = std::sync::Arc::default();
        let mut sink = Glad(std::sync::Arc::clone(&offered));
        for _ in 0..4 {
            assert!(runner.round(&mut sink).await.unwrap());
        }
        assert_eq!(*offered.lock().unwrap(), [1, 2, 3]);
        assert_eq!(runner.store.read(dead_letters::count).await.unwrap(), 0);
        let status = runner.store.read(store::status::sinks).await.unwrap().remove(0);
        assert_eq!((status.disabled, status.trouble), (None, None));
    }
}
