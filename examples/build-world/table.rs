//! Drafts to the bytes of the table: see `places::world` for what stands where.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, bail};
use courant::analyze::places::world::{self, BUCKET_BITS, KINDS, Kind, PLACE_BITS, Remarks, SIZE_UNIT};

use crate::{Draft, Words};

/// More places of one name tell a reader nothing; the most prominent ones are kept.
const NAMESAKES_MAX: usize = 24;

/// Cities of this size, countries and regions are hardly ever meant as the word that their name also is.
const UNMISTAKABLE_POPULATION: u64 = 1_000_000;

/// Everything of one name.
struct Entry {
    hash: u64,
    place: usize,
    remarks: Remarks,
    weight: u64,
}

pub fn write(drafts: &[Draft], words: &Words) -> anyhow::Result<Vec<u8>> {
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
    entries.sort_by_key(|entry| (world::place_of(entry.hash), Reverse(entry.weight), entry.place));
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
