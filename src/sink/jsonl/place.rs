//! The place: what of the live file is behind the cursor, and how it is found again.

use std::io::{BufRead, BufReader};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::folder::{Folder, Part};
use super::{Custody, JsonlError};

/// Committed with the cursor. The default is a live file that has no record yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    /// `seq` of the live file's first record; 0 while it has none.
    pub first: i64,
    pub last: i64,
    /// Bytes of the live file that are behind the cursor.
    pub offset: u64,
    pub opened: Timestamp,
}

impl Place {
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a place serializes")
    }
}

/// Holds what was committed against what is in the folder.
pub(super) fn find(folder: &Folder, custody: &Custody<'_>) -> Result<Place, JsonlError> {
    let committed: Place = custody.place.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let parts = folder.parts()?;
    refuse_newer_parts(folder, &parts, custody)?;
    let starts_with = first_seq(folder)?;
    if committed.first > 0 && starts_with == Some(committed.first) {
        let length = folder.live().metadata().map_err(JsonlError::at(&folder.live()))?.len();
        if length < committed.offset {
            return Err(JsonlError::Foreign(format!(
                "`{}` lost {} bytes that were durable; keep what is left of it elsewhere and delete it, then start again",
                folder.live().display(),
                committed.offset - length
            )));
        }
        return Ok(committed);
    }
    if committed.first > 0 && !parts.iter().any(|part| part.first == committed.first) {
        tracing::warn!(first = committed.first, "the live file was taken away; going on with a new one");
    }
    match starts_with {
        Some(first) if first <= custody.cursor => adopt(folder, first),
        _ => Ok(Place::default()),
    }
}

/// Parts that reach past the cursor are not ours to repeat: the state is older than they are.
fn refuse_newer_parts(folder: &Folder, parts: &[Part], custody: &Custody<'_>) -> Result<(), JsonlError> {
    match parts.iter().find(|part| part.last > custody.cursor) {
        None => Ok(()),
        Some(part) => Err(JsonlError::Foreign(format!(
            "`{}` holds records up to {}, but the state only knows of {}: the state file is older than the output. \
             Put the newer state back, or move the folder away (articles since then will be collected again)",
            folder.file(&part.name).display(),
            part.last,
            custody.cursor
        ))),
    }
}

/// Returns the `seq` of the live file's first line, if it has a whole one.
fn first_seq(folder: &Folder) -> Result<Option<i64>, JsonlError> {
    let path = folder.live();
    let Ok(file) = std::fs::File::open(&path) else { return Ok(None) };
    let mut line = Vec::new();
    BufReader::new(file).read_until(b'\n', &mut line).map_err(JsonlError::at(&path))?;
    Ok(seq_of(&line))
}

#[derive(Deserialize)]
struct Numbered {
    seq: i64,
}

fn seq_of(line: &[u8]) -> Option<i64> {
    line.ends_with(b"\n").then(|| serde_json::from_slice::<Numbered>(line).ok())?.map(|record| record.seq)
}

/// A live file of records that are all behind the cursor, but whose place is not known any more (the sink was
/// taken out of the configuration and came back): its whole lines count as delivered.
fn adopt(folder: &Folder, first: i64) -> Result<Place, JsonlError> {
    let path = folder.live();
    let file = std::fs::File::open(&path).map_err(JsonlError::at(&path))?;
    let mut reader = BufReader::new(file);
    let mut place = Place { first, last: first, offset: 0, opened: Timestamp::now() };
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(JsonlError::at(&path))? > 0 {
        let Some(seq) = seq_of(&line) else { break };
        place.last = seq;
        place.offset += line.len() as u64;
        line.clear();
    }
    Ok(place)
}
