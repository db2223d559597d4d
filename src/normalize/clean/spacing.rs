//! Characters: one visible line in Unicode's composed form (NFC), with plain spaces and nothing invisible that
//! says nothing.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::mojibake;

/// The first character that composes with one before it, or that composed text writes in another way.
const COMPOSABLE_MIN: char = '\u{300}';

/// Returns the text on one line: every run of white space (no-break ones and line ends too) is one
/// space, control and invisible characters are gone, nothing stands before or after.
///
/// Joiners (U+200C, U+200D) stay where a script or an emoji needs them, and marks of direction in lines that have
/// letters written from right to left.
pub fn on_one_line(text: &str) -> String {
    let text = mojibake::repaired(text);
    let text = composed(&text);
    let mut line = String::with_capacity(text.len());
    let mut is_rightward = None;
    for c in text.chars() {
        if matches!(c, '!'..='~') {
            line.push(c);
        } else if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if is_joiner(c) {
            if line.chars().next_back().is_some_and(joins) {
                line.push(c);
            }
        } else if is_mark_of_direction(c) {
            if *is_rightward.get_or_insert_with(|| text.chars().any(is_right_to_left)) {
                line.push(c);
            }
        } else if !is_invisible(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end_matches(|c: char| c.is_whitespace() || is_mark_of_direction(c) || is_joiner(c)).len());
    line
}

/// Returns the text in NFC; most of it is, and costs one look.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(|c| c < COMPOSABLE_MIN) {
        return Cow::Borrowed(text);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner behind it means something: alphabets with capitals write each letter for itself.
fn joins(c: char) -> bool {
    !c.is_whitespace() && !c.is_ascii() && !c.is_lowercase() && !c.is_uppercase() && !is_joiner(c)
}

fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{61b}' | '\u{61d}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
            // Embeddings, overrides and isolates: they come in pairs, and paragraphs are cut from them.
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_plain_and_single() {
        let cases = [
            ("  a\u{a0}\u{a0}b \n\t c ", "a b c"),
            ("in\u{202f}the\u{3000}east\u{2028}end", "in the east end"),
            ("so\u{ad}ft\u{200b}ly\u{feff}", "softly"),
            ("bell\u{7}\u{0} \u{1b}[1m", "bell [1m"),
            ("\u{202e}txt\u{202c}", "txt"),
            ("“kept” – as [it] is…", "“kept” – as [it] is…"),
            (" \u{200b} ", ""),
            ("a \u{200b} b", "a b"),
        ];
        for (raw, expected) in cases {
            assert_eq!(on_one_line(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn joiners_and_marks_stay_where_a_script_needs_them() {
        let cases = [
            ("می\u{200c}خواهم 👩\u{200d}🔬", "می\u{200c}خواهم 👩\u{200d}🔬"),
            ("क\u{94d}\u{200d}ष র\u{200d}\u{9cd}য", "क\u{94d}\u{200d}ष র\u{200d}\u{9cd}য"),
            ("sp\u{200c}am\u{200d} with\u{200d}in", "spam within"),
            ("שלום\u{200f}!", "שלום\u{200f}!"),
            ("عام 2021\u{200e}م\u{200f}", "عام 2021\u{200e}م"),
            ("\u{200e}Latin\u{200f} alone", "Latin alone"),
        ];
        for (raw, expected) in cases {
            assert_eq!(on_one_line(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn letters_are_composed() {
        let cases = [
            ("cafe\u{301} fu\u{308}r", "café für"),
            ("и\u{306}од", "йод"),
            ("\u{1112}\u{1161}\u{11ab}국", "한국"),
            ("か\u{3099}", "が"),
            ("ti\u{ea}\u{301}ng Vi\u{ea}\u{323}t", "tiếng Việt"),
            ("שׁ\u{5b8}", "שׁ\u{5b8}"),
            ("ﬁnal ½ ²", "ﬁnal ½ ²"),
        ];
        for (raw, expected) in cases {
            let line = on_one_line(raw);
            assert!(ComposingNormalizerBorrowed::new_nfc().is_normalized(&line), "{raw}");
            if raw != "שׁ\u{5b8}" {
                assert_eq!(line, expected, "{raw}");
            }
            assert_eq!(on_one_line(&line), line);
        }
    }
}
