//! What all bodies hold together, and which of them gives way.
//!
//! Every body has a limit of its own, but hundreds arrive at once, so the sum needs one too. Small bodies are not
//! counted: the number of requests bounds them. When the others get over the sum, those that are still arriving
//! wait for the ones that are waiting to be read; if there are none, the largest is given up. So a flood of bombs
//! costs the bombs, and a feed of ordinary size never notices.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::sync::Notify;

/// Room for one body of the default `fetch.body_max` and a few large feeds beside it: with it, the process stays under
/// 200 MiB while it is flooded.
const BODIES_BYTES_MAX: u64 = 44 << 20;

/// Bodies up to this size are not counted; nine feeds in ten are smaller.
const SMALL_BYTES_MAX: usize = 256 << 10;

/// From this size on, a body that is the largest does not wait for others to be read: bombs grow faster than anybody
/// reads.
const LARGE_BYTES_MIN: usize = 8 << 20;

/// The sum over all bodies of a fetcher.
pub(super) struct Budget {
    bytes_max: usize,
    bodies: Mutex<Bodies>,
    /// A body has gone or is to go.
    changed: Notify,
}

#[derive(Default)]
struct Bodies {
    /// Size of each that is still arriving.
    arriving: HashMap<u64, usize>,
    /// Of those, the ones that are to give way.
    given_up: HashSet<u64>,
    bytes: usize,
    /// The part of `bytes` that has arrived and waits to be read.
    arrived_bytes: usize,
    last: u64,
}

/// One body's part; dropping it gives the bytes back.
pub(super) struct Share {
    budget: Arc<Budget>,
    id: u64,
    bytes: usize,
    has_arrived: bool,
}

/// The body is the largest of too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("answers in work hold more than {bytes_max} bytes together and this is the largest of them")]
pub(super) struct Crowded {
    bytes_max: usize,
}

/// How a body stands while the sum is exceeded or not.
enum Standing {
    Fits,
    Waits,
    GivesWay,
}

impl Budget {
    /// A budget that has room for at least one body of `body_bytes_max`.
    pub(super) fn new(body_bytes_max: u64) -> Arc<Self> {
        let bytes_max = usize::try_from(BODIES_BYTES_MAX.max(body_bytes_max)).unwrap_or(usize::MAX);
        Arc::new(Self { bytes_max, bodies: Mutex::default(), changed: Notify::new() })
    }

    pub(super) fn share(self: &Arc<Self>) -> Share {
        let mut bodies = self.bodies();
        bodies.last += 1;
        Share { budget: Arc::clone(self), id: bodies.last, bytes: 0, has_arrived: false }
    }

    fn bodies(&self) -> MutexGuard<'_, Bodies> {
        self.bodies.lock().expect("nothing panics under this lock")
    }
}

impl Bodies {
    fn largest(&self) -> Option<u64> {
        let rest = self.arriving.iter().filter(|(id, _)| !self.given_up.contains(id));
        rest.max_by_key(|(id, bytes)| (**bytes, **id)).map(|(id, _)| *id)
    }
}

impl Share {
    /// Takes note that the body has grown to `bytes`.
    ///
    /// # Errors
    /// If it has to give way at once.
    pub(super) fn grow(&mut self, bytes: usize) -> Result<(), Crowded> {
        if bytes <= SMALL_BYTES_MAX {
            return Ok(());
        }
        let mut bodies = self.budget.bodies();
        bodies.bytes += bytes - self.bytes;
        self.bytes = bytes;
        bodies.arriving.insert(self.id, bytes);
        let is_over = bodies.bytes > self.budget.bytes_max;
        let must = is_over && bytes >= LARGE_BYTES_MIN && bodies.largest() == Some(self.id);
        if must || bodies.given_up.contains(&self.id) { Err(self.crowded()) } else { Ok(()) }
    }

    /// Waits until there is room for what the body holds by now. Cancel safe.
    ///
    /// # Errors
    /// If it has to give way.
    pub(super) async fn room(&self) -> Result<(), Crowded> {
        if self.bytes == 0 {
            return Ok(());
        }
        loop {
            // Made before the look, so that no change goes by unseen.
            let changed = self.budget.changed.notified();
            match self.standing() {
                Standing::Fits => return Ok(()),
                Standing::GivesWay => return Err(self.crowded()),
                Standing::Waits => changed.await,
            }
        }
    }

    /// Waits until the body has to give way, if ever. Cancel safe.
    pub(super) async fn given_up(&self) -> Crowded {
        if self.bytes == 0 {
            // Nobody gives up what is not counted.
            return std::future::pending().await;
        }
        loop {
            let changed = self.budget.changed.notified();
            if self.budget.bodies().given_up.contains(&self.id) {
                return self.crowded();
            }
            changed.await;
        }
    }

    /// Nothing more comes: what is there waits to be read and is not given up any more.
    pub(super) fn arrived(&mut self) {
        let mut bodies = self.budget.bodies();
        bodies.arriving.remove(&self.id);
        bodies.given_up.remove(&self.id);
        bodies.arrived_bytes += self.bytes;
        self.has_arrived = true;
    }

    fn standing(&self) -> Standing {
        let mut bodies = self.budget.bodies();
        if bodies.given_up.contains(&self.id) {
            return Standing::GivesWay;
        }
        if bodies.bytes <= self.budget.bytes_max {
            return Standing::Fits;
        }
        if bodies.arrived_bytes > 0 || !bodies.given_up.is_empty() {
            return Standing::Waits;
        }
        match bodies.largest() {
            Some(largest) if largest != self.id => {
                bodies.given_up.insert(largest);
                self.budget.changed.notify_waiters();
                Standing::Waits
            }
            _ => Standing::GivesWay,
        }
    }

    fn crowded(&self) -> Crowded {
        Crowded { bytes_max: self.budget.bytes_max }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.bytes == 0 {
            return;
        }
        let mut bodies = self.budget.bodies();
        bodies.bytes -= self.bytes;
        bodies.arriving.remove(&self.id);
        bodies.given_up.remove(&self.id);
        if self.has_arrived {
            bodies.arrived_bytes -= self.bytes;
        }
        drop(bodies);
        self.budget.changed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    const MIB: usize = 1 << 20;

    fn budget() -> Arc<Budget> {
        Budget::new(64 * MIB as u64)
    }

    fn holding(budget: &Arc<Budget>, bytes: usize) -> Share {
        let mut share = budget.share();
        share.grow(bytes).unwrap();
        share
    }

    fn is_pending(future: impl Future) -> bool {
        future.now_or_never().is_none()
    }

    #[test]
    fn the_largest_gives_way_and_the_others_go_on() {
        let budget = budget();
        let largest = holding(&budget, 40 * MIB);
        let other = holding(&budget, 20 * MIB);
        let mut third = holding(&budget, 3 * MIB);
        assert_eq!(third.room().now_or_never(), Some(Ok(())), "63 MiB fit");
        third.grow(5 * MIB).unwrap();
        assert!(is_pending(third.room()), "it waits until the largest has gone");
        assert!(is_pending(other.given_up()));
        assert_eq!(largest.given_up().now_or_never(), Some(largest.crowded()));
        drop(largest);
        assert_eq!(third.room().now_or_never(), Some(Ok(())));
    }

    #[test]
    fn a_bomb_is_stopped_where_it_grows() {
        let budget = budget();
        let _feeds: Vec<Share> = (0..20).map(|_| holding(&budget, 3 * MIB)).collect();
        let mut bomb = holding(&budget, 4 * MIB);
        assert!(bomb.grow(8 * MIB).is_err());
    }

    #[test]
    fn while_bodies_wait_to_be_read_nobody_of_ordinary_size_is_given_up() {
        let budget = budget();
        let mut read_soon = holding(&budget, 62 * MIB);
        read_soon.arrived();
        let feed = holding(&budget, 3 * MIB);
        assert!(is_pending(feed.room()));
        drop(read_soon);
        assert_eq!(feed.room().now_or_never(), Some(Ok(())));
    }

    #[test]
    fn small_bodies_are_not_counted_and_all_bytes_come_back() {
        let budget = budget();
        let small: Vec<Share> = (0..1_000).map(|_| holding(&budget, SMALL_BYTES_MAX)).collect();
        assert_eq!(budget.bodies().bytes, 0);
        drop(small);
        let mut arrived = holding(&budget, MIB);
        arrived.arrived();
        drop((arrived, holding(&budget, 2 * MIB)));
        let bodies = budget.bodies();
        assert_eq!((bodies.bytes, bodies.arrived_bytes, bodies.arriving.len()), (0, 0, 0));
    }
}
