//! Claims about rules: which one holds, what it does to a page, and what follows where it does not fit.

use url::Url;

use super::*;
use crate::article::{Article, ArticleId, DateSource, FeedRef, Flag, Precision, Provenance};
use crate::normalize::explain::{Explained, Fate, explain};
use crate::normalize::{Page, PageOutcome, Standing, normalize};
use crate::parse::{Date, Entry, Person, Sighting, Text};

fn of_hosts(hosts_and_paths: &[(&str, Option<&str>)]) -> Rules {
    let mut rules = Rules::default();
    for (number, (host, path)) in hosts_and_paths.iter().enumerate() {
        let path = path.map(|path| Pattern::new(path).unwrap());
        let rule = Rule { place: number.to_string(), hosts: vec![(*host).to_owned()], path, ..Rule::default() };
        rules.add(rule).unwrap();
    }
    rules
}

#[test]
fn a_rule_holds_for_its_hosts_and_their_subdomains() {
    let rules = of_hosts(&[("example.org", None), ("news.example.org", None), ("paper.example", Some("/live/*"))]);
    let cases = [
        ("https://example.org/a", Some("0")),
        ("https://www.example.org/a", Some("0")),
        ("https://sport.example.org./a", Some("0")),
        ("https://news.example.org/a", Some("1")),
        ("https://old.news.example.org/a", Some("1")),
        ("https://anexample.org/a", None),
        ("https://org/a", None),
        ("https://paper.example/live/a", Some("2")),
        ("https://paper.example/a", None),
        ("about:blank", None),
    ];
    for (url, expected) in cases {
        let found = rules.of(&Url::parse(url).unwrap()).map(|rule| rule.place.as_str());
        assert_eq!(found, expected, "{url}");
    }
}

#[test]
fn a_path_that_fits_speaks_before_the_rule_of_the_whole_host() {
    let mut rules = of_hosts(&[("example.org", None), ("example.org", Some("/live/*"))]);
    let place = |rules: &Rules, url: &str| rules.of(&Url::parse(url).unwrap()).unwrap().place.clone();
    assert_eq!(place(&rules, "https://example.org/live/1"), "1");
    assert_eq!(place(&rules, "https://example.org/1"), "0");
    let again = Rule { hosts: vec!["b.example".into(), "example.org".into()], ..Rule::default() };
    let (earlier, host) = rules.add(again).unwrap_err();
    assert_eq!((earlier.place.as_str(), host.as_str()), ("0", "example.org"));
    assert_eq!((rules.len(), rules.hosts()), (2, 1), "nothing of it was taken");
}

/// A page that misleads: the text stands in two places, the larger one is not the article, the headline is not `h1`,
/// the date is written for readers, and a plea for money is in the text.
const PAGE: &str = r#"<html><head><title>Paper</title><meta name="author" content="Web Team">
<meta property="article:published_time" content="2011-01-01"></head><body><h1>The Paper</h1>
<div class="top"><b class="head">Rain in the upper valley</b> <i class="who">By Jane Doe and John Roe</i>
<u class="when">Printed on 4 May 2015</u></div>
<div class="lede"><p>It has rained in the upper valley for nine days, and nobody there had ever seen so much water.</p></div>
<div class="archive"><p>Ten years ago the bridge was opened by the mayor, who said that it would stand for a century at least.</p>
<p>Twenty years ago a dry summer was followed by a dry winter, and the farmers of the valley sold their cattle.</p>
<p>Thirty years ago the paper was founded by three printers, who had lost their work in the lower valley.</p></div>
<div class="story"><p>The mayor said that the bridge would stay closed until the river had fallen by a meter.</p>
<p>Support our work with five euros a month.</p><ul class="facts"><li>Rain: 9 days</li><li>River: 4 m</li></ul>
<div class="more"><p>Sun in the lower valley is what the farmers there have had since the end of March this year.</p></div>
<p>Farmers in the valley fear for their harvest, and many of them have lost half of what they had sown.</p></div>
<footer class="imprint"><p>Set in Garamond, printed in Lund.</p><p>Terms of use</p></footer></body></html>"#;

const LEDE: &str = "It has rained in the upper valley for nine days, and nobody there had ever seen so much water.";
const MAYOR: &str = "The mayor said that the bridge would stay closed until the river had fallen by a meter.";
const FARMERS: &str =
    "Farmers in the valley fear for their harvest, and many of them have lost half of what they had sown.";
const PLEA: &str = "Support our work with five euros a month.";

fn selector(text: &str) -> Option<Selector> {
    Some(Selector::new(text).unwrap())
}

fn sighting(entry: Entry) -> Sighting {
    Sighting {
        entry: Entry { link: Some("https://www.paper.example/rain".into()), ..entry },
        feed: FeedRef::default(),
        feed_language: None,
        provenance: Provenance::default(),
        fetched: "2015-05-05T00:00:00Z".parse().unwrap(),
    }
}

fn with_page<T>(entry: Entry, rule: Rule, then: impl FnOnce(&Sighting, PageOutcome<'_>, &Standing, &Rules) -> T) -> T {
    let mut rules = Rules::default();
    rules.add(Rule { place: "rules.toml:1".into(), hosts: vec!["paper.example".into()], ..rule }).unwrap();
    let page = Page {
        url: Url::parse("https://www.paper.example/rain").unwrap(),
        html: PAGE.into(),
        provenance: Provenance::default(),
        fetched: "2015-05-05T00:00:00Z".parse().unwrap(),
    };
    let first_seen = "2015-05-05T00:00:00Z".parse().unwrap();
    let standing = Standing { id: ArticleId([7; 16]), first_seen, seen_in: Vec::new() };
    then(&sighting(entry), PageOutcome::Got(&page), &standing, &rules)
}

fn article(entry: Entry, rule: Rule) -> Article {
    with_page(entry, rule, normalize).unwrap()
}

fn paragraphs(article: &Article) -> Vec<&str> {
    article.text.split("\n\n").collect()
}

fn is_flagged(article: &Article) -> bool {
    article.extraction.flags.contains(&Flag::RuleWithoutMatch)
}

#[test]
fn the_text_is_all_that_body_selects_and_nothing_else() {
    let rule = Rule {
        body: selector(".lede, .story, .story .more"),
        remove: vec![Selector::new(".more").unwrap()],
        remove_lines: vec![Pattern::new("Support our work*").unwrap()],
        ..Rule::default()
    };
    let article = article(Entry::default(), rule);
    assert_eq!(paragraphs(&article), [LEDE, MAYOR, "Rain: 9 days", "River: 4 m", FARMERS]);
    assert!(!is_flagged(&article));
}

#[test]
fn what_is_removed_is_neither_text_nor_found_otherwise() {
    let remove = ["h1", "meta[name=author]", ".who", ".archive, .more"].map(|text| Selector::new(text).unwrap());
    let rule = Rule { body: selector("body"), remove: remove.into(), ..Rule::default() };
    let article = article(Entry::default(), rule);
    assert!(!article.text.contains("Ten years ago") && !article.text.contains("Sun in the lower"), "{}", article.text);
    assert_eq!(article.authors, [""; 0]);
    assert_ne!(article.title.as_deref(), Some("The Paper"));
}

#[test]
fn title_author_and_date_are_read_where_the_rule_says_whatever_the_feed_says() {
    let rule = Rule {
        title: selector(".head"),
        author: selector(".who"),
        date: selector("time, .when"),
        // What the rule reads may go from the rest.
        remove: vec![Selector::new(".top").unwrap()],
        ..Rule::default()
    };
    let entry = Entry {
        title: Some(Text { value: "Rain!".into(), media_type: "text/plain".into(), src: None }),
        authors: vec![Person { name: Some("Feed Robot".into()), ..Person::default() }],
        published: Some(Date { at: "2015-05-05T00:00:00Z".parse().unwrap(), precision: Precision::Second }),
        ..Entry::default()
    };
    let article = article(entry, rule);
    assert_eq!(article.title.as_deref(), Some("Rain in the upper valley"));
    assert_eq!(article.authors, ["Jane Doe", "John Roe"]);
    assert_eq!(article.published.unwrap().to_string(), "2015-05-04T00:00:00Z");
    assert_eq!(article.published_source, Some(DateSource::Text));
    assert!(!is_flagged(&article));
}

#[test]
fn the_judge_keeps_what_a_rule_claims() {
    let of = |keep: &[&str]| {
        let keep = keep.iter().map(|text| Selector::new(text).unwrap()).collect();
        article(Entry::default(), Rule { keep, title: selector(".head"), ..Rule::default() }).text
    };
    let claimed = of(&[".imprint p:first-child"]);
    assert!(claimed.ends_with("Set in Garamond, printed in Lund."), "{claimed}");
    assert!(!of(&[".facts"]).contains("Garamond"));
}

#[test]
fn a_rule_that_does_not_fit_its_page_falls_back_and_is_flagged() {
    let rotten: [(&str, Rule); 5] = [
        ("body", Rule { body: selector(".gone"), ..Rule::default() }),
        ("body without text", Rule { body: selector("meta"), ..Rule::default() }),
        ("title", Rule { title: selector(".gone"), body: selector(".story"), ..Rule::default() }),
        ("date without one", Rule { date: selector(".head"), ..Rule::default() }),
        (
            "nothing",
            Rule { remove: vec![Selector::new(".gone").unwrap()], author: selector(".lost"), ..Rule::default() },
        ),
    ];
    let general = article(Entry::default(), Rule { remove_lines: vec![Pattern::new("x").unwrap()], ..Rule::default() });
    assert!(!is_flagged(&general) && general.text.contains(MAYOR));
    for (name, rule) in rotten {
        let keeps_body = rule.body.as_ref().is_some_and(|body| body.text() == ".story");
        let article = article(Entry::default(), rule);
        assert!(is_flagged(&article), "{name}");
        assert!(keeps_body || article.text == general.text, "{name}: {}", article.text);
        assert_eq!(article.title, general.title, "{name}");
        assert_eq!(article.published, general.published, "{name}");
    }
    let no_author = Rule { author: selector(".gone"), body: selector(".story"), ..Rule::default() };
    assert!(!is_flagged(&article(Entry::default(), no_author)), "not every article has an author");
}

#[test]
fn an_explanation_says_what_a_rule_did() {
    let rule = Rule {
        body: selector(".story"),
        remove: vec![Selector::new("aside").unwrap()],
        remove_lines: vec![Pattern::new("Support*").unwrap()],
        title: selector(".head"),
        ..Rule::default()
    };
    let Explained { explanation, .. } = with_page(Entry::default(), rule, explain);
    let used = explanation.rule.unwrap();
    let found: Vec<_> = used.selectors.iter().map(|used| (used.key, used.elements)).collect();
    assert_eq!((used.place.as_str(), used.fits), ("rules.toml:1", true));
    assert_eq!(found, [("title", 1), ("remove", 0), ("body", 1), ("remove_lines", 1)]);
    let way = |text: &str| explanation.blocks.iter().find(|way| way.text == text).unwrap();
    let of = |text: &str| (way(text).origin, way(text).fate, way(text).by, way(text).why.as_deref());
    assert_eq!(of(MAYOR), ("rule", Fate::Kept, None, None));
    assert_eq!(of(LEDE), ("page", Fate::Dropped, Some("rule"), Some("outside of body")));
    assert_eq!(of(PLEA), ("rule", Fate::Dropped, Some("rule"), Some("remove_lines")));
    assert_eq!(explanation.fields[0].source, Some("rule"));
}
