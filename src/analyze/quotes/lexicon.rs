//! What a word does in a sentence that quotes somebody, in English, French, German, Spanish, Russian and Arabic.
//!
//! One table serves all languages: few words mean different things in two of them, and those are left out of one.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::words;

/// What a word may be; a word may be several things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class(u32);

impl Class {
    pub const NONE: Self = Self(0);
    /// Gives somebody's words: `said`, `told`.
    pub const SAY: Self = Self(1);
    /// Gives them, or does something else: `called`, `noted`, `promised`.
    pub const SPEAK: Self = Self(1 << 1);
    /// A participle that goes on with the subject: `saying`, `adding`.
    pub const SAYING: Self = Self(1 << 2);
    /// `statement`, `remarks`
    pub const WORDS: Self = Self(1 << 3);
    /// The speaker follows: `according`, `selon`, `laut`.
    pub const ACCORDING: Self = Self(1 << 4);
    pub const HE: Self = Self(1 << 5);
    pub const SHE: Self = Self(1 << 6);
    /// Any other pronoun that can speak.
    pub const THEY: Self = Self(1 << 7);
    /// `who`, `which`
    pub const RELATIVE: Self = Self(1 << 8);
    /// A person or body by what it is or does: `minister`, `police`, `critics`.
    pub const ROLE: Self = Self(1 << 9);
    /// A document that speaks: `report`.
    pub const DOCUMENT: Self = Self(1 << 10);
    /// Stands before a person's name: `Mr`, `Senator`.
    pub const TITLE: Self = Self(1 << 11);
    pub const PREPOSITION: Self = Self(1 << 12);
    pub const CONJUNCTION: Self = Self(1 << 13);
    /// Articles, possessives, `some`, `another`.
    pub const DETERMINER: Self = Self(1 << 14);
    /// Stands between subject and verb: `has`, `also`, `later`, `would`.
    pub const ADVERB: Self = Self(1 << 15);
    /// Days and months, and other capitalized words that name nobody.
    pub const TIME: Self = Self(1 << 16);
    /// Any other word that no name begins with.
    pub const FUNCTION: Self = Self(1 << 17);
    /// Says that a name is not a person's: `Department`, `Inc`.
    pub const BODY: Self = Self(1 << 18);
    /// `was`, `been`: makes the verb behind it passive.
    pub const BE: Self = Self(1 << 19);
    /// What follows in marks is a name or a title: `called`, `titled`, `so-called`.
    pub const NAMING: Self = Self(1 << 20);
    /// A small word within names: `de`, `von`, `bin`, `of`.
    pub const PARTICLE: Self = Self(1 << 21);
    /// `by` of the passive, in all languages.
    pub const BY: Self = Self(1 << 22);
    /// `Mr`, `Herr`
    pub const MALE: Self = Self(1 << 23);
    /// `Mrs`, `Frau`
    pub const FEMALE: Self = Self(1 << 24);

    /// First names.
    pub const MAN: Self = Self(1 << 25);
    pub const WOMAN: Self = Self(1 << 26);

    pub const CUE: Self = Self(Self::SAY.0 | Self::SPEAK.0 | Self::SAYING.0);
    pub const PRONOUN: Self = Self(Self::HE.0 | Self::SHE.0 | Self::THEY.0);
    /// Words of which no name and no noun phrase consists.
    pub const GRAMMAR: Self = Self(
        Self::PRONOUN.0
            | Self::RELATIVE.0
            | Self::PREPOSITION.0
            | Self::CONJUNCTION.0
            | Self::DETERMINER.0
            | Self::ADVERB.0
            | Self::TIME.0
            | Self::FUNCTION.0
            | Self::BE.0
            | Self::ACCORDING.0,
    );

    /// Tells whether the word may be one of `classes`.
    pub const fn is(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// All known words.
pub struct Lexicon {
    classes: HashMap<&'static str, Class, BuildHasherDefault<Fnv>>,
}

const INVERTED: &[(&str, Class)] =
    &[("-il", Class::HE), ("-elle", Class::SHE), ("-ils", Class::THEY), ("-elles", Class::THEY), ("-on", Class::THEY)];

/// The longest word of the table.
const WORD_BYTES_MAX: usize = 40;

impl Lexicon {
    pub fn new() -> Self {
        let mut classes: HashMap<&'static str, Class, _> = HashMap::default();
        for (class, list) in words::LISTS {
            for word in list.split_ascii_whitespace() {
                debug_assert!(word.len() <= WORD_BYTES_MAX, "{word}");
                let known = classes.entry(word).or_default();
                *known = known.and(*class);
            }
        }
        Self { classes }
    }

    /// Returns what `word` may be, in whatever case it stands.
    pub fn class(&self, word: &str) -> Class {
        let is_initial = word.len() == 2 && word.ends_with('.');
        let word = word.strip_suffix('.').unwrap_or(word);
        if is_initial || word.len() > WORD_BYTES_MAX {
            return Class::NONE;
        }
        if word.is_ascii() {
            let mut lower = [0; WORD_BYTES_MAX];
            let lower = &mut lower[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).expect("ASCII stays ASCII");
            let known = self.known(lower);
            return if known == Class::NONE && lower.contains('-') { self.hyphenated(lower) } else { known };
        }
        let known =
            if word.chars().any(char::is_uppercase) { self.known(&word.to_lowercase()) } else { self.known(word) };
        if known == Class::NONE { self.prefixed(word) } else { known }
    }

    /// French ties verb and pronoun: `dit-il`, `a-t-elle`. Other words are what their last part is.
    fn hyphenated(&self, word: &str) -> Class {
        for (ending, pronoun) in INVERTED {
            if let Some(verb) = word.strip_suffix(ending) {
                let verb = self.known(verb.strip_suffix("-t").unwrap_or(verb));
                return if verb.is(Class::CUE) { pronoun.and(Class::SAY) } else { *pronoun };
            }
        }
        // `co-author`, `ex-minister`
        let last = word.rsplit('-').next().map_or(Class::NONE, |last| self.known(last));
        if last.is(Class::ROLE) { Class::ROLE } else { Class::NONE }
    }

    /// Arabic writes `and` in one with the word behind it.
    fn prefixed(&self, word: &str) -> Class {
        if word.contains('-') {
            return self.hyphenated(word);
        }
        match word.strip_prefix(['و', 'ف']) {
            Some(rest) => self.known(rest),
            None => Class::NONE,
        }
    }

    fn known(&self, word: &str) -> Class {
        self.classes.get(word).copied().unwrap_or(Class::NONE)
    }
}

/// FNV-1a: every word of every article is looked up, and nobody can choose the words of the table.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_the_form_in_which_it_is_looked_up() {
        for word in words::LISTS.iter().flat_map(|(_, list)| list.split_ascii_whitespace()) {
            assert_eq!(word, word.to_lowercase());
            assert!(!word.ends_with('.') && word.len() <= WORD_BYTES_MAX, "{word}");
        }
    }

    #[test]
    fn case_and_a_joined_and_make_no_difference() {
        let lexicon = Lexicon::new();
        for word in ["said", "Said", "SAID", "сказал", "Сказал", "قال", "وقال", "erklärte", "Erklärte"]
        {
            assert!(lexicon.class(word).is(Class::SAY), "{word}");
        }
        assert!(lexicon.class("Sen.").is(Class::TITLE));
        assert_eq!(lexicon.class("zebra"), Class::NONE);
    }
}
