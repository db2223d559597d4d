//! Who could be speaking: names, roles and pronouns outside the marks, in the order of the text.
//!
//! A name is a run of capitalized words, or an entity that the stage before found. A role is a noun that people and
//! bodies are called by, with what belongs to it: `a senior official at the Treasury`, `Dunn’s spokeswoman`.

use super::super::tokens::{Gap, Kind};
use super::lexicon::Class;
use super::reading::Reading;
use crate::article::{Entity, EntityKind};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Name,
    Role,
    Pronoun,
}

/// A piece of the text that may name a speaker, in tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub start: usize,
    pub end: usize,
    pub sort: Sort,
    /// Where the noun phrase begins, with title and article: before `start` in `President Dunn`.
    pub phrase: usize,
    /// What the entities say of it.
    pub kind: Option<EntityKind>,
    /// Its entity, among the article's.
    pub entity: Option<usize>,
}

/// Words of a name; longer runs are headlines.
const NAME_WORDS_MAX: usize = 8;

/// Words that stand between a role and its article: `a senior White House`.
const MODIFIERS_MAX: usize = 6;

/// Words of what a role belongs to: `for the ministry of foreign affairs`.
const COMPLEMENT_WORDS_MAX: usize = 7;

/// `the mayor’s brother’s lawyer`
const POSSESSIVES_MAX: usize = 3;

/// Returns all candidates, in order; they do not overlap.
pub fn candidates(reading: &Reading, entities: &[Entity]) -> Vec<Candidate> {
    let mut builder = Builder { reading, entities: Spans::new(reading, entities), found: Vec::new() };
    let mut at = 0;
    while at < reading.tokens.len() {
        at = builder.step(at);
    }
    builder.found
}

struct Builder<'a> {
    reading: &'a Reading<'a>,
    entities: Spans,
    found: Vec<Candidate>,
}

impl Builder<'_> {
    /// Reads what begins at `at`; returns where to read on.
    fn step(&mut self, at: usize) -> usize {
        if !self.reading.is_outside(at) {
            return at + 1;
        }
        if let Some((end, kind, entity)) = self.entities.starting(at) {
            let phrase = self.titles_before(at);
            let name = Candidate { start: at, end, sort: Sort::Name, phrase, kind: Some(kind), entity: Some(entity) };
            return self.name(name);
        }
        if !self.reading.is_word(at) {
            return at + 1;
        }
        if self.is_pronoun(at) {
            return self.push(Candidate {
                start: at,
                end: at + 1,
                sort: Sort::Pronoun,
                phrase: at,
                kind: None,
                entity: None,
            });
        }
        if let Some(name) = self.capitals(at) {
            return self.name(name);
        }
        if self.reading.is(at, Class::ROLE.and(Class::DOCUMENT)) && self.is_noun(at) {
            let phrase = self.modifiers_before(at);
            return self.role(phrase, at);
        }
        at + 1
    }

    /// Adds the candidate, in the place of those that it covers.
    fn push(&mut self, candidate: Candidate) -> usize {
        while self.found.last().is_some_and(|last| last.end > candidate.phrase) {
            self.found.pop();
        }
        self.found.push(candidate);
        candidate.end
    }

    fn is_pronoun(&self, at: usize) -> bool {
        let reading = self.reading;
        if !reading.is(at, Class::PRONOUN) {
            return false;
        }
        // `some said` but not `some voters said`.
        !reading.is(at, Class::DETERMINER) && reading.word(at) != "others"
            || reading.is(at + 1, Class::CUE.and(Class::ADVERB).and(Class::BE))
    }

    /// `Dunn` alone, `Dunn’s spokeswoman` as a role.
    fn name(&mut self, name: Candidate) -> usize {
        if let Some(head) = self.possessed(name.end) {
            return self.role(name.phrase, head);
        }
        // `White House spokesman`, unless a name follows: then the name is the speaker.
        let role = (name.end..name.end + 3).find(|at| self.is_noun(*at));
        let is_joined =
            |at: usize| (name.end..=at).all(|at| self.reading.tokens[at].gap == Gap::Space && self.reading.is_word(at));
        let is_plain = |at: usize| (name.end..at).all(|at| !self.reading.is(at, Class::GRAMMAR.and(Class::CUE)));
        match role.filter(|at| is_joined(*at) && is_plain(*at)) {
            Some(head) if !self.reading.is_capitalized(head) => {
                let phrase = self.modifiers_before(name.phrase);
                self.role(phrase, head)
            }
            _ => self.push(name),
        }
    }

    /// The role behind a possessive ending at `at`.
    fn possessed(&self, at: usize) -> Option<usize> {
        let reading = self.reading;
        let is_possessive = reading.tokens.get(at).is_some_and(|token| {
            token.gap == Gap::None && (token.kind == Kind::Clitic || matches!(reading.word(at), "’" | "'"))
        });
        if !is_possessive {
            return None;
        }
        let head = (at + 1..at + 1 + MODIFIERS_MAX)
            .take_while(|at| reading.is_word(*at) && !reading.is(*at, Class::GRAMMAR.and(Class::CUE)))
            .filter(|at| self.is_noun(*at))
            .last()?;
        Some(head)
    }

    fn is_noun(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.is(at, Class::ROLE.and(Class::DOCUMENT))
            && !(reading.is(at, Class::SAY) && !reading.is(at.wrapping_sub(1), Class::DETERMINER))
    }

    /// A role with its head at `head`, or the name that it stands before.
    fn role(&mut self, phrase: usize, mut head: usize) -> usize {
        for _ in 0..POSSESSIVES_MAX {
            while self.is_noun(head + 1) && self.reading.tokens[head + 1].gap == Gap::Space {
                head += 1;
            }
            match self.possessed(head + 1) {
                Some(next) => head = next,
                None => break,
            }
        }
        let behind = head + 1;
        if let Some(name) = self.named(phrase, behind) {
            return self.push(name);
        }
        let end = self.complement(behind);
        self.push(Candidate { start: phrase, end, sort: Sort::Role, phrase, kind: None, entity: None })
    }

    /// The name at `behind`, to which a role belongs that begins at `phrase`.
    fn named(&self, phrase: usize, behind: usize) -> Option<Candidate> {
        if let Some((end, kind, entity)) = self.entities.starting(behind) {
            let name =
                Candidate { start: behind, end, sort: Sort::Name, phrase, kind: Some(kind), entity: Some(entity) };
            return (kind == EntityKind::Person).then_some(name);
        }
        let is_joined = !self.reading.opens_sentence(behind) && self.reading.tokens.get(behind)?.gap == Gap::Space;
        self.capitals(behind).filter(|_| is_joined).map(|name| Candidate { phrase, ..name })
    }

    /// Behind `for the ministry`, `of several states`, or `behind` itself.
    fn complement(&self, behind: usize) -> usize {
        let reading = self.reading;
        let mut end = behind;
        for _ in 0..2 {
            let is_joined = matches!(
                reading.word(end),
                "of" | "for"
                    | "at"
                    | "from"
                    | "in"
                    | "with"
                    | "de"
                    | "du"
                    | "des"
                    | "der"
                    | "del"
                    | "für"
                    | "von"
                    | "la"
            ) && reading.is_outside(end);
            if !is_joined {
                break;
            }
            let stops = |at: usize| {
                !reading.is_word(at)
                    || reading.tokens[at].gap != Gap::Space
                    || reading.is(
                        at,
                        Class::CUE
                            .and(Class::PREPOSITION)
                            .and(Class::CONJUNCTION)
                            .and(Class::RELATIVE)
                            .and(Class::ADVERB)
                            .and(Class::TIME)
                            .and(Class::BE)
                            .and(Class::PRONOUN),
                    ) && !reading.is(at, Class::DETERMINER)
            };
            let stop = (end + 1..end + 1 + COMPLEMENT_WORDS_MAX)
                .find(|at| stops(*at))
                .unwrap_or(end + 1 + COMPLEMENT_WORDS_MAX);
            if stop == end + 1 {
                break;
            }
            end = stop;
            if reading.tokens.get(end).is_some_and(|token| token.kind == Kind::Clitic) {
                break;
            }
        }
        end.min(reading.tokens.len())
    }

    /// Where the noun phrase with a noun at `head` begins.
    fn modifiers_before(&self, head: usize) -> usize {
        let reading = self.reading;
        let lowest = head.saturating_sub(MODIFIERS_MAX).max(reading.sentence_start(head));
        let mut start = head;
        while start > lowest {
            let before = start - 1;
            if !reading.is_outside(before)
                || reading.tokens[start].gap != Gap::Space && reading.tokens[before].kind != Kind::Clitic
            {
                break;
            }
            if reading.is(before, Class::DETERMINER) {
                start = before;
                if !matches!(
                    reading.word(start),
                    "other"
                        | "several"
                        | "two"
                        | "three"
                        | "top"
                        | "senior"
                        | "many"
                        | "some"
                        | "most"
                        | "few"
                        | "such"
                        | "same"
                ) {
                    break;
                }
                continue;
            }
            let is_modifier = matches!(reading.tokens[before].kind, Kind::Word | Kind::Number)
                && !reading.is(before, Class::GRAMMAR.and(Class::CUE));
            if !is_modifier {
                break;
            }
            start = before;
        }
        start
    }

    /// The run of capitalized words at `at`, without titles in front of it.
    fn capitals(&self, at: usize) -> Option<Candidate> {
        let reading = self.reading;
        let begins = |at: usize| {
            reading.is_capitalized(at)
                && (!reading.is(at, Class::GRAMMAR) || self.is_inner_article(at))
                && reading.is_outside(at)
        };
        if !begins(at) {
            return None;
        }
        let mut end = at + 1;
        while end < at + NAME_WORDS_MAX && self.goes_on(end) {
            end += if reading.is_capitalized(end) { 1 } else { 2 };
        }
        let is_body = reading.is(end - 1, Class::BODY);
        let title = (at..end - 1).rfind(|at| self.is_title(*at)).filter(|_| !is_body);
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
            && !matches!(reading.word(at), "Der" | "Die" | "Das" | "Of" | "Und" | "El" | "La" | "Und")
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
    fn titles_before(&self, at: usize) -> usize {
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
