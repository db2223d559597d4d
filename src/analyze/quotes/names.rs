//! Where names begin and end: runs of capitalized words, and the entities that the stage before found.

use super::super::tokens::Gap;
use super::lexicon::Class;
use super::mentions::{Candidate, Sort};
use super::reading::Reading;
use crate::article::{Entity, EntityKind};

/// Words of a name; longer runs are headlines.
const NAME_WORDS_MAX: usize = 8;

pub struct Names<'a> {
    reading: &'a Reading<'a>,
    entities: Spans,
}

impl<'a> Names<'a> {
    pub fn new(reading: &'a Reading<'a>, entities: &[Entity]) -> Self {
        Self { reading, entities: Spans::new(reading, entities) }
    }

    /// The entity that begins at `at`: behind its last token, its kind, its index.
    pub fn entity(&self, at: usize) -> Option<(usize, EntityKind, usize)> {
        self.entities.starting(at)
    }

    /// The run of capitalized words at `at`, without titles in front of it.
    pub fn capitals(&self, at: usize) -> Option<Candidate> {
        let reading = self.reading;
        let begins = |at: usize| {
            reading.is_capitalized(at)
                && (!reading.is(at, Class::GRAMMAR) || self.is_inner_article(at))
                && reading.is_outside(at)
                // `Said Brook: “`
                && !(reading.opens_sentence(at) && reading.is(at, Class::SAY) && reading.is_capitalized(at + 1))
        };
        if !begins(at) {
            return None;
        }
        let mut end = at + 1;
        while end < at + NAME_WORDS_MAX && self.goes_on(end) {
            end += if reading.is_capitalized(end) { 1 } else { 2 };
        }
        let is_body = reading.is(end - 1, Class::BODY);
        let leads = |at: &usize| self.is_title(*at) && !reading.is(*at, Class::BODY) && reading.is_capitalized(*at + 1);
        let title = (at..end - 1).rfind(leads).filter(|_| !is_body);
        let start = title.map_or(at, |title| title + 1);
        let is_only_role = start + 1 == end && reading.is(start, Class::ROLE.and(Class::DOCUMENT));
        let is_cue_alone = start + 1 == end && reading.is(start, Class::CUE.and(Class::WORDS));
        if is_only_role || is_cue_alone {
            return None;
        }
        Some(Candidate { start, end, sort: Sort::Name, phrase: at, kind: None, entity: None })
    }

    /// `Los` in `Los Angeles`, `Le` in `Le Pen`; not `The`.
    fn is_inner_article(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.is(at, Class::PARTICLE)
            && !matches!(reading.word(at), "Der" | "Die" | "Das" | "Of" | "Und" | "El" | "La")
            && !reading.opens_sentence(at)
            && reading.is_capitalized(at + 1)
    }

    fn goes_on(&self, at: usize) -> bool {
        let reading = self.reading;
        let is_near = |at: usize| {
            reading.is_word(at)
                && matches!(reading.tokens[at].gap, Gap::Space)
                && reading.is_outside(at)
                && (reading.sentence_start(at) != at)
        };
        if !is_near(at) || self.entities.starting(at).is_some() {
            return false;
        }
        // `Secretary of State` is an office, `Bank of England` a name.
        if self.is_title(at - 1)
            && !reading.is(at - 1, Class::BODY)
            && matches!(reading.word(at), "of" | "de" | "du" | "des" | "der" | "del" | "für")
        {
            return false;
        }
        if reading.is_capitalized(at) {
            return !reading.is(at, Class::GRAMMAR) || reading.is(at, Class::PARTICLE) || reading.word(at) == "May";
        }
        reading.is(at, Class::PARTICLE)
            && is_near(at + 1)
            && reading.is_capitalized(at + 1)
            && !reading.is(at + 1, Class::GRAMMAR)
    }

    fn is_title(&self, at: usize) -> bool {
        self.reading.is(at, Class::TITLE.and(Class::ROLE))
            || self.reading.word(at).ends_with('.') && self.reading.word(at).len() > 2
    }

    /// Where the titles before a name begin.
    pub fn titles_before(&self, at: usize) -> usize {
        let reading = self.reading;
        let mut start = at;
        while start > 0
            && self.is_title(start - 1)
            && reading.tokens[start].gap == Gap::Space
            && reading.is_outside(start - 1)
        {
            start -= 1;
        }
        start
    }
}

/// Entities by their first token.
struct Spans {
    /// First token, behind the last, kind, index; in order.
    spans: Vec<(usize, usize, EntityKind, usize)>,
}

impl Spans {
    /// Entities inside a passage name nobody who speaks, and are left out.
    fn new(reading: &Reading, entities: &[Entity]) -> Self {
        let tokens = reading.tokens;
        let mut spans: Vec<_> = entities
            .iter()
            .enumerate()
            .map(|(index, entity)| {
                let start = tokens.partition_point(|token| token.end <= entity.start);
                let end = tokens.partition_point(|token| token.start < entity.end);
                (start, end, entity.kind, index)
            })
            .filter(|(start, end, ..)| start < end && reading.is_outside(*start))
            .collect();
        spans.sort_unstable_by_key(|(start, end, ..)| (*start, *end));
        Self { spans }
    }

    fn starting(&self, at: usize) -> Option<(usize, EntityKind, usize)> {
        let index = self.spans.binary_search_by_key(&at, |(start, ..)| *start).ok()?;
        let (_, end, kind, entity) = self.spans[index];
        Some((end, kind, entity))
    }
}
