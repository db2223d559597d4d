//! `courant init`: writes a commented configuration that runs as it is.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use crate::config::{self, Feed, reference};

use super::discover::feeds_of;
use super::{CONFIG_DEFAULT, EXIT_USAGE, Outcome, refuse, runtime};

/// What a configuration starts with when nobody names a feed, so that it runs as it is.
const EXAMPLE_FEED: &str = "https://feeds.bbci.co.uk/news/world/rss.xml";

/// Write a commented configuration
///
/// Without any feed it starts with a public one as an example. Nothing is asked of the network unless --discover is
/// given.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Addresses of feeds; with --discover, of pages too
    #[arg(value_name = "URL")]
    urls: Vec<String>,
    /// Ask each address, and where it is a page, take the feeds that "courant discover" finds there
    #[arg(long, requires = "urls")]
    discover: bool,
    /// Take the feeds of an OPML file, as feed readers export it, too
    #[arg(long, value_name = "FILE")]
    opml: Option<PathBuf>,
    /// Overwrite the file if it exists
    #[arg(long)]
    force: bool,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = CONFIG_DEFAULT)]
    out: PathBuf,
}

/// # Errors
/// When the OPML file cannot be read or the configuration not written.
pub fn run(arguments: Arguments) -> Outcome {
    let mut feeds = Vec::new();
    let mut is_wrong = false;
    for text in &arguments.urls {
        match config::address(text) {
            Ok(url) => feeds.push(Feed::new(url)),
            Err(message) => {
                eprintln!("courant: {message}");
                is_wrong = true;
            }
        }
    }
    if let Some(path) = &arguments.opml {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).with_context(|| format!("the OPML file \"{name}\" cannot be read"))?;
        match config::feeds_from_opml(&text, &name) {
            Ok(found) => feeds.extend(found),
            Err(problems) => return Ok(refuse(&problems)),
        }
    }
    if is_wrong {
        return Ok(ExitCode::from(EXIT_USAGE));
    }
    if arguments.discover {
        // The addresses stand in front of what the OPML file added, which is a list of feeds already.
        let listed = feeds.split_off(arguments.urls.len());
        feeds = discovered(feeds)?;
        feeds.extend(listed);
    }
    let text = configuration(feeds);
    let out = arguments.out.display();
    match write(&arguments.out, &text, arguments.force) {
        Err(reason) if reason.kind() == io::ErrorKind::AlreadyExists => {
            eprintln!("courant: \"{out}\" exists already; use --force to overwrite it, or --out to write another file");
            return Ok(ExitCode::from(EXIT_USAGE));
        }
        written => written.with_context(|| format!("\"{out}\" cannot be written"))?,
    }
    let argument = if arguments.out == Path::new(CONFIG_DEFAULT) { String::new() } else { format!(" {out}") };
    eprintln!(
        "courant: wrote \"{out}\"; look at it with \"courant check{argument}\", start with \"courant run{argument}\""
    );
    Ok(ExitCode::SUCCESS)
}

/// Puts in the place of each address the feeds that are found there. It must be asked for: without it `init` gives the
/// same file each time, needs no network, and tells nobody what somebody is about to read.
///
/// # Errors
/// If there is none at one of them: a configuration that lacks what was named would be a surprise.
fn discovered(places: Vec<Feed>) -> anyhow::Result<Vec<Feed>> {
    let runtime = runtime()?;
    let mut feeds = Vec::new();
    for place in places {
        for found in runtime.block_on(feeds_of(&place.url))? {
            eprintln!("courant: {} is a feed ({} entries)", found.url, found.entries);
            feeds.push(Feed::new(found.url));
        }
    }
    Ok(feeds)
}

/// Writes the configuration for these feeds, each of them once.
fn configuration(mut feeds: Vec<Feed>) -> String {
    let mut seen = HashSet::new();
    feeds.retain(|feed| seen.insert(feed.url.clone()));
    if feeds.is_empty() {
        feeds.push(Feed::new(EXAMPLE_FEED.parse().expect("an address")));
    }
    let text = reference(&[], &feeds);
    if feeds.iter().any(Feed::is_on_this_machine) {
        // Whoever names a feed on this machine means it. [fetch] is the first table that has the key.
        return text.replacen("#allow_private = false", "allow_private = true", 1);
    }
    text
}

fn write(path: &Path, text: &str, may_overwrite: bool) -> io::Result<()> {
    if !may_overwrite {
        let mut file = File::create_new(path)?;
        return file.write_all(text.as_bytes());
    }
    // Whole or not at all: the file that is replaced may be the one that runs.
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let beside = path.with_file_name(name);
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feeds(urls: &[&str]) -> Vec<Feed> {
        urls.iter().map(|url| Feed::new(url.parse().unwrap())).collect()
    }

    fn read(text: &str) -> config::Plan {
        config::read(text, "courant.toml", &config::Machine).unwrap_or_else(|problems| panic!("{problems}\n{text}"))
    }

    #[test]
    fn what_is_written_is_valid_and_has_each_feed_once() {
        let urls = ["https://example.org/a", "https://example.org/b?x=\"1\"&y='2'", "https://example.org/a"];
        let plan = read(&configuration(feeds(&urls)));
        assert_eq!(plan.feeds, feeds(&urls[..2]));
        assert_eq!(plan.sinks.len(), 1);
    }

    #[test]
    fn without_a_feed_an_example_runs() {
        assert_eq!(read(&configuration(Vec::new())).feeds, feeds(&[EXAMPLE_FEED]));
    }

    #[test]
    fn a_feed_on_this_machine_is_allowed_because_it_was_named() {
        let plan = read(&configuration(feeds(&["http://127.0.0.1:8080/feed.xml"])));
        assert!(plan.fetch.allow_private);
        assert!(!read(&configuration(feeds(&["https://example.org/"]))).fetch.allow_private);
    }

    #[test]
    fn an_existing_file_is_overwritten_only_on_demand() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("courant.toml");
        write(&path, "first", false).unwrap();
        assert_eq!(write(&path, "second", false).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "first");
        write(&path, "third", true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "third");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
