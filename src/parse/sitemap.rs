//! Sitemaps as sources: Google's news sitemaps, plain ones, and indexes of them.
//!
//! A news sitemap has a headline and a time for each page and is read like a feed. A plain one knows only
//! addresses and when they changed: its entries have no title, and everything else comes from the page.
//! An index has no entries but names other sitemaps; following them is the caller's business. What an
//! element means depends on the element around it, not on its prefix, because prefixes are often undeclared.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};
use url::Url;

use super::collect::ENTRIES_MAX;
use super::document::GROWTH_BYTES_MAX;
use super::remarks::{Remarks, quoted};
use super::{Category, Child, Date, Entry, Link, Media, Parsed, Text, dates, links};

/// Sitemaps nest five elements deep; what lies deeper than this is passed over.
const DEPTH_MAX: usize = 16;

/// The newest sitemaps of an index that are named. An index may have 50,000, and all but a few are archives.
const CHILDREN_MAX: usize = 100;

/// Google reads ten keywords and a thousand images an entry; nobody needs more than this of either.
const KEYWORDS_MAX: usize = 100;
const IMAGES_MAX: usize = 100;

/// Sitemaps do not tell the kinds of their images.
const SOME_IMAGE: &str = "image/*";

/// Whether the first element of the document is the root of a sitemap or of an index.
pub(super) fn is_one(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let close = match rest.as_bytes().get(1) {
            Some(b'!') if rest.starts_with("<!--") => "-->",
            Some(b'!') => ">",
            Some(b'?') => "?>",
            _ => {
                let end = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'));
                let name = &rest[1..end.unwrap_or(rest.len()).max(1)];
                return matches!(Element::of(name), Element::UrlSet | Element::SitemapIndex);
            }
        };
        let Some(end) = rest.find(close) else { return false };
        rest = &rest[end + close.len()..];
    }
    false
}

/// Reads a sitemap into `parsed`; every whole entry of one that is cut or broken further on.
pub(super) fn read(text: &str, base: Option<&Url>, parsed: &mut Parsed) {
    let mut scan = Scan { base, room: text.len() + GROWTH_BYTES_MAX, ..Scan::default() };
    let end = scan.run(text);
    if let Err(why) = end {
        scan.remarks.note("truncated", || why);
    }
    if scan.is_index {
        parsed.format = Some("sitemap_index");
        scan.children.sort_by_key(|child| Reverse(child.updated.map(|date| date.at)));
        scan.children.truncate(CHILDREN_MAX);
        parsed.children = scan.children;
    } else {
        parsed.format = Some("sitemap");
        parsed.entries = scan.entries;
    }
    parsed.feed.title = scan.publication.map(plain);
    parsed.feed.language = scan.language;
    parsed.problems.extend(scan.remarks.into_problems());
}

/// The elements that mean something here, by their names without prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    UrlSet,
    SitemapIndex,
    Url,
    Sitemap,
    News,
    Publication,
    Image,
    Loc,
    LastMod,
    Name,
    Language,
    PublicationDate,
    Title,
    Keywords,
    Caption,
    Other,
}

impl Element {
    fn of(name: &str) -> Self {
        match name.rsplit(':').next().unwrap_or(name) {
            "urlset" => Self::UrlSet,
            "sitemapindex" => Self::SitemapIndex,
            "url" => Self::Url,
            "sitemap" => Self::Sitemap,
            "news" => Self::News,
            "publication" => Self::Publication,
            "image" => Self::Image,
            "loc" => Self::Loc,
            "lastmod" => Self::LastMod,
            "name" => Self::Name,
            "language" => Self::Language,
            "publication_date" => Self::PublicationDate,
            "title" => Self::Title,
            "keywords" => Self::Keywords,
            "caption" => Self::Caption,
            _ => Self::Other,
        }
    }

    /// Whether it holds a text, and no elements.
    fn is_field(self) -> bool {
        matches!(
            self,
            Self::Loc
                | Self::LastMod
                | Self::Name
                | Self::Language
                | Self::PublicationDate
                | Self::Title
                | Self::Keywords
                | Self::Caption
        )
    }
}

#[derive(Default)]
struct Scan<'a> {
    base: Option<&'a Url>,
    /// What addresses may still take; without any left, relative ones stay so.
    room: usize,
    is_index: bool,
    /// Elements around the place, outermost first; the field that is open is not among them.
    open: Vec<Element>,
    /// Elements that are open below the deepest that is looked at.
    too_deep: usize,
    field: Option<Element>,
    text: String,
    draft: Entry,
    is_image_wanted: bool,
    entries: Vec<Entry>,
    children: Vec<Child>,
    /// One more entry begins than are read.
    is_full: bool,
    publication: Option<String>,
    language: Option<String>,
    remarks: Remarks,
}

impl Scan<'_> {
    /// Reads to the end of the root.
    ///
    /// # Errors
    /// Why that end was not reached.
    fn run(&mut self, text: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        (config.check_end_names, config.allow_unmatched_ends, config.allow_dangling_amp) = (false, true, true);
        loop {
            let at = reader.buffer_position();
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(Element::of(tag.name().as_ref())),
                Ok(Event::Empty(_)) => {}
                Ok(Event::End(tag)) => {
                    let element = Element::of(tag.name().as_ref());
                    self.end(element);
                    if matches!(element, Element::UrlSet | Element::SitemapIndex) {
                        return Ok(());
                    }
                }
                Ok(Event::Text(text)) => self.add(&text),
                Ok(Event::CData(text)) => self.add(&text),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference),
                Ok(Event::Eof) => return Err(format!("it ends at byte {at}, inside its root")),
                Ok(_) => {}
                Err(error) => return Err(format!("broken at byte {at}: {error}")),
            }
            if self.is_full {
                self.remarks.note("too_many_entries", || format!("the first {ENTRIES_MAX} were read"));
                return Ok(());
            }
        }
    }

    fn start(&mut self, element: Element) {
        if self.field.is_some() {
            if element == Element::Other {
                // Markup in a headline: its text belongs to the headline.
                return;
            }
            self.unbalanced();
            self.end_field();
        }
        if element.is_field() {
            self.field = Some(element);
            self.text.clear();
            return;
        }
        if matches!(element, Element::Url | Element::Sitemap) && self.open.contains(&element) {
            self.unbalanced();
            self.end(element);
        }
        if self.open.len() == DEPTH_MAX {
            self.too_deep += 1;
            return;
        }
        match element {
            Element::SitemapIndex => self.is_index = true,
            Element::Url | Element::Sitemap => {
                self.is_full = self.entries.len().max(self.children.len()) == ENTRIES_MAX;
                self.draft = Entry::default();
            }
            Element::Image => self.start_image(),
            _ => {}
        }
        self.open.push(element);
    }

    fn end(&mut self, element: Element) {
        if let Some(field) = self.field {
            if element == Element::Other {
                return;
            }
            self.end_field();
            if element == field {
                return;
            }
            self.unbalanced();
        }
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(depth) = self.open.iter().rposition(|open| *open == element) else { return };
        let left = self.open.split_off(depth);
        if left.contains(&Element::Url) {
            self.end_entry();
        } else if left.contains(&Element::Sitemap) {
            self.end_child();
        }
    }

    fn add(&mut self, text: &str) {
        if self.field.is_some() {
            self.text.push_str(text);
        }
    }

    fn reference(&mut self, reference: &BytesRef) {
        if self.field.is_none() {
            return;
        }
        let named = || Some(quick_xml::escape::resolve_xml_entity(reference)?.to_owned());
        let char = reference.resolve_char_ref().ok().flatten().map(String::from);
        match char.or_else(named) {
            Some(text) => self.text.push_str(&text),
            None => {
                // A bare ampersand in an address, with a semicolon somewhere behind it.
                self.remarks.note("bad_reference", || quoted(&format!("&{};", &**reference)));
                self.text.push('&');
                self.text.push_str(reference);
                self.text.push(';');
            }
        }
    }

    fn end_field(&mut self) {
        let Some(field) = self.field.take() else { return };
        let text = self.text.trim();
        if text.is_empty() || self.too_deep > 0 {
            return;
        }
        let around = self.open.last().copied().unwrap_or(Element::Other);
        let text = text.to_owned();
        match (around, field) {
            (Element::Url | Element::Sitemap, Element::Loc) => self.draft.link = Some(text),
            (Element::Url | Element::Sitemap, Element::LastMod) => self.draft.updated = self.date(&text),
            (Element::News, Element::PublicationDate) => self.draft.published = self.date(&text),
            (Element::News, Element::Title) => self.draft.title = Some(plain(text)),
            (Element::News, Element::Keywords) => self.keywords(&text),
            (Element::Publication, Element::Name) => self.publication = self.publication.take().or(Some(text)),
            (Element::Publication, Element::Language) => {
                self.language.get_or_insert_with(|| text.clone());
                self.draft.language = Some(text);
            }
            (Element::Image, Element::Loc) => self.image(|image| image.url = Some(text)),
            (Element::Image, Element::Caption) => self.image(|image| image.caption = Some(text)),
            (Element::Image, Element::Title) => self.image(|image| image.caption = image.caption.take().or(Some(text))),
            _ => {}
        }
    }

    fn start_image(&mut self) {
        self.is_image_wanted = self.draft.media.len() < IMAGES_MAX;
        if self.is_image_wanted {
            self.draft.media.push(Media { media_type: Some(SOME_IMAGE.into()), ..Media::default() });
        } else {
            self.remarks.note("too_many_values", || "an entry has more images than are read".into());
        }
    }

    fn image(&mut self, complete: impl FnOnce(&mut Media)) {
        if let Some(image) = self.draft.media.last_mut().filter(|_| self.is_image_wanted) {
            complete(image);
        }
    }

    fn date(&mut self, text: &str) -> Option<Date> {
        let date = dates::parse(text);
        if date.is_none() {
            self.remarks.note("bad_date", || format!("{} could not be read", quoted(text)));
        }
        date
    }

    fn keywords(&mut self, text: &str) {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty()).take(KEYWORDS_MAX);
        self.draft.categories = words.map(|word| Category { term: word.to_owned(), ..Category::default() }).collect();
    }

    fn end_entry(&mut self) {
        let mut entry = std::mem::take(&mut self.draft);
        let address = entry.link.take().and_then(|loc| links::absolute(&loc, self.base));
        let Some(address) = address.filter(|address| links::names_page(address)) else {
            return self.no_address();
        };
        entry.links.push(Link { href: address.clone(), rel: Some("alternate".into()), ..Link::default() });
        entry.link = Some(address);
        entry.media.retain_mut(|image| {
            image.url = image.url.take().and_then(|url| links::absolute(&url, self.base));
            image.url.is_some()
        });
        let images = entry.media.iter().filter_map(|image| image.url.as_deref());
        self.room = self.room.saturating_sub(images.map(str::len).sum());
        self.base = self.base.filter(|_| self.room > 0);
        self.entries.push(entry);
    }

    fn end_child(&mut self) {
        let draft = std::mem::take(&mut self.draft);
        let address = draft.link.and_then(|loc| links::absolute(&loc, self.base));
        match address.filter(|address| links::names_page(address)).and_then(|address| Url::parse(&address).ok()) {
            Some(url) => self.children.push(Child { url, updated: draft.updated }),
            None => self.no_address(),
        }
    }

    fn no_address(&mut self) {
        self.remarks.note("bad_entry", || "an entry has no address".into());
    }

    fn unbalanced(&mut self) {
        self.remarks.note("unbalanced", || "an end tag is missing".into());
    }
}

fn plain(value: String) -> Text {
    Text { value, media_type: "text/plain".into(), src: None }
}
