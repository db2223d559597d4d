//! `“Why now?” Smith asked.`: who spoke, told behind the quotation in the same sentence.

use super::openings::{is_opening_word, is_speech_verb};
use super::{Gap, Kind, Token};

/// Words of a name before the verb.
const NAME_WORDS_MAX: usize = 4;

/// Tells whether a name and a verb of speech begin at `at`.
pub fn is_attributed(text: &str, tokens: &[Token], at: usize) -> bool {
    for (number, token) in tokens[at..].iter().take(NAME_WORDS_MAX + 1).enumerate() {
        let word = token.of(text);
        if token.kind != Kind::Word || token.gap >= Gap::Line && number > 0 {
            return false;
        }
        if is_speech_verb(word) {
            return true;
        }
        if word != "I" && is_opening_word(word) || !word.starts_with(char::is_uppercase) {
            return false;
        }
    }
    false
}

/// What a Chinese clause of attribution ends in.
const SPOKEN: &[&str] = &["说", "說", "道", "问", "問", "喊", "称", "稱", "表示", "回答", "写", "寫"];

/// What follows a Japanese quotation that is part of a longer sentence.
const QUOTATIVES: &[&str] = &["と", "って", "など", "との", "の", "は", "が", "を", "に", "も", "だ", "で"];

/// Letters of a clause of attribution: a name, a title, a verb.
const CLAUSE_LETTERS_MAX: usize = 14;

/// As [`is_attributed`], for scripts that put no space between words and for those without capitals.
pub fn is_attributed_unspaced(text: &str, tokens: &[Token], at: usize) -> bool {
    let clause = tokens[at].of(text);
    if QUOTATIVES.iter().any(|quotative| clause.starts_with(quotative)) || is_speech_verb(clause) {
        return true;
    }
    SPOKEN.iter().any(|verb| clause.ends_with(verb)) && clause.chars().nth(CLAUSE_LETTERS_MAX).is_none()
}
