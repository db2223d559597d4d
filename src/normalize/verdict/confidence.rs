//! How likely a text is the article: the record's `extraction.score`.
//!
//! Of a page: `(0.6 × agreement + 0.4 × length) × (1 − worst)`, where *agreement* is the F1 of the bytes that the judge
//! kept and those that the readability algorithm chose, *length* grows from 0 to 1 with the text's first 1,200 bytes,
//! and *worst* is the score of the surest wall, error, login or list. Of a feed: a fixed figure, by what it gives.

use std::collections::HashSet;

use super::Verdicts;
use crate::article::Method;
use crate::normalize::blocks::{Block, Kind};
use crate::normalize::body::line;
use crate::normalize::need;

/// Bytes from which a text is no longer the likelier to be an article.
const LENGTH_BYTES: f32 = 1_200.0;

const AGREEMENT_WEIGHT: f32 = 0.6;

/// Of a feed's text: a whole one, one that does not say that it ends early, one that does.
const WHOLE_CONTENT: f32 = 0.9;
const SHORT_CONTENT: f32 = 0.5;
const CUT_CONTENT: f32 = 0.2;

/// A summary is rarely the article, even a long one.
const SUMMARY_SHARE: f32 = 0.8;

/// Returns the confidence in a page's text, given the readability algorithm's choice.
pub fn of_page(kept: &[Block], readability: &[Block], verdicts: &Verdicts) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "texts are at most megabytes")]
    let length = (bytes(kept) as f32 / LENGTH_BYTES).min(1.0);
    let score = AGREEMENT_WEIGHT * agreement(kept, readability) + (1.0 - AGREEMENT_WEIGHT) * length;
    score * (1.0 - verdicts.worst())
}

/// Returns the confidence in a feed's text.
pub fn of_feed(method: Method, blocks: &[Block]) -> f32 {
    let score = match (need::is_whole(blocks), need::is_cut(blocks)) {
        (true, _) => WHOLE_CONTENT,
        (false, false) => SHORT_CONTENT,
        (false, true) => CUT_CONTENT,
    };
    if method == Method::FeedSummary { score * SUMMARY_SHARE } else { score }
}

fn agreement(kept: &[Block], readability: &[Block]) -> f32 {
    let keys: HashSet<u64> = texts(readability).map(|block| line::key(&block.text)).collect();
    let shared: usize =
        texts(kept).filter(|block| keys.contains(&line::key(&block.text))).map(|block| block.text.len()).sum();
    line::ratio(2 * shared, bytes(kept) + bytes(readability)).min(1.0)
}

fn bytes(blocks: &[Block]) -> usize {
    texts(blocks).map(|block| block.text.len()).sum()
}

fn texts(blocks: &[Block]) -> impl Iterator<Item = &Block> {
    blocks.iter().filter(|block| !matches!(block.kind, Kind::Picture | Kind::Caption | Kind::Credit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_on_which_both_agree_is_surer_than_one_of_the_judge_alone() {
        let text = "A sentence of an article, that says something. ".repeat(30);
        let kept = [Block::new(Kind::Paragraph, text)];
        let agreed = of_page(&kept, &kept, &Verdicts::default());
        let alone = of_page(&kept, &[], &Verdicts::default());
        assert!((agreed - 1.0).abs() < 1e-6 && (alone - 0.4).abs() < 1e-6, "{agreed} {alone}");
        assert!(of_page(&[], &[], &Verdicts::default()).abs() < 1e-6);
    }

    #[test]
    fn a_feed_s_whole_content_is_surer_than_its_teaser() {
        let whole = [Block::new(Kind::Paragraph, "A sentence of an article, that says something. ".repeat(40))];
        let teaser = [Block::new(Kind::Paragraph, "The talks began…")];
        assert!(of_feed(Method::FeedContent, &whole) > of_feed(Method::FeedSummary, &whole));
        assert!(of_feed(Method::FeedSummary, &whole) > of_feed(Method::FeedSummary, &teaser));
    }
}
