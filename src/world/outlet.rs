//! The outlets and how each of them publishes: format, identity, dates, transport habits.
//!
//! The first twelve are written by hand so that a small world already shows every habit; larger worlds
//! repeat them under numbered names and with habits drawn from the seed.

use std::collections::VecDeque;

use fastrand::Rng;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::Keep;
use super::stock::SECTIONS;

/// A feed's window when nothing else is said; what real feeds show.
const WINDOW: std::ops::RangeInclusive<usize> = 10..=30;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Rss,
    Rdf,
    Atom,
}

/// Where an outlet's text is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The feed carries the whole article; there is a page as well.
    Feed,
    /// The feed carries a summary, the page the article.
    Page,
    /// The feed carries a summary; the page is for subscribers (403).
    Summary,
}

/// What a feed gives as an entry's identity. RDF always gives its `rdf:about`, Atom always an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guid {
    Permalink,
    Opaque,
    /// A `tag:` URI.
    Tag,
    None,
}

/// How dates are written; the coarse ones also cut what the outlet knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    Rfc822,
    /// With a numeric zone.
    Zoned,
    /// No weekday and no seconds.
    Minutes,
    /// Two-digit year and a named zone.
    Old,
    /// No time of day.
    Days,
    Rfc3339,
}

/// Which validators answers carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validators {
    Etag,
    LastModified,
    Both,
    None,
}

#[derive(Clone, Copy, Debug)]
pub struct Habits {
    pub format: Format,
    pub delivery: Delivery,
    pub guid: Guid,
    pub dates: Dates,
    pub validators: Validators,
    /// Of feeds and pages; the label is also in their declarations.
    pub charset: &'static str,
    /// Links carry `utm_…` parameters, which now and then change.
    pub tracking: bool,
    /// Answers carry `Cache-Control: max-age`.
    pub max_age: bool,
    /// Feed content ends with a line that is not the article's.
    pub footer: bool,
    /// `robots.txt` closes the articles.
    pub closed: bool,
}

/// A newspaper, agency or site.
#[derive(Clone, Debug)]
pub struct Outlet {
    pub name: String,
    pub language: &'static str,
    /// `http://127.0.1.7:8080`, without a slash.
    pub origin: String,
    pub habits: Habits,
    /// Indices of its feeds, the front page's first.
    pub feeds: Vec<usize>,
}

/// One feed of an outlet and its window.
#[derive(Clone, Debug)]
pub struct Feed {
    pub outlet: usize,
    /// Last part of its path and its campaign name.
    pub slug: &'static str,
    /// Index into [`SECTIONS`]; `None` is the front page.
    pub section: Option<usize>,
    pub window_max: usize,
    /// Story numbers, newest first.
    pub window: VecDeque<u32>,
    /// Grows with every change of what the feed says.
    pub generation: u64,
    pub changed: Timestamp,
}

impl Feed {
    pub fn path(&self, format: Format) -> String {
        let extension = match format {
            Format::Rss => "xml",
            Format::Rdf => "rdf",
            Format::Atom => "atom",
        };
        format!("/feeds/{}.{extension}", self.slug)
    }
}

type Profile = (&'static str, &'static str, &'static [&'static str], Habits);

const PLAIN: Habits = Habits {
    format: Format::Rss,
    delivery: Delivery::Page,
    guid: Guid::Permalink,
    dates: Dates::Rfc822,
    validators: Validators::Both,
    charset: "utf-8",
    tracking: false,
    max_age: false,
    footer: false,
    closed: false,
};

/// Name, language, section feeds besides the front page, habits.
#[rustfmt::skip]
const PROFILES: [Profile; 12] = [
    ("The Marlow Courier", "en", &["economy", "local"],
        Habits { delivery: Delivery::Feed, footer: true, max_age: true, ..PLAIN }),
    ("Nordbote", "de", &["politics"],
        Habits { format: Format::Atom, delivery: Delivery::Feed, guid: Guid::Tag, dates: Dates::Rfc3339, validators: Validators::Etag, ..PLAIN }),
    ("Le Fanal", "fr", &["culture", "science"],
        Habits { guid: Guid::Opaque, dates: Dates::Zoned, tracking: true, ..PLAIN }),
    ("La Voz del Estuario", "es", &["politics", "economy"],
        Habits { delivery: Delivery::Feed, dates: Dates::Minutes, validators: Validators::LastModified, ..PLAIN }),
    ("Gazzetta delle Valli", "it", &["culture", "local"],
        Habits { format: Format::Rdf, dates: Dates::Rfc3339, validators: Validators::Etag, ..PLAIN }),
    ("Diário da Foz", "pt", &["sport", "economy"],
        Habits { delivery: Delivery::Feed, guid: Guid::Opaque, dates: Dates::Old, charset: "windows-1252", ..PLAIN }),
    ("Северный листок", "ru", &["science"],
        Habits { charset: "windows-1251", dates: Dates::Zoned, max_age: true, ..PLAIN }),
    ("صحيفة المرفأ", "ar", &["world"],
        Habits { format: Format::Atom, delivery: Delivery::Feed, guid: Guid::Tag, dates: Dates::Rfc3339, ..PLAIN }),
    ("Meridian Wire", "en", &["world", "science", "sport"],
        Habits { delivery: Delivery::Summary, guid: Guid::None, tracking: true, closed: true, ..PLAIN }),
    ("Tagespost am See", "de", &["economy", "local"],
        Habits { guid: Guid::None, dates: Dates::Minutes, validators: Validators::None, ..PLAIN }),
    ("L’Écho du Plateau", "fr", &["politics"],
        Habits { format: Format::Rdf, delivery: Delivery::Summary, dates: Dates::Days, validators: Validators::LastModified, ..PLAIN }),
    ("El Heraldo de la Sierra", "es", &["science", "local"],
        Habits { format: Format::Atom, guid: Guid::Tag, dates: Dates::Rfc3339, tracking: true, max_age: true, ..PLAIN }),
];

/// Founds one outlet for each origin, with its feeds; windows are empty.
pub fn found(origins: Vec<String>, keep: Keep, start: Timestamp, rng: &mut Rng) -> (Vec<Outlet>, Vec<Feed>) {
    let mut outlets = Vec::with_capacity(origins.len());
    let mut feeds = Vec::new();
    for (index, origin) in origins.into_iter().enumerate() {
        let (name, language, sections, mut habits) = PROFILES[index % PROFILES.len()];
        let edition = index / PROFILES.len();
        let mut name = name.to_owned();
        if edition > 0 {
            name = format!("{name} {}", edition + 1);
            habits = vary(habits, rng);
        }
        let mut own = Vec::new();
        for section in std::iter::once(None).chain(sections.iter().map(|name| section_of(name))) {
            own.push(feeds.len());
            feeds.push(Feed {
                outlet: index,
                slug: section.map_or("front", |section| SECTIONS[section]),
                section,
                window_max: match keep {
                    Keep::Natural => rng.usize(WINDOW),
                    Keep::All => super::KEEP_ALL_MAX,
                    Keep::Newest(count) => count,
                },
                window: VecDeque::new(),
                generation: 0,
                changed: start,
            });
        }
        outlets.push(Outlet { name, language, origin, habits, feeds: own });
    }
    (outlets, feeds)
}

fn section_of(name: &str) -> Option<usize> {
    SECTIONS.iter().position(|section| *section == name)
}

/// Draws the transport habits anew; format, language and charset stay, because they belong together.
fn vary(habits: Habits, rng: &mut Rng) -> Habits {
    let validators = [Validators::Etag, Validators::LastModified, Validators::Both, Validators::None];
    Habits {
        validators: validators[rng.usize(..validators.len())],
        tracking: rng.u8(..4) == 0,
        max_age: rng.u8(..3) == 0,
        ..habits
    }
}

impl Dates {
    /// Cuts off what this way of writing does not say.
    pub fn cut(self, at: Timestamp) -> Timestamp {
        let unit = match self {
            Self::Days => SignedDuration::from_hours(24),
            Self::Minutes => SignedDuration::from_mins(1),
            _ => SignedDuration::from_secs(1),
        };
        let seconds = at.as_second() - at.as_second().rem_euclid(unit.as_secs());
        Timestamp::from_second(seconds).expect("a smaller time than a valid one, within a day")
    }

    pub fn write(self, at: Timestamp) -> String {
        let zone = match self {
            Self::Zoned => TimeZone::fixed(Offset::constant(1)),
            Self::Old => TimeZone::fixed(Offset::constant(-5)),
            _ => TimeZone::UTC,
        };
        let form = match self {
            Self::Rfc822 => "%a, %d %b %Y %H:%M:%S GMT",
            Self::Zoned => "%a, %d %b %Y %H:%M:%S %z",
            Self::Minutes => "%d %b %Y %H:%M GMT",
            Self::Old => "%a, %d %b %y %H:%M:%S EST",
            Self::Days => "%Y-%m-%d",
            Self::Rfc3339 => "%Y-%m-%dT%H:%M:%SZ",
        };
        at.to_zoned(zone).strftime(form).to_string()
    }

    /// Returns what a page's metadata says.
    pub fn iso(self, at: Timestamp) -> String {
        if self == Self::Days { self.write(at) } else { Self::Rfc3339.write(at) }
    }
}
