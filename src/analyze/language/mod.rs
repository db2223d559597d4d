//! Says in which language an article is written, or that it cannot tell.
//!
//! The headline and the opening of the text are read. Where the script names the language, that is the answer;
//! where several languages share it, a model scores them by their runs of letters. What the feed declares tips
//! a close decision and never overrules a clear one, with one exception: feeds that declare a common language
//! are often wrong (a default nobody changed), feeds that declare a rare one hardly ever are. Where the stage
//! does not even know the declared language, the feed is right.

pub mod features;
pub mod model;
pub mod script;

mod tags;

#[cfg(test)]
mod tests;

use self::model::{Group, MODELED};
use self::script::{Census, Script};
use self::tags::primary_tag;
use super::tokens::Tokens;
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Language, LanguageSource};

/// Written by `examples/train-language.rs`; its source and licence stand in `ATTRIBUTION.md`.
static MODEL: &[u8] = include_bytes!("model.bin");

/// Characters that are read of the headline, and of the text: more make no answer better, and reading is what it costs.
const SAMPLE_CHARACTERS: usize = 480;

/// With fewer letters of an alphabet there are names and abbreviations only.
const LETTERS_MIN: u32 = 6;

/// Below this the likeliest language is one of several guesses.
const CONFIDENCE_MIN: f32 = 0.2;

/// What a feed's word alone is worth.
const DECLARED_CONFIDENCE: f32 = 0.5;

/// How much likelier the declared language becomes: as much as it takes to settle a close decision between
/// neighbors, and less than a clear headline holds.
const DECLARED_ODDS: f32 = 10.0;

/// A text of Chinese characters without kana is Chinese, unless it is as short as a Japanese headline may be.
const HAN_ALONE_MIN: u32 = 20;

/// How sure a short text of Chinese characters is Chinese.
const HAN_ALONE_CONFIDENCE: f32 = 0.8;

pub fn build() -> Built {
    let groups = model::read(MODEL).expect("the model in the binary is whole: a test reads it");
    Built::Pure(Box::new(LanguageStage { groups }))
}

struct LanguageStage {
    groups: [Group<'static>; MODELED.len()],
}

impl Stage for LanguageStage {
    fn annotate(&self, article: &Article, _tokens: &Tokens) -> Result<Annotations, StageError> {
        let declared = article.declared_language.as_deref().and_then(primary_tag);
        let texts = [opening(article.title.as_deref().unwrap_or_default()), opening(&article.text)];
        Ok(Annotations { language: Some(self.decide(&texts, declared)), ..Annotations::default() })
    }
}

/// What the text alone says, with the declared language as a grain of salt.
struct Found<'a> {
    tag: &'a str,
    confidence: f32,
    /// Whether the text alone would have said something else.
    tipped: bool,
}

impl LanguageStage {
    fn decide(&self, texts: &[&str], declared: Option<String>) -> Option<Language> {
        if let Some(unknown) = declared.as_ref().filter(|tag| !self.knows(tag)) {
            return Some(as_declared(unknown.clone()));
        }
        let found = self.detect(texts, declared.as_deref()).filter(|found| found.confidence >= CONFIDENCE_MIN);
        match found {
            Some(Found { tag, confidence, tipped }) => {
                let source = if tipped { LanguageSource::Feed } else { LanguageSource::Text };
                Some(Language { tag: tag.to_owned(), confidence: rounded(confidence), source })
            }
            None => declared.map(as_declared),
        }
    }

    fn knows(&self, tag: &str) -> bool {
        Script::languages().any(|known| known == tag)
            || self.groups.iter().any(|group| group.tags().any(|known| known == tag))
    }

    fn detect(&self, texts: &[&str], declared: Option<&str>) -> Option<Found<'_>> {
        let mut census = Census::default();
        texts.iter().for_each(|text| census.count(text));
        let (script, share) = census.most()?;
        if let Some(group) = MODELED.iter().position(|modeled| *modeled == script).map(|index| self.groups[index]) {
            return (census.letters(script) >= LETTERS_MIN).then(|| weigh(group, texts, script, declared))?;
        }
        let tag = script.language()?;
        if script == Script::Han && census.letters(Script::Han) < HAN_ALONE_MIN {
            let tipped = declared == Some("ja");
            let tag = if tipped { "ja" } else { tag };
            return Some(Found { tag, confidence: share * HAN_ALONE_CONFIDENCE, tipped });
        }
        Some(Found { tag, confidence: share, tipped: false })
    }
}

/// Chooses among the languages of one script; nothing if the model knows no feature of the text.
fn weigh<'a>(group: Group<'a>, texts: &[&str], script: Script, declared: Option<&str>) -> Option<Found<'a>> {
    let scores = group.score(texts, script);
    if scores.features == 0 {
        return None;
    }
    let (best, probabilities) = (scores.best(), scores.probabilities());
    let hinted = declared.and_then(|declared| group.tags().position(|tag| tag == declared));
    let hinted_odds = hinted.map_or(0.0, |hinted| probabilities[hinted] * DECLARED_ODDS);
    let chosen = hinted.filter(|_| hinted_odds > probabilities[best]).unwrap_or(best);
    let total = hinted.map_or(1.0, |hinted| 1.0 - probabilities[hinted] + hinted_odds);
    let odds = if hinted == Some(chosen) { hinted_odds } else { probabilities[chosen] };
    Some(Found { tag: group.tags().nth(chosen)?, confidence: odds / total, tipped: chosen != best })
}

fn opening(text: &str) -> &str {
    let end = text.char_indices().nth(SAMPLE_CHARACTERS).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn as_declared(tag: String) -> Language {
    Language { tag, confidence: DECLARED_CONFIDENCE, source: LanguageSource::Feed }
}

/// Two digits: the figure says no more.
fn rounded(confidence: f32) -> f32 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() / 100.0
}
