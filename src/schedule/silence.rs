//! Feeds that answer well and bring nothing any more: nobody would notice them otherwise.

use std::time::Duration;

use jiff::Timestamp;

/// A feed is silent after this many times its usual distance between two entries…
const USUAL_DISTANCES: u32 = 10;
/// …and never sooner than this: weekends and holidays are no silence.
const SILENCE_MIN: Duration = Duration::from_secs(4 * 24 * 3600);
/// Dates below this number show no rhythm.
const DATES_MIN: usize = 4;

/// Returns the usual (median) distance between two entries, by their dates in any order.
///
/// `None` when there are too few different dates to tell.
pub fn rhythm(dates: &[Timestamp]) -> Option<Duration> {
    let mut dates = dates.to_vec();
    dates.sort_unstable();
    dates.dedup();
    if dates.len() < DATES_MIN {
        return None;
    }
    let mut distances: Vec<i64> =
        dates.windows(2).map(|pair| pair[1].as_millisecond() - pair[0].as_millisecond()).collect();
    let middle = distances.len() / 2;
    let (_, median, _) = distances.select_nth_unstable(middle);
    Some(Duration::from_millis(u64::try_from(*median).unwrap_or_default()))
}

/// Whether a feed with this rhythm, whose last news is from `newest`, has fallen silent.
pub fn is_silent(rhythm: Option<Duration>, newest: Option<Timestamp>, now: Timestamp) -> bool {
    let (Some(rhythm), Some(newest)) = (rhythm, newest) else { return false };
    let patience = rhythm.saturating_mul(USUAL_DISTANCES).max(SILENCE_MIN);
    Duration::try_from(now.duration_since(newest)).is_ok_and(|quiet| quiet > patience)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    fn every(hours: i64, count: i64) -> Vec<Timestamp> {
        (0..count).map(|entry| Timestamp::UNIX_EPOCH + (entry * hours).hours()).collect()
    }

    #[test]
    fn a_rhythm_is_the_usual_distance() {
        let mut dates = every(2, 20);
        dates.push(Timestamp::UNIX_EPOCH + 900.hours());
        dates.reverse();
        assert_eq!(rhythm(&dates), Some(Duration::from_secs(2 * 3600)), "one long pause does not change it");
        assert_eq!(rhythm(&every(2, 3)), None);
        assert_eq!(rhythm(&[Timestamp::UNIX_EPOCH; 50]), None, "a constant date is no rhythm");
    }

    #[test]
    fn silence_is_measured_by_the_rhythm_and_never_by_a_weekend() {
        let newest = Some(Timestamp::UNIX_EPOCH);
        let hourly = Some(Duration::from_secs(3600));
        let weekly = Some(Duration::from_secs(7 * 24 * 3600));
        let after = |days: i64| Timestamp::UNIX_EPOCH + (24 * days).hours();
        assert!(!is_silent(hourly, newest, after(3)));
        assert!(is_silent(hourly, newest, after(5)));
        assert!(!is_silent(weekly, newest, after(60)));
        assert!(is_silent(weekly, newest, after(71)));
        assert!(!is_silent(None, newest, after(1000)), "what has no rhythm cannot lose it");
    }
}
