//! Makes bare names agree with the clear ones of the article: who was `Hafez al-Assad` once is a person as `Assad`
//! too, whatever the words around that one say.

use std::collections::HashMap;

use super::names::{COMMON, family_stem};
use super::page::Page;
use super::tagger::{KINDS, Name};
use super::words::Caps;
use crate::article::EntityKind;

/// Names that count as evidence are at least so sure.
const EVIDENCE_SCORE_MIN: f32 = 0.9;

/// A bare name that is surer than this of being something else than a person stays so, against full names and
/// against the same word elsewhere: towns and companies bear family names.
const AGAINST_FULL_NAME_MAX: f32 = 0.95;
const AGAINST_SAME_WORD_MAX: f32 = 0.8;

/// What the article's own evidence is worth.
const AGREED_SCORE: f32 = 0.8;

/// Mends bare names that the rest of the article contradicts, and adds family names that were overlooked.
pub fn agree(page: &Page, names: &mut Vec<Name>) {
    let evidence = Evidence::of(page, names);
    if evidence.words.is_empty() {
        return;
    }
    for name in names.iter_mut().filter(|name| name.units.len() == 1) {
        if let Some(kind) = evidence.overrules(page, name) {
            (name.kind, name.score) = (kind, AGREED_SCORE);
        }
    }
    let mut overlooked = evidence.overlooked(page, names);
    if !overlooked.is_empty() {
        names.append(&mut overlooked);
        names.sort_by_key(|name| name.units.start);
    }
}

/// What is clear of a word: the family name of a full name, or a name by itself.
#[derive(Clone, Copy, Default)]
struct Clear {
    is_family: bool,
    /// How often it clearly is each of [`KINDS`] by itself.
    alone: [u32; KINDS.len()],
}

impl Clear {
    /// Returns the kind that the word always clearly is by itself.
    fn kind(&self) -> Option<EntityKind> {
        let mut kinds = KINDS.iter().zip(self.alone).filter(|(_, count)| *count > 0);
        let (kind, _) = kinds.next()?;
        kinds.next().is_none().then_some(*kind)
    }
}

struct Evidence<'p> {
    words: HashMap<&'p str, Clear>,
}

impl<'p> Evidence<'p> {
    fn of(page: &'p Page, names: &[Name]) -> Self {
        let mut words: HashMap<&str, Clear> = HashMap::new();
        for name in names.iter().filter(|name| name.score >= EVIDENCE_SCORE_MIN) {
            let is_person = name.kind == EntityKind::Person;
            if name.units.len() == 1 {
                let clear = words.entry(family(page, name.units.start)).or_default();
                for (kind, count) in KINDS.iter().zip(&mut clear.alone) {
                    *count += u32::from(*kind == name.kind);
                }
            } else if is_person {
                words.entry(family(page, name.units.end - 1)).or_default().is_family = true;
            }
        }
        Self { words }
    }

    /// Returns what the bare name really is, if the article says so.
    fn overrules(&self, page: &Page, name: &Name) -> Option<EntityKind> {
        let clear = self.words.get(family(page, name.units.start))?;
        if name.kind != EntityKind::Person && clear.is_family && name.score < AGAINST_FULL_NAME_MAX {
            return Some(EntityKind::Person);
        }
        let is_unsure = name.score < AGAINST_SAME_WORD_MAX;
        clear.kind().filter(|kind| is_unsure && *kind != name.kind)
    }

    /// Returns family names that no name has, where their capital is no accident.
    fn overlooked(&self, page: &Page, names: &[Name]) -> Vec<Name> {
        let mut found = Vec::new();
        let mut names = names.iter().peekable();
        for at in page.runs.iter().flat_map(Clone::clone) {
            while names.next_if(|name| name.units.end <= at).is_some() {}
            let is_named = names.peek().is_some_and(|name| name.units.start <= at);
            if !is_named && self.is_family(page, at) {
                found.push(Name { units: at..at + 1, kind: EntityKind::Person, score: AGREED_SCORE });
            }
        }
        found
    }

    fn is_family(&self, page: &Page, at: usize) -> bool {
        let unit = &page.units[at];
        let asks_for_capital = unit.opens || page.line_of(unit).is_upper;
        let is_name = matches!(unit.caps, Caps::Title | Caps::Upper | Caps::Mixed);
        is_name
            && !(asks_for_capital && unit.known & COMMON != 0)
            && self.words.get(family(page, at)).is_some_and(|clear| clear.is_family)
    }
}

/// Returns what a family name keeps wherever it stands.
fn family(page: &Page, at: usize) -> &str {
    family_stem(page.plain(&page.units[at]))
}
