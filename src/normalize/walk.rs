//! A tree to its blocks in reading order, each with the scope in which it stands.
//!
//! Two reaches: a fragment of a feed is an article already, and only what can never be text of one is passed over;
//! of a page everything is taken, furniture included, because what is furniture is decided later, from all of it.

use dom_query::NodeRef;
use url::Url;

use super::blocks::{Block, Kind, absolute};
use super::clean::spacing;
use super::scope::{self, Scope};

/// Blocks from which on a preformatted text is not parted any more: elements are bounded by the guard, and what is kept
/// of a block takes some hundred bytes.
const BLOCKS_MAX: usize = 50_000;
/// Nodes of a cell that are looked at, so that tables in tables cost no more than their size.
const CELL_NODES_MAX: usize = 64;

/// Rows of a table that are looked at: what they have in common, the others have, too.
const COLUMN_ROWS_MAX: usize = 8;

/// What a cell must hold to lay out the page: two paragraphs, or lines parted four times.
const LAYOUT_WEIGHT_MIN: usize = 4;

/// Nodes of a superscript that may be the mark of a note.
const NOTE_NODES_MAX: usize = 8;

/// How much of the tree makes blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Navigation, forms and buttons are passed over.
    Fragment,
    /// All that can be read.
    Page,
}

/// The blocks below a node in order, and their scopes; a scope stands behind its parent. The first one is the root.
#[derive(Debug)]
pub struct Walked {
    pub blocks: Vec<Block>,
    pub scopes: Vec<Scope>,
}

/// Walks the tree below a node, without recursion.
pub fn walk(root: &NodeRef<'_>, base: Option<&Url>, reach: Reach) -> Walked {
    let mut walk = Walk { base, scopes: vec![Scope::default()], ..Walk::default() };
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
            let element = Element::of(&node, reach);
            if element == Element::Skipped {
                continue;
            }
            walk.enter(element, &node);
            steps.push(Step::Leave(element));
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    walk.flush();
    Walked { blocks: walk.blocks, scopes: walk.scopes }
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
    /// A row or a cell that lays out the page: what is in it is no table.
    Layout,
    Preformatted,
    /// Its text makes blocks of this kind; `Paragraph` leaves the kind to what stands around it.
    Block(Kind),
}

impl Element {
    fn of(node: &NodeRef<'_>, reach: Reach) -> Self {
        let name = node.node_name().unwrap_or_default();
        match name.as_ref() {
            "script" | "style" | "noscript" | "svg" | "iframe" | "template" | "title" | "textarea" | "select"
            | "head" => Self::Skipped,
            "sup" if marks_note(node) => Self::Skipped,
            "button" | "form" | "nav" if reach == Reach::Fragment => Self::Skipped,
            "button" | "form" | "nav" | "dialog" => Self::Block(Kind::Paragraph),
            "a" => Self::Link,
            "br" => Self::Break,
            "img" | "amp-img" => Self::Picture,
            "figure" => Self::Figure,
            "figcaption" => Self::Block(Kind::Caption),
            "td" | "th" if lays_out(node) => Self::Layout,
            "td" | "th" => Self::Cell,
            "tr" if node.element_children().iter().any(lays_out) || is_in_single_column(node) => Self::Layout,
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

/// Whether a cell holds more than cells of data do: a heading, a table, or several blocks or lines.
fn lays_out(cell: &NodeRef<'_>) -> bool {
    let mut weight = 0;
    for inner in cell.descendants_it().take(CELL_NODES_MAX) {
        weight += match inner.node_name().unwrap_or_default().as_ref() {
            "h1" | "h2" | "table" => LAYOUT_WEIGHT_MIN,
            "p" | "div" | "ul" | "ol" | "blockquote" | "h3" | "h4" => 2,
            "br" => 1,
            _ => 0,
        };
        if weight >= LAYOUT_WEIGHT_MIN {
            return true;
        }
    }
    false
}

/// Whether a row stands in a table of one column, such as hold a picture and its caption.
fn is_in_single_column(row: &NodeRef<'_>) -> bool {
    let is_of_one = |row: &NodeRef<'_>| row.children_it(false).filter(|child| child.is_element()).take(2).count() == 1;
    let Some(table) = row.parent() else { return false };
    table.children_it(false).filter(|child| child.is_element()).take(COLUMN_ROWS_MAX).all(|row| is_of_one(&row))
}

/// Whether a superscript is nothing but the number of a note, linked to it: `<sup><a href="#note-1">[1]</a></sup>`.
fn marks_note(superscript: &NodeRef<'_>) -> bool {
    let is_of_mark =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | ',' | '*');
    let mut is_linked = false;
    for (at, inner) in superscript.descendants_it().enumerate() {
        if at >= NOTE_NODES_MAX || (inner.is_text() && !inner.text().chars().all(is_of_mark)) {
            return false;
        }
        is_linked |= inner.attr("href").is_some_and(|address| address.starts_with('#'));
    }
    is_linked
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
    scopes: Vec<Scope>,
    /// The innermost open scope.
    scope: u32,
    /// Of the inline elements in the text so far.
    hints: u64,
}

impl Walk<'_> {
    fn enter(&mut self, element: Element, node: &NodeRef<'_>) {
        match element {
            Element::Skipped => {}
            Element::Inline => self.hints |= scope::hints(node),
            Element::Link => self.links += 1,
            Element::Break => self.breaks += 1,
            Element::Picture => self.picture(node),
            Element::Figure => {
                self.flush();
                self.open_scope(node);
                self.figures += 1;
                self.figure += u32::from(self.figures == 1);
            }
            Element::Layout => {
                self.flush();
                self.open_scope(node);
                self.kinds.push(Kind::Paragraph);
            }
            Element::Cell if !self.text.trim().is_empty() => self.text.push_str(" | "),
            Element::Cell => {}
            Element::Preformatted => {
                self.flush();
                self.open_scope(node);
                self.preformatted += 1;
            }
            Element::Block(kind) => {
                self.flush();
                self.open_scope(node);
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
            Element::Layout => {
                self.flush();
                self.kinds.pop();
                self.close_scope();
            }
            Element::Figure => {
                self.flush();
                self.figures -= 1;
                self.close_scope();
            }
            Element::Preformatted => {
                self.flush();
                self.preformatted -= 1;
                self.close_scope();
            }
            Element::Block(kind) => {
                self.flush();
                if kind != Kind::Paragraph {
                    self.kinds.pop();
                }
                self.close_scope();
            }
        }
    }

    fn open_scope(&mut self, node: &NodeRef<'_>) {
        let scope = Scope::within(&self.scopes[self.scope as usize], self.scope, node);
        self.scope = u32::try_from(self.scopes.len()).expect("the guard bounds the number of elements");
        self.scopes.push(scope);
    }

    fn close_scope(&mut self) {
        self.scope = self.scopes[self.scope as usize].parent;
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
                if at > 0 && self.blocks.len() < BLOCKS_MAX {
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
            let picture = Block::new(Kind::Picture, address);
            self.blocks.push(Block { figure: self.current_figure(), scope: self.scope, ..picture });
        }
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let text = spacing::on_one_line(&std::mem::take(&mut self.text));
        let linked = std::mem::take(&mut self.linked);
        let hints = std::mem::take(&mut self.hints);
        if text.chars().any(char::is_alphanumeric) {
            let kind = self.kinds.last().copied().unwrap_or(Kind::Paragraph);
            let figure = self.current_figure();
            self.blocks.push(Block { linked, figure, scope: self.scope, hints, ..Block::new(kind, text) });
        }
    }

    fn current_figure(&self) -> Option<u32> {
        (self.figures > 0).then_some(self.figure)
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn the_number_of_a_note_is_no_part_of_a_sentence() {
        let cases = [
            ("It rained<sup><a href='#note'>[1]</a></sup>.", "It rained."),
            ("It rained<sup class=note> <a href='#a'>1</a>, <a href='#b'>2</a> </sup> a lot.", "It rained a lot."),
            ("Ten square meters: 10 m<sup>2</sup>.", "Ten square meters: 10 m2."),
            ("The 4<sup><a href='#day'>th</a></sup> of May.", "The 4th of May."),
            ("See m<sup><a href='/square'>2</a></sup>.", "See m2."),
        ];
        for (html, expected) in cases {
            let walked = walk(&Document::from(format!("<p>{html}</p>")).root(), None, Reach::Page);
            assert_eq!(walked.blocks[0].text, expected, "{html}");
        }
    }
}
