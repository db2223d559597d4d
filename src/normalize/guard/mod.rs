//! Bounds a page before a tree is built from it.
//!
//! Tree builders are super-linear in depth, in attributes and in unclosed formatting elements, which
//! HTML reopens in every later block; a page of some kilobytes can cost minutes or all memory. So the
//! builder never sees a foreign page: it sees this module's own writing of it, in which every
//! element is closed where it belongs, nothing is deeper than [`DEPTH_MAX`], formatting is a `span`,
//! and everything without text for a reader (scripts, styles, drawings, comments) is gone.

mod markup;

use std::borrow::Cow;

use self::markup::{Markup, Name, Tag, end_of_attribute, find_end_tag};

/// Bytes of HTML that are read; the text of real articles ends far earlier, even with pictures inlined.
pub const HTML_BYTES_MAX: usize = 5 << 20;

/// Open elements at one time. Real pages stay below 100; a tree of 256 levels needs no deep stack to walk.
pub const DEPTH_MAX: usize = 256;

/// Elements in one document: four times the largest live blogs, and still under a second of extraction.
const ELEMENTS_MAX: usize = 100_000;

/// Bytes of one attribute; the longer ones are pictures and the state of scripts, and are left out. Whoever writes a
/// tree down again looks through all of a text at every sign in it that it escapes.
const ATTRIBUTE_BYTES_MAX: usize = 16 << 10;

/// Signs `<` that are kept as text; each is a reference to be read. Programs printed as text have some thousand.
const BARE_MAX: usize = 200_000;

/// Bytes of text after which [`BREAK`] is written, for the same reason; nearly all paragraphs are shorter.
const TEXT_BYTES_MAX: usize = 8 << 10;

/// What parts a text in two for the tree and in nothing for readers.
const BREAK: &str = "<wbr>";

/// Bytes of the longest character reference, `&CounterClockwiseContourIntegral;`.
const REFERENCE_BYTES_MAX: usize = 33;

/// Bytes of text that take as long to pass over as one element.
const STEP_BYTES: usize = 32;

/// A page within all limits.
pub struct Bounded {
    pub html: String,
    /// What a reader does that looks through all of every element: elements and pieces of text, each as often as
    /// elements are around it.
    pub steps: usize,
}

/// Returns the page as well-formed HTML within all limits, with its text kept.
pub fn bounded(html: &str) -> String {
    measured(html).html
}

/// The same, and what it costs to read it naively.
pub fn measured(html: &str) -> Bounded {
    let html = &html[..html.floor_char_boundary(HTML_BYTES_MAX)];
    // The builder complains of each of them, and remembers its complaints.
    let html = &*if html.contains('\0') { Cow::Owned(html.replace('\0', "")) } else { Cow::Borrowed(html) };
    let mut writer = Writer { out: String::with_capacity(html.len() / 2), ..Writer::default() };
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        writer.text(&html[at..at + found]);
        at += found;
        at = match Markup::read(html, at) {
            Markup::Text => {
                writer.bare();
                at + 1
            }
            Markup::Ignored { next } => next,
            Markup::End { name, next } => {
                writer.close(name);
                next
            }
            Markup::Start(tag) => match role(tag.name) {
                Role::Opaque => writer.pass_over(html, &tag, &mut unclosed),
                role => {
                    writer.open(&tag, role);
                    tag.next
                }
            },
        };
    }
    writer.text(&html[at..]);
    writer.close_to(0);
    Bounded { html: writer.out, steps: writer.steps }
}

/// What becomes of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Dropped with all that is in it; `title` and JSON-LD are copied as they stand.
    Opaque,
    /// Only the tag is dropped.
    Transparent,
    /// Has no content.
    Void,
    /// Written once, and never open: there is one of each in a document, which would take the attributes of all others.
    Frame,
    Formatting,
    Link,
    Inline,
    Paragraph,
    /// Ends an open element of its own group, unless one of the second list is open within.
    Sibling(&'static [&'static str], &'static [&'static str]),
    Block,
    /// A block through which no end tag of another element reaches.
    Table,
}

const CELLS: &[&str] = &["td", "th", "caption"];
const ROWS: &[&str] = &["tr", "td", "th", "caption"];
const ROW_GROUPS: &[&str] = &["tbody", "thead", "tfoot", "tr", "td", "th", "caption"];

fn role(name: Name) -> Role {
    match name.as_str() {
        "script" | "style" | "noscript" | "iframe" | "noembed" | "noframes" | "xmp" | "textarea" | "svg"
        | "template" | "select" | "canvas" | "audio" | "video" | "title" => Role::Opaque,
        // `base` too: addresses are read against the page's own.
        "head" | "base" | "object" | "applet" | "marquee" | "plaintext" | "math" | "frameset" | "frame" | "option"
        | "optgroup" | "param" | "source" | "track" | "embed" | "input" => Role::Transparent,
        "area" | "br" | "col" | "hr" | "img" | "link" | "meta" | "wbr" => Role::Void,
        "html" | "body" => Role::Frame,
        "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt" | "u"
        | "span" => Role::Formatting,
        "a" => Role::Link,
        "p" => Role::Paragraph,
        "li" => Role::Sibling(&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => Role::Sibling(&["dt", "dd"], &["dl"]),
        "td" | "th" | "caption" => Role::Sibling(CELLS, &["table", "tr"]),
        "tr" => Role::Sibling(ROWS, &["table"]),
        "tbody" | "thead" | "tfoot" => Role::Sibling(ROW_GROUPS, &["table"]),
        "table" => Role::Table,
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog" | "dir" | "div" | "dl"
        | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "header" | "hgroup" | "listing" | "main" | "menu" | "nav" | "ol" | "pre" | "section" | "summary" | "ul" => {
            Role::Block
        }
        _ => Role::Inline,
    }
}

/// Writes balanced markup; an element that is too deep leaves only its content.
#[derive(Default)]
struct Writer {
    out: String,
    open: Vec<(Name, Role)>,
    /// Elements open beyond [`DEPTH_MAX`], of which no tag was written.
    beyond: usize,
    elements: usize,
    /// See [`Bounded`].
    steps: usize,
    /// Signs `<` in the text.
    bare: usize,
    /// Those that were written.
    frames: Vec<Name>,
    /// Bytes of text since the last tag.
    text_bytes: usize,
}

impl Writer {
    fn open(&mut self, tag: &Tag<'_>, role: Role) {
        match role {
            Role::Opaque | Role::Transparent => return,
            Role::Paragraph | Role::Block | Role::Table => self.end_paragraph(),
            Role::Sibling(group, within) => self.end_siblings(group, within),
            Role::Link => {
                // HTML has no link in a link; a block between them keeps the outer one.
                let outer = self.innermost(|_, role| role == Role::Link, is_special);
                self.close_to(outer.unwrap_or(self.open.len()));
            }
            Role::Void | Role::Frame | Role::Formatting | Role::Inline => {}
        }
        let is_link_in_link = role == Role::Link && self.open.iter().any(|(_, open)| *open == Role::Link);
        let is_lasting = !matches!(role, Role::Void | Role::Frame);
        if role == Role::Frame {
            if self.frames.contains(&tag.name) {
                return;
            }
            self.frames.push(tag.name);
        }
        if self.elements >= ELEMENTS_MAX || is_link_in_link {
            // A block's end still parts its text from the next one's.
            self.text(" ");
            return;
        }
        if is_lasting && (self.open.len() >= DEPTH_MAX || self.beyond > 0) {
            self.beyond += 1;
            self.text(" ");
            return;
        }
        self.elements += 1;
        self.steps += self.open.len();
        self.text_bytes = 0;
        self.out.push('<');
        self.out.push_str(written_name(&tag.name, role));
        self.attributes(tag.attributes);
        self.out.push('>');
        if is_lasting {
            self.open.push((tag.name, role));
        }
    }

    /// Writes a `<` that opens nothing.
    fn bare(&mut self) {
        self.bare += 1;
        if self.bare <= BARE_MAX {
            self.text("&lt;");
        }
    }

    fn attributes(&mut self, written: &str) {
        if written.len() <= ATTRIBUTE_BYTES_MAX {
            self.out.push_str(written);
            return;
        }
        let bytes = written.as_bytes();
        let mut at = 0;
        while let Some(space) = bytes[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/') {
            let start = at + space;
            at = end_of_attribute(bytes, start).unwrap_or(bytes.len());
            if at - start <= ATTRIBUTE_BYTES_MAX {
                self.out.push(' ');
                self.out.push_str(&written[start..at]);
            }
        }
    }

    fn text(&mut self, mut text: &str) {
        self.steps += self.open.len() * text.len() / STEP_BYTES;
        while self.text_bytes + text.len() > TEXT_BYTES_MAX {
            let end = text.floor_char_boundary(TEXT_BYTES_MAX.saturating_sub(self.text_bytes));
            let reference = text[..end].rfind('&').filter(|at| end - at < REFERENCE_BYTES_MAX);
            let (before, rest) = text.split_at(reference.unwrap_or(end));
            self.out.push_str(before);
            self.out.push_str(BREAK);
            self.text_bytes = 0;
            text = rest;
        }
        self.out.push_str(text);
        self.text_bytes += text.len();
    }

    fn close(&mut self, name: Name) {
        let role = role(name);
        if matches!(role, Role::Opaque | Role::Transparent | Role::Void | Role::Frame) {
            return;
        }
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let is_barrier = |open: Name, open_role: Role| match role {
            Role::Formatting | Role::Link | Role::Inline => is_special(open, open_role),
            _ => open_role == Role::Table,
        };
        if let Some(place) = self.innermost(|open, _| open == name, is_barrier) {
            self.close_to(place);
        }
    }

    fn end_paragraph(&mut self) {
        let is_barrier = |name, role| role != Role::Paragraph && is_special(name, role);
        if let Some(place) = self.innermost(|_, role| role == Role::Paragraph, is_barrier) {
            self.close_to(place);
        }
    }

    fn end_siblings(&mut self, group: &[&str], within: &[&str]) {
        loop {
            let is_barrier = |name: Name, role| role == Role::Table || within.contains(&name.as_str());
            match self.innermost(|name, _| group.contains(&name.as_str()), is_barrier) {
                Some(place) => self.close_to(place),
                None => return,
            }
        }
    }

    /// Returns the place of the innermost open element that is wanted and has no barrier above it.
    fn innermost(
        &self,
        is_wanted: impl Fn(Name, Role) -> bool,
        is_barrier: impl Fn(Name, Role) -> bool,
    ) -> Option<usize> {
        for (place, (name, role)) in self.open.iter().enumerate().rev() {
            if is_wanted(*name, *role) {
                return Some(place);
            }
            if is_barrier(*name, *role) {
                return None;
            }
        }
        None
    }

    fn close_to(&mut self, place: usize) {
        while self.open.len() > place {
            let (name, role) = self.open.pop().expect("longer than `place`");
            self.text_bytes = 0;
            self.out.push_str("</");
            self.out.push_str(written_name(&name, role));
            self.out.push('>');
        }
    }

    /// Passes over an opaque element and returns the place behind it. `unclosed` remembers the names
    /// that have no end tag in the rest of the page, so that it is searched once for each.
    fn pass_over(&mut self, html: &str, tag: &Tag<'_>, unclosed: &mut Vec<Name>) -> usize {
        if unclosed.contains(&tag.name) {
            return tag.next;
        }
        let name = tag.name.as_str();
        let Some(end) = find_end_tag(&html.as_bytes()[tag.next..], name.as_bytes()) else {
            unclosed.push(tag.name);
            return tag.next;
        };
        let content = &html[tag.next..tag.next + end];
        // Within `<!--` a script may nest scripts: then its end is not ours to tell.
        let is_json_ld = name == "script" && tag.attributes.contains("ld+json") && !content.contains("<!--");
        if is_json_ld {
            self.out.push_str("<script type=\"application/ld+json\">");
            self.out.push_str(content);
            self.out.push_str("</script>");
        } else if name == "title" {
            self.out.push_str("<title>");
            self.out.push_str(content);
            self.out.push_str("</title>");
        }
        // The end tag itself goes the common way and is ignored there.
        tag.next + end
    }
}

fn written_name(name: &Name, role: Role) -> &str {
    if role == Role::Formatting { "span" } else { name.as_str() }
}

/// Whether the element is one through which the end tag of an inline element does not reach.
fn is_special(_: Name, role: Role) -> bool {
    !matches!(role, Role::Formatting | Role::Link | Role::Inline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_pages_stay_as_they_are() {
        let html = "<div class=\"a\"><p>One <a href=\"/x\">two</a></p><ul><li>three</li></ul></div>";
        assert_eq!(bounded(html), html);
    }

    #[test]
    fn what_is_left_open_is_closed_where_it_belongs() {
        let cases = [
            ("<p>one<p>two", "<p>one</p><p>two</p>"),
            ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
            ("<p>a<div>b</div>", "<p>a</p><div>b</div>"),
            ("<span><div>x</span>y</div>", "<span><div>xy</div></span>"),
            (
                "<table><tr><td>1<td>2<tr><td>3</table>",
                concat!("<table><tr><td>1</td><td>2</td></tr>", "<tr><td>3</td></tr></table>"),
            ),
            ("<div><table></div>x</table></div>", "<div><table>x</table></div>"),
            ("<a name=x>b<a href=y>c</a>", "<a name=x>b</a><a href=y>c</a>"),
            ("a </p> b </div>", "a  b "),
        ];
        for (html, expected) in cases {
            assert_eq!(bounded(html), expected, "{html}");
        }
    }

    #[test]
    fn nothing_but_text_and_structure_is_left() {
        let cases = [
            ("a<!-- <p> -->b<?x?>c<!doctype html>d", "abcd"),
            ("a<script>if (a<b) '</p>'</script >b<style>p{}</style>c", "abc"),
            ("<b id=1>bold</B>", "<span id=1>bold</span>"),
            ("1 < 2 <3", "1 &lt; 2 &lt;3"),
            ("<svg><path/></svg><svg>unclosed", "unclosed"),
            ("<<svg></svg>div>", "&lt;div>"),
            ("<title>a <b> c</title>", "<title>a <b> c</title>"),
            ("<script type='application/ld+json'>{}</script>", "<script type=\"application/ld+json\">{}</script>"),
            ("<p title='a>b' x>y", "<p title='a>b' x>y</p>"),
            ("<p class=\"never closed", ""),
            ("<body a>x<body b>y", "<body a>xy"),
            ("a\0b", "ab"),
        ];
        for (html, expected) in cases {
            assert_eq!(bounded(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_and_attributes_are_bounded_and_text_survives() {
        let deep = format!("{}core{}", "<div>".repeat(10_000), "</div>".repeat(10_000));
        let html = bounded(&deep);
        assert_eq!(html.matches("<div>").count(), DEPTH_MAX);
        assert_eq!(html.matches("</div>").count(), DEPTH_MAX);
        assert!(html.contains("core"));

        let wide = format!("<p {}>text</p>", (0..10_000).map(|n| format!("a{n} ")).collect::<String>());
        let html = bounded(&wide);
        assert!(html.len() < 1000 && html.ends_with(">text</p>"), "{html}");
    }

    #[test]
    fn long_texts_and_attributes_are_bounded_and_no_reference_is_cut() {
        let long = "&amp;<!-- -->".repeat(10_000);
        let html = bounded(&long);
        assert!(html.split(BREAK).all(|text| text.len() <= TEXT_BYTES_MAX && text.replace("&amp;", "").is_empty()));
        assert_eq!(html.replace(BREAK, ""), "&amp;".repeat(10_000));

        let html = bounded(&format!("<img alt=a src='data:{}' id=b>", "&amp;".repeat(10_000)));
        assert_eq!(html, "<img alt=a id=b>");
    }
}
