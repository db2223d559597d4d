//! What the model sees of a text: the short runs of letters in its words, each known by its hash.
//!
//! Training and the stage both come through here, so they cannot differ. What this file computes is FROZEN:
//! the model's rows are found by these hashes, and any change asks for a new model.
//!
//! - A word is a run of letters of one script, with the marks on them and apostrophes between them; everything
//!   else ends it. Letters are lower case, all apostrophes are `'`.
//! - A word stands between two spaces; its features are all runs of 1 to [`RUN_MAX`] characters of that, except
//!   the space alone, and the whole word where it is longer.
//! - A feature's hash is XXH3-64 (seed 0) of the run's UTF-8.

use xxhash_rust::xxh3::xxh3_64;

use super::script::Script;

/// Longest run of characters that is a feature.
pub const RUN_MAX: usize = 5;

/// Longer words are cut here and go on as new ones: only chains of hashtags and broken encodings are longer.
const WORD_CHARACTERS_MAX: usize = 40;

/// A word between its two spaces.
const CHARACTERS_MAX: usize = WORD_CHARACTERS_MAX + 2;

/// Calls `see` with the hash of every feature of `text` in `script`, in order; letters of other scripts end words.
pub fn each(text: &str, script: Script, mut see: impl FnMut(u64)) {
    let mut word = Word::new();
    for character in text.chars() {
        match letter(character, script) {
            Letter::Of(letters) => {
                for lower in letters {
                    word.push(lower, &mut see);
                }
            }
            Letter::Apostrophe => word.apostrophe = !word.is_empty(),
            Letter::None => word.end(&mut see),
        }
    }
    word.end(&mut see);
}

enum Letter<L> {
    Of(L),
    Apostrophe,
    None,
}

fn letter(character: char, script: Script) -> Letter<impl Iterator<Item = char>> {
    const DOT_ABOVE: char = '\u{307}';
    match character {
        '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '´' | '`' => Letter::Apostrophe,
        // Marks stand on the letter before; `İ` in lower case is `i` with one.
        _ if is_mark(character) || Script::of(character) == Some(script) => {
            Letter::Of(character.to_lowercase().filter(|lower| *lower != DOT_ABOVE))
        }
        _ => Letter::None,
    }
}

/// Combining marks, and the joiners inside Persian and Indian words.
const fn is_mark(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

/// A word as it grows, its leading space included, on the stack.
struct Word {
    text: [u8; CHARACTERS_MAX * 4],
    /// Where each character begins; `starts[count]` is the end.
    starts: [u8; CHARACTERS_MAX + 1],
    count: usize,
    /// Whether an apostrophe waits for the letter that makes it a part of the word.
    apostrophe: bool,
}

impl Word {
    const fn new() -> Self {
        let mut word =
            Self { text: [0; CHARACTERS_MAX * 4], starts: [0; CHARACTERS_MAX + 1], count: 1, apostrophe: false };
        word.text[0] = b' ';
        word.starts[1] = 1;
        word
    }

    const fn is_empty(&self) -> bool {
        self.count == 1
    }

    fn push(&mut self, character: char, see: &mut impl FnMut(u64)) {
        if self.apostrophe {
            self.apostrophe = false;
            self.append('\'', see);
        }
        self.append(character, see);
    }

    fn append(&mut self, character: char, see: &mut impl FnMut(u64)) {
        if self.count > WORD_CHARACTERS_MAX {
            self.end(see);
        }
        self.write(character);
    }

    fn write(&mut self, character: char) {
        let start = usize::from(self.starts[self.count]);
        let end = start + character.encode_utf8(&mut self.text[start..]).len();
        self.count += 1;
        self.starts[self.count] = end as u8;
    }

    /// Shows the word's features and begins the next one.
    fn end(&mut self, see: &mut impl FnMut(u64)) {
        if self.is_empty() {
            return;
        }
        self.write(' ');
        for first in 0..self.count {
            for end in first + 1..=(first + RUN_MAX).min(self.count) {
                if end - first > 1 || (first > 0 && end < self.count) {
                    see(self.hash(first, end));
                }
            }
        }
        if self.count > RUN_MAX {
            see(self.hash(0, self.count));
        }
        self.count = 1;
        self.apostrophe = false;
    }

    fn hash(&self, first: usize, end: usize) -> u64 {
        xxh3_64(&self.text[usize::from(self.starts[first])..usize::from(self.starts[end])])
    }
}
