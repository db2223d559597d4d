//! Text to tokens.

use super::abbreviations::abbreviation;
use super::{Gap, Kind, Token};

/// Words after which an apostrophe is an elision (`l’État`, `dell’anno`), in lower case.
const ELIDED: &[&str] = &[
    "l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "all", "nell", "sull",
    "dall", "un", "quest", "quell",
];

/// What opens an address.
const ADDRESSES: &[&str] = &["http://", "https://", "www."];

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

impl Cutter<'_> {
    fn rest(&self) -> &str {
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
            let run = if matches!(first, '.' | '-') { self.run_of(first) } else { first.len_utf8() };
            return self.push(run, Kind::Mark, gap);
        }
        if let Some(bytes) = self.address() {
            return self.push(bytes, Kind::Address, gap);
        }
        let bytes = self.elided().unwrap_or_else(|| word_bytes(self.rest()));
        let word = &self.rest()[..bytes];
        let kind = kind_of(word);
        if word.ends_with(['\'', '’']) {
            return self.push(bytes, Kind::Clitic, gap);
        }
        let possessive =
            ["'s", "’s", "'S", "’S"].iter().find(|ending| word.len() > ending.len() && word.ends_with(**ending));
        if let Some(ending) = possessive {
            self.push(bytes - ending.len(), kind, gap);
            return self.push(ending.len(), Kind::Clitic, Gap::None);
        }
        let keeps_stop = self.rest()[bytes..].starts_with('.') && abbreviation(word).is_some();
        let stop = usize::from(keeps_stop);
        let chained = if keeps_stop { chained_bytes(&self.rest()[bytes + stop..]) } else { 0 };
        self.push(bytes + stop + chained, kind, gap);
    }

    /// Length of a run of the same ASCII mark: `...`, `--`.
    fn run_of(&self, mark: char) -> usize {
        self.rest().bytes().take_while(|byte| char::from(*byte) == mark).count()
    }

    /// Length of the address that begins here; the marks at its end belong to the sentence.
    fn address(&self) -> Option<usize> {
        let bytes = self.rest().as_bytes();
        if !matches!(bytes[0], b'h' | b'H' | b'w' | b'W') {
            return None;
        }
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

    /// Length of an elided word with its apostrophe.
    fn elided(&self) -> Option<usize> {
        let rest = self.rest();
        let letters = rest.bytes().take(8).take_while(u8::is_ascii_lowercase).count();
        let apostrophe = rest[letters..].chars().next().filter(|character| matches!(character, '\'' | '’'))?;
        let behind = letters + apostrophe.len_utf8();
        let goes_on = rest[behind..].starts_with(char::is_alphabetic) && !rest[behind..].starts_with("s ");
        (goes_on && ELIDED.contains(&&rest[..letters])).then_some(behind)
    }

    fn push(&mut self, bytes: usize, kind: Kind, gap: Gap) {
        let text = &self.text[self.byte..self.byte + bytes];
        let points = text.chars().count() as u32;
        let (start_byte, end_byte) = (self.byte as u32, (self.byte + bytes) as u32);
        self.tokens.push(Token { start_byte, end_byte, start: self.point, end: self.point + points, kind, gap });
        self.byte += bytes;
        self.point += points;
    }
}

fn kind_of(word: &str) -> Kind {
    if word.chars().any(char::is_alphabetic) { Kind::Word } else { Kind::Number }
}

/// `-led` behind `U.S.`
fn chained_bytes(rest: &str) -> usize {
    match rest.strip_prefix('-') {
        Some(behind) if behind.starts_with(char::is_alphanumeric) => 1 + word_bytes(behind),
        _ => 0,
    }
}

/// Length of the word that opens `rest`.
fn word_bytes(rest: &str) -> usize {
    let mut characters = rest.char_indices().peekable();
    let mut before = None;
    let mut end = 0;
    while let Some((at, character)) = characters.next() {
        let belongs = character.is_alphanumeric()
            || is_mark(character)
            || characters.peek().is_some_and(|(_, after)| joins(before, character, *after));
        if !belongs {
            break;
        }
        end = at + character.len_utf8();
        before = Some(character);
    }
    end
}

/// Tells whether `character` stands inside a word, given its neighbors.
fn joins(before: Option<char>, character: char, after: char) -> bool {
    let Some(before) = before.filter(|before| before.is_alphanumeric() || is_mark(*before)) else { return false };
    match character {
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' | '@' | '_' => after.is_alphanumeric(),
        // `U.S`, `3.5`, `example.com`; but not `end.Next`.
        '.' => {
            (before.is_uppercase() && after.is_uppercase())
                || (before.is_numeric() && after.is_numeric())
                || (before.is_alphanumeric() && after.is_lowercase())
        }
        ',' | ':' | '/' => before.is_numeric() && after.is_numeric(),
        '&' => before.is_uppercase() && after.is_uppercase(),
        _ => false,
    }
}

/// Marks that are no letters by themselves but stand inside words: accents that follow their letter, viramas
/// and nuktas of the Indic scripts, joiners, vowel points.
fn is_mark(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{200C}' | '\u{200D}')
        || ('\u{0900}'..='\u{0DFF}').contains(&character) && matches!(u32::from(character) & 0x7F, 0x3C | 0x4D)
}
