//! Pages in, candidates out.

use super::*;
use crate::parse::parse;

const PAGE: &str = "https://e.org/news/today.html";

fn found(html: &str) -> Vec<(String, Likelihood)> {
    let base = Url::parse(PAGE).unwrap();
    let input = Input { body: html.as_bytes(), content_type: None, base_url: Some(&base) };
    candidates(&input).into_iter().map(|found| (found.url.into(), found.likelihood)).collect()
}

fn one(html: &str) -> Option<(String, Likelihood)> {
    let mut all = found(html);
    assert!(all.len() < 2, "{html}: {all:?}");
    all.pop()
}

#[test]
fn links_that_declare_a_feed_are_named() {
    for link in [
        r#"<link rel="alternate" type="application/rss+xml" href="https://e.org/x">"#,
        r#"<LINK HREF='/x' TYPE='Application/Atom+XML; charset=utf-8' REL='ALTERNATE home'/>"#,
        r#"<link rel=alternate type=application/feed+json href=/x>"#,
        r#"<link rel="feed" type="application/rss+xml" href="../x">"#,
        "<link\n rel = \"alternate\"\n\ttype='application/rdf+xml' href=' /x#top '  >",
        r#"<base href="https://e.org/"><link rel="alternate" type="application/rss+xml" href="x">"#,
        r#"<link rel="alternate" type="application/rss+xml" href="feed://e.org/x">"#,
        r#"<link rel="alternate" type="application/rss+xml" href="feed:https://e.org/x">"#,
    ] {
        assert_eq!(one(link), Some(("https://e.org/x".into(), Likelihood::Named)), "{link}");
    }
}

#[test]
fn links_that_declare_something_else_are_not() {
    for link in [
        r#"<link rel="alternate" hreflang="de" href="/de">"#,
        r#"<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">"#,
        r#"<link rel="alternate" type="application/json+oembed" href="/oembed?url=https%3A%2F%2Fe.org%2Ffeed">"#,
        r#"<link rel="alternate" type="text/html" href="/feed">"#,
        r#"<link rel="stylesheet" type="text/css" href="/rss.css">"#,
        r#"<link rel="search" type="application/opensearchdescription+xml" href="/feed.xml">"#,
        r#"<link rel="alternate" type="application/rss+xml">"#,
        r#"<link rel="alternate" type="application/rss+xml" href="">"#,
        r#"<link rel="alternate" type="application/rss+xml" href="javascript:feed()">"#,
        r#"<link rel="alternate" type="application/rss+xml" href="https://e.org/news/today.html#here">"#,
        r#"<!-- <link rel="alternate" type="application/rss+xml" href="/x"> -->"#,
        r#"<script>"<link rel='alternate' type='application/rss+xml' href='/x'>"</script>"#,
    ] {
        assert_eq!(one(link), None, "{link}");
    }
}

#[test]
fn links_that_seem_to_declare_a_feed_are_suggested() {
    for link in [
        r#"<link rel="alternate" type="application/json" href="/feed.json">"#,
        r#"<link rel="alternate" type="text/xml" href="/rss/all.xml">"#,
        r#"<link rel="alternate" href="/index.xml">"#,
        r#"<link rel="RSS" type="application/rss+xml" href="/x">"#,
        r#"<a type="application/rss+xml" href="/x">feed</a>"#,
    ] {
        assert_eq!(one(link).map(|(_, likelihood)| likelihood), Some(Likelihood::Suggested), "{link}");
    }
}

#[test]
fn anchors_are_judged_by_their_address() {
    for href in [
        "/feed",
        "/feed/",
        "/blog/rss",
        "/a/RSS.xml",
        "/index.xml",
        "/news.rss",
        "/x.atom",
        "/x.rdf",
        "/feeds/world.xml",
        "/rss/world/index.xml",
        "/world-rss.xml",
        "/?feed=rss2",
        "/a?x=1&amp;format=rss",
        "/feeds/posts/default",
        "/feed.json",
        "https://feeds.x.org/world",
        "//rss.x.org/world",
        "/rss.php",
        "feed:https://e.org/a",
    ] {
        let found = one(&format!("<a href=\"{href}\">x</a>"));
        assert_eq!(found.map(|(_, likelihood)| likelihood), Some(Likelihood::Linked), "{href}");
    }
    for href in [
        "/",
        "#rss",
        "/feedback",
        "/newsfeed-ideas",
        "/rss-readers-compared",
        "mailto:rss@e.org",
        "javascript:rss",
        "tel:1/feed",
        "https://reader.x.org/i/subscription/feed/https://e.org/feed",
        "https://add.x.com/rss?url=https%3A%2F%2Fe.org%2Ffeed",
        "https://feeds.x.org/",
        "/sitemap.xml",
        "/a.json",
        "/format?x=rss",
        "/x?q=rss",
        "ftp://e.org/feed",
    ] {
        assert_eq!(one(&format!("<a href='{href}'>x</a>")), None, "{href}");
    }
}

#[test]
fn the_most_likely_comes_first_comments_last_and_each_once() {
    let html = "<html><head><title>T</title>\
        <link rel=alternate type=application/rss+xml title='E &raquo; Comments Feed' href=/comments/feed/>\
        <link rel=alternate type=application/rss+xml title=' E\n&raquo; Feed ' href=/feed/>\
        <link rel=alternate type=application/atom+xml title='E Kommentare' href=/k.atom></head>\
        <body><a href=/feed/>again</a><a href=/sport/rss.xml>Sport</a><area href=/feed>\
        <link rel=alternate type=application/atom+xml href='/a.atom?x=1&amp;y=2&copy=3'></body></html>";
    let expected = [
        ("https://e.org/feed/", Likelihood::Named),
        ("https://e.org/a.atom?x=1&y=2&copy=3", Likelihood::Named),
        ("https://e.org/sport/rss.xml", Likelihood::Linked),
        ("https://e.org/feed", Likelihood::Linked),
        ("https://e.org/comments/feed/", Likelihood::Comments),
        ("https://e.org/k.atom", Likelihood::Comments),
    ];
    assert_eq!(found(html), expected.map(|(url, likelihood)| (url.to_owned(), likelihood)));
    let input = Input { body: html.as_bytes(), content_type: None, base_url: None };
    assert_eq!(candidates(&input), [], "nothing is absolute without a base");
    let base = Url::parse(PAGE).unwrap();
    let titled = candidates(&Input { base_url: Some(&base), ..input });
    assert_eq!((titled[0].title.as_deref(), &titled[1].title), (Some("E » Feed"), &None));
}

#[test]
fn a_page_in_place_of_a_feed_says_which_feed_it_names() {
    let base = Url::parse(PAGE).unwrap();
    for (html, expected) in [
        (
            "<!doctype html><html><link rel=alternate type=application/rss+xml href=/x></html>",
            "this is a web page; it names the feed https://e.org/x",
        ),
        ("\n<HTML><body>Access denied", "this is a web page, and it names no feed"),
        ("<head><title>T</title></head><p>x", "this is a web page, and it names no feed"),
        ("<svg/>", "the root element is `svg`"),
    ] {
        let parsed = parse(&Input { body: html.as_bytes(), content_type: None, base_url: Some(&base) });
        let said: Vec<_> = parsed.problems.iter().map(|problem| (problem.name, problem.detail.as_str())).collect();
        assert_eq!((parsed.format, said), (None, vec![("not_a_feed", expected)]));
    }
}

#[test]
fn a_hostile_page_costs_no_more_than_reading_it() {
    let size = 4_000_000;
    let started = std::time::Instant::now();
    for piece in [
        "<a href=/feed>",
        "<a href='",
        "<a ",
        "<a x='><a y=\">",
        "<!--",
        "<script>",
        "</",
        "<script></",
        "<a href=/feed?",
        "&",
        "='",
    ] {
        let html = piece.repeat(size / piece.len());
        assert!(found(&html).len() <= CANDIDATES_MAX);
        assert!(found(&format!("<p {html}")).len() <= CANDIDATES_MAX);
    }
    let deadline = std::time::Duration::from_secs(60);
    assert!(started.elapsed() < deadline, "took {:?}", started.elapsed());
}
