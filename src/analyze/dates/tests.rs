//! Dates in invented sentences, and the gold of all five languages.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::analyze::contract::{annotate, article};
use crate::article::{Article, Language, LanguageSource};

const GOLD: &str = include_str!("../../../tests/fixtures/gold/dates.jsonl");

fn written_in(tag: &str, published: Option<&str>, text: &str) -> Article {
    let mut article = article("", text);
    article.published = published.map(|published| published.parse().expect("a timestamp"));
    let source = LanguageSource::Text;
    article.annotations.language = Some(Some(Language { tag: tag.to_owned(), confidence: 1.0, source }));
    article
}

fn dates(mut article: Article) -> Vec<(String, String)> {
    let wire = annotate("wire", &article);
    article.annotations.merge(wire);
    let dates = annotate("dates", &article).dates.expect("attempted");
    dates.into_iter().map(|date| (date.text, date.value)).collect()
}

/// How many expressions were right, and how many there were or should have been.
#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
}

impl Score {
    fn share(&self) -> f64 {
        self.right as f64 / self.all.max(1) as f64
    }
}

#[test]
fn the_gold_is_read() {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for (number, line) in GOLD.lines().enumerate() {
        let item: Value = serde_json::from_str(line).expect("a line of JSON");
        let (language, text) = (item["language"].as_str().expect("a tag"), item["text"].as_str().expect("a text"));
        let expected: Vec<(String, String)> = serde_json::from_value(item["dates"].clone()).expect("pairs");
        let found = dates(written_in(language, item["published"].as_str(), text));
        let right = found.iter().filter(|pair| expected.contains(pair)).count();
        let half = if number % 2 == 0 { "held out" } else { "seen" };
        for group in ["all", language, half] {
            let score = scores.entry(group.to_owned()).or_default();
            score.right += right;
            score.all += expected.len() + found.len() - right;
        }
        if found != expected && half == "seen" {
            mistakes.push(format!("{}: {text}\n  expected {expected:?}\n  found    {found:?}", number + 1));
        }
    }
    for (group, score) in &scores {
        eprintln!("{group}: {} of {}", score.right, score.all);
    }
    for (group, score) in &scores {
        let least = if group == "all" { 0.95 } else { 0.92 };
        assert!(score.share() >= least, "{group}: {} of {}\n{}", score.right, score.all, mistakes.join("\n"));
    }
}
