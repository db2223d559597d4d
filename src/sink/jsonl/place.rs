//! The place: what of the live file is behind the cursor, and how it is found again.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::fs::FileExt;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::folder::{Folder, Part};
use super::{Custody, JsonlError};

/// Bytes at the end of the live file that are searched for its last line first.
const TAIL_BYTES: u64 = 64 * 1024;

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
    refuse_newer(folder, &parts, custody)?;
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
        Some(first) if first <= custody.cursor => adopt(folder, first, custody.cursor),
        _ => Ok(Place::default()),
    }
}

/// Parts that reach past the cursor, and lines past the head, are not ours to repeat: the state is older than they are.
fn refuse_newer(folder: &Folder, parts: &[Part], custody: &Custody<'_>) -> Result<(), JsonlError> {
    let part = parts.iter().find(|part| part.last > custody.cursor);
    let live = last_seq(&folder.live())?.filter(|last| *last > custody.head);
    let (path, last, known) = match (part, live) {
        (Some(part), _) => (folder.file(&part.name), part.last, custody.cursor),
        (None, Some(last)) => (folder.live(), last, custody.head),
        (None, None) => return Ok(()),
    };
    Err(JsonlError::Foreign(format!(
        "`{}` holds records up to {last}, but the state only knows of {known}: the state file is older than the output. \
         Put the newer state back, or move the folder away (articles since then will be collected again)",
        path.display(),
    )))
}

/// Returns the `seq` of the live file's first line, if it has a whole one. A first line that is whole and no record is
/// not ours to write over.
fn first_seq(folder: &Folder) -> Result<Option<i64>, JsonlError> {
    let path = folder.live();
    let Some(file) = open(&path)? else { return Ok(None) };
    let mut line = Vec::new();
    BufReader::new(file).read_until(b'\n', &mut line).map_err(JsonlError::at(&path))?;
    if line.ends_with(b"\n") && seq_of(&line).is_none() {
        return Err(JsonlError::Foreign(format!(
            "`{}` does not begin with a record of ours; move it away, then start again",
            path.display()
        )));
    }
    Ok(seq_of(&line))
}

/// Returns the `seq` of the file's last whole line that is a record.
fn last_seq(path: &Path) -> Result<Option<i64>, JsonlError> {
    let Some(file) = open(path)? else { return Ok(None) };
    let length = file.metadata().map_err(JsonlError::at(path))?.len();
    let mut reach = TAIL_BYTES;
    loop {
        let start = length.saturating_sub(reach);
        let mut tail = vec![0; (length - start) as usize];
        file.read_exact_at(&mut tail, start).map_err(JsonlError::at(path))?;
        let whole = tail.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let lines = tail[..whole].split_inclusive(|byte| *byte == b'\n');
        // The first piece of a tail may be the rest of a line.
        let found = lines.skip(usize::from(start > 0)).filter_map(seq_of).last();
        if found.is_some() || start == 0 {
            return Ok(found);
        }
        reach = reach.saturating_mul(8);
    }
}

/// Opens the live file; `None` when there is none. One that cannot be read is not taken for an empty one.
fn open(path: &Path) -> Result<Option<File>, JsonlError> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(JsonlError::at(path)(error)),
    }
}

#[derive(Deserialize)]
struct Numbered {
    seq: i64,
}

fn seq_of(line: &[u8]) -> Option<i64> {
    line.ends_with(b"\n").then(|| serde_json::from_slice::<Numbered>(line).ok())?.map(|record| record.seq)
}

/// A live file of records that are all behind the cursor, but whose place is not known any more (the sink was
/// taken out of the configuration and came back): its whole lines up to the cursor count as delivered.
fn adopt(folder: &Folder, first: i64, cursor: i64) -> Result<Place, JsonlError> {
    let path = folder.live();
    let file = File::open(&path).map_err(JsonlError::at(&path))?;
    let mut reader = BufReader::new(file);
    let mut place = Place { first, last: first, offset: 0, opened: Timestamp::now() };
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).map_err(JsonlError::at(&path))? > 0 {
        let Some(seq) = seq_of(&line).filter(|seq| *seq <= cursor) else { break };
        place.last = seq;
        place.offset += line.len() as u64;
        line.clear();
    }
    Ok(place)
}
