//! A panic costs one stage's annotations of one article, never the process.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Stage, StageError, Tokenized};
use crate::article::Annotations;

/// Runs a pure stage; a panic in it becomes its error.
///
/// Safe because a [`Stage`] has no memory: nothing half-changed can be seen afterwards. The panic hook still
/// runs, so the place of the panic reaches the log.
///
/// # Errors
/// The stage's own, or `the stage panicked: …`.
pub fn with_panic_isolated(stage: &dyn Stage, tokenized: &Tokenized) -> Result<Annotations, StageError> {
    catch_unwind(AssertUnwindSafe(|| stage.annotate(&tokenized.article, &tokenized.tokens)))
        .unwrap_or_else(|payload| Err(StageError(format!("the stage panicked: {}", message_of(payload.as_ref())))))
}

fn message_of(payload: &(dyn Any + Send)) -> &str {
    if let Some(message) = payload.downcast_ref::<&str>() {
        message
    } else if let Some(message) = payload.downcast_ref::<String>() {
        message
    } else {
        "no message"
    }
}

#[cfg(test)]
mod tests {
    use super::super::contract::article;
    use super::super::tokens::Tokens;
    use super::*;
    use crate::article::Article;

    struct Broken;

    impl Stage for Broken {
        fn annotate(&self, article: &Article, _tokens: &Tokens) -> Result<Annotations, StageError> {
            panic!("cannot read {:?}", article.text)
        }
    }

    #[test]
    fn a_panic_becomes_an_error_that_says_what_happened() {
        let error = with_panic_isolated(&Broken, &Tokenized::of(article("title", "text"))).unwrap_err();
        assert_eq!(error.to_string(), "the stage panicked: cannot read \"text\"");
    }
}
