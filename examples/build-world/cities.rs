//! Cities and their spellings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use courant::analyze::places::fold::Key;
use courant::analyze::places::world::{Kind, Remarks};

use crate::{City, Draft, Renamed, Words};

/// News in English names its own small towns; of the rest of the world it names the larger ones.
const ENGLISH_SPEAKING: &[&str] = &["US", "GB", "CA", "AU", "IE", "NZ"];

const ENGLISH_POPULATION_MIN: u64 = 500;

const POPULATION_MIN: u64 = 5_000;

const LATIN_VARIANTS_POPULATION_MIN: u64 = 100_000;

const CYRILLIC_VARIANTS_POPULATION_MIN: u64 = 50_000;

const ARABIC_VARIANTS_POPULATION_MIN: u64 = 100_000;

const VARIANTS_MAX: usize = 4;

/// Share of letter pairs that an unlabelled Latin variant has in common with the name; below, it is another name.
const VARIANT_SIMILARITY_MIN: f32 = 0.7;

/// A county and its town lie no further apart.
const SHADOW_DEGREES: f64 = 0.8;

/// In English towns at waters, what the shorter name is followed by.
const WATERSIDE: &[&str] = &["-on-", "-upon-", " upon ", "-super-", "-under-", "-next-"];

/// From here on a city's own name is kept as text, and its other spellings are known.
const NAMED_POPULATION_MIN: u64 = 15_000;

/// Counties that are called as the town in them say nothing that the town does not say better.
pub fn drop_shadows(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>) {
    let mut towns: HashMap<(&str, String), Vec<&City>> = HashMap::new();
    for city in cities.values().filter(|city| city.population >= NAMED_POPULATION_MIN) {
        towns.entry((&city.countrycode, Key::of(&city.name).text().to_owned())).or_default().push(city);
    }
    drafts.retain(|draft| {
        let namesakes = towns.get(&(draft.country.as_str(), draft.keys[0].0.text().to_owned()));
        let is_shadow = |city: &&City| {
            (city.latitude - draft.latitude).abs() + (city.longitude - draft.longitude).abs() < SHADOW_DEGREES
        };
        draft.kind != Kind::County || !namesakes.is_some_and(|cities| cities.iter().any(is_shadow))
    });
}

pub fn add_cities(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>, renamed: &Renamed, words: &Words) {
    let mut sorted: Vec<&City> = cities.values().collect();
    sorted.sort_by_key(|city| (Reverse(city.population), city.geonameid));
    let mut seen: HashMap<(String, String, String), Vec<(f64, f64)>> = HashMap::new();
    // The largest town of a name is the one that was meant by hand.
    let mut taken = BTreeSet::new();
    for city in sorted {
        let own = (city.countrycode.clone(), city.name.clone());
        let hand = renamed.get(&own).filter(|_| taken.insert(own.clone()));
        let is_english = ENGLISH_SPEAKING.contains(&city.countrycode.as_str());
        let least = if is_english { ENGLISH_POPULATION_MIN } else { POPULATION_MIN };
        let key = Key::of(&city.name);
        if city.population < least || key.text().chars().count() < 3 {
            continue;
        }
        let place = (city.countrycode.clone(), city.admin1code.clone(), key.text().to_owned());
        let namesakes = seen.entry(place).or_default();
        if namesakes.iter().any(|at| (at.0 - city.latitude).abs() + (at.1 - city.longitude).abs() < 0.3) {
            continue;
        }
        namesakes.push((city.latitude, city.longitude));
        drafts.push(city_draft(city, hand, words));
    }
}

fn city_draft(city: &City, hand: Option<&(Vec<String>, u64)>, words: &Words) -> Draft {
    let population = hand.map_or(0, |(_, thousands)| thousands * 1_000).max(city.population);
    let hand = hand.map_or(&[][..], |(names, _)| names.as_slice());
    let usual = hand.iter().find_map(|name| name.strip_prefix('>'));
    let name =
        if city.population >= NAMED_POPULATION_MIN { usual.unwrap_or(&city.name).to_owned() } else { String::new() };
    let mut draft = Draft {
        kind: Kind::City,
        country: city.countrycode.clone(),
        region: city.admin1code.clone(),
        latitude: city.latitude,
        longitude: city.longitude,
        population,
        geonames_id: city.geonameid,
        name,
        keys: Vec::new(),
    };
    draft.name_it(&city.name, Remarks::default());
    hand.iter().for_each(|name| draft.name_it(name.trim_start_matches('>'), Remarks::VARIANT));
    if let Some((plain, _)) = city.name.split_once(" (") {
        draft.name_it(plain, Remarks::VARIANT);
    }
    let waterside = WATERSIDE.iter().find_map(|part| city.name.split_once(part)).filter(|_| city.countrycode == "GB");
    if let Some((short, _)) = waterside.filter(|_| city.population >= NAMED_POPULATION_MIN) {
        draft.name_it(short, Remarks::VARIANT);
    }
    let main = Key::of(&city.name);
    if city.population >= LATIN_VARIANTS_POPULATION_MIN {
        let mut variants: Vec<(f32, &String)> = city
            .alternatenames
            .iter()
            .filter(|name| is_written_in(name, |letter| letter.is_ascii_alphabetic() || ('À'..='ž').contains(&letter)))
            .map(|name| (similarity(Key::of(name).text(), main.text()), name))
            .filter(|(similarity, name)| {
                let key = Key::of(name);
                *similarity >= VARIANT_SIMILARITY_MIN
                    && name.starts_with(char::is_uppercase)
                    && key.text().len() >= 5
                    && key.text().as_bytes()[0] == main.text().as_bytes()[0]
                    && words.remarks(&key) == Remarks::default()
            })
            .collect();
        variants.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        add_variants(&mut draft, variants.into_iter().map(|(_, name)| name));
    }
    if city.population >= CYRILLIC_VARIANTS_POPULATION_MIN {
        let cyrillic = |letter| ('а'..='я').contains(&letter) || ('А'..='Я').contains(&letter) || letter == 'ё';
        add_variants(&mut draft, city.alternatenames.iter().filter(|name| is_written_in(name, cyrillic)));
    }
    if city.population >= ARABIC_VARIANTS_POPULATION_MIN {
        let arabic = |letter| ('\u{0621}'..='\u{064A}').contains(&letter);
        add_variants(&mut draft, city.alternatenames.iter().filter(|name| is_written_in(name, arabic)));
    }
    draft
}

fn add_variants<'a>(draft: &mut Draft, names: impl Iterator<Item = &'a String>) {
    let most = draft.keys.len() + VARIANTS_MAX;
    for name in names {
        if draft.keys.len() < most && Key::of(name).text().chars().count() > 2 {
            draft.name_it(name, Remarks::VARIANT);
        }
    }
}

fn is_written_in(name: &str, script: impl Fn(char) -> bool) -> bool {
    name.chars().all(|letter| script(letter) || matches!(letter, ' ' | '-'))
}

/// Share of the letter pairs that two names have in common.
fn similarity(a: &str, b: &str) -> f32 {
    let pairs = |name: &str| -> BTreeSet<(char, char)> { name.chars().zip(name.chars().skip(1)).collect() };
    let (a, b) = (pairs(a), pairs(b));
    2.0 * a.intersection(&b).count() as f32 / (a.len() + b.len()).max(1) as f32
}
