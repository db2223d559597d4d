//! The ledger: every sighting of an entry ends in exactly one state, with a reason.
//!
//! A line is opened at intake (`ending` is NULL: pending) and closed once. Totals stand in the feed's row, so
//! they reconcile even after old lines have been forgotten: `seen` = all endings + live items.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::{StoreError, from_millis, millis};
use crate::article::ArticleId;

/// Closes a line and counts it for its feed.
///
/// `ending` names a column of `feeds`: it comes from this program, never from outside.
pub(super) fn end(
    connection: &Connection,
    id: i64,
    ending: &'static str,
    reason: Option<&str>,
    record: Option<(u32, i64)>,
) -> Result<(), StoreError> {
    let (version, seq) = record.unzip();
    let closed = connection
        .prepare_cached(
            "UPDATE ledger SET ending = ?2, reason = ?3, version = ?4, seq = ?5, ended = ?6
             WHERE id = ?1 AND ending IS NULL",
        )?
        .execute(params![id, ending, reason, version, seq, millis(Timestamp::now())])?;
    if closed == 1 {
        connection
            .prepare_cached(&format!(
                "UPDATE feeds SET {ending} = {ending} + 1 WHERE feed = (SELECT feed FROM ledger WHERE id = ?1)"
            ))?
            .execute(params![id])?;
    }
    Ok(())
}

/// One sighting and its end, for people and scripts.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    pub feed: Option<String>,
    pub article: ArticleId,
    pub url: Option<String>,
    pub seen: Timestamp,
    /// `pending` while the item is in work.
    pub ending: String,
    pub reason: Option<String>,
    pub version: Option<u32>,
    pub seq: Option<i64>,
    pub ended: Option<Timestamp>,
}

/// What lines are asked for; every condition that is set must hold.
#[derive(Clone, Debug, Default)]
pub struct Question {
    pub feed: Option<String>,
    pub url: Option<String>,
    pub article: Option<ArticleId>,
    pub ending: Option<String>,
    pub limit: u32,
}

/// Returns the newest lines first.
pub fn lines(connection: &Connection, question: &Question) -> rusqlite::Result<Vec<Line>> {
    let mut statement = connection.prepare(
        "SELECT f.id, l.article, l.url, l.seen, coalesce(l.ending, 'pending'), l.reason, l.version, l.seq, l.ended
         FROM ledger l LEFT JOIN feeds f ON f.feed = l.feed
         WHERE (?1 IS NULL OR f.id = ?1) AND (?2 IS NULL OR l.url = ?2) AND (?3 IS NULL OR l.article = ?3)
           AND (?4 IS NULL OR coalesce(l.ending, 'pending') = ?4)
         ORDER BY l.id DESC LIMIT ?5",
    )?;
    let article = question.article.map(|id| id.0);
    let found =
        statement.query_map(params![question.feed, question.url, article, question.ending, question.limit], |row| {
            Ok(Line {
                feed: row.get(0)?,
                article: ArticleId(row.get(1)?),
                url: row.get(2)?,
                seen: from_millis(row.get(3)?),
                ending: row.get(4)?,
                reason: row.get(5)?,
                version: row.get(6)?,
                seq: row.get(7)?,
                ended: row.get::<_, Option<i64>>(8)?.map(from_millis),
            })
        })?;
    found.collect()
}

/// The balance of one feed; `seen` is the sum of the others when nothing was lost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    pub seen: u64,
    pub emitted: u64,
    pub unchanged: u64,
    pub duplicate: u64,
    pub superseded: u64,
    pub filtered: u64,
    pub rejected: u64,
    pub pending: u64,
}

impl Totals {
    /// Whether every sighting is accounted for.
    pub fn balances(&self) -> bool {
        let Self { seen, emitted, unchanged, duplicate, superseded, filtered, rejected, pending } = self;
        *seen == emitted + unchanged + duplicate + superseded + filtered + rejected + pending
    }
}

/// Returns the totals of each feed, by its id.
pub fn totals(connection: &Connection) -> rusqlite::Result<Vec<(String, Totals)>> {
    let mut statement = connection.prepare(
        "SELECT f.id, f.seen, f.emitted, f.unchanged, f.duplicate, f.superseded, f.filtered, f.rejected,
                (SELECT count(*) FROM items i WHERE i.feed = f.feed)
         FROM feeds f ORDER BY f.id",
    )?;
    let found = statement.query_map([], |row| {
        let totals = Totals {
            seen: row.get(1)?,
            emitted: row.get(2)?,
            unchanged: row.get(3)?,
            duplicate: row.get(4)?,
            superseded: row.get(5)?,
            filtered: row.get(6)?,
            rejected: row.get(7)?,
            pending: row.get(8)?,
        };
        Ok((row.get(0)?, totals))
    })?;
    found.collect()
}
