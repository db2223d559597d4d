//! Entry and page to [`Article`]: pure.
//!
//! ```text
//! page ─▶ guard ─▶ tree ─▶ metadata, dates
//!                   ├────▶ readability, JSON-LD ─▶ votes ─┐
//!                   └────▶ walk ─▶ blocks in their scopes ─┴▶ body: a judge ─▶ memory ─▶ blocks ─┐
//! entry ─▶ content, summary ────────────────────────────────────────────────────────────▶ blocks ─┴▶ source ─▶ clean ─▶ assemble ─▶ Article
//! ```
//!
//! Bytes from outside are never trusted: [`guard`] bounds a page before a tree is built from it. What
//! the text is made from is decided once, in [`source`]; which blocks of a page are its article, in [`body`]; which of them
//! the site repeats, in [`memory`]; how it is cleaned, in [`clean`], one file a rule.
//! Nothing is invented: a field that nobody stated stays empty.

mod assemble;
mod blocks;
pub mod body;
mod charset;
mod clean;
mod dates;
mod guard;
mod headings;
mod jsonld;
pub mod memory;
mod metadata;
mod need;
pub mod page;
mod scope;
mod source;
mod walk;

use jiff::Timestamp;
use xxhash_rust::xxh3::Xxh3Default;

pub use self::blocks::has_markup;
pub use self::charset::decode;
pub use self::memory::{Shown, SiteMemory};
pub use self::need::wants_page;
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
pub fn normalize(sighting: &Sighting, page: PageOutcome<'_>, standing: &Standing) -> Result<Article, Unusable> {
    normalize_on(&SiteMemory::default(), sighting, page, standing).map(|normalized| normalized.article)
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
    site: &SiteMemory,
    sighting: &Sighting,
    page: PageOutcome<'_>,
    standing: &Standing,
) -> Result<Normalized, Unusable> {
    let mut reading = match page {
        PageOutcome::Got(page) => Some(page::read(&page.html, &page.url, &site.before(standing.id))),
        _ => None,
    };
    let shown = reading.as_mut().map(|reading| std::mem::take(&mut reading.shown)).unwrap_or_default();
    let repeated = reading.as_ref().map_or(0, |reading| reading.repeated.len());
    let article = assemble::article(sighting, page, reading, standing)?;
    Ok(Normalized { article, shown, repeated })
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
