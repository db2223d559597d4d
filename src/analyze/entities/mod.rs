//! Finds the people, organizations and places that an article names, and the full name of each within it.
//!
//! English is read by a model of our own: the runs of capitalized words of a text are labeled word by word, with
//! what the lists know of names, what stands around the run, what kind of line it is, and what the rest of the
//! article says of the same word. A few other languages are read by patterns, precision first. In all others the
//! stage is silent.

pub mod features;
pub mod model;
pub mod names;
pub mod page;
pub mod tagger;
pub mod words;

mod agree;
mod evidence;
mod patterns;
mod resolve;

#[cfg(test)]
mod tests;

pub use names::{Gender, gender};

use self::model::Model;
use self::page::Page;
use self::patterns::Patterns;
use self::tagger::Name;
use super::tokens::{Token, Tokens};
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Entity};

pub fn build() -> Built {
    Built::Pure(Box::new(Entities { model: model::shipped(), patterns: Patterns::new() }))
}

struct Entities {
    model: &'static Model<'static>,
    patterns: Patterns,
}

impl Stage for Entities {
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError> {
        let language = article.annotations.language.iter().flatten().next();
        let tag = language.map(|language| language.tag.as_str()).unwrap_or_default();
        let entities = self.find(tag, &article.text, tokens);
        Ok(Annotations { entities: Some(entities), ..Annotations::default() })
    }
}

impl Entities {
    fn find(&self, language: &str, text: &str, tokens: &Tokens) -> Vec<Entity> {
        let lexicon = self.patterns.lexicon(language);
        if language != "en" && lexicon.is_none() {
            return Vec::new();
        }
        let page = Page::of(text, tokens, self.model);
        let names = match lexicon {
            Some(lexicon) => patterns::names(&page, lexicon),
            None => tagger::names(&page, self.model),
        };
        entities(text, tokens, &names)
    }
}

/// Names as entities of the record.
fn entities(text: &str, tokens: &Tokens, names: &[Name]) -> Vec<Entity> {
    let mut entities = Vec::with_capacity(names.len());
    let mut ends = Vec::with_capacity(names.len());
    for name in names {
        let (first, last) = (tokens.all()[name.units.start], bounded(text, tokens, name.units.end - 1));
        ends.push((first.start_byte as usize, last.end_byte as usize));
        let written = &text[first.start_byte as usize..last.end_byte as usize];
        entities.push(Entity {
            text: written.to_owned(),
            start: first.start,
            end: last.end,
            kind: name.kind,
            name: String::new(),
            reference: None,
            score: (name.score * 100.0).round() / 100.0,
        });
    }
    let gaps: Vec<&str> = ends.windows(2).map(|pair| &text[pair[0].1..pair[1].0]).collect();
    resolve::resolve(&gaps, &mut entities);
    entities
}

/// Returns the last token of a name; the full stop of `Inc.` belongs to the sentence where it ends one.
fn bounded(text: &str, tokens: &Tokens, at: usize) -> Token {
    let mut token = tokens.all()[at];
    let word = token.of(text);
    let ends_sentence = tokens.all().get(at + 1).is_none_or(|_| tokens.sentence_of(at + 1) != tokens.sentence_of(at));
    if ends_sentence && word.len() > "J.".len() && word.ends_with('.') && word.matches('.').count() == 1 {
        token.end_byte -= 1;
        token.end -= 1;
    }
    token
}
