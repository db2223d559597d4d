//! What the whole article says of a spelling: a name is clear in one place and bare in the next.
//!
//! Part of what features are made of, hence FROZEN with the model.

use super::names;
use super::page::{Page, Unit};
use super::words::Caps;

/// What is seen of one spelling, wherever it stands.
#[derive(Clone, Copy, Default)]
pub struct Spelling {
    /// Stands in lower case somewhere.
    pub is_lower: bool,
    /// Stands with a capital where none is asked for.
    pub is_capital: bool,
    /// Bits of the constants below.
    pub evidence: u16,
}

/// Behind a first name.
pub const AFTER_FIRST_NAME: u16 = 1;
/// Behind a title, or behind what people are.
pub const AFTER_TITLE: u16 = 1 << 1;
pub const AFTER_IN: u16 = 1 << 2;
/// Before a word that ends organizations' names.
pub const BEFORE_ENDING: u16 = 1 << 3;
pub const BEFORE_COUNTRY_IN_BRACKETS: u16 = 1 << 4;
pub const BEFORE_SAID: u16 = 1 << 5;
pub const AFTER_INITIAL: u16 = 1 << 6;
pub const AFTER_THE: u16 = 1 << 7;
pub const BEFORE_NUMBER: u16 = 1 << 8;
/// Before a comma and a number, as ages stand.
pub const BEFORE_AGE: u16 = 1 << 9;
pub const BEFORE_COMMA_COUNTRY: u16 = 1 << 10;
/// Made of the initials of a longer name.
pub const ACRONYM: u16 = 1 << 11;

pub const EVIDENCE_BITS: u32 = 12;

/// Returns what the article says of each spelling.
pub fn gather(page: &Page) -> Vec<Spelling> {
    let count = page.units.iter().map(|unit| unit.spelling as usize + 1).max().unwrap_or(0);
    let mut spellings = vec![Spelling::default(); count];
    for (at, unit) in page.units.iter().enumerate() {
        let spelling = &mut spellings[unit.spelling as usize];
        match unit.caps {
            Caps::Lower => spelling.is_lower = true,
            Caps::Title | Caps::Mixed | Caps::Upper => {
                spelling.is_capital |= is_free(page, at);
                spelling.evidence |= before(page, at) | behind(page, at);
            }
            _ => {}
        }
    }
    mark_acronyms(page, &mut spellings);
    spellings
}

/// Whether nothing but the word itself asks for its capital.
fn is_free(page: &Page, at: usize) -> bool {
    let unit = &page.units[at];
    let follows_mark = at > 0 && matches!(page.plain(&page.units[at - 1]), "\"" | "(" | ":");
    !unit.opens && !page.line_of(unit).is_upper && !follows_mark
}

/// What stands before the word says.
fn before(page: &Page, at: usize) -> u16 {
    let line = page.line_of(&page.units[at]);
    if at == line.units.start {
        return 0;
    }
    let left = &page.units[at - 1];
    let is_first_name = left.known & (names::MALE | names::FEMALE) != 0;
    let mut evidence = 0;
    if is_first_name && left.caps == Caps::Title && left.known & (names::PLACE | names::COMMON) == 0 && !line.is_upper {
        evidence |= AFTER_FIRST_NAME;
    }
    let is_title = left.known & names::TITLE != 0 && !is_first_name;
    if is_title || (left.known & names::ROLE != 0 && left.caps == Caps::Lower) {
        evidence |= AFTER_TITLE;
    }
    if left.caps == Caps::Single {
        evidence |= AFTER_INITIAL;
    }
    if left.caps == Caps::Lower {
        evidence |= match page.plain(left) {
            "in" | "near" | "from" => AFTER_IN,
            "the" => AFTER_THE,
            _ => 0,
        };
    }
    evidence
}

/// What stands behind the word says.
fn behind(page: &Page, at: usize) -> u16 {
    let line = page.line_of(&page.units[at]);
    let Some(right) = page.units[..line.units.end].get(at + 1) else { return 0 };
    let next = page.units.get(at + 2);
    let is_country = next.is_some_and(|next| next.known & names::COUNTRY != 0);
    let mut evidence = match page.plain(right) {
        "said" | "told" | "says" => BEFORE_SAID,
        "(" if is_country => BEFORE_COUNTRY_IN_BRACKETS,
        "," if is_country => BEFORE_COMMA_COUNTRY,
        "," if next.is_some_and(|next| next.caps == Caps::Number) => BEFORE_AGE,
        _ => 0,
    };
    if right.known & names::ENDING != 0 && matches!(right.caps, Caps::Title | Caps::Upper) && !line.is_upper {
        evidence |= BEFORE_ENDING;
    }
    if right.caps == Caps::Number {
        evidence |= BEFORE_NUMBER;
    }
    evidence
}

/// Letters of an acronym.
const ACRONYM_LETTERS: std::ops::RangeInclusive<usize> = 3..=8;

/// Marks words in capitals whose letters are the initials of a name in the text.
fn mark_acronyms(page: &Page, spellings: &mut [Spelling]) {
    let mut initials = Vec::new();
    for run in page.runs.iter().filter(|run| !page.line_of(&page.units[run.start]).is_upper) {
        for start in run.clone() {
            collect_initials(page, &page.units[start..run.end], &mut initials);
        }
    }
    initials.sort_unstable();
    for unit in page.units.iter().filter(|unit| unit.caps == Caps::Upper) {
        if acronym(page.plain(unit)).is_some_and(|letters| initials.binary_search(&letters).is_ok()) {
            spellings[unit.spelling as usize].evidence |= ACRONYM;
        }
    }
}

/// Adds the initials of every beginning of `units`, small words left out.
fn collect_initials(page: &Page, units: &[Unit], initials: &mut Vec<u64>) {
    const UNITS_MAX: usize = 10;
    let mut letters = 0;
    let mut packed = 0;
    for unit in units.iter().take(UNITS_MAX) {
        match unit.caps {
            Caps::Title | Caps::Mixed => {}
            Caps::Lower => continue,
            _ => return,
        }
        let Some(first) = page.plain(unit).bytes().next() else { return };
        letters += 1;
        packed = packed << 8 | u64::from(first);
        if letters > *ACRONYM_LETTERS.end() {
            return;
        }
        if letters >= *ACRONYM_LETTERS.start() {
            initials.push(packed);
        }
    }
}

/// Returns the letters of `czw` or `c.z.w.` as one number.
fn acronym(plain: &str) -> Option<u64> {
    let letters = plain.bytes().filter(|byte| *byte != b'.');
    let count = letters.clone().count();
    ACRONYM_LETTERS.contains(&count).then(|| letters.fold(0, |packed, letter| packed << 8 | u64::from(letter)))
}
