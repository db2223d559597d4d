//! The search for a site's feeds: what it asks for, in which order, and when it has asked enough.
//!
//! The page first, then what it names; only if that gives nothing the usual places, and only if those give
//! nothing the sitemaps of robots.txt. A candidate counts once it was fetched and understood. Requests are
//! made one after the other, in turns of [`Courtesy`], and their number is bounded: a search is a visit, no crawl.

use std::collections::HashSet;
use std::time::Duration;

use indicatif::ProgressBar;
use jiff::Timestamp;
use url::Url;

use crate::config::{self, Feed};
use crate::fetch::{Answer, Courtesy, Document, FetchError, Fetcher, Request, Validators, Wanted, host_key};
use crate::parse::{self, Candidate, Entry, Input, Likelihood, Parsed};

/// Feeds that a page names and that are tried; a search looks at two pages at most. Sites with a feed for each section name a few dozen.
const CANDIDATES_MAX: usize = 24;

/// Sitemaps of robots.txt, and of one index, that are tried.
const SITEMAPS_MAX: usize = 4;

/// Somebody is waiting: a host that needs longer than this counts as one that does not answer.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Where the programs that make most sites put their feeds; seen from the root of the site.
const USUAL_PLACES: &[&str] =
    &["/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feeds/posts/default", "/sitemap_news.xml"];

/// The same for a site that lives in a folder; seen from there.
const USUAL_PLACES_IN_FOLDERS: &[&str] = &["feed", "rss.xml", "atom.xml", "index.xml"];

/// A feed that was fetched and understood.
pub struct Found {
    /// Where it moved for good, else as it was named.
    pub url: Url,
    pub format: &'static str,
    pub title: Option<String>,
    pub entries: usize,
    /// The latest date in it.
    pub newest: Option<Timestamp>,
    pub by: By,
    pub is_of_comments: bool,
    /// A feed found before it with the same title and the same first entry: mostly the same in another format.
    pub same_as: Option<Url>,
    first_link: Option<String>,
}

/// Where a feed was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Itself,
    Page,
    Link,
    Path,
    Robots,
    Index,
}

/// How a search ended.
#[derive(Default)]
pub struct Report {
    /// The most likely first.
    pub found: Vec<Found>,
    /// What was asked for and is no feed: the address and why not.
    pub tried: Vec<String>,
}

pub struct Search<'p> {
    fetcher: Fetcher,
    courtesy: Courtesy,
    progress: &'p ProgressBar,
    asked: HashSet<Url>,
    /// Where the documents came from in the end: two addresses may lead to one feed.
    places: HashSet<Url>,
    /// Hosts that gave no answer, or want to be left alone: nothing more is asked of them.
    silent: HashSet<String>,
    report: Report,
}

/// What an address turned out to be.
enum Look {
    Feed(Box<Document>, Box<Parsed>),
    /// A page, mostly.
    Other(Box<Document>),
}

/// A candidate that waits for its turn.
struct Waiting {
    url: Url,
    by: By,
    is_of_comments: bool,
}

impl Waiting {
    fn plain(url: Url, by: By) -> Self {
        Self { url, by, is_of_comments: false }
    }

    fn of(candidate: Candidate) -> Self {
        let by = if candidate.likelihood == Likelihood::Linked { By::Link } else { By::Page };
        Self { url: candidate.url, by, is_of_comments: candidate.likelihood == Likelihood::Comments }
    }
}

/// Searches the site of `url` for its feeds.
///
/// # Errors
/// If the site cannot be asked: it does not answer, or wants to be left alone.
pub async fn search(url: &Url, progress: &ProgressBar) -> anyhow::Result<Report> {
    let settings = settings(url);
    let mut search = Search {
        fetcher: Fetcher::new(&settings)?,
        courtesy: Courtesy::new(&settings),
        progress,
        asked: HashSet::new(),
        places: HashSet::new(),
        silent: HashSet::new(),
        report: Report::default(),
    };
    search.run(url).await?;
    Ok(search.report)
}

fn settings(url: &Url) -> config::Fetch {
    // Who names an address on this machine means it.
    let is_own = Feed::new(url.clone()).is_on_this_machine();
    let defaults = config::Fetch::default();
    let gap = if is_own { Duration::ZERO } else { defaults.gap };
    config::Fetch { allow_private: is_own, gap, timeout: TIMEOUT, ..defaults }
}

impl Search<'_> {
    async fn run(&mut self, url: &Url) -> Result<(), FetchError> {
        match self.look(url, Wanted::Page).await {
            Ok(Look::Feed(document, parsed)) => {
                self.accept(&Waiting::plain(url.clone(), By::Itself), &document, *parsed).await;
                return Ok(());
            }
            Ok(Look::Other(page)) => self.try_candidates(&page).await,
            // A site may refuse its pages to programs, or have none at this address, and have feeds.
            Err(error @ FetchError::Refused { status: Some(_), .. }) => self.report.tried.push(error.to_string()),
            Err(error) => return Err(error),
        }
        if self.report.found.is_empty() {
            self.try_usual_places(url).await;
        }
        if self.report.found.is_empty() {
            self.try_robots(url).await;
        }
        Ok(())
    }

    /// Tries what a page names. Where nothing of it is a feed, but a link to one leads to another page, as
    /// those to lists of feeds do, what that page names is tried, too.
    async fn try_candidates(&mut self, page: &Document) {
        let list = self.try_all(page).await;
        if let Some(list) = list.filter(|_| self.report.found.is_empty()) {
            self.try_all(&list).await;
        }
    }

    /// Returns the first page with feeds of its own that was found where a feed should be.
    async fn try_all(&mut self, page: &Document) -> Option<Box<Document>> {
        let mut list = None;
        for candidate in candidates(page).into_iter().take(CANDIDATES_MAX) {
            let page = self.attempt(&Waiting::of(candidate)).await;
            list = list.or(page);
        }
        list
    }

    /// Tries where feeds usually are, until one is.
    async fn try_usual_places(&mut self, url: &Url) {
        let folder = url.join(".").ok().filter(|folder| folder.path() != "/");
        let in_folder = folder.iter().flat_map(|folder| USUAL_PLACES_IN_FOLDERS.iter().map(|place| folder.join(place)));
        let at_root = USUAL_PLACES.iter().map(|place| url.join(place));
        for place in in_folder.chain(at_root).flatten() {
            self.attempt(&Waiting::plain(place, By::Path)).await;
            if !self.report.found.is_empty() {
                return;
            }
        }
    }

    async fn try_robots(&mut self, url: &Url) {
        let Ok(robots) = url.join("/robots.txt") else { return };
        let lines = match self.fetch(&robots, Wanted::Robots).await {
            Ok(document) => String::from_utf8_lossy(&document.body).into_owned(),
            Err(error) => return self.report.tried.push(error.to_string()),
        };
        let sitemaps = news_first(sitemaps(&lines, &robots));
        if sitemaps.is_empty() {
            self.report.tried.push(format!("{robots} names no sitemap"));
        }
        for sitemap in sitemaps.into_iter().take(SITEMAPS_MAX) {
            self.attempt(&Waiting::plain(sitemap, By::Robots)).await;
        }
    }

    /// Tries one candidate, unless it was tried before; returns it if it is a page that names feeds itself.
    async fn attempt(&mut self, candidate: &Waiting) -> Option<Box<Document>> {
        let host = host_key(&candidate.url);
        if self.asked.contains(&candidate.url) || self.silent.contains(&host) {
            return None;
        }
        match self.look(&candidate.url, Wanted::Feed).await {
            Ok(Look::Feed(document, parsed)) => self.accept(candidate, &document, *parsed).await,
            Ok(Look::Other(page)) => return Some(page).filter(|page| !candidates(page).is_empty()),
            Err(error) => {
                self.report.tried.push(error.to_string());
                if let FetchError::Again { status: None, .. } = error {
                    self.silent.insert(host);
                }
            }
        }
        None
    }

    /// Notes a feed, unless it is one that was found at another address. An index of sitemaps stands for
    /// those of its sitemaps that changed last.
    async fn accept(&mut self, candidate: &Waiting, document: &Document, parsed: Parsed) {
        if !self.places.insert(document.final_url.clone()) {
            return;
        }
        if parsed.format == Some("sitemap_index") {
            self.report.tried.push(format!("{}: an index of sitemaps, with no entries of its own", candidate.url));
            // An index in an index is not followed.
            let depth = if candidate.by == By::Index { 0 } else { SITEMAPS_MAX };
            let children = parsed.children.into_iter().map(|child| child.url);
            for child in news_first(children.collect()).into_iter().take(depth) {
                Box::pin(self.attempt(&Waiting::plain(child, By::Index))).await;
            }
            return;
        }
        let first_link = parsed.entries.first().and_then(|entry| entry.link.clone());
        let title = parsed.feed.title.map(|title| title.value);
        let is_same = |other: &&Found| first_link.is_some() && other.first_link == first_link && other.title == title;
        let same_as = self.report.found.iter().find(is_same).map(|other| other.url.clone());
        self.report.found.push(Found {
            url: document.moved_to.clone().unwrap_or_else(|| candidate.url.clone()),
            format: parsed.format.unwrap_or_default(),
            entries: parsed.entries.len(),
            newest: parsed.entries.iter().filter_map(latest).max(),
            by: candidate.by,
            is_of_comments: candidate.is_of_comments,
            same_as,
            title,
            first_link,
        });
    }

    /// Fetches and reads; what is no feed is noted.
    async fn look(&mut self, url: &Url, wanted: Wanted) -> Result<Look, FetchError> {
        let document = self.fetch(url, wanted).await?;
        let parsed = parse::parse(&input(&document));
        if parsed.format.is_some() {
            return Ok(Look::Feed(Box::new(document), Box::new(parsed)));
        }
        let detail = parsed.problems.last().map_or("nothing in it looks like a feed", |problem| &problem.detail);
        self.report.tried.push(format!("{url}: {detail}"));
        Ok(Look::Other(Box::new(document)))
    }

    async fn fetch(&mut self, url: &Url, wanted: Wanted) -> Result<Document, FetchError> {
        self.asked.insert(url.clone());
        self.progress.set_message(format!("asking {url}"));
        let again = |message: String| FetchError::Again { message, status: None, retry_after: None };
        let host = host_key(url);
        let turn = self.courtesy.turn(&host).await.map_err(|postponed| {
            again(format!("{host} wants to be left alone for {} s", postponed.remaining.as_secs()))
        })?;
        let request = Request {
            url: url.clone(),
            wanted,
            validators: Validators::default(),
            headers: Vec::new(),
            user_agent: None,
            proxy: None,
        };
        let answer = self.fetcher.get(&request).await;
        drop(turn);
        if let Err(FetchError::Again { retry_after: Some(pause), .. }) = &answer {
            self.courtesy.postpone(&host, *pause);
        }
        match answer? {
            Answer::Document(document) => Ok(document),
            Answer::NotModified { .. } => Err(again(format!("{url} answered 304 to a question without validators"))),
        }
    }
}

fn input(document: &Document) -> Input<'_> {
    Input { body: &document.body, content_type: document.content_type.as_deref(), base_url: Some(&document.final_url) }
}

fn candidates(page: &Document) -> Vec<Candidate> {
    parse::candidates(&input(page))
}

fn latest(entry: &Entry) -> Option<Timestamp> {
    entry.published.or(entry.updated).map(|date| date.at)
}

/// Returns the sitemaps that a robots.txt names.
fn sitemaps(robots: &str, base: &Url) -> Vec<Url> {
    let value = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("sitemap").then(|| base.join(value.trim()).ok())?
    };
    robots.lines().filter_map(value).filter(|url| matches!(url.scheme(), "http" | "https")).collect()
}

/// Sitemaps of news are what is looked for; the others list a site's whole past.
fn news_first(mut urls: Vec<Url>) -> Vec<Url> {
    urls.sort_by_key(|url| !url.path().to_ascii_lowercase().contains("news"));
    urls
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sitemaps_are_read_from_robots_txt_those_of_news_first() {
        let base = Url::parse("https://e.org/robots.txt").unwrap();
        let robots = "User-agent: *\nDisallow: /x\nSitemap: https://e.org/all.xml\r\nSITEMAP : /news.xml\nSitemap: mailto:x\nSitemap:";
        let urls: Vec<String> = news_first(sitemaps(robots, &base)).into_iter().map(Into::into).collect();
        assert_eq!(urls[..2], ["https://e.org/news.xml", "https://e.org/all.xml"]);
    }

    #[test]
    fn private_addresses_are_reached_only_if_one_was_named() {
        assert!(settings(&"http://127.0.0.1:8/".parse().unwrap()).allow_private);
        let public = settings(&"https://example.org/".parse().unwrap());
        assert!(!public.allow_private && public.gap > Duration::ZERO);
    }
}
