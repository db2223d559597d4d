//! The headline within the text: said once more it goes, a second, different one is the standfirst.

use super::sentences::is_ended;
use super::tails::is_unspaced;
use crate::normalize::blocks::{Block, Kind};

/// Characters of a headline or a standfirst; longer lines are paragraphs.
const HEADLINE_CHARS_MAX: usize = 250;

/// Blocks at the start in which a headline may stand.
const REACH: usize = 3;

/// Words of a standfirst: fewer make a section heading.
const STANDFIRST_WORDS_MIN: usize = 5;

/// The same where words are not parted.
const STANDFIRST_CHARS_MIN: usize = 8;

/// Share of words that two headlines have in common when they are one.
const SAME_SHARE: f32 = 0.85;

/// Takes a headline out of the start of an untitled text.
pub fn take_title(blocks: &mut Vec<Block>) -> Option<String> {
    let (first, second) = (blocks.first()?, blocks.get(1)?);
    let is_title = first.kind == Kind::Heading || (is_line(first) && second.text.len() > first.text.len() / 2);
    is_title.then(|| blocks.remove(0).text)
}

/// Takes the repeated headline out of the start of the text; returns whether it was there.
pub fn drop_title(blocks: &mut Vec<Block>, title: &str) -> bool {
    let mut dropped = false;
    let mut at = 0;
    while at < blocks.len().min(REACH) {
        if blocks[at].text.chars().count() <= HEADLINE_CHARS_MAX + title.len() && is_same(&blocks[at].text, title) {
            blocks.remove(at);
            dropped = true;
        } else {
            at += 1;
        }
    }
    dropped
}

/// Takes the line out of the start of the text that is a second headline, and no first paragraph.
pub fn take_standfirst(blocks: &mut Vec<Block>) -> Option<String> {
    let (first, second) = (blocks.first()?, blocks.get(1)?);
    let leads_into_text = second.kind == Kind::Paragraph && is_ended(&second.text);
    let is_numbered = first.text.starts_with(|c: char| c.is_ascii_digit());
    // A heading there is the first section's.
    let is_standfirst = first.kind == Kind::Paragraph
        && is_line(first)
        && !first.is_linked()
        && !is_numbered
        && says_enough(&first.text)
        && second.text.len() > first.text.len();
    (is_standfirst && leads_into_text).then(|| blocks.remove(0).text)
}

/// Whether the block is one short line that ends no sentence.
fn is_line(block: &Block) -> bool {
    let is_short = block.text.chars().count() <= HEADLINE_CHARS_MAX;
    is_short && !is_ended(&block.text) && !block.text.ends_with([':', ',', ';', '…'])
}

/// Whether a line has the words of a standfirst.
pub fn says_enough(line: &str) -> bool {
    line.split_whitespace().count() >= STANDFIRST_WORDS_MIN || is_unspaced(line, STANDFIRST_CHARS_MIN)
}

/// Whether two headlines say the same, but for case, signs and a few words.
pub fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    let shared = a.iter().filter(|word| b.contains(word)).count();
    let longest = a.len().max(b.len());
    // Short headlines differ in one word and mean another thing.
    #[expect(clippy::cast_precision_loss, reason = "headlines are short")]
    let share = shared as f32 / longest as f32;
    longest >= 5 && share >= SAME_SHARE
}

pub fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect()
    }

    #[test]
    fn headlines_are_compared_by_their_words() {
        let cases = [
            ("Minister: We Go", "minister – we go!", true),
            ("Ten dead in floods in the north of the country", "Ten dead in floods in north of the country", true),
            ("Ten dead in floods", "Two dead in floods", false),
            ("Talks begin in Vienna on Friday", "Talks end in Rome after a week", false),
            ("", "", false),
        ];
        for (a, b, expected) in cases {
            assert_eq!(is_same(a, b), expected, "{a} / {b}");
        }
    }

    #[test]
    fn a_repeated_headline_goes() {
        let mut blocks = paragraphs(&["Talks begin!", "The talks began on Friday.", "Talks begin"]);
        assert!(drop_title(&mut blocks, "Talks begin"));
        assert_eq!(blocks.len(), 1);
        assert!(!drop_title(&mut blocks, "Something else"));
    }

    #[test]
    fn a_second_headline_is_the_standfirst() {
        let body = "Delegates from nine countries met in Vienna on Friday to talk about water.";
        let cases = [
            ("Minister hopes for a result in spring", true),
            ("Introduction", false),
            ("Delegates met on Friday in a hotel.", false),
            ("What you need to know about it:", false),
            ("1. Why the talks begin now at last", false),
        ];
        for (line, expected) in cases {
            let mut blocks = paragraphs(&[line, body]);
            assert_eq!(take_standfirst(&mut blocks).is_some(), expected, "{line}");
            assert_eq!(blocks.len(), if expected { 1 } else { 2 });
        }
        let mut blocks = paragraphs(&["What the delegates wanted and what they got", body]);
        blocks[0].kind = Kind::Heading;
        assert_eq!(take_standfirst(&mut blocks), None, "the heading of the first section");
    }

    #[test]
    fn an_untitled_text_gives_its_first_line() {
        let mut blocks = paragraphs(&["Talks begin in Vienna", "Delegates from nine countries met on Friday."]);
        assert_eq!(take_title(&mut blocks).as_deref(), Some("Talks begin in Vienna"));
        let mut blocks = paragraphs(&["Delegates met on Friday.", "They talked."]);
        assert_eq!(take_title(&mut blocks), None);
    }
}
