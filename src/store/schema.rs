//! The tables, their version and how an older file becomes a newer one.
//!
//! Times are milliseconds since 1970 UTC unless a name says days; ids of articles and entries are 16
//! bytes; 64-bit hashes keep their bits in SQLite's signed integers.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::OpenError;

/// The upgrades in order; a file at schema `n` has had the first `n` of them. Never edit one that was
/// released: append.
const UPGRADES: &[&str] = &[FIRST, PUBLISHERS_WISHES, SITES];

const FIRST: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE feeds (
    feed INTEGER PRIMARY KEY AUTOINCREMENT,     -- never reused: ledger, seen and articles name it for long
    id TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    title TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash INTEGER,                          -- of the last body understood to its end
    window BLOB NOT NULL DEFAULT x'',           -- of the last document: 24 bytes an entry, key and content hash
    next_poll INTEGER NOT NULL DEFAULT 0,
    polls INTEGER NOT NULL DEFAULT 0,
    documents INTEGER NOT NULL DEFAULT 0,       -- polls that gave a feed, cut ones too
    failures INTEGER NOT NULL DEFAULT 0,        -- in a row
    crashes INTEGER NOT NULL DEFAULT 0,         -- in a row, of the process while it read this feed
    outcome TEXT,                               -- of the last poll, for people
    last_poll INTEGER,
    last_new INTEGER,
    gaps INTEGER NOT NULL DEFAULT 0,            -- documents that shared no entry with the one before
    seen INTEGER NOT NULL DEFAULT 0,            -- sightings taken in; = the endings below + the live items
    emitted INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    duplicate INTEGER NOT NULL DEFAULT 0,
    superseded INTEGER NOT NULL DEFAULT 0,
    filtered INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    left_at INTEGER                             -- when it left the configuration
);

CREATE TABLE hosts (host TEXT PRIMARY KEY, not_before INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE seen (
    feed INTEGER NOT NULL,
    entry BLOB NOT NULL,
    content INTEGER NOT NULL,
    article BLOB NOT NULL,
    left_day INTEGER,                           -- day since 1970 on which it left the window
    PRIMARY KEY (feed, entry)
) WITHOUT ROWID;
CREATE INDEX seen_left ON seen (left_day) WHERE left_day IS NOT NULL;
CREATE INDEX seen_article ON seen (article);

CREATE TABLE articles (
    id BLOB PRIMARY KEY,
    feed INTEGER NOT NULL,                      -- owns the versions
    version INTEGER NOT NULL DEFAULT 0,         -- 0: none has left yet
    first_seen INTEGER NOT NULL,
    content_hash INTEGER,
    text_hash INTEGER,
    last_seq INTEGER
) WITHOUT ROWID;
CREATE INDEX articles_last_seq ON articles (last_seq) WHERE last_seq IS NOT NULL;

CREATE TABLE sightings (
    article BLOB NOT NULL,
    feed INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    PRIMARY KEY (article, feed)
) WITHOUT ROWID;

CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    feed INTEGER NOT NULL,
    entry BLOB NOT NULL,
    article BLOB NOT NULL,
    url TEXT,
    seen INTEGER NOT NULL,
    ending TEXT,                                -- NULL: pending
    reason TEXT,
    version INTEGER,
    seq INTEGER,
    ended INTEGER
);
CREATE INDEX ledger_article ON ledger (article);
CREATE INDEX ledger_ended ON ledger (ended) WHERE ended IS NOT NULL;

CREATE TABLE items (
    id INTEGER PRIMARY KEY,                     -- the ledger's
    article BLOB NOT NULL,
    feed INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0,            -- waits for the ending of another feed's item of this article
    host TEXT NOT NULL,                         -- of the page; '' when none is wanted
    not_before INTEGER NOT NULL DEFAULT 0,
    page_tries INTEGER NOT NULL DEFAULT 0,
    crashes INTEGER NOT NULL DEFAULT 0,         -- of the process while it worked on this item
    step TEXT,                                  -- where the last crash was
    sighting BLOB NOT NULL
);
CREATE INDEX items_article ON items (article);

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    article BLOB NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER,
    emitted INTEGER NOT NULL,
    line BLOB NOT NULL
);

CREATE TABLE sinks (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    cursor INTEGER NOT NULL,                    -- seq of the last record that is durable there
    place TEXT,                                 -- the sink's own, committed with the cursor
    disabled TEXT,                              -- why
    trouble TEXT,                               -- why nothing gets through at the moment
    delivered INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sink TEXT,                                  -- NULL: an item that no step survived
    seq INTEGER,
    article BLOB NOT NULL,
    feed INTEGER,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    at INTEGER NOT NULL,
    retry INTEGER NOT NULL DEFAULT 0,           -- an operator asked for another attempt
    payload BLOB NOT NULL                       -- the record's line, or the item's sighting
);
CREATE INDEX dead_letters_sink ON dead_letters (sink, retry, seq);
CREATE INDEX dead_letters_item ON dead_letters (article) WHERE sink IS NULL;
";

/// What a feed says of its own rhythm, and where it says it has moved.
const PUBLISHERS_WISHES: &str = "
ALTER TABLE feeds ADD COLUMN moved_to TEXT;                             -- where permanent redirects lead
ALTER TABLE feeds ADD COLUMN moved_seen INTEGER NOT NULL DEFAULT 0;     -- documents in a row that came from there
ALTER TABLE feeds ADD COLUMN own_interval INTEGER;                      -- ttl or sy:update*, milliseconds
ALTER TABLE feeds ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;     -- bit n: hour n of the day, UTC
ALTER TABLE feeds ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;      -- bit n: day n of the week, Monday is 0
ALTER TABLE feeds ADD COLUMN rhythm INTEGER;                            -- usual distance of two entries, milliseconds
ALTER TABLE feeds ADD COLUMN newest INTEGER;                            -- date of the newest entry
";

/// What the pages of each site repeat. Large rows: a table with rowid, and an index that counts and orders without reading them.
const SITES: &str = "
CREATE TABLE sites (
    host TEXT PRIMARY KEY,
    memory BLOB NOT NULL,
    seen INTEGER NOT NULL                       -- when something was last learned
);
CREATE INDEX sites_seen ON sites (seen);
";

/// Brings the file to this program's schema, one transaction an upgrade.
pub(super) fn upgrade(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let as_open_error = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let known = UPGRADES.len() as i64;
    let found = version(connection).map_err(as_open_error)?;
    if found > known {
        return Err(OpenError::Newer { path: path.to_owned(), found, known });
    }
    for (number, upgrade) in (1..).zip(UPGRADES).skip(found as usize) {
        let sql = format!("BEGIN IMMEDIATE; {upgrade} PRAGMA user_version = {number}; COMMIT;");
        connection.execute_batch(&sql).map_err(as_open_error)?;
    }
    name_state(connection).map_err(as_open_error)
}

/// Refuses a file whose tables this program does not know.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let known = UPGRADES.len() as i64;
    let found = version(connection).map_err(|source| OpenError::Sqlite { path: path.to_owned(), source })?;
    if found > known {
        return Err(OpenError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Gives a new state its identity, by which output folders recognize it.
fn name_state(connection: &Connection) -> rusqlite::Result<()> {
    let identity = format!("{:032x}", fastrand::u128(..));
    connection.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('identity', ?1)", params![identity])?;
    Ok(())
}

/// Returns the identity that [`upgrade`] gave the state.
pub fn identity(connection: &Connection) -> rusqlite::Result<String> {
    let found: Option<String> =
        connection.query_row("SELECT value FROM meta WHERE key = 'identity'", [], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{sites, status};

    #[test]
    fn a_state_of_any_earlier_version_is_brought_up_to_date() {
        for version in 0..=UPGRADES.len() {
            let mut connection = Connection::open_in_memory().unwrap();
            for upgrade in &UPGRADES[..version] {
                connection.execute_batch(upgrade).unwrap();
            }
            connection.pragma_update(None, "user_version", version).unwrap();
            upgrade(&connection, Path::new("state.db")).unwrap();
            status::read(&mut connection).unwrap();
            assert_eq!(sites::load(&connection, "a.example").unwrap(), None, "from version {version}");
        }
    }
}
