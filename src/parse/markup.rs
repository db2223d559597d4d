//! Small truths about XML text: where things end, what a reference means, edits that cost nothing until made.

use std::borrow::Cow;
use std::ops::Range;

use encoding_rs::WINDOWS_1252;

/// The longest reference that is recognized, from `&` to `;`: `&thetasym;` has ten bytes.
const REFERENCE_BYTES_MAX: usize = 12;

/// HTML entities that feeds use outside CDATA as if XML knew them.
const HTML_ENTITIES: &[(&str, char)] = &[
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("Auml", 'Ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("oslash", 'ø'),
    ("ouml", 'ö'),
    ("Ouml", 'Ö'),
    ("pound", '£'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("shy", '\u{AD}'),
    ("szlig", 'ß'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
];

/// A text with pieces replaced, from front to back. Nothing is copied before the first edit.
pub(super) struct Edits<'a> {
    source: &'a str,
    out: String,
    /// Everything of the source before this is in `out`, or was left out.
    done: usize,
}

/// A state that [`Edits::rewind`] goes back to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    out: usize,
    done: usize,
    at: usize,
}

impl<'a> Edits<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, out: String::new(), done: 0 }
    }

    /// Puts `with` in the place of `range`; what lies before the last edit is ignored.
    pub(super) fn replace(&mut self, range: Range<usize>, with: &str) {
        if range.start >= self.done {
            self.out.push_str(&self.source[self.done..range.start]);
            self.out.push_str(with);
            self.done = range.end;
        }
    }

    /// Returns where the place `at` of the source (not before the last edit) stands in the result.
    pub(super) fn position(&self, at: usize) -> usize {
        self.out.len() + at.saturating_sub(self.done)
    }

    pub(super) fn mark(&self, at: usize) -> Mark {
        Mark { out: self.out.len(), done: self.done, at }
    }

    /// Forgets everything since `mark` and leaves out the rest of the source.
    pub(super) fn rewind(&mut self, mark: Mark) {
        self.out.truncate(mark.out);
        self.done = mark.done;
        self.cut(mark.at);
    }

    /// Leaves out the source from `at` on.
    pub(super) fn cut(&mut self, at: usize) {
        self.replace(at..self.source.len(), "");
        self.done = self.source.len();
    }

    /// Adds text to a result whose source is used up.
    pub(super) fn append(&mut self, text: &str) {
        self.replace(self.source.len()..self.source.len(), text);
    }

    pub(super) fn finish(mut self) -> Cow<'a, str> {
        if self.out.is_empty() {
            return Cow::Borrowed(&self.source[self.done..]);
        }
        self.out.push_str(&self.source[self.done..]);
        Cow::Owned(self.out)
    }
}

/// What stands at a `&`.
pub(super) enum Reference {
    /// One that XML knows; its length with `&` and `;`.
    Known(usize),
    /// One that is to be written as a character, or as nothing; its length.
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
        "amp" | "lt" | "gt" | "quot" | "apos" => Reference::Known(whole),
        _ => match name.strip_prefix('#') {
            Some(number) => numeric(number, whole),
            None => match HTML_ENTITIES.iter().find(|(entity, _)| *entity == name) {
                Some((_, char)) => Reference::Means(whole, Some(*char)),
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
        // Meant as windows-1252, as browsers take it too.
        0x80..=0x9F => {
            let byte = [u8::try_from(code).expect("below 160")];
            Reference::Means(whole, WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next())
        }
        _ => match char::from_u32(code) {
            // XML writes its `x` small.
            Some(char) if number.starts_with('X') => Reference::Means(whole, Some(char)),
            Some(_) => Reference::Known(whole),
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

/// Finds where comments, instructions and declarations end, front to back. What was not found once is not
/// looked for again: a million openings that never close cost one walk, not a million.
#[derive(Default)]
pub(super) struct Closings {
    missing: Vec<&'static str>,
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
}

/// Returns where the tag that opens at `at` ends, behind its `>`, and whether its quotes are in order.
pub(super) fn tag_end(text: &str, at: usize) -> Option<(usize, bool)> {
    let mut quote = None;
    for (offset, byte) in text.as_bytes()[at..].iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some((at + offset + 1, true)),
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    // A quote that never closes: the tag ends where it seems to.
    text[at..].find('>').map(|offset| (at + offset + 1, false))
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

/// Returns the prefix of the name with its colon, or nothing.
pub(super) fn prefix(name: &str) -> &str {
    &name[..name.len() - local(name).len()]
}

/// Returns the place in `tag` of the value of the attribute `name`.
pub(super) fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    attributes(tag).find(|(attribute, _)| *attribute == name).map(|(_, value)| value)
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
    fn edits_borrow_until_the_first_one() {
        assert!(matches!(Edits::new("abc").finish(), Cow::Borrowed("abc")));
        let mut edits = Edits::new("abcdef");
        edits.replace(1..2, "X");
        assert_eq!(edits.position(3), 3);
        let mark = edits.mark(3);
        edits.replace(4..5, "YYY");
        edits.rewind(mark);
        edits.append("!");
        assert_eq!(edits.finish(), "aXc!");
    }

    #[test]
    fn references_are_known_meant_or_bare() {
        let read = |text: &str| match reference(text) {
            Reference::Known(length) => format!("known {length}"),
            Reference::Means(length, char) => format!("means {length} {char:?}"),
            Reference::Bare => "bare".into(),
        };
        for (text, expected) in [
            ("&amp;", "known 5"),
            ("&#38; x", "known 5"),
            ("&#x26;", "known 6"),
            ("&#X26;", "means 6 Some('&')"),
            ("&nbsp;", "means 6 Some('\\u{a0}')"),
            ("&#146;", "means 6 Some('’')"),
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
        assert_eq!(tag_end("<a x='>'>b", 0), Some((9, true)));
        assert_eq!(tag_end("<a x='>b", 0), Some((7, false)));
        assert_eq!(tag_end("<a x=", 0), None);
    }
}
