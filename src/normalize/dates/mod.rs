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

use self::shown::{STRONG, Survey};
use crate::article::{DateSource, Precision};

/// Earlier dates on pages are slips or the subject of the text: the web had no news sites.
const YEAR_MIN: i16 = 1994;

/// Later ones are slips of every kind.
const YEAR_MAX: i16 = 2100;

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

    /// Whether the two could be one moment, told in different zones.
    fn is_beside(&self, other: &Self) -> bool {
        let days = (self.day - other.day).get_days();
        days.abs() <= 1
    }
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
    let order = order::of(document, sources.metas, sources.url);
    let said = |text: Option<&str>| text.and_then(|text| stated::date(text, order));
    let survey = Survey::of(document, headline, order);
    let modified =
        said(sources.said_modified).or_else(|| meta::modified(sources.metas, order)).or_else(|| survey.updated());
    let stated = said(sources.said_published)
        .map(|dated| (dated, DateSource::Jsonld))
        .or_else(|| meta::published(sources.metas, order).map(|dated| (dated, DateSource::Meta)));
    let address = address::date(sources.url.path()).map(|dated| (dated, DateSource::Url));
    let published = weigh(stated, address, &survey, modified).or_else(|| {
        let last = embedded::published(sources.html).or_else(|| survey.only()).or(modified);
        last.map(|dated| (dated, DateSource::Text))
    });
    Dates { published, modified }
}

/// The statement for programs, unless the address or what readers see contradicts it.
fn weigh(
    stated: Option<(Dated, DateSource)>,
    address: Option<(Dated, DateSource)>,
    survey: &Survey,
    modified: Option<Dated>,
) -> Option<(Dated, DateSource)> {
    let shown = survey.best();
    let Some((stated, source)) = stated else {
        let shown = shown.map(|(shown, weight)| (shown.dated, weight));
        return match (address, shown) {
            // A time of day makes the day of the address more exact.
            (Some((day, _)), Some((shown, _))) if shown.is_beside(&day) => Some((shown, DateSource::Text)),
            (Some(address), _) => Some(address),
            (None, shown) => shown.map(|(dated, _)| (dated, DateSource::Text)),
        };
    };
    if let Some(address) = address.filter(|(day, _)| !day.is_beside(&stated)) {
        return Some(address);
    }
    let is_change = |day: Date| modified.is_some_and(|modified| modified.day == day);
    let contradicts = |shown: Dated| !shown.is_beside(&stated) && !is_change(shown.day) && address.is_none();
    match shown {
        Some((shown, weight)) if weight >= STRONG && contradicts(shown.dated) => Some((shown.dated, DateSource::Text)),
        _ => Some((stated, source)),
    }
}
