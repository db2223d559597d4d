//! Markup inside an element, written out anew: balanced, its text escaped, its attributes quoted.

use std::borrow::Cow;

use super::dialect::{Scopes, Vocabulary};
use super::markup::{attributes, local};
use super::scan::{Notes, Scan, Tag, Token, VOID};
use super::texts::{decoded, repaired};

/// Returns the markup between the tags of an element.
pub(super) fn markup(raw: &str, notes: &mut Notes) -> String {
    Writer::write(raw, notes).out
}

/// Returns the markup between the tags of an element, without the one `div` around all of it.
pub(super) fn markup_in_wrapper(raw: &str, notes: &mut Notes) -> String {
    let written = Writer::write(raw, notes);
    match written.wrapper {
        Some(Wrapper { inner, end: Some(end) }) if written.out[end..].trim_end() == "</div>" => {
            written.out[inner..end].to_owned()
        }
        _ => written.out,
    }
}

/// Where the content of a `div` that everything begins with starts and ends in what is written.
struct Wrapper {
    inner: usize,
    end: Option<usize>,
}

#[derive(Default)]
struct Writer<'a> {
    out: String,
    scopes: Scopes<'a>,
    wrapper: Option<Wrapper>,
}

impl<'a> Writer<'a> {
    fn write(raw: &'a str, notes: &mut Notes) -> Self {
        let mut scan = Scan::new(raw.trim(), 0);
        let mut writer = Self { out: String::with_capacity(raw.len()), ..Self::default() };
        while let Ok(Some(token)) = scan.next() {
            match token {
                Token::Text(text) => escape(&repaired(decoded(text, notes)), &mut writer.out),
                Token::Cdata(text) => escape(&repaired(Cow::Borrowed(text)), &mut writer.out),
                Token::Open(tag) => writer.open(&tag, scan.open.len(), notes),
                Token::Close(name, ..) => writer.close(name, scan.open.len()),
            }
        }
        while let Some(name) = scan.open.pop() {
            writer.close(name, scan.open.len());
        }
        writer
    }

    fn open(&mut self, tag: &Tag<'a>, depth: usize, notes: &mut Notes) {
        let is_first = self.out.is_empty();
        for (attribute, value) in attributes(tag.text).filter(|(attribute, _)| attribute.starts_with("xmlns")) {
            let prefix = attribute.strip_prefix("xmlns:").unwrap_or("");
            self.scopes.declare(depth, prefix, Vocabulary::of_namespace(&tag.text[value]));
        }
        let name = self.name(tag.name);
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes(tag.text) {
            let value = &tag.text[value];
            if attribute.starts_with("xmlns") && Vocabulary::of_namespace(value) == Vocabulary::Xhtml {
                continue;
            }
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape_quoted(&decoded(value, notes), &mut self.out);
            self.out.push('"');
        }
        self.out.push_str(if VOID.contains(&name) { " />" } else { ">" });
        if is_first && name == "div" {
            self.wrapper = Some(Wrapper { inner: self.out.len(), end: None });
        }
    }

    fn close(&mut self, name: &'a str, depth: usize) {
        let name = self.name(name);
        if depth == 0
            && let Some(wrapper) = &mut self.wrapper
        {
            wrapper.end.get_or_insert(self.out.len());
        }
        if !VOID.contains(&name) {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        self.scopes.leave(depth + 1);
    }

    /// HTML has no prefixes.
    fn name<'n>(&self, name: &'n str) -> &'n str {
        if name.contains(':') && self.scopes.of(name) == Vocabulary::Xhtml { local(name) } else { name }
    }
}

fn escape(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let with = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(with);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

/// Writes `text` so that it can stand between double quotes.
pub(super) fn escape_quoted(text: &str, out: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let with = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(with);
        done = at + 1;
    }
    out.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_written_balanced_and_escaped() {
        for (raw, expected) in [
            ("<p>a<br>b & c", "<p>a<br />b &amp; c</p>"),
            ("<a href='x?a=1&amp;b=\"2\"'>&lt;&eacute;</a></b>", "<a href=\"x?a=1&amp;b=&quot;2&quot;\">&lt;é</a>"),
            ("<h:p xmlns:h='http://www.w3.org/1999/xhtml'><xhtml:b/></h:p>", "<p><b></b></p>"),
            ("<![CDATA[1 < 2]]><!-- no -->", "1 &lt; 2"),
        ] {
            assert_eq!(markup(raw, &mut Notes::default()), expected, "{raw}");
        }
    }

    #[test]
    fn the_one_div_around_everything_is_no_part_of_it() {
        for (raw, expected) in [
            (" <div><p>a</p></div> ", "<p>a</p>"),
            ("<div>a</div><div>b</div>", "<div>a</div><div>b</div>"),
            ("a<div>b</div>", "a<div>b</div>"),
            ("<div><div>a</div></div>", "<div>a</div>"),
            ("<div/>", ""),
        ] {
            assert_eq!(markup_in_wrapper(raw, &mut Notes::default()), expected, "{raw}");
        }
    }
}
