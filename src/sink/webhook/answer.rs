//! What an answer's status means for the record and for the receiver.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// A receiver cannot silence us for longer than this with one answer.
const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Cut by what happens next. Reasons say who answered what, and where it helps, what to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    Delivered,
    /// The receiver will never take this record: a dead letter.
    Refused {
        reason: String,
    },
    /// The receiver never wants anything again.
    Gone {
        reason: String,
    },
    /// Try again, no sooner than `after` where the receiver named a time.
    Again {
        reason: String,
        after: Option<Duration>,
    },
}

/// Reads an answer. `now` is needed for a `Retry-After` that is a date.
///
/// Statuses that speak of the address or the credentials (401, 403, 404, 405, 407) are tried again although they are the
/// client's fault: a wrong secret must not turn the whole stream into dead letters at once. Redirects are never
/// followed: the signed record goes to the configured address only.
pub fn judge(receiver: &str, status: StatusCode, headers: &HeaderMap, now: Timestamp) -> Verdict {
    let says = |what: &str| format!("{receiver} answered {}{what}", status.as_u16());
    match status.as_u16() {
        200..=299 => Verdict::Delivered,
        410 => Verdict::Gone { reason: says(" (gone): it wants no more records") },
        300..=399 => Verdict::Refused { reason: says(", a redirect; set `url` to where it leads") },
        401 | 403 | 404 | 405 | 407 => {
            Verdict::Again { reason: says("; check the `url`, secret and headers"), after: retry_after(headers, now) }
        }
        408 | 409 | 425 | 429 | 500..=599 => Verdict::Again { reason: says(""), after: retry_after(headers, now) },
        _ => Verdict::Refused { reason: says(": it does not take this record") },
    }
}

/// Seconds or an HTTP date; at most [`RETRY_AFTER_MAX`].
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let after = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(value.parse().unwrap_or(u64::MAX))
    } else {
        let date = rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
        date.duration_since(now).try_into().unwrap_or_default()
    };
    Some(after.min(RETRY_AFTER_MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, retry_after: &str) -> Verdict {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, retry_after.parse().expect("a header value"));
        let now = "2026-11-23T10:00:00Z".parse().expect("a time");
        judge("https://example.org", StatusCode::from_u16(status).expect("a status"), &headers, now)
    }

    fn after(retry_after: &str) -> Option<Duration> {
        match judged(503, retry_after) {
            Verdict::Again { after, .. } => after,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn statuses_are_cut_by_what_happens_next() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(judged(status, ""), Verdict::Delivered, "{status}");
        }
        for status in [301, 302, 304, 307, 308, 400, 402, 406, 411, 413, 415, 422, 431, 451, 600] {
            assert!(matches!(judged(status, ""), Verdict::Refused { .. }), "{status}");
        }
        for status in [401, 403, 404, 405, 407, 408, 409, 425, 429, 500, 501, 502, 503, 504, 599] {
            assert!(matches!(judged(status, ""), Verdict::Again { after: None, .. }), "{status}");
        }
        assert!(matches!(judged(410, ""), Verdict::Gone { .. }));
    }

    #[test]
    fn retry_after_is_seconds_or_a_date_and_at_most_a_day() {
        assert_eq!(after("120"), Some(Duration::from_secs(120)));
        assert_eq!(after("Mon, 23 Nov 2026 10:00:30 GMT"), Some(Duration::from_secs(30)));
        assert_eq!(after("Mon, 23 Nov 2026 09:00:00 GMT"), Some(Duration::ZERO));
        for long in ["864000", "99999999999999999999999", "Mon, 30 Nov 2026 10:00:00 GMT"] {
            assert_eq!(after(long), Some(RETRY_AFTER_MAX), "{long}");
        }
        for nonsense in ["", "soon", "-5", "1.5"] {
            assert_eq!(after(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_reason_names_the_receiver_the_status_and_the_remedy() {
        let Verdict::Again { reason, .. } = judged(401, "") else { panic!("tried again") };
        assert_eq!(reason, "https://example.org answered 401; check the `url`, secret and headers");
    }
}
