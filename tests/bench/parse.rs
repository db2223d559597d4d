//! What reading feeds costs, step by step, and beside it what bare feed-rs takes for the same documents.
//!
//! ```text
//! cargo bench --bench parse
//! COURANT_BENCH_FEEDS=folder cargo bench --bench parse
//! ```
//!
//! The documents are made here, unless the variable names a folder: then they are all the files in it. The
//! allocations of `whole` are those of one document after the other, so their maximum is that of the
//! document that needs most.

use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use courant::parse::{self, Entry, Input, parse};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher, black_box};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

/// Names a folder of captured feeds to measure with.
const FOLDER: &str = "COURANT_BENCH_FEEDS";

static DOCUMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| match std::env::var_os(FOLDER) {
    Some(folder) => captured(Path::new(&folder)),
    None => made(),
});

static ENTRIES: LazyLock<Vec<Vec<Entry>>> =
    LazyLock::new(|| DOCUMENTS.iter().map(|document| read(document).entries).collect());

/// Dates in the forms that make up nearly all of what feeds have.
const DATES: &[&str] = &[
    "Wed, 01 May 2024 14:30:00 GMT",
    "Wed, 01 May 2024 14:30:00 +0200",
    "2024-05-01T14:30:00Z",
    "2024-05-01T14:30:00.123+02:00",
    "01 May 2024 14:30 EDT",
];

fn main() {
    divan::main();
}

#[divan::bench]
fn decode(bencher: Bencher) {
    over_documents(bencher, |document| {
        black_box(parse::decode(document, None));
    });
}

/// Decoding, repair and reading together.
#[divan::bench]
fn whole(bencher: Bencher) {
    over_documents(bencher, |document| {
        black_box(read(document));
    });
}

#[divan::bench]
fn feed_rs_alone(bencher: Bencher) {
    over_documents(bencher, |document| {
        let _ = black_box(feed_rs::parser::parse(document));
    });
}

#[divan::bench(args = DATES)]
fn date(text: &str) -> Option<parse::Date> {
    parse::date(black_box(text))
}

#[divan::bench]
fn identity(bencher: Bencher) {
    let all = &*ENTRIES;
    bencher.bench(|| {
        for entries in all {
            black_box(parse::identify("feed", entries));
        }
    });
}

fn over_documents(bencher: Bencher, work: impl Fn(&[u8]) + Sync) {
    let bytes: usize = DOCUMENTS.iter().map(Vec::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| DOCUMENTS.iter().for_each(|document| work(document)));
}

fn read(body: &[u8]) -> parse::Parsed {
    parse(&Input { body, content_type: None, base_url: None })
}

fn captured(folder: &Path) -> Vec<Vec<u8>> {
    let files = std::fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<_> = files.map(|file| file.expect("the folder can be read").path()).collect();
    paths.sort();
    paths.iter().filter(|path| path.is_file()).map(|path| std::fs::read(path).expect("the file can be read")).collect()
}

/// Feeds of both kinds, with short entries and with whole articles, escaped and in CDATA.
fn made() -> Vec<Vec<u8>> {
    let shapes = [(20, 1), (50, 4), (100, 12), (10, 40)];
    shapes.iter().flat_map(|&(entries, paragraphs)| [rss(entries, paragraphs), atom(entries, paragraphs)]).collect()
}

fn article(number: usize, paragraphs: usize) -> String {
    (0..paragraphs).fold(String::new(), |mut html, paragraph| {
        write!(
            html,
            "<p>Paragraph {paragraph} of article {number} tells what happened, to whom, and why it matters to the \
             readers of a <a href=\"/tag/{number}?from=feed&amp;page=2\">town of caf\u{e9}s</a>.</p>\n\
             <img src=\"https://img.example.org/{number}/{paragraph}.jpg\" alt=\"\">\n"
        )
        .expect("a string takes everything");
        html
    })
}

fn rss(entries: usize, paragraphs: usize) -> Vec<u8> {
    let mut feed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
        xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
        xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel><title>News of the town</title>\
        <link>https://example.org/</link><description>All of it</description><ttl>60</ttl>\n"
        .to_owned();
    for number in 0..entries {
        let text = article(number, paragraphs);
        write!(
            feed,
            "<item><title>Article {number} &amp; its title</title><link>https://example.org/news/{number}</link>\n\
             <guid isPermaLink=\"false\">example.org,{number}</guid><dc:creator><![CDATA[A. Writer]]></dc:creator>\n\
             <pubDate>Wed, 01 May 2024 14:30:{:02} +0000</pubDate><category>Town</category>\
             <category><![CDATA[Country & World]]></category>\n<description>In short: number {number}</description>\n\
             <content:encoded><![CDATA[{text}]]></content:encoded>\n\
             <media:content url=\"https://img.example.org/{number}.jpg\" type=\"image/jpeg\">\
             <media:credit>A. Photographer</media:credit></media:content></item>\n",
            number % 60
        )
        .expect("a string takes everything");
    }
    (feed + "</channel></rss>").into_bytes()
}

fn atom(entries: usize, paragraphs: usize) -> Vec<u8> {
    let mut feed = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\
        <title>Notes</title><id>urn:notes</id><updated>2024-05-01T14:30:00Z</updated>\
        <link rel=\"self\" href=\"https://example.org/atom\"/>\n"
        .to_owned();
    for number in 0..entries {
        let text = article(number, paragraphs).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        write!(
            feed,
            "<entry><title type=\"html\">Note {number}</title><id>urn:notes:{number}</id>\n\
             <link href=\"https://example.org/notes/{number}\"/><updated>2024-05-01T14:30:{:02}Z</updated>\n\
             <author><name>A. Writer</name></author><category term=\"notes\"/>\n\
             <content type=\"html\" xml:base=\"https://example.org/\">{text}</content></entry>\n",
            number % 60
        )
        .expect("a string takes everything");
    }
    (feed + "</feed>").into_bytes()
}
