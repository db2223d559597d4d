//! `courant extract`: a page as JSON, or many of them as lines; on demand, why it came out so.

mod shown;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use super::{EXIT_USAGE, Outcome, print, refuse};
use crate::article::{Article, ArticleId, DateSource, Extraction, FeedRef, Image, Precision, Provenance, Publisher};
use crate::config;
use crate::normalize::explain::{Explained, Explanation};
use crate::normalize::{self, Page, PageOutcome, Rules, Standing, Unusable};
use crate::parse::{Entry, Sighting, Text};
use crate::pipeline::wiring;

/// Bytes of one input line: a page of the largest size that a fetch lets through, escaped at its worst.
const LINE_BYTES_MAX: u64 = 64 << 20;

/// Reads the article of a page.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// HTML, or plain text with blank lines between paragraphs; `-` or nothing reads standard input
    pub file: Option<PathBuf>,

    /// Where the page came from: makes its links absolute and names the publisher
    #[arg(long, value_name = "URL", conflicts_with = "ndjson")]
    pub url: Option<Url>,

    /// Read lines `{"id","url","html"}` and write one line for each, in order
    #[arg(long)]
    pub ndjson: bool,

    /// Use the site rules in this file (or these: `'rules/*.toml'`); may be repeated
    #[arg(long, value_name = "FILE")]
    pub rules: Vec<String>,

    /// Say of every block of the page whether it was kept, who proposed it, and who dropped it and why
    #[arg(long, conflicts_with = "ndjson")]
    pub explain: bool,

    /// Explain in JSON, for programs
    #[arg(long, requires = "explain")]
    pub json: bool,
}

/// Runs `courant extract`.
///
/// # Errors
/// When the input cannot be read or the output cannot be written.
pub fn run(arguments: Arguments) -> Outcome {
    let rules = match config::rules_from(&arguments.rules, &config::Machine) {
        Ok(rules) => rules,
        Err(problems) => return Ok(refuse(&problems)),
    };
    let path = arguments.file.as_deref().filter(|path| *path != Path::new("-"));
    let input: Box<dyn Read + Send> = match path {
        Some(path) => Box::new(File::open(path).with_context(|| format!("cannot read `{}`", path.display()))?),
        None => Box::new(io::stdin()),
    };
    let now = Timestamp::now();
    if arguments.ndjson {
        return extract_lines(input, &rules, now);
    }
    let mut bytes = Vec::new();
    input.take(LINE_BYTES_MAX).read_to_end(&mut bytes).context("cannot read the page")?;
    let text = normalize::decode(&bytes, None);
    warn_without_rule(&rules, arguments.url.as_ref());
    if arguments.explain {
        return explain(&text, arguments.url.as_ref(), &rules, arguments.json);
    }
    match read(&text, arguments.url.as_ref(), now, |sighting, page, standing| {
        normalize::normalize(sighting, page, standing, &rules)
    }) {
        Ok(article) => print(&(serde_json::to_string_pretty(&Extracted::of(None, article))? + "\n")),
        Err(reason) => Ok(no_article(&reason)),
    }
}

/// Whoever names rules expects one to hold.
fn warn_without_rule(rules: &Rules, url: Option<&Url>) {
    match url {
        None if !rules.is_empty() => eprintln!("courant: no rule is used; say where the page is from with --url"),
        Some(url) if !rules.is_empty() && rules.of(url).is_none() => eprintln!("courant: no rule is for {url}"),
        _ => {}
    }
}

fn no_article(reason: &Unusable) -> ExitCode {
    eprintln!("courant: no article in the page: {reason}");
    ExitCode::FAILURE
}

fn explain(text: &str, url: Option<&Url>, rules: &Rules, is_json: bool) -> Outcome {
    let explained = read(text, url, Timestamp::now(), |sighting, page, standing| {
        normalize::explain::explain(sighting, page, standing, rules)
    });
    let Explained { article, explanation } = explained;
    if is_json {
        let article = article.as_ref().ok().cloned().map(|article| Extracted::of(None, article));
        print(&(serde_json::to_string_pretty(&ExplainedLine { article, explanation: &explanation })? + "\n"))?;
    } else {
        print(&shown::text(article.as_ref().ok(), &explanation, &shown::Look::of_stdout()))?;
    }
    Ok(article.map_or_else(|reason| no_article(&reason), |_| ExitCode::SUCCESS))
}

/// What `--explain --json` writes.
#[derive(Serialize)]
struct ExplainedLine<'a> {
    article: Option<Extracted>,
    #[serde(flatten)]
    explanation: &'a Explanation,
}

fn extract_lines(input: impl Read + Send, rules: &Rules, now: Timestamp) -> Outcome {
    let progress = progress();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = wiring::in_order(
        Lines(BufReader::new(input)),
        |line| line.map(|line| answer(&line, rules, now)),
        |answer| {
            out.write_all(&answer?)?;
            out.write_all(b"\n")?;
            progress.inc(1);
            Ok(())
        },
    )
    .and_then(|()| out.flush());
    progress.finish_and_clear();
    match written {
        // Whoever read the lines has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
            eprintln!("courant: {error}");
            Ok(ExitCode::from(EXIT_USAGE))
        }
        written => written.map(|()| ExitCode::SUCCESS).context("cannot extract"),
    }
}

fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style =
        ProgressStyle::with_template("{spinner} {pos} pages, {per_sec}").expect("the template is ours and valid");
    ProgressBar::new_spinner().with_style(style)
}

/// Lines of bounded length; an input that breaks the bound ends there with an error.
struct Lines<R>(R);

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut line = Vec::new();
            match self.0.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(read) if read as u64 == LINE_BYTES_MAX && !line.ends_with(b"\n") => {
                    let message = format!("a line is longer than {} MiB; split the input", LINE_BYTES_MAX >> 20);
                    return Some(Err(io::Error::new(io::ErrorKind::InvalidInput, message)));
                }
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => return Some(Ok(line)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    id: Value,
    url: Option<String>,
    html: String,
}

/// Answers one line. What goes wrong with one page, a panic included, costs that page.
fn answer(line: &[u8], rules: &Rules, now: Timestamp) -> Vec<u8> {
    let answer = match serde_json::from_slice::<Asked>(line) {
        Ok(Asked { id, url, html }) => {
            let url = url.and_then(|url| Url::parse(&url).ok());
            let extract = || {
                read(&html, url.as_ref(), now, |sighting, page, standing| {
                    normalize::normalize(sighting, page, standing, rules)
                })
            };
            match catch_unwind(AssertUnwindSafe(extract)) {
                Ok(Ok(article)) => Extracted::of(Some(id), article),
                Ok(Err(reason)) => Extracted::failed(id, reason.to_string()),
                Err(_) => Extracted::failed(id, "the page broke the extractor".to_owned()),
            }
        }
        Err(error) => Extracted::failed(Value::Null, format!("not a line with `id` and `html`: {error}")),
    };
    serde_json::to_vec(&answer).expect("texts and numbers serialize")
}

/// Hands on HTML or plain text as what was seen nowhere but at `url`.
fn read<T>(
    text: &str,
    url: Option<&Url>,
    now: Timestamp,
    then: impl FnOnce(&Sighting, PageOutcome<'_>, &Standing) -> T,
) -> T {
    let is_page = normalize::has_markup(text);
    let plain = || Text { value: text.to_owned(), media_type: "text/plain".to_owned(), src: None };
    let sighting = Sighting {
        entry: Entry {
            link: url.map(|url| url.as_str().to_owned()),
            content: (!is_page).then(plain),
            ..Entry::default()
        },
        feed: FeedRef::default(),
        feed_language: None,
        provenance: Provenance::default(),
        fetched: now,
    };
    let standing =
        Standing { id: ArticleId::of_link(url.map_or("", Url::as_str)), first_seen: now, seen_in: Vec::new() };
    if !is_page {
        return then(&sighting, PageOutcome::NotWanted, &standing);
    }
    let nowhere = || Url::parse("about:blank").expect("a valid URL");
    let page = Page {
        url: url.cloned().unwrap_or_else(nowhere),
        html: text.to_owned(),
        provenance: Provenance::default(),
        fetched: now,
    };
    then(&sighting, PageOutcome::Got(&page), &standing)
}

/// What an article says that came from no feed: the record without envelope, feed and provenance.
#[derive(Default, Serialize)]
struct Extracted {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    url: Option<String>,
    canonical_url: Option<String>,
    title: Option<String>,
    standfirst: Option<String>,
    text: String,
    summary: Option<String>,
    authors: Vec<String>,
    agency: Option<String>,
    dateline: Option<String>,
    section: Option<String>,
    tags: Vec<String>,
    images: Vec<Image>,
    word_count: u32,
    published: Option<Timestamp>,
    published_precision: Option<Precision>,
    published_source: Option<DateSource>,
    modified: Option<Timestamp>,
    publisher: Publisher,
    extraction: Option<Extraction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl Extracted {
    fn of(id: Option<Value>, article: Article) -> Self {
        Self {
            id,
            url: article.url,
            canonical_url: article.canonical_url,
            title: article.title,
            standfirst: article.standfirst,
            text: article.text,
            summary: article.summary,
            authors: article.authors,
            agency: article.agency,
            dateline: article.dateline,
            section: article.section,
            tags: article.tags,
            images: article.images,
            word_count: article.word_count,
            published: article.published,
            published_precision: article.published_precision,
            published_source: article.published_source,
            modified: article.modified,
            publisher: article.publisher,
            extraction: Some(article.extraction),
            error: None,
        }
    }

    fn failed(id: Value, error: String) -> Self {
        Self { id: Some(id), error: Some(error), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(line: &str) -> Value {
        let now: Timestamp = "2020-01-01T00:00:00Z".parse().unwrap();
        serde_json::from_slice(&answer(line.as_bytes(), &Rules::default(), now)).unwrap()
    }

    #[test]
    fn a_line_is_answered_with_its_id() {
        let answer = answered(
            r#"{"id":7,"url":"https://www.example.org/a","html":"<title>T</title><p>Some text of a page.</p>"}"#,
        );
        assert_eq!(answer["id"], 7);
        assert_eq!(answer["title"], "T");
        assert_eq!(answer["publisher"]["domain"], "example.org");
        assert!(answer.get("error").is_none());
    }

    #[test]
    fn bad_lines_cost_only_themselves() {
        for line in ["{", "{\"html\":\"x\"}", "[]"] {
            let answer = answered(line);
            assert_eq!(answer["text"], "");
            assert!(answer["error"].as_str().unwrap().contains("not a line"), "{answer}");
        }
        assert_eq!(answered(r#"{"id":"a","html":""}"#)["error"], "the entry has neither title nor text");
    }

    #[test]
    fn rules_hold_for_lines_too() {
        let mut rules = Rules::default();
        let title = normalize::Selector::new("b").ok();
        rules.add(normalize::Rule { hosts: vec!["example.org".into()], title, ..Default::default() }).unwrap();
        let title = |url: &str| {
            let line = format!(r#"{{"id":1,"url":"{url}","html":"<title>T</title><b>By rule</b><p>Some text.</p>"}}"#);
            let answer = answer(line.as_bytes(), &rules, "2020-01-01T00:00:00Z".parse().unwrap());
            serde_json::from_slice::<Value>(&answer).unwrap()["title"].clone()
        };
        assert_eq!(title("https://www.example.org/a"), "By rule");
        assert_eq!(title("https://example.com/a"), "T");
    }

    #[test]
    fn plain_text_is_recognized() {
        let text = "Talks begin in Vienna\\n\\nDelegates from nine countries met on Friday to talk.\\n\\nBy Jane Doe";
        let answer = answered(&format!("{{\"id\":1,\"html\":\"{text}\"}}"));
        assert_eq!(answer["title"], "Talks begin in Vienna");
        assert_eq!(answer["text"], "Delegates from nine countries met on Friday to talk.");
        assert_eq!(answer["authors"][0], "Jane Doe");
    }

    #[test]
    fn lines_are_read_one_by_one() {
        let lines: Vec<_> = Lines(&b"a\n\n \nb"[..]).map(|line| line.unwrap()).collect();
        assert_eq!(lines, [b"a\n".to_vec(), b"b".to_vec()]);
    }
}
