//! Finished records and the sinks' cursors over them.
//!
//! A row is deleted only behind every cursor. A sink's cursor moves in the same transaction that notes what
//! the sink wants to find again and what it refused.

use bytes::Bytes;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{StoreError, dead_letters};
use crate::article::ArticleId;
use crate::sink::{Delivered, Record};

/// Rows deleted in one unit of work, so that trimming never holds up a commit for long.
const TRIM_MAX: i64 = 2_000;

/// A record and what a sink's `max_age` asks of it.
#[derive(Clone, Debug)]
pub struct Row {
    pub record: Record,
    /// Age of the news when the record was made, in milliseconds; 0 when it has no date.
    pub age_ms: i64,
}

/// Returns the rows behind `after`, in order: at most `rows_max`, and no more once `bytes_max` is reached.
pub fn read(connection: &Connection, after: i64, rows_max: usize, bytes_max: usize) -> rusqlite::Result<Vec<Row>> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, article, version, line, emitted - coalesce(published, emitted)
         FROM outbox WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    )?;
    let mut rows = statement.query(params![after, rows_max as i64])?;
    let (mut found, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let line: Vec<u8> = row.get(3)?;
        bytes += line.len();
        let record =
            Record { seq: row.get(0)?, id: ArticleId(row.get(1)?), version: row.get(2)?, line: Bytes::from(line) };
        found.push(Row { record, age_ms: row.get(4)? });
        if bytes >= bytes_max {
            break;
        }
    }
    Ok(found)
}

/// Returns the highest `seq` that was ever given.
pub fn head(connection: &Connection) -> rusqlite::Result<i64> {
    let head: Option<i64> = connection
        .query_row("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'", [], |row| row.get(0))
        .optional()?;
    Ok(head.unwrap_or(0))
}

/// Returns rows and bytes that wait in the outbox.
pub fn size(connection: &Connection) -> rusqlite::Result<(u64, u64)> {
    connection.query_row("SELECT count(*), coalesce(sum(length(line)), 0) FROM outbox", [], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// How far a sink has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SinkState {
    pub cursor: i64,
    pub place: Option<String>,
    pub disabled: Option<String>,
}

/// Returns the state of the sink, which starts at `start` when it is new.
pub fn register(connection: &Connection, id: &str, kind: &str, from_oldest: bool) -> Result<SinkState, StoreError> {
    let start = if from_oldest {
        let oldest: Option<i64> = connection.query_row("SELECT min(seq) FROM outbox", [], |row| row.get(0))?;
        oldest.map_or(head(connection)?, |oldest| oldest - 1)
    } else {
        head(connection)?
    };
    connection
        .execute("INSERT OR IGNORE INTO sinks (id, kind, cursor) VALUES (?1, ?2, ?3)", params![id, kind, start])?;
    let state =
        connection.query_row("SELECT cursor, place, disabled FROM sinks WHERE id = ?1", params![id], |row| {
            Ok(SinkState { cursor: row.get(0)?, place: row.get(1)?, disabled: row.get(2)? })
        })?;
    Ok(state)
}

/// Forgets the cursors of sinks that are not in `configured`, and returns their ids.
pub fn unregister_others(connection: &Connection, configured: &[String]) -> Result<Vec<String>, StoreError> {
    let known: Vec<String> = connection
        .prepare("SELECT id FROM sinks")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let gone: Vec<String> = known.into_iter().filter(|id| !configured.contains(id)).collect();
    for id in &gone {
        connection.execute("DELETE FROM sinks WHERE id = ?1", params![id])?;
    }
    Ok(gone)
}

/// A sink's report on the rows up to `seq`.
#[derive(Clone, Debug)]
pub struct Progress {
    pub seq: i64,
    pub delivered: Delivered,
    /// Records of this batch that are durable at the sink.
    pub count: u64,
    /// Records that `max_age` left out.
    pub skipped: u64,
    /// The refused records themselves, for the dead letters.
    pub refused: Vec<Record>,
}

/// Moves the sink's cursor and keeps what it refused.
pub fn commit(connection: &Connection, sink: &str, progress: &Progress, at: Timestamp) -> Result<(), StoreError> {
    for (record, refused) in progress.refused.iter().zip(&progress.delivered.refused) {
        dead_letters::bury_record(connection, sink, record, refused, at)?;
    }
    connection
        .prepare_cached(
            "UPDATE sinks SET cursor = max(cursor, ?2), place = coalesce(?3, place), disabled = coalesce(?4, disabled),
                    trouble = NULL, delivered = delivered + ?5, skipped = skipped + ?6
             WHERE id = ?1",
        )?
        .execute(params![
            sink,
            progress.seq,
            progress.delivered.place,
            progress.delivered.disabled,
            progress.count as i64,
            progress.skipped as i64
        ])?;
    Ok(())
}

/// Like [`commit`], for records that are refused because the sink is disabled; false when it is so no more, and nothing
/// was done.
pub fn commit_disabled(
    connection: &Connection,
    sink: &str,
    progress: &Progress,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let is_disabled: Option<bool> = connection
        .prepare_cached("SELECT disabled IS NOT NULL FROM sinks WHERE id = ?1")?
        .query_row(params![sink], |row| row.get(0))
        .optional()?;
    if is_disabled == Some(true) {
        commit(connection, sink, progress, at)?;
    }
    Ok(is_disabled == Some(true))
}

/// Notes why nothing gets through, for `status`; `None` when it does again.
pub fn note_trouble(connection: &Connection, sink: &str, trouble: Option<&str>) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE sinks SET trouble = ?2 WHERE id = ?1 AND trouble IS NOT ?2")?
        .execute(params![sink, trouble])?;
    Ok(())
}

/// Deletes rows that every sink has behind it; returns how many and their bytes (0 when there are none left).
///
/// Without any sink nothing waits for anybody: all rows go.
pub fn trim(connection: &Connection) -> Result<(usize, u64), StoreError> {
    let behind: i64 = connection
        .prepare_cached("SELECT coalesce(min(cursor), 9223372036854775807) FROM sinks")?
        .query_row([], |row| row.get(0))?;
    let deleted: Vec<u64> = connection
        .prepare_cached(
            "DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE seq <= ?1 ORDER BY seq LIMIT ?2)
             RETURNING length(line)",
        )?
        .query_map(params![behind, TRIM_MAX], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok((deleted.len(), deleted.iter().sum()))
}

/// Puts records into the outbox that no article stands behind.
#[cfg(test)]
pub fn fill(connection: &Connection, rows: i64) -> Result<(), StoreError> {
    for seq in 1..=rows {
        connection.execute(
            "INSERT INTO outbox (seq, article, version, emitted, line) VALUES (?1, zeroblob(16), 1, 0, x'7b7d')",
            params![seq],
        )?;
    }
    Ok(())
}
