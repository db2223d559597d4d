//! feed-rs's view of a document to ours.
//!
//! What feed-rs makes up is taken out again: ids (its default is a random one, new on every poll) and an
//! `updated` that is a copy of `published`. A panic inside it costs this document, or one entry of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use feed_rs::model;
use feed_rs::parser::{Builder, ParseFeedError};
use jiff::Timestamp;
use url::Url;

use super::{Category, Date, Entry, Head, Link, Media, Person, Text, dates, links};
use crate::article::Precision;

/// Bad dates that are kept word for word; the rest is counted.
const BAD_DATES_KEPT: usize = 3;

/// One document as it was understood.
#[derive(Default)]
pub(super) struct Reading {
    pub format: Option<&'static str>,
    pub head: Head,
    pub entries: Vec<Entry>,
    pub bad_dates: BadDates,
}

/// Dates that were given and could not be read.
#[derive(Clone, Debug, Default)]
pub(super) struct BadDates {
    pub count: usize,
    pub first: Vec<String>,
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
            move |text| match dates::parse(text) {
                Some(date) => Some(pack(date).into()),
                None => {
                    bad_dates.lock().unwrap_or_else(PoisonError::into_inner).add(text);
                    None
                }
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
    Ok(Converter::new(&feed, base).convert(feed, bad_dates))
}

impl BadDates {
    fn add(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        self.count += 1;
        if self.first.len() < BAD_DATES_KEPT {
            self.first.push(text.trim().chars().take(60).collect());
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        let room = BAD_DATES_KEPT - self.first.len();
        self.first.extend(other.first.into_iter().take(room));
    }
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
    format: &'static str,
}

impl<'a> Converter<'a> {
    fn new(feed: &model::Feed, base: Option<&'a Url>) -> Self {
        let format = match feed.feed_type {
            model::FeedType::Atom => "atom",
            model::FeedType::JSON => "json",
            model::FeedType::RSS0 | model::FeedType::RSS2 => "rss",
            model::FeedType::RSS1 => "rdf",
        };
        Self { base, format }
    }

    fn convert(&self, mut feed: model::Feed, bad_dates: BadDates) -> Reading {
        let entries = std::mem::take(&mut feed.entries).into_iter().map(|entry| self.entry(entry)).collect();
        Reading { format: Some(self.format), head: self.head(feed), entries, bad_dates }
    }

    fn head(&self, feed: model::Feed) -> Head {
        let (mut editors, contributors): (Vec<_>, Vec<_>) =
            feed.contributors.into_iter().partition(|person| person.role.as_deref() == Some("managingEditor"));
        let mut authors = people(feed.authors);
        if authors.is_empty() {
            authors = people(std::mem::take(&mut editors));
        }
        let links = feed.links.into_iter().filter_map(|link| self.link(link)).collect();
        Head {
            id: filled(&feed.id),
            title: feed.title.and_then(text),
            subtitle: feed.description.and_then(text),
            updated: feed.updated.map(SystemTime::from).and_then(unpack),
            published: feed.published.map(SystemTime::from).and_then(unpack),
            authors,
            contributors: people(contributors.into_iter().filter(|p| p.role.as_deref() != Some("webMaster"))),
            links: if self.format == "json" { with_self(links) } else { links },
            categories: categories(feed.categories),
            language: feed.language.as_deref().and_then(filled),
            rights: feed.rights.and_then(text),
            ttl: feed.ttl,
            generator: feed.generator.and_then(|generator| filled(&generator.content)),
            icon: feed.icon.and_then(|image| links::absolute(&image.uri, self.base)),
            logo: feed.logo.and_then(|image| links::absolute(&image.uri, self.base)),
            ..Head::default()
        }
    }

    fn entry(&self, entry: model::Entry) -> Entry {
        let published = entry.published.map(SystemTime::from).and_then(unpack);
        let updated = entry.updated.map(SystemTime::from).and_then(unpack);
        Entry {
            guid: filled(&entry.id),
            title: entry.title.and_then(text),
            // Decided last, when it is known whether the guid is an address.
            link: None,
            links: entry.links.into_iter().filter_map(|link| self.link(link)).collect(),
            summary: entry.summary.and_then(text),
            content: entry.content.and_then(|content| self.content(content)),
            authors: people(entry.authors),
            contributors: people(entry.contributors),
            published,
            // feed-rs copies one to the other in RSS.
            updated: if self.format == "rss" && updated == published { None } else { updated },
            categories: categories(entry.categories),
            rights: entry.rights.and_then(text),
            language: entry.language.as_deref().and_then(filled),
            media: entry.media.into_iter().flat_map(|object| self.media(object)).collect(),
        }
    }

    fn link(&self, link: model::Link) -> Option<Link> {
        let is_attachment = self.format == "json" && link.media_type.is_some();
        Some(Link {
            href: links::absolute(&link.href, self.base)?,
            rel: if is_attachment { Some("enclosure".into()) } else { link.rel.as_deref().and_then(filled) },
            media_type: link.media_type.as_deref().and_then(filled),
            title: link.title.as_deref().and_then(filled),
            length: link.length,
            hreflang: link.href_lang.as_deref().and_then(filled),
            target: link.target.map(|target| match target {
                model::LinkTarget::Comments => "comments".into(),
                model::LinkTarget::CommentsFeed => "comments_feed".into(),
            }),
        })
    }

    fn content(&self, content: model::Content) -> Option<Text> {
        // In RSS, feed-rs gives the base as the source, which it is not.
        let src = content.src.filter(|_| self.format == "atom").and_then(|link| links::absolute(&link.href, self.base));
        let value = content.body.unwrap_or_default();
        (!value.trim().is_empty() || src.is_some()).then(|| Text {
            value: value.trim().to_owned(),
            media_type: media_type(content.content_type.as_str()),
            src,
        })
    }

    fn media(&self, object: model::MediaObject) -> Vec<Media> {
        let caption = object.description.and_then(text).or_else(|| object.texts.into_iter().find_map(|t| text(t.text)));
        let caption = caption.map(|text| text.value);
        let credits: Vec<String> = object.credits.iter().filter_map(|credit| filled(&credit.entity)).collect();
        let credit = (!credits.is_empty()).then(|| credits.join(", "));
        object
            .content
            .into_iter()
            .filter_map(|content| {
                Some(Media {
                    url: Some(links::absolute(content.url?.as_str(), self.base)?),
                    media_type: content.content_type.map(|media_type| media_type.to_string()),
                    length: content.size,
                    caption: caption.clone(),
                    credit: credit.clone(),
                })
            })
            .collect()
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
    (!value.is_empty()).then(|| Text {
        value: value.to_owned(),
        media_type: media_type(text.content_type.as_str()),
        src: None,
    })
}

/// feed-rs writes `application/xhtml`.
fn media_type(name: &str) -> String {
    if name == "application/xhtml" { "application/xhtml+xml".into() } else { name.to_owned() }
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

fn categories(categories: Vec<model::Category>) -> Vec<Category> {
    let convert = |category: model::Category| {
        Some(Category { term: filled(&category.term)?, scheme: category.scheme, label: category.label })
    };
    categories.into_iter().filter_map(convert).collect()
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
