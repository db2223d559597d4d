//! Article to annotations: pure stages, one file each, and their registry.
//!
//! Every stage reads a finished article and adds fields to it; title and text never change here. Most
//! stages are pure ([`Stage`]): any worker, any order, same answer. A few need to have seen the stream
//! ([`StreamStage`]): those run one at a time, in order, right before the commit. A new stage is one new
//! file, its `mod` line and its line in [`STAGES`].
//!
//! Deliberately absent: I/O, clocks, threads, and any knowledge of where articles come from or go to.

pub mod dates;
pub mod duplicates;
pub mod entities;
pub mod keyphrases;
pub mod language;
pub mod places;
pub mod quotes;
pub mod tokens;
pub mod wire;

mod isolation;
mod registry;
mod stop_words;

#[cfg(test)]
mod contract;

pub use duplicates::text_hash;
pub use isolation::with_panic_isolated;
pub use registry::{Built, Entry, UnknownStage, build, names};

use self::tokens::Tokens;
use crate::article::{Annotations, Article, ArticleId};

/// Every stage, in the order in which an article meets them: pure ones first, and each one after those whose
/// annotations it reads.
pub const STAGES: &[Entry] = &[
    Entry { name: "language", about: "the language of the text", build: language::build },
    Entry { name: "wire", about: "agency, place and date of a wire story", build: wire::build },
    Entry { name: "entities", about: "the people, organizations and places that are named", build: entities::build },
    Entry { name: "quotes", about: "what is quoted, and who says it", build: quotes::build },
    Entry { name: "places", about: "place names, with country and coordinates", build: places::build },
    Entry { name: "dates", about: "dates in the text and what they mean", build: dates::build },
    Entry { name: "keyphrases", about: "the words and names that matter most", build: keyphrases::build },
    Entry { name: "duplicates", about: "earlier articles with the same text", build: duplicates::build },
];

/// An article on its way through the stages, with its text cut once for all of them.
pub struct Tokenized {
    pub article: Article,
    pub tokens: Tokens,
}

impl Tokenized {
    pub fn of(article: Article) -> Self {
        let tokens = Tokens::of(&article.text);
        Self { article, tokens }
    }
}

/// Why a stage has nothing to say about an article that it should have understood.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct StageError(pub String);

/// A pure stage: any worker, any order, same answer.
pub trait Stage: Send + Sync {
    /// Returns what the article gives; only fields that this stage attempts are set. `tokens` are those of the
    /// article's text.
    ///
    /// # Errors
    /// An error (or a panic) costs this stage's annotations of one article, nothing else.
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError>;
}

/// A stage with memory: one at a time, in order, just before the commit.
pub trait StreamStage: Send {
    /// Rebuilds the memory at start from what the store remembers, oldest first.
    fn recall(&mut self, remembered: &[Remembered]);

    /// Returns what the stream so far says about the article and remembers it, under its id: an article
    /// that is offered again (after a crash, as an update) is not its own duplicate.
    fn observe(&mut self, article: &Article) -> Annotations;
}

/// What the store keeps of every emitted article.
#[derive(Clone, Copy, Debug)]
pub struct Remembered {
    pub id: ArticleId,
    /// See [`text_hash`].
    pub text_hash: u64,
}
