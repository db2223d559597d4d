//! Sitemaps in, entries, children and problems out.

use super::*;
use crate::article::Precision;
use crate::parse::{Input, parse};

fn read_at(body: &str, base: Option<&str>) -> Parsed {
    let base = base.map(|base| Url::parse(base).unwrap());
    parse(&Input { body: body.as_bytes(), content_type: None, base_url: base.as_ref() })
}

fn urlset(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<?xml-stylesheet href=\"/s.xsl\"?>\n<!-- made by a plugin -->\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\" \
         xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">{entries}</urlset>\n"
    )
}

const NEWS: &str = "<url><loc> https://e.org/1?a=1&amp;b=2 </loc><lastmod>2024-05-02</lastmod><news:news>\
    <news:publication><news:name>The Example</news:name><news:language>en</news:language></news:publication>\
    <news:publication_date>2024-05-01T14:30:00+02:00</news:publication_date>\
    <news:title><![CDATA[One & only]]> &#8211; <b>bold</b></news:title><news:keywords>war, peace , </news:keywords></news:news>\
    <image:image><image:loc>/1.jpg</image:loc><image:title>T</image:title><image:caption>A view</image:caption></image:image>\
    <image:image><image:loc>https://e.org/2.jpg</image:loc></image:image></url>";

fn names(parsed: &Parsed) -> Vec<&str> {
    parsed.problems.iter().map(|problem| problem.name).collect()
}

fn addresses(parsed: &Parsed) -> Vec<&str> {
    parsed.entries.iter().map(|entry| entry.link.as_deref().unwrap()).collect()
}

#[test]
fn a_news_sitemap_is_read_like_a_feed() {
    let parsed = read_at(&urlset(NEWS), Some("https://e.org/news.xml"));
    assert_eq!((parsed.format, names(&parsed)), (Some("sitemap"), vec![]));
    assert_eq!(parsed.feed.title, Some(plain("The Example".into())));
    assert_eq!(parsed.feed.language.as_deref(), Some("en"));
    let entry = &parsed.entries[0];
    assert_eq!(entry.link.as_deref(), Some("https://e.org/1?a=1&b=2"));
    assert_eq!(entry.title, Some(plain("One & only – bold".into())));
    assert_eq!(entry.published.unwrap().at.to_string(), "2024-05-01T12:30:00Z");
    assert_eq!(entry.updated.unwrap().precision, Precision::Day);
    assert_eq!((entry.guid.as_deref(), entry.language.as_deref()), (None, Some("en")));
    let terms: Vec<_> = entry.categories.iter().map(|category| category.term.as_str()).collect();
    assert_eq!(terms, ["war", "peace"]);
    let images: Vec<_> = entry.media.iter().map(|image| (image.url.as_deref(), image.caption.as_deref())).collect();
    assert_eq!(images, [(Some("https://e.org/1.jpg"), Some("A view")), (Some("https://e.org/2.jpg"), None)]);
}

#[test]
fn a_plain_sitemap_knows_addresses_and_when_they_changed() {
    let parsed = read_at(
        &urlset(
            "<url><loc>https://e.org/a</loc><lastmod>2024-05-01T10:00:00Z</lastmod><priority>0.5</priority></url>\
                 <url><loc>/b</loc></url><url><lastmod>2024-05-01</lastmod></url><url><loc>x:y</loc></url>",
        ),
        Some("https://e.org/sitemap.xml"),
    );
    assert_eq!((addresses(&parsed), names(&parsed)), (vec!["https://e.org/a", "https://e.org/b"], vec!["bad_entry"]));
    let entry = &parsed.entries[0];
    assert_eq!((&entry.title, entry.published), (&None, None));
    assert_eq!(entry.updated.unwrap().at.to_string(), "2024-05-01T10:00:00Z");
}

#[test]
fn an_index_names_its_sitemaps_those_that_changed_last_first() {
    let body = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
        <sitemap><loc>https://e.org/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>\
        <sitemap><loc>https://e.org/undated.xml</loc></sitemap>\
        <sitemap><loc>/new.xml?x=1&y=2</loc><lastmod>2024-01-01</lastmod></sitemap>\
        <sitemap><loc>mailto:x</loc></sitemap></sitemapindex>";
    let parsed = read_at(body, Some("https://e.org/sitemap.xml"));
    let children: Vec<_> = parsed.children.iter().map(|child| child.url.as_str()).collect();
    assert_eq!(children, ["https://e.org/new.xml?x=1&y=2", "https://e.org/old.xml", "https://e.org/undated.xml"]);
    assert_eq!((parsed.format, parsed.entries.len(), names(&parsed)), (Some("sitemap_index"), 0, vec!["bad_entry"]));
    let many = (0..3000).fold(String::new(), |all, n| {
        all + &format!("<sitemap><loc>https://e.org/{n}</loc><lastmod>{}-01-01</lastmod></sitemap>", 1970 + n % 60)
    });
    let parsed = read_at(&format!("<sitemapindex>{many}</sitemapindex>"), None);
    assert_eq!(parsed.children.len(), CHILDREN_MAX);
    assert!(parsed.children.iter().all(|child| child.updated.unwrap().at.to_string().as_str() >= "2028"));
}

#[test]
fn prefixes_do_not_matter_and_the_surroundings_do() {
    let body = "<sm:urlset><sm:url><sm:loc>https://e.org/1</sm:loc><n:news><n:publication><n:name>P</n:name></n:publication>\
        <title>Right</title></n:news><video:video><video:title>Wrong</video:title><video:publication_date>2020-01-01</video:publication_date>\
        </video:video><image:image><image:loc>https://e.org/i</image:loc></image:image></sm:url></sm:urlset>";
    let parsed = read_at(body, None);
    assert_eq!((addresses(&parsed), names(&parsed)), (vec!["https://e.org/1"], vec![]));
    assert_eq!((&parsed.entries[0].title, parsed.entries[0].published), (&Some(plain("Right".into())), None));
    assert_eq!(parsed.feed.title, Some(plain("P".into())));
}

#[test]
fn only_the_root_makes_a_sitemap() {
    for (text, expected) in [
        ("<urlset/>", true),
        ("<?xml version='1.0'?><!DOCTYPE urlset><!-- <rss> --><sitemapindex>", true),
        ("<x:urlset a='1'>", true),
        ("<rss><urlset>", false),
        ("<urlsets>", false),
        ("<!-- <urlset>", false),
        ("urlset", false),
        ("<", false),
        ("</urlset>", false),
    ] {
        assert_eq!(is_one(text), expected, "{text}");
    }
}

#[test]
fn a_sitemap_that_is_cut_keeps_its_whole_entries() {
    let body = urlset(&format!("{NEWS}<url><loc>https://e.org/2</loc></url>"));
    let (first, second) = (body.find("</url>").unwrap() + 6, body.rfind("</url>").unwrap() + 6);
    for cut in body.find("<loc>").unwrap()..body.rfind("</urlset>").unwrap() {
        if !body.is_char_boundary(cut) {
            continue;
        }
        let parsed = read_at(&body[..cut], None);
        let expected = usize::from(cut >= first) + usize::from(cut >= second);
        assert_eq!((parsed.entries.len(), names(&parsed)), (expected, vec!["truncated"]), "{}", &body[..cut]);
    }
}

#[test]
fn what_is_broken_is_bent_and_named() {
    for (entries, name, expected) in [
        ("<url><loc>https://e.org/?a=1&b=2</loc></url>", "", "https://e.org/?a=1&b=2"),
        ("<url><loc>https://e.org/?a=1&b=2;c</loc></url>", "bad_reference", "https://e.org/?a=1&b=2;c"),
        ("<url><loc>https://e.org/1<lastmod>2024-01-01</lastmod></url>", "unbalanced", "https://e.org/1"),
        ("<url><loc>https://e.org/1</loc><url><loc>https://e.org/2</loc></url>", "unbalanced", "https://e.org/1"),
        ("<url><loc>https://e.org/1</loc></x></url>", "", "https://e.org/1"),
        ("<url><loc>https://e.org/1</loc><lastmod>now</lastmod></url>", "bad_date", "https://e.org/1"),
    ] {
        let parsed = read_at(&urlset(entries), None);
        assert_eq!(addresses(&parsed)[0], expected, "{entries}");
        assert_eq!(names(&parsed).first().copied().unwrap_or(""), name, "{entries}");
    }
}

#[test]
fn size_and_depth_are_bounded() {
    let entry = "<url><loc>https://e.org/</loc></url>";
    let parsed = read_at(&urlset(&entry.repeat(ENTRIES_MAX)), None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (ENTRIES_MAX, vec![]), "what the format allows is no problem");
    let parsed = read_at(&urlset(&entry.repeat(ENTRIES_MAX + 1)), None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (ENTRIES_MAX, vec!["too_many_entries"]));
    let images = "<image:image><image:loc>https://e.org/i</image:loc></image:image>".repeat(10_000);
    let parsed = read_at(&urlset(&format!("<url><loc>https://e.org/1</loc>{images}</url>")), None);
    assert_eq!((parsed.entries[0].media.len(), names(&parsed)), (IMAGES_MAX, vec!["too_many_values"]));
    let deep = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
    let parsed = read_at(&urlset(&format!("<url>{deep}<loc>https://e.org/1</loc></url>")), None);
    assert_eq!(addresses(&parsed), ["https://e.org/1"]);
}
