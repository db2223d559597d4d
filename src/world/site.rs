//! From a request to an answer: routing, conditional requests, mischief.
//!
//! The newsroom is brought up to the moment of each request, so nothing happens between two of them. One lock
//! guards everything; it is never held while bytes move.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;

use super::chaos::{Chaos, Mischief};
use super::control::Summary;
use super::feed::{self, media_type};
use super::message::{Manner, Reply, Request};
use super::newsroom::Newsroom;
use super::outlet::{Delivery, Feed, Outlet};
use super::page;
use super::rendition::{Headers, Rendition, compress, encode};
use super::truth::{Shown, Truth};

/// `max-age` of outlets that give one; short, so that a polite reader still comes often.
const MAX_AGE_S: u64 = 10;

/// Prefix of the second address that every feed and page has; redirects lead here and no further.
const MOVED: &str = "/moved";

/// Bodies smaller than this are not worth compressing.
const GZIP_MIN: usize = 1_000;

/// What has to be noted once the answer is out.
#[derive(Clone, Debug)]
pub enum Receipt {
    Nothing,
    Feed { feed: usize, entries: Arc<[Shown]> },
    Page(Shown),
}

/// The state behind all listeners.
pub struct Site {
    seed: u64,
    chaos: Chaos,
    started: Instant,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) newsroom: Newsroom,
    pub(super) truth: Truth,
    renditions: Vec<Option<Rendition>>,
    /// Requests so far by feed or page.
    counts: HashMap<u64, u32>,
    pub(super) requests: u64,
    pub(super) mischief: u64,
    /// The moment at which time stands still.
    pub(super) frozen: Option<Duration>,
    /// How long time stood still so far.
    pub(super) lost: Duration,
    /// Whether mischief is off.
    pub(super) quiet: bool,
}

#[derive(Clone, Copy)]
enum Resource {
    Feed(usize),
    Page(u32),
}

impl Site {
    pub fn new(newsroom: Newsroom, seed: u64, chaos: Chaos, truth: Truth) -> Self {
        let renditions = newsroom.feeds().iter().map(|_| None).collect();
        let state = State {
            newsroom,
            truth,
            renditions,
            counts: HashMap::new(),
            requests: 0,
            mischief: 0,
            frozen: None,
            lost: Duration::ZERO,
            quiet: false,
        };
        Self { seed, chaos, started: Instant::now(), state: Mutex::new(state) }
    }

    pub fn feed_urls(&self) -> Vec<String> {
        let state = self.state();
        let newsroom = &state.newsroom;
        let url = |feed: &Feed| {
            let outlet = &newsroom.outlets()[feed.outlet];
            format!("{}{}", outlet.origin, feed.path(outlet.habits.format))
        };
        newsroom.feeds().iter().map(url).collect()
    }

    pub fn summary(&self) -> Summary {
        self.state().summary()
    }

    /// Answers a request that came in on the base (`host` 0) or on an outlet (from 1).
    pub fn answer(&self, host: usize, request: &Request) -> Reply {
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Reply::text(405, "only GET and HEAD are known here\n").with("Allow", "GET, HEAD");
        }
        let path = request.target.split(['?', '#']).next().expect("a split has at least one part");
        if host == 0 && path == "/feeds.txt" {
            return Reply::text(200, &(self.feed_urls().join("\n") + "\n"));
        }
        let mut state = self.state();
        state.requests += 1;
        let now = state.now(self.started);
        state.newsroom.advance(now);
        match host.checked_sub(1) {
            None => state.base(path, now, self.started),
            Some(outlet) => self.outlet(&mut state, outlet, path, request),
        }
    }

    /// Notes what became of an answer.
    pub fn settle(&self, receipt: &Receipt, is_whole: bool) {
        let mut guard = self.state();
        let state = &mut *guard;
        match receipt {
            Receipt::Nothing => {}
            Receipt::Page(shown) if is_whole => state.truth.page_whole(&state.newsroom, *shown),
            Receipt::Page(_) => {}
            Receipt::Feed { feed, entries } if is_whole => {
                state.truth.feed_whole(&state.newsroom, *feed, entries);
                if let Some(rendition) = &mut state.renditions[*feed]
                    && Arc::ptr_eq(&rendition.entries, entries)
                {
                    rendition.told = true;
                }
            }
            Receipt::Feed { feed, entries } => state.truth.feed_part(&state.newsroom, *feed, entries),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outlet(&self, state: &mut State, outlet: usize, path: &str, request: &Request) -> Reply {
        let (path, is_moved) = path.strip_prefix(MOVED).map_or((path, false), |path| (path, true));
        match path {
            "/" => return Reply::html(&state.newsroom.outlets()[outlet], &page::front(&state.newsroom, outlet)),
            "/robots.txt" => return robots(&state.newsroom.outlets()[outlet]),
            _ => {}
        }
        let Some(resource) = state.find(outlet, path) else { return Reply::missing() };
        let mischief = state.mischief(self, resource).filter(|mischief| {
            // One hop is enough.
            !(is_moved && matches!(mischief, Mischief::Redirect { .. }))
        });
        state.mischief += u64::from(mischief.is_some());
        let is_page = matches!(resource, Resource::Page(_));
        let manner = match mischief {
            None => Manner::Whole,
            Some(Mischief::Cut { at }) => Manner::Cut { at },
            Some(Mischief::CutChunked { at }) => Manner::CutChunked { at },
            Some(Mischief::Trickle) => Manner::Trickle,
            Some(Mischief::Reset) => Manner::Reset,
            Some(Mischief::Error) => return Reply::text(500, "something broke on purpose\n"),
            Some(Mischief::Missing) if !is_page => return Reply::missing(),
            Some(Mischief::Missing) => return Reply::text(503, "away on purpose\n").with("Retry-After", "1"),
            Some(Mischief::Unavailable { retry_after }) => {
                return Reply::text(503, "away on purpose\n").with("Retry-After", &retry_after.to_string());
            }
            Some(Mischief::TooMany { retry_after }) => {
                return Reply::text(429, "too many, on purpose\n").with("Retry-After", &retry_after.to_string());
            }
            Some(Mischief::Redirect { permanent }) => {
                let status = if permanent { 301 } else { 302 };
                return Reply::text(status, "it moved, on purpose\n").with("Location", &format!("{MOVED}{path}"));
            }
        };
        let reply = match resource {
            Resource::Feed(feed) => state.feed(feed, request),
            Resource::Page(number) => state.page(number, request),
        };
        reply.by(manner)
    }
}

impl State {
    /// Returns the newsroom's moment: the time since the start without the time that stood still.
    fn now(&self, started: Instant) -> Duration {
        self.frozen.unwrap_or_else(|| started.elapsed().saturating_sub(self.lost))
    }

    fn find(&self, outlet: usize, path: &str) -> Option<Resource> {
        let owner = &self.newsroom.outlets()[outlet];
        if path.starts_with("/feeds/") {
            let is_it = |feed: &&usize| self.newsroom.feeds()[**feed].path(owner.habits.format) == path;
            return owner.feeds.iter().find(is_it).map(|feed| Resource::Feed(*feed));
        }
        let (_, number) = path.strip_suffix(".html")?.rsplit_once('-')?;
        let number = number.parse().ok().filter(|number| self.newsroom.has_published(*number))?;
        // One that left the archive is gone; of one that is there, the whole address has to be right.
        let is_here = |url: String| url.strip_prefix(&owner.origin) == Some(path);
        let is_it = self
            .newsroom
            .story(number)
            .is_none_or(|story| story.outlet == outlet && is_here(feed::permalink(owner, story)));
        is_it.then_some(Resource::Page(number))
    }

    fn mischief(&mut self, site: &Site, resource: Resource) -> Option<Mischief> {
        if self.quiet {
            return None;
        }
        let key = match resource {
            Resource::Feed(feed) => feed as u64,
            Resource::Page(number) => u64::from(number) | 1 << 63,
        };
        let count = self.counts.entry(key).or_default();
        *count += 1;
        site.chaos.decide(site.seed, key, *count)
    }

    fn feed(&mut self, index: usize, request: &Request) -> Reply {
        let feed = &self.newsroom.feeds()[index];
        let outlet = &self.newsroom.outlets()[feed.outlet];
        let headers = Headers::of(&self.newsroom, index);
        if request.has_unchanged(&headers) {
            return Reply::new(304, "", Bytes::new()).validated(&headers).cached(outlet);
        }
        let rendition = match self.renditions[index].take() {
            Some(rendition) if rendition.generation == feed.generation => rendition,
            _ => Rendition::of(&self.newsroom, feed),
        };
        let rendition = self.renditions[index].insert(rendition);
        let kind = format!("{}; charset={}", media_type(outlet.habits.format), outlet.habits.charset);
        let mut reply = if request.accepts_gzip() && rendition.plain.len() > GZIP_MIN {
            Reply::new(200, &kind, rendition.gzip()).with("Content-Encoding", "gzip")
        } else {
            Reply::new(200, &kind, rendition.plain.clone())
        };
        if !rendition.told {
            reply.receipt = Receipt::Feed { feed: index, entries: Arc::clone(&rendition.entries) };
        }
        reply.with("Vary", "Accept-Encoding").validated(&headers).cached(outlet)
    }

    fn page(&self, number: u32, request: &Request) -> Reply {
        let Some(story) = self.newsroom.story(number) else { return Reply::text(410, "no longer kept\n") };
        let outlet = &self.newsroom.outlets()[story.outlet];
        if outlet.habits.delivery == Delivery::Summary {
            return Reply::text(403, "for subscribers only\n");
        }
        let text = page::article(&self.newsroom, story);
        let mut reply = Reply::html(outlet, &text);
        if request.accepts_gzip() {
            reply.body = compress(&reply.body);
            reply = reply.with("Content-Encoding", "gzip");
        }
        reply.receipt = Receipt::Page(Shown { number, version: story.version, touches: story.touches });
        reply
    }
}

impl Reply {
    fn html(outlet: &Outlet, text: &str) -> Self {
        let charset = outlet.habits.charset;
        Self::new(200, &format!("text/html; charset={charset}"), encode(text, charset))
    }

    pub(super) fn missing() -> Self {
        Self::text(404, "no such address\n")
    }

    fn validated(self, headers: &Headers) -> Self {
        let lines = [("ETag", &headers.etag), ("Last-Modified", &headers.last_modified)];
        lines.into_iter().fold(self, |reply, (name, value)| match value {
            Some(value) => reply.with(name, value),
            None => reply,
        })
    }

    fn cached(self, outlet: &Outlet) -> Self {
        if outlet.habits.max_age { self.with("Cache-Control", &format!("max-age={MAX_AGE_S}")) } else { self }
    }
}

fn robots(outlet: &Outlet) -> Reply {
    let sections = super::stock::SECTIONS.map(|section| format!("Disallow: /{section}/\n"));
    let rules = if outlet.habits.closed { sections.concat() } else { "Disallow: /authors\n".to_owned() };
    Reply::text(200, &format!("User-agent: *\n{rules}"))
}
