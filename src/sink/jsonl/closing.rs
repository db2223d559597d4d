//! Closing a part: rename, compress, note. Every step can be interrupted and is finished at the next start.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use super::folder::{Folder, Part};
use super::place::Place;
use super::{JsonlError, manifest};
use crate::config::Compress;
use crate::observe::failpoint;

/// Fast, and within a few percent of the best for text.
const ZSTD_LEVEL: i32 = 3;

/// Makes the live file a part. Its records are all behind the cursor; from here on nothing is appended to it, and
/// [`finish_part`] may take its time, fail and be called again. The caller makes the new name durable.
pub(super) fn set_aside(folder: &Folder, compress: Compress, place: &Place) -> Result<Part, JsonlError> {
    let ending = if compress == Compress::None { "jsonl" } else { "closing" };
    let name = Part::name(place.first, place.last, ending);
    rename_over_nothing(&folder.live(), &folder.file(&name))?;
    failpoint::hit("jsonl.renamed", "");
    Ok(Part { first: place.first, last: place.last, name })
}

/// Finishes what a crash or a full disk left between rename, compression and manifest.
pub(super) fn finish_interrupted(folder: &Folder, compress: Compress) -> Result<(), JsonlError> {
    for part in folder.parts()?.into_iter().filter(Part::is_closing) {
        finish_part(folder, compress, &part)?;
    }
    manifest::complete(folder)
}

/// Compresses a part that was set aside, and notes it.
pub(super) fn finish_part(folder: &Folder, compress: Compress, part: &Part) -> Result<(), JsonlError> {
    if !part.is_closing() {
        return manifest::add(folder, part);
    }
    let ending = match compress {
        Compress::None => "jsonl",
        Compress::Gzip => "jsonl.gz",
        Compress::Zstd => "jsonl.zst",
    };
    let closing = folder.file(&part.name);
    let finished = Part { name: Part::name(part.first, part.last, ending), ..part.clone() };
    let target = folder.file(&finished.name);
    let is_made = ["jsonl", "jsonl.gz", "jsonl.zst"]
        .iter()
        .any(|ending| folder.file(&Part::name(part.first, part.last, ending)).exists());
    if compress == Compress::None && !is_made {
        rename_over_nothing(&closing, &target)?;
        folder.sync().map_err(JsonlError::at(&target))?;
        return manifest::add(folder, &finished);
    }
    if !is_made {
        let unfinished = folder.unfinished(&finished.name);
        compress_file(&closing, &unfinished, compress).map_err(JsonlError::at(&unfinished))?;
        rename_over_nothing(&unfinished, &target)?;
        failpoint::hit("jsonl.compressed", "");
    }
    // An earlier try may have failed right here.
    folder.sync().map_err(JsonlError::at(&target))?;
    if !is_made {
        manifest::add(folder, &finished)?;
    }
    std::fs::remove_file(&closing).and_then(|()| folder.sync()).map_err(JsonlError::at(&closing))
}

/// A part that exists already is never replaced. The folder's lock makes check and rename one.
fn rename_over_nothing(from: &Path, to: &Path) -> Result<(), JsonlError> {
    if to.exists() {
        return Err(JsonlError::Foreign(format!(
            "`{}` exists already and is never overwritten; move it away, then start again",
            to.display()
        )));
    }
    std::fs::rename(from, to).map_err(JsonlError::at(to))
}

fn compress_file(from: &Path, to: &Path, compress: Compress) -> io::Result<()> {
    let mut input = BufReader::new(File::open(from)?);
    let output = BufWriter::new(File::create(to)?);
    let output = match compress {
        Compress::None => {
            let mut output = output;
            io::copy(&mut input, &mut output)?;
            output
        }
        Compress::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(output, flate2::Compression::default());
            io::copy(&mut input, &mut encoder)?;
            encoder.finish()?
        }
        Compress::Zstd => {
            let mut encoder = zstd::Encoder::new(output, ZSTD_LEVEL)?;
            encoder.include_checksum(true)?;
            io::copy(&mut input, &mut encoder)?;
            encoder.finish()?
        }
    };
    output.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
}

/// Opens a part for reading, decompressed by its ending.
pub(super) fn read_part(path: &Path) -> io::Result<Box<dyn Read>> {
    let file = File::open(path)?;
    Ok(match path.extension().and_then(std::ffi::OsStr::to_str) {
        Some("zst") => Box::new(zstd::Decoder::new(file)?),
        Some("gz") => Box::new(flate2::read::GzDecoder::new(BufReader::new(file))),
        _ => Box::new(file),
    })
}

/// Writes and syncs a small file under another name, then renames it.
pub(super) fn write_whole(folder: &Folder, name: &str, text: &[u8]) -> Result<(), JsonlError> {
    let (unfinished, target) = (folder.unfinished(name), folder.file(name));
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(text)?;
        file.sync_all()?;
        std::fs::rename(&unfinished, &target)?;
        folder.sync()
    };
    write().map_err(JsonlError::at(&target))
}
