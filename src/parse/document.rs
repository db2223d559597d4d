//! One document from end to end: the order of the steps, and what they give when one of them fails.

use quick_xml::escape::unescape;
use url::Url;

use super::decode::{Remark, decode};
use super::markup::without_controls;
use super::read::{Failure, Reading, read};
use super::repair::{Item, NO_LINK, Refusal, Repaired, repair};
use super::{Entry, Input, Link, Parsed, Problem, discovery, json_feed, links, sitemap};

/// A feed with nothing in it but its own description is shorter than this; a longer one without entries
/// has probably not been understood.
const EMPTY_FEED_BYTES_MAX: usize = 1024;

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
    if text.is_empty() {
        parsed.note("not_a_feed", "the document is empty".into());
    } else if text.starts_with('{') {
        json_feed::read(text, input.base_url, &mut parsed);
    } else if sitemap::is_one(text) {
        sitemap::read(text, input.base_url, &mut parsed);
    } else {
        parsed.read_markup(text, input.base_url);
    }
    let is_empty = parsed.entries.is_empty() && parsed.children.is_empty();
    if parsed.format.is_some() && is_empty && text.len() > EMPTY_FEED_BYTES_MAX {
        parsed.note("no_entries", format!("nothing found in {} bytes", input.body.len()));
    }
    parsed
}

impl Parsed {
    pub(super) fn note(&mut self, name: &'static str, detail: String) {
        self.problems.push(Problem { name, detail });
    }

    fn read_markup(&mut self, text: &str, base: Option<&Url>) {
        match repair(text) {
            Err(Refusal::NotAFeed(detail)) => {
                self.note("not_a_feed", discovery::remark_on_page(text, base).unwrap_or(detail));
            }
            Err(Refusal::TooDeep) => self.note("too_deep", "elements nest deeper than any feed's".into()),
            Ok(mut repaired) => {
                self.problems.append(&mut repaired.problems);
                match read(&repaired.text, base) {
                    Err(Failure::Unreadable(_) | Failure::Panicked) if !repaired.items.is_empty() => {
                        self.read_item_by_item(&repaired, base);
                    }
                    outcome => self.take(outcome, &repaired.items),
                }
            }
        }
    }

    /// Reads each entry in a document of its own, so that the one that feed-rs cannot stand costs itself only.
    fn read_item_by_item(&mut self, repaired: &Repaired, base: Option<&Url>) {
        let text = &repaired.text;
        let close: String = repaired.stem.iter().rev().map(|(_, name)| format!("</{name}>")).collect();
        let open: String = repaired.stem.iter().map(|(place, _)| &text[place.clone()]).collect();
        let head = format!("{}{close}", &text[..repaired.items[0].place.start]);
        let mut all = read(&head, base).or_else(|_| read(&format!("{open}{close}"), base)).unwrap_or_default();
        let (mut lost, mut items) = (0, Vec::new());
        for item in &repaired.items {
            match read(&format!("{open}{}{close}", &text[item.place.clone()]), base) {
                Ok(one) if one.entries.len() == 1 => {
                    all.format = one.format;
                    all.entries.extend(one.entries);
                    all.bad_dates.merge(one.bad_dates);
                    items.push(item.clone());
                }
                _ => lost += 1,
            }
        }
        self.note("bad_entry", format!("{lost} of {} entries could not be read", repaired.items.len()));
        self.take(Ok(all), &items);
    }

    fn take(&mut self, outcome: Result<Reading, Failure>, items: &[Item]) {
        let reading = match outcome {
            Ok(reading) => reading,
            Err(Failure::Truncated) => return self.note("truncated", "the JSON ends too early".into()),
            Err(Failure::Unreadable(detail)) => return self.note("not_a_feed", detail),
            Err(Failure::Panicked) => return self.note("not_a_feed", "the parser gave up".into()),
        };
        (self.format, self.feed, self.entries) = (reading.format, reading.head, reading.entries);
        if let Some(first) = reading.bad_dates.first.first() {
            self.note("bad_date", format!("{} could not be read, the first is `{first}`", reading.bad_dates.count));
        }
        let are_paired = items.len() == self.entries.len();
        for (at, entry) in self.entries.iter_mut().enumerate() {
            complete(entry, items.get(at).filter(|_| are_paired));
        }
    }
}

/// Adds what feed-rs does not tell: `rdf:about` as the guid, and the guid as the link.
fn complete(entry: &mut Entry, item: Option<&Item>) {
    entry.links.retain(|link| link.href != NO_LINK);
    if let Some(about) = item.and_then(|item| item.about).filter(|_| entry.guid.is_none()) {
        entry.guid = unescape(about).ok().map(|about| about.trim().to_owned()).filter(|about| !about.is_empty());
    }
    let permalink = entry.guid.as_deref().filter(|_| item.is_none_or(|item| item.is_permalink));
    let page = links::page(&entry.links, permalink).map(str::to_owned);
    if let Some(page) = page {
        if !entry.links.iter().any(|link| link.href == page) {
            entry.links.insert(0, Link { href: page.clone(), rel: Some("alternate".into()), ..Link::default() });
        }
        entry.link = Some(page);
    }
}
