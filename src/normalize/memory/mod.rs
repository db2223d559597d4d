//! What the pages of one site repeat: a memory of its last articles.
//!
//! ```text
//! page ─▶ judge ─▶ review: which blocks are suspect ─▶ known ones go ─▶ text
//!                     ▲                            └─▶ Shown ─┐
//!                     └── Recollection ◀── SiteMemory ◀───────┘
//! ```
//!
//! A judge who sees one page cannot know that the appeal below the article stands below all of them; whoever has seen
//! three knows. The memory holds, for every suspect block, on which of the site's last articles it stood. An
//! article is its own witness only once, however often it is offered, and never against itself: it is judged by
//! the articles that were read before it, so that a later version of it is cut as its first one was.
//!
//! Only suspects ([`review`]) are remembered, and only suspects go. Honest writing repeats itself too, in the middle of
//! texts and now and then at their end; furniture stands on most pages of a site.

mod blob;
mod review;

use std::collections::VecDeque;

pub use self::blob::Damaged;
pub use self::review::{Finding, Review, review};
use crate::article::ArticleId;

/// Articles that are remembered: a bit each for every block. Half of them show what a site looks like now; after a new
/// design, the old one is forgotten with them.
pub const ARTICLES_MAX: usize = u64::BITS as usize;

/// Blocks that are remembered; those that were not seen for longest go first. An article has 10 to 40 suspects, so these are the
/// ones of its last dozen, and 8 KiB.
pub const BLOCKS_MAX: usize = 512;

/// Articles from which a repetition is more than chance.
const WITNESSES_MIN: u32 = 3;

/// The last articles of one site, and the suspect blocks that stood on their pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SiteMemory {
    /// Fingerprints, oldest first.
    articles: VecDeque<u32>,
    /// By key. Bit 0 stands for the newest article, bit 1 for the one before it, and so on.
    blocks: Vec<(u64, u64)>,
}

/// The keys of the suspect blocks of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown(Vec<u64>);

impl SiteMemory {
    /// Notes what an article's page showed. Saying it again changes nothing; a page without text is no witness.
    pub fn observe(&mut self, article: ArticleId, shown: &Shown) {
        if shown.0.is_empty() {
            return;
        }
        let age = self.age(article).unwrap_or_else(|| self.admit(article));
        for key in &shown.0 {
            match self.blocks.binary_search_by_key(key, |(known, _)| *known) {
                Ok(at) => self.blocks[at].1 |= 1 << age,
                Err(at) => self.blocks.insert(at, (*key, 1 << age)),
            }
        }
        self.forget_oldest();
    }

    /// Returns what is known to judge an article by.
    pub fn before(&self, article: ArticleId) -> Recollection<'_> {
        let unborn = u32::try_from(ARTICLES_MAX - self.articles.len()).expect("at most ARTICLES_MAX");
        let all = u64::MAX.checked_shr(unborn).unwrap_or(0);
        let witnesses = match self.age(article) {
            None => all,
            // The site's first articles are still known as such.
            Some(age) if self.articles.len() < ARTICLES_MAX => all & (u64::MAX << age << 1),
            Some(age) => all & !(1 << age),
        };
        Recollection { blocks: &self.blocks, witnesses }
    }

    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    fn age(&self, article: ArticleId) -> Option<usize> {
        self.articles.iter().rev().position(|known| *known == fingerprint(article))
    }

    fn admit(&mut self, article: ArticleId) -> usize {
        if self.articles.len() == ARTICLES_MAX {
            self.articles.pop_front();
        }
        self.articles.push_back(fingerprint(article));
        for (_, seen) in &mut self.blocks {
            *seen <<= 1;
        }
        self.blocks.retain(|(_, seen)| *seen != 0);
        0
    }

    fn forget_oldest(&mut self) {
        if self.blocks.len() <= BLOCKS_MAX {
            return;
        }
        let mut ages: Vec<u32> = self.blocks.iter().map(|(_, seen)| seen.trailing_zeros()).collect();
        ages.sort_unstable();
        let last = ages[BLOCKS_MAX - 1];
        let mut spare = ages.iter().take(BLOCKS_MAX).filter(|age| **age == last).count();
        self.blocks.retain(|(_, seen)| {
            let age = seen.trailing_zeros();
            let is_lucky = age == last && spare > 0;
            spare -= usize::from(is_lucky);
            age < last || is_lucky
        });
    }
}

/// Two articles of one site's last sixty-four have the same one once in two million sites.
fn fingerprint(article: ArticleId) -> u32 {
    u32::from_le_bytes([article.0[0], article.0[1], article.0[2], article.0[3]])
}

/// A site's memory as far as it counts for one article; the default knows nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Recollection<'a> {
    blocks: &'a [(u64, u64)],
    /// One bit an article.
    witnesses: u64,
}

/// How much of a site must repeat a block: one article of so many, beyond the first three.
#[derive(Clone, Copy, Debug)]
enum Share {
    Half = 2,
    Third = 3,
    Eighth = 8,
}

impl Recollection<'_> {
    fn repeats(&self, key: u64, share: Share) -> bool {
        let Ok(at) = self.blocks.binary_search_by_key(&key, |(known, _)| *known) else { return false };
        let seen = (self.blocks[at].1 & self.witnesses).count_ones();
        seen >= WITNESSES_MIN + self.witnesses.count_ones().saturating_sub(WITNESSES_MIN) / share as u32
    }
}

#[cfg(test)]
impl Shown {
    pub fn of(keys: &[u64]) -> Self {
        Self(keys.to_vec())
    }
}

#[cfg(test)]
mod tests;
