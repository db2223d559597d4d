//! Regions and counties: each lies at the mean of its towns.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use courant::analyze::places::fold::Key;
use courant::analyze::places::world::{Kind, Remarks};

use crate::{City, Draft, mean};

/// Where counties are well known by their own names.
const COUNTIES_OF: &[&str] = &["US", "GB", "IE", "CA", "FR", "NZ"];

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
pub fn add_regions(drafts: &mut Vec<Draft>, cities: &BTreeMap<String, City>, csv: &str) {
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
    // France has new regions over its old ones, and news speaks of both.
    let is_respelled = !is_county && country != "FR";
    if let Some(draft) = drafts.iter_mut().find(same_region).filter(|_| is_respelled) {
        return draft.name_it(plain, Remarks::VARIANT);
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
