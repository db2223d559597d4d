//! An article's text, cut once into words, marks and sentences for all stages.
//!
//! A token knows its place twice, in bytes for whoever reads the text and in code points for whoever writes
//! spans, so that offsets cost a stage nothing. A word keeps what is inside it (`O’Brien`, `cease-fire`, `U.S.`,
//! `1,000`); a possessive ending and an elided article (`l’`) are tokens of their own, because names end and
//! begin there. Scripts without spaces give one word a clause.

mod abbreviations;
mod cut;
mod marks;
mod openings;
mod ordinals;
mod points;
mod sentences;
mod speech;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

pub use abbreviations::{Abbreviation, abbreviation};
pub use points::CodePoints;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Letters, perhaps with digits.
    Word,
    /// Digits, with the separators between them: `1,000`, `10:30`, `2024-11-23`, `6-4`.
    Number,
    /// A possessive ending (`’s`) or an elided word (`l’`).
    Clitic,
    /// A web or mail address.
    Address,
    /// Everything else that is no white space, mostly one character.
    Mark,
}

/// What stands before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    None,
    Space,
    /// A line break.
    Line,
    /// A blank line, or the beginning of the text.
    Paragraph,
}

/// A piece of the text that is not cut any further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub start_byte: u32,
    pub end_byte: u32,
    /// Place of the first code point.
    pub start: u32,
    /// Behind the last code point.
    pub end: u32,
    pub kind: Kind,
    pub gap: Gap,
}

impl Token {
    /// Returns the token as it stands in `text`, which must be the text that was cut.
    pub fn of(self, text: &str) -> &str {
        &text[self.start_byte as usize..self.end_byte as usize]
    }

    pub const fn is_word(self) -> bool {
        matches!(self.kind, Kind::Word)
    }
}

/// All tokens of a text, and its sentences.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    tokens: Vec<Token>,
    /// Index of the first token of each sentence, and behind the last one's end.
    sentences: Vec<u32>,
}

impl Tokens {
    /// Cuts a text; in linear time.
    pub fn of(text: &str) -> Self {
        let tokens = cut::cut(text);
        let sentences = sentences::starts(text, &tokens);
        Self { tokens, sentences }
    }

    /// Returns all tokens, in the order of the text.
    pub fn all(&self) -> &[Token] {
        &self.tokens
    }

    /// Returns the sentences, each as the range of its tokens, in order; together they are all tokens.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = Range<usize>> + ExactSizeIterator + '_ {
        self.sentences.windows(2).map(|bounds| bounds[0] as usize..bounds[1] as usize)
    }

    /// Returns the number of the sentence that has the token.
    pub fn sentence_of(&self, token: usize) -> usize {
        self.sentences.partition_point(|start| *start as usize <= token).saturating_sub(1)
    }

    /// Returns the paragraphs, each as the range of its tokens, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            if start >= self.tokens.len() {
                return None;
            }
            let behind = &self.tokens[start + 1..];
            let length = behind.iter().position(|token| token.gap == Gap::Paragraph).unwrap_or(behind.len());
            let paragraph = start..start + 1 + length;
            start = paragraph.end;
            Some(paragraph)
        })
    }

    /// Returns the text from the first to the last token of `range`.
    ///
    /// # Panics
    /// If the range is empty or not within the tokens.
    pub fn span<'t>(&self, text: &'t str, range: Range<usize>) -> &'t str {
        let (first, last) = (self.tokens[range.start], self.tokens[range.end - 1]);
        &text[first.start_byte as usize..last.end_byte as usize]
    }
}

/// Tells whether the character belongs to a script that puts no space between words: Han, kana, Thai, Lao,
/// Burmese, Khmer, Tibetan.
pub fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{0F00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}
