//! One daemon per state: an advisory lock on a file beside it, which the kernel lets go when we die.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::OpenError;

/// Held as long as the state is in use; the file stays, the lock goes with the process.
#[must_use]
pub struct Lock {
    _file: File,
}

impl Lock {
    pub fn take(state: &Path) -> Result<Self, OpenError> {
        let as_open_error = |source| OpenError::Io { path: state.to_owned(), source };
        let path = beside(state, "lock");
        let mut file =
            File::options().create(true).truncate(false).read(true).write(true).open(&path).map_err(as_open_error)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = if holder.trim().is_empty() { "unknown".to_owned() } else { holder.trim().to_owned() };
                return Err(OpenError::InUse { path: state.to_owned(), holder });
            }
            Err(TryLockError::Error(source)) => return Err(as_open_error(source)),
        }
        file.set_len(0).and_then(|()| file.rewind()).map_err(as_open_error)?;
        write!(file, "{}", std::process::id()).map_err(as_open_error)?;
        Ok(Self { _file: file })
    }
}

/// Returns the path of a companion of the state file: `courant.db` and `lock` give `courant.db.lock`.
pub fn beside(state: &Path, suffix: &str) -> PathBuf {
    let mut name = state.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    state.with_file_name(name)
}
