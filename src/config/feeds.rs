//! All feeds of a configuration: its own, those of the files it names, each address and each id once.

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;
use xxhash_rust::xxh3::xxh3_64;

use super::feed::{Feed, url_hash};
use super::nearest::one_of;
use super::problems::{Report, Source};
use super::reader::{Context, Section};
use super::{CONFIG_BYTES_MAX, FEED_FILE_ROOT, address, list, opml, parse_document, why};
use crate::normalize::fits_pattern;

/// Most feeds of one daemon: past this, state and memory are no longer those of one machine.
const FEEDS_MAX: usize = 2_000_000;

/// Largest list or OPML file: [`FEEDS_MAX`] addresses of a generous length.
const LIST_BYTES_MAX: u64 = 512 << 20;

/// Kinds of feed files, by their ending.
const ENDINGS: &[&str] = &[".toml", ".opml", ".txt"];

/// What the rest of the configuration asks of every feed.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub allow_private: bool,
    pub every_max: Duration,
}

/// Feeds so far, and where each was written.
pub struct Feeds<'r> {
    report: &'r Report,
    bounds: Bounds,
    feeds: Vec<Feed>,
    file_names: Vec<String>,
    /// Keyed by hash: a million addresses are already in `feeds`.
    by_url: HashMap<u64, Where>,
    by_id: HashMap<u64, Where>,
    is_full: bool,
}

#[derive(Clone, Copy)]
struct Where {
    file: u32,
    line: u32,
}

/// Where a feed is written, for messages.
pub struct Mention<'m> {
    source: &'m Source<'m>,
    url_at: Range<usize>,
    id_at: Range<usize>,
    /// As `feed[3]`; empty in lists, which have no keys.
    path: &'m str,
}

impl<'m> Mention<'m> {
    /// A feed that is nothing but its address.
    pub fn plain(source: &'m Source<'m>, at: Range<usize>) -> Self {
        Self { source, url_at: at.clone(), id_at: at, path: "" }
    }
}

fn keyed(path: &str, key: &str) -> String {
    if path.is_empty() { String::new() } else { format!("{path}.{key}") }
}

fn line_number(source: &Source<'_>, offset: usize) -> u32 {
    u32::try_from(source.line(offset)).unwrap_or(u32::MAX)
}

impl<'r> Feeds<'r> {
    pub fn new(report: &'r Report, bounds: Bounds) -> Self {
        let (feeds, file_names) = (Vec::new(), Vec::new());
        Self { report, bounds, feeds, file_names, by_url: HashMap::new(), by_id: HashMap::new(), is_full: false }
    }

    pub fn into_inner(self) -> Vec<Feed> {
        self.feeds
    }

    /// Takes a feed, or notes where it was written before.
    pub fn add(&mut self, feed: Feed, mention: &Mention<'_>) {
        let Mention { source, url_at, id_at, path } = mention;
        let at_url = |message: String| self.report.at(source, url_at.clone(), &keyed(path, "url"), message);
        if self.feeds.len() >= FEEDS_MAX {
            if !std::mem::replace(&mut self.is_full, true) {
                at_url(format!("these are more than {FEEDS_MAX} feeds; use several daemons"));
            }
            return;
        }
        if feed.is_on_this_machine() && !self.bounds.allow_private {
            let remedy = "set allow_private = true in [fetch] if that is meant";
            at_url(format!("\"{}\" is on this machine; {remedy}", feed.url));
        }
        let here = Where { file: self.file_number(source), line: line_number(source, url_at.start) };
        let earlier_url = self.by_url.insert(url_hash(&feed.url), here);
        let earlier_id = self.by_id.insert(xxh3_64(feed.id.as_bytes()), here);
        if let Some(earlier) = earlier_url {
            let message =
                format!("\"{}\" is already a feed in {}; remove one of the two", feed.url, self.shown(earlier));
            self.report.at(source, url_at.clone(), &keyed(path, "url"), message);
        } else if let Some(earlier) = earlier_id {
            let message =
                format!("\"{}\" is already the id of the feed in {}; choose another", feed.id, self.shown(earlier));
            self.report.at(source, id_at.clone(), &keyed(path, "id"), message);
        } else {
            self.feeds.push(feed);
        }
    }

    fn file_number(&mut self, source: &Source<'_>) -> u32 {
        if self.file_names.last().is_none_or(|name| name != source.name()) {
            self.file_names.push(source.name().to_owned());
        }
        u32::try_from(self.file_names.len() - 1).expect("fewer files than feeds")
    }

    fn shown(&self, place: Where) -> String {
        format!("{}:{}", self.file_names[place.file as usize], place.line)
    }

    /// Reads the `[[feed]]` tables of a document.
    pub fn read_tables(&mut self, root: &Section<'_>) {
        for section in root.tables("feed").unwrap_or_default() {
            let Some(feed) = Feed::read(&section) else { continue };
            section.no_longer_than("every", feed.every, "schedule.max", self.bounds.every_max);
            let (url_at, id_at) = (section.span_of("url"), section.span_of("id"));
            self.add(feed, &Mention { source: section.context.source, url_at, id_at, path: section.path() });
        }
    }

    /// Reads every file that `feeds` names; returns the addresses of lists that must be downloaded.
    pub fn include(&mut self, root: &Section<'_>) -> Vec<Url> {
        let mut lists = Vec::new();
        let Some(patterns) = root.value("feeds").and_then(|value| value.get_ref().as_array()) else { return lists };
        let mut order = 0;
        for (index, item) in patterns.iter().enumerate() {
            let Some(pattern) = item.get_ref().as_str() else { continue };
            let path = format!("feeds[{index}]");
            let at_item = |message: String| self.report.at(root.context.source, item.span(), &path, message);
            if pattern.contains("://") {
                remote_list(pattern, self.bounds).map_or_else(at_item, |url| lists.push(url));
                continue;
            }
            let found = is_of_feeds(pattern).and_then(|()| files(&root.context, pattern));
            for path in found.map_err(at_item).unwrap_or_default() {
                order += 1;
                if let Err(message) = self.include_file(&root.context, &path, order) {
                    self.report.at(root.context.source, item.span(), &format!("feeds[{index}]"), message);
                }
            }
        }
        lists
    }

    fn include_file(&mut self, context: &Context<'_>, path: &Path, order: usize) -> Result<(), String> {
        let name = path.display().to_string();
        let is_toml = name.ends_with(".toml");
        let bytes_max = if is_toml { CONFIG_BYTES_MAX } else { LIST_BYTES_MAX };
        let bytes = context.surroundings.read(path, bytes_max);
        let bytes = bytes.map_err(|reason| format!("\"{name}\" cannot be read: {}", why(&reason)))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("\"{name}\" is not UTF-8; save it as UTF-8"))?;
        let source = Source::new(name.as_str(), text.strip_prefix('\u{feff}').unwrap_or(&text), order);
        if is_toml {
            let context = Context { source: &source, ..*context };
            if let Some(table) = parse_document(&context) {
                self.read_tables(&Section::root(context, &table, FEED_FILE_ROOT));
            }
        } else if name.ends_with(".opml") {
            opml::read(&source, self);
        } else {
            list::read(&source, self);
        }
        Ok(())
    }

    pub fn report(&self) -> &'r Report {
        self.report
    }
}

/// Checks an address in `feeds`: a list of feeds, not a feed.
fn remote_list(text: &str, bounds: Bounds) -> Result<Url, String> {
    let url = address::read(text)?;
    if address::is_loopback(&url) && !bounds.allow_private {
        return Err(format!("\"{text}\" is on this machine; set allow_private = true in [fetch] if that is meant"));
    }
    if url.path().ends_with(".txt") || url.path().ends_with(".opml") {
        Ok(url)
    } else {
        let remedy = format!("for a single feed write [[feed]] and url = \"{text}\"");
        Err(format!("\"{text}\" does not end in .txt or .opml as a list of feeds does; {remedy}"))
    }
}

fn is_of_feeds(pattern: &str) -> Result<(), String> {
    if ENDINGS.iter().any(|ending| pattern.ends_with(ending)) {
        return Ok(());
    }
    Err(format!("\"{pattern}\" does not say what it is; a file of feeds ends in {}", one_of(ENDINGS)))
}

/// Finds the files of a pattern, sorted by name.
pub fn files(context: &Context<'_>, pattern: &str) -> Result<Vec<PathBuf>, String> {
    let path = context.beside(pattern);
    let (folder, last) = (path.parent().unwrap_or(Path::new("")), pattern.rsplit('/').next().unwrap_or(pattern));
    if pattern[..pattern.len() - last.len()].contains('*') {
        return Err(format!(
            "\"{pattern}\" has a \"*\" in the name of a folder; it may stand in the name of the file only"
        ));
    }
    if !last.contains('*') {
        return Ok(vec![path]);
    }
    let names = context.surroundings.names(folder);
    let names =
        names.map_err(|reason| format!("the folder \"{}\" cannot be read: {}", folder.display(), why(&reason)))?;
    let mut found: Vec<String> = names.into_iter().filter(|name| matches(last, name)).collect();
    if found.is_empty() {
        return Err(format!(
            "\"{pattern}\" matches no file in \"{}\"; create one, or remove this entry",
            folder_name(folder)
        ));
    }
    found.sort();
    Ok(found.into_iter().map(|name| folder.join(name)).collect())
}

fn folder_name(folder: &Path) -> String {
    if folder.as_os_str().is_empty() { ".".to_owned() } else { folder.display().to_string() }
}

/// Whether a file name fits a pattern with `*`, which stands for any characters. Hidden files are asked for by name.
fn matches(pattern: &str, name: &str) -> bool {
    let is_hidden = name.starts_with('.') && !pattern.starts_with('.');
    !is_hidden && fits_pattern(pattern, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        for (pattern, name) in
            [("*.toml", "a.toml"), ("a*.toml", "a.toml"), ("a*b*.txt", "a-b-c.txt"), ("x.txt", "x.txt")]
        {
            assert!(matches(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in
            [("*.toml", "a.toml~"), ("*.toml", ".hidden.toml"), ("a*a.txt", "a.txt"), ("*b*.txt", "a.txt")]
        {
            assert!(!matches(pattern, name), "{pattern} {name}");
        }
    }
}
