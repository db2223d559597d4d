//! When a page's article was published and changed.
//!
//! Pages say it in many places, and not all of them speak of the article: templates state the day of a
//! move to a new system, scripts list other articles, comments have dates of their own. Each file reads one
//! kind of place; [`weigh`] decides between them. A date is read or it is absent: no day is invented for a month.

mod address;
mod embedded;
mod labels;
mod meta;
mod months;
mod order;
mod shown;
mod stated;
mod weigh;
mod written;

use dom_query::{Document, NodeRef};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use self::shown::{Shown, Survey};
use self::weigh::Evidence;
use crate::article::{DateSource, Precision};

/// Earlier dates on pages are slips or the subject of the text: the web had no news sites.
const YEAR_MIN: i16 = 1994;

/// Later ones are slips of every kind.
const YEAR_MAX: i16 = 2100;

const SECONDS_PER_HOUR: i64 = 3_600;

/// Where clocks are furthest behind UTC and furthest ahead of it: Samoa, Kiribati.
const ZONE_HOURS_MIN: i64 = -11;
const ZONE_HOURS_MAX: i64 = 14;

/// A moment and how exactly it was said. Times without an offset are taken as UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    pub at: Timestamp,
    pub precision: Precision,
    /// The day where it was written: near midnight another than that of `at` in UTC.
    pub day: Date,
}

impl Dated {
    fn of_day(day: Date) -> Option<Self> {
        let is_near = (YEAR_MIN..=YEAR_MAX).contains(&day.year());
        let at = day.to_zoned(TimeZone::UTC).ok()?.timestamp();
        is_near.then_some(Self { at, precision: Precision::Day, day })
    }

    /// The day, or the moment where it is known.
    pub fn shown(&self) -> String {
        if self.precision == Precision::Day { self.day.to_string() } else { self.at.to_string() }
    }

    /// Whether the two could be one moment, told with different care.
    fn is_beside(&self, other: &Self) -> bool {
        (self.day - other.day).get_days().abs() <= 1
    }

    /// The same moment with the day that it has where readers see that day, if there is such a place.
    fn told_on(self, day: Date) -> Self {
        let Ok(midnight) = day.to_zoned(TimeZone::UTC) else { return self };
        // It is that day wherever clocks are this far ahead of UTC, up to a day more.
        let hours = (midnight.timestamp() - self.at).get_seconds() / SECONDS_PER_HOUR;
        let is_somewhere = hours <= ZONE_HOURS_MAX && hours + 24 > ZONE_HOURS_MIN;
        if self.precision != Precision::Day && is_somewhere { Self { day, ..self } } else { self }
    }
}

/// Whether a word in lower case names a month, in any of the known languages.
pub fn is_month(word: &str) -> bool {
    months::month(word).is_some()
}

/// The dates of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub published: Option<(Dated, DateSource)>,
    pub modified: Option<Dated>,
}

/// What is known of a page besides its elements.
pub struct Sources<'a> {
    /// The page as it came, for what its scripts say.
    pub html: &'a str,
    pub url: &'a Url,
    /// Lower-case names of meta elements and their contents.
    pub metas: &'a [(String, String)],
    /// JSON-LD's statements.
    pub said_published: Option<&'a str>,
    pub said_modified: Option<&'a str>,
}

/// Reads a date out of a text that is known to give the article's.
pub fn of_text(text: &str, document: &Document, html: &str, url: &Url) -> Option<Dated> {
    let sources = Sources { html, url, metas: &[], said_published: None, said_modified: None };
    stated::date(text, order::of(document, &sources))
}

/// Returns every date that could be that of publication, under the name of its place, for those who ask why.
pub fn candidates(
    document: &Document,
    headline: Option<&NodeRef<'_>>,
    sources: &Sources<'_>,
) -> Vec<(&'static str, Dated)> {
    let order = order::of(document, sources);
    let survey = Survey::of(document, headline, order);
    let shown = survey.best(address::month(sources.url.path())).map(|(shown, _)| shown.dated);
    let found = [
        ("jsonld", sources.said_published.and_then(|text| stated::date(text, order))),
        ("meta", meta::published(sources.metas, order)),
        ("script", embedded::stated(sources.html).or_else(|| embedded::published(sources.html))),
        ("url", address::date(sources.url.path())),
        ("text", shown),
    ];
    found.into_iter().filter_map(|(place, dated)| Some((place, dated?))).collect()
}

/// A date and where it was read.
type Sourced = (Dated, DateSource);

/// Reads the dates of a page whose headline is shown by an element of it.
pub fn read(document: &Document, headline: Option<&NodeRef<'_>>, sources: &Sources<'_>) -> Dates {
    let order = order::of(document, sources);
    let said = |text: Option<&str>| Some((stated::date(text?, order)?, DateSource::Jsonld));
    let in_meta = |dated: Dated| (dated, DateSource::Meta);
    let survey = Survey::of(document, headline, order);
    let modified = said(sources.said_modified)
        .or_else(|| meta::modified(sources.metas, order).map(in_meta))
        .or_else(|| survey.updated().map(Shown::sourced));
    let stated = said(sources.said_published)
        .or_else(|| meta::published(sources.metas, order).map(in_meta))
        .or_else(|| embedded::stated(sources.html).map(|dated| (dated, DateSource::Jsonld)));
    let path = sources.url.path();
    let evidence = Evidence {
        address: address::date(path),
        shown: survey.best(address::month(path)),
        survey: &survey,
        modified: modified.map(|(dated, _)| dated),
    };
    let last_resort = || {
        let embedded = embedded::published(sources.html).map(in_meta);
        embedded.or(modified).or_else(|| evidence.shown.map(|(shown, _)| shown.sourced())).or_else(|| survey.only())
    };
    let published = match stated {
        Some(stated) => Some(evidence.correct(stated)),
        None => evidence.find().or_else(last_resort),
    };
    Dates { published, modified: evidence.modified }
}

/// Whether a line is a date, perhaps with a time of day, and nothing else.
pub fn is_date(line: &str) -> bool {
    let lower = line.to_lowercase();
    // Which number is the day does not matter here.
    let found = written::dates(&lower, written::Order::DayFirst);
    let [date] = found.as_slice() else { return false };
    let says_more = |c: char| c.is_alphabetic() && !matches!(c, '日' | '号' | '號' | '일');
    !lower[..date.start].contains(says_more) && !lower[date.end..].contains(says_more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_where_it_can_be() {
        let late = stated::date("2015-05-05T01:00:00Z", written::Order::Unknown).unwrap();
        let day = |of_month| Date::new(2015, 5, of_month).unwrap();
        assert_eq!(late.told_on(day(4)).day, day(4));
        assert_eq!(late.told_on(day(6)).day, day(5));
        let noon = stated::date("2015-05-05T12:30:00Z", written::Order::Unknown).unwrap();
        assert_eq!(noon.told_on(day(4)).day, day(5));
    }
}
