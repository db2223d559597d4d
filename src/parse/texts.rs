//! The content of one element to text: plain, as markup, or as the construct that its type makes of it.
//!
//! What a feed declares of a text and what the text is often differ. Elements inside a text that should be
//! escaped make it XHTML, escaped markup inside one that should be XHTML makes it HTML, and text in RSS
//! that can only be HTML is taken as such.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::WINDOWS_1252;
use url::Url;

use super::Text;
use super::dialect::{HTML, PLAIN, XHTML};
use super::markup::{Reference, local, reference};
use super::relative::{looks_like_html, resolve};
use super::scan::{Notes, Scan, Token, cdata_end};
use super::xhtml::{markup, markup_in_wrapper};

/// How the element declares its text.
pub(super) struct Declared<'a> {
    /// The type attribute, or what the element means without one.
    pub media_type: Cow<'a, str>,
    /// Whether the type was stated or is only what the element means without one.
    pub is_stated: bool,
    /// `mode` of Atom 0.3.
    pub is_base64: bool,
    pub is_atom: bool,
    /// Atom 1.0 wraps XHTML in a `div` that is no part of it.
    pub has_wrapper: bool,
    pub has_elements: bool,
}

/// Returns the text between the tags of an element, without the markup in it.
pub(super) fn plain<'a>(raw: &'a str, notes: &mut Notes) -> Cow<'a, str> {
    let raw = raw.trim();
    if let Some(content) = only_cdata(raw) {
        return repaired(Cow::Borrowed(content));
    }
    if !raw.contains('<') {
        return repaired(decoded(raw, notes));
    }
    let mut scan = Scan::new(raw, 0);
    let mut text = String::with_capacity(raw.len());
    while let Ok(Some(token)) = scan.next() {
        match token {
            Token::Text(part) => text.push_str(&decoded(part, notes)),
            Token::Cdata(part) => text.push_str(part),
            Token::Open(_) | Token::Close(..) => {}
        }
    }
    repaired(Cow::Owned(text))
}

/// Returns what an element's text is, with the links in its markup made absolute; `None` if it is empty.
pub(super) fn construct(raw: &str, declared: Declared, base: Option<&Url>, notes: &mut Notes) -> Option<Text> {
    let mut media_type = declared.media_type;
    let mut value = if declared.has_elements && (is_xml(&media_type) || has_more_than_divs(raw)) {
        let is_stray = !is_xml(&media_type);
        if is_stray {
            media_type = XHTML.into();
        }
        let has_wrapper = declared.has_wrapper && !is_stray;
        Cow::Owned(if has_wrapper { markup_in_wrapper(raw, notes) } else { markup(raw, notes) })
    } else {
        plain(raw, notes)
    };
    if declared.is_base64 || may_be_base64(&media_type) {
        let packed: String = value.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(text) = STANDARD.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
            value = text.into();
        }
    } else if !declared.has_elements
        && ((is_xml(&media_type) && value.contains('<'))
            || (media_type == PLAIN && !(declared.is_atom && declared.is_stated) && looks_like_html(&value)))
    {
        media_type = HTML.into();
    }
    if let Some(base) = base
        && (media_type == HTML || is_xml(&media_type))
    {
        value = resolve(value, base);
    }
    let value = trimmed(value);
    (!value.is_empty()).then(|| Text { value, media_type: media_type.into_owned(), src: None })
}

/// Returns the media type that a `type` attribute names.
pub(super) fn media_type(stated: &str) -> String {
    match stated.trim().to_ascii_lowercase().as_str() {
        "text" | "plain" => PLAIN.into(),
        "html" => HTML.into(),
        "xhtml" | "application/xhtml" => XHTML.into(),
        other => other.split(';').next().unwrap_or("").trim().to_owned(),
    }
}

fn is_xml(media_type: &str) -> bool {
    media_type.ends_with("xml")
}

fn may_be_base64(media_type: &str) -> bool {
    media_type.contains('/') && !media_type.starts_with("text/") && !is_xml(media_type)
}

fn trimmed(value: Cow<'_, str>) -> String {
    match value {
        Cow::Owned(text) if text.trim().len() == text.len() => text,
        other => other.trim().to_owned(),
    }
}

/// Returns the content of a text that is one CDATA section.
fn only_cdata(raw: &str) -> Option<&str> {
    let content = raw.strip_prefix("<![CDATA[")?;
    let end = cdata_end(content, 0)?;
    (end + 3 == content.len()).then(|| &content[..end])
}

/// Writes out the references in a piece of text; the ones that XML does not know are noted.
pub(super) fn decoded<'a>(text: &'a str, notes: &mut Notes) -> Cow<'a, str> {
    let Some(mut at) = text.find('&') else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    loop {
        out.push_str(&text[done..at]);
        done = at + 1;
        match reference(&text[at..]) {
            Reference::Known(length, char) => {
                out.push(char);
                done = at + length;
            }
            Reference::Means(length, char) => {
                notes.add("bad_reference", 0);
                out.extend(char);
                done = at + length;
            }
            Reference::Bare => {
                notes.add("bare_ampersand", 0);
                out.push('&');
            }
        }
        match text[done..].find('&') {
            Some(offset) => at = done + offset,
            None => break,
        }
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

/// Undoes what happens to text on its way: lines that end in CR LF, UTF-8 that was read as Latin-1, and
/// windows-1252 that was taken for it.
pub(super) fn repaired(text: Cow<'_, str>) -> Cow<'_, str> {
    let text = if text.as_bytes().contains(&b'\r') {
        Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        text
    };
    // U+0080 to U+00BF all begin with this byte; without them there is nothing to undo.
    if !text.as_bytes().contains(&0xC2) {
        return text;
    }
    if let Some(meant) = utf_8_in_latin_1(&text) {
        return Cow::Owned(meant);
    }
    let is_c1 = |c: char| ('\u{80}'..='\u{9F}').contains(&c);
    if !text.contains(is_c1) {
        return text;
    }
    let meant = |c: char| match u8::try_from(c) {
        Ok(byte) if is_c1(c) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c),
        _ => c,
    };
    Cow::Owned(text.chars().map(meant).collect())
}

fn utf_8_in_latin_1(text: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    String::from_utf8(bytes?).ok()
}

/// Whether there are elements other than the `div` that some programs put around escaped markup.
fn has_more_than_divs(raw: &str) -> bool {
    let mut scan = Scan::new(raw, 0);
    while let Ok(Some(token)) = scan.next() {
        if let Token::Open(tag) = token
            && local(tag.name) != "div"
        {
            return true;
        }
    }
    false
}
