//! What the page itself says elsewhere of its article: JSON-LD's text, the description, the title.
//!
//! None of it is trusted whole. Each says of every block how much of it it holds, and the judge weighs that.

use std::collections::HashSet;

use super::line::{self, ratio};

/// Words of a run by which texts are compared; shorter blocks are compared whole.
const RUN_WORDS: usize = 4;

/// Words of a block that may be the title.
const TITLE_WORDS_MAX: usize = 40;

/// The candidates of one page.
#[derive(Debug, Default)]
pub struct Candidates {
    told: Runs,
    description: Runs,
    title: HashSet<u64>,
}

/// How far the texts that a page gives elsewhere agree with a block: shares, -1 where nothing can be said.
#[derive(Debug)]
pub struct Agreement {
    /// Of the block's runs, those that are in JSON-LD's text.
    pub told: f32,
    /// The same of the description.
    pub description: f32,
    /// Words in common with the title, of the longer one's.
    pub title: f32,
}

impl Candidates {
    pub fn new(told: Option<&str>, description: Option<&str>, title: Option<&str>) -> Self {
        Self {
            told: Runs::of(told.unwrap_or_default()),
            description: Runs::of(description.unwrap_or_default()),
            title: words(title.unwrap_or_default()).into_iter().collect(),
        }
    }

    /// Compares a block's text with the texts given elsewhere.
    pub fn agreement(&self, text: &str) -> Agreement {
        let words = words(text);
        let shared = words.iter().filter(|word| self.title.contains(word)).count();
        let title = if words.len() <= TITLE_WORDS_MAX { ratio(shared, words.len().max(self.title.len())) } else { 0.0 };
        Agreement { told: self.told.share(&words), description: self.description.share(&words), title }
    }
}

/// Runs of words of a text.
#[derive(Debug, Default)]
struct Runs(HashSet<u64>);

impl Runs {
    fn of(text: &str) -> Self {
        Self(runs(&words(text)).collect())
    }

    fn share(&self, words: &[u64]) -> f32 {
        if self.0.is_empty() || words.len() < RUN_WORDS {
            return -1.0;
        }
        ratio(runs(words).filter(|run| self.0.contains(run)).count(), words.len() + 1 - RUN_WORDS)
    }
}

fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(RUN_WORDS).map(|run| run.iter().fold(0, |hash: u64, word| hash.rotate_left(17) ^ word))
}

/// Returns the keys of the words.
fn words(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(line::key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_agree_by_words() {
        let told = "It rained all day in the town. Nobody came to the market.";
        let candidates = Candidates::new(Some(told), None, Some("Rain in the town"));
        let agreement = candidates.agreement("Nobody came to the market.");
        assert!((agreement.told - 1.0).abs() < 1e-6, "{agreement:?}");
        assert!((agreement.description + 1.0).abs() < 1e-6, "nothing is described: {agreement:?}");
        let agreement = candidates.agreement("RAIN in the town");
        assert!((agreement.title - 1.0).abs() < 1e-6, "{agreement:?}");
        assert!(candidates.agreement("Subscribe to our letter today").told < 0.1);
    }
}
