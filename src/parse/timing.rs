//! When a publisher wants to be asked: an interval, and hours and days of rest.

use super::scan::{Notes, children};
use super::texts::plain;

/// More hours than a day has, because some feeds name one twice.
const CHILDREN_MAX: usize = 48;

/// What the syndication module counts in where a feed does not say: days.
const PERIOD_MINUTES: u32 = 24 * 60;

/// Returns the minutes of an `sy:updatePeriod`.
pub(super) fn period_minutes(text: &str) -> Option<u32> {
    let days = match text.trim().to_ascii_lowercase().as_str() {
        "hourly" => return Some(60),
        "daily" => 1,
        "weekly" => 7,
        "monthly" => 30,
        "yearly" => 365,
        _ => return None,
    };
    Some(days * 24 * 60)
}

/// Returns the minutes between two updates, from the period and how often in it the feed changes; `None`
/// if neither is stated.
pub(super) fn interval_minutes(period: Option<u32>, frequency: Option<u32>) -> Option<u32> {
    if period.is_none() && frequency.is_none() {
        return None;
    }
    Some((period.unwrap_or(PERIOD_MINUTES) / frequency.unwrap_or(1).max(1)).max(1))
}

/// Returns the hours in a `skipHours`, 0 to 23; the oldest feeds count from 1 to 24.
pub(super) fn hours(raw: &str) -> Vec<u8> {
    let hour = |text: &str| text.parse().ok().filter(|hour: &u8| *hour <= 24).map(|hour| hour % 24);
    each(raw, hour)
}

/// Returns the days in a `skipDays`; Monday is 0.
pub(super) fn days(raw: &str) -> Vec<u8> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let day = |text: &str| {
        let head = text.get(..3)?.to_ascii_lowercase();
        NAMES.iter().position(|name| *name == head).and_then(|at| u8::try_from(at).ok())
    };
    each(raw, day)
}

/// Reads each element inside, in rising order without repetitions.
fn each(raw: &str, read: impl Fn(&str) -> Option<u8>) -> Vec<u8> {
    let children = children(raw, CHILDREN_MAX).into_iter();
    let mut all: Vec<u8> = children.filter_map(|(_, text)| read(plain(text, &mut Notes::default()).trim())).collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_divided_by_its_frequency() {
        let read = |period: Option<&str>, frequency| interval_minutes(period.and_then(period_minutes), frequency);
        assert_eq!(read(Some("hourly"), Some(1)), Some(60));
        assert_eq!(read(Some(" Daily "), Some(48)), Some(30));
        assert_eq!(read(Some("weekly"), None), Some(7 * 24 * 60));
        assert_eq!(read(None, Some(2)), Some(12 * 60));
        assert_eq!(read(Some("hourly"), Some(0)), Some(60));
        assert_eq!(read(Some("hourly"), Some(u32::MAX)), Some(1));
        assert_eq!(read(Some("often"), None), None);
    }

    #[test]
    fn hours_and_days_are_numbers_whatever_they_are_called() {
        assert_eq!(hours("<hour>0</hour><hour>24</hour><hour> 7 </hour><hour>25</hour><hour>x</hour>"), [0, 7]);
        assert_eq!(days("<day>Sunday</day><day>monday</day><day>Someday</day><day>é</day>"), [0, 6]);
        assert!(hours("").is_empty());
    }
}
