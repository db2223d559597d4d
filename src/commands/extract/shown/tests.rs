//! What people see of an explanation, word for word.

use super::*;
use crate::commands::extract::read;
use crate::normalize::explain::{Explained, explain};
use crate::normalize::{Pattern, Rule, Rules, Selector};

const PAGE: &str = include_str!("../../../../tests/fixtures/explained.html");

/// What is shown of the page in 100 columns. The model's own figures change with its training: here it is sure of
/// everything.
fn shown(rules: &Rules, is_colored: bool) -> String {
    let url = "https://paper.example/rain".parse().unwrap();
    let now = "2015-05-05T00:00:00Z".parse().unwrap();
    let Explained { article, mut explanation } =
        read(PAGE, Some(&url), now, |sighting, page, standing| explain(sighting, page, standing, rules));
    for judge in explanation.blocks.iter_mut().filter_map(|way| way.judge.as_mut()) {
        *judge = if *judge >= 0.5 { 0.9 } else { 0.1 };
    }
    text(article.as_ref().ok(), &explanation, &Look { width: 100, is_colored })
}

#[test]
fn a_page_is_explained_block_by_block() {
    let shown = shown(&Rules::default(), false);
    assert_eq!(shown, include_str!("explained.txt"), "{shown}");
}

#[test]
fn a_rule_is_shown_with_what_it_found() {
    let selector = |text: &str| Some(Selector::new(text).unwrap());
    let mut rules = Rules::default();
    let rule = Rule {
        place: "rules/paper.toml:2".into(),
        hosts: vec!["paper.example".into()],
        body: selector("article, .gone"),
        remove: vec![Selector::new("aside.related").unwrap(), Selector::new("div.newsletter").unwrap()],
        remove_lines: vec![Pattern::new("The valley last*").unwrap()],
        date: selector("h1"),
        ..Rule::default()
    };
    rules.add(rule).unwrap();
    let shown = shown(&rules, false);
    assert_eq!(shown, include_str!("explained-by-rule.txt"), "{shown}");
}

#[test]
fn colors_add_nothing_but_colors() {
    let (plain, colored) = (shown(&Rules::default(), false), shown(&Rules::default(), true));
    let mut parts = colored.split("\u{1b}[");
    let mut bare = parts.next().unwrap().to_owned();
    assert!(!plain.contains('\u{1b}'));
    for part in parts {
        bare.push_str(part.split_once('m').expect("a code ends").1);
    }
    assert_eq!(bare, plain);
}

#[test]
fn texts_are_clipped_to_columns() {
    let cases = [
        ("rain", 4, "rain"),
        ("rains", 4, "rai…"),
        ("it rains", 4, "it…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("", 4, ""),
    ];
    for (text, columns, expected) in cases {
        assert_eq!(clipped(text, columns), expected, "{text} {columns}");
        assert!(width(&clipped(text, columns)) <= columns);
    }
}

#[test]
fn shares_are_short() {
    assert_eq!([0.0, 0.056, 0.5, 0.996, 1.0].map(share), [".00", ".06", ".50", "1.0", "1.0"]);
}
