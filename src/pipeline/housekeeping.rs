//! What has to be done from time to time: trim the outbox, forget old rows, watch the bounds, feed the watchdog.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::gate::Gate;
use super::queue::{Items, Outbox};
use crate::config;
use crate::store::flight::FlightRecorder;
use crate::store::{Store, dead_letters, retention, status};

const ROUND_EVERY: Duration = Duration::from_millis(500);
/// Rounds between two looks at what is past its time.
const FORGET_EVERY: u32 = 120;
/// Rounds before the first one, an hour: a clock that is wrong at boot has been set by then, and a wrong one would
/// forget what may come again.
const FORGET_FROM: u32 = 7_200;
/// Rounds between two looks at how many dead letters there are; they come one by one.
const COUNT_EVERY: u32 = 10;
/// Slices forgotten in a row: a minute's worth of the world's news, and still short of the watchdog's patience.
const FORGET_SLICES_MAX: u32 = 50;
/// The gate opens again below this share of the bound, so that it does not flutter.
const REOPEN_PERCENT: u64 = 80;
/// A step that is busy with one article for so long never ends: the process dies, and the item is charged.
const STEP_MAX: Duration = Duration::from_secs(120);

/// Whether something has been too much; each bound remembers that for itself.
#[derive(Default)]
struct Bound {
    is_closed: bool,
}

#[derive(Default)]
struct Bounds {
    outbox: Bound,
    letters: Bound,
}

impl Bound {
    /// True from `most` on, until it is well below it again; of a bound of one, that is none.
    fn is_reached(&mut self, held: u64, most: u64) -> bool {
        let limit = if self.is_closed { (most * REOPEN_PERCENT / 100).max(1) } else { most };
        self.is_closed = held >= limit;
        self.is_closed
    }
}

pub struct Housekeeping {
    pub store: Store,
    pub items: Items,
    pub outbox: Outbox,
    pub gate: Gate,
    pub flight: Arc<FlightRecorder>,
    pub settings: config::Store,
}

impl Housekeeping {
    /// Works until it is dropped.
    pub async fn run(self) {
        let mut ticks = tokio::time::interval(ROUND_EVERY);
        let mut is_noted = None;
        let mut letters = 0;
        let mut bounds = Bounds::default();
        for round in 0_u32.. {
            ticks.tick().await;
            self.look_for_endless_work();
            self.watch_the_store().await;
            if round.is_multiple_of(COUNT_EVERY) {
                letters = self.store.read(dead_letters::count).await.unwrap_or(letters);
            }
            self.hold_the_bounds(letters, &mut bounds);
            self.note_intake(&mut is_noted).await;
            if round >= FORGET_FROM && round.is_multiple_of(FORGET_EVERY) {
                self.forget().await;
            }
            let _ = sd_notify::notify(&[sd_notify::NotifyState::Watchdog]);
        }
    }

    /// Once the store has failed, only a write that needs room shows that it works again.
    async fn watch_the_store(&self) {
        let was_failing = self.gate.has_store_failed();
        let mut outcome = self.outbox.trim().await;
        if outcome.is_ok() && was_failing {
            outcome = self.store.write(status::probe).await;
        }
        match outcome {
            Err(error) => self.gate.store_failed(&error.to_string()),
            Ok(()) if was_failing => {
                // What it leaves when this fails is replaced by the next one.
                let _ = self.store.write(status::forget_probe).await;
                self.gate.store_works();
            }
            // A failure since then is for the next round to judge.
            Ok(()) => {}
        }
    }

    fn hold_the_bounds(&self, letters: u64, bounds: &mut Bounds) {
        let (held, most) = (self.outbox.bytes(), self.settings.outbox_max);
        let (buried, letters_max) = (letters, self.settings.dead_letters_max);
        let outbox = bounds.outbox.is_reached(held, most).then(|| {
            format!(
                "the outbox holds {held} bytes, its bound is {most} (store.outbox_max): a sink does not keep up, see `courant status`"
            )
        });
        let letters = bounds.letters.is_reached(buried, letters_max).then(|| {
            format!(
                "there are {buried} dead letters, their bound is {letters_max} (store.dead_letters_max): see `courant dead-letters list`, then retry or drop them"
            )
        });
        self.gate.set_bound(outbox.or(letters));
        metrics::gauge!("dead_letters").set(buried as f64);
        let (busy, postponed) = self.items.counts();
        metrics::gauge!("outbox_bytes").set(held as f64);
        metrics::gauge!("items_ready").set(busy as f64);
        metrics::gauge!("items_postponed").set(postponed as f64);
        metrics::gauge!("intake_stopped").set(if self.gate.reason().is_some() { 1.0 } else { 0.0 });
    }

    /// Writes down whether and why intake stands still, for whoever reads the state; once for each change. What an
    /// earlier process noted goes with the first round.
    async fn note_intake(&self, is_noted: &mut Option<bool>) {
        let reason = self.gate.reason();
        let is_closed = reason.is_some();
        if *is_noted == Some(is_closed) {
            return;
        }
        let noted = self.store.write(move |connection| status::note_intake(connection, reason.as_deref()));
        match noted.await {
            Ok(()) => *is_noted = Some(is_closed),
            Err(error) => tracing::debug!(%error, "the state could not be told how intake stands"),
        }
    }

    fn look_for_endless_work(&self) {
        if let Some((cargo, step)) = self.flight.stuck(STEP_MAX) {
            tracing::error!(
                ?cargo,
                step,
                "a step does not come back; ending the process, the next start charges the item"
            );
            std::process::abort();
        }
    }

    async fn forget(&self) {
        for _ in 0..FORGET_SLICES_MAX {
            let settings = self.settings.clone();
            let forget = move |connection: &_| retention::forget(connection, &settings, Timestamp::now());
            match self.store.write(forget).await {
                Ok(0) => return,
                Ok(rows) => tracing::debug!(rows, "forgotten what is past its time"),
                Err(error) => return tracing::warn!(%error, "old rows were not forgotten"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A bound of one never opened again: 80 % of it is nothing, and nothing is not less than nothing.
    #[test]
    fn a_bound_opens_again_well_below_it() {
        for (most, story) in
            [(1, vec![(0, false), (1, true), (0, false)]), (10, vec![(10, true), (8, true), (7, false), (9, false)])]
        {
            let mut bound = Bound::default();
            for (held, is_closed) in story {
                assert_eq!(bound.is_reached(held, most), is_closed, "{held} of {most}");
            }
        }
    }

    /// While the outbox was full, eighty of a hundred dead letters counted as too many.
    #[test]
    fn one_bound_closes_no_other() {
        let mut bounds = Bounds::default();
        assert!(bounds.outbox.is_reached(100, 100));
        assert!(!bounds.letters.is_reached(90, 100));
    }
}
