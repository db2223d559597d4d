//! Mojibake: `â€™` was `’` before somebody read its UTF-8 as windows-1252.
//!
//! Only what is certain is repaired: the signs must be exactly the bytes of whole UTF-8 characters, and what they
//! give must be a sign of print, letters of one foreign script, or an accented letter within a word. `CAFÉ»` and
//! `AMANHÃ…` are the bytes of characters, too, and stay.

use std::borrow::Cow;

/// Letters of a script without a Latin alphabet from which it is certain that they were meant.
const FOREIGN_LETTERS_MIN: usize = 3;

/// Characters that one run gives at most at a time: longer runs are read in parts.
const RUN_CHARS_MAX: usize = 2_000;

/// Returns the text with its certain mojibake repaired.
pub fn repaired(text: &str) -> Cow<'_, str> {
    if !is_suspect(text) {
        return Cow::Borrowed(text);
    }
    // Once a line is proven to be broken, what alone would prove nothing is broken, too.
    let is_proven = repair(text, is_certain).is_some();
    match is_proven.then(|| repair(text, is_likely)).flatten() {
        Some(repaired) => Cow::Owned(repaired),
        None => Cow::Borrowed(text),
    }
}

/// Returns the text with every run repaired of which the judge is convinced; `None` when there is no such run.
///
/// The judge is given the run, what it was meant to be, and whether a small letter stands beside it.
fn repair(text: &str, is_meant: fn(&str, &str, bool) -> bool) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut has_repaired = false;
    while let Some(start) = rest.find(|c: char| !c.is_ascii()) {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let end = from.char_indices().take(RUN_CHARS_MAX).find(|(_, c)| c.is_ascii()).map(|(at, _)| at);
        let end = end.or_else(|| from.char_indices().nth(RUN_CHARS_MAX).map(|(at, _)| at)).unwrap_or(from.len());
        let (run, behind) = from.split_at(end);
        let is_small = |c: char| c.is_ascii_lowercase();
        let is_within_word = before.ends_with(is_small) || behind.starts_with(is_small);
        let meant = meant(run).filter(|meant| is_meant(run, meant, is_within_word));
        has_repaired |= meant.is_some();
        out.push_str(meant.as_deref().unwrap_or(run));
        rest = behind;
    }
    out.push_str(rest);
    has_repaired.then_some(out)
}

/// Whether a sign that starts a character's bytes stands before one that continues them.
fn is_suspect(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut before = ' ';
    text.chars().any(|c| {
        let is_pair =
            matches!(before, '\u{c2}'..='\u{f4}') && byte_of(c).is_some_and(|byte| (0x80..0xc0).contains(&byte));
        before = c;
        is_pair
    })
}

/// Returns the characters whose UTF-8 the run is.
fn meant(run: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = run.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}

fn is_certain(run: &str, meant: &str, is_within_word: bool) -> bool {
    if meant.chars().all(is_of_print) {
        return true;
    }
    if meant.chars().all(|c| is_of_print(c) || is_accented(c)) {
        return is_within_word && !closes(run, meant);
    }
    let first = meant.chars().find_map(script);
    let letters = meant.chars().filter(|c| c.is_alphabetic()).count();
    let is_of_one = |c: char| is_of_print(c) || script(c) == first;
    first.is_some() && letters >= FOREIGN_LETTERS_MIN && meant.chars().all(is_of_one)
}

/// Whether the run is broken, too, in a line that is.
fn is_likely(run: &str, meant: &str, is_within_word: bool) -> bool {
    let is_sign = |c: char| matches!(c, '\u{a0}'..='\u{bf}');
    let is_known = |c: char| is_of_print(c) || is_accented(c) || is_sign(c) || script(c).is_some();
    meant.chars().all(is_known) && (is_within_word || !closes(run, meant))
}

/// Whether the run may be a capital letter and what closes a quotation behind it.
fn closes(run: &str, meant: &str) -> bool {
    meant.chars().all(is_accented) && run.contains(['»', '”', '’', '…', '™', '–', '—', '›'])
}

fn is_of_print(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2044}' | '\u{20ac}' | '\u{2122}')
}

fn is_accented(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{ff}')
}

/// The scripts whose letters stand together in words.
fn script(c: char) -> Option<u8> {
    Some(match c {
        '\u{370}'..='\u{3ff}' => 1,
        '\u{400}'..='\u{4ff}' => 2,
        '\u{590}'..='\u{5ff}' => 3,
        '\u{600}'..='\u{6ff}' => 4,
        '\u{900}'..='\u{97f}' => 5,
        '\u{980}'..='\u{9ff}' => 6,
        '\u{e00}'..='\u{e7f}' => 7,
        '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' => 8,
        '\u{ac00}'..='\u{d7af}' => 9,
        _ => return None,
    })
}

/// Returns the byte that windows-1252 has for a sign beyond ASCII, or ISO-8859-1: that one has control characters where
/// the other has signs.
fn byte_of(c: char) -> Option<u8> {
    Some(match c {
        '€' => 0x80,
        '‚' => 0x82,
        'ƒ' => 0x83,
        '„' => 0x84,
        '…' => 0x85,
        '†' => 0x86,
        '‡' => 0x87,
        'ˆ' => 0x88,
        '‰' => 0x89,
        'Š' => 0x8a,
        '‹' => 0x8b,
        'Œ' => 0x8c,
        'Ž' => 0x8e,
        '‘' => 0x91,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '–' => 0x96,
        '—' => 0x97,
        '˜' => 0x98,
        '™' => 0x99,
        'š' => 0x9a,
        '›' => 0x9b,
        'œ' => 0x9c,
        'ž' => 0x9e,
        'Ÿ' => 0x9f,
        '\u{80}'..='\u{ff}' => u8::try_from(u32::from(c)).expect("the range ends at a byte's"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a text's UTF-8 as windows-1252.
    fn broken(text: &str) -> String {
        let (broken, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
        broken.into_owned()
    }

    #[test]
    fn certain_mojibake_is_repaired() {
        let cases = [
            "It’s “late” – or so he says…",
            "À la mairie, on a répété que l’été était fini.",
            "Große Bäume fällt man nicht übers Jahr.",
            "El niño pidió más café.",
            "Погода в мае была холодной",
            "Ο καιρός τον Μάιο",
            "אחרי הגשם",
            "مطر في المدينة",
            "गाँव में बारिश",
            "江上的雨",
            "It costs £5 or 5 €, at 7°C",
        ];
        for meant in cases {
            assert_eq!(repaired(&broken(meant)), meant);
        }
    }

    #[test]
    fn control_characters_are_bytes_too() {
        let latin = |text: &str| text.bytes().map(char::from).collect::<String>();
        for meant in ["It’s €3–€10", "été", "Погода"] {
            assert_eq!(repaired(&latin(meant)), meant);
        }
    }

    #[test]
    fn what_may_be_meant_stays() {
        let cases = [
            "«UN CAFÉ», “DÉJÀ”, AMANHÃ… VOILÀ» Â» É™",
            "Größe, café, naïve, Ångström, “quoted” – all in order",
            "Погода в мае «холодная»",
            "Â and Ã are letters",
            "le « Ô » et le « É »",
            "5€–10€ • 7°C",
            "",
        ];
        for text in cases {
            assert_eq!(repaired(text), text);
        }
    }

    #[test]
    fn repaired_text_is_not_repaired_again() {
        for text in ["It’s “late”", "répété", "Погода", "CAFÉ»"] {
            let once = repaired(&broken(text)).into_owned();
            assert_eq!(repaired(&once), once);
        }
    }
}
