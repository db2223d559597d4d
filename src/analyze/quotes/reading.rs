//! An article as this stage reads it: what every word may be, where sentences begin, what stands between marks.

use std::ops::Range;

use super::super::tokens::{Gap, Kind, Token, Tokens};
use super::lexicon::{Class, Lexicon};
use super::marks::Passage;
use crate::article::Mention;

/// Returns the paragraphs, cut again at lines that end with a sentence.
pub fn blocks<'a>(text: &'a str, tokens: &'a [Token]) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut start = 0;
    std::iter::from_fn(move || {
        let block = start..(start + 1..tokens.len()).find(|at| opens_block(text, tokens, *at)).unwrap_or(tokens.len());
        start = block.end;
        (!block.is_empty()).then_some(block)
    })
}

fn opens_block(text: &str, tokens: &[Token], at: usize) -> bool {
    match tokens[at].gap {
        Gap::Paragraph => true,
        Gap::Line => at == 0 || tokens[at - 1].kind == Kind::Mark && tokens[at - 1].of(text) != ",",
        Gap::None | Gap::Space => false,
    }
}

/// Returns for every token the first one of its sentence. A sentence also ends with a passage whose last mark is a
/// full stop, whatever closes it: German closes with the mark that opens in English, French puts a space before it.
fn sentence_starts(text: &str, tokens: &Tokens, passages: &[Passage]) -> Vec<u32> {
    let all = tokens.all();
    let mut starts = vec![0; all.len()];
    for sentence in tokens.sentences() {
        starts[sentence.clone()].fill(sentence.start as u32);
    }
    for passage in passages.iter().filter(|passage| passage.is_closed()) {
        let Some(behind) = all.get(passage.after).filter(|behind| behind.is_word() && behind.gap != Gap::None) else {
            continue;
        };
        let is_ended = matches!(all[passage.end - 1].of(text), "." | "!" | "?" | "…");
        if is_ended && behind.of(text).starts_with(char::is_uppercase) && starts[passage.after] != passage.after as u32
        {
            let longest = all.len().min(passage.after + SENTENCE_TOKENS_MAX);
            let end = (passage.after..longest).find(|at| starts[*at] as usize == *at).unwrap_or(longest);
            starts[passage.after..end].fill(passage.after as u32);
        }
    }
    starts
}

/// Longer sentences are lists; this keeps the cost of cutting them again in bounds.
const SENTENCE_TOKENS_MAX: usize = 200;

/// No passage has the token.
const OUTSIDE: u32 = u32::MAX;

pub struct Reading<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    classes: Vec<Class>,
    /// The first token of the sentence that has the token.
    sentence_starts: Vec<u32>,
    /// Index of the passage that has the token, its marks included.
    passages: Vec<u32>,
}

impl<'a> Reading<'a> {
    pub fn new(text: &'a str, tokens: &'a Tokens, lexicon: &Lexicon, passages: &[Passage]) -> Self {
        let all = tokens.all();
        let class = |token: &Token| match token.kind {
            Kind::Word => lexicon.class(token.of(text)),
            _ => Class::NONE,
        };
        let mut places = vec![OUTSIDE; all.len()];
        for (index, passage) in passages.iter().enumerate() {
            places[passage.open..passage.after].fill(index as u32);
        }
        let sentence_starts = sentence_starts(text, tokens, passages);
        Self { text, tokens: all, classes: all.iter().map(class).collect(), sentence_starts, passages: places }
    }

    pub fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.of(self.text))
    }

    pub fn class(&self, at: usize) -> Class {
        self.classes.get(at).copied().unwrap_or(Class::NONE)
    }

    pub fn is(&self, at: usize, classes: Class) -> bool {
        self.class(at).is(classes)
    }

    pub fn is_word(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word())
    }

    pub fn is_capitalized(&self, at: usize) -> bool {
        self.is_word(at) && self.word(at).starts_with(char::is_uppercase)
    }

    pub fn opens_sentence(&self, at: usize) -> bool {
        self.sentence_start(at) == at
    }

    pub fn sentence_start(&self, at: usize) -> usize {
        self.sentence_starts.get(at).map_or(self.tokens.len(), |start| *start as usize)
    }

    /// Whether a paragraph begins here, or a line behind the end of a sentence, which is as good as one.
    pub fn opens_block(&self, at: usize) -> bool {
        at >= self.tokens.len() || opens_block(self.text, self.tokens, at)
    }

    /// Whether no passage has the token.
    pub fn is_outside(&self, at: usize) -> bool {
        self.passages.get(at).is_some_and(|passage| *passage == OUTSIDE)
    }

    /// Whether an adverb or the like stands here, which is no part of the subject: `has also`.
    pub fn is_skipped(&self, at: usize) -> bool {
        let word = self.word(at);
        self.is(at, Class::ADVERB) && !self.is(at, Class::DETERMINER)
            || word == "a"
            || word == "to"
            || self.is_word(at) && word.len() > 4 && word.ends_with("ly") && !self.is_capitalized(at)
    }

    /// Whether the word gives somebody's words, if it is a verb.
    pub fn is_cue(&self, at: usize) -> bool {
        self.is(at, Class::CUE)
            && match self.word(at) {
                "went" => self.word(at + 1) == "on",
                "put" | "puts" => self.word(at + 1) == "it",
                _ => true,
            }
    }

    /// Whether it is one, and no participle.
    pub fn is_finite_cue(&self, at: usize) -> bool {
        self.is(at, Class::SAY.and(Class::SPEAK)) && self.is_cue(at)
    }

    pub fn mention(&self, range: Range<usize>) -> Mention {
        let (first, last) = (self.tokens[range.start], self.tokens[range.end - 1]);
        Mention { text: self.span(range).to_owned(), start: first.start, end: last.end }
    }

    /// The text from the first to the last token of `range`, which is not empty.
    pub fn span(&self, range: Range<usize>) -> &'a str {
        let (first, last) = (self.tokens[range.start], self.tokens[range.end - 1]);
        &self.text[first.start_byte as usize..last.end_byte as usize]
    }
}
