//! HTML or plain text to blocks: the paragraphs, headings, items and pictures of an article in order.

use dom_query::{Document, NodeRef};
use url::Url;

use super::clean::spacing;
use super::guard;

/// What a block was in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Paragraph,
    Heading,
    Item,
    Quote,
    /// One row of a table, its cells parted by ` | `.
    Row,
    Caption,
    Credit,
    /// The text is the picture's absolute URL.
    Picture,
}

/// One block, its text on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: Kind,
    pub text: String,
    /// Bytes of the text that stand in links.
    pub linked: usize,
    /// Number of the figure in which the block stands, from 1.
    pub figure: Option<u32>,
}

impl Block {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), linked: 0, figure: None }
    }

    /// Whether all that it says is a link.
    pub fn is_linked(&self) -> bool {
        self.linked * 10 >= self.text.len() * 8
    }
}

/// Returns the blocks of plain text, whose paragraphs are parted by blank lines.
pub fn of_plain(text: &str) -> Vec<Block> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = Vec::new();
    let mut paragraph = String::new();
    for line in text.split('\n').chain([""]) {
        if !line.trim().is_empty() {
            paragraph.push_str(line);
            paragraph.push(' ');
            continue;
        }
        let text = spacing::on_one_line(&paragraph);
        if !text.is_empty() {
            blocks.push(Block::new(Kind::Paragraph, text));
        }
        paragraph.clear();
    }
    blocks
}

/// Returns the blocks of an HTML fragment of a feed; links in it are relative to `base`.
pub fn of_html(html: &str, base: Option<&Url>) -> Vec<Block> {
    if !has_markup(html) {
        // Feeds also say `text/html` of plain text; only its entities need reading.
        let decoded = Document::from(html.replace('<', "&lt;")).text();
        return of_plain(&decoded);
    }
    let document = Document::from(guard::bounded(html));
    of_tree(&document.root(), base)
}

/// Whether the text has tags.
pub fn has_markup(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let mut rest = text[at + 1..].bytes();
        let first = rest.next();
        let first = if first == Some(b'/') { rest.next() } else { first };
        first.is_some_and(|b| b.is_ascii_alphabetic() || b == b'!') && text[at..].contains('>')
    })
}

/// Returns the blocks below a node.
pub fn of_tree(root: &NodeRef<'_>, base: Option<&Url>) -> Vec<Block> {
    let mut walk = Walk { base, ..Walk::default() };
    let mut steps = vec![Step::Enter(*root)];
    while let Some(step) = steps.pop() {
        let node = match step {
            Step::Leave(element) => {
                walk.leave(element);
                continue;
            }
            Step::Enter(node) => node,
        };
        if node.is_text() {
            walk.text(&node.text());
            continue;
        }
        if node.is_element() {
            let element = Element::of(&node);
            if element == Element::Skipped {
                continue;
            }
            walk.enter(element, &node);
            steps.push(Step::Leave(element));
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    walk.flush();
    walk.blocks
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(Element),
}

/// What an element means for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Element {
    Skipped,
    Inline,
    Link,
    Break,
    Picture,
    Figure,
    Cell,
    Preformatted,
    /// Its text makes blocks of this kind; `Paragraph` leaves the kind to what stands around it.
    Block(Kind),
}

impl Element {
    fn of(node: &NodeRef<'_>) -> Self {
        let name = node.node_name().unwrap_or_default();
        match name.as_ref() {
            "script" | "style" | "noscript" | "svg" | "iframe" | "button" | "form" | "nav" | "template" | "title"
            | "textarea" | "select" | "head" => Self::Skipped,
            "a" => Self::Link,
            "br" => Self::Break,
            "img" => Self::Picture,
            "figure" => Self::Figure,
            "figcaption" => Self::Block(Kind::Caption),
            "td" | "th" => Self::Cell,
            "tr" => Self::Block(Kind::Row),
            "pre" => Self::Preformatted,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Block(Kind::Heading),
            "li" => Self::Block(Kind::Item),
            "blockquote" => Self::Block(Kind::Quote),
            "p" | "div" | "span" => match class_kind(node) {
                Some(kind) => Self::Block(kind),
                None if name.as_ref() == "span" => Self::Inline,
                None => Self::Block(Kind::Paragraph),
            },
            "address" | "article" | "aside" | "body" | "center" | "dd" | "details" | "dl" | "dt" | "fieldset"
            | "footer" | "header" | "hr" | "html" | "main" | "ol" | "section" | "summary" | "table" | "tbody"
            | "thead" | "tfoot" | "caption" | "ul" => Self::Block(Kind::Paragraph),
            _ => Self::Inline,
        }
    }
}

/// Captions and credits that only a class name tells from text.
fn class_kind(node: &NodeRef<'_>) -> Option<Kind> {
    let class = node.class()?;
    let is_named = |names: &[&str]| {
        class.split_ascii_whitespace().any(|class| names.iter().any(|name| class.eq_ignore_ascii_case(name)))
    };
    if is_named(&["caption", "wp-caption-text", "image-caption", "photo-caption", "img-caption", "media-caption"]) {
        return Some(Kind::Caption);
    }
    let is_credit =
        is_named(&["credit", "image-credit", "photo-credit", "caption-credit", "photo-copyright", "copyright"]);
    is_credit.then_some(Kind::Credit)
}

#[derive(Default)]
struct Walk<'a> {
    base: Option<&'a Url>,
    blocks: Vec<Block>,
    text: String,
    linked: usize,
    /// Kinds of the open blocks that have one of their own, innermost last.
    kinds: Vec<Kind>,
    links: usize,
    figures: usize,
    figure: u32,
    preformatted: usize,
    breaks: usize,
}

impl Walk<'_> {
    fn enter(&mut self, element: Element, node: &NodeRef<'_>) {
        match element {
            Element::Skipped | Element::Inline => {}
            Element::Link => self.links += 1,
            Element::Break => self.breaks += 1,
            Element::Picture => self.picture(node),
            Element::Figure => {
                self.flush();
                self.figures += 1;
                self.figure += u32::from(self.figures == 1);
            }
            Element::Cell if !self.text.trim().is_empty() => self.text.push_str(" | "),
            Element::Cell => {}
            Element::Preformatted => {
                self.flush();
                self.preformatted += 1;
            }
            Element::Block(kind) => {
                self.flush();
                if kind != Kind::Paragraph {
                    self.kinds.push(kind);
                }
            }
        }
    }

    fn leave(&mut self, element: Element) {
        match element {
            Element::Skipped | Element::Inline | Element::Break | Element::Picture | Element::Cell => {}
            Element::Link => self.links -= 1,
            Element::Figure => {
                self.flush();
                self.figures -= 1;
            }
            Element::Preformatted => {
                self.flush();
                self.preformatted -= 1;
            }
            Element::Block(kind) => {
                self.flush();
                if kind != Kind::Paragraph {
                    self.kinds.pop();
                }
            }
        }
    }

    fn text(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.text.push(' ');
            return;
        }
        match std::mem::take(&mut self.breaks) {
            0 => {}
            1 => self.text.push(' '),
            _ => self.flush(),
        }
        if self.preformatted > 0 {
            for (at, part) in text.split("\n\n").enumerate() {
                if at > 0 {
                    self.flush();
                }
                self.text.push_str(part);
            }
            return;
        }
        self.text.push_str(text);
        if self.links > 0 {
            self.linked += text.trim().len();
        }
    }

    fn picture(&mut self, node: &NodeRef<'_>) {
        let is_tiny = |name| node.attr(name).and_then(|value| value.parse::<u32>().ok()).is_some_and(|side| side < 32);
        if is_tiny("width") || is_tiny("height") {
            return;
        }
        let address = ["data-src", "src"].into_iter().find_map(|name| absolute(node.attr(name)?.trim(), self.base));
        if let Some(address) = address {
            // The text around it goes on: a picture within a line does not end its paragraph.
            self.blocks.push(Block { figure: self.current_figure(), ..Block::new(Kind::Picture, address) });
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let text = spacing::on_one_line(&std::mem::take(&mut self.text));
        let linked = std::mem::take(&mut self.linked);
        if text.chars().any(char::is_alphanumeric) {
            let kind = self.kinds.last().copied().unwrap_or(Kind::Paragraph);
            self.blocks.push(Block { kind, text, linked, figure: self.current_figure() });
        }
    }

    fn current_figure(&self) -> Option<u32> {
        (self.figures > 0).then_some(self.figure)
    }
}

/// Returns an http or https URL, made absolute.
pub fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let url = Url::options().base_url(base).parse(address).ok()?;
    (matches!(url.scheme(), "http" | "https") && !address.is_empty()).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<(Kind, String)> {
        let base = Url::parse("https://example.org/a/").unwrap();
        of_html(html, Some(&base)).into_iter().map(|block| (block.kind, block.text)).collect()
    }

    #[test]
    fn html_becomes_blocks_in_order() {
        use Kind::*;
        let cases: &[(&str, &[(Kind, &str)])] = &[
            ("<p>One &amp; <b>two</b></p><p>Three</p>", &[(Paragraph, "One & two"), (Paragraph, "Three")]),
            ("One<br>two<br><br>three", &[(Paragraph, "One two"), (Paragraph, "three")]),
            ("<br><br>one<br> <br/>two", &[(Paragraph, "one"), (Paragraph, "two")]),
            (
                "<h2>Head</h2>text<ul><li>a</li><li>b</li></ul>",
                &[(Heading, "Head"), (Paragraph, "text"), (Item, "a"), (Item, "b")],
            ),
            ("<blockquote><p>Said</p></blockquote>so", &[(Quote, "Said"), (Paragraph, "so")]),
            ("<table><tr><td>a<td>b<tr><td>c</table>", &[(Row, "a | b"), (Row, "c")]),
            ("<p>A cap</p><p class='credit'>X</p>", &[(Paragraph, "A cap"), (Credit, "X")]),
            ("<p>word<img src='/x.jpg'>word</p>", &[(Picture, "https://example.org/x.jpg"), (Paragraph, "wordword")]),
            ("<img src='data:image/gif;base64,x'><img width=1 src=p.gif>t", &[(Paragraph, "t")]),
            ("<pre>one\ntwo\n\nthree</pre>", &[(Paragraph, "one two"), (Paragraph, "three")]),
            ("no tags &ndash; at\nall\n\nhere 1 < 2", &[(Paragraph, "no tags – at all"), (Paragraph, "here 1 < 2")]),
            ("<p>***</p><p> </p>", &[]),
        ];
        for (html, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn a_figure_keeps_picture_and_caption_together() {
        let blocks =
            of_html("<p>a</p><figure><img src='https://e.org/1.png'><figcaption>Cap</figcaption></figure>b", None);
        let figures: Vec<_> = blocks.iter().map(|block| block.figure).collect();
        assert_eq!(figures, [None, Some(1), Some(1), None]);
        assert_eq!(blocks[2].kind, Kind::Caption);
    }

    #[test]
    fn links_are_weighed() {
        let blocks = of_html("<p><a href='/x'>All of it</a></p><p>Some <a href='/y'>of</a> it here</p>", None);
        assert!(blocks[0].is_linked() && !blocks[1].is_linked());
    }

    #[test]
    fn plain_text_has_paragraphs_between_blank_lines() {
        let texts: Vec<_> = of_plain("a\r\nb\r\n\r\n \t\nc\n").into_iter().map(|block| block.text).collect();
        assert_eq!(texts, ["a b", "c"]);
    }
}
