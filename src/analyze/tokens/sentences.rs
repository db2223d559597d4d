//! Where sentences begin.

use super::abbreviations::{Abbreviation, abbreviation};
use super::{Gap, Kind, Token};

/// Returns the index of the first token of every sentence and, last, the number of tokens; nothing for no token.
pub fn starts(text: &str, tokens: &[Token]) -> Vec<u32> {
    if tokens.is_empty() {
        return Vec::new();
    }
    let mut starts = vec![0];
    for at in 1..tokens.len() {
        if begins(text, tokens, at) {
            starts.push(at as u32);
        }
    }
    starts.push(tokens.len() as u32);
    starts
}

/// Closing marks that may stand between the end of a sentence and the next one.
const CLOSERS_MAX: usize = 3;

fn begins(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    if token.gap >= Gap::Line {
        return true;
    }
    let mut end = at - 1;
    let first_closer = at.saturating_sub(CLOSERS_MAX);
    while end > first_closer && is_closer(text, tokens, end) && tokens[end].gap == Gap::None {
        end -= 1;
    }
    let last = tokens[end].of(text);
    match reading(last, tokens[end].kind) {
        Stop::None => false,
        Stop::Always => !is_closer(text, tokens, at) || token.gap == Gap::Space && !last.starts_with('…'),
        Stop::Full => opens(text, tokens, at) && (token.gap != Gap::None || is_glued(text, tokens, end, at)),
        Stop::Abbreviation => opens(text, tokens, at) && token.gap != Gap::None && is_opening_word(token.of(text)),
    }
}

enum Stop {
    None,
    /// `。`: nothing else is meant by it.
    Always,
    /// `.`, `!`, `?`
    Full,
    /// The full stop of an abbreviation.
    Abbreviation,
}

fn reading(token: &str, kind: Kind) -> Stop {
    if kind == Kind::Mark {
        return match token.chars().next() {
            Some('。' | '！' | '？' | '।' | '؟' | '۔' | '॥') => Stop::Always,
            Some('.' | '!' | '?' | '…') => Stop::Full,
            _ => Stop::None,
        };
    }
    match token.strip_suffix('.').map(abbreviation) {
        Some(Some(Abbreviation::Either | Abbreviation::Closes)) => Stop::Abbreviation,
        _ => Stop::None,
    }
}

fn is_closer(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    match token.of(text) {
        "”" | "’" | "»" | ")" | "]" | "」" | "』" | "）" | "›" => true,
        "\"" | "'" => token.gap == Gap::None,
        _ => false,
    }
}

/// Whether a sentence can begin with this token: not in lower case, not with a mark that closes or goes on.
fn opens(text: &str, tokens: &[Token], at: usize) -> bool {
    let token = tokens[at];
    let word = token.of(text);
    let Some(first) = word.chars().next() else { return false };
    match token.kind {
        Kind::Word | Kind::Number | Kind::Clitic | Kind::Address => !first.is_lowercase(),
        Kind::Mark => match first {
            '“' | '„' | '«' | '‘' | '(' | '[' | '¿' | '¡' | '‹' | '「' | '『' | '—' | '–' | '-' => {
                tokens.get(at + 1).is_some_and(|next| !next.of(text).starts_with(char::is_lowercase))
            }
            '"' | '\'' => token.gap != Gap::None,
            _ => false,
        },
    }
}

/// `settlement.Saudi`: two sentences with the space between them lost.
fn is_glued(text: &str, tokens: &[Token], end: usize, at: usize) -> bool {
    let Some(before) = end.checked_sub(1).map(|before| tokens[before]) else { return false };
    let (before, after) = (before.of(text), tokens[at].of(text));
    let is_plain = |word: &str| word.chars().nth(2).is_some() && word.chars().skip(1).all(char::is_lowercase);
    is_plain(before) && is_plain(after) && after.starts_with(char::is_uppercase)
}

/// Words that begin sentences far more often than they follow an abbreviation inside one.
fn is_opening_word(word: &str) -> bool {
    const OPENING: &[&str] = &[
        "A",
        "About",
        "After",
        "All",
        "Although",
        "An",
        "And",
        "As",
        "At",
        "But",
        "By",
        "For",
        "From",
        "He",
        "Her",
        "His",
        "However",
        "I",
        "If",
        "In",
        "It",
        "Its",
        "Last",
        "Many",
        "Meanwhile",
        "More",
        "Most",
        "No",
        "On",
        "Our",
        "She",
        "Since",
        "Some",
        "That",
        "The",
        "Their",
        "There",
        "These",
        "They",
        "This",
        "Those",
        "Two",
        "Under",
        "We",
        "What",
        "When",
        "While",
        "With",
        "You",
    ];
    OPENING.binary_search(&word).is_ok()
}
