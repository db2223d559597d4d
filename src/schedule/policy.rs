//! How long to wait before a feed is asked again: a fixed interval, bent by failures and by the publisher.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use xxhash_rust::xxh3::xxh3_64;

use crate::config::Schedule;

/// A feed that is gone (410) is still asked: some come back, and the daemon shall notice.
pub const GONE_EVERY: Duration = Duration::from_secs(7 * 24 * 3600);

/// The longest time for which a server can send us away.
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 3600);

/// Each wait is made up to this many thousandths shorter or longer, so that feeds that started together drift apart.
const JITTER_PER_MILLE: u64 = 100;

/// What is known of a feed's past.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    pub feed_id: String,
    /// Polls so far, of whatever outcome.
    pub polls: u64,
    /// Consecutive failures up to now.
    pub failures: u32,
}

/// What the last answer said about the next request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// The publisher's own interval (`max-age`, `ttl`): the feed does not change before.
    pub floor: Option<Duration>,
    /// When the server wants to be asked again, from now.
    pub retry_after: Option<Duration>,
    /// The feed is gone (410).
    pub gone: bool,
}

/// Returns when the feed is due next. `every` is its own interval, or the configured one.
///
/// The interval varies by a tenth, the same way for the same feed and poll. The n-th failure in a row
/// multiplies it by 2ⁿ⁻¹, up to `settings.max`: the wait grows, the feed is never given up. The publisher's
/// floor counts up to `settings.max`, `Retry-After` up to [`RETRY_AFTER_MAX`]; neither makes a wait shorter.
pub fn next_poll(
    history: &History,
    signals: &Signals,
    settings: &Schedule,
    every: Duration,
    now: Timestamp,
) -> Timestamp {
    let longest = settings.max.max(every);
    let interval = if signals.gone {
        GONE_EVERY.max(every)
    } else {
        let doublings = history.failures.saturating_sub(1).min(31);
        every.saturating_mul(1 << doublings).min(longest)
    };
    let floor = signals.floor.unwrap_or_default().min(settings.max);
    let retry_after = signals.retry_after.unwrap_or_default().min(RETRY_AFTER_MAX);
    after(now, jittered(interval, history).max(floor).max(retry_after))
}

/// Returns the longest wait that [`next_poll`] gives for a feed polled `every` so often: the `max` of [`clamp_due`].
pub fn horizon(settings: &Schedule, every: Duration) -> Duration {
    let longest = settings.max.max(every).max(GONE_EVERY).max(RETRY_AFTER_MAX);
    longest.saturating_add(longest / 10)
}

/// Pulls a due time back that lies further ahead than `max`: the clock has jumped since it was stored.
pub fn clamp_due(due: Timestamp, now: Timestamp, max: Duration) -> Timestamp {
    due.min(after(now, max))
}

/// Returns the interval times 0.9 to 1.1, by feed and poll.
fn jittered(interval: Duration, history: &History) -> Duration {
    let mut seed = history.feed_id.as_bytes().to_vec();
    seed.extend_from_slice(&history.polls.to_le_bytes());
    let share = xxh3_64(&seed) % (2 * JITTER_PER_MILLE + 1);
    let per_mille = u32::try_from(1000 - JITTER_PER_MILLE + share).expect("below 1101");
    interval.saturating_mul(per_mille) / 1000
}

fn after(now: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    now.checked_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::FirstPoll;

    const MINUTE: Duration = Duration::from_secs(60);
    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn settings() -> Schedule {
        Schedule { every: 15 * MINUTE, min: 2 * MINUTE, max: DAY, first_poll: FirstPoll::All }
    }

    fn history(polls: u64, failures: u32) -> History {
        History { feed_id: "feed".into(), polls, failures }
    }

    fn now() -> Timestamp {
        "2024-05-01T00:00:00Z".parse().unwrap()
    }

    fn wait(history: &History, signals: &Signals, every: Duration) -> Duration {
        let due = next_poll(history, signals, &settings(), every, now());
        Duration::try_from(due.duration_since(now())).unwrap()
    }

    #[track_caller]
    fn is_about(wait: Duration, expected: Duration) {
        assert!(wait >= expected * 9 / 10 && wait <= expected * 11 / 10, "{wait:?} is not about {expected:?}");
    }

    #[test]
    fn the_interval_varies_by_a_tenth_and_keeps_its_mean() {
        let waits: Vec<Duration> =
            (0..1000).map(|polls| wait(&history(polls, 0), &Signals::default(), 10 * MINUTE)).collect();
        for wait in &waits {
            is_about(*wait, 10 * MINUTE);
        }
        let mean = waits.iter().sum::<Duration>() / 1000;
        assert!(mean.abs_diff(10 * MINUTE) < Duration::from_secs(10), "{mean:?}");
        assert_ne!(waits[0], waits[1]);
        assert_eq!(waits[7], wait(&history(7, 0), &Signals::default(), 10 * MINUTE));
    }

    #[test]
    fn a_feed_that_fails_is_asked_ever_less_and_never_given_up() {
        for (failures, expected) in
            [(0, MINUTE), (1, MINUTE), (2, 2 * MINUTE), (5, 16 * MINUTE), (30, DAY), (u32::MAX, DAY)]
        {
            is_about(wait(&history(3, failures), &Signals::default(), MINUTE), expected);
        }
    }

    #[test]
    fn a_feed_polled_every_second_is_due_in_a_second() {
        is_about(wait(&history(1, 0), &Signals::default(), Duration::from_secs(1)), Duration::from_secs(1));
    }

    #[test]
    fn the_publisher_can_lengthen_the_wait_and_not_shorten_it() {
        let with_floor = |floor| Signals { floor: Some(floor), ..Signals::default() };
        assert_eq!(wait(&history(1, 0), &with_floor(60 * MINUTE), 15 * MINUTE), 60 * MINUTE);
        is_about(wait(&history(1, 0), &with_floor(MINUTE), 15 * MINUTE), 15 * MINUTE);
        assert_eq!(wait(&history(1, 0), &with_floor(365 * DAY), 15 * MINUTE), DAY);
    }

    #[test]
    fn retry_after_is_heeded_up_to_a_day() {
        let with_retry = |retry_after| Signals { retry_after: Some(retry_after), ..Signals::default() };
        assert_eq!(wait(&history(1, 1), &with_retry(2 * 60 * MINUTE), 15 * MINUTE), 2 * 60 * MINUTE);
        assert_eq!(wait(&history(1, 1), &with_retry(30 * DAY), 15 * MINUTE), DAY);
    }

    #[test]
    fn a_feed_that_is_gone_is_asked_once_a_week() {
        is_about(wait(&history(1, 4), &Signals { gone: true, ..Signals::default() }, 15 * MINUTE), 7 * DAY);
    }

    #[test]
    fn an_interval_longer_than_the_longest_backoff_stays() {
        is_about(wait(&history(1, 9), &Signals::default(), 3 * DAY), 3 * DAY);
    }

    #[test]
    fn a_due_time_left_behind_by_a_clock_jump_is_pulled_back() {
        let max = horizon(&settings(), 15 * MINUTE);
        let far = after(now(), 3650 * DAY);
        assert_eq!(clamp_due(far, now(), max), after(now(), max));
        let near = after(now(), MINUTE);
        assert_eq!(clamp_due(near, now(), max), near);
        let gone = next_poll(&history(1, 0), &Signals { gone: true, ..Signals::default() }, &settings(), MINUTE, now());
        assert_eq!(clamp_due(gone, now(), max), gone);
    }
}
