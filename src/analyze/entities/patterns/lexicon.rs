//! The words of one language that give names away.

use std::collections::HashMap;

use super::super::words::{Caps, fold, hash, join};

/// What a word or phrase is, as a set.
pub type Meaning = u16;

/// `Kanzlerin`, `le président`: a person's name follows.
pub const TITLE: Meaning = 1;
pub const FIRST_NAME: Meaning = 1 << 1;
pub const PLACE: Meaning = 1 << 2;
pub const ORGANIZATION: Meaning = 1 << 3;
/// `Banque`, `Borussia`: an organization's name begins with it and goes on.
pub const HEAD: Meaning = 1 << 4;
/// `AG`: an organization's name ends with it.
pub const ENDING: Meaning = 1 << 5;
/// `in`, `à`: before a town.
pub const PREPOSITION: Meaning = 1 << 6;
/// `компания`: an organization's name in quotation marks follows.
pub const QUOTED: Meaning = 1 << 7;
/// `Die`, `Estado`: no name, though a list or a capital may say so.
pub const COMMON: Meaning = 1 << 8;

/// One language, as text: entries stand between bars.
pub struct Words {
    pub titles: &'static str,
    pub first_names: &'static str,
    pub places: &'static str,
    pub organizations: &'static str,
    pub heads: &'static str,
    pub endings: &'static str,
    pub prepositions: &'static str,
    pub quoted: &'static str,
    pub common: &'static str,
    /// Ends of words that are no names though they have a capital.
    pub noun_endings: &'static [&'static str],
    /// Whether names have endings of cases: then a word may have up to two letters more than the entry.
    pub has_cases: bool,
    /// Whether nouns have capitals.
    pub has_capital_nouns: bool,
}

pub struct Lexicon {
    meanings: HashMap<u64, Meaning>,
    pub noun_endings: &'static [&'static str],
    pub has_cases: bool,
    pub has_capital_nouns: bool,
}

/// Letters that a case adds to, or puts in place of the end of, a name.
pub const CASE_LETTERS_MAX: usize = 2;

/// Longest phrase, in words.
pub const PHRASE_WORDS_MAX: usize = 4;

impl Lexicon {
    pub fn of(words: &Words) -> Self {
        let mut lexicon = Self {
            meanings: HashMap::new(),
            noun_endings: words.noun_endings,
            has_cases: words.has_cases,
            has_capital_nouns: words.has_capital_nouns,
        };
        for (entries, meaning) in [
            (words.titles, TITLE),
            (words.first_names, FIRST_NAME),
            (words.places, PLACE),
            (words.organizations, ORGANIZATION),
            (words.heads, HEAD),
            (words.endings, ENDING),
            (words.prepositions, PREPOSITION),
            (words.quoted, QUOTED),
            (words.common, COMMON),
        ] {
            for entry in entries.split('|').map(str::trim).filter(|entry| !entry.is_empty()) {
                lexicon.add(entry, meaning);
            }
        }
        lexicon
    }

    fn add(&mut self, entry: &str, meaning: Meaning) {
        let mut words = entry.split_whitespace();
        let Some(first) = words.next() else { return };
        let is_acronym = Caps::of(entry) == Caps::Upper;
        let start = if is_acronym { acronym(hash(&fold(first))) } else { hash(&fold(first)) };
        let whole = words.fold(start, |whole, word| longer(whole, hash(&fold(word)), Caps::of(word)));
        *self.meanings.entry(whole).or_default() |= meaning;
    }

    /// Returns what a word or phrase with this hash is.
    pub fn meaning(&self, hash: u64) -> Meaning {
        self.meanings.get(&hash).copied().unwrap_or(0)
    }

    /// Returns what a word is, in any case; acronyms count in capitals only, and have no cases.
    pub fn of_word(&self, plain: &str, whole: u64, caps: Caps) -> Meaning {
        if caps == Caps::Upper {
            return self.meaning(acronym(whole)) | self.meaning(whole);
        }
        let mut meaning = self.meaning(whole);
        if self.has_cases && meaning == 0 {
            for (at, _) in plain.char_indices().rev().take(CASE_LETTERS_MAX) {
                meaning |= self.meaning(hash(&plain[..at]));
            }
        }
        meaning
    }
}

/// Returns the hash of an acronym; the same letters in lower case are another word.
const fn acronym(hash: u64) -> u64 {
    join(hash, 1)
}

/// Returns the hash of a phrase that goes on with a word, its capital being a part of it.
pub const fn longer(phrase: u64, word: u64, caps: Caps) -> u64 {
    join(phrase, word ^ caps.is_capital() as u64)
}
