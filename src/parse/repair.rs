//! Markup as feeds have it to markup that feed-rs understands, in one pass from front to back.
//!
//! Only elements, text and CDATA get through: declarations, DOCTYPEs, comments and processing instructions
//! are left out, and with them everything hostile that they can carry. Elements are balanced, nesting is
//! bounded (feed-rs recurses), references mean something, and the root's namespace is what its name says.
//! A document that ends too early is cut behind its last whole entry. A sound document is not copied.

use std::borrow::Cow;
use std::ops::Range;

use super::Problem;
use super::dialect::{ATOM, ATOM_03, ATOM_03_NAMES, NAMESPACES, RSS, Root, text_type};
use super::markup::{
    Closings, Edits, Mark, Reference, attribute, attributes, local, prefix, reference, tag_end, tag_name,
};

/// Feeds nest about ten elements deep, their XHTML some twenty more; feed-rs aborts the process at a thousand.
const DEPTH_MAX: usize = 128;

/// How far the root is looked for behind something else, such as warnings of a program.
const JUNK_BYTES_MAX: usize = 64 * 1024;

/// A tag with more attributes than this loses them: reading them costs the square of their number.
const ATTRIBUTES_MAX: usize = 512;

/// A longer `xml:base` is no address; feed-rs copies it into every element below.
const BASE_BYTES_MAX: usize = 1024;

/// What a sitemap may hold at most; an empty entry takes five bytes to write and a kilobyte to keep.
pub(super) const ENTRIES_MAX: usize = 50_000;

/// Elements that HTML never closes.
const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// Elements of HTML that end where the next one begins.
const CLOSED_BY_NEXT: &[&str] = &["p", "li"];

/// Stands for the link of an RDF item that has neither link nor `rdf:about`; taken out again after reading.
pub(super) const NO_LINK: &str = "about:blank";

/// A document that feed-rs can read, and what feed-rs would not tell of it.
pub(super) struct Repaired<'a> {
    pub text: Cow<'a, str>,
    /// In document order.
    pub items: Vec<Item<'a>>,
    /// The start tags around every item: places in `text`, and their names.
    pub stem: Vec<(Range<usize>, &'a str)>,
    pub problems: Vec<Problem>,
}

/// One `item` or `entry` of the document.
#[derive(Clone, Debug)]
pub(super) struct Item<'a> {
    /// In the repaired text.
    pub place: Range<usize>,
    /// `rdf:about`, with its references.
    pub about: Option<&'a str>,
    /// Whether the guid may be an address: it says nothing else.
    pub is_permalink: bool,
}

/// Why there is nothing to repair.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NotAFeed(String),
    TooDeep,
}

/// Repairs `source`.
///
/// # Errors
/// If it has no root of a feed, or nests deeper than any feed does.
pub(super) fn repair(source: &str) -> Result<Repaired<'_>, Refusal> {
    let (start, root, has_junk) = find_root(source)?;
    let mut scan = Scan {
        source,
        root,
        closings: Closings::default(),
        edits: Edits::new(source),
        open: Vec::new(),
        item: None,
        items: Vec::new(),
        stem: Vec::new(),
        is_atom_03: false,
        notes: Vec::new(),
    };
    scan.edits.replace(0..start, "");
    if has_junk {
        scan.note("junk_before_root", 0);
    }
    scan.run(start)?;
    let problems = scan.notes.into_iter().map(Note::into_problem).collect();
    Ok(Repaired { text: scan.edits.finish(), items: scan.items, stem: scan.stem, problems })
}

/// Returns where the feed begins, its kind, and whether something else stands before it. Declarations and comments before it are no matter; other elements are
/// junk unless they make the document a page.
fn find_root(source: &str) -> Result<(usize, Root, bool), Refusal> {
    let mut at = 0;
    let mut closings = Closings::default();
    let first = loop {
        at += source[at..].find('<').ok_or_else(|| Refusal::NotAFeed("there is no markup".into()))?;
        match closings.markup_end(source, at) {
            Some(end) => at = end,
            None if source[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') => break at,
            None => at += 1,
        }
    };
    let name = tag_name(&source[first..]);
    if let Some(root) = Root::of(name) {
        return Ok((first, root, !source.starts_with('<')));
    }
    let refusal = || Refusal::NotAFeed(format!("the root element is `{name:.40}`"));
    if name.eq_ignore_ascii_case("html") {
        return Err(refusal());
    }
    let mut at = first;
    while let Some(offset) = source[at..].find('<').filter(|offset| at + offset < first + JUNK_BYTES_MAX) {
        at += offset;
        match Root::of(tag_name(&source[at..])) {
            Some(root) if root != Root::Entry && !source[at..].starts_with("</") => return Ok((at, root, true)),
            _ => at += 1,
        }
    }
    Err(refusal())
}

struct Scan<'a> {
    source: &'a str,
    root: Root,
    closings: Closings,
    edits: Edits<'a>,
    /// Names of the open elements, outermost first.
    open: Vec<&'a str>,
    item: Option<OpenItem<'a>>,
    items: Vec<Item<'a>>,
    stem: Vec<(Range<usize>, &'a str)>,
    is_atom_03: bool,
    notes: Vec<Note>,
}

struct OpenItem<'a> {
    mark: Mark,
    start: usize,
    name: &'a str,
    about: Option<&'a str>,
    is_permalink: bool,
    has_link: bool,
}

struct Note {
    name: &'static str,
    at: usize,
    count: usize,
}

impl Note {
    fn into_problem(self) -> Problem {
        let detail = match self.count {
            1 => format!("at byte {}", self.at),
            count => format!("in {count} places, the first at byte {}", self.at),
        };
        Problem { name: self.name, detail }
    }
}

impl<'a> Scan<'a> {
    fn run(&mut self, start: usize) -> Result<(), Refusal> {
        let mut at = start;
        while let Some(offset) = self.source[at..].find('<') {
            self.text(at, at + offset);
            at += offset;
            let Some(end) = self.markup(at)? else {
                self.end_early(at);
                return Ok(());
            };
            at = end;
            if self.open.is_empty() {
                if self.source[at..].contains('<') && !self.source[at..].trim_start().starts_with("<!--") {
                    self.note("content_after_root", at);
                }
                self.edits.cut(at);
                return Ok(());
            }
        }
        self.text(at, self.source.len());
        self.end_early(self.source.len());
        Ok(())
    }

    /// Takes what begins with the `<` at `at` and returns where it ends; `None` if it does not end.
    fn markup(&mut self, at: usize) -> Result<Option<usize>, Refusal> {
        let rest = &self.source.as_bytes()[at + 1..];
        match rest.first() {
            Some(b'!') if rest.starts_with(b"![CDATA[") => {
                Ok(self.source[at..].find("]]>").map(|offset| at + offset + 3))
            }
            Some(b'!' | b'?') => {
                let end = self.closings.markup_end(self.source, at);
                if let Some(end) = end {
                    self.edits.replace(at..end, "");
                }
                Ok(end)
            }
            Some(b'/') => {
                let Some(offset) = self.source[at..].find('>') else { return Ok(None) };
                self.end_tag(at, at + offset + 1);
                Ok(Some(at + offset + 1))
            }
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => self.start_tag(at),
            Some(_) => {
                self.note("bare_less_than", at);
                self.edits.replace(at..at + 1, "&lt;");
                Ok(Some(at + 1))
            }
            None => Ok(None),
        }
    }

    /// Writes out ampersands that begin no reference, and references that XML does not know.
    fn text(&mut self, from: usize, to: usize) {
        let mut at = from;
        while let Some(offset) = self.source[at..to].find('&') {
            at += offset;
            match reference(&self.source[at..to]) {
                Reference::Known(length) => at += length,
                Reference::Means(length, char) => {
                    self.note("bad_reference", at);
                    let with = match char {
                        Some('<') => "&lt;".into(),
                        Some('&') => "&amp;".into(),
                        Some(char) => char.to_string(),
                        None => String::new(),
                    };
                    self.edits.replace(at..at + length, &with);
                    at += length;
                }
                Reference::Bare => {
                    self.note("bare_ampersand", at);
                    self.edits.replace(at..at + 1, "&amp;");
                    at += 1;
                }
            }
        }
    }

    fn start_tag(&mut self, at: usize) -> Result<Option<usize>, Refusal> {
        let Some((end, is_sound)) = tag_end(self.source, at) else { return Ok(None) };
        let tag = &self.source[at..end];
        let name = tag_name(tag);
        self.close_implied(name, at);
        if self.open.len() >= DEPTH_MAX {
            return Err(Refusal::TooDeep);
        }
        if self.items.len() == ENTRIES_MAX && self.is_item(name) {
            self.note("too_many_entries", at);
            return Ok(None);
        }
        let is_empty = tag.ends_with("/>");
        let start = self.edits.position(at);
        self.open_item(name, tag, at, start);
        if is_sound && is_readable(tag) {
            self.attributes(name, tag, at);
        } else {
            self.note("broken_tag", at);
            let close = if is_empty { "/>" } else { ">" };
            self.edits.replace(at + 1 + name.len()..end, close);
        }
        let is_closed_at_once = || self.source[end..].strip_prefix("</").is_some_and(|rest| rest.starts_with(name));
        if !is_empty && VOID.contains(&name) && !is_closed_at_once() {
            self.edits.replace(end - 1..end, "/>");
            return Ok(Some(end));
        }
        self.open.push(name);
        if is_empty {
            self.leave(end);
        } else if self.open.len() <= self.root.item().1 && self.stem.len() + 1 == self.open.len() {
            self.stem.push((start..self.edits.position(end), name));
        }
        Ok(Some(end))
    }

    /// Closes and opens what `name` implies: the paragraph before the next one, the item before the next
    /// one, the channel that an `rss` forgot.
    fn close_implied(&mut self, name: &'a str, at: usize) {
        let (item, depth) = self.root.item();
        if CLOSED_BY_NEXT.contains(&name) && self.open.last() == Some(&name) {
            self.close_down_to(self.open.len() - 1, at);
        } else if self.item.is_some() && self.open.len() == depth + 1 && local(name) == item && self.open[depth] == name
        {
            self.note("unbalanced", at);
            self.close_down_to(depth, at);
        }
        if self.root == Root::Rss && self.open.len() == 1 && self.stem.len() == 1 && local(name) != "channel" {
            self.note("no_channel", at);
            let start = self.edits.position(at);
            self.edits.replace(at..at, "<channel>");
            self.open.push("channel");
            self.stem.push((start..self.edits.position(at), "channel"));
        }
    }

    fn open_item(&mut self, name: &'a str, tag: &'a str, at: usize, start: usize) {
        let (_, depth) = self.root.item();
        if self.is_item(name) {
            let about = attributes(tag).find(|(name, _)| local(name) == "about").map(|(_, value)| &tag[value]);
            let mark = self.edits.mark(at);
            self.item = Some(OpenItem { mark, start, name, about, is_permalink: true, has_link: false });
        } else if let Some(item) = &mut self.item
            && self.open.len() == depth + 1
        {
            match local(name) {
                "link" => item.has_link |= prefix(name) == prefix(item.name),
                "guid" => {
                    let value = attribute(tag, "isPermaLink").or_else(|| attribute(tag, "ispermalink"));
                    item.is_permalink = !value.is_some_and(|value| tag[value].trim().eq_ignore_ascii_case("false"));
                }
                _ => {}
            }
        }
    }

    /// Makes the edits that a start tag needs, in their order.
    fn attributes(&mut self, name: &str, tag: &str, at: usize) {
        let is_root = self.open.is_empty();
        if self.is_atom_03 || tag.contains("xmlns") || is_root {
            self.namespaces(name, tag, at, is_root);
        } else if self.root.is_atom()
            && let Some(value) = text_type(local(name), tag)
        {
            self.edits.replace(at + value.0.start..at + value.0.end, value.1);
        }
        if tag.contains('&') {
            self.text(at, at + tag.len());
        }
    }

    fn namespaces(&mut self, name: &str, tag: &str, at: usize, is_root: bool) {
        let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
        for (attribute, value) in attributes(tag).filter(|(attribute, _)| attribute.starts_with("xmlns")) {
            let given = &tag[value.clone()];
            self.is_atom_03 |= is_root && given == ATOM_03;
            // The root's own namespace is what its name says, whatever is declared.
            let own = (is_root && attribute == "xmlns").then_some(if self.root.is_atom() { ATOM } else { RSS });
            let known = NAMESPACES.iter().find(|(other, _)| *other == given).map(|(_, known)| *known);
            if let Some(wanted) = own.or(known).filter(|wanted| *wanted != given) {
                edits.push((value, wanted));
            }
        }
        if is_root && self.root == Root::Rss {
            match attribute(tag, "version") {
                Some(value) if matches!(&tag[value.clone()], "2.0" | "0.91" | "0.92") => {}
                Some(value) => edits.push((value, "2.0")),
                None => edits.push((1 + name.len()..1 + name.len(), " version=\"2.0\"")),
            }
            if edits.last().is_some_and(|(_, with)| with.contains("2.0")) {
                self.note("rss_version", at);
            }
        }
        if self.is_atom_03 && self.spelling(name) != name {
            edits.push((1 + name.len() - local(name).len()..1 + name.len(), self.spelling(local(name))));
        }
        if self.root.is_atom() {
            edits.extend(text_type(local(name), tag));
        }
        edits.sort_by_key(|(range, _)| range.start);
        for (range, with) in edits {
            self.edits.replace(at + range.start..at + range.end, with);
        }
    }

    /// Returns the name by which feed-rs knows an element.
    fn spelling<'n>(&self, name: &'n str) -> &'n str {
        let renamed = ATOM_03_NAMES.iter().find(|(old, _)| self.is_atom_03 && *old == name);
        renamed.map_or(name, |(_, new)| *new)
    }

    fn end_tag(&mut self, at: usize, end: usize) {
        let name = tag_name(&self.source[at..end]);
        match self.open.iter().rposition(|open| *open == name) {
            Some(depth) => {
                if depth + 1 < self.open.len() {
                    self.note("unbalanced", at);
                    self.close_down_to(depth + 1, at);
                }
                if self.open.len() == self.root.item().1 + 1 {
                    self.link_by_about(at);
                }
                if self.spelling(name) != name {
                    self.edits.replace(at..end, &format!("</{}>", self.spelling(name)));
                }
                self.leave(end);
            }
            None => {
                self.note("unbalanced", at);
                self.edits.replace(at..end, "");
            }
        }
    }

    /// Writes the end tags that are missing at `at`.
    fn close_down_to(&mut self, depth: usize, at: usize) {
        while self.open.len() > depth {
            if self.open.len() == self.root.item().1 + 1 {
                self.link_by_about(at);
            }
            let close = format!("</{}>", self.spelling(self.open[self.open.len() - 1]));
            self.edits.replace(at..at, &close);
            self.leave(at);
        }
    }

    /// Gives an RDF item without `link` the address that it is about: feed-rs drops it otherwise.
    fn link_by_about(&mut self, at: usize) {
        if let Some(item) = self.item.as_ref().filter(|item| self.root == Root::Rdf && !item.has_link) {
            let prefix = prefix(item.name);
            let link = format!("<{prefix}link>{}</{prefix}link>", item.about.unwrap_or(NO_LINK));
            self.edits.replace(at..at, &link);
        }
    }

    /// Leaves the innermost open element, whose end tag ends at `end`.
    fn leave(&mut self, end: usize) {
        self.open.pop();
        if self.open.len() == self.root.item().1
            && let Some(OpenItem { start, about, is_permalink, .. }) = self.item.take()
        {
            self.items.push(Item { place: start..self.edits.position(end), about, is_permalink });
        }
    }

    /// The document ends at `at`, inside its root: whole items stay, the one that is open goes.
    fn end_early(&mut self, at: usize) {
        if self.items.len() < ENTRIES_MAX {
            self.note("truncated", at);
        }
        match self.item.take() {
            Some(item) => {
                self.edits.rewind(item.mark);
                self.open.truncate(self.root.item().1);
            }
            None => self.edits.cut(at),
        }
        while let Some(name) = self.open.pop() {
            self.edits.append(&format!("</{}>", self.spelling(name)));
        }
    }

    fn is_item(&self, name: &str) -> bool {
        let (item, depth) = self.root.item();
        self.open.len() == depth && local(name) == item
    }

    fn note(&mut self, name: &'static str, at: usize) {
        match self.notes.iter_mut().find(|note| note.name == name) {
            Some(note) => note.count += 1,
            None => self.notes.push(Note { name, at, count: 1 }),
        }
    }
}

/// Whether the attributes of a tag can be read without harm.
fn is_readable(tag: &str) -> bool {
    tag.len() < ATTRIBUTES_MAX
        || (tag.bytes().filter(|byte| *byte == b'=').count() <= ATTRIBUTES_MAX
            && attribute(tag, "xml:base").is_none_or(|base| base.len() <= BASE_BYTES_MAX))
}
