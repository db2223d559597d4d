//! One poll of one feed, from the request to the commit. Cancel safe at every await: a poll that is dropped has
//! either committed all of a document's entries and then its cursor, or less; the next one goes on from there.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio::sync::{mpsc, oneshot};
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::children;
use super::gate::Gate;
use super::intake::{Intake, Part};
use super::queue::Items;
use super::work::Crew;
use crate::article::{Provenance, hex};
use crate::config::{self, FirstPoll};
use crate::fetch::{
    Answer, Courtesy, Document, FetchError, Fetcher, Hints, Request, Turn, Validators, Wanted, host_key, moves,
};
use crate::normalize::wants_page;
use crate::observe::failpoint;
use crate::parse::{self, EntryKey, Identity, Parsed};
use crate::schedule::Reach;
use crate::store::catalog::{self, FeedState};
use crate::store::flight::{Cargo, FlightRecorder};
use crate::store::intake::Window;
use crate::store::{Store, StoreError};

/// Pause of a feed whose document the store could not take for now (a full disk); the gate is closed meanwhile.
const STORE_PAUSE: Duration = Duration::from_secs(5);

/// The same when the store refuses, which the next attempt will not change: its publisher is not to be asked in vain.
const DAMAGE_PAUSE: Duration = Duration::from_secs(15 * 60);

/// Longer validators are sent back to their server, but no record carries a copy.
const VALIDATOR_BYTES_MAX: usize = 512;

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
    /// Whether the host answered; `None` when it was not asked.
    pub reach: Option<Reach>,
}

impl Polled {
    /// A bug of ours, which costs this poll only.
    pub fn panicked() -> Self {
        let said = "a panic in step `poll`; see the log".to_owned();
        Self { outcome: Outcome::Failed { gone: false }, said, hints: Hints::default(), reach: None }
    }

    fn unstored(error: &StoreError) -> Self {
        let (obstacle, pause) = match error {
            StoreError::Again(_) | StoreError::Closed => (Obstacle::Store, STORE_PAUSE),
            StoreError::Broken(_) => (Obstacle::Damage, DAMAGE_PAUSE),
        };
        let hints = Hints { retry_after: Some(pause), ..Hints::default() };
        Self::answered(Outcome::Postponed(obstacle), error.to_string(), hints)
    }

    fn answered(outcome: Outcome, said: String, hints: Hints) -> Self {
        Self { outcome, said, hints, reach: Some(Reach::Answered) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing changed.
    Unchanged,
    /// A document was taken in; the count is that of new or changed entries.
    Read { new: usize },
    /// No feed came; `gone` is the server's 410.
    Failed { gone: bool },
    /// It is made another time, and that is no fault of the feed's.
    Postponed(Obstacle),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The host asked to be left alone before the poll was made.
    Host,
    /// What came could not be stored for now.
    Store,
    /// What came was refused by the store: a bug, or a damaged file.
    Damage,
}

/// A body on its way to a thread that may take its time.
pub struct ParseJob {
    pub feed_key: i64,
    pub feed_id: String,
    pub document: Document,
    /// Entries of the last document: of those that say the same, nothing more needs to be known.
    pub known: Window,
    pub full_text: config::FullText,
    pub answer: oneshot::Sender<Understood>,
}

/// What the thread made of it.
pub struct Understood {
    pub parsed: Parsed,
    pub identities: Vec<Identity>,
    /// Whether an entry that is new or has changed should be read from its page.
    pub wants_page: Vec<bool>,
    pub sha256: String,
}

impl Understood {
    /// The document stops in the middle of something.
    pub fn ends_early(&self) -> bool {
        self.parsed.problems.iter().any(|problem| problem.name == "truncated")
    }
}

impl Poller {
    /// Polls the feed and updates `state` with what must be known next time.
    pub async fn poll(&self, feed: &config::Feed, state: &mut FeedState) -> Polled {
        let url = state.address(&feed.url).clone();
        let host = host_key(&url);
        failpoint::hit("poll", url.path());
        let turn = match self.courtesy.turn(&host).await {
            Ok(turn) => turn,
            Err(postponed) => {
                let hints = Hints { retry_after: Some(postponed.remaining), ..Hints::default() };
                let said = format!("the host asked to be left alone for {} s more", postponed.remaining.as_secs());
                return Polled { outcome: Outcome::Postponed(Obstacle::Host), said, hints, reach: None };
            }
        };
        let answer = self.fetcher.get(&request(feed, url, state.validators.clone())).await;
        metrics::counter!("fetch_requests_total", "wanted" => "feed").increment(1);
        match answer {
            Ok(Answer::NotModified { validators, hints }) => {
                state.validators = validators;
                Polled::answered(Outcome::Unchanged, "304 not modified".to_owned(), hints)
            }
            Ok(Answer::Document(document)) => self.read(feed, state, document, turn).await,
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
        let is_unreachable = matches!(error, FetchError::Again { status: None, .. });
        let reach = Some(if is_unreachable { Reach::Unreachable } else { Reach::Answered });
        Polled { outcome: Outcome::Failed { gone: error.status() == Some(410) }, said: error.to_string(), hints, reach }
    }

    /// The turn is kept until the document has been understood: so many bodies wait for a parser, and no more.
    async fn read(&self, feed: &config::Feed, state: &mut FeedState, document: Document, turn: Turn) -> Polled {
        let (hints, status) = (document.hints, document.status);
        let failed = |said: String| Polled::answered(Outcome::Failed { gone: false }, said, hints);
        metrics::counter!("fetch_bytes_total", "wanted" => "feed").increment(document.body.len() as u64);
        let body_hash = xxh3_64(&document.body);
        let moved_to = document.moved_to.clone();
        if document.is_complete && state.body_hash == Some(body_hash) {
            state.validators = document.validators;
            state.moved = moves::read(state.moved.take(), moved_to.as_ref());
            return Polled::answered(Outcome::Unchanged, format!("{status}, the same body as before"), hints);
        }
        let is_complete = document.is_complete;
        let cut = document.cut.as_ref().map(|why| format!(", cut short: {why}")).unwrap_or_default();
        let facts = provenance(feed, &document);
        let (validators, fetched) = (document.validators.clone(), document.fetched);
        let key = state.key;
        let before = match self.store.read(move |connection| catalog::window(connection, key)).await {
            Ok(before) => before,
            Err(error) => return self.unstored(feed, &error),
        };
        let understood = self.understand(feed, state, document, &before).await;
        drop(turn);
        let Some(understood) = understood else {
            return failed("a panic in step `parse`; see the log".to_owned());
        };
        let Some(format) = understood.parsed.format else {
            return failed(problem_text(&understood.parsed) + &cut);
        };
        // What came to its end twice with the same bytes is all that the publisher has, however it ends.
        let is_whole =
            is_complete && (!understood.ends_early() || state.cut_hash.replace(body_hash) == Some(body_hash));
        let found = children::read(self, feed, state, &understood.parsed.children, &before).await;
        let is_whole = is_whole && found.is_whole;
        let keep = (is_whole && found.is_dated).then_some((validators, body_hash));
        let mut parts = vec![Part { understood, facts }];
        parts.extend(found.parts);
        let intake = Intake { poller: self, feed, state, before, parts, fetched, is_whole };
        match intake.take_in(keep.clone()).await {
            Ok(taken) => {
                state.is_new = false;
                if let Some((validators, body_hash)) = keep {
                    (state.validators, state.body_hash) = (validators, Some(body_hash));
                }
                state.moved = moves::read(state.moved.take(), moved_to.as_ref());
                (state.wishes, state.rhythm, state.newest) = (taken.wishes, taken.rhythm, taken.newest);
                let cut = if is_complete && !is_whole { ", cut short" } else { &cut };
                let said = format!("{status}, {format} with {} entries, {} new{cut}", taken.entries, taken.new);
                Polled::answered(Outcome::Read { new: taken.new }, said, hints)
            }
            Err(error) => self.unstored(feed, &error),
        }
    }

    /// The feed answered well: a full disk of ours must not put it off as if it were broken.
    fn unstored(&self, feed: &config::Feed, error: &StoreError) -> Polled {
        if let StoreError::Again(reason) = error {
            self.gate.store_failed(reason);
        }
        if let StoreError::Broken(_) = error {
            tracing::error!(feed = %feed.id, %error, "what came could not be stored");
        }
        Polled::unstored(error)
    }

    /// Gets and understands another document of the feed (an older page, a sitemap of its index); `None` when it is
    /// not to be had now.
    pub async fn another_document(
        &self,
        feed: &config::Feed,
        state: &FeedState,
        url: &Url,
        known: &Window,
    ) -> Option<(Document, Understood)> {
        let turn = self.courtesy.turn(&host_key(url)).await.ok()?;
        let answer = self.fetcher.get(&request(feed, url.clone(), Validators::default())).await;
        drop(turn);
        metrics::counter!("fetch_requests_total", "wanted" => "feed").increment(1);
        let Ok(Answer::Document(document)) = answer else { return None };
        let understood = self.understand(feed, state, document.clone(), known).await?;
        (document.is_complete && understood.parsed.format.is_some()).then_some((document, understood))
    }

    async fn understand(
        &self,
        feed: &config::Feed,
        state: &FeedState,
        document: Document,
        known: &Window,
    ) -> Option<Understood> {
        let permit = self.crew.admit(state.crashes > 0).await;
        let (answer, understood) = oneshot::channel();
        let full_text = feed.full_text.unwrap_or(self.full_text);
        let (feed_key, feed_id, known) = (state.key, feed.id.clone(), known.clone());
        self.parsers.send(ParseJob { feed_key, feed_id, document, known, full_text, answer }).await.ok()?;
        let understood = understood.await.ok();
        drop(permit);
        understood
    }
}

/// A feed's own headers may hold secrets: they go to its own origin only, wherever the feed claims to have moved.
fn request(feed: &config::Feed, url: Url, validators: Validators) -> Request {
    let headers = if url.origin() == feed.url.origin() { feed.headers.clone() } else { Vec::new() };
    Request {
        url,
        wanted: Wanted::Feed,
        validators,
        headers,
        user_agent: feed.user_agent.clone(),
        proxy: feed.proxy.clone(),
    }
}

fn problem_text(parsed: &Parsed) -> String {
    let detail = parsed.problems.first().map_or("unknown", |problem| problem.detail.as_str());
    format!("not a feed: {detail}")
}

/// What the answer says of itself, for every record out of the feed.
pub(super) fn provenance(feed: &config::Feed, document: &Document) -> Provenance {
    Provenance {
        feed_url: feed.url.to_string(),
        software: concat!("courant/", env!("CARGO_PKG_VERSION")).to_owned(),
        ..answer_facts(document)
    }
}

/// The part of it that every answer has, a feed's or a page's; the hash is the caller's to add.
pub(super) fn answer_facts(document: &Document) -> Provenance {
    Provenance {
        final_url: document.final_url.to_string(),
        status: document.status,
        etag: document.validators.etag.clone().filter(|etag| etag.len() <= VALIDATOR_BYTES_MAX),
        last_modified: document.validators.last_modified.clone().filter(|date| date.len() <= VALIDATOR_BYTES_MAX),
        content_type: document.content_type.clone(),
        bytes: document.body.len() as u64,
        ..Provenance::default()
    }
}

/// The parsers' loop; `pipeline::wiring` gives each a thread. A panic costs one poll: the answer is then missing.
pub fn parse_loop(jobs: &std::sync::Mutex<mpsc::Receiver<ParseJob>>, flight: &Arc<FlightRecorder>, slot: usize) {
    loop {
        let job = jobs.lock().expect("no holder panics").blocking_recv();
        let Some(job) = job else { return };
        let flown = flight.enter(slot, Cargo::Feed(job.feed_key), "parse");
        let started = Instant::now();
        match catch_unwind(AssertUnwindSafe(|| understand(&job))) {
            Ok(understood) => drop(job.answer.send(understood)),
            Err(_) => {
                metrics::counter!("step_panics_total", "step" => "parse").increment(1);
                tracing::error!(feed = %job.feed_id, "reading this feed panicked; it costs this poll");
            }
        }
        metrics::histogram!("parse_seconds").record(started.elapsed());
        drop(flown);
    }
}

/// Everything about a document that takes time to work out.
fn understand(job: &ParseJob) -> Understood {
    let ParseJob { feed_id, document, known, full_text, .. } = job;
    failpoint::hit("parse", feed_id);
    let input = parse::Input {
        body: &document.body,
        content_type: document.content_type.as_deref(),
        base_url: Some(&document.final_url),
    };
    let parsed = parse::parse(&input);
    let identities = parse::identify(feed_id, &parsed.entries);
    for problem in &parsed.problems {
        metrics::counter!("parse_problems_total", "problem" => problem.name).increment(1);
        tracing::debug!(feed = %feed_id, problem = problem.name, detail = %problem.detail, "feed has a problem");
    }
    let known: HashSet<(EntryKey, u64)> = known.0.iter().copied().collect();
    let is_new = |identity: &Identity| !known.contains(&(identity.entry, identity.content));
    let entries = parsed.entries.iter().zip(&identities);
    let wants_page = entries.map(|(entry, identity)| is_new(identity) && wants_page(entry, *full_text)).collect();
    let sha256 = hex(&Sha256::digest(&document.body));
    Understood { parsed, identities, wants_page, sha256 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_s_own_headers_go_to_its_own_origin_only() {
        let secret = ("Authorization".to_owned(), "Bearer secret".to_owned());
        let url: Url = "https://example.org/feed".parse().expect("an address");
        let mut feed = config::Feed::new(url);
        feed.headers = vec![secret.clone()];
        let headers = |to: &str| request(&feed, to.parse().expect("an address"), Validators::default()).headers;
        assert_eq!(headers("https://example.org/moved/here?page=2"), [secret]);
        for elsewhere in ["https://example.com/feed", "http://example.org/feed", "https://example.org:8443/feed"] {
            assert_eq!(headers(elsewhere), [], "{elsewhere}");
        }
    }

    /// A full disk for an hour once put every feed off by up to a day.
    #[test]
    fn what_the_store_cannot_take_is_no_failure_of_the_feed() {
        let full = Polled::unstored(&StoreError::Again("database or disk is full".to_owned()));
        assert_eq!((full.outcome, full.hints.retry_after), (Outcome::Postponed(Obstacle::Store), Some(STORE_PAUSE)));
        let damaged = Polled::unstored(&StoreError::Broken("malformed".to_owned()));
        assert_eq!(damaged.outcome, Outcome::Postponed(Obstacle::Damage));
    }
}
