//! What a rule finds on a page.

use std::collections::HashSet;

use dom_query::{Document, NodeId, NodeRef};
use url::Url;

use super::{Pattern, Rule, Selector};
use crate::article::DateSource;
use crate::article::Flag;
use crate::normalize::blocks::{self, Block};
use crate::normalize::body::line;
use crate::normalize::clean::{self, spacing};
use crate::normalize::dates::{self, Dated};
use crate::normalize::explain::{RuleUse, SelectorUse};
use crate::normalize::metadata::Metadata;
use crate::parse::Entry;

/// Characters of a title or a name; a longer text is another element.
const LINE_CHARS_MAX: usize = 300;

/// Bytes of such a line in its page, with all the white space between its elements.
const LINE_BYTES_MAX: usize = 10_000;

/// Elements that are read for one field: those of a selector that fits half the page are not.
const READ_MAX: usize = 50;

/// What the rule of a page's site found on it; nothing where there is no rule.
#[derive(Debug, Default)]
pub struct Found<'a> {
    pub rule: Option<&'a Rule>,
    /// Of the elements that hold the text.
    pub body: Option<Vec<Block>>,
    /// Keys of the lines in elements that hold text in any case.
    kept: HashSet<u64>,
    title: Option<String>,
    authors: Vec<String>,
    published: Option<(Dated, DateSource)>,
    /// How many elements each selector found.
    matched: Vec<Matched<'a>>,
    is_unfit: bool,
}

/// How many elements of the page a selector found.
#[derive(Debug)]
struct Matched<'a> {
    key: &'static str,
    selector: &'a Selector,
    elements: usize,
}

impl Rule {
    /// Applies the rule: reads title, authors and date where it says, takes out of the tree what it removes, and then
    /// reads the text.
    pub fn apply<'a>(&'a self, document: &Document, html: &str, url: &Url) -> Found<'a> {
        let mut found = Found { rule: Some(self), ..Found::default() };
        let stated = found.elements(document, "title", self.title.iter());
        found.title = stated.iter().take(READ_MAX).find_map(|element| line_of(element, &["content"]));
        let stated = found.elements(document, "author", self.author.iter());
        found.authors = authors(&stated);
        let stated = found.elements(document, "date", self.date.iter());
        found.published = stated.iter().take(READ_MAX).find_map(|element| date(element, document, html, url));
        for element in found.elements(document, "remove", self.remove.iter()) {
            element.remove_from_parent();
        }
        let regions = found.elements(document, "body", self.body.iter());
        found.body = Some(text(&regions, url)).filter(|blocks| !blocks.is_empty());
        let kept = found.elements(document, "keep", self.keep.iter());
        found.kept = text(&kept, url).iter().map(|block| line::key(&block.text)).collect();
        found.is_unfit = self.misses(&found);
        found
    }

    /// Whether it does not fit the page: body, title or date is not where it says, or nothing of it is. An author may
    /// be missing, not every article has one.
    fn misses(&self, found: &Found<'_>) -> bool {
        let found_nothing = !found.matched.is_empty() && found.matched.iter().all(|matched| matched.elements == 0);
        found_nothing
            || (self.body.is_some() && found.body.is_none())
            || (self.title.is_some() && found.title.is_none())
            || (self.date.is_some() && found.published.is_none())
    }
}

impl<'a> Found<'a> {
    fn elements<'d>(
        &mut self,
        document: &'d Document,
        key: &'static str,
        selectors: impl Iterator<Item = &'a Selector>,
    ) -> Vec<NodeRef<'d>> {
        let mut all = Vec::new();
        for selector in selectors {
            let elements = selector.elements(document);
            self.matched.push(Matched { key, selector, elements: elements.len() });
            all.extend(elements);
        }
        all
    }

    /// Whether the block is text, whatever the judge says.
    pub fn keeps(&self, block: &Block) -> bool {
        !self.kept.is_empty() && self.kept.contains(&line::key(&block.text))
    }

    /// Whether the line goes out of the text.
    pub fn removes(&self, block: &Block) -> bool {
        self.rule.is_some_and(|rule| rule.remove_lines.iter().any(|pattern| pattern.fits(&block.text)))
    }

    /// Puts what was found in the place of what the page states.
    pub fn correct(&mut self, metadata: &mut Metadata) {
        if let Some(title) = &self.title {
            metadata.title = Some(title.clone());
        }
        if !self.authors.is_empty() {
            metadata.authors.clone_from(&self.authors);
        }
        if self.published.is_some() {
            metadata.dates.published = self.published;
        }
    }

    /// Whether a feed's entry gives way to anything that was found.
    pub fn outranks(&self) -> bool {
        self.title.is_some() || !self.authors.is_empty() || self.published.is_some()
    }

    /// Takes out of an entry what the rule found on the page.
    pub fn silence(&self, entry: &mut Entry) {
        if self.title.is_some() {
            entry.title = None;
        }
        if !self.authors.is_empty() {
            entry.authors.clear();
        }
        if self.published.is_some() {
            entry.published = None;
        }
    }

    /// Describes how the rule fitted, for those who ask; `gone` counts the lines that a pattern took.
    pub fn usage(&self, gone: impl Fn(&Pattern) -> usize) -> Option<RuleUse> {
        let rule = self.rule?;
        let patterns = rule.remove_lines.iter().map(|pattern| SelectorUse {
            key: "remove_lines",
            selector: pattern.text().to_owned(),
            elements: gone(pattern),
        });
        let selectors = self.matched.iter().map(|Matched { key, selector, elements }| SelectorUse {
            key,
            selector: selector.text().to_owned(),
            elements: *elements,
        });
        let authors = Some(self.authors.join(", ")).filter(|names| !names.is_empty());
        let published = self.published.as_ref().map(|(dated, _)| dated.shown());
        let said = [("title", self.title.clone()), ("authors", authors), ("published", published)];
        Some(RuleUse {
            place: rule.place.clone(),
            fits: !self.is_unfit,
            selectors: selectors.chain(patterns).collect(),
            said: said.into_iter().filter_map(|(field, value)| Some((field, value?))).collect(),
        })
    }

    /// Returns the flag of a rule that does not fit its page.
    pub fn flag(&self) -> Option<Flag> {
        self.is_unfit.then_some(Flag::RuleWithoutMatch)
    }
}

/// The blocks of the outermost of these elements, which come in the order of the page or of their selectors.
fn text(elements: &[NodeRef<'_>], url: &Url) -> Vec<Block> {
    let ids: HashSet<NodeId> = elements.iter().map(|element| element.id).collect();
    let mut read = HashSet::new();
    let mut blocks: Vec<Block> = Vec::new();
    for element in elements {
        let is_within = element.ancestors_it(None).any(|outer| ids.contains(&outer.id));
        if is_within || !read.insert(element.id) {
            continue;
        }
        // Each walk counts its figures from 1.
        let before = blocks.iter().filter_map(|block| block.figure).max().unwrap_or(0);
        let of_element = blocks::of_tree(element, Some(url)).into_iter();
        blocks.extend(of_element.map(|block| Block { figure: block.figure.map(|figure| figure + before), ..block }));
    }
    blocks
}

/// What an element says: the first of these attributes, else its text.
fn line_of(element: &NodeRef<'_>, attributes: &[&str]) -> Option<String> {
    let stated = attributes.iter().find_map(|name| element.attr(name)).map(|value| spacing::on_one_line(&value));
    let line = stated.filter(|value| !value.is_empty()).or_else(|| shown(element))?;
    (!line.is_empty() && line.chars().count() <= LINE_CHARS_MAX).then_some(line)
}

/// The text of an element that is no more than a line.
fn shown(element: &NodeRef<'_>) -> Option<String> {
    let text = element.text();
    (text.len() <= LINE_BYTES_MAX).then(|| spacing::on_one_line(&text))
}

/// The names that the elements give, each once. A line that is no list of names is taken as one.
fn authors(elements: &[NodeRef<'_>]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for element in elements.iter().take(READ_MAX) {
        let Some(line) = line_of(element, &["content"]) else { continue };
        let named = clean::marked_byline(&line);
        let names = match (named.authors.is_empty(), named.organization) {
            (false, _) => named.authors,
            (true, Some(organization)) => vec![organization],
            (true, None) => vec![clean::without_opener(&line).to_owned()],
        };
        for name in names {
            if !authors.contains(&name) {
                authors.push(name);
            }
        }
    }
    authors
}

fn date(element: &NodeRef<'_>, document: &Document, html: &str, url: &Url) -> Option<(Dated, DateSource)> {
    let stated = ["datetime", "content"].iter().find_map(|name| element.attr(name));
    let of_attribute = stated.and_then(|value| dates::of_text(&value, document, html, url));
    let of_text = || dates::of_text(&shown(element)?, document, html, url);
    of_attribute.map(|dated| (dated, DateSource::Meta)).or_else(|| Some((of_text()?, DateSource::Text)))
}
