//! Bytes to entries and problems: pure, and it never fails outward.
//!
//! ```text
//! bytes ─▶ decode ─▶ collect ─┬▶ texts, people, dates ─────────┬▶ entries ─▶ identity
//!                             └▶ links, media (by feed-rs) ────┘
//! ```
//!
//! Feeds are broken in a hundred ways, so each step returns what it understood and names what it had to
//! work around. Nothing is made up on the way: an entry without a guid has none, and a date that cannot be
//! read is no date.

mod document;

mod decode;

mod collect;
mod dialect;
mod draft;
mod scan;

mod dates;
mod entities;
mod markup;
mod people;
mod relative;
mod texts;
mod timing;
mod xhtml;

mod pointers;

mod discovery;
mod json_feed;
mod remarks;
mod sitemap;

mod identity;
mod links;

#[cfg(test)]
mod tests;

pub use dates::parse as date;
pub use decode::{Decoded, Remark, decode};
pub use discovery::{Candidate, Likelihood, candidates};
pub use document::parse;
pub use identity::{guids_are_made_up, identify};
pub use links::article_link;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::article::{ArticleId, FeedRef, Precision, Provenance};

/// What `parse` reads: the bytes and what the transport said of them.
pub struct Input<'a> {
    pub body: &'a [u8],
    pub content_type: Option<&'a str>,
    pub base_url: Option<&'a Url>,
}

/// Everything that could be understood.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// `rss`, `atom`, `rdf`, `cdf`, `json`, `sitemap`, `sitemap_index`; `None` when the document is no feed,
    /// `problems` says why.
    pub format: Option<&'static str>,
    /// The character encoding, as the WHATWG names it; or a smaller one that the document declares, where
    /// nothing shows the difference: `us-ascii`, `iso-8859-1`.
    pub encoding: String,
    pub feed: Head,
    /// In document order.
    pub entries: Vec<Entry>,
    /// The sitemaps that a `sitemap_index` names, those that changed last first, at most a hundred. Following
    /// them is the caller's business.
    pub children: Vec<Child>,
    pub problems: Vec<Problem>,
}

/// A sitemap that an index names.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    pub url: Url,
    /// When it changed, if the index says so.
    pub updated: Option<Date>,
}

/// Something that had to be worked around, named for operators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Short and stable: `not_a_feed`, `too_deep`, `truncated`, `no_entries`, `bad_date`, `bad_entry`, or the
    /// name of a repair.
    pub name: &'static str,
    pub detail: String,
}

/// The feed's own description.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Head {
    pub id: Option<String>,
    pub title: Option<Text>,
    pub subtitle: Option<Text>,
    pub updated: Option<Date>,
    pub published: Option<Date>,
    pub authors: Vec<Person>,
    pub contributors: Vec<Person>,
    pub links: Vec<Link>,
    pub categories: Vec<Category>,
    pub language: Option<String>,
    pub rights: Option<Text>,
    /// The publisher's own polling interval, in minutes.
    pub ttl: Option<u32>,
    /// `sy:updatePeriod` and `sy:updateFrequency` as an interval, in minutes.
    pub update_every: Option<u32>,
    /// Hours of the day, UTC, in which the publisher wants not to be asked: 0 to 23.
    pub skip_hours: Vec<u8>,
    /// Days of the week in which the publisher wants not to be asked: Monday is 0.
    pub skip_days: Vec<u8>,
    pub generator: Option<Generator>,
    pub icon: Option<String>,
    pub logo: Option<Image>,
}

/// The program that wrote the feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Generator {
    pub name: Option<String>,
    pub href: Option<String>,
    pub version: Option<String>,
}

/// A picture of the feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Image {
    pub href: String,
    pub title: Option<String>,
    /// The page that the picture leads to.
    pub link: Option<String>,
    /// In pixels.
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub description: Option<String>,
}

impl Image {
    fn at(href: String) -> Self {
        Self { href, ..Self::default() }
    }
}

/// One entry of a feed. Links are absolute where a base was known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// `guid`, `id`; never made up.
    pub guid: Option<String>,
    pub title: Option<Text>,
    /// The page of the entry.
    pub link: Option<String>,
    pub links: Vec<Link>,
    pub summary: Option<Text>,
    pub content: Option<Text>,
    pub authors: Vec<Person>,
    pub contributors: Vec<Person>,
    pub published: Option<Date>,
    pub updated: Option<Date>,
    pub categories: Vec<Category>,
    pub rights: Option<Text>,
    pub language: Option<String>,
    pub media: Vec<Media>,
}

/// A text construct and how it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    pub value: String,
    /// A media type: `text/plain`, `text/html`, `application/xhtml+xml`.
    #[serde(rename = "type")]
    pub media_type: String,
    pub src: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Date {
    pub at: Timestamp,
    pub precision: Precision,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub name: Option<String>,
    pub email: Option<String>,
    pub href: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub href: String,
    pub rel: Option<String>,
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    pub title: Option<String>,
    pub length: Option<u64>,
    pub hreflang: Option<String>,
    /// Marks links that are not the entry's own, for example `comments`.
    pub target: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Category {
    pub term: String,
    pub scheme: Option<String>,
    pub label: Option<String>,
}

/// An image or another attachment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Media {
    pub url: Option<String>,
    #[serde(rename = "type")]
    pub media_type: Option<String>,
    pub length: Option<u64>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

/// Knows an entry within its feed: guid, else link, else a hash of the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryKey(pub [u8; 16]);

/// The two identities of an entry and the hash of all that it says, which changes when it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub entry: EntryKey,
    pub article: ArticleId,
    pub content: u64,
}

/// An entry, where it was seen and how it got here: all that `normalize` knows besides a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    pub entry: Entry,
    pub feed: FeedRef,
    /// Language that the feed declares.
    pub feed_language: Option<String>,
    /// `guid` to `sha256` of the feed document.
    pub provenance: Provenance,
    pub fetched: Timestamp,
}
