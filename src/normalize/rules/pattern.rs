//! A text with `*` for any characters.

/// Characters of a pattern; a longer one names a single line of a single page.
const CHARS_MAX: usize = 500;

/// Compared with a whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// # Errors
    /// What is wrong with the text, and what to do.
    pub fn new(text: &str) -> Result<Self, String> {
        if text.trim_matches('*').trim().is_empty() {
            return Err(format!("\"{text}\" fits everything; write words, and \"*\" for what differs"));
        }
        if text.chars().count() > CHARS_MAX {
            return Err(format!("this has more than {CHARS_MAX} characters; write its start and \"*\""));
        }
        Ok(Self(text.to_owned()))
    }

    /// Returns the text as written.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether the whole text fits.
    pub fn fits(&self, text: &str) -> bool {
        fits_pattern(&self.0, text)
    }
}

/// Whether the whole text fits a pattern that need not be a [`Pattern`], such as the name of a file.
pub fn fits_pattern(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().expect("a split gives one part");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_any_characters() {
        let cases = [
            ("/live/*", "/live/", true),
            ("/live/*", "/live/2015/a", true),
            ("/live/*", "/a/live/b", false),
            ("*-video*", "/a-video-b", true),
            ("/a", "/a", true),
            ("/a", "/a/b", false),
            ("/a*a", "/a", false),
            ("Support *.", "Support our work.", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::new(pattern).unwrap().fits(text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn a_pattern_that_fits_everything_is_refused() {
        for text in ["", " ", "*", "* *"] {
            assert!(Pattern::new(text).is_err(), "{text:?}");
        }
    }
}
