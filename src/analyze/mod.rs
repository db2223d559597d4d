//! Article to annotations: pure stages, one file each, and their registry.

use crate::article::{Annotations, Article, ArticleId};

/// Why a stage has nothing to say about an article that it should have understood.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct StageError(pub String);

/// A pure stage: any worker, any order, same answer.
pub trait Stage: Send + Sync {
    /// Returns what the article gives; only fields that this stage attempts are set.
    ///
    /// # Errors
    /// An error (or a panic) costs this stage's annotations of one article, nothing else.
    fn annotate(&self, article: &Article) -> Result<Annotations, StageError>;
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
