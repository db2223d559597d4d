//! OPML, as feed readers export it. Folders become tags. Lenient: case of names, attributes without quotation marks and
//! missing heads are taken as they are; what is no feed is no problem, but a document without any is. Pure.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use url::Url;

use super::address;
use super::feed::Feed;
use super::feeds::{Feeds, Mention};
use super::problems::Source;
use super::rules::TAG;

/// Deepest folder; readers show two or three levels.
const DEPTH_MAX: usize = 64;

/// Reads the outlines; addresses that are none are noted, and so is a document that is broken or holds no feed.
///
/// A feed that stands in several folders is one feed with all their names.
pub fn read(source: &Source<'_>, feeds: &mut Feeds<'_>) {
    let mut reader = Reader::from_str(source.text());
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let mut found = Found::default();
    loop {
        let start = offset(reader.buffer_position());
        let event = reader.read_event();
        let span = start..offset(reader.buffer_position());
        match event {
            Ok(Event::Start(tag)) if is_outline(&tag) => {
                let folder = found.outline(&tag, span.clone(), source, feeds);
                found.folders.push(folder);
                if found.folders.len() > DEPTH_MAX {
                    let message = format!("folders are nested more than {DEPTH_MAX} deep; flatten them");
                    return feeds.report().at(source, span, "", message);
                }
            }
            Ok(Event::Empty(tag)) if is_outline(&tag) => {
                found.outline(&tag, span, source, feeds);
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                found.folders.pop();
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(reason) => {
                let at = offset(reader.error_position());
                return feeds.report().at(source, at..at, "", format!("the file is not XML from here on: {reason}"));
            }
        }
    }
    if !found.has_outline_with_url {
        feeds.report().about(source.name(), "no feed in this OPML file; a feed is an <outline> with an xmlUrl");
    }
    for (feed, span) in found.feeds {
        feeds.add(feed, &Mention::plain(source, span));
    }
}

#[derive(Default)]
struct Found {
    /// In the order of the document, with the place of the first mention.
    feeds: Vec<(Feed, Range<usize>)>,
    places: HashMap<Url, usize>,
    /// Names of the open outlines; empty for those that are feeds or have none.
    folders: Vec<String>,
    has_outline_with_url: bool,
}

impl Found {
    /// Takes the feed of an outline; returns the name of the folder that it opens.
    fn outline(&mut self, tag: &BytesStart<'_>, span: Range<usize>, source: &Source<'_>, feeds: &Feeds<'_>) -> String {
        let Some(text) = attribute(tag, &["xmlurl"]).filter(|text| !text.is_empty()) else {
            return attribute(tag, &["text", "title"]).unwrap_or_default();
        };
        self.has_outline_with_url = true;
        match address::read(&text) {
            Ok(url) => {
                let tags = self.folders.iter().filter(|name| (TAG.check)(name).is_ok()).cloned();
                let place = *self.places.entry(url.clone()).or_insert_with(|| {
                    self.feeds.push((Feed::new(url), span));
                    self.feeds.len() - 1
                });
                let known = &mut self.feeds[place].0.tags;
                for tag in tags {
                    if !known.contains(&tag) {
                        known.push(tag);
                    }
                }
            }
            Err(message) => feeds.report().at(source, span, "outline.xmlUrl", message),
        }
        String::new()
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).expect("positions lie within a text in memory")
}

fn is_outline(tag: &BytesStart<'_>) -> bool {
    tag.local_name().as_ref().eq_ignore_ascii_case("outline")
}

/// Returns the first of the named attributes that is there, whatever the case of its name.
fn attribute(tag: &BytesStart<'_>, names: &[&str]) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let attributes: Vec<_> = attributes.with_checks(false).flatten().collect();
    names.iter().find_map(|name| {
        let found = attributes.iter().find(|one| one.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
        let text = found.normalized_value(XmlVersion::Implicit1_0).unwrap_or(found.value.clone());
        Some(text.trim().to_owned())
    })
}
