//! What the stages cost, each alone and all together: articles a second of one thread's processor time.
//!
//! ```text
//! cargo bench --bench analyze
//! cargo bench --bench analyze -- entities language
//! COURANT_BENCH_ARTICLES=articles.jsonl cargo bench --bench analyze
//! ```
//!
//! The stages are those of the registry, and each reads articles with the annotations of the stages before it, as in
//! the pipeline. All subjects take turns, and the best round of each counts, because another program on the machine
//! can only make one slower. The articles beside this file are made up, as is everybody in them; the variable names
//! a file of other lines `{"id","title","text","published"?,"publisher"?}`. `analyze.py` measures the whole against
//! a peer.

#[path = "../fuzz/measure.rs"]
#[expect(dead_code, reason = "the bench reads the clock only")]
mod measure;

use std::hint::black_box;
use std::time::Duration;

use courant::analyze::tokens::Tokens;
use courant::analyze::{Built, Entry, STAGES, Stage, Tokenized};
use courant::article::{
    Annotations, Article, ArticleId, Extraction, FeedRef, Method, Precision, Provenance, Publisher,
};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::Value;

use self::measure::Clock;

/// Names a file of articles to measure with.
const FILE: &str = "COURANT_BENCH_ARTICLES";

/// Rates are those of articles of this length: what news articles have on average.
const ARTICLE_BYTES: f64 = 3_800.0;

/// The best of so many rounds is what a quiet machine takes.
const ROUNDS: usize = 5;

/// The system's clock moves in steps of some milliseconds; this is many of them.
const ROUND: Duration = Duration::from_millis(250);

const TOKENS: &str = "tokens";
const TOGETHER: &str = "all pure stages";
const HEADLINES: &str = "language, headlines alone";

/// What is measured: one piece of work over all articles.
struct Subject<'a> {
    name: &'a str,
    /// What one pass is worth, in articles of the usual length or in headlines.
    worth: f64,
    pass: Box<dyn FnMut() + 'a>,
    /// Of one pass, in the best round so far.
    seconds: f64,
}

fn main() {
    let articles = articles();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let mut subjects = subjects(&articles, bytes as f64 / ARTICLE_BYTES);
    // Cargo adds options of its own, which all begin with a hyphen.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !wanted.is_empty() {
        subjects.retain(|subject| wanted.iter().any(|wanted| subject.name.contains(wanted.as_str())));
    }
    let clock = Clock::of_this_thread();
    for _ in 0..ROUNDS {
        for subject in &mut subjects {
            subject.seconds = subject.seconds.min(round(&clock, subject.pass.as_mut()));
        }
    }
    let length = bytes as f64 / articles.len() as f64 / 1_000.0;
    println!("{} articles of {length:.1} kB; an article below is one of 3.8 kB\n", articles.len());
    show(&subjects);
}

fn subjects(articles: &[Article], worth: f64) -> Vec<Subject<'_>> {
    let subject = |name, worth, pass| Subject { name, worth, pass, seconds: f64::INFINITY };
    let mut subjects = vec![subject(TOKENS, worth, cutting(articles))];
    let mut annotated = articles.to_vec();
    for entry in STAGES {
        subjects.push(subject(entry.name, worth, alone(entry, &mut annotated)));
    }
    subjects.push(subject(TOGETHER, worth, together(articles)));
    if let Some(entry) = STAGES.iter().find(|entry| entry.name == "language") {
        let mut headlines: Vec<_> =
            articles.iter().map(|article| Article { text: String::new(), ..article.clone() }).collect();
        subjects.push(subject(HEADLINES, headlines.len() as f64, alone(entry, &mut headlines)));
    }
    subjects
}

fn cutting(articles: &[Article]) -> Box<dyn FnMut() + '_> {
    Box::new(move || {
        for article in articles {
            black_box(Tokens::of(&article.text));
        }
    })
}

/// One stage on articles as the stages before it left them; it leaves its own annotations for the next one.
fn alone<'a>(entry: &Entry, articles: &mut [Article]) -> Box<dyn FnMut() + 'a> {
    let input: Vec<_> = articles.iter().cloned().map(Tokenized::of).collect();
    match (entry.build)() {
        Built::Pure(stage) => {
            for (article, tokenized) in articles.iter_mut().zip(&input) {
                article.annotations.merge(annotate(stage.as_ref(), tokenized));
            }
            Box::new(move || {
                for tokenized in &input {
                    black_box(annotate(stage.as_ref(), tokenized));
                }
            })
        }
        Built::Stream(mut stage) => Box::new(move || {
            for tokenized in &input {
                black_box(stage.observe(&tokenized.article));
            }
        }),
    }
}

/// What a worker of the pipeline does with an article.
fn together(articles: &[Article]) -> Box<dyn FnMut() + '_> {
    let built = STAGES.iter().map(|entry| (entry.build)());
    let stages: Vec<_> = built
        .filter_map(|built| match built {
            Built::Pure(stage) => Some(stage),
            Built::Stream(_) => None,
        })
        .collect();
    Box::new(move || {
        for article in articles {
            let mut tokenized = Tokenized::of(article.clone());
            for stage in &stages {
                let annotations = annotate(stage.as_ref(), &tokenized);
                tokenized.article.annotations.merge(annotations);
            }
            black_box(tokenized);
        }
    })
}

fn annotate(stage: &dyn Stage, tokenized: &Tokenized) -> Annotations {
    stage.annotate(&tokenized.article, &tokenized.tokens).expect("every stage understands a usual article")
}

/// Passes until the round is over; returns the processor time of one, in seconds.
fn round(clock: &Clock, pass: &mut dyn FnMut()) -> f64 {
    let begun = clock.now();
    let mut passes = 0;
    loop {
        pass();
        passes += 1;
        let spent = clock.now() - begun;
        if spent >= ROUND {
            return spent.as_secs_f64() / f64::from(passes);
        }
    }
}

fn show(subjects: &[Subject<'_>]) {
    let together = subjects.iter().find(|subject| subject.name == TOGETHER).map(|subject| subject.seconds);
    println!("{:<28}{:>12}{:>12}{:>10}", "", "a second", "µs each", "of all");
    for Subject { name, worth, seconds, .. } in subjects {
        let share = together.map_or_else(String::new, |together| format!("{:.1} %", seconds / together * 100.0));
        // A headline is no part of an article's whole.
        let share = if *name == HEADLINES { "" } else { &share };
        println!("{name:<28}{:>12}{:>12.1}{share:>10}", grouped(worth / seconds), seconds / worth * 1e6);
    }
}

/// Writes a rate with its thousands apart.
fn grouped(rate: f64) -> String {
    let digits = format!("{rate:.0}");
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn articles() -> Vec<Article> {
    let lines = match std::env::var_os(FILE) {
        Some(file) => std::fs::read_to_string(file).expect("the file can be read"),
        None => include_str!("articles.jsonl").to_owned(),
    };
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| article(&serde_json::from_str(line).expect("each line is JSON"))).collect()
}

fn article(line: &Value) -> Article {
    let text_of = |key: &str| line[key].as_str().map(str::to_owned);
    let published = line["published"].as_str().and_then(moment);
    Article {
        id: ArticleId::of_entry("bench", &line["id"].to_string()),
        url: text_of("url"),
        canonical_url: None,
        title: text_of("title"),
        standfirst: None,
        text: text_of("text").unwrap_or_default(),
        summary: None,
        authors: Vec::new(),
        agency: None,
        dateline: None,
        section: None,
        tags: Vec::new(),
        images: Vec::new(),
        word_count: 0,
        published,
        published_precision: published.map(|_| Precision::Second),
        published_source: None,
        modified: None,
        first_seen: Timestamp::UNIX_EPOCH,
        fetched: Timestamp::UNIX_EPOCH,
        publisher: Publisher { name: text_of("publisher"), domain: None },
        feed: FeedRef::default(),
        seen_in: Vec::new(),
        provenance: Provenance::default(),
        extraction: Extraction { method: Method::FeedContent, score: None, flags: Vec::new() },
        declared_language: None,
        annotations: Annotations::default(),
    }
}

/// A time or a day.
fn moment(text: &str) -> Option<Timestamp> {
    let day = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|day| day.timestamp());
    text.parse().ok().or_else(day)
}
