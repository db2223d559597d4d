//! Dates in a page's scripts: what JSON-LD that cannot be read, and the state of web applications, say.
//!
//! The raw page is searched for names of members, whatever quotes and escapes stand around them.

use super::written::Order;
use super::{Dated, stated};

/// Names under which pages' scripts keep the date of publication, the surest first.
const NAMES: &[&str] = &[
    "datePublished",
    "publishedDate",
    "publishDate",
    "published_at",
    "publishedAt",
    "publication_date",
    "publicationDate",
    "first_published_at",
    "article_publication_date",
    "pubDate",
    "datecreated",
    "created_at",
    "createdAt",
];

/// Occurrences of a name that are looked at; a page with more lists other articles.
const PLACES_MAX: usize = 40;

/// Bytes of a member behind its name: quotes, escapes, a colon, the value.
const MEMBER_BYTES: usize = 96;

/// Bytes of the shortest date, `2015-5-4`.
const VALUE_BYTES_MIN: usize = 8;

/// Returns the date of schema.org's member, if the page has no two of them: JSON-LD in broken JSON.
pub fn stated(html: &str) -> Option<Dated> {
    let mut dates = under(NAMES[0], html);
    let first = dates.next()?;
    dates.all(|other| other.day == first.day).then_some(first)
}

/// Returns the date that scripts give under a name. Where a name has several days, another article's may
/// be among them: then only the surest name's first one counts.
pub fn published(html: &str) -> Option<Dated> {
    NAMES.iter().enumerate().find_map(|(rank, name)| {
        let mut dates = under(name, html);
        let first = dates.next()?;
        (rank == 0 || dates.all(|other| other.day == first.day)).then_some(first)
    })
}

fn under(name: &'static str, html: &str) -> impl Iterator<Item = Dated> {
    html.match_indices(name).take(PLACES_MAX).filter_map(|(at, _)| value(&html[at + name.len()..]))
}

/// Reads `":"2015-05-04T…"`, `\":\"…`, `&quot;:&quot;…`, `': '…`, `="…`.
fn value(rest: &str) -> Option<Dated> {
    let head = rest[..rest.floor_char_boundary(MEMBER_BYTES)].replace("&quot;", "\"").replace("\\u0022", "\"");
    let value = head.trim_start_matches(['"', '\'', '\\', ':', ' ', '=', '\n', '\t']);
    let between = &head[..head.len() - value.len()];
    let value = value.split(['"', '\'', '\\', '&', '<', ',', '}']).next()?;
    let is_member = between.contains([':', '=']) && value.len() >= VALUE_BYTES_MIN;
    is_member.then(|| stated::date(value, Order::Unknown)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_read_through_their_quotes() {
        let cases = [
            (r#"{"datePublished":"2015-05-04T10:20:30Z"}"#, true),
            (r#"{"datePublished": "2015-05-04", oops}"#, true),
            (r#"\"datePublished\":\"2015-05-04\""#, true),
            ("&quot;publishedAt&quot;:&quot;2015-05-04&quot;", true),
            ("'publishDate': '2015-05-04'", true),
            (r#""publishedAt":1430734830,"#, true),
            (r#"{"publishedAt":"2015-05-04"},{"publishedAt":"2015-05-04"}"#, true),
            (r#"{"publishedAt":"2015-05-04"},{"publishedAt":"2016-05-04"}"#, false),
            ("datePublished 2015-05-04", false),
            (r#""datePublished":null"#, false),
            (r#""datePublished":""#, false),
        ];
        for (html, expected) in cases {
            assert_eq!(published(html).is_some(), expected, "{html}");
        }
    }
}
