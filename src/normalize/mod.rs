//! Entry and page to [`Article`]: pure.
//!
//! ```text
//! page ─▶ guard ─▶ tree ─▶ metadata, dates
//!                   ├────▶ readability, JSON-LD ─▶ votes ─┐
//!                   └────▶ walk ─▶ blocks in their scopes ─┴▶ body: a judge ─▶ blocks ─┐
//! entry ─▶ content, summary ─────────────────────────────────────────────────▶ blocks ─┴▶ source ─▶ clean ─▶ assemble ─▶ Article
//! ```
//!
//! Bytes from outside are never trusted: [`guard`] bounds a page before a tree is built from it. What
//! the text is made from is decided once, in [`source`]; which blocks of a page are its article, in [`body`]; how it is
//! cleaned, in [`clean`], one file a rule.
//! Nothing is invented: a field that nobody stated stays empty.

mod assemble;
mod blocks;
pub mod body;
mod charset;
pub mod clean;
mod dates;
pub mod guard;
mod headings;
mod jsonld;
pub mod metadata;
mod need;
pub mod page;
mod scope;
mod source;
pub mod walk;

use jiff::Timestamp;
use xxhash_rust::xxh3::Xxh3Default;

pub use self::blocks::has_markup;
pub use self::charset::decode;
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

/// Makes the article of a sighting and, where there is one, its page.
///
/// # Errors
/// [`Unusable::Empty`] when neither the feed nor the page gives a title or a text.
pub fn normalize(sighting: &Sighting, page: PageOutcome<'_>, standing: &Standing) -> Result<Article, Unusable> {
    assemble::article(sighting, page, standing)
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
