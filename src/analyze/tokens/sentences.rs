//! Where sentences begin.
//!
//! A place is looked at if something before it can end a sentence. What ends it (a full stop, an abbreviation, a
//! mark of another script) decides how much of a beginning the next token must look like.

use super::abbreviations::{Abbreviation, abbreviation};
use super::marks::{Side, is_dash, is_quotation_mark, mark, side};
use super::openings;
use super::ordinals::{is_date, is_ordinal};
use super::speech::{is_attributed, is_attributed_unspaced};
use super::words::is_small;
use super::{Gap, Kind, Token, is_unspaced};

/// Closing marks that may stand between the end of a sentence and the next one.
const CLOSERS_MAX: usize = 3;

/// Marks that may stand before the first word of a sentence.
const OPENERS_MAX: usize = 3;

/// How far the end of a bracket is looked for; a longer remark is more likely a bracket left open.
const BRACKET_TOKENS_MAX: usize = 120;

/// Brackets within brackets that are followed; more are no prose.
const BRACKET_DEPTH_MAX: usize = 3;

/// Letters of a clause before and behind a Chinese or Japanese ellipsis that ends a sentence.
const CLAUSE_LETTERS_MIN: usize = 4;

/// Returns the index of the first token of every sentence and, last, the number of tokens; nothing for no token.
pub fn starts(text: &str, tokens: &[Token]) -> Vec<u32> {
    if tokens.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    let mut sentence = Sentence { text, tokens, first: 0, bracket_end: 0 };
    sentence.note_bracket(0);
    for at in 1..tokens.len() {
        if sentence.is_over(at) {
            starts.push(at as u32);
            sentence.first = at;
            sentence.bracket_end = at;
        }
        sentence.note_bracket(at);
    }
    starts.push(tokens.len() as u32);
    starts
}

/// The sentence that is being read.
struct Sentence<'t> {
    text: &'t str,
    tokens: &'t [Token],
    first: usize,
    /// Behind the bracket that stands within the sentence.
    bracket_end: usize,
}

impl<'t> Sentence<'t> {
    /// Tells whether the next sentence begins with the token at `at`.
    fn is_over(&self, at: usize) -> bool {
        if self.tokens[at].gap >= Gap::Line {
            return true;
        }
        if !may_end(self.text, self.tokens[at - 1]) || at <= self.bracket_end {
            return false;
        }
        if side(self.text, self.tokens, at) == Side::Closes {
            return false;
        }
        let Some(end) = self.before_closers(at) else { return false };
        match mark(self.text, self.tokens[end]) {
            Some('。' | '｡' | '！' | '？' | '।' | '॥' | '؟' | '۔' | '።' | '։' | '។' | '။') => {
                self.is_over_at_stop_of_script(end, at)
            }
            Some('.') if self.of(end).len() == 1 => self.is_over_at_full_stop(end, at),
            Some('.' | '…' | '‥') => self.is_over_at_ellipsis(end, at),
            Some('!' | '?') => self.is_over_at_call(end, at),
            Some(_) => false,
            None => self.is_over_at_abbreviation(end, at),
        }
    }

    fn of(&self, at: usize) -> &'t str {
        self.tokens[at].of(self.text)
    }

    /// Remembers where the bracket ends that opens here within the sentence: nothing splits in it.
    fn note_bracket(&mut self, at: usize) {
        if at < self.bracket_end || !matches!(mark(self.text, self.tokens[at]), Some('(' | '[' | '（')) {
            return;
        }
        if self.leads(at) {
            return;
        }
        let mut depth = 0;
        for (number, token) in self.tokens[at..].iter().take(BRACKET_TOKENS_MAX).enumerate() {
            if number > 0 && token.gap >= Gap::Line {
                return;
            }
            match mark(self.text, *token) {
                Some('(' | '[' | '（') => depth += 1,
                Some(')' | ']' | '）') => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                self.bracket_end = at + number + 1;
                return;
            }
            if depth > BRACKET_DEPTH_MAX {
                return;
            }
        }
    }

    /// Returns the last token before the closing marks that stand before `at`.
    fn before_closers(&self, at: usize) -> Option<usize> {
        let mut end = at - 1;
        let first = at.saturating_sub(CLOSERS_MAX).max(self.first);
        while end > first && self.tokens[end].kind == Kind::Mark && side(self.text, self.tokens, end) == Side::Closes {
            end -= 1;
        }
        // `[…]` and `(!)` end nothing.
        let is_remark =
            end + 1 < at && end > self.first && matches!(mark(self.text, self.tokens[end - 1]), Some('[' | '('));
        (!is_remark).then_some(end)
    }

    fn is_over_at_stop_of_script(&self, end: usize, at: usize) -> bool {
        match mark(self.text, self.tokens[at]) {
            Some(
                '…' | '.' | ',' | '，' | '、' | '；' | '：' | '。' | '！' | '？' | '!' | '?' | '؟' | '।' | '،' | '؛',
            ) => false,
            _ => !(self.is_quoted(end, at) && is_attributed_unspaced(self.text, self.tokens, at)),
        }
    }

    fn is_over_at_full_stop(&self, end: usize, at: usize) -> bool {
        if !self.follows(end, at) {
            return false;
        }
        let touches = end > self.first && self.tokens[end].gap == Gap::None;
        if !touches || end + 1 < at {
            return true;
        }
        let word = self.of(end - 1);
        let is_item = self.leads(end - 1) && is_item_number(word);
        // `320 a. C.`, `e. V.`
        let is_pair = word.len() == 1 && word.starts_with(is_small) && is_initial(self.of(at));
        if self.is_spaced_initialism(end - 1) {
            return openings::is_opening_word(self.of(at));
        }
        !is_item
            && !is_pair
            && !is_ordinal(self.text, self.tokens, self.first, end - 1, at)
            && !is_date(self.text, self.tokens, end - 1, at)
    }

    /// Tells whether the letter ends `a. m.` or `S. p. a`.
    fn is_spaced_initialism(&self, letter: usize) -> bool {
        let is_letter = |at: usize| self.of(at).chars().count() == 1;
        letter >= self.first + 2
            && self.tokens[letter].kind == Kind::Word
            && is_letter(letter)
            && self.tokens[letter - 1].gap == Gap::None
            && self.of(letter - 1) == "."
            && is_letter(letter - 2)
    }

    fn is_over_at_ellipsis(&self, end: usize, at: usize) -> bool {
        let next = self.of(at);
        if self.tokens[at].gap == Gap::None && next.starts_with(is_unspaced) {
            let before = self.tokens[self.first..end].iter().rev().find(|token| token.kind == Kind::Word);
            let is_clause = |word: &str| word.chars().nth(CLAUSE_LETTERS_MIN - 1).is_some();
            return end + 1 == at && is_clause(next) && before.is_some_and(|word| is_clause(word.of(self.text)));
        }
        // `I… I forgot`
        let is_stammer = end > self.first && self.of(end - 1) == next;
        self.follows(end, at) && !is_stammer && !(self.is_quoted(end, at) && is_attributed(self.text, self.tokens, at))
    }

    fn is_over_at_call(&self, end: usize, at: usize) -> bool {
        if !self.follows(end, at) {
            return false;
        }
        if self.is_quoted(end, at) {
            return !is_attributed(self.text, self.tokens, at);
        }
        let is_name =
            end > self.first && self.tokens[end].gap == Gap::None && openings::is_exclaimed_name(self.of(end - 1));
        !is_name || openings::is_opening_word(self.of(at))
    }

    /// The token at `end` is no mark: it ends a sentence only if it is an abbreviation with its full stop.
    fn is_over_at_abbreviation(&self, end: usize, at: usize) -> bool {
        let word = self.of(end);
        let Some(reading) = word.strip_suffix('.').and_then(abbreviation) else { return false };
        if self.tokens[at].gap == Gap::None || !self.opens(at) {
            return false;
        }
        match reading {
            Abbreviation::Closes => true,
            Abbreviation::Either => openings::is_opening_word(self.of(at)),
            Abbreviation::Unit => self.tokens[at].kind != Kind::Number && self.counts(end),
            Abbreviation::Leads => word.chars().nth(2).is_none() && self.is_letter_last(end, at),
            Abbreviation::Numbered => false,
        }
    }

    /// Tells whether a letter with its full stop is the last word (`Plan B.`) and no initial.
    fn is_letter_last(&self, end: usize, at: usize) -> bool {
        let before = if end > self.first { self.of(end - 1) } else { return false };
        let next = self.of(at);
        // `M. Le Roux`, `z. B. Der Spiegel`
        if self.of(end) == "M."
            || matches!(before, "z." | "u." | "o." | "i.")
            || !self.of(end).starts_with(char::is_uppercase)
        {
            return false;
        }
        openings::is_lettered(before) || openings::is_opening_word(next) && !openings::is_particle(next)
    }

    /// Tells whether a unit stands behind what it counts, or closes an enumeration: `2019 г.`, `5 тыс. руб.`,
    /// `XIX в.`, `и т. д.`
    fn counts(&self, unit: usize) -> bool {
        let Some(before) = unit.checked_sub(1).filter(|before| *before >= self.first) else { return false };
        let word = self.of(before);
        self.tokens[before].kind == Kind::Number
            || matches!(word, "т." | "н." | "и" | "млн" | "млрд" | "трлн" | "mln" | "mld")
            || word.bytes().all(|byte| b"IVXLC".contains(&byte))
            || word.strip_suffix('.').and_then(abbreviation) == Some(Abbreviation::Unit)
    }

    /// Tells whether a quotation ends between the end of a sentence and the token at `at`.
    fn is_quoted(&self, end: usize, at: usize) -> bool {
        (end + 1..at).any(|closer| mark(self.text, self.tokens[closer]).is_some_and(is_quotation_mark))
    }

    /// Tells whether only marks stand before the token in its sentence.
    fn leads(&self, at: usize) -> bool {
        at < self.first + OPENERS_MAX && (self.first..at).all(|before| self.tokens[before].kind == Kind::Mark)
    }

    /// Tells whether the token looks like a beginning, and stands apart from the end of the sentence before.
    fn follows(&self, end: usize, at: usize) -> bool {
        self.opens(at) && (self.tokens[at].gap != Gap::None || self.is_glued(end, at))
    }

    /// Tells whether a sentence can begin with this token: not in lower case, not with a mark that goes on.
    fn opens(&self, at: usize) -> bool {
        for token in &self.tokens[at..self.tokens.len().min(at + OPENERS_MAX + 1)] {
            let word = token.of(self.text);
            match mark(self.text, *token) {
                None => return !word.starts_with(is_small) || is_camel(word),
                Some(',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '%' | '/' | '&' | '=' | '|' | '°' | '،' | '؛') =>
                {
                    return false;
                }
                Some(character) if is_dash(character) && word.len() == 1 && token.gap == Gap::None => return false,
                Some('.') if word.len() == 1 => return false,
                // An ellipsis by itself belongs to the sentence before.
                Some('.' | '…') if self.tokens.get(at + 1).is_none_or(|next| next.gap != Gap::None) => return false,
                Some(_) => {}
            }
        }
        false
    }

    /// `settlement.Saudi`: two sentences with the space between them lost.
    fn is_glued(&self, end: usize, at: usize) -> bool {
        let Some(before) = end.checked_sub(1).filter(|before| *before >= self.first) else { return false };
        let quotes = usize::from(side(self.text, self.tokens, at) == Side::Opens);
        let Some(next) = self.tokens.get(at + quotes) else { return false };
        let (before, after) = (self.of(before), next.of(self.text));
        let is_plain = |word: &str| word.chars().skip(1).all(char::is_lowercase);
        let ends = match self.tokens[end - 1].kind {
            Kind::Word => is_plain(before) && before.chars().nth(2).is_some(),
            Kind::Number => before.len() > 1,
            Kind::Mark => side(self.text, self.tokens, end - 1) == Side::Closes,
            Kind::Clitic | Kind::Address => false,
        };
        ends && after.starts_with(char::is_uppercase) && is_plain(after) && after.chars().nth(1).is_some()
    }
}

/// Tells at a glance whether a sentence can end with this token; most words cannot.
fn may_end(text: &str, token: Token) -> bool {
    let last = text.as_bytes()[token.end_byte as usize - 1];
    if token.kind == Kind::Mark { !matches!(last, b',' | b'(' | b'-') } else { last == b'.' }
}

/// The number of an item of a list: digits, a Roman number or a letter.
fn is_item_number(word: &str) -> bool {
    const DIGITS_MAX: usize = 3;
    word.len() <= DIGITS_MAX && word.bytes().all(|byte| byte.is_ascii_digit() || b"IVX".contains(&byte))
        || word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `C.`
fn is_initial(word: &str) -> bool {
    word.strip_suffix('.').is_some_and(|letter| letter.chars().count() == 1 && letter.starts_with(char::is_uppercase))
}

/// `iPhone`, `eBay`
fn is_camel(word: &str) -> bool {
    word.chars().nth(1).is_some_and(char::is_uppercase)
}
