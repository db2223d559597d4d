//! Slips of hand and of machines: doubled marks, spaces before marks, words that a line end broke.
//!
//! No word is changed. A broken word is joined only where the text itself proves how it is written: `govern- ment` where
//! it says `government` elsewhere.

use std::collections::HashSet;

use super::quotes;
use crate::normalize::blocks::Block;

/// Broken words of one text that are looked at; more are a list of word endings.
const BROKEN_MAX: usize = 200;

/// Returns the line with each doubled comma, semicolon or full stop said once, and none behind a space.
pub fn mended(line: String) -> String {
    if !has_slip(&line) {
        return line;
    }
    let chars: Vec<char> = line.chars().collect();
    let at = |place: usize| chars.get(place).copied();
    let is_open = |place: usize| at(place).is_none_or(char::is_whitespace);
    let ends_word = |place: Option<usize>| {
        place.and_then(at).is_some_and(|c| c.is_alphanumeric() || quotes::is_quote(c) || matches!(c, ')' | ']'))
    };
    let mut mended = String::with_capacity(line.len());
    for (place, c) in chars.iter().copied().enumerate() {
        let is_second = is_doubled(c)
            && place.checked_sub(1).and_then(at) == Some(c)
            && ends_word(place.checked_sub(2))
            && (is_wide(c) && at(place + 1) != Some(c) || is_open(place + 1));
        let is_before_mark = c == ' '
            && matches!(at(place + 1), Some(',' | '.' | '،'))
            && is_open(place + 2)
            && !matches!(at(place + 3), Some('.' | ','))
            && ends_word(place.checked_sub(1));
        if !is_second && !is_before_mark {
            mended.push(c);
        }
    }
    mended
}

/// Whether a mark stands twice, or behind a space: one look, because most lines have none.
fn has_slip(line: &str) -> bool {
    let mut before = '\0';
    line.chars().any(|c| {
        let is_slip = (c == before && is_doubled(c)) || (before == ' ' && matches!(c, ',' | '.' | '،'));
        before = c;
        is_slip
    })
}

fn is_doubled(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | '،' | '؛') || is_wide(c)
}

fn is_wide(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '。')
}

/// Joins the words that a line end broke.
pub fn join_broken(blocks: &mut [Block]) {
    let found: usize = blocks.iter().map(|block| broken(&block.text).take(BROKEN_MAX).count()).sum();
    if found == 0 || found > BROKEN_MAX {
        return;
    }
    let known: HashSet<String> = blocks.iter().flat_map(|block| words(&block.text).map(str::to_lowercase)).collect();
    for block in blocks {
        let mut joined = String::with_capacity(block.text.len());
        let mut copied = 0;
        for at in broken(&block.text) {
            let (start, end) = (word_before(&block.text, at), word_behind(&block.text, at + 2));
            let (left, right) = (&block.text[start..at], &block.text[at + 2..end]);
            let place = if known.contains(&format!("{left}{right}").to_lowercase()) {
                at
            } else if known.contains(&format!("{left}-{right}").to_lowercase()) {
                at + 1
            } else {
                continue;
            };
            joined.push_str(&block.text[copied..place]);
            copied = at + 2;
        }
        if copied > 0 {
            joined.push_str(&block.text[copied..]);
            block.text = joined;
        }
    }
}

/// Places of hyphens with a small letter before them, and a space and a small letter behind.
fn broken(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices("- ")
        .map(|(at, _)| at)
        .filter(|at| text[..*at].ends_with(char::is_lowercase) && text[at + 2..].starts_with(char::is_lowercase))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && c != '-').filter(|word| !word.is_empty() && !word.ends_with('-'))
}

fn word_before(text: &str, end: usize) -> usize {
    text[..end]
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8))
}

fn word_behind(text: &str, start: usize) -> usize {
    text[start..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |at| start + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::blocks::Kind;

    #[test]
    fn doubled_marks_are_said_once() {
        let cases = [
            ("He left,, and came back..", "He left, and came back."),
            ("He left , and came back .", "He left, and came back."),
            ("ذهب،، ثم عاد", "ذهب، ثم عاد"),
            ("他走了。。她来了", "他走了。她来了"),
            ("“He left”.. She stayed", "“He left”. She stayed"),
        ];
        for (line, expected) in cases {
            assert_eq!(mended(line.to_owned()), expected);
            assert_eq!(mended(expected.to_owned()), expected, "a second time");
        }
        let kept = [
            "Wait... and see",
            "and so on . . .",
            "in .NET and .5",
            "a..b",
            "../path",
            "„Ja“, sagt er ,,so ist es\"",
            "« Oui ! » dit-il ; non ?",
            "etc., and",
            "。。。",
            "1,,000",
            "Yes!! No??",
        ];
        for line in kept {
            assert_eq!(mended(line.to_owned()), line);
        }
    }

    #[test]
    fn broken_words_are_joined_where_the_text_proves_it() {
        let joined = |text: &str, proof: &str| {
            let mut blocks = [Block::new(Kind::Paragraph, text), Block::new(Kind::Paragraph, proof)];
            join_broken(&mut blocks);
            blocks[0].text.clone()
        };
        assert_eq!(joined("the govern- ment said", "Government is hard."), "the government said");
        assert_eq!(joined("a well- known man", "a well-known town"), "a well-known man");
        assert_eq!(joined("die Regie- rung sagt", "Die Regierung"), "die Regierung sagt");
        assert_eq!(joined("прави- тельство", "правительство"), "правительство");
        for text in ["vor- und nachher", "the govern- ment said", "low- or high-paid", "a - b"] {
            assert_eq!(joined(text, "Nothing proves it."), text);
        }
    }
}
