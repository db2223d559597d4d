//! Claims about whole articles.

mod beside;

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::article::{DateSource, FeedRef, Flag, Method, Precision};
use crate::parse::{Category, Date, Entry, Person, Text};

const PAGE: &str = r#"<html><head><title>Rain in the upper valley | The Paper</title>
<meta property="og:site_name" content="The Paper"><meta name="description" content="It &amp; more rained.">
<meta property="article:published_time" content="2015-05-04T10:20:30Z">
<link rel="canonical" href="https://paper.example/rain"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Rain in the upper valley</h1><p class="byline">By Jane Doe</p>
<figure><img src="/rain.jpg"><figcaption>A wet street. Photo: John Roe</figcaption></figure>
<p>LUND, May 4 (Reuters) - It has rained in the upper valley for nine days, and the people who live there say they have never
seen so much water in the month of May.</p>
<p>The mayor said that “all of us [in the town] are wet,” and that the town would ask for help.Nobody knew when it would come,
though several neighbors had promised boats and blankets.</p><div class="share">Share this article</div>
<p>Read more: <a href="/sun">Sun in the lower valley</a></p>
<p>The valley last saw such rain in 1950, when the bridge fell, and the town had to be left for a month by everybody.</p>
<p>All rights reserved.</p></article><footer>© 2015 The Paper</footer></body></html>"#;

fn html(value: &str) -> Option<Text> {
    Some(Text { value: value.into(), media_type: "text/html".into(), src: None })
}

fn sighting(entry: Entry) -> Sighting {
    Sighting {
        entry: Entry { link: Some("https://www.paper.example/2015/rain?a=1".into()), ..entry },
        feed: FeedRef {
            id: "paper".into(),
            title: Some("Paper feed".into()),
            url: "https://feeds.example/x".into(),
            tags: vec![],
        },
        feed_language: None,
        provenance: Provenance {
            feed_url: "https://feeds.example/x".into(),
            guid: Some("g".into()),
            position: 3,
            final_url: "https://feeds.example/x".into(),
            sha256: "feed".into(),
            software: "courant".into(),
            config_hash: "c".into(),
            ..Provenance::default()
        },
        fetched: "2015-05-05T00:00:00Z".parse().unwrap(),
    }
}

fn page(html: &str) -> Page {
    Page {
        url: Url::parse("https://www.paper.example/2015/rain").unwrap(),
        html: html.into(),
        provenance: Provenance {
            final_url: "https://www.paper.example/2015/rain".into(),
            sha256: "page".into(),
            ..Provenance::default()
        },
        fetched: "2015-05-05T01:00:00Z".parse().unwrap(),
    }
}

fn standing() -> Standing {
    Standing {
        id: ArticleId([7; 16]),
        first_seen: "2015-05-04T12:00:00Z".parse().unwrap(),
        seen_in: vec!["paper".into()],
    }
}

fn made(entry: Entry, outcome: PageOutcome<'_>) -> Article {
    normalize(&sighting(entry), outcome, &standing(), &Rules::default()).unwrap()
}

#[test]
fn a_page_falls_into_its_parts() {
    let article =
        made(Entry { summary: html("Nine <b>days</b> of rain."), ..Entry::default() }, PageOutcome::Got(&page(PAGE)));
    assert_eq!(article.title.as_deref(), Some("Rain in the upper valley"));
    assert_eq!(article.authors, ["Jane Doe"]);
    assert_eq!(article.agency.as_deref(), Some("Reuters"));
    assert_eq!(article.dateline.as_deref(), Some("LUND, May 4"));
    let paragraphs: Vec<&str> = article.text.split("\n\n").collect();
    assert_eq!(paragraphs.len(), 3, "{paragraphs:#?}");
    assert!(paragraphs[0].starts_with("It has rained") && paragraphs[0].ends_with("in the month of May."));
    assert!(paragraphs[1].contains("“all of us [in the town] are wet,”") && paragraphs[1].contains("for help. Nobody"));
    assert_eq!(article.images[0].url.as_deref(), Some("https://www.paper.example/rain.jpg"));
    assert_eq!(article.images[0].caption.as_deref(), Some("A wet street."));
    assert_eq!(article.images[0].credit.as_deref(), Some("John Roe"));
    assert_eq!(article.publisher.name.as_deref(), Some("The Paper"));
    assert_eq!(article.publisher.domain.as_deref(), Some("paper.example"));
    assert_eq!(article.canonical_url.as_deref(), Some("https://paper.example/rain"));
    assert_eq!(article.summary.as_deref(), Some("Nine days of rain."));
    assert_eq!(
        (article.published_source, article.published_precision),
        (Some(DateSource::Meta), Some(Precision::Second))
    );
    assert_eq!(article.extraction.method, Method::Page);
    assert!(article.word_count > 70 && article.extraction.flags.is_empty());
}

#[test]
fn provenance_names_the_document_that_gave_the_text() {
    let of_page = made(Entry::default(), PageOutcome::Got(&page(PAGE)));
    assert_eq!((of_page.provenance.sha256.as_str(), of_page.provenance.position), ("page", 3));
    assert_eq!(
        (of_page.provenance.feed_url.as_str(), of_page.provenance.software.as_str()),
        ("https://feeds.example/x", "courant")
    );
    assert_eq!(of_page.fetched.to_string(), "2015-05-05T01:00:00Z");
    let of_feed = made(Entry { content: html("<p>Text of the feed.</p>"), ..Entry::default() }, PageOutcome::NotWanted);
    assert_eq!(of_feed.provenance.sha256, "feed");
    assert_eq!(of_feed.fetched.to_string(), "2015-05-05T00:00:00Z");
}

#[test]
fn the_feed_speaks_before_the_page() {
    let entry = Entry {
        title: html("Rain &amp; more"),
        authors: vec![Person { name: Some("by John Roe".into()), ..Person::default() }],
        published: Some(Date { at: "2015-05-03T00:00:00Z".parse().unwrap(), precision: Precision::Minute }),
        categories: vec![Category { term: "w".into(), label: Some("Weather".into()), scheme: None }],
        ..Entry::default()
    };
    let article = made(entry, PageOutcome::Got(&page(PAGE)));
    assert_eq!(article.title.as_deref(), Some("Rain & more"));
    assert_eq!(article.authors, ["John Roe"]);
    assert_eq!(article.published.unwrap().to_string(), "2015-05-03T00:00:00Z");
    assert_eq!(
        (article.published_source, article.published_precision),
        (Some(DateSource::Feed), Some(Precision::Minute))
    );
    assert_eq!(article.tags, ["Weather"]);
}

/// A desk rewrote the headline while the feed still had the old one: the page's own stood in the text.
#[test]
fn a_headline_that_only_the_page_has_is_no_text() {
    let sentences = [
        "It rained over the old town for nine days, and nobody there had seen so much water in May.",
        "The mayor said on Friday that the bridge would stay closed until the river had fallen by a meter.",
        "“We have asked the army to help us with boats,” she said, “because the roads are under water.”",
        "Farmers in the valley fear for their harvest, and many of them have lost half of what they had sown.",
        "Several shops along the quay stayed closed, and the bus to the upper valley was reduced to one line.",
        "The water board had warned of such a month in a report that the council put aside two years ago.",
    ];
    let paragraph = |at: usize| (0..3 + at % 2).map(|by| sentences[(at + by) % 6]).collect::<Vec<_>>().join(" ");
    let paragraphs: String = (0..5).map(|at| format!("<p>{}</p>", paragraph(at))).collect();
    let title = "Bridge closed after nine days of rain, ferry takes its place";
    let html_page = format!(
        "<!DOCTYPE html><html lang=en><head><title>{title} | The Paper</title><meta property=og:title content='{title}'>
        </head><body><nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>
        <main><article><h1>{title}</h1>\n{paragraphs}\n</article></main>
        <footer><p>3 comments</p><p><a href=/imprint>Imprint</a></p></footer></body></html>"
    );
    let entry = Entry { title: html("Rain over the old town"), ..Entry::default() };
    let article = made(entry, PageOutcome::Got(&page(&html_page)));
    assert_eq!(article.title.as_deref(), Some("Rain over the old town"));
    assert!(article.text.starts_with("It rained"), "{}", article.text);
}

#[test]
fn a_page_of_the_future_has_no_date() {
    let html = PAGE.replace("2015-05-04T10:20:30Z", "2016-05-04T10:20:30Z");
    let mut page = page(&html);
    page.url = Url::parse("https://www.paper.example/rain").unwrap();
    assert_eq!(made(Entry::default(), PageOutcome::Got(&page)).published, None);
}

#[test]
fn a_feed_s_date_in_the_future_is_kept_and_flagged() {
    let of = |at: &str| {
        let published = Some(Date { at: at.parse().unwrap(), precision: Precision::Second });
        made(Entry { title: html("T"), published, ..Entry::default() }, PageOutcome::NotWanted)
    };
    let (announced, today) = (of("2015-06-01T00:00:00Z"), of("2015-05-04T23:00:00Z"));
    assert!(announced.published.is_some());
    let is_flagged = |article: &Article| article.extraction.flags.contains(&Flag::PublishedInFuture);
    assert!(is_flagged(&announced) && !is_flagged(&today));
}

#[test]
fn flags_say_why_the_text_is_what_it_is() {
    let teaser = || Entry { title: html("T"), summary: html("The talks began…"), ..Entry::default() };
    let whole = "A sentence of an article that says something. ".repeat(40);
    let cases: &[(Entry, PageOutcome<'_>, Method, &[Flag])] = &[
        (teaser(), PageOutcome::NotWanted, Method::FeedSummary, &[Flag::Teaser]),
        (teaser(), PageOutcome::Unavailable, Method::FeedSummary, &[Flag::Teaser, Flag::PageUnavailable]),
        (teaser(), PageOutcome::RefusedByRobots, Method::FeedSummary, &[Flag::Teaser, Flag::PageRefusedByRobots]),
        (teaser(), PageOutcome::Got(&page("")), Method::FeedSummary, &[Flag::Teaser, Flag::PageWithoutText]),
        (Entry { content: html(&whole), ..teaser() }, PageOutcome::NotWanted, Method::FeedContent, &[]),
        (Entry { summary: html(&whole), ..Entry::default() }, PageOutcome::NotWanted, Method::FeedSummary, &[]),
    ];
    for (entry, outcome, method, flags) in cases {
        let article = made(entry.clone(), *outcome);
        assert_eq!(article.extraction.method, *method);
        assert_eq!(article.extraction.flags, *flags, "{outcome:?}");
    }
    assert_eq!(made(teaser(), PageOutcome::NotWanted).text, "The talks began…");
}

#[test]
fn an_organization_in_the_byline_is_publisher_or_author() {
    let body = "<p>The talks began on Monday, the minister said.</p><p>They go on.</p><p>By Paper TV</p>";
    let entry = Entry { content: html(body), ..Entry::default() };
    let article = made(entry.clone(), PageOutcome::NotWanted);
    assert_eq!(
        (article.authors.as_slice(), article.publisher.name.as_deref()),
        (&["Paper TV".to_owned()][..], Some("Paper feed"))
    );
    let mut untitled = sighting(entry);
    untitled.feed.title = None;
    let article = normalize(&untitled, PageOutcome::NotWanted, &standing(), &Rules::default()).unwrap();
    assert_eq!((article.authors.len(), article.publisher.name.as_deref()), (0, Some("Paper TV")));
    assert!(!article.text.contains("Paper TV"));
}

#[test]
fn nothing_makes_no_article() {
    let empty = Entry { content: html("<p> </p>"), ..Entry::default() };
    assert_eq!(
        normalize(&sighting(empty), PageOutcome::NotWanted, &standing(), &Rules::default()),
        Err(Unusable::Empty)
    );
    assert_eq!(
        normalize(&sighting(Entry::default()), PageOutcome::Got(&page("<p></p>")), &standing(), &Rules::default()),
        Err(Unusable::Empty)
    );
    assert!(
        normalize(
            &sighting(Entry { title: html("T"), ..Entry::default() }),
            PageOutcome::NotWanted,
            &standing(),
            &Rules::default()
        )
        .is_ok()
    );
}

#[test]
fn the_content_hash_sees_title_and_text_alone() {
    let article =
        made(Entry { title: html("T"), content: html("<p>Text.</p>"), ..Entry::default() }, PageOutcome::NotWanted);
    let hash = content_hash(&article);
    assert_eq!(hash, 0x9b37_41b4_1567_e189, "the hash is on disks: {hash:#x}");
    let other = Article { tags: vec!["x".into()], modified: Some(article.fetched), ..article.clone() };
    assert_eq!(content_hash(&other), hash);
    let moved = Article { title: Some("T\0".into()), ..article.clone() };
    assert_ne!(content_hash(&moved), hash);
    assert_ne!(content_hash(&Article { text: "Text!".into(), ..article }), hash);
}

/// Fragments of markup and text, so that random pages are sometimes almost real.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<br>",
            "<table><tr><td>",
            "<li>",
            "<h1>",
            "</h1>",
            "<figure><img src=x>",
            "<figcaption>",
            "<b>",
            "</b>",
            "<a href='",
            "'>",
            "</a>",
            "<!--",
            "-->",
            "<script>",
            "&nbsp;",
            "&#0;",
            "&#x7;",
            "©",
            "By ",
            "Photo: ",
            "AFP",
            " — ",
            "(Reuters) - ",
            "settlement.Saudi",
            "\u{a0}",
            "\u{2028}",
            "…",
            "Read more",
            "<script type='application/ld+json'>",
            "{\"@type\":\"Article\",\"headline\":\"",
            "\"}",
            "</script>",
            "İ",
            "ẞ",
            "\r",
            "\t",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
        any::<String>(),
        Just("A sentence of an article that says something to the reader.".to_owned()),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_input_breaks_the_text(title in soup(), content in soup(), html in soup(), media_type in "text/(html|plain)") {
        let text = |value: &str| Some(Text { value: value.into(), media_type: media_type.clone(), src: None });
        let entry = Entry { title: text(&title), content: text(&content), summary: text(&html), ..Entry::default() };
        let page = page(&html);
        for outcome in [PageOutcome::NotWanted, PageOutcome::Got(&page)] {
            let Ok(article) = normalize(&sighting(entry.clone()), outcome, &standing(), &Rules::default()) else { continue };
            for paragraph in article.text.split("\n\n") {
                prop_assert!(!paragraph.contains(char::is_control), "{paragraph:?}");
                prop_assert_eq!(paragraph.trim(), paragraph);
            }
            prop_assert!(!article.title.unwrap_or_default().contains(char::is_control));
        }
    }
}
