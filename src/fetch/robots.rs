//! Whether a page may be asked for: robots.txt by RFC 9309, remembered per origin.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use super::client::ROBOTS_BYTES_MAX;
use super::failure::bare;
use super::{Answer, Courtesy, Document, FetchError, Fetcher, Request, Validators, Wanted, host_key};

mod rules;
use rules::Rules;

/// The longest that RFC 9309 lets a copy be used.
const KNOWN_FOR: Duration = Duration::from_secs(24 * 60 * 60);

/// How soon a server that could not say is asked again, unless it names a later time itself.
const UNKNOWN_FOR: Duration = Duration::from_secs(10 * 60);

/// Bounds the memory: this many origins, or this many bytes of rules, whichever comes first.
const ORIGINS_MAX: usize = 50_000;
const RULES_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Remembers what origins allow. One for the whole daemon.
#[derive(Default)]
pub struct Robots {
    cache: Mutex<Cache>,
}

/// What robots.txt says of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Allowed,
    Disallowed,
    /// The server could not say; ask again after this time, and leave its pages alone until then.
    Later(Duration),
}

#[derive(Default)]
struct Cache {
    by_origin: HashMap<String, Arc<OnceCell<Known>>>,
    /// Sum over the cells that are filled.
    rules_bytes: usize,
}

struct Known {
    /// `None` if the server could not say.
    rules: Option<Rules>,
    until: Instant,
}

impl Robots {
    pub fn new() -> Self {
        Self::default()
    }

    /// Says whether `url` may be fetched, and fetches the robots.txt of its origin first if it is not
    /// known or older than a day. Questions that arrive meanwhile wait for that one request.
    ///
    /// Takes a turn of its own, so the caller must not hold one. Cancel safe: another question goes on.
    pub async fn allows(&self, fetcher: &Fetcher, courtesy: &Courtesy, url: &Url) -> Verdict {
        let cell = self.cell(&url.origin().ascii_serialization());
        let known = cell.get_or_try_init(|| async {
            let known = ask(fetcher, courtesy, url).await?;
            self.cache.lock().expect("nothing panics under this lock").rules_bytes += known.bytes();
            Ok(known)
        });
        match known.await {
            Err(pause) => Verdict::Later(pause),
            Ok(Known { rules: None, until }) => Verdict::Later(until.saturating_duration_since(Instant::now())),
            Ok(Known { rules: Some(rules), .. }) if rules.allow(url) => Verdict::Allowed,
            Ok(_) => Verdict::Disallowed,
        }
    }

    fn cell(&self, origin: &str) -> Arc<OnceCell<Known>> {
        let mut cache = self.cache.lock().expect("nothing panics under this lock");
        cache.make_room();
        let now = Instant::now();
        if let Some(cell) = cache.by_origin.get(origin)
            && cell.get().is_none_or(|known| known.until > now)
        {
            return Arc::clone(cell);
        }
        let cell = Arc::new(OnceCell::new());
        let former = cache.by_origin.insert(origin.to_owned(), Arc::clone(&cell));
        let former_bytes = former.as_ref().and_then(|cell| cell.get()).map_or(0, Known::bytes);
        cache.rules_bytes = cache.rules_bytes.saturating_sub(former_bytes);
        cell
    }
}

impl Cache {
    /// Forgets the older half when a bound is reached. A cell in use lives on with those who use it.
    fn make_room(&mut self) {
        if self.by_origin.len() < ORIGINS_MAX && self.rules_bytes < RULES_BYTES_MAX {
            return;
        }
        // Questions that were given up leave empty cells behind.
        self.by_origin.retain(|_, cell| cell.get().is_some() || Arc::strong_count(cell) > 1);
        let mut ends: Vec<Instant> = self.by_origin.values().filter_map(|cell| Some(cell.get()?.until)).collect();
        ends.sort_unstable();
        let Some(&middle) = ends.get(ends.len() / 2) else { return };
        self.by_origin.retain(|_, cell| cell.get().is_none_or(|known| known.until > middle));
        self.rules_bytes = self.by_origin.values().filter_map(|cell| Some(cell.get()?.bytes())).sum();
    }
}

impl Known {
    fn new(rules: Rules) -> Self {
        Self { rules: Some(rules), until: Instant::now() + KNOWN_FOR }
    }

    fn bytes(&self) -> usize {
        self.rules.as_ref().map_or(0, Rules::bytes)
    }
}

/// Fetches the robots.txt of the origin of `url`. The error is the remaining pause of a host that
/// is being left alone: it says nothing about robots.txt and is not remembered.
async fn ask(fetcher: &Fetcher, courtesy: &Courtesy, url: &Url) -> Result<Known, Duration> {
    let host = host_key(url);
    let turn = courtesy.turn(&host).await.map_err(|postponed| postponed.remaining)?;
    let mut place = bare(url);
    place.set_path("/robots.txt");
    place.set_query(None);
    place.set_fragment(None);
    let request = Request {
        url: place,
        wanted: Wanted::Robots,
        validators: Validators::default(),
        headers: Vec::new(),
        user_agent: None,
        proxy: None,
    };
    let answer = fetcher.get(&request).await;
    drop(turn);
    Ok(match answer {
        Ok(Answer::Document(document)) => read(&document),
        // Any other refusal means that there is no robots.txt; an address that the guard refuses is
        // refused to the page as well.
        Err(FetchError::Refused { .. }) => Known::new(Rules::default()),
        Ok(Answer::NotModified { .. }) => unknown(None),
        Err(FetchError::Again { retry_after, .. }) => {
            if let Some(pause) = retry_after {
                courtesy.postpone(&host, pause);
            }
            unknown(retry_after)
        }
    })
}

fn read(document: &Document) -> Known {
    let is_cut_by_us = document.body.len() as u64 >= ROBOTS_BYTES_MAX;
    if document.is_complete || is_cut_by_us {
        Known::new(Rules::parse(&document.body))
    } else {
        // The missing part may be the one that disallows.
        unknown(None)
    }
}

fn unknown(retry_after: Option<Duration>) -> Known {
    Known { rules: None, until: Instant::now() + retry_after.unwrap_or_default().max(UNKNOWN_FOR) }
}
