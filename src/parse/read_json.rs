//! JSON Feed, as far as feed-rs reads it.
//!
//! What feed-rs makes up is taken out again: its ids are random ones, new on every poll.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use feed_rs::model;
use feed_rs::parser::{Builder, ParseFeedError};
use jiff::Timestamp;
use url::Url;

use super::dates::BadDates;
use super::pointers::{category, media};
use super::{Date, Entry, Head, Image, Link, Person, Text, links, pointers};
use crate::article::Precision;

/// One document as it was understood.
#[derive(Default)]
pub(super) struct Reading {
    pub head: Head,
    pub entries: Vec<Entry>,
    pub bad_dates: BadDates,
}

#[derive(Debug)]
pub(super) enum Failure {
    /// feed-rs says why.
    Unreadable(String),
    /// The document ends too early.
    Truncated,
    /// feed-rs panicked.
    Panicked,
}

/// Reads a document that has been decoded and repaired.
///
/// # Errors
/// If feed-rs makes nothing of it.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Reading, Failure> {
    let bad_dates = Arc::new(Mutex::new(BadDates::default()));
    let parser = Builder::new()
        .base_uri(base.map(Url::as_str))
        .id_generator(|_, _, _| String::new())
        .sanitize_content(false)
        .timestamp_parser({
            let bad_dates = Arc::clone(&bad_dates);
            move |text| {
                let date = bad_dates.lock().unwrap_or_else(PoisonError::into_inner).read(text);
                date.map(|date| pack(date).into())
            }
        })
        .build();
    let outcome = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes())));
    let feed = match outcome {
        Ok(Ok(feed)) => feed,
        Ok(Err(ParseFeedError::JsonSerde(error))) if error.is_eof() => return Err(Failure::Truncated),
        Ok(Err(error)) => return Err(Failure::Unreadable(error.to_string())),
        Err(_) => return Err(Failure::Panicked),
    };
    let bad_dates = std::mem::take(&mut *bad_dates.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(Converter { base }.convert(feed, bad_dates))
}

/// feed-rs carries a mere instant, so the precision travels in its nanoseconds below the microsecond.
fn pack(date: Date) -> SystemTime {
    let mark = match date.precision {
        Precision::Second => 0,
        Precision::Minute => 1,
        Precision::Day => 2,
    };
    let nanoseconds = u32::try_from(date.at.subsec_microsecond() * 1000 + mark).expect("at or after 1970");
    UNIX_EPOCH + Duration::new(u64::try_from(date.at.as_second()).expect("at or after 1970"), nanoseconds)
}

fn unpack(packed: SystemTime) -> Option<Date> {
    let since = packed.duration_since(UNIX_EPOCH).ok()?;
    let precision = match since.subsec_nanos() % 1000 {
        0 => Precision::Second,
        1 => Precision::Minute,
        _ => Precision::Day,
    };
    let microseconds = i32::try_from(since.subsec_micros()).ok()?;
    let at = Timestamp::new(i64::try_from(since.as_secs()).ok()?, microseconds * 1000).ok()?;
    Some(Date { at, precision })
}

/// Turns feed-rs's types into ours, for one document.
struct Converter<'a> {
    base: Option<&'a Url>,
}

impl Converter<'_> {
    fn convert(&self, mut feed: model::Feed, bad_dates: BadDates) -> Reading {
        let entries = std::mem::take(&mut feed.entries).into_iter().map(|entry| self.entry(entry)).collect();
        Reading { head: self.head(feed), entries, bad_dates }
    }

    fn head(&self, feed: model::Feed) -> Head {
        let links = feed.links.into_iter().filter_map(|link| self.link(link)).collect();
        Head {
            title: feed.title.and_then(text),
            subtitle: feed.description.and_then(text),
            authors: people(feed.authors),
            links: with_self(links),
            language: feed.language.as_deref().and_then(filled),
            icon: feed.icon.and_then(|image| links::absolute(&image.uri, self.base)),
            logo: feed.logo.and_then(|image| links::absolute(&image.uri, self.base)).map(Image::at),
            ..Head::default()
        }
    }

    fn entry(&self, entry: model::Entry) -> Entry {
        let guid = filled(&entry.id);
        let links: Vec<Link> = entry.links.into_iter().filter_map(|link| self.link(link)).collect();
        Entry {
            title: entry.title.and_then(text),
            link: links::page(&links, guid.as_deref()).map(str::to_owned),
            links,
            guid,
            summary: entry.summary.and_then(text),
            content: entry.content.and_then(|content| self.content(content)),
            authors: people(entry.authors),
            published: entry.published.map(SystemTime::from).and_then(unpack),
            updated: entry.updated.map(SystemTime::from).and_then(unpack),
            categories: entry.categories.into_iter().map(category).collect(),
            language: entry.language.as_deref().and_then(filled),
            media: entry.media.into_iter().flat_map(media).collect(),
            ..Entry::default()
        }
    }

    fn link(&self, link: model::Link) -> Option<Link> {
        let mut link = pointers::link(link)?;
        link.href = links::absolute(&link.href, self.base)?;
        if link.media_type.is_some() {
            link.rel = Some("enclosure".into());
        }
        Some(link)
    }

    fn content(&self, content: model::Content) -> Option<Text> {
        let value = content.body.unwrap_or_default();
        (!value.trim().is_empty()).then(|| Text {
            value: value.trim().to_owned(),
            media_type: content.content_type.to_string(),
            src: None,
        })
    }
}

/// JSON Feed gives its home page, then its own address; feed-rs does not say which is which.
fn with_self(mut links: Vec<Link>) -> Vec<Link> {
    if let [_, own] = links.as_mut_slice() {
        own.rel = Some("self".into());
    }
    links
}

fn text(text: model::Text) -> Option<Text> {
    let value = text.content.trim();
    (!value.is_empty()).then(|| Text { value: value.to_owned(), media_type: text.content_type.to_string(), src: None })
}

fn people(people: impl IntoIterator<Item = model::Person>) -> Vec<Person> {
    let convert = |person: model::Person| {
        // `a@example.org (A. Name)` leaves the brackets at the name.
        let name =
            person.name.as_deref().map(|name| name.trim_matches(|c: char| c.is_whitespace() || "()<>\"".contains(c)));
        let person = Person {
            name: name.and_then(filled),
            email: person.email.as_deref().and_then(filled),
            href: person.uri.as_deref().and_then(filled),
        };
        (person != Person::default()).then_some(person)
    };
    people.into_iter().filter_map(convert).collect()
}

/// Returns the text without white space around it, unless nothing is left.
fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precision_travels_with_the_instant() {
        for precision in [Precision::Second, Precision::Minute, Precision::Day] {
            let date = Date { at: "2024-05-01T14:30:00.125Z".parse().unwrap(), precision };
            assert_eq!(unpack(pack(date)), Some(date));
        }
    }
}
