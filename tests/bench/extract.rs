//! What reading a page costs, step by step, so that one sees where the time goes.
//!
//! ```text
//! cargo bench --bench extract
//! COURANT_BENCH_PAGES=pages.ndjson cargo bench --bench extract
//! ```
//!
//! The pages are made here, unless the variable names a file of lines `{"id","url","html"}`. Each bench takes all
//! pages once; `whole` is what `courant extract` does with them. `extract.py` beside this file measures the whole
//! against a peer.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use courant::article::{ArticleId, FeedRef, Provenance};
use courant::normalize::clean::{self, Extent, Known};
use courant::normalize::memory::Recollection;
use courant::normalize::{Page, PageOutcome, Rules, Standing, body, guard, metadata, normalize, page, walk};
use courant::parse::{Entry, Sighting};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};
use dom_query::Document;
use jiff::Timestamp;
use url::Url;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// Names a file of pages to measure with.
const FILE: &str = "COURANT_BENCH_PAGES";

static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| match std::env::var_os(FILE) {
    Some(file) => captured(Path::new(&file)),
    None => made(),
});

/// The pages as the guard writes them.
static BOUNDED: LazyLock<Vec<String>> = LazyLock::new(|| PAGES.iter().map(|page| guard::bounded(&page.html)).collect());

fn main() {
    divan::main();
}

#[divan::bench]
fn a_guard(bencher: Bencher) {
    over_pages(bencher, |at| {
        black_box(guard::bounded(&PAGES[at].html));
    });
}

#[divan::bench]
fn b_tree(bencher: Bencher) {
    over_pages(bencher, |at| {
        black_box(tree(at));
    });
}

#[divan::bench]
fn c_metadata(bencher: Bencher) {
    over_trees(bencher, |at, tree| {
        black_box(metadata::read(&tree, &PAGES[at].html, &PAGES[at].url));
    });
}

#[divan::bench]
fn d_walk(bencher: Bencher) {
    over_trees(bencher, |at, tree| {
        black_box(walk::walk(&tree.root(), Some(&PAGES[at].url), walk::Reach::Page));
    });
}

#[divan::bench]
fn e_readability(bencher: Bencher) {
    over_trees(bencher, |at, tree| {
        black_box(page::readability(tree, &PAGES[at].url));
    });
}

#[divan::bench]
fn f_judge(bencher: Bencher) {
    let surveys = || PAGES.iter().map(|page| page::survey(&page.html, &page.url)).collect::<Vec<_>>();
    bencher.with_inputs(surveys).bench_local_values(|surveys| {
        for survey in surveys {
            black_box(body::judge(survey.walked, &survey.candidates, &Recollection::default(), |_| false));
        }
    });
}

#[divan::bench]
fn g_clean(bencher: Bencher) {
    let readings = || PAGES.iter().map(|page| page::read(&page.html, &page.url)).collect::<Vec<_>>();
    bencher.with_inputs(readings).bench_local_values(|readings| {
        for reading in readings {
            black_box(clean::clean(
                reading.blocks,
                Known { title: reading.metadata.title.as_deref(), ..Known::default() },
                Extent::Article,
            ));
        }
    });
}

#[divan::bench]
fn whole(bencher: Bencher) {
    let sighting = Sighting {
        entry: Entry::default(),
        feed: FeedRef::default(),
        feed_language: None,
        provenance: Provenance::default(),
        fetched: Timestamp::UNIX_EPOCH,
    };
    let rules = Rules::default();
    let standing = Standing { id: ArticleId::of_link(""), first_seen: Timestamp::UNIX_EPOCH, seen_in: Vec::new() };
    over_pages(bencher, |at| {
        let _ = black_box(normalize(&sighting, PageOutcome::Got(&PAGES[at]), &standing, &rules));
    });
}

fn tree(at: usize) -> Document {
    Document::from(BOUNDED[at].as_str())
}

fn over_pages(bencher: Bencher, work: impl Fn(usize)) {
    let bytes: usize = PAGES.iter().map(|page| page.html.len()).sum();
    LazyLock::force(&BOUNDED);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| (0..PAGES.len()).for_each(&work));
}

/// Some steps consume their tree; building it is not counted.
fn over_trees(bencher: Bencher, work: impl Fn(usize, Document)) {
    let trees = || (0..PAGES.len()).map(tree).collect::<Vec<_>>();
    bencher.with_inputs(trees).bench_local_values(|trees| {
        for (at, tree) in trees.into_iter().enumerate() {
            work(at, tree);
        }
    });
}

fn page(url: &str, html: String) -> Page {
    let url = Url::parse(url).expect("pages have absolute addresses");
    Page { url, html, provenance: Provenance::default(), fetched: Timestamp::UNIX_EPOCH }
}

fn captured(file: &Path) -> Vec<Page> {
    let lines = std::fs::read_to_string(file).expect("the file can be read");
    let read = |line: &str| {
        let line: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        page(
            line["url"].as_str().unwrap_or("https://example.org/"),
            line["html"].as_str().unwrap_or_default().to_owned(),
        )
    };
    lines.lines().filter(|line| !line.trim().is_empty()).map(read).collect()
}

/// Pages of the usual shape: short and long articles, amid little and much that is none.
fn made() -> Vec<Page> {
    [(4, 10), (15, 60), (40, 200), (120, 400)].into_iter().map(|(long, links)| article(long, links)).collect()
}

fn article(paragraphs: usize, links: usize) -> Page {
    let mut html = "<!DOCTYPE html><html lang=en><head><title>Bridge stays closed | The Paper</title>\
        <meta property='og:title' content='Bridge stays closed'><meta name=author content='Jane Doe'>\
        <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Bridge stays closed\",\
        \"datePublished\":\"2024-05-01T14:30:00Z\"}</script><style>p{margin:0}</style></head><body><nav><ul>"
        .to_owned();
    let mut add = |text: std::fmt::Arguments<'_>| html.write_fmt(text).expect("a string takes everything");
    for number in 0..links {
        add(format_args!("<li class='menu-item'><a href='/section/{number}'>Section {number}</a></li>"));
    }
    add(format_args!(
        "</ul></nav><main><article class='post'><header><h1>Bridge stays closed</h1><p class=byline>By <a rel=author \
         href='/jane'>Jane Doe</a>, <time datetime='2024-05-01'>May 1, 2024</time></p></header><figure><img src='/a.jpg'>\
         <figcaption>The bridge on Monday. Photo: Max Roe</figcaption></figure><div class='article-body'>"
    ));
    for number in 0..paragraphs {
        add(format_args!(
            "<p>Paragraph {number} tells, at some length, what happened to the bridge and to whom it <b>matters</b> in \
             the <a href='/town'>town</a>. “We will open it again,” the mayor said, “once the river has fallen.”</p>"
        ));
    }
    add(format_args!("</div></article><aside class=related><h3>More stories</h3>"));
    for number in 0..links {
        add(format_args!("<div class='card'><a href='/news/{number}'>What became of bridge number {number}</a></div>"));
    }
    add(format_args!("</aside></main><footer><p>© 2024 The Paper. All rights reserved.</p></footer></body></html>"));
    page("https://example.org/news/bridge", html)
}
