//! People as feeds name them: elements of their own, or a name and an address in one text.

use url::Url;

use super::markup::local;
use super::scan::{Notes, children};
use super::texts::plain;
use super::{Person, links};

/// A person has a name, an address, a page, and no more than this of anything else.
const CHILDREN_MAX: usize = 16;

/// Reads the content of an `author` in any dialect; `None` if it names nobody.
pub(super) fn person(raw: &str, base: Option<&Url>, notes: &mut Notes) -> Option<Person> {
    let mut person = Person::default();
    for (tag, content) in children(raw, CHILDREN_MAX) {
        let slot = match local(tag.name).to_ascii_lowercase().as_str() {
            "name" => &mut person.name,
            "email" => &mut person.email,
            "uri" | "url" | "homepage" => &mut person.href,
            _ => continue,
        };
        let value = plain(content, notes);
        *slot = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
    }
    person.href = person.href.and_then(|href| links::absolute(&href, base));
    if person != Person::default() {
        return Some(person);
    }
    let text = plain(raw, notes);
    from_text(text.trim())
}

/// Reads `a@example.org (A. Name)`, `A. Name <a@example.org>`, or either alone.
pub(super) fn from_text(text: &str) -> Option<Person> {
    let Some((start, end)) = address(text) else {
        let name = text.trim();
        return (!name.is_empty()).then(|| Person { name: Some(name.to_owned()), ..Person::default() });
    };
    let before = text[..start].trim_end_matches("mailto:");
    let rest = format!("{before} {}", &text[end..]);
    let around = |c: char| c.is_whitespace() || "()<>[]\"',;".contains(c);
    let name = rest.trim_matches(around).replace("()", "").replace("<>", "");
    let name = name.trim();
    Some(Person {
        name: (!name.is_empty()).then(|| name.to_owned()),
        email: Some(text[start..end].to_owned()),
        href: None,
    })
}

/// Returns where a mail address begins and ends.
fn address(text: &str) -> Option<(usize, usize)> {
    let at = text.find('@')?;
    let start = text[..at].rfind(|c: char| !(c.is_ascii_alphanumeric() || "._%+-".contains(c)));
    let start = start.map_or(0, |before| before + text[before..].chars().next().map_or(1, char::len_utf8));
    let length = text[at + 1..].find(|c: char| !(c.is_ascii_alphanumeric() || ".-".contains(c)));
    let host = text[at + 1..][..length.unwrap_or(text.len() - at - 1)].trim_end_matches(['.', '-']);
    (start < at && host.contains('.')).then_some((start, at + 1 + host.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str) -> (Option<String>, Option<String>, Option<String>) {
        let base = Url::parse("https://e.org/").unwrap();
        let Person { name, email, href } = person(raw, Some(&base), &mut Notes::default()).unwrap_or_default();
        (name, email, href)
    }

    #[test]
    fn people_are_read_however_they_are_written() {
        let (name, email) = (Some("A. Name".to_owned()), Some("a+b@mail.e.org".to_owned()));
        for raw in [
            "a+b@mail.e.org (A. Name)",
            "A. Name &lt;a+b@mail.e.org&gt;",
            "A. Name (a+b@mail.e.org)",
            "<![CDATA[ A. Name <mailto:a+b@mail.e.org> ]]>",
            "<name>A. Name</name><email>a+b@mail.e.org</email>",
        ] {
            assert_eq!(read(raw), (name.clone(), email.clone(), None), "{raw}");
        }
        assert_eq!(read("A. Name"), (name.clone(), None, None));
        assert_eq!(read("a+b@mail.e.org"), (None, email, None));
        assert_eq!(read("<a:name>A. Name</a:name><url>/me</url>"), (name, None, Some("https://e.org/me".into())));
        assert_eq!(read("@handle").0.as_deref(), Some("@handle"));
        assert_eq!(read(" "), (None, None, None));
    }
}
