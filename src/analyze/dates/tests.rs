//! The gold of all five languages, and what holds in each.

mod sentences;

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
        // The grammar was written without a look at the lines of odd numbers.
        let half = if number % 2 == 0 { "odd lines" } else { "even lines" };
        for group in ["all", language, half] {
            let score = scores.entry(group.to_owned()).or_default();
            score.right += right;
            score.all += expected.len() + found.len() - right;
        }
        if found != expected {
            mistakes.push(format!("{}: {text}\n  expected {expected:?}\n  found    {found:?}", number + 1));
        }
    }
    for (group, score) in &scores {
        let least = if group == "all" { 0.95 } else { 0.92 };
        assert!(score.share() >= least, "{group}: {} of {}\n{}", score.right, score.all, mistakes.join("\n"));
    }
}

/// Surface and value of each date, `surface=value`.
fn found(article: Article) -> Vec<String> {
    dates(article).into_iter().map(|(surface, value)| format!("{surface}={value}")).collect()
}

#[test]
fn without_a_day_to_count_from_only_whole_dates_are_given() {
    let text = "On Friday, last month and on May 3 he read of May 3, 2011, of 2012-02-29 and of the 1990s.";
    let whole = ["May 3, 2011=2011-05-03", "2012-02-29=2012-02-29", "1990s=199X"];
    assert_eq!(found(written_in("en", None, text)), whole);
}

#[test]
fn a_text_in_no_known_language_is_read_as_english_and_one_in_another_by_its_numbers() {
    let text = "On Friday they read the letter of 14.11.2015 and that of 31.02.2015.";
    let published = Some("2024-06-12T12:00:00Z");
    let mut unknown = written_in("en", published, text);
    unknown.annotations.language = Some(None);
    assert_eq!(found(unknown), ["Friday=2024-06-07", "14.11.2015=2015-11-14"]);
    assert_eq!(found(written_in("pt", published, text)), ["14.11.2015=2015-11-14"]);
    assert_eq!(found(written_in("de-AT", published, "Das war am Freitag.")), ["Freitag=2024-06-07"]);
}

#[test]
fn the_day_of_the_dateline_outweighs_that_of_the_publication() {
    let mut article = written_in("en", Some("2024-06-12T12:00:00Z"), "The minister resigned yesterday.");
    article.dateline = Some("ROME, June 10".to_owned());
    assert_eq!(found(article), ["yesterday=2024-06-09"]);
}

/// The day of publication is that of UTC, whatever the hour.
#[test]
fn the_last_minute_of_a_day_belongs_to_it() {
    assert_eq!(found(written_in("en", Some("2024-06-12T23:59:59Z"), "It rains today.")), ["today=2024-06-12"]);
}

#[test]
fn an_article_glued_to_its_word_stays_outside() {
    let article = written_in("fr", Some("2024-06-12T12:00:00Z"), "L’an dernier, 🙂 l’été dernier.");
    let mentions = annotate("dates", &article).dates.expect("attempted");
    let spans: Vec<_> = mentions.iter().map(|date| (date.start, date.end, date.text.as_str())).collect();
    assert_eq!(spans, [(2, 12, "an dernier"), (18, 29, "été dernier")]);
}

/// Words that begin forms, over and over: were every form to look at the whole text, this would not end.
#[test]
fn a_hostile_text_is_read_to_its_end() {
    for word in ["May ", "a ", "3 ", "Friday, ", "first ", "2011, ", "last ", "June and ", "“ ", "was May 3 "] {
        let text = word.repeat(400_000 / word.len());
        assert!(dates(written_in("en", Some("2024-06-12T12:00:00Z"), &text)).len() <= super::MENTIONS_MAX);
    }
}

#[test]
fn a_year_that_four_digits_cannot_write_is_no_anchor() {
    let text = "Profits fell in Q3, last winter, in March and 500 years ago, but not on 4 May 2019.";
    for published in ["-009999-01-03T00:00:00Z", "0000-03-01T00:00:00Z", "9999-12-30T00:00:00Z"] {
        let found = dates(written_in("en", Some(published), text));
        assert_eq!(found, [("4 May 2019".to_owned(), "2019-05-04".to_owned())], "{published}");
    }
    assert_eq!(dates(written_in("en", Some("9998-12-30T00:00:00Z"), text)).len(), 5);
}
