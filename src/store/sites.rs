//! What is remembered of each site's pages; opaque bytes to the store.
//!
//! Nothing hangs on these rows: one that is lost is learned again from the next few articles.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, millis};

/// Sites that are remembered, some 5 KB each, 80 MB at most; those whose articles have not been seen for longest go first.
pub const SITES_MAX: usize = 10_000;

/// Returns what was saved of a site.
pub fn load(connection: &Connection, host: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    connection
        .prepare_cached("SELECT memory FROM sites WHERE host = ?1")?
        .query_row(params![host], |row| row.get(0))
        .optional()
}

/// Saves what is known of some sites, given by host, and forgets those that are too many; returns how many are left.
pub fn save(
    connection: &Connection,
    sites: &[(String, Vec<u8>)],
    sites_max: usize,
    at: Timestamp,
) -> Result<usize, StoreError> {
    let mut note =
        connection.prepare_cached("INSERT OR REPLACE INTO sites (host, memory, seen) VALUES (?1, ?2, ?3)")?;
    for (host, memory) in sites {
        note.execute(params![host, memory, millis(at)])?;
    }
    let known: usize = connection.prepare_cached("SELECT count(seen) FROM sites")?.query_row([], |row| row.get(0))?;
    let excess = known.saturating_sub(sites_max);
    if excess > 0 {
        connection
            .prepare_cached("DELETE FROM sites WHERE host IN (SELECT host FROM sites ORDER BY seen LIMIT ?1)")?
            .execute(params![excess])?;
    }
    Ok(known - excess)
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;
    use crate::store::{connect, schema};

    #[test]
    fn a_site_is_kept_until_too_many_others_were_seen_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let connection = connect(&path).unwrap();
        schema::upgrade(&connection, &path).unwrap();
        let mut now: Timestamp = "2026-11-01T12:00:00Z".parse().unwrap();
        let mut see = |host: &str, memory: u8| {
            now += 1.second();
            save(&connection, &[(host.to_owned(), vec![memory])], 2, now).unwrap()
        };
        assert_eq!([see("a", 1), see("b", 2), see("a", 3), see("c", 4)], [1, 2, 2, 2]);
        let known = |host| load(&connection, host).unwrap();
        assert_eq!([known("a"), known("b"), known("c")], [Some(vec![3]), None, Some(vec![4])]);
    }
}
