//! Feeds as the store knows them: state hangs on the configured id and outlives restarts.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use url::Url;

use super::intake::{Ready, Waiting, Window};
use super::{StoreError, from_millis, hash_of, millis};
use crate::fetch::Validators;
use crate::fetch::moves::Move;
use crate::schedule::Wishes;

/// What a feed's polling goes on from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// Stands for the feed inside the store.
    pub key: i64,
    pub validators: Validators,
    pub body_hash: Option<u64>,
    /// Of the last body that ended too early; forgotten by a restart, which costs a poll.
    pub cut_hash: Option<u64>,
    pub next_poll: Timestamp,
    pub polls: u64,
    /// Polls in a row that gave no feed.
    pub failures: u32,
    /// Deaths of the process in a row while it read this feed.
    pub crashes: u32,
    /// No document was ever understood.
    pub is_new: bool,
    /// Where permanent redirects lead.
    pub moved: Option<Move>,
    pub wishes: Wishes,
    /// Usual distance of two entries.
    pub rhythm: Option<Duration>,
    /// Date of the newest entry.
    pub newest: Option<Timestamp>,
}

impl FeedState {
    /// The address to ask: the configured one, unless the feed has moved for good.
    pub fn address<'s>(&'s self, configured: &'s Url) -> &'s Url {
        self.moved.as_ref().filter(|moved| moved.is_believed()).map_or(configured, |moved| &moved.to)
    }
}

/// Makes the store's list of feeds that of the configuration: new ones are added, returning ones welcomed back,
/// missing ones marked as left (`retention` forgets them later).
///
/// Returns the states in the order of `feeds`, given as id and URL.
pub fn enroll(
    connection: &Connection,
    feeds: &[(String, String)],
    at: Timestamp,
) -> Result<Vec<FeedState>, StoreError> {
    connection.execute("UPDATE feeds SET left_at = ?1 WHERE left_at IS NULL", params![millis(at)])?;
    let mut add = connection.prepare(
        "INSERT INTO feeds (id, url) VALUES (?1, ?2)
         ON CONFLICT (id) DO UPDATE SET left_at = NULL,
             etag = iif(url = excluded.url, etag, NULL),
             last_modified = iif(url = excluded.url, last_modified, NULL),
             body_hash = iif(url = excluded.url, body_hash, NULL),
             next_poll = iif(url = excluded.url, next_poll, 0),
             crashes = iif(url = excluded.url, crashes, 0),
             moved_to = iif(url = excluded.url, moved_to, NULL),
             moved_seen = iif(url = excluded.url, moved_seen, 0),
             url = excluded.url",
    )?;
    for (id, url) in feeds {
        add.execute(params![id, url])?;
    }
    let mut states: HashMap<String, FeedState> = HashMap::with_capacity(feeds.len());
    let mut read = connection.prepare(
        "SELECT id, feed, etag, last_modified, body_hash, next_poll, polls, failures, crashes, documents,
                moved_to, moved_seen, own_interval, skip_hours, skip_days, rhythm, newest
         FROM feeds WHERE left_at IS NULL",
    )?;
    let mut rows = read.query([])?;
    while let Some(row) = rows.next()? {
        states.insert(row.get(0)?, feed_state(row)?);
    }
    Ok(feeds.iter().map(|(id, _)| states.remove(id).expect("every feed was inserted under its id")).collect())
}

fn feed_state(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    let length = |column| row.get::<_, Option<u64>>(column).map(|millis| millis.map(Duration::from_millis));
    let moved_to: Option<String> = row.get(10)?;
    let sightings = row.get(11)?;
    Ok(FeedState {
        key: row.get(1)?,
        validators: Validators { etag: row.get(2)?, last_modified: row.get(3)? },
        body_hash: row.get::<_, Option<i64>>(4)?.map(hash_of),
        cut_hash: None,
        next_poll: from_millis(row.get(5)?),
        polls: row.get(6)?,
        failures: row.get(7)?,
        crashes: row.get(8)?,
        is_new: row.get::<_, i64>(9)? == 0,
        moved: moved_to.and_then(|to| Url::parse(&to).ok()).map(|to| Move { to, sightings }),
        wishes: Wishes { interval: length(12)?, skip_hours: row.get(13)?, skip_days: row.get(14)? },
        rhythm: length(15)?,
        newest: row.get::<_, Option<i64>>(16)?.map(from_millis),
    })
}

/// What a poll leaves behind besides entries. Losing one costs a poll, so many are committed together.
#[derive(Clone, Debug)]
pub struct Touch {
    pub feed: i64,
    pub next_poll: Timestamp,
    pub polls: u64,
    pub failures: u32,
    pub crashes: u32,
    pub last_poll: Timestamp,
    /// For people: `304 not modified`, `503, asked to wait 120 s`.
    pub outcome: String,
    /// Fresh validators of a body that has not changed.
    pub validators: Option<Validators>,
    pub moved: Option<Move>,
}

pub fn touch(connection: &Connection, touches: &[Touch]) -> Result<(), StoreError> {
    let mut note = connection.prepare_cached(
        "UPDATE feeds SET next_poll = ?2, polls = ?3, failures = ?4, last_poll = ?5, outcome = ?6,
                moved_to = ?7, moved_seen = ?8, crashes = ?9
         WHERE feed = ?1",
    )?;
    let mut refresh = connection.prepare_cached("UPDATE feeds SET etag = ?2, last_modified = ?3 WHERE feed = ?1")?;
    for touch in touches {
        note.execute(params![
            touch.feed,
            millis(touch.next_poll),
            touch.polls as i64,
            touch.failures,
            millis(touch.last_poll),
            touch.outcome,
            touch.moved.as_ref().map(|moved| moved.to.as_str()),
            touch.moved.as_ref().map_or(0, |moved| moved.sightings),
            touch.crashes
        ])?;
        if let Some(Validators { etag, last_modified }) = &touch.validators {
            refresh.execute(params![touch.feed, etag, last_modified])?;
        }
    }
    Ok(())
}

/// Returns the entries of the feed's last document.
pub fn window(connection: &Connection, feed: i64) -> rusqlite::Result<Window> {
    connection
        .prepare_cached("SELECT window FROM feeds WHERE feed = ?1")?
        .query_row(params![feed], |row| row.get(0))
        .map(|bytes: Vec<u8>| Window::from_bytes(&bytes))
}

/// Remembers that a host asked to be left alone.
pub fn postpone_host(connection: &Connection, host: &str, until: Timestamp) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO hosts (host, not_before) VALUES (?1, ?2)")?
        .execute(params![host, millis(until)])?;
    Ok(())
}

/// Returns the hosts that still want to be left alone, and forgets the others.
pub fn postponed_hosts(connection: &Connection, at: Timestamp) -> Result<Vec<(String, Timestamp)>, StoreError> {
    connection.execute("DELETE FROM hosts WHERE not_before <= ?1", params![millis(at)])?;
    let mut read = connection.prepare("SELECT host, not_before FROM hosts")?;
    let hosts = read.query_map([], |row| Ok((row.get(0)?, from_millis(row.get(1)?))))?;
    Ok(hosts.collect::<rusqlite::Result<_>>()?)
}

/// Returns every item that nobody holds back, oldest first.
pub fn waiting_items(connection: &Connection) -> rusqlite::Result<Vec<Waiting>> {
    let mut read =
        connection.prepare("SELECT id, feed, host, not_before, crashes > 0 FROM items WHERE held = 0 ORDER BY id")?;
    let items = read.query_map([], |row| {
        Ok(Waiting {
            ready: Ready::new(row.get(0)?, row.get(1)?, row.get(2)?),
            not_before: from_millis(row.get(3)?),
            is_suspect: row.get(4)?,
        })
    })?;
    items.collect()
}

/// All that the work on an item needs.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: i64,
    pub article: crate::article::ArticleId,
    pub first_seen: Timestamp,
    /// Feed ids, the owner first.
    pub seen_in: Vec<String>,
    pub page_tries: u32,
    pub wants_page: bool,
    /// A serialized `parse::Sighting`.
    pub sighting: Vec<u8>,
}

/// Returns the items that are still there, in the order of `ids`.
pub fn items(connection: &Connection, ids: &[i64]) -> rusqlite::Result<Vec<Item>> {
    let mut read = connection.prepare_cached(
        "SELECT i.article, a.first_seen, i.page_tries, i.host <> '', i.sighting, f.id
         FROM items i JOIN articles a ON a.id = i.article LEFT JOIN feeds f ON f.feed = i.feed
         WHERE i.id = ?1 AND i.held = 0",
    )?;
    let mut others = connection.prepare_cached(
        "SELECT f.id FROM sightings s JOIN feeds f ON f.feed = s.feed WHERE s.article = ?1 ORDER BY s.seen",
    )?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        let mut rows = read.query(params![id])?;
        let Some(row) = rows.next()? else { continue };
        let article: [u8; 16] = row.get(0)?;
        let owner: Option<String> = row.get(5)?;
        let more = others.query_map(params![article], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut seen_in: Vec<String> = owner.into_iter().collect();
        seen_in.extend(more.into_iter().filter(|id| seen_in.first() != Some(id)).collect::<Vec<_>>());
        found.push(Item {
            id: *id,
            article: crate::article::ArticleId(article),
            first_seen: from_millis(row.get(1)?),
            seen_in,
            page_tries: row.get(2)?,
            wants_page: row.get(3)?,
            sighting: row.get(4)?,
        });
    }
    Ok(found)
}

/// Returns the articles that left last, oldest first, for stages that rebuild their memory.
pub fn remembered(connection: &Connection, limit: usize) -> rusqlite::Result<Vec<crate::analyze::Remembered>> {
    let mut read = connection.prepare(
        "SELECT id, text_hash FROM (
             SELECT id, text_hash, last_seq FROM articles WHERE last_seq IS NOT NULL ORDER BY last_seq DESC LIMIT ?1)
         ORDER BY last_seq",
    )?;
    let articles = read.query_map(params![limit as i64], |row| {
        Ok(crate::analyze::Remembered {
            id: crate::article::ArticleId(row.get(0)?),
            text_hash: hash_of(row.get::<_, Option<i64>>(1)?.unwrap_or_default()),
        })
    })?;
    articles.collect()
}
