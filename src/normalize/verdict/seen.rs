//! What the verdicts look at: the whole page in short lines, and the text that was kept of it.

use url::Url;

use crate::normalize::blocks::{Block, Kind};
use crate::normalize::metadata::Metadata;
use crate::normalize::scope::{self, Scope, Tag};
use crate::normalize::walk::Walked;

/// Bytes of a block that are looked at: what walls say of themselves is said at once.
const LINE_BYTES_MAX: usize = 400;

/// Bytes of a paragraph of running text: a sentence or two in any script.
const PROSE_BYTES_MIN: usize = 90;

/// Words, or bytes where words are not parted, of a link that is a headline.
const HEADLINE_WORDS_MIN: usize = 4;
const HEADLINE_BYTES_MIN: usize = 24;

/// Lines of furniture between two blocks of a text; beyond it, a text is not looked for, so that one which stands
/// nowhere on the page costs little.
const GAP_LINES_MAX: usize = 1_000;

/// One block of the page, furniture or not.
#[derive(Debug)]
pub struct Line {
    /// As written, cut short.
    text: String,
    pub bytes: usize,
    linked: usize,
    kind: Kind,
    /// The page's main headings.
    pub is_main_heading: bool,
    /// Not shown until a script says so.
    pub is_hidden: bool,
    /// In an element that is named for a wall.
    pub is_barred: bool,
}

impl Line {
    fn of(block: &Block, scope: &Scope) -> Self {
        Self {
            text: block.text[..block.text.floor_char_boundary(LINE_BYTES_MAX)].to_owned(),
            bytes: block.text.len(),
            linked: block.linked,
            kind: block.kind,
            is_main_heading: scope.tag == Tag::Heading(1),
            is_hidden: scope.nearness[scope::HIDDEN] > 0,
            is_barred: scope.nearness[scope::PAYWALL] > 0,
        }
    }

    /// The text as phrases are looked for.
    pub fn plain(&self) -> String {
        plain(&self.text)
    }

    /// Bytes outside of links.
    pub fn unlinked_bytes(&self) -> usize {
        self.bytes.saturating_sub(self.linked)
    }

    /// Whether it reads like running text, going by its length.
    pub fn is_prose(&self) -> bool {
        let is_text = matches!(self.kind, Kind::Paragraph | Kind::Item | Kind::Quote);
        is_text && self.bytes >= PROSE_BYTES_MIN && self.linked * 5 <= self.bytes * 2
    }

    /// Whether it leads to an article: a whole line in a link, as long as a headline.
    pub fn is_headline_link(&self) -> bool {
        let is_long = || {
            self.text.split_whitespace().count() >= HEADLINE_WORDS_MIN
                || (!self.text.is_ascii() && !self.text.contains(' '))
        };
        self.linked * 10 >= self.bytes * 8 && self.bytes >= HEADLINE_BYTES_MIN && is_long()
    }

    fn is(&self, block: &Block) -> bool {
        self.bytes == block.text.len() && block.text.starts_with(&self.text)
    }
}

/// Lower case, with straight apostrophes.
pub fn plain(text: &str) -> String {
    text.to_lowercase().replace(['’', '‘'], "'")
}

/// A page before anything was judged.
#[derive(Debug)]
pub struct Whole {
    pub lines: Vec<Line>,
    /// Whether it has a field for a password, shown or not.
    pub asks_password: bool,
}

impl Whole {
    /// Takes down what a page has, before the judge takes it apart.
    pub fn of(html: &str, walked: &Walked) -> Self {
        let blocks = walked.blocks.iter().filter(|block| block.kind != Kind::Picture);
        let lines = blocks.map(|block| Line::of(block, &walked.scopes[block.scope as usize])).collect();
        Self { lines, asks_password: asks_password(html) }
    }
}

fn asks_password(html: &str) -> bool {
    let is_type = |at: usize| html[..at].trim_end_matches(['"', '\'', ' ']).ends_with("type=");
    html.match_indices("password").any(|(at, _)| is_type(at))
}

/// All that is known of a page once its text was chosen.
#[derive(Debug)]
pub struct Seen<'a> {
    pub url: &'a Url,
    pub metadata: &'a Metadata,
    pub whole: &'a Whole,
    /// Bytes and paragraphs of the running text that was kept.
    pub prose: Prose,
    /// The lines of the page that were kept, in order.
    pub kept: Vec<usize>,
    pub pictures: Pictures,
}

/// Running text, counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Prose {
    pub bytes: usize,
    pub paragraphs: usize,
}

/// Pictures that were kept, and bytes of what is said below them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pictures {
    pub count: usize,
    pub caption_bytes: usize,
}

impl<'a> Seen<'a> {
    pub fn new(url: &'a Url, metadata: &'a Metadata, whole: &'a Whole, blocks: &[Block]) -> Self {
        let (mut prose, mut pictures, mut kept) = (Prose::default(), Pictures::default(), Vec::new());
        let mut next = 0;
        for block in blocks {
            match block.kind {
                Kind::Picture => pictures.count += 1,
                Kind::Caption | Kind::Credit => pictures.caption_bytes += block.text.len(),
                _ => {
                    prose.bytes += block.text.len();
                    prose.paragraphs += usize::from(block.text.len() >= PROSE_BYTES_MIN);
                }
            }
            // Text that is not the page's own, as JSON-LD's, stands nowhere on it.
            if let Some(found) = whole.lines[next..].iter().take(GAP_LINES_MAX).position(|line| line.is(block)) {
                kept.push(next + found);
                next += found + 1;
            }
        }
        Self { url, metadata, whole, prose, kept, pictures }
    }

    /// The lines that a reader sees at once.
    pub fn shown(&self) -> impl Iterator<Item = &'a Line> {
        self.whole.lines.iter().filter(|line| !line.is_hidden)
    }

    /// The title and the main headings, as phrases are looked for.
    pub fn headings(&self) -> Vec<String> {
        let title = self.metadata.title.as_deref().map(plain);
        title.into_iter().chain(self.shown().filter(|line| line.is_main_heading).map(Line::plain)).collect()
    }

    /// Whether a folder of the page's address, or a label of its host, has one of these names.
    pub fn is_addressed(&self, names: &[&str]) -> bool {
        let is_named = |part: &str| names.iter().any(|name| part.eq_ignore_ascii_case(name));
        self.url.path_segments().is_some_and(|mut parts| parts.any(is_named))
            || self.url.host_str().is_some_and(|host| host.split('.').any(is_named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_for_a_password_is_told_from_the_word() {
        for (html, expected) in [
            ("<input type=password>", true),
            ("<input type=\"password\" name=p>", true),
            ("<p>The password was 1234.</p>", false),
            ("<input type=text name=password>", false),
        ] {
            assert_eq!(asks_password(html), expected, "{html}");
        }
    }
}
