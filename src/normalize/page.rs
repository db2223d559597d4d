//! A page to blocks and metadata: the tree is built once, behind [`guard`], and the candidate of the
//! readability algorithm is read from it.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::blocks::{self, Block};
use super::body::{self, Judged, candidates::Candidates};
use super::clean::spacing;
use super::guard;
use super::memory::{Finding, Recollection, Shown};
use super::metadata::{self, Metadata};
use super::walk::{self, Reach, Walked};

/// Where the algorithm leaves its candidate.
const CANDIDATE: &str = "#readability-page-1";

/// Share of JSON-LD's text below which the judge has lost the article.
const JUDGED_SHARE_MIN: f32 = 0.5;

/// Share of the readability algorithm's choice below which the judge has met a page of a kind that it does not know.
const TRUSTED_SHARE_MIN: f32 = 0.2;

/// What was read from a page.
#[derive(Debug)]
pub struct Reading {
    /// Empty when the page has no article that could be told from its surroundings.
    pub blocks: Vec<Block>,
    pub metadata: Metadata,
    /// The text that the page marks as its byline, if any.
    pub byline: Option<String>,
    /// What was left out because the site repeats it. Whoever looks for the words of a wall looks here too: they stand on
    /// every page.
    pub repeated: Vec<(Block, Finding)>,
    /// What the site's memory is to note.
    pub shown: Shown,
}

/// Reads a page of any size and shape, in bounded time.
pub fn read(html: &str, url: &Url, site: &Recollection<'_>) -> Reading {
    let Surveyed { walked, candidates, readability, metadata, byline } = survey(html, url);
    let Judged { blocks: judged, repeated, shown } = body::judge(walked, &candidates, site);
    #[expect(clippy::cast_precision_loss, reason = "texts are at most megabytes")]
    let is_trusted = bytes(&judged) as f32 >= bytes(&readability) as f32 * TRUSTED_SHARE_MIN;
    let blocks = if is_trusted { judged } else { readability };
    let told = metadata
        .body
        .as_deref()
        .map(|body| if blocks::has_markup(body) { blocks::of_html(body, Some(url)) } else { blocks::of_plain(body) });
    #[expect(clippy::cast_precision_loss, reason = "texts are at most megabytes")]
    let has_lost = |told: &[Block]| (bytes(&blocks) as f32) < bytes(told) as f32 * JUDGED_SHARE_MIN;
    match told {
        Some(told) if has_lost(&told) => Reading { blocks: told, metadata, byline, repeated, shown },
        _ => Reading { blocks, metadata, byline, repeated, shown },
    }
}

/// A page before judgement.
pub struct Surveyed {
    pub walked: Walked,
    pub candidates: Candidates,
    readability: Vec<Block>,
    metadata: Metadata,
    byline: Option<String>,
}

/// Walks the tree of a page and gathers what the candidates say of it.
pub fn survey(html: &str, url: &Url) -> Surveyed {
    let document = Document::from(guard::bounded(html));
    let metadata = metadata::read(&document, html, url);
    let walked = walk::walk(&document.root(), Some(url), Reach::Page);
    let (readability, byline) = readability(document, url);
    let told = metadata
        .body
        .as_deref()
        .map(|body| if blocks::has_markup(body) { Document::from(guard::bounded(body)).text() } else { body.into() });
    let candidates =
        Candidates::new(&readability, told.as_deref(), metadata.description.as_deref(), metadata.title.as_deref());
    Surveyed { walked, candidates, readability, metadata, byline }
}

/// The choice of the readability algorithm, and its byline.
fn readability(document: Document, url: &Url) -> (Vec<Block>, Option<String>) {
    // Metadata is our own.
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else {
        return (Vec::new(), None);
    };
    let Ok(article) = readability.parse() else { return (Vec::new(), None) };
    let root = readability.doc.select(CANDIDATE);
    let blocks = root.nodes().first().map(|root| blocks::of_tree(root, Some(url))).unwrap_or_default();
    (blocks, article.byline.map(|byline| spacing::on_one_line(&byline)))
}

fn bytes(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Ten times what these pages take in a build without optimization, on a busy machine.
    const PATIENCE: Duration = Duration::from_secs(30);

    fn read_in_time(name: &str, html: &str) -> Reading {
        let url = Url::parse("https://example.org/a").unwrap();
        let started = Instant::now();
        let reading = read(html, &url, &Recollection::default());
        assert!(started.elapsed() < PATIENCE, "{name} took {:?}", started.elapsed());
        reading
    }

    #[test]
    fn hostile_pages_return_quickly() {
        let attributes: String = (0..100_000).map(|n| format!(" a{n}=1")).collect();
        let bold: String = (0..20_000).map(|n| format!("<div><b id={n}></div>")).collect();
        let cases = [
            ("nested divs", "<div>".repeat(100_000)),
            ("nested inline", "<span>".repeat(100_000)),
            ("nested formatting", "<b><i>".repeat(100_000)),
            ("nested tables", "<table><tr><td>".repeat(100_000)),
            ("nested lists", "<ul><li>".repeat(100_000)),
            ("nested links", "<a href=x><div>".repeat(50_000)),
            ("unclosed formatting in closed blocks", bold),
            ("attributes", format!("<p{attributes}>text</p>")),
            ("closed raw text inside", "<div><noscript></div></noscript>".repeat(50_000)),
            ("end tags", "</div>".repeat(500_000)),
            ("ignored end tags", "<span><div></span>".repeat(50_000)),
            ("select", "<div><select></div></select>".repeat(50_000)),
            ("svg", "<svg>".repeat(200_000)),
            ("comments", "<!--".repeat(500_000)),
        ];
        for (name, html) in &cases {
            read_in_time(name, html);
        }
    }

    #[test]
    fn a_large_flat_page_is_read_whole() {
        let html =
            format!("<article>{}</article>", "<p>A sentence of an article, that says something.</p>".repeat(90_000));
        let reading = read_in_time("flat", &html);
        assert!(reading.blocks.len() > 80_000, "{}", reading.blocks.len());
    }

    #[test]
    fn json_ld_gives_the_text_that_the_page_lost() {
        let body = "A sentence of an article, that says something. ".repeat(30);
        let html = format!(
            "<p>Loading</p><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>"
        );
        assert_eq!(read_in_time("script", &html).blocks[0].text, body.trim());
    }
}
