//! Dates as feeds write them, with the precision that they state, or nothing.
//!
//! Two families are read: those that begin with the year (RFC 3339, ISO 8601) and those made of words in
//! nearly any order (RFC 822 and its successors, `asctime`). A date without a zone is taken as UTC. What
//! names less than a day (a year, a month) is no date here, because a day would have to be invented.

mod foreign;

use jiff::civil::{self, Time};
use jiff::tz::Offset;
use jiff::{Timestamp, ToSpan};

use self::foreign::{month, western};
use super::{Date, Problem};
use crate::article::Precision;

/// No feed is older than this; what claims to be is a default value of somebody's database (year 1, 1900).
const YEAR_MIN: i16 = 1970;

/// What claims to be later is a default value, too (9999), or the mistake of a program.
const YEAR_MAX: i16 = 2100;

/// The longest text that is still looked at; real dates need less than forty bytes.
const BYTES_MAX: usize = 80;

/// Reads a date in any of the known forms; `None` if it is in none of them, before 1970 or after 2100.
pub fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() || text.len() > BYTES_MAX {
        return None;
    }
    let text = western(text);
    if starts_with_year(&text) { year_first(&text) } else { words(&text) }
}

/// Reads dates and remembers those that could not be read.
#[derive(Clone, Debug, Default)]
pub(super) struct BadDates {
    count: usize,
    first: Option<String>,
}

impl BadDates {
    /// Reads a date; an empty text is none, and no problem.
    pub(super) fn read(&mut self, text: &str) -> Option<Date> {
        let text = text.trim();
        let date = parse(text);
        if date.is_none() && !text.is_empty() {
            self.count += 1;
            self.first.get_or_insert_with(|| text.chars().take(60).collect());
        }
        date
    }

    pub(super) fn into_problem(self) -> Option<Problem> {
        let first = self.first?;
        let detail = format!("{} could not be read, the first is `{first}`", self.count);
        Some(Problem { name: "bad_date", detail })
    }
}

/// The parts of a date before they are checked.
#[derive(Default)]
struct Parts {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    clock: Option<Clock>,
    offset_seconds: i32,
    /// The offset was a number.
    has_offset: bool,
}

struct Clock {
    hour: i8,
    minute: i8,
    second: Option<i8>,
    nanosecond: i32,
}

impl Parts {
    /// Reads the hour as one of twelve.
    fn set_half(&mut self, afternoon: Option<bool>) {
        if let (Some(clock), Some(is_afternoon)) = (&mut self.clock, afternoon) {
            clock.hour = clock.hour % 12 + if is_afternoon { 12 } else { 0 };
        }
    }

    fn finish(self) -> Option<Date> {
        let year = self.year.filter(|year| (YEAR_MIN..=YEAR_MAX).contains(year))?;
        let mut day = civil::Date::new(year, self.month?, self.day?).ok()?;
        let (mut time, mut precision) = (Time::midnight(), Precision::Day);
        if let Some(mut clock) = self.clock {
            // ISO 8601 may write midnight as the end of the day before.
            if clock.hour == 24 && clock.minute == 0 && clock.second.unwrap_or(0) == 0 {
                clock.hour = 0;
                day = day.checked_add(1.day()).ok()?;
            }
            // A leap second (and feedparser's 61) is the minute's last instant.
            let second = clock.second.map(|second| if matches!(second, 60 | 61) { 59 } else { second });
            time = Time::new(clock.hour, clock.minute, second.unwrap_or(0), clock.nanosecond).ok()?;
            precision = if second.is_some() { Precision::Second } else { Precision::Minute };
        }
        // A day without a time has no zone either.
        let offset = if precision == Precision::Day { 0 } else { self.offset_seconds };
        let offset = Offset::from_seconds(offset).ok()?;
        let at = offset.to_timestamp(day.to_datetime(time)).ok()?;
        (at >= Timestamp::UNIX_EPOCH).then_some(Date { at, precision })
    }
}

fn starts_with_year(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits == 8 || digits == 14 || (digits == 4 && matches!(text.as_bytes().get(4), Some(b'-' | b'/' | b'.')))
}

/// Reads `2024-05-01`, `2024/5/1 14:30`, `20240501T143000Z`, `2024-05-01T14:30:00.123+02:00`, `… EST`.
fn year_first(text: &str) -> Option<Date> {
    let mut parts = Parts { year: text[..4].parse().ok(), ..Parts::default() };
    let rest = if text.as_bytes()[4].is_ascii_digit() {
        (parts.month, parts.day) = (text[4..6].parse().ok(), text[6..8].parse().ok());
        &text[8..]
    } else {
        let (name, rest) = text[5..].split_once(['-', '/', '.'])?;
        let (day, rest) = leading_number(rest)?;
        parts.month = name.parse().ok().or_else(|| month(name));
        parts.day = i8::try_from(day).ok();
        rest
    };
    let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim_start();
    if !rest.is_empty() {
        let zone_at = rest.find(|c: char| !matches!(c, '0'..='9' | ':' | '.' | ',')).unwrap_or(rest.len());
        let (time, zone) = rest.split_at(zone_at);
        let zone = zone.trim();
        if !time.is_empty() {
            parts.clock = Some(clock(time)?);
        }
        let mut afternoon = None;
        for word in zone.split_ascii_whitespace() {
            read_zone(word, &mut parts, &mut afternoon)?;
        }
        parts.set_half(afternoon);
    }
    parts.finish()
}

/// Reads `Wed, 01 May 2024 14:30:00 GMT`, `1 May 24 2:30 pm EST`, `May 1, 2024`, `Wed May  1 14:30:00 2024`.
fn words(text: &str) -> Option<Date> {
    let mut parts = Parts::default();
    let mut afternoon = None;
    for word in text.split([' ', ',', '\t', '\n', '\r']).filter(|word| !word.is_empty()) {
        let first = word.as_bytes()[0];
        if word.contains(':') && first.is_ascii_digit() {
            let zone_at = word.find(|c: char| !matches!(c, '0'..='9' | ':' | '.')).unwrap_or(word.len());
            parts.clock = Some(clock(&word[..zone_at])?);
            read_zone(&word[zone_at..], &mut parts, &mut afternoon)?;
        } else if first.is_ascii_digit() {
            read_digits(word, &mut parts)?;
        } else if parts.clock.is_some() && (parts.month.is_some() || month(word).is_none()) {
            read_zone(word, &mut parts, &mut afternoon)?;
        } else if let Some(month) = month(word) {
            // The last one: `Mar` is a Tuesday in half of Europe.
            parts.month = Some(month);
        }
        // Any other word before the time is the name of a day, in whatever language.
    }
    parts.set_half(afternoon);
    parts.finish()
}

/// Takes a word of digits as day or year, and `01-May-2024` as all three.
fn read_digits(word: &str, parts: &mut Parts) -> Option<()> {
    if let Some((day, rest)) = word.split_once('-') {
        let (name, year) = rest.split_once('-')?;
        (parts.day, parts.month, parts.year) = (day.parse().ok(), month(name), full_year(year));
        return Some(());
    }
    let number = word.trim_end_matches(['.', 's', 't', 'n', 'd', 'r', 'h', 'e']);
    if number.len() <= 2 && parts.day.is_none() {
        parts.day = Some(number.parse().ok()?);
    } else if parts.year.is_none() {
        parts.year = Some(full_year(number)?);
    } else {
        return None;
    }
    Some(())
}

/// Two digits count as RFC 2822 says: up to 49 in this century. Four digits mean what they say, `0001` too.
fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok()?;
    match (digits.len(), year) {
        (2, 0..=49) => Some(year + 2000),
        (2 | 3, _) => Some(year + 1900),
        (4, _) => Some(year),
        _ => None,
    }
}

fn read_zone(word: &str, parts: &mut Parts, afternoon: &mut Option<bool>) -> Option<()> {
    let word = word.trim_matches(['(', ')']);
    match word.to_ascii_lowercase().as_str() {
        "" => {}
        "am" | "a.m." => *afternoon = Some(false),
        "pm" | "p.m." => *afternoon = Some(true),
        // `+0200 (CEST)`: behind a number, a name only says it again.
        _ if parts.has_offset && !word.contains(['+', '-']) => {}
        _ => {
            parts.offset_seconds = zone_seconds(word)?;
            parts.has_offset = word.contains(['+', '-']);
        }
    }
    Some(())
}

/// Reads `14:30`, `14:30:05`, `14:30:05.25`, `143005`, `14`.
fn clock(text: &str) -> Option<Clock> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let mut fields = [None; 3];
    if whole.contains(':') {
        for (place, field) in whole.split(':').enumerate() {
            *fields.get_mut(place)? = Some(field.parse().ok()?);
        }
    } else {
        for (place, at) in (0..whole.len()).step_by(2).enumerate() {
            *fields.get_mut(place)? = Some(whole.get(at..at + 2)?.parse().ok()?);
        }
    }
    let digits: String = fraction.chars().take(9).collect();
    let nanosecond = if digits.is_empty() { 0 } else { format!("{digits:0<9}").parse().ok()? };
    Some(Clock { hour: fields[0]?, minute: fields[1].unwrap_or(0), second: fields[2], nanosecond })
}

/// Returns the distance from UTC, east positive. A name that nobody knows counts as UTC, as RFC 2822 has it.
fn zone_seconds(zone: &str) -> Option<i32> {
    let digits_at = zone.find(['+', '-']).unwrap_or(zone.len());
    let (name, offset) = zone.split_at(digits_at);
    let name = name.trim_matches(['(', ')', ' ', '.']);
    if name.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if offset.is_empty() {
        return Some(named_zone_minutes(&name.to_ascii_uppercase()) * 60);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let offset = offset[1..].split(' ').next().unwrap_or("");
    let (hours, minutes) = match offset.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None if offset.len() <= 2 => (offset, "0"),
        None if offset.len() == 3 => offset.split_at_checked(1)?,
        None => (offset.get(..2)?, offset.get(2..4)?),
    };
    // Without signs of their own: a number below zero is small enough for every limit.
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then(|| sign * (i32::from(hours) * 60 + i32::from(minutes)) * 60)
}

/// Zone names of news feeds, in minutes east of UTC. `IST` is India's: the others that use it write offsets.
fn named_zone_minutes(name: &str) -> i32 {
    match name {
        "NST" => -210,
        "AST" | "AT" | "EDT" => -240,
        "ADT" | "BRT" | "ART" => -180,
        "EST" | "ET" | "CDT" => -300,
        "CST" | "CT" | "MDT" => -360,
        "MST" | "MT" | "PDT" => -420,
        "PST" | "PT" | "AKDT" => -480,
        "AKST" => -540,
        "HST" => -600,
        "BST" | "WEST" | "CET" | "MET" | "MEZ" | "WAT" => 60,
        "CEST" | "MEST" | "MESZ" | "EET" | "CAT" | "SAST" => 120,
        "EEST" | "MSK" | "EAT" | "TRT" => 180,
        "GST" => 240,
        "PKT" => 300,
        "IST" => 330,
        "WIB" | "ICT" => 420,
        "SGT" | "HKT" | "PHT" | "MYT" | "AWST" => 480,
        "JST" | "KST" => 540,
        "ACST" => 570,
        "AEST" => 600,
        "ACDT" => 630,
        "AEDT" => 660,
        "NZST" => 720,
        "NZDT" => 780,
        _ => 0,
    }
}

fn leading_number(text: &str) -> Option<(u8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    Some((text[..digits].parse().ok()?, &text[digits..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, Precision)> {
        parse(text).map(|date| (date.at.to_string(), date.precision))
    }

    #[track_caller]
    fn says(text: &str, at: &str, precision: Precision) {
        assert_eq!(read(text), Some((at.to_owned(), precision)), "{text}");
    }

    #[test]
    fn dates_of_rss_are_read_with_all_their_liberties() {
        for text in [
            "Wed, 01 May 2024 14:30:00 GMT",
            "Wed, 1 May 2024 14:30:00 +0000",
            "01 May 2024 14:30:00 UT",
            "Wednesday, 01 May 24 14:30:00 Z",
            "Mittwoch, 01 May 2024 10:30:00 EDT",
            "Wed, 01 May 2024 16:30:00 +0200",
            "Wed, 01 May 2024 16:30:00 GMT+02:00",
            "Wed, 01 May, 2024 2:30:00 pm",
            "May 1, 2024 14:30:00",
            "Wed May  1 14:30:00 2024",
            "01-May-2024 14:30:00",
            "1 May, 2024 14:30:00",
            "1er mai 2024 14:30:00",
            "mar, 01 mai 2024 14:30:00 GMT",
            "\u{39a}\u{3c5}\u{3c1}, 01 \u{39c}\u{3b1}\u{3ca} 2024 10:30:00 EDT",
            "Wed, 01 May 2024 13:29:00 GMT-01:01",
            "Wed, 01 May 2024 16:30:00 MEST",
            "Wed, 01 May 2024 09:30:00 CDT",
        ] {
            says(text, "2024-05-01T14:30:00Z", Precision::Second);
        }
    }

    #[test]
    fn dates_of_atom_are_read_with_all_their_liberties() {
        for text in [
            "2024-05-01T14:30:00Z",
            "2024-05-01t14:30:00z",
            "2024-05-01T16:30:00+02:00",
            "2024-05-01T16:30:00+0200",
            "2024-05-01 14:30:00",
            "2024-05-01 10:30:00 EDT",
            "2024/5/1 14:30:00",
            "20240501T143000Z",
            "20240501143000",
            "2024-máj-1T9:30:00-05:00",
            "2024년 05월 01일 오후 02:30:00",
            "2024-05-01 오후 02:30:00",
            "2024年5月1日 14:30:00",
        ] {
            says(text, "2024-05-01T14:30:00Z", Precision::Second);
        }
        says("2024-05-01T14:30:00.125Z", "2024-05-01T14:30:00.125Z", Precision::Second);
    }

    #[test]
    fn precision_is_what_the_text_states() {
        says("2024-05-01", "2024-05-01T00:00:00Z", Precision::Day);
        says("2024-05-01-01", "2024-05-01T00:00:00Z", Precision::Day);
        says("Wed, 01 May 2024", "2024-05-01T00:00:00Z", Precision::Day);
        says("2024-05-01T14:30Z", "2024-05-01T14:30:00Z", Precision::Minute);
        says("Wed, 01 May 2024 14:30 GMT", "2024-05-01T14:30:00Z", Precision::Minute);
    }

    #[test]
    fn a_number_outranks_the_name_behind_it() {
        for text in [
            "Wed May 01 2024 14:30:00 GMT+0200 (Central European Summer Time)",
            "Wed, 01 May 2024 20:30:00 +0800 (CST)",
            "Wed, 01 May 2024 14:30:00 +0200 (IST)",
            "2024-05-01 02:30:00 PM +0200",
            "2024-05-01 07:30:00 AM EST",
        ] {
            says(text, "2024-05-01T12:30:00Z", Precision::Second);
        }
    }

    #[test]
    fn months_that_begin_alike_are_told_apart_or_not_guessed() {
        says("12 marraskuuta 2024", "2024-11-12T00:00:00Z", Precision::Day);
        says("12 maaliskuuta 2024", "2024-03-12T00:00:00Z", Precision::Day);
        says("12 lipca 2024", "2024-07-12T00:00:00Z", Precision::Day);
        says("12 lipnja 2024", "2024-06-12T00:00:00Z", Precision::Day);
        assert_eq!(read("12 lis 2024"), None, "October in Croatian, November in Polish");
    }

    #[test]
    fn the_year_one_is_not_the_year_two_thousand_and_one() {
        assert_eq!(read("Mon, 01 Jan 0001 00:00:00 +0000"), None);
        assert_eq!(read("0001-01-01T00:00:00Z"), None);
        assert_eq!(read("1969-12-31T23:59:59Z"), None);
        assert_eq!(read("Fri, 31 Dec 9999 23:59:59 GMT"), None);
    }

    #[test]
    fn two_digit_years_count_as_the_standard_says() {
        says("01 May 49 00:00 GMT", "2049-05-01T00:00:00Z", Precision::Minute);
        says("01 May 99 00:00 GMT", "1999-05-01T00:00:00Z", Precision::Minute);
    }

    #[test]
    fn the_edges_of_a_day_hold() {
        says("2024-12-31T24:00:00Z", "2025-01-01T00:00:00Z", Precision::Second);
        says("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z", Precision::Second);
        says("Sat, 31 Dec 2016 23:59:61 GMT", "2016-12-31T23:59:59Z", Precision::Second);
        says("31 Dec 2016 12:05 am", "2016-12-31T00:05:00Z", Precision::Minute);
    }

    #[test]
    fn nothing_is_invented() {
        for text in
            ["", "yesterday", "2024", "2024-05", "May 2024", "31 Feb 2024", "2024-13-01", "12:30", "1 2 3 4", "é"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in [
            "2024-",
            "2024-0",
            "20240501T1",
            "2024-05-01T+",
            "1-",
            "+",
            "1 May 2024 1:2:3:4",
            "12345678",
            "99999999999999",
            "2024-05-01T14:30:00+é1",
            "1 May 2024 14:30 +é1",
            "2024-é-é",
            "년월일",
            "é:1",
            "1é:1 é-é-é",
        ] {
            let _ = parse(text);
        }
    }
}
