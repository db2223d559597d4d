//! The article: the only type that leaves the process.
//!
//! One JSON line is one version of one article. `normalize` fills everything up to `extraction`;
//! stages add [`Annotations`]; the commit adds the [`Envelope`], because only there `seq` and
//! `version` are known. Names are flat and in snake case, so that pandas, Polars and DuckDB read the
//! files as they are. A field that is absent was not attempted; `null` or `[]` was attempted and found
//! nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

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
    /// How sure the extractor is, 0 to 1; `null` where it gives no figure.
    pub score: Option<f32>,
    /// Remarks such as `teaser`, `page_unavailable`, `page_refused_by_robots`, `page_cut`,
    /// `published_in_future`.
    pub flags: Vec<String>,
}

/// What the text was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Page,
    FeedContent,
    FeedSummary,
}

/// What the stages found. A field is absent while no stage attempted it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Annotations {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "attempted")]
    #[schemars(with = "Option<Language>")]
    pub language: Option<Option<Language>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyphrases: Option<Vec<Keyphrase>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "attempted")]
    #[schemars(with = "Option<Duplicate>")]
    pub duplicate: Option<Option<Duplicate>>,
    /// The only place where a user's stage writes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub ext: BTreeMap<String, serde_json::Value>,
}

impl Annotations {
    /// Takes over every field that `other` attempted.
    pub fn merge(&mut self, other: Self) {
        let Self { language, keyphrases, duplicate, ext } = other;
        self.language = language.or(self.language.take());
        self.keyphrases = keyphrases.or(self.keyphrases.take());
        self.duplicate = duplicate.or(self.duplicate.take());
        self.ext.extend(ext);
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Language {
    /// BCP 47, the shortest form: `en`, `pt`, `zh`.
    pub tag: String,
    /// 0 to 1.
    pub confidence: f32,
    pub source: LanguageSource,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LanguageSource {
    Text,
    Feed,
    Page,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Keyphrase {
    /// As it stands in the text.
    pub text: String,
    /// Higher is better; comparable within one article only.
    pub score: f32,
    /// First place in `text`, in code points, half-open.
    pub start: u32,
    pub end: u32,
}

/// Says of which earlier article this one is a copy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Duplicate {
    #[schemars(with = "String")]
    pub of: ArticleId,
    pub role: DuplicateRole,
    /// Share of this article's text that stands in the other, 0 to 1.
    pub share_of_this: f32,
    /// Share of the other article's text that stands in this one, 0 to 1.
    pub share_of_that: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DuplicateRole {
    /// The same text, word for word.
    Copy,
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

/// Keeps `null` (attempted, nothing found) apart from an absent field (not attempted).
mod attempted {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_ref().and_then(Option::as_ref).serialize(serializer)
    }

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<T>>, D::Error> {
        Option::deserialize(deserializer).map(Some)
    }
}
