//! A document of markup to its head and its entries, in one pass from front to back.
//!
//! Elements count by where they stand: directly in the feed's head, directly in an entry, or not at all.
//! What an element says is settled when it ends, from the text between its tags, which is not copied before
//! that. Texts, people, dates and names go into a [`Draft`]; addresses, categories and media are written
//! down for feed-rs (see [`super::pointers`]), and both are brought together at the end. An entry that the
//! document's end cuts in two is left out.

use url::Url;

use super::dates::BadDates;
use super::dialect::{Field, Root, Scopes, Vocabulary};
use super::document::BASE_BYTES_MAX;
use super::draft::{Draft, Manner, Said};
use super::markup::{attributes, local, prefix};
use super::pointers::Pointers;
use super::scan::{Notes, Refusal, Scan, Tag, Token, children, find_root};
use super::texts::{decoded, plain};
use super::{Entry, Head, Problem, links};

/// What a sitemap may hold at most; an empty entry takes five bytes to write and a kilobyte to keep.
pub(super) const ENTRIES_MAX: usize = 50_000;

/// What the terms of these vocabularies belong to where the feed does not say.
const ITUNES_SCHEME: &str = "http://www.itunes.com/";
const MEDIA_SCHEME: &str = "http://search.yahoo.com/mrss/category_schema";

/// Categories inside categories, or in one element with commas, that are looked at.
const NESTED_MAX: usize = 64;

/// A document as it was understood.
pub(super) struct Collected {
    pub format: &'static str,
    pub head: Head,
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

/// Reads a document.
///
/// # Errors
/// If it has no root of a feed, or nests deeper than any feed does.
pub(super) fn collect(source: &str, base: Option<&Url>) -> Result<Collected, Refusal> {
    let (start, root, has_junk) = find_root(source)?;
    let mut scan = Scan::new(source, start);
    if has_junk {
        scan.notes.add("junk_before_root", 0);
    }
    let mut walk = Walk::new(source, root, base);
    while let Some(token) = scan.next()? {
        match token {
            Token::Open(tag) => {
                if !walk.open(&tag, scan.open.len(), &mut scan.notes) {
                    scan.notes.add("too_many_entries", tag.start);
                    break;
                }
            }
            Token::Close(_, end) => {
                walk.close(scan.open.len() + 1, end, &mut scan.notes);
                if scan.open.is_empty() {
                    break;
                }
            }
            Token::Text(_) | Token::Cdata(_) => {}
        }
    }
    let is_cut = walk.drafts.len() < ENTRIES_MAX && !scan.open.is_empty();
    if is_cut {
        scan.notes.add("truncated", scan.at);
    } else if scan.open.is_empty() && source[scan.at..].contains('<') {
        scan.notes.add("content_after_root", scan.at);
    }
    Ok(walk.finish(scan.notes))
}

/// An element whose end is waited for.
struct Waiting<'a> {
    depth: usize,
    field: Field,
    rank: u8,
    tag: Tag<'a>,
    language: Option<&'a str>,
    has_elements: bool,
}

/// An element of Media RSS that is open: its depth, its name, and where its text begins if it holds one.
struct OpenMedia {
    depth: usize,
    name: &'static str,
    text_from: Option<usize>,
}

struct Walk<'a> {
    source: &'a str,
    root: Root,
    manner: Manner,
    scopes: Scopes<'a>,
    /// The document's own address and every `xml:base` that is open, with their depths.
    bases: Vec<(usize, Url)>,
    /// How many elements are open in the head, itself included.
    head_depth: usize,
    head: Draft,
    has_channel: bool,
    /// The entry that is open, and how many elements are in it, itself included.
    entry: Option<(usize, Draft)>,
    drafts: Vec<Draft>,
    waiting: Option<Waiting<'a>>,
    media: Vec<OpenMedia>,
    media_depth: Option<usize>,
    pointers: Pointers,
    bad_dates: BadDates,
}

impl<'a> Walk<'a> {
    fn new(source: &'a str, root: Root, base: Option<&Url>) -> Self {
        Self {
            source,
            root,
            manner: Manner { is_atom: root.is_atom(), is_atom_1: root.is_atom() },
            scopes: Scopes::default(),
            bases: base.map(|base| (0, base.clone())).into_iter().collect(),
            head_depth: 0,
            head: Draft::default(),
            has_channel: false,
            entry: None,
            drafts: Vec::new(),
            waiting: None,
            media: Vec::new(),
            media_depth: None,
            pointers: Pointers::new(source.len()),
            bad_dates: BadDates::default(),
        }
    }

    /// Takes a start tag that is the `depth`th one open; `false` if it is one entry too many.
    fn open(&mut self, tag: &Tag<'a>, depth: usize, notes: &mut Notes) -> bool {
        if let Some(waiting) = &mut self.waiting {
            waiting.has_elements = true;
            return true;
        }
        let language = self.declare(tag, depth, notes);
        let vocabulary = self.scopes.of(tag.name);
        if self.media_depth.is_some() {
            self.open_media(vocabulary, tag, depth);
            return true;
        }
        let parent = self.entry.as_ref().map_or(self.head_depth, |(depth, _)| *depth);
        if depth != parent + 1 {
            return true;
        }
        if self.is_head(tag, vocabulary, depth) {
            self.open_head(tag, depth);
        } else if self.is_entry(tag, vocabulary, depth) {
            return self.open_entry(tag, depth, notes);
        } else if let Some((field, rank)) = Field::of(vocabulary, local(tag.name)) {
            if field == Field::Media {
                self.media_depth = Some(depth);
                self.open_media(vocabulary, tag, depth);
            } else {
                self.waiting = Some(Waiting { depth, field, rank, tag: *tag, language, has_elements: false });
            }
        }
        true
    }

    /// Takes the namespaces and the base that a start tag declares, and returns the language.
    fn declare(&mut self, tag: &Tag<'a>, depth: usize, notes: &mut Notes) -> Option<&'a str> {
        if tag.text.len() <= tag.name.len() + 2 {
            return None;
        }
        let mut language = None;
        for (name, value) in attributes(tag.text) {
            let value = &tag.text[value];
            if name == "xmlns" {
                let vocabulary = Vocabulary::of_namespace(value);
                self.manner.is_atom_1 &= !value.contains("purl.org/atom/ns");
                // The root's own namespace is what its name says, whatever is declared.
                let is_other = depth == 1 && vocabulary == Vocabulary::Other;
                self.scopes.declare(depth, "", if is_other { Vocabulary::Core } else { vocabulary });
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                let vocabulary = Vocabulary::of_namespace(value);
                let is_own = depth == 1 && vocabulary == Vocabulary::Other && prefix == self::prefix(tag.name);
                self.scopes.declare(depth, prefix, if is_own { Vocabulary::Core } else { vocabulary });
            } else if name == "xml:base" {
                match self.inner_base(value) {
                    Some(base) => self.bases.push((depth, base)),
                    None => notes.add("bad_base", tag.start),
                }
            } else if name == "xml:lang" {
                language = Some(value);
            }
        }
        language
    }

    /// Returns what an `xml:base` makes of the one around it; `None` if it is no address or too long.
    fn inner_base(&self, value: &str) -> Option<Url> {
        if value.len() > BASE_BYTES_MAX {
            return None;
        }
        let value = decoded(value, &mut Notes::default());
        let base = match self.bases.last() {
            Some((_, outer)) => outer.join(value.trim()),
            None => Url::parse(value.trim()),
        };
        base.ok().filter(|base| base.as_str().len() <= BASE_BYTES_MAX)
    }

    /// Whether an element is the root, or a channel in it.
    fn is_head(&self, tag: &Tag, vocabulary: Vocabulary, depth: usize) -> bool {
        match depth {
            1 => self.root != Root::Entry,
            _ => {
                self.entry.is_none()
                    && vocabulary == Vocabulary::Core
                    && local(tag.name).eq_ignore_ascii_case("channel")
            }
        }
    }

    fn is_entry(&self, tag: &Tag, vocabulary: Vocabulary, depth: usize) -> bool {
        let name = local(tag.name);
        self.entry.is_none()
            && (depth == 1
                || (vocabulary == Vocabulary::Core
                    && (name.eq_ignore_ascii_case("item") || name.eq_ignore_ascii_case("entry"))))
    }

    fn open_head(&mut self, tag: &Tag<'a>, depth: usize) {
        self.head_depth = depth;
        self.manner.is_atom_1 &= tag.get("version") != Some("0.3");
        self.has_channel |= depth > 1 || self.root != Root::Rss;
        self.head.take_tag(tag, &mut self.bad_dates);
        self.point_by_attribute(tag);
    }

    fn open_entry(&mut self, tag: &Tag<'a>, depth: usize, notes: &mut Notes) -> bool {
        if self.drafts.len() == ENTRIES_MAX {
            return false;
        }
        if !self.has_channel && depth == 2 {
            self.has_channel = true;
            notes.add("no_channel", tag.start);
        }
        let mut draft = Draft::default();
        draft.take_tag(tag, &mut self.bad_dates);
        self.entry = Some((depth, draft));
        self.pointers.open_entry();
        self.point_by_attribute(tag);
        true
    }

    /// CDF keeps its addresses in attributes.
    fn point_by_attribute(&mut self, tag: &Tag) {
        if self.root == Root::Channel
            && let Some(href) = tag.get("href")
        {
            let href = self.absolute(&decoded(href, &mut Notes::default()));
            self.pointers.element("link", &[("href", &href)]);
        }
    }

    /// Takes the end, at `end`, of the innermost element of `depth` open ones.
    fn close(&mut self, depth: usize, end: usize, notes: &mut Notes) {
        if let Some(waiting) = self.waiting.take_if(|waiting| waiting.depth == depth) {
            self.settle(&waiting, end, notes);
        } else if self.waiting.is_none() {
            if self.media_depth.is_some() {
                self.close_media(depth, end, notes);
            } else if let Some((_, draft)) = self.entry.take_if(|(entry, _)| *entry == depth) {
                self.drafts.push(draft);
                self.pointers.close_entry();
            } else if depth == self.head_depth && depth > 1 {
                self.head_depth -= 1;
            }
        }
        if self.waiting.is_none() {
            self.scopes.leave(depth);
            // One element may declare many: the last counts, and all of them end with it.
            while self.bases.pop_if(|(declared, _)| *declared >= depth && depth > 0).is_some() {}
        }
    }

    /// Takes an element that has ended.
    fn settle(&mut self, waiting: &Waiting<'a>, end: usize, notes: &mut Notes) {
        let Waiting { field, rank, tag, language, has_elements, .. } = *waiting;
        let raw = &self.source[tag.end.min(end)..end];
        if matches!(
            field,
            Field::Link
                | Field::Enclosure
                | Field::Category
                | Field::Keywords
                | Field::NestedCategory
                | Field::CommentsFeed
        ) {
            return self.point(field, &tag, raw, notes);
        }
        let base = self.bases.last().map(|(_, base)| base);
        let said = Said { field, rank, tag, raw, has_elements, base, language, manner: self.manner };
        let draft = self.entry.as_mut().map_or(&mut self.head, |(_, draft)| draft);
        draft.take(&said, notes, &mut self.bad_dates);
    }

    fn absolute(&self, href: &str) -> String {
        links::absolute(href, self.bases.last().map(|(_, base)| base)).unwrap_or_default()
    }

    /// Writes an element that points somewhere down for feed-rs.
    fn point(&mut self, field: Field, tag: &Tag, raw: &str, notes: &mut Notes) {
        let value = |name| tag.get(name).map(|value| decoded(value, &mut Notes::default())).unwrap_or_default();
        let text = plain(raw, notes);
        let text = text.trim();
        match field {
            Field::Link => {
                let href = value("href");
                // A link of RSS has its address between its tags, and so have careless ones of Atom.
                let href = self.absolute(if href.trim().is_empty() { text } else { &href });
                if !href.is_empty() {
                    let (rel, kind, title) = (value("rel"), value("type"), value("title"));
                    let (length, language) = (value("length"), value("hreflang"));
                    let all = [("rel", &*rel), ("href", &href), ("type", &kind), ("title", &title)];
                    let rest = [("length", &*length), ("hreflang", &language)];
                    self.pointers.element("link", &[all.as_slice(), rest.as_slice()].concat());
                }
            }
            Field::Enclosure => {
                let url = value("url");
                let url = self.absolute(if url.is_empty() { text } else { &url });
                let (kind, length) = (value("type"), value("length"));
                let all = [("url", &*url), ("type", kind.trim()), ("fileSize", length.trim())];
                self.pointers.element("media:content", &all);
            }
            Field::CommentsFeed => self.pointers.text("wfw:commentRss", &self.absolute(text)),
            Field::Keywords => {
                let scheme = if tag.name.contains(':') { ITUNES_SCHEME } else { "" };
                for term in text.split(',').take(NESTED_MAX) {
                    self.category(term, scheme, "");
                }
            }
            Field::NestedCategory => {
                self.category(&value("text"), ITUNES_SCHEME, "");
                for (child, _) in children(raw, NESTED_MAX) {
                    let term = child.get("text").map(|term| decoded(term, &mut Notes::default()));
                    self.category(&term.unwrap_or_default(), ITUNES_SCHEME, "");
                }
            }
            _ => {
                let (term, mut scheme, label) = (value("term"), value("scheme"), value("label"));
                if scheme.is_empty() {
                    scheme = value("domain");
                }
                let is_media = self.scopes.of(tag.name) == Vocabulary::Media;
                let scheme = if is_media && scheme.is_empty() { MEDIA_SCHEME } else { &scheme };
                self.category(if term.is_empty() { text } else { &term }, scheme, &label);
            }
        }
    }

    fn category(&mut self, term: &str, scheme: &str, label: &str) {
        if !term.trim().is_empty() {
            self.pointers.element("category", &[("term", term.trim()), ("scheme", scheme), ("label", label)]);
        }
    }

    /// Writes an element of Media RSS down as far as anybody asks for it.
    fn open_media(&mut self, vocabulary: Vocabulary, tag: &Tag, depth: usize) {
        if vocabulary != Vocabulary::Media || !self.pointers.has_room() || self.entry.is_none() {
            return;
        }
        let value = |name| tag.get(name).map(|value| decoded(value, &mut Notes::default())).unwrap_or_default();
        let url = || self.absolute(&value("url"));
        let (name, text_from) = match local(tag.name) {
            "group" => {
                self.pointers.open("media:group", &[]);
                ("media:group", None)
            }
            "content" => {
                let (url, kind, size) = (url(), value("type"), value("filesize"));
                let all = [("url", &*url), ("type", kind.trim()), ("fileSize", size.trim())];
                self.pointers.open("media:content", &all);
                ("media:content", None)
            }
            "player" => {
                let url = url();
                self.pointers.open("media:player", &[("url", &url)]);
                ("media:player", None)
            }
            "description" => ("media:description", Some(tag.end)),
            "text" => ("media:text", Some(tag.end)),
            "credit" => ("media:credit", Some(tag.end)),
            _ => return,
        };
        self.media.push(OpenMedia { depth, name, text_from });
    }

    fn close_media(&mut self, depth: usize, end: usize, notes: &mut Notes) {
        if let Some(OpenMedia { name, text_from, .. }) = self.media.pop_if(|open| open.depth == depth) {
            match text_from {
                Some(start) => self.pointers.text(name, plain(&self.source[start.min(end)..end], notes).trim()),
                None => self.pointers.close(name),
            }
        }
        self.media_depth = self.media_depth.filter(|media| *media != depth);
    }

    fn finish(mut self, mut notes: Notes) -> Collected {
        if self.entry.take().is_some() {
            self.pointers.drop_entry();
        }
        let (pointed, entries, lost) = self.pointers.read();
        for _ in 0..lost {
            notes.add("bad_entry", 0);
        }
        let mut problems: Vec<Problem> = notes.into_problems().collect();
        problems.extend(self.bad_dates.into_problem());
        Collected {
            format: self.root.format(),
            head: self.head.into_head(pointed),
            entries: self.drafts.into_iter().zip(entries).map(|(draft, pointed)| draft.into_entry(pointed)).collect(),
            problems,
        }
    }
}
