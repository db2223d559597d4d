//! When a page's article was published and changed.
//!
//! Pages say it in many places, and not all of them speak of the article: templates state the day of a
//! move to a new system, scripts list other articles, comments have dates of their own. Each file reads one
//! kind of place; [`published`] weighs them. A date is read or it is absent: no day is invented for a month.

mod address;
mod embedded;
mod labels;
mod meta;
mod months;
mod order;
mod shown;
mod stated;
mod written;

use dom_query::{Document, NodeRef};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use self::labels::Label;
use self::shown::{STRONG, SURE, Shown, Survey};
use crate::article::{DateSource, Precision};

/// Earlier dates on pages are slips or the subject of the text: the web had no news sites.
const YEAR_MIN: i16 = 1994;

/// Later ones are slips of every kind.
const YEAR_MAX: i16 = 2100;

const SECONDS_PER_HOUR: i64 = 3_600;

/// Where clocks are furthest behind UTC and furthest ahead of it: Samoa, Kiribati.
const ZONE_HOURS_MIN: i64 = -11;
const ZONE_HOURS_MAX: i64 = 14;

/// Days from a draft to its publication; what is shown from later on is a change.
const DRAFT_DAYS_MAX: i32 = 60;

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

/// Reads the dates of a page whose headline is shown by an element of it.
pub fn read(document: &Document, headline: Option<&NodeRef<'_>>, sources: &Sources<'_>) -> Dates {
    let order = order::of(document, sources);
    let said = |text: Option<&str>| text.and_then(|text| stated::date(text, order));
    let survey = Survey::of(document, headline, order);
    let modified = said(sources.said_modified)
        .map(|dated| (dated, DateSource::Jsonld))
        .or_else(|| meta::modified(sources.metas, order).map(|dated| (dated, DateSource::Meta)))
        .or_else(|| survey.updated().map(|dated| (dated, DateSource::Text)));
    let stated = said(sources.said_published)
        .map(|dated| (dated, DateSource::Jsonld))
        .or_else(|| meta::published(sources.metas, order).map(|dated| (dated, DateSource::Meta)))
        .or_else(|| embedded::stated(sources.html).map(|dated| (dated, DateSource::Jsonld)));
    let path = sources.url.path();
    let address = address::date(path).map(|dated| (dated, DateSource::Url));
    let shown = survey.best(address::month(path));
    let published = match stated {
        Some(stated) => Some(weigh(stated, address, shown, &survey, modified.map(|(dated, _)| dated))),
        None => unstated(address, shown)
            .or_else(|| embedded::published(sources.html).map(|dated| (dated, DateSource::Meta)))
            .or(modified)
            .or_else(|| shown.map(|(shown, _)| (shown.dated, DateSource::Text)))
            .or_else(|| survey.only().map(|dated| (dated, DateSource::Text))),
    };
    let modified = modified.map(|(dated, _)| dated);
    Dates { published, modified }
}

/// What the page shows, made sure of by its address; else the address.
fn unstated(address: Option<(Dated, DateSource)>, shown: Option<(&Shown, u32)>) -> Option<(Dated, DateSource)> {
    let shown = shown.filter(|(_, weight)| *weight >= SURE).map(|(shown, _)| shown.dated);
    let fitting = shown.filter(|shown| address.is_none_or(|(day, _)| shown.is_beside(&day)));
    fitting.map(|dated| (dated, DateSource::Text)).or(address)
}

/// The statement for programs, unless the address or what readers see contradicts it.
fn weigh(
    (stated, source): (Dated, DateSource),
    address: Option<(Dated, DateSource)>,
    shown: Option<(&Shown, u32)>,
    survey: &Survey,
    modified: Option<Dated>,
) -> (Dated, DateSource) {
    match address {
        Some(address) if !address.0.is_beside(&stated) => return address,
        Some((day, _)) => return (stated.told_on(day.day), source),
        None => {}
    }
    let is_clear =
        |shown: &Shown| shown.is_marked || shown.label == Label::Published || survey.is_only_near(shown.dated.day);
    let is_clear = |shown: &Shown, weight: u32| weight >= STRONG && shown.is_near() && is_clear(shown);
    let shown = shown.filter(|(shown, weight)| is_clear(shown, *weight)).map(|(shown, _)| shown.dated);
    match shown {
        Some(shown) if corrects(&shown, &stated, modified) => (shown, DateSource::Text),
        // The same moment, told where the publisher is.
        Some(shown) if shown.is_beside(&stated) => (stated.told_on(shown.day), source),
        _ => (stated, source),
    }
}

/// Whether readers see another day of publication than programs do. An earlier one is from before a move to a
/// new system; a later one is the day on which a draft came out, unless it is that of a change.
fn corrects(shown: &Dated, stated: &Dated, modified: Option<Dated>) -> bool {
    let days = (shown.day - stated.day).get_days();
    let is_change = modified.is_some_and(|modified| modified.day == shown.day);
    let is_one_moment = days.abs() <= 1 && (stated.precision != Precision::Day || shown.precision != Precision::Day);
    let is_swapped =
        Date::new(stated.day.year(), stated.day.day(), stated.day.month()).is_ok_and(|day| day == shown.day);
    is_swapped || (days != 0 && !is_one_moment && !is_change && days <= DRAFT_DAYS_MAX)
}
