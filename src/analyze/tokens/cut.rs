//! Text to tokens.

use super::abbreviations::{Abbreviation, abbreviation, is_initialism};
use super::words::{is_apostrophe, word_bytes};
use super::{Gap, Kind, Token};

/// Words after which an apostrophe is an elision (`l’État`, `dell’anno`), in lower case.
const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "all", "nell", "sull",
    "dall", "un", "quest", "quell",
];

/// The elided words that may stand with a capital; `M’`, `N’` and `T’` begin names (`N’Djamena`).
const ELIDED_CAPITALS: &[&str] = &["L", "D", "J", "S", "C", "Qu", "QU", "Jusqu", "Lorsqu", "Dell", "All", "Nell"];

/// The longest of the elided words.
const ELIDED_BYTES_MAX: usize = 8;

/// What opens an address.
const ADDRESSES: &[&str] = &["http://", "https://", "www."];

/// Marks and spaces that may stand between a full stop and the end of its line.
const LINE_END_CHARACTERS_MAX: usize = 3;

/// Returns the tokens of `text` in order.
pub fn cut(text: &str) -> Vec<Token> {
    // News has a token about every five bytes.
    let mut cutter = Cutter { text, byte: 0, point: 0, tokens: Vec::with_capacity(text.len() / 5 + 8) };
    let mut gap = Gap::Paragraph;
    while let Some(character) = cutter.peek() {
        if character.is_whitespace() {
            gap = gap.max(cutter.white_space());
        } else {
            cutter.token(character, gap);
            gap = Gap::None;
        }
    }
    cutter.tokens
}

struct Cutter<'t> {
    text: &'t str,
    byte: usize,
    point: u32,
    tokens: Vec<Token>,
}

impl<'t> Cutter<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.byte..]
    }

    fn peek(&self) -> Option<char> {
        match self.text.as_bytes().get(self.byte)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.rest().chars().next(),
        }
    }

    fn white_space(&mut self) -> Gap {
        let mut breaks = 0;
        while let Some(character) = self.peek().filter(|character| character.is_whitespace()) {
            breaks += u32::from(matches!(character, '\n' | '\u{2028}')) + 2 * u32::from(character == '\u{2029}');
            self.byte += character.len_utf8();
            self.point += 1;
        }
        match breaks {
            0 => Gap::Space,
            1 => Gap::Line,
            _ => Gap::Paragraph,
        }
    }

    fn token(&mut self, first: char, gap: Gap) {
        if !first.is_alphanumeric() {
            return self.mark(first, gap);
        }
        let rest = self.rest();
        if let Some((bytes, kind)) = plain_word(rest) {
            return self.push_points(bytes, bytes as u32, kind, gap);
        }
        if let Some(bytes) = self.address(first) {
            return self.push(bytes, Kind::Address, gap);
        }
        if let Some(bytes) = elided_bytes(rest) {
            return self.push(bytes, Kind::Clitic, gap);
        }
        let bytes = word_bytes(rest);
        let word = &rest[..bytes];
        let kind = kind_of(word);
        if let Some(ending) = possessive_bytes(word) {
            self.push(bytes - ending, kind, gap);
            return self.push(ending, Kind::Clitic, Gap::None);
        }
        self.push(with_stops(rest, bytes), kind, gap);
    }

    fn mark(&mut self, first: char, gap: Gap) {
        let rest = self.rest();
        match first {
            '.' | '-' => self.push(run_of(rest, first), Kind::Mark, gap),
            // `Inc.’s`: the possessive ending of a token that is no plain word.
            '\'' | '’' if gap == Gap::None && is_possessive(&rest[first.len_utf8()..]) => {
                self.push(first.len_utf8() + 1, Kind::Clitic, gap);
            }
            _ => self.push(first.len_utf8(), Kind::Mark, gap),
        }
    }

    /// Length of the address that begins here; the marks at its end belong to the sentence.
    fn address(&self, first: char) -> Option<usize> {
        if !matches!(first, 'h' | 'H' | 'w' | 'W') {
            return None;
        }
        let bytes = self.rest().as_bytes();
        let opens = |opening: &&&str| {
            bytes.get(..opening.len()).is_some_and(|start| start.eq_ignore_ascii_case(opening.as_bytes()))
        };
        ADDRESSES.iter().find(opens)?;
        let end = self.rest().find(|character: char| {
            character.is_whitespace() || matches!(character, '<' | '>' | '"' | '”' | '»' | '“')
        });
        let address = &self.rest()[..end.unwrap_or(self.rest().len())];
        Some(address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'', '’', '…']).len())
    }

    fn push(&mut self, bytes: usize, kind: Kind, gap: Gap) {
        let text = &self.text.as_bytes()[self.byte..self.byte + bytes];
        let points = text.iter().map(|byte| u32::from((*byte as i8) >= -0x40)).sum();
        self.push_points(bytes, points, kind, gap);
    }

    fn push_points(&mut self, bytes: usize, points: u32, kind: Kind, gap: Gap) {
        let (start_byte, end_byte) = (self.byte as u32, (self.byte + bytes) as u32);
        self.tokens.push(Token { start_byte, end_byte, start: self.point, end: self.point + points, kind, gap });
        self.byte += bytes;
        self.point += points;
    }
}

/// Length and kind of the word of ASCII letters and digits that opens `rest` and ends at a space, a comma or a
/// bracket: four of five tokens, for which nothing else is to be looked at.
fn plain_word(rest: &str) -> Option<(usize, Kind)> {
    let mut has_letter = false;
    for (at, byte) in rest.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => has_letter = true,
            b'0'..=b'9' => {}
            b' ' | b'\n' | b')' | b';' | b'"' if at > 0 => return Some((at, kind_by(has_letter))),
            b',' if at > 0 && rest.as_bytes()[at - 1].is_ascii_alphabetic() => return Some((at, Kind::Word)),
            _ => return None,
        }
    }
    None
}

const fn kind_by(has_letter: bool) -> Kind {
    if has_letter { Kind::Word } else { Kind::Number }
}

fn kind_of(word: &str) -> Kind {
    let has_letter = word.bytes().any(|byte| byte.is_ascii_alphabetic())
        || !word.is_ascii() && word.chars().any(char::is_alphabetic);
    if has_letter && word.bytes().any(|byte| byte == b'@') { Kind::Address } else { kind_by(has_letter) }
}

/// Length of a run of the same ASCII mark: `...`, `--`.
fn run_of(rest: &str, mark: char) -> usize {
    rest.bytes().take_while(|byte| char::from(*byte) == mark).count()
}

/// Length of the elided word that opens `rest`, with its apostrophe.
fn elided_bytes(rest: &str) -> Option<usize> {
    let letters = rest.bytes().take(ELIDED_BYTES_MAX).take_while(u8::is_ascii_alphabetic).count();
    let behind = rest[letters..].strip_prefix(is_apostrophe)?;
    let elision = &rest[..letters];
    let is_elided = ELIDED.contains(&elision) || ELIDED_CAPITALS.contains(&elision);
    (is_elided && behind.starts_with(char::is_alphabetic) && !is_possessive(behind)).then(|| rest.len() - behind.len())
}

/// Length of the possessive ending of `word`.
fn possessive_bytes(word: &str) -> Option<usize> {
    let stem = word.strip_suffix(['s', 'S'])?;
    let stem = stem.strip_suffix(is_apostrophe)?;
    (!stem.is_empty()).then(|| word.len() - stem.len())
}

/// Tells whether what stands behind an apostrophe is an `s` alone.
fn is_possessive(behind: &str) -> bool {
    behind.strip_prefix(['s', 'S']).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Length of the word of `bytes` that opens `rest`, with the full stops that belong to it: `Mr.`, `U.S.-led`,
/// `J.-P.`.
fn with_stops(rest: &str, mut bytes: usize) -> usize {
    let mut part = 0;
    while keeps_stop(&rest[part..bytes], &rest[bytes..]) {
        bytes += 1;
        part = bytes + 1;
        match rest[bytes..].strip_prefix('-') {
            Some(behind) if behind.starts_with(char::is_alphanumeric) => bytes = part + word_bytes(behind),
            _ => break,
        }
    }
    bytes
}

/// Tells whether the full stop that opens `behind` belongs to the word.
///
/// At the end of a line it ends the sentence, except for letters between stops, which lose their look without it.
fn keeps_stop(word: &str, behind: &str) -> bool {
    let Some(behind) = behind.strip_prefix('.').filter(|behind| !behind.starts_with('.')) else { return false };
    match abbreviation(word) {
        None => false,
        Some(Abbreviation::Numbered) => {
            behind.trim_start_matches([' ', '\u{A0}', '\u{202F}']).starts_with(char::is_numeric)
        }
        Some(_) => is_initialism(word) || !ends_line(behind),
    }
}

fn ends_line(behind: &str) -> bool {
    let mut characters = behind.chars();
    let next = characters
        .by_ref()
        .take(LINE_END_CHARACTERS_MAX)
        .find(|character| !matches!(character, ' ' | '"' | '”' | '“' | '»' | '’' | '\'' | ')'));
    match next {
        Some(character) => character == '\n',
        None => characters.next().is_none_or(|character| character == '\n'),
    }
}
