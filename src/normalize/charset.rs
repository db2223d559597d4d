//! A page's bytes to text: byte order mark, then the transport's word, then the page's, then the bytes.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Bytes in which a page declares its encoding; the standard asks for 1,024, real heads are longer.
const DECLARATION_BYTES_MAX: usize = 4_096;

/// Bytes that a guess looks at.
const GUESS_BYTES_MAX: usize = 65_536;

/// Decodes a page; what cannot be decoded becomes U+FFFD.
///
/// Bytes that are valid UTF-8 are UTF-8 whatever anybody says, because nothing else looks like it by chance.
pub fn decode(body: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(body) {
        return encoding.decode_without_bom_handling(&body[mark_bytes..]).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(body) {
        return text.to_owned();
    }
    let start = &body[..body.len().min(DECLARATION_BYTES_MAX)];
    let declared = content_type.and_then(|header| labeled(header.as_bytes())).or_else(|| labeled(start));
    let encoding = declared.unwrap_or_else(|| guessed(body));
    encoding.decode_without_bom_handling(body).0.into_owned()
}

/// The encoding behind `charset=`; a page whose declaration can be read is not UTF-16.
fn labeled(text: &[u8]) -> Option<&'static Encoding> {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    let at = text.find("charset")? + "charset".len();
    let label = text[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).unwrap_or(label.len());
    let encoding = Encoding::for_label(&label.as_bytes()[..end])?;
    Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 })
}

fn guessed(body: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&body[..body.len().min(GUESS_BYTES_MAX)], true);
    detector.guess(None, Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_decoded_as_they_say_or_look() {
        let cases: &[(&[u8], Option<&str>, &str)] = &[
            ("Müll".as_bytes(), Some("text/html; charset=iso-8859-1"), "Müll"),
            (b"M\xfcll", Some("text/html; charset=ISO-8859-1"), "Müll"),
            (b"<meta charset=\"windows-1251\">\xcc", None, "<meta charset=\"windows-1251\">М"),
            (b"\xff\xfeM\0", None, "M"),
            (b"\xef\xbb\xbfM", None, "M"),
            (b"", None, ""),
        ];
        for (body, content_type, expected) in cases {
            assert_eq!(decode(body, *content_type), *expected);
        }
    }
}
