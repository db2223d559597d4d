//! From a document that was understood to the first transaction: what is new in it, and where the feed's cursor goes.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use jiff::Timestamp;

use super::catch_up;
use super::poll::{Poller, Understood};
use crate::article::{FeedRef, Provenance};
use crate::config::{self, FirstPoll};
use crate::fetch::{Validators, host_key};
use crate::observe::failpoint;
use crate::parse::{EntryKey, Identity, Parsed, Sighting};
use crate::schedule::{self, Wishes};
use crate::store::StoreError;
use crate::store::catalog::FeedState;
use crate::store::intake::{self, Candidate, Cursor, Window};

/// Entries in one transaction: a document of 50,000 does not hold up everybody else's commits.
const SLICE_MAX: usize = 500;

/// Entries that the window of a feed grows to when its documents are always cut and always new.
const WINDOW_MAX: usize = 100_000;

/// Every record has a copy of its feed's title; real ones are below a hundred characters.
const FEED_TITLE_CHARS_MAX: usize = 300;

/// The first transaction, in slices.
pub struct Intake<'a> {
    pub poller: &'a Poller,
    pub feed: &'a config::Feed,
    pub state: &'a FeedState,
    /// Entries of the last document.
    pub before: Window,
    /// The document; behind a sitemap index, its sitemaps.
    pub parts: Vec<Part>,
    pub fetched: Timestamp,
    pub is_whole: bool,
}

/// What one answer brought.
pub struct Part {
    pub understood: Understood,
    pub facts: Provenance,
}

impl Part {
    fn entries(&self) -> impl Iterator<Item = Seen<'_>> {
        (0..self.understood.identities.len()).map(|position| Seen { part: self, position })
    }
}

/// What a document brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Entries in it.
    pub entries: usize,
    /// Those that were new or had changed, older pages included.
    pub new: usize,
    /// Date of the newest entry, and their usual distance.
    pub newest: Option<Timestamp>,
    pub rhythm: Option<Duration>,
    pub wishes: Wishes,
}

/// An older page of the feed, as far as the last poll had not seen it.
pub struct Older {
    pub part: Part,
    /// Entries before the first one that was known.
    pub unknown: usize,
}

/// An entry of a part.
#[derive(Clone, Copy)]
struct Seen<'p> {
    part: &'p Part,
    position: usize,
}

impl Seen<'_> {
    fn identity(self) -> Identity {
        self.part.understood.identities[self.position]
    }

    fn date(self) -> Option<Timestamp> {
        let entry = &self.part.understood.parsed.entries[self.position];
        entry.published.or(entry.updated).map(|date| date.at)
    }
}

impl Intake<'_> {
    /// Makes everything durable that is new in the document (and in older pages, where the feed moved on further than
    /// its document reaches), then the feed's cursor. `keep` are validators and hash of a body that was received and
    /// understood to its end.
    pub async fn take_in(&self, keep: Option<(Validators, u64)>) -> Result<Taken, StoreError> {
        let now = first_of_each(self.parts.iter().flat_map(|part| part.entries()).collect());
        let is_gap = self.is_whole && shares_nothing(&self.before, &now);
        let parsed = &self.parts[0].understood.parsed;
        let found = if is_gap { catch_up::read_older(self, parsed).await } else { catch_up::Found::default() };
        let known: HashMap<EntryKey, u64> = self.before.0.iter().copied().collect();
        let contents: HashSet<u64> = self.before.0.iter().map(|(_, content)| *content).collect();
        let filtered = self.left_out_at_first(&now);
        let mut news = Vec::new();
        for older in found.pages.iter().rev() {
            let unknown = first_of_each(older.part.entries().take(older.unknown).collect());
            news.extend(unknown.into_iter().rev().map(|seen| (seen, None)));
        }
        for (rank, &seen) in now.iter().enumerate() {
            let identity = seen.identity();
            // An entry that says exactly what one of the last document said is that one, whatever its guid is now.
            let is_known = known
                .get(&identity.entry)
                .map_or(contents.contains(&identity.content), |content| *content == identity.content);
            if !is_known {
                let reason = filtered.contains(&rank).then_some("older than first_poll takes");
                news.push((seen, reason));
            }
        }
        let taken = self.taken(&now, news.len());
        let moves = moved(&self.before, &now, &found.pages, self.is_whole);
        let cursor = self.cursor(keep, &taken, moves, is_gap && !found.is_complete);
        if cursor.is_gap {
            tracing::warn!(feed = %self.feed.id, "no entry of the last poll is in the feed any more: some may have been missed");
            metrics::counter!("intake_gaps_total").increment(1);
        }
        self.commit(&news, cursor).await?;
        metrics::counter!("intake_entries_total").increment(taken.new as u64);
        Ok(taken)
    }

    fn taken(&self, now: &[Seen<'_>], new: usize) -> Taken {
        let dates: Vec<Timestamp> =
            now.iter().filter_map(|seen| seen.date()).filter(|at| *at <= self.fetched).collect();
        let newest = dates.iter().copied().max();
        let wishes = Wishes::of(&self.parts[0].understood.parsed.feed);
        Taken { entries: now.len(), new, newest, rhythm: schedule::rhythm(&dates), wishes }
    }

    /// Entries are serialized slice by slice: each carries what is known of its feed, and together they would be many
    /// times the document.
    async fn commit(&self, news: &[(Seen<'_>, Option<&'static str>)], cursor: Cursor) -> Result<(), StoreError> {
        let (feed, at) = (self.state.key, self.fetched);
        let candidates = |slice: &[(Seen<'_>, Option<&'static str>)]| -> Vec<Candidate> {
            slice.iter().map(|&(seen, filtered)| self.candidate(seen, filtered)).collect()
        };
        let (first, last) = news.split_at(news.len().saturating_sub(1) / SLICE_MAX * SLICE_MAX);
        for slice in first.chunks(SLICE_MAX) {
            let slice = candidates(slice);
            let write = move |connection: &_| intake::take_in(connection, feed, &slice, at);
            self.poller.items.offer(self.poller.store.write(write).await?);
        }
        failpoint::hit("intake.sliced", &self.feed.id);
        let last = candidates(last);
        let write = move |connection: &_| {
            let ready = intake::take_in(connection, feed, &last, at)?;
            intake::advance(connection, feed, &cursor, at)?;
            Ok(ready)
        };
        self.poller.items.offer(self.poller.store.write(write).await?);
        Ok(())
    }

    /// First contact: which ranks `first_poll` leaves out. The newest are those with the latest date; without dates,
    /// those that stand first.
    fn left_out_at_first(&self, now: &[Seen<'_>]) -> HashSet<usize> {
        let take = match self.feed.first_poll.unwrap_or(self.poller.first_poll) {
            _ if !self.state.is_new => return HashSet::new(),
            FirstPoll::All => return HashSet::new(),
            FirstPoll::Latest(count) => count as usize,
            FirstPoll::None => 0,
        };
        let mut ranks: Vec<usize> = (0..now.len()).collect();
        ranks.sort_by_key(|&rank| std::cmp::Reverse(now[rank].date()));
        ranks.into_iter().skip(take).collect()
    }

    fn candidate(&self, seen: Seen<'_>, filtered: Option<&'static str>) -> Candidate {
        let Seen { part: Part { understood, facts }, position } = seen;
        let Understood { parsed, identities, wants_page, sha256 } = understood;
        let identity = identities[position];
        let entry = parsed.entries[position].clone();
        let page = entry.link.as_deref().filter(|_| wants_page[position]);
        let host = page.and_then(|link| url::Url::parse(link).ok()).map(|url| host_key(&url)).unwrap_or_default();
        let provenance =
            Provenance { guid: entry.guid.clone(), position: position as u32, sha256: sha256.clone(), ..facts.clone() };
        let title = feed_title(parsed);
        let url = entry.link.clone();
        let sighting = Sighting {
            entry,
            feed: FeedRef {
                id: self.feed.id.clone(),
                title,
                url: self.feed.url.to_string(),
                tags: self.feed.tags.clone(),
            },
            feed_language: self.feed.language.clone().or_else(|| parsed.feed.language.clone()),
            provenance,
            fetched: self.fetched,
        };
        let sighting = serde_json::to_vec(&sighting).expect("a sighting serializes");
        Candidate { identity, url, host, filtered, sighting }
    }

    fn cursor(
        &self,
        keep: Option<(Validators, u64)>,
        taken: &Taken,
        moves: (Window, Vec<EntryKey>),
        is_gap: bool,
    ) -> Cursor {
        let (window, left) = moves;
        let (validators, body_hash) = keep.unzip();
        Cursor {
            validators,
            body_hash,
            window,
            left,
            is_gap,
            title: feed_title(&self.parts[0].understood.parsed),
            wishes: taken.wishes,
            rhythm: taken.rhythm,
            newest: taken.newest,
        }
    }
}

/// Returns the window that the document leaves, and the entries that are out of it from now on: those of the last
/// document that are gone, and those of older pages, which are gone already.
fn moved(before: &Window, now: &[Seen<'_>], older: &[Older], is_whole: bool) -> (Window, Vec<EntryKey>) {
    let mut window: Vec<(EntryKey, u64)> =
        now.iter().map(|seen| (seen.identity().entry, seen.identity().content)).collect();
    let present: HashSet<EntryKey> = window.iter().map(|(key, _)| *key).collect();
    let mut absent = before.0.iter().filter(|(key, _)| !present.contains(key));
    if !is_whole {
        // What a cut document does not show has not left the window.
        window.extend(absent.by_ref().take(WINDOW_MAX.saturating_sub(window.len())));
    }
    let mut left: Vec<EntryKey> = absent.map(|(key, _)| *key).collect();
    let paged = older.iter().flat_map(|older| older.part.entries().take(older.unknown));
    left.extend(paged.map(|seen| seen.identity().entry).filter(|key| !present.contains(key)));
    (Window(window), left)
}

/// The feed's title as every record carries it.
fn feed_title(parsed: &Parsed) -> Option<String> {
    parsed.feed.title.as_ref().map(|title| title.value.chars().take(FEED_TITLE_CHARS_MAX).collect())
}

/// Whether the feed moved on further than its document reaches: nothing of the last window is in it, by name or by
/// content.
fn shares_nothing(before: &Window, now: &[Seen<'_>]) -> bool {
    let known: HashSet<EntryKey> = before.0.iter().map(|(key, _)| *key).collect();
    let contents: HashSet<u64> = before.0.iter().map(|(_, content)| *content).collect();
    let is_known = |identity: Identity| known.contains(&identity.entry) || contents.contains(&identity.content);
    !before.0.is_empty() && !now.is_empty() && !now.iter().any(|seen| is_known(seen.identity()))
}

/// Returns the entries without later ones of the same key.
fn first_of_each(all: Vec<Seen<'_>>) -> Vec<Seen<'_>> {
    let mut seen = HashSet::with_capacity(all.len());
    all.into_iter().filter(|entry| seen.insert(entry.identity().entry)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;

    fn part(keys: &[u8]) -> Part {
        let identity = |key: &u8| Identity {
            entry: EntryKey([*key; 16]),
            article: ArticleId([*key; 16]),
            content: u64::from(*key),
        };
        let identities = keys.iter().map(identity).collect();
        let understood =
            Understood { parsed: Parsed::default(), identities, wants_page: Vec::new(), sha256: String::new() };
        Part { understood, facts: Provenance::default() }
    }

    fn window(keys: &[u8]) -> Window {
        Window(keys.iter().map(|key| (EntryKey([*key; 16]), u64::from(*key))).collect())
    }

    /// Entries that came from older pages were never in a window, so none of them ever left one, and retention kept
    /// them for ever.
    #[test]
    fn what_older_pages_brought_has_left_the_window_already() {
        let (document, page) = (part(&[8, 7]), part(&[7, 6, 5, 2]));
        let now: Vec<Seen<'_>> = document.entries().collect();
        let (next, left) = moved(&window(&[2, 1]), &now, &[Older { part: page, unknown: 3 }], true);
        assert_eq!(next, window(&[8, 7]));
        assert_eq!(left, [2, 1, 6, 5].map(|key| EntryKey([key; 16])));
    }

    #[test]
    fn what_a_cut_document_does_not_show_has_not_left() {
        let document = part(&[3]);
        let now: Vec<Seen<'_>> = document.entries().collect();
        assert_eq!(moved(&window(&[2, 1]), &now, &[], false), (window(&[3, 2, 1]), Vec::new()));
    }
}
