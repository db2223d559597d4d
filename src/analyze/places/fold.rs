//! Names to keys: what two spellings of one place have in common.
//!
//! Letters are lower-cased and lose their accents, apostrophes and stops vanish, hyphens part words, `St.` is
//! `Saint`. A Russian word loses its ending, because Russian names are declined. The table is built with the same
//! function, so a key need not be pretty, only the same on both sides.

use xxhash_rust::xxh3::xxh3_64;

/// A name in more bytes is none that the table knows.
pub const KEY_BYTES_MAX: usize = 96;

/// A Russian word keeps so many letters, whatever it ends in.
const STEM_LETTERS_MIN: usize = 3;

/// Accented Latin letters by the letter that is left of them.
const ACCENTED: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ("c", "çćĉċč"),
    ("d", "ďđðḍḑ"),
    ("e", "èéêëēĕėęěəẹẻẽếềểễệ"),
    ("g", "ĝğġģǧḡ"),
    ("h", "ĥħḥḩḫẖ"),
    ("i", "ìíîïĩīĭįıǐịỉ"),
    ("j", "ĵ"),
    ("k", "ķḳḵ"),
    ("l", "ĺļľŀłḷ"),
    ("n", "ñńņňŋṇṅ"),
    ("o", "òóôõöøōŏőǒọỏốồổỗộơớờởỡợ"),
    ("r", "ŕŗřṛ"),
    ("s", "śŝşšșṣ"),
    ("t", "ţťŧțṭẗ"),
    ("u", "ùúûüũūŭůűųǔụủưứừửữự"),
    ("w", "ŵ"),
    ("y", "ýÿŷỳỵỷỹ"),
    ("z", "źżžẓẕ"),
    ("ss", "ß"),
    ("ae", "æ"),
    ("oe", "œ"),
    ("th", "þ"),
];

/// Words that are written short in front of (or behind) a name.
const SHORTENED: &[(&str, &str)] =
    &[("st", "saint"), ("ste", "sainte"), ("mt", "mount"), ("ft", "fort"), ("co", "county")];

/// A name's key while it grows word by word.
#[derive(Clone, Debug, Default)]
pub struct Key {
    bytes: Vec<u8>,
}

impl Key {
    /// Returns the key of a whole name.
    pub fn of(name: &str) -> Self {
        let mut key = Self::default();
        key.push(name);
        key
    }

    /// Returns the key of an abbreviation, which is known in its own capitals only: `US` for `U.S.`, `Calif.`.
    pub fn of_abbreviation(short: &str) -> Self {
        let has_lower_case = short.contains(char::is_lowercase);
        let mut bytes = vec![b'='];
        let letters = short.chars().filter(|character| *character != '.' && !character.is_whitespace());
        letters.for_each(|letter| push_character(&mut bytes, letter));
        if has_lower_case && short.ends_with('.') {
            bytes.push(b'.');
        }
        Self { bytes }
    }

    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn is_too_long(&self) -> bool {
        self.bytes.len() > KEY_BYTES_MAX
    }

    /// Adds words behind those that are there.
    pub fn push(&mut self, words: &str) {
        for word in words.split(|character: char| character.is_whitespace() || is_parting(character)) {
            if self.is_too_long() {
                return;
            }
            self.push_word(word);
        }
    }

    /// Adds letters to the last word: `s` to `King`, `Ivoire` to `d’`.
    pub fn glue(&mut self, letters: &str) {
        for character in letters.chars().take(KEY_BYTES_MAX) {
            fold(&mut self.bytes, character);
        }
    }

    /// Returns the hash under which the table keeps the name.
    pub fn hash(&self) -> u64 {
        xxh3_64(&self.bytes)
    }

    /// Returns the key as text, for whoever compares names without hashing them.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).expect("keys are made of whole characters")
    }

    fn push_word(&mut self, word: &str) {
        let before = self.bytes.len();
        if before > 0 {
            self.bytes.push(b' ');
        }
        let start = self.bytes.len();
        for character in word.chars() {
            fold(&mut self.bytes, character);
            if self.is_too_long() {
                return;
            }
        }
        if self.bytes.len() == start {
            return self.bytes.truncate(before);
        }
        let folded = &self.bytes[start..];
        if let Some((_, long)) = SHORTENED.iter().find(|(short, _)| short.as_bytes() == folded) {
            self.bytes.truncate(start);
            self.bytes.extend_from_slice(long.as_bytes());
        } else if matches!(folded[0], 0xD0 | 0xD1) {
            let kept = start + stem_bytes(&self.bytes[start..]);
            self.bytes.truncate(kept);
        }
    }
}

fn is_parting(character: char) -> bool {
    matches!(character, '-' | '‐' | '‑' | '–' | '/')
}

fn push_character(bytes: &mut Vec<u8>, character: char) {
    bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Adds what is left of a character.
fn fold(bytes: &mut Vec<u8>, character: char) {
    if character.is_ascii() {
        if character.is_ascii_alphanumeric() {
            bytes.push(character.to_ascii_lowercase() as u8);
        } else if character == '&' {
            bytes.extend_from_slice(b"and");
        }
        return;
    }
    for lower in character.to_lowercase() {
        match lower {
            'ё' => push_character(bytes, 'е'),
            'أ' | 'إ' | 'آ' => push_character(bytes, 'ا'),
            'ى' => push_character(bytes, 'ي'),
            'ة' => push_character(bytes, 'ه'),
            '\u{0300}'..='\u{036F}' | '\u{0640}' | '\u{064B}'..='\u{0652}' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' => {}
            'ª'..='ɏ' | 'ḁ'..='ỿ' => match ACCENTED.iter().find(|(_, accented)| accented.contains(lower)) {
                Some((plain, _)) => bytes.extend_from_slice(plain.as_bytes()),
                None => push_character(bytes, lower),
            },
            _ if lower.is_alphanumeric() => push_character(bytes, lower),
            _ => {}
        }
    }
}

/// Length of a Russian word (two bytes a letter) without its ending: vowels, `й`, `ь`, and `ом`, `ем`, `ов`.
fn stem_bytes(word: &[u8]) -> usize {
    let Ok(text) = std::str::from_utf8(word) else { return word.len() };
    let mut stem = text;
    if text.chars().count() > STEM_LETTERS_MIN + 2 {
        stem = ["ого", "его", "ому", "ему", "ами", "ями"]
            .iter()
            .find_map(|ending| text.strip_suffix(ending))
            .unwrap_or(stem);
    }
    for consonant in ['м', 'х', 'в'] {
        let shorter = stem.strip_suffix(consonant).filter(|rest| rest.ends_with(['о', 'е', 'а', 'ы', 'и', 'я']));
        if let Some(shorter) = shorter.filter(|rest| rest.chars().count() > STEM_LETTERS_MIN + 1 && consonant != 'в') {
            stem = shorter;
            break;
        }
    }
    while stem.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'й', 'ь'])
        && stem.chars().count() > STEM_LETTERS_MIN
    {
        stem = &stem[..stem.len() - 2];
    }
    stem.len()
}
