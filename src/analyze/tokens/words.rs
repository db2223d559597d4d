//! Where a word ends.

/// Returns the length of the word that opens `rest`; zero if none does.
pub fn word_bytes(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut end = 0;
    loop {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        // Most words end at a space.
        if bytes.get(end).is_none_or(|byte| *byte == b' ') {
            return end;
        }
        let Some(character) = rest[end..].chars().next() else { return end };
        let belongs = !character.is_ascii() && (character.is_alphanumeric() || is_accent(character))
            || is_joiner(character) && joins(&rest[..end], character, &rest[end + character.len_utf8()..]);
        if !belongs {
            return end;
        }
        end += character.len_utf8();
    }
}

pub const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’')
}

/// Tells whether a letter is in lower case, in a script that has two: Georgian letters are, but write everything.
pub fn is_small(character: char) -> bool {
    character.is_lowercase() && !('\u{10D0}'..='\u{10FF}').contains(&character)
}

/// Characters that belong to a word if the right neighbors stand around them.
const fn is_joiner(character: char) -> bool {
    is_apostrophe(character)
        || matches!(character, '-' | '.' | ',' | ':' | '/' | '&' | '@' | '_' | '\u{2010}' | '\u{2011}')
        || is_invisible(character)
}

/// Soft hyphen, word joiner, byte order mark: left in words by typesetting.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{2060}' | '\u{FEFF}')
}

/// Tells whether `character` stands inside a word, given what is before and behind it.
fn joins(before: &str, character: char, behind: &str) -> bool {
    let Some(last) = before.chars().next_back().filter(|last| last.is_alphanumeric() || is_accent(*last)) else {
        return false;
    };
    let Some(next) = behind.chars().next().filter(|next| next.is_alphanumeric()) else { return false };
    match character {
        // `U.S`, `3.5`, `example.com`; but not `end.Next`, `J.Doe`.
        '.' => {
            is_small(next)
                || (last.is_numeric() && next.is_numeric())
                || (is_letter(before.chars().rev()) && is_letter(behind.chars()))
        }
        ',' | ':' | '/' => last.is_numeric() && next.is_numeric(),
        '&' => last.is_uppercase() && next.is_uppercase(),
        _ => true,
    }
}

/// Tells whether a letter stands alone, or with its like as in `EE.UU.`.
fn is_letter(mut characters: impl Iterator<Item = char>) -> bool {
    let Some(letter) = characters.next().filter(|letter| letter.is_alphabetic()) else { return false };
    let mut next = characters.next();
    if letter.is_uppercase() && next == Some(letter) {
        next = characters.next();
    }
    next.is_none_or(|next| !next.is_alphanumeric())
}

/// Marks that are no letters by themselves but stand inside words: accents that follow their letter, vowel points,
/// viramas and nuktas of the Indic scripts, tone marks of Thai, Lao, Burmese and Khmer, joiners.
fn is_accent(character: char) -> bool {
    if character.is_ascii() {
        return false;
    }
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0487}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}'
        | '\u{0951}'..='\u{0954}' | '\u{0DCA}' | '\u{0E47}'..='\u{0E4E}' | '\u{0EC8}'..='\u{0ECD}'
        | '\u{1037}' | '\u{1039}' | '\u{103A}' | '\u{17C9}'..='\u{17D3}' | '\u{200C}' | '\u{200D}')
        || ('\u{0900}'..='\u{0DFF}').contains(&character) && matches!(u32::from(character) & 0x7F, 0x3C | 0x4D)
}
