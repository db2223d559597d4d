//! The second transaction: an item ends, and what it became is in the outbox.
//!
//! `seq` and `version` are decided here, where nothing can come between. An item that is already gone was
//! settled before (a commit whose answer was lost, or a newer version of the entry): ending it again does nothing.

use bytes::Bytes;
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

use super::intake::Ready;
use super::{StoreError, hash_column, hash_of, ledger, millis};
use crate::article::{ArticleId, Envelope, Kind, SCHEMA, splice};

/// Process deaths that one item may cause before it is a dead letter.
pub const CRASHES_MAX: u32 = 3;

/// A feed that caused so many is read again after this time, alone.
pub const CRASHED_REST: SignedDuration = SignedDuration::from_hours(24);

/// Why a sighting in a second feed makes no record.
pub(super) const FIRST_ELSEWHERE: &str = "the article came first in another feed";

/// A finished article, serialized outside the writer thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// JSON object without the envelope.
    pub article: Bytes,
    /// Of normalized title and text: a version leaves only when it differs from the last one.
    pub content_hash: u64,
    /// What the `duplicates` stage remembers.
    pub text_hash: u64,
    pub published: Option<Timestamp>,
}

/// How the work on an item ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A record, unless its title and text are those of the last version.
    Emit(Draft),
    /// A rule of the user's left it out.
    Filtered(String),
    /// It makes no article; the next feed that has it gets its turn.
    Rejected(String),
    /// Not now: the page's host is slow or down.
    Later { not_before: Timestamp, page_tries: u32 },
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    Emitted {
        seq: i64,
        version: u32,
        bytes: u64,
    },
    Unchanged,
    Ended,
    Later,
    /// The item was gone before.
    Already,
}

/// Settles record, item and ledger at once. The second value is an item that may be worked on now.
pub fn finish(
    connection: &Connection,
    item: i64,
    ending: &Ending,
    at: Timestamp,
) -> Result<(Settled, Option<Ready>), StoreError> {
    let found: Option<(i64, [u8; 16])> = connection
        .prepare_cached("SELECT feed, article FROM items WHERE id = ?1")?
        .query_row(params![item], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((_, article)) = found else { return Ok((Settled::Already, None)) };
    let article = ArticleId(article);
    match ending {
        Ending::Emit(draft) => emit(connection, item, article, draft, at).map(|settled| (settled, None)),
        Ending::Filtered(reason) => give_up(connection, item, article, "filtered", reason),
        Ending::Rejected(reason) => give_up(connection, item, article, "rejected", reason),
        Ending::Later { not_before, page_tries } => {
            connection
                .prepare_cached("UPDATE items SET not_before = ?2, page_tries = ?3 WHERE id = ?1")?
                .execute(params![item, millis(*not_before), page_tries])?;
            Ok((Settled::Later, None))
        }
    }
}

fn emit(
    connection: &Connection,
    item: i64,
    article: ArticleId,
    draft: &Draft,
    at: Timestamp,
) -> Result<Settled, StoreError> {
    let (last, content): (u32, Option<i64>) = connection
        .prepare_cached("SELECT version, content_hash FROM articles WHERE id = ?1")?
        .query_row(params![article.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last > 0 && content.map(hash_of) == Some(draft.content_hash) {
        settle(connection, item, "unchanged", Some("title and text are those of the last version"), None)?;
        end_held(connection, article, FIRST_ELSEWHERE)?;
        return Ok(Settled::Unchanged);
    }
    let version = last + 1;
    let (seq, bytes) = append(connection, article, version, draft, at)?;
    connection
        .prepare_cached(
            "UPDATE articles SET version = ?2, content_hash = ?3, text_hash = ?4, last_seq = ?5 WHERE id = ?1",
        )?
        .execute(params![article.0, version, hash_column(draft.content_hash), hash_column(draft.text_hash), seq])?;
    settle(connection, item, "emitted", None, Some((version, seq)))?;
    end_held(connection, article, FIRST_ELSEWHERE)?;
    Ok(Settled::Emitted { seq, version, bytes })
}

/// Appends to the outbox under the next `seq`, which the same transaction gives back if it fails.
fn append(
    connection: &Connection,
    article: ArticleId,
    version: u32,
    draft: &Draft,
    at: Timestamp,
) -> Result<(i64, u64), StoreError> {
    let last: Option<i64> = connection
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let seq = last.unwrap_or(0) + 1;
    let kind = if version == 1 { Kind::New } else { Kind::Update };
    let envelope = Envelope { schema: SCHEMA.to_owned(), seq, id: article, version, kind };
    let line = splice(&envelope, &draft.article);
    connection
        .prepare_cached(
            "INSERT INTO outbox (seq, article, version, published, emitted, line) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![seq, article.0, version, draft.published.map(millis), millis(at), line])?;
    Ok((seq, line.len() as u64))
}

/// Ends the item without a record. A feed that waited for this ending takes the article over, if no version
/// ever left.
fn give_up(
    connection: &Connection,
    item: i64,
    article: ArticleId,
    ending: &'static str,
    reason: &str,
) -> Result<(Settled, Option<Ready>), StoreError> {
    settle(connection, item, ending, Some(reason), None)?;
    Ok((Settled::Ended, hand_over(connection, article)?))
}

/// Lets the next feed that holds the article work on it; called after its owner's item was given up.
fn hand_over(connection: &Connection, article: ArticleId) -> Result<Option<Ready>, StoreError> {
    let next: Option<(i64, i64, String)> = connection
        .prepare_cached("SELECT id, feed, host FROM items WHERE article = ?1 AND held = 1 ORDER BY id LIMIT 1")?
        .query_row(params![article.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((id, feed, host)) = next else { return Ok(None) };
    let version: u32 = connection
        .prepare_cached("SELECT version FROM articles WHERE id = ?1")?
        .query_row(params![article.0], |row| row.get(0))?;
    if version > 0 {
        end_held(connection, article, FIRST_ELSEWHERE)?;
        return Ok(None);
    }
    connection.prepare_cached("UPDATE items SET held = 0 WHERE id = ?1")?.execute(params![id])?;
    connection.prepare_cached("UPDATE articles SET feed = ?2 WHERE id = ?1")?.execute(params![article.0, feed])?;
    Ok(Some(Ready::new(id, feed, host)))
}

/// Ends the sightings that waited in other feeds: they get no turn of their own.
pub(super) fn end_held(connection: &Connection, article: ArticleId, reason: &str) -> Result<(), StoreError> {
    let held: Vec<i64> = connection
        .prepare_cached("SELECT id FROM items WHERE article = ?1 AND held = 1")?
        .query_map(params![article.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for id in held {
        settle(connection, id, "duplicate", Some(reason), None)?;
    }
    Ok(())
}

pub(super) fn settle(
    connection: &Connection,
    item: i64,
    ending: &'static str,
    reason: Option<&str>,
    record: Option<(u32, i64)>,
) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM items WHERE id = ?1")?.execute(params![item])?;
    ledger::end(connection, item, ending, reason, record)
}
