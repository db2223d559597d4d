//! A page's text beside the feed's own content: what the feed gives of the article is the article's.
//!
//! A paragraph of the feed that stands on the page is text, even if the judge dropped it; and where a feed that
//! gives the whole article ends, the article on the page ends too.

use std::collections::HashSet;

use super::blocks::{Block, Kind};
use super::body::line;
use super::need;

/// Letters of a paragraph that is known again by its words; shorter lines stand anywhere.
const KNOWN_LETTERS_MIN: usize = 40;

/// Share of the feed's paragraphs that stand on the page where both are the same article.
const SHARED_MIN: f32 = 0.8;

/// The feed's text.
pub fn text(feed: &[Block]) -> String {
    let texts: Vec<&str> = feed.iter().filter(|block| is_text(block)).map(|block| block.text.as_str()).collect();
    texts.join("\n")
}

/// Returns what was kept of a page, with what the feed knows of it added and what lies behind the feed's end removed.
/// `shown` are all blocks of the page, of which `kept` are some, in the same order.
pub fn reconcile(kept: Vec<Block>, shown: Vec<Block>, feed: &[Block]) -> Vec<Block> {
    let known = Known::of(feed);
    if known.openings.is_empty() {
        return kept;
    }
    let is_added = added(&kept, &shown, &known);
    let mut kept = merge(kept, shown, &is_added);
    if let Some(end) = end(&kept, feed, &known) {
        kept.truncate(end);
    }
    kept
}

/// The feed's paragraphs by their first letters: the last one may be cut.
struct Known {
    openings: HashSet<u64>,
    last: Option<u64>,
}

impl Known {
    fn of(feed: &[Block]) -> Self {
        let openings: Vec<u64> = feed.iter().filter(|block| is_text(block)).filter_map(opening).collect();
        Self { last: openings.last().copied(), openings: openings.into_iter().collect() }
    }

    fn has(&self, block: &Block) -> bool {
        is_text(block) && opening(block).is_some_and(|opening| self.openings.contains(&opening))
    }
}

fn is_text(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote)
}

/// Key of a block's first letters; none of a block that has fewer.
fn opening(block: &Block) -> Option<u64> {
    let letters: String = block.text.chars().filter(|c| c.is_alphanumeric()).take(KNOWN_LETTERS_MIN).collect();
    (letters.chars().count() == KNOWN_LETTERS_MIN).then(|| line::key(&letters))
}

/// Which of the blocks shown are the feed's and were not kept; of one that is shown often, the first.
fn added(kept: &[Block], shown: &[Block], known: &Known) -> Vec<bool> {
    let mut held: HashSet<u64> = kept.iter().filter(|block| is_text(block)).filter_map(opening).collect();
    let is_added =
        shown.iter().map(|block| known.has(block) && opening(block).is_some_and(|opening| held.insert(opening)));
    is_added.collect()
}

/// Takes the added blocks in among the kept ones, each in its place.
fn merge(kept: Vec<Block>, shown: Vec<Block>, is_added: &[bool]) -> Vec<Block> {
    if !is_added.contains(&true) {
        return kept;
    }
    let mut merged = Vec::with_capacity(kept.len() + 1);
    let mut kept = kept.into_iter().peekable();
    for (block, is_added) in shown.into_iter().zip(is_added) {
        if let Some(kept) = kept.next_if(|kept| kept.kind == block.kind && kept.text == block.text) {
            merged.push(kept);
        } else if *is_added {
            merged.push(block);
        }
    }
    merged.extend(kept);
    merged
}

/// How many of the blocks stand before the end that a whole feed content gives, if it does.
fn end(kept: &[Block], feed: &[Block], known: &Known) -> Option<usize> {
    if !need::is_whole(feed) {
        return None;
    }
    let found: HashSet<u64> = kept.iter().filter(|block| known.has(block)).filter_map(opening).collect();
    if line::ratio(found.len(), known.openings.len()) < SHARED_MIN {
        return None;
    }
    let last = kept.iter().rposition(|block| opening(block).is_some() && opening(block) == known.last)?;
    Some(last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEDE: &str = "It rained over the old town for nine days, and nobody there had ever seen so much water.";
    const NEXT: &str = "The mayor said on Friday that the bridge would stay closed until the river had fallen.";
    const LAST: &str = "Farmers in the valley fear for their harvest. Many of them have lost half of what they had.";
    const OTHER: &str = "Snow has fallen on the upper farms, where nobody had expected any before the end of the year.";

    fn blocks(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect()
    }

    fn texts(blocks: &[Block]) -> Vec<&str> {
        blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn a_lede_that_the_feed_has_is_recovered_from_the_page() {
        let shown = blocks(&["Home", LEDE, "Share", NEXT, LAST, OTHER]);
        let kept = blocks(&[NEXT, LAST]);
        let cut = format!("{}…", &LEDE[..70]);
        for feed in [LEDE, &cut] {
            let reconciled = reconcile(kept.clone(), shown.clone(), &blocks(&[feed]));
            assert_eq!(texts(&reconciled), [LEDE, NEXT, LAST], "{feed}");
        }
        assert_eq!(texts(&reconcile(kept.clone(), shown, &blocks(&["Share"]))), [NEXT, LAST]);
    }

    #[test]
    fn the_end_of_a_whole_feed_content_is_the_article_s() {
        let shown = blocks(&[LEDE, NEXT, LAST, OTHER]);
        let ended = reconcile(shown.clone(), shown.clone(), &blocks(&[LEDE, NEXT, LAST]));
        assert_eq!(texts(&ended), [LEDE, NEXT, LAST]);
        let cut = [LEDE, NEXT, &format!("{}…", &LAST[..80])];
        assert_eq!(texts(&reconcile(shown.clone(), shown.clone(), &blocks(&cut))), [LEDE, NEXT, LAST, OTHER]);
        let elsewhere = [LEDE, OTHER, "Another story of the same feed, of which the page at hand says nothing at all."];
        assert_eq!(texts(&reconcile(shown.clone(), shown, &blocks(&elsewhere))).len(), 4);
    }
}
