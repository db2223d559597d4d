//! Whether an entry needs its page: does the feed carry the whole article?

use super::blocks::{self, Block, Kind};
use super::source;
use crate::config::FullText;
use crate::parse::Entry;

/// Characters from which a feed's content counts as the article. Teasers are one paragraph of 150 to 600
/// characters, short wire stories have some 1,200 in several paragraphs.
const WHOLE_CHARS_MIN: usize = 1_500;

/// Paragraphs that make an article even where it is shorter: nobody teases in three.
const WHOLE_PARAGRAPHS_MIN: usize = 3;

/// Characters that these paragraphs need on average, so that three links are not an article.
const PARAGRAPH_CHARS_MIN: usize = 80;

/// How a text ends that goes on elsewhere.
const CUTS: &[&str] = &[
    "…",
    "...",
    "[…]",
    "[...]",
    "read more",
    "continue reading",
    "read the full article",
    "read full article",
    "full story",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "leggi tutto",
    "ler mais",
    "continue lendo",
    "lees verder",
    "lees meer",
    "читать далее",
    "läs mer",
    "les mer",
    "læs mere",
    "czytaj dalej",
];

/// Returns whether the page behind an entry should be fetched.
///
/// `Auto` fetches it unless the feed's content is the whole article: long, or in several real
/// paragraphs, and not cut off at the end. An entry without a link has no page.
pub fn wants_page(entry: &Entry, full_text: FullText) -> bool {
    let has_link = entry.link.as_deref().is_some_and(|link| blocks::absolute(link, None).is_some());
    has_link
        && match full_text {
            FullText::Always => true,
            FullText::Never => false,
            FullText::Auto => !source::of_feed(entry).is_some_and(|source| is_whole(&source.blocks)),
        }
}

/// Whether the blocks read like a whole article.
pub fn is_whole(blocks: &[Block]) -> bool {
    let texts = || blocks.iter().filter(|block| !matches!(block.kind, Kind::Picture | Kind::Caption | Kind::Credit));
    let chars: usize = texts().map(|block| block.text.chars().count()).sum();
    let paragraphs = texts().filter(|block| matches!(block.kind, Kind::Paragraph | Kind::Quote)).count();
    let is_long =
        chars >= WHOLE_CHARS_MIN || (paragraphs >= WHOLE_PARAGRAPHS_MIN && chars >= paragraphs * PARAGRAPH_CHARS_MIN);
    is_long && !is_cut(blocks)
}

/// Whether the last words say that the text goes on elsewhere.
pub fn is_cut(blocks: &[Block]) -> bool {
    // WordPress appends `The post … appeared first on …` behind the cut.
    let is_appended =
        |block: &&Block| block.text.starts_with("The post ") && block.text.contains(" appeared first on ");
    let last = blocks.iter().rev().filter(|block| block.kind != Kind::Picture).find(|block| !is_appended(block));
    let Some(last) = last else { return false };
    let line = last.text.trim_end_matches(['→', '»', '›', '>', ' ', '\u{a0}']).to_lowercase();
    let line = line.trim_end_matches(['[', ']', '(', ')']);
    CUTS.iter().any(|cut| line.ends_with(cut.trim_matches(['[', ']'])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Text;

    fn entry(content: &str, summary: &str) -> Entry {
        let text = |value: &str| {
            (!value.is_empty()).then(|| Text { value: value.into(), media_type: "text/html".into(), src: None })
        };
        Entry {
            link: Some("https://example.org/a".into()),
            content: text(content),
            summary: text(summary),
            ..Entry::default()
        }
    }

    #[test]
    fn auto_wants_the_page_unless_the_feed_carries_the_article() {
        let long = "A sentence of an article that says something. ".repeat(40);
        let three =
            format!("<p>{0}</p><p>{0}</p><p>{0}</p>", "A sentence of an article that says something. ".repeat(3));
        let cases = [
            (entry("", ""), true),
            (entry("", "A teaser of one line."), true),
            (entry(&long, ""), false),
            (entry("", &long), false),
            (entry(&three, "A teaser."), false),
            (entry(&format!("{long}…"), ""), true),
            (entry(&format!("{three}<p>It went on [...]</p>"), ""), true),
            (entry(&format!("{three}<p>And so <a href='/x'>Read more »</a></p>"), ""), true),
            (entry(&format!("{three}<p>It went […]</p><p>The post A appeared first on B.</p>"), ""), true),
            (entry("<p>a</p><p>b</p><p>c</p><p>d</p>", ""), true),
            (entry("<img src='https://example.org/x.jpg'>", "Teaser"), true),
        ];
        for (entry, expected) in cases {
            assert_eq!(wants_page(&entry, FullText::Auto), expected, "{entry:?}");
            assert!(wants_page(&entry, FullText::Always));
            assert!(!wants_page(&entry, FullText::Never));
        }
    }

    #[test]
    fn an_entry_without_a_link_has_no_page() {
        for link in [None, Some("mailto:a@b.org".to_owned()), Some("/relative".to_owned())] {
            let entry = Entry { link, ..entry("", "Teaser") };
            assert!(!wants_page(&entry, FullText::Always));
        }
    }
}
