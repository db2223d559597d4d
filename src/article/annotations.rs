//! What stages add to an article: one field a stage, and the types of their spans.
//!
//! Spans count code points of the article's `text`, half-open, and carry the text that stands there.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ArticleId;

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
