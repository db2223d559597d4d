//! What the headers of an answer say about the next request. Pure: `now` is passed in.
//!
//! Servers write anything here, so each value is either understood or taken for absent.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;
use reqwest::header::{AsHeaderName, CACHE_CONTROL, DATE, ETAG, EXPIRES, HeaderMap, LAST_MODIFIED, RETRY_AFTER};

use super::{Hints, Validators};

/// A server may hold us off for a day; what asks for more is a mistake or malice.
pub(super) const PAUSE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Servers refuse request headers above 8 KB, so a longer validator would make every later poll fail.
const VALIDATOR_BYTES_MAX: usize = 8 * 1024;

/// Reads what the answer says about when to ask again.
pub(super) fn hints(headers: &HeaderMap, now: Timestamp) -> Hints {
    // Counting from the server's own clock makes its dates right even if that clock is wrong.
    let now = text(headers, DATE).and_then(http_date).unwrap_or_else(|| TimeZone::UTC.to_datetime(now));
    Hints {
        retry_after: text(headers, RETRY_AFTER).and_then(|value| seconds(value).or_else(|| until(value, now))),
        max_age: max_age(headers, now),
    }
}

/// Returns the validators worth sending again: not too long, no control characters.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let keep = |value: &&str| !value.is_empty() && is_sendable(value);
    Validators {
        etag: text(headers, ETAG).filter(keep).map(str::to_owned),
        last_modified: text(headers, LAST_MODIFIED).filter(keep).map(str::to_owned),
    }
}

/// Returns whether a validator may go into a request: stored ones may come from anywhere.
pub(super) fn is_sendable(validator: &str) -> bool {
    validator.len() <= VALIDATOR_BYTES_MAX && !validator.chars().any(char::is_control)
}

fn max_age(headers: &HeaderMap, now: DateTime) -> Option<Duration> {
    let directives: Vec<String> = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
        .flat_map(|value| value.split(','))
        .map(|directive| directive.trim().to_ascii_lowercase())
        .collect();
    if directives.iter().any(|directive| directive == "no-cache" || directive == "no-store") {
        return None;
    }
    let declared =
        directives.iter().find_map(|directive| seconds(directive.strip_prefix("max-age=")?.trim_matches('"')));
    declared.or_else(|| until(text(headers, EXPIRES)?, now))
}

/// Reads whole seconds; a fraction is dropped, a sign is not a number.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    // More digits than a number holds are still more than a day.
    let seconds = whole.parse().unwrap_or(u64::MAX);
    Some(Duration::from_secs(seconds).min(PAUSE_MAX))
}

/// Reads the time from `now` to a date; a date that has passed says nothing.
fn until(value: &str, now: DateTime) -> Option<Duration> {
    let pause = Duration::try_from(now.duration_until(http_date(value)?)).ok()?;
    (!pause.is_zero()).then(|| pause.min(PAUSE_MAX))
}

/// Reads the three date formats of RFC 9110, section 5.6.7, which all mean GMT. The weekday is
/// not looked at: it is often wrong.
fn http_date(value: &str) -> Option<DateTime> {
    let (_, date) = value.split_once([',', ' '])?;
    let date = ["GMT", "UTC", "+0000"].iter().find_map(|zone| date.strip_suffix(zone)).unwrap_or(date).trim();
    ["%d %b %Y %H:%M:%S", "%d-%b-%y %H:%M:%S", "%b %e %H:%M:%S %Y"]
        .into_iter()
        .find_map(|format| BrokenDownTime::parse(format, date).ok()?.to_datetime().ok())
}

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::{HeaderName, HeaderValue};

    /// 784111777 seconds after 1970 by all three formats below.
    const NOON: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let pair = |&(name, value): &(&str, &str)| {
            (HeaderName::try_from(name).unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    fn read(pairs: &[(&str, &str)]) -> (Option<u64>, Option<u64>) {
        let now = Timestamp::from_second(784_111_777 - 60).unwrap();
        let hints = hints(&headers(pairs), now);
        (hints.retry_after.map(|pause| pause.as_secs()), hints.max_age.map(|age| age.as_secs()))
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_date_and_never_exceeds_a_day() {
        let table = [
            ("120", Some(120)),
            ("0", Some(0)),
            ("1.5", Some(1)),
            (" 30 ", Some(30)),
            (NOON, Some(60)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(60)),
            ("Sun Nov  6 08:49:37 1994", Some(60)),
            ("Mon, 06 Nov 1994 08:49:37 GMT", Some(60)), // a wrong weekday
            ("86401", Some(86_400)),
            ("1000000000000000000", Some(86_400)),
            ("100000000000000000000000000000", Some(86_400)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", None), // past
            ("-1", None),
            ("1e18", None),
            ("inf", None),
            ("soon", None),
            ("", None),
        ];
        for (value, expected) in table {
            assert_eq!(read(&[("retry-after", value)]).0, expected, "Retry-After: {value}");
        }
    }

    #[test]
    fn a_date_counts_from_the_servers_own_clock() {
        let skewed = [("date", "Sun, 06 Nov 1994 08:49:27 GMT"), ("retry-after", NOON)];
        assert_eq!(read(&skewed).0, Some(10));
    }

    #[test]
    fn max_age_goes_before_expires_and_no_cache_before_both() {
        assert_eq!(read(&[("cache-control", "public, Max-Age=300"), ("expires", NOON)]).1, Some(300));
        assert_eq!(read(&[("cache-control", "max-age=\"90\"")]).1, Some(90));
        assert_eq!(read(&[("cache-control", "public"), ("expires", NOON)]).1, Some(60));
        assert_eq!(read(&[("cache-control", "no-cache, max-age=300"), ("expires", NOON)]).1, None);
        assert_eq!(read(&[("expires", "0")]).1, None);
        assert_eq!(read(&[("cache-control", "max-age=31536000")]).1, Some(86_400));
        assert_eq!(read(&[("cache-control", "s-maxage=5")]).1, None);
    }

    #[test]
    fn validators_that_no_server_would_take_back_are_not_kept() {
        let long = format!("\"{}\"", "x".repeat(64 * 1024));
        assert_eq!(validators(&headers(&[("etag", &long), ("last-modified", NOON)])).etag, None);
        assert_eq!(validators(&headers(&[("etag", "\"a\tb\"")])).etag, None);
        assert_eq!(validators(&headers(&[("etag", "")])).etag, None);
        assert_eq!(validators(&headers(&[("etag", "W/\"é\"")])).etag.as_deref(), Some("W/\"é\""));
        let latin1: HeaderMap = [(ETAG, HeaderValue::from_bytes(b"\"\xe9\"").unwrap())].into_iter().collect();
        assert_eq!(validators(&latin1).etag, None);
    }
}
