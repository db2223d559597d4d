//! Dates as pages write them. A date is read or it is absent; none is invented, none guessed at.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use crate::article::Precision;

/// Earlier dates on pages are slips or the subject of the text: the web had no news sites.
const YEAR_MIN: i16 = 1994;

/// Later ones are slips of every kind.
const YEAR_MAX: i16 = 2100;

/// Characters of a text that is a date and little else.
const DATE_CHARS_MAX: usize = 80;

const MONTHS: [&[&str]; 12] = [
    &[
        "jan",
        "january",
        "januar",
        "janvier",
        "enero",
        "janeiro",
        "gennaio",
        "januari",
        "января",
        "ene",
        "gen",
        "janv",
        "jänner",
    ],
    &[
        "feb",
        "february",
        "februar",
        "février",
        "febrero",
        "fevereiro",
        "febbraio",
        "februari",
        "февраля",
        "fev",
        "févr",
    ],
    &["mar", "march", "märz", "mars", "marzo", "março", "maart", "марта", "maa", "mär"],
    &["apr", "april", "avril", "abril", "aprile", "апреля", "abr", "avr"],
    &["may", "mai", "mayo", "maio", "maggio", "mei", "maj", "мая", "mag"],
    &["jun", "june", "juni", "juin", "junio", "junho", "giugno", "июня", "giu"],
    &["jul", "july", "juli", "juillet", "julio", "julho", "luglio", "июля", "juil", "lug"],
    &["aug", "august", "août", "agosto", "augustus", "августа", "ago", "augusti"],
    &["sep", "sept", "september", "septembre", "septiembre", "setembro", "settembre", "сентября", "set"],
    &["oct", "october", "oktober", "octobre", "octubre", "outubro", "ottobre", "октября", "okt", "out", "ott"],
    &["nov", "november", "novembre", "noviembre", "novembro", "ноября"],
    &["dec", "december", "dezember", "décembre", "diciembre", "dezembro", "dicembre", "декабря", "dez", "dic", "déc"],
];

/// A moment and how exactly it was said. Times without an offset are taken as UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub at: Timestamp,
    pub precision: Precision,
}

/// Reads a machine's date: ISO 8601 in its dialects, RFC 2822, `20150504`.
pub fn machine(text: &str) -> Option<Dated> {
    let text = text.trim().trim_end_matches("[UTC]");
    let precision = if text.matches(':').count() > usize::from(has_colon_in_offset(text)) + 1 {
        Precision::Second
    } else {
        Precision::Minute
    };
    let zoned = rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok();
    let moment = text.parse::<Timestamp>().ok().or(zoned).or_else(|| {
        let civil: DateTime = text.parse().ok().filter(|_| text.contains(':'))?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    });
    if let Some(at) = moment {
        return in_range(Dated { at, precision });
    }
    if let Ok(date) = text.parse::<Date>() {
        return day(date.year(), date.month(), date.day());
    }
    numeric(text)
}

/// Reads a date written for people: `May 4, 2015`, `4. Mai 2015`, `04.05.2015`; the whole text must be
/// little more than the date.
pub fn written(text: &str) -> Option<Dated> {
    let text = text.trim();
    if text.chars().count() > DATE_CHARS_MAX {
        return None;
    }
    by_month_name(text).or_else(|| machine(text)).or_else(|| text.split_whitespace().find_map(numeric))
}

/// Reads the date that a path names: `/2015/05/04/`, `/2015-05-04-…`, `/20150504/`.
pub fn of_path(path: &str) -> Option<Dated> {
    let parts: Vec<&str> = path.split(['/', '-', '_', '.']).collect();
    let in_parts = parts.windows(3).find_map(|window| {
        let [year, month, of_month] = window else { return None };
        (year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&of_month.len()))
            .then(|| day(year.parse().ok()?, month.parse().ok()?, of_month.parse().ok()?))
            .flatten()
    });
    in_parts.or_else(|| parts.iter().filter(|part| part.len() == 8).find_map(|part| compact(part)))
}

fn has_colon_in_offset(text: &str) -> bool {
    text.rsplit(['+', '-']).next().is_some_and(|offset| offset.len() == 5 && offset.as_bytes()[2] == b':')
        && text.contains('T')
}

/// `2015/05/04`, `04.05.2015`, `13/05/2015`, `20150504`. Of day and month with a slash, one must be
/// above 12: else nobody knows which is which.
fn numeric(text: &str) -> Option<Dated> {
    let text = text.trim_matches([',', '.', '(', ')', '|']);
    if text.len() == 8 {
        return compact(text).or_else(|| parted(text));
    }
    parted(text)
}

fn parted(text: &str) -> Option<Dated> {
    let first = text.split([' ', 'T']).next()?;
    let is_dotted = first.contains('.');
    let mut parts = first.split(['/', '.', '-']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str| part.parse::<i8>().ok();
    if a.len() == 4 {
        return day(a.parse().ok()?, number(b)?, number(c)?);
    }
    let year = (c.len() == 4).then(|| c.parse().ok())??;
    let (a, b) = (number(a)?, number(b)?);
    if is_dotted || a > 12 || a == b {
        day(year, b, a)
    } else if b > 12 {
        day(year, a, b)
    } else {
        None
    }
}

fn compact(text: &str) -> Option<Dated> {
    let is_digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    is_digits.then(|| day(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)).flatten()
}

fn by_month_name(text: &str) -> Option<Dated> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let place = words.iter().position(|word| month_of(word).is_some())?;
    let month = month_of(words[place])?;
    let number = |word: &str| word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<i16>().ok();
    let around = |at: Option<usize>| at.and_then(|at| words.get(at)).and_then(|word| number(word));
    let is_day = |n: &i16| (1..=31).contains(n);
    let is_year = |n: &i16| (YEAR_MIN..=YEAR_MAX).contains(n);
    // `4 May 2015`, `4 de mayo de 2015`, `May 4, 2015`, `May 4th 2015`.
    let before = around(place.checked_sub(1)).or_else(|| around(place.checked_sub(2))).filter(is_day);
    let after = around(Some(place + 1)).filter(is_day);
    let of_month = before.or(after)?;
    let year = words[place + 1..].iter().filter_map(|word| number(word)).find(is_year)?;
    day(year, month, i8::try_from(of_month).ok()?)
}

fn month_of(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

fn day(year: i16, month: i8, of_month: i8) -> Option<Dated> {
    let date = Date::new(year, month, of_month).ok()?;
    let at = date.to_zoned(TimeZone::UTC).ok()?.timestamp();
    in_range(Dated { at, precision: Precision::Day })
}

fn in_range(dated: Dated) -> Option<Dated> {
    let year = dated.at.to_zoned(TimeZone::UTC).year();
    (YEAR_MIN..=YEAR_MAX).contains(&year).then_some(dated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(dated: Option<Dated>) -> Option<(String, Precision)> {
        dated.map(|dated| (dated.at.to_string(), dated.precision))
    }

    #[test]
    fn machines_dates_are_read() {
        use Precision::*;
        let cases = [
            ("2015-05-04T10:20:30Z", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T10:20:30+02:00", "2015-05-04T08:20:30Z", Second),
            ("2015-05-04T10:20+0200", "2015-05-04T08:20:00Z", Minute),
            ("2015-05-04T10:20+02:00", "2015-05-04T08:20:00Z", Minute),
            ("2015-05-04 10:20:30", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04T10:20:30.123Z", "2015-05-04T10:20:30.123Z", Second),
            ("Mon, 04 May 2015 10:20:30 GMT", "2015-05-04T10:20:30Z", Second),
            ("2015-05-04", "2015-05-04T00:00:00Z", Day),
            ("20150504", "2015-05-04T00:00:00Z", Day),
            ("2015/05/04", "2015-05-04T00:00:00Z", Day),
        ];
        for (text, at, precision) in cases {
            assert_eq!(shown(machine(text)), Some((at.to_owned(), precision)), "{text}");
        }
        for text in ["", "yesterday", "0001-01-01T00:00:00Z", "2015-13-40", "1200", "12345678901234"] {
            assert_eq!(machine(text), None, "{text}");
        }
    }

    #[test]
    fn written_dates_are_read() {
        let cases = [
            "May 4, 2015",
            "4 May 2015",
            "Published: Monday, May 4th, 2015 10:20",
            "4. Mai 2015",
            "4 de mayo de 2015",
            "le 4 mai 2015 à 10h",
            "04.05.2015",
            "4 мая 2015",
            "2015-05-04",
        ];
        for text in cases {
            assert_eq!(shown(written(text)).unwrap().0, "2015-05-04T00:00:00Z", "{text}");
        }
        for text in ["May we come?", "4 May", "04/05/2015", "2 hours ago", "In May 2015"] {
            assert_eq!(written(text), None, "{text}");
        }
        assert!(written("13/05/2015").is_some());
    }

    #[test]
    fn paths_name_days() {
        let cases = [
            ("/news/2015/05/04/title", true),
            ("/2015-05-04-title", true),
            ("/20150504/title.html", true),
            ("/2015/05/title", false),
            ("/title-12345678", false),
            ("/section/2015", false),
        ];
        for (path, expected) in cases {
            assert_eq!(of_path(path).is_some(), expected, "{path}");
        }
    }
}
