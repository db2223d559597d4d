//! The article: the only type that leaves the process.
//!
//! One JSON line is one version of one article. `normalize` fills everything up to `extraction`;
//! stages add [`Annotations`]; the commit adds the [`Envelope`], because only there `seq` and
//! `version` are known. Names are flat and in snake case, so that pandas, Polars and DuckDB read the
//! files as they are. A field that is absent was not attempted; `null` or `[]` was attempted and found
//! nothing.

mod annotations;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

pub use self::annotations::{
    Annotations, DateMention, Duplicate, DuplicateRole, Entity, EntityKind, Keyphrase, Language, LanguageSource,
    Mention, Place, Quote, QuoteKind, Speaker, SpeakerHow, Wire,
};

/// Names the record's format; a reader that meets another name meets another format.
pub const SCHEMA: &str = "courant.article/1";

/// Identifies an article everywhere: 128 bits, written as 32 hexadecimal digits.
///
/// It is the hash of the entry's link without tracking parameters, or, where no link identifies it,
/// of feed and entry. It is decided once, at intake, and never changes. The hash is XXH3-128, whose
/// output is frozen: the ids are on users' disks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArticleId(pub [u8; 16]);

impl ArticleId {
    /// Returns the id of the article behind `link`, which carries no tracking parameters any more.
    pub fn of_link(link: &str) -> Self {
        Self::of("link", &[link])
    }

    /// Returns the id of an article that only its feed and its entry key identify.
    pub fn of_entry(feed: &str, entry: &str) -> Self {
        Self::of("entry", &[feed, entry])
    }

    fn of(kind: &str, parts: &[&str]) -> Self {
        let mut bytes = kind.as_bytes().to_vec();
        for part in parts {
            bytes.push(0);
            bytes.extend_from_slice(part.as_bytes());
        }
        Self(xxh3_128(&bytes).to_be_bytes())
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for ArticleId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(|number| Self(number.to_be_bytes()))
    }
}

impl Serialize for ArticleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// One article as `normalize` made it and the stages annotated it.
///
/// Title and text never change after `normalize`; stages only add. All spans count Unicode code
/// points of `text`, half-open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Stable id; in the record it stands in the envelope.
    #[serde(skip, default = "no_id")]
    pub id: ArticleId,

    /// The entry's link as the feed gave it, made absolute.
    pub url: Option<String>,
    /// What the page says of itself; merges nothing.
    pub canonical_url: Option<String>,
    pub title: Option<String>,
    /// The line under the headline, where the publisher gives one.
    pub standfirst: Option<String>,
    /// Paragraphs of plain text, joined by a blank line.
    pub text: String,
    /// The publisher's own summary, as plain text.
    pub summary: Option<String>,
    pub authors: Vec<String>,
    /// The news agency that the article credits.
    pub agency: Option<String>,
    /// Place (and date) that opens a wire story: `ROME, Dec 4`.
    pub dateline: Option<String>,
    pub section: Option<String>,
    pub tags: Vec<String>,
    pub images: Vec<Image>,
    pub word_count: u32,

    /// When the article says it was published; never invented.
    pub published: Option<Timestamp>,
    pub published_precision: Option<Precision>,
    pub published_source: Option<DateSource>,
    pub modified: Option<Timestamp>,
    /// When this daemon first saw the article in any feed; the same in all versions.
    pub first_seen: Timestamp,
    /// When the document behind this version was fetched.
    pub fetched: Timestamp,

    pub publisher: Publisher,
    pub feed: FeedRef,
    /// Ids of all feeds in which the article was seen so far, the first one first.
    pub seen_in: Vec<String>,
    pub provenance: Provenance,
    pub extraction: Extraction,

    /// Language that the feed declares, as it stands there: a hint for the `language` stage, no part of the record.
    #[serde(skip)]
    pub declared_language: Option<String>,

    #[serde(flatten)]
    pub annotations: Annotations,
}

fn no_id() -> ArticleId {
    ArticleId([0; 16])
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Image {
    pub url: Option<String>,
    pub caption: Option<String>,
    pub credit: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Second,
    Minute,
    Day,
}

/// Where a date was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DateSource {
    Feed,
    Jsonld,
    Meta,
    Url,
    Http,
    Text,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Publisher {
    pub name: Option<String>,
    pub domain: Option<String>,
}

/// The feed that owns the article's versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FeedRef {
    pub id: String,
    pub title: Option<String>,
    pub url: String,
    pub tags: Vec<String>,
}

/// Where the bytes came from: `final_url` to `sha256` speak of the document that gave the text,
/// a page or the feed itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    pub feed_url: String,
    pub guid: Option<String>,
    /// Place of the entry in its feed document, from 0.
    pub position: u32,
    pub final_url: String,
    pub status: u16,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub content_type: Option<String>,
    /// Size of the decompressed body.
    pub bytes: u64,
    /// Of the decompressed body, in hexadecimal digits.
    pub sha256: String,
    /// Name and version of this program.
    pub software: String,
    /// Hash of the configuration's parts that shape records.
    pub config_hash: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Extraction {
    pub method: Method,
    /// How likely the text is the article, the whole of it and nothing else, 0 to 1.
    pub score: Option<f32>,
    /// What a reader should know of the text, each flag once.
    pub flags: Vec<Flag>,
}

/// A remark on an article's text or on the page behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The text is an excerpt that goes on elsewhere.
    Teaser,
    /// The page shows the rest of the article to subscribers only.
    Paywall,
    /// The page asks for consent to cookies instead of showing the article.
    ConsentWall,
    /// The page asks its reader to log in instead of showing the article.
    Login,
    /// The page is a video; the text describes it.
    Video,
    /// The page is a gallery of pictures; the text describes it.
    Gallery,
    /// The page reports an error, or checks for robots, though the server answered as if all were well.
    ErrorPage,
    /// The page lists articles: a section front, a search, a home page.
    IndexPage,
    /// The page could not be fetched.
    PageUnavailable,
    /// The site's robots.txt does not let the page be fetched.
    PageRefusedByRobots,
    /// The page was fetched, and the feed gives more of the article.
    PageWithoutText,
    /// The page is longer than is read of one; the text may end early.
    PageCut,
    /// The operator's rule for the site no longer fits the page.
    RuleWithoutMatch,
    /// The feed's date had not come yet when the article was fetched.
    PublishedInFuture,
}

impl fmt::Display for Flag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(formatter)
    }
}

/// What the text was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Page,
    FeedContent,
    FeedSummary,
}

/// Whether a version is the article's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    New,
    Update,
}

/// The part of the record that only the commit knows. It opens every line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Envelope {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// Gap-free and strictly increasing over all records of one state file, from 1.
    pub seq: i64,
    #[schemars(with = "String", regex(pattern = "^[0-9a-f]{32}$"))]
    pub id: ArticleId,
    /// From 1, without gaps, within one article.
    pub version: u32,
    pub kind: Kind,
}

/// One whole line of the output. It exists for readers and for the JSON Schema; the pipeline itself
/// splices [`Envelope`] and the serialized [`Article`] together without building it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Record {
    #[serde(flatten)]
    pub envelope: Envelope,
    #[serde(flatten)]
    pub article: Article,
}

/// Joins the envelope and an article that was serialized before; the result has no line end.
///
/// # Panics
/// If `article` is not a JSON object with at least one member.
pub fn splice(envelope: &Envelope, article: &[u8]) -> Vec<u8> {
    assert!(article.first() == Some(&b'{') && article.len() > 2, "an article serializes to an object");
    let mut line = serde_json::to_vec(envelope).expect("an envelope serializes");
    line.pop();
    line.push(b',');
    line.extend_from_slice(&article[1..]);
    line
}

/// Returns lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
