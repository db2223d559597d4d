//! A page to blocks and metadata: the tree is built once, behind [`guard`].
//!
//! The judge of [`body`] decides what is text. Where it keeps next to nothing of a page full of prose, it has met a
//! page of a kind that it does not know: then, and only then, because it costs as much as all the rest, the readability
//! algorithm is asked, and JSON-LD's text where even that has lost the article.

use std::sync::LazyLock;

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use super::beside;
use super::blocks::{self, Block, Kind};
use super::body::{self, Judged, candidates::Candidates};
use super::clean;
use super::guard;
use super::memory::{Recollection, Shown};
use super::metadata::{self, Metadata};
use super::need;
use super::rules::{Found, Rules};
use super::standfirst;
use super::trace::{Origin, Step, Trace};
use super::verdict::{self, Verdicts, Whole};
use super::walk::{self, Reach, Walked};

/// Where the algorithm leaves its candidate.
const CANDIDATE: &str = "#readability-page-1";

/// Share of JSON-LD's text below which the judge has lost the article.
const JUDGED_SHARE_MIN: f32 = 0.5;

/// Share of the page's prose, and of the readability algorithm's choice, below which the judge is not trusted.
const TRUSTED_SHARE_MIN: f32 = 0.2;

/// Bytes from which an unlinked paragraph is prose: a short sentence.
const PROSE_BYTES_MIN: usize = 40;

/// Steps up to which the readability algorithm is asked: it passes over what is in an element for each element around
/// it. Of 700 real pages the costliest had 180,000, these take about a second.
const STEPS_MAX: usize = 4_000_000;

/// What is known of a page before it is read.
#[derive(Clone, Copy, Debug)]
pub struct Known<'r, 'a> {
    pub rules: &'r Rules,
    /// What the feed gives of the article: it votes for what stands on the page.
    pub feed: &'a [Block],
    pub site: Recollection<'a>,
}

/// What was read from a page.
#[derive(Debug, Default)]
pub struct Reading<'a> {
    /// Empty when the page has no article that could be told from its surroundings.
    pub blocks: Vec<Block>,
    pub metadata: Metadata,
    /// What the rule of the page's site found.
    pub found: Found<'a>,
    /// What speaks against the page.
    pub verdicts: Verdicts,
    /// See [`verdict::of_page`].
    pub confidence: f32,
    /// How many blocks were left out because the site repeats them.
    pub repeated: usize,
    /// What the site's memory is to note.
    pub shown: Shown,
}

impl Reading<'_> {
    /// What is left of a page that shows another thing than the article: a wall speaks of itself, and neither its
    /// text nor its title, picture and date are the article's.
    pub fn without_article(self) -> Self {
        let metadata = Metadata { site: self.metadata.site, ..Metadata::default() };
        let Self { verdicts, repeated, shown, .. } = self;
        Self { metadata, verdicts, repeated, shown, ..Self::default() }
    }
}

/// Reads a page without knowing anything of it.
pub fn read(html: &str, url: &Url) -> Reading<'static> {
    static NONE: LazyLock<Rules> = LazyLock::new(Rules::default);
    read_with(html, url, Known { rules: &NONE, feed: &[], site: Recollection::default() }, &mut Trace::off())
}

/// Reads a page of any size and shape, in bounded time, by the rule of its site where there is one.
pub fn read_with<'r>(html: &str, url: &Url, known: Known<'r, '_>, trace: &mut Trace) -> Reading<'r> {
    let guard::Bounded { html: bounded, steps } = guard::measured(html);
    let document = Document::from(bounded);
    let mut found = known.rules.of(url).map(|rule| rule.apply(&document, html, url)).unwrap_or_default();
    let mut surveyed = survey_tree(document, steps, html, url, known.feed);
    trace.page(&mut surveyed.walked.blocks, &surveyed.candidates, |block| found.keeps(block));
    let whole = Whole::of(html, &surveyed.walked);
    let Chosen { mut blocks, mut metadata, agreement, repeated, shown } = match found.body.take() {
        Some(mut blocks) => {
            let Surveyed { walked, candidates, metadata, .. } = surveyed;
            if trace.is_on() {
                trace.weighed(&body::judge(walked, &candidates, &known.site, |_| false));
            }
            trace.turn(Origin::Rule, &mut blocks);
            Chosen { blocks, metadata, agreement: verdict::OF_A_RULE, ..Chosen::default() }
        }
        None => choose(surveyed, url, known, &found, trace),
    };
    blocks.retain(|block| !found.removes(block));
    trace.after(Step::Lines, &blocks);
    found.correct(&mut metadata);
    trace.ruled(&found);
    // The words of a wall stand on every page of its site.
    let verdicts = match repeated.is_empty() {
        true => verdict::judge(url, &metadata, &whole, &blocks),
        false => verdict::judge(url, &metadata, &whole, &[&blocks[..], &repeated[..]].concat()),
    };
    let confidence = verdict::of_page(&blocks, agreement, &verdicts);
    Reading { blocks, metadata, found, verdicts, confidence, repeated: repeated.len(), shown }
}

/// The text of a page, and how far it can be trusted.
#[derive(Default)]
struct Chosen {
    blocks: Vec<Block>,
    metadata: Metadata,
    agreement: f32,
    repeated: Vec<Block>,
    shown: Shown,
}

/// The judge's choice, unless another candidate shows that it has lost the article.
fn choose(surveyed: Surveyed, url: &Url, known: Known<'_, '_>, found: &Found<'_>, trace: &mut Trace) -> Chosen {
    let Surveyed { document, steps, walked, candidates, mut metadata } = surveyed;
    let prose = prose_bytes(&walked.blocks);
    let title = metadata.title.as_deref();
    let line = title.and_then(|title| standfirst::below_headline(&walked, title, &metadata.authors));
    let all = if known.feed.is_empty() { Vec::new() } else { walked.blocks.clone() };
    let judged = body::judge(walked, &candidates, &known.site, |block| found.keeps(block));
    trace.judged(&judged);
    let Judged { mut blocks, repeated, shown, certainty: mut agreement, .. } = judged;
    if steps <= STEPS_MAX && !is_share(bytes(&blocks), prose, TRUSTED_SHARE_MIN) {
        let mut readability = readability(document, url);
        if !is_share(bytes(&blocks), bytes(&readability), TRUSTED_SHARE_MIN) {
            trace.turn(Origin::Readability, &mut readability);
            (blocks, agreement) = (readability, verdict::OF_ANOTHER);
        }
    }
    metadata.standfirst = metadata.standfirst.or_else(|| line.and_then(|line| taken(&mut blocks, line)));
    trace.after(Step::Standfirst, &blocks);
    blocks = beside::reconcile(blocks, all, known.feed);
    trace.after(Step::Beside, &blocks);
    let told = metadata
        .body
        .as_deref()
        .map(|body| if blocks::has_markup(body) { blocks::of_html(body, Some(url)) } else { blocks::of_plain(body) });
    if let Some(mut told) = told.filter(|told| !is_share(bytes(&blocks), bytes(told), JUDGED_SHARE_MIN)) {
        trace.turn(Origin::Jsonld, &mut told);
        (blocks, agreement) = (told, verdict::OF_ANOTHER);
    }
    Chosen { blocks, metadata, agreement, repeated, shown }
}

/// Takes the standfirst out of the text; where it ends a sentence there or is a heading, it belongs to the text.
fn taken(blocks: &mut Vec<Block>, standfirst: String) -> Option<String> {
    match blocks.iter().position(|block| block.text == standfirst) {
        Some(at) if clean::is_ended(&standfirst) || blocks[at].kind == Kind::Heading => None,
        Some(at) => Some(blocks.remove(at).text),
        None => Some(standfirst),
    }
}

/// A page before judgement.
pub struct Surveyed {
    pub walked: Walked,
    pub candidates: Candidates,
    document: Document,
    /// See [`guard::Bounded`].
    steps: usize,
    metadata: Metadata,
}

/// Walks the tree of a page and gathers what it says elsewhere of its article.
pub fn survey(html: &str, url: &Url) -> Surveyed {
    let guard::Bounded { html: bounded, steps } = guard::measured(html);
    survey_tree(Document::from(bounded), steps, html, url, &[])
}

fn survey_tree(document: Document, steps: usize, html: &str, url: &Url, feed: &[Block]) -> Surveyed {
    let metadata = metadata::read(&document, html, url);
    let walked = walk::walk(&document.root(), Some(url), Reach::Page);
    // Of a feed that gives an opening only, what it does not give would count as foreign.
    let of_feed = || need::is_whole(feed).then(|| beside::text(feed));
    let told = metadata
        .body
        .as_deref()
        .map(|body| if blocks::has_markup(body) { Document::from(guard::bounded(body)).text() } else { body.into() })
        .or_else(|| of_feed().map(Into::into));
    let candidates = Candidates::new(told.as_deref(), metadata.description.as_deref(), metadata.title.as_deref());
    Surveyed { walked, candidates, document, steps, metadata }
}

/// The choice of the readability algorithm.
pub fn readability(document: Document, url: &Url) -> Vec<Block> {
    // Metadata is our own.
    let config = Config { keep_classes: true, disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else { return Vec::new() };
    if readability.parse().is_err() {
        return Vec::new();
    }
    let root = readability.doc.select(CANDIDATE);
    root.nodes().first().map(|root| blocks::of_tree(root, Some(url))).unwrap_or_default()
}

fn prose_bytes(blocks: &[Block]) -> usize {
    let is_prose = |block: &&Block| block.kind == Kind::Paragraph && block.text.len() >= PROSE_BYTES_MIN;
    blocks.iter().filter(is_prose).map(|block| block.text.len().saturating_sub(block.linked)).sum()
}

fn bytes(blocks: &[Block]) -> usize {
    blocks.iter().map(|block| block.text.len()).sum()
}

fn is_share(part: usize, whole: usize, share: f32) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "texts are at most megabytes")]
    let [part, whole] = [part, whole].map(|bytes| bytes as f32);
    part >= whole * share
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// Twenty times what these pages take in a build without optimization: the clock runs for all programs of a busy
    /// machine.
    const PATIENCE: Duration = Duration::from_secs(120);

    fn read_in_time(name: &str, html: &str) -> Reading<'static> {
        let url = Url::parse("https://example.org/a").unwrap();
        let started = Instant::now();
        let reading = read(html, &url);
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
