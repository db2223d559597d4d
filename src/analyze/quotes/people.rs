//! Who a mention is, by the fullest form that the article gives.
//!
//! A surname is the longest name that ends in it. A pronoun is the nearest person of its gender who was the subject of
//! a sentence. A role is whoever carries it as a title or an apposition, if only one person does.

use std::collections::HashMap;

use super::super::entities::{Gender, gender};
use super::lexicon::Class;
use super::mentions::{Candidate, Sort};
use super::reading::Reading;
use super::roles;
use crate::article::{Entity, EntityKind};

/// How many mentions back a pronoun may reach.
const REACH_MAX: usize = 30;

pub struct People<'a> {
    reading: &'a Reading<'a>,
    candidates: &'a [Candidate],
    entities: &'a [Entity],
    /// By the last word of a name.
    by_surname: HashMap<&'a str, Person>,
    /// By the office; `None` for one of several people.
    by_role: HashMap<String, Option<Candidate>>,
}

#[derive(Clone, Debug, Default)]
struct Person {
    /// Index of the candidate with the most words.
    fullest: usize,
    words: usize,
    gender: Option<Gender>,
    is_person: bool,
    is_titled: bool,
}

impl<'a> People<'a> {
    pub fn new(reading: &'a Reading<'a>, candidates: &'a [Candidate], entities: &'a [Entity]) -> Self {
        let mut people = Self { reading, candidates, entities, by_surname: HashMap::new(), by_role: HashMap::new() };
        for (index, candidate) in candidates.iter().enumerate() {
            if candidate.sort == Sort::Name {
                people.learn(index, *candidate);
                people.learn_role(index, *candidate);
            }
        }
        people
    }

    fn learn(&mut self, index: usize, candidate: Candidate) {
        let reading = self.reading;
        let words = candidate.end - candidate.start;
        let titles = (candidate.phrase..candidate.start).map(|at| reading.class(at));
        let gender = titles
            .clone()
            .find_map(gender_of_title)
            .or_else(|| (words > 1).then(|| gender_of_name(reading, candidate.start)).flatten());
        let is_person = match candidate.kind {
            Some(kind) => kind == EntityKind::Person,
            None if !self.entities.is_empty() => candidate.phrase < candidate.start,
            None => {
                let is_body = reading.is(candidate.end - 1, Class::BODY);
                !is_body && (words > 1 || candidate.phrase < candidate.start || gender.is_some())
            }
        };
        let is_titled = is_person && self.carried(index, candidate).is_some();
        let person = self.by_surname.entry(surname(reading, candidate)).or_default();
        if words > person.words {
            person.fullest = index;
            person.words = words;
        }
        person.gender = person.gender.or(gender);
        person.is_person |= is_person;
        person.is_titled |= is_titled;
    }

    fn person(&self, candidate: Candidate) -> Option<&Person> {
        let surname = surname(self.reading, candidate);
        // The label of a transcript: `DUNN`.
        let label = if is_shouted(surname) { capitalized(surname) } else { String::new() };
        self.by_surname.get(label.as_str()).or_else(|| self.by_surname.get(surname))
    }

    /// Returns the fullest form of whoever a mention is; `None` where it stays open.
    pub fn name(&self, candidate: Candidate) -> Option<String> {
        match candidate.sort {
            Sort::Name => Some(self.full_name(candidate)),
            Sort::Pronoun => self.antecedent(candidate).map(|name| self.full_name(name)),
            Sort::Role => self.apposed(candidate).or_else(|| self.bearer(candidate)).map(|name| self.full_name(name)),
        }
    }

    fn full_name(&self, candidate: Candidate) -> String {
        if let Some(entity) = candidate.entity.and_then(|entity| self.entities.get(entity)) {
            return entity.name.clone();
        }
        let known = self.person(candidate).filter(|person| person.words > candidate.end - candidate.start);
        let fullest = known.map_or(candidate, |person| self.candidates[person.fullest]);
        match fullest.entity.and_then(|entity| self.entities.get(entity)) {
            Some(entity) => entity.name.clone(),
            None => self.reading.span(fullest.start..fullest.end).to_owned(),
        }
    }

    /// The person that a pronoun stands for.
    fn antecedent(&self, pronoun: Candidate) -> Option<Candidate> {
        let class = self.reading.class(pronoun.start);
        let gender = match self.reading.word(pronoun.start) {
            "his" | "His" | "его" => Gender::Male,
            "her" | "Her" | "её" | "ее" => Gender::Female,
            _ if self.reading.is(pronoun.start, Class::RELATIVE) => return None,
            _ if class.is(Class::HE) => Gender::Male,
            _ if class.is(Class::SHE) => Gender::Female,
            _ => return None,
        };
        let behind = self.candidates.partition_point(|candidate| candidate.start < pronoun.start);
        let near = self.candidates[..behind].iter().rev().take(REACH_MAX).filter_map(|candidate| {
            let person = self.person(*candidate).filter(|_| candidate.sort == Sort::Name)?;
            let fits = person.is_person && person.gender.is_none_or(|other| other == gender);
            let is_sure = person.gender.is_some() || person.is_titled || self.speaks(*candidate);
            fits.then_some((*candidate, is_sure, self.is_subject(*candidate)))
        });
        let best = near.clone().find(|(_, is_sure, is_subject)| *is_sure && *is_subject);
        best.or_else(|| near.clone().find(|(_, is_sure, _)| *is_sure))
            .or_else(|| near.clone().next())
            .map(|found| found.0)
    }

    fn speaks(&self, candidate: Candidate) -> bool {
        let reading = self.reading;
        reading.is(candidate.end, Class::CUE) || candidate.phrase > 0 && reading.is(candidate.phrase - 1, Class::CUE)
    }

    /// Whether the name opens its sentence or speaks in it.
    fn is_subject(&self, candidate: Candidate) -> bool {
        self.reading.opens_sentence(candidate.phrase) || self.speaks(candidate)
    }

    /// The name between commas behind a role: `his sister, Ada Brook, said`.
    fn apposed(&self, role: Candidate) -> Option<Candidate> {
        let behind = self.candidates.partition_point(|candidate| candidate.start < role.end);
        let next = self.candidates.get(behind).filter(|next| next.sort == Sort::Name)?;
        let is_apposed =
            next.phrase == role.end + 1 && self.reading.word(role.end) == "," && !self.reading.is_word(next.end);
        is_apposed.then_some(*next)
    }

    /// The person whom the article gives a role, if it is one person.
    fn bearer(&self, role: Candidate) -> Option<Candidate> {
        let reading = self.reading;
        if !matches!(reading.word(role.start), "the" | "The") {
            return None;
        }
        let heads = roles::heads(reading, role.start..role.end);
        heads.iter().find_map(|head| self.by_role.get(head)).copied().flatten()
    }

    /// Remembers what a name is called by; a role of two people tells nobody.
    fn learn_role(&mut self, index: usize, name: Candidate) {
        let Some(carried) = self.carried(index, name) else { return };
        for head in roles::heads(self.reading, carried) {
            let known = self.by_role.entry(head).or_insert(Some(name));
            if known.is_some_and(|known| surname(self.reading, known) != surname(self.reading, name)) {
                *known = None;
            }
        }
    }

    /// The words that say what a person is: the title before the name, or the apposition behind it.
    fn carried(&self, index: usize, name: Candidate) -> Option<std::ops::Range<usize>> {
        if name.sort != Sort::Name {
            return None;
        }
        if name.phrase < name.start {
            return Some(name.phrase..name.start);
        }
        let next = self.candidates.get(index + 1)?;
        let is_apposition =
            next.sort == Sort::Role && next.phrase == name.end + 1 && self.reading.word(name.end) == ",";
        is_apposition.then_some(next.phrase..next.end)
    }
}

fn is_shouted(word: &str) -> bool {
    word.len() > 1 && !word.chars().any(char::is_lowercase)
}

fn capitalized(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().into_iter().chain(characters.flat_map(char::to_lowercase)).collect()
}

/// Written behind a surname.
const SUFFIXES: &[&str] = &["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];

fn surname<'a>(reading: &Reading<'a>, candidate: Candidate) -> &'a str {
    let is_suffix = candidate.end > candidate.start + 1 && SUFFIXES.contains(&reading.word(candidate.end - 1));
    reading.word(candidate.end - 1 - usize::from(is_suffix))
}

fn gender_of_title(class: Class) -> Option<Gender> {
    match (class.is(Class::MALE), class.is(Class::FEMALE)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// The lexicon's few names are those of all scripts; the recognizer knows thousands in Latin letters.
fn gender_of_name(reading: &Reading<'_>, at: usize) -> Option<Gender> {
    let class = reading.class(at);
    match (class.is(Class::MAN), class.is(Class::WOMAN)) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => gender(reading.word(at)),
    }
}
