//! Gives every name its fullest form in the article: `Lavrov` is `Sergei Lavrov`, `CZW` what it stands for.
//!
//! Only what the article itself says counts. A short form belongs to the last full form before it that fits, or to
//! the first one behind; so two people of one family keep apart where the text keeps them apart.

use std::collections::HashMap;

use super::names::family_stem;
use super::words::{Caps, fold};
use crate::article::{Entity, EntityKind};

/// Full forms that are looked at for one short form; more bearers of one name stand in lists, not in stories.
const CANDIDATES_MAX: usize = 16;

/// Sets the name of every entity. They stand in the order of the text; `gaps` is what stands between each two.
pub fn resolve(gaps: &[&str], entities: &mut [Entity]) {
    let forms: Vec<Form> = entities.iter().map(Form::of).collect();
    let by_spelling = plainest(&forms);
    let index = Index::of(&forms);
    let long_forms = bracketed(gaps, &forms);
    let fuller: Vec<Option<usize>> = (0..forms.len())
        .map(|at| long_forms.get(forms[at].whole.as_str()).copied().or_else(|| index.fuller(&forms, at)))
        .collect();
    for at in 0..entities.len() {
        // Two steps: `Smith` to `J. Smith` to `John Smith`.
        let first = fuller[at].unwrap_or(at);
        let best = fuller[first].unwrap_or(first);
        let best = if forms[best].kind == forms[at].kind { best } else { first };
        let written = by_spelling.get(&(forms[best].kind, forms[best].whole.as_str())).copied().unwrap_or(best);
        entities[at].name = forms[written].text.clone();
    }
}

/// A name as it stands in one place.
struct Form {
    kind: EntityKind,
    text: String,
    /// Its plain form.
    whole: String,
    /// Words of the plain form.
    words: Vec<String>,
    caps: Caps,
    /// Initials of its capitalized words, in lower case.
    initials: String,
}

impl Form {
    fn of(entity: &Entity) -> Self {
        let text = entity.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let whole = fold(&text);
        let capitals = text.split(|character: char| character.is_whitespace() || character == '-');
        let capitals = capitals.filter_map(|word| word.chars().next()).filter(|first| first.is_uppercase());
        Self {
            kind: entity.kind,
            words: whole.split(' ').map(str::to_owned).collect(),
            caps: Caps::of(&text),
            initials: capitals.flat_map(char::to_lowercase).collect(),
            whole,
            text,
        }
    }

    /// The family name, in most of the world.
    fn last(&self) -> &str {
        let is_suffix = |word: &str| matches!(word, "jr" | "jr." | "sr" | "sr." | "ii" | "iii" | "iv");
        let last = self.words.iter().rev().map(String::as_str).find(|word| !is_suffix(word));
        family_stem(last.unwrap_or_default())
    }

    fn first(&self) -> &str {
        self.words.first().map(String::as_str).unwrap_or_default()
    }

    /// Whether the name may be an acronym: `CZW`, `U.N.`
    fn is_acronym(&self) -> bool {
        self.words.len() == 1 && self.caps == Caps::Upper
    }
}

/// Returns, for each kind and plain form, the first place where it is not written in capitals.
fn plainest(forms: &[Form]) -> HashMap<(EntityKind, &str), usize> {
    let mut places = HashMap::new();
    for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.caps != Caps::Upper) {
        places.entry((form.kind, form.whole.as_str())).or_insert(at);
    }
    places
}

/// Returns what an acronym in brackets stands for: `Confederation of Zambian Workers (CZW)`.
fn bracketed<'f>(gaps: &[&str], forms: &'f [Form]) -> HashMap<&'f str, usize> {
    let mut long_forms = HashMap::new();
    for (at, gap) in gaps.iter().enumerate() {
        let (long, short) = (&forms[at], &forms[at + 1]);
        let is_opened = gap.trim() == "(" && long.kind == short.kind;
        if is_opened && short.is_acronym() && long.words.len() > 1 {
            long_forms.entry(short.whole.as_str()).or_insert(at);
        }
    }
    long_forms
}

/// Full forms by what a short form has of them.
struct Index<'f> {
    people_by_last: HashMap<&'f str, Vec<usize>>,
    people_by_first: HashMap<&'f str, Vec<usize>>,
    organizations_by_first: HashMap<&'f str, Vec<usize>>,
    organizations_by_initials: HashMap<&'f str, Vec<usize>>,
}

impl<'f> Index<'f> {
    fn of(forms: &'f [Form]) -> Self {
        let mut index = Self {
            people_by_last: HashMap::new(),
            people_by_first: HashMap::new(),
            organizations_by_first: HashMap::new(),
            organizations_by_initials: HashMap::new(),
        };
        for (at, form) in forms.iter().enumerate().filter(|(_, form)| form.words.len() > 1) {
            match form.kind {
                EntityKind::Person => {
                    note(&mut index.people_by_last, form.last(), at, forms);
                    note(&mut index.people_by_first, form.first(), at, forms);
                }
                EntityKind::Organization => {
                    note(&mut index.organizations_by_first, form.first(), at, forms);
                    note(&mut index.organizations_by_initials, &form.initials, at, forms);
                }
                EntityKind::Place => {}
            }
        }
        index
    }

    /// Returns the place of a fuller form of the name at `at`.
    fn fuller(&self, forms: &[Form], at: usize) -> Option<usize> {
        let form = &forms[at];
        let find = |map: &HashMap<&str, Vec<usize>>, key: &str, fits: &dyn Fn(&Form) -> bool| {
            nearest(map.get(key)?, at, |place| fits(&forms[place]))
        };
        match form.kind {
            EntityKind::Person => find(&self.people_by_last, form.last(), &|other| is_same_person(form, other))
                .or_else(|| find(&self.people_by_first, form.first(), &|other| is_begun(form, other))),
            EntityKind::Organization if form.is_acronym() => {
                let letters = form.whole.replace('.', "");
                find(&self.organizations_by_initials, &letters, &|_| true)
                    .or_else(|| find(&self.organizations_by_first, form.first(), &|other| is_begun(form, other)))
            }
            EntityKind::Organization => {
                find(&self.organizations_by_first, form.first(), &|other| is_begun(form, other))
            }
            EntityKind::Place => None,
        }
    }
}

/// Notes a full form under `key`, each spelling once while nothing else came between.
fn note<'f>(map: &mut HashMap<&'f str, Vec<usize>>, key: &'f str, at: usize, forms: &[Form]) {
    let places = map.entry(key).or_default();
    if places.last().is_none_or(|last| forms[*last].whole != forms[at].whole) {
        places.push(at);
    }
}

/// Returns the last fitting place before `at`, else the first one behind.
fn nearest(places: &[usize], at: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let behind = places.partition_point(|place| *place < at);
    let before = places[..behind].iter().rev().take(CANDIDATES_MAX).find(|place| fits(**place));
    before.or_else(|| places[behind..].iter().take(CANDIDATES_MAX).find(|place| fits(**place))).copied()
}

/// Whether `other` is a fuller form of a person's name that ends like it.
fn is_same_person(form: &Form, other: &Form) -> bool {
    if other.whole.len() <= form.whole.len() {
        return false;
    }
    let mut rest = other.words.iter();
    form.words.iter().all(|word| rest.any(|fuller| is_abbreviated(word, fuller)))
}

/// `J.` and `J` of `John`, and every word of itself.
fn is_abbreviated(word: &str, fuller: &str) -> bool {
    let bare = word.trim_end_matches('.');
    family_stem(word) == family_stem(fuller) || (bare.chars().count() == 1 && fuller.starts_with(bare))
}

/// Whether `other` begins with all words of the name and goes on.
fn is_begun(form: &Form, other: &Form) -> bool {
    other.words.len() > form.words.len() && other.words.starts_with(&form.words)
}
