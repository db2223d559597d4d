//! From what an expression says, and the day it was written, to a date.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::grammar::Parts;
use super::tense::Tense;
use super::words::{Relation, Unit};

/// Returns the value of an expression, as ISO 8601 and EDTF write it; `None` where it has none, or needs an anchor and
/// there is none.
pub fn value(parts: &Parts, anchor: Option<Date>, tense: Tense) -> Option<String> {
    absolute(parts).or_else(|| relative(parts, anchor.filter(|anchor| ANCHOR_YEARS.contains(&anchor.year()))?, tense))
}

/// A year more, or hundreds of years less, are still written in four digits; feeds that claim other years are wrong.
const ANCHOR_YEARS: std::ops::RangeInclusive<i16> = 1000..=9998;

/// What needs no anchor.
fn absolute(parts: &Parts) -> Option<String> {
    if let Some((year, month, day)) = parts.full {
        return Some(format!("{year:04}-{month:02}-{day:02}"));
    }
    if let Some(decade) = parts.decade {
        return Some(format!("{}X", decade / 10));
    }
    let year = parts.year?;
    if let Some(to) = parts.year_to.filter(|_| parts.season.is_none()) {
        return Some(format!("{year}/{to}"));
    }
    if parts.month.is_some() {
        return in_year(parts, i16::try_from(year).ok()?);
    }
    match (parts.season, parts.quarter) {
        (Some(season), _) => Some(format!("{year}-{season}")),
        (_, Some(quarter)) => Some(format!("{year}-Q{quarter}")),
        _ => Some(format!("{year}")),
    }
}

/// A month or its days in a year.
fn in_year(parts: &Parts, year: i16) -> Option<String> {
    let month = i8::try_from(parts.month?).ok()?;
    let date = |day: u8| Date::new(year, month, i8::try_from(day).ok()?).ok();
    Some(match (parts.day, parts.day_to) {
        (Some(day), Some(to)) => format!("{}/{}", date(day)?, date(to).filter(|_| to > day)?),
        (Some(day), None) => date(day)?.to_string(),
        _ => format!("{year:04}-{month:02}"),
    })
}

fn relative(parts: &Parts, anchor: Date, tense: Tense) -> Option<String> {
    if let Some(days) = parts.offset {
        let days = i64::from(days) * if parts.is_further { 2 } else { 1 };
        return moved(anchor, days, Unit::Day).map(|date| date.to_string());
    }
    if parts.is_ago {
        return moved(anchor, -i64::from(parts.count.unwrap_or(1)), parts.unit?)
            .and_then(|date| named(date, parts.unit?));
    }
    if parts.month.is_some() {
        return in_year(parts, year_of_month(parts, anchor, tense)?);
    }
    if let Some(weekday) = parts.weekday {
        return weekday_date(weekday, parts.relation, anchor, tense).map(|date| date.to_string());
    }
    if let Some(season) = parts.season {
        return Some(format!("{}-{season}", season_year(season, parts.relation?, anchor)));
    }
    if let Some(quarter) = parts.quarter {
        let year = match (parts.relation, parts.unit) {
            (Some(relation), Some(Unit::Year)) => anchor.year() + steps(relation),
            _ => year_of_quarter(quarter, anchor, tense),
        };
        return Some(format!("{year}-Q{quarter}"));
    }
    let (relation, unit) = (parts.relation?, parts.unit?);
    named(moved(anchor, i64::from(steps(relation)), unit)?, unit)
}

const fn steps(relation: Relation) -> i16 {
    match relation {
        Relation::Last => -1,
        Relation::This => 0,
        Relation::Next => 1,
    }
}

/// The unit of time in which a date lies, by its name.
fn named(date: Date, unit: Unit) -> Option<String> {
    Some(match unit {
        Unit::Day => date.to_string(),
        Unit::Week => {
            let week = date.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Unit::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Unit::Quarter => format!("{:04}-Q{}", date.year(), quarter_of(date)),
        Unit::Year => format!("{:04}", date.year()),
    })
}

fn quarter_of(date: Date) -> i8 {
    (date.month() + 2) / 3
}

fn moved(anchor: Date, steps: i64, unit: Unit) -> Option<Date> {
    let span = match unit {
        Unit::Day => steps.days(),
        Unit::Week => steps.weeks(),
        Unit::Month => steps.months(),
        Unit::Quarter => (3 * steps).months(),
        Unit::Year => steps.years(),
    };
    anchor.checked_add(span).ok()
}

/// The year of a month, with or without a day, that stands without one.
fn year_of_month(parts: &Parts, anchor: Date, tense: Tense) -> Option<i16> {
    if let (Some(relation), Some(Unit::Year)) = (parts.relation, parts.unit) {
        return Some(anchor.year() + steps(relation));
    }
    let month = i8::try_from(parts.month?).ok()?;
    let day = parts.day.and_then(|day| i8::try_from(day).ok());
    let by_weekday = parts.weekday.zip(day).and_then(|(weekday, day)| year_by_weekday(weekday, month, day, anchor));
    if by_weekday.is_some() {
        return by_weekday;
    }
    let here = (anchor.month(), if day.is_some() { anchor.day() } else { 0 });
    let there = (month, day.unwrap_or(0));
    let (is_before, is_behind) = (there < here, there > here);
    Some(
        anchor.year()
            + match (parts.relation, tense) {
                (Some(Relation::Last), _) => -i16::from(!is_before),
                (Some(Relation::Next), _) => i16::from(!is_behind),
                (Some(Relation::This), _) => 0,
                (None, Tense::Past) => -i16::from(is_behind),
                (None, Tense::Future) => i16::from(is_before),
                (None, Tense::Unknown) => nearest_year(month - anchor.month()),
            },
    )
}

/// Returns the day of this month nearest to the anchor.
pub fn nearest_day(month: i8, day: i8, anchor: Date) -> Option<Date> {
    Date::new(anchor.year() + nearest_year(month.checked_sub(anchor.month())?), month, day).ok()
}

/// Whether a month this many months ahead is nearer last year, this year or next.
const fn nearest_year(months_ahead: i8) -> i16 {
    match months_ahead {
        7.. => -1,
        ..=-7 => 1,
        _ => 0,
    }
}

/// The year near the anchor's in which the day falls on the weekday given with it.
fn year_by_weekday(weekday: u8, month: i8, day: i8, anchor: Date) -> Option<i16> {
    [0, -1, 1]
        .into_iter()
        .map(|step| anchor.year() + step)
        .filter_map(|year| Date::new(year, month, day).ok())
        .filter(|date| date.weekday().to_monday_one_offset() == weekday as i8)
        .min_by_key(|date| anchor.until(*date).map_or(i32::MAX, |span| span.get_days().abs()))
        .map(Date::year)
}

fn weekday_date(weekday: u8, relation: Option<Relation>, anchor: Date, tense: Tense) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(weekday as i8).ok()?;
    match (relation, tense) {
        (Some(Relation::Last), _) => anchor.nth_weekday(-1, weekday).ok(),
        (Some(Relation::Next), _) | (_, Tense::Future) => anchor.nth_weekday(1, weekday).ok(),
        _ if anchor.weekday() == weekday => Some(anchor),
        _ => anchor.nth_weekday(-1, weekday).ok(),
    }
}

/// A winter is named by the year in which it begins.
fn season_year(season: u8, relation: Relation, anchor: Date) -> i16 {
    let (first, year) = (first_month(season), anchor.year());
    let (month, length) = (anchor.month(), 3);
    // The season's latest beginning that is not behind the anchor.
    let begun = if month >= first { year } else { year - 1 };
    let months_since = month - first + if month >= first { 0 } else { 12 };
    match relation {
        Relation::This if months_since < length => begun,
        Relation::This => year,
        Relation::Next => begun + 1,
        // A season is the last one when it has been over for a while.
        Relation::Last if months_since <= length => begun - 1,
        Relation::Last => begun,
    }
}

const fn first_month(season: u8) -> i8 {
    match season {
        21 => 3,
        22 => 6,
        23 => 9,
        _ => 12,
    }
}

fn year_of_quarter(quarter: u8, anchor: Date, tense: Tense) -> i16 {
    let (there, here) = (i16::from(quarter), i16::from(quarter_of(anchor)));
    anchor.year()
        + match tense {
            Tense::Future => i16::from(there < here),
            _ => -i16::from(there > here),
        }
}
