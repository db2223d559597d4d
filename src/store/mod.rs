//! The only door to SQLite: feeds, seen entries, items, outbox, sinks, ledger, dead letters, sites.
//!
//! One thread writes and one thread reads ([`Writer`], [`Reader`]; `pipeline::wiring` starts both).
//! Everybody else hands them closures. The writer commits many units of work at once, each in a
//! SAVEPOINT of its own, so that one unit's error is not the others'; a caller hears `Ok` only after
//! the commit reached the disk. The two transactions that carry the delivery promise are
//! [`intake::take_in`] and [`ending::finish`].

pub mod catalog;
pub mod dead_letters;
pub mod ending;
pub mod flight;
pub mod intake;
pub mod ledger;
mod lock;
pub mod outbox;
pub mod retention;
pub mod schema;
pub mod sites;
pub mod status;
#[cfg(test)]
mod tests;
mod threads;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
pub use rusqlite::Connection;
use rusqlite::OpenFlags;

pub use lock::{Lock, beside};
pub use threads::{Reader, Store, Writer};

/// Why the store could not do it, cut by what the caller does next.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing was changed, or it is unknown whether it was (a failed COMMIT): do the same thing again
    /// later. Every unit of work is written so that doing it twice is doing it once.
    #[error("the state file could not be written: {0}")]
    Again(String),
    /// A bug or a damaged file: the same work will fail again.
    #[error("the state file refused: {0}")]
    Broken(String),
    /// The writer has ended, because the process stops.
    #[error("the state file is closed")]
    Closed,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, SystemIoFailure};
        match error.sqlite_error_code() {
            Some(DiskFull | SystemIoFailure | DatabaseBusy | DatabaseLocked | CannotOpen) => {
                Self::Again(error.to_string())
            }
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Why a state file cannot be opened at all.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "the state `{}` is in use by another courant (process {holder}); stop that one, or give this one another `state`",
        path.display()
    )]
    InUse { path: PathBuf, holder: String },
    #[error(
        "the state `{}` was written by a newer courant (schema {found}, this one knows {known}); install that version again",
        path.display()
    )]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("no state at `{}`; `courant run` makes it, or name the configuration that says where it is", path.display())]
    Missing { path: PathBuf },
    #[error("cannot open the state `{}`", path.display())]
    Io {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot open the state `{}`", path.display())]
    Sqlite {
        path: PathBuf,
        #[source]
        source: rusqlite::Error,
    },
}

/// How long a connection waits for another process's lock; command-line readers hold none for long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Page cache of one connection, in KiB (negative is SQLite's way to say so).
const CACHE_KIB: i64 = -32_768;

/// Opens (or makes, or upgrades) the state for this process alone.
///
/// # Errors
/// Says who holds the state, when somebody does; the state is then untouched.
pub fn open(path: &Path) -> Result<(Store, Writer, Reader, Lock), OpenError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
    }
    let lock = Lock::take(path)?;
    let writing = connect(path)?;
    schema::upgrade(&writing, path)?;
    let (store, writer, reader) = threads::start(writing, path.to_owned())
        .map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })?;
    Ok((store, writer, reader, lock))
}

/// Opens the state for reading, while a daemon may be running.
pub fn open_reading(path: &Path) -> Result<Connection, OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let as_open_error = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let connection = reading(path).map_err(as_open_error)?;
    schema::check(&connection, path)?;
    Ok(connection)
}

/// Opens the state for one writing command, while no daemon runs.
pub fn open_alone(path: &Path) -> Result<(Connection, Lock), OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let lock = Lock::take(path)?;
    let connection = connect(path)?;
    schema::upgrade(&connection, path)?;
    Ok((connection, lock))
}

fn connect(path: &Path) -> Result<Connection, OpenError> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "cache_size", CACHE_KIB)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    };
    open().map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })
}

fn reading(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    Ok(connection)
}

/// Stored times are milliseconds since 1970, UTC.
pub fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// The reverse of [`millis`]; what no calendar holds becomes the epoch.
pub fn from_millis(millis: i64) -> Timestamp {
    Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// SQLite's integers are signed: a 64-bit hash keeps its bits, not its sign.
pub(crate) fn hash_column(hash: u64) -> i64 {
    i64::from_ne_bytes(hash.to_ne_bytes())
}

/// The reverse of [`hash_column`].
pub(crate) fn hash_of(column: i64) -> u64 {
    u64::from_ne_bytes(column.to_ne_bytes())
}
