//! Dates that programs write: ISO 8601 in its dialects, RFC 2822, seconds since 1970.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::written::{self, Order};
use super::{Dated, YEAR_MAX, YEAR_MIN};
use crate::article::Precision;
use crate::parse;

/// Bytes of an attribute or a statement that is a date.
const DATE_BYTES_MAX: usize = 120;

/// Reads a date in any form in which pages state it to programs; a text around it is allowed.
pub fn date(text: &str, order: Order) -> Option<Dated> {
    let text = text.trim();
    if text.is_empty() || text.len() > DATE_BYTES_MAX {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return epoch(text).or_else(|| compact(text));
    }
    let plain = text.split('[').next().unwrap_or_default();
    let lower = plain.to_lowercase();
    let day = written::dates(&lower, order).first().map(|found| found.day);
    let moment = parse::date(plain).filter(|_| plain.contains(':') || plain.contains('T'));
    match (moment, day) {
        (Some(moment), day) => of_moment(moment.at, moment.precision, day, &lower),
        (None, Some(day)) => Dated::of_day(day),
        (None, None) => compact(plain.get(..8)?).filter(|_| plain.len() <= 20),
    }
}

/// A moment at midnight is a day: programs that keep no time write it so.
fn of_moment(at: Timestamp, precision: Precision, day: Option<Date>, lower: &str) -> Option<Dated> {
    let day = day.unwrap_or_else(|| at.to_zoned(TimeZone::UTC).date());
    if precision == Precision::Day || is_midnight(lower) {
        return Dated::of_day(day);
    }
    let is_near = |year: i16| (YEAR_MIN..=YEAR_MAX).contains(&year);
    is_near(day.year()).then_some(Dated { at, precision, day })
}

fn is_midnight(lower: &str) -> bool {
    let Some(colon) = lower.find(':') else { return false };
    let hour = lower[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let rest = lower[colon..].trim_start_matches([':', '0', '.']);
    &lower[hour..colon] == "00" && !rest.starts_with(|c: char| c.is_ascii_digit())
}

/// Seconds or milliseconds since 1970.
fn epoch(digits: &str) -> Option<Dated> {
    let number: i64 = digits.parse().ok()?;
    let at = match digits.len() {
        9 | 10 => Timestamp::from_second(number).ok()?,
        12 | 13 => Timestamp::from_millisecond(number).ok()?,
        _ => return None,
    };
    of_moment(at, Precision::Second, None, "")
}

/// `20150504`, `20150504102030`
pub fn compact(text: &str) -> Option<Dated> {
    let is_digits = matches!(text.len(), 8 | 12 | 14) && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i8>().ok();
    is_digits.then(|| Dated::of_day(Date::new(text[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_programs_are_read() {
        use Precision::*;
        let cases = [
            ("2015-05-04T10:20:30Z", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T12:20:30+02:00", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T12:20:30+0200", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T12:20+02:00", "2015-05-04T10:20:00Z", Minute),
            ("2015-05-04 10:20:30", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T10:20", "2015-05-04T10:20:00Z", Minute),
            ("2015-05-04T10:20:30.123Z", "2015-05-04T10:20:30.123Z", Second),
            ("20150504T10:20:30Z", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T10:20:30Z[UTC]", "2015-05-04T10:20:30Z", Second),
            ("Mon, 04 May 2015 10:20:30 GMT", "2015-05-04T10:20:30Z", Second),
            ("Mon, 04 May 2015 23:20:30 -0500", "2015-05-05T04:20:30Z", Second),
            ("1430734830", "2015-05-04T10:20:30Z", Second),
            ("1430734830000", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04", "2015-05-04T00:00:00Z", Day),
            ("20150504", "2015-05-04T00:00:00Z", Day),
            ("2015/05/04", "2015-05-04T00:00:00Z", Day),
            ("2015-05-04T00:00:00+02:00", "2015-05-04T00:00:00Z", Day),
            ("2015-05-04 00:00:00.0", "2015-05-04T00:00:00Z", Day),
            ("2015-05-04T22:06:08:684Z", "2015-05-04T00:00:00Z", Day),
            ("Mo., 04.05.2015 - 14:45", "2015-05-04T00:00:00Z", Day),
            ("May 4, 2015", "2015-05-04T00:00:00Z", Day),
        ];
        for (text, at, precision) in cases {
            let found = date(text, Order::Unknown).map(|dated| (dated.at.to_string(), dated.precision));
            assert_eq!(found, Some((at.to_owned(), precision)), "{text}");
        }
        for text in ["", "yesterday", "0001-01-01T00:00:00Z", "2015-13-40", "1200", "12345678901234", "2015-05"] {
            assert_eq!(date(text, Order::Unknown), None, "{text}");
        }
    }

    #[test]
    fn the_day_is_the_publishers() {
        let found = date("2015-05-04T23:20:30-05:00", Order::Unknown).unwrap();
        assert_eq!(
            (found.day.to_string().as_str(), found.at.to_string().as_str()),
            ("2015-05-04", "2015-05-05T04:20:30Z")
        );
    }
}
