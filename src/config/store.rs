//! `[store]`: how much and how long the state file remembers.

use std::time::Duration;

use super::key::{Form, Key};
use super::reader::{Section, defaults};

#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// Bytes of records that wait for the slowest sink before intake stops.
    pub outbox_max: u64,
    /// Dead letters kept before intake stops.
    pub dead_letters_max: u64,
    /// How long an entry that left its feed's window is remembered, so that it does not come twice.
    pub seen_for: Duration,
    /// How long settled rows of the ledger are kept.
    pub ledger_for: Duration,
    /// How long the state of a feed that left the configuration is kept.
    pub feeds_for: Duration,
}

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "outbox_max",
        Form::Size("1MiB", "1TiB"),
        "\"1GiB\"",
        "Records that wait for the slowest sink. When it is full, intake stops and says so; nothing is lost.",
    ),
    Key::new(
        "dead_letters_max",
        Form::Count(1, 100_000_000),
        "100_000",
        "Records that a sink refused and items that no step survived, kept until somebody retries or drops them. \
         When there are so many, intake stops and says so.",
    ),
    Key::new(
        "seen_for",
        Form::Duration("1d", "3650d"),
        "\"180d\"",
        "How long an entry that left its feed is remembered, so that it does not come twice. Some publishers \
         bring articles back after months.",
    ),
    Key::new(
        "ledger_for",
        Form::Duration("1d", "3650d"),
        "\"90d\"",
        "How long the ledger can say what became of an entry.",
    ),
    Key::new(
        "feeds_for",
        Form::Duration("1d", "3650d"),
        "\"30d\"",
        "How long a feed that was taken out of this file keeps its state, in case it comes back.",
    ),
];

impl Store {
    pub(super) fn read(section: &Section<'_>) -> Self {
        Self {
            outbox_max: section.setting("outbox_max"),
            dead_letters_max: section.setting("dead_letters_max"),
            seen_for: section.setting("seen_for"),
            ledger_for: section.setting("ledger_for"),
            feeds_for: section.setting("feeds_for"),
        }
    }
}

impl Default for Store {
    fn default() -> Self {
        defaults(&[KEYS], Self::read)
    }
}
