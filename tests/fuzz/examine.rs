//! What must hold for every input, whoever made it: the mutations of the tests or a fuzzer led by coverage.
//!
//! Each function returns a hash of what the input taught, or why this must not be; a panic is for the caller to catch.

use std::hash::{DefaultHasher, Hash, Hasher};

use courant::article::{ArticleId, FeedRef, Provenance};
use courant::normalize::{self, Page, PageOutcome, Rules, Standing};
use courant::parse::{self, Entry, Input, Parsed, Sighting};
use jiff::Timestamp;
use url::Url;

/// An empty element of a few bytes becomes an entry of a few hundred, an address of one byte grows by its base.
const OUTPUT_TIMES_MAX: usize = 100;
const OUTPUT_FLOOR: usize = 64 * 1024;

/// A document and what the transport says of it.
#[derive(Clone, Debug)]
pub struct Sample {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
}

impl Sample {
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), content_type: None }
    }
}

/// Reads a feed.
pub fn document(sample: &Sample) -> Result<u64, String> {
    let base = Url::parse("http://example.org/feeds/all.xml").expect("an address");
    let input = Input { body: &sample.bytes, content_type: sample.content_type.as_deref(), base_url: Some(&base) };
    let parsed = parse::parse(&input);
    let identities = parse::identify("fuzz", &parsed.entries);
    if identities.len() != parsed.entries.len() {
        return Err(format!("{} identities for {} entries", identities.len(), parsed.entries.len()));
    }
    let entries = serde_json::to_vec(&parsed.entries).map_err(|error| error.to_string())?.len();
    let head = serde_json::to_vec(&parsed.feed).map_err(|error| error.to_string())?.len();
    let problems: usize = parsed.problems.iter().map(|problem| problem.detail.len()).sum();
    let allowed = OUTPUT_FLOOR + OUTPUT_TIMES_MAX * sample.bytes.len();
    if entries + head + problems > allowed {
        let bytes = sample.bytes.len();
        return Err(format!("{bytes} bytes became {entries} of entries, {head} of head, {problems} of problems"));
    }
    if parsed.format.is_none() && (parsed.problems.is_empty() || !parsed.entries.is_empty()) {
        return Err(format!("no feed, {} entries, and no reason", parsed.entries.len()));
    }
    Ok(lesson(&parsed))
}

/// What this document taught: format, encoding, kinds of problems with their words, and roughly how much was found.
fn lesson(parsed: &Parsed) -> u64 {
    let mut hash = DefaultHasher::new();
    (parsed.format, &parsed.encoding, parsed.entries.len().checked_ilog2()).hash(&mut hash);
    for problem in &parsed.problems {
        let words: String = problem.detail.chars().filter(char::is_ascii_alphabetic).take(12).collect();
        (problem.name, words).hash(&mut hash);
    }
    for entry in parsed.entries.iter().take(8) {
        let facts = [entry.guid.is_some(), entry.link.is_some(), entry.published.is_some(), entry.content.is_some()];
        (facts, entry.links.len().min(4), entry.media.len().min(4), entry.categories.len().min(4)).hash(&mut hash);
    }
    hash.finish()
}

/// Reads a date.
pub fn date(sample: &Sample) -> Result<u64, String> {
    let text = String::from_utf8_lossy(&sample.bytes);
    let Some(date) = parse::date(&text) else { return Ok(0) };
    let second = date.at.as_second();
    if !(0..=253_402_300_799).contains(&second) {
        return Err(format!("{text:?} is read as {}", date.at));
    }
    if parse::date(&date.at.to_string()).is_none_or(|again| again.at != date.at) {
        return Err(format!("{text:?} is read as {}, which is read otherwise", date.at));
    }
    let mut hash = DefaultHasher::new();
    (second.checked_ilog2(), second % 60 == 0, format!("{:?}", date.precision)).hash(&mut hash);
    Ok(hash.finish())
}

/// What an article may be longer than its page: a title or a picture is said twice, an address grows by its base.
const ARTICLE_TIMES_MAX: usize = 20;

/// Makes an article of a page.
pub fn page(sample: &Sample) -> Result<u64, String> {
    let url = Url::parse("http://example.org/news/1").expect("an address");
    let page = Page {
        html: normalize::decode(&sample.bytes, sample.content_type.as_deref()),
        url,
        provenance: Provenance::default(),
        fetched: Timestamp::UNIX_EPOCH,
    };
    let sighting = Sighting {
        entry: Entry { link: Some(page.url.to_string()), ..Entry::default() },
        feed: FeedRef::default(),
        feed_language: None,
        provenance: Provenance::default(),
        fetched: page.fetched,
    };
    let id = ArticleId::of_link(page.url.as_str());
    let standing = Standing { id, first_seen: page.fetched, seen_in: Vec::new() };
    let Ok(article) = normalize::normalize(&sighting, PageOutcome::Got(&page), &standing, &Rules::default()) else {
        return Ok(0);
    };
    let length = serde_json::to_vec(&article).map_err(|error| error.to_string())?.len();
    if length > OUTPUT_FLOOR + ARTICLE_TIMES_MAX * sample.bytes.len() {
        return Err(format!("{} bytes became an article of {length}", sample.bytes.len()));
    }
    let mut hash = DefaultHasher::new();
    let facts = [article.title.is_some(), article.published.is_some(), article.standfirst.is_some()];
    let counts = [article.authors.len().min(4), article.images.len().min(4), article.tags.len().min(4)];
    (facts, counts, article.text.len().checked_ilog2(), &article.extraction.flags).hash(&mut hash);
    Ok(hash.finish())
}
