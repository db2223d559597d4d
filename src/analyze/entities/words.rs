//! How a word is written: its plain form, its capitals, its shape.
//!
//! The model's rows and the name lists are found by the hash of the plain form, so what this file computes is
//! FROZEN: any change asks for a new model.

use xxhash_rust::xxh3::xxh3_64;

/// Which letters of a word are capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caps {
    Lower,
    /// `Word`
    Title,
    /// `WORD`
    Upper,
    /// `McKay`, `al-Hayat`, `iPhone`
    Mixed,
    /// `W`, `W.`
    Single,
    Number,
    Mark,
    /// `'s`
    Clitic,
}

impl Caps {
    pub fn of(word: &str) -> Self {
        let (mut letters, mut upper, mut lower) = (0, 0, 0);
        if word.is_ascii() {
            for byte in word.bytes() {
                letters += u32::from(byte.is_ascii_alphabetic());
                upper += u32::from(byte.is_ascii_uppercase());
                lower += u32::from(byte.is_ascii_lowercase());
            }
        } else {
            for character in word.chars() {
                letters += u32::from(character.is_alphabetic());
                upper += u32::from(character.is_uppercase());
                lower += u32::from(character.is_lowercase());
            }
        }
        match (upper, lower) {
            (0, _) => Self::Lower,
            (1, 0) if letters == 1 => Self::Single,
            (_, 0) => Self::Upper,
            (1, _) if word.starts_with(char::is_uppercase) => Self::Title,
            _ => Self::Mixed,
        }
    }

    /// Whether a name may begin with such a word.
    pub const fn is_capital(self) -> bool {
        matches!(self, Self::Title | Self::Upper | Self::Mixed | Self::Single)
    }
}

/// Returns capitals, full stops, hyphens and digits of a word as one number below 64.
pub fn shape(word: &str, caps: Caps) -> u8 {
    let (mut dot, mut hyphen, mut digit) = (0, 0, 0);
    for byte in word.bytes() {
        dot |= u8::from(byte == b'.');
        hyphen |= u8::from(byte == b'-');
        digit |= u8::from(byte.is_ascii_digit());
    }
    caps as u8 | dot << 3 | hyphen << 4 | digit << 5
}

/// Appends the plain form: lower case, Latin letters without their marks, straight quotes, one kind of dash.
pub fn fold_into(plain: &mut String, word: &str) {
    if word.is_ascii() {
        let start = plain.len();
        plain.push_str(word);
        plain[start..].make_ascii_lowercase();
        return;
    }
    for character in word.chars().flat_map(char::to_lowercase) {
        match unmarked(character) {
            "" if is_accent(character) => {}
            "" => plain.push(character),
            letters => plain.push_str(letters),
        }
    }
}

pub fn fold(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    fold_into(&mut plain, word);
    plain
}

const fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// What stands for a character in the plain form; empty where it stands for itself.
const fn unmarked(character: char) -> &'static str {
    match character {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ċ' => "c",
        'đ' | 'ď' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ř' => "r",
        'š' | 'ś' | 'ş' | 'ș' => "s",
        'ť' | 'ţ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' => "y",
        'ž' | 'ź' | 'ż' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        '’' | '‘' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '–' | '—' => "-",
        _ => "",
    }
}

/// Returns the hash under which a plain form is known.
pub fn hash(plain: &str) -> u64 {
    xxh3_64(plain.as_bytes())
}

/// Returns the hash of a number's pattern: all digits are one.
pub fn number_hash(plain: &str) -> u64 {
    const BYTES_MAX: usize = 24;
    let mut pattern = [0; BYTES_MAX];
    for (to, from) in pattern.iter_mut().zip(plain.bytes()) {
        *to = if from.is_ascii_digit() { b'0' } else { from };
    }
    xxh3_64(&pattern[..plain.len().min(BYTES_MAX)])
}

/// Returns the hash of two things in this order.
pub const fn join(first: u64, second: u64) -> u64 {
    let mixed = (first ^ 0x9E37_79B9_7F4A_7C15).wrapping_mul(0xD6E8_FEB8_6659_FD93).rotate_left(29);
    mixed ^ second.wrapping_mul(0xA24B_AED4_963E_E407)
}
