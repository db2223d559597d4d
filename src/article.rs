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

/// What the stages found. A field is absent while no stage attempted it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Annotations {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "attempted")]
    #[schemars(with = "Option<Language>")]
    pub language: Option<Option<Language>>,
    /// What an agency's story says of itself; `null` for a story of the house.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "attempted")]
    #[schemars(with = "Option<Wire>")]
    pub wire: Option<Option<Wire>>,
    /// People, organizations and places, in the order of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<Entity>>,
    /// What is quoted, in the order of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quotes: Option<Vec<Quote>>,
    /// Places on the map, in the order of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<Place>>,
    /// Dates of the calendar, in the order of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<Vec<DateMention>>,
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
        let Self { language, wire, entities, quotes, places, dates, keyphrases, duplicate, ext } = other;
        self.language = language.or(self.language.take());
        self.wire = wire.or(self.wire.take());
        self.entities = entities.or(self.entities.take());
        self.quotes = quotes.or(self.quotes.take());
        self.places = places.or(self.places.take());
        self.dates = dates.or(self.dates.take());
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

/// What opens or signs the story of a news agency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Wire {
    /// The agency's usual name: `Reuters`, `dpa`.
    pub agency: Option<String>,
    /// The dateline's place, as it stands there.
    pub place: Option<String>,
    /// The dateline's day, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// A name in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// As it stands in the text, without titles and possessive endings.
    pub text: String,
    /// In code points of `text`, half-open.
    pub start: u32,
    pub end: u32,
    #[serde(rename = "type")]
    pub kind: EntityKind,
    /// The fullest form that the article gives: `Sergei Lavrov` for `Lavrov`.
    pub name: String,
    /// Identifies the entity beyond the article, where that is known.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// How sure the type and the bounds are, 0 to 1.
    pub score: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    Person,
    Organization,
    Place,
}

/// Words that the article gives as somebody's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// What stands between the marks, editor's brackets included, the marks themselves not.
    pub text: String,
    /// In code points of the article's `text`, half-open.
    pub start: u32,
    pub end: u32,
    /// Whose words they are, where the article says so.
    pub speaker: Option<Speaker>,
    /// The word that gives them: `said`, `according to`.
    pub cue: Option<Mention>,
    pub kind: QuoteKind,
    /// Whether it goes on in the next paragraph, with the next quote.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub continues: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// Whole sentences.
    Direct,
    /// A clause that goes on in the reporter's words, or the other way round.
    Mixed,
    /// A few words within the reporter's sentence.
    Fragment,
}

/// The mention that names a quote's speaker, and who it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// As it stands in the text: a name, a pronoun, a role.
    pub text: String,
    /// In code points of the article's `text`, half-open.
    pub start: u32,
    pub end: u32,
    /// Who that is, by the fullest form that the article gives; `null` where a role or a pronoun stays open.
    pub name: Option<String>,
    pub how: SpeakerHow,
}

/// How the speaker was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerHow {
    Name,
    Pronoun,
    Role,
    /// Nobody is named here; the quotes before go on.
    Chain,
}

/// A piece of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    pub text: String,
    /// In code points of the article's `text`, half-open.
    pub start: u32,
    pub end: u32,
}

/// A place name in the text and where on earth that is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// As it stands in the text.
    pub text: String,
    /// In code points of the article's `text`, half-open.
    pub start: u32,
    pub end: u32,
    /// The place's usual English name.
    pub name: String,
    /// ISO 3166-1, two letters; `null` for seas, continents and regions of several countries.
    pub country: Option<String>,
    /// Degrees north, WGS 84; a country's or region's is its middle.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geonames_id: Option<u32>,
    /// Whether this is where the story itself happens.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub story: bool,
}

/// A date in the text and what it means.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DateMention {
    /// As it stands in the text.
    pub text: String,
    /// In code points of the article's `text`, half-open.
    pub start: u32,
    pub end: u32,
    /// ISO 8601 and EDTF: `2015-11-14`, `2025-02`, `2011`, `199X`, `2025-Q1`, `2024-22` (summer), `2025-W10`,
    /// `2025-05-03/2025-05-05`.
    pub value: String,
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
