//! The start tags of a page and their attributes, one after the other, however broken the page.

/// No tag that names a feed is longer; those with inlined pictures are.
const TAG_BYTES_MAX: usize = 16 * 1024;

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp"];

/// One start tag.
#[derive(Debug, PartialEq)]
pub(super) struct Tag<'a> {
    pub name: &'a str,
    /// From `<` to `>`.
    pub text: &'a str,
}

/// Goes through the start tags outside of comments and scripts.
///
/// Linear: no place is looked at more than a few times, because a comment or a script that does not end is
/// the end of the page, and a tag that does not end is passed over as a whole.
pub(super) struct Tags<'a> {
    html: &'a str,
    at: usize,
}

impl<'a> Tags<'a> {
    pub(super) fn new(html: &'a str) -> Self {
        Self { html, at: 0 }
    }

    /// Goes behind the next `close`, or to the end of the page.
    fn skip_behind(&mut self, close: &str) {
        self.at = self.html[self.at..].find(close).map_or(self.html.len(), |offset| self.at + offset + close.len());
    }

    /// Goes to the end tag of a raw element.
    fn skip_raw(&mut self, name: &str) {
        while let Some(offset) = self.html[self.at..].find("</") {
            self.at += offset + 2;
            let end = self.html.as_bytes().get(self.at..self.at + name.len());
            if end.is_some_and(|end| end.eq_ignore_ascii_case(name.as_bytes())) {
                return;
            }
        }
        self.at = self.html.len();
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        loop {
            self.at += self.html[self.at..].find('<')?;
            let rest = &self.html[self.at..];
            match rest.as_bytes().get(1)? {
                b'!' if rest.starts_with("<!--") => self.skip_behind("-->"),
                b'!' | b'?' | b'/' => self.skip_behind(">"),
                byte if byte.is_ascii_alphabetic() => match tag_bytes(rest.as_bytes()) {
                    Ok(length) => {
                        self.at += length;
                        let text = &rest[..length];
                        let name =
                            text[1..].split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).next()?;
                        if let Some(raw) = RAW.iter().find(|raw| name.eq_ignore_ascii_case(raw)) {
                            self.skip_raw(raw);
                        }
                        return Some(Tag { name, text });
                    }
                    Err(looked_at) => {
                        self.at += looked_at;
                        while !self.html.is_char_boundary(self.at) {
                            self.at += 1;
                        }
                    }
                },
                _ => self.at += 1,
            }
        }
    }
}

/// Returns the length of the tag at the start of `bytes`; where a quote never closes, it ends at the first `>`.
///
/// # Errors
/// How many bytes were looked at if it does not end.
fn tag_bytes(bytes: &[u8]) -> Result<usize, usize> {
    let window = &bytes[..bytes.len().min(TAG_BYTES_MAX)];
    let mut quote = None;
    for (at, byte) in window.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Ok(at + 1),
            // A quotation mark opens a value only behind its `=`; elsewhere it is part of a name.
            (None, b'"' | b'\'') if window[..at].trim_ascii_end().ends_with(b"=") => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    window.iter().position(|byte| *byte == b'>').map(|at| at + 1).ok_or(window.len())
}

/// Goes through the attributes of a start tag: names and values as they are written, without quotes.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_space_or_stroke = |c: char| c.is_ascii_whitespace() || c == '/';
    let inner = tag.trim_start_matches('<').strip_suffix('>').unwrap_or(tag);
    let mut rest = inner.split_once(is_space_or_stroke).map_or("", |(_, rest)| rest);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(is_space_or_stroke);
        if rest.is_empty() {
            return None;
        }
        // A name may begin with `=`, and does where somebody wrote one too many.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(|c: char| is_space_or_stroke(c) || c == '=').map_or(rest.len(), |at| first + at);
        let name;
        (name, rest) = rest.split_at(end);
        let Some(after) = rest.trim_start().strip_prefix('=') else { return Some((name, "")) };
        let after = after.trim_start();
        let value;
        (value, rest) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<&str> {
        Tags::new(html).map(|tag| tag.name).collect()
    }

    #[test]
    fn tags_are_found_and_nothing_else() {
        for (html, expected) in [
            ("<!DOCTYPE html><HTML lang=en><p>a < b</p><br/>", vec!["HTML", "p", "br"]),
            ("<!-- <a> --><b>", vec!["b"]),
            ("<script>'<a>' < 1</script ><b>", vec!["script", "b"]),
            ("<Title>A <b></tItLe><i>", vec!["Title", "i"]),
            ("<a title='>'><b title=\"'>\">", vec!["a", "b"]),
            ("<a title='><b>", vec!["a", "b"]),
            ("<a title=it's><b title=\"o'clock\">", vec!["a", "b"]),
            ("<a", vec![]),
            ("<", vec![]),
            ("<!--", vec![]),
            ("<script><a>", vec!["script"]),
        ] {
            assert_eq!(names(html), expected, "{html}");
        }
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        for (tag, expected) in [
            (
                "<a x=\"1 > 0\" y='2' z=/3/ flag w=''>",
                vec![("x", "1 > 0"), ("y", "2"), ("z", "/3/"), ("flag", ""), ("w", "")],
            ),
            ("<a x = 1/>", vec![("x", "1/")]),
            ("<a/x='1'/y='2'/>", vec![("x", "1"), ("y", "2")]),
            ("<a\nx='1'y='2'>", vec![("x", "1"), ("y", "2")]),
            ("<a =x ==y>", vec![("=x", "=y")]),
            ("<a x='>", vec![("x", "")]),
            ("<a é=\"ü\">", vec![("é", "ü")]),
            ("<a>", vec![]),
        ] {
            assert_eq!(attributes(tag).collect::<Vec<_>>(), expected, "{tag}");
        }
    }

    #[test]
    fn a_page_cut_anywhere_panics_nowhere() {
        let html = "<!-- é --><a é='ü' x=\"y\"/><script>é</script><é><b x=é>";
        for cut in (0..html.len()).filter(|cut| html.is_char_boundary(*cut)) {
            for part in [&html[..cut], &html[cut..]] {
                Tags::new(part).for_each(|tag| assert!(attributes(tag.text).count() < 9));
            }
        }
    }
}
