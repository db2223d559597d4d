//! What the state says of itself, for `courant status`.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::ledger::Totals;
use super::{StoreError, dead_letters, from_millis, outbox};
use crate::fetch::moves::SIGHTINGS_MIN;
use crate::schedule::is_silent;

/// The whole picture; times are when things happened, `null` where they have not.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    pub feeds: Vec<FeedStatus>,
    pub sinks: Vec<SinkStatus>,
    /// Why intake stands still.
    pub intake_stopped: Option<String>,
    pub outbox_records: u64,
    pub outbox_bytes: u64,
    /// The last `seq` that was given.
    pub head: i64,
    pub dead_letters: u64,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeedStatus {
    pub id: String,
    pub url: String,
    pub title: Option<String>,
    /// Of the last poll.
    pub outcome: Option<String>,
    pub failures: u32,
    pub polls: u64,
    pub last_poll: Option<Timestamp>,
    pub last_new: Option<Timestamp>,
    pub next_poll: Timestamp,
    /// Documents that shared no entry with the one before: something may have been missed.
    pub gaps: u64,
    /// Where permanent redirects lead, once they are believed.
    pub moved_to: Option<String>,
    /// Date of the newest entry.
    pub newest: Option<Timestamp>,
    /// It answers, but has brought nothing for much longer than its rhythm.
    pub silent: bool,
    #[serde(flatten)]
    pub totals: Totals,
}

#[derive(Clone, Debug, Serialize)]
pub struct SinkStatus {
    pub id: String,
    pub kind: String,
    pub cursor: i64,
    /// Records that wait for this sink.
    pub behind: u64,
    pub delivered: u64,
    /// Left out by `max_age`.
    pub skipped: u64,
    pub disabled: Option<String>,
    pub trouble: Option<String>,
}

/// Reads the picture in one transaction, so that its figures belong together.
pub fn read(connection: &mut Connection) -> rusqlite::Result<Status> {
    let reading = connection.transaction()?;
    let (outbox_records, outbox_bytes) = outbox::size(&reading)?;
    let head = outbox::head(&reading)?;
    Ok(Status {
        feeds: feeds(&reading)?,
        sinks: sinks(&reading)?,
        intake_stopped: intake_stopped(&reading)?,
        outbox_records,
        outbox_bytes,
        head,
        dead_letters: dead_letters::count(&reading)?,
    })
}

fn feeds(connection: &Connection) -> rusqlite::Result<Vec<FeedStatus>> {
    let mut statement = connection.prepare(
        "SELECT f.id, f.url, f.title, f.outcome, f.failures, f.polls, f.last_poll, f.last_new, f.next_poll, f.gaps,
                f.seen, f.emitted, f.unchanged, f.duplicate, f.superseded, f.filtered, f.rejected, coalesce(i.items, 0),
                iif(f.moved_seen >= ?1, f.moved_to, NULL), f.newest, f.rhythm
         FROM feeds f LEFT JOIN (SELECT feed, count(*) AS items FROM items GROUP BY feed) i ON i.feed = f.feed
         WHERE f.left_at IS NULL ORDER BY f.id",
    )?;
    let now = Timestamp::now();
    let found = statement.query_map(params![SIGHTINGS_MIN], |row| {
        let newest = row.get::<_, Option<i64>>(19)?.map(from_millis);
        let rhythm = row.get::<_, Option<u64>>(20)?.map(Duration::from_millis);
        Ok(FeedStatus {
            id: row.get(0)?,
            url: row.get(1)?,
            title: row.get(2)?,
            outcome: row.get(3)?,
            failures: row.get(4)?,
            polls: row.get(5)?,
            last_poll: row.get::<_, Option<i64>>(6)?.map(from_millis),
            last_new: row.get::<_, Option<i64>>(7)?.map(from_millis),
            next_poll: from_millis(row.get(8)?),
            gaps: row.get(9)?,
            moved_to: row.get(18)?,
            newest,
            silent: is_silent(rhythm, newest, now),
            totals: Totals {
                seen: row.get(10)?,
                emitted: row.get(11)?,
                unchanged: row.get(12)?,
                duplicate: row.get(13)?,
                superseded: row.get(14)?,
                filtered: row.get(15)?,
                rejected: row.get(16)?,
                pending: row.get(17)?,
            },
        })
    })?;
    found.collect()
}

/// Returns how every sink stands.
pub fn sinks(connection: &Connection) -> rusqlite::Result<Vec<SinkStatus>> {
    let mut statement = connection.prepare(
        "SELECT id, kind, cursor, (SELECT count(*) FROM outbox WHERE seq > cursor), delivered, skipped, disabled, trouble
         FROM sinks ORDER BY id",
    )?;
    let found = statement.query_map([], |row| {
        Ok(SinkStatus {
            id: row.get(0)?,
            kind: row.get(1)?,
            cursor: row.get(2)?,
            behind: row.get(3)?,
            delivered: row.get(4)?,
            skipped: row.get(5)?,
            disabled: row.get(6)?,
            trouble: row.get(7)?,
        })
    })?;
    found.collect()
}

fn intake_stopped(connection: &Connection) -> rusqlite::Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE key = 'intake_stopped'", [], |row| row.get(0)).optional()
}

/// Notes why intake stands still, for whoever asks without the daemon.
pub fn note_intake(connection: &Connection, reason: Option<&str>) -> Result<(), StoreError> {
    match reason {
        Some(reason) => connection
            .execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('intake_stopped', ?1)", params![reason])?,
        None => connection.execute("DELETE FROM meta WHERE key = 'intake_stopped'", [])?,
    };
    Ok(())
}

/// Bytes that [`probe`] writes: what a poll of a feed with news wants, so that a disk with room for them has room for
/// going on.
const PROBE_BYTES: i64 = 64 << 10;

/// Writes something for real, because a transaction that changes nothing succeeds on a full disk too.
pub fn probe(connection: &Connection) -> Result<(), StoreError> {
    connection.execute(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('probe', hex(randomblob(?1)))",
        params![PROBE_BYTES / 2],
    )?;
    Ok(())
}

/// Gives the room that [`probe`] took to whoever needs it.
pub fn forget_probe(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM meta WHERE key = 'probe'", [])?;
    Ok(())
}

/// Sums over all feeds, those that left the configuration too.
pub fn totals(connection: &Connection) -> rusqlite::Result<Totals> {
    connection.query_row(
        "SELECT total(seen), total(emitted), total(unchanged), total(duplicate), total(superseded), total(filtered),
                total(rejected), (SELECT count(*) FROM items) FROM feeds",
        [],
        |row| {
            let count = |column| row.get::<_, f64>(column).map(|count| count as u64);
            Ok(Totals {
                seen: count(0)?,
                emitted: count(1)?,
                unchanged: count(2)?,
                duplicate: count(3)?,
                superseded: count(4)?,
                filtered: count(5)?,
                rejected: count(6)?,
                pending: row.get(7)?,
            })
        },
    )
}
