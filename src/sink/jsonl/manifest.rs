//! The manifest: one line a closed part, so that a reader can fetch, check and resume without opening files.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::JsonlError;
use super::closing::{read_part, write_whole};
use super::folder::{Folder, MANIFEST, Part};

/// What a reader needs to know of a part.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    file: String,
    first_seq: i64,
    last_seq: i64,
    records: u64,
    /// Of the file as it lies there.
    bytes: u64,
    /// Of the records, decompressed.
    text_bytes: u64,
    /// Of the file as it lies there.
    sha256: String,
    schema: String,
    closed: Timestamp,
}

/// Appends the part's line. A crash may leave half of it: see [`complete`].
pub(super) fn add(folder: &Folder, part: &Part) -> Result<(), JsonlError> {
    let path = folder.file(MANIFEST);
    let line = to_text(&describe(folder, part)?);
    let append = || {
        let mut file = File::options().create(true).append(true).open(&path)?;
        file.write_all(line.as_bytes())?;
        file.sync_data()
    };
    append().map_err(JsonlError::at(&path))
}

/// Adds the lines that are missing (or were torn) and keeps the others, those of parts that were taken away too.
pub(super) fn complete(folder: &Folder) -> Result<(), JsonlError> {
    let path = folder.file(MANIFEST);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut lines: Vec<Line> = text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let known: HashSet<String> = lines.iter().map(|line| line.file.clone()).collect();
    let parts: Vec<Part> = folder.parts()?.into_iter().filter(|part| !part.is_closing()).collect();
    let is_torn = !text.is_empty() && !text.ends_with('\n') || lines.len() != text.lines().count();
    let missing: Vec<&Part> = parts.iter().filter(|part| !known.contains(&part.name)).collect();
    if missing.is_empty() && !is_torn {
        return Ok(());
    }
    for part in missing {
        lines.push(describe(folder, part)?);
    }
    lines.sort_by_key(|line| line.first_seq);
    write_whole(folder, MANIFEST, lines.iter().map(to_text).collect::<String>().as_bytes())
}

fn to_text(line: &Line) -> String {
    format!("{}\n", serde_json::to_string(line).expect("a manifest line serializes"))
}

fn describe(folder: &Folder, part: &Part) -> Result<Line, JsonlError> {
    let path = folder.file(&part.name);
    let read = || -> std::io::Result<Line> {
        let mut digest = Sha256::new();
        let mut file = File::open(&path)?;
        let mut buffer = vec![0; 1 << 16];
        let mut bytes = 0;
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                break;
            }
            digest.update(&buffer[..count]);
            bytes += count as u64;
        }
        let (mut records, mut text_bytes) = (0, 0);
        let mut reader = BufReader::new(read_part(&path)?);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            records += 1;
            text_bytes += line.len() as u64;
            line.clear();
        }
        let closed = Timestamp::try_from(path.metadata()?.modified()?).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Line {
            file: part.name.clone(),
            first_seq: part.first,
            last_seq: part.last,
            records,
            bytes,
            text_bytes,
            sha256: crate::article::hex(&digest.finalize()),
            schema: crate::article::SCHEMA.to_owned(),
            closed,
        })
    };
    read().map_err(JsonlError::at(&path))
}
