//! Packs the name lists for the model's file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use courant::analyze::entities::model::{LINE_BYTES, LINES_MAX, place};
use courant::analyze::entities::names::{self, Known, PHRASE_WORDS_MAX};
use courant::analyze::entities::words::{fold, hash, join};

/// Files with one name a line, what they say of a word, and of a phrase.
const NAMES: &[(&str, Known, Known)] = &[
    ("surnames", names::FAMILY, 0),
    ("places", names::PLACE, names::PLACE_PHRASE),
    ("countries", names::COUNTRY, names::PLACE_PHRASE),
    ("organizations", names::ORGANIZATION, names::ORGANIZATION_PHRASE),
];

/// Files of words.
const WORDS: &[(&str, Known)] = &[
    ("demonyms", names::PEOPLE),
    ("titles", names::TITLE),
    ("endings", names::ENDING),
    ("calendar", names::CALENDAR),
    ("roles", names::ROLE),
];

/// What is known of each hash.
#[derive(Default)]
pub struct Lists(BTreeMap<u64, Known>);

impl Lists {
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let read = |name: &str| {
            let path = folder.join(format!("{name}.txt"));
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut lists = Self::default();
        for line in read("first-names")?.lines() {
            let Some((name, gender)) = line.split_once(' ') else { bail!("first-names: no gender in `{line}`") };
            lists.add(
                name,
                if gender == "m" {
                    names::MALE
                } else if gender == "f" {
                    names::FEMALE
                } else {
                    names::MALE | names::FEMALE
                },
                0,
            );
        }
        for (file, word, phrase) in NAMES {
            for line in read(file)?.lines() {
                lists.add(line, *word, *phrase);
            }
        }
        for (file, known) in WORDS {
            for word in read(file)?.split_whitespace() {
                lists.add(word, *known, 0);
            }
        }
        Ok(lists)
    }

    /// Adds what a line says, of a word or of a phrase.
    pub fn add(&mut self, line: &str, word: Known, phrase: Known) {
        let mut hashes = line.split_whitespace().map(|word| hash(&fold(word)));
        let Some(first) = hashes.next() else { return };
        let others: Vec<u64> = hashes.collect();
        if others.is_empty() {
            *self.0.entry(first).or_default() |= word;
        } else if phrase != 0 && others.len() < PHRASE_WORDS_MAX {
            *self.0.entry(first).or_default() |= names::OPENS_PHRASE;
            *self.0.entry(others.into_iter().fold(first, join)).or_default() |= phrase;
        }
    }

    /// Returns what a table of the model's file holds.
    pub fn entries(&self) -> Vec<(u64, Vec<u8>)> {
        self.0.iter().map(|(hash, known)| (*hash, known.to_le_bytes().to_vec())).collect()
    }
}

/// Writes a table of lines, an entry in each slot; see `model.rs`.
pub fn table(entries: &[(u64, Vec<u8>)], slots: usize) -> anyhow::Result<Vec<u8>> {
    let count = (entries.len() * LOAD.1 / (slots * LOAD.0)).max(1) + 1;
    let value_bytes = entries.first().map_or(0, |(_, value)| value.len());
    let mut lines = vec![[0; LINE_BYTES]; count];
    let mut taken = vec![0; count];
    for (hash, value) in entries {
        let (home, key) = place(*hash, count);
        let Some(steps) = (0..LINES_MAX).find(|steps| taken[(home + steps) % count] < slots) else {
            bail!("a table has no room for an entry near line {home}: lower its load");
        };
        for step in 0..steps {
            lines[(home + step) % count][LINE_BYTES - 1] = 1;
        }
        let (line, slot) = (&mut lines[(home + steps) % count], &mut taken[(home + steps) % count]);
        line[*slot * 2..*slot * 2 + 2].copy_from_slice(&key.to_le_bytes());
        let start = slots * 2 + *slot * value_bytes;
        line[start..start + value_bytes].copy_from_slice(value);
        *slot += 1;
    }
    Ok(lines.concat())
}

/// How full a table is: more would send look-ups to a second line too often.
const LOAD: (usize, usize) = (7, 10);
