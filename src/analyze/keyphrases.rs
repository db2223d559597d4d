//! Picks the words and names that say what an article is about, each with its first place in the text.
//!
//! Candidates are runs of one to three words that no punctuation divides and no stop word opens or closes.
//! A word weighs more the oftener it stands in the text, the earlier it first stands there, and if it is a
//! name (a capital inside a sentence); a phrase is worth its words if it comes back as a whole or is a
//! name. Scripts that put no space between words give no candidates, hence no phrases.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use xxhash_rust::xxh3::xxh3_64;

use super::stop_words::{self, StopWords};
use super::tokens::{Kind, Token, Tokens, is_unspaced};
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Keyphrase};

/// What a reader takes in at a glance.
const PHRASES_MAX: usize = 10;

/// Longer phrases are half sentences.
const PHRASE_WORDS_MAX: usize = 3;

/// Words that are read; what an article is about stands in its first hundred pages.
const WORDS_MAX: usize = 20_000;

/// Position counts in steps of this many words: half weight one step down.
const OPENING_WORDS: f32 = 100.0;

pub fn build() -> Built {
    Built::Pure(Box::new(Keyphrases { stop_words: StopWords::new() }))
}

struct Keyphrases {
    stop_words: StopWords,
}

impl Stage for Keyphrases {
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError> {
        let language = article.annotations.language.iter().flatten().next();
        let stop_words = self.stop_words.of(language.map(|language| language.tag.as_str()));
        let terms = terms(&article.text, tokens, stop_words);
        let phrases = ranked(&article.text, &terms, &candidates(&terms));
        Ok(Annotations { keyphrases: Some(phrases), ..Annotations::default() })
    }
}

/// A word and what decides whether it may stand in a phrase.
struct Term<'t> {
    token: Token,
    /// In lower case, with straight apostrophes and without the full stop of an abbreviation.
    key: Cow<'t, str>,
    /// Of the key.
    hash: u64,
    /// Says something by itself: no stop word, no number, not a single letter.
    is_content: bool,
    is_capitalized: bool,
    opens_sentence: bool,
    /// One space, no more, stands between the word before and this one.
    continues: bool,
}

fn terms<'t>(text: &'t str, tokens: &Tokens, stop_words: &stop_words::Words) -> Vec<Term<'t>> {
    let mut terms = Vec::new();
    let mut before = 0;
    let is_read = |token: &&Token| matches!(token.kind, Kind::Word | Kind::Number);
    for token in tokens.all().iter().filter(is_read).take(WORDS_MAX) {
        let gap = &text[before..token.start_byte as usize];
        before = token.end_byte as usize;
        terms.push(term(gap, *token, token.of(text), stop_words));
    }
    terms
}

fn term<'t>(gap: &str, token: Token, word: &'t str, stop_words: &stop_words::Words) -> Term<'t> {
    let key = key(word.strip_suffix('.').unwrap_or(word));
    let is_content = key.chars().nth(1).is_some()
        && key.chars().any(char::is_alphabetic)
        && (key.is_ascii() || !key.chars().any(is_unspaced))
        && !stop_words.contains(&*key);
    Term {
        hash: xxh3_64(key.as_bytes()),
        key,
        is_content,
        is_capitalized: word.starts_with(char::is_uppercase),
        opens_sentence: gap
            .chars()
            .any(|character| matches!(character, '.' | '!' | '?' | ':' | '\n' | '“' | '"' | '«' | '„')),
        continues: matches!(gap, " " | "\u{a0}" | "\u{202f}"),
        token,
    }
}

/// Most words are their own key.
fn key(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase().replace('’', "'"))
    }
}

/// What is known of all places of one phrase.
struct Candidate {
    /// Index of the first token of its first place.
    first: usize,
    words: usize,
    count: u32,
    /// Places where every content word has a capital that no sentence start explains.
    named: u32,
}

impl Candidate {
    /// Returns the words of the phrase, where it stands first.
    fn of<'a, 't>(&self, terms: &'a [Term<'t>]) -> &'a [Term<'t>] {
        &terms[self.first..self.first + self.words]
    }
}

/// By the hash of a phrase's keys: two phrases of an article do not share one, and no phrase is written down
/// before it is chosen.
type Candidates = HashMap<u64, Candidate, BuildHasherDefault<AsItIs>>;

/// A key that is a hash needs no other.
#[derive(Default)]
struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("keys are u64");
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn candidates(terms: &[Term<'_>]) -> Candidates {
    let mut found = Candidates::default();
    for first in 0..terms.len() {
        let mut hash = 0;
        for words in 1..=PHRASE_WORDS_MAX.min(terms.len() - first) {
            let phrase = &terms[first..first + words];
            if words > 1 && !phrase[words - 1].continues {
                break;
            }
            hash = joined(hash, phrase[words - 1].hash);
            if !is_phrase(phrase) {
                continue;
            }
            let candidate = found.entry(hash).or_insert(Candidate { first, words, count: 0, named: 0 });
            candidate.count += 1;
            candidate.named += u32::from(is_name(phrase));
        }
    }
    found
}

/// The hash of a phrase that goes on with one more word.
const fn joined(phrase: u64, word: u64) -> u64 {
    (phrase.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Stop words stand inside names only: `Bank of England`.
fn is_phrase(phrase: &[Term<'_>]) -> bool {
    let (Some(first), Some(last)) = (phrase.first(), phrase.last()) else { return false };
    let is_joined = phrase.iter().all(|term| term.is_content) || (first.is_capitalized && last.is_capitalized);
    first.is_content && last.is_content && is_joined
}

fn is_name(phrase: &[Term<'_>]) -> bool {
    phrase.iter().all(|term| term.is_capitalized || !term.is_content) && (phrase.len() > 1 || !phrase[0].opens_sentence)
}

fn ranked(text: &str, terms: &[Term<'_>], candidates: &Candidates) -> Vec<Keyphrase> {
    let mut scored: Vec<(f32, &Candidate)> = candidates
        .values()
        .map(|candidate| (score(terms, candidate, candidates), candidate))
        .filter(|(score, _)| *score > 0.0)
        .collect();
    scored.sort_unstable_by(|(a, left), (b, right)| {
        b.total_cmp(a).then(left.first.cmp(&right.first)).then(right.words.cmp(&left.words))
    });
    let mut chosen: Vec<(f32, &Candidate, String)> = Vec::new();
    for (score, candidate) in scored {
        if chosen.len() == PHRASES_MAX {
            break;
        }
        let keys = candidate.of(terms).iter().map(|term| &*term.key).collect::<Vec<_>>().join(" ");
        if !chosen.iter().any(|(_, _, earlier)| says_the_same(earlier, &keys)) {
            chosen.push((score, candidate, keys));
        }
    }
    chosen.iter().map(|(score, candidate, _)| keyphrase(text, terms, candidate, *score)).collect()
}

/// Whether the later phrase adds nothing: a part or a plural of the earlier, or the other way round.
fn says_the_same(earlier: &str, later: &str) -> bool {
    let is_part = |part: &str, whole: &str| format!(" {whole} ").contains(&format!(" {part} "));
    let is_plural = |one: &str, other: &str| one.strip_suffix('s') == Some(other);
    is_part(earlier, later) || is_part(later, earlier) || is_plural(earlier, later) || is_plural(later, earlier)
}

fn score(terms: &[Term<'_>], candidate: &Candidate, all: &Candidates) -> f32 {
    let phrase = candidate.of(terms);
    let count = candidate.count as f32;
    let named = candidate.named as f32 / count;
    if candidate.words > 1 && candidate.count < 2 && named == 0.0 {
        return 0.0;
    }
    let rarest =
        phrase.iter().filter_map(|term| all.get(&joined(0, term.hash))).map(|word| word.count).min().unwrap_or(1);
    let cohesion = count / rarest as f32;
    let position = 1.0 + 1.0 / (1.0 + candidate.first as f32 / OPENING_WORDS);
    let length = (phrase[0].key.chars().count() as f32).min(10.0) / 10.0;
    let extent = if candidate.words > 1 { 1.2 * cohesion } else { 0.6 + 0.4 * length };
    (1.0 + count.ln()) * position * (1.0 + named) * extent
}

fn keyphrase(text: &str, terms: &[Term<'_>], candidate: &Candidate, score: f32) -> Keyphrase {
    let (first, last) = (terms[candidate.first].token, terms[candidate.first + candidate.words - 1].token);
    Keyphrase {
        text: text[first.start_byte as usize..last.end_byte as usize].to_owned(),
        score: (score * 1000.0).round() / 1000.0,
        start: first.start,
        end: last.end,
    }
}
