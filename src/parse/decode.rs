//! Bytes to text: which character encoding a document is really in.
//!
//! Declarations are often wrong and UTF-8 is rarely valid by accident, so the bytes are asked before the
//! labels are: byte order mark, then (where the bytes are not UTF-8) the HTTP charset, the shape of UTF-16
//! or UTF-32, the XML declaration. Bytes that nobody explains are read as UTF-8 where they are and as
//! windows-1252 where they are not, because a stray legacy quotation mark is the usual reason.
//!
//! A document in which nothing but ASCII stands is in whatever it says that it is in.

use std::borrow::Cow;

use encoding_rs::{Encoding, GBK, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far an XML declaration is looked for; real ones end within a hundred bytes.
const PROLOG_BYTES_MAX: usize = 512;

/// The text of a document, without a byte order mark.
#[derive(Debug)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// As the WHATWG names it; besides, `utf-32be` and `utf-32le`, and `us-ascii` and `iso-8859-1` where
    /// these are declared and the bytes bear it out.
    pub encoding: &'static str,
    /// What was declared or damaged, where the bytes say otherwise.
    pub remark: Option<Remark>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Remark {
    /// The bytes are not in the encoding that the document or its transport declares.
    WrongLabel(String),
    /// So many bytes or characters meant nothing in the encoding.
    InvalidBytes(usize),
}

/// Reads `bytes` as text. Never fails: what cannot be read becomes U+FFFD.
pub fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    if let Some(decoded) = utf_32(bytes) {
        return decoded;
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = utf_16_shape(bytes) {
        return with(encoding, bytes);
    }
    let header = content_type.and_then(charset);
    let is_ascii_by_default = header.is_none() && content_type.is_some_and(is_text_of_xml);
    let declared = header.or_else(|| prolog_label(bytes));
    let known = declared.as_deref().and_then(|label| Encoding::for_label(label.as_bytes()));
    let mut decoded = match std::str::from_utf8(bytes) {
        Ok(text) => valid_utf_8(text, declared.as_deref(), known),
        Err(_) => match known.filter(is_legacy).or_else(|| legacy_of_prolog(bytes)) {
            Some(encoding) => with(encoding, bytes),
            None => mixed(bytes),
        },
    };
    let label = if is_ascii_by_default { Some("us-ascii") } else { declared.as_deref() };
    if let Some(smaller) = label.and_then(|label| smaller(label, decoded.encoding, bytes)) {
        decoded.encoding = smaller;
    }
    decoded
}

fn is_legacy(encoding: &&'static Encoding) -> bool {
    *encoding != UTF_8 && *encoding != REPLACEMENT && !is_wide(encoding)
}

/// Returns the encoding that a document declares itself, where its transport says UTF-8 and the bytes are not even
/// mostly that: servers put one charset on every file.
fn legacy_of_prolog(bytes: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(prolog_label(bytes)?.as_bytes()).filter(is_legacy)?;
    let (mut characters, mut stray) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        characters += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    (stray > characters).then_some(encoding)
}

/// Returns the encoding that a document declares where the WHATWG reads it as a larger one, and nothing in
/// it shows the difference.
fn smaller(label: &str, encoding: &str, bytes: &[u8]) -> Option<&'static str> {
    let is_read_by_byte = encoding == UTF_8.name() || encoding == WINDOWS_1252.name();
    match label.to_ascii_lowercase().as_str() {
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => (is_read_by_byte && bytes.is_ascii()).then_some("us-ascii"),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "l1" => {
            let is_latin = || !bytes.iter().any(|byte| (0x80..=0x9F).contains(byte));
            (encoding == WINDOWS_1252.name() && is_latin()).then_some("iso-8859-1")
        }
        _ => None,
    }
}

/// Whether RFC 3023 says of the media type that it is ASCII where it names no charset.
fn is_text_of_xml(content_type: &str) -> bool {
    let media_type = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    media_type.strip_prefix("text/").is_some_and(|subtype| subtype.starts_with("xml") || subtype.ends_with("+xml"))
}

/// Returns the name of what a decoder reads: that of GBK reads all of its successor.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GBK { "gb18030" } else { encoding.name() }
}

/// Reads bytes that are valid UTF-8. A declared legacy encoding is heeded only where it reads plain ASCII
/// differently (ISO-2022-JP), and named where it does not matter.
fn valid_utf_8<'a>(text: &'a str, label: Option<&str>, known: Option<&'static Encoding>) -> Decoded<'a> {
    let encoding = known.unwrap_or(UTF_8);
    if text.is_ascii() && !is_wide(encoding) && encoding != REPLACEMENT {
        if !encoding.is_ascii_compatible() {
            return with(encoding, text.as_bytes());
        }
        return Decoded { text: Cow::Borrowed(text), encoding: name(encoding), remark: None };
    }
    let remark = if encoding == UTF_8 { None } else { label.map(|label| Remark::WrongLabel(label.to_owned())) };
    Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), remark }
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() {
        return mixed(bytes);
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let remark = had_errors.then(|| Remark::InvalidBytes(text.matches('\u{FFFD}').count()));
    Decoded { text, encoding: name(encoding), remark }
}

/// Reads UTF-8 with stray bytes of windows-1252 in it, or windows-1252 alone. A character that the end of
/// the document cuts in two is dropped.
fn mixed(bytes: &[u8]) -> Decoded<'static> {
    let (mut text, mut stray, mut has_utf_8) = (String::with_capacity(bytes.len() + bytes.len() / 8), 0, false);
    let mut chunks = bytes.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        has_utf_8 = has_utf_8 || !chunk.valid().is_ascii();
        text.push_str(chunk.valid());
        let is_cut =
            chunks.peek().is_none() && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        if !is_cut || !has_utf_8 {
            stray += chunk.invalid().len();
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    match (has_utf_8, stray) {
        (false, _) => Decoded { text: Cow::Owned(text), encoding: WINDOWS_1252.name(), remark: None },
        (true, 0) => Decoded { text: Cow::Owned(text), encoding: UTF_8.name(), remark: None },
        (true, stray) => {
            Decoded { text: Cow::Owned(text), encoding: UTF_8.name(), remark: Some(Remark::InvalidBytes(stray)) }
        }
    }
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// A document that begins with `<`, `{` or white space shows its UTF-16 by the zero byte beside it.
fn utf_16_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<' | b'{' | b' ' | b'\t' | b'\r' | b'\n', 0, ..] => Some(UTF_16LE),
        [0, b'<' | b'{' | b' ' | b'\t' | b'\r' | b'\n', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-32 is not in the WHATWG's list, but feeds in it exist: by mark or by the shape of the first `<`.
fn utf_32(bytes: &[u8]) -> Option<Decoded<'static>> {
    let (is_little, from) = match bytes {
        [0xFF, 0xFE, 0, 0, ..] => (true, 4),
        [0, 0, 0xFE, 0xFF, ..] => (false, 4),
        [b'<' | b'{', 0, 0, 0, ..] => (true, 0),
        [0, 0, 0, b'<' | b'{', ..] => (false, 0),
        _ => return None,
    };
    let (encoding, read): (_, fn([u8; 4]) -> u32) =
        if is_little { ("utf-32le", u32::from_le_bytes) } else { ("utf-32be", u32::from_be_bytes) };
    let units = bytes[from..].as_chunks::<4>().0;
    let text: String = units.iter().map(|unit| char::from_u32(read(*unit)).unwrap_or('\u{FFFD}')).collect();
    let invalid = text.matches('\u{FFFD}').count();
    let remark = (invalid > 0).then_some(Remark::InvalidBytes(invalid));
    Some(Decoded { text: Cow::Owned(text), encoding, remark })
}

/// Returns the charset parameter of a media type.
fn charset(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// Returns the encoding that the XML declaration names, read byte by byte as ASCII.
fn prolog_label(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(PROLOG_BYTES_MAX)];
    let head = String::from_utf8_lossy(head);
    let declaration = head.trim_start().strip_prefix("<?xml")?;
    let declaration = &declaration[..declaration.find('>')?];
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split_once(quote).map(|(label, _)| label.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], content_type: Option<&str>) -> (String, &'static str, Option<Remark>) {
        let decoded = decode(bytes, content_type);
        (decoded.text.into_owned(), decoded.encoding, decoded.remark)
    }

    #[test]
    fn utf_8_that_says_it_is_latin_1_is_read_as_utf_8() {
        let body = "<?xml version='1.0' encoding='iso-8859-1'?><rss>Müller</rss>";
        let (text, encoding, remark) = read(body.as_bytes(), Some("text/xml; charset=windows-1251"));
        assert!(text.contains("Müller"));
        assert_eq!((encoding, remark), ("UTF-8", Some(Remark::WrongLabel("windows-1251".into()))));
    }

    #[test]
    fn utf_8_that_says_it_is_utf_16_is_read_as_utf_8() {
        let (text, encoding, remark) = read(b"<?xml version=\"1.0\" encoding=\"utf-16\"?><rss/>", None);
        assert!(text.ends_with("<rss/>"));
        assert_eq!((encoding, remark), ("UTF-8", Some(Remark::WrongLabel("utf-16".into()))));
    }

    #[test]
    fn the_transport_outranks_the_prolog_where_the_bytes_are_not_utf_8() {
        let body = b"<?xml version='1.0' encoding='iso-8859-1'?><t>\xCF\xF0\xE8</t>";
        assert!(read(body, Some("text/xml; charset=\"windows-1251\"")).0.contains("При"));
        assert_eq!(read(body, None).1, "iso-8859-1");
    }

    /// nginx with `charset utf-8` says it of every file.
    #[test]
    fn a_transport_that_is_wrong_hides_no_prolog() {
        let body = b"<?xml version='1.0' encoding='windows-1251'?><t>\xCF\xF0\xE8\xE2\xE5\xF2</t>";
        for content_type in ["text/xml; charset=utf-8", "text/xml; charset=none"] {
            assert!(read(body, Some(content_type)).0.contains("Привет"), "{content_type}");
        }
        let mostly = "<?xml version='1.0' encoding='windows-1251'?><t>Привет".as_bytes();
        let (text, encoding, _) = read(&[mostly, b"\x97</t>"].concat(), Some("text/xml; charset=utf-8"));
        assert!(text.contains("Привет") && encoding == "UTF-8", "{encoding}: {text}");
    }

    #[test]
    fn a_smaller_encoding_keeps_its_name_where_nothing_shows_the_difference() {
        let latin = "<?xml version='1.0' encoding='iso-8859-1'?>";
        for (body, content_type, name) in [
            (b"caf\xE9".as_slice(), "text/xml; charset=Latin1", "iso-8859-1"),
            (b"\x93caf\xE9\x94", "text/xml; charset=latin1", "windows-1252"),
            (b"caf", "application/xml; charset=us-ascii", "us-ascii"),
            (b"caf\xE9", "application/xml; charset=us-ascii", "windows-1252"),
            (b"caf", "text/rss+xml", "us-ascii"),
            (latin.as_bytes(), "text/xml", "us-ascii"),
            (latin.as_bytes(), "application/xml", "iso-8859-1"),
            (b"caf", "text/html", "UTF-8"),
            (b"<?xml version='1.0' encoding='iso-2022-jp'?>", "text/xml", "ISO-2022-JP"),
            (b"caf", "text/xml; charset=gb2312", "gb18030"),
        ] {
            assert_eq!(read(body, Some(content_type)).1, name, "{content_type}");
        }
    }

    #[test]
    fn a_prolog_names_the_encoding_where_the_transport_is_silent() {
        let body = b"<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><t>\x93\xFA\x96\x7B</t>";
        let (text, encoding, _) = read(body, Some("application/rss+xml"));
        assert!(text.contains("日本"));
        assert_eq!(encoding, "Shift_JIS");
    }

    #[test]
    fn a_mark_outranks_every_declaration() {
        let (text, encoding, _) = read("\u{FEFF}<t>é</t>".as_bytes(), Some("text/xml; charset=iso-8859-1"));
        assert_eq!((text.as_str(), encoding), ("<t>é</t>", "UTF-8"));
    }

    #[test]
    fn wide_encodings_are_known_by_mark_or_shape() {
        let source = "<?xml version=\"1.0\" encoding=\"utf-16\"?><t>é</t>";
        let little: Vec<u8> = source.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "\u{FEFF}<t>é</t>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let widest: Vec<u8> = "<t>é</t>".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(read(&little, None).0, source);
        assert_eq!(read(&big, None).0, "<t>é</t>");
        assert_eq!((read(&widest, None).0.as_str(), read(&widest, None).1), ("<t>é</t>", "utf-32be"));
    }

    #[test]
    fn stray_legacy_bytes_cost_nothing_else() {
        let (text, encoding, remark) = read(b"<t>caf\xC3\xA9 \x93quoted\x94</t>", None);
        assert_eq!((text.as_str(), encoding), ("<t>café “quoted”</t>", "UTF-8"));
        assert_eq!(remark, Some(Remark::InvalidBytes(2)));
    }

    #[test]
    fn a_character_cut_by_the_end_is_dropped() {
        let (text, _, remark) = read(b"caf\xC3\xA9 \xE2\x80", None);
        assert_eq!((text.as_str(), remark), ("café ", None));
    }

    #[test]
    fn bytes_that_nobody_explains_are_windows_1252() {
        assert_eq!(read(b"caf\xE9", None), ("café".into(), "windows-1252", None));
    }
}
