//! Names in languages without a model: by titles, first names and what is known, precision before recall.
//!
//! A word alone is taken for a name only if the lexicon of its language has it; everything else needs a neighbor
//! that gives it away. Who has been named in full is known by the family name from then on.

mod french;
mod german;
mod lexicon;
mod russian;
mod spanish;

use std::collections::HashSet;
use std::ops::Range;

use self::lexicon::{Lexicon, Meaning, PHRASE_WORDS_MAX};
use super::names::{self, Known};
use super::page::{ORGANIZATION_START, PLACE_START, Page, Unit};
use super::tagger::Name;
use super::words::{Caps, hash};
use crate::article::EntityKind;

/// How much a find is to be trusted, by what gave it away: an order, not a measured rate.
const KNOWN_SCORE: f32 = 0.9;
const FULL_NAME_SCORE: f32 = 0.9;
const TITLE_SCORE: f32 = 0.8;
const FAMILY_SCORE: f32 = 0.8;
const PARTS_SCORE: f32 = 0.8;
const LISTED_SCORE: f32 = 0.7;

/// Most words of a person's name.
const PERSON_WORDS_MAX: usize = 5;

/// Most words of an organization's name in quotation marks, or behind its head.
const ORGANIZATION_WORDS_MAX: usize = 6;

/// The languages that are read by patterns.
pub struct Patterns {
    languages: [(&'static str, Lexicon); 4],
}

impl Patterns {
    pub fn new() -> Self {
        Self {
            languages: [
                ("de", Lexicon::of(&german::GERMAN)),
                ("es", Lexicon::of(&spanish::SPANISH)),
                ("fr", Lexicon::of(&french::FRENCH)),
                ("ru", Lexicon::of(&russian::RUSSIAN)),
            ],
        }
    }

    /// Returns the lexicon of a language, where there is one.
    pub fn lexicon(&self, tag: &str) -> Option<&Lexicon> {
        self.languages.iter().find(|(known, _)| *known == tag).map(|(_, lexicon)| lexicon)
    }
}

/// Returns the names of the page, in order.
pub fn names(page: &Page, lexicon: &Lexicon) -> Vec<Name> {
    let reader = Reader { page, lexicon };
    let mut names = Vec::new();
    let mut at = 0;
    while at < page.units.len() {
        let found = reader.quoted(at).or_else(|| reader.capital(at));
        at = found.as_ref().map_or(at + 1, |name| name.units.end);
        names.extend(found);
    }
    reader.add_families(&mut names);
    names
}

struct Reader<'a> {
    page: &'a Page,
    lexicon: &'a Lexicon,
}

impl Reader<'_> {
    fn unit(&self, at: usize) -> Option<&Unit> {
        self.page.units.get(at)
    }

    /// The unit at `at` if it stands in the same sentence and line as the one before it.
    fn next(&self, at: usize) -> Option<&Unit> {
        let unit = self.unit(at).filter(|unit| !unit.opens)?;
        (unit.line == self.unit(at.checked_sub(1)?)?.line).then_some(unit)
    }

    fn meaning(&self, at: usize) -> Meaning {
        self.unit(at).map_or(0, |unit| self.lexicon.of_word(self.page.plain(unit), unit.hash, unit.caps))
    }

    fn is(&self, at: usize, meaning: Meaning) -> bool {
        self.meaning(at) & meaning != 0
    }

    fn plain(&self, at: usize) -> &str {
        self.unit(at).map_or("", |unit| self.page.plain(unit))
    }

    fn is_known(&self, at: usize, known: Known) -> bool {
        self.unit(at).is_some_and(|unit| unit.known & known != 0)
    }

    /// What begins with the capitalized word at `at`.
    fn capital(&self, at: usize) -> Option<Name> {
        let unit = self.unit(at).filter(|unit| unit.caps.is_capital() && unit.caps != Caps::Single)?;
        if self.page.line_of(unit).is_upper {
            return None;
        }
        let phrase = self.phrase(at);
        let organization = phrase.clone().filter(|name| name.kind == EntityKind::Organization);
        let longest = [self.organization(at), organization, self.listed_phrase(at)]
            .into_iter()
            .flatten()
            .max_by_key(|name| name.units.end);
        longest.or_else(|| self.person(at)).or(phrase).or_else(|| self.listed(at))
    }

    /// The longest entry of the lexicon that begins here.
    fn phrase(&self, at: usize) -> Option<Name> {
        let mut hash = self.unit(at)?.hash;
        let mut meaning = self.meaning(at);
        let mut found = None;
        for words in 1..=PHRASE_WORDS_MAX {
            let kind = match meaning {
                _ if meaning & lexicon::ORGANIZATION != 0 => Some(EntityKind::Organization),
                _ if meaning & lexicon::PLACE != 0 => Some(EntityKind::Place),
                _ => None,
            };
            if let Some(kind) = kind {
                found = Some(Name { units: at..at + words, kind, score: KNOWN_SCORE });
            }
            let Some(next) = self.next(at + words) else { break };
            hash = lexicon::longer(hash, next.hash, next.caps);
            meaning = self.lexicon.meaning(hash);
        }
        found
    }

    /// A person's name: behind a title, or after a first name.
    fn person(&self, at: usize) -> Option<Name> {
        let end = self.person_end(at);
        let is_first = self.is_first_name(at);
        let person = |score| Some(Name { units: at..end, kind: EntityKind::Person, score });
        if self.is(at, lexicon::TITLE | lexicon::COMMON) || self.is_noun(at) || self.is_known(at, names::CALENDAR) {
            return None;
        }
        if is_first && end > at + 1 && !self.is(end, lexicon::ENDING) {
            return person(FULL_NAME_SCORE);
        }
        let is_titled = self.next(at).is_some() && at > 0 && self.is_title(at - 1);
        let is_place = self.is(at, lexicon::PLACE);
        (is_titled && !is_place).then(|| person(TITLE_SCORE)).flatten()
    }

    /// A title with a capital of its own is part of a name, but in German and where it is short.
    fn is_title(&self, at: usize) -> bool {
        const DOT: u8 = 8;
        let is_written_so = self.unit(at).is_some_and(|unit| {
            unit.caps == Caps::Lower || unit.opens || unit.shape & DOT != 0 || self.lexicon.has_capital_nouns
        });
        is_written_so && self.is(at, lexicon::TITLE)
    }

    fn is_first_name(&self, at: usize) -> bool {
        let Some(unit) = self.unit(at).filter(|unit| matches!(unit.caps, Caps::Title | Caps::Mixed)) else {
            return false;
        };
        if self.lexicon.has_cases {
            return self.is(at, lexicon::FIRST_NAME);
        }
        let is_short = unit.shape & 0x10 == 0 && self.page.plain(unit).len() < 3;
        unit.known & (names::MALE | names::FEMALE) != 0
            && unit.known & names::COMMON == 0
            && !is_short
            && !self.is(at, lexicon::PLACE)
    }

    /// Where the name ends that begins at `at`: capitalized words, particles only before one.
    fn person_end(&self, at: usize) -> usize {
        const UPPER_LETTERS_MIN: usize = 4;
        let mut end = at + 1;
        let mut next = end;
        while next < at + PERSON_WORDS_MAX {
            let Some(unit) = self.next(next) else { break };
            // Some newspapers write family names in capitals.
            let is_upper = unit.caps == Caps::Upper && self.plain(next).len() >= UPPER_LETTERS_MIN;
            let is_word = matches!(unit.caps, Caps::Title | Caps::Mixed | Caps::Single) || is_upper;
            let other = lexicon::TITLE | lexicon::ORGANIZATION | lexicon::COMMON;
            if is_word && !self.is_noun(next) && !self.is(next, other) {
                end = next + 1;
            } else if !PARTICLES.contains(&self.plain(next)) {
                break;
            }
            next += 1;
        }
        end
    }

    /// Whether a capitalized word looks like a noun of the language.
    fn is_noun(&self, at: usize) -> bool {
        let plain = self.plain(at);
        self.lexicon.noun_endings.iter().any(|ending| plain.ends_with(ending))
    }

    /// An organization's name by its parts: head and rest, or words and ending.
    fn organization(&self, at: usize) -> Option<Name> {
        let organization = |end, score| Some(Name { units: at..end, kind: EntityKind::Organization, score });
        if let Some(end) = self.rest_end(at).filter(|_| self.is(at, lexicon::HEAD)) {
            return organization(end, PARTS_SCORE);
        }
        const WORDS_BEFORE_ENDING_MAX: usize = 2;
        for words in 1..=WORDS_BEFORE_ENDING_MAX {
            let unit = self.next(at + words)?;
            let is_ending = unit.caps != Caps::Lower && self.is(at + words, lexicon::ENDING);
            if is_ending && !self.is_noun(at) {
                return organization(at + words + 1, PARTS_SCORE);
            }
            if !unit.caps.is_capital() {
                break;
            }
        }
        None
    }

    /// Where an organization's name ends behind its head; nothing if no capitalized word follows.
    fn rest_end(&self, at: usize) -> Option<usize> {
        let mut end = None;
        for next in at + 1..=at + ORGANIZATION_WORDS_MAX {
            let Some(unit) = self.next(next) else { break };
            if unit.caps.is_capital() && !self.is_noun(next) {
                end = Some(next + 1);
            } else if !LINKS.contains(&self.plain(next)) {
                break;
            }
        }
        end
    }

    /// A phrase of the lists that all languages share.
    fn listed_phrase(&self, at: usize) -> Option<Name> {
        let (kind, inside) = match self.unit(at)?.phrase {
            PLACE_START => (EntityKind::Place, PLACE_START + 1),
            ORGANIZATION_START => (EntityKind::Organization, ORGANIZATION_START + 1),
            _ => return None,
        };
        let is_inside = |end: &usize| self.next(*end).is_some_and(|unit| unit.phrase == inside);
        let end = (at + 1..).take_while(is_inside).last()? + 1;
        let is_name = (at..end).any(|word| !self.is(word, lexicon::COMMON));
        is_name.then_some(Name { units: at..end, kind, score: LISTED_SCORE })
    }

    /// What the lists that all languages share say: companies of the world, and towns behind a preposition.
    fn listed(&self, at: usize) -> Option<Name> {
        const LETTERS_MIN: usize = 5;
        let unit = self.unit(at)?;
        let person = names::MALE | names::FEMALE | names::FAMILY;
        let is_free = unit.known & (names::COMMON | names::PEOPLE | names::CALENDAR) == 0 && !unit.opens;
        if !is_free || self.plain(at).len() < LETTERS_MIN || self.is_noun(at) || self.is(at, lexicon::COMMON) {
            return None;
        }
        let name = |kind| Some(Name { units: at..at + 1, kind, score: LISTED_SCORE });
        if unit.known & names::ORGANIZATION != 0 && unit.known & (person | names::PLACE | names::COUNTRY) == 0 {
            return name(EntityKind::Organization);
        }
        let is_behind = at > 0 && self.is(at - 1, lexicon::PREPOSITION) && self.next(at).is_some();
        let is_alone = self.next(at + 1).is_none_or(|next| !next.caps.is_capital());
        let is_place = unit.known & (names::PLACE | names::COUNTRY) != 0;
        (is_place && is_behind && is_alone).then(|| name(EntityKind::Place)).flatten()
    }

    /// `компания «Север»`: what stands between the marks.
    fn quoted(&self, at: usize) -> Option<Name> {
        if !self.is(at, lexicon::QUOTED) || self.plain(at + 1) != "\"" {
            return None;
        }
        self.next(at + 2).filter(|unit| unit.caps.is_capital())?;
        let start = at + 2;
        let end = (start + 1..=start + ORGANIZATION_WORDS_MAX).find(|end| self.plain(*end) == "\"")?;
        (start..end).all(|inside| self.next(inside).is_some()).then_some(Name {
            units: start..end,
            kind: EntityKind::Organization,
            score: PARTS_SCORE,
        })
    }

    /// Adds the family names of all who were named in full.
    fn add_families(&self, names: &mut Vec<Name>) {
        let is_full = |name: &&Name| name.kind == EntityKind::Person && name.units.len() > 1;
        let families: HashSet<u64> = names.iter().filter(is_full).map(|name| self.stem(name.units.end - 1)).collect();
        if families.is_empty() {
            return;
        }
        let mut others = Vec::new();
        let mut behind = 0;
        for name in names.iter() {
            others.extend(self.families_in(behind..name.units.start, &families));
            behind = name.units.end;
        }
        others.extend(self.families_in(behind..self.page.units.len(), &families));
        names.extend(others);
        names.sort_by_key(|name| name.units.start);
    }

    fn families_in(&self, range: Range<usize>, families: &HashSet<u64>) -> impl Iterator<Item = Name> {
        let is_family = |at: &usize| {
            let is_written_so = self.unit(*at).is_some_and(|unit| matches!(unit.caps, Caps::Title | Caps::Mixed));
            is_written_so && families.contains(&self.stem(*at))
        };
        range.filter(is_family).map(|at| Name { units: at..at + 1, kind: EntityKind::Person, score: FAMILY_SCORE })
    }

    fn stem(&self, at: usize) -> u64 {
        hash(names::family_stem(self.plain(at)))
    }
}

/// Small words inside of people's names.
const PARTICLES: &[&str] = &[
    "de", "del", "de la", "la", "las", "los", "le", "du", "des", "von", "van", "der", "den", "zu", "zum", "bin", "al",
];

/// Small words inside of organizations' names.
const LINKS: &[&str] =
    &["de", "del", "de la", "la", "las", "los", "y", "e", "et", "du", "des", "l'", "d'", "für", "und", "fur"];
