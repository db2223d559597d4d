//! What a passage between marks is: somebody's words, or a title, a nickname, a word held at arm's length.

use super::lexicon::Class;
use super::marks::Passage;
use super::reading::Reading;
use crate::article::QuoteKind;

/// Fewer words are a fragment, unless they are a sentence.
const CLAUSE_WORDS_MIN: usize = 6;

/// A sentence of fewer words is told from a title or a sign only by who says it.
const SENTENCE_WORDS_MIN: usize = 4;

/// Words that are counted; more change nothing.
const WORDS_MAX: usize = 40;

/// What the passage's words look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    words: usize,
    /// Opens like a sentence.
    is_capitalized: bool,
    /// Ends like a sentence, or with the comma that stands for its full stop, within the marks or behind them.
    is_ended: bool,
    /// Every word that matters has a capital.
    is_title: bool,
    /// A word that announces a name stands before it.
    is_named: bool,
}

/// How sure it is that somebody says the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    None,
    /// Its sentence gives somebody's words.
    Sentence,
    /// So does what stands right beside the marks.
    Touching,
}

impl Look {
    pub fn of(reading: &Reading, passage: Passage) -> Self {
        let words = (passage.first..passage.end).filter(|at| reading.is_word(*at)).take(WORDS_MAX).count();
        let first = (passage.first..passage.end).find(|at| reading.is_word(*at));
        let matters = |at: &usize| reading.is_word(*at) && !reading.is(*at, Class::GRAMMAR);
        let mut weighty = (passage.first..passage.end).filter(matters).take(WORDS_MAX);
        let last = reading.word(passage.end - 1);
        let is_cut = matches!(reading.word(passage.after), "," | "،") && passage.after > passage.end;
        let is_named =
            passage.open > 0 && !reading.opens_block(passage.open) && reading.is(passage.open - 1, Class::NAMING);
        Self {
            words,
            is_capitalized: first.is_some_and(|at| !reading.word(at).starts_with(char::is_lowercase)),
            is_ended: last.starts_with(['.', '!', '?', '…', ',', '—', '–', '-', '؟', '،', '。'])
                || is_cut
                || !passage.is_closed(),
            is_title: weighty.all(|at| reading.is_capitalized(at)),
            is_named,
        }
    }

    /// Returns the kind of quotation; `None` if it is none.
    pub fn judge(self, evidence: Evidence) -> Option<QuoteKind> {
        if self.words == 0 {
            return None;
        }
        let is_clause = self.words >= CLAUSE_WORDS_MIN;
        let is_sentence = self.is_capitalized && (self.is_ended || is_clause);
        if self.is_title && self.words < 2 * CLAUSE_WORDS_MIN && evidence < Evidence::Touching {
            return None;
        }
        if self.is_named && !is_clause {
            return None;
        }
        if is_sentence && (self.words >= SENTENCE_WORDS_MIN || evidence == Evidence::Touching) {
            return Some(QuoteKind::Direct);
        }
        match evidence {
            _ if is_clause => Some(QuoteKind::Mixed),
            Evidence::None => None,
            _ => Some(QuoteKind::Fragment),
        }
    }
}
