//! What the stages promise, over texts that nobody wrote: every span names the text that stands there, nothing
//! panics, and who works beside whom changes no answer.
#![allow(clippy::disallowed_methods, reason = "tests may spawn")]

use std::sync::LazyLock;

use courant::analyze::{Built, Entry, STAGES, Stage, Tokenized, with_panic_isolated};
use courant::article::Article;
use fastrand::Rng;
use serde_json::{Value, json};

/// Each one a few dozen pieces long; together some seconds without optimization.
const TEXTS: usize = 600;
const PIECES_MAX: usize = 60;

/// What news is made of, and what breaks it: names, quotations, dates, places, marks, scripts, stray code points.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "President Ana Lluch", "Lluch", "Mr. O’Neill’s", "Jean-Luc d’Estaing", "the finance minister", "the U.N.",
    "Bank of Norland ( BN )", "BN", "AT&T", "St. Petersburg", "Vienna, Austria", "in Rome", "New York", "U.S.-led", "Москва", "Лавров",
    "said", "told reporters on", "according to", "сказал", "sagte", "a déclaré", "dijo", "قال", "he added", "asked", ":", ",", ".", "...", "…",
    "“", "”", "\"", "'", "’", "«", "»", "„", "“[We] will go on”", "‘so-called’", "“", "— ", "–", "(", ")", "[", "]",
    "on Friday", "last month", "November 14, 2015", "since 2011", "31. Februar 2024", "vor drei Jahren", "le 1er mai", "hace dos años",
    "в 2012 году", "вчера", "9999-99-99", "2024-02-29", "in the 1990s", "May 3-5", "99 years ago", "4294967296 days ago", "1,000", "3.5%",
    "VIENNA, Nov. 14 (Reuters) -", "ROME 1996-08-30", "(AFP)", "By Jane Doe, dpa", "\n", "\n\n", " \u{a0} ", "\u{200b}", "\u{200d}", "\u{202e}", "\u{0}",
    "e\u{301}\u{301}", "İSTANBUL ŞİŞLİ", "ß ẞ ﬃ", "🙂👩‍👩‍👧‍👦🇪🇸", "东京电力公司。", "「はい」", "กรุงเทพ", "אמר השר", "الرياض؟", "हिन्दी।", "한국", "a", "I",
    "AAAA", "https://a.example/?q=“x”", "a@b.example", "@name", "#tag", "\u{fffd}", "\u{10ffff}", "l’", "’s", "s’", "U.S.", "Inc.", "etc.",
];

fn text(rng: &mut Rng) -> String {
    let mut text = String::new();
    for _ in 0..rng.usize(..PIECES_MAX) {
        text.push_str(PIECES[rng.usize(..PIECES.len())]);
        if rng.u8(..8) > 0 {
            text.push(' ');
        }
    }
    text
}

/// An article as a record would have it; everything that is not said here is empty.
fn article(rng: &mut Rng) -> Article {
    let feed = json!({ "id": "a", "title": null, "url": "https://a.example/", "tags": [] });
    let provenance = json!({
        "feed_url": "", "guid": null, "position": 0, "final_url": "", "status": 200, "etag": null, "last_modified": null,
        "content_type": null, "bytes": 0, "sha256": "", "software": "", "config_hash": "",
    });
    let dateline = ["ROME, Dec 4", "", "“"][rng.usize(..3)];
    let published = ["2015-11-14T09:00:00Z", "0001-01-01T00:00:00Z", "9999-12-30T22:00:00Z"][rng.usize(..3)];
    let members = json!({
        "url": null, "canonical_url": null, "title": text(rng), "standfirst": null, "text": text(rng), "summary": null,
        "authors": [], "agency": null, "dateline": dateline, "section": null, "tags": [],
        "images": [], "word_count": 0, "published": published, "published_precision": "day", "published_source": "feed",
        "modified": null, "first_seen": published, "fetched": published, "publisher": { "name": null, "domain": null },
        "feed": feed, "seen_in": [], "provenance": provenance,
        "extraction": { "method": "page", "score": null, "flags": [] },
    });
    serde_json::from_value(members).expect("these are an article's members")
}

fn articles(seed: u64) -> Vec<Article> {
    let mut rng = Rng::with_seed(seed);
    (0..TEXTS).map(|_| article(&mut rng)).collect()
}

type Named = (&'static str, Box<dyn Stage>);

static PURE: LazyLock<Vec<Named>> = LazyLock::new(|| {
    let pure = |entry: &Entry| match (entry.build)() {
        Built::Pure(stage) => Some((entry.name, stage)),
        Built::Stream(_) => None,
    };
    STAGES.iter().filter_map(pure).collect()
});

/// The article behind all pure stages.
fn annotated(article: &Article) -> Article {
    let mut tokenized = Tokenized::of(article.clone());
    for (name, stage) in PURE.iter() {
        let annotations = with_panic_isolated(stage.as_ref(), &tokenized)
            .unwrap_or_else(|error| panic!("stage `{name}`: {error}\n{:?}", article.text));
        tokenized.article.annotations.merge(annotations);
    }
    tokenized.article
}

/// Calls `check` for everything that has a start, an end and a text, however deep it stands.
fn each_span(value: &Value, check: &mut impl FnMut(usize, usize, &str)) {
    let place = |key: &str| value.get(key).and_then(Value::as_u64);
    if let (Some(start), Some(end), Some(text)) =
        (place("start"), place("end"), value.get("text").and_then(Value::as_str))
    {
        check(start as usize, end as usize, text);
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| each_span(value, check)),
        Value::Object(members) => members.values().for_each(|value| each_span(value, check)),
        _ => {}
    }
}

#[test]
fn every_span_names_the_text_that_stands_there_in_texts_nobody_wrote() {
    let mut spans = 0;
    for article in articles(1) {
        let annotated = annotated(&article);
        let characters: Vec<char> = annotated.text.chars().collect();
        let annotations = serde_json::to_value(&annotated.annotations).expect("annotations serialize");
        each_span(&annotations, &mut |start, end, text| {
            spans += 1;
            assert!(start < end && end <= characters.len(), "{start}..{end} of {:?}", annotated.text);
            assert_eq!(characters[start..end].iter().collect::<String>(), text, "in {:?}", annotated.text);
        });
    }
    assert!(spans > TEXTS, "most texts have something to annotate: {spans} spans");
}

#[test]
fn eight_workers_give_what_one_gives() {
    const WORKERS: usize = 8;
    let articles = articles(2);
    let alone: Vec<Article> = articles.iter().map(annotated).collect();
    let together: Vec<(usize, Article)> = std::thread::scope(|scope| {
        let work = |worker: usize| {
            let mine = articles.iter().enumerate().rev().skip(worker).step_by(WORKERS);
            mine.map(|(number, article)| (number, annotated(article))).collect::<Vec<_>>()
        };
        let workers: Vec<_> = (0..WORKERS).map(|worker| scope.spawn(move || work(worker))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    });
    assert_eq!(together.len(), alone.len());
    for (number, article) in together {
        assert_eq!(article, alone[number]);
    }
}
