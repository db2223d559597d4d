//! `courant parse`: feeds as JSON, for people and for scripts.
//!
//! One object a document: `{"path","ok","error","encoding","problems","doc"}`. The `doc` is what the feed
//! says, before anything is normalized.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde::Serialize;
use url::Url;

use crate::parse::{
    Category, Date, Entry, Generator, Head, Image, Input, Link, Media, Parsed, Person, Problem, Text, parse,
};
use crate::pipeline::wiring::in_order;

/// Show a feed as JSON.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Files to read; `-` or none reads standard input
    files: Vec<PathBuf>,
    /// What the server said of the document, such as `text/xml; charset=utf-8`
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,
    /// Where the document came from; relative links are made absolute with it
    #[arg(long, value_name = "URL")]
    base_url: Option<Url>,
    /// Read `path TAB content-type TAB base-url` lines from FILE (`-` is standard input), write a JSON line for each
    #[arg(long, value_name = "FILE", conflicts_with_all = ["files", "content_type", "base_url"])]
    list: Option<PathBuf>,
}

/// Prints the feeds that the arguments name, in their order. Exit code 1 if one of them is no feed.
pub fn run(arguments: Arguments) -> super::Outcome {
    match &arguments.list {
        Some(list) => run_list(list),
        None => run_files(&arguments),
    }
}

fn run_files(arguments: &Arguments) -> super::Outcome {
    let standard_input = [PathBuf::from("-")];
    let files = if arguments.files.is_empty() { &standard_input[..] } else { &arguments.files };
    let mut all_ok = true;
    for path in files {
        let name = path.to_string_lossy();
        let (content_type, base_url) = (arguments.content_type.as_deref(), arguments.base_url.as_ref());
        let mut out = io::stdout().lock();
        with_document(&name, content_type, base_url, |document| {
            all_ok &= document.ok;
            if out.is_terminal() {
                serde_json::to_writer_pretty(&mut out, &document)?;
            } else {
                serde_json::to_writer(&mut out, &document)?;
            }
            writeln!(out)
        })
        .context("could not write to standard output")?;
    }
    Ok(if all_ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn run_list(list: &PathBuf) -> super::Outcome {
    let lines: Box<dyn BufRead + Send> = if list.as_os_str() == "-" {
        Box::new(io::BufReader::new(io::stdin()))
    } else {
        let file = fs::File::open(list).with_context(|| format!("could not open `{}`", list.display()))?;
        Box::new(io::BufReader::new(file))
    };
    let progress = progress();
    let mut out = io::BufWriter::new(io::stdout().lock());
    // A line that cannot be read ends the list; what came before it is answered.
    let mut broken = None;
    let lines = lines.lines().map_while(|line| line.map_err(|error| broken = Some(error)).ok());
    in_order(
        lines.filter(|line| !line.is_empty()),
        |line| answer(&line),
        |answer| {
            progress.inc(1);
            writeln!(out, "{answer}")
        },
    )
    .and_then(|()| out.flush())
    .context("could not write to standard output")?;
    progress.finish_and_clear();
    match broken {
        Some(error) => Err(error).with_context(|| format!("could not read the list `{}`", list.display())),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Counts on standard error, if somebody looks at it.
fn progress() -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{spinner} {pos} feeds, {per_sec}").expect("the template is valid");
    let bar = ProgressBar::new_spinner().with_style(style);
    bar.enable_steady_tick(Duration::from_millis(100));
    bar
}

/// Answers one line of a list with one line of JSON, without its end.
fn answer(line: &str) -> String {
    let mut fields = line.trim_end_matches('\r').split('\t').map(str::trim);
    let path = fields.next().unwrap_or("");
    let content_type = fields.next().filter(|field| !field.is_empty());
    let base_url = fields.next().filter(|field| !field.is_empty()).map(Url::parse);
    match base_url.transpose() {
        Ok(base_url) => {
            with_document(path, content_type, base_url.as_ref(), |document| serde_json::to_string(&document))
                .expect("a document serializes")
        }
        Err(error) => {
            let document = Document::unreadable(path, format!("the base URL is no address: {error}"));
            serde_json::to_string(&document).expect("a document serializes")
        }
    }
}

/// Reads one file and shows it to `then`.
fn with_document<T>(
    path: &str,
    content_type: Option<&str>,
    base_url: Option<&Url>,
    then: impl FnOnce(Document) -> T,
) -> T {
    let mut body = Vec::new();
    let read = if path == "-" {
        io::stdin().lock().read_to_end(&mut body).map(drop)
    } else {
        fs::read(path).map(|bytes| body = bytes)
    };
    match read {
        Ok(()) => {
            let parsed = parse(&Input { body: &body, content_type, base_url });
            then(Document::of(path, &parsed))
        }
        Err(error) => then(Document::unreadable(path, format!("could not read the file: {error}"))),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    path: &'a str,
    ok: bool,
    error: Option<String>,
    encoding: Option<&'a str>,
    problems: &'a [Problem],
    doc: Option<Doc<'a>>,
}

impl<'a> Document<'a> {
    fn of(path: &'a str, parsed: &'a Parsed) -> Self {
        let doc = parsed.format.map(|format| Doc {
            format,
            feed: Feed::of(&parsed.feed),
            entries: parsed.entries.iter().map(Item::of).collect(),
        });
        let error = match (&doc, parsed.problems.last()) {
            (None, Some(problem)) => Some(format!("{}: {}", problem.name, problem.detail)),
            _ => None,
        };
        let encoding = Some(parsed.encoding.as_str());
        Self { path, ok: doc.is_some(), error, encoding, problems: &parsed.problems, doc }
    }

    fn unreadable(path: &'a str, error: String) -> Self {
        Self { path, ok: false, error: Some(error), encoding: None, problems: &[], doc: None }
    }
}

#[derive(Serialize)]
struct Doc<'a> {
    format: &'static str,
    feed: Feed<'a>,
    entries: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Feed<'a> {
    id: Option<&'a str>,
    title: Option<&'a Text>,
    subtitle: Option<&'a Text>,
    updated: Option<Timestamp>,
    published: Option<Timestamp>,
    authors: &'a [Person],
    contributors: &'a [Person],
    links: &'a [Link],
    categories: &'a [Category],
    language: Option<&'a str>,
    rights: Option<&'a Text>,
    ttl: Option<u32>,
    generator: Option<&'a Generator>,
    icon: Option<&'a str>,
    logo: Option<&'a Image>,
}

impl<'a> Feed<'a> {
    fn of(head: &'a Head) -> Self {
        Self {
            id: head.id.as_deref(),
            title: head.title.as_ref(),
            subtitle: head.subtitle.as_ref(),
            updated: head.updated.map(instant),
            published: head.published.map(instant),
            authors: &head.authors,
            contributors: &head.contributors,
            links: &head.links,
            categories: &head.categories,
            language: head.language.as_deref(),
            rights: head.rights.as_ref(),
            ttl: head.ttl,
            generator: head.generator.as_ref(),
            icon: head.icon.as_deref(),
            logo: head.logo.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct Item<'a> {
    id: Option<&'a str>,
    title: Option<&'a Text>,
    updated: Option<Timestamp>,
    published: Option<Timestamp>,
    link: Option<&'a str>,
    summary: Option<&'a Text>,
    content: Option<&'a Text>,
    authors: &'a [Person],
    contributors: &'a [Person],
    links: &'a [Link],
    categories: &'a [Category],
    rights: Option<&'a Text>,
    language: Option<&'a str>,
    media: Vec<Group<'a>>,
}

/// Each attachment in a group of its own, as the format of the scorers has it.
#[derive(Serialize)]
struct Group<'a> {
    content: [&'a Media; 1],
}

impl<'a> Item<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            id: entry.guid.as_deref(),
            title: entry.title.as_ref(),
            updated: entry.updated.map(instant),
            published: entry.published.map(instant),
            link: entry.link.as_deref(),
            summary: entry.summary.as_ref(),
            content: entry.content.as_ref(),
            authors: &entry.authors,
            contributors: &entry.contributors,
            links: &entry.links,
            categories: &entry.categories,
            rights: entry.rights.as_ref(),
            language: entry.language.as_deref(),
            media: entry.media.iter().map(|media| Group { content: [media] }).collect(),
        }
    }
}

fn instant(date: Date) -> Timestamp {
    date.at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_there_is_an_answer_and_no_failure() {
        let answer: serde_json::Value = serde_json::from_str(&answer("/nowhere/at/all\t\t")).unwrap();
        assert_eq!(answer["path"], "/nowhere/at/all");
        assert_eq!(answer["ok"], false);
        assert!(answer["error"].as_str().unwrap().starts_with("could not read the file"));
    }

    #[test]
    fn a_line_gives_path_type_and_base() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feed.xml");
        fs::write(&path, b"<rss><channel><item><title>caf\xE9</title><link>/a</link></item></channel></rss>").unwrap();
        let line = format!("{}\ttext/xml; charset=iso-8859-1\thttps://example.org/feed", path.display());
        let answer: serde_json::Value = serde_json::from_str(&answer(&line)).unwrap();
        assert_eq!(answer["ok"], true);
        assert_eq!(answer["encoding"], "iso-8859-1");
        assert_eq!(answer["doc"]["format"], "rss");
        assert_eq!(answer["doc"]["entries"][0]["title"]["value"], "café");
        assert_eq!(answer["doc"]["entries"][0]["links"][0]["href"], "https://example.org/a");
        assert_eq!(answer["doc"]["entries"][0]["id"], serde_json::Value::Null);
    }

    #[test]
    fn a_base_that_is_no_address_is_said_so() {
        let answer: serde_json::Value = serde_json::from_str(&answer("x\t\tnot a url")).unwrap();
        assert!(answer["error"].as_str().unwrap().starts_with("the base URL is no address"));
    }
}
