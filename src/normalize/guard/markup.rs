//! The pieces of markup in a page, told apart as the HTML standard does: whatever a quote hides from a browser, it hides
//! from us.

/// Attributes of one element, because the check for duplicates is quadratic in them.
const ATTRIBUTES_MAX: usize = 64;

/// Bytes of an element name that tell it from others; no name that matters is longer.
const NAME_BYTES: usize = 16;

/// One piece of markup at a `<`.
pub enum Markup<'a> {
    /// A bare `<`.
    Text,
    /// Comments, declarations, and what the end of the document cut off.
    Ignored {
        next: usize,
    },
    End {
        name: Name,
        next: usize,
    },
    Start(Tag<'a>),
}

pub struct Tag<'a> {
    pub name: Name,
    /// As written, the name excluded.
    pub attributes: &'a str,
    pub next: usize,
}

impl<'a> Markup<'a> {
    pub fn read(html: &'a str, at: usize) -> Self {
        let bytes = html.as_bytes();
        let second = bytes.get(at + 1).copied().unwrap_or(b' ');
        let (is_end, name_at) = if second == b'/' { (true, at + 2) } else { (false, at + 1) };
        if !bytes.get(name_at).is_some_and(u8::is_ascii_alphabetic) {
            return match second {
                b'!' | b'?' | b'/' => Self::Ignored { next: end_of_comment(html, at) },
                _ => Self::Text,
            };
        }
        let name_end = (name_at..bytes.len())
            .find(|&i| bytes[i].is_ascii_whitespace() || matches!(bytes[i], b'/' | b'>'))
            .unwrap_or(bytes.len());
        let Some((attributes_end, next)) = end_of_tag(bytes, name_end) else {
            return Self::Ignored { next: bytes.len() };
        };
        let name = Name::of(&bytes[name_at..name_end]);
        if is_end {
            return Self::End { name, next };
        }
        Self::Start(Tag { name, attributes: &html[name_end..attributes_end], next })
    }
}

fn end_of_comment(html: &str, at: usize) -> usize {
    let rest = &html[at..];
    let (from, end) = match rest {
        _ if rest.starts_with("<!-->") || rest.starts_with("<!--->") => (0, ">"),
        _ if rest.starts_with("<!--") => (4, "-->"),
        _ => (0, ">"),
    };
    rest[from..].find(end).map_or(html.len(), |found| at + from + found + end.len())
}

/// Returns where the attributes end that are kept, and where the tag ends; `None` if it never does.
/// The steps are those of the HTML standard, so that no quote hides a tag from us alone.
fn end_of_tag(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut count = 0;
    let mut cut = None;
    loop {
        at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace() && *b != b'/')?;
        if bytes[at] == b'>' {
            return Some((cut.unwrap_or(at), at + 1));
        }
        count += 1;
        if count > ATTRIBUTES_MAX && cut.is_none() {
            cut = Some(at);
        }
        at = end_of_attribute(bytes, at)?;
    }
}

/// Returns the place behind the attribute that begins here and the white space after it; `None` if the bytes end first.
pub fn end_of_attribute(bytes: &[u8], mut at: usize) -> Option<usize> {
    at += 1;
    at += bytes[at..].iter().position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'='))?;
    at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace())?;
    if bytes[at] != b'=' {
        return Some(at);
    }
    at += 1;
    at += bytes[at..].iter().position(|b| !b.is_ascii_whitespace())?;
    at += match bytes[at] {
        quote @ (b'"' | b'\'') => 2 + bytes[at + 1..].iter().position(|b| *b == quote)?,
        _ => bytes[at..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?,
    };
    Some(at)
}

/// An element name in lower case, cut to its first bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; NAME_BYTES],
    len: u8,
}

impl Name {
    fn of(raw: &[u8]) -> Self {
        let len = raw.len().min(NAME_BYTES);
        let mut bytes = [0; NAME_BYTES];
        for (to, from) in bytes.iter_mut().zip(raw) {
            // A name that is not plain is nobody's business; it must only stay valid text when written.
            *to = if from.is_ascii_alphanumeric() || *from == b'-' { from.to_ascii_lowercase() } else { b'-' };
        }
        Self { bytes, len: u8::try_from(len).expect("a name is cut to 16 bytes") }
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("names are written in ASCII")
    }
}

/// Returns where the next end tag of this name begins.
pub fn find_end_tag(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|b| *b == b'<') {
        at += found;
        let rest = &bytes[at + 1..];
        let is_named = rest.first() == Some(&b'/')
            && rest.get(1..=name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        if is_named && rest.get(name.len() + 1).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-') {
            return Some(at);
        }
        at += 1;
    }
    None
}
