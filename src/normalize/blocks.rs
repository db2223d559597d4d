//! HTML or plain text to blocks: the paragraphs, headings, items and pictures of an article in order.

use dom_query::{Document, NodeRef};
use url::Url;

use super::clean::spacing;
use super::guard;
use super::walk::{self, Reach};

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
    /// Where it stands: an index into the scopes of its walk.
    pub scope: u32,
    /// What the classes of the inline elements in it hint at.
    pub hints: u64,
    /// From 1, by which it is followed where somebody asked what becomes of it; else 0.
    pub number: usize,
}

impl Block {
    pub fn new(kind: Kind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into(), linked: 0, figure: None, scope: 0, hints: 0, number: 0 }
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
    walk::walk(root, base, Reach::Fragment).blocks
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
