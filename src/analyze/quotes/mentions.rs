//! Who could be speaking: names, roles and pronouns outside the marks, in the order of the text.
//!
//! A name is a run of capitalized words, or an entity that the stage before found. A role is a noun that people and
//! bodies are called by, with what belongs to it: `a senior official at the Treasury`, `Dunn’s spokeswoman`.

use std::collections::HashSet;
use std::ops::Range;

use super::super::tokens::{Gap, Kind};
use super::lexicon::Class;
use super::names::Names;
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

impl Candidate {
    pub fn name(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end, sort: Sort::Name, phrase: range.start, kind: None, entity: None }
    }

    pub fn role(range: Range<usize>) -> Self {
        Self { sort: Sort::Role, ..Self::name(range) }
    }

    pub fn pronoun(at: usize) -> Self {
        Self { sort: Sort::Pronoun, ..Self::name(at..at + 1) }
    }
}

/// Words that stand between a role and its article: `a senior White House`.
const MODIFIERS_MAX: usize = 6;

/// Words of what a role belongs to: `for the ministry of foreign affairs`.
const COMPLEMENT_WORDS_MAX: usize = 7;

/// Endings of words for people.
const AGENT_ENDINGS: &[&str] = &["er", "ers", "or", "ors", "ist", "ists", "ian", "ians"];

/// `a member of the board of the bank`
const COMPLEMENTS_MAX: usize = 2;

/// What joins a role and what it belongs to.
#[rustfmt::skip]
const JOINING: &[&str] =
    &["of", "for", "at", "from", "in", "with", "de", "du", "des", "der", "del", "la", "für", "von"];

/// Words with which no such thing goes on.
const ENDS_COMPLEMENT: Class = Class::CUE
    .and(Class::PREPOSITION)
    .and(Class::CONJUNCTION)
    .and(Class::RELATIVE)
    .and(Class::ADVERB)
    .and(Class::TIME)
    .and(Class::BE)
    .and(Class::PRONOUN);

/// `министр иностранных дел`
const GENITIVE_WORDS_MAX: usize = 4;

/// `the mayor’s brother’s lawyer`
const POSSESSIVES_MAX: usize = 3;

/// Returns all candidates, in order; they do not overlap.
pub fn candidates(reading: &Reading, entities: &[Entity]) -> Vec<Candidate> {
    let mut builder = Builder { reading, names: Names::new(reading, entities), found: Vec::new() };
    let mut at = 0;
    while at < reading.tokens.len() {
        at = builder.step(at);
    }
    name_surnames(reading, &mut builder.found);
    builder.found
}

/// A role with a capital may be somebody's name: `King said`, if the article has a `Tina King`.
fn name_surnames(reading: &Reading, candidates: &mut [Candidate]) {
    let surnames: HashSet<&str> = candidates
        .iter()
        .filter(|candidate| candidate.sort == Sort::Name && candidate.end > candidate.start + 1)
        .map(|candidate| reading.word(candidate.end - 1))
        .collect();
    for candidate in candidates.iter_mut().filter(|candidate| candidate.sort == Sort::Role) {
        let is_surname = candidate.end == candidate.start + 1 && surnames.contains(reading.word(candidate.start));
        if is_surname {
            candidate.sort = Sort::Name;
        }
    }
}

struct Builder<'a> {
    reading: &'a Reading<'a>,
    names: Names<'a>,
    found: Vec<Candidate>,
}

impl Builder<'_> {
    /// Reads what begins at `at`; returns where to read on.
    fn step(&mut self, at: usize) -> usize {
        if !self.reading.is_outside(at) {
            return at + 1;
        }
        if let Some((end, kind, entity)) = self.names.entity(at) {
            let phrase = self.names.titles_before(at);
            let name = Candidate { start: at, end, sort: Sort::Name, phrase, kind: Some(kind), entity: Some(entity) };
            return self.name(name);
        }
        if !self.reading.is_word(at) {
            return at + 1;
        }
        if self.is_pronoun(at) {
            return self.push(Candidate::pronoun(at));
        }
        if let Some(name) = self.names.capitals(at) {
            return self.name(name);
        }
        if self.is_noun(at) || self.is_agent(at) {
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
            || reading.word(at + 1) == "a"
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
        // `the report` but not `they report`.
        let is_noun = !reading.is(at, Class::SAY) || at > 0 && reading.is(at - 1, Class::DETERMINER);
        is_noun && reading.is(at, Class::ROLE.and(Class::DOCUMENT))
    }

    /// A noun that no list knows, by its ending and its place: `The bakers`, at the beginning of a sentence.
    fn is_agent(&self, at: usize) -> bool {
        let reading = self.reading;
        let start = reading.sentence_start(at);
        let opens = (start + 1..=start + 2).contains(&at) && reading.is(start, Class::DETERMINER);
        let word = reading.word(at);
        opens
            && word.len() > 4
            && AGENT_ENDINGS.iter().any(|ending| word.ends_with(ending))
            && !reading.is(at, Class::GRAMMAR.and(Class::CUE))
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
        let end = self.complement(behind);
        if let Some(name) = self.named(phrase, behind, end) {
            return self.push(name);
        }
        self.push(Candidate::role(phrase..end))
    }

    /// The name to which a role belongs that begins at `phrase`: at `behind`, or within the complement that ends at
    /// `end`.
    fn named(&self, phrase: usize, behind: usize, end: usize) -> Option<Candidate> {
        let reading = self.reading;
        let person = (behind..=end).find_map(|at| self.names.entity(at).map(|entity| (at, entity)));
        if let Some((start, (end, kind, entity))) = person.filter(|(_, (_, kind, _))| *kind == EntityKind::Person) {
            let is_possessed = reading.tokens.get(end).is_some_and(|token| token.kind == Kind::Clitic);
            let is_joined = start == behind || reading.is_capitalized(start - 1);
            return (is_joined && !is_possessed).then_some(Candidate {
                start,
                end,
                sort: Sort::Name,
                phrase,
                kind: Some(kind),
                entity: Some(entity),
            });
        }
        let is_joined = |at: usize| {
            !reading.opens_sentence(at) && reading.tokens.get(at).is_some_and(|token| token.gap == Gap::Space)
        };
        // `министр иностранных дел`: Russian needs no preposition.
        let is_genitive = |at: usize| {
            reading.is_word(at)
                && !reading.word(at).is_ascii()
                && !reading.is(at, Class::GRAMMAR.and(Class::CUE))
                && !reading.is_capitalized(at)
        };
        let start = (behind..behind + GENITIVE_WORDS_MAX).find(|at| !(is_joined(*at) && is_genitive(*at)))?;
        if let Some(name) = self.names.capitals(start).filter(|_| is_joined(start)) {
            return Some(Candidate { phrase, ..name });
        }
        // `Secretary of State Jane Roe`
        let office = self
            .names
            .capitals(behind + 1)
            .filter(|office| is_joined(behind) && behind < end && office.end >= office.start + 3)?;
        Some(Candidate { phrase, start: office.start + 1, ..office })
    }

    /// Behind `for the ministry`, `of several states`, or `behind` itself.
    fn complement(&self, behind: usize) -> usize {
        let reading = self.reading;
        let mut end = behind;
        for _ in 0..COMPLEMENTS_MAX {
            let is_arabic = end == behind && self.is_arabic(end - 1) && self.is_arabic(end);
            let is_joined = JOINING.contains(&reading.word(end)) && self.is_next(end);
            if !is_arabic && !is_joined {
                break;
            }
            let first = end + usize::from(!is_arabic);
            let ends_name =
                |at: usize| at > first && reading.is_capitalized(at - 1) && !reading.is_capitalized(at) && !is_arabic;
            let stop = (first..first + COMPLEMENT_WORDS_MAX).find(|at| !self.is_complement(*at) || ends_name(*at));
            let stop = stop.unwrap_or(first + COMPLEMENT_WORDS_MAX);
            if stop == first {
                break;
            }
            end = stop;
        }
        end
    }

    fn is_complement(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.is_word(at)
            && self.is_next(at)
            && (!reading.is(at, ENDS_COMPLEMENT) || reading.is(at, Class::DETERMINER))
    }

    /// Whether a space and nothing else divides the token from the one before.
    fn is_next(&self, at: usize) -> bool {
        let reading = self.reading;
        reading.tokens.get(at).is_some_and(|token| token.gap == Gap::Space)
            && !reading.opens_sentence(at)
            && reading.is_outside(at)
    }

    /// Arabic has no capitals: what follows a role belongs to it, or is the name of who has it.
    fn is_arabic(&self, at: usize) -> bool {
        self.reading.word(at).starts_with(|first| matches!(first, '\u{0600}'..='\u{06FF}'))
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
}
