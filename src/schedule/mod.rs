//! When each feed is due.
//!
//! [`policy`] says how long to wait, purely: what is known of a feed goes in, a time comes out. [`wheel`]
//! keeps a million such times for the price of a list and hands over the feeds whose time has come. Who
//! asks the wheel, and what becomes of the feeds, is the pipeline's business.
//!
//! [`wishes`] is what a document asks for, [`silence`] and [`outage`] tell a feed that has gone quiet and a network that
//! is down from feeds in trouble.
//!
//! The wheel counts ticks of [`TICK`], so that even a feed polled once a second is polled about once a second.

pub mod outage;
pub mod policy;
pub mod silence;
pub mod wheel;
pub mod wishes;

pub use outage::{Outage, Reach, Turn};
pub use policy::{History, Signals, clamp_due, horizon, next_poll};
pub use silence::{is_silent, rhythm};
pub use wheel::Wheel;
pub use wishes::Wishes;

use std::time::Duration;

use jiff::Timestamp;

/// The grain of the schedule: a tenth of the shortest interval that makes sense.
pub const TICK: Duration = Duration::from_millis(100);

const TICK_MS: i64 = 100;

/// Returns the first tick that is not before `due`.
pub fn tick_of(due: Timestamp) -> i64 {
    due.as_millisecond().saturating_add(TICK_MS - 1).div_euclid(TICK_MS)
}

/// Returns the last tick that is not after `now`.
pub fn tick_now(now: Timestamp) -> i64 {
    now.as_millisecond().div_euclid(TICK_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_is_never_due_before_its_time() {
        for milliseconds in [0, 1, 99, 100, 101, 1_700_000_000_050] {
            let due = Timestamp::from_millisecond(milliseconds).unwrap();
            assert!(tick_of(due) * TICK_MS >= milliseconds);
            assert!(tick_of(due) - tick_now(due) <= 1);
        }
    }
}
