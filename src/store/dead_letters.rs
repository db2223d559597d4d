//! What nobody could digest: records that a sink refused, items that no step survived. Kept until an operator
//! retries or drops them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::flight::{Cargo, Recovered};
use super::intake::Ready;
use super::{StoreError, ending, from_millis, millis};
use crate::article::ArticleId;
use crate::sink::{Record, Refused};

/// One dead letter, without its payload.
#[derive(Clone, Debug, Serialize)]
pub struct DeadLetter {
    pub id: i64,
    /// `None`: an item that no step survived.
    pub sink: Option<String>,
    pub seq: Option<i64>,
    pub article: ArticleId,
    pub reason: String,
    pub attempts: u32,
    pub at: Timestamp,
    /// Another attempt was asked for and has not been made yet.
    pub retry: bool,
}

/// Returns all dead letters, oldest first.
pub fn list(connection: &Connection, limit: u32) -> rusqlite::Result<Vec<DeadLetter>> {
    let mut statement = connection
        .prepare("SELECT id, sink, seq, article, reason, attempts, at, retry FROM dead_letters ORDER BY id LIMIT ?1")?;
    let letters = statement.query_map(params![limit], |row| {
        Ok(DeadLetter {
            id: row.get(0)?,
            sink: row.get(1)?,
            seq: row.get(2)?,
            article: ArticleId(row.get(3)?),
            reason: row.get(4)?,
            attempts: row.get(5)?,
            at: from_millis(row.get(6)?),
            retry: row.get(7)?,
        })
    })?;
    letters.collect()
}

pub(super) fn bury_record(
    connection: &Connection,
    sink: &str,
    record: &Record,
    refused: &Refused,
    at: Timestamp,
) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO dead_letters (sink, seq, article, reason, attempts, at, payload)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![
            sink,
            record.seq,
            record.id.0,
            refused.reason,
            refused.attempts,
            millis(at),
            record.line.as_ref()
        ])?;
    Ok(())
}

/// Charges what the flight recorder found. Items that reached the limit become dead letters, feeds rest.
///
/// Only deaths in one and the same step count together: whoever kills the process from outside catches a healthy item
/// now in this step, now in that one.
///
/// Returns the ids of those that were charged and live: they are worked on alone from now on.
pub fn charge(connection: &Connection, recovered: &[Recovered], at: Timestamp) -> Result<Vec<i64>, StoreError> {
    let mut suspects = Vec::new();
    for Recovered { cargo, step } in recovered {
        match *cargo {
            Cargo::Feed(feed) => {
                let rest = at.saturating_add(ending::CRASHED_REST).unwrap_or(at);
                connection.execute(
                    "UPDATE feeds SET crashes = crashes + 1, next_poll = iif(crashes + 1 >= ?2, ?3, next_poll)
                     WHERE feed = ?1",
                    params![feed, ending::CRASHES_MAX, millis(rest)],
                )?;
            }
            Cargo::Item(item) => {
                let crashes: Option<u32> = connection
                    .query_row(
                        "UPDATE items SET crashes = iif(step IS ?2, crashes + 1, 1), step = ?2 WHERE id = ?1
                         RETURNING crashes",
                        params![item, step],
                        |row| row.get(0),
                    )
                    .optional()?;
                match crashes {
                    Some(crashes) if crashes >= ending::CRASHES_MAX => bury_item(connection, item, step, crashes, at)?,
                    Some(_) => suspects.push(item),
                    None => {}
                }
            }
        }
    }
    Ok(suspects)
}

/// Returns how many there are, of sinks and of steps.
pub fn count(connection: &Connection) -> rusqlite::Result<u64> {
    connection.query_row("SELECT count(*) FROM dead_letters", [], |row| row.get(0))
}

/// True while the article lies here because no step survived it.
pub(super) fn holds_item(connection: &Connection, article: ArticleId) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM dead_letters WHERE article = ?1 AND sink IS NULL)")?
        .query_row(params![article.0], |row| row.get(0))
}

fn bury_item(connection: &Connection, item: i64, step: &str, crashes: u32, at: Timestamp) -> Result<(), StoreError> {
    let reason = format!("the process died in step `{step}`");
    let article: [u8; 16] = connection.query_row(
        "INSERT INTO dead_letters (article, feed, reason, attempts, at, payload)
         SELECT article, feed, ?2, ?3, ?4, sighting FROM items WHERE id = ?1 RETURNING article",
        params![item, reason, crashes, millis(at)],
        |row| row.get(0),
    )?;
    tracing::error!(item, %step, crashes, "an item killed the process too often and is a dead letter now");
    ending::settle(connection, item, "rejected", Some(&format!("dead letter: {reason}")), None)?;
    // Another feed's sighting of the same article is the same danger; it waits in no queue.
    ending::end_held(connection, ArticleId(article), "the article is a dead letter of another feed")
}

/// What to do with which letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    All,
    One(i64),
}

impl Which {
    fn id(self) -> Option<i64> {
        match self {
            Self::All => None,
            Self::One(id) => Some(id),
        }
    }
}

/// Asks for another attempt: records are offered to their sink again (which is enabled again), items are worked
/// on again at once. Returns how many letters that concerns and the items that are ready.
pub fn retry(connection: &Connection, which: Which, at: Timestamp) -> Result<(usize, Vec<Ready>), StoreError> {
    let id = which.id();
    connection.execute(
        "UPDATE sinks SET disabled = NULL WHERE id IN
             (SELECT sink FROM dead_letters WHERE sink IS NOT NULL AND (?1 IS NULL OR id = ?1))",
        params![id],
    )?;
    let records = connection
        .execute("UPDATE dead_letters SET retry = 1 WHERE sink IS NOT NULL AND (?1 IS NULL OR id = ?1)", params![id])?;
    let items: Vec<i64> = connection
        .prepare("SELECT id FROM dead_letters WHERE sink IS NULL AND (?1 IS NULL OR id = ?1)")?
        .query_map(params![id], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut ready = Vec::new();
    for letter in &items {
        ready.extend(revive(connection, *letter, at)?);
    }
    Ok((records + items.len(), ready))
}

/// Makes a dead item a live one, under a new line of the ledger; `None` when the article went on without it: what
/// the letter says is older than what left since, or than what is in work.
fn revive(connection: &Connection, letter: i64, at: Timestamp) -> Result<Option<Ready>, StoreError> {
    let (id, feed, is_overtaken): (i64, i64, bool) = connection.query_row(
        "INSERT INTO ledger (feed, entry, article, seen)
         SELECT feed, x'', article, ?2 FROM dead_letters WHERE id = ?1
         RETURNING id, feed,
             EXISTS (SELECT 1 FROM items i WHERE i.article = ledger.article)
             OR EXISTS (SELECT 1 FROM ledger l WHERE l.article = ledger.article AND l.ending IN ('emitted', 'unchanged')
                        AND l.ended >= (SELECT d.at FROM dead_letters d WHERE d.id = ?1))",
        params![letter, millis(at)],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    connection.execute("UPDATE feeds SET seen = seen + 1 WHERE feed = ?1", params![feed])?;
    if is_overtaken {
        super::ledger::end(connection, id, "superseded", Some("the article went on while it was a dead letter"), None)?;
    } else {
        connection.execute(
            "INSERT INTO items (id, article, feed, host, sighting)
             SELECT ?2, article, feed, '', payload FROM dead_letters WHERE id = ?1",
            params![letter, id],
        )?;
    }
    connection.execute("DELETE FROM dead_letters WHERE id = ?1", params![letter])?;
    Ok((!is_overtaken).then(|| Ready::new(id, feed, String::new())))
}

/// Throws letters away; returns how many.
pub fn drop_letters(connection: &Connection, which: Which) -> Result<usize, StoreError> {
    Ok(connection.execute("DELETE FROM dead_letters WHERE ?1 IS NULL OR id = ?1", params![which.id()])?)
}

/// Returns the next record that an operator wants offered to `sink` again.
pub fn next_retry(connection: &Connection, sink: &str) -> rusqlite::Result<Option<(i64, Record)>> {
    connection
        .prepare_cached(
            "SELECT d.id, d.seq, d.article, d.payload FROM dead_letters d
             WHERE d.sink = ?1 AND d.retry = 1 ORDER BY d.seq LIMIT 1",
        )?
        .query_row(params![sink], |row| {
            let line: Vec<u8> = row.get(3)?;
            let version = version_of(&line);
            let record = Record { seq: row.get(1)?, id: ArticleId(row.get(2)?), version, line: line.into() };
            Ok((row.get(0)?, record))
        })
        .optional()
}

/// Reads the version back out of a record's line.
fn version_of(line: &[u8]) -> u32 {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u32,
    }
    serde_json::from_slice::<Versioned>(line).map_or(1, |record| record.version)
}

/// Ends a retry: the letter goes when it was delivered, else it stays with the new reason.
pub fn retried(connection: &Connection, letter: i64, refused: Option<&Refused>) -> Result<(), StoreError> {
    match refused {
        None => connection.execute("DELETE FROM dead_letters WHERE id = ?1", params![letter])?,
        Some(refused) => connection.execute(
            "UPDATE dead_letters SET retry = 0, reason = ?2, attempts = attempts + ?3 WHERE id = ?1",
            params![letter, refused.reason, refused.attempts],
        )?,
    };
    Ok(())
}

/// Buries an item that nobody knows.
#[cfg(test)]
pub fn bury_any(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO dead_letters (article, feed, reason, attempts, at, payload)
         VALUES (zeroblob(16), 1, 'died', 3, 0, x'')",
        [],
    )?;
    Ok(())
}
