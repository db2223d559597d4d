//! Markup as feeds have it to tokens that make sense: balanced, bounded, without anything hostile.
//!
//! Declarations, DOCTYPEs, comments and processing instructions are passed over, and with them everything
//! that they can carry. Every element that opens also closes, in order, unless the document ends before it
//! does. The same scan reads whole documents and the markup inside one of their elements.

use super::Problem;
use super::dialect::Root;
use super::markup::{Closings, attributes, tag_name};

/// Feeds nest about ten elements deep, their XHTML some twenty more; feed-rs aborts the process at a thousand.
const DEPTH_MAX: usize = 128;

/// How far the root is looked for behind something else, such as warnings of a program.
const JUNK_BYTES_MAX: usize = 64 * 1024;

/// A tag with more attributes than this loses them: reading them costs the square of their number.
const ATTRIBUTES_MAX: usize = 512;

/// Elements that HTML never closes.
pub(super) const VOID: &[&str] = &["br", "hr", "img", "input", "wbr"];

/// Elements that end where the next of their kind begins: HTML does not close them, and entries never nest.
const CLOSED_BY_NEXT: &[&str] = &["p", "li", "item", "entry"];

/// Why there is nothing to read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    NotAFeed(String),
    TooDeep,
}

pub(super) enum Token<'a> {
    /// Text as it stands, with its references.
    Text(&'a str),
    Cdata(&'a str),
    Open(Tag<'a>),
    /// The end of the innermost open element: its name, where its content ends.
    Close(&'a str, usize),
}

/// A start tag; an empty one is followed by its [`Token::Close`] at once.
#[derive(Clone, Copy)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    /// From `<` to `>`; cut behind the name where the attributes cannot be read.
    pub text: &'a str,
    /// Where the tag begins and ends in the source.
    pub start: usize,
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// The value of an attribute by its lower-case name, with its references.
    pub(super) fn get(&self, wanted: &str) -> Option<&'a str> {
        if self.text.len() <= self.name.len() + 2 {
            return None;
        }
        attributes(self.text).find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, value)| &self.text[value])
    }
}

/// What had to be worked around: each name once, with how often and where first.
#[derive(Default)]
pub(super) struct Notes(Vec<(&'static str, usize, usize)>);

impl Notes {
    pub(super) fn add(&mut self, name: &'static str, at: usize) {
        match self.0.iter_mut().find(|(other, ..)| *other == name) {
            Some((_, _, count)) => *count += 1,
            None => self.0.push((name, at, 1)),
        }
    }

    pub(super) fn into_problems(self) -> impl Iterator<Item = Problem> {
        self.0.into_iter().map(|(name, at, count)| {
            let detail = match count {
                1 => format!("at byte {at}"),
                count => format!("in {count} places, the first at byte {at}"),
            };
            Problem { name, detail }
        })
    }
}

/// Elements that are to be closed down to a number of open ones; the end tag that does so ends at `end`.
struct Closing {
    keep: usize,
    end: usize,
}

/// Reads tokens from front to back.
pub(super) struct Scan<'a> {
    pub source: &'a str,
    pub at: usize,
    /// Names of the open elements, outermost first.
    pub open: Vec<&'a str>,
    pub notes: Notes,
    closing: Option<Closing>,
    closings: Closings,
}

impl<'a> Scan<'a> {
    pub(super) fn new(source: &'a str, at: usize) -> Self {
        Self { source, at, open: Vec::new(), notes: Notes::default(), closing: None, closings: Closings::default() }
    }

    /// Returns the next token; `None` at the end, or before something that does not end.
    ///
    /// # Errors
    /// [`Refusal::TooDeep`] if the elements nest deeper than any feed's.
    pub(super) fn next(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        loop {
            if let Some(token) = self.close_next() {
                return Ok(Some(token));
            }
            let rest = &self.source[self.at..];
            match rest.as_bytes() {
                [] => return Ok(None),
                [b'<', next, ..] => match next {
                    b'!' if rest.starts_with("<![CDATA[") => return Ok(self.cdata()),
                    b'!' | b'?' => {
                        self.at = self.closings.markup_end(self.source, self.at).unwrap_or(self.source.len())
                    }
                    b'/' => self.end_tag(),
                    next if next.is_ascii_alphabetic() || *next == b'_' || *next >= 0x80 => {
                        if let Some(token) = self.start_tag()? {
                            return Ok(Some(token));
                        }
                    }
                    _ => return Ok(Some(self.bare_less_than())),
                },
                [b'<'] => self.at = self.source.len(),
                _ => {
                    let length = rest.find('<').unwrap_or(rest.len());
                    self.at += length;
                    return Ok(Some(Token::Text(&rest[..length])));
                }
            }
        }
    }

    fn close_next(&mut self) -> Option<Token<'a>> {
        let Closing { keep, end } = self.closing.as_ref()?;
        let (keep, end, start) = (*keep, *end, self.at);
        if self.open.len() <= keep {
            self.closing = None;
            self.at = end;
            return None;
        }
        let name = self.open.pop()?;
        if self.open.len() == keep {
            self.closing = None;
            self.at = end;
            return Some(Token::Close(name, start));
        }
        Some(Token::Close(name, start))
    }

    fn bare_less_than(&mut self) -> Token<'a> {
        self.notes.add("bare_less_than", self.at);
        self.at += 1;
        Token::Text(&self.source[self.at - 1..self.at])
    }

    fn cdata(&mut self) -> Option<Token<'a>> {
        let start = self.at + "<![CDATA[".len();
        let end = cdata_end(self.source, start);
        self.at = end.map_or(self.source.len(), |end| end + 3);
        end.map(|end| Token::Cdata(&self.source[start..end]))
    }

    fn start_tag(&mut self) -> Result<Option<Token<'a>>, Refusal> {
        let start = self.at;
        let Some((end, is_sound)) = self.closings.tag_end(self.source, start) else {
            self.at = self.source.len();
            return Ok(None);
        };
        let mut text = &self.source[start..end];
        let name = tag_name(text);
        if self.open.last() == Some(&name) && CLOSED_BY_NEXT.contains(&name) {
            if matches!(name, "item" | "entry") {
                self.notes.add("unbalanced", start);
            }
            self.closing = Some(Closing { keep: self.open.len() - 1, end: start });
            return Ok(None);
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(Refusal::TooDeep);
        }
        let is_closed_at_once = || self.source[end..].strip_prefix("</").is_some_and(|rest| rest.starts_with(name));
        let is_empty = text.ends_with("/>") || (VOID.contains(&name) && !is_closed_at_once());
        if !is_sound || !is_readable(text) {
            self.notes.add("broken_tag", start);
            text = &text[..=name.len()];
        }
        self.open.push(name);
        self.at = end;
        if is_empty {
            self.closing = Some(Closing { keep: self.open.len() - 1, end });
        }
        Ok(Some(Token::Open(Tag { name, text, start, end })))
    }

    fn end_tag(&mut self) {
        let start = self.at;
        let Some(offset) = self.source[start..].find('>') else {
            self.at = self.source.len();
            return;
        };
        let end = start + offset + 1;
        let name = tag_name(&self.source[start..end]);
        match self.open.iter().rposition(|open| *open == name) {
            Some(depth) => {
                if depth + 1 < self.open.len() {
                    self.notes.add("unbalanced", start);
                }
                self.closing = Some(Closing { keep: depth, end });
            }
            None => {
                self.notes.add("unbalanced", start);
                self.at = end;
            }
        }
    }
}

/// Whether the attributes of a tag can be read without harm.
fn is_readable(tag: &str) -> bool {
    tag.len() < ATTRIBUTES_MAX || tag.bytes().filter(|byte| *byte == b'=').count() <= ATTRIBUTES_MAX
}

/// Returns where the `]]>` of a CDATA section begins.
pub(super) fn cdata_end(source: &str, start: usize) -> Option<usize> {
    let mut at = start;
    loop {
        at += source[at..].find(']')?;
        if source[at..].starts_with("]]>") {
            return Some(at);
        }
        at += 1;
    }
}

/// Returns where the feed begins, its kind, and whether something else stands before it. Declarations and
/// comments before it are no matter; other elements are junk unless they make the document a page.
pub(super) fn find_root(source: &str) -> Result<(usize, Root, bool), Refusal> {
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
            Some(root) if root.is_unmistakable() && !source[at..].starts_with("</") => return Ok((at, root, true)),
            _ => at += 1,
        }
    }
    Err(refusal())
}

/// Returns the elements directly inside `raw`: name, start tag and content; so many at most.
pub(super) fn children(raw: &str, most: usize) -> Vec<(Tag<'_>, &str)> {
    let mut scan = Scan::new(raw, 0);
    let (mut children, mut child) = (Vec::new(), None);
    while let Ok(Some(token)) = scan.next() {
        match token {
            Token::Open(tag) if scan.open.len() == 1 => child = Some(tag),
            Token::Close(_, end) if scan.open.is_empty() && children.len() < most => {
                children.extend(child.take().map(|tag| (tag, &raw[tag.end.min(end)..end])));
            }
            _ => {}
        }
    }
    children
}
