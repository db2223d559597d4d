//! Claims about a feed's text and its page side by side.

use super::*;

const LEDE: &str =
    "It rained over the old town for nine days, and nobody there had ever seen so much water in the month of May.";
const MAYOR: &str =
    "The mayor said on Friday that the bridge would stay closed until the river had fallen by at least one meter.";
const FARMERS: &str =
    "Farmers in the valley fear for their harvest. Many of them have lost half of what they had sown in March.";
const COUNCIL: &str =
    "On Monday the council will decide who pays for the new dam, which was planned twice and never built at all.";

const WALL: &str = "<head><title>The Paper asks for consent</title><meta name=description content='Your choice'>
    <meta property='og:image' content='https://www.paper.example/wall.png'></head><div><h2>Your privacy</h2>
    <p>We and our partners store cookies on your device and process personal data, with your consent, to show ads and
    to measure them. You may withdraw your consent at any time, in the settings of this site.</p>
    <button>Accept all</button></div>";

fn page_with(texts: &[&str], behind: &str) -> Page {
    let paragraphs: String = texts.iter().map(|text| format!("<p>{text}</p>")).collect();
    page(&format!("<title>Rain</title><article><h1>Rain</h1>{paragraphs}</article>{behind}"))
}

fn content_of(texts: &[&str]) -> Option<Text> {
    html(&texts.iter().map(|text| format!("<p>{text}</p>")).collect::<String>())
}

#[test]
fn a_wall_replaces_nothing_that_the_feed_gives() {
    let titled = || Entry { title: html("Rain in May"), ..Entry::default() };
    let with_summary = made(Entry { summary: html(LEDE), ..titled() }, PageOutcome::Got(&page(WALL)));
    assert_eq!((with_summary.extraction.method, with_summary.text.as_str()), (Method::FeedSummary, LEDE));
    assert_eq!(with_summary.extraction.flags, [Flag::Teaser, Flag::ConsentWall]);
    assert_eq!(with_summary.summary.as_deref(), Some(LEDE));
    assert!(with_summary.images.is_empty(), "the picture is the wall's");

    let untitled =
        made(Entry { content: content_of(&[LEDE, MAYOR]), ..Entry::default() }, PageOutcome::Got(&page(WALL)));
    assert_eq!((untitled.extraction.method, untitled.title), (Method::FeedContent, None));

    let title_alone = made(titled(), PageOutcome::Got(&page(WALL)));
    assert_eq!((title_alone.text.as_str(), title_alone.summary), ("", None));
    assert_eq!(title_alone.extraction.flags, [Flag::ConsentWall]);
}

#[test]
fn a_page_without_a_feed_is_given_as_it_is_and_flagged() {
    let wall = made(Entry::default(), PageOutcome::Got(&page(WALL)));
    assert!(wall.text.contains("We and our partners"), "{}", wall.text);
    assert_eq!(wall.extraction.flags, [Flag::ConsentWall]);
    assert!(wall.extraction.score.unwrap() < 0.5, "{:?}", wall.extraction);
}

#[test]
fn the_opening_before_a_bar_is_taken_only_where_it_says_more_than_the_feed() {
    let barred = page_with(&[LEDE, MAYOR], "<p>This article is for subscribers only.</p>");
    let of = |texts: &[&str]| {
        let article = made(Entry { content: content_of(texts), ..Entry::default() }, PageOutcome::Got(&barred));
        assert!(article.extraction.flags.contains(&Flag::Paywall), "{:?}", article.extraction);
        article.extraction.method
    };
    assert_eq!(of(&["Nine days of rain."]), Method::Page);
    assert_eq!(of(&[LEDE, MAYOR, FARMERS]), Method::FeedContent);
}

#[test]
fn a_page_that_gives_less_than_the_feed_replaces_nothing() {
    let feed = Entry { content: content_of(&[LEDE, MAYOR, FARMERS, COUNCIL]), ..Entry::default() };
    let article = made(feed, PageOutcome::Got(&page_with(&[LEDE], "")));
    assert_eq!(article.extraction.method, Method::FeedContent);
    assert_eq!(article.extraction.flags, [Flag::PageWithoutText]);
}

#[test]
fn what_the_feed_gives_of_the_article_is_found_on_the_page() {
    // The judge takes a paragraph between other articles for furniture.
    let others: String =
        (0..9).map(|n| format!("<li><a href=/{n}>The {n}th story of a long day of news</a></li>")).collect();
    let html = format!(
        "<title>Rain</title><aside class=related><ul>{others}</ul><p>{LEDE}</p><ul>{others}</ul></aside>
        <article><h1>Rain</h1><p>{MAYOR}</p><p>{FARMERS}</p><p>{COUNCIL}</p></article>"
    );
    let alone = made(Entry::default(), PageOutcome::Got(&page(&html)));
    assert_eq!(alone.text.split("\n\n").collect::<Vec<_>>(), [MAYOR, FARMERS, COUNCIL]);
    let feed = Entry { content: content_of(&[LEDE]), ..Entry::default() };
    let beside = made(feed, PageOutcome::Got(&page(&html)));
    assert_eq!(beside.extraction.method, Method::Page);
    assert_eq!(beside.text.split("\n\n").collect::<Vec<_>>(), [LEDE, MAYOR, FARMERS, COUNCIL]);
}

#[test]
fn a_whole_feed_content_says_where_the_article_ends() {
    let next = "Snow has fallen on the upper farms, where nobody had expected any before the end of the year.";
    let page = page_with(&[LEDE, MAYOR, FARMERS, COUNCIL, next], "");
    let alone = made(Entry::default(), PageOutcome::Got(&page));
    assert!(alone.text.ends_with(next), "{}", alone.text);
    let feed = Entry { content: content_of(&[LEDE, MAYOR, FARMERS, COUNCIL]), ..Entry::default() };
    let beside = made(feed, PageOutcome::Got(&page));
    assert_eq!(beside.extraction.method, Method::Page);
    assert!(beside.text.ends_with(COUNCIL), "{}", beside.text);
}
