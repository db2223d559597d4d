//! JSON Lines files: every record in exactly one line of exactly one file, whatever happens.
//!
//! ```text
//! articles.live                        written now; `tail -F` it
//! articles-FIRST-LAST.jsonl.zst        closed: never changes again; appears whole, by rename
//! articles-FIRST-LAST.closing          closed, waits for its compression (an instant, or a crash)
//! manifest.ndjson                      one line a closed part; can be rebuilt from the parts
//! .courant                             whose folder this is, and its lock
//! ```
//!
//! The protocol: append, fdatasync, then the runner commits the cursor and our [`Place`]. After a crash (or an
//! append that failed half-way) the live file may hold bytes behind the place. They are not read ahead of time:
//! the runner offers the same records again, and [`Jsonl::append`] holds them against what is there. What agrees
//! is kept, a torn line is completed, and only what differs is cut off. A part is closed only when the cursor
//! has its last record, so a rename without a commit is recognized by the part's name alone.

mod closing;
mod folder;
mod manifest;
mod place;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, ErrorKind};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{Delivered, Delivery, Record, SinkError};
use crate::config;
use crate::observe::failpoint;
use folder::Folder;
use place::Place;

/// Bytes behind the place that are compared at a time.
const COMPARE_BYTES: usize = 1 << 20;

/// Pause before a part that could not be finished is tried again; compressing a large one takes seconds.
const FINISH_EVERY: Duration = Duration::from_secs(10);

/// Why the folder cannot be written to.
#[derive(Debug, thiserror::Error)]
pub enum JsonlError {
    /// It is somebody else's, or it does not fit the state; nothing was touched.
    #[error("{0}")]
    Foreign(String),
    #[error("`{}`: {source}", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

impl JsonlError {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// Whose records these are, and how far they are known to have come.
#[derive(Clone, Debug)]
pub struct Custody<'a> {
    /// Of the state file; see `store::schema::identity`.
    pub state: &'a str,
    pub sink: &'a str,
    pub cursor: i64,
    /// The last `seq` that the state has given: no record beyond it can be ours.
    pub head: i64,
    /// As this sink returned it last.
    pub place: Option<&'a str>,
}

pub struct Jsonl {
    folder: Folder,
    settings: config::Jsonl,
    place: Place,
    live: Option<File>,
    /// The folder's names have changed and are not durable yet: no byte is written before they are.
    is_unsynced: bool,
    /// A part waits for its compression or its line in the manifest, because the disk was full: the next try.
    finish_at: Option<Instant>,
}

impl Jsonl {
    /// Opens the folder, finishes what a crash interrupted, and finds the place again.
    ///
    /// # Errors
    /// [`JsonlError::Foreign`] says what does not fit and how to go on; the folder is then as it was.
    pub fn open(settings: &config::Jsonl, custody: &Custody<'_>) -> Result<Self, JsonlError> {
        let folder = Folder::open(&settings.path, custody)?;
        let place = place::find(&folder, custody)?;
        let settings = settings.clone();
        let mut sink = Self { folder, settings, place, live: None, is_unsynced: false, finish_at: None };
        let finished = closing::finish_interrupted(&sink.folder, sink.settings.compress);
        sink.note_finished(finished)?;
        Ok(sink)
    }

    fn take(&mut self, records: &[Record]) -> Result<Delivered, JsonlError> {
        let before = self.place.clone();
        if self.is_rotation_due(Timestamp::now()) {
            self.rotate()?;
        }
        if !records.is_empty() {
            self.append(records)?;
        }
        if self.finish_at.is_some_and(|at| at <= Instant::now()) {
            self.finish_at = None;
            let finished = closing::finish_interrupted(&self.folder, self.settings.compress);
            self.note_finished(finished)?;
        }
        let place = (self.place != before).then(|| self.place.to_text());
        Ok(Delivered { place, ..Delivered::default() })
    }

    /// Makes the records durable behind the place, over whatever stands there already.
    fn append(&mut self, records: &[Record]) -> Result<(), JsonlError> {
        let mut bytes = Vec::with_capacity(records.iter().map(|record| record.line.len() + 1).sum());
        for record in records {
            bytes.extend_from_slice(&record.line);
            bytes.push(b'\n');
        }
        let path = self.folder.live();
        let written = self.write(&bytes).map_err(JsonlError::at(&path));
        if written.is_err() {
            // After a failed fsync the kernel may believe the bytes are written: this handle is not asked again.
            self.live = None;
        }
        written?;
        if self.place.first == 0 {
            self.place.first = records[0].seq;
            self.place.opened = Timestamp::now();
        }
        self.place.last = records[records.len() - 1].seq;
        self.place.offset += bytes.len() as u64;
        failpoint::hit("jsonl.synced", "");
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let offset = self.place.offset;
        let live = self.live()?;
        let there = live.metadata()?.len().saturating_sub(offset);
        let agreed = agreement(live, offset, bytes, there)?;
        let differs = agreed < bytes.len() as u64 && agreed < there;
        if differs {
            tracing::warn!(
                bytes = there - agreed,
                "the live file held bytes that are not the next records; they are cut off"
            );
            live.set_len(offset + agreed)?;
        }
        if there > 0 && !differs {
            tracing::info!(bytes = agreed, "the live file already held records that a crash left uncommitted");
        }
        let rest = &bytes[agreed as usize..];
        if failpoint::is_set("jsonl.torn") && rest.len() > 1 {
            live.write_all_at(&rest[..rest.len() / 2], offset + agreed)?;
            failpoint::hit("jsonl.torn", "");
        }
        live.write_all_at(rest, offset + agreed)?;
        failpoint::hit("jsonl.written", "");
        live.sync_data()
    }

    fn live(&mut self) -> io::Result<&File> {
        if self.live.is_none() {
            let path = self.folder.live();
            self.is_unsynced |= !path.exists();
            self.live = Some(File::options().create(true).truncate(false).read(true).write(true).open(path)?);
        }
        self.sync_folder()?;
        Ok(self.live.as_ref().expect("opened above"))
    }

    fn sync_folder(&mut self) -> io::Result<()> {
        if self.is_unsynced {
            self.folder.sync()?;
            self.is_unsynced = false;
        }
        Ok(())
    }

    /// A part is closed when it is large or old enough, and never empty. All its records are behind the cursor:
    /// the runner calls again only after its commit.
    fn is_rotation_due(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.place.opened).unsigned_abs();
        self.place.offset > 0 && (self.place.offset >= self.settings.rotate_size || age >= self.settings.rotate_every)
    }

    fn rotate(&mut self) -> Result<(), JsonlError> {
        self.cut_unknown_tail()?;
        self.live = None;
        let part = closing::set_aside(&self.folder, self.settings.compress, &self.place)?;
        // The part has its name now: whatever fails from here on, it is not made again.
        self.place = Place::default();
        self.is_unsynced = true;
        let path = self.folder.file(&part.name);
        let synced = self.sync_folder().map_err(JsonlError::at(&path));
        let finished = synced.and_then(|()| closing::finish_part(&self.folder, self.settings.compress, &part));
        self.note_finished(finished)
    }

    /// A part that could not be finished, on a full disk, holds up no record: it is tried again later.
    fn note_finished(&mut self, finished: Result<(), JsonlError>) -> Result<(), JsonlError> {
        if let Err(JsonlError::Io { path, source }) = finished {
            tracing::warn!(path = %path.display(), error = %source, "a closed part is not finished yet; trying again");
            // Another one may have been waiting for longer.
            self.finish_at.get_or_insert(Instant::now() + FINISH_EVERY);
            return Ok(());
        }
        finished
    }

    /// Bytes behind the place that no record accounts for (the runner would have offered it) do not go into a part.
    fn cut_unknown_tail(&mut self) -> Result<(), JsonlError> {
        let (path, offset) = (self.folder.live(), self.place.offset);
        let cut = |live: &File| -> io::Result<()> {
            let length = live.metadata()?.len();
            if length > offset {
                tracing::warn!(
                    bytes = length - offset,
                    "the live file held bytes that belong to no record; they are cut off"
                );
                live.set_len(offset)?;
                live.sync_data()?;
            }
            Ok(())
        };
        self.live().and_then(cut).map_err(JsonlError::at(&path))
    }
}

/// Returns how many of `bytes` stand at `offset` already; `there` bytes follow it in the file.
fn agreement(live: &File, offset: u64, bytes: &[u8], there: u64) -> io::Result<u64> {
    let wanted = there.min(bytes.len() as u64) as usize;
    let mut buffer = vec![0; wanted.min(COMPARE_BYTES)];
    let mut agreed = 0;
    while agreed < wanted {
        let step = buffer.len().min(wanted - agreed);
        live.read_exact_at(&mut buffer[..step], offset + agreed as u64)?;
        let same = buffer[..step].iter().zip(&bytes[agreed..]).take_while(|(found, next)| found == next).count();
        agreed += same;
        if same < step {
            break;
        }
    }
    Ok(agreed as u64)
}

impl super::Sink for Jsonl {
    fn deliver<'a>(&'a mut self, records: &'a [Record]) -> Delivery<'a> {
        Box::pin(async move { tokio::task::block_in_place(|| self.take(records)).map_err(SinkError::from) })
    }

    /// Closes the live part, so that after a clean stop every record is in a part that never changes again.
    fn close(&mut self) -> Delivery<'_> {
        Box::pin(async move {
            let closed = tokio::task::block_in_place(|| if self.place.offset > 0 { self.rotate() } else { Ok(()) });
            closed.map_err(SinkError::from)?;
            Ok(Delivered { place: Some(self.place.to_text()), ..Delivered::default() })
        })
    }
}

impl From<JsonlError> for SinkError {
    fn from(error: JsonlError) -> Self {
        match &error {
            JsonlError::Io { source, .. } if source.kind() != ErrorKind::AlreadyExists => {
                Self::Unavailable { message: error.to_string(), after: Some(Duration::from_secs(1)) }
            }
            _ => Self::Stop { message: error.to_string() },
        }
    }
}
