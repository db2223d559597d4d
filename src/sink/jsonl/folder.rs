//! The folder: its mark, its lock, the names in it.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Custody, JsonlError};

const MARK: &str = ".courant";
const LIVE: &str = "articles.live";
pub(super) const MANIFEST: &str = "manifest.ndjson";
/// Ending of files that are being made; whoever finds one may delete it.
const UNFINISHED: &str = ".tmp";

/// Says whose records are in the folder.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    state: String,
    sink: String,
}

/// A folder that is ours alone, as long as this lives.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
    /// So many syncs fail.
    #[cfg(test)]
    pub broken_syncs: std::cell::Cell<u32>,
}

/// A part by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub first: i64,
    pub last: i64,
    pub name: String,
}

impl Part {
    /// `articles-FIRST-LAST.ENDING`, of fixed width up to 999,999,999,999, so that names sort as records do.
    pub fn name(first: i64, last: i64, ending: &str) -> String {
        format!("articles-{first:012}-{last:012}.{ending}")
    }

    fn of(name: &str) -> Option<Self> {
        let (numbers, _) = name.strip_prefix("articles-")?.split_once('.')?;
        let (first, last) = numbers.split_once('-')?;
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()?, name: name.to_owned() })
    }

    /// Whether it still waits for its compression.
    pub fn is_closing(&self) -> bool {
        self.name.ends_with(".closing")
    }
}

impl Folder {
    pub fn open(path: &Path, custody: &Custody<'_>) -> Result<Self, JsonlError> {
        std::fs::create_dir_all(path).map_err(JsonlError::at(path))?;
        let mark_path = path.join(MARK);
        let lock = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&mark_path)
            .map_err(JsonlError::at(&mark_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(JsonlError::Foreign(format!(
                    "`{}` is being written by another courant; give this sink another `path`",
                    path.display()
                )));
            }
            Err(TryLockError::Error(source)) => return Err(JsonlError::at(&mark_path)(source)),
        }
        let folder = Self {
            path: path.to_owned(),
            _lock: lock,
            #[cfg(test)]
            broken_syncs: std::cell::Cell::new(0),
        };
        folder.claim(custody)?;
        folder.sweep()?;
        Ok(folder)
    }

    /// Compares the mark with the state, or writes it into a folder that holds no records.
    fn claim(&self, custody: &Custody<'_>) -> Result<(), JsonlError> {
        let path = self.path.join(MARK);
        let ours = Mark { state: custody.state.to_owned(), sink: custody.sink.to_owned() };
        let text = std::fs::read_to_string(&path).map_err(JsonlError::at(&path))?;
        match serde_json::from_str::<Mark>(&text) {
            Ok(found) if found == ours => Ok(()),
            Ok(found) if found.state == ours.state => Err(JsonlError::Foreign(format!(
                "`{}` belongs to the sink `{}`, not to `{}`; rename the sink back, or give it another `path`",
                self.path.display(),
                found.sink,
                ours.sink
            ))),
            Ok(_) => {
                Err(self.foreign("was written with another state file (this one is new, reset or restored elsewhere)"))
            }
            Err(_) if self.holds_records()? => Err(self.foreign("holds records but does not say of which state")),
            Err(_) => self.write_mark(&ours),
        }
    }

    fn foreign(&self, what: &str) -> JsonlError {
        JsonlError::Foreign(format!(
            "`{}` {what}; going on would repeat or mix articles. Put the old state file back, or move the folder away, or give the sink another `path`",
            self.path.display()
        ))
    }

    fn holds_records(&self) -> Result<bool, JsonlError> {
        Ok(!self.parts()?.is_empty() || self.live().metadata().is_ok_and(|live| live.len() > 0))
    }

    /// A mark that a crash cut short is no mark, and the folder then holds no records yet.
    fn write_mark(&self, mark: &Mark) -> Result<(), JsonlError> {
        let path = self.path.join(MARK);
        let text = serde_json::to_string(mark).expect("a mark serializes");
        let write = || {
            let mut file = &self._lock;
            file.set_len(0)?;
            writeln!(file, "{text}")?;
            file.sync_all()?;
            self.sync()
        };
        write().map_err(JsonlError::at(&path))
    }

    /// Deletes what was being made when the process died.
    fn sweep(&self) -> Result<(), JsonlError> {
        for name in self.names()? {
            if name.starts_with('.') && name.ends_with(UNFINISHED) {
                let path = self.path.join(name);
                std::fs::remove_file(&path).map_err(JsonlError::at(&path))?;
            }
        }
        Ok(())
    }

    pub fn live(&self) -> PathBuf {
        self.path.join(LIVE)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The name under which `name` is made before it is renamed.
    pub fn unfinished(&self, name: &str) -> PathBuf {
        self.path.join(format!(".{name}{UNFINISHED}"))
    }

    /// Returns closed parts (compressed, plain and closing), in the order of their records.
    pub fn parts(&self) -> Result<Vec<Part>, JsonlError> {
        let mut parts: Vec<Part> = self.names()?.iter().filter_map(|name| Part::of(name)).collect();
        parts.sort();
        Ok(parts)
    }

    /// Makes creations and renames durable.
    pub fn sync(&self) -> std::io::Result<()> {
        #[cfg(test)]
        if let Some(left) = self.broken_syncs.get().checked_sub(1) {
            self.broken_syncs.set(left);
            return Err(std::io::Error::other("the test broke it"));
        }
        File::open(&self.path)?.sync_all()
    }

    fn names(&self) -> Result<Vec<String>, JsonlError> {
        let read = || -> std::io::Result<Vec<String>> {
            let mut names = Vec::new();
            for entry in std::fs::read_dir(&self.path)? {
                names.extend(entry?.file_name().into_string());
            }
            Ok(names)
        };
        read().map_err(JsonlError::at(&self.path))
    }
}
