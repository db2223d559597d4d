//! What a block looks like by itself: its length, its links, its marks, and the furniture it may be.

use xxhash_rust::xxh3::xxh3_64;

use crate::normalize::blocks::{Block, Kind};
use crate::normalize::clean;

/// Characters of a paragraph that is prose even without an end mark.
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
        let mut letters = String::with_capacity(text.len());
        let (mut capitalized, mut short, mut digits, mut word, mut before) = (0, 0, 0, 0, ' ');
        for c in text.chars().chain([' ']) {
            line.chars += 1;
            if c.is_alphanumeric() {
                if word == 0 {
                    capitalized += usize::from(c.is_uppercase());
                }
                word += 1;
                digits += usize::from(c.is_numeric());
                letters.extend(c.to_lowercase());
            } else {
                line.words += usize::from(word > 0);
                short += usize::from((1..=3).contains(&word));
                word = 0;
                line.commas += usize::from(matches!(c, ',' | ';' | '،' | '、' | '，'));
                line.sentences += usize::from(is_end_mark(before) && c == ' ' || is_wide_end_mark(c));
            }
            before = c;
        }
        line.key = xxh3_64(letters.as_bytes());
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
