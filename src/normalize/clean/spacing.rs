//! White space and invisible characters: one visible line, with plain spaces.

/// Returns the text on one line: every run of white space (no-break ones and line ends too) is one
/// space, control and invisible characters are gone, nothing stands before or after.
///
/// Joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
pub fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_invisible(c) {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
            // Marks and overrides of direction: readers derive it from the letters.
            | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
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
            ("می\u{200c}خواهم 👩\u{200d}🔬", "می\u{200c}خواهم 👩\u{200d}🔬"),
            ("“kept” – as [it] is…", "“kept” – as [it] is…"),
            (" \u{200b} ", ""),
            ("a \u{200b} b", "a b"),
        ];
        for (raw, expected) in cases {
            assert_eq!(on_one_line(raw), expected, "{raw:?}");
        }
    }
}
