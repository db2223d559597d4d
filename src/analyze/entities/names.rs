//! What is known of a name without any context: the lists, packed into the model's file.
//!
//! The lists are facts (first names, family names, places, organizations, titles …) and stand as text in
//! `lists/`; only the trainer reads those. Here a word's hash finds what the lists say of it.

use super::model;
use super::words::{fold, hash};

/// A set of things that the lists say of a word or a phrase.
pub type Known = u16;

pub const MALE: Known = 1;
pub const FEMALE: Known = 1 << 1;
pub const FAMILY: Known = 1 << 2;
pub const PLACE: Known = 1 << 3;
/// Countries, and the states of large ones.
pub const COUNTRY: Known = 1 << 4;
/// `French`, `Catholic`: adjectives and people of a place or a creed.
pub const PEOPLE: Known = 1 << 5;
pub const TITLE: Known = 1 << 6;
/// Words that organizations' names end with: `Inc`, `Party`, `United`.
pub const ENDING: Known = 1 << 7;
pub const ORGANIZATION: Known = 1 << 8;
/// Stands in lower case in the training text.
pub const COMMON: Known = 1 << 9;
pub const CALENDAR: Known = 1 << 10;
/// What people are, in lower case: `captain`, `spokesman`.
pub const ROLE: Known = 1 << 11;
/// A phrase of the lists begins with this word.
pub const OPENS_PHRASE: Known = 1 << 12;
pub const PLACE_PHRASE: Known = 1 << 13;
pub const ORGANIZATION_PHRASE: Known = 1 << 14;

/// What is said of a word alone.
pub const OF_WORD: Known = OPENS_PHRASE - 1;

/// Longest phrase of the lists, in words.
pub const PHRASE_WORDS_MAX: usize = 6;

/// What a first name says of its bearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gender {
    Female,
    Male,
}

/// Returns the gender of those who mostly bear this first name; nothing for names of both, and unknown ones.
pub fn gender(first_name: &str) -> Option<Gender> {
    match model::shipped().known(hash(&fold(first_name))) & (MALE | FEMALE) {
        MALE => Some(Gender::Male),
        FEMALE => Some(Gender::Female),
        _ => None,
    }
}

/// Returns what a family name in its plain form keeps wherever it stands: no Arabic article (`assad` for
/// `al-assad`), and of a Russian one what no case changes.
pub fn family_stem(plain: &str) -> &str {
    let bare = ["al-", "el-"].iter().find_map(|article| plain.strip_prefix(article)).unwrap_or(plain);
    let is_cyrillic = bare.starts_with(|first| matches!(first, '\u{400}'..='\u{4ff}'));
    if is_cyrillic { without_case(bare) } else { bare }
}

/// Letters that cases put at the end of Russian names, at most two of them, and at least so many letters before.
const CASE_LETTERS: [char; 12] = ['а', 'у', 'е', 'о', 'ы', 'и', 'ю', 'я', 'м', 'й', 'г', 'х'];
const CASE_LETTERS_MAX: usize = 2;
const STEM_LETTERS_MIN: usize = 4;

fn without_case(plain: &str) -> &str {
    let mut stem = plain;
    for _ in 0..CASE_LETTERS_MAX {
        match stem.strip_suffix(CASE_LETTERS).filter(|shorter| shorter.chars().count() >= STEM_LETTERS_MIN) {
            Some(shorter) => stem = shorter,
            None => break,
        }
    }
    stem
}
