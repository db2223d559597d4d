//! The standfirst: the line right below the headline that is no paragraph of the text.
//!
//! It is known by its place and its shape, in any language: one line of some words behind the headline, before anything
//! else that reads like text. Where it ends with a full stop, the names of its elements must say what it is.

use super::blocks::{Block, Kind};
use super::clean;
use super::scope::{NEARNESS_MAX, SUMMARY, Tag};
use super::walk::Walked;

/// Characters of a standfirst; longer ones are paragraphs.
const CHARS_MAX: usize = 300;

/// Characters of one that only its shape tells.
const UNNAMED_CHARS_MAX: usize = 200;

/// Words of a line with more than one number that is a date and a time.
const STAMP_WORDS_MAX: usize = 12;

/// Blocks behind the headline that may stand before it: a byline, a date, buttons.
const REACH: usize = 4;

/// Finds the standfirst below the headline that says this title.
pub fn below_headline(walked: &Walked, title: &str, authors: &[String]) -> Option<String> {
    let blocks: Vec<&Block> = walked.blocks.iter().filter(|block| block.kind != Kind::Picture).collect();
    let is_headline = |block: &&Block| {
        walked.scopes[block.scope as usize].tag == Tag::Heading(1) && clean::is_same_headline(&block.text, title)
    };
    let headline = blocks.iter().position(is_headline)?;
    let is_signed = |line: &str| authors.iter().any(|author| line.contains(author.as_str()));
    let mut near = blocks[headline + 1..].iter().enumerate().take(REACH);
    let (at, found) = near.find(|(_, block)| is_line(block, title) && !is_signed(&block.text))?;
    let is_named = walked.scopes[found.scope as usize].nearness[SUMMARY] >= NEARNESS_MAX - 1;
    let is_of_section = found.kind == Kind::Heading && has_kin(walked, &blocks[headline + 2 + at..], found);
    let is_shaped = at == 0
        && !found.text.contains(|c: char| c.is_ascii_digit())
        && !clean::is_ended(&found.text)
        && !is_of_section
        && found.text.chars().count() <= UNNAMED_CHARS_MAX;
    (is_named || is_shaped).then(|| found.text.clone())
}

/// Whether the block may be one, by itself.
fn is_line(block: &Block, title: &str) -> bool {
    let furniture = clean::furniture(block);
    matches!(block.kind, Kind::Paragraph | Kind::Heading)
        && block.figure.is_none()
        && block.linked * 2 < block.text.len()
        && block.text.chars().count() <= CHARS_MAX
        && clean::says_enough(&block.text)
        && !block.text.ends_with([':', '：', ','])
        && !block.text.contains(['|', '•', '·'])
        && !(numbers(&block.text) > 1 && block.text.split_whitespace().count() <= STAMP_WORDS_MAX)
        && furniture == clean::Furniture::default()
        && !clean::is_same_headline(&block.text, title)
}

fn numbers(line: &str) -> usize {
    line.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty()).count()
}

/// Whether a heading of the same rank and parent follows: then both open sections.
fn has_kin(walked: &Walked, behind: &[&Block], heading: &Block) -> bool {
    let place = |block: &Block| {
        let scope = &walked.scopes[block.scope as usize];
        (scope.tag, scope.parent)
    };
    behind.iter().any(|block| block.kind == Kind::Heading && place(block) == place(heading))
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;
    use crate::normalize::walk::{self, Reach};

    fn found(below: &str) -> Option<String> {
        let html = format!("<nav>Home</nav><h1>Nine days of rain in May</h1>{below}");
        let document = Document::from(html);
        below_headline(
            &walk::walk(&document.root(), None, Reach::Page),
            "Nine days of rain in May",
            &["Jane Doe".to_owned()],
        )
    }

    #[test]
    fn the_line_below_the_headline_is_the_standfirst() {
        let line = "The old town waits for boats";
        let cases = [
            format!("<p>{line}</p><p>By Jane Doe</p><p>It rained for nine days.</p>"),
            format!("<p class=byline>By Jane Doe</p><p class=standfirst>{line}</p><p>It rained for nine days.</p>"),
            format!("<h2>{line}</h2><p>May 4, 2015</p><p>It rained for nine days.</p>"),
            format!("<h2>{line}</h2><div><p>It rained for nine days.</p><h2>What the rain did to us</h2></div>"),
            format!("<x-intro><p>{line}</p></x-intro><p>It rained for nine days.</p>"),
        ];
        for below in &cases {
            assert_eq!(found(below).as_deref(), Some(line), "{below}");
        }
        let sentence = "The old town waits for boats.";
        assert_eq!(found(&format!("<p class=dek>{sentence}</p><p>It rained.</p>")).as_deref(), Some(sentence));
        let unspaced = "老城等待船只到来";
        assert_eq!(found(&format!("<div>{unspaced}</div><p>雨下了九天。</p>")).as_deref(), Some(unspaced));
    }

    #[test]
    fn paragraphs_and_sections_are_none() {
        let cases = [
            "<p>It rained for nine days in the old town.</p><p>Nobody knew why.</p>",
            "<h2>What the rain did to us</h2><p>It rained for nine days.</p><h2>What we did to the rain</h2><p>Nothing.</p>",
            "<p><a href=/x>Ten things that you should know</a></p><p>It rained.</p>",
            "<p>By Jane Doe and John Roe and Max Roe</p><p>It rained.</p>",
            "<p>Nine days of rain in May</p><p>It rained.</p>",
            "<p>Weather</p><p>It rained.</p>",
            "<p>Jane Doe, Head of Weather and Rain</p><p>It rained.</p>",
            "<p class=intro>Updated on May 4, 2015, at noon</p><p>It rained.</p>",
            "<p>Reading time about 6 minutes</p><p>It rained.</p>",
        ];
        for below in cases {
            assert_eq!(found(below), None, "{below}");
        }
    }
}
