//! Speech that a dash opens: `— No, — said Ivan. — Never.` in Russian, `—No —dijo Juan—. Nunca.` in Spanish,
//! `– Non, a dit Jean.` in French.
//!
//! Lists open their lines with dashes too, so a line counts only if a verb that gives words follows what the dash
//! opened.

use std::ops::Range;

use super::super::tokens::{Gap, Token};
use super::lexicon::{Class, Lexicon};
use super::marks::Passage;

/// Words between the dash and its verb: `— тихо сказал`.
const VERB_REACH: usize = 2;

/// Returns what is spoken in a block that has no quotation marks.
pub fn passages(text: &str, tokens: &[Token], block: Range<usize>, lexicon: &Lexicon) -> Vec<Passage> {
    let line = Line { text, tokens, block, lexicon };
    line.passages().unwrap_or_default()
}

struct Line<'a> {
    text: &'a str,
    tokens: &'a [Token],
    block: Range<usize>,
    lexicon: &'a Lexicon,
}

impl Line<'_> {
    fn passages(&self) -> Option<Vec<Passage>> {
        let open = self.block.start;
        if !self.is_dash(open) || self.block.len() < 4 {
            return None;
        }
        let end = (open + 2..self.block.end).find(|at| self.ends_speech(*at))?;
        let mut found = vec![spoken(open, open + 1, end)];
        // The narrator ends with another dash, or with the sentence.
        let narrated = end + 1..self.block.end;
        let Some(dash) = narrated.clone().find(|at| self.is_dash(*at)) else { return Some(found) };
        let first = dash + 1 + usize::from(matches!(self.word(dash + 1), "." | ","));
        if first < self.block.end {
            found.push(spoken(dash, first, self.block.end));
        }
        Some(found)
    }

    fn word(&self, at: usize) -> &str {
        if self.block.contains(&at) { self.tokens[at].of(self.text) } else { "" }
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "—" | "–" | "―" | "--") || self.word(at) == "-" && self.tokens[at].gap != Gap::None
    }

    /// Whether speech ends before the token, and its narrator begins.
    fn ends_speech(&self, at: usize) -> bool {
        if self.is_dash(at) {
            return (at + 1..=at + VERB_REACH).any(|verb| self.is_verb(verb));
        }
        let is_pause = matches!(self.word(at - 1), "," | "?" | "!");
        let is_french = matches!(self.word(at), "a" | "ont") && self.is_verb(at + 1)
            || self.word(at) == "dit"
            || self.word(at).ends_with("-il")
            || self.word(at).ends_with("-elle");
        is_pause && is_french
    }

    fn is_verb(&self, at: usize) -> bool {
        let word = self.word(at);
        word.starts_with(char::is_lowercase) && self.lexicon.class(word).is(Class::SAY)
    }
}

fn spoken(open: usize, first: usize, end: usize) -> Passage {
    Passage { open, first, end, after: end, continues: false }
}
