//! Addresses inside HTML made absolute, and whether a text is HTML at all.

use std::borrow::Cow;

use url::Url;

use super::markup::{Closings, Reference, attributes, reference, tag_name};
use super::scan::Notes;
use super::texts::decoded;
use super::xhtml::escape_quoted;

/// The attributes of HTML that hold one address.
const ADDRESSES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("area", &["href"]),
    ("audio", &["src"]),
    ("blockquote", &["cite"]),
    ("body", &["background"]),
    ("del", &["cite"]),
    ("embed", &["src"]),
    ("form", &["action"]),
    ("frame", &["longdesc", "src"]),
    ("head", &["profile"]),
    ("iframe", &["longdesc", "src"]),
    ("img", &["longdesc", "src", "usemap"]),
    ("input", &["src", "usemap"]),
    ("ins", &["cite"]),
    ("link", &["href"]),
    ("object", &["classid", "codebase", "data", "usemap"]),
    ("q", &["cite"]),
    ("script", &["src"]),
    ("source", &["src"]),
    ("track", &["src"]),
    ("video", &["poster", "src"]),
];

/// The elements by which HTML is known where nothing declares it.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// What a text may grow by with its addresses, besides its own length: a page of short links and a long base.
const GROWTH_BYTES_MAX: usize = 64 * 1024;

/// Makes the addresses in HTML absolute. Nothing is copied where none is relative; where they would make the text
/// much longer than it is, the last ones stay as they are.
pub(super) fn resolve<'a>(html: Cow<'a, str>, base: &Url) -> Cow<'a, str> {
    let bytes_max = 2 * html.len() + GROWTH_BYTES_MAX;
    let (mut out, mut done) = (String::new(), 0);
    let (mut at, mut closings) = (0, Closings::default());
    while let Some(offset) = html[at..].find('<') {
        at += offset + 1;
        // The elements that count begin with few letters; most tags are passed over here.
        if !html.as_bytes().get(at).is_some_and(|byte| b"abdefhilioqstv".contains(&byte.to_ascii_lowercase())) {
            continue;
        }
        let name = tag_name(&html[at - 1..]);
        let Some((_, wanted)) = ADDRESSES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) else { continue };
        let Some((end, is_sound)) = closings.tag_end(&html, at - 1) else { continue };
        if !is_sound {
            // What is inside has been looked at: beginning there again would look at it as often as it has tags.
            at = end;
            continue;
        }
        let tag = &html[at - 1..end];
        for (attribute, value) in attributes(tag) {
            if wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(attribute))
                && out.len() + html.len() - done < bytes_max
                && let Some(url) = joined(&tag[value.clone()], base)
            {
                out.push_str(&html[done..at - 1 + value.start]);
                escape_quoted(url.as_str(), &mut out);
                done = at - 1 + value.end;
            }
        }
        at = end;
    }
    if done == 0 {
        return html;
    }
    out.push_str(&html[done..]);
    Cow::Owned(out)
}

fn joined(value: &str, base: &Url) -> Option<Url> {
    let address = value.trim();
    let has_scheme = address.find([':', '/', '?', '#']).is_some_and(|at| address.as_bytes()[at] == b':' && at > 1);
    if has_scheme && address.len() == value.len() {
        return None;
    }
    base.join(&decoded(address, &mut Notes::default())).ok()
}

/// Whether a text that nothing declares as HTML is HTML all the same: it holds an end tag or a reference,
/// and no tag or reference that HTML does not know.
pub(super) fn looks_like_html(text: &str) -> bool {
    let (mut at, mut has_evidence) = (0, false);
    while let Some(offset) = text[at..].find(['<', '&']) {
        at += offset;
        if text.as_bytes()[at] == b'&' {
            match reference(&text[at..]) {
                Reference::Known(length, _) | Reference::Means(length, Some(_)) => {
                    has_evidence = true;
                    at += length;
                }
                Reference::Means(_, None) => return false,
                Reference::Bare => at += 1,
            }
            continue;
        }
        let name = tag_name(&text[at..]);
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if !ELEMENTS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                return false;
            }
            has_evidence |= text[at..].starts_with("</");
        }
        at += 1;
    }
    has_evidence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_follow_the_base_and_the_rest_is_untouched() {
        let base = Url::parse("https://e.org/a/b").unwrap();
        for (html, expected) in [
            ("<a href=\" c?x=1&amp;y=2 \">", "<a href=\"https://e.org/a/c?x=1&amp;y=2\">"),
            ("<IMG alt='/x' SRC=/i.png>", "<IMG alt='/x' SRC=https://e.org/i.png>"),
            ("<p>1 < 2 <b href='x'>", "<p>1 < 2 <b href='x'>"),
            ("<a href='mailto:a@e.org'><a href='#top'>", "<a href='mailto:a@e.org'><a href='https://e.org/a/b#top'>"),
            ("<a href='x", "<a href='x"),
        ] {
            assert_eq!(resolve(html.into(), &base), expected, "{html}");
        }
        assert!(matches!(resolve("<a href='https://o.org/'>".into(), &base), Cow::Borrowed(_)));
    }

    #[test]
    fn html_is_known_by_its_tags_and_references() {
        for html in ["<b>x</b>", "a &amp; b", "caf&eacute;", "x<br>y</p>"] {
            assert!(looks_like_html(html), "{html}");
        }
        for text in ["a & b", "1 < 2", "<b>", "</foo>", "Vec<String></String>", "AT&T", "x &#0; y"] {
            assert!(!looks_like_html(text), "{text}");
        }
    }
}
