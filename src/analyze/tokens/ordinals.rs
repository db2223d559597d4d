//! German ordinals: `der 3. Oktober`, `im 19. Jahrhundert`, `der 2. Weltkrieg`; and dates of numbers, `12. 10. 2006`.

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

/// Tells whether the numbers at `number` and `next` are a day and a month, or a month and a year.
pub fn is_date(text: &str, tokens: &[Token], number: usize, next: usize) -> bool {
    let is_short = |at: usize| tokens[at].kind == Kind::Number && tokens[at].end - tokens[at].start <= 2;
    if !is_short(number) || tokens[next].kind != Kind::Number {
        return false;
    }
    let is_stop = |at: usize| tokens.get(at).is_some_and(|token| token.gap == Gap::None && token.of(text) == ".");
    let is_day =
        is_short(next) && is_stop(next + 1) && tokens.get(next + 2).is_some_and(|year| year.kind == Kind::Number);
    let is_month = number >= 2 && is_short(number - 2) && is_stop(number - 1);
    is_day || is_month
}
