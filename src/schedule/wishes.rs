//! What a feed's document says about when to ask for it: its interval, and hours and days of rest.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::parse::Head;

const HOURS: u32 = 24;
const DAYS: u32 = 7;

/// Kept with the feed, because an answer without a body (304) does not repeat it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// `ttl` or `sy:update*`, whichever is longer.
    pub interval: Option<Duration>,
    /// Bit n: hour n of the day, UTC.
    pub skip_hours: u32,
    /// Bit n: day n of the week, UTC; Monday is 0.
    pub skip_days: u8,
}

impl Wishes {
    /// Reads the wishes of a document. One that asks never to be asked is not believed.
    pub fn of(head: &Head) -> Self {
        let minutes = head.ttl.max(head.update_every).filter(|minutes| *minutes > 0);
        let bits = |list: &[u8], most: u32| {
            let known = list.iter().filter(|bit| u32::from(**bit) < most);
            let bits = known.fold(0_u32, |bits, bit| bits | 1 << bit);
            if bits.count_ones() == most { 0 } else { bits }
        };
        Self {
            interval: minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
            skip_hours: bits(&head.skip_hours, HOURS),
            skip_days: bits(&head.skip_days, DAYS) as u8,
        }
    }

    /// Returns `due`, or the first full hour after it in which the publisher is open.
    pub fn open_from(&self, due: Timestamp) -> Timestamp {
        if self.skip_hours == 0 && self.skip_days == 0 {
            return due;
        }
        let mut moment = due.to_zoned(TimeZone::UTC);
        // A week has every combination of hour and day.
        for _ in 0..=HOURS * DAYS {
            let day = moment.weekday().to_monday_zero_offset();
            let is_closed = self.skip_hours >> moment.hour() & 1 == 1 || self.skip_days >> day & 1 == 1;
            if !is_closed {
                return moment.timestamp();
            }
            let Ok(next) = moment.checked_add(1.hour()) else { return due };
            let Ok(next) = next.with().minute(0).second(0).subsec_nanosecond(0).build() else { return due };
            moment = next;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_longer_interval_of_ttl_and_syndication_counts() {
        let head = Head { ttl: Some(5), update_every: Some(60), ..Head::default() };
        assert_eq!(Wishes::of(&head).interval, Some(Duration::from_secs(3_600)));
        let head = Head { ttl: Some(0), ..Head::default() };
        assert_eq!(Wishes::of(&head).interval, None, "no interval, not a busy loop");
    }

    #[test]
    fn a_feed_is_left_alone_in_the_hours_and_days_that_it_names() {
        let head = Head { skip_hours: vec![0, 1, 2, 23], skip_days: vec![5], ..Head::default() };
        let wishes = Wishes::of(&head);
        assert_eq!(wishes.open_from(at("2026-11-23T12:34:56Z")), at("2026-11-23T12:34:56Z"));
        assert_eq!(wishes.open_from(at("2026-11-23T00:10:00Z")), at("2026-11-23T03:00:00Z"));
        assert_eq!(wishes.open_from(at("2026-11-20T23:30:00Z")), at("2026-11-22T03:00:00Z"), "over the Saturday");
    }

    #[test]
    fn a_feed_that_is_never_open_is_not_believed() {
        let head = Head { skip_hours: (0..=24).collect(), skip_days: (0..7).collect(), ..Head::default() };
        assert_eq!(Wishes::of(&head), Wishes::default());
    }
}
