//! What holds of the tokens of any text, and that no text is slow.

use std::time::{Duration, Instant};

use super::super::{CodePoints, Gap, Tokens};

/// Pieces out of which nasty texts are put together.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "B", "é", "ß", "Я", "г", "中", "。", "！", "ع", "؟", "ह", "्", "।", "ไ", "่", "e\u{301}", "\u{301}", "1", "23",
    "٣", ".", "..", "…", ",", "-", "--", "—", "–", "'", "’", "‘", "\"", "“", "”", "„", "«", "»", "(", ")", "[", "]",
    "!", "?", "¿", ":", "/", "&", "@", "#", "_", "$", "%", " ", " ", " ", "\u{A0}", "\u{202F}", "\u{3000}", "\n",
    "\n\n", "\r\n", "\t", "\u{2028}", "\u{2029}", "\u{85}", "\u{AD}", "\u{200B}", "\u{200D}", "\u{FEFF}", "\u{202E}",
    "\0", "\u{10FFFF}", "🙂", "👩‍👩‍👧", "🇫🇷", "http://", "www.", "l'", "d’", "U.S", "Mr", "Inc", "т", "z", "No", "said",
    "The", "St.", "’s", "'s", "ﬁ", "İ", "ǅ", "٪", "「", "」", "『", "』", "1.", "A.", "\u{1F}", "\u{2060}", "｡",
];

/// Hostile repetitions.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    "a.", "A.", "A.-", "a.A", "\"", "“", "(", "( ", "(a ", ")", ".", ".…", "…", "l'", "L’", "l'a", "'s", "-", "a-", "1.",
    "1. ", "1,", "a. ", "A. ", "Mr. ", "U.S. ", "г. ", "? ", "?\" ", "»", "« ", "” ", "。", "」", "http://", "www.)", "ha ",
    "a\n", "\n", "\u{A0}", "a\u{301}", "\u{301}", "\u{200D}", "\u{AD}", "中", "中。", "Aa.Aa", "a@", "a@a ", "— ", "etc. ",
    "((A. ", ".\"A", "!A", "A! ", "“A. ” ", "! said ", "1. A ", ".) ", "A.)",
];

/// Enough for quadratic time to take minutes, little enough for a build without optimization.
const TEXT_BYTES: usize = 250_000;

/// Far more than such a text needs on a slow and busy machine.
const DEADLINE: Duration = Duration::from_secs(5);

/// Deterministic and good enough: the constants are those of Knuth's MMIX.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

fn check(text: &str) {
    let tokens = Tokens::of(text);
    let points = CodePoints::of(text);
    let mut end = 0;
    for (number, token) in tokens.all().iter().enumerate() {
        let (start, behind) = (token.start_byte as usize, token.end_byte as usize);
        assert!(start >= end && behind > start, "order in {text:?}");
        let between = &text[end..start];
        assert!(between.chars().all(char::is_whitespace), "{between:?} is in no token of {text:?}");
        assert_eq!(token.gap == Gap::None, number > 0 && between.is_empty(), "gap in {text:?}");
        assert!(!token.of(text).contains(char::is_whitespace), "white space in a token of {text:?}");
        assert_eq!((token.start, token.end), (points.before(start), points.before(behind)), "{text:?}");
        end = behind;
    }
    assert!(text[end..].chars().all(char::is_whitespace), "the end of {text:?}");
    let mut next = 0;
    for (number, sentence) in tokens.sentences().enumerate() {
        assert!(sentence.start == next && sentence.end > next, "sentences of {text:?}");
        assert_eq!(tokens.sentence_of(sentence.start), number);
        assert_eq!(tokens.sentence_of(sentence.end - 1), number);
        next = sentence.end;
    }
    assert_eq!(next, tokens.all().len(), "sentences of {text:?}");
}

#[test]
fn tokens_cover_any_text_once_and_sentences_cover_the_tokens() {
    let mut dice = Dice(1);
    for _ in 0..20_000 {
        let length = dice.below(24);
        let text: String = (0..length).map(|_| PIECES[dice.below(PIECES.len())]).collect();
        check(&text);
    }
    for first in PIECES {
        for second in PIECES {
            check(&format!("{first}{second}"));
            check(&format!("Word {first}. {second} word"));
        }
    }
}

#[test]
fn no_text_takes_more_than_linear_time() {
    for piece in REPEATED {
        let text = piece.repeat(TEXT_BYTES / piece.len());
        let begun = Instant::now();
        let tokens = Tokens::of(&text);
        assert!(begun.elapsed() < DEADLINE, "{piece:?} again and again took {:?}", begun.elapsed());
        assert!(tokens.sentences().len() <= tokens.all().len());
    }
}
