//! What a block looks like by itself: its length, its links, its marks, and the furniture it may be.

use crate::normalize::blocks::{Block, Kind};
use crate::normalize::clean;

/// Characters of a paragraph of prose; half as many where a letter says more, as it does where it takes more bytes.
const PROSE_CHARS_MIN: usize = 80;

/// Share of a paragraph of prose that may stand in links.
const PROSE_LINKED_MAX: f32 = 0.4;

/// Characters of a line that may be a date, a time of reading or a count.
const STAMP_CHARS_MAX: usize = 60;

/// One block's text in numbers; shares are of its characters or words.
#[derive(Debug, Default)]
pub struct Line {
    /// Hash of its letters and digits: the same for the same words.
    pub key: u64,
    pub bytes: usize,
    pub chars: usize,
    pub words: usize,
    pub linked: f32,
    pub capitalized: f32,
    pub short_words: f32,
    pub digits: f32,
    pub commas: usize,
    pub sentences: usize,
    pub ends_sentence: bool,
    pub ends_colon: bool,
    pub starts_capital: bool,
    pub starts_digit: bool,
    /// Reads like running text.
    pub is_prose: bool,
    pub is_stamp: bool,
    pub furniture: clean::Furniture,
}

impl Line {
    pub fn of(block: &Block) -> Self {
        let text = block.text.as_str();
        let mut line = Self { bytes: text.len(), linked: ratio(block.linked, text.len()).min(1.0), ..Self::default() };
        let (mut capitalized, mut short, mut digits, mut word, mut before) = (0, 0, 0, 0, ' ');
        for c in text.chars().chain([' ']) {
            line.chars += 1;
            if c.is_alphanumeric() {
                if word == 0 {
                    capitalized += usize::from(c.is_uppercase());
                }
                word += 1;
                digits += usize::from(c.is_numeric());
            } else {
                line.words += usize::from(word > 0);
                short += usize::from((1..=3).contains(&word));
                word = 0;
                line.commas += usize::from(matches!(c, ',' | ';' | '،' | '、' | '，'));
                line.sentences += usize::from(is_end_mark(before) && c == ' ' || is_wide_end_mark(c));
            }
            before = c;
        }
        line.key = key(text);
        line.capitalized = ratio(capitalized, line.words);
        line.short_words = ratio(short, line.words);
        line.digits = ratio(digits, line.chars);
        let bare = text.trim_end_matches(['”', '"', '’', '»', ')', ']', '“', '*', ' ']);
        line.ends_sentence = bare.ends_with(is_end_mark) || bare.ends_with(is_wide_end_mark);
        line.ends_colon = bare.ends_with([':', '：']);
        line.starts_capital = text.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_uppercase);
        line.starts_digit = text.starts_with(|c: char| c.is_ascii_digit());
        line.is_stamp = line.chars <= STAMP_CHARS_MAX && digits > 0 && !line.ends_sentence;
        let runs = matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Quote);
        let is_long = line.chars >= PROSE_CHARS_MIN || line.bytes >= 2 * PROSE_CHARS_MIN;
        line.is_prose = runs && line.linked <= PROSE_LINKED_MAX && is_long && (line.ends_sentence || line.commas > 1);
        line.furniture = clean::furniture(block);
        line
    }
}

/// Returns a hash of the letters and digits of a text, whatever their case and whatever stands between them. Memories of sites are
/// kept by it: changing it makes them useless until the next few articles.
pub fn key(text: &str) -> u64 {
    let mut hash = 0;
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            hash = mixed(hash, c.to_ascii_lowercase());
        } else if c.is_alphanumeric() {
            hash = c.to_lowercase().fold(hash, mixed);
        }
    }
    hash
}

fn mixed(hash: u64, c: char) -> u64 {
    // The multiplier of the FxHash function: odd, its bits without pattern.
    (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x51_7c_c1_b7_27_22_0a_95)
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn is_wide_end_mark(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '।' | '؟')
}

/// Returns the ratio of two counts; 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of one page")]
pub fn ratio(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// Returns the logarithm of a count, 0 of nothing.
#[expect(clippy::cast_precision_loss, reason = "counts of one page")]
pub fn log(count: usize) -> f32 {
    (1.0 + count as f32).ln()
}

/// Returns a number of bytes to calculate with.
#[expect(clippy::cast_precision_loss, reason = "texts of one page")]
pub fn bytes(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, text: &str) -> Line {
        Line::of(&Block::new(kind, text))
    }

    #[test]
    fn prose_is_told_from_lines_in_any_language() {
        let cases = [
            ("The delegates of nine countries met in the old town hall on Friday to talk about water.", true),
            ("Die Abgeordneten aus neun Ländern trafen sich am Freitag im alten Rathaus der Stadt.", true),
            (
                "代表们星期五在旧市政厅会面，讨论水资源问题。九个国家参加了会议，会议将持续三天，直到星期日晚上，届时将公布结果。",
                true,
            ),
            ("Subscribe to our newsletter", false),
            ("Home News Sport Weather Culture Business Opinion Travel Cars Homes Jobs Games Shop Archive", false),
        ];
        for (text, expected) in cases {
            assert_eq!(read(Kind::Paragraph, text).is_prose, expected, "{text}");
        }
        assert!(!read(Kind::Heading, cases[0].0).is_prose);
        let linked = Block { linked: cases[0].0.len(), ..Block::new(Kind::Paragraph, cases[0].0) };
        assert!(!Line::of(&linked).is_prose);
    }

    #[test]
    fn marks_are_counted() {
        let line = read(Kind::Paragraph, "It rains, he said. “So what?”");
        assert_eq!((line.words, line.commas, line.sentences), (6, 1, 1));
        assert!(line.ends_sentence && line.starts_capital && !line.ends_colon);
        assert!(read(Kind::Paragraph, "5 min").is_stamp);
        assert!(read(Kind::Paragraph, "Quatre raisons :").ends_colon);
    }

    #[test]
    fn a_key_is_of_letters_alone() {
        assert_eq!(key("It rains – a lot!"), key("it rains a LOT"));
        assert_ne!(key("It rains"), key("It rained"));
    }
}
