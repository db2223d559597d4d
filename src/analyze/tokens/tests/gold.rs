//! Sentence boundaries against the gold, which was written before the code.
//!
//! Its conventions are in `tests/fixtures/gold/README.md`. A boundary is the place where a sentence other than its
//! block's first begins.

use std::collections::{BTreeMap, BTreeSet};

use super::super::Tokens;

const GOLD: &str = include_str!("../../../../tests/fixtures/gold/sentences.txt");

/// Over all languages.
const F1_MIN: f64 = 0.98;

/// In each of the languages that have a hundred sentences.
const LANGUAGE_F1_MIN: f64 = 0.96;
const LARGE: &[&str] = &["en", "de", "fr", "es", "ru"];

struct Block {
    language: &'static str,
    text: String,
    boundaries: BTreeSet<usize>,
}

fn blocks() -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut language = "";
    let mut is_new = true;
    for line in GOLD.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            (language, is_new) = (name, true);
        } else if line.is_empty() {
            is_new = true;
        } else if is_new {
            blocks.push(Block { language, text: line.to_owned(), boundaries: BTreeSet::new() });
            is_new = false;
        } else {
            let block = blocks.last_mut().expect("a block is begun by its first line");
            let sentence = line.strip_prefix('+').unwrap_or(line);
            if sentence.len() == line.len() && !matches!(language, "zh" | "ja") {
                block.text.push(' ');
            }
            block.boundaries.insert(block.text.len());
            block.text.push_str(sentence);
        }
    }
    blocks
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Score {
    fn add(&mut self, found: &BTreeSet<usize>, wanted: &BTreeSet<usize>) {
        self.right += found.intersection(wanted).count();
        self.wrong += found.difference(wanted).count();
        self.missed += wanted.difference(found).count();
    }

    fn f1(self) -> f64 {
        2.0 * self.right as f64 / (2 * self.right + self.wrong + self.missed) as f64
    }
}

fn found(text: &str) -> BTreeSet<usize> {
    let tokens = Tokens::of(text);
    tokens.sentences().skip(1).map(|sentence| tokens.all()[sentence.start].start_byte as usize).collect()
}

#[test]
fn sentences_of_the_gold_are_found() {
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    for block in blocks() {
        let found = found(&block.text);
        scores.entry(block.language).or_default().add(&found, &block.boundaries);
        scores.entry("all").or_default().add(&found, &block.boundaries);
    }
    let table: Vec<String> =
        scores.iter().map(|(language, score)| format!("{language} {:.4} {score:?}", score.f1())).collect();
    assert!(scores["all"].f1() >= F1_MIN, "{table:#?}");
    for language in LARGE {
        assert!(scores[language].f1() >= LANGUAGE_F1_MIN, "{language}: {table:#?}");
    }
}
