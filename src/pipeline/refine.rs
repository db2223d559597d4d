//! The refiners' loops: claim items, fetch the pages that they want, normalize, analyze, serialize, commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use jiff::Timestamp;
use tokio::sync::{mpsc, watch};

use super::queue::{Items, Ticket};
use super::sites::{Site, Sites};
use super::work::{Collector, Crew, Dealer, Fetched, Load, Raw, Work};
use crate::analyze::{self, Stage, StreamStage, Tokenized};
use crate::article::Article;
use crate::config;
use crate::fetch::{Answer, Courtesy, FetchError, Fetcher, Request, Robots, Validators, Verdict, Wanted, host_key};
use crate::normalize::{self, Background, Normalized, Rules, Standing, Unusable};
use crate::observe::failpoint;
use crate::parse::{Entry, Sighting};
use crate::store::catalog::Item;
use crate::store::ending::{Draft, Ending, Settled};
use crate::store::flight::{Cargo, FlightRecorder};

/// Items claimed at once.
const CLAIM_MAX: usize = 64;
/// Endings that wait for their commit.
const COMMITS_MAX: usize = 1_024;
/// Each try at a page waits this many times longer than the one before.
const RETRY_GROWTH: u32 = 4;

/// What the page step needs.
pub struct Pages {
    pub items: Items,
    pub fetcher: Arc<Fetcher>,
    pub courtesy: Arc<Courtesy>,
    pub robots: Robots,
    pub crew: Crew,
    pub asks_robots: bool,
    pub settings: config::Normalize,
    pub sites: Option<Sites>,
    pub gate: watch::Receiver<Option<String>>,
}

enum Prepared {
    Ready(Ticket, Box<Raw>),
    Ended(Ticket, Ending),
}

/// Why there is no page yet.
struct NotYet {
    pause: Duration,
    counts_as_try: bool,
}

impl Pages {
    /// Claims items and deals them to the lanes until told to stop. Tickets in hands are dropped then.
    pub async fn run(self, mut dealer: Dealer, mut stop: watch::Receiver<bool>) {
        let mut preparing = FuturesUnordered::new();
        let mut gate = self.gate.clone();
        // A claim outlives the rounds: one that was dropped half-way would put its items off for nothing.
        let mut claim = None;
        loop {
            let is_open = gate.borrow_and_update().is_none();
            if claim.is_none() && is_open {
                claim = Some(Box::pin(self.items.claim(CLAIM_MAX)));
            }
            tokio::select! {
                biased;
                _ = stop.changed() => break,
                Some(prepared) = preparing.next(), if !preparing.is_empty() => self.deal(prepared, &mut dealer).await,
                claimed = async { claim.as_mut().expect("there is one").await }, if claim.is_some() => {
                    claim = None;
                    preparing.extend(claimed.into_iter().map(|(ticket, item)| self.prepare(ticket, item)));
                }
                _ = gate.changed() => {}
            }
        }
    }

    async fn deal(&self, prepared: Prepared, dealer: &mut Dealer) {
        let (ticket, load) = match prepared {
            Prepared::Ready(ticket, raw) => (ticket, Load::Raw(raw)),
            Prepared::Ended(ticket, ending) => (ticket, Load::Ended(ending)),
        };
        let permit = self.crew.admit(ticket.is_suspect).await;
        dealer.deal(Work { ticket, load, permit }).await;
    }

    async fn prepare(&self, ticket: Ticket, item: Item) -> Prepared {
        let sighting: Sighting = match serde_json::from_slice(&item.sighting) {
            Ok(sighting) => sighting,
            Err(error) => {
                return Prepared::Ended(ticket, Ending::Rejected(format!("the stored entry is unreadable: {error}")));
            }
        };
        let page = if item.wants_page {
            let fetching = AssertUnwindSafe(self.page(&sighting, item.page_tries)).catch_unwind();
            // All pages are asked for by one task: a panic may cost one try, not the task.
            fetching.await.unwrap_or_else(|_| self.again(item.page_tries, None))
        } else {
            Ok(Fetched::NotWanted)
        };
        match page {
            Ok(page) => {
                let standing = Standing { id: item.article, first_seen: item.first_seen, seen_in: item.seen_in };
                let site = self.site(&page).await;
                Prepared::Ready(ticket, Box::new(Raw { sighting, page, standing, site }))
            }
            Err(NotYet { pause, counts_as_try }) => {
                let not_before = Timestamp::now().saturating_add(pause).unwrap_or(Timestamp::MAX);
                let page_tries = item.page_tries + u32::from(counts_as_try);
                Prepared::Ended(ticket, Ending::Later { not_before, page_tries })
            }
        }
    }

    async fn site(&self, page: &Fetched) -> Option<Site> {
        let Fetched::Page(document) = page else { return None };
        self.sites.as_ref()?.of(&host_key(&document.final_url)).await
    }

    async fn page(&self, sighting: &Sighting, tries: u32) -> Result<Fetched, NotYet> {
        let Some(url) = sighting.entry.link.as_deref().and_then(|link| url::Url::parse(link).ok()) else {
            return Ok(Fetched::Unavailable);
        };
        failpoint::hit("page", url.path());
        if self.asks_robots {
            match self.robots.allows(&self.fetcher, &self.courtesy, &url).await {
                Verdict::Allowed => {}
                Verdict::Disallowed => return Ok(Fetched::RefusedByRobots),
                Verdict::Later(pause) => return self.again(tries, Some(pause)),
            }
        }
        let host = host_key(&url);
        let Ok(turn) = self.courtesy.turn(&host).await.map_err(|postponed| postponed.remaining) else {
            let pause = self.courtesy.postponed_for(&host).unwrap_or(self.settings.page_retry);
            return Err(NotYet { pause, counts_as_try: false });
        };
        let answer = self.fetcher.get(&page_request(url)).await;
        drop(turn);
        metrics::counter!("fetch_requests_total", "wanted" => "page").increment(1);
        match answer {
            Ok(Answer::Document(document)) if document.is_complete => {
                metrics::counter!("fetch_bytes_total", "wanted" => "page").increment(document.body.len() as u64);
                Ok(Fetched::Page(Box::new(document)))
            }
            Ok(_) => self.again(tries, None),
            Err(FetchError::Again { retry_after, message, .. }) => {
                metrics::counter!("fetch_failures_total", "wanted" => "page").increment(1);
                tracing::debug!(host = %host, reason = %message, "page failed for now");
                if let Some(pause) = retry_after {
                    self.courtesy.postpone(&host, pause);
                }
                self.again(tries, retry_after)
            }
            Err(FetchError::Refused { message, .. }) => {
                metrics::counter!("fetch_failures_total", "wanted" => "page").increment(1);
                tracing::debug!(host = %host, reason = %message, "page refused");
                Ok(Fetched::Unavailable)
            }
        }
    }

    /// After the last try the article leaves with the feed's own content.
    fn again(&self, tries: u32, asked: Option<Duration>) -> Result<Fetched, NotYet> {
        if tries + 1 >= self.settings.page_tries {
            return Ok(Fetched::Unavailable);
        }
        let pause = self.settings.page_retry * RETRY_GROWTH.saturating_pow(tries.min(8));
        Err(NotYet { pause: pause.max(asked.unwrap_or_default()), counts_as_try: true })
    }
}

fn page_request(url: url::Url) -> Request {
    Request {
        url,
        wanted: Wanted::Page,
        validators: Validators::default(),
        headers: Vec::new(),
        user_agent: None,
        proxy: None,
    }
}

/// Where a worker of a lane stands: its ends, and its slot in the flight recorder.
pub struct Post {
    pub inlet: mpsc::Receiver<Work>,
    pub outlet: mpsc::Sender<Work>,
    pub flight: Arc<FlightRecorder>,
    pub slot: usize,
}

impl Post {
    /// Works on everything that comes, in order, until the inlet closes.
    fn run(mut self, step: &'static str, work_on: impl Fn(Load) -> Load) {
        while let Some(mut work) = self.inlet.blocking_recv() {
            if !matches!(work.load, Load::Ended(_)) {
                let started = Instant::now();
                let flown = self.flight.enter(self.slot, Cargo::Item(work.ticket.id()), step);
                work.load = work_on(work.load);
                drop(flown);
                metrics::histogram!("step_seconds", "step" => step).record(started.elapsed());
            }
            if self.outlet.blocking_send(work).is_err() {
                return;
            }
        }
    }
}

/// Raw to article.
pub fn normalize_loop(post: Post, rules: &Rules, config_hash: &str) {
    post.run("normalize", |load| {
        let Load::Raw(raw) = load else { return load };
        let Entry { guid, title, .. } = &raw.sighting.entry;
        let title = title.as_ref().map_or("", |title| title.value.as_str());
        failpoint::hit("normalize", &format!("{} {title}", guid.as_deref().unwrap_or_default()));
        let known = raw.site.as_ref().map(Site::memory).unwrap_or_default();
        let made = catch_unwind(AssertUnwindSafe(|| {
            let background = Background { rules, memory: &known };
            let made = raw.page.read(|page| normalize::normalize_on(background, &raw.sighting, page, &raw.standing))?;
            let Normalized { mut article, shown, repeated } = made;
            config_hash.clone_into(&mut article.provenance.config_hash);
            Ok::<_, Unusable>((Tokenized::of(article), shown, repeated))
        }));
        match made {
            Ok(Ok((tokenized, shown, repeated))) => {
                if let Some(site) = &raw.site {
                    site.observe(tokenized.article.id, &shown);
                }
                metrics::counter!("normalize_repeated_blocks_total").increment(repeated as u64);
                Load::Article(Box::new(tokenized))
            }
            Ok(Err(unusable)) => Load::Ended(Ending::Rejected(unusable.to_string())),
            Err(_) => {
                metrics::counter!("step_panics_total", "step" => "normalize").increment(1);
                Load::Ended(Ending::Rejected("a panic in step `normalize`".to_owned()))
            }
        }
    });
}

/// Article to article with one stage's annotations; its error costs them, nothing else.
pub fn stage_loop(post: Post, name: &'static str, stage: &dyn Stage) {
    post.run(name, |load| {
        let Load::Article(mut tokenized) = load else { return load };
        failpoint::hit(name, tokenized.article.title.as_deref().unwrap_or_default());
        match analyze::with_panic_isolated(stage, &tokenized) {
            Ok(annotations) => tokenized.article.annotations.merge(annotations),
            Err(error) => {
                metrics::counter!("step_errors_total", "step" => name).increment(1);
                tracing::warn!(stage = name, article = %tokenized.article.id, %error, "a stage had no answer");
            }
        }
        Load::Article(tokenized)
    });
}

/// Puts the lanes in order again and hands on to the stages with memory.
pub fn collect_loop(mut collector: Collector, outlet: &mpsc::Sender<Work>) {
    while let Some(work) = collector.collect() {
        if outlet.blocking_send(work).is_err() {
            return;
        }
    }
}

/// A stage with memory: one at a time, in order.
pub fn stream_loop(post: Post, name: &'static str, stage: Box<dyn StreamStage>) {
    let stage = std::cell::RefCell::new(stage);
    post.run(name, |load| {
        let Load::Article(mut tokenized) = load else { return load };
        let article = &mut tokenized.article;
        let annotations = catch_unwind(AssertUnwindSafe(|| stage.borrow_mut().observe(article)));
        match annotations {
            Ok(annotations) => article.annotations.merge(annotations),
            Err(_) => {
                metrics::counter!("step_panics_total", "step" => name).increment(1);
                tracing::warn!(stage = name, article = %article.id, "a stage panicked");
            }
        }
        Load::Article(tokenized)
    });
}

/// Article to the bytes of its record.
pub fn record_loop(post: Post) {
    post.run("record", |load| match load {
        Load::Article(tokenized) => Load::Ended(Ending::Emit(draft(&tokenized.article))),
        other => other,
    });
}

fn draft(article: &Article) -> Draft {
    Draft {
        article: Bytes::from(serde_json::to_vec(article).expect("an article serializes")),
        content_hash: normalize::content_hash(article),
        text_hash: analyze::text_hash(&article.text),
        published: article.published,
    }
}

/// The second transaction, in the order in which works come.
pub async fn commit_loop(items: Items, mut inlet: mpsc::Receiver<Work>) {
    let mut commits = FuturesUnordered::new();
    loop {
        tokio::select! {
            Some(settled) = commits.next(), if !commits.is_empty() => count(settled),
            work = inlet.recv(), if commits.len() < COMMITS_MAX => {
                let Some(Work { ticket, load, permit }) = work else { break };
                drop(permit);
                let Load::Ended(ending) = load else { continue };
                let settling = items.settle(ticket, ending).await;
                commits.push(settling);
            }
        }
    }
    while let Some(settled) = commits.next().await {
        count(settled);
    }
}

fn count(settled: Option<Settled>) {
    let ending = match settled {
        Some(Settled::Emitted { version: 1, .. }) => "new",
        Some(Settled::Emitted { .. }) => "update",
        Some(Settled::Unchanged) => "unchanged",
        Some(Settled::Ended) => "ended",
        Some(Settled::Later) => "later",
        Some(Settled::Already) => "superseded",
        None => "failed",
    };
    metrics::counter!("items_settled_total", "ending" => ending).increment(1);
}
