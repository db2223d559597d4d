//! Entry and page to [`Article`]: pure.
//!
//! ```text
//! page ─▶ guard ─▶ tree ─▶ metadata, dates
//!                   ├────▶ JSON-LD, description, title ─▶ candidates ─┐
//!                   └────▶ walk ─▶ blocks in their scopes ────────────┴▶ body: a judge ─▶ memory ─▶ blocks ─┐
//! entry ─▶ content, summary ──────────────────────────────────────────────────────────────────────▶ blocks ─┴▶ source ─▶ clean ─▶ assemble ─▶ Article
//! ```
//!
//! Bytes from outside are never trusted: [`guard`] bounds a page before a tree is built from it. What
//! the text is made from is decided once, in [`source`]; which blocks of a page are its article, in [`body`]; which of them
//! the site repeats, in [`memory`]; how it is cleaned, in [`clean`], one file a rule; whether the page shows it at all,
//! in [`verdict`]; what a feed's content says of its page, in [`beside`].
//! Nothing is invented: a field that nobody stated stays empty. Where an operator's rule for a site ([`Rules`]) finds
//! something, it is believed before everything else. Whoever asks why a text came out so gets the way of every block
//! ([`explain`]); a trace follows them, which is off otherwise.

mod assemble;
mod beside;
mod blocks;
pub mod body;
mod charset;
pub mod clean;
mod dates;
pub mod explain;
pub mod guard;
mod headings;
mod jsonld;
pub mod memory;
pub mod metadata;
mod need;
pub mod page;
mod rules;
mod scope;
mod source;
mod standfirst;
mod trace;
mod verdict;
pub mod walk;

use jiff::Timestamp;
use xxhash_rust::xxh3::Xxh3Default;

pub use self::blocks::has_markup;
pub use self::charset::decode;
pub use self::memory::{Shown, SiteMemory};
pub use self::need::wants_page;
pub use self::rules::{Pattern, Rule, Rules, Selector, fits_pattern};
use self::trace::Trace;
use crate::article::{Article, ArticleId, Provenance};
use crate::parse::Sighting;

/// A fetched page, decoded to text.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: url::Url,
    pub html: String,
    /// `final_url` to `sha256` of the page; the entry's own fields are taken from the sighting.
    pub provenance: Provenance,
    pub fetched: Timestamp,
}

/// What became of an entry's page.
#[derive(Clone, Copy, Debug)]
pub enum PageOutcome<'a> {
    /// See [`wants_page`].
    NotWanted,
    Got(&'a Page),
    /// It was given up: flag `page_unavailable`.
    Unavailable,
    /// Flag `page_refused_by_robots`.
    RefusedByRobots,
}

/// What stays the same for one article in all its versions.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: ArticleId,
    pub first_seen: Timestamp,
    pub seen_in: Vec<String>,
}

/// Why an entry makes no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("the entry has neither title nor text")]
    Empty,
}

/// Makes the article of a sighting and, where there is one, its page, which is read by itself.
///
/// # Errors
/// [`Unusable::Empty`] when neither the feed nor the page gives a title or a text.
pub fn normalize(
    sighting: &Sighting,
    page: PageOutcome<'_>,
    standing: &Standing,
    rules: &Rules,
) -> Result<Article, Unusable> {
    let background = Background { rules, memory: &SiteMemory::default() };
    normalize_on(background, sighting, page, standing).map(|normalized| normalized.article)
}

/// What is known of a page's site before the page is read.
#[derive(Clone, Copy, Debug)]
pub struct Background<'a> {
    pub rules: &'a Rules,
    /// The default knows nothing: the page is read by itself.
    pub memory: &'a SiteMemory,
}

/// An article, and what its page has to do with the others of its site.
#[derive(Debug)]
pub struct Normalized {
    pub article: Article,
    /// For [`SiteMemory::observe`].
    pub shown: Shown,
    /// Blocks that were left out because the site repeats them.
    pub repeated: usize,
}

/// Like [`normalize`], with what is known of the page's site.
///
/// # Errors
/// The same.
pub fn normalize_on(
    background: Background<'_>,
    sighting: &Sighting,
    page: PageOutcome<'_>,
    standing: &Standing,
) -> Result<Normalized, Unusable> {
    assemble::article(background, sighting, page, standing, &mut Trace::off())
}

/// Returns the hash of title and text: only an article that differs here leaves as a new version. It is kept on
/// disk: XXH3-64, whose output is frozen.
pub fn content_hash(article: &Article) -> u64 {
    let mut hash = Xxh3Default::new();
    hash.update(article.title.as_deref().unwrap_or_default().as_bytes());
    hash.update(&[0]);
    hash.update(article.text.as_bytes());
    hash.digest()
}

#[cfg(test)]
mod tests;
