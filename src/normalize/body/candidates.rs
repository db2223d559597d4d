//! What others take for the article: the readability algorithm's choice, JSON-LD's text, the page's description.
//!
//! None of them is trusted whole. Each says of every block whether it holds it too, and the judge weighs that.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::line::{Line, ratio};
use crate::normalize::blocks::Block;

/// Words of a run by which texts are compared; shorter blocks are compared whole.
const RUN_WORDS: usize = 4;

/// The candidates of one page.
#[derive(Debug, Default)]
pub struct Candidates {
    readability: HashMap<u64, usize>,
    pub told: Runs,
    pub description: Runs,
    title: HashSet<u64>,
}

impl Candidates {
    pub fn new(readability: &[Block], told: Option<&str>, description: Option<&str>, title: Option<&str>) -> Self {
        let mut counts = HashMap::new();
        for block in readability {
            *counts.entry(Line::of(block).key).or_default() += 1;
        }
        Self {
            readability: counts,
            told: Runs::of(told.unwrap_or_default()),
            description: Runs::of(description.unwrap_or_default()),
            title: words(title.unwrap_or_default()).collect(),
        }
    }

    /// Whether the readability algorithm holds the block.
    pub fn is_voted(&self, line: &Line) -> bool {
        self.readability.contains_key(&line.key)
    }

    /// Returns the share of the title's and the text's words that they have in common, of the longer one's.
    pub fn title_share(&self, text: &str) -> f32 {
        let words: Vec<u64> = words(text).take(2 * self.title.len() + 1).collect();
        let shared = words.iter().filter(|word| self.title.contains(word)).count();
        ratio(shared, words.len().max(self.title.len()))
    }
}

/// Runs of words of a text.
#[derive(Debug, Default)]
pub struct Runs(HashSet<u64>);

impl Runs {
    pub fn of(text: &str) -> Self {
        Self(runs(text).into_iter().collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the share of the text's runs that are known; -1 where nothing can be said.
    pub fn share(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return -1.0;
        }
        let runs = runs(text);
        if runs.is_empty() {
            return -1.0;
        }
        ratio(runs.iter().filter(|run| self.0.contains(run)).count(), runs.len())
    }
}

fn runs(text: &str) -> Vec<u64> {
    let words: Vec<u64> = words(text).collect();
    words.windows(RUN_WORDS).map(|run| run.iter().fold(0, |hash: u64, word| hash.rotate_left(17) ^ word)).collect()
}

fn words(text: &str) -> impl Iterator<Item = u64> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| xxh3_64(word.to_lowercase().as_bytes()))
}
