//! The first transaction: new entries become items, then the feed's cursor moves past them.
//!
//! [`take_in`] may run in several slices before [`advance`]; both may be done twice. A feed's cursor (validators,
//! body hash, window) never stands behind entries that are not durable: the caller commits `advance` in the
//! same transaction as the last slice.

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::ending::FIRST_ELSEWHERE;
use super::{StoreError, dead_letters, from_millis, hash_column, hash_of, millis};
use crate::article::ArticleId;
use crate::fetch::Validators;
use crate::parse::{EntryKey, Identity};
use crate::schedule::Wishes;

/// Bytes of one entry in a feed's window: key and content hash.
const WINDOW_ENTRY_BYTES: usize = 24;

/// The entries of a feed's last document: what they were called and what they said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window(pub Vec<(EntryKey, u64)>);

impl Window {
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(key, content)| key.0.into_iter().chain(content.to_le_bytes())).collect()
    }

    pub fn from_bytes(bytes: &[u8]) -> Self {
        let entry = |chunk: &[u8]| {
            let (key, content) = chunk.split_at(16);
            let key = EntryKey(key.try_into().expect("16 bytes were split off"));
            (key, u64::from_le_bytes(content.try_into().expect("8 bytes are left")))
        };
        Self(bytes.chunks_exact(WINDOW_ENTRY_BYTES).map(entry).collect())
    }
}

/// An entry that is new in its feed's window, or says something new.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub identity: Identity,
    pub url: Option<String>,
    /// Host of the page to fetch; empty when the feed's own content will do.
    pub host: String,
    /// Set when a rule (first contact) leaves it out: its reason.
    pub filtered: Option<&'static str>,
    /// A serialized `parse::Sighting`.
    pub sighting: Vec<u8>,
}

/// An item that can be worked on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ready {
    pub id: i64,
    pub line: Line,
}

/// Where an item waits for its turn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// It wants no page: among those of its feed.
    Feed(i64),
    /// It wants a page: among those of the page's host.
    Host(String),
}

impl Ready {
    /// An item as its row describes it; `host` is empty where no page is wanted.
    pub(super) fn new(id: i64, feed: i64, host: String) -> Self {
        Self { id, line: if host.is_empty() { Line::Feed(feed) } else { Line::Host(host) } }
    }
}

/// A ready item as the queue keeps it in mind: where it goes and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub ready: Ready,
    pub not_before: Timestamp,
    /// It was in hands when the process died, and is worked on alone.
    pub is_suspect: bool,
}

/// Due at once, and innocent.
impl From<Ready> for Waiting {
    fn from(ready: Ready) -> Self {
        Self { ready, not_before: Timestamp::UNIX_EPOCH, is_suspect: false }
    }
}

/// Makes the entries durable: each is known, filtered, a further sighting, or an item from now on.
///
/// Returns the items that are ready, in the order of the candidates.
pub fn take_in(
    connection: &Connection,
    feed: i64,
    candidates: &[Candidate],
    at: Timestamp,
) -> Result<Vec<Waiting>, StoreError> {
    let mut ready = Vec::new();
    for candidate in candidates {
        if let Some(article) = note_entry(connection, feed, candidate.identity)? {
            ready.extend(sight(connection, feed, candidate, article, at)?);
        }
    }
    Ok(ready)
}

/// Writes the entry into the seen index. Returns its article when the entry is new or says something new.
fn note_entry(connection: &Connection, feed: i64, identity: Identity) -> Result<Option<ArticleId>, StoreError> {
    let known: Option<(i64, [u8; 16])> = connection
        .prepare_cached("SELECT content, article FROM seen WHERE feed = ?1 AND entry = ?2")?
        .query_row(params![feed, identity.entry.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let article = known.map_or(identity.article, |(_, article)| ArticleId(article));
    connection
        .prepare_cached(
            "INSERT INTO seen (feed, entry, content, article) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (feed, entry) DO UPDATE SET content = excluded.content, left_day = NULL",
        )?
        .execute(params![feed, identity.entry.0, hash_column(identity.content), article.0])?;
    let says_the_same = known.is_some_and(|(content, _)| hash_of(content) == identity.content);
    Ok((!says_the_same).then_some(article))
}

/// Opens a line of the ledger for the sighting and decides whether it becomes an item.
fn sight(
    connection: &Connection,
    feed: i64,
    candidate: &Candidate,
    article: ArticleId,
    at: Timestamp,
) -> Result<Option<Waiting>, StoreError> {
    let sighting = Sighted { connection, id: open_line(connection, feed, candidate, article, at)?, feed, article };
    if let Some(reason) = candidate.filtered {
        sighting.end("filtered", reason)?;
        return Ok(None);
    }
    let Some(owner) = sighting.owner(at)? else {
        return sighting.make_item(candidate, Inherited::default(), false);
    };
    if owner.feed == feed {
        let inherited = sighting.supersede(feed)?;
        return sighting.make_item(candidate, inherited, false);
    }
    connection
        .prepare_cached("INSERT OR IGNORE INTO sightings (article, feed, seen) VALUES (?1, ?2, ?3)")?
        .execute(params![article.0, feed, millis(at)])?;
    if owner.is_working {
        let inherited = sighting.supersede(feed)?;
        return sighting.make_item(candidate, inherited, true);
    }
    if owner.version > 0 && owner.is_configured {
        sighting.end("duplicate", FIRST_ELSEWHERE)?;
        return Ok(None);
    }
    if dead_letters::holds_item(connection, article)? {
        sighting.end("duplicate", "the article is a dead letter of another feed")?;
        return Ok(None);
    }
    connection.prepare_cached("UPDATE articles SET feed = ?2 WHERE id = ?1")?.execute(params![article.0, feed])?;
    sighting.make_item(candidate, Inherited::default(), false)
}

fn open_line(
    connection: &Connection,
    feed: i64,
    candidate: &Candidate,
    article: ArticleId,
    at: Timestamp,
) -> Result<i64, StoreError> {
    connection
        .prepare_cached("INSERT INTO ledger (feed, entry, article, url, seen) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![feed, candidate.identity.entry.0, article.0, candidate.url, millis(at)])?;
    let id = connection.last_insert_rowid();
    connection
        .prepare_cached("UPDATE feeds SET seen = seen + 1, last_new = ?2 WHERE feed = ?1")?
        .execute(params![feed, millis(at)])?;
    Ok(id)
}

struct Owner {
    feed: i64,
    version: u32,
    /// Its item is in work.
    is_working: bool,
    /// Its feed is still in the configuration.
    is_configured: bool,
}

/// What an item takes over from the one that it supersedes, so that a feed that changes at every poll cannot
/// restart its page's backoff for ever, nor be innocent again each time after it killed the process.
#[derive(Default)]
struct Inherited {
    page_tries: i64,
    not_before: i64,
    crashes: u32,
    /// Of the last crash.
    step: Option<String>,
}

struct Sighted<'a> {
    connection: &'a Connection,
    id: i64,
    feed: i64,
    article: ArticleId,
}

impl Sighted<'_> {
    /// Returns the feed that owns the article's versions; `None` makes this feed the owner.
    fn owner(&self, at: Timestamp) -> Result<Option<Owner>, StoreError> {
        let owner = self
            .connection
            .prepare_cached(
                "SELECT a.feed, a.version,
                        EXISTS (SELECT 1 FROM items i WHERE i.article = a.id AND i.feed = a.feed AND i.held = 0),
                        EXISTS (SELECT 1 FROM feeds f WHERE f.feed = a.feed AND f.left_at IS NULL)
                 FROM articles a WHERE a.id = ?1",
            )?
            .query_row(params![self.article.0], |row| {
                Ok(Owner {
                    feed: row.get(0)?,
                    version: row.get(1)?,
                    is_working: row.get(2)?,
                    is_configured: row.get(3)?,
                })
            })
            .optional()?;
        if owner.is_none() {
            self.connection
                .prepare_cached("INSERT INTO articles (id, feed, first_seen) VALUES (?1, ?2, ?3)")?
                .execute(params![self.article.0, self.feed, millis(at)])?;
        }
        Ok(owner)
    }

    /// Ends this feed's live item of the article, if there is one: what it said is no longer the news.
    fn supersede(&self, feed: i64) -> Result<Inherited, StoreError> {
        let live: Option<(i64, Inherited)> = self
            .connection
            .prepare_cached(
                "SELECT id, page_tries, not_before, crashes, step FROM items WHERE article = ?1 AND feed = ?2",
            )?
            .query_row(params![self.article.0, feed], |row| {
                let (page_tries, not_before) = (row.get(1)?, row.get(2)?);
                Ok((row.get(0)?, Inherited { page_tries, not_before, crashes: row.get(3)?, step: row.get(4)? }))
            })
            .optional()?;
        let Some((id, inherited)) = live else { return Ok(Inherited::default()) };
        self.connection.prepare_cached("DELETE FROM items WHERE id = ?1")?.execute(params![id])?;
        super::ledger::end(self.connection, id, "superseded", Some("the entry changed before it left"), None)?;
        Ok(inherited)
    }

    fn make_item(
        &self,
        candidate: &Candidate,
        inherited: Inherited,
        held: bool,
    ) -> Result<Option<Waiting>, StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO items (id, article, feed, held, host, not_before, page_tries, sighting, crashes, step)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                self.id,
                self.article.0,
                self.feed,
                held,
                candidate.host,
                inherited.not_before,
                inherited.page_tries,
                candidate.sighting,
                inherited.crashes,
                inherited.step
            ])?;
        Ok((!held).then(|| Waiting {
            ready: Ready::new(self.id, self.feed, candidate.host.clone()),
            not_before: from_millis(inherited.not_before),
            is_suspect: inherited.crashes > 0,
        }))
    }

    fn end(&self, ending: &'static str, reason: &str) -> Result<(), StoreError> {
        super::ledger::end(self.connection, self.id, ending, Some(reason), None)
    }
}

/// How a feed stands after a document that was understood.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// `None` after a body that was cut: it is asked for again.
    pub validators: Option<Validators>,
    pub body_hash: Option<u64>,
    pub window: Window,
    /// Entries that left the window with this document.
    pub left: Vec<EntryKey>,
    /// The document shared no entry with the one before: something may have been missed.
    pub is_gap: bool,
    pub title: Option<String>,
    pub wishes: Wishes,
    /// Usual distance of two entries, and the newest one's date, where the document has dates.
    pub rhythm: Option<Duration>,
    pub newest: Option<Timestamp>,
}

fn as_millis(length: Duration) -> i64 {
    i64::try_from(length.as_millis()).unwrap_or(i64::MAX)
}

/// Moves the feed's cursor; everything before it must be durable, or become so in the same transaction.
pub fn advance(connection: &Connection, feed: i64, cursor: &Cursor, at: Timestamp) -> Result<(), StoreError> {
    let validators = cursor.validators.clone().unwrap_or_default();
    connection
        .prepare_cached(
            "UPDATE feeds SET etag = ?2, last_modified = ?3, body_hash = ?4, window = ?5, gaps = gaps + ?6,
                    documents = documents + 1, title = coalesce(?7, title), own_interval = ?8, skip_hours = ?9,
                    skip_days = ?10, rhythm = ?11, newest = ?12
             WHERE feed = ?1",
        )?
        .execute(params![
            feed,
            validators.etag,
            validators.last_modified,
            cursor.body_hash.map(hash_column),
            cursor.window.to_bytes(),
            cursor.is_gap,
            cursor.title,
            cursor.wishes.interval.map(as_millis),
            cursor.wishes.skip_hours,
            cursor.wishes.skip_days,
            cursor.rhythm.map(as_millis),
            cursor.newest.map(millis)
        ])?;
    let today = millis(at) / 86_400_000;
    let mut leave = connection.prepare_cached("UPDATE seen SET left_day = ?3 WHERE feed = ?1 AND entry = ?2")?;
    for entry in &cursor.left {
        leave.execute(params![feed, entry.0, today])?;
    }
    Ok(())
}
