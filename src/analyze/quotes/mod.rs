//! Finds what people are quoted with, and who they are.
//!
//! Marks are paired first, whatever they mean ([`marks`]). Then the words around each pair say who speaks
//! ([`speakers`]), by a verb and its subject ([`subjects`]) among the names, roles and pronouns of the article
//! ([`mentions`]). That, and the look of the words between the marks, tells quotations from titles and scare quotes
//! ([`kind`]). A quotation to which nothing is said goes on with the speaker before ([`chain`]). Last, a mention is
//! turned into the fullest name that the article gives ([`people`]). All of it reads each token a bounded number of
//! times.

mod chain;
mod dialogue;
mod kind;
mod leads;
mod lexicon;
mod marks;
mod mentions;
mod names;
mod people;
mod reading;
mod roles;
mod speakers;
mod subjects;
#[cfg(test)]
mod tests;
mod words;

use self::kind::{Evidence, Look};
use self::lexicon::Lexicon;
use self::marks::Passage;
use self::mentions::Sort;
use self::people::People;
use self::reading::Reading;
use self::speakers::{Attribution, Surroundings};
use self::subjects::Subjects;
use super::tokens::Tokens;
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Entity, Quote, QuoteKind, Speaker, SpeakerHow};

pub fn build() -> Built {
    Built::Pure(Box::new(Quotes { lexicon: Lexicon::new() }))
}

struct Quotes {
    lexicon: Lexicon,
}

impl Stage for Quotes {
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError> {
        let entities = article.annotations.entities.as_deref().unwrap_or_default();
        let quotes = quotes(&article.text, tokens, &self.lexicon, entities);
        Ok(Annotations { quotes: Some(quotes), ..Annotations::default() })
    }
}

/// A quotation on its way.
struct Found {
    passage: Passage,
    kind: QuoteKind,
    /// Where the sentence begins in which it stands.
    sentence: usize,
    source: Option<Source>,
}

/// Who speaks, and whether another quotation said so.
#[derive(Clone)]
struct Source {
    attribution: Attribution,
    is_chained: bool,
}

impl Source {
    fn new(attribution: Attribution) -> Self {
        Self { attribution, is_chained: false }
    }

    /// The same speaker for another quotation, which has no verb of its own.
    fn chained(self) -> Self {
        Self { attribution: Attribution { cue: None, ..self.attribution }, is_chained: true }
    }
}

fn quotes(text: &str, tokens: &Tokens, lexicon: &Lexicon, entities: &[Entity]) -> Vec<Quote> {
    let passages = marks::passages(text, tokens.all(), reading::blocks(text, tokens.all()), lexicon);
    if passages.is_empty() {
        return Vec::new();
    }
    let reading = Reading::new(text, tokens, lexicon, &passages);
    let candidates = mentions::candidates(&reading, entities);
    let subjects = Subjects::new(&reading, &candidates);
    let mut found: Vec<Found> = Vec::new();
    for index in 0..passages.len() {
        let quotation = find(&subjects, &passages, index, found.last());
        found.extend(quotation);
    }
    chain::link(&subjects, &mut found);
    let people = People::new(&reading, &candidates, entities);
    found.into_iter().map(|found| quote(&reading, &people, found)).collect()
}

/// Words between two quotations of one speaker: `he said on Tuesday in Geneva.`
const BETWEEN_MAX: usize = 16;

fn find(subjects: &Subjects, passages: &[Passage], index: usize, previous: Option<&Found>) -> Option<Found> {
    let passage = passages[index];
    let surroundings = Surroundings::new(subjects, passages, index);
    let (attribution, evidence) = match surroundings.attribution() {
        Some(attribution) => {
            let is_touching = surroundings.is_touching(&attribution);
            (Some(attribution), if is_touching { Evidence::Touching } else { Evidence::Sentence })
        }
        None if goes_on(subjects.reading, passage, previous) => (None, Evidence::Touching),
        None if surroundings.is_bare() => (None, Evidence::Sentence),
        None => (None, Evidence::None),
    };
    let kind = Look::of(subjects.reading, passage).judge(evidence)?;
    let source = attribution.map(Source::new);
    Some(Found { passage, kind, sentence: surroundings.start(), source })
}

/// Whether a sentence of its own follows a colon, or a quotation that has a speaker: `“No,” he said. “Never.”`
fn goes_on(reading: &Reading, passage: Passage, previous: Option<&Found>) -> bool {
    let is_sentence = reading.word(passage.end - 1).starts_with(['.', '!', '?', '…']);
    if is_sentence && passage.open > 0 && reading.word(passage.open - 1) == ":" {
        return true;
    }
    let Some(previous) = previous.filter(|previous| previous.source.is_some()) else { return false };
    let is_near = passage.open <= previous.passage.after + BETWEEN_MAX
        && (previous.passage.after..=passage.open).all(|at| !reading.opens_block(at));
    is_near && is_sentence && (!passage.is_closed() || reading.opens_sentence(passage.open))
}

fn quote(reading: &Reading, people: &People, found: Found) -> Quote {
    let content = reading.mention(found.passage.first..found.passage.end);
    let cue = found.source.as_ref().and_then(|source| source.attribution.cue.clone());
    Quote {
        text: content.text,
        start: content.start,
        end: content.end,
        speaker: found.source.map(|source| speaker(reading, people, &source)),
        cue: cue.map(|cue| reading.mention(cue)),
        kind: found.kind,
        continues: found.passage.continues,
    }
}

fn speaker(reading: &Reading, people: &People, source: &Source) -> Speaker {
    let candidate = source.attribution.speaker;
    let mention = reading.mention(candidate.start..candidate.end);
    let how = match candidate.sort {
        _ if source.is_chained => SpeakerHow::Chain,
        Sort::Name => SpeakerHow::Name,
        Sort::Pronoun => SpeakerHow::Pronoun,
        Sort::Role => SpeakerHow::Role,
    };
    Speaker { text: mention.text, start: mention.start, end: mention.end, name: people.name(candidate), how }
}
