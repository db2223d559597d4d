//! The flight recorder: which article or feed each worker had in hands when the process died.
//!
//! An item that kills the process (a stack overflow, memory, an abort in a library) would kill it again
//! after every restart. So a worker writes what it takes up into its slot of a small file before the work
//! starts, and clears the slot after it. The bytes are in the kernel's hands at once: they outlive any
//! death of the process, at the price of one `pwrite` and no fsync (a power failure is nobody's fault).
//! The next start charges what it finds ([`Recovered`]); see `catalog` and `ending` for the limit of three.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Bytes of a slot: kind, id and the step's name fit, with space to grow.
const SLOT_BYTES: usize = 64;

/// What a worker has in hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo {
    Item(i64),
    Feed(i64),
}

/// Found in a slot at start: the process died while it worked on this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovered {
    pub cargo: Cargo,
    pub step: String,
}

pub struct FlightRecorder {
    file: File,
    aloft: Mutex<Aloft>,
}

struct Aloft {
    started: Vec<Option<(Instant, Cargo, &'static str)>>,
    /// The process ends on purpose: nothing is noted any more.
    is_over: bool,
}

impl FlightRecorder {
    /// Reads what the last process left and clears it.
    pub fn open(path: &Path, slots: usize) -> io::Result<(Self, Vec<Recovered>)> {
        let left = std::fs::read(path).unwrap_or_default();
        let recovered = left.chunks(SLOT_BYTES).filter_map(read_slot).collect();
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.set_len(0)?;
        file.set_len((slots * SLOT_BYTES) as u64)?;
        let aloft = Mutex::new(Aloft { started: vec![None; slots], is_over: false });
        Ok((Self { file, aloft }, recovered))
    }

    /// How many workers it has room for.
    pub fn slots(&self) -> usize {
        self.aloft().started.len()
    }

    /// Notes that the worker of `slot` takes up `cargo`; the note goes when the guard does.
    ///
    /// # Panics
    /// If `slot` is not below the number given at [`FlightRecorder::open`].
    pub fn enter(&self, slot: usize, cargo: Cargo, step: &'static str) -> Flight<'_> {
        let mut bytes = [0; SLOT_BYTES];
        let (kind, id) = match cargo {
            Cargo::Item(id) => (b'i', id),
            Cargo::Feed(id) => (b'f', id),
        };
        bytes[0] = kind;
        bytes[1..9].copy_from_slice(&id.to_le_bytes());
        let name = &step.as_bytes()[..step.len().min(SLOT_BYTES - 10)];
        bytes[9..9 + name.len()].copy_from_slice(name);
        let mut aloft = self.aloft();
        if !aloft.is_over {
            self.write(slot, &bytes);
        }
        aloft.started[slot] = Some((Instant::now(), cargo, step));
        drop(aloft);
        Flight { recorder: self, slot }
    }

    /// Returns what a worker has been busy with for longer than `limit`, if there is such a thing.
    pub fn stuck(&self, limit: Duration) -> Option<(Cargo, &'static str)> {
        self.aloft()
            .started
            .iter()
            .flatten()
            .find(|(since, ..)| since.elapsed() > limit)
            .map(|(_, cargo, step)| (*cargo, *step))
    }

    /// The process ends on purpose while workers are busy: whatever they have in hands is innocent.
    pub fn acquit_all(&self) {
        let mut aloft = self.aloft();
        aloft.is_over = true;
        for slot in 0..aloft.started.len() {
            self.write(slot, &[0]);
        }
    }

    fn leave(&self, slot: usize) {
        self.aloft().started[slot] = None;
        self.write(slot, &[0]);
    }

    fn aloft(&self) -> MutexGuard<'_, Aloft> {
        self.aloft.lock().expect("no holder panics")
    }

    /// A recorder that cannot write (a full disk) only loses its evidence.
    fn write(&self, slot: usize, bytes: &[u8]) {
        if let Err(error) = self.file.write_all_at(bytes, (slot * SLOT_BYTES) as u64) {
            tracing::debug!(%error, "the flight recorder could not be written");
        }
    }
}

/// Clears the slot when the work is over, by panic too.
#[must_use]
pub struct Flight<'a> {
    recorder: &'a FlightRecorder,
    slot: usize,
}

impl Drop for Flight<'_> {
    fn drop(&mut self) {
        self.recorder.leave(self.slot);
    }
}

fn read_slot(bytes: &[u8]) -> Option<Recovered> {
    let id = i64::from_le_bytes(bytes.get(1..9)?.try_into().ok()?);
    let cargo = match bytes[0] {
        b'i' => Cargo::Item(id),
        b'f' => Cargo::Feed(id),
        _ => return None,
    };
    let name = bytes[9..].split(|byte| *byte == 0).next().unwrap_or_default();
    Some(Recovered { cargo, step: String::from_utf8_lossy(name).into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_in_hands_at_death_is_found_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("flight");
        let (recorder, recovered) = FlightRecorder::open(&path, 3).unwrap();
        assert!(recovered.is_empty());
        drop(recorder.enter(0, Cargo::Item(7), "normalize"));
        std::mem::forget(recorder.enter(1, Cargo::Item(8), "language"));
        std::mem::forget(recorder.enter(2, Cargo::Feed(9), "parse"));
        let (_, recovered) = FlightRecorder::open(&path, 3).unwrap();
        let expected = [(Cargo::Item(8), "language"), (Cargo::Feed(9), "parse")];
        assert_eq!(recovered, expected.map(|(cargo, step)| Recovered { cargo, step: step.to_owned() }));
        assert!(FlightRecorder::open(&path, 3).unwrap().1.is_empty(), "charged once");
    }

    #[test]
    fn who_ends_the_process_on_purpose_charges_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("flight");
        let (recorder, _) = FlightRecorder::open(&path, 2).unwrap();
        std::mem::forget(recorder.enter(0, Cargo::Item(7), "normalize"));
        recorder.acquit_all();
        std::mem::forget(recorder.enter(1, Cargo::Item(8), "normalize"));
        assert!(FlightRecorder::open(&path, 2).unwrap().1.is_empty());
    }
}
