//! What a feed points to, by way of feed-rs: links, categories, Media RSS.
//!
//! feed-rs reads sound Atom 1.0 well, with the attributes of its links and the scopes of Media RSS, and
//! most other things less well: it drops the base, the mode and the markup of texts, most of Dublin Core,
//! the old dialects, and gives up a whole feed over one type that it does not know. Handing it whole
//! documents also costs most of the time, because it copies every text several times. So texts, people,
//! dates and names are read by [`super::collect`], and whatever dialect a feed is in, its pointers are
//! written here as plain Atom without those, which feed-rs reads. One entry there is one entry here, in
//! the same order.
//!
//! Measured on a hundred captured feeds of 30 MB (`cargo bench --bench parse`), this reads one and a half
//! times as many bytes a second as bare feed-rs does, and needs half of its memory; whole documents that
//! were repaired first and then handed to it came to three quarters.

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model;
use feed_rs::parser::Builder;

use super::xhtml::escape_quoted;
use super::{Category, Link, Media, links};

/// Pointers of one entry that are kept; a feed's own head may have as many.
const POINTERS_MAX: usize = 256;

/// What all pointers may be longer than their feed: one that says nothing but `a` thousands of times, each to be
/// written with a long base before it, ends here.
const FEED_TIMES_MAX: usize = 3;
const FLOOR_BYTES: usize = 256 * 1024;

/// Representations of one thing that are kept: each has a copy of the caption.
const REPRESENTATIONS_MAX: usize = 32;

/// The characters of a caption or a credit that are kept; longer ones are descriptions of something else. Each thing
/// of an entry gets a copy.
const CAPTION_CHARS_MAX: usize = 1000;

/// The document for feed-rs: Atom that says nothing but where its entries point.
pub(super) struct Pointers {
    text: String,
    entries: Vec<Range<usize>>,
    /// How many were written since the last entry began or ended.
    count: usize,
    bytes_max: usize,
}

const OPEN: &str = "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
                    xmlns:wfw=\"http://wellformedweb.org/CommentAPI/\">";
const CLOSE: &str = "</feed>";

/// Where an entry, or the head, points to.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Pointed {
    pub links: Vec<Link>,
    pub categories: Vec<Category>,
    pub media: Vec<Media>,
}

impl Pointers {
    /// For a feed of so many bytes.
    pub(super) fn new(feed_bytes: usize) -> Self {
        let bytes_max = FEED_TIMES_MAX * feed_bytes + FLOOR_BYTES;
        Self { text: OPEN.to_owned(), entries: Vec::new(), count: 0, bytes_max }
    }

    pub(super) fn open_entry(&mut self) {
        self.entries.push(self.text.len()..usize::MAX);
        self.text.push_str("<entry>");
        self.count = 0;
    }

    pub(super) fn close_entry(&mut self) {
        self.text.push_str("</entry>");
        let end = self.text.len();
        self.entries.last_mut().expect("an entry is open").end = end;
        self.count = 0;
    }

    /// Forgets the entry that is open.
    pub(super) fn drop_entry(&mut self) {
        let start = self.entries.pop().expect("an entry is open").start;
        self.text.truncate(start);
    }

    /// Writes an element with the attributes that have a value.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        if self.has_room() {
            self.open(name, attributes);
            self.close(name);
        }
    }

    /// Writes an element with text, unless the text is empty: feed-rs cannot stand that.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        if self.has_room() && !text.trim().is_empty() {
            self.open(name, &[]);
            escape_quoted(beginning(text), &mut self.text);
            self.close(name);
        }
    }

    pub(super) fn has_room(&self) -> bool {
        self.count < POINTERS_MAX && self.text.len() < self.bytes_max
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.count += 1;
        self.text.push('<');
        self.text.push_str(name);
        for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.text.push(' ');
            self.text.push_str(attribute);
            self.text.push_str("=\"");
            escape_quoted(value, &mut self.text);
            self.text.push('"');
        }
        self.text.push('>');
    }

    pub(super) fn close(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// Returns what the head and each entry point to, and the number of entries that feed-rs could not
    /// stand: they point nowhere.
    pub(super) fn read(mut self) -> (Pointed, Vec<Pointed>, usize) {
        self.text.push_str(CLOSE);
        match read(&self.text) {
            Some((head, entries)) if entries.len() == self.entries.len() => (head, entries, 0),
            _ => self.read_one_by_one(),
        }
    }

    /// Reads each entry in a document of its own, so that the one that feed-rs cannot stand costs itself only.
    fn read_one_by_one(self) -> (Pointed, Vec<Pointed>, usize) {
        let (mut head, mut done) = (OPEN.to_owned(), OPEN.len());
        let (mut entries, mut lost) = (Vec::new(), 0);
        for place in &self.entries {
            head.push_str(&self.text[done..place.start]);
            done = place.end;
            let one = read(&format!("{OPEN}{}{CLOSE}", &self.text[place.clone()]));
            let entry = one.and_then(|(_, mut entries)| entries.pop());
            lost += usize::from(entry.is_none());
            entries.push(entry.unwrap_or_default());
        }
        head.push_str(&self.text[done..]);
        (read(&head).map(|(head, _)| head).unwrap_or_default(), entries, lost)
    }
}

/// Reads plain Atom; `None` if feed-rs cannot, or panics.
fn read(text: &str) -> Option<(Pointed, Vec<Pointed>)> {
    let parser = Builder::new().id_generator(|_, _, _| String::new()).sanitize_content(false).build();
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))).ok()?.ok()?;
    let entries = feed.entries.into_iter().map(|entry| Pointed {
        links: entry.links.into_iter().filter_map(link).collect(),
        categories: categories(entry.categories),
        media: entry.media.into_iter().flat_map(media).collect(),
    });
    let head = Pointed {
        links: feed.links.into_iter().filter_map(link).collect(),
        categories: categories(feed.categories),
        media: Vec::new(),
    };
    Some((head, entries.collect()))
}

fn link(link: model::Link) -> Option<Link> {
    Some(Link {
        href: Some(link.href).filter(|href| !href.is_empty())?,
        rel: link.rel.filter(|rel| !rel.is_empty()),
        media_type: link.media_type,
        title: link.title,
        length: link.length,
        hreflang: link.href_lang,
        target: link.target.map(|target| match target {
            model::LinkTarget::Comments => "comments".into(),
            model::LinkTarget::CommentsFeed => "comments_feed".into(),
        }),
    })
}

/// Each category once, however often it is named.
fn categories(named: Vec<model::Category>) -> Vec<Category> {
    let mut categories: Vec<Category> = Vec::with_capacity(named.len());
    for model::Category { term, scheme, label, .. } in named {
        if !categories.iter().any(|known| known.term == term && known.scheme == scheme) {
            categories.push(Category { term, scheme, label });
        }
    }
    categories
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(CAPTION_CHARS_MAX).map_or(text, |(end, _)| &text[..end])
}

/// One attachment for each representation, each with the caption and the credits of their group.
fn media(object: model::MediaObject) -> Vec<Media> {
    let texts = object.texts.into_iter().map(|text| text.text);
    let caption = object.description.into_iter().chain(texts).map(|text| text.content).find(|text| !text.is_empty());
    let credits: Vec<String> = object.credits.into_iter().map(|credit| credit.entity).collect();
    let credit = (!credits.is_empty()).then(|| beginning(&credits.join(", ")).to_owned());
    let convert = |content: model::MediaContent| {
        Some(Media {
            url: Some(links::absolute(content.url?.as_str(), None)?),
            media_type: content.content_type.map(|media_type| media_type.to_string()),
            length: content.size,
            caption: caption.clone(),
            credit: credit.clone(),
        })
    };
    object.content.into_iter().take(REPRESENTATIONS_MAX).filter_map(convert).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// feed-rs gives up a whole feed over a type that it does not know.
    fn poison(pointers: &mut Pointers) {
        pointers.open_entry();
        pointers.open("media:group", &[]);
        pointers.open("media:content", &[("url", "https://e.org/1.mp4")]);
        pointers.open("media:title", &[("type", "none that it knows")]);
        pointers.close("media:title");
        pointers.close("media:content");
        pointers.close("media:group");
        pointers.close_entry();
    }

    #[test]
    fn an_entry_that_feed_rs_cannot_stand_costs_its_own_pointers_only() {
        let mut pointers = Pointers::new(1_000);
        pointers.element("link", &[("rel", "alternate"), ("href", "https://e.org/")]);
        pointers.open_entry();
        pointers.element("link", &[("rel", ""), ("href", "https://e.org/1?a=1&b=\"2\"")]);
        pointers.element("category", &[("term", "A & B"), ("scheme", "urn:s"), ("label", "<A>")]);
        pointers.element("category", &[("term", "A & B"), ("scheme", "urn:s")]);
        pointers.close_entry();
        poison(&mut pointers);
        pointers.open_entry();
        pointers.element("link", &[("href", "https://e.org/3")]);
        pointers.close_entry();
        let (head, entries, lost) = pointers.read();
        assert_eq!((head.links.len(), entries.len(), lost), (1, 3, 1));
        assert_eq!(entries[0].links[0].href, "https://e.org/1?a=1&b=%222%22");
        let category = Category { term: "A & B".into(), scheme: Some("urn:s".into()), label: Some("<A>".into()) };
        assert_eq!(entries[0].categories, [category]);
        assert_eq!(entries[1], Pointed::default());
        assert_eq!(entries[2].links[0].href, "https://e.org/3");
    }

    #[test]
    fn an_entry_that_is_dropped_leaves_nothing() {
        let mut pointers = Pointers::new(1_000);
        pointers.open_entry();
        pointers.element("link", &[("href", "https://e.org/1")]);
        pointers.drop_entry();
        assert_eq!(pointers.read(), (Pointed::default(), vec![], 0));
    }
}
