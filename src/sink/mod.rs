//! Where records go: one file a sink, and their registry.

pub mod jsonl;
pub mod stdout;
pub mod webhook;

use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;

use crate::article::ArticleId;
use crate::config::{self, SinkKind};
use crate::store::outbox::SinkState;

/// One row of the outbox. `line` is the whole JSON record without a line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub seq: i64,
    pub id: ArticleId,
    pub version: u32,
    pub line: Bytes,
}

/// What a sink says once the records are durable there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// What the sink wants to find again after a restart, committed together with its cursor. `None` keeps the old.
    pub place: Option<String>,
    /// Records that were given up, with the reason: dead letters.
    pub refused: Vec<Refused>,
    /// The receiver never wants anything again (410): the sink stays disabled until an operator retries its dead letters.
    pub disabled: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub seq: i64,
    pub reason: String,
    pub attempts: u32,
}

/// Nothing of the batch counts as delivered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum SinkError {
    /// Offer the same records again, no sooner than `after` where the receiver named a time.
    #[error("{message}")]
    Unavailable { message: String, after: Option<Duration> },
    /// It would damage what is there: stop and let the operator decide.
    #[error("{message}")]
    Stop { message: String },
}

pub type Delivery<'a> = Pin<Box<dyn Future<Output = Result<Delivered, SinkError>> + Send + 'a>>;

/// A place that takes records.
///
/// The runner offers records in `seq` order, without holes but for those that `max_age` left out, and
/// offers the same ones again until a call returns `Ok`. It calls `deliver` with no records when there was
/// nothing to deliver for a while, so that a sink can do what time asks of it (rotation).
pub trait Sink: Send {
    /// Returns once the records are durable there, or given up.
    fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a>;

    /// How many records one call may offer.
    fn batch_max(&self) -> usize {
        256
    }

    /// Called once at a clean stop, after the last delivery.
    fn close(&mut self) -> Delivery<'_> {
        Box::pin(async { Ok(Delivered::default()) })
    }
}

/// Returns the type's name in the configuration.
pub fn kind(settings: &config::Sink) -> &'static str {
    match &settings.kind {
        SinkKind::Jsonl(_) => "jsonl",
        SinkKind::Webhook(_) => "webhook",
        SinkKind::Stdout => "stdout",
    }
}

/// Opens a sink where its state left it; `head` is the last `seq` that was given. A new sink is one file, a line here and a line in [`kind`].
///
/// # Errors
/// Why it cannot take records without damage, and what to do.
pub fn open(settings: &config::Sink, state_id: &str, state: &SinkState, head: i64) -> Result<Box<dyn Sink>, String> {
    Ok(match &settings.kind {
        SinkKind::Jsonl(jsonl) => {
            let (cursor, place) = (state.cursor, state.place.as_deref());
            let custody = jsonl::Custody { state: state_id, sink: &settings.id, cursor, head, place };
            Box::new(jsonl::Jsonl::open(jsonl, &custody).map_err(|error| error.to_string())?)
        }
        SinkKind::Webhook(webhook) => Box::new(webhook::Webhook::new(webhook).map_err(|error| error.to_string())?),
        SinkKind::Stdout => Box::new(stdout::Stdout::new()),
    })
}
