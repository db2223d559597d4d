//! JSON as programs glue it together to JSON that a parser takes, in one pass.
//!
//! Only run over documents that a parser has refused: a sound one is never touched.

/// A text with its usual faults taken out.
#[derive(Default)]
pub(super) struct Mended {
    pub text: String,
    /// Line breaks and other control characters inside of strings, now escaped.
    pub raw_controls: usize,
    /// Escapes that mean nothing: `\'`, half of a surrogate pair where a text was cut.
    pub bad_escapes: usize,
    /// Commas behind the last element of something.
    pub extra_commas: usize,
}

/// Repairs what can be repaired without guessing; what else is wrong stays as it is.
pub(super) fn mend(source: &str) -> Mended {
    let mut mended = Mended { text: String::with_capacity(source.len() + 16), ..Mended::default() };
    let mut is_in_string = false;
    let mut at = 0;
    while let Some(offset) = source[at..].find(|c: char| matches!(c, '"' | '\\' | ',') || c < ' ') {
        mended.text.push_str(&source[at..at + offset]);
        at += offset;
        let byte = source.as_bytes()[at];
        at += match byte {
            b'"' => {
                is_in_string = !is_in_string;
                mended.keep(&source[at..=at])
            }
            b'\\' if is_in_string => mended.escape(&source[at..]),
            b',' if !is_in_string && is_before_close(&source[at + 1..]) => {
                mended.extra_commas += 1;
                1
            }
            b'\t' | b'\n' | b'\r' if is_in_string => {
                mended.raw_controls += 1;
                mended.text.push_str(match byte {
                    b'\t' => "\\t",
                    b'\n' => "\\n",
                    _ => "\\r",
                });
                1
            }
            _ => mended.keep(&source[at..=at]),
        };
    }
    mended.text.push_str(&source[at..]);
    mended
}

impl Mended {
    pub(super) fn is_unchanged(&self) -> bool {
        self.raw_controls + self.bad_escapes + self.extra_commas == 0
    }

    fn keep(&mut self, text: &str) -> usize {
        self.text.push_str(text);
        text.len()
    }

    /// Takes the escape at the start of `rest` and returns its length.
    fn escape(&mut self, rest: &str) -> usize {
        match rest.as_bytes().get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.keep(&rest[..2]),
            Some(b'u') => match code_unit(rest) {
                None => self.drop_backslash(),
                Some(0xD800..=0xDBFF) if matches!(rest.get(6..).and_then(code_unit), Some(0xDC00..=0xDFFF)) => {
                    self.keep(&rest[..12])
                }
                Some(0xD800..=0xDFFF) => {
                    self.bad_escapes += 1;
                    self.text.push('\u{FFFD}');
                    6
                }
                Some(_) => self.keep(&rest[..6]),
            },
            // The document ends here.
            None => self.keep(&rest[..1]),
            Some(_) => self.drop_backslash(),
        }
    }

    fn drop_backslash(&mut self) -> usize {
        self.bad_escapes += 1;
        1
    }
}

/// Reads `\uXXXX` at the start of `text`.
fn code_unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

fn is_before_close(rest: &str) -> bool {
    rest.trim_start().starts_with([']', '}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sound_stays_as_it_is() {
        for text in ["", "{}", r#"{"a": ["x\n\"é\ud83d\ude00\\", 1, true], "b,]": ",}"}"#, "{\n\t\"a\": 1\n}"] {
            let mended = mend(text);
            assert_eq!((mended.text.as_str(), mended.is_unchanged()), (text, true));
        }
    }

    #[test]
    fn the_usual_faults_are_mended() {
        for (broken, sound) in [
            ("[\"a\nb\tc\"]", r#"["a\nb\tc"]"#),
            (r#"["it\'s", "\x"]"#, r#"["it's", "x"]"#),
            (r#"["cut \ud83d"]"#, "[\"cut \u{FFFD}\"]"),
            (r#"["\ude00\ud83d\u0041"]"#, "[\"\u{FFFD}\u{FFFD}\\u0041\"]"),
            (r#"["\u12"]"#, r#"["u12"]"#),
            ("[1, 2, ]", "[1, 2 ]"),
            (r#"{"a": [1,],}"#, r#"{"a": [1]}"#),
        ] {
            let mended = mend(broken);
            assert_eq!(mended.text, sound, "{broken}");
            assert!(!mended.is_unchanged(), "{broken}");
        }
    }

    #[test]
    fn a_text_cut_anywhere_panics_nowhere() {
        let text = "{\"é\\u00e9\\ud83d\\ude00\\\": \"\n\", }";
        for cut in (0..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
            let _ = (mend(&text[..cut]), mend(&text[cut..]));
        }
    }
}
