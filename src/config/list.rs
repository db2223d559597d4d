//! A plain list of feeds: one address a line, `#` begins a comment, blank lines are skipped. Pure.

use super::address;
use super::feed::Feed;
use super::feeds::{Feeds, Mention};
use super::problems::Source;

/// Reads the list; lines that are no address are noted.
pub fn read(source: &Source<'_>, feeds: &mut Feeds<'_>) {
    let mut offset = 0;
    let mut is_empty = true;
    for line in source.text().split_inclusive('\n') {
        let start = offset + (line.len() - line.trim_start().len());
        offset += line.len();
        // A comment may follow an address, but a `#` inside of one belongs to it.
        let text = line.split(" #").next().unwrap_or(line).trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        is_empty = false;
        let span = start..start + text.len();
        match address::read(text) {
            Ok(url) => feeds.add(Feed::new(url), &Mention::plain(source, span)),
            Err(message) => feeds.report().at(source, span, "", message),
        }
    }
    if is_empty {
        feeds.report().about(source.name(), "the list names no feed; write one address a line");
    }
}
