//! Small truths about XML text: where things end, and what a reference means.

use std::borrow::Cow;
use std::ops::Range;

use super::entities::entity;

/// The longest reference that is recognized, from `&` to `;`: `&thetasym;` has ten bytes.
const REFERENCE_BYTES_MAX: usize = 12;

/// What stands at a `&`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// One that XML knows: its length with `&` and `;`, and its character.
    Known(usize, char),
    /// One that XML does not know, but which means a character, or nothing.
    Means(usize, Option<char>),
    /// A mere ampersand.
    Bare,
}

/// Reads the reference at the start of `text`, which begins with `&`.
pub(super) fn reference(text: &str) -> Reference {
    let window = &text.as_bytes()[1..text.len().min(REFERENCE_BYTES_MAX)];
    let Some(length) = window.iter().position(|byte| *byte == b';') else { return Reference::Bare };
    let (name, whole) = (&text[1..=length], length + 2);
    match name {
        "amp" => Reference::Known(whole, '&'),
        "lt" => Reference::Known(whole, '<'),
        "gt" => Reference::Known(whole, '>'),
        "quot" => Reference::Known(whole, '"'),
        "apos" => Reference::Known(whole, '\''),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number, whole),
            None => match entity(name) {
                Some(char) => Reference::Means(whole, Some(char)),
                None => Reference::Bare,
            },
        },
    }
}

fn numeric(number: &str, whole: usize) -> Reference {
    let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Reference::Bare;
    }
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    match code {
        0..=8 | 11 | 12 | 14..=31 | 0xFFFE | 0xFFFF => Reference::Means(whole, None),
        // No character of text: what it was meant to be is found out when the whole text is known.
        0x80..=0x9F => Reference::Means(whole, char::from_u32(code)),
        _ => match char::from_u32(code) {
            // XML writes its `x` small.
            Some(char) if number.starts_with('X') => Reference::Means(whole, Some(char)),
            Some(char) => Reference::Known(whole, char),
            None => Reference::Means(whole, Some('\u{FFFD}')),
        },
    }
}

/// Leaves out characters that XML does not allow, and says how many.
pub(super) fn without_controls(text: Cow<'_, str>) -> (Cow<'_, str>, usize) {
    let is_control = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
    let count = text.bytes().filter(|byte| is_control(*byte)).count();
    if count == 0 {
        return (text, 0);
    }
    let kept = text.chars().filter(|char| !u8::try_from(*char).is_ok_and(is_control)).collect();
    (Cow::Owned(kept), count)
}

/// Tags whose quotes never close that are read to the end of the text in search of it.
const UNSOUND_TAGS_MAX: usize = 16;

/// Finds where tags, comments, instructions and declarations end, front to back. What was not found is not
/// looked for again and again: a million openings that never close cost a few walks, not a million.
#[derive(Default)]
pub(super) struct Closings {
    missing: Vec<&'static str>,
    unsound_tags: usize,
}

impl Closings {
    /// Returns the end of a comment, an instruction or a declaration that begins at `at`; `None` if something
    /// else begins there, or it never ends.
    pub(super) fn markup_end(&mut self, source: &str, at: usize) -> Option<usize> {
        let rest = &source[at..];
        if rest.starts_with("<!--") {
            self.behind(source, at + 4, "-->")
        } else if rest.starts_with("<![CDATA[") {
            None
        } else if rest.starts_with("<?xml") {
            // Real declarations lose their `?` (`<?xml …>`) or have one too many (`<?xml?xml …?>`).
            self.behind(source, at + 2, ">")
        } else if rest.starts_with("<?") {
            self.behind(source, at + 2, "?>")
        } else if rest.starts_with("<!") {
            let end = self.behind(source, at + 2, ">")?;
            let has_subset = source[at..end].contains('[');
            if has_subset { self.behind(source, at + 2, "]>").or(Some(end)) } else { Some(end) }
        } else {
            None
        }
    }

    fn behind(&mut self, source: &str, from: usize, close: &'static str) -> Option<usize> {
        if self.missing.contains(&close) {
            return None;
        }
        let end = source[from..].find(close).map(|offset| from + offset + close.len());
        if end.is_none() {
            self.missing.push(close);
        }
        end
    }

    /// Returns where the tag that opens at `at` ends, behind its `>`, and whether its quotes are in order.
    pub(super) fn tag_end(&mut self, text: &str, at: usize) -> Option<(usize, bool)> {
        if self.unsound_tags < UNSOUND_TAGS_MAX {
            let mut quote = None;
            for (offset, byte) in text.as_bytes()[at..].iter().enumerate() {
                match (quote, byte) {
                    (None, b'>') => return Some((at + offset + 1, true)),
                    (None, b'"' | b'\'') => quote = Some(*byte),
                    (Some(open), byte) if open == *byte => quote = None,
                    _ => {}
                }
            }
            self.unsound_tags += 1;
        }
        // A quote that never closes: the tag ends where it seems to.
        let end = self.behind(text, at, ">")?;
        let quotes = |quote: u8| text.as_bytes()[at..end].iter().filter(|byte| **byte == quote).count();
        Some((end, self.unsound_tags >= UNSOUND_TAGS_MAX && quotes(b'"') % 2 == 0 && quotes(b'\'') % 2 == 0))
    }
}

/// Returns the name in a tag, without `<`, `</` and attributes.
pub(super) fn tag_name(tag: &str) -> &str {
    let name = tag.strip_prefix('<').unwrap_or(tag);
    let name = name.strip_prefix('/').unwrap_or(name);
    let end = name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')).unwrap_or(name.len());
    &name[..end]
}

/// Returns the name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns the prefix of the name without its colon, or nothing.
pub(super) fn prefix(name: &str) -> &str {
    name[..name.len() - local(name).len()].trim_end_matches(':')
}

/// Goes through the attributes of a start tag: name, and place of the value without its quotes.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 1 + tag_name(tag).len();
    std::iter::from_fn(move || {
        let bytes = tag.as_bytes();
        loop {
            at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
            let start = at;
            at += bytes[at..].iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'>' | b'/'))?;
            let name = &tag[start..at];
            let after = at + bytes[at..].iter().position(|b| !b.is_ascii_whitespace())?;
            if bytes[after] != b'=' {
                // An attribute without a value, or the end of the tag.
                if name.is_empty() {
                    at += 1;
                }
                continue;
            }
            at = after + 1 + bytes[after + 1..].iter().position(|b| !b.is_ascii_whitespace())?;
            let quote = bytes[at];
            let value = if matches!(quote, b'"' | b'\'') {
                let length = bytes[at + 1..].iter().position(|b| *b == quote)?;
                at + 1..at + 1 + length
            } else {
                at..at + bytes[at..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?
            };
            at =
                (value.end + usize::from(value.start > 0 && tag.as_bytes()[value.start - 1] == quote)).min(bytes.len());
            return Some((name, value));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_known_meant_or_bare() {
        let read = |text: &str| match reference(text) {
            Reference::Known(length, char) => format!("known {length} {char:?}"),
            Reference::Means(length, char) => format!("means {length} {char:?}"),
            Reference::Bare => "bare".into(),
        };
        for (text, expected) in [
            ("&amp;", "known 5 '&'"),
            ("&#38; x", "known 5 '&'"),
            ("&#x26;", "known 6 '&'"),
            ("&#X26;", "means 6 Some('&')"),
            ("&nbsp;", "means 6 Some('\\u{a0}')"),
            ("&#146;", "means 6 Some('\\u{92}')"),
            ("&#0;", "means 4 None"),
            ("&#55555555;", "means 11 Some('\u{FFFD}')"),
            ("& x;", "bare"),
            ("&", "bare"),
            ("&é;", "bare"),
            ("&b=1&c;", "bare"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_found_however_they_are_quoted() {
        let tag = "<a  x = \"1 > 0\" y='2' z=3 flag w=''/>";
        let all: Vec<_> = attributes(tag).map(|(name, value)| (name, &tag[value])).collect();
        assert_eq!(all, [("x", "1 > 0"), ("y", "2"), ("z", "3"), ("w", "")]);
        for tag in ["<a", "<a>", "<a x", "<a x=", "<a x='", "<a ==>", "<a/ / >", "<a x=\"\"y>"] {
            assert!(attributes(tag).count() < 3, "{tag}");
        }
    }

    #[test]
    fn a_tag_ends_behind_its_quotes() {
        let mut closings = Closings::default();
        assert_eq!(closings.tag_end("<a x='>'>b", 0), Some((9, true)));
        assert_eq!(closings.tag_end("<a x='>b", 0), Some((7, false)));
        assert_eq!(closings.tag_end("<a x=", 0), None);
    }

    #[test]
    fn quotes_that_never_close_are_not_followed_for_ever() {
        let source = "<a \">\"".repeat(200_000);
        let (mut closings, mut at, mut count) = (Closings::default(), 0, 0);
        while let Some(offset) = source[at..].find('<') {
            at = closings.tag_end(&source, at + offset).unwrap().0;
            count += 1;
        }
        assert_eq!(count, 200_000);
        assert_eq!(closings.tag_end("<a x='1'>", 0), Some((9, true)));
    }
}
