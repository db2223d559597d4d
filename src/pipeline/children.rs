//! The sitemaps behind a sitemap index: those that changed last are read with it, as one document.

use super::intake::Part;
use super::poll::{Poller, provenance};
use crate::config;
use crate::parse::Child;
use crate::store::catalog::FeedState;
use crate::store::intake::Window;

/// Sitemaps read at each poll of an index. News is in the one that changed last, and in two where a month ends or
/// sections have their own; the others are archives.
const READ_MAX: usize = 3;

/// What an index led to.
pub struct Found {
    pub parts: Vec<Part>,
    /// All of them were read to their end.
    pub is_whole: bool,
    /// The index says when each changed: while it stays as it is, they do.
    pub is_dated: bool,
}

/// Reads the sitemaps that changed last. One that fails now is read at the next poll.
pub async fn read(
    poller: &Poller,
    feed: &config::Feed,
    state: &FeedState,
    children: &[Child],
    before: &Window,
) -> Found {
    let mut found = Found { parts: Vec::new(), is_whole: true, is_dated: true };
    for child in children.iter().take(READ_MAX) {
        found.is_dated &= child.updated.is_some();
        match poller.another_document(feed, state, &child.url, before).await {
            Some((document, understood)) => {
                found.is_whole &= !understood.ends_early();
                found.parts.push(Part { understood, facts: provenance(feed, &document) });
            }
            None => {
                tracing::debug!(feed = %feed.id, sitemap = %child.url, "a sitemap of the index was not to be had");
                found.is_whole = false;
            }
        }
    }
    found
}
