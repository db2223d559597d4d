//! A dateline that still opens the text.
//!
//! Those with a dash behind are read as the normalizer reads them; the rest are marked by the agency in brackets
//! (`Madrid, 14 nov (EFE).-`, `МОСКВА, 14 ноября. /ТАСС/.`), or stand on a line of their own (`VIENNA 1996-08-30`).

use crate::normalize::clean::{agency, dateline};

/// Characters of an opening, at most: two places, a date and an agency fit.
const OPENING_CHARS_MAX: usize = 80;

/// Words of the place, with its country.
const PLACE_WORDS_MAX: usize = 6;

/// Words of a country and a date: `Bosnia and Herzegovina, Aug. 30, 1996`.
const DATE_WORDS_MAX: usize = 6;

/// What an opening says.
#[derive(Debug, PartialEq, Eq)]
pub struct Opening {
    /// Place and date, as they stand there.
    pub place: Option<String>,
    pub agency: Option<&'static str>,
}

/// Characters of a headline or a byline, at most.
const HEADLINE_CHARS_MAX: usize = 150;

/// Lines above a story: headline, byline, dateline.
const LINES_MAX: usize = 3;

/// Reads the dateline of the text, if it has one; `is_day` tells whether a piece of it names a day.
///
/// It opens the first line, or one below a headline and a byline.
pub fn read(text: &str, is_day: &dyn Fn(&str) -> bool) -> Option<Opening> {
    let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.take(LINES_MAX + 1).peekable();
    for _ in 0..LINES_MAX {
        let line = lines.next()?;
        if let Some(opening) = of_line(line, lines.peek().copied(), is_day) {
            return Some(opening);
        }
        if line.chars().nth(HEADLINE_CHARS_MAX).is_some() {
            return None;
        }
    }
    None
}

fn of_line(line: &str, next: Option<&str>, is_day: &dyn Fn(&str) -> bool) -> Option<Opening> {
    before_dash(line).or_else(|| before_agency(line, is_day)).or_else(|| alone(line, next, is_day))
}

fn before_dash(line: &str) -> Option<Opening> {
    let found = dateline::read(line)?;
    let story = &line[found.story..];
    let Some(place) = found.place else {
        // `(ANSA) - ROMA, 14 NOV - Il ministro …`
        let place = dateline::read(story).and_then(|found| found.place);
        return Some(Opening { place, agency: found.agency });
    };
    // `МОСКВА, 14 ноя — РИА Новости. Министр …`
    let behind = || story.split_once(['.', '/']).and_then(|(name, _)| agency::named(name));
    Some(Opening { place: Some(place), agency: found.agency.or_else(behind) })
}

/// An agency in brackets, or between slashes, behind a place and a day.
fn before_agency(line: &str, is_day: &dyn Fn(&str) -> bool) -> Option<Opening> {
    let limit = line.char_indices().nth(OPENING_CHARS_MAX).map_or(line.len(), |(at, _)| at);
    let (open, mark) = line[..limit].char_indices().find(|(_, mark)| matches!(mark, '(' | '/' | '[' | '（'))?;
    let close = match mark {
        '(' => ')',
        '[' => ']',
        '（' => '）',
        _ => '/',
    };
    let inside = &line[open + mark.len_utf8()..limit];
    let (name, behind) = inside.split_once(close)?;
    let agency = agency::listed(name)?;
    let head = line[..open].trim_end_matches([' ', '.', ',']);
    let is_marked = is_day(head) || behind.trim_start_matches('.').trim_start().starts_with(['-', '–', '—']);
    (is_place(head) && is_marked).then(|| Opening { place: Some(head.to_owned()), agency: Some(agency) })
}

/// `VIENNA 1996-08-30` above the story.
fn alone(line: &str, next: Option<&str>, is_day: &dyn Fn(&str) -> bool) -> Option<Opening> {
    let is_short = line.len() <= OPENING_CHARS_MAX * 2 && line.chars().count() <= OPENING_CHARS_MAX;
    if !is_short || line.ends_with(['.', '!', '?', ':']) || next.is_none_or(|next| next.len() <= line.len()) {
        return None;
    }
    let place: String = line.chars().take_while(|c| !c.is_ascii_digit() && *c != ',').collect();
    let is_in_capitals = place.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !place.chars().any(char::is_lowercase)
        && place.split_whitespace().count() <= PLACE_WORDS_MAX;
    let rest = line[place.len()..].trim_start_matches([',', ' ']);
    let is_date_alone = rest.split_whitespace().count() <= DATE_WORDS_MAX && is_day(rest);
    (is_in_capitals && is_date_alone).then(|| Opening { place: Some(line.to_owned()), agency: None })
}

/// Names and a date: no word in lower case but a month's.
fn is_place(head: &str) -> bool {
    let place = head.split(',').next().unwrap_or_default();
    let words = place.split_whitespace().count();
    (1..=PLACE_WORDS_MAX).contains(&words)
        && place.split_whitespace().all(|word| {
            word.starts_with(|c: char| !c.is_lowercase())
                || matches!(word, "de" | "del" | "la" | "am" | "an" | "der" | "do" | "upon" | "sur" | "на")
        })
        && !place.contains(['.', '"', '“', ':', ';'])
        && head.split_whitespace().count() <= PLACE_WORDS_MAX + 4
}

/// `北京11月14日` to place, month and day.
pub fn without_east_asian_date(line: &str) -> (&str, Option<(i8, i8)>) {
    let Some(begin) = line.find(|c: char| c.is_ascii_digit()) else { return (line, None) };
    let date = line[begin..].split_once('月').and_then(|(month, rest)| {
        let (day, _) = rest.split_once('日')?;
        Some((month.parse().ok()?, day.parse().ok()?))
    });
    match date {
        Some(_) => (line[..begin].trim(), date),
        None => (line, None),
    }
}
