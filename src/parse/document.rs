//! One document from end to end: the order of the steps, and what they give when one of them fails.

use jiff::Timestamp;
use url::Url;

use super::collect::collect;
use super::decode::{Remark, decode};
use super::markup::without_controls;
use super::scan::Refusal;
use super::{Entry, Input, Parsed, Problem, discovery, json_feed, sitemap};
use crate::article::Precision;

/// A feed with nothing in it but its own description is shorter than this; a longer one without entries
/// has probably not been understood.
const EMPTY_FEED_BYTES_MAX: usize = 1024;

/// Every relative address grows by its base: redirects may lead to a longer one, but no feed needs it.
pub(super) const BASE_BYTES_MAX: usize = 1024;

/// What the addresses of a document may grow by together, besides its own length.
pub(super) const GROWTH_BYTES_MAX: usize = 256 * 1024;

/// So many articles do not appear in one second.
const CONSTANT_ENTRIES_MIN: usize = 5;

/// Reads a feed. Never fails and never panics: what is no feed has no `format`, and `problems` says why.
///
/// A document that ends before its root does gives its whole entries and the problem `truncated`.
pub fn parse(input: &Input) -> Parsed {
    let decoded = decode(input.body, input.content_type);
    let mut parsed = Parsed { encoding: decoded.encoding.to_owned(), ..Parsed::default() };
    match decoded.remark {
        Some(Remark::WrongLabel(label)) => {
            parsed.note("wrong_encoding", format!("declared as `{label:.40}`, read as {}", decoded.encoding));
        }
        Some(Remark::InvalidBytes(count)) => parsed.note("invalid_bytes", format!("{count} in {}", decoded.encoding)),
        None => {}
    }
    let (text, controls) = without_controls(decoded.text);
    if controls > 0 {
        parsed.note("control_characters", format!("{controls} left out"));
    }
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let base_url = input.base_url.filter(|base| base.as_str().len() <= BASE_BYTES_MAX);
    if text.is_empty() {
        parsed.note("not_a_feed", "the document is empty".into());
    } else if text.starts_with('{') {
        json_feed::read(text, base_url, &mut parsed);
    } else if sitemap::is_one(text) {
        sitemap::read(text, base_url, &mut parsed);
    } else {
        parsed.read_markup(text, base_url);
    }
    let is_empty = parsed.entries.is_empty() && parsed.children.is_empty();
    if parsed.format.is_some() && is_empty && text.len() > EMPTY_FEED_BYTES_MAX {
        parsed.note("no_entries", format!("nothing found in {} bytes", input.body.len()));
    }
    if let Some(at) = constant_date(&parsed.entries) {
        parsed.note(
            "constant_dates",
            format!("all {} entries are of {at}: the feed's, not theirs", parsed.entries.len()),
        );
    }
    parsed
}

/// Returns the date that many entries share to the second: that of the program that wrote them.
fn constant_date(entries: &[Entry]) -> Option<Timestamp> {
    let first = entries.first()?.published.filter(|date| date.precision == Precision::Second)?;
    let is_same = |entry: &Entry| entry.published == Some(first);
    (entries.len() >= CONSTANT_ENTRIES_MIN && entries.iter().all(is_same)).then_some(first.at)
}

impl Parsed {
    pub(super) fn note(&mut self, name: &'static str, detail: String) {
        self.problems.push(Problem { name, detail });
    }

    fn read_markup(&mut self, text: &str, base: Option<&Url>) {
        match collect(text, base) {
            Err(Refusal::NotAFeed(detail)) => {
                self.note("not_a_feed", discovery::remark_on_page(text, base).unwrap_or(detail));
            }
            Err(Refusal::TooDeep) => self.note("too_deep", "elements nest deeper than any feed's".into()),
            Ok(collected) => {
                self.format = Some(collected.format);
                (self.feed, self.entries) = (collected.head, collected.entries);
                self.problems.extend(collected.problems);
            }
        }
    }
}
