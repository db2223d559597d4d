//! Finds the names of the text that the table knows.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Range;

use super::fold::Key;
use super::judge::METROPOLIS_SIZE;
use super::words;
use super::world::{Candidate, Facts, Kind, Remarks, World};
use crate::analyze::tokens::{Gap, Kind as TokenKind, Token, Tokens};

/// The longest names of the table have six or seven words (`Saint Vincent and the Grenadines`).
const NAME_TOKENS_MAX: usize = 7;

/// A text has fewer; what is behind them is a list or an attack.
const MENTIONS_MAX: usize = 4_000;

/// Between a place and what it lies in stand no more tokens.
const WITHIN_TOKENS_MAX: usize = 8;

/// An abbreviation in capitals has at most so many letters (`U.S.A.`, `N.W.T.`).
const ABBREVIATION_LETTERS_MAX: usize = 6;

/// Six letters of two bytes, each with a stop.
const ABBREVIATION_BYTES_MAX: usize = 18;

/// Four letters; less would be chance.
const ARABIC_NAME_BYTES_MIN: usize = 8;

/// One name of the text, however often it stands there.
#[derive(Debug)]
pub struct Name {
    candidates: Range<usize>,
    /// Whether the text surely uses it for a place.
    pub is_proven: bool,
    /// Whether the text uses it for a person.
    pub is_person: bool,
}

/// A place in the text where a name stands.
#[derive(Debug)]
pub struct Mention {
    pub tokens: Range<usize>,
    /// Bytes of the text: a name may be a part of a token, as in `London-based`.
    pub bytes: Range<usize>,
    /// Number in [`Found::names`].
    pub name: usize,
    /// Above zero it means a place.
    pub evidence: f32,
    /// Whether the words around it make it something else, rather than leave it open.
    pub is_refuted: bool,
    /// The mention that says in which country or region this one is: `Ohio` in `Paris, Ohio`.
    pub container: Option<usize>,
}

/// Everything found in a text.
#[derive(Debug, Default)]
pub struct Found {
    pub names: Vec<Name>,
    pub mentions: Vec<Mention>,
    candidates: Vec<Candidate>,
    numbers: HashMap<u64, usize, BuildHasherDefault<Unhashed>>,
}

/// The keys are hashes already.
#[derive(Debug, Default)]
struct Unhashed(u64);

impl Hasher for Unhashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

impl Found {
    /// Returns the number of the name that has this key; nothing if the table does not know it.
    pub fn number(&mut self, world: World<'_>, key: &Key) -> Option<usize> {
        let hash = key.hash();
        if let Some(number) = self.numbers.get(&hash) {
            return Some(*number);
        }
        let start = self.candidates.len();
        self.candidates.extend(world.lookup(key));
        if self.candidates.len() == start {
            return None;
        }
        self.names.push(Name { candidates: start..self.candidates.len(), is_proven: false, is_person: false });
        self.numbers.insert(hash, self.names.len() - 1);
        Some(self.names.len() - 1)
    }

    /// Returns what the table offers for a name, the most prominent place first; at least one.
    pub fn candidates(&self, name: usize) -> &[Candidate] {
        &self.candidates[self.names[name].candidates.clone()]
    }
}

/// A text while its names are looked for.
pub struct Finder<'t> {
    pub world: World<'static>,
    pub text: &'t str,
    pub tokens: &'t [Token],
    pub sentences: Vec<Range<usize>>,
}

impl<'t> Finder<'t> {
    pub fn of(world: World<'static>, text: &'t str, tokens: &'t Tokens) -> Self {
        Self { world, text, tokens: tokens.all(), sentences: tokens.sentences().collect() }
    }

    /// Returns all names that may be places, with what the text says of each.
    pub fn find(&self) -> Found {
        let mut found = Found::default();
        let mut key = Key::default();
        for sentence in &self.sentences {
            let shouts = self.is_in_capitals(sentence.clone());
            let mut at = sentence.start;
            while at < sentence.end && found.mentions.len() < MENTIONS_MAX {
                let Some((end, name)) = self.name_at(at, sentence.end, shouts, &mut key, &mut found) else {
                    self.parts(at, shouts, &mut key, &mut found);
                    at += 1;
                    continue;
                };
                let bytes = self.tokens[at].start_byte as usize..self.tokens[end - 1].end_byte as usize;
                found.mentions.push(Mention {
                    tokens: at..end,
                    bytes,
                    name,
                    evidence: 0.0,
                    is_refuted: false,
                    container: None,
                });
                at = end;
            }
        }
        self.contain(&mut found);
        found
    }

    pub fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    /// Tells whether most words of a sentence are written in capitals, as headlines and datelines are.
    fn is_in_capitals(&self, sentence: Range<usize>) -> bool {
        let (mut capitals, mut others) = (0, 0);
        for token in self.tokens[sentence].iter().filter(|token| token.is_word()).take(24) {
            let word = token.of(self.text);
            if word.chars().any(char::is_lowercase) {
                others += 1;
            } else if word.len() > 1 {
                capitals += 1;
            }
        }
        capitals > others
    }

    /// Returns the end and the number of the longest name that begins at a token.
    fn name_at(&self, at: usize, end: usize, shouts: bool, key: &mut Key, found: &mut Found) -> Option<(usize, usize)> {
        let first = self.tokens[at];
        if first.kind != TokenKind::Word || !opens_name(self.word(at)) {
            return None;
        }
        if let Some(short) = self.abbreviation_at(at, shouts, found) {
            return Some(short);
        }
        key.clear();
        let mut best = None;
        for next in at..end.min(at + NAME_TOKENS_MAX) {
            let token = self.tokens[next];
            let word = token.of(self.text);
            if next > at && !self.goes_on(next, word) {
                break;
            }
            let is_glued = |at: usize| at > 0 && self.tokens[at - 1].kind == TokenKind::Clitic;
            if next > at && token.gap == Gap::None && (token.kind == TokenKind::Clitic || is_glued(next)) {
                key.glue(word);
            } else {
                key.push(word);
            }
            if key.is_too_long() {
                break;
            }
            let ends_name = opens_name(word) || (next > at && words::closes_names(word));
            if ends_name && token.is_word() && (next > at || is_name_alone(word, shouts)) {
                best = found.number(self.world, key).map(|number| (next + 1, number)).or(best);
            }
        }
        best.or_else(|| self.inflected(at, key, found))
    }

    /// Finds the names within a token that hyphens join: `Russia-Ukraine`, `mid-Ohio`, `London-based`.
    fn parts(&self, at: usize, shouts: bool, key: &mut Key, found: &mut Found) {
        let (token, word) = (self.tokens[at], self.word(at));
        let mut start = token.start_byte as usize;
        // Arabic writes `and`, `in` and `to` in one with the name.
        if let Some(rest) = word.strip_prefix(['و', 'ب', 'ل', 'ف']).filter(|rest| rest.len() >= ARABIC_NAME_BYTES_MIN)
        {
            key.clear();
            key.push(rest);
            if let Some(name) = found.number(self.world, key) {
                let bytes = token.end_byte as usize - rest.len()..token.end_byte as usize;
                found.mentions.push(Mention {
                    tokens: at..at + 1,
                    bytes,
                    name,
                    evidence: 0.0,
                    is_refuted: false,
                    container: None,
                });
            }
            return;
        }
        if !token.is_word() || !word.contains('-') {
            return;
        }
        for part in word.split('-') {
            let bytes = start..start + part.len();
            start = bytes.end + 1;
            if !opens_name(part) || !(is_name_alone(part, shouts) || part.len() > 1) {
                continue;
            }
            key.clear();
            key.push(part);
            let short = Key::of_abbreviation(part);
            let name = if is_name_alone(part, shouts) { found.number(self.world, key) } else { None };
            if let Some(name) = name.or_else(|| found.number(self.world, &short)) {
                found.mentions.push(Mention {
                    tokens: at..at + 1,
                    bytes,
                    name,
                    evidence: 0.0,
                    is_refuted: false,
                    container: None,
                });
            }
        }
    }

    /// A German or English genitive without apostrophe: `Berlins`.
    fn inflected(&self, at: usize, key: &mut Key, found: &mut Found) -> Option<(usize, usize)> {
        let stem = self.word(at).strip_suffix('s').filter(|stem| stem.len() > 4)?;
        key.clear();
        key.push(stem);
        let number = found.number(self.world, key)?;
        let candidate = found.candidates(number)[0];
        let facts = self.world.facts(candidate.place);
        let also = Remarks::WORD.with(Remarks::GIVEN).with(Remarks::PEOPLE);
        let is_clear =
            !candidate.remarks.has(also) && (!candidate.remarks.has(Remarks::FAMILY) || facts.size > METROPOLIS_SIZE);
        (is_clear && facts.size > 5.3 && facts.kind != Kind::County).then_some((at + 1, number))
    }

    /// Tells whether a name may go on with this token.
    fn goes_on(&self, at: usize, word: &str) -> bool {
        let token = self.tokens[at];
        match token.kind {
            TokenKind::Word => {
                token.gap <= Gap::Line && (opens_name(word) || words::joins_names(word) || words::closes_names(word))
            }
            TokenKind::Clitic => token.gap <= Gap::Space,
            TokenKind::Mark => {
                token.gap == Gap::None && matches!(word, "-" | "." | "–" | "’" | "'" | "‘") && word.len() < 4
            }
            TokenKind::Number | TokenKind::Address => false,
        }
    }

    fn abbreviation_at(&self, at: usize, shouts: bool, found: &mut Found) -> Option<(usize, usize)> {
        let word = self.word(at);
        if word.len() > ABBREVIATION_BYTES_MAX {
            return None;
        }
        let is_capital = !word.contains(char::is_lowercase);
        let has_stop = word.ends_with('.') || (self.word(at + 1) == "." && self.tokens[at + 1].gap == Gap::None);
        let letters = word.chars().filter(|character| *character != '.').count();
        if letters > ABBREVIATION_LETTERS_MAX || (!is_capital && !has_stop) || (shouts && letters < 2) {
            return None;
        }
        let key = match is_capital || word.ends_with('.') {
            true => Key::of_abbreviation(word),
            false => Key::of_abbreviation(&format!("{word}.")),
        };
        let number = found.number(self.world, &key)?;
        let needs_comma = found.candidates(number)[0].remarks.has(Remarks::BEHIND_COMMA);
        let behind = found.mentions.last().is_some_and(|last| last.tokens.end + 1 == at);
        let has_comma = at > 1
            && match self.word(at - 1) {
                "," => behind || is_capitalized(self.word(at - 2)),
                "(" => behind,
                _ => false,
            };
        // `M.D.` behind a comma is no Maryland, and two capitals among capitals are two words' or a word's.
        let is_spelled = is_capital && word.contains('.');
        let is_meant =
            if needs_comma { has_comma && !is_spelled } else { !shouts || word.contains('.') || letters > 2 };
        is_meant.then_some((at + 1, number))
    }

    /// Finds out which mention is said to be in which: `Paris, Ohio`, `Monroe County in northern Ohio`.
    fn contain(&self, found: &mut Found) {
        for index in 1..found.mentions.len() {
            let (before, after) = (&found.mentions[index - 1], &found.mentions[index]);
            if !self.says_within(before.tokens.end..after.tokens.start) {
                continue;
            }
            let contains = self.pairs(found, before.name, after.name).next().is_some();
            if contains {
                found.mentions[index - 1].container = Some(index);
            }
        }
    }

    /// Tells whether the tokens between two names say that the first place lies in the second one: a comma, `in`,
    /// `, a small town in the north of`.
    fn says_within(&self, between: Range<usize>) -> bool {
        if between.is_empty() || between.len() > WITHIN_TOKENS_MAX {
            return false;
        }
        let first = self.word(between.start);
        if between.len() == 1 && matches!(first, "," | "(") {
            return true;
        }
        let words = between.start + usize::from(first == ",")..between.end;
        let is_plain =
            self.tokens[words.clone()].iter().all(|token| token.of(self.text).starts_with(char::is_lowercase));
        let opens = self.word(words.start);
        let is_described = first == "," && words::opens_sentences(opens);
        let is_within = words.clone().rev().take(2).any(|at| words::is_within(self.word(at)));
        is_plain && is_within && (is_described || (words::is_within(opens) && words.len() <= 2))
    }

    /// Returns the candidates of one name that lie in a candidate of another one.
    fn pairs<'a>(&'a self, found: &'a Found, inner: usize, outer: usize) -> impl Iterator<Item = Candidate> + 'a {
        found.candidates(inner).iter().copied().filter(move |inner| {
            let inner = self.world.facts(inner.place);
            found.candidates(outer).iter().any(|outer| is_within(inner, self.world.facts(outer.place)))
        })
    }
}

/// Tells whether one place lies in another one, by country and region.
pub fn is_within(inner: Facts<'_>, outer: Facts<'_>) -> bool {
    if inner.country != outer.country || outer.country.is_none() || inner.kind <= outer.kind {
        return false;
    }
    match outer.kind {
        Kind::Country => true,
        Kind::Region => inner.region == outer.region && outer.region > 0,
        _ => false,
    }
}

/// Tells whether a word may open a name: it begins with a capital, or its script has none.
fn opens_name(word: &str) -> bool {
    word.chars().next().is_some_and(|first| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()))
}

pub fn is_capitalized(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Tells whether a word by itself may be a name. Short words in capitals are acronyms, unless everything around is
/// in capitals; what ends in a stop is an abbreviation.
fn is_name_alone(word: &str, shouts: bool) -> bool {
    let is_acronym = !shouts && word.len() < 5 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    word.len() > 1 && !is_acronym && !word.ends_with('.')
}
