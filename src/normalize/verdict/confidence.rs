//! How likely a text is the article: the record's `extraction.score`.
//!
//! Of a page: `(0.6 × agreement + 0.4 × length) × (1 − worst)`, where *agreement* is the F1 of the bytes that the judge
//! kept if its probabilities are right (a fixed figure where another than the judge gave the text), *length* grows from 0 to 1 with the text's first 1,200 bytes,
//! and *worst* is the score of the surest wall, error, login or list. Of a feed: a fixed figure, by what it gives.

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

/// Agreement on a text that the operator's rule gave, and on one for which the judge found nothing better.
pub const OF_A_RULE: f32 = 1.0;
pub const OF_ANOTHER: f32 = 0.5;

/// Returns the confidence in a page's text.
pub fn of_page(kept: &[Block], agreement: f32, verdicts: &Verdicts) -> f32 {
    let length = (line::bytes(bytes(kept)) / LENGTH_BYTES).min(1.0);
    let score = AGREEMENT_WEIGHT * agreement + (1.0 - AGREEMENT_WEIGHT) * length;
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
    fn a_page_is_the_surer_the_surer_its_judge_and_the_longer_its_text() {
        let long = [Block::new(Kind::Paragraph, "A sentence of an article, that says something. ".repeat(30))];
        let short = [Block::new(Kind::Paragraph, "A sentence of an article, that says something.")];
        let of_page = |kept: &[Block], agreement| of_page(kept, agreement, &Verdicts::default());
        assert!((of_page(&long, 1.0) - 1.0).abs() < 1e-6);
        assert!(of_page(&long, 0.5) < of_page(&long, 0.9) && of_page(&short, 0.9) < of_page(&long, 0.9));
        assert!(of_page(&[], 0.0).abs() < 1e-6);
    }

    #[test]
    fn a_feed_s_whole_content_is_surer_than_its_teaser() {
        let whole = [Block::new(Kind::Paragraph, "A sentence of an article, that says something. ".repeat(40))];
        let teaser = [Block::new(Kind::Paragraph, "The talks began…")];
        assert!(of_feed(Method::FeedContent, &whole) > of_feed(Method::FeedSummary, &whole));
        assert!(of_feed(Method::FeedSummary, &whole) > of_feed(Method::FeedSummary, &teaser));
    }
}
