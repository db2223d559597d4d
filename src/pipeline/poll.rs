//! One poll of one feed, from the request to the commit. Cancel safe at every await: a poll that is dropped has
//! either committed all of a document's entries and then its cursor, or less; the next one goes on from there.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use xxhash_rust::xxh3::xxh3_64;

use super::gate::Gate;
use super::queue::Items;
use super::work::Crew;
use crate::article::{FeedRef, Provenance, hex};
use crate::config::{self, FirstPoll};
use crate::fetch::{Answer, Courtesy, Document, FetchError, Fetcher, Hints, Request, Validators, Wanted, host_key};
use crate::normalize::wants_page;
use crate::observe::failpoint;
use crate::parse::{self, EntryKey, Identity, Parsed, Sighting};
use crate::store::catalog::{self, FeedState};
use crate::store::flight::{Cargo, FlightRecorder};
use crate::store::intake::{self, Candidate, Cursor, Window};
use crate::store::{Store, StoreError};

/// Entries in one transaction: a document of 50,000 does not hold up everybody else's commits.
const SLICE_MAX: usize = 500;

/// What every poll shares.
pub struct Poller {
    pub fetcher: Arc<Fetcher>,
    pub courtesy: Arc<Courtesy>,
    pub crew: Crew,
    pub parsers: mpsc::Sender<ParseJob>,
    pub store: Store,
    pub items: Items,
    pub gate: Gate,
    pub full_text: config::FullText,
    pub first_poll: FirstPoll,
}

/// How a poll ended, for the schedule.
#[derive(Debug)]
pub struct Polled {
    pub outcome: Outcome,
    /// Short, for people.
    pub said: String,
    pub hints: Hints,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing changed.
    Unchanged,
    /// A document was taken in; the count is that of new or changed entries.
    Read { new: usize },
    /// No feed came; `gone` is the server's 410.
    Failed { gone: bool },
    /// The host asked to be left alone before this poll was made.
    Postponed,
}

/// A body on its way to a thread that may take its time.
pub struct ParseJob {
    pub feed_key: i64,
    pub feed_id: String,
    pub document: Document,
    pub answer: oneshot::Sender<Understood>,
}

/// What the thread made of it.
pub struct Understood {
    pub parsed: Parsed,
    pub identities: Vec<Identity>,
    pub sha256: String,
}

impl Poller {
    /// Polls the feed and updates `state` with what must be known next time.
    pub async fn poll(&self, feed: &config::Feed, state: &mut FeedState) -> Polled {
        let host = host_key(&feed.url);
        let turn = match self.courtesy.turn(&host).await {
            Ok(turn) => turn,
            Err(postponed) => {
                let hints = Hints { retry_after: Some(postponed.remaining), ..Hints::default() };
                let said = format!("the host asked to be left alone for {} s more", postponed.remaining.as_secs());
                return Polled { outcome: Outcome::Postponed, said, hints };
            }
        };
        let answer = self.fetcher.get(&request(feed, state)).await;
        drop(turn);
        metrics::counter!("fetch_requests_total", "wanted" => "feed").increment(1);
        match answer {
            Ok(Answer::NotModified { validators, hints }) => {
                state.validators = validators;
                Polled { outcome: Outcome::Unchanged, said: "304 not modified".to_owned(), hints }
            }
            Ok(Answer::Document(document)) => self.read(feed, state, document).await,
            Err(error) => self.failed(&host, error).await,
        }
    }

    async fn failed(&self, host: &str, error: FetchError) -> Polled {
        let hints = Hints { retry_after: error.retry_after(), ..Hints::default() };
        if let Some(pause) = hints.retry_after {
            self.courtesy.postpone(host, pause);
            let (host, until) = (host.to_owned(), Timestamp::now().saturating_add(pause).unwrap_or(Timestamp::MAX));
            let noted = self.store.write(move |connection| catalog::postpone_host(connection, &host, until)).await;
            if let Err(error) = noted {
                tracing::debug!(%error, "the host's wish was not stored; it is obeyed until a restart");
            }
        }
        metrics::counter!("fetch_failures_total", "wanted" => "feed").increment(1);
        Polled { outcome: Outcome::Failed { gone: error.status() == Some(410) }, said: error.to_string(), hints }
    }

    async fn read(&self, feed: &config::Feed, state: &mut FeedState, document: Document) -> Polled {
        let (hints, status) = (document.hints, document.status);
        let failed = |said: String| Polled { outcome: Outcome::Failed { gone: false }, said, hints };
        metrics::counter!("fetch_bytes_total", "wanted" => "feed").increment(document.body.len() as u64);
        let body_hash = xxh3_64(&document.body);
        if document.is_complete && state.body_hash == Some(body_hash) {
            state.validators = document.validators;
            return Polled { outcome: Outcome::Unchanged, said: format!("{status}, the same body as before"), hints };
        }
        let is_complete = document.is_complete;
        let facts = provenance(feed, &document);
        let (validators, fetched) = (document.validators.clone(), document.fetched);
        let Some(understood) = self.understand(feed, state, document).await else {
            return failed("the reader of this feed failed; see the log".to_owned());
        };
        let Some(format) = understood.parsed.format else {
            return failed(problem_text(&understood.parsed));
        };
        let is_whole = is_complete && !understood.parsed.problems.iter().any(|problem| problem.name == "truncated");
        let intake = Intake { poller: self, feed, state, facts, fetched, is_whole };
        let keep = is_whole.then_some((validators.clone(), body_hash));
        match intake.take_in(understood, keep).await {
            Ok((new, entries)) => {
                if is_whole {
                    (state.validators, state.body_hash, state.is_new) = (validators, Some(body_hash), false);
                }
                let cut = if is_whole { "" } else { ", cut short" };
                let said = format!("{status}, {format} with {entries} entries, {new} new{cut}");
                Polled { outcome: Outcome::Read { new }, said, hints }
            }
            Err(error) => {
                if let StoreError::Again(reason) = &error {
                    self.gate.store_failed(reason);
                }
                failed(error.to_string())
            }
        }
    }

    async fn understand(&self, feed: &config::Feed, state: &FeedState, document: Document) -> Option<Understood> {
        let permit = self.crew.admit(state.crashes > 0).await;
        let (answer, understood) = oneshot::channel();
        let job = ParseJob { feed_key: state.key, feed_id: feed.id.clone(), document, answer };
        self.parsers.send(job).await.ok()?;
        let understood = understood.await.ok();
        drop(permit);
        understood
    }
}

fn request(feed: &config::Feed, state: &FeedState) -> Request {
    Request {
        url: feed.url.clone(),
        wanted: Wanted::Feed,
        validators: state.validators.clone(),
        headers: feed.headers.clone(),
        user_agent: feed.user_agent.clone(),
    }
}

fn problem_text(parsed: &Parsed) -> String {
    let detail = parsed.problems.first().map_or("unknown", |problem| problem.detail.as_str());
    format!("not a feed: {detail}")
}

fn provenance(feed: &config::Feed, document: &Document) -> Provenance {
    Provenance {
        feed_url: feed.url.to_string(),
        final_url: document.final_url.to_string(),
        status: document.status,
        etag: document.validators.etag.clone(),
        last_modified: document.validators.last_modified.clone(),
        content_type: document.content_type.clone(),
        bytes: document.body.len() as u64,
        software: concat!("courant/", env!("CARGO_PKG_VERSION")).to_owned(),
        ..Provenance::default()
    }
}

/// The parsers' loop; `pipeline::wiring` gives each a thread.
pub fn parse_loop(jobs: &std::sync::Mutex<mpsc::Receiver<ParseJob>>, flight: &Arc<FlightRecorder>, slot: usize) {
    loop {
        let job = jobs.lock().expect("no holder panics").blocking_recv();
        let Some(ParseJob { feed_key, feed_id, document, answer }) = job else { return };
        let flown = flight.enter(slot, Cargo::Feed(feed_key), "parse");
        failpoint::hit("parse", &feed_id);
        let started = std::time::Instant::now();
        let input = parse::Input {
            body: &document.body,
            content_type: document.content_type.as_deref(),
            base_url: Some(&document.final_url),
        };
        let parsed = parse::parse(&input);
        let identities = parse::identify(&feed_id, &parsed.entries);
        let sha256 = hex(&Sha256::digest(&document.body));
        metrics::histogram!("parse_seconds").record(started.elapsed());
        for problem in &parsed.problems {
            metrics::counter!("parse_problems_total", "problem" => problem.name).increment(1);
            tracing::debug!(feed = %feed_id, problem = problem.name, detail = %problem.detail, "feed has a problem");
        }
        drop(flown);
        let _ = answer.send(Understood { parsed, identities, sha256 });
    }
}

/// The first transaction, in slices.
struct Intake<'a> {
    poller: &'a Poller,
    feed: &'a config::Feed,
    state: &'a FeedState,
    facts: Provenance,
    fetched: Timestamp,
    is_whole: bool,
}

impl Intake<'_> {
    /// Returns how many entries were new or changed, and how many there were.
    async fn take_in(
        &self,
        understood: Understood,
        keep: Option<(Validators, u64)>,
    ) -> Result<(usize, usize), StoreError> {
        let Understood { parsed, identities, sha256 } = understood;
        let key = self.state.key;
        let before = self.poller.store.read(move |connection| catalog::window(connection, key)).await?;
        let known: HashMap<EntryKey, u64> = before.0.iter().copied().collect();
        let now = first_of_each(&identities);
        let entries = now.len();
        let filtered = self.left_out_at_first(&parsed, &now);
        let mut candidates = Vec::new();
        for (rank, &position) in now.iter().enumerate() {
            let identity = identities[position];
            if known.get(&identity.entry) != Some(&identity.content) {
                let reason = filtered.contains(&rank).then_some("older than first_poll takes");
                candidates.push(self.candidate(&parsed, position, identity, &sha256, reason));
            }
        }
        let new = candidates.len();
        let cursor = self.cursor(&parsed, &before, &identities, keep);
        if cursor.is_gap {
            tracing::warn!(feed = %self.feed.id, "no entry of the last poll is in the feed any more: some may have been missed");
            metrics::counter!("intake_gaps_total").increment(1);
        }
        self.commit(candidates, cursor).await?;
        metrics::counter!("intake_entries_total").increment(new as u64);
        Ok((new, entries))
    }

    async fn commit(&self, candidates: Vec<Candidate>, cursor: Cursor) -> Result<(), StoreError> {
        let (feed, at) = (self.state.key, self.fetched);
        let mut slices: Vec<Vec<Candidate>> = candidates.chunks(SLICE_MAX).map(<[Candidate]>::to_vec).collect();
        let last = slices.pop().unwrap_or_default();
        for slice in slices {
            let write = move |connection: &_| intake::take_in(connection, feed, &slice, at);
            self.poller.items.offer(self.poller.store.write(write).await?);
        }
        failpoint::hit("intake.sliced", &self.feed.id);
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
    fn left_out_at_first(&self, parsed: &Parsed, positions: &[usize]) -> HashSet<usize> {
        let take = match self.feed.first_poll.unwrap_or(self.poller.first_poll) {
            _ if !self.state.is_new => return HashSet::new(),
            FirstPoll::All => return HashSet::new(),
            FirstPoll::Latest(count) => count as usize,
            FirstPoll::None => 0,
        };
        let date = |rank: &usize| {
            let entry = &parsed.entries[positions[*rank]];
            entry.published.or(entry.updated).map(|date| date.at)
        };
        let mut ranks: Vec<usize> = (0..positions.len()).collect();
        ranks.sort_by_key(|rank| std::cmp::Reverse(date(rank)));
        ranks.into_iter().skip(take).collect()
    }

    fn candidate(
        &self,
        parsed: &Parsed,
        position: usize,
        identity: Identity,
        sha256: &str,
        filtered: Option<&'static str>,
    ) -> Candidate {
        let entry = parsed.entries[position].clone();
        let full_text = self.feed.full_text.unwrap_or(self.poller.full_text);
        let page = entry.link.as_deref().filter(|_| wants_page(&entry, full_text));
        let host = page.and_then(|link| url::Url::parse(link).ok()).map(|url| host_key(&url)).unwrap_or_default();
        let provenance = Provenance {
            guid: entry.guid.clone(),
            position: position as u32,
            sha256: sha256.to_owned(),
            ..self.facts.clone()
        };
        let title = parsed.feed.title.as_ref().map(|title| title.value.clone());
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
        parsed: &Parsed,
        before: &Window,
        identities: &[Identity],
        keep: Option<(Validators, u64)>,
    ) -> Cursor {
        let mut window: Vec<(EntryKey, u64)> = Vec::with_capacity(identities.len());
        let mut present = HashSet::with_capacity(identities.len());
        for identity in identities {
            if present.insert(identity.entry) {
                window.push((identity.entry, identity.content));
            }
        }
        let absent = || before.0.iter().filter(|(key, _)| !present.contains(key));
        let is_gap = !before.0.is_empty() && !present.is_empty() && absent().count() == before.0.len();
        let left = if self.is_whole { absent().map(|(key, _)| *key).collect() } else { Vec::new() };
        if !self.is_whole {
            // What a cut document does not show has not left the window.
            window.extend(absent().copied());
        }
        let (validators, body_hash) = keep.unzip();
        let title = parsed.feed.title.as_ref().map(|title| title.value.clone());
        Cursor { validators, body_hash, window: Window(window), left, is_gap: is_gap && self.is_whole, title }
    }
}

/// Returns the positions of the entries, without later ones of the same key.
fn first_of_each(identities: &[Identity]) -> Vec<usize> {
    let mut seen = HashSet::with_capacity(identities.len());
    (0..identities.len()).filter(|&position| seen.insert(identities[position].entry)).collect()
}
