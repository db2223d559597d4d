//! What is forgotten, and when; each call deletes a slice, so that no commit waits long for it.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{StoreError, millis};
use crate::config;

/// Rows deleted per table and call.
const SLICE_MAX: i64 = 1_000;

/// Forgets one slice of what is past its time; returns how many rows went (0: nothing is left to forget).
pub fn forget(connection: &Connection, settings: &config::Store, now: Timestamp) -> Result<usize, StoreError> {
    let before = |age: Duration| millis(now) - i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
    let mut gone = connection.execute(
        "DELETE FROM ledger WHERE id IN (SELECT id FROM ledger WHERE ended IS NOT NULL AND ended < ?1 LIMIT ?2)",
        params![before(settings.ledger_for), SLICE_MAX],
    )?;
    gone += forget_entries(connection, before(settings.seen_for) / 86_400_000)?;
    gone += forget_feeds(connection, before(settings.feeds_for))?;
    Ok(gone)
}

/// Forgets entries that left their window before `day`, and articles of which no entry is known any more.
fn forget_entries(connection: &Connection, day: i64) -> Result<usize, StoreError> {
    let entries: Vec<(i64, Vec<u8>, Vec<u8>)> = connection
        .prepare_cached("SELECT feed, entry, article FROM seen WHERE left_day IS NOT NULL AND left_day < ?1 LIMIT ?2")?
        .query_map(params![day, SLICE_MAX], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (feed, entry, article) in &entries {
        connection.prepare_cached("DELETE FROM seen WHERE feed = ?1 AND entry = ?2")?.execute(params![feed, entry])?;
        forget_article(connection, article)?;
    }
    Ok(entries.len())
}

fn forget_article(connection: &Connection, article: &[u8]) -> Result<(), StoreError> {
    for table in ["articles WHERE id", "sightings WHERE article"] {
        connection
            .prepare_cached(&format!(
                "DELETE FROM {table} = ?1 AND NOT EXISTS (SELECT 1 FROM seen WHERE article = ?1)
                   AND NOT EXISTS (SELECT 1 FROM items WHERE article = ?1)
                   AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE article = ?1 AND sink IS NULL)"
            ))?
            .execute(params![article])?;
    }
    Ok(())
}

/// Forgets feeds that left the configuration before `time`: first their entries, at last their row.
fn forget_feeds(connection: &Connection, time: i64) -> Result<usize, StoreError> {
    let left: Vec<i64> = connection
        .prepare_cached("SELECT feed FROM feeds WHERE left_at < ?1 LIMIT 10")?
        .query_map(params![time], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut gone = 0;
    for feed in left {
        let entries = connection.execute(
            "UPDATE seen SET left_day = 0 WHERE feed = ?1 AND entry IN
                 (SELECT entry FROM seen WHERE feed = ?1 AND left_day IS NOT 0 LIMIT ?2)",
            params![feed, SLICE_MAX],
        )?;
        gone += entries;
        if entries == 0 {
            gone += connection.execute(
                "DELETE FROM feeds WHERE feed = ?1 AND NOT EXISTS (SELECT 1 FROM items WHERE feed = ?1)
                   AND NOT EXISTS (SELECT 1 FROM dead_letters WHERE feed = ?1 AND sink IS NULL)",
                params![feed],
            )?;
        }
    }
    Ok(gone)
}
