//! `courant discover`: finds the feeds of a site.

mod search;

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use url::Url;

pub use self::search::Found;
use self::search::{By, Report, search};
use super::{EXIT_USAGE, Outcome, print, runtime};
use crate::config;

/// Find the feeds of a site
///
/// Tries what the page names, else the usual places, else the sitemaps of robots.txt; lists what was fetched and
/// understood, the most likely first. Exit code 0: a feed was found; 1: none.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Address of a page of the site, or of a feed
    url: String,
    /// Write a JSON object a line
    #[arg(long)]
    json: bool,
}

/// # Errors
/// When the site cannot be asked, or standard output not be written.
pub fn run(arguments: Arguments) -> Outcome {
    let url = match config::address(&arguments.url) {
        Ok(url) => url,
        Err(message) => {
            eprintln!("courant: {message}");
            return Ok(ExitCode::from(EXIT_USAGE));
        }
    };
    let report = runtime()?.block_on(ask(&url))?;
    if report.found.is_empty() {
        eprintln!("courant: {}", nothing(&url, &report));
        return Ok(ExitCode::FAILURE);
    }
    let write = if arguments.json { as_json } else { for_people };
    print(&report.found.iter().map(write).collect::<String>())
}

/// Returns the feeds of the site that a configuration wants: not those of comments, and each in one format.
///
/// # Errors
/// If there are none, or the site cannot be asked.
pub async fn feeds_of(url: &Url) -> anyhow::Result<Vec<Found>> {
    let mut report = ask(url).await?;
    report.found.retain(|found| !found.is_of_comments && found.same_as.is_none());
    anyhow::ensure!(!report.found.is_empty(), "{}", nothing(url, &report));
    Ok(report.found)
}

/// Searches, and shows on a terminal that something happens.
async fn ask(url: &Url) -> anyhow::Result<Report> {
    let progress = ProgressBar::new_spinner()
        .with_style(ProgressStyle::with_template("{spinner} {msg}").expect("the template is a constant"));
    progress.enable_steady_tick(Duration::from_millis(100));
    let report = search(url, &progress).await;
    progress.finish_and_clear();
    report.with_context(|| format!("could not look for feeds at {url}"))
}

/// Says that there is no feed, and what was tried.
fn nothing(url: &Url, report: &Report) -> String {
    let mut text = format!("no feed found at {url}; this was tried:");
    for tried in &report.tried {
        let _ = write!(text, "\n  {tried}");
    }
    text
}

/// A line with the address, so that it can be copied, and one that says what is there.
fn for_people(found: &Found) -> String {
    let noun = if found.entries == 1 { "entry" } else { "entries" };
    let mut text = format!("{}\n     {}, {} {noun}", found.url, found.format, found.entries);
    if let Some(newest) = found.newest {
        let _ = write!(text, ", newest {newest}");
    }
    if let Some(title) = &found.title {
        let _ = write!(text, ", \"{}\"", super::one_line(title));
    }
    let _ = write!(text, "; {}", found.by.words());
    if found.is_of_comments {
        text += "; comments";
    }
    if let Some(other) = &found.same_as {
        let _ = write!(text, "; seems the same as {other}");
    }
    text + "\n"
}

#[derive(Serialize)]
struct Line<'a> {
    url: &'a str,
    format: &'a str,
    title: Option<&'a str>,
    entries: usize,
    newest: Option<String>,
    found_by: &'a str,
    comments: bool,
    same_as: Option<&'a str>,
}

fn as_json(found: &Found) -> String {
    let line = Line {
        url: found.url.as_str(),
        format: found.format,
        title: found.title.as_deref(),
        entries: found.entries,
        newest: found.newest.map(|newest| newest.to_string()),
        found_by: found.by.name(),
        comments: found.is_of_comments,
        same_as: found.same_as.as_ref().map(Url::as_str),
    };
    serde_json::to_string(&line).expect("texts and numbers serialize") + "\n"
}

impl By {
    /// The name in JSON.
    fn name(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Page => "page",
            Self::Link => "link",
            Self::Path => "path",
            Self::Robots => "robots",
            Self::Index => "index",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Itself => "this address is a feed itself",
            Self::Page => "named by the page",
            Self::Link => "linked from the page",
            Self::Path => "found where feeds usually are",
            Self::Robots => "named by robots.txt",
            Self::Index => "named by an index of sitemaps",
        }
    }
}
