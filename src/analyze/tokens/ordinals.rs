//! German ordinals: `der 3. Oktober`, `im 19. Jahrhundert`, `der 2. Weltkrieg`.

use super::openings::{is_counted, is_opening_word, leads_ordinal};
use super::{Gap, Kind, Token};

/// `sein 100. Tor`
const DIGITS_MAX: usize = 3;

/// Tells whether the full stop between the tokens at `number` and `next` makes an ordinal, in a sentence that begins
/// at `first`.
pub fn is_ordinal(text: &str, tokens: &[Token], first: usize, number: usize, next: usize) -> bool {
    let digits = tokens[number].of(text);
    if tokens[number].kind != Kind::Number || digits.len() > DIGITS_MAX || tokens[next].gap != Gap::Space {
        return false;
    }
    let following = tokens[next].of(text);
    if is_counted(following) {
        return true;
    }
    let before = |back: usize| number.checked_sub(back).filter(|at| *at >= first).map_or("", |at| tokens[at].of(text));
    // `der 1. und 2. Weltkrieg`
    let goes_on = matches!(before(1), "und" | "oder" | "bis" | "–" | "/") && before(2) == ".";
    (goes_on || leads_ordinal(before(1))) && tokens[next].kind == Kind::Word && !is_opening_word(following)
}
