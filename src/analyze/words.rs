//! Cuts a text into words and knows where each one stands.

/// A word of a text. Inner apostrophes, hyphens and dots belong to it (`O’Brien`, `cease-fire`, `U.S`), a
/// possessive ending does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'t> {
    pub text: &'t str,
    /// Place of the first byte.
    pub start_byte: usize,
    /// Place of the first code point.
    pub start: u32,
    /// Behind the last code point.
    pub end: u32,
}

impl Word<'_> {
    pub fn end_byte(&self) -> usize {
        self.start_byte + self.text.len()
    }

    /// Returns the word without its first `bytes` bytes, which must end at a character.
    pub fn without_first(self, bytes: usize) -> Self {
        let (dropped, text) = self.text.split_at(bytes);
        let characters = count(dropped);
        Self { text, start_byte: self.start_byte + bytes, start: self.start + characters, end: self.end }
    }
}

/// Returns the words of `text` in order. Scripts without spaces give one word a clause: see [`is_unspaced`].
pub fn words(text: &str) -> Words<'_> {
    Words { text, byte: 0, character: 0 }
}

/// Tells whether the character belongs to a script that puts no space between words: Han, kana, Thai, Lao,
/// Burmese, Khmer, Tibetan.
pub fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0E00}'..='\u{0EFF}' | '\u{0F00}'..='\u{0FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF66}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

pub struct Words<'t> {
    text: &'t str,
    byte: usize,
    character: u32,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let rest = &self.text[self.byte..];
        let skipped = rest.find(char::is_alphanumeric)?;
        let start = self.character + count(&rest[..skipped]);
        let whole = &rest[skipped..skipped + word_bytes(&rest[skipped..])];
        let start_byte = self.byte + skipped;
        self.byte = start_byte + whole.len();
        self.character = start + count(whole);
        let text = without_possessive(whole);
        Some(Word { text, start_byte, start, end: start + count(text) })
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(text.chars().count()).expect("a text has fewer than 2^32 characters: bodies are limited")
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
        '\'' | '’' | '-' | '\u{2010}' | '\u{2011}' => after.is_alphanumeric(),
        '.' => (before.is_uppercase() && after.is_uppercase()) || (before.is_numeric() && after.is_numeric()),
        ',' => before.is_numeric() && after.is_numeric(),
        _ => false,
    }
}

/// Marks that are no letters by themselves but stand inside words: accents that follow their letter, viramas
/// and nuktas of the Indic scripts, joiners, vowel points.
fn is_mark(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{200C}' | '\u{200D}')
        || ('\u{0900}'..='\u{0DFF}').contains(&character) && matches!(u32::from(character) & 0x7F, 0x3C | 0x4D)
}

fn without_possessive(word: &str) -> &str {
    ["'s", "’s", "'S", "’S"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|word| word.text).collect()
    }

    #[test]
    fn words_keep_what_is_inside_them_and_nothing_else() {
        let text = "“Mr. O’Brien’s cease-fire”—5.3% of the U.S. economy, 1,000 don't; well-";
        let expected = ["Mr", "O’Brien", "cease-fire", "5.3", "of", "the", "U.S", "economy", "1,000", "don't", "well"];
        assert_eq!(texts(text), expected);
        assert_eq!(texts("settlement.Saudi"), ["settlement", "Saudi"]);
        assert_eq!(texts("हिन्दी में e\u{301}te\u{301} می‌خواهم"), ["हिन्दी", "में", "e\u{301}te\u{301}", "می‌خواهم"]);
        assert_eq!(texts(" … 🙂 -"), Vec::<&str>::new());
    }

    #[test]
    fn places_count_code_points_and_bytes() {
        let text = "🙂 l’été – Zürich's";
        for word in words(text) {
            assert_eq!(&text[word.start_byte..word.end_byte()], word.text);
            let (start, end) = (word.start as usize, word.end as usize);
            assert_eq!(text.chars().skip(start).take(end - start).collect::<String>(), word.text);
        }
        let first = words(text).next().unwrap().without_first("l’".len());
        assert_eq!((first.text, first.start, first.end), ("été", 4, 7));
    }
}
